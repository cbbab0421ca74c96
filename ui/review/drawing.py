"""A chart of a review on the screen: a click tells its mark and its quarter; in the room it fills its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from report import words
from report.pack.pictures import draw
from ui.layout import table_behind
from ui.reader import dark, lang, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Key
    from report.pack.model import Chart, ChartKind

_ROWS: Final[Mapping[ChartKind, int]] = {"bars": 13, "pairs": 8}
"""Rows that are read from the back of a room: the prepared page and the pack hold them all."""
_SIZES: Final = {
    "title": ("fontSize", "subtitleFontSize", "offset"),
    "axis": ("labelFontSize", "labelLimit"),
    "legend": ("labelFontSize", "labelLimit", "symbolSize"),
    "text": ("fontSize",),
    "mark": ("size", "dx", "dy", "lineHeight", "thickness", "strokeWidth", "limit"),
}


@dataclass(frozen=True)
class Picked:
    """A mark that was clicked: its key, and the category that it stands over."""

    key: Key
    category: str


def show(block: Chart, key: str, width: int, *, large: bool = False) -> Picked | None:
    """Show a chart and return the mark that the reader chose."""
    most = _ROWS.get(block.kind, len(block.categories)) if large else len(block.categories)
    drawn = draw(first(block, most), lang(), dark=dark(), width=width)
    if drawn is None:
        st.info(t("Rien à dessiner pour ce choix.", "Nothing to draw for this choice."))
        return None
    spec: dict[str, Any] = drawn.to_dict()
    for parameter in spec["params"]:
        if parameter["name"] == "pick":
            parameter["select"]["fields"] = ["key", "c1"]
    if large:
        enlarge(spec)
    event = st.vega_lite_chart(
        spec, width="stretch", height="stretch" if large else "content", key=key, on_select="rerun",
        selection_mode="pick",
    )  # fmt: skip
    if not large:
        table_behind(spec, key)
    if most < len(block.categories):
        rest = words.number(len(block.categories) - most, lang())
        st.caption(t(f"Et {rest} autres : voir le dossier.", f"And {rest} more: see the pack."))
    found = event["selection"].get("pick") or []
    return Picked(found[0].get("key"), found[0].get("c1", "")) if found else None


def first(block: Chart, most: int) -> Chart:
    """Keep the first categories of a chart."""
    if most >= len(block.categories):
        return block
    return replace(
        block, categories=block.categories[:most], keys=block.keys[:most], labels=block.labels[:most],
        series=tuple(replace(series, values=series.values[:most]) for series in block.series),
    )  # fmt: skip


def enlarge(spec: dict[str, Any]) -> None:
    """Make all that has a size in pixels as large as the screen asks, and let the chart take the height of its place.

    Only the browser knows how wide and high the screen is: the sizes are expressions, worked out there.
    """
    height = spec.pop("height")
    scale = f"min(max(1.2, windowSize()[0] / 1050), windowSize()[1] * 0.66 / {height})"
    _scale(spec["title"], "title", scale)
    for part in ("axis", "legend", "text"):
        _scale(spec["config"][part], part, scale)
    for layer in spec["layer"]:
        if isinstance(layer["mark"], dict):
            in_rows = layer["mark"]["type"] == "bar"  # as high as its row lets it be
            _scale(layer["mark"], "mark", f"height / {height}" if in_rows else scale)
        for channel in ("y", "y2"):
            _place(layer.get("encoding", {}).get(channel), height, scale)
    spec["autosize"] = {"type": "fit", "contains": "padding"}
    spec["padding"] = {"top": 16, "left": 4, "right": 4, "bottom": 4}  # what stands above the highest mark


def _scale(part: dict[str, Any], kind: str, scale: str) -> None:
    for size in _SIZES[kind]:
        if isinstance(part.get(size), int | float):
            part[size] = {"expr": f"{part[size]} * {scale}"}


def _place(channel: dict[str, Any] | None, height: float, scale: str) -> None:
    """Keep what stands at so many pixels from the top at the same share of a height that changes."""
    value = channel.get("value") if channel else None
    if channel is not None and isinstance(value, int | float):
        channel["value"] = {"expr": f"{value} * {scale}" if value < 0 else f"{value / height} * height"}
