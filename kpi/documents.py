"""Documents that count, and those that do not: the same rule for every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from kpi.model import Excluded
from kpi.slices import Frame, matches, rows

if TYPE_CHECKING:
    from kpi.model import Facts, Scope

STAFF = "timekeeper_level"
DOCUMENT_DIMENSIONS = (
    "firm",
    "matter_type",
    "entity",
    "business_unit",
    "jurisdiction",
    "channel",
    "quarter",
    "month",
    "matter",
)  # fmt: skip — the ways a figure about documents can be cut


def asked(facts: Facts, scope: Scope, date: str = "invoice_date") -> Frame:
    """Return the spend rows of the period and of what the scope keeps, valid or not."""
    day = nw.col(date)
    inside = (day >= scope.period.start) & (day <= scope.period.end)
    table = facts.work if _staffed(scope) else facts.spend
    return table.filter(inside & matches(scope.where) if scope.where else inside)


def _staffed(scope: Scope) -> bool:
    return STAFF in scope.by or STAFF in scope.where


def valid(frame: Frame) -> Frame:
    """Leave out rejected, withdrawn and superseded documents."""
    return frame.filter(nw.col("excluded").is_null())


def converted(frame: Frame) -> Frame:
    """Leave out what could not be converted to euros."""
    return frame.filter(~nw.col("amount").is_null())


def counted(frame: Frame) -> Frame:
    """Leave out both: one condition, since each costs the time of asking the engine once more."""
    return frame.filter(nw.col("excluded").is_null() & ~nw.col("amount").is_null())


def not_counted(
    facts: Facts, scope: Scope, date: str = "invoice_date", *, amounts: bool = True
) -> tuple[Excluded, ...]:
    """List the documents of the period that do not count, as `left_out`: many figures tell the same ones."""
    key = ("left out", date, amounts, _staffed(scope), scope.model_dump_json(include={"period", "where"}))
    if key not in facts.shared:
        facts.shared[key] = left_out(asked(facts, scope, date), amounts=amounts)
    found: tuple[Excluded, ...] = facts.shared[key]
    return found


def left_out(frame: Frame, *, amounts: bool = True) -> tuple[Excluded, ...]:
    """List the documents that do not count: their reason, their number, their euros.

    With `amounts`, a document without exchange rate is left out too, never converted at 1.
    """
    unconverted = nw.col("amount").is_null() & nw.col("excluded").is_null()
    out = frame.with_columns(
        reason=nw.when(unconverted).then(nw.lit("no_exchange_rate")).otherwise(nw.col("excluded")),
    ).filter(~nw.col("reason").is_null())
    found = rows(out.group_by("reason").agg(n=nw.col("document_id").n_unique(), amount=nw.col("amount").sum()))
    return tuple(
        Excluded(row["reason"], row["n"], None if row["reason"] == "no_exchange_rate" else row["amount"])
        for row in sorted(found, key=lambda row: str(row["reason"]))
        if amounts or row["reason"] != "no_exchange_rate"
    )


def listed(frame: Frame) -> list[dict[str, object]]:
    """List documents by matter, with what identifies them and their euros."""
    keys = ("document_id", "firm_id", "number", "invoice_date", "matter_id", "matter_type", "channel", "credit_note")
    found = rows(frame.group_by(*keys).agg(amount=nw.col("amount").sum()))
    return sorted(found, key=lambda row: (row["invoice_date"], str(row["document_id"]), str(row["matter_id"])))
