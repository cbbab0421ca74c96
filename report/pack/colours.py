"""Which colour each series of a chart takes: the same on the screen, on slides, in the PDF and in the workbook."""

from __future__ import annotations

from report.charts import OTHERS
from report.charts.look import PALETTE, VERMILION
from report.charts.parts import ALARMING
from report.pack.model import Chart


def places(chart: Chart) -> tuple[int | None, ...]:
    """Return the place of each series' colour in the palette; None for « Autres », which are grey."""
    kept = [series.key for series in chart.series if series.key != OTHERS]
    alarm = PALETTE.index(VERMILION)
    found = iter(alarm if key in ALARMING else at for at, key in enumerate(kept))
    return tuple(None if series.key == OTHERS else next(found) for series in chart.series)
