"""Budget coverage: how many of the matters being billed have a budget at all."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.budget_conformity import EXAMPLE
from kpi.budgets import DIMENSIONS, Judged, by_slice, judged
from kpi.documents import not_counted
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Reading, Scope, Text, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence


def compute(facts: Facts, scope: Scope, reading: str = "in_force") -> Measure:
    """Divide the matters that have a budget in force by all the matters billed in the period."""
    matters, slices = by_slice(facts, scope, late=True)
    covered = [m for m in matters if m.in_force is not None]
    spent, spent_covered = _spent(matters), _spent(covered)
    unconverted = sum(m.unconverted for m in matters)
    excluded = not_counted(facts, scope)
    if unconverted:
        excluded += (Excluded("budget_without_rate", unconverted, None),)
    return Measure(
        kpi="budget_coverage",
        reading=reading,
        unit="ratio",
        better="higher",
        scope=scope,
        basis=Basis(),
        value=ratio(len(covered), len(matters)),
        numerator=Decimal(len(covered)),
        denominator=Decimal(len(matters)),
        n=len(matters),
        coverage=ratio(spent_covered, spent),
        excluded=excluded,
        groups=tuple(_group(key, part) for key, part in slices.items()) if scope.by else (),
        details={
            "late_budgets": sum(m.late for m in matters),
            "spend_with_budget": spent_covered,
            "spend": spent,
        },
        lacks=tuple(table for table in ("budgets",) if table not in facts.present),
    )


def _group(key: tuple[str | None, ...], matters: Sequence[Judged]) -> Group:
    covered = sum(1 for m in matters if m.in_force is not None)
    return Group(key, ratio(covered, len(matters)), Decimal(covered), Decimal(len(matters)), len(matters))


def _spent(matters: Sequence[Judged]) -> Decimal:
    return sum((m.spent for m in matters), Decimal(0))


def trail(facts: Facts, scope: Scope, reading: str = "in_force") -> list[dict[str, Any]]:
    """List the matters billed in the period, with or without a budget, and their late budget versions."""
    del reading
    return [
        {
            "matter_id": m.matter_id,
            "matter_type": m.attributes["matter_type"],
            "entity": m.attributes["entity"],
            "spent": m.spent,
            "engaged": m.engaged,
            "budget": m.in_force,
            "initial_budget": m.initial,
            "late_budgets": m.late,
            "counted": m.in_force is not None,
        }
        for m in judged(facts, scope, scope.period, late=True)
    ]


KPI = Kpi(
    name="budget_coverage",
    order=40,
    unit="ratio",
    better="higher",
    adds_up=False,
    title=Text("Taux de couverture budgétaire", "Budget coverage"),
    question=Text(
        "Quelle part des dossiers facturés a un budget approuvé ?",
        "What share of the matters billed has an approved budget?",
    ),
    caution=Text(
        "À lire avec la conformité : un taux de conformité élevé sur peu de dossiers budgétés ne dit pas grand-chose. "
        "Une régularisation est une version approuvée après que la dépense a dépassé la version qu'elle remplace.",
        "Read it with conformity: a high rate over few budgeted matters says little. A late budget is a version "
        "approved after spend had exceeded the version it replaces.",
    ),
    needs=("lines", "budgets"),
    dimensions=DIMENSIONS,
    readings=(
        Reading(
            "in_force",
            Text("Budget en vigueur", "Budget in force"),
            Text(
                "Dossiers facturés dans la période ayant un budget positif en vigueur à sa fin ÷ tous les dossiers "
                "facturés dans la période.",
                "Matters billed in the period with a positive budget in force at its end ÷ all matters billed in "
                "the period.",
            ),
        ),
    ),
    references=("une des cinq questions d'un directeur juridique (Swiftwater)",),
    example=Example(
        story=EXAMPLE.story,
        tables=EXAMPLE.tables,
        scope=EXAMPLE.scope,
        expected=(
            (
                {"reading": "in_force"},
                {
                    "numerator": 4,
                    "denominator": 6,
                    "n": 6,
                    "late_budgets": 1,
                    "spend_with_budget": Decimal(50600),
                    "spend": Decimal(54800),
                },
            ),
        ),
    ),
    compute=compute,
    trail=trail,
)
