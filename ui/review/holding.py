"""Third stage: the room, how it is held, and the day it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data import reviews
from data.role import Purpose
from report import words
from ui.reader import plain, t, today
from ui.review import opened, room
from ui.view import store

if TYPE_CHECKING:
    from ui.review.opened import Opened


def show(one: Opened) -> None:
    """Say how the room is held, open its door, and note the day of the meeting."""
    st.markdown(
        t(
            "En salle, il ne reste que la revue à l'écran, en grand, une page à la fois. Un clic sur un chiffre, une "
            "barre ou une ligne remonte aux dossiers, aux factures et aux lignes.",
            "In the room, only the review is on the screen, large, one page at a time. A click on a figure, a bar or "
            "a row leads back to matters, invoices and lines.",
        )
    )
    st.markdown(
        t(
            "**Au clavier** : ← → pour tourner les pages, **D** pour saisir une décision, **M** pour masquer ou "
            "montrer les autres cabinets, **Q** pour quitter ; F11 met le navigateur en plein écran.",
            "**By the keyboard**: ← → to turn the pages, **D** to type a decision, **M** to mask or show the other "
            "firms, **Q** to quit; F11 makes the browser fill the screen.",
        )
        if one.review.firm_id
        else t(
            "**Au clavier** : ← → pour tourner les pages, **D** pour saisir une décision, **Q** pour quitter ; F11 met "
            "le navigateur en plein écran. Une revue de l'ensemble du panel nomme tous les cabinets : elle ne se tient "
            "qu'entre nous.",
            "**By the keyboard**: ← → to turn the pages, **D** to type a decision, **Q** to quit; F11 makes the "
            "browser fill the screen. A review of the whole panel names every firm: it is held among ourselves only.",
        )
    )
    _doors(one)
    if one.review.snapshot_id is None:
        st.info(
            t(
                "Chiffres pas encore gelés : la salle montrerait ceux du jour, plus lents à venir, et qui bougent à "
                "chaque import. L'étape 2 les gèle.",
                "Figures not frozen yet: the room would show today's, slower to come, and which move with every "
                "import. Stage 2 freezes them.",
            ),
            icon=":material/ac_unit:",
        )
    _held(one)


def _doors(one: Opened) -> None:
    """Open the room with the firm, or among ourselves."""
    ready = one.review.snapshot_id is not None
    with st.container(horizontal=True):
        if one.review.firm_id:
            st.button(
                t("Entrer avec le cabinet : les autres sont masqués", "Enter with the firm: the others are masked"),
                icon=":material/visibility_off:", type="primary" if ready else "secondary", key=f"{one.key}-enter-firm",
                on_click=room.enter, args=(one.number, "firm"),
            )  # fmt: skip
        st.button(
            t("Entrer entre nous", "Enter among ourselves"), icon=":material/slideshow:",
            type="primary" if ready and not one.review.firm_id else "secondary", key=f"{one.key}-enter-internal",
            on_click=room.enter, args=(one.number, "internal"),
        )  # fmt: skip


def _held(one: Opened) -> None:
    """Note the day of the meeting."""
    if one.review.held_on:
        st.success(
            plain(
                t(
                    f"Réunion tenue le {words.day(one.review.held_on, 'fr')}.",
                    f"Meeting held on {words.day(one.review.held_on, 'en')}.",
                )
            ),
            icon=":material/groups:",
        )
        return
    if one.review.state != "frozen" or not one.view.role.may(Purpose.DATA):
        return
    key = f"{one.key}-held-on"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            t("La réunion a eu lieu le", "The meeting took place on"), value=today(), max_value=today(),
            format="DD/MM/YYYY", key=key, width=220,
        )  # fmt: skip
        st.button(
            t("Noter la réunion tenue", "Note the meeting held"), icon=":material/groups:", on_click=_note,
            args=(one.number, key, f"{one.key}-stage"), key=f"{one.key}-held",
        )  # fmt: skip


def _note(number: int, key: str, stage: str) -> None:
    day = st.session_state[key] or today()
    if opened.change(lambda: reviews.move(store(), number, "held", day)):
        st.session_state[stage] = "follow"
