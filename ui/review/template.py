"""A company's own slides: its template is used in the place of ours for as long as the session lasts."""

from __future__ import annotations

import streamlit as st

from ui.reader import plain, t

_KEY = "pack-template"


def offer() -> None:
    """Let the reader bring a template; what is no presentation is refused in words."""
    with st.expander(t("Modèle de diapositives de l'entreprise", "The company's own slide template")):
        brought = st.file_uploader(
            t(
                "Un fichier .pptx : ses masques et ses couleurs sont repris.",
                "A .pptx file: its layouts and colours are used.",
            ),
            type="pptx",
            key=f"{_KEY}-file",
        )
        if brought is None:
            st.session_state.pop(_KEY, None)
            return
        content = brought.getvalue()
        if not content.startswith(b"PK"):
            st.error(
                plain(
                    t(
                        f"{brought.name} n'est pas une présentation PowerPoint (.pptx).",
                        f"{brought.name} is no PowerPoint presentation (.pptx).",
                    )
                )
            )
            st.session_state.pop(_KEY, None)
            return
        st.session_state[_KEY] = content


def chosen() -> bytes | None:
    """Return the template brought in this session."""
    content: bytes | None = st.session_state.get(_KEY)
    return content
