"""What is not recorded, not matched or not converted, on how much spend, and what would fill it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

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
    from collections.abc import Mapping, Sequence

    import altair as alt

    from ui.view import View


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
_WIDE: Final = 880
_COLUMNS: Final = (
    Column("gap", Text("Ce qui manque", "What is missing")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Dépense concernée HT", "Spend concerned (net)"), "money"),
    Column("share", Text("Part de la dépense", "Share of spend"), "ratio"),
    Column("filled", Text("Ce qui le comblerait", "What would fill it")),
)


def show(view: View) -> None:
    """Show what is not recorded, matched or converted, by the spend it concerns; a bar opens on its documents."""
    problems.heading("Que manque-t-il, et sur combien\u202f?", "What is missing, and on how much?")
    found = view.listed("gaps")
    picked = chart(_bars(found), "gaps", pick=True)
    total = view.measure("spend", scope=ALWAYS).value or Decimal(0)
    nothing = t("rien ne manque", "nothing is missing")
    rows = [
        {
            **row,
            "gap": WORDS[row["gap"]][0](lang()),
            "share": ratio(row["amount"], total),
            "filled": WORDS[row["gap"]][1](lang()) if row["documents"] else nothing,
        }
        for row in found
    ]
    shown, key = Table(Text("Manques", "Gaps"), _COLUMNS, rows), f"gap-list-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(rows)))
    gap = list(GAPS)[chosen] if chosen is not None else picked
    if gap:
        name, fill = (text(lang()) for text in WORDS[gap])
        st.markdown(t(f"**{name}** — à combler par\u00a0: ", f"**{name}** — to be filled by: ") + plain(fill))
        sources.units(view, view.listed("gap_documents", gap), f"gap-{gap}")


def _bars(found: Sequence[Mapping[str, Any]]) -> alt.LayerChart | None:
    bars = [
        charts.Bar(
            row["gap"],
            WORDS[row["gap"]][0](lang()),
            row["amount"],
            words.count(row["documents"], "document", lang()),
        )
        for row in found
        if row["documents"]
    ]
    title = t("Dépense concernée par chaque manque", "Spend concerned by each gap")
    subtitle = t(
        "HT, tout ce qui compte depuis le début\u202f; un clic montre les documents",
        "Net of tax, all that counts since the start; a click shows the documents",
    )
    return charts.bars(bars, "EUR", lang(), title, subtitle, dark=dark(), width=_WIDE)
