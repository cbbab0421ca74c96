"""What is laid over a chart so that it can be read: the line to reach, and what happened when."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import altair as alt

from kpi.model import Text, Unit
from report import words
from report.charts import marks
from report.charts.look import VERMILION, Look
from report.charts.marks import Row

TARGET: Final = VERMILION
LINE: Final = 16
"""Pixels from a line of text to the next."""
TARGET_ROOM: Final = 96
"""Pixels that the words of a target take beside the chart."""
_DASHED: Final[Mapping[str, Any]] = {"color": VERMILION, "strokeDash": [6, 4], "strokeWidth": 1.5}
_TARGET = Text("Objectif", "Target")
_TARGET_LETTERS = 14  # a line of those words
_LOWEST_FLAG = -42.0  # above the values of the highest bars, and « en cours »
_FLAG_GAP, _FLAG_LETTER = 5, 6.2  # pixels


@dataclass(frozen=True)
class Note:
    """What happened in a quarter or month, in a few words."""

    key: str
    text: str


def target_words(target: Decimal, label: str, unit: Unit, look: Look) -> str:
    """Name a target and its value, in short lines; a label that holds the value is not told it twice."""
    value, label = marks.short(target, unit, look.lang), words.readable(label) or _TARGET(look.lang)
    lines = textwrap.wrap(label, _TARGET_LETTERS, break_on_hyphens=False)
    return "\n".join(lines if value in label else [*lines, value])


def target(value: Decimal, label: str, unit: Unit, look: Look, scale: alt.Scale) -> list[alt.Chart]:
    """Draw the line to reach, with its name at its end."""
    row: Row = {"c2": float(value), "c3": target_words(value, label, unit, look)}
    up = to_the_middle(str(row["c3"]))
    name = marks.chart([row]).mark_text(align="left", dx=8, dy=up, lineBreak="\n", lineHeight=LINE)
    return [rule(value, scale), name.encode(x=alt.value("width"), y=marks.y("c2", scale), text="c3:N")]


def to_the_middle(lines: str) -> float:
    """Return how far to move lines of text for their middle, not their first line, to stand at a value."""
    return -lines.count("\n") * LINE / 2


def rule(value: Decimal, scale: alt.Scale, axis: alt.Axis | None = None) -> alt.Chart:
    """Draw the line to reach, dashed, without its name."""
    line: alt.Chart = marks.chart([{"c2": float(value)}]).mark_rule(**_DASHED).encode(y=marks.y("c2", scale, axis))
    return line


def target_across(value: Decimal, label: str, unit: Unit, look: Look, scale: alt.Scale) -> list[alt.Chart]:
    """Draw the line to reach across bars that lie, with its name on top."""
    row: Row = {"c2": float(value), "c3": target_words(value, label, unit, look).replace("\n", " ")}
    base = marks.chart([row]).encode(x=marks.x("c2", scale))
    middle = scale.to_dict()["domain"][1] / 2
    name = base.mark_text(baseline="bottom", dy=-4, align="left" if value < middle else "right")
    return [base.mark_rule(**_DASHED), name.encode(y=alt.value(0), text="c3:N")]


def apart(places: Sequence[tuple[float, str, Row]], height: float) -> list[tuple[float, Row]]:
    """Move texts along the side of a chart until none covers another, and return where their middles are.

    Each comes with the middle it would like, in pixels from the top, its lines (which become `c3`), and its row.
    """
    wanted = sorted(places, key=lambda place: place[0])
    halves = [(said.count("\n") + 1) * LINE / 2 + 1 for _, said, _ in wanted]
    middles: list[float] = []
    floor = -height
    for (middle, _, _), half in zip(wanted, halves, strict=True):
        middles.append(max(middle, floor + half))
        floor = middles[-1] + half
    ceiling = height + LINE
    for at in reversed(range(len(wanted))):
        middles[at] = min(middles[at], ceiling - halves[at])
        ceiling = middles[at] - halves[at]
    return [(middle, {**row, "c3": said}) for middle, (_, said, row) in zip(middles, wanted, strict=True)]


def flags(notes: Sequence[Note], labels: Mapping[str, str], look: Look, slot: float) -> list[alt.Chart]:
    """Plant a flag above the quarter of each note, each on its own lines so that none covers another.

    `labels` names every quarter of the chart, in order; `slot` is the room of one, in pixels.
    """
    order = list(labels)
    layers: list[alt.Chart] = []
    foot = _LOWEST_FLAG
    for note in (note for note in notes if note.key in labels):
        place = (order.index(note.key) + 0.5) * slot
        left = place < len(order) * slot / 2
        room = (len(order) * slot - place if left else place) - 2 * _FLAG_GAP
        lines = _lines(words.readable(note.text), room)
        top = foot - LINE * len(lines)
        row: Row = {"c1": labels[note.key], "c3": "\n".join(lines), "c4": words.readable(note.text)}
        told = marks.tooltips(look.lang, c1=Text("Période", "Period"), c4=Text("Note", "Note"))
        base = marks.chart([row]).encode(x=marks.quarters(slot), tooltip=told)
        layers += [
            base.mark_rule(strokeDash=[2, 2]).encode(y=alt.value(top), y2=alt.value(0)),
            base.mark_text(
                align="left" if left else "right",
                baseline="top",
                dx=_FLAG_GAP if left else -_FLAG_GAP,
                lineBreak="\n",
                lineHeight=LINE,
                color=look.pale,
            ).encode(y=alt.value(top), text="c3:N"),
        ]
        foot = top - _FLAG_GAP
    return layers


def _lines(text: str, room: float) -> list[str]:
    """Break a note into two lines at most: what does not fit is in the tooltip."""
    letters = max(int(room / _FLAG_LETTER), 1)
    return textwrap.wrap(text, letters, max_lines=2, placeholder="\u00a0…") or ["…"]
