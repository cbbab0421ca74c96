"""Files that open as they were meant: no live formula, no lost text, numbers that are numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kpi.model import Text
from report import tables
from report.tables import Column, Table, harmless, to_csv, to_frame, to_xlsx

D = Decimal
NAME = Column("name", Text("Cabinet", "Firm"))
COLUMNS = (
    NAME,
    Column("net", Text("Montant HT", "Net amount"), "money"),
    Column("share", Text("Part", "Share"), "ratio"),
    Column("on", Text("Date", "Date"), "date"),
    Column("hours", Text("Heures", "Hours"), "number"),
)
ROWS = [
    {
        "name": "Dupont & Associés",
        "net": D("-1234567.885"),
        "share": D(1) / D(3),
        "on": dt.date(2026, 7, 2),
        "hours": 12,
    },
    {"name": None, "net": None, "share": None, "on": None, "hours": D("1.5")},
]  # fmt: skip — one row a line
TABLE = Table(Text("Dépenses", "Spend"), COLUMNS, ROWS)
PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1+1",
    "\u00a0=1",
    "\ufeff=1",
    "\u200b=1",
    "\x00=1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff20A1",
    "'=1",
    "''=1",
    "=cmd|'/c calc'!A1",
    '=HYPERLINK("http://x","y")',
    "-",
    "\t",
    "\n",
]  # fmt: skip — as they come
DANGEROUS = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def of(*texts: str | None) -> Table:
    return Table(Text("Textes", "Texts"), (NAME,), [{"name": text} for text in texts])


def csv_cells(content: bytes, delimiter: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def xlsx_rows(content: bytes, sheet: int = 0) -> list[list[object]]:
    return [
        list(row) for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(sheet).to_python()
    ]


def without_mark(cell: str) -> str:
    return cell[1:] if re.match(r"'+[\s\x00-\x20\ufeff\u200b-\u200f\u2060]*" + DANGEROUS.pattern, cell) else cell


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_a_formula_and_each_can_be_had_back(payload: str):
    marked = harmless(payload)
    assert marked == f"'{payload}"
    assert without_mark(marked) == payload


@pytest.mark.parametrize("text", ["", "a=b", "'s-Hertogenbosch", "'", "l’avoir", "1+1", "(=1)", "Étude −5", "''"])
def test_harmless_texts_stay_as_they_are(text: str):
    assert harmless(text) == text
    assert without_mark(text) == text


@given(st.text(alphabet=st.one_of(st.sampled_from("'=+-@ \t\n\uff1dx"), st.characters())))
def test_the_mark_is_always_reversible(text: str):
    assert without_mark(harmless(text)) == text
    assert not re.match(r"\s*" + DANGEROUS.pattern, harmless(text))


def test_csv_in_french_to_the_byte():
    assert (
        to_csv(TABLE, "fr")
        == (
            '\ufeff"Cabinet";"Montant HT";"Part";"Date";"Heures"\r\n'
            '"Dupont & Associés";"-1234567,89";"0,333333333333";"02/07/2026";"12"\r\n'
            '"";"";"";"";"1,5"\r\n'
        ).encode()
    )


def test_csv_in_english_to_the_byte():
    assert (
        to_csv(TABLE, "en")
        == (
            '\ufeff"Firm","Net amount","Share","Date","Hours"\r\n'
            '"Dupont & Associés","-1234567.89","0.333333333333","2026-07-02","12"\r\n'
            '"","","","","1.5"\r\n'
        ).encode()
    )


def test_csv_never_writes_exponents_nor_loses_zeros():
    table = Table(TABLE.title, COLUMNS[1:3], [{"net": D("1E+3"), "share": D("1E-13")}, {"net": 7, "share": D(10)}])
    assert csv_cells(to_csv(table, "fr"), ";")[1:] == [["1000,00", "0"], ["7,00", "10"]]


@pytest.mark.parametrize(("lang", "delimiter"), [("fr", ";"), ("en", ",")])
def test_csv_holds_every_payload_as_text(lang: str, delimiter: str):
    content = to_csv(of(*PAYLOADS), lang)  # type: ignore[arg-type]
    cells = [row[0] for row in csv_cells(content, delimiter)[1:]]
    assert [without_mark(cell) for cell in cells] == [payload.replace("\x00", "\ufffd") for payload in PAYLOADS]
    assert all(cell[0] in "'\ufffd" for cell in cells)


def test_csv_opened_with_another_separator_still_shows_texts():
    smuggled = "a;=1+1,=2+2\t=3+3"
    assert b'"a;=1+1,=2+2\t=3+3"' in to_csv(of(smuggled), "fr")
    for separator in ",;\t":
        assert csv_cells(to_csv(of(smuggled), "fr"), separator)[1] == [smuggled]


def test_xlsx_has_values_in_their_types():
    header, first, second = xlsx_rows(to_xlsx([TABLE], "fr", []))
    assert header == ["Cabinet", "Montant HT", "Part", "Date", "Heures"]
    assert first == ["Dupont & Associés", -1234567.885, pytest.approx(1 / 3), dt.date(2026, 7, 2), 12.0]
    assert second == ["", "", "", "", 1.5]


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


@pytest.mark.parametrize(
    ("lang", "formats"),
    [
        ("fr", ['#,##0.00"\u00a0€"', '0.0"\u00a0"%', "dd/mm/yyyy"]),
        ("en", ['"€"#,##0.00', "0.0%", "dd mmm yyyy"]),
    ],
)
def test_xlsx_shows_numbers_in_the_readers_way(lang: str, formats: list[str]):
    styles = parts_of(to_xlsx([TABLE], lang, []))["xl/styles.xml"].replace("&quot;", '"')  # type: ignore[arg-type]
    for wanted in formats:
        assert wanted in styles


def test_xlsx_has_a_filter_and_a_header_that_stays():
    sheet = parts_of(to_xlsx([TABLE], "fr", []))["xl/worksheets/sheet1.xml"]
    assert '<autoFilter ref="A1:E3"/>' in sheet
    assert 'ySplit="1"' in sheet
    assert 'state="frozen"' in sheet


def test_xlsx_holds_no_formula_and_no_link():
    texts = [*PAYLOADS, "http://example.org", "mailto:a@b.c", "file:///c:/x", r"\\server\share", "{=1}"]
    content = to_xlsx([of(*texts)], "fr", ["=1+1", "@x"])
    assert [without_mark(str(row[0])) for row in xlsx_rows(content)[1:]] == [t.replace("\x00", "\ufffd") for t in texts]
    for name, xml in parts_of(content).items():
        assert "<f>" not in xml, name
        assert "<f " not in xml, name
        assert "hyperlink" not in xml, name


def test_xlsx_says_what_it_is_on_a_last_sheet():
    content = to_xlsx([TABLE], "fr", ["T3 2026.", "=définition"], dt.date(2026, 10, 5))
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == ["Dépenses", "À propos"]
    assert xlsx_rows(content, 1) == [["T3 2026."], ["'=définition"], ["Exporté le 05/10/2026"]]
    english = to_xlsx([TABLE], "en", [], dt.date(2026, 10, 5))
    assert CalamineWorkbook.from_filelike(io.BytesIO(english)).sheet_names == ["Spend", "About"]
    assert xlsx_rows(english, 1) == [["Exported on 05 Oct 2026"]]


@pytest.mark.parametrize("length", [32_767, 32_768, 40_000])
@pytest.mark.parametrize("letter", ["x", "é", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(length: int, letter: str):
    cell = str(xlsx_rows(to_xlsx([of(letter * length)], "fr", []))[1][0])
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    if len((letter * length).encode("utf-16-le")) // 2 <= 32_767:
        assert cell == letter * length
    else:
        told = f"{length:,}".replace(",", "\u202f")
        assert cell.endswith(f"[… coupé\u202f; {told} caractères en tout]")
        assert cell.startswith(letter * 16_000)
    assert csv_cells(to_csv(of(letter * length), "fr"), ";")[1] == [letter * length]


ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANYTHING, max_size=30))
def test_every_text_survives_every_export(texts: list[str]):
    wanted = [re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "\ufffd", text) for text in texts]
    table = of(*texts)
    assert [without_mark(row[0]) for row in csv_cells(to_csv(table, "fr"), ";")[1:]] == wanted
    read = [str(row[0]) for row in xlsx_rows(to_xlsx([table], "fr", texts))[1:]]
    read += [""] * (len(wanted) - len(read))  # the reader drops empty rows at the end
    assert [without_mark(cell) for cell in read] == wanted
    assert list(to_frame(table)["name"]) == wanted


def test_sheet_names_are_what_excel_allows():
    titles = ["Dépenses", "dépenses", "a/b\\c:d*e?f[g]", "x" * 40, "x" * 40, "Historique", "'", "À propos"]
    content = to_xlsx([Table(Text(t, t), (NAME,), []) for t in titles], "fr", [])
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert len({name.casefold() for name in names}) == len(titles) + 1
    assert all(1 <= len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    assert not {"historique", "history"} & {name.casefold() for name in names}


def test_rows_beyond_a_sheet_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "_SHEET_ROWS", 2)
    content = to_xlsx([of("a", "b", "c", "d", "e")], "fr", [])
    assert CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names == [
        "Textes",
        "Textes (2)",
        "Textes (3)",
        "À propos",
    ]  # fmt: skip — one line
    assert [[row[0] for row in xlsx_rows(content, n)[1:]] for n in range(3)] == [
        ["a", "b"],
        ["c", "d"],
        ["e"],
    ]


def test_days_before_excel_are_written_out():
    table = Table(TABLE.title, COLUMNS[3:4], [{"on": dt.date(1900, 12, 31)}, {"on": dt.date(1901, 1, 1)}])
    assert xlsx_rows(to_xlsx([table], "fr", []))[1:] == [["1900-12-31"], [dt.date(1901, 1, 1)]]


@pytest.mark.parametrize("cell", [1.5, "12", D("NaN"), dt.date(2026, 1, 1)])
def test_a_value_of_another_kind_is_refused(cell: object):
    table = Table(TABLE.title, COLUMNS[1:2], [{"net": cell}])  # type: ignore[dict-item]
    for export in (lambda: to_csv(table, "fr"), lambda: to_xlsx([table], "fr", []), lambda: to_frame(table)):
        with pytest.raises(TypeError, match="net holds money"):
            export()


def test_a_text_column_says_numbers_and_days_in_the_readers_language():
    table = Table(TABLE.title, (NAME,), [{"name": D("-1.50")}, {"name": dt.date(2026, 7, 2)}, {"name": 12}])
    assert csv_cells(to_csv(table, "fr"), ";")[1:] == [["'-1,50"], ["02/07/2026"], ["12"]]
    assert xlsx_rows(to_xlsx([table], "en", []))[1:] == [["'-1.50"], [dt.date(2026, 7, 2)], ["12"]]


def test_a_missing_column_is_not_an_empty_one():
    with pytest.raises(KeyError):
        to_csv(Table(TABLE.title, COLUMNS, [{"name": "x"}]), "fr")


def test_frame_for_the_screen():
    frame = to_frame(TABLE)
    assert list(frame.columns) == ["name", "net", "share", "on", "hours"]
    assert list(frame["name"]) == ["Dupont & Associés", ""]
    assert frame["net"].dtype == "float64"
    assert frame["net"].isna().tolist() == [False, True]
    assert frame["on"].tolist() == [pd.Timestamp(2026, 7, 2), pd.NaT]
    assert str(frame["on"].dtype).startswith("datetime64")
    assert len(to_frame(of())) == 0


def test_flags_are_said_in_the_readers_language():
    table = Table(TABLE.title, (NAME,), [{"name": True}, {"name": False}])
    assert csv_cells(to_csv(table, "fr"), ";")[1:] == [["oui"], ["non"]]
    assert xlsx_rows(to_xlsx([table], "en", []))[1:] == [["yes"], ["no"]]
