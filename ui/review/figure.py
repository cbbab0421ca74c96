"""The way back from a review's page: from a figure or a mark to its working, its matters, its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from kpi.model import Scope
from report import words
from report.review.book import Frozen, NotInTheBookError
from ui import sources
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Key, Measure
    from report.pack.model import Chart
    from report.review.brief import Brief
    from ui.review.opened import Opened

_QUARTERS = ("columns", "line", "stacked", "shares", "waterfall")


def explain(one: Opened, brief: Brief, found: Measure) -> None:
    """Open what a figure is made of: definition, working, other readings, then what was counted."""
    st.dialog(brief.kpi(found.kpi).title(lang()), width="large")(_explanation)(one, brief, found)


def _explanation(one: Opened, brief: Brief, found: Measure) -> None:
    definition = brief.kpi(found.kpi)
    reading = definition.reading(found.reading)
    st.caption(plain(brief.sentence(found)))
    working, counted = st.tabs([t("Le calcul", "The working"), t("Ce qui est compté", "What is counted")])
    with working:
        st.markdown(f"**{plain(reading.title(lang()))}** — {plain(reading.formula(lang()))}")
        units = definition.parts(found.reading, found.scope.weight)
        above, below = (
            words.part(part, unit, lang())
            for part, unit in zip((found.numerator, found.denominator), units, strict=True)
        )
        first, second, third, fourth = st.columns(4)
        first.metric(t("Résultat", "Result"), brief.value(found))
        second.metric(t("Numérateur", "Numerator"), above)
        third.metric(t("Dénominateur", "Denominator"), below if found.denominator is not None else "—")
        fourth.metric("n", words.number(found.n, lang()))
        for out in found.excluded:
            st.markdown(f"- {plain(words.excluded(out, lang()))}")
        _readings(brief, found)
        st.info(plain(definition.caution(lang())))
    with counted:
        rows = _counted(brief, found)
        if rows is None:
            st.info(t("Ce détail n'était pas demandé au moment du gel.", "This detail was not asked for when frozen."))
        else:
            _later(brief)
            sources.units(one.view, rows, f"{one.key}-{found.kpi}-{found.reading}")


def _readings(brief: Brief, found: Measure) -> None:
    for other in brief.kpi(found.kpi).readings:
        if other.name == found.reading:
            continue
        try:
            value = brief.value(brief.answers.measure(found.kpi, other.name, found.scope))
        except NotInTheBookError:
            continue
        st.markdown(f"- {plain(other.title(lang()))}{t(' :', ':')} **{plain(value)}**")


def _counted(brief: Brief, found: Measure) -> list[dict[str, Any]] | None:
    """Return what a figure counted; None when the frozen book does not hold it."""
    try:
        rows = brief.answers.trail(found.kpi, found.reading, found.scope)
    except NotInTheBookError:
        return None
    return discreet(brief, rows)


def discreet(brief: Brief, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep what may be shown: in front of a firm, its own rows, and no total that holds another firm's work."""
    if not brief.closed_to_peers:
        return rows
    mine = [row for row in rows if row.get("firm_id", brief.firm) == brief.firm]
    return [{"firm_id": brief.firm, **row} for row in mine if row.get("matter_id") not in brief.shared_matters]


def _later(brief: Brief) -> None:
    if isinstance(brief.answers, Frozen):
        st.caption(
            t(
                "Ce qui fut compté au moment du gel ; les lignes viennent de la base d'aujourd'hui.",
                "What was counted when frozen; the lines come from the store as it is today.",
            )
        )


def mark(one: Opened, brief: Brief, block: Chart, key: str, name: str) -> None:
    """Show what is behind a mark of a chart: a quarter's documents, or a matter's, or a firm's."""
    if block.kind in _QUARTERS:
        return
    rows = _documents(brief, {"matter": (key,)}) or _documents(brief, {"firm": (key,)})
    if rows:
        sources.units(one.view, discreet(brief, rows), f"{name}-behind-{key}")


def row(one: Opened, brief: Brief, chosen: Mapping[str, Any], name: str) -> None:
    """Show the documents behind a row of a table that names a matter or a firm."""
    where: dict[str, tuple[Key, ...]] = {}
    for column, dimension in (("matter_id", "matter"), ("firm_id", "firm")):
        if chosen.get(column):
            where[dimension] = (str(chosen[column]),)
    if where:
        rows = discreet(brief, _documents(brief, where))
        sources.units(one.view, rows, f"{name}-{'-'.join(str(key[0]) for key in where.values())}")


def _documents(brief: Brief, where: Mapping[str, tuple[Key, ...]]) -> list[dict[str, Any]]:
    """Return the documents of the review's period among those kept, from the trail of its spend."""
    reading = brief.kpi("spend").default_reading
    found = brief.answers.trail("spend", reading, Scope.model_validate(brief.scope))
    column = {"matter": "matter_id", "firm": "firm_id"}
    return [row for row in found if all(row[column[name]] in keys for name, keys in where.items())]
