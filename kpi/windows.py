"""What is too scarce for a quarter is read over the twelve months that end with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.model import Period
from kpi.slices import Frame, Row, grouped, keep, rows, within

if TYPE_CHECKING:
    from kpi.model import Key, Scope

_PERIODS = ("quarter", "month")


def twelve_months(period: Period) -> Period:
    """Return the twelve months that end with a period: 01/10/2025 to 30/09/2026 for 2026-T3."""
    return Period(start=period.back(12).end + dt.timedelta(1), end=period.end)


def over_windows(frame: Frame, scope: Scope, date: str) -> tuple[list[Row], dict[tuple[Key, ...], list[Row]]]:
    """Return the rows of the scope's twelve months, and those of each slice, with one query.

    A quarter or a month is a slice of its own: the twelve months that end with it, so that a row stands in several.
    """
    by = next((name for name in scope.by if name in _PERIODS), None)
    parts = scope.period.split(by, scope.fiscal_start) if by else {"": scope.period}
    span = Period(start=min(twelve_months(part).start for part in parts.values()), end=scope.period.end)
    found = rows(keep(within(frame, span, date), scope.where))
    whole = _dated(found, twelve_months(scope.period), date)
    if not scope.by:
        return whole, {}
    if by is None:
        return whole, grouped(whole, scope.by)
    slices: dict[tuple[Key, ...], list[Row]] = {}
    for name, part in parts.items():
        slices |= grouped([{**row, by: name} for row in _dated(found, twelve_months(part), date)], scope.by)
    return whole, slices


def _dated(found: list[Row], window: Period, date: str) -> list[Row]:
    return [row for row in found if window.start <= row[date] <= window.end]
