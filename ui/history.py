"""What was imported and when, how to take it back, and how to keep a copy of it all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.place import warning
from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import importing, outcome, problems, table
from ui.reader import lang, plain, t
from ui.view import store

if TYPE_CHECKING:
    from ui.view import View

_IMPORTS: Final = (
    Column("batch", Text("N°", "No."), "number"),
    Column("when", Text("Importé le", "Imported on")),
    Column("source", Text("Origine", "Origin")),
    Column("count", Text("Fichiers", "Files"), "number"),
    Column("lines", Text("Lignes retenues", "Lines kept"), "number"),
    Column("aside", Text("Mises de côté", "Set aside"), "number"),
    Column("state", Text("Situation", "State")),
)
_FILES: Final = (
    Column("name", Text("Fichier", "File")),
    Column("format", Text("Nature", "Kind")),
    Column("status", Text("Situation", "State")),
    Column("lines", Text("Lignes retenues", "Lines kept"), "number"),
    Column("set_aside", Text("Mises de côté", "Set aside"), "number"),
)

_SOURCES: Final = {
    "demo": Text("démonstration", "demo"),
    "typed": Text("saisie", "typed"),
    "": Text("fichiers", "files"),
}


def show() -> None:
    """List the imports, the latest first; one of them opens on its files and can be taken back."""
    view = importing.view()
    imports = view.listed("history") if view else []
    if not view or not imports:
        return
    problems.heading("Historique des imports", "Import history")
    problems.note(
        "Choisir un import pour voir ses fichiers ou l'annuler.", "Choose an import to see its files or take it back."
    )
    typed = [one for one in imports if one["source"] == "typed"]
    if typed and not st.toggle(
        plain(t(f"Montrer aussi les saisies ({len(typed)})", f"Show what was typed, too ({len(typed)})")),
        key="typed-too",
    ):
        imports = [one for one in imports if one["source"] != "typed"]
    rows = [
        {
            "batch": one["batch"],
            "when": moment(one["imported_at"]),
            "source": _SOURCES.get(one["source"], _SOURCES[""])(lang()),
            "count": len(one["files"]),
            "lines": _total(one, "lines"),
            "aside": _total(one, "set_aside"),
            "state": t("annulé", "taken back") if one["undone"] else t("en vigueur", "in force"),
        }
        for one in imports
    ]
    shown, key = Table(Text("Imports", "Imports"), _IMPORTS, rows), f"imports-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(rows)))
    if chosen is not None:
        _one(view, imports[chosen])


def _total(one: dict[str, Any], of: str) -> int:
    return sum(file[of] for file in one["files"])


def moment(stamp: str) -> str:
    """Write a moment in the reader's day and hour."""
    local = dt.datetime.fromisoformat(stamp).astimezone()
    return f"{words.day(local.date(), lang())} {local:%H:%M}"


def _one(view: View, one: dict[str, Any]) -> None:
    number = one["batch"]
    if one["undone"]:
        problems.note(
            f"L'import n°\u00a0{number} a été annulé\u00a0: rien de lui ne compte plus.",
            f"Import no. {number} was taken back: nothing of it counts any more.",
        )
        return
    title = t(f"Annuler l'import n°\u00a0{number}…", f"Take import no. {number} back…")
    if st.button(title, icon=":material/undo:", key=f"undo-{number}"):
        st.dialog(t("Annuler un import", "Take an import back"))(_confirm)(one)
    files = sorted(one["files"], key=lambda file: (file["status"] != "rejected", -file["set_aside"]))
    rows = [{**file, "format": outcome.nature(file["format"]), "status": _status(file["status"])} for file in files]
    shown, key = Table(Text("Fichiers", "Files"), _FILES, rows), f"import-{number}-files-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(rows)))
    if chosen is not None:
        file = files[chosen]
        st.markdown(f"**{plain(file['name'])}**")
        if file["status"] == "rejected":
            place = next(n for n, one_file in enumerate(one["files"], 1) if one_file["file_id"] == file["file_id"])
            _try_again(f"{number}.{place}")
        read = problems.stored(view, file["file_id"], file["name"])
        if not read.problems:
            problems.note("Rien à signaler.", "Nothing to report.")
        problems.details(read, view.names, f"file-{file['file_id']}")


def _try_again(number: str) -> None:
    """Offer to read a rejected file once more: it was kept as received."""
    problems.note(
        "Ce fichier est gardé tel que reçu. Le réessayer sert après une mise à jour ou un réglage changé.",
        "This file is kept as received. Trying it again helps after an update or a changed setting.",
    )
    asked = ("again", number, st.session_state.get("currency", "EUR"))
    title = t("Réessayer ce fichier", "Try this file again")
    st.button(title, icon=":material/refresh:", key=f"again-{number}", on_click=importing.ask, args=asked)


def _status(status: str) -> str:
    return t("rejeté", "rejected") if status == "rejected" else t("importé", "imported")


def _confirm(one: dict[str, Any]) -> None:
    number, files = one["batch"], words.count(len(one["files"]), "file", lang())
    when, lines = moment(one["imported_at"]), words.count(_total(one, "lines"), "line", lang())
    said = t(
        f"Import n°\u00a0{number} du {when}\u00a0: {files}, {lines}. Tout ce qu'il a apporté cesse de compter, en une "
        "fois. Les fichiers pourront être importés de nouveau.",
        f"Import no. {number} of {when}: {files}, {lines}. All it brought stops counting, at once. The files can be "
        "imported again.",
    )
    st.write(plain(said))
    sure, undo = t("Annuler cet import", "Take this import back"), ("undo", str(number))
    if st.button(sure, type="primary", key="undo-sure", on_click=importing.ask, args=undo):
        st.rerun()
    if st.button(t("Le garder", "Keep it"), key="undo-not"):
        st.rerun()


def backup() -> None:
    """Say what a backup is, and write one beside the store."""
    if importing.view() is None:
        return
    problems.heading("Sauvegarde", "Backup")
    if (warned := warning(store().path)) is not None:
        st.warning(plain(warned(lang())))
    st.write(
        t(
            "Copier le fichier de la base n'est pas une sauvegarde\u00a0: la copie peut s'ouvrir sans erreur et être "
            "vide. Le bouton écrit une copie complète et cohérente, dans le dossier de la base.",
            "Copying the file of the store is not a backup: the copy may open without an error and be empty. The "
            "button writes a whole, consistent copy, in the folder of the store.",
        )
    )
    now = dt.datetime.now().astimezone()
    file = store().path.absolute().with_name(f"binome-{t('sauvegarde', 'backup')}-{now:%Y-%m-%d-%H%M%S}.duckdb")
    title = t("Écrire une sauvegarde", "Write a backup")
    st.button(title, on_click=importing.ask, args=("backup", str(file)), icon=":material/save:", key="backup")
    problems.note(
        "Pour y revenir\u00a0: `python run.py restore`, puis le nom du fichier.",
        "To go back to it: `python run.py restore`, then the name of the file.",
    )
