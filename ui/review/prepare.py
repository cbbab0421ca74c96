"""First stage: read the review's pages as they stand, order them, and settle what is said of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from report.review import contents
from report.review.build import build
from report.review.plan import SECTIONS
from ui.reader import lang, t
from ui.review import look, opened, readings, requested, scorecard, screen, telling

if TYPE_CHECKING:
    from report.review.plan import Plan
    from ui.review.opened import Opened


def show(one: Opened) -> None:
    """Show the four things to prepare, only the chosen one worked out."""
    st.caption(
        t(
            "Relire chaque page, garder celles qui servent, écrire ce qu'il faut en retenir. Tout est enregistré au "
            "fur et à mesure.",
            "Read each page again, keep those that serve, write what should be remembered. All is kept as you go.",
        )
    )
    if one.closed:
        st.info(
            t(
                "Cette revue est close : elle se relit, et se rouvre à l'étape 4 pour être modifiée.",
                "This review is closed: it can be read, and reopened at stage 4 to be changed.",
            ),
            icon=":material/lock:",
        )
    parts = {
        t("Les pages", "The pages"): _pages,
        t("Faits et décisions", "Facts and decisions"): _said,
        t("Lectures", "Readings"): readings.choose,
        t("Triangle d'or", "Scorecard"): scorecard.show,
    }
    for tab, part in zip(st.tabs(list(parts), key=f"{one.key}-parts", on_change="rerun"), parts.values(), strict=True):
        if tab.open:  # the others wait until they are looked at
            with tab:
                part(one)


def _said(one: Opened) -> None:
    telling.show(one)
    requested.show(one)


def _order(plan: Plan) -> list[str]:
    """Return every section in the order of the review, those hidden last."""
    return [*plan.shown, *(name for name in SECTIONS if name in plan.hidden)]


def _pages(one: Opened) -> None:
    """Show a section's pages, and let it be moved, hidden, commented where it stands."""
    order = _order(one.plan)
    hidden = t(" (masquée)", " (hidden)")
    titles = {name: contents.title(name, lang()) + hidden * (name in one.plan.hidden) for name in order}
    chosen = st.segmented_control(
        t("Sections, dans l'ordre de la réunion", "Sections, in the order of the meeting"), order, default=order[0],
        key=f"{one.key}-section", required=True, format_func=titles.__getitem__, persist_state="session",
    )  # fmt: skip
    alone = one.plan.model_copy(update={"order": (chosen,), "hidden": frozenset(SECTIONS) - {chosen}})
    asked = one.brief(plan=alone)
    offered = contents.offered("internal")
    _arrange(one, chosen, order)
    with st.spinner(t("Calcul des chiffres…", "Working out the figures…"), show_time=True):
        pages = replace(build(asked), annexes=()).pages if chosen in offered else ()
    look.tiles()
    for place, page in enumerate(pages):
        if place:
            st.divider()
        screen.page(one, asked, replace(page, comments=()), f"{one.state}-{page.name}")


def _arrange(one: Opened, section: str, order: list[str]) -> None:
    """Offer to move or hide a section, and to comment on it."""
    showing = section not in one.plan.hidden
    at, last = order.index(section), len(one.plan.shown) - 1
    with st.container(horizontal=True):
        for label, icon, step, stuck in (
            (t("Plus tôt", "Earlier"), "arrow_back", -1, at == 0),
            (t("Plus tard", "Later"), "arrow_forward", 1, at >= last),
        ):
            st.button(
                label, icon=f":material/{icon}:", key=f"{one.key}-{section}-{step}", on_click=_place,
                args=(one.number, section, step), disabled=one.closed or stuck or not showing,
            )  # fmt: skip
        label, icon = (
            (t("Masquer cette section", "Hide this section"), "visibility_off")
            if showing
            else (t("Montrer cette section", "Show this section"), "visibility")
        )
        st.button(
            label, icon=f":material/{icon}:", key=f"{one.key}-{section}-hide", on_click=_hide,
            args=(one.number, section), disabled=one.closed,
        )  # fmt: skip
    key = f"{one.key}-{section}-comment"
    st.text_area(
        t("Commentaire interne sur cette section", "Internal comment on this section"),
        one.plan.comments.get(section, ""), key=key, height=68, disabled=one.closed,
        placeholder=t("Jamais dans l'édition d'un cabinet.", "Never in a firm's edition."),
        on_change=_comment, args=(one.number, section, key),
    )  # fmt: skip


def _place(number: int, section: str, step: int) -> None:
    def moved(plan: Plan) -> Plan:
        order = _order(plan)
        at = order.index(section)
        order.insert(min(max(at + step, 0), len(order) - 1), order.pop(at))
        return plan.model_copy(update={"order": tuple(order)})

    opened.revise(number, moved)


def _hide(number: int, section: str) -> None:
    opened.revise(number, lambda plan: plan.model_copy(update={"hidden": plan.hidden ^ {section}}))


def _comment(number: int, section: str, key: str) -> None:
    said = str(st.session_state[key]).strip()

    def commented(plan: Plan) -> Plan:
        others = {name: text for name, text in plan.comments.items() if name != section}
        return plan.model_copy(update={"comments": {**others, **({section: said} if said else {})}})

    opened.revise(number, commented)
