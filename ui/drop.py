"""Where files are dropped: two zones in the reader's language, and the files laid out for reading, under safe names."""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final

import streamlit as st

from data.scratch import DROPPED, scratch
from ui.reader import plain, t

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

_NUMBER = "drop"
"""In the session: the number of the drop; the next one starts empty."""
_LONGEST: Final = 150  # bytes; file systems take 255
_HIDDEN = re.compile(r"\.\w|~\$")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_STYLE: Final = """<style>
.st-key-drop-files button p, .st-key-drop-folder button p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0 }
.st-key-drop-files button p::after { content: "FILES"; font-size: 0.875rem }
.st-key-drop-folder button p::after { content: "FOLDER"; font-size: 0.875rem }
[data-testid="stFileUploaderDropzoneInstructions"] span { white-space: normal; line-height: 1.2 }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { content: "LIMIT"; font-size: 0.875rem }
</style>"""


def show(*, busy: bool) -> None:
    """Show the two zones: files, and folders."""
    number = st.session_state.setdefault(_NUMBER, 0)
    st.write(
        t(
            "Fichiers LEDES des cabinets, factures électroniques (Factur-X, UBL, CII) et tables de référence (CSV ou "
            "XLSX), seuls ou en archive .zip, ensemble et dans n'importe quel "
            "ordre\u00a0: chacun est reconnu à son contenu. Rien ne quitte cet ordinateur.",
            "The firms' LEDES files, electronic invoices (Factur-X, UBL, CII) and reference tables (CSV or XLSX), "
            "alone or in .zip archives, together and in any order: each is "
            "recognised by its content. Nothing leaves this computer.",
        )
    )
    _in_our_words()
    left, right = st.columns(2)
    with left.container(key="drop-files"):
        st.file_uploader(
            t("Des fichiers", "Files"),
            accept_multiple_files=True,
            key=f"files-{number}",
            disabled=busy,
            help=t("Un fichier est importé en entier, ou pas du tout.", "A file is imported whole, or not at all."),
        )
    with right.container(key="drop-folder"):
        st.file_uploader(
            t("Ou un dossier entier", "Or a whole folder"),
            accept_multiple_files="directory",
            key=f"folder-{number}",
            disabled=busy,
            help=t("Ses fichiers et ceux de ses sous-dossiers.", "Its files and those of its subfolders."),
        )
    _, hidden = dropped()
    if hidden:
        said = t("Fichiers cachés laissés de côté\u00a0: ", "Hidden files left alone: ") + ", ".join(hidden[:5])
        st.caption(plain(said))


def _in_our_words() -> None:
    """Put our words over those of Streamlit's drop zones, which are in English whatever the language."""
    said = {
        "FILES": t("Choisir des fichiers", "Choose files"),
        "FOLDER": t("Choisir un dossier", "Choose a folder"),
        "LIMIT": t("ou les déposer ici, 200 Mo au plus par fichier", "or drop them here, 200 MB a file at most"),
    }
    st.html(re.sub("FILES|FOLDER|LIMIT", lambda found: said[found[0]], _STYLE))


def dropped() -> tuple[list[UploadedFile], list[str]]:
    """Return the files dropped, and the names of hidden ones, which are left alone as the command line does."""
    number = st.session_state[_NUMBER]
    found: list[UploadedFile] = []
    for key in (f"files-{number}", f"folder-{number}"):
        found += st.session_state.get(key) or []
    hidden = [any(_HIDDEN.match(part) for part in re.split(r"[/\\]", file.name)) for file in found]
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
        stem = path.stem.encode()[:_LONGEST].decode("utf-8", "ignore")
        suffix = path.suffix.encode()[: _LONGEST // 3].decode("utf-8", "ignore")
        chosen, n = stem + suffix, 1
        while chosen.casefold() in taken:
            n += 1
            chosen = f"{stem} ({n}){suffix}"
        taken.add(chosen.casefold())
        kept.append(chosen)
    return kept


@contextmanager
def laid_out(files: Sequence[UploadedFile]) -> Iterator[Path]:
    """Lay dropped files out in a folder of their own, for as long as they are read.

    Raises:
        OSError: they could not be written.
    """
    with scratch(None, DROPPED) as folder:  # readable by this person only
        for file, safe in zip(files, safe_names(file.name for file in files), strict=True):
            (folder / safe).write_bytes(file.getbuffer())
        yield folder


def clear() -> None:
    """Start the next drop empty: what was dropped is stored."""
    st.session_state[_NUMBER] += 1
