"""The lines behind a review, for its workbook: all that the firms wrote, or as much as a firm's edition may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kpi.model import Text
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.review.brief import Brief

_COLUMNS: Final = (
    Column("firm_id", Text("Cabinet", "Firm")),
    Column("number", Text("Facture", "Invoice")),
    Column("invoice_date", Text("Date de facture", "Invoice date"), "date"),
    Column("matter_id", Text("Dossier", "Matter")),
    Column("work_date", Text("Date du travail", "Work date"), "date"),
    Column("timekeeper", Text("Intervenant", "Timekeeper")),
    Column("units", Text("Quantité", "Units"), "number"),
    Column("unit_cost", Text("Prix unitaire", "Unit cost"), "number"),
    Column("net", Text("Montant HT", "Net amount"), "number"),
    Column("currency", Text("Devise", "Currency")),
    Column("narrative", Text("Libellé", "Narrative")),
    Column("file", Text("Fichier", "File")),
    Column("line", Text("Ligne", "Line"), "number"),
)
_HIDDEN: Final = ("narrative", "file")


def sheet(brief: Brief, rows: Sequence[dict[str, Any]], *, pseudonyms: bool) -> Table:
    """List the lines of a review, in the documents' currency.

    Narratives are under professional secrecy: a firm's edition holds none. With `pseudonyms`, timekeepers are numbered.
    """
    columns = tuple(c for c in _COLUMNS if not (brief.closed_to_peers and c.key in _HIDDEN))
    numbers: dict[Any, int] = {}
    listed = []
    for row in rows:
        known = row["timekeeper_name"] or row["timekeeper_id"]
        if known and pseudonyms:
            place = numbers.setdefault((row["firm_id"], row["timekeeper_id"] or known), len(numbers) + 1)
            known = brief.t(f"Intervenant {place}", f"Timekeeper {place}")
        listed.append({**{column.key: row.get(column.key) for column in columns}, "timekeeper": known})
    return Table(Text("Lignes", "Lines"), columns, listed)
