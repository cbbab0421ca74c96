"""Perceived quality: the marks that internal clients give the firms, criterion by criterion."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.model import Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.surveys import BASIS, CRITERIA, DIMENSIONS, answers, listed, response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.slices import Row

FEWEST = 3
"""Below three answers a mean says more of a person than of a firm."""


def _criteria(reading: str) -> tuple[str, ...]:
    return CRITERIA if reading == "all" else (reading,)


def _rated(found: Sequence[Row], reading: str) -> list[Row]:
    return [row for row in found if any(row[name] is not None for name in _criteria(reading))]


def _mean(rated: Sequence[Row], reading: str) -> tuple[Decimal | None, Decimal, Decimal]:
    """Return the mean of the marks (None below three answers), their sum and their number."""
    marks = [row[name] for row in rated for name in _criteria(reading) if row[name] is not None]
    total, number = Decimal(sum(marks)), Decimal(len(marks))
    return (ratio(total, number) if len(rated) >= FEWEST else None), total, number


def compute(facts: Facts, scope: Scope, reading: str = "all") -> Measure:
    """Divide the sum of the marks (1 to 5) of the last twelve months by their number.

    Grain: the answer; n counts those with a mark. `instructed` counts the instructions billed in those months,
    `rated` those of them that an answer names; coverage is their share.
    """
    found, slices = answers(facts, scope)
    kept = _rated(found, reading)
    instructed, rated, coverage = response(facts, scope, kept)
    value, total, number = _mean(kept, reading)
    groups = []
    for key, part in slices.items():
        if inside := _rated(part, reading):
            groups.append(Group(key, *_mean(inside, reading), len(inside)))
    silent = len(found) - len(kept)
    return Measure(
        kpi="perceived_quality",
        reading=reading,
        unit="score",
        better="higher",
        scope=scope,
        basis=BASIS,
        value=value,
        numerator=total,
        denominator=number,
        n=len(kept),
        coverage=coverage,
        excluded=(Excluded("without_mark", silent, None),) if silent else (),
        groups=tuple(groups),
        details={"instructed": instructed, "rated": rated},
        lacks=() if "surveys" in facts.present else ("surveys",),
    )


def trail(facts: Facts, scope: Scope, reading: str = "all") -> list[dict[str, Any]]:
    """List the answers that were counted: firm, day, matter and marks; neither the respondent nor the comment."""
    found, _ = answers(facts, scope.cut())
    return listed(_rated(found, reading), _criteria(reading))


def _reading(name: str, fr: str, en: str) -> Reading:
    return Reading(
        name,
        Text(fr, en),
        Text(
            f"Somme des notes de 1 à 5 « {fr} » données dans les 12 mois qui finissent avec la période ÷ leur nombre ; "
            f"à partir de {FEWEST} réponses.",
            f"Sum of the marks from 1 to 5 for “{en}” given in the 12 months that end with the period ÷ their number; "
            f"from {FEWEST} answers on.",
        ),
    )


def _answer(firm: str, day: int, *marks: int | None) -> dict[str, Any]:
    return {"firm_id": firm, "answered_on": dt.date(2026, 6, day), **dict(zip(CRITERIA, marks, strict=True))}


KPI = Kpi(
    name="perceived_quality",
    order=90,
    unit="score",
    better="higher",
    adds_up=False,
    title=Text("Qualité perçue", "Perceived quality"),
    question=Text(
        "Quelle note nos clients internes donnent-ils aux cabinets ?", "What mark do internal clients give the firms?"
    ),
    caution=Text(
        f"Douze mois glissants, car un trimestre a peu de réponses ; pas de moyenne sous {FEWEST} réponses. La "
        "couverture est la part des missions facturées dans ces douze mois sur lesquelles quelqu'un a répondu. Une "
        "note ne va au cabinet que sans le nom ni la fonction de la personne qui l'a donnée.",
        f"A rolling year, for a quarter has few answers; no mean below {FEWEST} answers. Coverage is the share of the "
        "instructions billed in those twelve months about which somebody answered. A mark goes to the firm only "
        "without the name or the role of the person who gave it.",
    ),
    needs=("surveys", "lines"),
    dimensions=DIMENSIONS,
    readings=(
        Reading(
            "all",
            Text("Tous les critères", "All criteria"),
            Text(
                "Somme de toutes les notes de 1 à 5 données dans les 12 mois qui finissent avec la période ÷ leur "
                f"nombre ; à partir de {FEWEST} réponses.",
                "Sum of all the marks from 1 to 5 given in the 12 months that end with the period ÷ their number; "
                f"from {FEWEST} answers on.",
            ),
        ),
        _reading("expertise", "Expertise juridique", "Legal expertise"),
        _reading("responsiveness", "Réactivité", "Responsiveness"),
        _reading("clarity", "Clarté des conseils", "Clarity of the advice"),
        _reading("business_understanding", "Compréhension du métier", "Understanding of the business"),
        _reading("cost_predictability", "Prévisibilité des coûts", "Predictability of the costs"),
        _reading("outcome", "Résultat obtenu", "Outcome"),
    ),
    references=("Legal 500 : critères de satisfaction des clients", "Wolters Kluwer : revue annuelle des cabinets"),
    example=Example(
        story=Text(
            "Trois réponses en juin 2026 : 5, 4, 4, 4, 3, 4 ; 4, 3, 3, 3, 2, sans résultat ; 5, 5, 4, 4, 4, 5. Une "
            "réponse de juin 2025 est hors des douze mois.",
            "Three answers in June 2026: 5, 4, 4, 4, 3, 4; 4, 3, 3, 3, 2, no outcome; 5, 5, 4, 4, 4, 5. An answer of "
            "June 2025 is outside the twelve months.",
        ),
        tables={
            "surveys": (
                _answer("A", 1, 5, 4, 4, 4, 3, 4),
                _answer("A", 8, 4, 3, 3, 3, 2, None),
                _answer("B", 15, 5, 5, 4, 4, 4, 5),
                {**_answer("B", 15, 1, 1, 1, 1, 1, 1), "answered_on": dt.date(2025, 6, 15)},
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "all"},
                {"value": ratio(66, 17), "numerator": 66, "denominator": 17, "n": 3},
            ),
            ({"reading": "responsiveness"}, {"value": Decimal(4), "numerator": 12, "denominator": 3, "n": 3}),
            ({"reading": "outcome"}, {"value": None, "numerator": 9, "denominator": 2, "n": 2}),
        ),
    ),
    compute=compute,
    trail=trail,
)
