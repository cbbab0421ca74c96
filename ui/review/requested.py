"""The decisions that a meeting is asked for: written beforehand, printed with the summary."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st

from kpi import catalogue
from kpi.model import Text
from report import words
from report.review.plan import Decision
from ui.reader import lang, t
from ui.review import opened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.review.opened import Opened

_COLUMNS: Final = ("text", "reason", "owner", "due_on", "kpi", "target")
_OWNERS: Final = ("legal", "procurement", "firm")
_DAY: Final = Text("DD/MM/YYYY", "DD MMM YYYY")


def show(one: Opened) -> None:
    """Write the decisions in a table, a row each, kept as soon as it says what is to be decided."""
    st.header(t("Décisions demandées", "Decisions requested"), anchor=False)
    st.caption(
        t(
            "Ce que la réunion doit trancher, trois au plus pour qu'on s'en souvienne. Une ligne par décision.",
            "What the meeting has to settle, three at most so that they are remembered. One row for each decision.",
        )
    )
    stands = one.plan.requested
    frame = pd.DataFrame([_row(decision) for decision in stands], columns=list(_COLUMNS))
    frame["due_on"] = pd.to_datetime(frame["due_on"])
    key = f"{one.key}-requested-{lang()}-{hash(stands)}"
    column = st.column_config
    st.data_editor(
        frame, key=key, num_rows="dynamic", hide_index=True, width="stretch", disabled=one.closed,
        column_config={
            "text": column.TextColumn(t("Décision", "Decision"), width="large", max_chars=300),
            "reason": column.TextColumn(t("Motif", "Reason"), max_chars=200),
            "owner": column.SelectboxColumn(t("Pilote", "Owner"), options=list(_titles("owner"))),
            "due_on": column.DateColumn(t("Échéance", "Due"), format=_DAY(lang())),
            "kpi": column.SelectboxColumn(t("Chiffre visé", "Figure aimed at"), options=list(_titles("kpi"))),
            "target": column.TextColumn(t("Cible", "Target"), max_chars=60),
        },
        on_change=_keep, args=(one.number, stands, key),
    )  # fmt: skip


def _titles(kind: str) -> dict[str, str]:
    """Return the codes of owners or of figures by the words that the table shows."""
    if kind == "owner":
        return {words.code("owner", code, lang()): code for code in _OWNERS}
    return {kpi.title(lang()): name for name, kpi in catalogue().items()}


def _row(decision: Decision) -> dict[str, object]:
    kpi = catalogue().get(decision.kpi)
    return {
        **decision.model_dump(include=set(_COLUMNS)),
        "owner": words.code("owner", decision.owner, lang()) if decision.owner else None,
        "kpi": kpi.title(lang()) if kpi else None,
    }


def _keep(number: int, stands: Sequence[Decision], key: str) -> None:
    changes: Mapping[str, Any] = st.session_state[key]
    edited = revised(stands, changes)
    opened.revise(number, lambda plan: plan.model_copy(update={"requested": edited}))


def revised(stands: Sequence[Decision], changes: Mapping[str, Any]) -> tuple[Decision, ...]:
    """Return the decisions once the changes of the table are made; a row that says nothing yet is left out."""
    edited = {at: _decision({**_row(one), **changes["edited_rows"].get(at, {})}) for at, one in enumerate(stands)}
    kept = [one for at, one in edited.items() if at not in changes["deleted_rows"]]
    return tuple(one for one in (*kept, *map(_decision, changes["added_rows"])) if one.text)


def _decision(row: Mapping[str, Any]) -> Decision:
    said = {name: str(row.get(name) or "").strip() for name in ("text", "reason", "target")}
    due = row.get("due_on")
    return Decision(
        **said,
        owner=_titles("owner").get(row.get("owner") or "", ""),
        kpi=_titles("kpi").get(row.get("kpi") or "", ""),
        due_on=dt.date.fromisoformat(str(due)[:10]) if due else None,
    )
