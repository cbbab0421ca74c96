"""The table behind a chart: the same marks, their values in words, for those who read rather than look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt


def behind(chart: alt.LayerChart | Mapping[str, Any]) -> list[dict[str, str]]:
    """Return one row per mark of a chart, under the titles that its tooltips bear.

    What decorates the chart (guides, labels, the quarters that keep their order) repeats its rows: each is told once.
    """
    spec = chart if isinstance(chart, Mapping) else chart.to_dict()
    rows: list[dict[str, str]] = []
    for layer in spec.get("layer", [spec]):
        told = layer.get("encoding", {}).get("tooltip")
        if isinstance(told, list):
            rows += [row for row in _rows(spec, layer, told) if row not in rows]
    columns = list(dict.fromkeys(title for row in rows for title in row))
    return [{title: row.get(title, "") for title in columns} for row in rows]


def _rows(spec: Mapping[str, Any], layer: Mapping[str, Any], told: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    data = layer.get("data", spec.get("data", {}))
    values = data.get("values") or spec.get("datasets", {}).get(data.get("name"), [])
    return [
        {one["title"]: str(value) for one in told if (value := row.get(one["field"])) is not None} for row in values
    ]
