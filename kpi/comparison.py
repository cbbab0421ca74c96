"""Two periods side by side: the one asked about and the one it is compared with, whole or part by part."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.model import Period, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.model import Scope
    from kpi.slices import Row

YEAR = Text("Sur un an", "Year on year")
QUARTER = Text("Sur la période précédente", "On the period before")

_STEPS = {
    ("year", "quarter"): (12, 4),
    ("year", "month"): (12, 12),
    ("quarter", "quarter"): (3, 1),
    ("quarter", "month"): (1, 1),
}
"""How many months back each part of a trend is compared with, and how many quarters or months that is."""


def before(period: Period, reading: str) -> Period:
    """Return what a period is compared with: itself a year earlier, or as many months (or days) just before it."""
    if reading == "year":
        return period.back(12)
    after = period.end + dt.timedelta(1)
    if period.start.day == after.day == 1:
        return period.back((after.year - period.start.year) * 12 + after.month - period.start.month)
    return Period(start=period.start - (after - period.start), end=period.start - dt.timedelta(1))


def cut_by(scope: Scope) -> str | None:
    """Return the name of the parts of a trend, quarter or month; None when the scope is not cut by time."""
    return next((name for name in ("quarter", "month") if name in scope.by), None)


def behind(scope: Scope, reading: str) -> Period:
    """Return the days that the parts of the scope are compared with: all of them at once, for a trend."""
    by = cut_by(scope)
    return scope.period.back(_STEPS[reading, by][0]) if by else before(scope.period, reading)


def brought_forward(found: Iterable[Row], scope: Scope, reading: str) -> list[Row]:
    """Give the rows of earlier quarters or months the number of the one they are compared with."""
    by = cut_by(scope)
    return [{**row, by: row[by] + _STEPS[reading, by][1]} for row in found] if by else list(found)
