"""A figure on screen: its value, its changes, and one click away everything it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from data.reference import TABLES
from data.store import StoreError
from kpi import catalogue
from kpi.model import Key, Measure, Period, Scope, quarter_key
from report import words
from report.charts.sparkline import Turn, sparkline
from ui import sources
from ui.reader import lang, plain, t, today
from ui.view import View, looking

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal


_COLOURS: dict[str, Literal["normal", "inverse", "off"]] = {"lower": "inverse", "higher": "normal", "neutral": "off"}


def card(view: View, kpi: str, reading: str | None = None, *, trend: bool = True, **asked: Any) -> Measure:  # noqa: ANN401 — options of the scope
    """Show a figure with its change against the previous quarter and the same one last year."""
    scope = view.scope.model_copy(update=asked)
    found = view.measure(kpi, reading, scope)
    definition = catalogue()[kpi]
    quarters = {group.key[0]: group.value for group in view.trend(kpi, reading, scope=scope).groups}
    before, year_ago = _earlier(view, kpi, reading, scope, quarters)
    moved = _moved(found, before)
    with st.container(border=True, height="stretch"):
        history = {key: value for key, value in quarters.items() if value is not None and _over(key, scope)}
        st.metric(
            plain(definition.title(lang())),
            words.show(found.value, found.unit, lang()),
            moved,
            delta_color=_COLOURS[found.better],
            delta_description=t("sur la période précédente", "on the previous period") if moved else None,
        )  # fmt: skip
        if trend and len(history) > 1:
            st.html(sparkline(list(history.values()), _told(history, found), _turn(found, before)))
        _below(view, found, year_ago)
        if st.button(
            t("Comment ce chiffre est fait", "How this figure is made"),
            key=f"why-{kpi}-{reading}",
            icon=":material/search:",
            type="tertiary",
        ):
            explain(kpi, found.reading, scope)
    return found


def _earlier(
    view: View, kpi: str, reading: str | None, scope: Scope, quarters: Mapping[Key, Decimal | None]
) -> tuple[Decimal | None, Decimal | None]:
    """Return the figure of the period before and of the year before: the trend has both for a quarter."""
    period = scope.period
    if period == Period.quarter_of(period.end, scope.fiscal_start):
        before, year_ago = (quarter_key(period.back(months).end, scope.fiscal_start) for months in (3, 12))
        return quarters.get(before), quarters.get(year_ago)
    spans = (period.back(_months(period)), period.back(12))
    before_, year_ago_ = (view.measure(kpi, reading, scope.over(span)).value for span in spans)
    return before_, year_ago_


def _over(quarter: Key, scope: Scope) -> bool:
    """Say whether a quarter is over: one in progress would make every line fall at its end."""
    return quarter is not None and Period.parse(quarter, scope.fiscal_start).end < today()


def _moved(found: Measure, before: Decimal | None) -> str | None:
    """Say how a figure moved; None where there is nothing to compare with."""
    moved = words.change(found.value, before, found.unit, lang())
    return None if moved == words.NOT_AVAILABLE(lang()) else moved


def _turn(found: Measure, before: Decimal | None) -> Turn:
    """Say whether a figure moved for the better, by what is better for it."""
    if found.value is None or before is None or found.value == before or found.better == "neutral":
        return "neither"
    return "good" if (found.value > before) == (found.better == "higher") else "bad"


def _told(history: Mapping[Key, Decimal], found: Measure) -> str:
    """Tell the line of a card to those who listen: each quarter and its value."""
    said = (
        f"{words.label('quarter', key, lang(), {})} {words.show(value, found.unit, lang())}"
        for key, value in history.items()
    )
    return t("Par trimestre : ", "By quarter: ") + ", ".join(said)


def _below(view: View, found: Measure, year_ago: Decimal | None) -> None:
    """Say what the number needs to be read: last year, the target, what it lacks."""
    said = []
    if year_ago is not None:
        moved = _moved(found, year_ago)
        said.append(
            t("N-1 : ", "Last year: ") + words.show(year_ago, found.unit, lang()) + (f" ({moved})" if moved else "")
        )
    for target in view.listed("targets"):
        if target["kpi"] == found.kpi and not target["dimension"] and target["reading"] in (None, found.reading):
            said.append(
                t("Objectif : ", "Target: ")
                + words.show(target["target"], found.unit, lang())
                + t(" au ", " by ")
                + words.day(target["due_on"], lang())
            )
            break
    if found.coverage is not None:
        said.append(words.coverage(found.coverage, lang()))
    if said:
        st.caption(plain(" · ".join(said)))
    if found.lacks:
        st.caption(":material/warning: " + plain(lacking(found)))


def lacking(found: Measure) -> str:
    """Say which table is missing, and what the figure is without it."""
    tables = ", ".join(TABLES[name].title(lang()) if name in TABLES else name for name in found.lacks)
    if found.kpi in ("off_panel_rate", "dematerialisation_rate") and "invoices" in found.lacks:
        return t(
            f"Biaisé : calculé sur la seule facturation électronique. Il manque : {tables}.",
            f"Biased: worked out over e-billing alone. Missing: {tables}.",
        )
    return t(f"Il manque la table : {tables}.", f"Missing table: {tables}.")


def _months(period: Period) -> int:
    """Return how far back the previous period of the same length lies."""
    return max(1, round((period.end - period.start).days / 30.4))


def explain(kpi: str, reading: str, scope: Scope) -> None:
    """Open what a figure is made of: definition, working, what is left out, then what was counted."""
    title = catalogue()[kpi].title(lang())
    st.dialog(title, width="large")(_explanation)(kpi, reading, scope)


def _explanation(kpi: str, reading: str, scope: Scope) -> None:
    try:
        with looking() as view:
            found = view.measure(kpi, reading, scope)
            definition = catalogue()[kpi]
            formula = next(known for known in definition.readings if known.name == reading)
            st.caption(plain(words.scope_sentence(scope, lang(), view.names, found.basis)))
            tabs = [t("Le calcul", "The working"), t("Ce qui est compté", "What is counted")]
            working, *counted = st.tabs(tabs if view.role.sees_rows else tabs[:1])
            with working:
                st.markdown(f"**{plain(formula.title(lang()))}** — {plain(formula.formula(lang()))}")
                _working(found)
                _readings(view, kpi, reading, scope)
                st.info(plain(definition.caution(lang())))
            for tab in counted:
                with tab:
                    sources.units(view, view.trail(kpi, reading, scope), f"trail-{kpi}-{reading}")
    except StoreError as error:
        st.error(plain(error.text(lang())))


def _working(found: Measure) -> None:
    """Show numerator and denominator, then what was left out and why."""
    counted = catalogue()[found.kpi].parts(found.reading, found.scope.weight)
    parts = zip((found.numerator, found.denominator), counted, strict=True)
    above, below = (words.part(value, unit, lang()) for value, unit in parts)
    equals = words.show(found.value, found.unit, lang())
    first, second, third, fourth = st.columns(4)
    first.metric(t("Résultat", "Result"), equals)
    second.metric(t("Numérateur", "Numerator"), above)
    third.metric(t("Dénominateur", "Denominator"), below if found.denominator is not None else "—")
    fourth.metric("n", words.number(found.n, lang()))
    if found.coverage is not None:
        st.markdown(plain(words.coverage(found.coverage, lang())))
    if found.excluded:
        st.markdown("**" + t("Laissé de côté", "Left out") + "**")
        for out in found.excluded:
            st.markdown(f"- {plain(words.excluded(out, lang()))}")
    if found.lacks:
        st.warning(plain(lacking(found)))


def _readings(view: View, kpi: str, reading: str, scope: Scope) -> None:
    """Show what the other readings of the same figure would say."""
    others = [other for other in catalogue()[kpi].readings if other.name != reading]
    if others:
        st.markdown("**" + t("Autres lectures", "Other readings") + "**")
        for other in others:
            found = view.measure(kpi, other.name, scope)
            value = words.show(found.value, found.unit, lang())
            st.markdown(f"- {plain(other.title(lang()))}{t(' :', ':')} **{plain(value)}**")
