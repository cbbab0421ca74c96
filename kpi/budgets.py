"""Matters and their budgets: what both budget figures judge, gathered once.

A matter is judged whole: all its spend from the start to the period's end against all its budgets. Filtering
or cutting by firm selects the matters on which that firm billed; it does not cut the matter in pieces.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals.stable.v2 as nw

from kpi.documents import counted
from kpi.slices import MATTER_DIMENSIONS, column, keep, key_of, matches, rows, with_period, within

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Facts, Key, Period, Scope
    from kpi.slices import Row

DIMENSIONS = ("matter_type", "firm", "entity", "business_unit", "jurisdiction", "quarter", "month", "matter")
_PERIODS = ("quarter", "month")


class Version(NamedTuple):
    """One approved budget version, in euros."""

    approved_on: dt.date
    amount: Decimal
    scope: str


@dataclass(frozen=True)
class Agreed:
    """What was agreed for a matter by some day, over all its budgets."""

    in_force: Decimal | None
    initial: Decimal | None
    fees_only: bool
    histories: tuple[tuple[Version, ...], ...]
    """The versions of its budgets, by firm and phase, oldest first."""
    last: dt.date
    """The day of the last of them."""


class Day(NamedTuple):
    """What a matter had cost by the end of a day."""

    day: dt.date
    spent: Decimal
    fees: Decimal


@dataclass(frozen=True)
class Judged:
    """One active matter at the end of a period: what was spent, what was agreed."""

    matter_id: str
    attributes: Row
    keys: tuple[tuple[Key, ...], ...]
    spent: Decimal
    fees: Decimal
    in_force: Decimal | None
    initial: Decimal | None
    fees_only: bool = False
    late: int = 0
    unconverted: int = 0
    histories: tuple[tuple[Version, ...], ...] = field(default=(), repr=False)
    """The versions of its budgets, by firm and phase, oldest first."""

    @property
    def engaged(self) -> Decimal:
        """What is compared with the budget: fees alone for a budget of fees."""
        return self.fees if self.fees_only else self.spent


_NOTHING = Agreed(None, None, fees_only=False, histories=(), last=dt.date.min)


def judged(facts: Facts, scope: Scope, period: Period, *, late: bool = False) -> list[Judged]:
    """Return the matters with at least one invoice in the period, each with its spend and budgets to date."""
    found = _judged_at_ends(facts, scope.over(period), {None: period})[None]
    return _with_late(facts, found) if late else found


def _with_late(facts: Facts, found: list[Judged]) -> list[Judged]:
    """Add the number of budget versions approved too late, to matters whose budget was ever revised."""
    revisions = {
        matter.matter_id: max(history[-1].approved_on for history in matter.histories)
        for matter in found
        if any(len(history) > 1 for history in matter.histories)
    }
    running = _running(facts, sorted(revisions), max(revisions.values())) if revisions else {}
    return [
        replace(matter, late=_late(matter, running[matter.matter_id])) if matter.matter_id in running else matter
        for matter in found
    ]


def _late(matter: Judged, days: list[Day]) -> int:
    return sum(
        _passed(days, before, after.approved_on) for history in matter.histories for before, after in pairwise(history)
    )


def _judged_at_ends(facts: Facts, scope: Scope, parts: Mapping[Any, Period]) -> dict[Key, list[Judged]]:
    """Judge matters at the end of each part of the scope's period: one query, cumulated part after part.

    Conformity and coverage judge the same matters: the answer is shared.
    """
    asked = ("judged", scope.model_dump_json(include={"period", "where", "by", "fiscal_start"}))
    if asked not in facts.shared:
        facts.shared[asked] = _judge_parts(facts, scope, parts)
    found: dict[Key, list[Judged]] = facts.shared[asked]
    return found


def _judge_parts(facts: Facts, scope: Scope, parts: Mapping[Any, Period]) -> dict[Key, list[Judged]]:
    period_by = _period_of(scope) if len(parts) > 1 or None not in parts else None
    found = _billed(facts, scope, period_by)
    keys = _keys(facts, scope, period_by, found)
    approved = ("budgets approved", scope.period.end)
    if approved not in facts.shared:
        known, apart = _versions(facts, scope.period.end)
        facts.shared[approved] = known, apart, {matter: _agreed(one) for matter, one in known.items()}
    budgets, unconverted, agreed = facts.shared[approved]
    spent: dict[str, Row] = {}
    judged_: dict[Key, list[Judged]] = {}
    waiting: dict[Key, list[Row]] = {}
    for row in sorted(found, key=lambda row: row["at"] or 0):
        waiting.setdefault(_named(row["at"], period_by), []).append(row)
    for name, part in parts.items():
        active: set[str] = set()
        for earlier in [at for at in waiting if name is None or at is None or at <= name]:
            if earlier == name:
                active = {row["matter_id"] for row in waiting[earlier] if row["active"]}
            for row in waiting.pop(earlier):
                before = spent.get(row["matter_id"])
                spent[row["matter_id"]] = row if before is None else {**row, **_sums(before, row)}
        judged_[name] = [
            _judge(spent[m], keys[m, name], _agreed_on(part.end, budgets.get(m, {}), agreed.get(m)), unconverted)
            for m in sorted(active)
        ]
    return judged_


def _sums(before: Row, row: Row) -> Row:
    return {name: before[name] + row[name] for name in ("spent", "fees")}


def _billed(facts: Facts, scope: Scope, period_by: str | None) -> list[Row]:
    """Return each matter's spend up to the period's end, by quarter or month (`at`) when cut by it."""
    frame = counted(facts.spend).filter((nw.col("invoice_date") <= scope.period.end) & ~nw.col("matter_id").is_null())
    here = (nw.col("invoice_date") >= scope.period.start) & ~nw.col("credit_note") & matches(scope.where)
    amount, nothing = nw.col("amount"), nw.lit(Decimal("0.00"))
    frame = with_period(frame, scope, "invoice_date")
    at = nw.col(period_by) if period_by else nw.lit(0)
    attributes = ("matter_type", "entity", "business_unit", "jurisdiction")
    return rows(
        frame.with_columns(
            at=at,
            active=nw.when(here).then(1).otherwise(0),
            fee=nw.when(nw.col("nature") == "fees").then(amount).otherwise(nothing),
        )
        .group_by("matter_id", *attributes, "at")
        .agg(spent=amount.sum(), fees=nw.col("fee").sum(), active=nw.col("active").sum())
    )


def _period_of(scope: Scope) -> str | None:
    return next((name for name in scope.by if name in _PERIODS), None)


@cache
def _named(at: int, period_by: str | None) -> Key:
    """Name the quarter or month of a number; None when the whole period is one part."""
    return key_of({period_by: at}, [period_by])[0] if period_by else None


def _until(budgets: Mapping[Any, list[Version]], day: dt.date) -> dict[Any, list[Version]]:
    """Keep the versions approved by a day."""
    known = {phase: [v for v in history if v.approved_on <= day] for phase, history in budgets.items()}
    return {phase: history for phase, history in known.items() if history}


def _agreed(budgets: Mapping[Any, list[Version]]) -> Agreed:
    in_force, initial, fees_only, last = Decimal(0), Decimal(0), bool(budgets), dt.date.min
    for history in budgets.values():
        in_force += history[-1].amount
        initial += history[0].amount
        fees_only = fees_only and history[-1].scope == "fees"
        last = max(last, history[-1].approved_on)
    return Agreed(
        in_force=in_force if in_force > 0 else None,
        initial=initial if initial > 0 else None,
        fees_only=fees_only,
        histories=tuple(map(tuple, budgets.values())),
        last=last,
    )


def _agreed_on(day: dt.date, budgets: Mapping[Any, list[Version]], last: Agreed | None) -> Agreed:
    """Return what was agreed by a day: the last word, unless it came later."""
    return _agreed(_until(budgets, day)) if last is not None and last.last > day else last or _NOTHING


def _judge(row: Row, keys: list[tuple[Key, ...]], agreed: Agreed, unconverted: dict[str, int]) -> Judged:
    return Judged(
        matter_id=row["matter_id"],
        attributes=row,
        keys=tuple(dict.fromkeys(keys)),
        spent=row["spent"],
        fees=row["fees"],
        in_force=agreed.in_force,
        initial=agreed.initial,
        fees_only=agreed.fees_only,
        unconverted=unconverted.get(row["matter_id"], 0),
        histories=agreed.histories,
    )


def _passed(days: list[Day], before: Version, approved_on: dt.date) -> bool:
    """Say whether cumulated spend (fees, for a budget of fees) had exceeded a version before the next was approved."""
    return any(
        (day.fees if before.scope == "fees" else day.spent) > before.amount for day in days if day.day < approved_on
    )


def _keys(
    facts: Facts, scope: Scope, period_by: str | None, found: list[Row]
) -> dict[tuple[str, Key], list[tuple[Key, ...]]]:
    """Return, by matter and part, the slices a matter belongs to: several where several firms billed on it."""
    by = [name for name in scope.by if name not in _PERIODS]
    keys: defaultdict[tuple[str, Key], list[tuple[Key, ...]]] = defaultdict(list)
    if not by:
        return {(row["matter_id"], _named(row["at"], period_by)): [()] for row in found}
    if all(name in MATTER_DIMENSIONS for name in by):
        for row in found:
            keys[row["matter_id"], _named(row["at"], period_by)] = [key_of(row, by)]
        return keys
    inside = within(counted(keep(facts.spend, scope.where)), scope.period, "invoice_date")
    cut = with_period(inside.filter(~nw.col("credit_note")), scope, "invoice_date")
    columns = dict.fromkeys(("matter_id", *map(column, by), *([period_by] if period_by else [])))
    for row in rows(cut.group_by(*columns).agg(n=nw.len())):
        keys[row["matter_id"], _named(row[period_by] if period_by else 0, period_by)].append(key_of(row, by))
    return keys


def _versions(facts: Facts, day: dt.date) -> tuple[dict[str, dict[tuple[Key, Key], list[Version]]], dict[str, int]]:
    """Return, by matter, then firm and phase, the versions approved by that day, oldest first.

    Of two versions approved on one day the later in the file counts. A version that cannot be converted to euros
    is counted apart.
    """
    budgets: dict[str, dict[tuple[Key, Key], list[Version]]] = {}
    unconverted: defaultdict[str, int] = defaultdict(int)
    found = rows(facts.budgets.filter(nw.col("approved_on") <= day))
    for row in sorted(found, key=lambda row: (row["approved_on"], row["position"])):
        if row["amount"] is None:
            unconverted[row["matter_id"]] += 1
            continue
        history = budgets.setdefault(row["matter_id"], {}).setdefault((row["firm_id"], row["phase"]), [])
        if history and history[-1].approved_on == row["approved_on"]:
            history.pop()
        history.append(Version(row["approved_on"], row["amount"], row["scope"] or "all"))
    return budgets, unconverted


def _running(facts: Facts, revised: list[str], before: dt.date) -> dict[str, list[Day]]:
    """Return the cumulated spend, day by day up to the last revision, of the matters whose budget was ever revised."""
    fee = nw.when(nw.col("nature") == "fees").then(nw.col("amount")).otherwise(nw.lit(Decimal("0.00")))
    daily = (
        counted(facts.spend)
        .filter((nw.col("invoice_date") < before) & nw.col("matter_id").is_in(revised))
        .with_columns(fee=fee)
        .group_by("matter_id", "invoice_date")
        .agg(amount=nw.col("amount").sum(), fee=nw.col("fee").sum())
    )
    running: defaultdict[str, list[Day]] = defaultdict(list)
    for row in sorted(rows(daily), key=lambda row: (row["matter_id"], row["invoice_date"])):
        days = running[row["matter_id"]]
        last = days[-1] if days else Day(row["invoice_date"], Decimal(0), Decimal(0))
        days.append(Day(row["invoice_date"], last.spent + row["amount"], last.fees + row["fee"]))
    return running


def by_slice(
    facts: Facts, scope: Scope, *, late: bool = False
) -> tuple[list[Judged], dict[tuple[Key, ...], list[Judged]]]:
    """Return the matters judged over the whole period, then those of each slice.

    A quarter or a month is judged at its own end.
    """
    period_by = _period_of(scope)
    whole = judged(facts, scope.cut(*(name for name in scope.by if name not in _PERIODS)), scope.period, late=late)
    slices: dict[tuple[Key, ...], list[Judged]] = {}
    parts: dict[Key, list[Judged]] = {None: whole}
    if period_by:
        parts = _judged_at_ends(facts, scope, scope.period.split(period_by, scope.fiscal_start))
    place = scope.by.index(period_by) if period_by else None
    for name, found in parts.items():
        for matter in found:
            for key in matter.keys:
                full = key if place is None else (*key[:place], name, *key[place:])
                slices.setdefault(full, []).append(matter)
    return whole, dict(sorted(slices.items(), key=lambda item: [(part is None, part or "") for part in item[0]]))
