"""Cost per matter type: what a matter costs, with its median and spread, because a mean alone misleads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi.documents import DOCUMENT_DIMENSIONS, asked, counted, left_out, listed, not_counted, valid
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import MATTER_DIMENSIONS, column, grouped, keep, rows, spread, total, with_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.slices import Frame, Row

CLOSING_WINDOW_MONTHS = 12
BILLING_TAIL = dt.timedelta(days=90)
_PERIODS = ("quarter", "month")


def compute(facts: Facts, scope: Scope, reading: str = "active") -> Measure:
    """Divide spend by the number of matters, for each type of matter unless the scope is cut otherwise."""
    scope = scope if scope.by else scope.cut("matter_type")
    frame = asked(facts, scope)
    if reading == "active":
        found = _active(frame, scope)
        whole, slices = found, grouped(found, scope.by)
        excluded = not_counted(facts, scope)
        in_scope = found
    else:
        whole, slices = _closed(facts, scope)
        in_scope = [row for row in whole if not row["reason"]]
        excluded = _set_aside(whole) + _unconverted(facts, scope)
        whole = in_scope
        slices = {key: kept for key, part in slices.items() if (kept := [r for r in part if not r["reason"]])}
    numerator, costs = _per_matter(whole)
    groups = tuple(_group(key, slice_) for key, slice_ in slices.items())
    typed = total(row for row in in_scope if row["matter_type"] is not None)
    return Measure(
        kpi="cost_per_matter_type",
        reading=reading,
        unit="EUR",
        better="lower",
        scope=scope,
        basis=Basis(date="invoice_date" if reading == "active" else "closed_on"),
        value=ratio(numerator, len(costs)),
        numerator=numerator,
        denominator=Decimal(len(costs)),
        n=len(costs),
        coverage=ratio(typed, numerator),
        excluded=excluded,
        groups=groups,
        details=spread(list(costs.values())),
        lacks=tuple(table for table in ("matters",) if table not in facts.present),
    )


def _group(key: tuple[str | None, ...], slice_: Iterable[Row]) -> Group:
    numerator, costs = _per_matter(slice_)
    value = ratio(numerator, len(costs))
    return Group(key, value, numerator, Decimal(len(costs)), len(costs), spread(list(costs.values())))


def _per_matter(found: Iterable[Row]) -> tuple[Decimal, dict[str, Decimal]]:
    """Return the whole spend, and the spend of each matter that counts as active or closed."""
    costs: defaultdict[str, Decimal] = defaultdict(Decimal)
    activity: defaultdict[str, int] = defaultdict(int)
    numerator = Decimal(0)
    for row in found:
        numerator += row["amount"] or 0
        if row["matter_id"] is not None:
            costs[row["matter_id"]] += row["amount"] or 0
            activity[row["matter_id"]] += row["activity"]
    return numerator, {matter: cost for matter, cost in costs.items() if activity[matter]}


def _active(frame: Frame, scope: Scope) -> list[Row]:
    """Return spend by slice and matter; activity counts invoices, never credit notes."""
    billed = with_period(counted(frame), scope, "invoice_date")
    invoice = nw.when(~nw.col("credit_note")).then(1).otherwise(0)
    keys = dict.fromkeys((*map(column, scope.by), "matter_id", "matter_type"))
    return rows(billed.group_by(*keys).agg(amount=nw.col("amount").sum(), activity=invoice.sum()))


def _closed(facts: Facts, scope: Scope) -> tuple[list[Row], dict[tuple[str | None, ...], list[Row]]]:
    """Return the closed matters with their whole spend: over the period, then by slice.

    A quarter or a month is judged at its own end, on the twelve months that end with it.
    """
    period_by = next((name for name in scope.by if name in _PERIODS), None)
    whole = _closed_at(facts, scope, scope.period)
    if period_by is None:
        return whole, grouped(whole, scope.by)
    slices: dict[tuple[str | None, ...], list[Row]] = {}
    for name, part in scope.period.split(period_by, scope.fiscal_start).items():
        found = [{**row, period_by: name} for row in _closed_at(facts, scope, part)]
        slices.update(grouped(found, scope.by))
    return whole, slices


def _closed_at(facts: Facts, scope: Scope, period: Period) -> list[Row]:
    about_matters = {name: keys for name, keys in scope.where.items() if name in MATTER_DIMENSIONS}
    about_bills = {name: keys for name, keys in scope.where.items() if name not in MATTER_DIMENSIONS}
    by_bills = [column(name) for name in scope.by if name not in (*MATTER_DIMENSIONS, *_PERIODS)]
    window = Period(start=_year_before(period.end) + dt.timedelta(1), end=period.end)
    matters = rows(
        keep(facts.matters, about_matters).filter(
            (nw.col("closed_on") >= window.start) & (nw.col("closed_on") <= window.end)
        )
    )
    billed = counted(facts.spend).filter(nw.col("invoice_date") <= period.end)
    closed_on = nw.col("closed_on")
    closing = facts.matters.filter((closed_on >= window.start) & (closed_on <= window.end)).select("matter_id")
    spent = keep(billed, about_bills).join(closing, on="matter_id", how="inner")
    keys = dict.fromkeys(("matter_id", *by_bills))
    costs: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows(spent.group_by(*keys).agg(amount=nw.col("amount").sum())):
        costs[row["matter_id"]].append(row)
    found: list[Row] = []
    for matter in matters:
        whole = costs.get(matter["matter_id"]) or ([] if about_bills or by_bills else [{"amount": Decimal(0)}])
        found += [{**matter, "activity": 1, "reason": _reason(matter, period), **cost} for cost in whole]
    return found


def _reason(matter: Mapping[str, Any], period: Period) -> str | None:
    if matter["umbrella"]:
        return "umbrella"
    settled = matter["final_billed"] or matter["closed_on"] <= period.end - BILLING_TAIL
    return None if settled else "not_final"


def _year_before(day: dt.date) -> dt.date:
    """Return the day that closes the period twelve months earlier: 30/09/2025 for 30/09/2026."""
    after = day + dt.timedelta(1)
    leap = after.month == 2 and after.day == 29  # noqa: PLR2004 — 29 February
    return after.replace(year=after.year - 1, day=28 if leap else after.day) - dt.timedelta(1)


def _set_aside(found: Iterable[Row]) -> tuple[Excluded, ...]:
    reasons: defaultdict[str, list[Row]] = defaultdict(list)
    for row in found:
        if row["reason"]:
            reasons[row["reason"]].append(row)
    return tuple(
        Excluded(reason, len({row["matter_id"] for row in part}), total(part))
        for reason, part in sorted(reasons.items())
    )


def _unconverted(facts: Facts, scope: Scope) -> tuple[Excluded, ...]:
    frame = keep(facts.spend, scope.where).filter(nw.col("invoice_date") <= scope.period.end)
    return tuple(out for out in left_out(valid(frame)))


def trail(facts: Facts, scope: Scope, reading: str = "active") -> list[dict[str, Any]]:
    """List the documents whose euros are in the numerator, by matter."""
    if reading == "active":
        return listed(counted(asked(facts, scope)))
    matters = {row["matter_id"] for row in _closed_at(facts, scope, scope.period) if not row["reason"]}
    billed = counted(keep(facts.spend, scope.where)).filter(nw.col("invoice_date") <= scope.period.end)
    return listed(billed.filter(nw.col("matter_id").is_in(sorted(matters))))


_DAY = dt.date(2026, 7, 15)
_BEFORE = dt.date(2025, 11, 3)
_CASE = {"matter_type": "Contentieux"}
KPI = Kpi(
    name="cost_per_matter_type",
    order=20,
    unit="EUR",
    better="lower",
    adds_up=False,
    title=Text("Coût moyen par type de dossier", "Average cost per matter type"),
    question=Text("Combien coûte un dossier de ce type ?", "What does a matter of this type cost?"),
    caution=Text(
        "La dépense moyenne par dossier actif n'est pas le prix d'un dossier : pour comparer des cabinets ou "
        "négocier un forfait, lire le coût complet des dossiers clos. Lire la médiane avec la moyenne.",
        "Average spend per active matter is not the price of a matter: to compare firms or negotiate a fixed fee, "
        "read the full cost of closed matters. Read the median with the mean.",
    ),
    needs=("lines", "matters"),
    dimensions=DOCUMENT_DIMENSIONS,
    readings=(
        Reading(
            "active",
            Text("Dépense moyenne par dossier actif", "Average spend per active matter"),
            Text(
                "Dépense HT de la période ÷ nombre de dossiers ayant au moins une facture (hors avoirs) dans la "
                "période.",
                "Spend of the period before tax ÷ number of matters with at least one invoice (not a credit note) "
                "in the period.",
            ),
            parts=("EUR", "number"),
        ),
        Reading(
            "closed",
            Text("Coût complet moyen d'un dossier clos", "Average full cost of a closed matter"),
            Text(
                "Dépense HT depuis l'origine des dossiers clos dans les 12 mois qui finissent avec la période "
                "(facturation finale, ou clos depuis 90 jours ; dossiers-cadres exclus) ÷ leur nombre.",
                "Whole spend before tax of the matters closed in the 12 months that end with the period (finally "
                "billed, or closed for 90 days; umbrella matters left out) ÷ their number.",
            ),
            parts=("EUR", "number"),
        ),
    ),
    references=("Rees Morrison, coût des dossiers conclus ; Thomson Reuters, average spend for a matter type",),
    example=Example(
        story=Text(
            "Contentieux, T3 : X 12 000 € ce trimestre (40 000 € en tout, clos), Y 6 000 € (ouvert), Z rien ce "
            "trimestre (20 000 € en tout, clos), W un avoir de 500 € seulement.",
            "Litigation, Q3: X €12,000 this quarter (€40,000 in all, closed), Y €6,000 (open), Z nothing this "
            "quarter (€20,000 in all, closed), W only a credit note of €500.",
        ),
        tables={
            "spend": (
                {"document_id": "1", "matter_id": "X", "invoice_date": _DAY, "amount": Decimal(12000), **_CASE},
                {"document_id": "2", "matter_id": "X", "invoice_date": _BEFORE, "amount": Decimal(28000), **_CASE},
                {"document_id": "3", "matter_id": "Y", "invoice_date": _DAY, "amount": Decimal(6000), **_CASE},
                {"document_id": "4", "matter_id": "Z", "invoice_date": _BEFORE, "amount": Decimal(20000), **_CASE},
                {
                    "document_id": "5",
                    "matter_id": "W",
                    "invoice_date": _DAY,
                    "amount": Decimal(-500),
                    "credit_note": True,
                    **_CASE,
                },
            ),
            "matters": (
                {"matter_id": "X", "closed_on": dt.date(2026, 9, 1), "final_billed": True, **_CASE},
                {"matter_id": "Y", **_CASE},
                {"matter_id": "Z", "closed_on": dt.date(2026, 6, 1), **_CASE},
                {"matter_id": "W", **_CASE},
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "active"},
                {"value": Decimal(8750), "numerator": Decimal(17500), "n": 2, "median": Decimal(9000)},
            ),
            ({"reading": "closed"}, {"value": Decimal(30000), "numerator": Decimal(60000), "n": 2}),
        ),
    ),
    compute=compute,
    trail=trail,
)
