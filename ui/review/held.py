"""Whether a review is being held: every page asks it first, before what a review needs is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from report.pack.model import Edition

LINK: Final = "review"
ROOM: Final = "room"
_EDITIONS: Final[tuple[Edition, ...]] = ("firm", "internal")


def in_room() -> bool:
    """Say whether a review is being held: the frame then shows neither menu nor language."""
    return st.query_params.get(ROOM) in _EDITIONS and LINK in st.query_params
