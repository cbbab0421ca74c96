"""Tables of what reviews write down: where each figure should be, who does what by when, what happened on a day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from data.reference import names
from data.reference.cells import DATE, FIGURE, TEXT, Choice
from data.reference.row import Row, Table, optional, required
from kpi.model import Text

ACTION_STATUS = Choice(
    {
        "open": "ouverte, ouvert, en cours, à faire, à venir",
        "done": "faite, fait, terminée, terminé, réalisée, réalisé, close, clos, soldée",
        "dropped": "abandonnée, abandonné, annulée, annulé, cancelled",
    }
)
ACTION_OWNER = Choice(
    {
        "legal": "juridique, direction juridique, service juridique, DJ",
        "procurement": "achats, direction des achats, service achats",
        "firm": "cabinet, le cabinet",
    },
    open=True,
)
_KPI = "Indicateur, Indicateur clé, Indicateur visé, KPI visé"
_DIMENSION = "Axe, Axe d'analyse"
_KEY = "Clé, Valeur de l'axe, Périmètre"


class Target(Row):
    """Where a figure should be, and by when."""

    kpi: str = required(TEXT, "Indicateur visé, par son nom anglais", "KPI aimed at, by its name", _KPI)
    reading: str | None = optional(
        TEXT,
        "Lecture de l'indicateur\u202f; vide\u00a0: la principale",
        "Reading of the KPI; empty: the main one",
        "Lecture, Mode de calcul, Variante",
    )
    dimension: str | None = optional(
        TEXT,
        "Axe de découpage\u202f; vide\u00a0: l'ensemble",
        "Dimension of the cut; empty: the whole",
        _DIMENSION,
    )
    key: str | None = optional(
        TEXT,
        "Valeur visée sur cet axe, par exemple un cabinet",
        "The slice aimed at, for instance a firm",
        _KEY,
    )
    baseline: Decimal | None = optional(
        FIGURE,
        "Point de départ",
        "Starting point",
        "Point de départ, Valeur de départ, Niveau de départ, Situation initiale, Référence, Base",
    )
    target: Decimal = required(
        FIGURE,
        "Cible\u00a0: 95\u202f% ou 0,95",
        "Target: 95% or 0.95",
        "Cible, Objectif, Valeur cible",
    )
    due_on: dt.date = required(DATE, "Échéance", "Due date", names.DUE_ON)
    owner: str | None = optional(TEXT, "Pilote", "Owner", names.OWNER)
    set_on: dt.date | None = optional(
        DATE,
        "Jour où la cible a été fixée\u202f; la droite vers la cible en part",
        "Day the target was set; the straight line to it starts there",
        "Fixée le, Date de fixation, Décidée le, Cible fixée le",
    )


class Action(Row):
    """A decision of a review, with its owner and its due date."""

    decided_on: dt.date = required(
        DATE,
        "Date de la décision",
        "Day of the decision",
        "Date de décision, Date de la décision, Décidé le, Décidée le, Date",
    )
    text: str = required(
        TEXT,
        "Ce qui a été décidé",
        "What was decided",
        "Action, Décision, Libellé, Texte, Description, Intitulé",
    )
    firm_id: str | None = optional(TEXT, "Cabinet concerné", "Firm concerned", names.FIRM)
    owner: str | None = optional(ACTION_OWNER, "Qui s'en charge", "Who sees to it", names.OWNER)
    due_on: dt.date | None = optional(DATE, "Échéance", "Due date", names.DUE_ON)
    status: Literal["open", "done", "dropped"] | None = optional(
        ACTION_STATUS,
        "Où en est l'action",
        "Where the action stands",
        "Statut, État, Avancement",
    )
    kpi: str | None = optional(TEXT, "Indicateur attendu en mieux", "KPI it should improve", _KPI)
    expected: str | None = optional(
        TEXT,
        "Effet attendu",
        "Expected effect",
        "Effet attendu, Résultat attendu, Gain attendu, Attendu",
    )


class Note(Row):
    """What happened on a day and explains a figure: shown on its timeline."""

    noted_on: dt.date = required(
        DATE,
        "Jour de l'événement",
        "Day of the event",
        "Date de l'événement, Jour de l'événement, Survenu le, Date de la note, Noté le, Event date",
    )
    text: str = required(
        TEXT,
        "Ce qui s'est passé, en quelques mots",
        "What happened, in a few words",
        "Événement, Note, Fait, Explication, Annotation, Texte, Event",
    )
    kpi: str | None = optional(
        TEXT,
        "Indicateur expliqué, par son nom anglais\u202f; vide\u00a0: tous",
        "KPI it explains, by its name; empty: all",
        f"Indicateur expliqué, {_KPI}",
    )
    dimension: str | None = optional(
        TEXT,
        "Axe de découpage\u202f; vide\u00a0: l'ensemble",
        "Dimension of the cut; empty: the whole",
        _DIMENSION,
    )
    key: str | None = optional(
        TEXT,
        "Valeur concernée sur cet axe, par exemple un cabinet",
        "The slice concerned, for instance a firm",
        _KEY,
    )


TARGETS = Table(
    "targets",
    Text("Cibles", "Targets"),
    Text("Où chaque indicateur doit arriver, et quand.", "Where each KPI should arrive, and when."),
    Target,
    ("kpi", "reading", "dimension", "key", "due_on"),
)
ACTIONS = Table(
    "actions",
    Text("Plan d'action", "Action plan"),
    Text(
        "Ce que les revues ont décidé, qui s'en charge, pour quand.",
        "What reviews decided, who sees to it, by when.",
    ),
    Action,
    ("decided_on", "firm_id", "text"),
)
NOTES = Table(
    "notes",
    Text("Notes datées", "Dated notes"),
    Text(
        "Les événements datés qui expliquent une courbe.",
        "The dated events that explain a curve.",
    ),
    Note,
    tuple(Note.model_fields),  # a day may have several notes, a figure too: only the same note is the same row
)
