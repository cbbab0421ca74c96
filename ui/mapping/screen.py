"""The screen of a mapping: the table as it is, what each column means, how cells are written, what would come of it."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import streamlit as st
from pydantic import ValidationError

from data.mapping import saved
from data.mapping.fields import FIELDS
from data.mapping.model import Mapping
from data.mapping.preview import Preview, preview
from data.mapping.sketch import Proposal, sketch
from data.report import told
from data.role import Role
from kpi.model import Text
from ui import importing, session
from ui.mapping import options, result
from ui.reader import lang, plain, t
from ui.review.opened import change
from ui.view import store

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

_TARGETS: Final = {
    "invoices": Text("Un registre de factures", "A register of invoices"),
    "lines": Text("Des lignes de factures (détail)", "Lines of invoices (detail)"),
}
_ENCODINGS: Final = ("utf-8", "windows-1252", "iso-8859-15", "cp850", "mac-roman", "utf-16")
_SEPARATORS: Final = {
    ";": Text("point-virgule", "semicolon"),
    ",": Text("virgule", "comma"),
    "\t": Text("tabulation", "tab"),
    "|": Text("barre |", "bar |"),
}
_WIDE: Final = 60
"""Columns that are shown; a wider table is for the command line."""


def show(file: UploadedFile) -> None:
    """Show a table and what it seems to be, all of it correctable, and what an import would bring."""
    key = f"map-{file.file_id}"
    data = bytes(file.getbuffer())
    first = _sketch(session.role(), file.file_id, data, {})
    asked = _asked(first, key)
    found = _sketch(session.role(), file.file_id, data, asked) if asked else first
    key = f"{key}-{'-'.join(map(str, asked.values()))}"
    if found.mapping is None:
        problem = told(found.refused, lang()) if found.refused else None
        st.error(plain(f"{problem.message} {problem.remedy}") if problem else "")
        return
    _as_it_is(found)
    columns = _columns(found, found.mapping, key)
    given = options.show(found, found.mapping, columns, data, key)
    mapping = _made(found.mapping, columns, given)
    for doubt in found.undecided:
        st.warning(plain(t("À décider : ", "To be decided: ") + doubt(lang())), icon=":material/help:")
    if mapping is None:
        return
    looked = _preview(session.role(), file.file_id, mapping.written(), data)
    result.show(mapping, looked, key)
    _keep(file, mapping, looked, key)


@st.cache_data(max_entries=20, show_spinner=False)
def _sketch(role: Role, file_id: str, _data: bytes, asked: dict[str, Any]) -> Proposal:
    del role, file_id
    return sketch(_data, "?", **asked)


@st.cache_data(max_entries=20, show_spinner=False)
def _preview(role: Role, file_id: str, mapping: str, _data: bytes) -> Preview:
    del role, file_id
    return preview(_data, Mapping.model_validate_json(mapping))


def _asked(first: Proposal, key: str) -> dict[str, Any]:
    """Show how the file is cut into cells, as found; return what its reader changed."""
    asked: dict[str, Any] = {}
    speaking = lang()
    proposed = first.mapping.target if first.mapping else "invoices"
    target = st.radio(
        t("Ce que contient ce tableau", "What this table holds"),
        list(_TARGETS),
        index=list(_TARGETS).index(proposed),
        format_func=lambda name: _TARGETS[name](speaking),
        horizontal=True,
        key=f"{key}-target",
    )
    if target != proposed:
        asked["target"] = target
    left, middle, right = st.columns(3)
    line = left.number_input(
        t("Ligne des titres", "Line of the headings"), min_value=1, value=max(1, first.header_line), key=f"{key}-line"
    )
    if line != max(1, first.header_line):
        asked["header_line"] = int(line)
    if first.separator is None:
        middle.caption(t("Classeur XLSX", "XLSX workbook") + (f" : {', '.join(first.sheets)}" if first.sheets else ""))
        return asked
    marks = list(_SEPARATORS)
    mark = middle.selectbox(
        t("Séparateur", "Separator"), marks, index=marks.index(first.separator), key=f"{key}-separator",
        format_func=lambda one: _SEPARATORS[one](speaking),
    )  # fmt: skip
    known = [*dict.fromkeys([first.encoding, *_ENCODINGS])]
    encoding = right.selectbox(t("Codage", "Encoding"), known, key=f"{key}-encoding")
    if mark != first.separator:
        asked["separator"] = mark
    if encoding != first.encoding:
        asked["encoding"] = encoding
    return asked


def _as_it_is(found: Proposal) -> None:
    """Show the first rows as the file has them, with their lines."""
    if found.titles:
        st.caption(plain(t("Au-dessus des titres : ", "Above the headings: ") + " · ".join(found.titles[:4])[:300]))
    headings = [one.heading for one in found.columns][:_WIDE]
    frame = pd.DataFrame([cells[:_WIDE] for _, cells in found.first_rows], columns=headings, dtype="str")
    frame.insert(0, t("Ligne", "Line"), [str(line) for line, _ in found.first_rows], allow_duplicates=True)
    st.dataframe(frame, hide_index=True, width="stretch", height=35 * (len(frame) + 1) + 3)


def _columns(found: Proposal, mapping: Mapping, key: str) -> dict[str, str]:
    """Show what each column means, correctable; return the heading of each meaning."""
    st.markdown("**" + t("Ce que veut dire chaque colonne", "What each column means") + "**")
    fields = FIELDS[mapping.target]
    choices = ["", *fields]
    titles = {"": t("— ne sert pas —", "— not used —")} | {name: one.title(lang()) for name, one in fields.items()}
    chosen: dict[str, str] = {}
    twice = []
    row = st.columns(3)
    for place, one in enumerate(found.columns[:_WIDE]):
        row = st.columns(3) if place and place % 3 == 0 else row  # rows of their own: captions differ in height
        with row[place % 3]:
            meaning = st.selectbox(
                plain(one.heading),
                choices,
                index=choices.index(one.field or ""),
                format_func=titles.__getitem__,
                key=f"{key}-column-{place}",
            )
            samples = ", ".join(one.samples) or t("vide", "empty")
            why = f" · {one.why(lang())}" if one.field and meaning == one.field else ""
            st.caption(plain(f"{samples}{why}"[:160]))
        if meaning in chosen:
            twice.append((fields[meaning].title(lang()), chosen[meaning], one.heading))
        elif meaning:
            chosen[meaning] = one.heading
    for title, kept, other in twice:
        st.error(
            plain(
                t(
                    f"« {kept} » et « {other} » ne peuvent pas être toutes deux : {title}. La première est lue.",
                    f"“{kept}” and “{other}” cannot both be: {title}. The first is read.",
                )
            )
        )
    return chosen


def _made(proposed: Mapping, columns: dict[str, str], given: dict[str, Any]) -> Mapping | None:
    """Return the mapping as corrected; what it cannot be is said."""
    try:
        kept = proposed.model_dump(exclude={"columns", *given})
        return Mapping.model_validate({**kept, **given, "columns": columns})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        st.error(plain(t("Cette correspondance ne tient pas : ", "This mapping does not hold: ") + first["msg"]))
        return None


def _keep(file: UploadedFile, mapping: Mapping, looked: Preview, key: str) -> None:
    """Ask for a name, and save the mapping; importing is then the usual import."""
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    name = left.text_input(
        t("Nom de cette correspondance", "Name of this mapping"),
        value=PurePath(file.name).stem[:80],
        max_chars=80,
        key=f"{key}-name",
        help=t("Par exemple : Journal Sage, Extrait SAP.", "For instance: Sage journal, SAP extract."),
    )
    ready = bool(name.strip()) and not mapping.missing() and bool(looked.rows)
    if name.strip():
        mapping = mapping.model_copy(update={"name": name.strip()})
    for place, label, icon, then in (
        (middle, t("Enregistrer seulement", "Save only"), ":material/save:", False),
        (right, t("Enregistrer et importer", "Save and import"), ":material/upload_file:", True),
    ):
        place.button(
            label,
            icon=icon,
            type="primary" if then else "secondary",
            disabled=not ready,
            width="stretch",
            key=f"{key}-save-{then}",
            on_click=_save,
            args=(mapping, then),
        )


def _save(mapping: Mapping, then: bool) -> None:  # noqa: FBT001 — a widget's argument
    if change(lambda: saved.save(store(), mapping)) and then:
        importing.ask_to_read("import")
