"""What an import or a check came to, file by file, those that need a hand first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import streamlit as st

from data.formats import formats
from data.reference import TABLES
from data.report import FileReport, ImportReport
from kpi.model import Text
from report import words
from report.tables import Column, Table
from report.terms import Forms
from ui import problems, table
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

OPENED: Final = 12
"""Files that need a hand are laid out one by one up to this number; the list below holds them all."""

_ICONS: Final = {
    "rejected": ":material/block:",
    "aside": ":material/content_cut:",
    "warned": ":material/visibility:",
    "clean": ":material/check_circle:",
    "known": ":material/content_copy:",
}
"""The states of a file, those that need a hand first."""
_STATES: Final[Mapping[str, Forms]] = {
    "rejected": (Text("rejeté", "rejected"), Text("rejetés", "rejected")),
    "aside": (Text("avec des lignes mises de côté", "with lines set aside"),) * 2,
    "warned": (Text("avec des remarques", "with remarks"),) * 2,
    "clean": (Text("sans rien à signaler", "with nothing to report"),) * 2,
    "known": (Text("déjà importé", "already imported"), Text("déjà importés", "already imported")),
}
_ASIDE: Final = (
    Text("ligne mise de côté", "line set aside"),
    Text("lignes mises de côté", "lines set aside"),
)
_REMARKS: Final = (Text("remarque", "remark"), Text("remarques", "remarks"))
_FILES: Final = (
    Column("state", Text("Situation", "State")),
    Column("name", Text("Fichier", "File")),
    Column("format", Text("Nature", "Kind")),
    Column("lines_read", Text("Lignes lues", "Lines read"), "number"),
    Column("lines_imported", Text("Lignes retenues", "Lines kept"), "number"),
    Column("lines_set_aside", Text("Mises de côté", "Set aside"), "number"),
    Column("invoices", Text("Factures", "Invoices"), "number"),
)


@dataclass(frozen=True)
class Outcome:
    """What an import or a check came to."""

    report: ImportReport
    stored: bool


def state(file: FileReport) -> str:
    """Sort a file: rejected, with lines set aside, with remarks, clean, or already known."""
    if file.status != "imported":
        return "rejected" if file.status == "rejected" else "known"
    if file.lines_set_aside:
        return "aside"
    return "warned" if any(problem.level == "warning" for problem in file.problems) else "clean"


def nature(name: str) -> str:
    """Say what a file is: an e-billing format or a reference table."""
    if name == "ZIP":
        return t("archive", "archive")
    titles = {made.name: made.title for made in formats()} | {made.name: made.title for made in TABLES.values()}
    return titles.get(name, Text("inconnue", "unknown"))(lang())


def situation(file: FileReport) -> str:
    """Say in a few words what became of a file."""
    remarks = sum(problem.level == "warning" for problem in file.problems)
    aside, read = _counted(file.lines_set_aside, _ASIDE), words.number(file.lines_read, lang())
    return {
        "rejected": t("rejeté", "rejected"),
        "aside": t(f"{aside} sur {read}", f"{aside} of {read}"),
        "warned": _counted(remarks, _REMARKS),
        "clean": t("rien à signaler", "nothing to report"),
        "known": t("déjà importé, rien n'est compté deux fois", "already imported, nothing is counted twice"),
    }[state(file)]


def show(outcome: Outcome, names: Mapping[str, Mapping[str, str]]) -> None:
    """Show what became of each file, those that need a hand first."""
    order = list(_ICONS)
    files = sorted(outcome.report.files, key=lambda file: (order.index(state(file)), -file.lines_set_aside))
    said = st.success if outcome.report.complete else st.warning
    said(plain(sentence(outcome)))
    laid_out = [file for file in files if state(file) in ("rejected", "aside", "warned")][:OPENED]
    for place, file in enumerate(laid_out):
        title = f"**{plain(file.path)}** — {situation(file)}"
        with st.expander(title, expanded=place == 0, icon=_ICONS[state(file)]):
            _details(file, names, f"needing-{place}")
    if len(files) > len(laid_out):
        st.caption(t("Choisir un fichier pour voir ses factures.", "Choose a file to see its invoices."))
        rows = [
            {
                **file.model_dump(include={"lines_read", "lines_imported", "lines_set_aside"}),
                "name": file.path,
                "state": situation(file),
                "format": nature(file.format),
                "invoices": len(file.invoices),
            }
            for file in files
        ]
        key = f"report-files-{outcome.report.batch or 0}"
        chosen = table.show(Table(Text("Fichiers", "Files"), _FILES, rows), key, pick=True)
        if chosen is not None and chosen < len(files):
            st.markdown(f"**{plain(files[chosen].path)}**")
            _details(files[chosen], names, f"chosen-{chosen}")


def sentence(outcome: Outcome) -> str:
    """Sum up an import or a check: how many files of each kind, what they brought."""
    files = outcome.report.files
    found = [state(file) for file in files]
    kinds = ", ".join(_counted(found.count(name), forms) for name, forms in _STATES.items() if name in found)
    invoices, lines = sum(len(file.invoices) for file in files), sum(file.lines_imported for file in files)
    what = words.count(lines, "line", lang())
    if invoices:  # a register or another table has lines, and no invoice of its own
        what = f"{words.count(invoices, 'invoice', lang())}, {what}"
    number = outcome.report.batch
    if number is not None:
        end = t(f"Import n°\u00a0{number}\u00a0: {what}.", f"Import no. {number}: {what}.")
    elif outcome.stored:
        end = t("Rien de nouveau à enregistrer.", "Nothing new to store.")
    else:
        end = t(f"Lisible\u00a0: {what}. Rien n'a été enregistré.", f"Readable: {what}. Nothing was stored.")
    return words.count(len(files), "file", lang()) + t("\u00a0: ", ": ") + f"{kinds}. {end}"


def _counted(n: int, forms: Forms) -> str:
    return f"{words.number(n, lang())}\u00a0{words.plural(n, lang(), forms)}"


def _details(file: FileReport, names: Mapping[str, Mapping[str, str]], key: str) -> None:
    kept, invoices = words.number(file.lines_imported, lang()), words.count(len(file.invoices), "invoice", lang())
    read = words.count(file.lines_read, "line", lang())
    counted = f"{t('retenues', 'kept')} {kept} / {read}" + (f" · {invoices}" if file.invoices else "")
    st.caption(plain(f"{nature(file.format)} · {counted}"))
    invoices_found = [{**asdict(one), "invoice_date": one.date} for one in file.invoices]
    problems.details(problems.Read(file.path, file.problems, invoices_found, file.originals), names, key)
