"""What was decided about the papers of invoices: which are one invoice, and which of them counts."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from data.reference import names
from data.reference.cells import DATE, TEXT, Choice
from data.reference.row import Row, Table, optional, required
from kpi.model import Text

_SAME = Choice(
    {
        "same": "une seule facture, même facture, identique, one invoice",
        "distinct": "deux factures, factures distinctes, factures différentes, two invoices",
    }
)


class PaperChoice(Row):
    """Whether two papers of one firm are one invoice or two; of one invoice, the first counts."""

    decided_on: dt.date = required(
        DATE, "Date de la décision", "Day of the decision", "Date de décision, Date de la décision, Décidé le, Date"
    )
    firm_id: str | None = optional(TEXT, "Cabinet", "Firm", names.FIRM)
    choice: Literal["same", "distinct"] = required(
        _SAME,
        "Une seule facture (la première compte), ou deux",
        "One invoice (the first counts), or two",
        "Choix, Une ou deux factures, Décision",
    )
    invoice_number: str = required(
        TEXT, "N° de la facture qui compte", "Number of the invoice that counts", "N° retenu, Numéro retenu"
    )
    paper: str | None = optional(
        TEXT,
        "Empreinte SHA-256 de son fichier\u202f; vide\u00a0: le registre",
        "SHA-256 of its file; empty: the register",
        "Pièce retenue, Fichier retenu",
    )
    other_number: str = required(TEXT, "N° de l'autre facture", "Number of the other", "Autre n°, Autre numéro")
    other_paper: str | None = optional(
        TEXT,
        "Empreinte SHA-256 de l'autre fichier\u202f; vide\u00a0: le registre",
        "SHA-256 of the other file; empty: the register",
        "Autre pièce, Autre fichier",
    )
    note: str | None = optional(TEXT, "Pourquoi", "Why", names.COMMENT)


PAPER_CHOICES = Table(
    "paper_choices",
    Text("Choix entre pièces", "Choices between papers"),
    Text(
        "Quelles pièces d'un cabinet sont une seule facture, et laquelle compte.",
        "Which papers of a firm are one invoice, and which of them counts.",
    ),
    PaperChoice,
    ("firm_id", "invoice_number", "paper", "other_number", "other_paper"),
)
