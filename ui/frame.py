"""The picture frame: menu, language, filters, the sentence under the title. Pages only hang in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from data.role import Role
from data.store import EmptyStoreError, StoreError, VanishedStoreError
from report import words
from ui import admission, elsewhere, figures, filters, reader, session, welcome
from ui.layout import readable_buttons
from ui.reader import lang, t
from ui.review.held import in_room
from ui.view import View, looking

ROOT = Path(__file__).resolve().parent.parent


def _pages(role: Role | None) -> dict[str, list[st.Page]]:
    def page(name: str, title: str, icon: str, *, default: bool = False) -> st.Page:
        return st.Page(
            ROOT / "pages" / f"{name}.py", title=title, url_path=name, default=default,
            icon=f":material/{icon}:" if role else None,
            visibility="visible" if admission.is_open(name, role) else "hidden",
        )  # fmt: skip

    return {
        t("Pilotage", "Steering"): [
            page("overview", t("Vue d'ensemble", "Overview"), "insights", default=True),
            page("costs", t("Coûts", "Costs"), "payments"),
            page("budgets", t("Budgets", "Budgets"), "account_balance_wallet"),
            page("panel", t("Panel", "Panel"), "groups"),
            page("dematerialisation", t("Dématérialisation", "Dematerialisation"), "receipt_long"),
        ],
        t("Revue", "Review"): [
            page("review", t("Revue fournisseurs", "Supplier review"), "handshake"),
            page("follow_up", t("Actions et objectifs", "Actions and targets"), "task_alt"),
        ],
        t("Données", "Data"): [
            page("imports", t("Importer", "Import"), "upload_file"),
            page("matching", t("À rapprocher", "To match"), "join_inner"),
            page("quality", t("Qualité", "Quality"), "fact_check"),
            page("papers", t("Pièces d'une facture", "Papers of an invoice"), "file_copy"),
            page("definitions", t("Définitions", "Definitions"), "menu_book"),
        ],
    }


WITHOUT_FILTERS = ("review", "follow_up", "imports", "matching", "quality", "papers", "definitions")
WITHOUT_DATA = ("imports", "definitions")


def main() -> None:
    """Draw the frame, then the page inside it, for whoever may see it."""
    reader.settle()
    visitor = session.visitor()
    st.set_page_config(  # before the menu: else the browser would look for the icon of a page elsewhere
        page_title="Binôme", layout="wide", page_icon=str(ROOT / "assets" / "icon.png") if visitor.role else None,
        initial_sidebar_state="collapsed" if (held := in_room()) else "expanded",
    )  # fmt: skip
    page = st.navigation(_pages(visitor.role), position="hidden" if held or not visitor.role else "top")
    if visitor.role:
        st.set_page_config(page_title=f"{page.title} – Binôme")
    readable_buttons()
    name = page.url_path or "overview"
    _language(shown=not held)
    try:
        if visitor.role is None:
            admission.door(visitor)
            return
        admission.arrive(visitor, name)
        if not held:
            admission.account(visitor)
        if not admission.is_open(name, visitor.role):
            st.title(page.title, anchor=False)
            admission.refuse()
            return
        with looking() as view:
            _inside(view, page, name, held=held)
    except EmptyStoreError as error:
        if isinstance(error, VanishedStoreError):
            st.error(reader.plain(error.text(lang())))
        _without_data(page, name)
    except StoreError as error:
        st.title(page.title, anchor=False)
        st.error(reader.plain(error.text(lang())))


def _inside(view: View, page: st.Page, name: str, *, held: bool) -> None:
    """Draw what stands inside the frame, once the store is open."""
    with elsewhere.patience(view.engine):
        nothing_yet = name not in WITHOUT_DATA and welcome.comes_first(view, name)
    if nothing_yet:
        _without_data(page, name)
        return
    if name not in WITHOUT_FILTERS:
        view.scope = filters.sidebar(view)
    if not held:
        st.title(page.title, anchor=False)
    if name not in WITHOUT_FILTERS:
        _sentence(view)
    if view.engine and not held:
        st.caption(reader.plain(elsewhere.told(view.engine, alone=view.alone)))
    if view.role is Role.READER and name in figures.SHOWN:
        figures.show(view, name)
    else:
        page.run()


def _without_data(page: st.Page, name: str) -> None:
    """Show the pages that need no data; elsewhere, say how to begin."""
    st.title(page.title, anchor=False)
    if name in WITHOUT_DATA:
        page.run()
    else:
        welcome.show()


def _sentence(view: View) -> None:
    """Say under the title what the page is about; every export carries the same sentence."""
    said = words.scope_sentence(view.scope, lang(), view.names)
    if view.scope.period.end >= reader.today():
        said += f" {t('Période', 'Period')} {words.in_progress(reader.today(), lang())}."
    st.session_state["about"] = [said]
    st.caption(reader.plain(said))


def _language(*, shown: bool) -> None:
    """Offer the language; in the room nothing stands beside the review."""
    if shown:
        st.sidebar.segmented_control(
            t("Langue", "Language"), ["fr", "en"], key=reader.LANGUAGE, required=True,
            format_func=lambda code: {"fr": "Français", "en": "English"}[code], label_visibility="collapsed",
            on_change=reader.say_again, persist_state="session",
        )  # fmt: skip
    st.query_params[reader.LANGUAGE] = lang()  # every address says it: a reload, or a colleague, sees the same


main()
