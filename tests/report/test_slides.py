"""The pack as slides: everything is there, fits, speaks, and obeys no text; a company's template takes its place."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pptx import Presentation

from kpi.model import Lang, Text
from report.pack.model import Block, Chart, Edition, Listing, Points, Series, Tiles
from report.pack.slides import to_pptx
from report.pack.slides.grid import SIDE, fit, grid
from report.pack.slides.layout import ASSET, BOXES, COVER, NOTICE, PAGE, TITLE, NotATemplateError
from report.pack.slides.measure import cut, width, wrap
from report.pack.template import build
from report.tables import Column, Table
from tests.report.pack_sample import sample
from tests.report.slide_deck import EVIL, LONG, chart, framed, opened, pack_of, page, parts, trouble

EDITIONS = [(lang, edition) for lang in get_args(Lang) for edition in get_args(Edition)]
PACKS = {"sample": sample(), "trouble": trouble()}
DECKS = {name: to_pptx(pack) for name, pack in PACKS.items()}


def shapes(content: bytes) -> list[tuple[int, Any]]:
    return [(n, shape) for n, slide in enumerate(opened(content).slides) for shape in slide.shapes]


def written(slide: Any) -> str:
    return "\n".join(frame.text for shape in slide.shapes for frame, _, _ in framed(shape))


def test_a_text_is_as_wide_as_its_letters() -> None:
    """Adobe's widths of Helvetica: B 667, i 222, n 556, ô 556, m 833, e 556 thousandths; and our margin of 4 %."""
    assert width("Binôme", 10) == pytest.approx(33.90 * 1.04)
    assert width("1\u202f234 €", 10) == pytest.approx((4 * 5.56 + 2.00 + 2.78 + 5.56) * 1.04)


@given(st.text(alphabet="aàé €-\u00a0\u202f.…WM漢", max_size=80), st.floats(20, 300))
def test_lines_lose_nothing_and_stay_within_the_room(text: str, room: float) -> None:
    lines = wrap(text, 12, room)
    assert "".join(lines) == text
    assert all(width(line.rstrip(" "), 12) <= room + 1e-6 for line in lines)
    assert len(wrap(cut(text, 12, room, 2), 12, room)) <= 2


@pytest.mark.parametrize(("lang", "edition"), EDITIONS)
def test_a_cover_then_a_slide_for_each_page(lang: Lang, edition: Edition) -> None:
    pack = sample(lang, edition)
    slides = list(opened(to_pptx(pack)).slides)
    assert [slide.shapes.title.text for slide in slides] == [pack.title, *(one.title for one in pack.every_page)]
    for fact in (*pack.cover[0], *pack.cover[1], pack.subject, pack.period, pack.confidentiality):
        assert fact in written(slides[0])
    for slide, one in zip(slides[1:], pack.every_page, strict=True):
        assert {one.scope, pack.footer} <= set(re.split(r"\n| · Conf", written(slide)))
        assert ("À négocier" in written(slide) or "To be negotiated" in written(slide)) == (edition == "internal")
        assert ("Confiden" in written(slide)) == (edition == "firm")


def test_what_a_firm_must_not_read_is_left_out_even_if_the_pack_holds_it() -> None:
    one = page((Points("Faits", ("Un fait.",)),), comments=("Entre nous.",))
    assert b"Entre nous" in b"".join(parts(to_pptx(pack_of(one))).values())
    assert b"Entre nous" not in b"".join(parts(to_pptx(pack_of(one, edition="firm"))).values())


def test_every_kind_of_block_is_there() -> None:
    def there(slide: Any, block: Block) -> bool:
        text = written(slide)
        match block:
            case Chart():
                return any(shape.has_chart for shape in slide.shapes)
            case Listing():
                return any(shape.has_table for shape in slide.shapes) and "90\u202f000,00\u00a0€" in text
            case Tiles(tiles):
                return all(one.title in text and one.value in text and one.changes[1] in text for one in tiles)
            case Points(title, sentences):
                return title in text and all(sentence in text for sentence in sentences)
            case missing:
                return missing.sentence in text

    slides = list(opened(DECKS["sample"]).slides)[1:]
    for slide, one in zip(slides, PACKS["sample"].every_page, strict=True):
        assert all(there(slide, block) for block in one.blocks), one.name
    assert {type(block) for one in PACKS["sample"].pages for block in one.blocks} == set(get_args(Block))


def test_a_tone_is_told_by_a_word() -> None:
    text = written(list(opened(DECKS["sample"]).slides)[1])
    assert text.count("Favorable ·") == 3
    assert text.count("Défavorable ·") == 2


@pytest.mark.parametrize("name", PACKS)
def test_everything_stands_on_its_slide(name: str) -> None:
    deck = opened(DECKS[name])
    for n, shape in shapes(DECKS[name]):
        assert min(shape.left, shape.top) >= 0, (n, shape.name)
        assert shape.left + shape.width <= deck.slide_width, (n, shape.name)
        assert shape.top + shape.height <= deck.slide_height, (n, shape.name)


@pytest.mark.parametrize("name", PACKS)
def test_nothing_stands_on_something_else(name: str) -> None:
    for slide in opened(DECKS[name]).slides:
        for one, other in combinations([shape for shape in slide.shapes if shape.name != "–"], 2):
            across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
            down = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
            assert min(across, down) <= 12700, (one.name, other.name)


def needed(frame: Any, room: float, *, heavy: bool) -> float:
    """Measure a frame again from what the file says: sizes, weights (or the layout's), indents, spaces."""
    total = 0.0
    for n, paragraph in enumerate(frame.paragraphs):
        runs = [run for run in paragraph.runs if run.text]
        size = max((run.font.size.pt for run in runs), default=0)
        push = int(paragraph._p.pPr.get("marL", 0)) / 12700 if paragraph._p.pPr is not None else 0
        bold = any(run.font.bold or (run.font.bold is None and heavy) for run in runs)
        lines = wrap("".join(run.text for run in runs), size, room - push, bold=bold) if runs else []
        total += len(lines) * size * 1.2 + (paragraph.space_before.pt if n and paragraph.space_before else 0)
    return total


@pytest.mark.parametrize("name", PACKS)
def test_no_text_is_larger_than_its_box(name: str) -> None:
    for n, shape in shapes(DECKS[name]):
        for frame, wide, high in framed(shape):
            assert needed(frame, wide, heavy=shape.name in {TITLE, NOTICE}) <= high + 0.5, (
                n,
                shape.name,
                frame.text[:60],
            )


@pytest.mark.parametrize("name", PACKS)
def test_no_letter_is_smaller_than_eleven_points(name: str) -> None:
    for part, content in parts(DECKS[name]).items():
        if re.match(r"ppt/(slides|charts)/\w+\.xml", part):
            assert all(int(size) >= 1100 for size in re.findall(rb'\bsz="(\d+)"', content)), part


def test_notes_say_what_figures_mean_and_where_they_come_from() -> None:
    slides = list(opened(DECKS["sample"]).slides)
    note = PACKS["sample"].notes[0]
    for slide in slides[1:]:
        said = slide.notes_slide.notes_text_frame.text
        assert all(text in said for text in (note.title, note.definition, f"Source\u00a0: {note.source}"))
    assert (
        "(1) T4 2025\u00a0: hausse\u00a0: dossier Alpha, audience du 12/03"
        in slides[2].notes_slide.notes_text_frame.text
    )


def test_charts_and_tables_are_told_to_those_who_listen() -> None:
    told = {
        shape.name: shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for _, shape in shapes(DECKS["sample"])
        if shape.has_chart or shape.has_table
    }
    assert all(told.values())
    assert told["La dépense monte depuis un an"] == "La dépense passe de 410 k€ à 561 k€."
    assert "Projet Hélianthe, Budget: 100\u202f000,00\u00a0€" in told["Quels dossiers dépassent\u202f?"]


def test_a_page_too_full_goes_on_on_the_next_slide() -> None:
    full = page(*([(chart("columns", (1, 2, 3)),)] * 3), title="Trop")
    titles = [slide.shapes.title.text for slide in opened(to_pptx(pack_of(full))).slides]
    assert titles[1:] == ["Trop", "Trop (suite)"]


def test_rows_that_do_not_fit_are_counted() -> None:
    slide = list(opened(DECKS["trouble"]).slides)
    tables = [s for one in slide for s in one.shapes if s.has_table and s.name == "Dossiers"]
    shown = len(list(tables[0].table.rows)) - 1
    assert 4 <= shown < 40
    assert f"Et {40 - shown} autres\u00a0: voir le classeur." in "\n".join(map(written, slide))


def test_texts_from_files_stay_texts() -> None:
    held = parts(DECKS["trouble"])
    whole = b"".join(content for name, content in held.items() if name.startswith("ppt/slides/"))
    assert b"hlinkClick" not in whole
    assert "=1+1 \ufffd\ufffd&lt;b&gt;&amp;\ufffdabc\ufffd http://x.example/ tab".encode() in whole
    assert not any(b'TargetMode="External"' in content for content in held.values())
    assert not re.search("[\u202a-\u202e]", written(list(opened(DECKS["trouble"]).slides)[2]))
    assert EVIL not in whole.decode()
    assert LONG.encode() not in whole


@pytest.mark.parametrize(("lang", "code"), [("fr", "fr-FR"), ("en", "en-GB")])
def test_the_document_says_what_it_is_and_nothing_about_its_maker(lang: Lang, code: str) -> None:
    pack = sample(lang)
    content = to_pptx(pack)
    about = opened(content).core_properties
    assert (about.author, about.last_modified_by, about.language) == ("Binôme", "Binôme", code)
    assert about.title == f"{pack.title} · {pack.subject} · {pack.period}"
    assert about.created.date() == about.modified.date() == pack.made_on
    assert "docProps/app.xml" not in parts(content)
    for name, part in parts(content).items():
        if re.match(r"ppt/(slides|charts|notesSlides)/\w+\.xml", name):
            assert set(re.findall(rb'\blang="([^"]*)"', part)) <= {code.encode()}, name
    assert to_pptx(pack) == content


def test_a_pack_made_before_archives_knew_dates() -> None:
    assert len(opened(to_pptx(replace(sample(), made_on=dt.date(1979, 12, 31)))).slides) == 10


def test_our_template_is_what_its_script_writes() -> None:
    deck = opened(ASSET.read_bytes())
    assert (deck.slide_width, deck.slide_height) == (12192000, 6858000)
    assert [layout.name for layout in deck.slide_layouts] == [COVER, PAGE]
    for layout in deck.slide_layouts:
        assert {holder.name for holder in layout.placeholders} == set(BOXES[layout.name])
    assert parts(build()) == parts(ASSET.read_bytes())


def company(layouts: Sequence[str] = ()) -> Any:
    """Return a template such as a company has: eleven layouts of 4:3, a slide, names as given."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = "Ancienne diapositive"
    for layout, name in zip(deck.slide_layouts, layouts, strict=False):
        layout.name = name
    return deck


def saved(deck: Any) -> io.BytesIO:
    out = io.BytesIO()
    deck.save(out)
    out.seek(0)
    return out


@pytest.mark.parametrize(
    ("names", "used"),
    [
        ((), ["Title Slide", "Title and Content"]),
        (("Autre", "Rien", PAGE, COVER), [COVER, PAGE]),
    ],
)
def test_a_company_s_layouts_are_found_by_name_else_by_position(names: Sequence[str], used: list[str]) -> None:
    pack = sample()
    content = to_pptx(pack, saved(company(names)))
    slides = list(opened(content).slides)
    cover, facts, *others = slides if not names else [slides[0], None, *slides[1:]]
    assert cover.slide_layout.name == used[0]
    assert {slide.slide_layout.name for slide in others} == {used[1]}
    # its cover has no place for the facts: they stand on a slide of their own
    assert facts is None or pack.cover[0][0] in written(facts)
    assert b"Ancienne diapositive" not in b"".join(parts(content).values())
    assert {pack.title, *(one.title for one in pack.every_page)} <= {slide.shapes.title.text for slide in slides}
    assert all(pack.footer in written(slide) for slide in others)


def test_what_a_template_lacks_becomes_a_box_of_text() -> None:
    bare = company()
    for layout in bare.slide_layouts:
        for holder in list(layout.placeholders):
            holder.element.getparent().remove(holder.element)
    pack, slides = sample(), list(opened(to_pptx(sample(), saved(bare))).slides)
    assert not any(list(slide.placeholders) for slide in slides)
    assert all(pack.footer in written(slide) for slide in slides[2:])
    texts = {line for slide in slides for line in written(slide).split("\n")}
    assert {text for one in pack.every_page for text in (one.title, one.scope)} <= texts


def test_a_potx_is_a_template_too(tmp_path: Path) -> None:
    held = parts(ASSET.read_bytes())
    types = held["[Content_Types].xml"].replace(b"presentation.main+xml", b"template.main+xml")
    path = tmp_path / "modele.potx"
    path.write_bytes(_zipped({**held, "[Content_Types].xml": types}))
    assert len(opened(to_pptx(sample(), path)).slides) == 10


def _zipped(held: dict[str, bytes]) -> bytes:
    import zipfile  # noqa: PLC0415 — used here only

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", _zipped({"a.txt": b"a"})])
def test_what_is_no_template_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(NotATemplateError, match=r"\.pptx"):
        to_pptx(sample(), io.BytesIO(content))


def test_a_chart_without_a_value_says_so() -> None:
    nothing = replace(chart("columns", (1,)), series=(Series("S", (None,)),))
    slide = list(opened(to_pptx(pack_of(page((nothing,))))).slides)[1]
    assert not any(shape.has_chart for shape in slide.shapes)
    assert "Constat\u00a0: rien à représenter." in written(slide)


def test_a_table_breaks_no_word_that_has_room() -> None:
    """« Abandonnée » is wider than six tenths of itself, the least that two lines need."""
    texts = {"a": "Obtenir un budget par phase sur tout nouveau contentieux " * 2, "b": "Abandonnée", "c": "Juridique"}
    columns = tuple(Column(key, Text(key.upper(), key.upper())) for key in texts)
    listing = Listing(Table(Text("Actions", "Actions"), columns, [texts] * 3))
    found = fit(grid(listing, "fr"), 12, 400)
    for cell, room in zip(found.lines[1][1:], found.widths[1:], strict=True):
        assert len(wrap(cell, 12, room - 2 * SIDE)) == 1
