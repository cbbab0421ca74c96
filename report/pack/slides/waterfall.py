"""From one total to the next: each step floats between what stood before it and after it, above or below zero.

Bars are piled on an unseen base: the part above zero, the part below. The workbook holds the steps and works the rest
out from them, so that an edited step moves the bars after it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Final

from kpi.model import Text
from report import words
from report.charts.marks import steps
from report.pack.model import Chart
from report.pack.slides.canvas import SMALLEST
from report.pack.slides.numbers import ZERO
from report.pack.slides.parts import Room, name
from report.pack.slides.plot import Drawn, Ink, Label, Plot, column
from report.pack.slides.upright import stand


@dataclass(frozen=True)
class _Part:
    """What is worked out of where a step starts (s) and ends (e)."""

    name: Text
    of: Callable[[Decimal, Decimal], Decimal]
    formula: str
    seen: bool = False
    top: bool = False


_PARTS: Final = (
    _Part(
        Text("Socle (invisible)", "Base (unseen)"),
        lambda s, e: max(min(s, e), ZERO) + min(max(s, e), ZERO),
        "=MAX(MIN({s},{e}),0)+MIN(MAX({s},{e}),0)",
    ),
    _Part(
        Text("Au-dessus de zéro", "Above zero"),
        lambda s, e: max(s, e, ZERO) - max(min(s, e), ZERO),
        "=MAX({s},{e},0)-MAX(MIN({s},{e}),0)",
        seen=True,
    ),
    _Part(
        Text("Au-dessous de zéro", "Below zero"),
        lambda s, e: min(s, e, ZERO) - min(max(s, e), ZERO),
        "=MIN({s},{e},0)-MIN(MAX({s},{e}),0)",
        seen=True,
    ),
    _Part(Text("Sommet (invisible)", "Top (unseen)"), max, "=MAX({s},{e})", top=True),
)
_STEPS: Final = column(len(_PARTS) + 1)
"""The column of the steps, beside those of the parts."""
_SIZES: Final = (14.0, 12.0, SMALLEST)
_SMALL_STEPS: Final = Decimal("0.75")
"""How high all levels stand, as a share of the highest, when the axis does not start at zero."""
_TOTAL, _RISE, _FALL = Ink("accent1"), Ink("accent2"), Ink("accent3")


def floor(chart: Chart) -> Decimal | None:
    """Return where the axis starts, as on screen, when small steps would not be seen from zero; None at zero."""
    if chart.kind != "waterfall":
        return None
    reached = [end for _, end in _runs(_values(chart))]
    lowest, highest = min(reached), max(reached)
    if lowest <= highest * _SMALL_STEPS:
        return None
    # half as much again below the lowest level, so that the totals still look like columns
    found = steps([max(lowest - (highest - lowest) / 2, lowest / 2), highest], zero=False)[0]
    return found if found > 0 else None


def waterfall(chart: Chart, room: Room) -> Plot:
    """Draw the first and the last category as totals, the others as steps between them."""
    values = _values(chart)
    last = len(values) - 1
    sizes = (size for size in _SIZES if size <= room.size and replace(room, size=size).fits(chart, values, signs=1))
    room = replace(room, size=next(sizes, SMALLEST))
    inks = {n: _TOTAL if n in {0, last} else _RISE if v >= 0 else _FALL for n, v in enumerate(values)}
    labels = {
        n: Label(words=_signed(words.short(v, chart.unit, room.lang), rise=v > 0 and n not in {0, last}), where="t")
        for n, v in enumerate(values)
    }
    runs, cells = _runs(values), [_cells(n, total=n in {0, last}) for n in range(len(values))]
    drawn = [
        Drawn(
            part.name(room.lang),
            tuple(part.of(start, end) for start, end in runs),
            _TOTAL if part.seen else Ink(""),
            labels=labels if part.top else {},
            points=inks if part.seen else {},
            line=part.top,
            told=False,
            formulas=tuple(part.formula.format(s=start, e=end) for start, end in cells),
        )
        for part in _PARTS
    ]
    given = ((name(chart.series[0], room), chart.series[0].values),)
    return replace(stand(chart, room, "stacked", drawn, scale=False, gap=35), beside=given, least=floor(chart))


def _values(chart: Chart) -> tuple[Decimal, ...]:
    return tuple(value or ZERO for value in chart.series[0].values)


def _runs(values: tuple[Decimal, ...]) -> list[tuple[Decimal, Decimal]]:
    """Return where each bar starts and ends; totals stand on zero."""
    between = list(pairwise(accumulate(values[:-1]))) if len(values) > 1 else []
    ends = [values[0], values[-1]][: len(values)]
    return [(ZERO, ends[0]), *between, *((ZERO, end) for end in ends[1:])]


def _cells(n: int, *, total: bool) -> tuple[str, str]:
    """Return the same as formulas of the workbook."""
    row = n + 2
    return (
        ("0", f"{_STEPS}{row}") if total else (f"SUM({_STEPS}$2:{_STEPS}{row - 1})", f"SUM({_STEPS}$2:{_STEPS}{row})")
    )


def _signed(written: str, *, rise: bool) -> str:
    return f"+{written}" if rise else written
