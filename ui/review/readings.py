"""How a figure of a review is read: every reading is offered with the value that it would give."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from report import words
from report.review.book import NotInTheBookError
from report.review.sections.summary import FIGURES
from ui.reader import lang, plain, t
from ui.review import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from report.review.brief import Brief
    from report.review.plan import Plan
    from ui.review.opened import Opened


def choose(one: Opened) -> None:
    """Choose how each figure is read in this review, its value under each reading beside it."""
    st.caption(
        t(
            "Sous chaque lecture, la valeur qu'elle donne. Celle qui est choisie vaut pour la salle et le dossier.",
            "Under each reading, the value it gives. The chosen one holds for the room and for the pack.",
        )
    )
    brief = one.brief()

    def keep(name: str, key: str) -> None:
        chosen: str = st.session_state[key]
        opened.revise(one.number, lambda plan: with_readings(plan, {name: chosen}))

    with st.spinner(t("Calcul de chaque lecture…", "Working out every reading…"), show_time=True):
        for name in (*FIGURES, "cost_per_matter_type"):
            offer(brief, name, f"{one.key}-reading", keep, disabled=one.closed)


def with_readings(plan: Plan, chosen: Mapping[str, str]) -> Plan:
    """Return the plan with some figures read otherwise."""
    return plan.model_copy(update={"readings": {**plan.readings, **chosen}})


def offer(brief: Brief, name: str, key: str, choose: Callable[[str, str], None], *, disabled: bool = False) -> bool:
    """Show the readings of a figure, if there is a choice; `choose` is told the figure and the key of the choice.

    A reading that the frozen book does not hold is not offered.
    """
    kpi, stands = brief.kpi(name), brief.reading(name)
    values: dict[str, str] = {}
    titles = {reading.name: reading.title(lang()) for reading in kpi.readings}
    for reading in kpi.readings:
        try:
            values[reading.name] = plain(brief.value(brief.measure(name, reading.name)))
        except NotInTheBookError:
            continue
    if len(values) < 2 or stands not in values:  # noqa: PLR2004 — nothing to choose
        return False
    named = f"{key}-{name}-{stands}"
    st.radio(
        plain(kpi.title(lang())),
        list(values),
        index=list(values).index(stands),
        horizontal=True,
        format_func=titles.__getitem__,
        captions=list(values.values()),
        key=named,
        on_change=choose,
        args=(name, named),
        disabled=disabled,
    )
    return True


def effect(brief: Brief, name: str, usual: str) -> str:
    """Say what another reading changes: « Taux de conformité, « Budget initial » : 75,0 % → 62,5 % (-12,5 pts) »."""
    kpi, now = brief.kpi(name), brief.measure(name)
    before = brief.measure(name, usual)
    title, reading = kpi.title(brief.lang), kpi.reading(now.reading).title(brief.lang)
    values = f"{brief.value(before)} → {brief.value(now)}"
    if None not in {now.value, before.value} and kpi.parts(now.reading) == kpi.parts(usual):
        values += f" ({words.change(now.value, before.value, now.unit, brief.lang)})"
    return brief.t(f"{title}, « {reading} » : {values}", f"{title}, “{reading}”: {values}")
