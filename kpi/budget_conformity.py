"""Budget conformity: the share of budgeted matters whose spend has stayed within what was agreed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.budgets import DIMENSIONS, Judged, by_slice, judged
from kpi.documents import not_counted
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

AT_RISK = Decimal("0.8")
"""From 80 % of the budget spent, an open matter within its budget is shown as at risk."""


def budget(matter: Judged, reading: str) -> Decimal | None:
    """Return the budget that a reading compares with; None when the matter has none."""
    return matter.initial if reading == "initial" else matter.in_force


def conforms(matter: Judged, reading: str, tolerance: Decimal) -> bool:
    """Say whether a matter's spend is within its budget, bound included."""
    agreed = budget(matter, reading)
    return agreed is not None and matter.engaged <= agreed * (1 + tolerance)


def state(matter: Judged, tolerance: Decimal, *, closed: bool) -> str:
    """Say where a matter stands: without_budget, over, at_risk (open, 80 % spent) or conforming."""
    if matter.in_force is None:
        return "without_budget"
    if not conforms(matter, "in_force", tolerance):
        return "over"
    return "at_risk" if not closed and matter.engaged >= AT_RISK * matter.in_force else "conforming"


def _count(matters: Sequence[Judged], reading: str, tolerance: Decimal) -> tuple[Decimal, Decimal, int]:
    """Return numerator, denominator and number of matters in the denominator."""
    among = [m for m in matters if reading == "strict" or budget(m, reading) is not None]
    kept = [m for m in among if conforms(m, reading, tolerance)]
    if reading == "weighted":
        agreed = [sum((m.in_force or Decimal(0) for m in part), Decimal(0)) for part in (kept, among)]
        return agreed[0], agreed[1], len(among)
    return Decimal(len(kept)), Decimal(len(among)), len(among)


def compute(facts: Facts, scope: Scope, reading: str = "in_force") -> Measure:
    """Divide the matters within budget by the matters that have one, among those billed in the period."""
    matters, slices = by_slice(facts, scope)
    numerator, denominator, n = _count(matters, reading, scope.tolerance)
    groups = []
    for key, part in slices.items() if scope.by else ():
        above, below, number = _count(part, reading, scope.tolerance)
        groups.append(Group(key, ratio(above, below), above, below, number))
    budgeted = [m for m in matters if budget(m, reading) is not None]
    without = [m for m in matters if budget(m, reading) is None]
    excluded = not_counted(facts, scope)
    if without and reading != "strict":
        spent = sum((m.spent for m in without), Decimal(0))
        excluded += (Excluded("without_budget", len(without), spent),)
    return Measure(
        kpi="budget_conformity",
        reading=reading,
        unit="ratio",
        better="higher",
        scope=scope,
        basis=Basis(),
        value=ratio(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        n=n,
        coverage=ratio(len(budgeted), len(matters)),
        excluded=excluded,
        groups=tuple(groups),
        lacks=tuple(table for table in ("budgets",) if table not in facts.present),
    )


def trail(facts: Facts, scope: Scope, reading: str = "in_force") -> list[dict[str, Any]]:
    """List the matters judged, with spend, budgets and whether each conforms."""
    return [
        {
            "matter_id": m.matter_id,
            "matter_type": m.attributes["matter_type"],
            "entity": m.attributes["entity"],
            "spent": m.spent,
            "engaged": m.engaged,
            "budget": m.in_force,
            "initial_budget": m.initial,
            "counted": conforms(m, reading, scope.tolerance),
        }
        for m in judged(facts, scope, scope.period)
        if reading == "strict" or budget(m, reading) is not None
    ]


def _invoice(number: int, matter: str, amount: int, day: dt.date) -> dict[str, Any]:
    return {
        "document_id": str(number), "matter_id": matter, "amount": Decimal(amount), "invoice_date": day,
        "credit_note": amount < 0,
    }  # fmt: skip


def _budget(matter: str, amount: int, day: dt.date, position: int = 1) -> dict[str, Any]:
    return {"matter_id": matter, "amount": Decimal(amount), "approved_on": day, "position": position}


_START, _AUGUST, _DAY = dt.date(2026, 1, 5), dt.date(2026, 8, 31), dt.date(2026, 9, 15)
EXAMPLE = Example(
    story=Text(
        "M1 budget 10 000, dépensé 9 500 ; M2 20 000 / 22 000 ; M3 budget initial 5 000, porté à 8 000 le 10/09 "
        "(5 000 dépassés le 31/08), dépensé 7 500 ; M4 sans budget, 3 000 ; M5 budget 0, 1 200 ; M6 12 000, "
        "facturé 12 600, avoir de 1 000.",
        "M1 budget 10,000, spent 9,500; M2 20,000 / 22,000; M3 initial budget 5,000, raised to 8,000 on 10/09 "
        "(5,000 exceeded on 31/08), spent 7,500; M4 no budget, 3,000; M5 budget 0, 1,200; M6 12,000, billed "
        "12,600, credit note of 1,000.",
    ),
    tables={
        "spend": (
            _invoice(1, "M1", 9500, _DAY),
            _invoice(2, "M2", 22000, _DAY),
            _invoice(3, "M3", 5500, _AUGUST),
            _invoice(4, "M3", 2000, _DAY),
            _invoice(5, "M4", 3000, _DAY),
            _invoice(6, "M5", 1200, _DAY),
            _invoice(7, "M6", 12600, _AUGUST),
            _invoice(8, "M6", -1000, _DAY),
        ),
        "budgets": (
            _budget("M1", 10000, _START),
            _budget("M2", 20000, _START),
            _budget("M3", 5000, _START),
            _budget("M3", 8000, dt.date(2026, 9, 10), 2),
            _budget("M5", 0, _START),
            _budget("M6", 12000, _START),
        ),
    },
    scope=Scope(period=Period.parse("2026-T3")),
    expected=(
        ({"reading": "in_force"}, {"value": Decimal("0.75"), "numerator": 3, "denominator": 4, "n": 4}),
        ({"reading": "in_force", "tolerance": Decimal("0.05")}, {"value": Decimal("0.75")}),
        ({"reading": "in_force", "tolerance": Decimal("0.10")}, {"value": Decimal(1)}),
        ({"reading": "initial"}, {"value": Decimal("0.5"), "numerator": 2, "denominator": 4}),
        ({"reading": "strict"}, {"value": Decimal("0.5"), "numerator": 3, "denominator": 6, "n": 6}),
        ({"reading": "weighted"}, {"value": Decimal("0.6"), "numerator": 30000, "denominator": 50000}),
    ),
)

KPI = Kpi(
    name="budget_conformity",
    order=30,
    unit="ratio",
    better="higher",
    adds_up=False,
    title=Text("Taux de conformité au budget", "Budget conformity rate"),
    question=Text(
        "Quelle part des dossiers budgétés reste dans son budget ?",
        "What share of budgeted matters stays within budget?",
    ),
    caution=Text(
        "Un dossier ouvert à 30 % de son budget compte comme conforme. Réviser un budget masque un dépassement : "
        "lire aussi la lecture « budget initial » et la couverture budgétaire.",
        "An open matter at 30% of its budget counts as conforming. Revising a budget hides an overrun: read the "
        "“initial budget” reading and the budget coverage as well.",
    ),
    needs=("lines", "budgets"),
    dimensions=DIMENSIONS,
    readings=(
        Reading(
            "in_force",
            Text("Budget en vigueur", "Budget in force"),
            Text(
                "Dossiers facturés dans la période dont la dépense depuis l'origine ≤ budget en vigueur à la fin de "
                "la période × (1 + tolérance) ÷ dossiers facturés ayant un budget en vigueur.",
                "Matters billed in the period whose spend from the start ≤ budget in force at the period's end × "
                "(1 + tolerance) ÷ matters billed that have a budget in force.",
            ),
        ),
        Reading(
            "initial",
            Text("Budget initial", "Initial budget"),
            Text(
                "La même part, chaque dossier étant comparé à la première version de son budget.",
                "The same share, each matter being compared with the first version of its budget.",
            ),
        ),
        Reading(
            "strict",
            Text("Strict : sans budget = non conforme", "Strict: no budget = not conforming"),
            Text(
                "Dossiers conformes ÷ tous les dossiers facturés dans la période, avec ou sans budget.",
                "Conforming matters ÷ all matters billed in the period, with or without a budget.",
            ),
        ),
        Reading(
            "weighted",
            Text("Pondéré par le budget", "Weighted by budget"),
            Text(
                "Budgets des dossiers conformes ÷ budgets de tous les dossiers facturés ayant un budget.",
                "Budgets of the conforming matters ÷ budgets of all billed matters that have one.",
            ),
            parts=("EUR", "EUR"),
        ),
    ),
    references=("Thomson Reuters ; Law Department Management (Rees Morrison) : conformité au budget initial",),
    example=EXAMPLE,
    compute=compute,
    trail=trail,
)
