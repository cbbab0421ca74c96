"""Dated notes: what happened, on which day, put on the timelines of charts, slides and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import typed
from kpi import catalogue
from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import table
from ui.follow_up import taking_back
from ui.reader import lang, t, today
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from ui.view import View

_COLUMNS: Final = (
    Column("noted_on", Text("Jour", "Day"), "date"),
    Column("text", Text("Ce qui s'est passé", "What happened")),
    Column("figure", Text("Chiffre", "Figure")),
    Column("about", Text("À propos de", "About")),
)
_KEYS: Final = ("note-day", "note-text", "note-kpi", "note-firm")


def show(view: View) -> None:
    """Show the notes, then a form for another."""
    st.header(t("Notes datées", "Dated notes"), anchor=False)
    rows: list[dict[str, Any]] = view.listed("notes")
    if rows:
        shown = [
            {
                "noted_on": row["noted_on"],
                "text": words.readable(row["text"]),
                "figure": catalogue()[row["kpi"]].title(lang()) if row["kpi"] in catalogue() else t("Tous", "All"),
                "about": words.label(row["dimension"], row["key"], lang(), view.names) if row["dimension"] else "",
            }
            for row in rows
        ]
        st.caption(t("Choisir une note saisie ici pour la retirer.", "Choose a note typed here to take it back."))
        chosen = table.show(Table(Text("Notes", "Notes"), _COLUMNS, shown), f"notes-{view.version}", pick=True)
        if chosen is not None:
            taking_back.offer(rows[chosen], "note")
    else:
        st.info(
            t(
                "Aucune note encore : elles expliquent un écart sur les graphiques.",
                "No note yet: they explain a change on the charts.",
            )
        )
    with st.form("note", border=True):
        day, text = st.columns([1, 3])
        day.date_input(t("Jour", "Day"), value=today(), format="DD/MM/YYYY", key="note-day")
        text.text_input(
            t("Note", "Note"),
            key="note-text",
            max_chars=120,
            placeholder=t("hausse : dossier Alpha, audience du 12/03", "rise: Alpha matter, hearing on 12 March"),
        )
        kpi, firm = st.columns(2)
        titles = {"": t("Tous", "All"), **{name: known.title(lang()) for name, known in catalogue().items()}}
        kpi.selectbox(t("Chiffre", "Figure"), list(titles), key="note-kpi", format_func=titles.__getitem__)
        firms = {"": t("Tous les cabinets", "All firms"), **view.choices.firms}
        firm.selectbox(t("Cabinet", "Firm"), list(firms), format_func=firms.__getitem__, key="note-firm")
        st.form_submit_button(t("Ajouter la note", "Add the note"), icon=":material/add_comment:", on_click=_record)


def _record() -> None:
    day, text, kpi, firm = (st.session_state.get(key) for key in _KEYS)
    if not text or not text.strip():
        st.session_state["refused"] = Text("Écrire d'abord la note.", "Write the note first.")
        return
    row = {
        "noted_on": day,
        "text": text.strip(),
        "kpi": kpi or None,
        "dimension": "firm" if firm else None,
        "key": firm or None,
    }
    if opened.change(lambda: typed.record(store(), "notes", [row], lang())):
        st.session_state["note-text"] = ""
