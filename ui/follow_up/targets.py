"""Targets: one figure in one reading, from a baseline to a target by a day, in a straight line."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import streamlit as st
from babel.numbers import NumberFormatError, parse_decimal

from data import typed
from kpi import catalogue
from kpi.model import Period, Text
from report import words
from report.review import follow
from report.tables import Column, Table
from ui import table
from ui.reader import lang, plain, t, today
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from kpi.model import Unit
    from report.review.follow import Followed
    from report.tables import Value
    from ui.view import View

STATES: Final = {
    "reached": Text("Atteint", "Reached"),
    "on_track": Text("En voie", "On track"),
    "late": Text("En retard", "Late"),
    "not_measurable": Text("Non mesurable", "Not measurable"),
}
_COLUMNS: Final = (
    Column("figure", Text("Chiffre", "Figure")),
    Column("slice", Text("Périmètre", "Scope")),
    Column("baseline", Text("Départ", "Baseline")),
    Column("now", Text("Dernier trimestre clos", "Last full quarter")),
    Column("expected", Text("Attendu à ce jour", "Expected by now")),
    Column("target", Text("Cible", "Target")),
    Column("due_on", Text("Échéance", "Due"), "date"),
    Column("owner", Text("Pilote", "Owner")),
    Column("state", Text("Où en est-on ?", "How it stands")),
)


def show(view: View) -> None:
    """Show how each target stands, then a form to set another."""
    st.subheader(t("Objectifs", "Targets"), anchor=False)
    period = Period.quarter_of(today(), view.reader.fiscal_start).back(3)
    found = follow.followed(view, view.listed("targets"), period, today(), view.reader.fiscal_start)
    if found:
        rows = [_row(view, one) for one in found]
        table.show(Table(Text("Objectifs", "Targets"), _COLUMNS, rows), f"targets-{view.version}")
        if any(one.status.start_assumed for one in found):
            st.caption(
                t(
                    "Sans date de départ, la droite commence un an avant l'échéance.",
                    "Without a starting day, the line begins one year before the due date.",
                )
            )
    else:
        st.info(t("Aucun objectif encore.", "No target yet."))
    with st.expander(t("Fixer un objectif", "Set a target"), icon=":material/flag:"):
        _form(view)


def _row(view: View, one: Followed) -> dict[str, Value]:
    kpi, wanted = catalogue()[one.measure.kpi], one.objective
    title = kpi.title(lang())
    if len(kpi.readings) > 1:
        title = f"{title} ({kpi.reading(one.measure.reading).title(lang())})"
    slice_ = words.label(wanted.dimension, wanted.key, lang(), view.names) if wanted.dimension else t("Tout", "All")
    return {
        "figure": title,
        "slice": slice_,
        "baseline": words.show(wanted.baseline, kpi.unit, lang()),
        "now": words.measure(one.measure, lang()),
        "expected": words.show(one.status.expected, kpi.unit, lang()),
        "target": words.show(wanted.target, kpi.unit, lang()),
        "due_on": wanted.due_on,
        "owner": words.code("owner", one.row["owner"], lang()) if one.row["owner"] else "",
        "state": STATES[one.status.state](lang()),
    }


def _form(view: View) -> None:
    """Choose a figure, its reading, a firm or type; the baseline is what it is today."""
    kpis = catalogue()
    name = st.selectbox(
        t("Chiffre", "Figure"), list(kpis), format_func=lambda key: kpis[key].title(lang()), key="target-kpi"
    )
    kpi = kpis[name]
    reading = st.radio(
        t("Lecture", "Reading"),
        [known.name for known in kpi.readings],
        horizontal=True,
        key=f"target-reading-{name}",
        format_func=lambda code: kpi.reading(code).title(lang()),
    )
    firms = {"": t("Tous les cabinets", "All firms"), **(view.choices.firms if "firm" in kpi.dimensions else {})}
    left, middle, right = st.columns(3)
    firm = left.selectbox(t("Cabinet", "Firm"), list(firms), format_func=lambda key: firms[key], key="target-firm")
    written = middle.text_input(t("Cible", "Target"), key="target-value", placeholder=_example(kpi.unit))
    due = right.date_input(t("Échéance", "Due"), value=None, min_value=today(), format="DD/MM/YYYY", key="target-due")
    owner = st.text_input(t("Pilote", "Owner"), key="target-owner")
    period = Period.quarter_of(today(), view.reader.fiscal_start).back(3)
    scope = view.scope.over(period)
    found = view.measure(name, reading, scope.keep("firm", firm) if firm else scope)
    value = parsed(written, kpi.unit)
    st.caption(
        plain(
            t(
                f"Départ : {words.measure(found, 'fr')} ({words.period(period, 'fr')}). Cible lue : "
                f"{words.show(value, kpi.unit, 'fr')}.",
                f"Baseline: {words.measure(found, 'en')} ({words.period(period, 'en')}). Target read as: "
                f"{words.show(value, kpi.unit, 'en')}.",
            )
        )
    )
    row = {
        "kpi": name,
        "reading": reading,
        "dimension": "firm" if firm else None,
        "key": firm or None,
        "baseline": found.value,
        "target": value,
        "due_on": due,
        "owner": owner.strip() or None,
        "set_on": today(),
    }
    st.button(
        t("Fixer cet objectif", "Set this target"),
        type="primary",
        key="target-set",
        disabled=value is None or due is None,
        on_click=_record,
        args=(row,),
    )


def _example(unit: Unit) -> str:
    examples = {"ratio": t("80 %", "80%"), "EUR": t("250 000", "250,000"), "days": "45", "score": t("4,2", "4.2")}
    return examples.get(unit, "")


def parsed(written: str, unit: Unit) -> Decimal | None:
    """Read a number as the reader's language writes it; a share of 1 is written in percent."""
    bare = (
        written.replace("€", "").replace("%", "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "").strip()
    )
    try:
        value = parse_decimal(bare, locale=lang(), strict=True)
    except NumberFormatError:
        return None
    return value / 100 if unit == "ratio" else value


def _record(row: dict[str, object]) -> None:
    opened.change(lambda: typed.record(store(), "targets", [row], lang()))
