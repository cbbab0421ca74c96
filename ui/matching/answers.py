"""What a click settles: it is that one, nobody else, or new. Only from a widget's callback, when nothing reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.matching import settling
from report import matching
from ui.matching import done, said
from ui.reader import lang
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.matching.item import Kind, Waiting

_IDS: Final[dict[Kind, str]] = {"firm": "firm_id", "matter": "matter_id", "timekeeper": "timekeeper_id"}


def key(item: Waiting, part: str) -> str:
    """Name a widget of an item: what was typed for one must not come back for another."""
    return f"matching-{part}-{item.kind}-{item.firm_id or ''}-{item.written}"


def choose(item: Waiting, targets: Mapping[str, str | None]) -> None:
    """Settle that a name means what was chosen in the list."""
    meant = st.session_state[key(item, "other")]
    if meant is not None:
        match(item, meant, said.named(meant, targets[meant]))


def match(item: Waiting, meant: str, name: str) -> None:
    """Settle that a name means something known."""
    done.note(
        lambda: settling.settle(store(), item, meant, lang()),
        matching.settled(item.written, name),
    )


def apart(item: Waiting) -> None:
    """Settle that a name is nobody else."""
    done.note(
        lambda: settling.set_apart(store(), item, lang()),
        matching.settled(item.written, item.written),
    )


def add(item: Waiting) -> None:
    """Record what the form says of a new firm, matter or person."""
    asked = {name: st.session_state.get(key(item, name)) for name in ("name", "kind", "matter_type", "level")}
    own = st.session_state[key(item, "id")].strip()
    row: dict[str, object] = {name: value for name, value in asked.items() if value} | {_IDS[item.kind]: own}
    if item.kind == "timekeeper":
        row["firm_id"] = item.firm_id
    done.note(
        lambda: settling.add(store(), item, row, lang()),
        matching.added(item.written, said.named(own, asked["name"])),
    )
