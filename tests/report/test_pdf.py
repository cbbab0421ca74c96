"""The PDF says what the pack says, to those who see and to those who listen, and obeys no text from a file."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pypdf
import pytest

from kpi.model import Lang, Text
from report import words
from report.pack import pdf
from report.pack.cells import cells
from report.pack.glyphs import FONTS, breakable, drawable
from report.pack.model import Chart, Listing, Missing, Note, Pack, Page, Points, Tile, Tiles, charts
from report.pack.pdf import UnfaithfulPdf, to_pdf
from report.tables import Column, Table
from tests.report.pack_sample import sample

EVIL = '#import "x": * #read("/etc/passwd") $x$ *bold* <b> =1+1 @ref `raw` [x] // ~ --- \\u{41} #[='
LONG = "Anticonstitutionnellement" * 8


def hostile() -> Pack:
    """The sample, with a text that would like to be markup in every place where a text can stand."""
    pack = sample("en")
    page = Page(
        EVIL,
        EVIL,
        f"Page {EVIL}",
        f"Scope {EVIL}",
        (
            (Tiles((Tile("a", EVIL, EVIL, (EVIL,), EVIL, EVIL),)),),
            (Points(EVIL, (f"Point {EVIL}", LONG)), Missing(f"Missing {EVIL}")),
            (
                Listing(
                    Table(Text("T", EVIL), (Column("m", Text("M", EVIL)),), [{"m": f"Cell {EVIL}"}]),
                    more=f"More {EVIL}",
                ),
            ),
            (replace(charts(pack.pages)[4], title=f"Chart {EVIL}", categories=(EVIL, "B", "C"), alt=f"Alt {EVIL}"),),
        ),
        (f"Comment {EVIL}\nsecond line\x00\x07", "\ud800 \ufeff \u202eabc"),
        (Note(EVIL, f"Definition {EVIL}", f"Source {EVIL}"),),
    )
    return replace(
        pack,
        subject=f"Subject {EVIL}",
        cover=((EVIL, f"Cover {EVIL}"),),
        confidentiality=f"Secret {EVIL}",
        footer=f"Foot {EVIL}",
        pages=(page,),
        annexes=(),
    )


@pytest.fixture(scope="module")
def french() -> pypdf.PdfReader:
    return opened(sample("fr", "internal"))


@pytest.fixture(scope="module")
def english() -> pypdf.PdfReader:
    return opened(sample("en", "firm"))


@pytest.fixture(scope="module")
def attacked() -> pypdf.PdfReader:
    return opened(hostile())


def opened(pack: Pack) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(to_pdf(pack)))


def flat(text: str) -> str:
    """One line: where a line is broken does not matter here. The typeface has one sign for both common spaces."""
    return re.sub(r"[ \n\u00a0\u200b]+", " ", text)


@cache
def text_of(reader: pypdf.PdfReader) -> str:
    return flat("\n".join(page.extract_text() for page in reader.pages))


def tags(reader: pypdf.PdfReader) -> list[dict[str, Any]]:
    """Every element of the tree that a screen reader follows."""

    def walk(node: Any) -> Iterator[dict[str, Any]]:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node["/K"])

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


def said(pack: Pack) -> Iterator[str]:
    """Every text and number that the pages of a pack should show."""
    yield from (pack.title, pack.subject, pack.period, pack.confidentiality, pack.footer)
    yield from (part for pair in pack.cover for part in pair)
    for page in pack.every_page:
        yield from (page.title, page.scope, *page.comments)
        yield from (part for note in page.notes for part in (note.title, note.definition, note.source))
        for block in page.blocks:
            match block:
                case Tiles():
                    for tile in block.tiles:
                        yield from (tile.title, tile.value, *tile.changes, tile.target or "", tile.badge or "")
                case Points():
                    yield from (block.title, *block.sentences)
                case Missing():
                    yield block.sentence
                case Listing():
                    shown = cells(block, pack.lang)
                    lines = (shown.heads, *shown.rows, *([shown.total] if shown.total else []))
                    yield from (cell for line in lines for cell in line)
                    yield from (block.table.title(pack.lang), block.more or "")
                case Chart():
                    yield from (block.title, block.target_label or "", *(series.name for series in block.series[1:]))


def test_the_text_layer_holds_every_word_and_number(french: pypdf.PdfReader):
    found = text_of(french)
    assert [text for text in said(sample("fr", "internal")) if flat(text) not in found] == []


def test_in_english_too(english: pypdf.PdfReader):
    found = text_of(english)
    assert [text for text in said(sample("en", "firm")) if flat(text) not in found] == []


def test_numbers_keep_their_narrow_spaces(french: pypdf.PdfReader, english: pypdf.PdfReader):
    assert "561\u202f234,56 €" in text_of(french)
    assert "€561,234.56" in text_of(english)


def test_charts_are_letters_too(french: pypdf.PdfReader):
    labels = flat(french.pages[2].extract_text())
    # 561 234,56 € in three digits, the target, the note of the quarter, the last value of each line
    assert all(text in labels for text in ("561 k€", "500 k€", "audience du 12/03", "Médiane du panel 70,0 %"))


@pytest.mark.parametrize(("name", "lang"), [("french", "fr"), ("english", "en")])
def test_it_is_made_for_those_who_listen(name: str, lang: Lang, request: pytest.FixtureRequest):
    reader = request.getfixturevalue(name)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == lang
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    kinds = Counter(tag["/S"] for tag in tags(reader))
    pack = sample(lang, "internal" if lang == "fr" else "firm")
    assert kinds["/H1"] == len(pack.every_page) + 1  # and the definitions
    listings = [block for page in pack.every_page for block in page.blocks if isinstance(block, Listing)]
    assert kinds["/Table"] == len(listings) + 1
    assert kinds["/TH"] == sum(len(one.table.columns) for one in listings) + 4
    assert kinds["/Figure"] == len(charts(pack.every_page))


def test_every_picture_is_described(french: pypdf.PdfReader):
    described = [str(tag["/Alt"]) for tag in tags(french) if tag["/S"] == "/Figure"]
    assert described[0] == "La dépense monte depuis un an. La dépense passe de 410 k€ à 561 k€."
    assert len(described) == len(charts(sample("fr").every_page))
    assert all(
        one.title.rstrip(" ?\u202f") in alt for one, alt in zip(charts(sample("fr").every_page), described, strict=True)
    )


def test_what_it_says_of_itself(french: pypdf.PdfReader):
    about = french.metadata
    assert about is not None
    assert about.title == "Revue fournisseurs – Tresmaux & Associés – T3 2026 (du 01/07/2026 au 30/09/2026)"
    assert about.author is None
    assert about["/CreationDate"].startswith("D:20261122")
    assert set(about) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}  # no author, no machine


def test_pages_are_a4_landscape_numbered_and_one_for_each_page(french: pypdf.PdfReader):
    count = len(sample("fr").every_page) + 2  # the cover, the definitions
    assert len(french.pages) == count
    assert all(page.mediabox.width == pytest.approx(841.9, abs=0.1) for page in french.pages)
    feet = [flat(page.extract_text())[-len(f"{count} / {count}") :].strip() for page in french.pages]
    assert [foot.endswith(f"{at} / {count}") for at, foot in enumerate(feet, 1)] == [False, *[True] * (count - 1)]


def test_each_page_tells_where_its_definitions_are(french: pypdf.PdfReader):
    last = len(french.pages)
    assert flat(french.pages[1].extract_text()).count(f"Définitions et sources (page {last}) : Dépense") == 1
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10" in flat(french.pages[-1].extract_text())


def test_only_our_typeface_is_used(french: pypdf.PdfReader):
    names = {re.sub(r"^/[A-Z]{6}\+|-Identity-H$", "", name) for page in french.pages for name in fonts(page)}
    assert names == {"SourceSans3-Regular", "SourceSans3-Semibold"}


def fonts(drawn: Any) -> Iterator[str]:
    """The typefaces of a page, and of the pictures on it."""
    resources = drawn["/Resources"].get_object()
    for font in (resources["/Font"].get_object() if "/Font" in resources else {}).values():
        yield str(font.get_object()["/BaseFont"])
    for picture in (resources["/XObject"].get_object() if "/XObject" in resources else {}).values():
        if "/Resources" in picture.get_object():
            yield from fonts(picture.get_object())


PLACES = (
    *("Page", "Scope", "Point", "Missing", "Cell", "More", "Chart"),
    *("Comment", "Definition", "Source", "Subject", "Cover", "Secret", "Foot"),
)


@pytest.mark.parametrize("start", PLACES)
def test_a_text_from_a_file_is_shown_and_never_obeyed(start: str, attacked: pypdf.PdfReader):
    assert f"{start} {EVIL}" in text_of(attacked)


def test_a_description_obeys_nothing_either(attacked: pypdf.PdfReader):
    (alt,) = [str(tag["/Alt"]) for tag in tags(attacked) if tag["/S"] == "/Figure"]
    assert alt == f"Chart {EVIL}. Alt {EVIL}"


def test_nothing_in_it_acts_or_leads_outside(attacked: pypdf.PdfReader):
    raw = "".join(str(attacked.get_object(number)) for number in range(1, attacked.trailer["/Size"]))
    assert "/Link" in raw  # to its own pages
    assert not re.search("/URI|/JavaScript|/JS|/Launch|/EmbeddedFile", raw)


def test_what_cannot_be_written_is_seen(attacked: pypdf.PdfReader):
    assert "second line□□" in text_of(attacked)
    assert "□ □abc" in text_of(attacked)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Élise \u202f€ œ «» − ≤ → □", "Élise \u202f€ œ «» − ≤ → □"),
        ("北京 LLP 😀", "□□ LLP □"),
        ("e\u0301", "é"),
        ("Ｌｅｇａｌ", "Legal"),
        ("a\u2066b\u202e\ufeffc", "a□b□c"),
        ("a\x00b\ttab", "a□b tab"),
    ],
)
def test_signs_that_the_typeface_lacks(text: str, shown: str):
    assert drawable(text) == shown


def test_a_word_that_no_column_could_hold_may_break_and_numbers_may_not():
    assert breakable("a" * 30).split("\u200b") == ["a" * 12, "a" * 12, "a" * 6]
    number = "1\u202f234\u202f567\u202f890\u202f123\u202f456,00\u00a0€ HT"
    assert breakable(number) == number


def test_a_sign_that_escapes_the_sieve_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "drawable", lambda text: text)
    pack = replace(sample("fr"), pages=(), annexes=(), subject="北京")
    with pytest.raises(UnfaithfulPdf, match="could not be displayed"):
        to_pdf(pack)


def test_a_typeface_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "FAMILY", "Comic Sans")
    with pytest.raises(UnfaithfulPdf, match="comic sans"):
        to_pdf(replace(sample("fr"), pages=(), annexes=()))


def test_the_same_pack_gives_the_same_bytes():
    pack = replace(sample("fr"), pages=sample("fr").pages[3:4], annexes=())
    assert to_pdf(pack) == to_pdf(pack)


def test_a_long_table_flows_on_with_its_head_and_loses_no_row():
    rows = [{"m": f"Dossier {n:03}", "a": Decimal(n)} for n in range(120)]
    table = Table(
        Text("Dossiers", "Matters"),
        (Column("m", Text("Dossier", "Matter")), Column("a", Text("HT", "Net"), "money")),
        rows,
    )
    page = replace(sample("fr").pages[6], rows=((Listing(table, shown=120),),))
    reader = opened(replace(sample("fr"), pages=(page,), annexes=()))
    found = text_of(reader)
    assert all(f"Dossier {n:03} {words.money(Decimal(n), 'fr')}".replace("\u00a0", " ") in found for n in range(120))
    with_rows = [text for one in reader.pages if "Dossier 0" in (text := one.extract_text()) or "Dossier 1" in text]
    assert len(with_rows) > 1
    assert all("Dossier HT" in flat(text) for text in with_rows)


def test_a_chart_without_a_value_says_so():
    empty = replace(charts(sample("fr").pages)[0], series=())
    page = replace(sample("fr").pages[5], rows=((empty,),))
    assert "La dépense monte depuis un an Aucune valeur à représenter." in text_of(
        opened(replace(sample("fr"), pages=(page,), annexes=()))
    )


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("money", Decimal("1234.5"), "1\u202f234,50\u00a0€"),
        ("ratio", Decimal("0.125"), "12,5\u00a0%"),
        ("number", 1234, "1\u202f234"),
        ("number", Decimal("17.8"), "17,80"),
        ("number", None, "n.\u00a0d."),
        ("text", None, ""),
        ("text", True, "oui"),
        ("text", Decimal("2.50"), "2,50"),
    ],
)
def test_cells_are_written_as_on_the_screen(kind: Any, value: Any, expected: str):
    table = Table(Text("Liste", "List"), (Column("one", Text("Un", "One"), kind),), [{"one": value}])
    assert cells(Listing(table), "fr").rows == ((expected,),)


def test_a_column_of_numbers_has_as_many_decimals_in_every_row():
    columns = (Column("hours", Text("Heures", "Hours"), "number"),)
    rows = [{"hours": Decimal(36)}, {"hours": Decimal("17.8")}]
    assert cells(Listing(Table(Text("Liste", "List"), columns, rows)), "fr").rows == (("36,00",), ("17,80",))


def test_where_there_is_none_a_dash_says_so():
    columns = (Column("budget", Text("Budget", "Budget"), "money"), Column("spent", Text("HT", "Net"), "money"))
    table = Table(Text("Liste", "List"), columns, [{"budget": None, "spent": None}])
    assert cells(Listing(table, dashes=frozenset({"budget"})), "fr").rows == (("–", "n.\u00a0d."),)


def test_the_typeface_travels_with_its_licence():
    assert {file.name for file in FONTS.iterdir()} == {"OFL.txt", "SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf"}
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
