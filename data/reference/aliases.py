"""Tables of other names: under which references the matters and the people of invoices arrive."""

from __future__ import annotations

from data.reference import names
from data.reference.cells import TEXT
from data.reference.row import Row, Table, optional, required
from kpi.model import Text

_ALIAS = "Autre code, Autre nom, Variante, Référence reçue, Nom reçu, Référence sur la facture, Nom sur la facture"


class MatterAlias(Row):
    """Another reference under which a matter is billed; one that leads to itself says that it is no other matter."""

    alias: str = required(
        TEXT,
        "Référence telle qu'elle figure dans les fichiers reçus",
        "Reference as it stands in the files received",
        f"Autre référence, {_ALIAS}",
    )
    matter_id: str = required(TEXT, "Code du dossier désigné", "Code of the matter meant", names.MATTER)
    firm_id: str | None = optional(
        TEXT,
        "Cabinet qui emploie cette référence\u202f; vide\u00a0: tous",
        "Firm that uses this reference; empty: all",
        names.FIRM,
    )


class TimekeeperAlias(Row):
    """Another code or name of a firm's timekeeper; one that leads to itself says that it is nobody else."""

    firm_id: str = required(TEXT, "Code du cabinet", "Code of the firm", names.FIRM)
    alias: str = required(
        TEXT,
        "Code ou nom tel qu'il figure dans les factures du cabinet",
        "Code or name as it stands in the firm's invoices",
        _ALIAS,
    )
    timekeeper_id: str = required(
        TEXT, "Code de l'intervenant désigné", "Code of the timekeeper meant", names.TIMEKEEPER
    )


MATTER_ALIASES = Table(
    "matter_aliases",
    Text("Autres références des dossiers", "Other references of matters"),
    Text(
        "Sous quelles autres références un dossier est facturé.",
        "Under which other references a matter is billed.",
    ),
    MatterAlias,
    ("alias", "firm_id"),
)
TIMEKEEPER_ALIASES = Table(
    "timekeeper_aliases",
    Text("Autres codes des intervenants", "Other codes of timekeepers"),
    Text(
        "Sous quels autres codes ou noms une personne est facturée.",
        "Under which other codes or names a person is billed.",
    ),
    TimekeeperAlias,
    ("firm_id", "alias"),
)
