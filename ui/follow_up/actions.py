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
    from report.review.follow import Effect
    from report.tables import Value
    from ui.view import View

Row = dict[str, Any]
_COLUMNS: Final = (
    Column("text", Text("Action", "Action")),
    Column("state", Text("Statut", "Status")),
    Column("due_on", Text("Échéance", "Due"), "date"),
    Column("owner", Text("Pilote", "Owner")),
    Column("firm", Text("Cabinet", "Firm")),
    Column("effect", Text("Effet mesuré", "Measured effect")),
    Column("aim", Text("Chiffre visé", "Figure aimed at")),
    Column("expected", Text("Cible", "Target")),
    Column("decided_on", Text("Décidée le", "Decided on"), "date"),
)
_KEPT: Final = ("decided_on", "text", "firm_id", "owner", "due_on", "status", "kpi", "expected")
_ORDER: Final = ("late", "soon", "open", "done", "dropped")
_ICONS: Final = {"open": "replay", "done": "check", "dropped": "block"}
_VERDICTS: Final = {
    "better": Text("dans le bon sens", "the right way"),
    "worse": Text("dans le mauvais sens", "the wrong way"),
    "unchanged": Text("sans changement", "unchanged"),
}


def show(view: View) -> None:
    """Show what is due first, then every action; one of them opens on its figure before and after."""
    st.header(t("Actions", "Actions"), anchor=False)
    rows: list[Row] = view.listed("actions")
    if not rows:
        st.info(
            t(
                "Aucune action encore : elles se saisissent dans une revue, ou s'importent (table actions).",
                "No action yet: they are typed in a review, or imported (actions table).",
            )
        )
        st.page_link("../pages/review.py", label=t("Ouvrir une revue", "Open a review"), icon=":material/handshake:")
        return
    states = [follow.state(row, today()) for row in rows]
    _reminder(view, rows, states)
    titles = {code: f"{words.code('state', code, lang())} ({states.count(code)})" for code in _ORDER}
    wanted = st.segmented_control(
        t("Statut", "Status"),
        _ORDER,
        selection_mode="multi",
        default=_ORDER[:3],
        key="actions-states",
        persist_state="session",
        format_func=titles.__getitem__,
    )
    listed = [row for row, state in zip(rows, states, strict=True) if state in (wanted or _ORDER)]
    listed.sort(key=lambda row: (_ORDER.index(follow.state(row, today())), row["due_on"] or today()))
    period = last_full(view)
    shown = Table(Text("Actions", "Actions"), _COLUMNS, [_row(view, row, period) for row in listed])
    st.caption(t("Choisir une action pour en changer le statut.", "Choose an action to change its status."))
    chosen = table.show(shown, f"actions-{view.version}-{'-'.join(wanted)}", pick=True)
    if chosen is not None:
        _one(view, listed[chosen], period)


def last_full(view: View) -> Period:
    """Return the last quarter that is over: effects are measured on whole quarters."""
    return Period.quarter_of(today(), view.reader.fiscal_start).back(3)


def _reminder(view: View, rows: list[Row], states: list[str]) -> None:
    """Say what is late, and what is due before the next review: the one of the quarter under way."""
    late = states.count("late")
    end = Period.quarter_of(today(), view.reader.fiscal_start).end
    due = sum(
        state in {"open", "soon"} and row["due_on"] is not None and row["due_on"] <= end
        for row, state in zip(rows, states, strict=True)
    )
    if not late and not due:
        return
    behind, ahead = (words.count(n, "action", lang()) for n in (late, due))
    st.warning(
        plain(
            t(
                f"En retard : {behind}. À faire avant la prochaine revue, d'ici le {words.day(end, 'fr')} : {ahead}.",
                f"Late: {behind}. Due before the next review, by {words.day(end, 'en')}: {ahead}.",
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
        "expected": follow.expected(row, lang()),
        "effect": changed.said(lang()) if changed else "",
    }


def _one(view: View, row: Row, period: Period) -> None:
    """Show one action, its figure before and after, and let its status change."""
    with st.container(border=True):
        st.markdown("**" + plain(row["text"]) + "**")
        changed = follow.effect(view, row, period, view.reader.fiscal_start)
        if changed:
            _before_and_after(changed)
        elif row["kpi"]:
            st.caption(
                t(
                    "Effet pas encore mesurable : le trimestre qui suit n'est pas terminé.",
                    "Effect not measurable yet: the quarter that follows is not over.",
                )
            )
        else:
            st.caption(
                t(
                    "Aucun chiffre visé : son effet ne se mesure pas.",
                    "No figure aimed at: its effect cannot be measured.",
                )
            )
        with st.container(horizontal=True):
            for status, icon in _ICONS.items():
                st.button(
                    words.code("status", status, lang()),
                    icon=f":material/{icon}:",
                    disabled=row["status"] == status,
                    key=f"action-{status}",
                    on_click=_mark,
                    args=(row, status),
                )


def _before_and_after(changed: Effect) -> None:
    before, after = st.columns(2)
    for side, found in ((before, changed.before), (after, changed.after)):
        span = words.period(found.scope.period, lang(), found.scope.fiscal_start)
        side.metric(plain(f"{catalogue()[found.kpi].title(lang())} · {span}"), words.measure(found, lang()))
    if verdict := _VERDICTS.get(changed.verdict):
        st.caption(plain(t(f"Le chiffre a bougé : {verdict.fr}.", f"How the figure moved: {verdict.en}.")))


def _mark(row: Row, status: str) -> None:
    """Record the same action with another status; the history keeps both."""
    kept = {name: row[name] for name in _KEPT} | {"status": status}
    opened.change(lambda: typed.record(store(), "actions", [kept], lang()))
