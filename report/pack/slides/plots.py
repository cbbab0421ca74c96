"""From a chart of the pack to what is drawn: one function for each kind; what fits is measured, not hoped for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from kpi.model import Lang
from report.pack.model import Chart, ChartKind
from report.pack.slides.lying import bars, pairs
from report.pack.slides.measure import Box
from report.pack.slides.parts import Room
from report.pack.slides.plot import Plot
from report.pack.slides.upright import columns, line, shares, stacked
from report.pack.slides.waterfall import waterfall

_LARGE, _NORMAL = 14.0, 12.0
_WIDE, _HIGH, _SPACED = 560.0, 220.0, 64.0
"""How wide and high a chart must be, and how wide or high each of its categories, for large letters."""
_KINDS: Final[Mapping[ChartKind, Callable[[Chart, Room], Plot]]] = {
    "columns": columns,
    "line": line,
    "stacked": stacked,
    "shares": shares,
    "bars": bars,
    "pairs": pairs,
    "waterfall": waterfall,
}


def plot(chart: Chart, box: Box, lang: Lang) -> Plot:
    """Turn a chart into what is drawn in a frame of that size."""
    bars_each = max(len(chart.series), 1)
    each = 2 * box.h / bars_each if chart.kind in {"bars", "pairs"} else box.w
    large = box.w > _WIDE and box.h > _HIGH and each / max(len(chart.categories), 1) >= _SPACED
    return _KINDS[chart.kind](chart, Room(box, lang, _LARGE if large else _NORMAL))
