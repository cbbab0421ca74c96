"""Whether every total ties, what register and e-billing disagree on, what files said, which lines wait."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.role import Role
from data.verify import reconcile
from kpi.model import Text
from report import words
from report.tables import Column, Table
from ui import problems, sources, table
from ui.reader import lang, t
from ui.reference import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.verify import Tie
    from kpi.model import Measure
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
    problems.heading("Tout se recoupe-t-il\u202f?", "Does everything tie?")
    imported, left_out = view.listed("imported_total"), view.listed("left_out")
    spend = view.of_store().measure("spend", scope=ALWAYS)
    rest = imported["amount"] - _sum(left_out) - (spend.value or Decimal(0))
    ties = _ties(view.role, view.path, view.version, view)
    wrong = sum(bool(difference) for difference in (rest, *(tie.difference for tie in ties)))
    every = len(ties) + 1
    if wrong:
        said = t(
            f"{wrong} totaux sur {every} ne se recoupent pas\u202f; le détail est ci-dessous.",
            f"{wrong} of {every} totals do not tie; the details are below.",
        )
        st.error(said, icon=":material/close:")
    else:
        said = t(f"Les {every} totaux se recoupent au centime.", f"All {every} totals tie to the cent.")
        st.success(said, icon=":material/check:")
    _steps(view, imported, left_out, spend, rest)
    with st.expander(t("Les totaux, un par un", "The totals, one by one"), expanded=bool(wrong)):
        _totals(view, ties)


def _sum(rows: Sequence[Mapping[str, Any]]) -> Decimal:
    return sum((row["amount"] or Decimal(0) for row in rows), Decimal(0))


def _steps(
    view: View, imported: Mapping[str, Any], left_out: Sequence[Mapping[str, Any]], spend: Measure, rest: Decimal
) -> None:
    """Go from all that was imported to the spend of the figures; what is left out opens on its documents."""
    reasons = [words.excluded_reason(row["reason"], lang(), row["documents"]) for row in left_out]
    mark = "✗" if rest else "✓"
    steps = [
        {"step": t("Tout ce qui est importé", "All that was imported"), **imported},
        *({**row, "step": f"− {reason}"} for row, reason in zip(left_out, reasons, strict=True)),
        {"step": t("= Dépense des chiffres", "= Spend of the figures"), "documents": spend.n, "amount": spend.value},
        {"step": f"{mark} {t('Écart', 'Difference')}", "documents": None, "amount": rest},
    ]
    if left_out:
        problems.note("Choisir ce qui est laissé de côté pour le voir.", "Choose what is left out to see it.")
    shown, key = Table(Text("Recoupement", "Reconciliation"), _STEPS, steps), f"steps-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(steps)))
    if chosen is not None and 0 < chosen <= len(left_out):
        reason = left_out[chosen - 1]["reason"]
        sources.units(view, view.listed("left_out_documents", reason), f"left-out-{reason}")


def _totals(view: View, ties: Sequence[Tie]) -> None:
    """Show each identity, then, one by one, the files and documents for which one fails."""
    rows = [
        {
            "mark": "✗" if tie.difference else "✓",
            "title": tie.title(lang()),
            "left": _short(tie.left),
            "right": _short(tie.right),
            "difference": _short(tie.difference),
        }
        for tie in ties
    ]
    table.show(Table(Text("Totaux", "Totals"), _TIES, rows), "ties", height=problems.height(len(rows)))
    if untied := view.listed("untied"):
        items = [{**row, "tie": _TIED[row["tie"]](lang())} for row in untied]
        table.show(Table(Text("Écarts", "Differences"), _UNTIED, items), "untied", height=problems.height(len(items)))


def _short(value: Decimal) -> Decimal:
    """Drop the zeros that the store adds to a number."""
    return value.normalize() + Decimal(0)


@st.cache_data(max_entries=8, show_spinner=False)
def _ties(role: Role, path: str, version: int, _view: View) -> list[Tie]:
    del role, path, version
    return reconcile(_view.reader)


def differences(view: View) -> None:
    """List the invoices whose register amount is not what their lines add up to."""
    rows = view.listed("register_differences")
    problems.heading(
        "Registre et facturation électronique disent-ils pareil\u202f?", "Do the register and e-billing say the same?"
    )
    st.page_link(
        "../pages/papers.py", label=t("Toutes les pièces de chaque facture", "All papers of each invoice"),
        icon=":material/file_copy:",
    )  # fmt: skip
    if not rows:
        problems.note(
            "Aucun écart entre les montants du registre et ceux des lignes.",
            "No difference between the register's amounts and the lines'.",
        )
        return
    number = words.count(len(rows), "invoice", lang())
    problems.note(
        f"{number} dont le registre (invoices) et les lignes LEDES n'ont pas le même montant HT. Le montant approuvé "
        "compte s'il est donné, sinon les lignes.",
        f"{number} whose register row (invoices) and LEDES lines differ in net amount. The approved amount counts "
        "where given, else the lines.",
    )
    named = [{**row, "firm_id": words.label("firm", row["firm_id"], lang(), view.names)} for row in rows]
    shown, key = Table(Text("Écarts", "Differences"), _DIFFERENCES, named), f"differences-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(rows)))
    if chosen is not None:
        sources.behind(view, rows[chosen], f"difference-{chosen}")


def told(view: View) -> None:
    """List what files were told about, by kind; one kind opens on its places."""
    problems.heading("Qu'ont dit les fichiers\u202f?", "What did the files say?")
    order = list(problems.LEVELS)
    counts = sorted(view.listed("problem_counts"), key=lambda row: (order.index(row["level"]), -row["n"]))
    if not counts:
        problems.note("Aucun problème relevé.", "No problem was told.")
        return
    rows = [{**row, "level": problems.level(row["level"]), **_general(row["code"])} for row in counts]
    shown, key = Table(Text("Problèmes", "Problems"), _KINDS, rows), f"kinds-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(rows)))
    if chosen is not None:
        problems.places(view, counts[chosen]["code"])


def _general(code: str) -> dict[str, str]:
    kind = problems.KINDS.get(code)
    if kind is None:  # told by an older version
        return {"message": code, "remedy": ""}
    return {"message": problems.general(kind.message), "remedy": problems.general(kind.remedy)}


def set_aside(view: View) -> None:
    """List the lines that could not be read, with the sheet that goes back to each firm."""
    rows = view.listed("waiting_lines")
    problems.heading("Quelles lignes sont mises de côté\u202f?", "Which lines are set aside?")
    if not rows:
        problems.note("Aucune\u00a0: chaque ligne a été lue.", "None: every line was read.")
        return
    problems.note(
        "Elles ne comptent dans aucun chiffre\u202f; leur texte est gardé.",
        "They count in no figure; their text is kept.",
    )
    shown = [{**row, "message": problems.retold(row).message} for row in rows]
    height = problems.height(len(rows))
    table.show(Table(Text("Mises de côté", "Set aside"), _ASIDE, shown), "set-aside", height=height)
    files = {row["file"]: row["file_id"] for row in rows}
    name = st.selectbox(t("Feuille de retour pour le fichier", "Return sheet for the file"), files, key="return-file")
    problems.offer_return(problems.stored(view, files[name], name), "quality")
