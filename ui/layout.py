"""How things stand side by side on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from report.charts.behind import behind
from ui.reader import dark, plain, t

if TYPE_CHECKING:
    from collections.abc import Callable

    import altair as alt


_INK_ON_PRIMARY = """<style>
[data-testid^="stBaseButton-primary"], [data-testid^="stBaseButton-primary"] p { color: #12181F; }
</style>"""
"""Streamlit writes white on every main button: in the dark theme nobody could read it (2.3 to 1)."""


def readable_buttons() -> None:
    """Write dark on the main buttons of the dark theme."""
    if dark():
        st.html(_INK_ON_PRIMARY)


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
        table_behind(drawn, key)
        return None
    event = st.altair_chart(drawn, width="stretch", key=key, on_select="rerun", selection_mode="pick")
    table_behind(drawn, key)
    found = event["selection"].get("pick") or []
    return found[0].get("key") if found else None


def table_behind(drawn: alt.LayerChart | dict[str, Any], key: str) -> None:
    """Give the values of a chart as a table, one click or one key away, for who cannot or would rather not look."""
    rows = behind(drawn)
    with st.expander(t("Les valeurs", "The values"), type="compact", key=f"{key}-values"):
        st.table([{plain(title): plain(value) for title, value in row.items()} for row in rows], hide_index=True)
