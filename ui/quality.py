"""Whether every total ties, and what is not recorded, not matched, not converted, not read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.verify import reconcile
from kpi.model import Text, ratio
from report import charts, words
from report.tables import Column, Table
from ui import problems, sources, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.reference import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.verify import Tie
    from ui.view import View

_TIED: Final[Mapping[str, Text]] = {
    "lines_of_file": Text("Lignes du fichier", "Lines of the file"),
    "lines_of_invoice": Text("Lignes de la facture", "Lines of the invoice"),
    "net_of_invoice": Text("HT de la facture", "Net of the invoice"),
    "net_by_matter": Text("HT par dossier", "Net by matter"),
    "euros_of_document": Text("Euros du document", "Euros of the document"),
    "original": Text("Original conservé", "Original kept"),
}
_TIES: Final = (
    Column("mark", Text("Se recoupe", "Ties")),
    Column("title", Text("Égalité", "Identity")),
    Column("left", Text("Premier total", "First total"), "number"),
    Column("right", Text("Second total", "Second total"), "number"),
    Column("difference", Text("Écart", "Difference"), "number"),
)
_UNTIED: Final = (
    Column("tie", Text("Total", "Total")),
    Column("item", Text("Fichier, facture ou document", "File, invoice or document")),
    Column("left", Text("Attendu", "Expected"), "number"),
    Column("right", Text("Trouvé", "Found"), "number"),
)
_STEPS: Final = (
    Column("step", Text("Étape", "Step")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Euros HT", "Euros (net)"), "money"),
)
_DIFFERENCES: Final = (
    Column("firm_id", Text("Cabinet", "Firm")),
    Column("number", Text("N° de facture", "Invoice no.")),
    Column("invoice_date", Text("Date de facture", "Invoice date"), "date"),
    Column("currency", Text("Devise", "Currency")),
    Column("billed_net", Text("HT des lignes", "Net of lines"), "number"),
    Column("register_net", Text("HT du registre", "Net in the register"), "number"),
    Column("difference", Text("Écart", "Difference"), "number"),
)
_ASIDE: Final = (
    Column("file", Text("Fichier", "File")),
    Column("line", Text("Ligne", "Line"), "number"),
    Column("message", Text("Ce qui ne va pas", "What is wrong")),
    Column("original", Text("Texte d'origine", "Original text")),
)
_KINDS: Final = (
    Column("level", Text("Niveau", "Level")),
    Column("message", Text("Ce qui ne va pas", "What is wrong")),
    Column("n", Text("Nombre", "Number"), "number"),
    Column("files", Text("Fichiers", "Files"), "number"),
    Column("remedy", Text("Que faire", "What to do")),
    Column("code", Text("Code", "Code")),
)


def reconciliation(view: View) -> None:
    """Tie every total: all that was imported, less what is listed as left out, is the spend that figures show."""
    st.subheader(t("Tout se recoupe-t-il\u202f?", "Does everything tie?"), anchor=False)
    imported, spend = view.listed("imported_total"), view.measure("spend", scope=ALWAYS)
    left_out = view.listed("left_out")
    counted = spend.value or Decimal(0)
    rest = imported["amount"] - sum((row["amount"] or Decimal(0) for row in left_out), Decimal(0)) - counted
    ties = _ties(view)
    wrong = sum(bool(tie.difference) for tie in ties) + bool(rest)
    if wrong:
        st.error(t(f"{wrong} totaux ne se recoupent pas\u00a0; le détail est ci-dessous.", f"{wrong} totals do not tie; the details are below."), icon=":material/close:")
    else:
        st.success(
            t(f"Les {len(ties) + 1} totaux se recoupent au centime.", f"All {len(ties) + 1} totals tie to the cent."), icon=":material/check:"
        )
    steps = [
        {"step": t("Tout ce qui est importé", "All that was imported"), **imported},
        *(
            {
                "step": "− " + words.excluded_reason(row["reason"], lang(), row["documents"]), "documents": row["documents"],
                "amount": row["amount"],
            }
            for row in left_out
        ),
        {"step": t("= Dépense des chiffres", "= Spend of the figures"), "documents": spend.n, "amount": counted},
        {"step": ("✓ " if not rest else "✗ ") + t("Écart", "Difference"), "documents": None, "amount": rest},
    ]  # fmt: skip
    if left_out:
        st.caption(t("Choisir ce qui est laissé de côté pour voir ses documents.", "Choose what is left out to see its documents."))
    chosen = table.show(Table(Text("Recoupement", "Reconciliation"), _STEPS, steps), f"steps-{view.version}", pick=True, height=problems.height(len(steps)))
    if chosen is not None and 0 < chosen <= len(left_out):
        sources.units(view, view.listed("left_out_documents", left_out[chosen - 1]["reason"]), f"left-out-{chosen}")
    with st.expander(t("Les totaux, un par un", "The totals, one by one"), expanded=bool(wrong)):
        rows = [
            {
                "mark": "✗" if tie.difference else "✓", "title": tie.title(lang()), "left": _cents(tie.left), "right": _cents(tie.right),
                "difference": _cents(tie.difference),
            }
            for tie in ties
        ]  # fmt: skip
        table.show(Table(Text("Totaux", "Totals"), _TIES, rows), "ties", height=problems.height(len(rows)))
        if untied := view.listed("untied"):
            items = [{**row, "tie": _TIED[row["tie"]](lang())} for row in untied]
            table.show(Table(Text("Écarts", "Differences"), _UNTIED, items), "untied", height=problems.height(len(items)))


def _cents(value: Decimal) -> Decimal:
    return value.normalize() + Decimal(0)


@st.cache_data(max_entries=8, show_spinner=False)
def _checked(path: str, version: int, _view: View) -> list[Tie]:
    del path, version
    return reconcile(_view.reader)


def _ties(view: View) -> list[Tie]:
    return _checked(view.path, view.version, view)


def differences(view: View) -> None:
    """List the invoices whose register amount is not what their lines add up to."""
    rows = view.listed("register_differences")
    st.subheader(t("Registre et facturation électronique disent-ils pareil\u202f?", "Do the register and e-billing say the same?"), anchor=False)
    if not rows:
        st.caption(t("Aucun écart entre les montants du registre et ceux des lignes.", "No difference between the register's amounts and the lines'."))
        return
    st.caption(
        t(f"{words.count(len(rows), 'invoice', 'fr')} dont le registre (invoices) et les lignes LEDES n'ont pas le même montant HT. "
          "Le montant approuvé compte s'il est donné, sinon les lignes.",
          f"{words.count(len(rows), 'invoice', 'en')} whose register row (invoices) and LEDES lines differ in net amount. The "
          "approved amount counts where given, else the lines.")
    )  # fmt: skip
    named = [{**row, "firm_id": words.label("firm", row["firm_id"], lang(), view.names)} for row in rows]
    shown = Table(Text("Écarts", "Differences"), _DIFFERENCES, named)
    chosen = table.show(shown, f"differences-{view.version}", pick=True, height=problems.height(len(rows)))
    if chosen is not None:
        sources.behind(view, rows[chosen], f"difference-{chosen}")


def told(view: View) -> None:
    """List what files were told about, by kind; one kind opens on its places."""
    counts = view.listed("problem_counts")
    st.subheader(t("Qu'ont dit les fichiers\u202f?", "What did the files say?"), anchor=False)
    if not counts:
        st.caption(t("Aucun problème relevé.", "No problem was told."))
        return
    order = list(problems.LEVELS)
    counts = sorted(counts, key=lambda row: (order.index(row["level"]), -row["n"]))
    rows = [{**row, "level": problems.level(row["level"]), **_general(row["code"])} for row in counts]
    shown = Table(Text("Problèmes", "Problems"), _KINDS, rows)
    chosen = table.show(shown, f"kinds-{view.version}", pick=True, height=problems.height(len(rows)))
    if chosen is not None:
        problems.places(view, counts[chosen]["code"])


def _general(code: str) -> dict[str, Any]:
    kind = problems.KINDS.get(code)
    if kind is None:
        return {"message": code, "remedy": None}
    return {"message": problems.general(kind.message), "remedy": problems.general(kind.remedy)}


def set_aside(view: View) -> None:
    """List the lines that could not be read, with the sheet that goes back to each firm."""
    rows: Sequence[Mapping[str, Any]] = view.listed("set_aside")
    st.subheader(t("Quelles lignes sont mises de côté\u202f?", "Which lines are set aside?"), anchor=False)
    if not rows:
        st.caption(t("Aucune\u00a0: chaque ligne a été lue.", "None: every line was read."))
        return
    st.caption(t("Elles ne comptent dans aucun chiffre\u202f; leur texte est gardé.", "They count in no figure; their text is kept."))
    shown = [
        {**row, "message": problems.retold({**row, "level": "error", "line_no": row["line"], "column_name": row["column"], "more": "{}"}).message}
        for row in rows
    ]
    table.show(Table(Text("Mises de côté", "Set aside"), _ASIDE, shown), "set-aside", height=problems.height(len(rows)))
    files = {row["file"]: row["file_id"] for one in view.listed("history") for row in _named(one)}
    held = [name for name in dict.fromkeys(row["file"] for row in rows) if name in files]
    name = st.selectbox(t("Feuille de retour pour le fichier", "Return sheet for the file"), held, key="return-file")
    if name:
        told_again = [problems.retold(row) for row in view.listed("file_problems", files[name])]
        originals = {row["line"]: row["original"] for row in rows if row["file"] == name}
        problems.offer_return(name, told_again, originals, "quality")


def _named(one: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"file": file["name"], "file_id": file["file_id"]} for file in one["files"]]
