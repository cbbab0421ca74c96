"""A decision typed on the spot: what, who, by when, which figure it aims at and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data import typed
from kpi import catalogue
from ui.reader import lang, plain, t, today
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from ui.review.opened import Opened

_KEYS = ("decide-text", "decide-owner", "decide-due", "decide-kpi", "decide-expected")


def show(one: Opened, place: str) -> None:
    """Show the form; the firm of the review is the one concerned, or the one named."""
    owners = {"legal": t("Juridique", "Legal"), "procurement": t("Achats", "Procurement"), "firm": t("Cabinet", "Firm")}
    with st.form(f"decide-{place}", clear_on_submit=True, border=True):
        st.markdown("**" + t("Nouvelle décision ou action", "New decision or action") + "**")
        st.text_input(t("Décision", "Decision"), key="decide-text", max_chars=300)
        who, due, kpi, target = st.columns([1, 1, 2, 1])
        who.selectbox(t("Pilote", "Owner"), list(owners), format_func=lambda code: owners[code], key="decide-owner")
        due.date_input(t("Échéance", "Due"), value=None, format="DD/MM/YYYY", key="decide-due", min_value=today())
        kpi.selectbox(
            t("Chiffre visé", "Figure aimed at"),
            ["", *catalogue()],
            key="decide-kpi",
            format_func=lambda name: catalogue()[name].title(lang()) if name else "—",
        )
        target.text_input(t("Cible", "Target"), key="decide-expected", placeholder=t("80 %", "80%"))
        if one.review.firm_id is None:
            firms = {"": "—", **one.view.choices.firms}
            st.selectbox(t("Cabinet", "Firm"), list(firms), format_func=lambda key: firms[key], key="decide-firm")
        st.form_submit_button(
            t("Enregistrer", "Record"),
            icon=":material/add_task:",
            type="primary",
            on_click=_record,
            args=(one.review.firm_id,),
        )
    if said := st.session_state.pop("decided", None):
        st.success(plain(said))
    opened.refusal()


def _record(firm_id: str | None) -> None:
    text, owner, due, kpi, expected = (st.session_state.get(key) for key in _KEYS)
    if not text or not text.strip():
        st.session_state["decided"] = t("Écrire d'abord la décision.", "Write the decision first.")
        return
    row = {
        "decided_on": today(),
        "text": text.strip(),
        "firm_id": firm_id or st.session_state.get("decide-firm") or None,
        "owner": owner,
        "due_on": due,
        "status": "open",
        "kpi": kpi or None,
        "expected": (expected or "").strip() or None,
    }
    if opened.change(lambda: typed.record(store(), "actions", [row], lang())):
        st.session_state["decided"] = t("Décision enregistrée.", "Decision recorded.")
