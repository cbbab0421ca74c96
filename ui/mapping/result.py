"""What an import with a mapping would bring: every row of the file accounted for, before anything is stored."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

from data.mapping import problems
from data.mapping.fields import FIELDS
from data.report import told
from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import table
from ui.mapping import options
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from data.mapping.model import Mapping
    from data.mapping.preview import Preview

_PARTS: Final = (
    Column("part", Text("Lignes du fichier", "Rows of the file")),
    Column("rows", Text("Nombre", "Number"), "number"),
    Column("amount", Text("Somme, telle qu'écrite", "Sum, as written"), "number"),
)
_PROBLEMS: Final = (
    Column("line", Text("Ligne", "Line"), "number"),
    Column("message", Text("Ce qui ne va pas", "What is wrong")),
    Column("original", Text("Texte d'origine", "Original text")),
)
_SHOWN: Final = 100
_LINE: Final = Text("Ligne", "Line")
_AMOUNTS: Final = {
    "invoices": {"net_amount": Text("Montant HT", "Amount (net)")},
    "lines": {"total": Text("Total avec TVA", "Total with VAT"), "tax": Text("TVA", "VAT")},
}


def show(mapping: Mapping, looked: Preview, key: str) -> None:
    """Show what would be imported, what is missing, what would be set aside."""
    st.markdown("**" + t("Ce que l'import donnerait", "What the import would bring") + "**")
    missing = mapping.missing()
    for one in missing:
        st.error(plain(one(lang())), icon=":material/block:")
    if missing:
        return
    applied = looked.applied
    st.write(plain(_sentence(looked)))
    named = (
        (Text("Importées", "Imported"), applied.kept),
        (Text("Mises de côté", "Set aside"), applied.aside),
        (Text("Laissées, comme demandé", "Left out, as asked"), applied.left),
        (Text("Tout le fichier", "The whole file"), applied.whole),
    )
    rows: list[dict[str, Any]] = [
        {"part": title(lang()), "rows": part.rows, "amount": part.amount} for title, part in named
    ]
    table.show(Table(Text("Comptes", "Accounts"), _PARTS, rows), f"{key}-parts", height=35 * 5 + 3, exports=False)
    if looked.rows:
        _rows(mapping, looked, key)
    notes = [told(problem, lang()) for problem in applied.problems if problem.kind is not problems.READ]
    for note in notes:
        show_ = st.warning if note.level in ("warning", "reject") else st.caption
        show_(plain(f"{note.message} {note.remedy}"))
    if applied.set_aside:
        wrong: list[dict[str, Any]] = [
            {"line": applied.row(one.line), "message": told(one.problem, lang()).message, "original": one.original}
            for one in applied.set_aside[:_SHOWN]
        ]
        shown = Table(Text("Mises de côté", "Set aside"), _PROBLEMS, wrong)
        table.show(shown, f"{key}-aside", height=35 * (min(len(wrong), 6) + 1) + 3, exports=False)


def _sentence(looked: Preview) -> str:
    documents, firms = words.count(looked.documents, "invoice", lang()), words.count(looked.firms, "firm", lang())
    money = " + ".join(
        f"{words.number(amount, lang(), 2)} {currency or t('(devise non dite)', '(currency not told)')}"
        for currency, amount in looked.net.items()
    )
    days = ""
    if looked.first and looked.last:
        first, last = words.day(looked.first, lang()), words.day(looked.last, lang())
        days = t(f", du {first} au {last}", f", from {first} to {last}")
    return t(f"{documents}, {firms}{days} ; {money} HT.", f"{documents}, {firms}{days}; {money} without VAT.")


def _rows(mapping: Mapping, looked: Preview, key: str) -> None:
    """Show the first rows as they would be stored, in the order of the meanings."""
    fields = FIELDS[mapping.target]
    titles = {"line_no": _LINE}
    for name, one in fields.items():
        titles |= _AMOUNTS[mapping.target] if name == "amount" else {name: one.title}
    named = [name for name in titles if any(row.get(name) is not None for row in looked.rows)]
    shown: list[dict[str, Any]] = [{**row, "line_no": looked.applied.row(row["line_no"])} for row in looked.rows]
    for row in shown:
        row["kind"] = options.WORDS[row["kind"] or ""](lang()) if row["kind"] else None
    columns = tuple(Column(name, titles[name], _nature(shown, name)) for name in named)
    said = t("Les premières lignes, telles qu'elles seraient enregistrées.", "The first rows, as they would be stored.")
    st.caption(said)
    height = 35 * (min(len(shown), 6) + 1) + 3
    table.show(Table(Text("Aperçu", "Preview"), columns, shown), f"{key}-rows", height=height, exports=False)


def _nature(rows: list[dict[str, Any]], name: str) -> Literal["text", "number", "date"]:
    kinds = {type(row[name]) for row in rows if row.get(name) is not None}
    if kinds == {dt.date}:
        return "date"
    return "text" if str in kinds else "number"
