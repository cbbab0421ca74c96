"""The pack as slides: native, editable charts and tables on a template that a company can replace by its own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from kpi.model import Text
from report.pack.model import Block, Chart, Listing, Missing, Pack, Page, Points, Tiles
from report.pack.slides.canvas import CODES, PALE, SMALLEST, Canvas, plain
from report.pack.slides.cards import draw_tiles, tiles_height
from report.pack.slides.cover import draw_cover
from report.pack.slides.layout import BODY, FOOTER, PAGE, SCOPE, TITLE, opened, stage
from report.pack.slides.measure import Box
from report.pack.slides.native_charts import chart_height, draw_chart
from report.pack.slides.notes import write_notes
from report.pack.slides.parcel import sealed
from report.pack.slides.points import (
    comments_height,
    draw_comments,
    draw_missing,
    draw_points,
    missing_height,
    points_height,
    points_size,
)
from report.pack.slides.tables import draw_listing, listing_height

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

Row = tuple[Block, ...]
_GAP: Final = 14.0
_COMMENTS_SHARE: Final = 0.28
"""How much of a page comments may take."""
_READABLE: Final = 215.0
"""The height from which a row of charts is read from afar, with what stands above and below them."""


@dataclass(frozen=True)
class _Way:
    """How a kind of block is laid out: its share of a row, the height it wants or needs, how it is drawn."""

    share: float
    height: Callable[..., float]
    draw: Callable[[Canvas, Any, Box], None]


_WAYS: Final[Mapping[type[Block], _Way]] = {
    Tiles: _Way(3, tiles_height, draw_tiles),
    Chart: _Way(3, chart_height, draw_chart),
    Listing: _Way(3, listing_height, draw_listing),
    Points: _Way(1.6, points_height, draw_points),
    Missing: _Way(1.6, missing_height, draw_missing),
}


def to_pptx(pack: Pack, template: Path | IO[bytes] | None = None) -> bytes:
    """Write a pack as a PowerPoint file: a cover, then a slide for each page, annexes last.

    `template` is a company's own .pptx or .potx: `report.pack.slides.layout` says what is looked up in it, and what
    happens where it lacks something.

    Raises:
        NotATemplateError: the template cannot be read as a presentation.
    """
    deck = opened(template)
    draw_cover(deck, pack)
    for page in (*pack.every_page, *pack.glossary):
        _page(deck, pack, page)
    _about(deck, pack)
    out = io.BytesIO()
    deck.save(out)
    return sealed(out.getvalue(), pack.made_on)


def _page(deck: Deck, pack: Pack, page: Page) -> None:
    """Add the slide of a page; rows that cannot be read on one slide go on to the next, « (suite) »."""
    # the edition of a firm holds no comment, whatever the pack says
    comments = page.comments if pack.edition == "internal" else ()
    rows, part = [row for row in page.rows if row], 0
    while rows or part == 0:
        title = page.title if part == 0 else page.title + Text(" (suite)", " (continued)")(pack.lang)
        slide = stage(deck, PAGE, pack, title)
        slide.say(TITLE, title, (28, 26, 24, 22, 20), bold=True, anchor="bottom")
        slide.say(SCOPE, page.scope, (14, 13, 12, SMALLEST), colour=PALE)
        rows = _body(slide.canvas, rows, () if part else comments, slide.boxes[BODY])
        slide.say(FOOTER, footer(pack), (SMALLEST,), colour=PALE)
        slide.number()
        write_notes(slide.canvas, page)
        part += 1


def footer(pack: Pack) -> str:
    """Say at the foot of a slide what it is about; to a firm, the first sentence on who may read it, too."""
    first = pack.confidentiality.partition(". ")[0].rstrip(".")
    return f"{pack.footer} · {first}" if pack.edition == "firm" else pack.footer


def _body(canvas: Canvas, rows: Sequence[Row], comments: Sequence[str], box: Box) -> list[Row]:
    """Lay rows from top to bottom, their blocks side by side, then the comments; return the rows that did not fit."""
    said = comments_height(canvas, comments, box.w) + _GAP if comments else 0.0
    most = box.h - min(said, box.h * _COMMENTS_SHARE)
    least = [_height(canvas, row, box.w, tight=True) for row in rows]
    count = max((n for n in range(1, len(rows) + 1) if sum(least[:n]) + _GAP * (n - 1) <= most), default=1)
    here, gaps = rows[:count], _GAP * max(len(rows[:count]) - 1, 0)
    wanted = [_height(canvas, row, box.w, tight=False) for row in here]
    deep = max(min(said, box.h - sum(wanted) - gaps), min(said, box.h * _COMMENTS_SHARE))
    drawn = [any(isinstance(block, Chart) for block in row) for row in here]
    heights = _share(wanted, _firm(wanted, least[:count], drawn, box.h - deep - gaps), box.h - deep - gaps)
    for row, place in zip(here, box.rows(heights, _GAP), strict=True):
        beside = list(zip(row, _columns(row, place), strict=True))
        sizes = [points_size(block, where) for block, where in beside if isinstance(block, Points)]
        for block, where in beside:
            _WAYS[type(block)].draw(replace(canvas, largest=min(sizes, default=canvas.largest)), block, where)
    if comments:
        draw_comments(canvas, comments, Box(box.x, box.y + box.h - deep + _GAP, box.w, deep - _GAP))
    return list(rows[count:])


def _columns(row: Sequence[Block], place: Box) -> list[Box]:
    return place.columns([_WAYS[type(block)].share for block in row], 2 * _GAP)


def _height(canvas: Canvas, row: Sequence[Block], width: float, *, tight: bool) -> float:
    boxes = _columns(row, Box(0, 0, width, 1))
    return max(_WAYS[type(b)].height(canvas, b, box.w, tight=tight) for b, box in zip(row, boxes, strict=True))


def _firm(wanted: Sequence[float], least: Sequence[float], drawn: Sequence[bool], room: float) -> list[float]:
    """Return what each row insists on: tables and sentences on all they want, as far as charts can still be read.

    Charts take any height, and would leave the others the least.
    """
    aside = [0.0 if chart else max(want - low, 0) for low, want, chart in zip(least, wanted, drawn, strict=True)]
    fixed = sum(low for low, chart in zip(least, drawn, strict=True) if not chart)
    spare = room - _READABLE * sum(drawn) - fixed
    if not any(drawn) or spare <= 0 or not sum(aside):
        return list(least)
    part = min(spare / sum(aside), 1)
    return [low + more * part for low, more in zip(least, aside, strict=True)]


def _share(wanted: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Give each row what it needs, then what it wants as far as the room goes; short of room, all give way alike."""
    least = [min(low, want) for low, want in zip(least, wanted, strict=True)]
    if sum(least) >= room:
        return [low * room / sum(least) for low in least]
    more = sum(wanted) - sum(least)
    part = min((room - sum(least)) / more, 1) if more else 0
    return [low + (want - low) * part for low, want in zip(least, wanted, strict=True)]


def _about(deck: Deck, pack: Pack) -> None:
    """Say in the document's properties what it is, and nothing about who made it or where."""
    about, day = deck.core_properties, dt.datetime.combine(pack.made_on, dt.time())
    about.title = plain(f"{pack.title} · {pack.subject} · {pack.period}")[:255]
    about.subject, about.language = plain(pack.subject)[:255], CODES[pack.lang]
    about.author = about.last_modified_by = "Binôme"
    about.category, about.comments, about.keywords = "", "", ""
    about.created = about.modified = about.last_printed = day
    about.revision = 1
