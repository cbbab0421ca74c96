"""The reader in front: their language, their theme, their day, and the one door for text."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, cast

import streamlit as st

from kpi.model import Text
from report.words import readable

if TYPE_CHECKING:
    from kpi.model import Lang

LANGUAGE = "lang"
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")
_ADDRESS = re.compile(r"https?:(?=//)|www(?=\.)|(?<=[\w.+-])(?=@)", re.IGNORECASE)
"""Where Markdown would recognise an address, whatever is escaped in it, and make a link of it."""
_UNSEEN = "\u200b"


def settle() -> None:
    """Choose the language once: the link's, else the browser's, else French."""
    if not st.session_state.get(LANGUAGE):
        asked = st.query_params.get(LANGUAGE) or st.context.locale or "fr"
        st.session_state[LANGUAGE] = "fr" if asked.lower().startswith("fr") else "en"


def say_again() -> None:
    """Say every choice to the browser again, in the language just chosen.

    Streamlit's browser side holds a choice by the words it was shown in. Left alone, it goes on showing « T3 2026 » in
    English, and the next click brings back words that no option has any more: another period, without a word.
    """
    for key, chosen in st.session_state.items():
        several = isinstance(chosen, list) and chosen and all(one is None or isinstance(one, str) for one in chosen)
        if isinstance(chosen, str) or several:
            st.session_state[key] = chosen


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
    unlinked = _ADDRESS.sub(lambda found: found[0] + _UNSEEN, readable(text).replace("\n", " "))
    return _MARKS.sub(r"\\\1", unlinked)
