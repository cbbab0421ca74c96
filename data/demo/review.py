"""What the supplier review needs besides invoices: surveys, contracts, segments, offers."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from data.demo.firms import FIRMS
from data.demo.matter_types import TYPES
from data.demo.matters import Mandate
from data.demo.tables import Rows
from data.demo.timeline import LAST_FULL, PRESENT, Timeline, dice

RATINGS = (
    "expertise",
    "responsiveness",
    "clarity",
    "business_understanding",
    "cost_predictability",
    "outcome",
)
ESTEEM = {  # usual rating of each criterion, per firm
    "CAB-01": (4.7, 3.9, 4.0, 4.0, 3.0, 4.4),
    "CAB-02": (4.5, 3.2, 3.4, 3.1, 2.3, 3.9),
    "CAB-03": (4.0, 4.5, 4.4, 4.2, 4.3, 3.9),
    "CAB-04": (4.4, 4.3, 4.2, 4.1, 3.8, 4.2),
    "CAB-06": (4.3, 3.9, 3.8, 3.9, 3.6, 4.1),
    "CAB-07": (4.6, 3.7, 3.5, 3.8, 3.5, 4.0),
    "CAB-08": (3.9, 4.1, 4.0, 4.2, 4.1, 3.9),
    "CAB-09": (4.1, 4.6, 4.6, 4.4, 4.0, 4.1),
    "CAB-10": (3.7, 2.9, 3.4, 3.5, 3.1, 3.5),
    "CAB-12": (4.8, 4.2, 4.1, 4.0, 3.0, 4.3),
    "CAB-13": (3.6, 4.2, 4.0, 3.8, 4.4, 3.8),
    "CAB-15": (4.4, 3.6, 3.9, 3.5, 3.2, 4.0),
    "CAB-18": (4.0, 4.4, 4.3, 4.2, 4.2, 4.0),
}
ROLES = (
    "Juriste",
    "Responsable juridique",
    "Direction métier",
    "Direction financière",
    "Direction des ressources humaines",
)
PRAISE = (
    "Réponses rapides et directement utilisables.",
    "Très bonne connaissance de nos métiers.",
    "Stratégie claire dès le premier échange.",
    "Budget tenu et alertes envoyées à temps.",
)
BLAME = (
    "Dépassement annoncé trop tard.",
    "Trop d'intervenants sur un petit dossier.",
    "Factures reçues tardivement.",
    "Notes longues, conclusion difficile à trouver.",
)


def surveys(mandates: list[Mandate], timeline: Timeline) -> Rows:
    """Ask those who worked with a firm, on a matter that has run for a while."""
    rng = dice("surveys")
    rows: Rows = []
    for firm_id, esteem in ESTEEM.items():
        before = timeline.today - timedelta(200)
        known = [each for each in mandates if each.firm.firm_id == firm_id and each.appointed < before]
        for mandate in rng.sample(known, min(len(known), rng.randint(7, 13))):
            latest = min(timeline.today - timedelta(4), mandate.appointed + timedelta(600))
            day = latest - timedelta(rng.randint(0, 120))
            marks = [min(5, max(1, round(rng.gauss(usual, 0.7)))) for usual in esteem]
            mean = sum(marks) / len(marks)
            words = PRAISE if mean >= 4 else BLAME  # noqa: PLR2004 - good marks
            rows.append(
                {
                    "firm_id": firm_id,
                    "answered_on": day,
                    "matter_id": mandate.matter.matter_id,
                    "respondent_role": rng.choice(ROLES),
                    **dict(zip(RATINGS, marks, strict=True)),
                    "recommend": min(10, max(0, round(2.2 * mean + rng.uniform(-1.2, 0.6)))),
                    "comment": rng.choice(words) if rng.random() < 0.55 else None,  # noqa: PLR2004 - about half
                }
            )
    return rows


def contracts(timeline: Timeline) -> Rows:
    """List the framework agreements; environmental and social clauses come in slowly."""
    rng = dice("contracts")
    rows: Rows = []
    for place, firm_id in enumerate((*ESTEEM, "EXP-01", "COM-01", "TRA-01", "CAB-16")):
        firm = FIRMS[firm_id]
        quarter = place % (PRESENT - 1)
        recent = quarter >= PRESENT // 2
        rows.append(
            {
                "firm_id": firm_id,
                "notified_on": timeline.quarter(quarter) + timedelta(rng.randint(5, 70)),
                "amount": Decimal(rng.choice((60, 90, 120, 180, 250, 400)) * 1000),
                "environmental": rng.random() < (0.75 if recent else 0.3),
                "social": rng.random() < (0.45 if recent else 0.15),
                "small_business": firm.size in {"TPE", "PME"} and firm.country == "FR",
            }
        )
    return rows


SCORES = {  # stakes, credible firms, switching cost, rarity, conflicts, jurisdiction
    "Contentieux commercial": (4, 2, 3, 2, 3, 2),
    "Droit social": (3, 1, 2, 1, 1, 2),
    "Fusions-acquisitions": (5, 3, 4, 4, 5, 3),
    "Propriété intellectuelle": (3, 3, 4, 3, 2, 4),
    "Concurrence": (5, 4, 4, 5, 5, 4),
    "Données personnelles": (3, 2, 2, 2, 1, 2),
    "Immobilier": (2, 1, 2, 1, 1, 1),
    "Fiscal": (4, 3, 3, 3, 2, 2),
    "Assurance": (2, 2, 2, 2, 3, 1),
    "Recouvrement": (1, 1, 1, 1, 1, 1),
    "Conseil général": (2, 1, 1, 1, 2, 1),
    "Environnement": (4, 5, 3, 4, 1, 2),
}


def segments(timeline: Timeline) -> Rows:
    """Score each matter type for the portfolio map: what is at stake, how hard the market is."""
    names = ("stakes", "credible_firms", "switching_cost", "rarity", "conflicts", "jurisdiction_score")
    day = timeline.quarter(LAST_FULL) + timedelta(20)
    return [
        {
            "matter_type": kind.name,
            **dict(zip(names, SCORES[kind.name], strict=True)),
            "scored_by": "Legal ops et Achats",
            "scored_on": day,
        }
        for kind in TYPES
    ]


def offers(timeline: Timeline) -> Rows:
    """Compare the answers to two consultations, criterion by criterion."""
    year = timeline.today.year
    criteria = (("Expertise", 35), ("Organisation de l'équipe", 20), ("Prix", 30), ("Engagements RSE", 15))
    answers = {
        f"Contentieux commercial {year}": {
            "CAB-02": (9, 6, 4, 6, 182),
            "CAB-03": (7, 9, 9, 7, 96),
            "CAB-01": (9, 8, 3, 7, 205),
            "CAB-20": (7, 6, 7, 4, 121),
        },
        f"Droit social {year}": {
            "CAB-04": (9, 8, 6, 8, 148),
            "CAB-18": (8, 8, 8, 7, 119),
            "CAB-19": (6, 4, 9, 3, 88),
        },
    }
    return [
        {
            "consultation": consultation,
            "firm_id": firm_id,
            "criterion": name,
            "weight": weight,
            "score": score,
            "price": Decimal(1000 * marks[-1]) if name == "Prix" else None,
            "comment": "Prix de référence sur douze mois" if name == "Prix" else None,
        }
        for consultation, firms in answers.items()
        for firm_id, marks in firms.items()
        for (name, weight), score in zip(criteria, marks, strict=False)
    ]
