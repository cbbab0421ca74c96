"""How things stand side by side on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.reader import t

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt


def grid(*parts: Callable[[], object], columns: int = 3) -> None:
    """Lay parts out in rows of equal boxes."""
    for start in range(0, len(parts), columns):
        for place, part in zip(st.columns(columns), parts[start : start + columns], strict=False):
            with place:
                part()


def chart(drawn: alt.LayerChart | None, key: str, *, pick: bool = False) -> str | None:
    """Show a chart; with `pick`, return the key of the mark that was clicked. Nothing to draw says so."""
    if drawn is None:
        st.info(t("Rien à dessiner pour ce choix.", "Nothing to draw for this choice."))
        return None
    if not pick:
        st.altair_chart(drawn, width="stretch", key=key)
        return None
    event = st.altair_chart(drawn, width="stretch", key=key, on_select="rerun", selection_mode="pick")
    found = event["selection"].get("pick") or []
    return found[0].get("key") if found else None
