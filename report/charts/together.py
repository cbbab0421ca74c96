# ruff: noqa: PLR0913, PLR0917 — a chart is its rows, its unit and its words
"""Figures that move together: a firm and the median of the panel, one line for each level of timekeeper."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import altair as alt

from kpi.model import Lang, Text, Unit
from report import words
from report.charts import guides, marks
from report.charts.guides import Note
from report.charts.look import PALETTE, WIDTH, Look, dress
from report.charts.marks import Row
from report.charts.over_time import Point

MOST_LINES: Final = len(PALETTE)
_HEIGHT = 260
_LEFT, _RIGHT = 55, 140  # pixels that the axis and the names take
_NAME_LETTERS = 18  # a line of them
_FAR_FROM_ZERO = Decimal("0.4")  # of the largest value: when none is smaller, the axis need not show zero
_TOLD = {"c1": Text("Période", "Period"), "c5": Text("Libellé", "Label"), "c4": Text("Valeur", "Value")}


@dataclass(frozen=True)
class Line:
    """One figure over time; all lines of a chart have the same quarters, in the same order."""

    label: str
    points: tuple[Point, ...]


def lines(
    rows: Sequence[Line],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    notes: Sequence[Note] = (),
    *,
    target_label: str = "",
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Show figures beside each other, the first the one that the chart is about; what is not over is dashed.

    Each line is named at its end, with its last value; the others are read on the axis, which need not start at zero.
    """
    if not any(point.value is not None for row in rows for point in row.points):
        return None
    kept, look = marks.first(rows, MOST_LINES, Look(lang, title, subtitle, dark, width))
    plot, pick = _Plot(kept, unit, lang, target, width), marks.pick()
    base = plot.draw(plot.rows)
    layers = [
        base.mark_point(opacity=0, aria=False),  # keeps the quarters in order
        plot.draw(plot.over).mark_line(strokeWidth=2.5, aria=False),
        plot.draw(plot.still_open).mark_line(strokeWidth=2, strokeDash=[4, 4], aria=False),
        base.mark_point(size=70)
        .encode(
            fill=marks.own_colour("c7"),
            opacity=marks.picked(pick),
            tooltip=marks.tooltips(lang, **_TOLD),
            description="said:N",
        )
        .add_params(pick),
        marks.under_way(plot.quarters_open, plot.slot, lang),
        *plot.names(target_label, look),
        *guides.flags(notes, plot.quarters, look, plot.slot),
    ]
    if target is not None:
        layers.append(guides.rule(target, plot.scale, plot.axis))
    return dress(layers, look, [str(row["said"]) for row in plot.rows], height=_HEIGHT)


class _Plot:
    """The rows of all lines, and where values stand: pixels from the top."""

    def __init__(self, rows: Sequence[Line], unit: Unit, lang: Lang, target: Decimal | None, width: int) -> None:
        self._lines, self._unit, self._lang, self._target = rows, unit, lang, target
        self._names = marks.unlike([line.label for line in self._lines])
        self._points = rows[0].points
        self.quarters = {point.key: point.name(lang) for point in self._points}
        self.quarters_open = [self.quarters[point.key] for point in self._points if point.partial]
        self.slot = (width - _LEFT - _RIGHT) / len(self._points)
        known = [p.value for line in self._lines for p in line.points if p.value is not None]
        known += [] if target is None else [target]
        zero = min(known) < max(known) * _FAR_FROM_ZERO
        self._low, *_, self._high = marks.steps(known, zero=zero)
        self.scale = alt.Scale(domain=[float(self._low), float(self._high)], nice=False)
        self.axis = marks.axis(known, unit, lang, zero=zero)
        self._of_line = [
            [self._row(point, name, colour) for point in line.points]
            for line, name, colour in zip(self._lines, self._names, PALETTE, strict=False)
        ]
        ended = sum(not point.partial for point in self._points)
        self.rows = [row for rows in self._of_line for row in rows]
        self.over = [row for rows in self._of_line for row in rows[:ended]]
        self.still_open = [row for rows in self._of_line for row in rows[max(ended - 1, 0) :]]

    def _row(self, point: Point, name: str, colour: str) -> Row:
        quarter, value = self.quarters[point.key], words.show(point.value, self._unit, self._lang)
        said = f"{value}, {marks.UNDER_WAY(self._lang)}" if point.partial else value
        return {
            "key": point.key,
            "c1": quarter,
            "c2": marks.as_float(point.value),
            "c3": marks.short(point.value, self._unit, self._lang),
            "c4": value,
            "c5": name,
            "c6": colour,
            "c7": "#FFFFFF" if point.partial else colour,
            "said": marks.say(f"{name.rstrip(marks.SAME_LABEL)}, {quarter}", said, self._lang),
        }

    def draw(self, rows: Sequence[Row]) -> alt.Chart:
        chart: alt.Chart = marks.chart(rows).encode(
            x=marks.quarters(self.slot),
            y=marks.y("c2", self.scale, self.axis),
            stroke=alt.Stroke("c6:N", scale=None, legend=None),
        )
        return chart

    def _down(self, value: Decimal) -> float:
        return float((self._high - value) / (self._high - self._low)) * _HEIGHT

    def names(self, target_label: str, look: Look) -> list[alt.Chart]:
        """Name each line at its end with its last value, and the target: side by side, none over another."""
        places: list[tuple[float, str, Row]] = []
        for rows, line in zip(self._of_line, self._lines, strict=True):
            ends = [(row, p.value) for row, p in zip(rows, line.points, strict=True) if p.value is not None]
            if ends:
                row, value = ends[-1]
                name = textwrap.wrap(str(row["c5"]), _NAME_LETTERS, max_lines=2, placeholder="\u00a0…")
                said = "\n".join([*name, *([str(row["c3"])] if row is rows[-1] else [])])
                places.append((self._down(value), said, {"c6": row["c6"], "c8": "■"}))
        if self._target is not None:
            said = guides.target_words(self._target, target_label, self._unit, look)
            places.append((self._down(self._target), said, {"c6": guides.TARGET, "c8": "–"}))
        layers: list[alt.Chart] = []
        for down, row in guides.apart(places, _HEIGHT):
            base = marks.chart([row]).encode(x=alt.value("width"), y=alt.value(down))
            up = guides.to_the_middle(str(row["c3"]))
            layers += [
                base.mark_text(align="left", dx=8, dy=up).encode(text="c8:N", fill=marks.own_colour("c6")),
                base.mark_text(align="left", dx=22, dy=up, lineBreak="\n", lineHeight=guides.LINE).encode(text="c3:N"),
            ]
        return layers
