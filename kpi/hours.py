"""Hours and rates: the fee lines that count, and those that do not, by the same rule for every figure about time.

A line counts when it has hours and a rate. Hours that a credit note takes back are negative and count as such.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from kpi.model import Basis, Excluded
from kpi.slices import Frame, matches, rows

if TYPE_CHECKING:
    from kpi.model import Facts, Scope

DIMENSIONS = (
    "firm",
    "matter_type",
    "entity",
    "business_unit",
    "jurisdiction",
    "quarter",
    "month",
    "matter",
    "timekeeper_level",
)  # fmt: skip — the ways a figure about hours can be cut
_LINES = ("not_hourly", "no_exchange_rate", "without_work_date")
"""Reasons that concern a line; the others concern its whole document."""


def basis(date: str) -> Basis:
    """Return what the euros and days of a figure about hours mean."""
    return Basis(amount="net_of_tax_billed", date=date)


def counted(frame: Frame, scope: Scope, date: str) -> Frame:
    """Return the hours of the period that count: of valid documents, at a rate, in euros."""
    return frame.filter(_asked(scope, date) & _valid() & nw.col("hourly"))


def invoiced(frame: Frame, scope: Scope) -> Frame:
    """Return the fee lines of the period's valid invoices, hours and flat fees, in euros; credit notes are apart."""
    return frame.filter(_asked(scope, "invoice_date") & _valid() & ~nw.col("credit_note"))


def _asked(scope: Scope, date: str) -> nw.Expr:
    """Say whether a line is of the period and of what the scope keeps: one condition, so that views are read once."""
    day = nw.col(date)
    return (day >= scope.period.start) & (day <= scope.period.end) & matches(scope.where)


def _valid() -> nw.Expr:
    return nw.col("excluded").is_null() & ~nw.col("net").is_null()


def left_out(facts: Facts, scope: Scope, date: str) -> tuple[Excluded, ...]:
    """List the fee lines that do not count: the reason, their number (or that of their documents), their euros."""
    asked = ("hours left out", date, scope.model_dump_json(include={"period", "where"}))
    if asked not in facts.shared:
        facts.shared[asked] = _left_out(facts, scope, date)
    found: tuple[Excluded, ...] = facts.shared[asked]
    return found


def _left_out(facts: Facts, scope: Scope, date: str) -> tuple[Excluded, ...]:
    apart = ~(_valid() & nw.col("hourly"))
    found = _told(facts.time.filter(_asked(scope, date) & apart), "no_exchange_rate")
    if date == "work_date":  # what has no work date has no other day than its invoice's
        undated = facts.time.filter(nw.col("work_date").is_null() & _asked(scope, "invoice_date"))
        for reason, (n, amount) in _told(undated, "without_work_date").items():
            before = found.get(reason, (0, None))
            found[reason] = (before[0] + n, (before[1] or Decimal(0)) + (amount or Decimal(0)))
    return tuple(
        Excluded(reason, n, None if reason == "no_exchange_rate" else amount or Decimal(0))
        for reason, (n, amount) in sorted(found.items())
    )


def _told(frame: Frame, otherwise: str) -> dict[str, tuple[int, Decimal | None]]:
    """Return the number and the euros of what is left out, by reason."""
    hours = nw.when(~nw.col("hourly")).then(nw.lit("not_hourly")).otherwise(nw.lit(otherwise))
    reason = nw.when(nw.col("excluded").is_null()).then(hours).otherwise(nw.col("excluded"))
    sums = {"lines": nw.len(), "documents": nw.col("document_id").n_unique(), "net": nw.col("net").sum()}
    found = rows(frame.with_columns(reason=reason).group_by("reason").agg(**sums))
    return {r["reason"]: (r["lines" if r["reason"] in _LINES else "documents"], r["net"]) for r in found}
