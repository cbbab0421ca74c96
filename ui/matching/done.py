"""What was settled: the last match with its undo, and all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.imports import undo
from data.matching import settled
from kpi.model import Text
from report import matching, words
from ui import history
from ui.matching import said
from ui.reader import lang, plain, t
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.view import View

_LAST: Final = "matching-last"
_SHOWN: Final = 50


def note(work: Callable[[], int], sentence: Text) -> None:
    """Settle something, and remember its import so that it can be taken back; what is refused is said."""
    batches: list[int] = []
    if opened.change(lambda: batches.append(work())):
        st.session_state[_LAST] = (batches[0], sentence)


def last() -> None:
    """Say what was just settled or refused, and offer to take it back."""
    opened.refusal()
    batch, sentence = st.session_state.get(_LAST, (None, None))
    if sentence is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.markdown(":material/done: " + plain(sentence(lang())))
        if batch is not None:
            st.button(
                t("Annuler", "Undo"), icon=":material/undo:", key="matching-undo",
                on_click=_take_back, args=(batch,),
            )  # fmt: skip


def _take_back(batch: int) -> None:
    back = Text("Rapprochement annulé : tout est comme avant.", "Match taken back: all is as before.")
    if opened.change(lambda: undo(store(), batch)):
        st.session_state[_LAST] = (None, back)


def show(view: View) -> None:
    """List what was settled here, the latest first; each can be taken back."""
    rows: list[dict[str, Any]] = settled.settled(view.reader)
    if not rows:
        return
    with st.expander(plain(t(f"Déjà réglé ici ({len(rows)})", f"Settled here already ({len(rows)})"))):
        st.caption(
            t(
                "Chaque réponse est un petit fichier de l'historique des imports : l'annuler rend les chiffres tels "
                "qu'ils étaient. Les tables firm_aliases, matter_aliases et timekeeper_aliases s'exportent.",
                "Each answer is a small file in the history of imports: taking it back gives the figures as they were. "
                "The tables firm_aliases, matter_aliases and timekeeper_aliases can be exported.",
            )
        )
        for row in rows[:_SHOWN]:
            with st.container(horizontal=True, vertical_alignment="center"):
                kind = said.TITLES[row["kind"]](lang())
                st.markdown(plain(f"{history.moment(row['settled_at'])} · {kind} · ") + plain(_sentence(view, row)))
                st.button(
                    t("Annuler", "Undo"), icon=":material/undo:", type="tertiary",
                    key=f"matching-back-{row['batch']}-{row['kind']}-{row['written']}",
                    on_click=_take_back, args=(row["batch"],),
                )  # fmt: skip


def _sentence(view: View, row: dict[str, Any]) -> str:
    firm = f" ({words.label('firm', row['firm_id'], lang(), view.names)})" if row["firm_id"] else ""
    return matching.settled(row["written"], row["meant"])(lang()) + firm
