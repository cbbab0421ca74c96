"""Bars that lie under each other: ranked, or in pairs, with room for their names and what stands beside them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

from report import words
from report.pack.model import Chart
from report.pack.slides.canvas import SMALLEST, plain
from report.pack.slides.measure import cut, height, width, wrap
from report.pack.slides.numbers import ZERO
from report.pack.slides.parts import Room, axis, categories, cell_code, codes, inked, known, name, pale
from report.pack.slides.plot import Drawn, Label, Plot

_LONGEST, _LONGEST_WHOLE = 0.38, 0.46
"""How much of the width their names may take, and up to how much if that keeps them whole."""
_LEGEND, _SCALE = 26.0, 18.0
_APART: Final = 8.0
_FEW: Final = 4  # fewer bars than that need not be walls
_HALF: Final = 0.5


def bars(chart: Chart, room: Room) -> Plot:
    """Lay bars under each other, with the words of the chart beside them if it has some."""
    most = room.box.w * (1 - _LONGEST) / 2
    said = [cut(plain(label), room.size, most, 1) for label in chart.labels[: len(chart.categories)]]
    return _lay(chart, room, {n: Label(words=label, where="outEnd") for n, label in enumerate(said) if label})


def pairs(chart: Chart, room: Room) -> Plot:
    """Lay bars under each other by twos, with their values beside them, and the words of the chart after the last."""
    plot = _lay(chart, room, {})
    *first, last = plot.series
    said = {
        n: replace(label, code=f'{label.code}" · {_quotable(chart.labels[n])}"')
        for n, label in last.labels.items()
        if n < len(chart.labels) and chart.labels[n]
    }
    return replace(plot, series=(*first, replace(last, labels={**last.labels, **said})))


def _quotable(words_of: str) -> str:
    """Make words that may stand between the quotes of a number format."""
    return plain(words_of).replace('"', "'")


def _lay(chart: Chart, room: Room, beside: dict[int, Label]) -> Plot:
    legend = _LEGEND if len(chart.series) > 1 else 0.0
    slot = (room.box.h - legend) / max(len(chart.categories), 1)
    size = room.size if slot >= height(len(chart.series), room.size) else SMALLEST
    written = slot >= size * len(chart.series)
    names, name_size, longest = _named(categories(chart), size, room.box.w, slot)
    lines = [text for one in names for text in wrap(one, name_size, longest)]
    left = 2 * _APART + max((width(text, name_size) for text in lines), default=0)
    said = [label.words for label in beside.values()] or [
        f"{words.short(v, chart.unit, room.lang)} · {chart.labels[n] if n < len(chart.labels) else ''}"
        for one in chart.series
        for n, v in enumerate(one.values)
        if v is not None
    ]
    right = _APART + (max((width(text, size) for text in said), default=0) if written else 0)
    within = max(room.box.w - left - right, 1)
    foot = legend + (0 if written else _SCALE)
    return Plot(
        way="bar",
        pile="clustered",
        categories=names,
        series=tuple(
            Drawn(
                name(one, room), one.values, ink, points=pale(chart, ink),
                labels=(beside or codes(chart, one.values, room, "outEnd")) if written else {},
            )
            for one, ink in inked(chart)
        ),
        cells=cell_code(chart, room),
        axis="" if written else axis(chart, room),
        size=size,
        name_size=name_size,
        gap=45 if len(names) >= _FEW else 130,
        inner=(left / room.box.w, 0.01, within / room.box.w, (room.box.h - foot) / room.box.h - 0.02),
        least=_least(chart, (right + _APART / 2) / within) if written else None,
    )  # fmt: skip


def _named(wanted: tuple[str, ...], size: float, wide: float, slot: float) -> tuple[tuple[str, ...], float, float]:
    """Break names into lines that fit beside their bars; with smaller letters or more width, if it keeps them whole."""
    deep = [(letters, lines) for letters in (size, SMALLEST) for lines in (2, 3) if slot >= height(lines, letters)]
    tried = [
        (letters, lines, wide * share - _APART)
        for share in (_LONGEST, _LONGEST_WHOLE)
        for letters, lines in deep or [(size, 1)]
    ]
    for letters, lines, longest in tried:
        names = tuple(cut(text, letters, longest, lines) for text in wanted)
        if names == wanted:
            return names, letters, longest
    letters, lines, longest = tried[-1]
    return tuple(cut(text, letters, longest, lines) for text in wanted), letters, longest


def _least(chart: Chart, aside: float) -> Decimal | None:
    """Return where the axis starts: values below zero stand on the left of their bars, and need room there."""
    lowest, highest = min([ZERO, *known(chart)]), max([ZERO, *known(chart)])
    share = Decimal(min(aside, _HALF))
    return lowest - (highest - lowest) * share / (1 - share) if lowest < 0 else None
