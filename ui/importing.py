"""The desk where files arrive: drop, check or import, all or nothing, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from babel import Locale
from babel.numbers import get_currency_name, get_territory_currencies

from data.report import ImportReport
from data.store import StoreError
from ui import drop, outcome, work
from ui.outcome import Outcome
from ui.reader import lang, plain, t
from ui.view import current, store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.delta_generator import DeltaGenerator

    from ui.view import View

ASKED, FILES, CAME, BEGUN = "work-asked", "work-files", "work-came", "work-begun"
"""In the session: the work asked for and its files, what came of the last one, the one begun and not ended."""
_USUAL: Final = ("EUR", "GBP", "USD", "CHF")


def view() -> View | None:
    """Return what the page looks at; None while there is no store."""
    try:
        return current()
    except LookupError:
        return None


def ask(word: str, *more: str) -> None:
    """Ask for work; it is done at the next run of the page, which then holds nothing of the store."""
    st.session_state[ASKED] = (word, *more)


def ask_to_read(word: str) -> None:
    """Ask for the dropped files to be read, as they and the currency stand at the click."""
    ask(word, st.session_state["currency"])
    st.session_state[FILES] = drop.dropped()[0]


def desk() -> DeltaGenerator:
    """Show where files are dropped, do the work asked for, and return the place for the rest of the page."""
    asked = st.session_state.pop(ASKED, None)
    drop.show(busy=asked is not None)
    _choices(busy=asked is not None)
    offered, work_place, rest = st.empty(), st.container(), st.empty()
    if not asked:
        from ui.mapping import offer  # noqa: PLC0415 — it asks for imports in its turn

        with offered.container():
            offer.show(drop.dropped()[0])
    if asked:  # nothing else may be clicked while the work goes on: it would end it
        rest.caption(t("La suite de la page revient quand c'est fini.", "The rest comes back when this is done."))
        with work_place:
            _do(asked)
        st.rerun()
    return rest


def _choices(*, busy: bool) -> None:
    ready, speaking = bool(drop.dropped()[0]), lang()
    left, middle, right = st.columns([2, 1, 1], vertical_alignment="bottom")
    left.selectbox(
        t("Devise des fichiers qui ne disent pas la leur", "Currency of files that do not say theirs"),
        currencies(),
        key="currency",
        persist_state="session",
        disabled=busy,
        format_func=lambda code: f"{code} · {get_currency_name(code, locale=speaking)}",
        help=t("Le format LEDES 1998B ne dit pas la devise.", "The LEDES 1998B format does not tell the currency."),
    )
    middle.button(
        t("Vérifier seulement", "Check only"),
        on_click=ask_to_read,
        args=("check",),
        disabled=busy or not ready,
        width="stretch",
        icon=":material/fact_check:",
        help=t("La même lecture, sans rien enregistrer.", "The same reading; nothing is stored."),
        key="check",
    )
    right.button(
        t("Importer", "Import"),
        on_click=ask_to_read,
        args=("import",),
        disabled=busy or not ready,
        width="stretch",
        type="primary",
        icon=":material/upload_file:",
        key="import",
    )


@st.cache_data
def currencies() -> list[str]:
    """Return the currencies in use somewhere today, the usual ones first."""
    places = [str(place) for place in Locale("fr").territories if str(place).isalpha()]
    in_use = {str(code) for place in places for code in get_territory_currencies(place)}
    return [*_USUAL, *sorted(in_use.difference(_USUAL))]


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
    if word == "again":
        code, answer, told = work.run(["import", "--again", more[0], "--currency", more[1], "--json"], labels["import"])
        found = Outcome(ImportReport.model_validate_json(answer), stored=True) if answer.strip() else (code, told)
        st.session_state[CAME] = found
    elif word in ("import", "check"):
        st.session_state[CAME] = _take_in(word, more[0], labels[word])
    else:
        code, _, told = work.run([word, *more], labels[word])
        st.session_state[CAME] = (code, told) if code else (word, *more)
    del st.session_state[BEGUN]


def _take_in(word: str, currency: str, label: str) -> Outcome | tuple[Any, ...]:
    """Have the dropped files read, and clear the drop once they are stored."""
    words = [word, ".", "--currency", currency, "--json"]
    try:
        with drop.laid_out(st.session_state.pop(FILES)) as folder:
            code, answer, told = work.run(words, label, folder)
            if not answer.strip():
                return (code, told)
            report = ImportReport.model_validate_json(answer)
    except OSError as error:
        said = t("Les fichiers déposés n'ont pas pu être lus", "The dropped files could not be read")
        return (2, f"{said} ({error.strerror}).")
    if word == "import":
        drop.clear()
    return Outcome(report, word == "import")


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
        _stopped(begun, looked)
    match st.session_state.get(CAME):
        case Outcome() as found:
            outcome.show(found, looked.names if looked else {})
        case ("undo", number):
            st.success(t(f"Import n°\u00a0{number} annulé.", f"Import no. {number} taken back."))
        case ("backup", file):
            st.success(t("Sauvegarde écrite\u00a0:", "Backup written:"))
            st.code(file, language=None, wrap_lines=True)
        case (_, told):
            st.error(plain(told) or t("Le travail s'est arrêté sans rien dire.", "The work ended without a word."))


def _stopped(begun: tuple[str, int], looked: View | None) -> None:
    """Say what a stop has left: nothing at all, unless the work was done before it was heard."""
    word, version = begun
    if word in work.READS_ONLY or looked is None or looked.version == version:
        said = t(
            "Arrêté\u00a0: rien n'a été enregistré, les données sont telles qu'avant.",
            "Stopped: nothing was stored, the data are as before.",
        )
    else:
        said = t(
            "Arrêté trop tard\u00a0: le travail était fini, l'historique le montre.",
            "Stopped too late: the work was done, the history shows it.",
        )
    st.warning(said)
