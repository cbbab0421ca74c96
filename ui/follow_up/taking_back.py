"""What was typed by mistake is taken back, with the import that it made; nothing that came from a file is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from data.imports import undo
from data.store import TYPED
from ui.reader import t
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Mapping


def offer(row: Mapping[str, Any], key: str) -> None:
    """Offer to take back a row that was typed here."""
    if row["source"] == TYPED and row["batch"] is not None:
        st.button(
            t("Retirer (saisi par erreur)", "Take back (typed by mistake)"), icon=":material/undo:", type="tertiary",
            key=f"{key}-back", on_click=_take_back, args=(int(row["batch"]),),
        )  # fmt: skip


def _take_back(batch: int) -> None:
    opened.change(lambda: undo(store(), batch))
