"""What a file says of itself, in words: the worst first, each problem with its remedy, and the sheet that goes back.

`python -m ui.problems` writes docs/problems.md anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import checks, reference, returns
from data.mapping import problems as mapped
from data.problem import Kind
from data.report import ProblemTold
from kpi.model import Text
from report import catalogue, tables, words
from report.tables import Column, Table
from ui import journal, table
from ui.reader import lang, t

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.view import View

KINDS: Final[Mapping[str, Kind]] = returns.kinds()
"""Every kind of problem, of e-billing files and of reference tables, by its code."""
_TALL: Final = 88
_WIDE: Final = 260
_MOST: Final = 8
_PLACE = re.compile(r"\{(\w+)\}")
LEVELS: Final = {
    "reject": Text("Fichier rejeté", "File rejected"),
    "error": Text("Ligne mise de côté", "Line set aside"),
    "warning": Text("À vérifier", "To check"),
    "info": Text("Pour information", "For information"),
}
_INVOICES: Final = (
    Column("firm_id", Text("Cabinet", "Firm")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("invoice_date", Text("Date de facture", "Invoice date"), "date"),
    Column("currency", Text("Devise", "Currency")),
    Column("lines", Text("Lignes", "Lines"), "number"),
    Column("net", Text("HT", "Net"), "number"),
    Column("tax", Text("Taxe", "Tax"), "number"),
    Column("gross", Text("TTC", "Gross"), "number"),
    Column("declared_total", Text("Total annoncé", "Declared total"), "number"),
    Column("matters", Text("Dossiers", "Matters")),
)
_PROBLEMS: Final = (
    Column("level", Text("Niveau", "Level")),
    Column("line", Text("Ligne", "Line"), "number"),
    Column("column", Text("Colonne", "Column")),
    Column("message", Text("Ce qui ne va pas", "What is wrong")),
    Column("remedy", Text("Que faire", "What to do")),
    Column("code", Text("Code", "Code")),
)
_RETURN: Final = (
    Column("line", Text("Ligne", "Line"), "number"),
    Column("column", Text("Colonne", "Column")),
    Column("seen", Text("Valeur lue", "Value seen")),
    Column("original", Text("Texte d'origine", "Original text")),
    Column("message", Text("Ce qui ne va pas", "What is wrong")),
    Column("remedy", Text("Que faire", "What to do")),
)


@dataclass(frozen=True)
class Read:
    """What is known of one file: its problems, its invoices, and the texts of its lines set aside."""

    name: str
    problems: Sequence[ProblemTold]
    invoices: Sequence[Mapping[str, Any]]
    originals: Mapping[int, str]


def level(name: str) -> str:
    """Name how serious a problem is."""
    return LEVELS[name](lang())


def general(text: Text) -> str:
    """Say a kind's sentence without a case at hand: what each file fills in is « … »."""
    sentence = re.sub(r"^\{column\}", t("Une colonne", "A column"), text(lang()))
    return _PLACE.sub("…", sentence)


def retold(row: Mapping[str, Any]) -> ProblemTold:
    """Put a problem kept by the store into words; what was not kept with it is « … »."""
    return returns.retold(row, lang())


def slug(name: str) -> str:
    """Make a part of a file name of a text: letters, digits, dashes."""
    return re.sub(r"[^\w-]+", "_", name)[:80]


def details(file: Read, names: Mapping[str, Mapping[str, str]], key: str) -> None:
    """Show a file's problems, the sheet to return to its firm, and its invoices."""
    if file.problems:
        rows = [{**one.model_dump(), "level": level(one.level), "line": one.line or None} for one in file.problems]
        _sentences(Table(Text("Remarques", "Remarks"), _PROBLEMS, rows), f"{key}-problems")
    offer_return(file, key)
    if file.invoices:
        st.markdown("**" + t("Factures trouvées", "Invoices found") + "**")
        rows = [
            {
                **one,
                "firm_id": words.label("firm", one["firm_id"], lang(), names),
                "matters": ", ".join(one["matters"] or ()),
            }
            for one in file.invoices
        ]
        shown = Table(Text("Factures", "Invoices"), _INVOICES, rows)
        table.show(shown, f"{key}-invoices", height=height(len(rows)))


def _sentences(remarks: Table, key: str) -> None:
    """Show a table whose sentences are read whole: its rows are as high as they need."""
    frame = tables.to_frame(remarks)
    frame.columns = [column.title(lang()) for column in remarks.columns]
    wrapped = st.column_config.TextColumn(width=_WIDE)
    wide = {column.title(lang()): wrapped for column in remarks.columns if column.key in ("message", "remedy")}
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        row_height=_TALL,
        column_config=wide,
        key=key,
        height=_TALL * min(len(remarks.rows), _MOST) + 40,
        placeholder="",
    )


def return_sheet(file: Read) -> Table:
    """Return what goes back to a file's sender: what could not be read, as received, and what to do."""
    rows = [
        {**one.model_dump(), "line": one.line or None, "original": file.originals.get(one.line)}
        for one in file.problems
        if one.level in ("reject", "error")
    ]
    return Table(Text("À corriger", "To correct"), _RETURN, rows)


def offer_return(file: Read, key: str) -> None:
    """Offer the sheet that goes back to a file's sender, when something in it could not be read."""
    sheet = return_sheet(file)
    if not sheet.rows:
        return
    about = [
        t(f"Fichier\u00a0: {file.name}", f"File: {file.name}"),
        t(
            "Ce qui n'a pas pu être lu, tel que reçu. Les autres lignes du fichier sont lues.",
            "What could not be read, as received. The other lines of the file are read.",
        ),
    ]
    st.markdown(
        t(
            "**À renvoyer à l'expéditeur**\u00a0: ce qui est à corriger, avec le texte d'origine des lignes.",
            "**To return to its sender**: what is to be corrected, with the lines' original text.",
        )
    )
    stem = f"{t('retour', 'return')}-{PurePath(file.name).stem}"
    made = {"xlsx": lambda: tables.to_xlsx([sheet], lang(), about), "csv": lambda: tables.to_csv(sheet, lang())}
    with st.container(horizontal=True):
        for kind, data in made.items():
            st.download_button(
                t(f"Feuille de retour ({kind.upper()})", f"Return sheet ({kind.upper()})"),
                data=journal.taking("return", data),
                file_name=f"{stem}.{kind}",
                key=f"{key}-return-{kind}",
                icon=":material/assignment_return:",
                on_click="ignore",
            )


def places(view: View, code: str) -> None:
    """Show every place where a kind of problem was told."""
    told_there = [(row["file"], retold(row)) for row in view.listed("problem_places", code)]
    rows = [{"file": file, **one.model_dump(), "line": one.line or None} for file, one in told_there]
    shown = Table(Text("Endroits", "Places"), (Column("file", Text("Fichier", "File")), *_PROBLEMS[1:-1]), rows)
    table.show(shown, f"places-{code}", height=height(len(rows)))


def stored(view: View, file_id: int, name: str) -> Read:
    """Return what the store knows of a file of an earlier import, the most serious first."""
    told_again = [retold(row) for row in view.listed("file_problems", file_id)]
    order = list(LEVELS)
    return Read(
        name,
        sorted(told_again, key=lambda one: (order.index(one.level), one.line)),
        view.listed("file_invoices", file_id),
        {row["line"]: row["original"] for row in view.listed("set_aside", file_id)},
    )


def heading(fr: str, en: str) -> None:
    """Write the question that a part of a page answers."""
    st.header(t(fr, en), anchor=False)


def note(fr: str, en: str) -> None:
    """Write a remark below a heading."""
    st.caption(t(fr, en))


def height(rows: int) -> int:
    """Return how high a table stands so that it shows its rows, up to a dozen."""
    return 35 * (min(rows, 12) + 1) + 3


def write_catalogue(folder: Path) -> None:
    """Write docs/problems.md from the kinds of problems themselves."""
    themes = {
        Text("Fichiers de facturation", "E-billing files"): checks.KINDS,
        Text("Tables de référence", "Reference tables"): reference.KINDS,
        Text("Autres tableaux, lus par correspondance", "Other tables, read by a mapping"): mapped.KINDS,
    }
    page = catalogue.problems_markdown({title: list(kinds.values()) for title, kinds in themes.items()})
    (folder / "problems.md").write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_catalogue(Path(__file__).parents[1] / "docs")
