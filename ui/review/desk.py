"""The reviews of the store: those under way, those held, and how a new one is begun."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import streamlit as st

from data import reviews
from kpi.model import Period, Text
from report import words
from report.tables import Column, Table
from ui import table
from ui.filters import quarters
from ui.reader import lang, plain, t, today
from ui.review import compare, held, opened, room, stages
from ui.review.after import begin
from ui.steering import bring

if TYPE_CHECKING:
    from ui.view import View

_COLUMNS: Final = (
    Column("period", Text("Période", "Period")),
    Column("subject", Text("Sujet", "Subject")),
    Column("state", Text("État", "State")),
    Column("created", Text("Préparée le", "Prepared on"), "date"),
    Column("frozen", Text("Gelée le", "Frozen on"), "date"),
    Column("held", Text("Tenue le", "Held on"), "date"),
)
_WITHOUT_INVOICES: Final = Text(
    "Aucune facture encore : une revue a besoin des fichiers de facturation électronique, ou de la table invoices.",
    "No invoice yet: a review needs the e-billing files, or the invoices table.",
)
WHOLE_PANEL: Final = ""


def show(view: View) -> None:
    """Show the review that the address names, else the list and a new one to begin."""
    one = opened.chosen(view)
    if one is None:
        opened.refusal()
        if view.choices.first_day is None:
            bring("invoices", _WITHOUT_INVOICES)
        else:
            _new(view)
        _list(view)
    elif held.in_room():
        room.show(one)
    else:
        stages.show(one)


def _new(view: View) -> None:
    """Offer the quarters and the firms; the last full quarter is proposed."""
    offered = [key for key in quarters(view) if "-T" in key]
    over = [key for key in offered if Period.parse(key, view.reader.fiscal_start).end < today()]
    firms = {WHOLE_PANEL: t("L'ensemble du panel", "The whole panel"), **view.choices.firms}
    with st.container(border=True):
        st.header(t("Nouvelle revue", "New review"), anchor=False)
        left, middle, right = st.columns([1, 2, 1], vertical_alignment="bottom")
        quarter = left.selectbox(
            t("Trimestre", "Quarter"),
            offered,
            index=offered.index((over or offered)[0]),
            key="review-quarter",
            format_func=partial(words.quarter, lang=lang()),
        )
        middle.selectbox(
            t("Avec quel cabinet ?", "With which firm?"), list(firms), key="review-firm", format_func=firms.__getitem__
        )
        period = Period.parse(quarter, view.reader.fiscal_start)
        right.button(
            t("Préparer", "Prepare"), type="primary", icon=":material/add:", width="stretch", on_click=_begin,
            args=(view.reader.fiscal_start,), key="review-new",
        )  # fmt: skip
        if period.end >= today():
            st.caption(
                plain(
                    t(
                        f"Ce trimestre n'est pas terminé : {words.in_progress(today(), 'fr')}.",
                        f"This quarter is not over: {words.in_progress(today(), 'en')}.",
                    )
                )
            )
    st.caption(
        t(
            "Une revue rassemble les chiffres d'un trimestre, pour un cabinet ou pour le panel, en quatre étapes : la "
            "préparer, geler ses chiffres, la tenir en salle, suivre ses décisions. La suivante s'ouvre sur elles.",
            "A review gathers a quarter's figures, for one firm or for the panel, in four stages: prepare it, freeze "
            "its figures, hold it in the room, follow up on its decisions. The next one opens on them.",
        )
    )


def _begin(fiscal_start: int) -> None:
    """Begin the review that is chosen when the button is pressed, even if the page has not followed yet."""
    period = Period.parse(st.session_state["review-quarter"], fiscal_start)
    begin(period, st.session_state["review-firm"] or None)


def _list(view: View) -> None:
    known = reviews.reviews(view.reader)
    if not known:
        return
    st.header(t("Les revues", "The reviews"), anchor=False)
    st.caption(t("Choisir une revue pour l'ouvrir.", "Choose a review to open it."))
    rows = [
        {
            "period": words.period(one.period, lang(), view.reader.fiscal_start),
            "subject": opened.subject(view, one.firm_id),
            "state": opened.STATES[one.state][0](lang()),
            "created": one.created_at.astimezone().date(),
            "frozen": one.frozen_at.astimezone().date() if one.frozen_at else None,
            "held": one.held_on,
        }
        for one in known
    ]
    place = table.show(
        Table(Text("Revues", "Reviews"), _COLUMNS, rows), f"reviews-{view.version}", pick=True, exports=False
    )
    if place is not None:
        opened.go(known[place].review_id)
        st.rerun()
    compare.show(view, known)
