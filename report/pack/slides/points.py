"""Sentences on a slide: points under a heading, comments, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from report.pack.model import Missing, Points
from report.pack.slides.canvas import GROUND, PALE, SMALLEST, Canvas, Line, plain, tall
from report.pack.slides.measure import Box, cut, height

SIZES: Final = (18.0, 16.0, 14.0, 13.0, 12.0, SMALLEST)
_COMFORT, _TIGHT = 16.0, 13.0
_QUIET: Final = 14.0
"""The letters of what is only missing."""
_ENOUGH: Final = 150.0
"""The room that sentences can insist on: what goes beyond is cut, and counted."""
_HEADING: Final = 120
"""The most letters of a heading."""
_MARGIN: Final = 10.0
_AMBER: Final = "E69F00"


def _lines(title: str, sentences: Sequence[str], size: float, *, numbered: bool = False) -> list[Line]:
    title = plain(title)
    heading = [Line(title if len(title) <= _HEADING else f"{title[:_HEADING]}…", size, bold=True)] if title else []
    signs = [f"{n}." if numbered else "•" for n in range(1, len(sentences) + 1)]
    body = [
        Line(plain(sentence), size, before=size * 0.35, bullet=sign)
        for sentence, sign in zip(sentences, signs, strict=True)
    ]
    return [*heading, *body]


def _fit(canvas: Canvas, lines_at: Mapping[float, list[Line]], box: Box) -> list[Line]:
    """Choose the largest size that fits; at the smallest, keep what fits, cut one sentence and count the rest."""
    smallest: list[Line] = []
    for smallest in lines_at.values():
        if tall(smallest, box.w) <= box.h:
            return smallest
    kept: list[Line] = []
    for n, line in enumerate(smallest):
        left = len(smallest) - n - 1
        free = box.h - tall(kept, box.w) - (height(1, SMALLEST) if left else 0)
        if tall([*kept, line], box.w) - tall(kept, box.w) <= free:
            kept.append(line)
            continue
        rows = int((free - line.before) / height(1, line.size))
        if rows >= 1 or not kept:
            short = cut(line.text, line.size, line.room(box.w), max(rows, 1), bold=bool(line.bold))
            kept.append(replace(line, text=short))
        else:
            left += 1
        return [*kept, _others(canvas, left)] if left else kept
    return kept


def _others(canvas: Canvas, left: int) -> Line:
    """Count the sentences that are not there."""
    more = (
        canvas.t(f"… et {left} autres", f"… and {left} more") if left > 1 else canvas.t("… et 1 autre", "… and 1 more")
    )
    return Line(more, SMALLEST, colour=PALE)


def points_height(canvas: Canvas, points: Points, width: float, *, tight: bool) -> float:  # noqa: ARG001 — as every block
    """Return how high points want to be, and at least."""
    wanted = tall(_of(points, _TIGHT if tight else _COMFORT), width)
    return min(wanted, _ENOUGH) if tight else wanted


def points_size(points: Points, box: Box) -> float:
    """Return the largest letters at which points fit a box."""
    sizes = (size for size in SIZES if tall(_of(points, size), box.w) <= box.h)
    return next(sizes, SMALLEST)


def draw_points(canvas: Canvas, points: Points, box: Box) -> None:
    """Write points as large as the box allows, and no larger than their neighbours."""
    sizes = {size: _of(points, size) for size in SIZES if size <= canvas.largest}
    canvas.text(box, _fit(canvas, sizes, box), plain(points.title) or canvas.t("Points", "Points"))


def _of(points: Points, size: float) -> list[Line]:
    return _lines(points.title, points.sentences, size, numbered=points.numbered)


def missing_height(canvas: Canvas, missing: Missing, width: float, *, tight: bool) -> float:  # noqa: ARG001 — as every block
    """Return how high the sentence is."""
    wanted = tall([Line(plain(missing.sentence), _TIGHT if tight else _QUIET)], width - 2 * _MARGIN) + 2 * _MARGIN + 8
    return min(wanted, _ENOUGH) if tight else wanted


def draw_missing(canvas: Canvas, missing: Missing, box: Box) -> None:
    """Say quietly what cannot be shown."""
    box = box.top(min(box.h, missing_height(canvas, missing, box.w, tight=False)))
    sizes = {size: [Line(plain(missing.sentence), size, colour=PALE)] for size in SIZES if size <= _QUIET}
    lines = _fit(canvas, sizes, box.inset(_MARGIN))
    canvas.text(
        box, lines, canvas.t("Donnée manquante", "Missing data"), anchor="middle", ground=GROUND, margin=_MARGIN
    )


def comments_height(canvas: Canvas, comments: Sequence[str], width: float) -> float:
    """Return how high the comments want to be."""
    return tall(_said(canvas, comments, SIZES[2]), width - 2 * _MARGIN) + 2 * _MARGIN


def draw_comments(canvas: Canvas, comments: Sequence[str], box: Box) -> None:
    """Write what the two said of this page, apart from its figures."""
    lines = _fit(canvas, {size: _said(canvas, comments, size) for size in SIZES[2:]}, box.inset(_MARGIN))
    canvas.text(box, lines, canvas.t("Commentaire", "Comment"), ground=GROUND, margin=_MARGIN)
    canvas.edge(Box(box.x, box.y, 4, box.h), _AMBER)


def _said(canvas: Canvas, comments: Sequence[str], size: float) -> list[Line]:
    if len(comments) == 1:
        return [Line(canvas.t("Commentaire : ", "Comment: ") + plain(comments[0]), size)]
    return _lines(canvas.t("Commentaires", "Comments"), comments, size)
