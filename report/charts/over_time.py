# ruff: noqa: PLR0913, PLR0917 — a chart is its rows, its unit and its words
"""How a figure moves, quarter after quarter, alone or beside others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import altair as alt

from kpi.model import Lang, Text, Unit
from report import words
from report.charts import guides, marks
from report.charts.guides import Note
from report.charts.look import BLUE, PALE_BLUE, WIDTH, Look, dress
from report.charts.marks import Row

_HEIGHT = 240
_LETTERS = 26  # pixels that a value and its distance from its mark take, in height
_ROOM_BELOW = Decimal("0.15")  # of the highest value: lower, a label below would touch the axis
_TOLD = {"c1": Text("Période", "Period"), "c4": Text("Valeur", "Value")}


@dataclass(frozen=True)
class Point:
    """One quarter or month of a figure; `partial` when it is not over; `label` where the key alone does not say it."""

    key: str
    value: Decimal | None
    partial: bool = False
    label: str = ""

    def name(self, lang: Lang) -> str:
        """Name the quarter or month."""
        return words.readable(self.label) or words.quarter(self.key, lang)


def trend(
    points: Sequence[Point],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    notes: Sequence[Note] = (),
    *,
    target_label: str = "",
    bars: bool | None = None,
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Show a figure quarter by quarter: bars for euros, a line for ratios; what is not over is dashed.

    `bars` decides otherwise than the unit does.
    """
    known = [point.value for point in points if point.value is not None]
    if not known:
        return None
    look = Look(lang, title, subtitle, dark, width)
    upright = unit in {"EUR", "EUR/h"} if bars is None else bars
    scale = marks.round_scale(known if target is None else [*known, target])
    slot = (width - (guides.TARGET_ROOM if target is not None else 0)) / len(points)
    rows = [_row(point, unit, lang) for point in points]
    over = [row for row, point in zip(rows, points, strict=True) if not point.partial]
    layers = (_bars if upright else _line)(rows, over, scale, look, slot)
    layers += _values(rows, points, scale, look, target, slot, bars=upright)
    if target is not None:
        layers += guides.target(target, target_label, unit, look, scale)
    layers += guides.flags(notes, {point.key: point.name(lang) for point in points}, look, slot)
    layers += [marks.ground(scale)]
    return dress(layers, look, [str(row["said"]) for row in rows], height=_HEIGHT)


def _row(point: Point, unit: Unit, lang: Lang) -> Row:
    label, value = point.name(lang), words.show(point.value, unit, lang)
    return {
        "key": point.key,
        "c1": label,
        "c2": marks.as_float(point.value),
        "c3": marks.short(point.value, unit, lang),
        "c4": value,
        "c5": marks.above(point.value),
        "said": marks.say(label, f"{value}, {marks.UNDER_WAY(lang)}" if point.partial else value, lang),
    }


def _base(rows: Sequence[Row], scale: alt.Scale, lang: Lang, slot: float) -> alt.Chart:
    told = marks.tooltips(lang, **_TOLD)
    base: alt.Chart = marks.chart(rows).encode(
        x=marks.quarters(slot), y=marks.y("c2", scale), tooltip=told, description="said:N"
    )
    return base


def _bars(rows: Sequence[Row], over: Sequence[Row], scale: alt.Scale, look: Look, slot: float) -> list[alt.Chart]:
    pick, lang = marks.pick(), look.lang
    under_way = [row for row in rows if row not in over]
    layers = [
        # an invisible first layer keeps the quarters in order, whichever of them are over
        _base(rows, scale, lang, slot).mark_bar(opacity=0, aria=False),
        _base(over, scale, lang, slot).mark_bar(color=BLUE).encode(opacity=marks.picked(pick)).add_params(pick),
    ]
    if under_way:  # a layer of no bars is a picture without words to who listens
        layers.append(
            _base(under_way, scale, lang, slot)
            .mark_bar(fill=PALE_BLUE, stroke=BLUE, strokeDash=[4, 3])
            .encode(opacity=marks.picked(pick))
        )
    return layers


def _line(rows: Sequence[Row], over: Sequence[Row], scale: alt.Scale, look: Look, slot: float) -> list[alt.Chart]:
    pick, lang = marks.pick(), look.lang
    still_open = rows[max(len(over) - 1, 0) :]  # from the last quarter that is over on
    dots: list[Row] = [{**row, "c6": BLUE if row in over else "#FFFFFF"} for row in rows]
    return [
        _base(rows, scale, lang, slot).mark_line(opacity=0, aria=False),
        _base(over, scale, lang, slot).mark_line(color=BLUE, strokeWidth=2.5, aria=False),
        _base(still_open, scale, lang, slot).mark_line(color=BLUE, strokeWidth=2, strokeDash=[4, 4], aria=False),
        _base(dots, scale, lang, slot)
        .mark_point(stroke=BLUE, size=80)
        .encode(fill=marks.own_colour("c6"), opacity=marks.picked(pick))
        .add_params(pick),
    ]


def _values(
    rows: Sequence[Row],
    points: Sequence[Point],
    scale: alt.Scale,
    look: Look,
    target: Decimal | None,
    slot: float,
    *,
    bars: bool,
) -> list[alt.Chart]:
    """Write each value above its mark, or below where a line comes down to it; clear of the target's line."""
    domain = scale.to_dict()["domain"]
    letters = Decimal(_LETTERS * (domain[1] - domain[0]) / _HEIGHT)
    room = marks.with_room([str(row["c3"]) for row in rows], slot)
    over: list[Row] = []
    under: list[Row] = []
    under_way: list[tuple[Row, int]] = []
    for at, (row, point) in enumerate(zip(rows, points, strict=True)):
        value = point.value or Decimal(0)
        struck = target is not None and value <= target <= value + letters
        low = not bars and _is_dip(points, at, struck=struck)
        placed: Row = {**row, "c5": marks.as_float(target)} if struck and not low else row
        if room[at]:
            (under if low else over).append(placed)
        if point.partial:
            under_way.append(({**placed, "c3": marks.UNDER_WAY(look.lang)}, 26 if low else -26))

    def write(some: Sequence[Row], dy: int) -> alt.Chart:
        base = marks.chart(some).mark_text(dy=dy, baseline="bottom" if dy < 0 else "top")
        said: alt.Chart = base.encode(x=marks.quarters(slot), y=marks.y("c5", scale), text="c3:N")
        return said

    later = {dy: [row for row, at in under_way if at == dy] for dy in (-26, 26)}
    return [write(over, -9), write(under, 10), write(later[-26], -26), write(later[26], 26)]


def _is_dip(points: Sequence[Point], at: int, *, struck: bool) -> bool:
    value, high = points[at].value, max(point.value for point in points if point.value is not None)
    around = [p.value for p in (*points[max(at - 1, 0) : at], *points[at + 1 : at + 2]) if p.value is not None]
    if value is None or value < high * _ROOM_BELOW:
        return False
    return struck or (bool(around) and not points[at].partial and value < sum(around) / len(around))
