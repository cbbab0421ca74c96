"""How a table is narrowed to a scope and cut into slices: the same way for every figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.model import Key, Period, Scope

Frame = nw.LazyFrame[Any]
Row = dict[str, Any]

MATTER_DIMENSIONS = ("matter_type", "entity", "business_unit", "jurisdiction", "matter")
"""Dimensions that belong to a matter as such, whoever bills on it."""

_COLUMN = {"firm": "firm_id", "matter": "matter_id", "class": "class_"}
_PERIODS = ("quarter", "month")


def column(dimension: str) -> str:
    """Return the column that holds a dimension."""
    return _COLUMN.get(dimension, dimension)


def within(frame: Frame, period: Period, date: str) -> Frame:
    """Keep the rows dated inside the period, bounds included."""
    return frame.filter((nw.col(date) >= period.start) & (nw.col(date) <= period.end))


def matches(where: Mapping[str, tuple[Key, ...]]) -> nw.Expr:
    """Say whether a row is among what is kept; None keeps « not recorded »."""
    kept: nw.Expr = nw.lit(value=True)
    for dimension, keys in where.items():
        cell = nw.col(column(dimension))
        among = cell.is_in([key for key in keys if key is not None]) & ~cell.is_null()
        kept = kept & ((among | cell.is_null()) if None in keys else among)
    return kept


def keep(frame: Frame, where: Mapping[str, tuple[Key, ...]]) -> Frame:
    """Keep the rows that the scope asks about."""
    return frame.filter(matches(where)) if where else frame


def with_period(frame: Frame, scope: Scope, date: str) -> Frame:
    """Add the quarter or the month of a date as a number, when the scope is cut by it."""
    months = nw.col(date).dt.year().cast(nw.Int64) * 12 + nw.col(date).dt.month().cast(nw.Int64)
    added = {"quarter": (months - scope.fiscal_start) // 3, "month": months - 1}
    wanted = {name: added[name] for name in _PERIODS if name in scope.by}
    return frame.with_columns(**wanted) if wanted else frame


def key_of(row: Mapping[str, Any], by: Sequence[str]) -> tuple[Key, ...]:
    """Return the key of a row's slice; a quarter number becomes 2026-T3."""
    return tuple(_named(name, row[column(name)]) for name in by)


def _named(dimension: str, value: Any) -> Key:  # noqa: ANN401 — a cell of any type
    if value is None:
        return None
    if dimension == "quarter" and not isinstance(value, str):
        return f"{value // 4}-T{value % 4 + 1}"
    if dimension == "month" and not isinstance(value, str):
        return f"{value // 12}-{value % 12 + 1:02d}"
    return str(value)


def rows(frame: Frame) -> list[Row]:
    """Bring a small, already reduced table into Python, decimals exact."""
    return frame.collect("pyarrow").rows(named=True)


def grouped(found: Iterable[Row], by: Sequence[str]) -> dict[tuple[Key, ...], list[Row]]:
    """Sort rows into their slices, slices in the order of their keys (not recorded last)."""
    slices: dict[tuple[Key, ...], list[Row]] = {}
    for row in found:
        slices.setdefault(key_of(row, by), []).append(row)
    return dict(sorted(slices.items(), key=lambda item: [(part is None, part or "") for part in item[0]]))


def total(found: Iterable[Row], name: str = "amount") -> Decimal:
    """Add up a column exactly."""
    return sum((row[name] for row in found if row[name] is not None), Decimal(0))


def quantile(values: Sequence[Decimal], share: Decimal) -> Decimal | None:
    """Return a quantile by linear interpolation between closest ranks; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spread(values: Sequence[Decimal]) -> dict[str, Decimal | None]:
    """Return the median and the quartiles: legal costs are skewed, a mean alone misleads."""
    return {
        "median": quantile(values, Decimal("0.5")),
        "p25": quantile(values, Decimal("0.25")),
        "p75": quantile(values, Decimal("0.75")),
    }
