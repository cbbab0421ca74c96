"""The charts of a pack as pictures: the same on the screen, on the projector and in the PDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import altair as alt

from kpi.model import Key, Lang, Text
from report import charts, words
from report.charts import WIDTH
from report.pack.model import Chart, ChartKind, Series

_SHORT_NAME: Final = 14
"""Letters up to which the names of wholes fit under upright bars; longer ones need bars that lie."""
_WITHOUT_FLAGS: Final = {"bars", "pairs", "waterfall"}

_Around = Mapping[str, Any]
"""What every drawing is told: unit, language, title, subtitle, target, theme, width."""


def draw(chart: Chart, lang: Lang, *, dark: bool = False, width: int = WIDTH) -> alt.LayerChart | None:
    """Draw a chart of a pack; None when it holds no value.

    A click on a mark is the selection `pick`: the key of its category, or of its series where series are stacked.
    """
    if not chart.categories or not chart.series:
        return None
    around = {
        "unit": chart.unit,
        "lang": lang,
        "title": chart.title,
        "subtitle": _subtitle(chart, lang),
        "target": chart.target,
        "target_label": chart.target_label or "",
        "dark": dark,
        "width": width,
    }
    drawn = _DRAWN[chart.kind](chart, around)
    if drawn is None or not chart.alt:
        return drawn
    title = words.readable(chart.title).rstrip()
    colon = "" if title.endswith(("?", "!", "…", ".")) else "."
    spoken: alt.LayerChart = drawn.properties(description=f"{title}{colon} {words.readable(chart.alt)}")
    return spoken


def _subtitle(chart: Chart, lang: Lang) -> str:
    """Say in the subtitle the notes that no flag can say, where there is no line of quarters to plant it on."""
    if chart.kind not in _WITHOUT_FLAGS or not chart.notes:
        return chart.subtitle
    said = [chart.subtitle, *(Text(f"{name} : {note}", f"{name}: {note}")(lang) for name, note in chart.notes)]
    return ". ".join(part.rstrip(".") for part in said if part)


def _distinct(keys: Sequence[Key], names: Sequence[str]) -> list[Key]:
    """Return the keys, or the names where keys are missing or do not tell the rows apart."""
    return list(keys) if len(set(keys)) == len(names) else [words.readable(name) for name in names]


def _keys(chart: Chart) -> list[Key]:
    return _distinct(chart.keys, chart.categories)


def _notes(chart: Chart) -> list[charts.Note]:
    key_of = dict(zip(chart.categories, _keys(chart), strict=True))
    return [charts.Note(str(key_of[category]), text) for category, text in chart.notes if category in key_of]


def _only(chart: Chart) -> Series:
    if len(chart.series) > 1:
        raise ValueError(f"a chart of {chart.kind} has one series, not {len(chart.series)}")
    return chart.series[0]


def _points(chart: Chart, series: Series) -> list[charts.Point]:
    return [
        charts.Point(str(key), value, category in chart.partial, category)
        for key, category, value in zip(_keys(chart), chart.categories, series.values, strict=True)
    ]


def _parts(chart: Chart) -> list[charts.Part]:
    owners = _distinct([series.key for series in chart.series], [series.name for series in chart.series])
    return [
        charts.Part(key, owner, series.name, value or Decimal(0), category)
        for owner, series in zip(owners, chart.series, strict=True)
        for key, category, value in zip(_keys(chart), chart.categories, series.values, strict=True)
    ]


def _partial(chart: Chart) -> list[Key]:
    return [key for key, category in zip(_keys(chart), chart.categories, strict=True) if category in chart.partial]


def _columns(chart: Chart, around: _Around) -> alt.LayerChart | None:
    return charts.trend(_points(chart, _only(chart)), notes=_notes(chart), bars=True, **around)


def _line(chart: Chart, around: _Around) -> alt.LayerChart | None:
    if len(chart.series) == 1:
        return charts.trend(_points(chart, chart.series[0]), notes=_notes(chart), bars=False, **around)
    lines = [charts.Line(series.name, tuple(_points(chart, series))) for series in chart.series]
    return charts.lines(lines, notes=_notes(chart), **around)


def _stacked(chart: Chart, around: _Around) -> alt.LayerChart | None:
    return charts.stacked(_parts(chart), notes=_notes(chart), partial=_partial(chart), **around)


def _shares(chart: Chart, around: _Around) -> alt.LayerChart | None:
    upright = max(map(len, chart.categories)) <= _SHORT_NAME
    return charts.share(_parts(chart), notes=_notes(chart), partial=_partial(chart), upright=upright, **around)


def _bars(chart: Chart, around: _Around) -> alt.LayerChart | None:
    labels = chart.labels or ("",) * len(chart.categories)
    rows = [
        charts.Bar(key, category, value, faint=category in chart.partial, instead=label)
        for key, category, value, label in zip(_keys(chart), chart.categories, _only(chart).values, labels, strict=True)
    ]
    return charts.bars(rows, ranked=False, **around)


def _pairs(chart: Chart, around: _Around) -> alt.LayerChart | None:
    labels = chart.labels or ("",) * len(chart.categories)
    values = zip(*(series.values for series in chart.series), strict=True)
    rows = [
        charts.Pair(key, category, row, label, faint=category in chart.partial)
        for key, category, row, label in zip(_keys(chart), chart.categories, values, labels, strict=True)
    ]
    return charts.pairs(rows, [series.name for series in chart.series], **around)


def _waterfall(chart: Chart, around: _Around) -> alt.LayerChart | None:
    steps = [
        charts.Step(key, category, value, partial=category in chart.partial)
        for key, category, value in zip(_keys(chart), chart.categories, _only(chart).values, strict=True)
    ]
    return charts.waterfall(steps, **around)


_DRAWN: Final[Mapping[ChartKind, Callable[[Chart, _Around], alt.LayerChart | None]]] = {
    "columns": _columns,
    "line": _line,
    "stacked": _stacked,
    "shares": _shares,
    "bars": _bars,
    "pairs": _pairs,
    "waterfall": _waterfall,
}
