# ruff: noqa: PLR0913, PLR0917 — a chart is its rows, its unit and its words
"""What makes up a total: the seven largest parts each in its colour, the others together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import altair as alt

from kpi.model import Key, Lang, Text, Unit
from report import words
from report.charts import guides, marks
from report.charts.guides import Note
from report.charts.look import GREY, PALETTE, VERMILION, WIDTH, Look, dress
from report.charts.marks import Row

OTHERS: Final = "*"  # the key of « Autres »: a click on it names no one
_ROOM_FOR_LABEL = Decimal("0.07")  # the share of a bar below which its label would not fit
_PALER = 0.45
_HEIGHT = 260
ALARMING: Final = frozenset({"over"})  # parts that are never good news: vermilion, wherever they stand
_TAKES_WHITE = {PALETTE[0], PALETTE[2], PALETTE[5]}


@dataclass(frozen=True)
class Part:
    """One part (`key`) of one whole (`row`): a firm's spend in a quarter, a level's hours at a firm."""

    row: Key
    key: Key
    label: str
    value: Decimal
    row_label: str = ""


def stacked(
    parts: Sequence[Part],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    notes: Sequence[Note] = (),
    *,
    target_label: str = "",
    partial: Collection[Key] = (),
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Show who or what makes up each quarter's total; credits pile up below zero.

    The quarters of `partial` are not over: they are paler, and say so.
    """
    if not any(part.value for part in parts):
        return None
    look, grid, pick = Look(lang, title, subtitle, dark, width), _Grid(parts, lang), marks.pick()
    data: list[Row] = []
    tops, bottoms = dict.fromkeys(grid.rows, Decimal(0)), dict.fromkeys(grid.rows, Decimal(0))
    for column, label in grid.columns.items():
        for row, row_label in grid.rows.items():
            value = grid.value(row, column)
            pile = tops if value >= 0 else bottoms
            data.append(
                {
                    "key": column,
                    "c1": row_label,
                    "c2": float(pile[row]),
                    "c3": float(pile[row] + value),
                    "c4": words.show(value, unit, lang),
                    "c5": label,
                    "c6": _PALER if row in partial else 1.0,
                    "said": marks.say(f"{row_label}, {label}", words.show(value, unit, lang), lang),
                }
            )
            pile[row] += value
    totals: list[Row] = [
        {"key": row, "c1": label, "c2": float(tops[row]), "c3": marks.short(grid.total(row), unit, lang)}
        for row, label in grid.rows.items()
    ]
    slot = (width - guides.TARGET_ROOM * (target is not None)) / len(totals)
    room = marks.with_room([str(row["c3"]) for row in totals], slot)
    under_way: list[Row] = [{**row, "c3": marks.UNDER_WAY(lang)} for row in totals if row["key"] in partial]
    scale = marks.round_scale([*tops.values(), *bottoms.values(), *([] if target is None else [target])])
    told = marks.tooltips(lang, c1=Text("Période", "Period"), c5=Text("Libellé", "Label"), c4=Text("Valeur", "Value"))
    layers = [
        marks.chart(data)
        .mark_bar()
        .encode(
            x=marks.quarters(slot),
            y=marks.y("c2", scale),
            y2="c3:Q",
            color=grid.colours(),
            fillOpacity=alt.FillOpacity("c6:Q", scale=None),
            opacity=marks.picked(pick),
            tooltip=told,
            description="said:N",
        )
        .add_params(pick),
        marks.chart([row for row, said in zip(totals, room, strict=True) if said])
        .mark_text(dy=-7, baseline="bottom", fontWeight=600)
        .encode(x=marks.quarters(slot), y=marks.y("c2", scale), text="c3:N"),
        marks.chart(under_way)
        .mark_text(dy=-24, baseline="bottom")
        .encode(x=marks.quarters(slot), y=marks.y("c2", scale), text="c3:N"),
        marks.ground(scale),
        *guides.flags(notes, {str(row): label for row, label in grid.rows.items()}, look, slot),
    ]
    if target is not None:
        layers += guides.target(target, target_label, unit, look, scale)
    spoken = [marks.say(label, words.show(grid.total(row), unit, lang), lang) for row, label in grid.rows.items()]
    return dress(layers, look, spoken, height=_HEIGHT)


def share(
    parts: Sequence[Part],
    unit: Unit,
    lang: Lang,
    title: str,
    subtitle: str,
    target: Decimal | None = None,
    notes: Sequence[Note] = (),
    *,
    target_label: str = "",
    upright: bool = False,
    partial: Collection[Key] = (),
    dark: bool = False,
    width: int = WIDTH,
) -> alt.LayerChart | None:
    """Compare how wholes divide into parts, each whole a bar of 100 %: lying, or `upright` for quarters.

    A whole with a negative part or nothing in it cannot be divided so: the subtitle counts those left out. The wholes
    of `partial` are not over: they are paler, and say so. The target is a share; notes need quarters.
    """
    look, grid, pick = Look(lang, title, subtitle, dark, width), _Grid(parts, lang), marks.pick()
    said = "" if upright else f" ({marks.UNDER_WAY(lang)})"
    rows = {row: label + said * (row in partial) for row, label in grid.rows.items() if grid.divides(row)}
    if not rows:
        return None
    if left := len(grid.rows) - len(rows):
        sentence = Text(
            f"Non représentés (total nul ou part négative)\u00a0: {left}",
            f"Not drawn (nothing in total, or a negative part): {left}",
        )
        look = look.more(sentence(lang))
    data: list[Row] = []
    ends, spoken = dict.fromkeys(rows, Decimal(0)), dict.fromkeys(rows, "")
    for at, (column, label) in enumerate(grid.columns.items()):
        for row, row_label in rows.items():
            value = grid.value(row, column)
            part = value / grid.total(row)
            data.append(
                {
                    "key": column,
                    "c1": row_label,
                    "c2": float(ends[row]),
                    "c3": float(ends[row] + part),
                    "c4": words.percent(part, lang),
                    "c5": label,
                    "c6": words.percent(part, lang, 0) if part >= _ROOM_FOR_LABEL else "",
                    "c7": float(ends[row] + part / 2),
                    "c8": look.ink if row in partial else grid.ink(at),
                    "c9": words.show(value, unit, lang),
                    "c10": _PALER if row in partial else 1.0,
                    "said": marks.say(f"{row_label}, {label}", words.percent(part, lang), lang),
                }
            )
            ends[row] += part
            if value:
                spoken[row] += f"{', ' if spoken[row] else ''}{label} {words.percent(part, lang)}"
    scale, slot = alt.Scale(domain=[0, 1], nice=False), (width - guides.TARGET_ROOM * (target is not None)) / len(rows)
    told = marks.tooltips(
        lang,
        c1=Text("Ensemble", "Whole"),
        c5=Text("Libellé", "Label"),
        c4=Text("Part", "Share"),
        c9=Text("Valeur", "Value"),
    )
    base = marks.chart(data).encode(tooltip=told, description="said:N")
    bar = base.mark_bar() if upright else base.mark_bar(size=24)
    bar = bar.encode(color=grid.colours(), fillOpacity=alt.FillOpacity("c10:Q", scale=None), opacity=marks.picked(pick))
    text = base.mark_text().encode(text="c6:N", fill=marks.own_colour("c8"))
    if upright:
        across = marks.quarters(slot)
        layers = [
            bar.encode(x=across, y=marks.y("c2", scale), y2="c3:Q").add_params(pick),
            text.encode(x=across, y=marks.y("c7", scale)),
            marks.under_way([label for row, label in rows.items() if row in partial], slot, lang),
            *guides.flags(notes, {str(row): label for row, label in rows.items()}, look, slot),
        ]
    else:
        layers = [
            bar.encode(y=marks.labels(), x=marks.x("c2", scale), x2="c3:Q").add_params(pick),
            text.encode(y=marks.labels(), x=marks.x("c7", scale)),
        ]
    if target is not None:
        layers += (guides.target if upright else guides.target_across)(target, target_label, "ratio", look, scale)
    told_aloud = [marks.say(rows[row], shares, lang) for row, shares in spoken.items()]
    return dress(layers, look, told_aloud, height=_HEIGHT if upright else 34 * len(rows), lying=not upright)


class _Grid:
    """Parts laid out as wholes (rows) by categories (columns), both in the order they were given."""

    def __init__(self, parts: Sequence[Part], lang: Lang) -> None:
        names = {part.key: part.label for part in parts}
        weights = dict.fromkeys(names, Decimal(0))
        for part in parts:
            weights[part.key] += part.value
        ranked = sorted(names.keys() - {OTHERS}, key=lambda key: (-weights[key], names[key]))
        kept, rest = [key for key in names if key in ranked[: len(PALETTE)]], set(ranked[len(PALETTE) :])
        self.columns: dict[Key, str] = dict(zip(kept, marks.unlike([names[key] for key in kept]), strict=True))
        self._palette = [VERMILION if key in ALARMING else PALETTE[at] for at, key in enumerate(kept)]
        if rest or OTHERS in names:
            counted = f"{words.OTHERS(lang)} ({words.number(len(rest), lang)})"
            self.columns[OTHERS] = names.get(OTHERS, counted)
            self._palette.append(GREY)
        rows = {part.row: part.row_label or words.quarter(part.row, lang) for part in parts}
        self.rows: dict[Key, str] = dict(zip(rows, marks.unlike(list(rows.values())), strict=True))
        self._cells: dict[tuple[Key, Key], Decimal] = {}
        for part in parts:
            cell = (part.row, OTHERS if part.key in rest else part.key)
            self._cells[cell] = self._cells.get(cell, Decimal(0)) + part.value

    def value(self, row: Key, column: Key) -> Decimal:
        return self._cells.get((row, column), Decimal(0))

    def total(self, row: Key) -> Decimal:
        return sum((self.value(row, column) for column in self.columns), Decimal(0))

    def divides(self, row: Key) -> bool:
        return self.total(row) > 0 and all(self.value(row, column) >= 0 for column in self.columns)

    def colours(self) -> alt.Color:
        # in the order of the rows, so that no label from a file has to stand in the chart's own text
        return alt.Color("c5:N", sort=None, scale=alt.Scale(range=self._palette))

    def ink(self, at: int) -> str:
        return "#FFFFFF" if self._palette[at] in _TAKES_WHITE else "#1F2430"
