"""What the two halves of the pair agreed on: their targets, and the decisions of the last reviews."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from data.demo.tables import Rows
from data.demo.timeline import PRESENT, Timeline

# figure, reading, dimension, key, baseline, target, quarters from now until it is due, owner
TARGETS = (
    ("budget_conformity", "in_force", "", "", "0.70", "0.80", 3, "Legal ops"),
    ("budget_conformity", "initial", "", "", "0.55", "0.65", 3, "Legal ops"),
    ("budget_coverage", "", "", "", "0.72", "0.85", 3, "Legal ops"),
    ("off_panel_rate", "count", "", "", "0.18", "0.10", 0, "Achats"),
    ("off_panel_rate", "count", "matter_type", "Droit social", "0.20", "0.10", 3, "Achats"),
    ("dematerialisation_rate", "structured", "", "", "0.45", "0.95", 3, "Achats"),
    ("dematerialisation_rate", "detail", "", "", "0.40", "0.75", 3, "Legal ops"),
    ("cost_per_matter_type", "closed", "matter_type", "Contentieux commercial", "98000", "85000", 3,
     "Achats"),
)  # fmt: skip
# review (0 the last one, 1 the one before), decision, firm, owner, days to do it, status, figure, expected
ACTIONS = (
    (1, "Obtenir de Tresmaux & Associés un budget par phase sur tout nouveau contentieux", "CAB-02",
     "legal", 70, "done", "budget_conformity", "0,80"),
    (1, "Faire passer Cabinet Orsanville aux fichiers LEDES mensuels", "CAB-18",
     "procurement", 45, "done", "dematerialisation_rate", "0,80"),
    (1, "Arrêter d'instruire Vauquelmont Avocats sans dérogation écrite", "CAB-11",
     "legal", 30, "done", "off_panel_rate", "0,12"),
    (1, "Demander à Bourdaloup Senanques de facturer sous 30 jours", "CAB-10",
     "firm", 60, "open", "", ""),
    (1, "Confier les traductions à un second prestataire", "TRA-01",
     "procurement", 60, "dropped", "", ""),
    (0, "Réclamer l'écart au tarif convenu des associés de Tresmaux & Associés", "CAB-02",
     "procurement", 30, "open", "spend", ""),
    (0, "Revoir le budget du projet Hélianthe avec Ysambert Corvaisin", "CAB-01",
     "legal", 20, "open", "budget_conformity", ""),
    (0, "Préparer le renouvellement du panel immobilier avant son échéance", "CAB-08",
     "procurement", 75, "open", "off_panel_rate", "0,10"),
    (0, "Proposer un forfait par phase pour les litiges prud'homaux simples", "CAB-04",
     "Legal ops", 90, "open", "cost_per_matter_type", ""),
)  # fmt: skip


def targets(timeline: Timeline) -> Rows:
    """Write the targets that the two halves of the pair agreed on."""
    return [
        {
            "kpi": kpi,
            "reading": reading,
            "dimension": dimension,
            "key": key,
            "baseline": Decimal(baseline),
            "target": Decimal(target),
            "due_on": timeline.quarter_end(PRESENT + quarters),
            "owner": owner,
        }
        for kpi, reading, dimension, key, baseline, target, quarters, owner in TARGETS
    ]


def actions(timeline: Timeline) -> Rows:
    """Write the decisions of the last two reviews: some are done, some are late, one was dropped."""
    last = min(timeline.quarter(PRESENT) + timedelta(15), timeline.today)
    reviews = (last, timeline.quarter(PRESENT - 1) + timedelta(20))
    return [
        {
            "decided_on": reviews[review],
            "text": text,
            "firm_id": firm_id,
            "owner": owner,
            "due_on": reviews[review] + timedelta(days),
            "status": status,
            "kpi": kpi,
            "expected": expected,
        }
        for review, text, firm_id, owner, days, status, kpi, expected in ACTIONS
    ]
