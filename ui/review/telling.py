"""The notable facts of a review: proposed from the largest changes, rewritten, ticked, added."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from report.review import facts
from report.review.plan import Fact
from report.review.sections.summary import MOST_FACTS
from ui.reader import t
from ui.review import opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from report.review.plan import Plan
    from ui.review.opened import Opened

_LONGEST = 300


def show(one: Opened) -> None:
    """Show the facts, each kept as soon as it is changed."""
    st.header(t("Faits marquants", "Notable facts"), anchor=False)
    st.caption(
        t(
            f"Proposés d'après les plus fortes contributions à chaque écart. Les {MOST_FACTS} premiers cochés sont "
            "imprimés ; chacun se réécrit.",
            f"Proposed from the largest contributions to each change. The first {MOST_FACTS} ticked are printed; each "
            "can be rewritten.",
        )
    )
    with st.spinner(t("Recherche des plus fortes variations…", "Looking for the largest changes…"), show_time=True):
        proposed = tuple(
            Fact(text=found.text, key=found.key, kept=at < MOST_FACTS)
            for at, found in enumerate(facts.proposals(one.brief()))
        )
    stands = proposed if one.plan.facts is None else one.plan.facts
    if not stands:
        st.info(t("Aucun écart notable ce trimestre.", "No notable change this quarter."))
    for place, fact in enumerate(stands):
        _fact(one, stands, place, fact)
    added = f"{one.key}-fact-new-{len(stands)}"
    st.text_input(
        t("Ajouter un fait", "Add a fact"), key=added, max_chars=_LONGEST, disabled=one.closed,
        placeholder=t("Ce que les chiffres ne disent pas", "What the figures do not say"),
        on_change=_add, args=(one.number, stands, added),
    )  # fmt: skip
    if one.plan.facts is not None:
        st.button(
            t("Revenir aux propositions", "Back to the proposals"), icon=":material/undo:", disabled=one.closed,
            on_click=_keep, args=(one.number, None), key=f"{one.key}-facts-back",
        )  # fmt: skip


def _fact(one: Opened, stands: Sequence[Fact], place: int, fact: Fact) -> None:
    """Show one fact: whether it is printed, and its words; emptied, it goes."""
    tick, text = st.columns([1, 8], vertical_alignment="center")
    name = f"{one.key}-fact-{place}-{hash((fact.text, fact.kept))}"
    args = (one.number, stands, place, name)
    tick.checkbox(
        t("Imprimer", "Print"), fact.kept, key=f"{name}-kept", disabled=one.closed, on_change=_rewrite, args=args
    )
    text.text_area(
        t(f"Fait n° {place + 1}", f"Fact no. {place + 1}"), fact.text, key=f"{name}-text", height=68,
        max_chars=max(_LONGEST, len(fact.text)), label_visibility="collapsed", disabled=one.closed,
        on_change=_rewrite, args=args,
    )  # fmt: skip


def _rewrite(number: int, stands: Sequence[Fact], place: int, name: str) -> None:
    text = str(st.session_state[f"{name}-text"]).strip()
    edited = stands[place].model_copy(update={"text": text, "kept": bool(st.session_state[f"{name}-kept"])})
    _keep(number, tuple(edited if at == place else fact for at, fact in enumerate(stands) if at != place or text))


def _add(number: int, stands: Sequence[Fact], key: str) -> None:
    if text := str(st.session_state[key]).strip():
        _keep(number, (*stands, Fact(text=text, kept=sum(fact.kept for fact in stands) < MOST_FACTS)))


def _keep(number: int, facts_: tuple[Fact, ...] | None) -> None:
    def kept(plan: Plan) -> Plan:
        return plan.model_copy(update={"facts": facts_})

    opened.revise(number, kept)
