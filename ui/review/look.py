"""How the room looks: everything large, nothing but the review on the screen, and no doubt about its edition."""

from __future__ import annotations

from typing import Final

import streamlit as st

STYLE: Final = """<style>
html { font-size: clamp(16px, 1.32vw, 26px); }
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], [data-testid="stExpandSidebarButton"],
[data-testid="stHeader"], [data-testid="stElementToolbar"] { display: none !important; }
[data-testid="stMainBlockContainer"] { max-width: none; padding: 0.4rem 1.2rem 0.3rem; }
[data-testid="stMainBlockContainer"] [data-testid="stVerticalBlock"] { gap: 0.45rem; }
[data-testid="stMainBlockContainer"] h1 { font-size: 1.7rem; padding: 0; }
[data-testid="stMainBlockContainer"] :is([data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"], p) {
    margin-bottom: 0;
}
[data-testid="stMainBlockContainer"] :is(ul, ol) { margin: 0; padding-left: 1.2rem; }
[data-testid="stMainBlockContainer"] li { margin: 0.1rem 0; }
.st-key-room-body-charts { flex: none; height: calc(100vh - 13.2rem); }
.st-key-room-body { flex: none; min-height: calc(100vh - 13.2rem); }
.st-key-room-body-charts > :has(> [class*="st-key-room-fill"]), [class*="st-key-room-fill"],
[class*="st-key-room-fill"] > [data-testid="stLayoutWrapper"] { flex: 1 1 0; min-height: 0; }
[class*="st-key-room-fill"] div { min-height: 0; }
[class*="st-key-room-fill"] [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; }
[class*="st-key-row-"] { border-bottom: 1px solid rgba(128, 128, 128, 0.25); padding-bottom: 0.2rem; }
[class*="st-key-rows-"] p { font-size: 1rem; line-height: 1.35; overflow-wrap: normal; word-break: normal; }
[class*="st-key-rows-"] button { min-height: 0; padding: 0; text-align: left; justify-content: flex-start; }
:has(> [class*="st-key-room-strip"]) { position: sticky; top: 0; z-index: 100; }
.st-key-room-strip-firm, .st-key-room-strip-internal { border-radius: 0.3rem; padding: 0.05rem 0.8rem; color: #fff; }
.st-key-room-strip-firm { background: #006b4e; }
.st-key-room-strip-internal { background: #a04400; }
[class*="st-key-room-strip"] p { color: #fff; font-weight: 600; margin: 0; }
</style>"""
"""The root's size follows the width of the screen, so that a page holds as much on a projector as on a laptop."""

TILES: Final = """<style>
[class*="st-key-tiles-"] button { min-height: 0; padding: 0; text-align: left; }
[class*="st-key-tiles-"] button p { text-align: left; line-height: 1.2; }
[class*="st-key-tiles-"] [data-testid="stCaptionContainer"] { color: inherit; opacity: 1; }
[class*="st-key-tiles-"] [data-testid="stCaptionContainer"] p { line-height: 1.35; }
[data-testid="InputInstructions"] { display: none; }
</style>"""
"""The title of a figure is a button, and reads like a title; Streamlit's own hints, in English only, are left out."""

HIDE_WHAT_WAS: Final = '<style>[data-stale="true"] { visibility: hidden !important; }</style>'
"""What was shown in another edition goes at once, not when the new page is complete."""


def tiles() -> None:
    """Let the titles of figures, which open on how they are made, read like titles."""
    st.html(TILES)


def large() -> None:
    """Make everything large, for as long as the room lasts."""
    st.html(STYLE + TILES)


def hide_what_was() -> None:
    """Hide at once what the browser still shows from the run before."""
    st.html(HIDE_WHAT_WAS)
