"""Net promoter score: how many would recommend a firm, less those who would not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.model import Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.surveys import BASIS, DIMENSIONS, answers, listed, response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.slices import Row

FEWEST = 5
_PROMOTER, _PASSIVE = 9, 7
_HUNDRED = Decimal(100)


def _rated(found: Sequence[Row]) -> list[Row]:
    return [row for row in found if row["recommend"] is not None]


def _camps(rated: Sequence[Row]) -> dict[str, int]:
    """Count those who recommend (9 or 10), those who do not (0 to 6), and those between."""
    promoters = sum(1 for row in rated if row["recommend"] >= _PROMOTER)
    detractors = sum(1 for row in rated if row["recommend"] < _PASSIVE)
    return {"promoters": promoters, "passives": len(rated) - promoters - detractors, "detractors": detractors}


def _score(rated: Sequence[Row]) -> tuple[Decimal | None, Decimal, Decimal]:
    """Return the score (None below five answers), promoters less detractors, and the answers."""
    camps = _camps(rated)
    net = Decimal(camps["promoters"] - camps["detractors"])
    share = ratio(net * _HUNDRED, len(rated)) if len(rated) >= FEWEST else None
    return share, net, Decimal(len(rated))


def compute(facts: Facts, scope: Scope, reading: str = "twelve_months") -> Measure:
    """Take the share of detractors from the share of promoters, times 100, over the last twelve months.

    From −100 to 100. Grain: the answer; n counts those that say how far they would recommend. Coverage is that of
    the perceived quality: the share of the instructions billed in those months that such an answer names.
    """
    found, slices = answers(facts, scope)
    kept = _rated(found)
    _, _, coverage = response(facts, scope, kept)
    value, net, number = _score(kept)
    groups = []
    for key, part in slices.items():
        if inside := _rated(part):
            groups.append(Group(key, *_score(inside), len(inside)))
    silent = len(found) - len(kept)
    return Measure(
        kpi="net_promoter_score",
        reading=reading,
        unit="points",
        better="higher",
        scope=scope,
        basis=BASIS,
        value=value,
        numerator=net,
        denominator=number,
        n=len(kept),
        coverage=coverage,
        excluded=(Excluded("without_mark", silent, None),) if silent else (),
        groups=tuple(groups),
        details=_camps(kept),
        lacks=() if "surveys" in facts.present else ("surveys",),
    )


def trail(facts: Facts, scope: Scope, reading: str = "twelve_months") -> list[dict[str, Any]]:
    """List the answers that were counted: firm, day, matter and mark; neither the respondent nor the comment."""
    del reading
    found, _ = answers(facts, scope.cut())
    return listed(_rated(found), ("recommend",))


_MARKS = (10, 9, 9, 9, 8, 7, 6, 3)
KPI = Kpi(
    name="net_promoter_score",
    order=91,
    unit="points",
    better="higher",
    adds_up=False,
    title=Text("Recommandation nette (NPS)", "Net promoter score (NPS)"),
    question=Text(
        "Nos clients internes recommanderaient-ils ces cabinets ?", "Would internal clients recommend these firms?"
    ),
    caution=Text(
        f"Un nombre de −100 à +100, pas un pourcentage ; pas de score sous {FEWEST} réponses. Sur dix réponses, une "
        "seule qui change le déplace de dix à vingt points : le lire avec les notes par critère.",
        f"A number from −100 to +100, not a percentage; no score below {FEWEST} answers. Over ten answers, a single "
        "one that changes moves it by ten to twenty points: read it with the marks for each criterion.",
    ),
    needs=("surveys", "lines"),
    dimensions=DIMENSIONS,
    readings=(
        Reading(
            "twelve_months",
            Text("Douze mois glissants", "Rolling year"),
            Text(
                "(Réponses de 9 ou 10 − réponses de 0 à 6) ÷ réponses × 100, dans les 12 mois qui finissent avec la "
                f"période ; à partir de {FEWEST} réponses.",
                "(Answers of 9 or 10 − answers of 0 to 6) ÷ answers × 100, in the 12 months that end with the period; "
                f"from {FEWEST} answers on.",
            ),
        ),
    ),
    references=("Reichheld, Harvard Business Review, 2003 ; Legal 500 : critères de satisfaction des clients",),
    example=Example(
        story=Text(
            "Huit réponses : 10, 9, 9, 9 (quatre recommandent), 8, 7, et 6, 3 (deux non). 4 − 2 = 2, sur 8 : +25.",
            "Eight answers: 10, 9, 9, 9 (four recommend), 8, 7, and 6, 3 (two do not). 4 − 2 = 2, over 8: +25.",
        ),
        tables={
            "surveys": tuple(
                {"firm_id": "A", "answered_on": dt.date(2026, 6, 1 + place), "recommend": mark}
                for place, mark in enumerate(_MARKS)
            )
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "twelve_months"},
                {
                    "value": Decimal(25),
                    "numerator": 2,
                    "denominator": 8,
                    "n": 8,
                    "promoters": 4,
                    "passives": 2,
                    "detractors": 2,
                },
            ),
        ),
    ),
    compute=compute,
    trail=trail,
)
