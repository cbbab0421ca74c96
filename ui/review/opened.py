"""One review as the reader has it open: its row in the store, its plan, and what its pages ask through."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import streamlit as st

from data import reviews
from data.store import StoreError
from kpi.model import Text
from report import words
from report.review.build import build
from report.review.plan import Plan
from ui import packing
from ui.reader import lang, plain, t, today
from ui.review.held import LINK
from ui.view import looking, store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.reviews import Review
    from kpi.model import Period
    from report.pack.model import Edition, Pack
    from report.review.brief import Brief
    from ui.view import View

STATES: Final = {
    "prepared": (Text("En préparation", "Being prepared"), "edit_note"),
    "frozen": (Text("Gelée", "Frozen"), "ac_unit"),
    "held": (Text("Tenue", "Held"), "groups"),
    "closed": (Text("Close", "Closed"), "lock"),
}


@dataclass(frozen=True)
class Opened:
    """A review of the store, looked at through one view."""

    view: View
    review: Review

    @property
    def number(self) -> int:
        """The number of the review."""
        return self.review.review_id

    @property
    def closed(self) -> bool:
        """Whether the review was put away: it is looked at, no longer changed."""
        return self.review.state == "closed"

    @property
    def period(self) -> Period:
        """The period under review."""
        return self.review.period

    @property
    def subject(self) -> str:
        """The firm under review, or the whole panel."""
        return subject(self.view, self.review.firm_id)

    @property
    def quarter(self) -> str:
        """The name of the period."""
        return words.period(self.period, lang(), self.view.reader.fiscal_start)

    @cached_property
    def plan(self) -> Plan:
        """What the two decided about it."""
        return Plan.model_validate_json(self.review.plan)

    @property
    def key(self) -> str:
        """Names the widgets of this review."""
        return f"review-{self.number}"

    @property
    def state(self) -> str:
        """Names what its pages show now: the snapshot and the store that they were drawn from."""
        return f"{self.key}-{self.review.snapshot_id}-{self.view.version}"

    def brief(self, edition: Edition = "internal", plan: Plan | None = None, *, live: bool = False) -> Brief:
        """Return what its pages ask through: its frozen book if there is one, else the store.

        Raises:
            StoreError: what it had frozen is damaged.
        """
        wanted = packing.Wanted(self.period, self.review.firm_id, edition, lang(), live=live)
        asked = packing.of_review(self.view.reader, self.review, wanted, today(), self.view)
        return asked if plan is None else replace(asked, plan=plan)

    def pack(self, edition: Edition = "internal", plan: Plan | None = None) -> Pack:
        """Return its pages."""
        return build(self.brief(edition, plan))


def subject(view: View, firm_id: str | None) -> str:
    """Name what a review is about: a firm, or the whole panel."""
    if firm_id is None:
        return t("L'ensemble du panel", "The whole panel")
    return words.label("firm", firm_id, lang(), view.names)


def chosen(view: View) -> Opened | None:
    """Return the review that the address names, if it exists here."""
    wanted = st.query_params.get(LINK, "")
    if not wanted:
        return None
    known = {str(one.review_id): one for one in reviews.reviews(view.reader)}
    if wanted not in known:
        st.warning(
            plain(
                t(
                    f"Ce lien demande la revue « {wanted} », inconnue ici.",
                    f"This link asks for review “{wanted}”, unknown here.",
                )
            )
        )
        return None
    return Opened(view, known[wanted])


def find(view: View, number: int) -> Opened:
    """Return a review by its number, as the store has it now.

    Raises:
        StoreError: there is none of that number.
    """
    return Opened(view, reviews.review(view.reader, number))


@contextmanager
def again(number: int, edition: Edition, plan: Plan) -> Iterator[tuple[Opened, Brief]]:
    """Look at a review from a dialog, which runs again by itself, when the page's own view is closed.

    Raises:
        StoreError: there is no such review any more, or the store cannot be read.
    """
    with looking() as view:
        one = find(view, number)
        yield one, one.brief(edition, plan)


def go(review_id: int | None) -> None:
    """Open a review, or come back to the list."""
    if review_id is None:
        st.query_params.pop(LINK, None)
    else:
        st.query_params[LINK] = str(review_id)


def change(work: Callable[[], object]) -> bool:
    """Change something in the store; what cannot be done is said, and nothing is lost."""
    try:
        work()
    except StoreError as error:
        st.session_state["refused"] = error.text
        return False
    return True


def refusal() -> None:
    """Say what the last change was refused for."""
    if said := st.session_state.pop("refused", None):
        st.error(plain(said(lang())))


def revise(number: int, edit: Callable[[Plan], Plan]) -> None:
    """Change the plan of a review as it stands now in the store, so that what another tab changed is kept.

    Only from a widget's callback: this session then has no reader open, which a writer would wait for.
    """

    def work() -> None:
        with store().reading() as reader:
            kept = Plan.model_validate_json(reviews.review(reader, number).plan)
        edited = edit(kept)
        if edited != kept:
            reviews.save_plan(store(), number, edited.model_dump_json())

    change(work)
