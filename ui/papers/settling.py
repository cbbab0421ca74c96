"""Settling which of several papers counts, by a button: a decision that stands in the history and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.papers import deciding
from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import problems, table
from ui.follow_up import taking_back
from ui.papers import told
from ui.reader import lang, plain, t
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.papers.paper import Paper
    from ui.view import View

_DECIDED: Final = (
    Column("decided_on", Text("Décidé le", "Decided on"), "date"),
    Column("firm", Text("Cabinet", "Firm")),
    Column("choice", Text("Décision", "Decision")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("file", Text("Fichier", "File")),
    Column("other_number", Text("Autre n°", "Other no.")),
    Column("other_file", Text("Autre fichier", "Other file")),
)
_BESIDE: Final = 3
_CHOICES: Final = {
    "same": Text("Une seule facture : la première compte", "One invoice: the first counts"),
    "distinct": Text("Deux factures : les deux comptent", "Two invoices: both count"),
}


def offer(versions: Sequence[Paper], key: str, *, apart: bool = True) -> None:
    """Show versions side by side with a button each, and one to say that they are different invoices."""
    beside = min(len(versions), _BESIDE)
    columns = [column for _ in range(0, len(versions), beside) for column in st.columns(beside)]
    for place, (paper, column) in enumerate(zip(versions, columns, strict=False)):  # the last row may not be full
        with column.container(border=True):
            st.markdown(plain(f"{told.kind(paper, lang())} — {told.said(paper.net, lang())} {paper.currency or ''}"))
            st.caption(plain(f"{paper.number} · {told.said(paper.invoice_date, lang())} · {told.place(paper, lang())}"))
            st.caption(plain(told.why(paper, lang())))
            others = [one for one in versions if one is not paper]
            st.button(
                t("Retenir celle-ci", "Keep this one"), key=f"{key}-keep-{place}", icon=":material/check:",
                type="primary" if place == 0 else "secondary", width="stretch", on_click=_keep, args=(paper, others),
            )  # fmt: skip
    if apart:
        number = len(versions)
        st.button(
            t(f"Ce sont {number} factures différentes", f"These are {number} different invoices"),
            key=f"{key}-apart", icon=":material/call_split:", on_click=_separate, args=(versions[0], versions[1:]),
        )  # fmt: skip


def _keep(chosen: Paper, others: Sequence[Paper]) -> None:
    opened.change(lambda: deciding.keep(store(), chosen, others, lang()))


def _separate(first: Paper, others: Sequence[Paper]) -> None:
    opened.change(lambda: deciding.separate(store(), first, others, lang()))


def decided(view: View) -> None:
    """List what was decided; a decision typed here can be taken back."""
    rows = view.listed("decisions")
    if not rows:
        return
    problems.heading("Qu'a-t-on déjà décidé\u202f?", "What was decided already?")
    problems.note("Choisir une décision pour la reprendre.", "Choose a decision to take it back.")
    register = t("registre", "register")
    shown = [
        {
            "decided_on": row["decided_on"], "firm": words.label("firm", row["firm_id"], lang(), view.names),
            "choice": _CHOICES[row["choice"]](lang()), "number": words.readable(row["invoice_number"]),
            "file": words.readable(row["file"] or register), "other_number": words.readable(row["other_number"]),
            "other_file": words.readable(row["other_file"] or register),
        }
        for row in rows
    ]  # fmt: skip
    chosen = table.show(Table(Text("Décisions", "Decisions"), _DECIDED, shown), f"decided-{view.version}", pick=True)
    if chosen is not None:
        taking_back.offer(rows[chosen], "decision")
