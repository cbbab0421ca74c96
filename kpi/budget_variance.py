"""Budget variance: the euros by which budgeted matters run over, or under, what was agreed."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.budget_conformity import EXAMPLE, budget
from kpi.budgets import DIMENSIONS, Judged, by_slice, judged
from kpi.documents import not_counted
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Reading, Scope, Text, ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def gaps(matters: Iterable[Judged], reading: str) -> list[tuple[Decimal, Decimal]]:
    """Return, for each matter that has a budget, what was spent against it and the budget itself (EUR HT)."""
    agreed = ((matter.engaged, budget(matter, reading)) for matter in matters)
    return [(spent, planned) for spent, planned in agreed if planned is not None]


def _sides(found: Sequence[tuple[Decimal, Decimal]]) -> tuple[Decimal | None, Decimal, Decimal]:
    """Return the variance (None when no matter has a budget), what was spent, what was agreed."""
    spent = sum((spent for spent, _ in found), Decimal(0))
    planned = sum((planned for _, planned in found), Decimal(0))
    return (spent - planned if found else None), spent, planned


def compute(facts: Facts, scope: Scope, reading: str = "in_force") -> Measure:
    """Take the budgets of the matters billed in the period from what they have cost since their start.

    A difference, not a quotient: value = numerator - denominator, in EUR HT, positive for an overrun. `ratio` is the
    same over the budgets. Overruns (positive) and underruns (negative) are also added up apart: the total hides them.
    """
    matters, slices = by_slice(facts, scope)
    found = gaps(matters, reading)
    value, spent, planned = _sides(found)
    groups = []
    for key, part in slices.items() if scope.by else ():
        inside = gaps(part, reading)
        if inside:
            groups.append(Group(key, *_sides(inside), len(inside)))
    differences = [spent_ - planned_ for spent_, planned_ in found]
    without = [matter for matter in matters if budget(matter, reading) is None]
    return Measure(
        kpi="budget_variance",
        reading=reading,
        unit="EUR",
        better="lower",
        scope=scope,
        basis=Basis(),
        value=value,
        numerator=spent,
        denominator=planned,
        n=len(found),
        coverage=ratio(_spent(matters) - _spent(without), _spent(matters)),
        excluded=(*not_counted(facts, scope), *_unbudgeted(matters, without)),
        groups=tuple(groups),
        details={
            "ratio": None if value is None else ratio(value, planned),
            "overruns": sum((gap for gap in differences if gap > 0), Decimal(0)),
            "underruns": sum((gap for gap in differences if gap < 0), Decimal(0)),
        },
        lacks=tuple(table for table in ("budgets",) if table not in facts.present),
    )


def _spent(matters: Iterable[Judged]) -> Decimal:
    return sum((matter.spent for matter in matters), Decimal(0))


def _unbudgeted(matters: Iterable[Judged], without: Sequence[Judged]) -> Iterable[Excluded]:
    """Tell the matters that nothing can be compared with, and the budgets that no exchange rate converts."""
    if without:
        yield Excluded("without_budget", len(without), _spent(without))
    if unconverted := sum(matter.unconverted for matter in matters):
        yield Excluded("budget_without_rate", unconverted, None)


def trail(facts: Facts, scope: Scope, reading: str = "in_force") -> list[dict[str, Any]]:
    """List the matters compared, with spend, budgets and the variance of each."""
    return [
        {
            "matter_id": matter.matter_id,
            "matter_type": matter.attributes["matter_type"],
            "entity": matter.attributes["entity"],
            "spent": matter.spent,
            "engaged": matter.engaged,
            "budget": matter.in_force,
            "initial_budget": matter.initial,
            "variance": matter.engaged - planned,
            "counted": True,
        }
        for matter in judged(facts, scope, scope.period)
        if (planned := budget(matter, reading)) is not None
    ]


KPI = Kpi(
    name="budget_variance",
    order=35,
    unit="EUR",
    better="lower",
    adds_up=False,
    title=Text("Écart budgétaire", "Budget variance"),
    question=Text(
        "De combien les dossiers budgétés dépassent-ils leur budget ?",
        "By how much do budgeted matters exceed their budget?",
    ),
    caution=Text(
        "Positif = dépassement, défavorable. Le résultat est le numérateur moins le dénominateur, non leur quotient. "
        "Un dossier ouvert n'a pas encore tout coûté : sa marge n'est pas une économie. Le total compense les "
        "dépassements par les marges : les lire aussi à part.",
        "Positive = overrun, unfavourable. The result is the numerator minus the denominator, not their quotient. An "
        "open matter has not cost all it will: its margin is no saving. The total sets underruns against overruns: "
        "read them apart as well.",
    ),
    needs=("lines", "budgets"),
    dimensions=DIMENSIONS,
    readings=(
        Reading(
            "in_force",
            Text("Budget en vigueur", "Budget in force"),
            Text(
                "Dépense depuis l'origine des dossiers facturés dans la période et budgétés − leurs budgets en vigueur "
                "à la fin de la période.",
                "Spend from the start of the budgeted matters billed in the period − their budgets in force at the "
                "period's end.",
            ),
            parts=("EUR", "EUR"),
        ),
        Reading(
            "initial",
            Text("Budget initial", "Initial budget"),
            Text(
                "Le même écart avec la première version de chaque budget.",
                "The same variance against the first version of each budget.",
            ),
            parts=("EUR", "EUR"),
        ),
    ),
    references=(
        "Thomson Reuters ; Mitratech : réel − budget ; d'autres prennent le signe inverse (marge = budget − réel)",
    ),
    example=Example(
        story=EXAMPLE.story,
        tables=EXAMPLE.tables,
        scope=EXAMPLE.scope,
        expected=(
            (
                {"reading": "in_force"},
                {
                    "value": Decimal(600),
                    "numerator": Decimal(50600),
                    "denominator": Decimal(50000),
                    "n": 4,
                    "ratio": Decimal("0.012"),
                    "overruns": Decimal(2000),
                    "underruns": Decimal(-1400),
                },
            ),
            (
                {"reading": "initial"},
                {
                    "value": Decimal(3600),
                    "numerator": Decimal(50600),
                    "denominator": Decimal(47000),
                    "n": 4,
                    "overruns": Decimal(4500),
                    "underruns": Decimal(-900),
                },
            ),
        ),
    ),
    compute=compute,
    trail=trail,
)
