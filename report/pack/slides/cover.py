"""The cover: what the pack is, of whom and of when, what its figures mean, who may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from report.pack.model import Pack
from report.pack.slides.canvas import PALE, SMALLEST, Canvas, plain
from report.pack.slides.grid import SIDE, Laid, rows_height
from report.pack.slides.layout import BODY, COVER, NOTICE, PAGE, SCOPE, SUBJECT, TITLE, stage
from report.pack.slides.measure import Box, width
from report.pack.slides.tables import lay

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

_SIZES: Final = (16.0, 15.0, 14.0, 13.0, 12.0, SMALLEST)
_LABEL_SHARE: Final = 0.3
_LINES: Final = 3


def draw_cover(deck: Deck, pack: Pack) -> None:
    """Add the cover; where a company's cover has no place for the facts, they take a slide of their own."""
    cover = stage(deck, COVER, pack, pack.title)
    cover.say(TITLE, pack.title, (40, 36, 32, 28, 24), bold=True, anchor="bottom")
    if SCOPE in cover.models:
        cover.say(SUBJECT, pack.subject, (28, 26, 24, 20, 18))
        cover.say(SCOPE, pack.period, (18, 16, 14), colour=PALE)
    else:
        cover.say(SUBJECT, f"{pack.subject} · {pack.period}", (28, 24, 20, 18, 16))
    if cover.roomy:
        _facts(cover.canvas, pack, cover.boxes[BODY])
    cover.say(NOTICE, pack.confidentiality, (14, 13, 12, SMALLEST), bold=True)
    if not cover.roomy and pack.cover:
        page = stage(deck, PAGE, pack, cover.canvas.t("Ce que disent ces chiffres", "What these figures mean"))
        page.say(TITLE, page.canvas.title, (28,), bold=True, anchor="bottom")
        page.say(SCOPE, f"{pack.subject} · {pack.period}", (14, 12, SMALLEST), colour=PALE)
        _facts(page.canvas, pack, page.boxes[BODY])
        page.number()


def _facts(canvas: Canvas, pack: Pack, box: Box) -> None:
    """Write the facts as a table of two columns, in letters as large as they may be."""
    if not pack.cover:
        return
    laid = next((one for size in _SIZES if rows_height(one := _laid(pack, size, box.w)) <= box.h), None)
    if laid is None:  # too many even so: the last ones give way, and the footer of each slide says the essentials
        laid = _laid(pack, SMALLEST, box.w)
        while rows_height(laid) > box.h and len(laid.lines) > 1:
            laid = replace(laid, lines=laid.lines[:-1], heights=laid.heights[:-1])
    title = canvas.t("Ce que disent ces chiffres", "What these figures mean")
    lay(canvas, laid, box, title, "; ".join(f"{plain(label)}: {plain(value)}" for label, value in pack.cover))


def _laid(pack: Pack, size: float, room: float) -> Laid:
    longest = max(width(plain(label), size) for label, _ in pack.cover) + 2 * SIDE + 12
    left = min(longest, room * _LABEL_SHARE)
    return Laid.of([(plain(label), plain(value)) for label, value in pack.cover], [left, room - left], size, _LINES)
