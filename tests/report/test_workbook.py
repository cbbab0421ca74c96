"""The workbook of a pack: exact numbers, formulas one can read and that agree with them, and nothing hidden."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from defusedxml import ElementTree
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from kpi.model import Basis, Lang, Measure, Period, Scope, Text, Unit
from report import tables
from report.pack.model import Chart, Listing, Pack, Page, Points, Series, Tile, Tiles, charts
from report.pack.workbook import to_xlsx
from report.tables import Column, Table
from tests.report.pack_sample import sample

D = Decimal
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Cells = dict[str, tuple[str, str | None]]
"""By reference: what a cell holds as it is read without calculating, and its formula."""


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def names_of(content: bytes) -> list[str]:
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert isinstance(names, list)
    return names


def cells_of(content: bytes, sheet: str) -> Cells:
    parts = parts_of(content)
    texts = ["".join(text.itertext()) for text in ElementTree.fromstring(parts["xl/sharedStrings.xml"])]
    found = {}
    for cell in ElementTree.fromstring(parts[f"xl/worksheets/sheet{names_of(content).index(sheet) + 1}.xml"]).iter(
        f"{MAIN}c"
    ):
        value, formula = cell.find(f"{MAIN}v"), cell.find(f"{MAIN}f")
        if value is not None:
            held = texts[int(value.text)] if cell.get("t") == "s" else value.text
            found[cell.get("r")] = (held, None if formula is None else formula.text)
    return found


def row_of(content: bytes, sheet: str, first: str) -> list[tuple[str, str | None] | None]:
    """Return the row whose first cell says something, as long as there are columns here."""
    cells = cells_of(content, sheet)
    row = next(xl_cell_to_rowcol(at)[0] for at, (held, _) in cells.items() if held == first and at.startswith("A"))
    return [cells.get(xl_rowcol_to_cell(row, column)) for column in range(8)]


def drawn(content: bytes) -> list[Any]:
    parts = parts_of(content)
    numbered = sorted((int(found[1]), name) for name in parts if (found := re.match(r"xl/charts/chart(\d+)", name)))
    return [ElementTree.fromstring(parts[name]) for _, name in numbered]


def pack_of(*pages: Page, lang: Lang = "fr", sheets: tuple[Table, ...] = ()) -> Pack:
    return replace(sample(lang), pages=pages, annexes=(), sheets=sheets)


def page_of(*blocks: Any, title: str = "Page") -> Page:
    return Page("page", "page", title, "T3 2026", tuple((block,) for block in blocks))


def measure(  # noqa: PLR0913, PLR0917 — a figure is all of these
    kpi: str, reading: str, unit: Unit, value: Decimal | None, numerator: Decimal | None, denominator: Decimal | None
) -> Measure:
    scope = Scope(period=Period.parse("2026-T3"))
    return Measure(kpi, reading, unit, "neutral", scope, Basis(), value, numerator, denominator, 24, D(1))


SHEETS = {
    "fr": [
        "Revue",
        "Synthèse",
        "La dépense monte depuis un an",
        "Où va la dépense",
        "Qui facture",
        "Deux dossiers dépassent",
        "Pourquoi ça bouge",
        "Les dossiers",
        "Définitions",
        "Dossiers",
    ],
    "en": [
        "Review",
        "Summary",
        "Spend has risen for a year",
        "Where does spend go",
        "Who bills",
        "Two matters overrun",
        "Why it moves",
        "The matters",
        "Definitions",
        "Matters",
    ],
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_page_with_numbers_has_a_sheet_between_the_cover_and_the_tables(lang: Lang):
    assert names_of(to_xlsx(sample(lang))) == SHEETS[lang]


def test_the_cover_says_what_it_is_and_links_to_every_sheet():
    content = to_xlsx(sample("fr"))
    held = [value for value, _ in cells_of(content, "Revue").values()]
    assert held[:4] == [
        "Revue fournisseurs",
        "Tresmaux & Associés",
        "T3 2026 (du 01/07/2026 au 30/09/2026)",
        "Confidentiel\u00a0: réservé aux destinataires.",
    ]
    links = re.findall(r'<hyperlink [^>]*location="([^"]+)"', parts_of(content)["xl/worksheets/sheet1.xml"])
    assert links == [f"'{name}'!A1" for name in SHEETS["fr"][1:]]


FIGURES = (
    # 18 of 24 matters: 0.75
    ("Conformité", measure("budget_conformity", "in_force", "ratio", D("0.75"), D(18), D(24)), ("0.75", "C{0}/D{0}")),
    # 130,000 spent against 120,000 agreed: 10,000 too much
    ("Écart", measure("budget_variance", "in_force", "EUR", D(10000), D(130000), D(120000)), ("10000", "C{0}-D{0}")),
    # neither 18/24, nor 18-24, nor 18
    ("Autre", measure("budget_conformity", "in_force", "ratio", D("0.7"), D(18), D(24)), ("0.7", None)),
    ("Dépense", measure("spend", "net", "EUR", D("561234.56"), D("561234.56"), None), ("561234.56", None)),
    ("Rien", measure("budget_conformity", "in_force", "ratio", None, D(0), D(0)), ("n.\u00a0d.", None)),
)


@pytest.mark.parametrize("at", range(len(FIGURES)))
def test_a_figure_is_a_formula_only_where_its_parts_give_it(at: int):
    tiles = Tiles(
        tuple(Tile(f"{n}", title, "n.\u00a0d.", measure=found) for n, (title, found, _) in enumerate(FIGURES))
    )
    title, found, (value, formula) = FIGURES[at]
    content = to_xlsx(pack_of(page_of(tiles)))
    row = row_of(content, "Page", title)
    number = 6 + at  # title, scope, link, a blank, the titles of columns
    assert row[1] is not None
    assert row[1][1] == (formula and formula.format(number))
    assert row[1][0] == value if found.value is None else float(row[1][0]) == float(found.value) == float(value)
    assert [cell and D(cell[0]).quantize(D("0.01")) for cell in row[2:4]] == [found.numerator, found.denominator]


def test_a_third_is_written_to_the_last_digit_beside_its_formula():
    found = measure("budget_conformity", "in_force", "ratio", D(1) / D(3), D(1), D(3))
    content = to_xlsx(pack_of(page_of(Tiles((Tile("third", "Tiers", "33,3 %", measure=found),)))))
    assert row_of(content, "Page", "Tiers")[1] == (repr(1 / 3), "C6/D6")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Page").to_python()
    assert rows[-1][1] == 1 / 3


@pytest.mark.parametrize(
    ("unit", "value", "lang", "pattern"),
    [
        ("EUR", D("1.5"), "fr", '#,##0.00"\u00a0€"'),
        ("EUR/h", D("312.5"), "fr", '#,##0.00"\u00a0€/h"'),
        ("EUR/h", D("312.5"), "en", '"€"#,##0.00"/h"'),
        ("days", D(1), "fr", '#,##0"\u00a0jour"'),
        ("days", D("34.5"), "fr", '#,##0.0"\u00a0jours"'),
        ("days", D("0.5"), "en", '#,##0.0"\u00a0days"'),
        ("score", D("4.2"), "fr", '0.0"\u00a0/\u00a05"'),
        ("points", D(23), "en", "+#,##0;-#,##0;0"),
    ],
)
def test_values_look_as_they_do_on_screen(unit: Unit, value: Decimal, lang: Lang, pattern: str):
    found = measure("budget_conformity", "in_force", unit, value, None, None)
    content = to_xlsx(pack_of(page_of(Tiles((Tile("one", "Un", "", measure=found),))), lang=lang))
    assert (
        f'formatCode="{pattern}'.replace('"', "&quot;").replace("=&quot;", '="') in parts_of(content)["xl/styles.xml"]
    )


def test_changes_targets_and_badges_are_plain_words():
    row = row_of(to_xlsx(sample("fr")), "Synthèse", "Dépense")
    assert [cell and cell[0] for cell in row[4:7]] == [
        "+5,5\u00a0% par rapport à T2 2026\n+19,3\u00a0% par rapport à T3 2025",
        "Objectif\u00a0: 500\u202f000,00\u00a0€",
        "Couverture\u00a0: 98,2\u00a0%",
    ]


@pytest.mark.parametrize("label", ["-€58.1k", "+57\u00a0€", "-20,0\u00a0k€ · C"])
def test_what_is_written_beside_a_mark_is_written_on_the_chart_and_in_its_cell(label: str):
    chart = Chart("bars", "Écarts", "", "EUR", ("A",), (Series("Écart", (D(-1),)),), labels=(label,))
    content = to_xlsx(pack_of(page_of(chart)))
    assert row_of(content, "Page", "A")[2] == (label, None)
    shown = drawn(content)[0].find(f".//{DRAWN}dLbl/{DRAWN}tx")
    assert "".join(shown.itertext()) == label


def steps_of(*values: str) -> list[list[float]]:
    """Return the columns that a waterfall is built of, row by row."""
    names = tuple(f"c{n}" for n in range(len(values)))
    chart = Chart("waterfall", "Pourquoi", "", "EUR", names, (Series("Écart", tuple(map(D, values))),))
    content = to_xlsx(pack_of(page_of(chart)))
    return [[float(cell[0]) for cell in row_of(content, "Page", name)[1:7] if cell] for name in names]


def test_a_waterfall_hangs_between_its_totals():
    # value, running total, base, above zero, below zero, top
    assert steps_of("100", "40", "-20", "120") == [
        [100, 100, 0, 100, 0, 100],
        [40, 140, 100, 40, 0, 140],
        [-20, 120, 120, 20, 0, 140],
        [120, 120, 0, 120, 0, 120],
    ]


def test_a_waterfall_may_cross_zero():
    # from 10 down to -20, up to -5: nothing, then five, hangs on the invisible base
    assert steps_of("10", "-30", "15", "-5") == [
        [10, 10, 0, 10, 0, 10],
        [-30, -20, 0, 10, -20, 10],
        [15, -5, -5, 0, -15, -5],
        [-5, -5, 0, 0, -5, 0],
    ]


def calculated(formula: str, cells: Cells) -> float:
    """Calculate a formula of the workbook, as a spreadsheet would: + - /, MAX, MIN, SUM over cells of one row."""

    def span(found: re.Match[str]) -> str:
        (row, first), (_, last) = xl_cell_to_rowcol(found[1]), xl_cell_to_rowcol(found[2])
        return "[" + ",".join(cells[xl_rowcol_to_cell(row, column)][0] for column in range(first, last + 1)) + "]"

    spelled = re.sub(r"([A-Z]+\d+):([A-Z]+\d+)", span, formula)
    spelled = re.sub(r"\b([A-Z]\d+)\b", lambda found: f"({cells[found[1]][0]})", spelled)
    assert re.fullmatch(r"(MAX|MIN|SUM|[\d.,e()\[\]+/-])+", spelled), formula
    return float(eval(spelled, {"MAX": max, "MIN": min, "SUM": sum}))  # noqa: S307 — only what the line above allows


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_formula_gives_the_value_written_beside_it(lang: Lang):
    content, seen = to_xlsx(sample(lang)), 0
    for name in names_of(content):
        cells = cells_of(content, name)
        for at, (held, formula) in cells.items():
            if formula and "SUBTOTAL" not in formula:
                assert calculated(formula, cells) == pytest.approx(float(held), abs=1e-9), (name, at)
                seen += 1
    assert seen == 8 + 5 * 5  # the totals of eight stacked quarters; five columns of five steps


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_chart_of_the_pack_is_drawn_over_cells_with_its_numbers(lang: Lang):
    pack = sample(lang)
    content = to_xlsx(pack)
    wanted, found = charts(pack.every_page), drawn(content)
    assert len(found) == len(wanted) == 7
    for chart, xml in zip(wanted, found, strict=True):
        kept = {}
        for series in xml.iter(f"{DRAWN}ser"):
            name = series.find(f"{DRAWN}tx//{DRAWN}v").text
            reference = series.find(f"{DRAWN}val//{DRAWN}f").text
            sheet, first, last = re.fullmatch(r"'?(.+?)'?!\$([A-Z]+\$\d+):\$([A-Z]+\$\d+)", reference).groups()
            (top, column), (bottom, _) = (xl_cell_to_rowcol(at.replace("$", "")) for at in (first, last))
            cells = cells_of(content, sheet)
            held = [cells[xl_rowcol_to_cell(row, column)][0] for row in range(top, bottom + 1)]
            cached = [point.text for point in series.findall(f"{DRAWN}val//{DRAWN}v")]
            assert list(map(float, held)) == list(map(float, cached))
            assert cells[xl_rowcol_to_cell(top - 1, column)][0] == name
            categories = [cells[xl_rowcol_to_cell(row, 0)][0] for row in range(top, bottom + 1)]
            assert categories == list(chart.categories)
            kept[name] = list(map(float, held))
        if chart.kind != "waterfall":
            for one in chart.series:
                assert kept[one.name] == [float(value) for value in one.values if value is not None]
        if chart.target is not None:
            assert kept[chart.target_label] == [float(chart.target)] * len(chart.categories)


def test_charts_are_of_their_kind_and_say_what_they_show():
    content = to_xlsx(sample("fr"))
    kinds = [
        [child.tag.removeprefix(DRAWN) for child in xml.iter() if child.tag.endswith("Chart")] for xml in drawn(content)
    ]
    assert kinds == [
        ["barChart", "lineChart"],
        ["lineChart"],
        ["barChart", "lineChart"],
        ["barChart"],
        ["barChart"],
        ["barChart"],
        ["barChart", "lineChart"],
    ]
    drawings = "".join(text for name, text in parts_of(content).items() if "drawings/drawing" in name)
    assert 'descr="La dépense passe de 410 k€ à 561 k€."' in drawings.replace("\u00a0", " ")
    assert len(re.findall(r'<xdr:cNvPr [^>]*descr="[^"]+"', drawings)) == 7


def test_a_gap_in_a_line_is_an_empty_cell():
    chart = Chart("line", "Taux", "", "ratio", ("T1", "T2"), (Series("Taux", (None, D("0.5"))),))
    content = to_xlsx(pack_of(page_of(chart)))
    assert [cell and cell[0] for cell in row_of(content, "Page", "T1")[:2]] == ["T1", None]
    assert row_of(content, "Page", "T2")[1] == ("0.5", None)


NAME, AMOUNT = Column("name", Text("Dossier", "Matter")), Column("amount", Text("Montant HT", "Net amount"), "money")


def ledger(*amounts: str, columns: Sequence[Column] = (NAME, AMOUNT)) -> Table:
    return Table(
        Text("Dossiers", "Matters"), tuple(columns), [{"name": f"D{n}", "amount": D(a)} for n, a in enumerate(amounts)]
    )


def table_of(content: bytes, n: int = 1) -> Any:
    return ElementTree.fromstring(parts_of(content)[f"xl/tables/table{n}.xml"])


def test_a_listing_is_a_table_of_all_its_rows_with_a_total_that_is_a_formula():
    listing = Listing(ledger("1000.50", "-200.25", "0.10"), shown=1, total={"amount": D("800.35")})
    content = to_xlsx(pack_of(page_of(listing)))
    table = table_of(content)
    assert (table.get("ref"), table.find(f"{MAIN}autoFilter").get("ref")) == ("A6:B10", "A6:B9")
    assert [row_of(content, "Page", name)[1] for name in ("D0", "D1", "D2")] == [
        ("1000.5", None),
        ("-200.25", None),
        ("0.1", None),
    ]
    assert row_of(content, "Page", "Total")[1] == ("800.35", "SUBTOTAL(109,B7:B9)")
    sheet = parts_of(content)["xl/worksheets/sheet2.xml"]
    assert re.search(r'<pane ySplit="6" [^>]*state="frozen"', sheet)


def test_a_signed_number_that_is_already_written_needs_no_apostrophe():
    columns = (Column("name", Text("Note", "Mark")), Column("value", Text("Valeur", "Value")))
    rows = [{"name": "NPS", "value": "+50"}, {"name": "Piège", "value": "+50*cmd|'!A1"}]
    content = to_xlsx(pack_of(page_of(Listing(Table(Text("Notes", "Marks"), columns, rows)))))
    assert row_of(content, "Page", "NPS")[1] == ("+50", None)
    assert row_of(content, "Page", "Piège")[1] == ("'+50*cmd|'!A1", None)


def test_a_total_of_another_making_stands_as_it_is():
    listing = Listing(ledger("100", "200"), total={"amount": D("250.5")})
    assert row_of(to_xlsx(pack_of(page_of(listing))), "Page", "Total")[1] == ("250.5", "250.5")


def test_dates_are_dates_and_amounts_are_numbers_whatever_is_shown():
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sample("en")))).get_sheet_by_name("The matters").to_python()
    )
    head = next(n for n, row in enumerate(rows) if row[0] == "Matter")
    body = rows[head + 1 : head + 15]
    assert [row[1] for row in body] == [90000 - 3000 * n for n in range(14)]
    assert {row[3] for row in body} == {dt.date(2026, 12, 1)}
    assert rows[head + 15][:2] == ["Total", 987000]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_no_row_of_any_table_is_lost(lang: Lang):
    pack = sample(lang)
    content = to_xlsx(pack)
    wanted = [block for page in pack.every_page for block in page.blocks if isinstance(block, Listing)]
    sizes = [len(block.table.rows) + bool(block.total) for block in wanted]
    sizes += [len(pack.notes), *(len(table.rows) for table in pack.sheets)]
    found = []
    for n in range(1, len(sizes) + 1):
        first, last = table_of(content, n).get("ref").split(":")
        found.append(xl_cell_to_rowcol(last)[0] - xl_cell_to_rowcol(first)[0])
    assert found == sizes == [15, 15, 1, 14]


def test_an_empty_table_is_still_a_table():
    content = to_xlsx(pack_of(page_of(Listing(ledger())), sheets=(ledger(),)))
    assert [table_of(content, n).get("ref") for n in (1, 2)] == ["A6:B7", "A1:B2"]


def test_columns_of_one_title_are_told_apart():
    columns = (NAME, replace(NAME, title=Text("dossier", "matter")), replace(AMOUNT, title=Text("Dossier (2)", "x")))
    names = [
        column.get("name")
        for column in table_of(to_xlsx(pack_of(page_of(Listing(ledger("1", columns=columns)))))).iter(
            f"{MAIN}tableColumn"
        )
    ]
    assert names == ["Dossier", "dossier (2)", "Dossier (2) (2)"]


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "_SHEET_ROWS", 2)
    content = to_xlsx(pack_of(sheets=(ledger("1", "2", "3"),)))
    assert names_of(content)[-2:] == ["Dossiers", "Dossiers (2)"]
    assert row_of(content, "Dossiers (2)", "D2")[1] == ("3", None)


def test_definitions_are_said_once_with_their_source():
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(sample("en")))).get_sheet_by_name("Definitions").to_python()
    )
    assert rows[-2:] == [
        ["Figure", "Definition", "Scope and result"],
        ["Spend", "Sum of the net amounts of the period.", "Q3 2026, at invoice date; n = 214"],
    ]


def test_pages_print_on_landscape_sheets_with_their_foot():
    content = to_xlsx(sample("fr"))
    for n in range(1, len(SHEETS["fr"]) + 1):
        sheet = parts_of(content)[f"xl/worksheets/sheet{n}.xml"]
        assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
        assert "<oddFooter>&amp;LTresmaux &amp;&amp; Associés · T3 2026 · HT&amp;R&amp;P / &amp;N</oddFooter>" in sheet


def test_properties_say_who_what_and_when_and_nothing_of_the_machine():
    core = parts_of(to_xlsx(sample("fr")))["docProps/core.xml"]
    assert "<dc:creator>Binôme</dc:creator>" in core
    assert "<dc:title>Revue fournisseurs</dc:title>" in core
    assert re.findall(r">(\d{4}-[^<]+)<", core) == ["2026-11-22T00:00:00Z"] * 2
    assert to_xlsx(sample("fr")) == to_xlsx(sample("fr"))


@pytest.mark.parametrize("edition", ["internal", "firm"])
def test_nothing_is_hidden_in_either_edition(edition: Any):
    parts = parts_of(to_xlsx(sample("fr", edition)))
    assert "state=" not in parts["xl/workbook.xml"]
    assert not any('hidden="1"' in text for text in parts.values())
    assert not any("comments" in name or "externalLink" in name for name in parts)
    said = "À négocier avant décembre." in parts["xl/sharedStrings.xml"]
    assert said == (edition == "internal")


HOSTILE = (
    "=1+1",
    "+cmd|'/c calc'!A1",
    "@SUM(A1)",
    "-1+HYPERLINK(1)",
    "http://example.org",
    "x\x00\x07y\ud800",
    "é" * 40_000,
    "<b>&\"'",
    "A/B*C?[D]:\\",
    "'",
    "_x0041_",
    "Acme!A1",
    "Acme!$B$2",
    "a\nb\tc",
)


def hostile_page(text: str) -> Page:
    said = Text(text, text)
    table = Table(said, (Column("name", said), Column("also", said)), [{"name": text, "also": text}])
    chart = Chart(
        "bars",
        text,
        text,
        "EUR",
        (text, "b"),
        (Series(text, (D(1), D(2))),),
        labels=(text, text),
        target=D(1),
        target_label=text,
        notes=((text, text),),
        alt=text,
        partial=(text,),
    )
    tile = Tile("t", text, text, (text,), text, text)
    return Page(
        "p", "p", text, text, ((Tiles((tile,)), chart), (Listing(table, total={}), Points(text, (text,)))), (text,)
    )


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_a_formula_a_link_or_a_broken_file(text: str):
    page = hostile_page(text)
    pack = replace(
        pack_of(page, replace(page, name="q"), sheets=(page.blocks[2].table,)),  # type: ignore[union-attr]
        title=text,
        subject=text,
        period=text,
        confidentiality=text,
        footer=text,
        cover=((text, text),),
    )
    content = to_xlsx(pack)
    for name, xml in parts_of(content).items():
        ElementTree.fromstring(xml)
        assert "<f>" not in xml or name.startswith("xl/charts"), name
        assert "http://example" not in "".join(re.findall(r'Target="([^"]*)"', xml))
    names = names_of(content)
    for chart in drawn(content):
        sheets = {ref.text.rpartition("!")[0].strip("'").replace("''", "'") for ref in chart.iter(f"{DRAWN}f")}
        assert sheets <= set(names)
    assert len({name.casefold() for name in names}) == 4  # the cover, the page twice, the table
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    links = re.findall(r'location="([^"]+)"', parts_of(content)["xl/worksheets/sheet1.xml"])
    assert len(links) == 3
    for name in names:
        for held, formula in cells_of(content, name).values():
            assert formula is None
            assert not re.match(r"[=+\-@\t\r\n]", held)
            assert len(held) <= 32_767


def test_two_pages_of_one_beginning_have_a_sheet_each():
    table = Listing(ledger("1"))
    long = "La dépense de contentieux commercial monte depuis un an"
    names = names_of(to_xlsx(pack_of(*(page_of(table, title=f"{long} {n}") for n in range(3)))))
    assert names[1:] == [
        "La dépense de contentieux…",
        "La dépense de contentieux… (2)",
        "La dépense de contentieux… (3)",
    ]


@pytest.mark.parametrize("title", ["L'écart : pourquoi ?", "T3 2026", "A1", "x" * 30 + "'y", "😀" * 31])
def test_charts_find_their_cells_whatever_the_sheet_is_called(title: str):
    chart = Chart("columns", "Titre", "", "EUR", ("a", "b"), (Series("s", (D(1), D(2))),))
    xml = drawn(to_xlsx(pack_of(page_of(chart, title=title))))[0]
    assert [point.text for point in xml.find(f".//{DRAWN}val").iter(f"{DRAWN}v")] == ["1", "2"]
