"""Targets: one figure in one reading, from a baseline to a target by a day, in a straight line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data import typed
from kpi import catalogue, objectives
from kpi.model import Period, Scope, Text
from report import charts, words
from report.review import follow
from report.tables import Column, Table
from ui import table
from ui.follow_up import taking_back
from ui.follow_up.actions import last_full
from ui.layout import chart
from ui.numbers import example, parsed
from ui.reader import dark, lang, plain, t, today
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Key
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
    Column("state", Text("Où en est-on ?", "How it stands")),
    Column("now", Text("Dernier trimestre", "Last quarter")),
    Column("expected", Text("Attendu", "Expected")),
    Column("target", Text("Cible", "Target")),
    Column("due_on", Text("Échéance", "Due"), "date"),
    Column("baseline", Text("Départ", "Baseline")),
    Column("owner", Text("Pilote", "Owner")),
)
_EARLIER, _MOST = 4, 16
"""Quarters shown before the start of a line, and in all."""


def show(view: View) -> None:
    """Show how each target stands, its line beside the quarters, then a form to set another."""
    st.header(t("Objectifs", "Targets"), anchor=False)
    period = last_full(view)
    found = follow.followed(view, view.listed("targets"), period, today(), view.reader.fiscal_start)
    if found:
        st.caption(t("Choisir un objectif pour voir sa trajectoire.", "Choose a target to see its line."))
        rows = [_row(view, one) for one in found]
        chosen = table.show(Table(Text("Objectifs", "Targets"), _COLUMNS, rows), f"targets-{view.version}", pick=True)
        if any(one.status.start_assumed for one in found):
            st.caption(
                t(
                    "Sans date de départ, la droite commence un an avant l'échéance.",
                    "Without a starting day, the line begins one year before the due date.",
                )
            )
        if chosen is not None:
            _line(view, found[chosen])
    else:
        st.info(t("Aucun objectif encore.", "No target yet."))
    place = st.expander(
        t("Fixer un objectif", "Set a target"), icon=":material/flag:", key="target-form", on_change="rerun"
    )
    if place.open:
        with place:
            _form(view)


def _row(view: View, one: Followed) -> dict[str, Value]:
    kpi, wanted = catalogue()[one.measure.kpi], one.objective
    return {
        "figure": _title(one),
        "slice": _slice(view, one),
        "baseline": words.show(wanted.baseline, kpi.unit, lang()),
        "now": words.measure(one.measure, lang()),
        "expected": words.show(one.status.expected, kpi.unit, lang()),
        "target": words.show(wanted.target, kpi.unit, lang()),
        "due_on": wanted.due_on,
        "owner": words.code("owner", one.row["owner"], lang()) if one.row["owner"] else "",
        "state": STATES[one.status.state](lang()),
    }


def _title(one: Followed) -> str:
    kpi = catalogue()[one.measure.kpi]
    title = kpi.title(lang())
    return f"{title} ({kpi.reading(one.measure.reading).title(lang())})" if len(kpi.readings) > 1 else title


def _slice(view: View, one: Followed) -> str:
    wanted = one.objective
    return words.label(wanted.dimension, wanted.key, lang(), view.names) if wanted.dimension else t("Tout", "All")


def quarters(one: Followed, fiscal_start: int) -> list[Period]:
    """Return the quarters to draw: from a year before the line starts to the one in which it ends."""
    first = Period.quarter_of(one.objective.starts_on, fiscal_start).back(3 * _EARLIER)
    last = Period.quarter_of(one.objective.due_on, fiscal_start)
    span = Period(start=first.start, end=max(last.end, first.end))
    return list(span.split("quarter", fiscal_start).values())[-_MOST:]


def _line(view: View, one: Followed) -> None:
    """Draw the straight line from baseline to target beside the figure, quarter by quarter."""
    start = view.reader.fiscal_start
    spans = quarters(one, start)
    scope = one.measure.scope.over(Period(start=spans[0].start, end=spans[-1].end)).cut("quarter")
    values = {group.key[0]: group.value for group in view.measure(one.measure.kpi, one.measure.reading, scope).groups}
    keys = {next(iter(span.split("quarter", start))): span for span in spans}
    actual = tuple(charts.Point(key, values.get(key) if span.end < today() else None) for key, span in keys.items())
    wanted = tuple(
        charts.Point(key, objectives.line(one.objective, span.end) if span.end >= one.objective.starts_on else None)
        for key, span in keys.items()
    )
    drawn = charts.lines(
        [charts.Line(t("Réalisé", "Actual"), actual), charts.Line(t("Trajectoire", "Line to follow"), wanted)],
        catalogue()[one.measure.kpi].unit,
        lang(),
        _title(one),
        t(
            f"{_slice(view, one)} ; trimestres clos, et droite du départ à la cible",
            f"{_slice(view, one)}; full quarters, and the straight line from baseline to target",
        ),
        one.objective.target,
        dark=dark(),
        width=880,
    )
    chart(drawn, f"target-{view.version}-{one.row['kpi']}-{one.row['due_on']}")
    taking_back.offer(one.row, "target")


def _form(view: View) -> None:
    """Choose a figure, its reading, a firm; the baseline is the last full quarter's."""
    titles = {name: kpi.title(lang()) for name, kpi in catalogue().items()}
    name = st.selectbox(t("Chiffre", "Figure"), list(titles), format_func=titles.__getitem__, key="target-kpi")
    kpi = catalogue()[name]
    readings = {known.name: known.title(lang()) for known in kpi.readings}
    reading = st.radio(
        t("Lecture", "Reading"),
        list(readings),
        horizontal=True,
        key=f"target-reading-{name}",
        format_func=readings.__getitem__,
    )
    firms = {"": t("Tous les cabinets", "All firms"), **(view.choices.firms if "firm" in kpi.dimensions else {})}
    left, middle, right = st.columns(3)
    firm = left.selectbox(t("Cabinet", "Firm"), list(firms), format_func=firms.__getitem__, key="target-firm")
    written = middle.text_input(t("Cible", "Target"), key="target-value", placeholder=example(kpi.unit))
    due = right.date_input(t("Échéance", "Due"), value=None, min_value=today(), format="DD/MM/YYYY", key="target-due")
    owner = st.text_input(t("Pilote", "Owner"), key="target-owner")
    period = last_full(view)
    where: dict[str, tuple[Key, ...]] = {"firm": (firm,)} if firm else {}
    found = view.measure(name, reading, Scope(period=period, where=where, fiscal_start=view.reader.fiscal_start))
    value = parsed(written, kpi.unit)
    said = t(
        f"Départ : {words.measure(found, 'fr')} ({words.period(period, 'fr')}).",
        f"Baseline: {words.measure(found, 'en')} ({words.period(period, 'en')}).",
    )
    if written.strip():
        read = words.show(value, kpi.unit, lang())
        said += " " + (
            t(f"Cible lue : {read}.", f"Target read as {read}.")
            if value is not None
            else t("Cette cible n'est pas un nombre.", "This target is no number.")
        )
    if not owner.strip():
        said += " " + t("Un pilote aiderait à la tenir.", "An owner would help to reach it.")
    st.caption(plain(said))
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


def _record(row: Mapping[str, object]) -> None:
    """Keep a target as it was read back; one that was changed since, before the page followed, is asked again."""
    chosen: dict[str, object] = {
        "kpi": st.session_state["target-kpi"],
        "reading": st.session_state[f"target-reading-{row['kpi']}"],
        "key": st.session_state["target-firm"] or None,
        "target": parsed(st.session_state["target-value"], catalogue()[str(row["kpi"])].unit),
        "due_on": st.session_state["target-due"],
    }
    if any(row[name] != value for name, value in chosen.items()):
        st.session_state["refused"] = Text(
            "Les choix venaient de changer : relire l'objectif, puis le fixer.",
            "The choices had just changed: read the target again, then set it.",
        )
        return
    if opened.change(lambda: typed.record(store(), "targets", [row], lang())):
        st.session_state["target-value"] = ""
        st.toast(t("Objectif fixé.", "Target set."), icon=":material/flag:")
