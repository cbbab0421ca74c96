"""What internal clients say of the firms: the answers that both quality figures read, gathered once.

Nobody is named: neither the respondent nor the comment is among the facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi.documents import valid
from kpi.model import Basis, ratio
from kpi.slices import keep, rows, within
from kpi.windows import over_windows, twelve_months

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from kpi.model import Facts, Key, Scope
    from kpi.slices import Row

CRITERIA = ("expertise", "responsiveness", "clarity", "business_understanding", "cost_predictability", "outcome")
DIMENSIONS = ("firm", "matter_type", "entity", "business_unit", "jurisdiction", "quarter", "month", "matter")
BASIS = Basis(amount="none", date="answered_on_twelve_months", status="all")
_INSTRUCTION = ("firm_id", "matter_id")


def answers(facts: Facts, scope: Scope) -> tuple[list[Row], dict[tuple[Key, ...], list[Row]]]:
    """Return the answers of the twelve months that end with the period, and those of each slice."""
    if "surveys" not in facts.present:
        return [], {}
    asked = ("answers", _key(scope))
    if asked not in facts.shared:
        facts.shared[asked] = over_windows(facts.surveys, scope, "answered_on")
    found: tuple[list[Row], dict[tuple[Key, ...], list[Row]]] = facts.shared[asked]
    return found


def response(facts: Facts, scope: Scope, given: Iterable[Row]) -> tuple[int, int, Decimal | None]:
    """Return how many instructions were billed in those months, how many of them were rated, and the share.

    An answer that names no matter rates a firm as a whole: it counts in the marks, not in this share.
    """
    billed = _billed(facts, scope) if "surveys" in facts.present else set()
    rated = billed & {(row["firm_id"], row["matter_id"]) for row in given}
    return len(billed), len(rated), ratio(len(rated), len(billed))


def _billed(facts: Facts, scope: Scope) -> set[tuple[Any, ...]]:
    """Return the instructions (firm × matter) with an invoice in the twelve months that end with the period."""
    asked = ("billed instructions", _key(scope.cut()))
    if asked not in facts.shared:
        frame = keep(within(facts.spend, twelve_months(scope.period), "invoice_date"), scope.where)
        counted = valid(frame).filter(~nw.col("credit_note") & ~nw.col("matter_id").is_null())
        found = rows(counted.select(*_INSTRUCTION).unique([*_INSTRUCTION]))
        facts.shared[asked] = {(row["firm_id"], row["matter_id"]) for row in found}
    billed: set[tuple[Any, ...]] = facts.shared[asked]
    return billed


def _key(scope: Scope) -> str:
    return scope.model_dump_json(include={"period", "where", "by", "fiscal_start"})


def listed(found: Iterable[Row], marks: Iterable[str]) -> list[dict[str, Any]]:
    """List answers by date: the firm, the matter and the marks, with the line they were read from."""
    shown = ("firm_id", "matter_id", "matter_type", "answered_on", *marks, "source")
    ordered = sorted(found, key=lambda row: (row["answered_on"], row["firm_id"], str(row["source"])))
    return [{name: row[name] for name in shown} for row in ordered]
