"""What is not recorded, not matched or not converted, on how much spend, and what would fill it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import streamlit as st

from data.listing import GAPS
from kpi.model import Text, ratio
from report import charts, words
from report.tables import Column, Table
from ui import problems, sources, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.reference import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.view import View

WORDS: Final[Mapping[str, tuple[Text, Text]]] = {
    "no_matter": (
        Text("Lignes sans dossier", "Lines without a matter"),
        Text("CLIENT_MATTER_ID dans les fichiers LEDES, ou matter_id du registre (invoices)",
             "CLIENT_MATTER_ID in LEDES files, or matter_id of the register (invoices)"),
    ),
    "no_matter_type": (
        Text("Dossiers sans type", "Matters without a type"), Text("matters\u00a0: matter_type", "matters: matter_type"),
    ),
    "no_entity": (Text("Dossiers sans entité", "Matters without an entity"), Text("matters\u00a0: entity", "matters: entity")),
    "no_firm": (
        Text("Factures sans cabinet", "Invoices without a firm"),
        Text("LAW_FIRM_ID ou LAW_FIRM_NAME dans les fichiers LEDES", "LAW_FIRM_ID or LAW_FIRM_NAME in LEDES files"),
    ),
    "unknown_firm": (
        Text("Cabinets absents de la table", "Firms not in the table"),
        Text("firms, ou firm_aliases s'il s'écrit de deux façons", "firms, or firm_aliases if it is written in two ways"),
    ),
    "unknown_matter": (Text("Dossiers absents de la table", "Matters not in the table"), Text("matters", "matters")),
    "no_channel": (
        Text("Factures au canal inconnu", "Invoices of unknown channel"), Text("invoices\u00a0: channel", "invoices: channel"),
    ),
    "not_in_register": (
        Text("Factures absentes du registre", "Invoices not in the register"),
        Text("invoices\u00a0: le registre de toutes les factures reçues", "invoices: the register of all invoices received"),
    ),
    "no_lines": (
        Text("Factures sans détail de lignes", "Invoices without lines"),
        Text("Le fichier LEDES du cabinet", "The firm's LEDES file"),
    ),
    "no_exchange_rate": (
        Text("Montants sans taux de change", "Amounts without an exchange rate"),
        Text("fx\u00a0: un cours de la devise à la date de facture ou avant", "fx: a rate of the currency on or before the invoice date"),
    ),
}
"""For each gap of the lists: what it is called, and the table or column that would fill it."""
_WIDE: Final = 880
_GAPS: Final = (
    Column("gap", Text("Ce qui manque", "What is missing")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Dépense concernée HT", "Spend concerned (net)"), "money"),
    Column("share", Text("Part de la dépense", "Share of spend"), "ratio"),
    Column("filled", Text("Ce qui le comblerait", "What would fill it")),
)


def show(view: View) -> None:
    """Show what is not recorded, matched or converted, by the spend it concerns; a bar opens on its documents."""
    st.subheader(t("Que manque-t-il, et sur combien\u202f?", "What is missing, and on how much?"), anchor=False)
    found = view.listed("gaps")
    total = view.measure("spend", scope=ALWAYS).value or Decimal(0)
    bars = [
        charts.Bar(row["gap"], WORDS[row["gap"]][0](lang()), row["amount"], words.count(row["documents"], "document", lang()))
        for row in found
        if row["documents"]
    ]
    picked = chart(
        charts.bars(
            bars, "EUR", lang(), t("Dépense concernée par chaque manque", "Spend concerned by each gap"),
            t("HT, tout ce qui compte depuis le début\u202f; un clic montre les documents",
              "Net of tax, all that counts since the start; a click shows the documents"), dark=dark(), width=_WIDE,
        ), "gaps", pick=True,
    )  # fmt: skip
    rows = [
        {
            "gap": WORDS[row["gap"]][0](lang()), "documents": row["documents"], "amount": row["amount"],
            "share": ratio(row["amount"], total), "filled": WORDS[row["gap"]][1](lang()) if row["documents"] else t("rien ne manque", "nothing is missing"),
        }
        for row in found
    ]  # fmt: skip
    chosen = table.show(Table(Text("Manques", "Gaps"), _GAPS, rows), f"gap-list-{view.version}", pick=True, height=problems.height(len(rows)))
    gap = list(GAPS)[chosen] if chosen is not None else picked
    if gap:
        name, fill = (text(lang()) for text in WORDS[gap])
        st.markdown(t(f"**{name}** — à combler par\u00a0: ", f"**{name}** — to be filled by: ") + plain(fill))
        sources.units(view, view.listed("gap_documents", gap), f"gap-{gap}")


