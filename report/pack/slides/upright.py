"""Columns and lines over quarters: one series, several, piled, or as shares of a whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

from report import words
from report.charts.marks import steps
from report.pack.model import Chart
from report.pack.slides.canvas import SMALLEST
from report.pack.slides.measure import cut, width
from report.pack.slides.numbers import ZERO, axis_code, code
from report.pack.slides.parts import (
    AXIS,
    Room,
    adds_up_to_one,
    axis,
    categories,
    cell_code,
    codes,
    inked,
    known,
    name,
    pale,
    partial,
    target,
    totals,
)
from report.pack.slides.plot import Drawn, Ink, Label, Plot

_TAKES_WHITE: Final = ("accent1", "accent3", "accent6", "tx2")
_FEW: Final = 4
"""Fewer bars than that are set further apart: they need not be walls."""
_LEAST_SHARE: Final = 0.07
"""The share of a pile below which its label would look lost."""
_FOOT: Final = 56.0
"""What the names and the legend take under piles, in points."""
_LETTER: Final = 0.75
"""How high a figure is, for letters of 1."""
_BAR_SHARE: Final = 0.75
"""How much of its place a bar of shares takes."""
_NEARLY_ALL: Final = Decimal("0.8")
_STEEP: Final = Decimal("0.12")
"""The slope, as a share of the whole height, from which a line runs into the label of its point."""
_CLOSE: Final = Decimal("0.4")
"""How near under its target, as a share of the whole height, a point is labelled below."""
_FAR_FROM_ZERO: Final = Decimal("0.4")
"""Where the lowest value stands, as a share of the highest, when the axis need not show zero."""
_NARROW: Final = 0.94
_TURNED: Final = 110.0
"""How long names may be that stand aslant, in points."""
_NAME_LINES: Final = 3
_ABOVE: Final = Decimal("1.08")
"""How much higher than the highest pile an axis ends, for the room of its label."""


def columns(chart: Chart, room: Room) -> Plot:
    """Stand bars side by side, their values above them where there is room."""
    labelled = len(chart.series) == 1 and room.fits(chart, tuple(known(chart)))
    drawn = [
        Drawn(
            name(one, room), one.values, ink, labels=codes(chart, one.values, room, "outEnd") if labelled else {},
            points=pale(chart, ink),
        )
        for one, ink in inked(chart)
    ]  # fmt: skip
    return stand(chart, room, "clustered", [*drawn, *target(chart, room)], scale=not labelled)


def line(chart: Chart, room: Room) -> Plot:
    """Draw lines; a single one with its values, several with their last ones."""
    values = known(chart)
    alone = len(chart.series) == 1 and room.fits(chart, tuple(values))
    labels = {0: _along(chart, room)} if alone else _ends(chart, room)
    drawn = [
        Drawn(name(one, room), one.values, ink, labels.get(n, {}), line=True, open=frozenset(partial(chart)))
        for n, (one, ink) in enumerate(inked(chart))
    ]
    highest = max([*values, *([] if chart.target is None else [chart.target])], default=ZERO)
    # a program would end this axis at 120 %
    most = Decimal(1) if chart.unit == "ratio" and _NEARLY_ALL <= highest <= 1 else None
    return stand(
        chart, room, "clustered", [*drawn, *target(chart, room)], scale=not alone, most=most, least=_start(chart)
    )


def _along(chart: Chart, room: Room) -> dict[int, Label]:
    """Label every point of a single line on the side that the line leaves free."""
    points = [(place, value) for place, value in enumerate(chart.series[0].values) if value is not None]
    least = _start(chart)
    steep = (max(known(chart)) - least) * _STEEP
    found = {}
    for n, (place, value) in enumerate(points):
        before, after = (points[m][1] - value if 0 <= m < len(points) else ZERO for m in (n - 1, n + 1))
        low = value - least <= steep / 2  # it stands on the names of the categories
        where = (
            "b" if min(before, after) >= 0 and max(before, after) > steep and not low
            else "r" if before > 2 * steep and after < 0
            else "l" if after > steep and before < -2 * steep
            else "b" if _under_target(chart, value, least) and min(before, after) > -steep and not low
            else "t"
        )  # fmt: skip
        found[place] = Label(code(value, chart.unit, room.lang), where=where, ground=True)
    return found


def _under_target(chart: Chart, value: Decimal, least: Decimal) -> bool:
    """Whether the line of the target would run through a label above this value."""
    return chart.target is not None and 0 < chart.target - value < (chart.target - least) * _CLOSE


def _ends(chart: Chart, room: Room) -> dict[int, dict[int, Label]]:
    """Label the last points of several lines: the highest above, the lowest below, so that they do not meet."""
    last = []
    for n, one in enumerate(chart.series):
        places = [place for place, value in enumerate(one.values) if value is not None]
        if places:
            last.append((one.values[places[-1]] or ZERO, n, places[-1]))
    found = {}
    lowest, highest = min(last, default=None), max(last, default=None)
    apart = (
        lowest
        and highest
        and words.short(lowest[0], chart.unit, room.lang) != words.short(highest[0], chart.unit, room.lang)
    )
    for where, chosen in (("b", lowest if apart else None), ("t", highest)):
        if chosen:
            value, n, place = chosen
            start = _start(chart)  # close to it, a label below would stand on the names of the categories
            low = value - start <= (max(known(chart)) - start) * _STEEP
            found[n] = {place: Label(code(value, chart.unit, room.lang), where="t" if low else where, ground=True)}
    return found


def _start(chart: Chart) -> Decimal:
    """Return where the axis of lines starts: at zero, unless all values are far from it, as on screen."""
    values = [*known(chart), *([] if chart.target is None else [chart.target])]
    lowest, highest = min(values), max(values)
    if lowest == highest or 0 <= lowest <= highest * _FAR_FROM_ZERO:
        return ZERO
    return steps([lowest - (highest - lowest) / 4, highest], zero=False)[0]


def stacked(chart: Chart, room: Room) -> Plot:
    """Pile bars up, with their total above where there is room and nothing is negative."""
    tops = tuple(totals(chart))
    drawn = [Drawn(name(one, room), one.values, ink, points=pale(chart, ink)) for one, ink in inked(chart)]
    if len(drawn) > 1 and min(known(chart)) >= 0 and room.fits(chart, tops):
        drawn.append(Drawn("Total", tops, Ink(""), codes(chart, tops, room, "t"), line=True, told=False))
    return stand(chart, room, "stacked", [*drawn, *target(chart, room)])


def shares(chart: Chart, room: Room) -> Plot:
    """Pile bars up to 100 %, the share of each within it where there is room."""
    sums, unfinished = totals(chart), partial(chart)
    fits = width("100\u00a0%", room.size) <= room.slot(chart, 0) * _BAR_SHARE
    least = Decimal(max(_LEAST_SHARE, room.size * _LETTER / max(room.box.h - _FOOT, room.size)))
    follows = axis_code(Decimal(1), "ratio", room.lang) if adds_up_to_one(chart) else ""
    drawn = []
    for one, ink in inked(chart):
        white = ink.name in _TAKES_WHITE and not ink.pale
        labels = {
            n: Label(
                follows, "" if follows else words.percent(value / total, room.lang, 0), "ctr",
                "bg1" if white and n not in unfinished else "tx1",
            )
            for n, (value, total) in enumerate(zip(one.values, sums, strict=True))
            if fits and value is not None and total > 0 and value / total >= least
        }  # fmt: skip
        drawn.append(Drawn(name(one, room), one.values, ink, labels, pale(chart, ink)))
    if over := target(chart, room):  # LibreOffice draws no line over piles of 100 %; these add up to 1 by themselves
        return stand(chart, room, "stacked", [*drawn, *over], scale=not fits, gap=30, most=Decimal(1))
    return stand(chart, room, "percentStacked", drawn, scale=not fits, gap=30)


def stand(  # noqa: PLR0913 — what differs between kinds, each by its name
    chart: Chart, room: Room, pile: Literal["clustered", "stacked", "percentStacked"], drawn: list[Drawn], *,
    scale: bool = True, gap: int = 50, least: Decimal | None = None, most: Decimal | None = None,
) -> Plot:  # fmt: skip
    """Stand what is drawn side by side, its names under it."""
    wanted, slot = categories(chart), room.slot(chart, AXIS if scale else 0) * _NARROW
    longest = max((width(text, room.size) for text in wanted), default=0)
    size = room.size if longest <= slot else SMALLEST
    percent = pile == "percentStacked"
    marks = _marks(chart, least or ZERO, most) if scale and not percent else None
    turned = any(width(word, size) > slot for text in wanted for word in text.split(" "))
    return Plot(
        way="col",
        pile=pile,
        categories=tuple(cut(text, size, *((_TURNED, 1) if turned else (slot, _NAME_LINES))) for text in wanted),
        turned=turned,
        series=tuple(drawn),
        cells=cell_code(chart, room),
        axis=""
        if not scale
        else axis_code(Decimal(1), "ratio", room.lang)
        if percent
        else axis(chart, room, least or ZERO),
        size=room.size,
        name_size=size,
        gap=gap if len(wanted) >= _FEW else 2 * gap,
        least=marks[0] if marks else least,
        most=_end(chart, marks) if marks else most,
        step=marks[1] - marks[0] if marks else None,
        # with less room than three letters, not every category is named
        skip=max(1, -(-int(3 * size) // max(int(slot), 1))),
    )


def _marks(chart: Chart, start: Decimal, most: Decimal | None) -> list[Decimal]:
    """Return the round values that the axis shows, from its start to beyond the highest mark."""
    values = totals(chart) if chart.kind == "stacked" else known(chart)
    reached = [*values, *([] if chart.target is None else [chart.target]), *([] if most is None else [most])]
    found = steps([start, *reached], zero=not start)
    return [mark for mark in found if most is None or mark <= most]


def _end(chart: Chart, marks: list[Decimal]) -> Decimal:
    """Return where the axis ends: at its last mark, or above the highest pile, whose total must have room."""
    return max(marks[-1], max(totals(chart)) * _ABOVE) if chart.kind == "stacked" else marks[-1]
