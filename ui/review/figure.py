"""How a figure of a review is made: definition, working, other readings, then what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from data.store import StoreError
from report import words
from report.review.book import Frozen, NotInTheBookError
from ui import sources
from ui.reader import lang, plain, t
from ui.review import opened

if TYPE_CHECKING:
    from kpi.model import Measure, Scope
    from report.pack.model import Edition
    from report.review.brief import Brief
    from report.review.plan import Plan
    from ui.review.opened import Opened

Row = dict[str, Any]


def explain(one: Opened, brief: Brief, found: Measure) -> None:
    """Open what a figure is made of."""
    dialog = st.dialog(plain(brief.kpi(found.kpi).title(lang())), width="large")
    dialog(_explanation)(one.number, brief.edition, brief.plan, found)


def _explanation(number: int, edition: Edition, plan: Plan, found: Measure) -> None:
    try:
        with opened.again(number, edition, plan) as (one, brief):
            _parts(one, brief, found)
    except StoreError as error:
        st.error(plain(error.text(lang())))


def _parts(one: Opened, brief: Brief, found: Measure) -> None:
    st.caption(plain(brief.sentence(found)))
    working, counted = st.tabs([t("Le calcul", "The working"), t("Ce qui est compté", "What is counted")])
    with working:
        _working(brief, found)
    with counted:
        if of_people(brief, found.kpi):
            st.info(
                t(
                    "Les réponses ne se montrent pas une à une à un cabinet : on reconnaîtrait qui a répondu.",
                    "Answers are not shown one by one to a firm: who answered could be recognised.",
                )
            )
            return
        rows, live = trail(brief, found.kpi, found.reading, found.scope)
        where_from(brief, live=live)
        sources.units(one.view, rows, f"{one.key}-{brief.edition}-{found.kpi}-{found.reading}", told(brief))


def _working(brief: Brief, found: Measure) -> None:
    """Show numerator and denominator, what was left out, and what the other readings would say."""
    definition = brief.kpi(found.kpi)
    reading = definition.reading(found.reading)
    st.markdown(f"**{plain(reading.title(lang()))}** — {plain(reading.formula(lang()))}")
    units = zip((found.numerator, found.denominator), definition.parts(found.reading, found.scope.weight), strict=True)
    above, below = (words.part(part, unit, lang()) for part, unit in units)
    first, second, third, fourth = st.columns(4)
    first.metric(t("Résultat", "Result"), brief.value(found))
    second.metric(t("Numérateur", "Numerator"), above)
    third.metric(t("Dénominateur", "Denominator"), below if found.denominator is not None else "—")
    fourth.metric("n", words.number(found.n, lang()))
    if found.coverage is not None:
        st.markdown(plain(words.coverage(found.coverage, lang())))
    for out in found.excluded:
        st.markdown(f"- {plain(words.excluded(out, lang()))}")
    others = [other for other in definition.readings if other.name != found.reading]
    if others:
        st.markdown("**" + t("Autres lectures", "Other readings") + "**")
    for other in others:
        try:
            value = brief.value(_read(brief, found, other.name))
        except NotInTheBookError:
            value = t("pas demandée au moment du gel", "not asked for when frozen")
        st.markdown(f"- {plain(other.title(lang()))}{t(' :', ':')} **{plain(value)}**")
    st.info(plain(definition.caution(lang())))


def _read(brief: Brief, found: Measure, reading: str) -> Measure:
    """Return the same figure under another reading, with the same discretion."""
    scope = found.scope
    return brief.measure(found.kpi, reading, by=scope.by, period=scope.period, where=scope.where)


def trail(brief: Brief, kpi: str, reading: str, scope: Scope) -> tuple[list[Row], bool]:
    """Return what a figure counted, and whether the store of today said it: the book holds the review's own."""
    if of_people(brief, kpi):
        return [], False
    try:
        return discreet(brief, brief.answers.trail(kpi, reading, scope)), not isinstance(brief.answers, Frozen)
    except NotInTheBookError:
        if not isinstance(brief.answers, Frozen):
            raise
        return discreet(brief, brief.answers.store.trail(kpi, reading, scope)), True


def of_people(brief: Brief, kpi: str) -> bool:
    """Whether what a figure counts are people's answers, in front of the firm that they are about."""
    return brief.closed_to_peers and "surveys" in brief.kpi(kpi).needs


def discreet(brief: Brief, rows: list[Row]) -> list[Row]:
    """Keep what may be shown: in front of a firm, its own rows, and no total that holds another firm's work."""
    if not brief.closed_to_peers:
        return rows
    own = [row for row in rows if row.get("firm_id") == brief.firm]
    whole = [row for row in rows if "firm_id" not in row and row.get("matter_id") not in brief.shared_matters]
    return [*own, *({"firm_id": brief.firm, **row} for row in whole)]


def told(brief: Brief) -> sources.Told | None:
    """Return what every text must pass in front of a firm; None among ourselves."""
    return brief.told if brief.closed_to_peers else None


def where_from(brief: Brief, *, live: bool) -> None:
    """Say from when the rows are, in a review that was frozen."""
    if not isinstance(brief.answers, Frozen):
        return
    st.caption(
        t(
            "Ce détail n'était pas gardé au moment du gel : il vient de la base d'aujourd'hui.",
            "This detail was not kept when frozen: it comes from the store as it is today.",
        )
        if live
        else t(
            "Ce qui fut compté au moment du gel ; les lignes viennent de la base d'aujourd'hui.",
            "What was counted when frozen; the lines come from the store as it is today.",
        )
    )
