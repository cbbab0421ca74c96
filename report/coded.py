"""The pseudonymised export as tables: what `export` writes, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kpi.model import Text
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Lang

_TITLES: Final = {
    "firm_id": Text("Cabinet", "Firm"),
    "number": Text("Facture", "Invoice"),
    "invoice_date": Text("Date de facture", "Invoice date"),
    "matter_id": Text("Dossier", "Matter"),
    "kind": Text("Nature", "Kind"),
    "work_date": Text("Date du travail", "Work date"),
    "units": Text("Quantité", "Units"),
    "unit_cost": Text("Taux", "Rate"),
    "adjustment": Text("Ajustement", "Adjustment"),
    "net": Text("Montant HT", "Net amount"),
    "currency": Text("Devise", "Currency"),
    "task_code": Text("Tâche", "Task"),
    "activity_code": Text("Activité", "Activity"),
    "expense_code": Text("Frais", "Expense"),
    "timekeeper_id": Text("Intervenant (code)", "Timekeeper (code)"),
    "level": Text("Niveau", "Level"),
    "received_on": Text("Reçue le", "Received on"),
    "approved_on": Text("Approuvée le", "Approved on"),
    "paid_on": Text("Payée le", "Paid on"),
    "channel": Text("Canal", "Channel"),
    "credit_note": Text("Avoir", "Credit note"),
    "amount": Text("Montant HT (€)", "Net amount (€)"),
    "matter_type": Text("Type de dossier", "Matter type"),
    "entity": Text("Entité", "Entity"),
    "business_unit": Text("Direction", "Business unit"),
    "jurisdiction": Text("Juridiction", "Jurisdiction"),
    "opened_on": Text("Ouvert le", "Opened on"),
    "closed_on": Text("Clos le", "Closed on"),
    "fee_arrangement": Text("Mode d'honoraires", "Fee arrangement"),
}
_NUMBERS: Final = ("units", "unit_cost", "adjustment", "net")
_LINES: Final = tuple(_TITLES)[:16]
_INVOICES: Final = ("firm_id", "number", "invoice_date", "received_on", "approved_on", "paid_on", "channel",
    "credit_note", "amount")  # fmt: skip
_MATTERS: Final = ("matter_id", "matter_type", "entity", "business_unit", "jurisdiction", "opened_on", "closed_on",
    "fee_arrangement")  # fmt: skip


def tables(
    lines: Sequence[Mapping[str, Any]], invoices: Sequence[Mapping[str, Any]], matters: Sequence[Mapping[str, Any]]
) -> dict[str, Table]:
    """Return the tables of the export by the name of their file: only the columns named here ever leave."""
    return {
        "lines": _table(Text("Lignes", "Lines"), _LINES, lines),
        "invoices": _table(Text("Factures", "Invoices"), _INVOICES, invoices),
        "matters": _table(Text("Dossiers", "Matters"), _MATTERS, matters),
    }


def about(few: int, lang: Lang) -> list[str]:
    """Say what the export is, and what it is not."""
    sentences = (
        Text(
            "Export pseudonymisé, pas anonyme : qui détient les factures retrouve une ligne par sa date et son "
            "montant. Il reste une donnée personnelle (RGPD) : le transmettre demande une base légale et une durée.",
            "Pseudonymised export, not anonymous: whoever holds the invoices finds a line again by its date and "
            "amount. It remains personal data (GDPR): passing it on needs a legal ground and a period.",
        ),
        Text(
            "Chaque intervenant y est un code stable, tiré au hasard : sa clé reste dans la base, jamais exportée.",
            "Each timekeeper is a stable random code: its key stays in the store and is never exported.",
        ),
        Text(
            f"Un niveau de moins de {few} personnes dans un cabinet est réuni à d'autres (« merged ») ; un cabinet "
            f"de moins de {few} intervenants n'en distingue aucun.",
            f"A level of fewer than {few} people in a firm is merged with others (“merged”); a firm of fewer than "
            f"{few} timekeepers tells none apart.",
        ),
        Text(
            f"Un taux que pratiquent moins de {few} personnes du groupe est tu, et les heures avec lui : le montant "
            "divisé par les heures le donnerait.",
            f"A rate that fewer than {few} people of the group bill is left out, and so are its hours: the amount "
            "divided by the hours would give it.",
        ),
        Text(
            "Ni libellé, ni nom, ni intitulé de dossier, ni réponse d'enquête n'en font partie.",
            "No narrative, no name, no title of a matter and no survey answer is part of it.",
        ),
    )
    return [sentence(lang) for sentence in sentences]


def _table(title: Text, keys: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Table:
    columns = tuple(Column(key, _TITLES[key], _kind(key)) for key in keys)
    return Table(title, columns, [{key: row[key] for key in keys} for row in rows])


def _kind(key: str) -> Any:  # noqa: ANN401 — one of the kinds of tables.Column
    if key == "amount":
        return "money"
    return "number" if key in _NUMBERS else "date" if key.endswith(("_date", "_on")) else "text"
