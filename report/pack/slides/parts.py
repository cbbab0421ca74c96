"""What every kind of chart is drawn from: its room, its names, its colours, its labels, its target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kpi.model import Lang, Text, Unit
from report import words
from report.pack.colours import places
from report.pack.model import Chart, Series
from report.pack.number_formats import cell
from report.pack.slides.canvas import plain
from report.pack.slides.measure import Box, cut, width
from report.pack.slides.numbers import ZERO, axis_code, code
from report.pack.slides.plot import Drawn, Ink, Label, Values

AXIS: Final = 52.0
"""The room of an axis, in points."""
_LABELLED: Final = 12
"""The most points of a series whose values are written beside them."""
_NAME_SHARE, _NAME_WIDEST = 0.4, 210.0
"""How long a legend's names may be: as a share of the chart, and in points."""
_OTHERS: Final = Ink("tx2")
_INKS: Final = (
    *(Ink(f"accent{n}") for n in range(1, 7)), Ink("tx2", pale=True),
    *(Ink(f"accent{n}", pale=True) for n in range(1, 7)),
)  # fmt: skip


@dataclass(frozen=True)
class Room:
    """The frame of a chart, in points, the language of its words and the size of its letters."""

    box: Box
    lang: Lang
    size: float

    def t(self, fr: str, en: str) -> str:
        """Say a sentence in the language of the pack."""
        return Text(fr, en)(self.lang)

    def slot(self, chart: Chart, aside: float = AXIS) -> float:
        """Return how wide a category is."""
        return (self.box.w - aside) / max(len(chart.categories), 1)

    def fits(self, chart: Chart, values: Values, signs: int = 0) -> bool:
        """Whether every value can be written above its bar, with so many signs more."""
        said = ["+" * signs + words.short(value, chart.unit, self.lang) for value in values if value is not None]
        widest = max((width(text, self.size) for text in said), default=0)
        return len(chart.categories) <= _LABELLED and widest <= self.slot(chart)


def categories(chart: Chart) -> tuple[str, ...]:
    """Name the categories, with the numbers of the notes that are about them."""
    marks: dict[str, str] = {}
    for n, (category, _) in enumerate(chart.notes, start=1):
        marks[category] = marks.get(category, "") + f" ({n})"
    return tuple(plain(category) + marks.get(category, "") for category in chart.categories)


def partial(chart: Chart) -> list[int]:
    """Return the places of the categories that are not over."""
    return [n for n, category in enumerate(chart.categories) if category in chart.partial]


def pale(chart: Chart, ink: Ink) -> dict[int, Ink]:
    """Make the bars of categories that are not over paler."""
    return dict.fromkeys(partial(chart), Ink(ink.name, pale=True))


def totals(chart: Chart) -> list[Decimal]:
    """Add the series up, category by category."""
    return [
        sum((value or ZERO for value in pile), ZERO) for pile in zip(*(s.values for s in chart.series), strict=True)
    ]


def known(chart: Chart) -> list[Decimal]:
    """Return every value that there is."""
    return [value for one in chart.series for value in one.values if value is not None]


def inked(chart: Chart) -> list[tuple[Series, Ink]]:
    """Give each series its colour: the theme's six, a pale grey, then the same six paler; the others together grey."""
    found = zip(chart.series, places(chart), strict=True)
    return [(one, _OTHERS if n is None else _INKS[n % len(_INKS)]) for one, n in found]


def name(one: Series, room: Room) -> str:
    """Name a series, as long as a legend has room for it."""
    return cut(plain(one.name), room.size, min(room.box.w * _NAME_SHARE, _NAME_WIDEST), 1)


def codes(chart: Chart, values: Values, room: Room, where: str) -> dict[int, Label]:
    """Write values in their own format; where a line passes behind them, on a ground."""
    ground = draws_target(chart) or chart.kind == "line"
    return {
        n: Label(code(value, chart.unit, room.lang), where=where, ground=ground)
        for n, value in enumerate(values)
        if value is not None
    }


def axis(chart: Chart, room: Room, start: Decimal = ZERO) -> str:
    """Return the format of the axis."""
    values = totals(chart) if chart.kind == "stacked" else known(chart)
    return axis_code(max(values, key=abs), chart.unit, room.lang, start)


def cell_code(chart: Chart, room: Room) -> str:
    """Return the format of the cells behind the chart."""
    return cell(chart.unit, room.lang, next((value for value in known(chart) if value % 1), None))


def adds_up_to_one(chart: Chart) -> bool:
    """Whether shares are given as such, not as the amounts that they are shares of."""
    return chart.unit == "ratio" and all(total in {ZERO, Decimal(1)} for total in totals(chart))


def draws_target(chart: Chart) -> bool:
    """Whether the target is a line of the chart; lying bars, single columns and shares of euros have it in words."""
    lined = chart.kind in {"columns", "line", "stacked"} or (chart.kind == "shares" and adds_up_to_one(chart))
    return chart.target is not None and lined and len(chart.categories) > 1


def target_words(chart: Chart, lang: Lang) -> str:
    """Say the target: « Objectif : 500 k€ »."""
    label = plain(chart.target_label or Text("Objectif", "Target")(lang))
    unit: Unit = "ratio" if chart.kind == "shares" else chart.unit
    value = words.short(chart.target, unit, lang)
    told = value in label or words.show(chart.target, unit, lang) in label
    return label if told else Text(f"{label} : {value}", f"{label}: {value}")(lang)


def target(chart: Chart, room: Room) -> list[Drawn]:
    """Draw the target as a dashed line over the bars, if it can be drawn."""
    if not draws_target(chart):
        return []
    values = (chart.target,) * len(chart.categories)
    return [Drawn(target_words(chart, room.lang), values, Ink("tx1"), line=True, dashed=True)]
