"""The saved mappings, on the import page: what each reads, as a file to hand on, and deleted in a click."""

from __future__ import annotations

import streamlit as st

from data.mapping import saved
from data.mapping.fields import FIELDS
from report import words
from ui import importing, problems
from ui.reader import lang, plain, t
from ui.review.opened import change
from ui.view import store


def show() -> None:
    """List the saved mappings; nothing without any."""
    view = importing.view()
    found = saved.listed(view.reader) if view else []
    if not found:
        return
    problems.heading("Correspondances", "Mappings")
    problems.note(
        "Un fichier qui a les titres d'une correspondance est lu par elle, tout seul. Pour la changer : la supprimer, "
        "puis déposer le fichier de nouveau. Ce qu'elle a lu reste.",
        "A file with the headings of a mapping is read by it, by itself. To change it: delete it, then drop the file "
        "again. What it has read stays.",
    )
    for place, one in enumerate(found):
        mapping = one.mapping
        with st.expander(plain(f"{mapping.name} — {words.count(one.files, 'file', lang())}")):
            fields = FIELDS[mapping.target]
            for name, heading in mapping.columns.items():
                st.text(f"{heading} → {fields[name].title(lang())}")
            with st.container(horizontal=True):
                st.download_button(
                    t("Télécharger (JSON)", "Download (JSON)"),
                    data=mapping.written(),
                    file_name=f"{t('correspondance', 'mapping')}-{place + 1}.json",
                    icon=":material/download:",
                    key=f"mapping-json-{place}",
                    on_click="ignore",
                )
                st.button(
                    t("Supprimer", "Delete"),
                    icon=":material/delete:",
                    key=f"mapping-delete-{place}-{view.version if view else 0}",
                    on_click=_delete,
                    args=(mapping.name,),
                )


def _delete(name: str) -> None:
    change(lambda: saved.delete(store(), name))
