"""Where the data lie and for how long: the disk under the store, the periods set, and what was erased."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import disk, retention
from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import importing, problems, table
from ui.cli_privacy import COUNTED, KEPT, period
from ui.reader import lang, plain, t
from ui.view import store

if TYPE_CHECKING:
    from data.store import Reader

_PROOFS: Final = (
    Column("on", Text("Effacé le", "Erased on"), "date"),
    Column("why", Text("Pourquoi", "Why")),
    Column("what", Text("Quoi", "What")),
)
_WHY: Final = {"retention": Text("durée dépassée", "period over"), "asked": Text("demandé", "asked for")}


def show() -> None:
    """Say whether the disk is encrypted, how long personal data are kept, and what was erased so far."""
    view = importing.view()
    if view is None:
        return
    problems.heading("Confidentialité", "Privacy")
    _disk()
    _periods(view.reader)
    found = retention.proofs(view.reader)
    if found:
        shown = Table(Text("Effacements", "Erasures"), _PROOFS, [_proof(one) for one in found])
        table.show(shown, f"erasures-{view.version}", height=problems.height(len(found)))
    problems.note(
        "Effacer une personne, ou ce qui précède une date\u00a0: `python run.py erase --help`. Les montants restent.",
        "To erase a person, or what comes before a day: `python run.py erase --help`. Amounts stay.",
    )


@st.cache_data(ttl=600, show_spinner=False)
def _encryption(path: str) -> tuple[str, str, str]:
    """Ask the system, which may take a second, not more than once in ten minutes; no data is in the answer."""
    found = disk.encryption(Path(path))
    said = disk.banner(found)
    return found.answer, said.fr, said.en


def _disk() -> None:
    answer, fr, en = _encryption(str(store().path.absolute()))
    told = plain(t(fr, en))
    if answer == "no":
        st.warning(told, icon=":material/no_encryption:")
    else:
        st.write(told)
    st.write(
        t(
            "La base elle-même est en clair\u00a0: sans extension, cette version de DuckDB n'écrit rien de chiffré.",
            "The store itself is in clear: without an extension, this version of DuckDB writes nothing encrypted.",
        )
    )


def _periods(reader: Reader) -> None:
    kept, ran = retention.periods(reader), retention.last_run(reader)
    said = "Durées de conservation, depuis la date de la facture ou de la réponse\u00a0:"
    st.write(t(said, "How long personal data are kept, from the date of the invoice or of the answer:"))
    colon = t("\u00a0: ", ": ")
    st.markdown("\n".join(f"- {KEPT[kind](lang())}{colon}{period(kept.get(kind), lang())}" for kind in retention.KINDS))
    if kept:
        day = words.day(ran, lang()) if ran else t("jamais encore", "not yet")
        problems.note(
            f"Appliquées à chaque import et, une fois par jour, à l'ouverture. Dernière fois\u00a0: {day}.",
            f"Applied at each import and, once a day, when the dashboard opens. Last time: {day}.",
        )
    else:
        problems.note(
            "Pour les fixer, en mois\u00a0: `python run.py retention --names 36 --narratives 60 --comments 36`.",
            "To set them, in months: `python run.py retention --names 36 --narratives 60 --comments 36`.",
        )


def _proof(one: dict[str, Any]) -> dict[str, Any]:
    counts = (
        f"{words.number(n, lang())} {words.plural(n, lang(), COUNTED[kind])}" for kind, n in one["counts"].items()
    )
    return {"on": dt.date.fromisoformat(one["on"]), "why": _WHY[one["why"]](lang()), "what": ", ".join(counts)}
