"""The reader in front: their language, their theme, their day, and the one door for text."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, cast

import streamlit as st

from kpi.model import Text

if TYPE_CHECKING:
    from kpi.model import Lang

LANGUAGE = "lang"
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")


def settle() -> None:
    """Choose the language once: the link's, else the browser's, else French."""
    if LANGUAGE not in st.session_state:
        asked = st.query_params.get(LANGUAGE) or st.context.locale or "fr"
        st.session_state[LANGUAGE] = "fr" if asked.lower().startswith("fr") else "en"


def lang() -> Lang:
    """Return the language of this session."""
    return cast("Lang", st.session_state.get(LANGUAGE, "fr"))


def t(fr: str, en: str) -> str:
    """Say a sentence in the reader's language; both stand side by side."""
    return Text(fr, en)(lang())


def dark() -> bool:
    """Say whether the reader's theme is dark."""
    return st.context.theme.type == "dark"


def today() -> dt.date:
    """Return the reader's day."""
    return dt.datetime.now().astimezone().date()


def plain(text: str) -> str:
    """Make a text from a file safe where Streamlit reads Markdown: a narrative must not phone home."""
    return _MARKS.sub(r"\\\1", text.replace("\n", " "))
