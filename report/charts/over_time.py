# ruff: noqa: PLR0913, PLR0917 — a chart is its rows, its unit and its words
"""How a figure moves, quarter after quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from kpi.model import Lang, Text, Unit
from report import words
from report.charts import marks
from report.charts.look import BLUE, PALE_BLUE, VERMILION, WIDTH, Look, dress
from report.charts.marks import Row

_UNDER_WAY = Text("en cours", "in progress")
_ROOM_BELOW = Decimal("0.15")  # of the highest value: lower, a label below would touch the axis


@dataclass(frozen=True)
class Point:
    """One quarter or month of a trend; `partial` when it is not over."""

    key: str
    value: Decimal | None
    partial: bool = False


@dataclass(frozen=True)
class Note:
    """What happened in a quarter or month, in a few words."""

    key: str
    text: str


def trend(
    points: Sequence[Point],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    notes: Sequence[Note] = (),
    *,
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Show a figure quarter by quarter: bars for euros, a line for ratios; what is not over is dashed."""
    known = [point.value for point in points if point.value is not None]
    if not known:
        return None
    look = Look(lang, title, subtitle, dark, width)
    scale = marks.round_scale(known if target is None else [*known, target])
    rows = [_row(point, unit, lang) for point in points]
    over = [row for row, point in zip(rows, points, strict=True) if not point.partial]
    layers = _bars(rows, over, scale, lang) if unit in {"EUR", "EUR/h"} else _line(rows, over, scale, lang)
    layers += _values(rows, points, scale, look, dips=unit not in {"EUR", "EUR/h"})
    if target is not None:
        layers += _target(target, unit, look, scale)
    layers += [*_flags(notes, points, look), marks.ground(scale)]
    return dress(layers, look, [str(row["said"]) for row in rows], height=240)


def _row(point: Point, unit: Unit, lang: Lang) -> Row:
    label, value = words.quarter(point.key, lang), words.show(point.value, unit, lang)
    return {
        "key": point.key,
        "c1": label,
        "c2": marks.as_float(point.value),
        "c3": marks.short(point.value, unit, lang),
        "c4": value,
        "c5": marks.above(point.value),
        "said": marks.say(label, f"{value}, {_UNDER_WAY(lang)}" if point.partial else value, lang),
    }


def _base(rows: Sequence[Row], scale: alt.Scale, lang: Lang) -> alt.Chart:
    told = marks.tooltips(lang, c1=Text("Période", "Period"), c4=Text("Valeur", "Value"))
    return marks.chart(rows).encode(x=marks.quarters(), y=marks.y("c2", scale), tooltip=told, description="said:N")


def _bars(rows: Sequence[Row], over: Sequence[Row], scale: alt.Scale, lang: Lang) -> list[alt.Chart]:
    pick = marks.pick()
    under_way = [row for row in rows if row not in over]
    return [
        # an invisible first layer keeps the quarters in order, whichever of them are over
        _base(rows, scale, lang).mark_bar(opacity=0, aria=False),
        _base(over, scale, lang).mark_bar(color=BLUE).encode(opacity=marks.picked(pick)).add_params(pick),
        _base(under_way, scale, lang)
        .mark_bar(fill=PALE_BLUE, stroke=BLUE, strokeDash=[4, 3])
        .encode(opacity=marks.picked(pick)),
    ]


def _line(rows: Sequence[Row], over: Sequence[Row], scale: alt.Scale, lang: Lang) -> list[alt.Chart]:
    pick = marks.pick()
    still_open = rows[max(len(over) - 1, 0) :]  # from the last quarter that is over on
    dots: list[Row] = [{**row, "c6": BLUE if row in over else "#FFFFFF"} for row in rows]
    return [
        _base(rows, scale, lang).mark_line(opacity=0, aria=False),
        _base(over, scale, lang).mark_line(color=BLUE, strokeWidth=2.5, aria=False),
        _base(still_open, scale, lang).mark_line(color=BLUE, strokeWidth=2, strokeDash=[4, 4], aria=False),
        _base(dots, scale, lang)
        .mark_point(stroke=BLUE, size=80)
        .encode(fill=marks.own_colour("c6"), opacity=marks.picked(pick))
        .add_params(pick),
    ]


def _values(
    rows: Sequence[Row], points: Sequence[Point], scale: alt.Scale, look: Look, *, dips: bool
) -> list[alt.Chart]:
    """Write each value above its mark, or below where a line comes down to it; say what is under way."""
    low = [dips and _is_dip(points, at) for at in range(len(points))]

    def write(some: list[Row], dy: int) -> alt.Chart:
        base = marks.chart(some).mark_text(dy=dy, baseline="bottom" if dy < 0 else "top")
        said: alt.Chart = base.encode(x=marks.quarters(), y=marks.y("c5", scale), text="c3:N")
        return said

    return [
        write([row for row, below in zip(rows, low, strict=True) if not below], -9),
        write([row for row, below in zip(rows, low, strict=True) if below], 10),
        write(
            [{**row, "c3": _UNDER_WAY(look.lang)} for row, point in zip(rows, points, strict=True) if point.partial],
            -26,
        ),
    ]


def _is_dip(points: Sequence[Point], at: int) -> bool:
    value, high = points[at].value, max(point.value for point in points if point.value is not None)
    around = [p.value for p in (*points[max(at - 1, 0) : at], *points[at + 1 : at + 2]) if p.value is not None]
    if value is None or not around or points[at].partial or value < high * _ROOM_BELOW:
        return False
    return value < sum(around) / len(around)


def _target(target: Decimal, unit: Unit, look: Look, scale: alt.Scale) -> list[alt.Chart]:
    said = Text("Objectif\n", "Target\n")(look.lang) + marks.short(target, unit, look.lang)
    base = marks.chart([{"c2": float(target), "c3": said}]).encode(y=marks.y("c2", scale))
    return [
        base.mark_rule(color=VERMILION, strokeDash=[6, 4], strokeWidth=1.5),
        base.mark_text(align="left", dx=8, lineBreak="\n", lineHeight=16).encode(x=alt.value("width"), text="c3:N"),
    ]


def _flags(notes: Sequence[Note], points: Sequence[Point], look: Look) -> list[alt.Chart]:
    """Plant a flag above the quarter of each note, each on its own line so that none covers another."""
    order = [point.key for point in points]
    layers: list[alt.Chart] = []
    for line, note in enumerate(note for note in notes if note.key in order):
        row: Row = {"c1": words.quarter(note.key, look.lang), "c3": words.readable(note.text)}
        top, left = -46 - 20 * line, order.index(note.key) < len(order) / 2
        told = marks.tooltips(look.lang, c1=Text("Période", "Period"), c3=Text("Note", "Note"))
        base = marks.chart([row]).encode(x=marks.quarters(), tooltip=told)
        layers += [
            base.mark_rule(strokeDash=[2, 2]).encode(y=alt.value(top - 7), y2=alt.value(0)),
            base.mark_text(
                align="left" if left else "right",
                dx=5 if left else -5,
                limit=look.width // 2,
                color=look.pale,
            ).encode(y=alt.value(top), text="c3:N"),
        ]
    return layers
