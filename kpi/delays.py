"""How long work waits for its invoice: what both figures about billing delays read, gathered once.

Only fee lines at time are dated by the work; flat fees, discounts and undated lines are left out and told.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi.documents import asked, counted, left_out
from kpi.model import Basis, Excluded, ratio
from kpi.slices import column, keep, rows, total, with_period, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.model import Facts, Scope
    from kpi.slices import Frame, Row

DIMENSIONS = ("firm", "matter_type", "entity", "business_unit", "jurisdiction", "quarter", "month", "matter")
BASIS = Basis(amount="net_of_tax_billed")


@dataclass(frozen=True)
class Timed:
    """Fees (EUR HT, as billed) by slice and number of days waited, and what could not be timed."""

    rows: list[Row]
    excluded: tuple[Excluded, ...]
    coverage: Decimal | None


def timed(facts: Facts, scope: Scope) -> Timed:
    """Return the fees invoiced in the period by the days from the work to its invoice; credit notes do not count."""
    asked_ = ("timed", scope.model_dump_json(include={"period", "where", "by", "fiscal_start"}))
    if asked_ not in facts.shared:
        facts.shared[asked_] = _timed(facts, scope)
    found: Timed = facts.shared[asked_]
    return found


def _timed(facts: Facts, scope: Scope) -> Timed:
    keys = dict.fromkeys((*map(column, scope.by), "flat", "days"))
    found = rows(
        with_period(billed(facts, scope), scope, "invoice_date")
        .group_by(*keys)
        .agg(amount=nw.col("amount").sum(), n=nw.len())
    )
    at_time = [row for row in found if not row["flat"]]
    dated = [row for row in at_time if row["days"] is not None]
    undated = [row for row in at_time if row["days"] is None]
    spend = asked(facts, scope)
    fees = spend.filter((nw.col("nature") != "expenses") | nw.col("nature").is_null())
    bare = counted(spend).filter(~nw.col("has_lines") & ~nw.col("credit_note"))
    unseen = rows(bare.select(n=nw.col("document_id").n_unique(), amount=nw.col("amount").sum()))[0]
    unseen_amount = unseen["amount"] or Decimal(0)
    excluded = (
        *left_out(fees),
        *_told("flat_fee", [row for row in found if row["flat"]]),
        *_told("without_work_date", undated),
        *((Excluded("without_lines", unseen["n"], unseen_amount),) if unseen["n"] else ()),
    )
    return Timed(dated, excluded, ratio(total(dated), total(at_time) + unseen_amount))


def billed(facts: Facts, scope: Scope) -> Frame:
    """Return the fee lines of the valid invoices of the period, in euros."""
    lines = keep(within(facts.delays, scope.period, "invoice_date"), scope.where)
    return counted(lines).filter(~nw.col("credit_note"))


def _told(reason: str, found: list[Row]) -> tuple[Excluded, ...]:
    return (Excluded(reason, number(found), total(found)),) if found else ()


def number(found: Iterable[Row]) -> int:
    """Count the fee lines of some rows."""
    return sum(row["n"] for row in found)


def reached(found: Iterable[Row], share: Decimal) -> Decimal | None:
    """Return the number of days by which a share of the fees had been invoiced; None without fees."""
    waited: dict[int, Decimal] = {}
    for row in found:
        waited[row["days"]] = waited.get(row["days"], Decimal(0)) + row["amount"]
    wanted, invoiced = sum(waited.values(), Decimal(0)) * share, Decimal(0)
    for days, fees in sorted(waited.items()):
        invoiced += fees
        if invoiced >= wanted > 0:
            return Decimal(days)
    return None


def longest_first(facts: Facts, scope: Scope) -> list[dict[str, Any]]:
    """List the invoices by matter with their fees at time, the days of their work and the longest wait."""
    keys = ("document_id", "firm_id", "number", "invoice_date", "matter_id", "matter_type")
    frame = billed(facts, scope).filter(~nw.col("flat") & ~nw.col("days").is_null())
    found = rows(
        frame.group_by(*keys).agg(
            first_work_on=nw.col("work_date").min(),
            last_work_on=nw.col("work_date").max(),
            days=nw.col("days").max(),
            amount=nw.col("amount").sum(),
        )
    )
    return sorted(found, key=lambda row: (-row["days"], str(row["document_id"]), str(row["matter_id"])))
