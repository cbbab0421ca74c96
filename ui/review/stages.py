"""The way of a review: prepare, freeze, hold in the room, follow up; where it stands, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data import reviews
from data.role import Purpose
from data.store import StoreError
from kpi.model import Text
from report import words
from ui.reader import lang, plain, t, today
from ui.review import after, changes, freezing, holding, opened, prepare
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ui.review.opened import Opened

STAGES: Final[Mapping[str, tuple[Text, Callable[[Opened], None]]]] = {
    "prepare": (Text("1. Préparer", "1. Prepare"), prepare.show),
    "freeze": (Text("2. Geler et remettre", "2. Freeze and hand over"), freezing.show),
    "hold": (Text("3. Tenir en salle", "3. Hold in the room"), holding.show),
    "follow": (Text("4. Suivre", "4. Follow up"), after.show),
}
_NEXT: Final = {
    "prepare": ("freeze", Text("Suite : geler les chiffres", "Next: freeze the figures")),
    "freeze": ("hold", Text("Suite : tenir la réunion", "Next: hold the meeting")),
    "hold": ("follow", Text("Suite : suivre les décisions", "Next: follow up on the decisions")),
}
_FIRST: Final = {"prepared": "prepare", "frozen": "hold", "held": "follow", "closed": "follow"}
"""Where a review opens: at what is to be done next."""
_DONE: Final = {
    "prepared": (),
    "frozen": ("prepare", "freeze"),
    "held": ("prepare", "freeze", "hold"),
    "closed": tuple(STAGES),
}


def show(one: Opened) -> None:
    """Show a review: which it is, its four stages, the one that was chosen, and the way to the next."""
    _heading(one)
    key = f"{one.key}-stage"
    done = _DONE[one.review.state]
    titles = {
        name: (":material/check: " if name in done else "") + title(lang()) for name, (title, _) in STAGES.items()
    }
    chosen = st.segmented_control(
        t("Étapes de la revue", "Stages of the review"),
        list(STAGES),
        default=_FIRST[one.review.state],
        key=key,
        required=True,
        width="stretch",
        label_visibility="collapsed",
        persist_state="session",
        format_func=titles.__getitem__,
    )
    opened.refusal()
    if chosen != "freeze":
        changes.notice(one)
    try:
        STAGES[chosen][1](one)
    except StoreError as error:  # what was frozen is damaged: the rest of the review still stands
        st.error(plain(error.text(lang())))
        if not one.closed:
            freezing.again(one)
    if chosen in _NEXT:
        following, label = _NEXT[chosen]
        st.divider()
        st.button(
            label(lang()), key=f"{one.key}-next", icon=":material/arrow_forward:", icon_position="right",
            type="secondary" if chosen == "freeze" and not one.review.snapshot_id else "primary",
            on_click=_to, args=(key, following),
        )  # fmt: skip


def _to(key: str, stage: str) -> None:
    st.session_state[key] = stage


def _heading(one: Opened) -> None:
    """Say which review this is and how it stands."""
    review, (title, icon) = one.review, opened.STATES[one.review.state]
    st.button(
        t("Toutes les revues", "All reviews"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=opened.go,
        args=(None,),
    )
    st.header(plain(f"{one.quarter} · {one.subject}"), anchor=False)
    said = [title(lang())]
    if review.frozen_at:
        moment = review.frozen_at.astimezone()
        said.append(
            t(
                f"chiffres gelés le {words.day(moment.date(), 'fr')} à {moment:%H:%M}",
                f"figures frozen on {words.day(moment.date(), 'en')} at {moment:%H:%M}",
            )
        )
    else:
        said.append(t("chiffres du jour, pas encore gelés", "today's figures, not frozen yet"))
    if review.held_on:
        said.append(t("tenue le ", "held on ") + words.day(review.held_on, lang()))
    if review.closed_on:
        said.append(t("close le ", "closed on ") + words.day(review.closed_on, lang()))
    if one.period.end >= today():
        said.append(words.in_progress(today(), lang()))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f":material/{icon}: " + plain(" · ".join(said)))
        if review.state == "prepared" and one.view.role.may(Purpose.DATA):
            with st.popover(t("Supprimer…", "Delete…"), type="tertiary"):
                st.markdown(
                    t(
                        "Cette revue n'a jamais été gelée : elle et ce qui y fut écrit disparaîtraient.",
                        "This review was never frozen: it would disappear, with what was written in it.",
                    )
                )
                st.button(
                    t("Supprimer cette revue", "Delete this review"),
                    icon=":material/delete:",
                    on_click=_remove,
                    args=(one.number,),
                )


def _remove(number: int) -> None:
    if opened.change(lambda: reviews.remove(store(), number)):
        opened.go(None)
