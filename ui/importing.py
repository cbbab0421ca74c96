"""The desk where files arrive: drop, check or import, all or nothing, and what came of it."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
import unicodedata
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies

from data.listing import received_lines
from data.report import ImportReport
from data.store import StoreError
from ui import outcome, work
from ui.outcome import Outcome
from ui.reader import lang, plain, t
from ui.view import current, store

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from streamlit.delta_generator import DeltaGenerator
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    from ui.view import View

ASKED, CAME, BEGUN, _DROP = "work-asked", "work-came", "work-begun", "drop"
"""In the session: the work asked for, what came of the last one, the one begun and not ended, the drop's number."""
_USUAL: Final = ("EUR", "GBP", "USD", "CHF")
_LONGEST: Final = 100
_FOLDER: Final = "binome-drop-"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_STYLE: Final = """<style>
.st-key-drop-files button p, .st-key-drop-folder button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0 }
.st-key-drop-files button p::after { content: "FILES"; font-size: 0.875rem }
.st-key-drop-folder button p::after { content: "FOLDER"; font-size: 0.875rem }
[data-testid="stFileUploaderDropzoneInstructions"] span { white-space: normal; line-height: 1.2 }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: "LIMIT"; font-size: 0.875rem }
</style>"""


def view() -> View | None:
    """Return what the page looks at; None while there is no store."""
    try:
        return current()
    except LookupError:
        return None


def ask(word: str, *more: str) -> None:
    """Ask for work; it is done at the next run of the page, which then holds nothing of the store."""
    st.session_state[ASKED] = (word, *more)


def desk() -> DeltaGenerator:
    """Show where files are dropped, do the work asked for, and return the place for the rest of the page."""
    asked = st.session_state.pop(ASKED, None)
    _drop(busy=asked is not None)
    work_place, rest = st.container(), st.empty()
    if asked:  # nothing else may be clicked while the work goes on: it would end it
        rest.caption(t("La suite de la page revient dès que c'est fini.", "The rest of the page comes back when this is done."))
        with work_place:
            _do(asked)
        st.rerun()
    return rest


def _drop(*, busy: bool) -> None:
    number = st.session_state.setdefault(_DROP, 0)
    st.write(
        t(
            "Fichiers LEDES des cabinets et tables de référence (CSV ou XLSX), ensemble et dans n'importe quel ordre\u00a0: "
            "chacun est reconnu à son contenu. Rien ne quitte cet ordinateur.",
            "The firms' LEDES files and reference tables (CSV or XLSX), together and in any order: each is recognised by "
            "its content. Nothing leaves this computer.",
        )
    )
    said = {"FILES": t("Choisir des fichiers", "Choose files"), "FOLDER": t("Choisir un dossier", "Choose a folder"),
            "LIMIT": t("ou les déposer ici, 200 Mo au plus par fichier", "or drop them here, 200 MB a file at most")}  # fmt: skip
    st.html(re.sub("FILES|FOLDER|LIMIT", lambda found: said[found[0]], _STYLE))  # Streamlit's own words are English
    left, right = st.columns(2)
    with left.container(key="drop-files"):
        st.file_uploader(
            t("Des fichiers", "Files"), accept_multiple_files=True, key=f"files-{number}", disabled=busy,
            help=t("Un fichier est importé en entier, ou pas du tout.", "A file is imported whole, or not at all."),
        )  # fmt: skip
    with right.container(key="drop-folder"):
        st.file_uploader(
            t("Ou un dossier entier", "Or a whole folder"), accept_multiple_files="directory", key=f"folder-{number}",
            disabled=busy, help=t("Tous ses fichiers et sous-dossiers, sauf les fichiers cachés.", "All its files and subfolders, but hidden files."),
        )  # fmt: skip
    files, hidden = _dropped()
    if hidden:
        st.caption(plain(t("Fichiers cachés laissés de côté\u00a0: ", "Hidden files left alone: ") + ", ".join(hidden[:5])))
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    left.selectbox(
        t("Devise des fichiers qui ne disent pas la leur", "Currency of files that do not say theirs"), currencies(),
        key="currency", persist_state="session", disabled=busy, format_func=lambda code: f"{code} · {get_currency_name(code, locale=lang())}",
        help=t("Le format LEDES 1998B n'a pas de colonne pour la devise.", "The LEDES 1998B format has no column for the currency."),
    )  # fmt: skip
    middle.button(
        t("Vérifier seulement", "Check only"), on_click=ask, args=("check",), disabled=busy or not files, width="stretch",
        icon=":material/fact_check:", help=t("La même lecture, sans rien enregistrer.", "The same reading; nothing is stored."),
    )  # fmt: skip
    right.button(
        t("Importer", "Import"), on_click=ask, args=("import",), disabled=busy or not files, width="stretch",
        type="primary", icon=":material/upload_file:",
    )  # fmt: skip


@st.cache_data
def currencies() -> list[str]:
    """Return the currencies in use somewhere today, the usual ones first."""
    places = (place for place in Locale("fr").territories if len(place) == 2)  # noqa: PLR2004 — countries
    current_ones = {code for place in places for code in get_territory_currencies(place)}
    return [*_USUAL, *sorted(current_ones.difference(_USUAL))]


def _dropped() -> tuple[list[UploadedFile], list[str]]:
    """Return the files dropped, and the names of hidden ones, which are left alone as the command line does."""
    number = st.session_state[_DROP]
    found: list[UploadedFile] = []
    for key in (f"files-{number}", f"folder-{number}"):
        found += st.session_state.get(key) or []
    hidden = [any(part.startswith((".", "~$")) for part in re.split(r"[/\\]", file.name)) for file in found]
    return (
        [file for file, left in zip(found, hidden, strict=True) if not left],
        [file.name for file, left in zip(found, hidden, strict=True) if left],
    )


def safe_names(names: Iterable[str]) -> list[str]:
    """Keep of each name what cannot lead elsewhere: no folder, no reserved sign; a number where two would be alike."""
    taken: set[str] = set()
    kept = []
    for name in names:
        base = unicodedata.normalize("NFC", re.split(r"[/\\]", name)[-1]).encode("utf-8", "replace").decode()
        base = re.sub(r'[\x00-\x1f\x7f<>:"|?*]', "_", base).strip(" .")
        path = PurePath("_" * bool(_RESERVED.match(base)) + base or "_")
        stem, suffix = path.stem[:_LONGEST], path.suffix[:_LONGEST]
        chosen, n = stem + suffix, 1
        while chosen.casefold() in taken:
            n += 1
            chosen = f"{stem} ({n}){suffix}"
        taken.add(chosen.casefold())
        kept.append(chosen)
    return kept


def _do(asked: Sequence[str]) -> None:
    """Do the work, and remember what came of it for the next run of the page."""
    word, *more = asked
    st.session_state.pop(CAME, None)
    st.session_state[BEGUN] = (word, _version())  # stays if this run ends before the work does
    labels = {
        "import": t("Import en cours…", "Importing…"),
        "check": t("Vérification en cours…", "Checking…"),
        "undo": t("Annulation en cours…", "Taking the import back…"),
        "backup": t("Sauvegarde en cours…", "Writing the backup…"),
    }
    if word in ("import", "check"):
        st.session_state[CAME] = _take_in(word, labels[word])
    else:
        code, _, told = work.run([word, *more], labels[word])
        st.session_state[CAME] = (code, told) if code else (word, *more)
    del st.session_state[BEGUN]


def _take_in(word: str, label: str) -> Outcome | tuple[Any, ...]:
    """Lay the dropped files out in a folder of their own, have them read, and clear the drop once they are stored."""
    files, _ = _dropped()
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_FOLDER) as name:  # readable by this person only
        folder = Path(name)
        try:
            for file, safe in zip(files, safe_names(file.name for file in files), strict=True):
                (folder / safe).write_bytes(file.getbuffer())
        except OSError as error:
            return (2, t("Les fichiers déposés ne peuvent pas être posés sur le disque\u00a0: ", "The dropped files cannot be laid on the disk: ") + str(error.strerror))
        words = [word, ".", "--currency", st.session_state["currency"], "--json"]
        code, answer, told = work.run(words, label, folder)
        if not answer.strip():
            return (code, told)
        report = ImportReport.model_validate_json(answer)
        originals = {
            file.path: received_lines((folder / file.path).read_bytes(), {one.line for one in file.problems if one.level == "error"})
            for file in report.files
            if file.lines_set_aside
        }
    if word == "import":
        st.session_state[_DROP] += 1
    return Outcome(report, word == "import", originals)


def _sweep() -> None:
    """Remove the folders of dropped files that a dashboard which was killed left behind."""
    yesterday = time.time() - 24 * 3600
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        if left.stat().st_mtime < yesterday:
            shutil.rmtree(left, ignore_errors=True)  # another person's: not ours to remove


def _version() -> int:
    """Return the store's version, which moves with every write; a store made for the work begins at 1."""
    try:
        with store().reading() as reader:
            return reader.version
    except StoreError:
        return 1


def came() -> None:
    """Say what came of the last work: its report, its result, why it failed, or that it was stopped."""
    looked = view()
    if begun := st.session_state.pop(BEGUN, None):
        word, version = begun
        if word in work.READS_ONLY or looked is None or looked.version == version:
            st.warning(t("Arrêté\u00a0: rien n'a été enregistré, les données sont telles qu'avant.", "Stopped: nothing was stored, the data are as before."))
        else:
            st.warning(t("Arrêté trop tard\u00a0: le travail était fini. L'historique le montre.", "Stopped too late: the work was done. The history shows it."))
    match st.session_state.get(CAME):
        case Outcome() as report:
            outcome.show(report, looked.names if looked else {})
        case ("undo", number):
            st.success(t(f"Import n°\u00a0{number} annulé.", f"Import no. {number} taken back."))
        case ("backup", file):
            st.success(t("Sauvegarde écrite\u00a0:", "Backup written:"))
            st.code(file, language=None, wrap_lines=True)
        case (_, told):
            st.error(plain(told) or t("Le travail s'est arrêté sans rien dire.", "The work ended without a word."))
