"""Fourth stage: what was decided, what became of it, and the next review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data import reviews
from data.role import Purpose
from report import words
from report.review import follow
from report.review.plan import Plan
from report.review.sections.actions import listing
from ui import table
from ui.reader import lang, plain, t, today
from ui.review import decide, opened
from ui.view import store

if TYPE_CHECKING:
    from kpi.model import Period
    from ui.review.opened import Opened


def show(one: Opened) -> None:
    """List the decisions of the meeting, take others, close the review, begin the next one."""
    brief = one.brief()
    taken = follow.of_meeting(brief.rows("actions"), one.period)
    st.header(t("Décisions de cette réunion", "Decisions of this meeting"), anchor=False)
    if taken:
        table.show(listing(brief, taken, effects=False).table, f"{one.state}-taken")
    else:
        st.info(
            t(
                "Aucune décision encore : elles se saisissent en salle, ou ici.",
                "No decision yet: they are typed in the room, or here.",
            )
        )
    decide.show(one)
    st.page_link(
        "../pages/follow_up.py", icon=":material/task_alt:",
        label=t(
            "Suivre les actions et les objectifs de toutes les revues", "Follow the actions and targets of all reviews"
        ),
    )  # fmt: skip
    st.header(t("Et ensuite", "And then"), anchor=False)
    with st.container(horizontal=True):
        _close(one)
        _next(one)


def _close(one: Opened) -> None:
    state = one.review.state
    if not one.view.role.may(Purpose.DATA):
        return
    if state == "held":
        st.button(
            t("Clore la revue", "Close the review"), icon=":material/lock:", type="primary", on_click=_move,
            args=(one.number, "closed"),
            help=t("Elle se relit toujours, et peut se rouvrir.", "It can still be read, and reopened."),
        )  # fmt: skip
    elif state == "closed":
        st.button(
            t("Rouvrir la revue", "Reopen the review"), icon=":material/lock_open:", on_click=_move,
            args=(one.number, "frozen"),
        )  # fmt: skip


def _next(one: Opened) -> None:
    """Offer the review of the next quarter: it opens on these decisions, with their effect."""
    following = one.period.back(-3)
    known = [found for found in reviews.reviews(one.view.reader) if found.firm_id == one.review.firm_id]
    begun = next((found for found in known if found.period == following), None)
    name = words.period(following, lang(), one.view.reader.fiscal_start)
    if begun is not None:
        label = t(f"Ouvrir la revue suivante ({name})", f"Open the next review ({name})")
        st.button(plain(label), icon=":material/arrow_forward:", on_click=opened.go, args=(begun.review_id,))
        return
    if following.start > today():
        st.caption(
            plain(
                t(
                    f"La revue de {name} s'ouvrira sur ces décisions et leur effet.",
                    f"The review of {name} will open on these decisions and their effect.",
                )
            )
        )
        return
    label = t(f"Préparer la revue suivante ({name})", f"Prepare the next review ({name})")
    st.button(
        plain(label),
        icon=":material/add:",
        on_click=begin,
        args=(following, one.review.firm_id),
        key=f"{one.key}-following",
    )


def begin(period: Period, firm: str | None) -> None:
    """Begin a review, or open the one that is already under way for that period and firm."""

    def work() -> None:
        try:
            opened.go(reviews.start(store(), period.start, period.end, firm, Plan().model_dump_json()))
        except reviews.OpenReviewError as error:
            opened.go(error.review_id)

    opened.change(work)


def _move(number: int, state: reviews.State) -> None:
    opened.change(lambda: reviews.move(store(), number, state, today()))
