"""Offers to map a dropped table that nothing recognises, above the rest of the import page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.mapping import saved
from data.mapping.offered import LARGEST, unrecognised
from data.mapping.recognition import Mappings
from data.role import Role
from ui import session
from ui.mapping import screen
from ui.reader import plain, t
from ui.review.opened import refusal
from ui.view import current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

_MOST = 25
"""Dropped files that are looked at: a folder of hundreds is for the import itself."""


def show(files: Sequence[UploadedFile]) -> None:
    """Show, for a dropped table that nothing reads, what its columns seem to be."""
    refusal()
    version, known = _known()
    role = session.role()
    unread = [
        file for file in files[:_MOST] if file.size <= LARGEST and _unread(role, file.file_id, version, file, known)
    ]
    if not unread:
        return
    with st.container(border=True, key="map"):
        st.header(t("Un tableau à faire connaître", "A table to make known"), anchor=False)
        file = unread[0]
        if len(unread) > 1:
            file = st.selectbox(
                t("Tableaux que rien ne reconnaît", "Tables that nothing recognises"),
                unread,
                format_func=lambda one: one.name,
                key="map-file",
            )
        st.write(
            plain(
                t(
                    f"Rien ne reconnaît « {file.name} ». Dire une fois ce que sont ses colonnes : le prochain fichier "
                    "qui a ces titres sera lu de même, tout seul.",
                    f"Nothing recognises “{file.name}”. Say once what its columns are: the next file with these "
                    "headings will be read the same way, by itself.",
                )
            )
        )
        screen.show(file)


def _known() -> tuple[int, Mappings]:
    """Return the version of the store and its mappings; none without a store."""
    try:
        view = current()
    except LookupError:
        return 0, Mappings()
    return view.version, Mappings(tuple(one.mapping for one in saved.listed(view.reader)))


@st.cache_data(max_entries=200, show_spinner=False)
def _unread(role: Role, file_id: str, version: int, _file: UploadedFile, _known: Mappings) -> bool:
    del role, file_id, version
    return unrecognised(bytes(_file.getbuffer()), _known)
