"""The filters of the side bar, and the link that says them in codes: a link is a view."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from kpi.model import Key, Period, Scope
from report import words
from ui.reader import LANGUAGE, lang, plain, t, today

if TYPE_CHECKING:
    from ui.view import View

NONE = "∅"
"""How « not recorded » is written in a link."""
CUSTOM = "custom"
_DIMENSIONS = {"firm": "firm", "type": "matter_type", "entity": "entity"}


def quarters(view: View) -> list[str]:
    """Return the periods to choose from: quarters with data, the latest first, then their years."""
    first, last = view.choices.first_day or today(), view.choices.last_day or today()
    every = list(Period(start=first, end=max(first, last)).split("quarter"))[::-1]
    return [*every, *dict.fromkeys(key[:4] for key in every), CUSTOM]


def _default(view: View) -> str:
    """Choose the last quarter that is over and has data, else the latest one."""
    offered = [key for key in quarters(view) if "-T" in key]
    over = [key for key in offered if Period.parse(key).end < today()]
    return (over or offered)[0]


def _from_link(view: View) -> None:
    """Take the view that a link describes, once a session; what does not exist here is told, never dropped."""
    if "period" in st.session_state:
        return
    link, unknown = st.query_params, []
    wanted = link.get("period", "")
    if wanted in quarters(view):
        st.session_state["period"] = wanted
    elif wanted:
        try:
            found = Period.parse(wanted)
            st.session_state["period"], st.session_state["days"] = CUSTOM, (found.start, found.end)
        except ValueError:
            unknown.append(f"period={wanted}")
    elif "from" in link and "to" in link:
        try:
            days = tuple(dt.date.fromisoformat(link[name]) for name in ("from", "to"))
            st.session_state["period"], st.session_state["days"] = CUSTOM, days
        except ValueError:
            unknown.append(f"from={link['from']}, to={link['to']}")
    st.session_state.setdefault("period", _default(view))
    for name, options in _options(view).items():
        asked = [None if part == NONE else part for part in link.get(name, "").split("~") if part]
        st.session_state[name] = [key for key in asked if key in options]
        unknown += [f"{name}={key}" for key in asked if key not in options]
    st.session_state["unknown"] = unknown


def _options(view: View) -> dict[str, list[Key]]:
    return {
        "firm": list(view.choices.firms),
        "type": list(view.choices.matter_types),
        "entity": list(view.choices.entities),
    }


def sidebar(view: View) -> Scope:
    """Show the filters and return the scope they make; the link follows them."""
    _from_link(view)
    with st.sidebar:
        st.selectbox(
            t("Période", "Period"), quarters(view), key="period", persist_state="session",
            format_func=_period_label,
        )  # fmt: skip
        if st.session_state["period"] == CUSTOM:
            st.session_state.setdefault("days", (today().replace(day=1), today()))
            st.date_input(t("Du… au…", "From… to…"), key="days", format="DD/MM/YYYY", persist_state="session")
        titles = {
            "firm": (t("Cabinet", "Firm"), t("Tous les cabinets", "All firms")),
            "type": (t("Type de dossier", "Matter type"), t("Tous les types", "All types")),
            "entity": (t("Entité", "Entity"), t("Toutes les entités", "All entities")),
        }
        for name, options in _options(view).items():
            title, everything = titles[name]
            st.multiselect(
                title, options, key=name, placeholder=everything, persist_state="session",
                format_func=partial(_label, view, _DIMENSIONS[name]),
            )  # fmt: skip
    scope = Scope(period=_period(), where=_where(), fiscal_start=view.reader.fiscal_start)
    _write_link()
    for asked in st.session_state.get("unknown", ()):
        said = t("Ce lien demande «\u00a0{}\u00a0», inconnu ici\u00a0: ce filtre n'est pas appliqué.",
                 "This link asks for “{}”, unknown here: this filter is not applied.")  # fmt: skip
        st.warning(said.format(plain(asked)))
    st.session_state["scope"] = scope
    return scope


def _label(view: View, dimension: str, key: Key) -> str:
    return words.label(dimension, key, lang(), view.names)


def _period_label(key: str) -> str:
    return t("Dates choisies…", "Chosen dates…") if key == CUSTOM else words.quarter(key, lang())


def _period() -> Period:
    chosen = st.session_state["period"]
    if chosen != CUSTOM:
        return Period.parse(chosen)
    days = st.session_state.get("days") or (today(), today())
    start, end = (days[0], days[-1])
    return Period(start=min(start, end), end=max(start, end))


def _where() -> dict[str, tuple[Key, ...]]:
    return {of: tuple(st.session_state[name]) for name, of in _DIMENSIONS.items() if st.session_state.get(name)}


def _write_link() -> None:
    """Say the scope in the address bar, in codes."""
    link: dict[str, str] = {LANGUAGE: lang()}
    if st.session_state["period"] == CUSTOM:
        period = _period()
        link |= {"from": period.start.isoformat(), "to": period.end.isoformat()}
    else:
        link["period"] = st.session_state["period"]
    for name in _DIMENSIONS:
        if st.session_state.get(name):
            link[name] = "~".join(NONE if key is None else key for key in st.session_state[name])
    if dict(st.query_params) != link:
        st.query_params.from_dict(link)
