"""Second stage: the figures frozen, so that none moves between the pack and the room; then the pack, to hand over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from data import reviews
from data.role import Purpose
from report import words
from report.review.build import frozen
from ui.reader import lang, plain, t
from ui.review import changes, opened, packs, snapshots
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpi.model import Measure, Scope
    from report.review.brief import Answers, Row
    from ui.review.opened import Opened

_USUAL = 220
"""How many answers a review asks for, about: enough to show how far the freezing is."""


@dataclass(frozen=True)
class Counted:
    """Answers from the store, each one told as it is asked."""

    answers: Answers
    tell: Callable[[], object]

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names behind ids, by dimension."""
        return self.answers.names

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        """Return a figure."""
        self.tell()
        return self.answers.measure(kpi, reading, scope)

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[Row]:
        """Return what a figure counted."""
        self.tell()
        return self.answers.trail(kpi, reading, scope)

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows, or one
        """Return a list for people, by the name of its function."""
        self.tell()
        return self.answers.listed(name, *arguments)


def show(one: Opened) -> None:
    """Freeze the figures, say what changed since, then make the files."""
    if one.review.snapshot_id is None:
        st.markdown(
            t(
                "Geler garde une copie de tous les chiffres, de leurs définitions et de la liste des imports. Ce qui "
                "s'importe ensuite ne change plus rien ici : la page dit ce qui changerait, et l'on choisit.",
                "Freezing keeps a copy of every figure, of their definitions and of the list of imports. What is "
                "imported afterwards changes nothing here: the page tells what would change, and you choose.",
            )
        )
        again(one)
    else:
        changes.show(one)
        snapshots.show(one)
        if not one.closed:
            again(one)
    st.header(t("Le dossier à remettre", "The pack to hand over"), anchor=False)
    packs.show(one)


def again(one: Opened) -> None:
    """Offer to freeze the figures, or to freeze today's in the place of those frozen; it is for legal ops."""
    if not one.view.role.may(Purpose.DATA):
        st.caption(t("Le gel des chiffres revient au juridique.", "Freezing the figures is for legal ops."))
        return
    first = one.review.snapshot_id is None
    label = (
        t("Geler les chiffres", "Freeze the figures")
        if first
        else t("Actualiser : geler les chiffres du jour", "Refresh: freeze today's figures")
    )
    told = None if first else t("Le gel précédent est conservé.", "The earlier snapshot is kept.")
    if st.button(
        label, icon=":material/ac_unit:", help=told, key=f"{one.key}-freeze", type="primary" if first else "secondary"
    ):
        _freeze(one)


def _freeze(one: Opened) -> None:
    """Ask the store all that the review may show, then keep the answers; the page runs again on them.

    At each step shown, Streamlit may end this run: a click on Stop, or anywhere else, leaves nothing frozen.
    """
    asked = 0
    with st.status(t("Gel des chiffres…", "Freezing the figures…"), expanded=True) as status:
        bar, stop = st.progress(0.0), st.empty()
        stop.button(t("Arrêter", "Stop"), key=f"{one.key}-stop", icon=":material/stop_circle:")

        def tell() -> None:
            nonlocal asked
            asked += 1
            bar.progress(min(0.97, asked / _USUAL), text=plain(words.count(asked, "figure", lang())))

        brief = one.brief(live=True)
        book = frozen(replace(brief, answers=Counted(brief.answers, tell)))
        seen = one.view.data_version
        one.view.reader.con.close()  # whoever writes waits until every reader is gone
        if opened.change(lambda: reviews.freeze(store(), one.number, book, seen=seen)):
            status.update(label=t("Chiffres gelés.", "Figures frozen."), state="complete")
    st.rerun()
