"""What may not be recorded, matched or converted: what it is called, and what would fill it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kpi.model import Text


def _gap(fr: str, en: str, fill_fr: str, fill_en: str) -> tuple[Text, Text]:
    return Text(fr, en), Text(fill_fr, fill_en)


WORDS: Final[Mapping[str, tuple[Text, Text]]] = {
    "no_matter": _gap(
        "Lignes sans dossier",
        "Lines without a matter",
        "CLIENT_MATTER_ID dans les fichiers LEDES, ou matter_id du registre (invoices)",
        "CLIENT_MATTER_ID in LEDES files, or matter_id of the register (invoices)",
    ),
    "no_matter_type": _gap(
        "Dossiers sans type", "Matters without a type", "matters\u00a0: matter_type", "matters: matter_type"
    ),
    "no_entity": _gap("Dossiers sans entité", "Matters without an entity", "matters\u00a0: entity", "matters: entity"),
    "no_firm": _gap(
        "Factures sans cabinet",
        "Invoices without a firm",
        "LAW_FIRM_ID ou LAW_FIRM_NAME dans les fichiers LEDES",
        "LAW_FIRM_ID or LAW_FIRM_NAME in LEDES files",
    ),
    "unknown_firm": _gap(
        "Cabinets absents de la table",
        "Firms not in the table",
        "firms, ou firm_aliases pour un cabinet qui s'écrit de deux façons",
        "firms, or firm_aliases for a firm that is written in two ways",
    ),
    "unknown_matter": _gap("Dossiers absents de la table", "Matters not in the table", "matters", "matters"),
    "no_channel": _gap(
        "Factures au canal inconnu", "Invoices of unknown channel", "invoices\u00a0: channel", "invoices: channel"
    ),
    "not_in_register": _gap(
        "Factures absentes du registre",
        "Invoices not in the register",
        "invoices\u00a0: le registre de toutes les factures reçues",
        "invoices: the register of all invoices received",
    ),
    "no_lines": _gap(
        "Factures sans détail de lignes",
        "Invoices without lines",
        "Le fichier LEDES du cabinet",
        "The firm's LEDES file",
    ),
    "no_exchange_rate": _gap(
        "Montants sans taux de change",
        "Amounts without an exchange rate",
        "fx\u00a0: un cours de la devise à la date de facture ou avant",
        "fx: a rate of the currency on or before the invoice date",
    ),
}
"""For each gap of the lists: what it is called, and the table or column that would fill it."""
