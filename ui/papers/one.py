"""One invoice whole: found by its number or its firm, its papers, what counts and why, its credit notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import problems, table
from ui.papers import settling, told
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from ui.view import View

_MOST: Final = 200
_FOUND: Final = (
    Column("firm", Text("Cabinet", "Firm")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("invoice_date", Text("Date de facture", "Invoice date"), "date"),
    Column("net", Text("HT", "Net"), "number"),
    Column("currency", Text("Devise", "Currency")),
    Column("papers", Text("Pièces", "Papers"), "number"),
    Column("formats", Text("Formats", "Formats")),
    Column("state", Text("Situation", "State")),
)
_TOTALS: Final = (
    Column("became", Text("Ce qu'elles deviennent", "What becomes of them")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Euros HT", "Euros (net)"), "money"),
)


def find(view: View) -> None:
    """Look an invoice up by its number or its firm; one opens on its papers."""
    problems.heading("Quelles sont les pièces d'une facture\u202f?", "Which papers does an invoice have?")
    left, right = st.columns([2, 1])
    number = left.text_input(
        t("N° de facture, ou une partie", "Invoice number, or a part of it"), key="papers-number", max_chars=80
    )
    firms = {"": t("Tous les cabinets", "All firms"), **view.choices.firms}
    firm = right.selectbox(t("Cabinet", "Firm"), list(firms), format_func=firms.__getitem__, key="papers-firm")
    if not number.strip() and not firm:
        problems.note("Taper un numéro, ou choisir un cabinet.", "Type a number, or choose a firm.")
        return
    found = view.listed("invoices_found", number, firm or None)
    if not found:
        problems.note("Aucune facture trouvée.", "No invoice found.")
        return
    if len(found) == _MOST:
        problems.note(
            f"Les {_MOST} plus récentes\u00a0: préciser le numéro pour les autres.",
            f"The {_MOST} latest: type more of the number for the others.",
        )
    rows = [
        {
            **row, "firm": words.label("firm", row["firm_id"], lang(), view.names),
            "number": words.readable(row["number"]),
            "state": words.code("status", row["excluded"], lang()) if row["excluded"] else t("Compte", "Counts"),
        }
        for row in found
    ]  # fmt: skip
    shown = Table(Text("Factures", "Invoices"), _FOUND, rows)
    chosen = table.show(shown, f"found-{view.version}", pick=True, height=problems.height(len(rows)))
    if chosen is None and len(found) == 1:
        chosen = 0
    if chosen is not None:
        papers_behind(view, found[chosen]["invoice_id"], f"found-{view.version}-{chosen}")


def papers_behind(view: View, invoice_id: str, key: str) -> None:
    """Show the papers of an invoice, what may be chosen between them, and the credit notes tied to it."""
    papers = view.listed("papers_of", invoice_id)
    head = papers[0]
    firm = words.label("firm", head.firm_id, lang(), view.names)
    st.markdown(plain(t(f"Facture {head.number}, {firm}", f"Invoice {head.number}, {firm}")))
    table.show(told.papers_table(papers, lang()), f"{key}-papers", height=problems.height(len(papers)))
    others = [one for one in papers if one.sha256 is not None]
    if len(others) > 1:
        with st.expander(t("En retenir une autre", "Keep another one")):
            settling.offer(others, f"{key}-choice")
    tied = [one for one in view.listed("credit_notes") if invoice_id in {one.invoice_id, one.document_id}]
    if tied:
        table.show(told.credits_table(tied, lang(), view.names), f"{key}-credits", height=problems.height(len(tied)))


def totals(view: View) -> None:
    """Say what becomes of every document: those that count and those that do not add up to all that was imported."""
    rows = view.listed("paper_totals")
    problems.heading("Que devient chaque document\u202f?", "What becomes of each document?")
    said = [
        {**row, "became": told.BECAME[row["became"]](lang()) if row["became"] in told.BECAME else row["became"]}
        for row in rows
    ]
    every = {
        "became": t("= Tout ce qui est importé", "= All that was imported"),
        "documents": sum(row["documents"] for row in rows),
        "amount": sum(row["amount"] for row in rows),
    }
    shown = Table(Text("Documents", "Documents"), _TOTALS, [*said, every])
    table.show(shown, "paper-totals", height=problems.height(len(rows) + 1))
