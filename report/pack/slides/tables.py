"""A native table on a slide: its first rows, written as on screen, in letters as large as the box allows."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Any, Final

from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from report import words
from report.pack.model import Listing
from report.pack.slides.canvas import INK, PALE, SMALLEST, Canvas, Line, describe, plain
from report.pack.slides.grid import ABOVE, SIDE, Grid, Laid, fit, grid, rows_height
from report.pack.slides.measure import Box, cut, height

_SIZES: Final = (14.0, 13.0, 12.0, SMALLEST)
_LINES: Final = (2, 3, 4)
"""How many lines a text may take, the fewest first, before letters get smaller."""
_ROWS_AT_LEAST: Final = 4
_HEADING, _MORE = 16.0, 12.0
_NO_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"


def _heading(canvas: Canvas, title: str) -> float:
    return height(1, _HEADING) + 4 if title and title != canvas.title else 0.0


def listing_height(canvas: Canvas, listing: Listing, width: float, *, tight: bool) -> float:
    """Return how high a table wants to be, and at least: a few rows."""
    table = grid(listing, canvas.lang)
    if tight:
        laid = fit(table.first(_ROWS_AT_LEAST), SMALLEST, width)
    else:
        every = [fit(table, _SIZES[0], width, most) for most in _LINES]
        laid = next((one for one in every if one.whole), every[0])
    return rows_height(laid) + _heading(canvas, table.title) + height(1, _MORE) + 4


def draw_listing(canvas: Canvas, listing: Listing, box: Box) -> None:
    """Draw as many rows as fit, in the largest letters that hold them all; say how many there are."""
    table, top = grid(listing, canvas.lang), 0.0
    if head := _heading(canvas, table.title):
        title = cut(table.title, _HEADING, box.w, 1, bold=True)
        canvas.text(box.top(head - 4), [Line(title, _HEADING, bold=True)], table.title)
        top = head
    room = box.h - top - height(1, _MORE) - 4
    found, count = _fitted(table, box.w, room)
    place, shown = Box(box.x, box.y + top, box.w, room), table.first(count)
    lay(canvas, found, place, table.title, _alternative(canvas, listing, table), bold=shown.bold, right=table.right)
    if more := _more(canvas, listing, shown=count):
        y = box.y + top + rows_height(found) + 4
        canvas.text(
            Box(box.x, y, box.w, height(1, _MORE)),
            [Line(cut(more, _MORE, box.w, 1), _MORE, colour=PALE)],
            canvas.t("Suite", "More"),
        )


def _fitted(table: Grid, wide: float, room: float) -> tuple[Laid, int]:
    """Choose the letters: large ones that hold every text whole, else what fits; else fewer rows in small ones."""
    for size in _SIZES:
        for most in _LINES:
            one = fit(table, size, wide, most)
            if one.whole and rows_height(one) <= room:
                return one, len(table.rows)
    laid = [fit(table, size, wide) for size in _SIZES]
    if fitting := [one for one in laid if rows_height(one) <= room]:
        return fitting[-1], len(table.rows)
    # as many rows as seem to fit, then as many as do: with fewer of them columns may change
    deep = laid[-1].heights[1 : len(table.rows) + 1]
    spare = room - rows_height(laid[-1]) + sum(deep)
    count = max(sum(1 for high in accumulate(deep) if high <= spare), 1)
    while rows_height(found := fit(table.first(count), SMALLEST, wide)) > room and count > 1:
        count -= 1
    return found, count


def _alternative(canvas: Canvas, listing: Listing, table: Grid) -> str:
    count = words.number(len(listing.table.rows), canvas.lang)
    about = canvas.t(f"{table.title} : {count} lignes", f"{table.title}: {count} rows")
    return f"{about} ({', '.join(table.heads)})"


def _more(canvas: Canvas, listing: Listing, shown: int) -> str:
    left = len(listing.table.rows) - shown
    if not listing.table.rows:
        return canvas.t("Aucune ligne.", "No rows.")
    if left <= 0:
        return ""
    if shown == listing.shown and listing.more:
        return plain(listing.more)
    more, others = words.number(left, canvas.lang), "autre" if left == 1 else "autres"
    return canvas.t(f"Et {more} {others} : voir le classeur.", f"And {more} more: see the workbook.")


def lay(  # noqa: PLR0913 — a table is its rows, its place and its names
    canvas: Canvas, laid: Laid, box: Box, name: str, alternative: str, *, bold: AbstractSet[int] = frozenset(),
    right: Sequence[bool] = (),
) -> None:  # fmt: skip
    """Place rows as a native table; the first one is its head if it is bold."""
    place = [Pt(n) for n in (box.x, box.y, sum(laid.widths), rows_height(laid))]
    frame: Any = canvas.slide.shapes.add_table(len(laid.lines), len(laid.widths), *place)
    describe(frame, name, alternative)
    style = frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId"))  # noqa: SLF001 — styles are XML only
    style.text = _NO_STYLE
    native, last = frame.table, len(laid.lines) - 1
    native.first_row, native.horz_banding, native.last_row = 0 in bold, False, bool(last and last in bold)
    for n, w in enumerate(laid.widths):
        native.columns[n].width = Pt(w)
    for r, (cells, high) in enumerate(zip(laid.lines, laid.heights, strict=True)):
        native.rows[r].height = Pt(high)
        for n, text in enumerate(cells):
            colour = PALE if not bold and n == 0 else INK
            align = "right" if right and right[n] else "left"
            _cell(canvas, native.cell(r, n), Line(text, laid.size, r in bold, colour, align=align))


def _cell(canvas: Canvas, cell: Any, line: Line) -> None:  # noqa: ANN401 — python-pptx's cell
    canvas.write(cell.text_frame, [line])
    cell.margin_left = cell.margin_right = Pt(SIDE)
    cell.margin_top = cell.margin_bottom = Pt(ABOVE)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    ink, wide = ("tx2", 12700) if line.bold else ("bg2", 9525)
    cell._tc.get_or_add_tcPr().append(  # noqa: SLF001 — borders are XML only
        parse_xml(f'<a:lnB {nsdecls("a")} w="{wide}"><a:solidFill><a:schemeClr val="{ink}"/></a:solidFill></a:lnB>')
    )
