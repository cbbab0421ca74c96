"""Responsible purchasing: the share of new contracts that hold an environmental or a social consideration."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.windows import over_windows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.model import Key
    from kpi.slices import Row

_DIMENSIONS = ("firm", "quarter", "month")
_BASIS = Basis(amount="none", date="notified_on_twelve_months", status="all")
_KEYS = ("firm_id", "notified_on", "amount", "environmental", "social", "small_business", "source")


def _notified(facts: Facts, scope: Scope) -> tuple[list[Row], dict[tuple[Key, ...], list[Row]], int]:
    """Return the contracts of the last twelve months, those of each slice, and how many cannot be told apart.

    A contract is a firm's: asked about a matter type or an entity, no contract can be said to belong to it.
    """
    mine = {name: keys for name, keys in scope.where.items() if name in _DIMENSIONS}
    found, slices = over_windows(facts.contracts, scope.model_copy(update={"where": mine}), "notified_on")
    return ([], {}, len(found)) if len(mine) < len(scope.where) else (found, slices, 0)


def _share(found: Sequence[Row], reading: str) -> tuple[Decimal | None, Decimal, Decimal]:
    above, below = Decimal(sum(1 for row in found if row[reading])), Decimal(len(found))
    return ratio(above, below), above, below


def compute(facts: Facts, scope: Scope, reading: str = "environmental") -> Measure:
    """Divide the contracts of the last twelve months that hold a consideration by all those contracts.

    Grain: the contract notified to a firm. An empty cell counts as none; coverage is the share of filled ones.
    """
    known = "contracts" in facts.present
    found, slices, apart = _notified(facts, scope) if known else ([], {}, 0)
    value, above, below = _share(found, reading)
    said = sum(1 for row in found if row[reading] is not None)
    return Measure(
        kpi="responsible_purchasing",
        reading=reading,
        unit="ratio",
        better="higher",
        scope=scope,
        basis=_BASIS,
        value=value,
        numerator=above,
        denominator=below,
        n=len(found),
        coverage=ratio(said, len(found)),
        excluded=(Excluded("contract_without_matter", apart, None),) if apart else (),
        groups=tuple(Group(key, *_share(part, reading), len(part)) for key, part in slices.items() if part),
        lacks=() if known else ("contracts",),
    )


def trail(facts: Facts, scope: Scope, reading: str = "environmental") -> list[dict[str, Any]]:
    """List the contracts of the last twelve months, and whether each one holds the consideration."""
    found, _, _ = _notified(facts, scope.cut())
    ordered = sorted(found, key=lambda row: (row["notified_on"], row["firm_id"], row["source"] or ""))
    return [{**{name: row[name] for name in _KEYS}, "counted": bool(row[reading])} for row in ordered]


def _reading(name: str, title: Text, fr: str, en: str) -> Reading:
    return Reading(
        name,
        title,
        Text(
            f"Contrats notifiés dans les 12 mois qui finissent avec la période {fr} ÷ contrats notifiés dans ces 12 "
            "mois.",
            f"Contracts notified in the 12 months that end with the period {en} ÷ contracts notified in those 12 "
            "months.",
        ),
    )


def _contract(firm: str, day: dt.date, *, green: bool, social: bool, small: bool) -> dict[str, Any]:
    return {
        "firm_id": firm, "notified_on": day, "environmental": green, "social": social, "small_business": small,
    }  # fmt: skip


KPI = Kpi(
    name="responsible_purchasing",
    order=100,
    unit="ratio",
    better="higher",
    adds_up=False,
    title=Text("Achats responsables", "Responsible purchasing"),
    question=Text(
        "Quelle part des nouveaux contrats tient compte de l'environnement ?",
        "What share of new contracts takes the environment into account?",
    ),
    caution=Text(
        "Le plan national (PNAD 2022-2025) vise 100 % de contrats avec une considération environnementale et 30 % avec "
        "une considération sociale : c'est une part des contrats, non de la dépense. Une case vide vaut « non » ; la "
        "couverture est la part des cases remplies. Un contrat n'a ni dossier ni entité.",
        "The French national plan (PNAD 2022-2025) aims at 100% of contracts with an environmental consideration and "
        "30% with a social one: a share of contracts, not of spend. An empty cell counts as “no”; coverage is the "
        "share of filled cells. A contract has neither matter nor entity.",
    ),
    needs=("contracts",),
    dimensions=_DIMENSIONS,
    readings=(
        _reading(
            "environmental",
            Text("Considération environnementale", "Environmental consideration"),
            "avec au moins une considération environnementale",
            "with at least one environmental consideration",
        ),
        _reading(
            "social",
            Text("Considération sociale", "Social consideration"),
            "avec au moins une considération sociale",
            "with at least one social consideration",
        ),
        _reading(
            "small_business",
            Text("Attribué à une PME", "Awarded to a small business"),
            "attribués à une petite ou moyenne entreprise",
            "awarded to a small or medium business",
        ),
    ),
    references=("PNAD 2022-2025 ; C. com. publ., art. L. 2111-3 (SPASER)",),
    example=Example(
        story=Text(
            "Quatre contrats notifiés entre octobre 2025 et septembre 2026 : trois avec une clause environnementale, "
            "un avec une clause sociale, deux à des PME ; un cinquième, de septembre 2025, est hors des douze mois.",
            "Four contracts notified from October 2025 to September 2026: three with an environmental clause, one with "
            "a social clause, two with small businesses; a fifth, of September 2025, is outside the twelve months.",
        ),
        tables={
            "contracts": (
                _contract("A", dt.date(2025, 10, 1), green=True, social=False, small=True),
                _contract("B", dt.date(2026, 2, 3), green=True, social=True, small=False),
                _contract("C", dt.date(2026, 6, 9), green=False, social=False, small=False),
                _contract("D", dt.date(2026, 9, 30), green=True, social=False, small=True),
                _contract("E", dt.date(2025, 9, 30), green=True, social=True, small=True),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            ({"reading": "environmental"}, {"value": Decimal("0.75"), "numerator": 3, "denominator": 4, "n": 4}),
            ({"reading": "social"}, {"value": Decimal("0.25"), "numerator": 1, "denominator": 4}),
            ({"reading": "small_business"}, {"value": Decimal("0.5"), "numerator": 2, "denominator": 4}),
        ),
    ),
    compute=compute,
    trail=trail,
)
