"""The way back: from a figure to what it counted, to the lines, to the text the firm wrote."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from data import lines as provenance
from kpi.model import Text
from ui import table
from ui.reader import t

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from report.tables import Table
    from ui.view import View

    Told = Callable[[str], str]

MOST_ROWS = 5000
_WRITTEN_ELSEWHERE = ("file",)
"""What names the file of a line: it may name whoever sent it."""
_WITHHELD = ("narrative", "timekeeper_name")
"""What the store gives no role but legal ops: columns that would stand empty."""


def units(view: View, rows: Sequence[dict[str, Any]], key: str, told: Told | None = None) -> None:
    """Show what was counted; choosing a row opens what is behind it.

    With `told`, in front of a firm, every text goes through it, and neither files nor received lines are shown.
    """
    told = _told(view, told)
    if len(rows) > MOST_ROWS:
        st.caption(
            t(f"Les {MOST_ROWS} premières lignes sur {len(rows)}.", f"The first {MOST_ROWS} rows of {len(rows)}.")
        )
    shown = list(rows[:MOST_ROWS])
    st.caption(t("Choisir une ligne pour remonter à sa source.", "Choose a row to trace it back."))
    listed = _said(view, table.table_of(shown, view, Text("Ce qui est compté", "What is counted")), told)
    chosen = table.show(listed, key, height=280, pick=True)
    if chosen is not None:
        behind(view, shown[chosen], f"{key}-{_identity(shown[chosen])}", told)


def _told(view: View, told: Told | None) -> Told | None:
    """Show a role that sees no texts neither files nor received lines, as in front of a firm."""
    return told if told is not None or view.role.sees_texts else str


def _said(view: View, listed: Table, told: Told | None) -> Table:
    """Pass every text of a table through the reader's discretion."""
    if told is None:
        return listed
    hidden = _WRITTEN_ELSEWHERE if view.role.sees_texts else (*_WRITTEN_ELSEWHERE, *_WITHHELD)
    columns = tuple(column for column in listed.columns if column.key not in hidden)
    rows = [{key: told(cell) if isinstance(cell, str) else cell for key, cell in row.items()} for row in listed.rows]
    return replace(listed, columns=columns, rows=rows)


def behind(view: View, row: dict[str, Any], key: str, told: Told | None = None) -> None:
    """Show the documents behind a matter or an instruction, the lines behind a document, or the file of an answer."""
    told = _told(view, told)
    if view.engine and ("source" in row or view.alone):  # numbers of files are those of another store
        _of_another_store()
        return
    if "document_id" in row:
        found = provenance.lines_of(view.reader, [row["document_id"]])
        same = [line for line in found if line["matter_id"] == row.get("matter_id")] or found
        lines(view, same, key, told)
        return
    if "source" in row and told is not None:  # an answer is nobody's but the client's
        return
    if "source" in row:  # an answer or a contract: its text is not shown, a comment may stand in it
        (read,) = provenance.with_source(view.reader, [row])
        st.text(f"{read['file']} · {t('ligne', 'line')} {read['line']}")
        return
    st.markdown("**" + t("Factures", "Invoices") + "**")
    documents = provenance.documents_behind(view.reader, row.get("firm_id"), row["matter_id"])
    chosen = table.show(_said(view, table.table_of(documents, view), told), key, height=240, pick=True)
    if chosen is not None:
        behind(view, documents[chosen], f"{key}-{_identity(documents[chosen])}", told)


def _of_another_store() -> None:
    """Say that what is behind a row of exported facts lies in the store that they come from."""
    st.caption(
        t(
            "Ce chiffre vient de faits exportés : le fichier et les lignes derrière lui sont dans la base de l'entité.",
            "This figure comes from exported facts: the file and the lines behind it are in the entity's store.",
        )
    )


def _identity(row: dict[str, Any]) -> str:
    """Name a row, so that the choice made in what is behind it is forgotten with it."""
    return "~".join(str(row.get(name, "")) for name in ("document_id", "firm_id", "matter_id"))


def lines(view: View, rows: Sequence[dict[str, Any]], key: str, told: Told | None = None) -> None:
    """Show the lines of a document; choosing one shows its text as received, and its file."""
    told = _told(view, told)
    st.markdown("**" + t("Lignes", "Lines") + "**")
    chosen = table.show(_said(view, table.table_of(list(rows), view), told), key, height=280, pick=told is None)
    if chosen is not None:
        line = rows[chosen]
        st.caption(t("Texte reçu", "Text received"))
        st.text(f"{line['file']} · {t('ligne', 'line')} {line['line']}")
        st.code(provenance.original(view.reader, line["file_id"], line["line"]), language=None, wrap_lines=True)
