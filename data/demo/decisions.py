"""What the two halves of the pair wrote down: their targets, the decisions of the last reviews, dated notes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from data.demo.panel import RENEWAL
from data.demo.tables import Rows
from data.demo.timeline import LAST_FULL, PLATFORM_DAY, PRESENT, Timeline

# figure, reading, dimension, key, baseline, target, quarters from now until it is due, owner,
# quarters from now since it was set (None: nobody wrote it down)
TARGETS = (
    ("budget_conformity", "in_force", "", "", "0.70", "0.80", 3, "Legal ops", 3),
    ("budget_conformity", "initial", "", "", "0.55", "0.65", 3, "Legal ops", 3),
    ("budget_coverage", "", "", "", "0.72", "0.85", 3, "Legal ops", 1),
    ("off_panel_rate", "count", "", "", "0.18", "0.10", 0, "Achats", 3),
    ("off_panel_rate", "count", "matter_type", "Droit social", "0.20", "0.10", 3, "Achats", 1),
    ("dematerialisation_rate", "structured", "", "", "0.45", "0.95", 3, "Achats", 7),
    ("dematerialisation_rate", "detail", "", "", "0.40", "0.75", 3, "Legal ops", 7),
    ("cost_per_matter_type", "closed", "matter_type", "Contentieux commercial", "98000", "85000", 3,
     "Achats", None),
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
# quarter, days after it begins, what happened, figure, dimension, key
NOTES = (
    (RENEWAL, 0, "Panel renouvelé\u00a0: Vauquelmont Avocats n'y figure plus", "off_panel_rate", "", ""),
    (RENEWAL, 12, "Cabinet Orsanville envoie ses factures en LEDES", "dematerialisation_rate", "firm", "CAB-18"),
    (PRESENT - 1, 20, "Revue\u00a0: budget par phase exigé pour tout nouveau contentieux", "budget_conformity", "", ""),
    (LAST_FULL, 9, "Hausse\u00a0: enquête de concurrence, réponse à la notification des griefs", "spend",
     "matter_type", "Concurrence"),
    (LAST_FULL, 41, "Hausse\u00a0: projet Hélianthe, audits puis négociation du contrat", "spend", "", ""),
    (LAST_FULL, 62, "Hélianthe\u00a0: équipe renforcée jusqu'à la signature", "spend", "firm", "CAB-01"),
)  # fmt: skip
MANDATE = "Facture électronique obligatoire pour les grandes entreprises et les ETI"


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
            "set_on": None if since is None else timeline.quarter(PRESENT - since) + timedelta(14),
        }
        for kpi, reading, dimension, key, baseline, target, quarters, owner, since in TARGETS
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


def notes(timeline: Timeline) -> Rows:
    """Write down what explains the curves, the day it happened."""
    dated = [
        (timeline.quarter(quarter) + timedelta(days), text, kpi, dimension, key)
        for quarter, days, text, kpi, dimension, key in NOTES
    ]
    if timeline.start <= PLATFORM_DAY <= timeline.today:
        dated.append((PLATFORM_DAY, MANDATE, "dematerialisation_rate", "", ""))
    return [
        {"noted_on": day, "text": text, "kpi": kpi, "dimension": dimension, "key": key}
        for day, text, kpi, dimension, key in sorted(dated)
    ]
