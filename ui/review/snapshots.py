"""The snapshots of a review: when its figures were frozen, over which imports, and what each freezing changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from data import reviews
from kpi.model import Text
from report import words
from report.review.book import differences, moved_documents
from report.tables import Column, Table
from ui import packing, table
from ui.reader import lang, t
from ui.review import changes

if TYPE_CHECKING:
    from data.reviews import Snapshot
    from report.tables import Value
    from ui.review.opened import Opened

_COLUMNS: Final = (
    Column("taken", Text("Gelés le", "Frozen on")),
    Column("imports", Text("Imports", "Imports"), "number"),
    Column("state", Text("Place", "Place")),
)


def show(one: Opened) -> None:
    """List the freezings, the latest first; an earlier one opens on what the latest says otherwise."""
    taken = reviews.snapshots(one.view.reader, one.number)
    if len(taken) < 2:  # noqa: PLR2004 — nothing to look back at
        return
    place = st.expander(
        t(f"Les {len(taken)} gels de cette revue", f"The {len(taken)} freezings of this review"),
        icon=":material/history:", key=f"{one.key}-snapshots", on_change="rerun",
    )  # fmt: skip
    if place.open:
        with place:
            _listed(one, taken)


def _listed(one: Opened, taken: list[Snapshot]) -> None:
    rows: list[dict[str, Value]] = []
    for at, snapshot in enumerate(taken):
        moment = snapshot.taken_at.astimezone()
        rows.append(
            {
                "taken": f"{words.day(moment.date(), lang())} {moment:%H:%M:%S}",
                "imports": len(snapshot.batches),
                "state": t("remplacé", "replaced") if at else t("en vigueur", "in force"),
            }
        )
    st.caption(t("Choisir un gel pour voir ce qui a changé depuis.", "Choose one to see what changed since."))
    shown = Table(Text("Gels", "Freezings"), _COLUMNS, rows)
    chosen = table.show(shown, f"{one.state}-snapshots", pick=True, exports=False)
    if chosen:
        _against(one, taken[chosen].snapshot_id, taken[0].snapshot_id)


def _against(one: Opened, earlier: int, latest: int) -> None:
    """Show what the latest freezing says otherwise than an earlier one."""
    before, after = (packing.book(one.view.reader, one.number, number) for number in (earlier, latest))
    if before is None or after is None:
        return
    brief = one.brief()
    both = replace(before, measures={key: found for key, found in before.measures.items() if key in after.measures})
    found = differences(both, after, brief.scope)
    if not found:
        st.info(t("Les deux gels disent la même chose.", "Both freezings say the same."))
        return
    moved = moved_documents(before, after, brief.scope)
    changes.compared(brief, found, moved, f"{one.state}-snapshot-{earlier}")
