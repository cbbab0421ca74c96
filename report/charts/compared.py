# ruff: noqa: PLR0913, PLR0917 — a chart is its rows, its unit and its words
"""Two values of the same thing side by side, and what leads from one total to another."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import altair as alt

from kpi.model import Key, Lang, Text, Unit
from report import words
from report.charts import guides, marks
from report.charts.look import BLUE, LABEL_SHARE, PALE_BLUE, PALETTE, WIDTH, Look, dress
from report.charts.marks import Row

_UP, _DOWN = PALETTE[1], PALETTE[2]
_PALER = 0.45
_HEIGHT, _ROW = 250, 30
_BAR = 15  # pixels: high enough for its value beside it
_BETWEEN = 10
_NAME_LINES = 3
_SMALL_STEPS = Decimal("0.8")  # of the highest level: when all levels lie above, the axis starts there, not at zero
_LETTER = 6.8
_LABEL, _VALUE = Text("Libellé", "Label"), Text("Valeur", "Value")


@dataclass(frozen=True)
class Pair:
    """One thing and its values, one for each name of the chart; `detail` stands after the last of them."""

    key: Key
    label: str
    values: tuple[Decimal | None, ...]
    detail: str = ""
    faint: bool = False


@dataclass(frozen=True)
class Step:
    """One column of a waterfall: a total at either end, a change between."""

    key: Key
    label: str
    value: Decimal | None
    partial: bool = False


def pairs(
    rows: Sequence[Pair],
    names: Sequence[str],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    *,
    target_label: str = "",
    most: int = 15,
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Lay two values of each thing under each other: its budget and its spend, the firm and the median of the panel."""
    known = [value for row in rows for value in row.values if value is not None]
    if not known:
        return None
    kept, look = marks.first(rows, most, Look(lang, title, subtitle, dark, width))
    pick, bars = marks.pick(), marks.unlike(names)
    letters = int(width * LABEL_SHARE / _LETTER)
    axis = alt.Axis(labelExpr=f"slice(split(datum.label, '\\n'), 0, {_NAME_LINES})")
    data: list[Row] = []
    for row, label in zip(kept, marks.unlike([row.label for row in kept]), strict=True):
        for at, (name, value) in enumerate(zip(bars, row.values, strict=True)):
            written, last = marks.short(value, unit, lang), at == len(bars) - 1
            data.append(
                {
                    "key": row.key,
                    "c1": "\n".join(textwrap.wrap(label, letters)),
                    "c2": marks.as_float(value),
                    "c3": marks.beside(written, row.detail if last else ""),
                    "c4": words.show(value, unit, lang),
                    "c5": name,
                    "c6": marks.above(value),
                    "c7": _PALER if row.faint else 1.0,
                    "c8": label,
                    "said": marks.say(f"{label}, {name}", words.show(value, unit, lang), lang),
                }
            )
    scale = marks.exact_scale(known if target is None else [*known, target])
    told = marks.tooltips(lang, c8=_LABEL, c5=Text("Valeur de", "Value of"), c4=_VALUE)
    base = marks.chart(data).encode(
        y=alt.Y("c1:N", title=None, sort=None, axis=axis, scale=alt.Scale(paddingInner=0.22, paddingOuter=0.11)),
        yOffset=alt.YOffset("c5:N", sort=None, scale=alt.Scale(paddingInner=0.08)),
        tooltip=told,
        description="said:N",
    )
    layers = [
        base.mark_bar()
        .encode(
            x=marks.x("c2", scale),
            color=alt.Color("c5:N", sort=None, scale=alt.Scale(range=list(PALETTE[: len(bars)]))),
            fillOpacity=alt.FillOpacity("c7:Q", scale=None, legend=None),
            opacity=marks.picked(pick),
        )
        .add_params(pick),
        base.mark_text(align="left", dx=7, limit=marks.room_beside(width)).encode(x=marks.x("c6", scale), text="c3:N"),
        marks.room_at_end(data, "c6", "c3", scale, width),
    ]
    if target is not None:
        layers += guides.target_across(target, target_label, unit, look, scale)
    height = (_BAR * len(bars) + _BETWEEN) * len(kept)
    return dress(layers, look, [str(row["said"]) for row in data], height=height, lying=True)


def waterfall(
    steps: Sequence[Step],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    *,
    target_label: str = "",
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Show what leads from a first total to a last one, change by change; it lies where names have no room below.

    When every level stands far above zero the axis starts below the lowest, and the subtitle says so: the changes,
    which the chart is about, would otherwise be too small to see.
    """
    if all(step.value is None for step in steps):
        return None
    look, pick = Look(lang, title, subtitle, dark, width), marks.pick()
    slot = (width - guides.TARGET_ROOM * (target is not None)) / len(steps)
    upright = max(len(word) for step in steps for word in step.label.split()) * _LETTER <= slot
    levels = _levels(steps)
    floor, ceiling = _bounds(levels, target)
    if floor > 0:
        said = words.money_short(floor, lang, trim=True) if unit == "EUR" else words.short(floor, unit, lang)
        look = look.more(Text(f"L'axe commence à {said}", f"The axis starts at {said}")(lang))
    rows = _columns(steps, levels, max(floor, Decimal(0)), unit, lang, int(slot / _LETTER) if upright else None)
    scale = alt.Scale(domain=[float(floor), float(ceiling)], nice=False)
    base = marks.chart(rows).encode(tooltip=marks.tooltips(lang, c5=_LABEL, c4=_VALUE), description="said:N")
    bars = base.mark_bar().encode(fill=marks.own_colour("c6"), opacity=marks.picked(pick))
    bridges: list[Row] = [{"c1": row["c1"], "c2": row["c8"], "c9": after["c1"]} for row, after in pairwise(rows)]
    bridge = marks.chart(bridges).mark_rule(strokeDash=[2, 2])
    if upright:
        axis = alt.Axis(labelAngle=0, labelOverlap=False, labelExpr="split(datum.label, '\\n')", labelLimit=int(slot))
        x = alt.X("c1:N", title=None, sort=None, axis=axis, scale=alt.Scale(type="band", padding=0.25))
        high = marks.y("c2", scale)
        layers = [
            bars.encode(x=x, y=high, y2="c3:Q").add_params(pick),
            bridge.encode(x=x.bandPosition(1), x2=alt.X2("c9:N", bandPosition=0), y=high),
            base.mark_text(dy=-7, baseline="bottom", fontWeight=600).encode(x=x, y=marks.y("c7", scale), text="c9:N"),
        ]
        layers += [] if target is None else guides.target(target, target_label, unit, look, scale)
        layers += [] if floor > 0 else [marks.ground(scale)]
    else:
        y = alt.Y("c1:N", title=None, sort=None, scale=alt.Scale(type="band", padding=0.25))
        far = marks.x("c2", scale)
        layers = [
            bars.encode(y=y, x=far, x2="c3:Q").add_params(pick),
            bridge.encode(y=y.bandPosition(1), y2=alt.Y2("c9:N", bandPosition=0), x=far),
            base.mark_text(dx=7, align="left", fontWeight=600).encode(y=y, x=marks.x("c7", scale), text="c9:N"),
            marks.room_at_end(rows, "c7", "c9", scale, width),
        ]
        layers += [] if target is None else guides.target_across(target, target_label, unit, look, scale)
    return dress(layers, look, [str(row["said"]) for row in rows], height=_HEIGHT if upright else _ROW * len(rows))


def _levels(steps: Sequence[Step]) -> list[tuple[Decimal, Decimal]]:
    """Return from where to where each column stands: the ends from zero, each change from where the last one led."""
    spans: list[tuple[Decimal, Decimal]] = []
    level = Decimal(0)
    for at, step in enumerate(steps):
        start = Decimal(0) if at in {0, len(steps) - 1} else level
        level = start + (step.value or 0)
        spans.append((start, level))
    return spans


def _bounds(levels: Sequence[tuple[Decimal, Decimal]], target: Decimal | None) -> tuple[Decimal, Decimal]:
    reached = [end for _, end in levels]
    lowest, highest = min(reached), max(reached)
    far = lowest > highest * _SMALL_STEPS
    # half as much again below the lowest level, so that the totals still look like columns
    shown = [max(lowest - (highest - lowest) / 2, lowest / 2) if far else min(Decimal(0), lowest), highest]
    low, *_, high = marks.steps([*shown, *([] if target is None else [target])], zero=not far)
    return low, high


def _columns(
    steps: Sequence[Step],
    levels: Sequence[tuple[Decimal, Decimal]],
    floor: Decimal,
    unit: Unit,
    lang: Lang,
    letters: int | None,
) -> list[Row]:
    """Work out each column; with a number of letters its name is broken into lines of so many."""
    rows: list[Row] = []
    names = marks.unlike([step.label for step in steps])
    for at, (step, label, (start, end)) in enumerate(zip(steps, names, levels, strict=True)):
        total, value = at in {0, len(steps) - 1}, words.show(step.value, unit, lang)
        name = f"{label} ({marks.UNDER_WAY(lang)})" if step.partial else label
        sign = "+" if not total and (step.value or 0) > 0 else ""
        rows.append(
            {
                "key": step.key,
                "c1": "\n".join(textwrap.wrap(name, letters)) if letters else name,
                "c2": float(floor if total else start),
                "c3": float(end),
                "c4": sign + value,
                "c5": name,
                "c6": (PALE_BLUE if step.partial else BLUE) if total else _UP if end > start else _DOWN,
                "c7": float(max(floor if total else start, end)),
                "c8": float(end),
                "c9": sign + marks.short(step.value, unit, lang),
                "said": marks.say(name, sign + value, lang),
            }
        )
    return rows
