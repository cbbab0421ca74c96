"""What all charts draw with: rows, scales, labels, colours and the selection `pick`."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final, TypeVar

import altair as alt

from kpi.model import Lang, Text, Unit
from report import words
from report.charts.look import Look

Row = dict[str, str | float | None]
DOT: Final = "\u00a0· "
UNDER_WAY: Final = Text("en cours", "in progress")
R = TypeVar("R")
SAME_LABEL: Final = "\u200b"  # added, unseen, to a label that another row also bears
_LETTER = 6.8  # pixels, a little more than most
_BESIDE_BAR = 12  # pixels from a bar to its words, and a little
_LEAST_BARS = 0.3  # of the width: what bars keep at least beside names and words
_WHOLE_QUARTER = 60  # pixels that « T3 2026 » takes, and some air
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


def chart(rows: Sequence[Row]) -> alt.Chart:
    """Start a chart on rows of our own columns."""
    return alt.Chart(alt.InlineData(values=list(rows)))


def say(label: str, value: str, lang: Lang) -> str:
    """Say one mark aloud: its label, its value."""
    colon = Text("\u00a0:", ":")(lang)
    return f"{label.rstrip(SAME_LABEL)}{colon} {value}"


def as_float(value: Decimal | None) -> float | None:
    """Leave exact decimals, at the edge of the picture."""
    return None if value is None else float(value)


def above(*values: Decimal | None) -> float:
    """Return where a label stands clear of its bars: past the largest value, or past zero."""
    return float(max([Decimal(0), *(value for value in values if value is not None)]))


def short(value: Decimal | None, unit: Unit, lang: Lang) -> str:
    """Write a value as a chart's label: k€ and M€, or a percentage."""
    return words.short(value, unit, lang)


def beside(value: str, detail: str) -> str:
    """Write what stands beside a bar: its value and some detail; a detail that says the value replaces it."""
    detail = words.readable(detail)
    said = " ".join(value.split()) in " ".join(detail.split())  # whichever spaces stand in it
    return detail if said else DOT.join(filter(None, (value, detail)))


def room_at_end(rows: Sequence[Row], place: str, words_of: str, scale: alt.Scale, width: int) -> alt.Chart:
    """Keep room for the words beside bars that lie: an unseen mark, as far out as the furthest of them reaches.

    The width is shared out once, before bars give way to words; words that fitted then would be cut afterwards.
    """
    low, high = scale.to_dict()["domain"]
    least = width * _LEAST_BARS
    reach = [
        min(len(str(row[words_of])) * _LETTER, room_beside(width)) + _BESIDE_BAR
        - (high - float(row[place] or 0)) / (high - low) * least
        for row in rows
    ]  # fmt: skip
    mark = chart([{}]).mark_point(opacity=0, size=1, xOffset=max(0, *reach), aria=False)
    kept: alt.Chart = mark.encode(x=alt.value("width"), y=alt.value(0))
    return kept


def room_beside(width: int) -> int:
    """Return how many pixels the words beside a bar may take; what is cut stands in the tooltip."""
    return int(width * 0.4)


def pick() -> alt.Parameter:
    """Let the reader click a mark: the selection holds the `key` of its row."""
    return alt.selection_point(name="pick", fields=["key"])


def picked(selection: alt.Parameter) -> Any:  # noqa: ANN401 — altair keeps this type to itself
    """Fade what was not clicked."""
    return alt.when(selection).then(alt.value(1)).otherwise(alt.value(0.35))


def quarters(slot: float = _WHOLE_QUARTER) -> alt.X:
    """Lay quarters or months side by side, in the order of the rows; in a narrow slot the year goes below."""
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    if slot < _WHOLE_QUARTER:
        axis = alt.Axis(labelAngle=0, labelOverlap=True, labelExpr="split(datum.label, ' ')")
    return alt.X("c1:N", title=None, sort=None, axis=axis, scale=alt.Scale(type="band", padding=0.2))


def under_way(quarters_open: Sequence[str], slot: float, lang: Lang) -> alt.Chart:
    """Say above the quarters that are not over that they are not."""
    rows: list[Row] = [{"c1": quarter, "c3": UNDER_WAY(lang)} for quarter in quarters_open]
    said: alt.Chart = chart(rows).mark_text(dy=-8, baseline="bottom").encode(x=quarters(slot), y=alt.value(0))
    return said.encode(text="c3:N")


def with_room(texts: Sequence[str], slot: float) -> list[bool]:
    """Tell which texts may stand side by side, each over its slot: all, or every second or third, the last among them.

    What is not written stays in the tooltip.
    """
    every = math.ceil(max((len(text) for text in texts), default=0) * _LETTER / slot) or 1
    return [(len(texts) - 1 - at) % every == 0 for at in range(len(texts))]


def ground(scale: alt.Scale) -> alt.Chart:
    """Draw the line that bars stand on, at zero."""
    line: alt.Chart = chart([{"c2": 0}]).mark_rule().encode(y=y("c2", scale))
    return line


def labels() -> alt.Y:
    """Lay rows under each other, in their order, with their labels."""
    return alt.Y("c1:N", title=None, sort=None)


def x(field: str, scale: alt.Scale, axis: alt.Axis | None = None) -> alt.X:
    """Measure along the width."""
    return alt.X(f"{field}:Q", title=None, scale=scale, axis=axis)


def y(field: str, scale: alt.Scale, axis: alt.Axis | None = None) -> alt.Y:
    """Measure along the height; where the values stand beside their marks, no axis repeats them."""
    return alt.Y(f"{field}:Q", title=None, scale=scale, axis=axis)


def own_colour(field: str) -> alt.Fill:
    """Colour each mark as its row says."""
    return alt.Fill(f"{field}:N", scale=None, legend=None)


def tooltips(lang: Lang, **fields: str | Text) -> list[alt.Tooltip]:
    """Show columns when the pointer rests on a mark, under titles of ours."""
    return [
        alt.Tooltip(f"{field}:N", title=title if isinstance(title, str) else title(lang))
        for field, title in fields.items()
    ]


def exact_scale(values: Sequence[Decimal]) -> alt.Scale:
    """Fit zero and all values, with nothing to spare."""
    low, high = min(Decimal(0), *values), max(Decimal(0), *values)
    return alt.Scale(domain=[float(low), float(high if high > low else low + 1)], nice=False)


def round_scale(values: Sequence[Decimal]) -> alt.Scale:
    """Fit zero and all values between two round numbers."""
    marks = steps(values)
    return alt.Scale(domain=[float(marks[0]), float(marks[-1])], nice=False)


def axis(values: Sequence[Decimal], unit: Unit, lang: Lang, *, zero: bool = True) -> alt.Axis:
    """Mark round values in the reader's language. The labels are ours alone: they become an expression."""
    marks = steps(values, zero=zero)
    digits = 0 if all(mark * 100 % 1 == 0 for mark in marks) else 1  # steps of 2.5 % are not written in whole percents
    said = [
        words.money_short(mark, lang, trim=True)
        if unit == "EUR"
        else words.percent(mark, lang, digits)
        if unit == "ratio"
        else words.short(mark, unit, lang)
        for mark in marks
    ]
    places = [float(mark) for mark in marks]
    return alt.Axis(
        values=places,
        labelExpr=f"{said}[indexof({places}, datum.value)]",
        grid=True,
        labelFlush=False,
    )


def steps(values: Sequence[Decimal], most: int = 5, *, zero: bool = True) -> list[Decimal]:
    """Choose round values between which all the values lie, zero among them unless `zero` is False."""
    kept = [*values, *([Decimal(0)] if zero else [])]
    low, high = min(kept), max(kept)
    rough = (high - low) / most or Decimal(1)
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(step * power for step in _STEPS if step * power >= rough)
    first = int((low / step).to_integral_value(ROUND_FLOOR))
    last = int((high / step).to_integral_value(ROUND_CEILING))
    return [step * n for n in range(first, max(last, first + 1) + 1)]


def unlike(labels: Sequence[str]) -> list[str]:
    """Tell apart labels that are written alike, invisibly: two firms of one name keep a bar each."""
    seen: dict[str, int] = {}
    told = []
    for label in labels:
        written = " ".join(words.readable(label).split()) or "…"
        seen[written] = seen.get(written, -1) + 1
        told.append(written + SAME_LABEL * seen[written])
    return told


def largest(rows: Sequence[R], size: Callable[[R], Decimal | None], most: int, look: Look) -> tuple[list[R], Look]:
    """Sort rows from the largest down and keep as many as can be read; the subtitle tells of the rest."""

    def order(row: R) -> tuple[bool, Decimal]:
        value = size(row)
        return value is None, -(value or Decimal(0))

    return first(sorted(rows, key=order), most, look)


def first(rows: Sequence[R], most: int, look: Look) -> tuple[list[R], Look]:
    """Keep as many rows as can be read, in their order; the subtitle tells of the rest."""
    if len(rows) > most:
        sentence = Text(f"Les {most} premiers sur {len(rows)}", f"The first {most} of {len(rows)}")
        look = look.more(sentence(look.lang))
    return list(rows[:most]), look
