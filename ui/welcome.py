"""The first screen: what the tool answers, and the two ways to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.role import Purpose
from kpi import catalogue
from ui import session, work
from ui.reader import lang, t

if TYPE_CHECKING:
    from ui.view import View


def comes_first(view: View, page: str) -> bool:
    """Say whether there is nothing to look at yet: no invoice counts, and on other pages no table either."""
    return view.choices.first_day is None and (page == "overview" or not view.facts.present)


def show() -> None:
    """Offer the demo portfolio or the import page; say which questions the figures answer."""
    if not session.role().may(Purpose.DATA):
        st.info(
            t(
                "Il n'y a pas encore de données : le juridique (legal ops) les importe.",
                "There is no data yet: legal ops import it.",
            )
        )
        return
    st.markdown(
        t(
            "**Il n'y a pas encore de données.** Rien ne quitte cet ordinateur\u00a0: les fichiers sont lus et gardés "
            "ici.",
            "**There is no data yet.** Nothing leaves this computer: files are read and kept here.",
        )
    )
    first, second = st.columns(2)
    with first.container(border=True, height="stretch"):
        st.header(t("Voir d'abord", "Look first"), anchor=False)
        st.write(
            t(
                "Un portefeuille fictif de trois ans, avec ses défauts, pour découvrir chaque page.",
                "Three years of a fictitious portfolio, flaws included, to discover every page.",
            )
        )
        if st.button(t("Charger la démonstration", "Load the demo"), type="primary", icon=":material/play_arrow:"):
            work.load_demo()
    with second.container(border=True, height="stretch"):
        st.header(t("Mes fichiers", "My files"), anchor=False)
        st.write(
            t(
                "Déposer les fichiers LEDES des cabinets, puis les tables dossiers, budgets, panel, registre.",
                "Drop the firms' LEDES files, then the tables: matters, budgets, panel, register.",
            )
        )
        st.page_link(
            "../pages/imports.py", label=t("Importer des fichiers", "Import files"), icon=":material/upload_file:"
        )
    st.header(t("Les questions auxquelles ces chiffres répondent", "The questions these figures answer"), anchor=False)
    for kpi in catalogue().values():
        st.markdown(f"- **{kpi.title(lang())}** — {kpi.question(lang())}")
