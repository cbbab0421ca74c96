"""The reviews of the store: those under way, those held, and how a new one is begun."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from data import reviews
from kpi.model import Period, Text
from report import words
from report.review.plan import Plan
from report.tables import Column, Table
from ui import table
from ui.filters import quarters
from ui.reader import lang, t, today
from ui.review import opened, prepare, room
from ui.view import store

if TYPE_CHECKING:
    from ui.view import View

_COLUMNS = (
    Column("period", Text("Période", "Period")),
    Column("subject", Text("Sujet", "Subject")),
    Column("state", Text("État", "State")),
    Column("created", Text("Préparée le", "Prepared on"), "date"),
    Column("held", Text("Tenue le", "Held on"), "date"),
)
WHOLE_PANEL = ""


def show(view: View) -> None:
    """Show the review that the address names, else the list and a new one to begin."""
    opened.refusal()
    one = opened.chosen(view)
    if one is None:
        _new(view)
        _list(view)
    elif room.entered(one):
        room.show(one)
    else:
        prepare.show(one)


def _new(view: View) -> None:
    """Offer the quarters and the firms; the last full quarter is proposed."""
    offered = [key for key in quarters(view) if "-T" in key]
    over = [key for key in offered if Period.parse(key, view.reader.fiscal_start).end < today()]
    firms = {WHOLE_PANEL: t("L'ensemble du panel", "The whole panel"), **view.choices.firms}
    with st.container(border=True):
        st.subheader(t("Préparer une revue", "Prepare a review"), anchor=False)
        left, middle, right = st.columns([1, 2, 1], vertical_alignment="bottom")
        quarter = left.selectbox(
            t("Trimestre", "Quarter"),
            offered,
            index=offered.index((over or offered)[0]),
            key="review-quarter",
            format_func=partial(words.quarter, lang=lang()),
        )
        firm = middle.selectbox(
            t("Cabinet", "Firm"), list(firms), key="review-firm", format_func=lambda id_: firms[id_]
        )
        right.button(
            t("Préparer", "Prepare"),
            type="primary",
            icon=":material/add:",
            width="stretch",
            on_click=_start,
            args=(quarter, firm or None, view.reader.fiscal_start),
        )
    st.caption(
        t(
            "Une revue rassemble les chiffres d'un trimestre, pour un cabinet ou pour le panel. Elle se prépare, se "
            "gèle, se tient en salle, puis se suit : la suivante s'ouvrira sur ses actions.",
            "A review gathers a quarter's figures, for one firm or for the panel. It is prepared, frozen, held in the "
            "room, then followed up: the next one will open on its actions.",
        )
    )


def _start(quarter: str, firm: str | None, fiscal_start: int) -> None:
    """Begin a review, or open the one that is already under way for that quarter and firm."""
    period = Period.parse(quarter, fiscal_start)

    def begin() -> None:
        try:
            opened.go(reviews.start(store(), period.start, period.end, firm, Plan().model_dump_json()))
        except reviews.OpenReviewError as error:
            opened.go(error.review_id)

    opened.change(begin)


def _list(view: View) -> None:
    known = reviews.reviews(view.reader)
    if not known:
        return
    st.subheader(t("Les revues", "The reviews"), anchor=False)
    st.caption(t("Choisir une revue pour l'ouvrir.", "Choose a review to open it."))
    rows = [
        {
            "period": one.quarter,
            "subject": one.subject,
            "state": t(*opened.STATES[one.review.state][:2]),
            "created": one.review.created_at.date(),
            "held": one.review.held_on,
        }
        for one in (opened.Opened(view, review) for review in known)
    ]
    place = table.show(
        Table(Text("Revues", "Reviews"), _COLUMNS, rows), f"reviews-{view.version}-{len(known)}", pick=True
    )
    if place is not None:
        opened.go(known[place].review_id)
        st.rerun()
