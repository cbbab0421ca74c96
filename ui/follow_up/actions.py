"""The actions of all reviews: what is late, what is due before the next one, what each changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

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
    from report.tables import Value
    from ui.view import View

Row = dict[str, Any]
_COLUMNS: Final = (
    Column("text", Text("Action", "Action")),
    Column("firm", Text("Cabinet", "Firm")),
    Column("owner", Text("Pilote", "Owner")),
    Column("decided_on", Text("Décidée le", "Decided on"), "date"),
    Column("due_on", Text("Échéance", "Due"), "date"),
    Column("state", Text("Statut", "Status")),
    Column("aim", Text("Chiffre visé", "Figure aimed at")),
    Column("effect", Text("Effet mesuré", "Measured effect")),
)
_KEPT: Final = ("decided_on", "text", "firm_id", "owner", "due_on", "status", "kpi", "expected")
_ORDER: Final = ("late", "soon", "open", "done", "dropped")


def show(view: View) -> None:
    """Show what is due first, then every action; one of them opens on its figure before and after."""
    st.subheader(t("Actions", "Actions"), anchor=False)
    rows: list[Row] = view.listed("actions")
    if not rows:
        st.info(
            t(
                "Aucune action : elles se saisissent en revue, ou s'importent (table actions).",
                "No action yet: they are typed in a review, or imported (actions table).",
            )
        )
        return
    states = [follow.state(row, today()) for row in rows]
    _reminder(states)
    wanted = st.segmented_control(
        t("Statut", "Status"),
        _ORDER,
        selection_mode="multi",
        default=_ORDER[:3],
        key="actions-states",
        format_func=lambda code: f"{words.code('state', code, lang())} ({states.count(code)})",
    )
    listed = [row for row, state in zip(rows, states, strict=True) if state in wanted]
    listed.sort(key=lambda row: (_ORDER.index(follow.state(row, today())), row["due_on"] or today()))
    period = Period.quarter_of(_last_full(view), view.reader.fiscal_start)
    shown = Table(Text("Actions", "Actions"), _COLUMNS, [_row(view, row, period) for row in listed])
    st.caption(t("Choisir une action pour en changer le statut.", "Choose an action to change its status."))
    chosen = table.show(shown, f"actions-{view.version}-{'-'.join(wanted)}", pick=True)
    if chosen is not None:
        _one(view, listed[chosen], period)


def _last_full(view: View) -> Any:  # noqa: ANN401 — a day
    """Return the last day of the last quarter that is over: effects are measured on whole quarters."""
    quarter = Period.quarter_of(today(), view.reader.fiscal_start)
    return quarter.back(3).end


def _reminder(states: list[str]) -> None:
    late, soon = states.count("late"), states.count("soon")
    if late or soon:
        st.warning(
            plain(
                t(
                    f"En retard : {late}. À échéance dans les deux semaines : {soon}.",
                    f"Late: {late}. Due within two weeks: {soon}.",
                )
            ),
            icon=":material/notification_important:",
        )


def _row(view: View, row: Row, period: Period) -> dict[str, Value]:
    kpi = catalogue().get(row["kpi"] or "")
    changed = follow.effect(view, row, period, view.reader.fiscal_start)
    return {
        "text": words.readable(row["text"]),
        "firm": words.label("firm", row["firm_id"], lang(), view.names) if row["firm_id"] else "",
        "owner": words.code("owner", row["owner"], lang()) if row["owner"] else "",
        "decided_on": row["decided_on"],
        "due_on": row["due_on"],
        "state": words.code("state", follow.state(row, today()), lang()),
        "aim": kpi.title(lang()) if kpi else "",
        "effect": changed.said(lang()) if changed else "",
    }


def _one(view: View, row: Row, period: Period) -> None:
    """Show one action, its figure before and after, and let its status change."""
    with st.container(border=True):
        st.markdown("**" + plain(row["text"]) + "**")
        changed = follow.effect(view, row, period, view.reader.fiscal_start)
        if changed:
            before, after = st.columns(2)
            for side, found in ((before, changed.before), (after, changed.after)):
                span = words.period(found.scope.period, lang(), found.scope.fiscal_start)
                side.metric(plain(f"{catalogue()[found.kpi].title(lang())} · {span}"), words.measure(found, lang()))
        elif row["kpi"]:
            st.caption(
                t(
                    "Effet pas encore mesurable : le trimestre qui suit n'est pas terminé.",
                    "Effect not measurable yet: the quarter that follows is not over.",
                )
            )
        with st.container(horizontal=True):
            for status, icon in (("open", "replay"), ("done", "check"), ("dropped", "block")):
                st.button(
                    words.code("status", status, lang()),
                    icon=f":material/{icon}:",
                    disabled=row["status"] == status,
                    key=f"action-{status}",
                    on_click=_mark,
                    args=(row, status),
                )


def _mark(row: Row, status: str) -> None:
    """Record the same action with another status; the history keeps both."""
    kept = {name: row[name] for name in _KEPT} | {"status": status}
    opened.change(lambda: typed.record(store(), "actions", [kept], lang()))
