"""What needs a choice first, then what papers disagree on, what came twice, and credit notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from report import words
from ui import problems, table
from ui.papers import settling, told
from ui.papers.one import papers_behind
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.papers.paper import Double
    from ui.view import View


def to_choose(view: View) -> None:
    """List the invoices of which several versions came, the largest difference first; one opens on its versions."""
    found = view.listed("resubmissions")
    problems.heading("Quelle version compte\u202f?", "Which version counts?")
    if not found:
        problems.note(
            "Aucun choix en attente\u00a0: aucune facture revenue avec un autre contenu n'est à trancher.",
            "No choice is waiting: no invoice that came again with another content is to be decided on.",
        )
        return
    st.warning(
        plain(
            t(
                f"{words.count(len(found), 'invoice', 'fr')} à trancher : en attendant, la version importée en "
                "dernier compte, les autres sont gardées et ne comptent pas.",
                f"{words.count(len(found), 'invoice', 'en')} to decide on: until then the version imported last "
                "counts, the others are kept and do not count.",
            )
        ),
        icon=":material/rule:",
    )
    shown = told.resubmissions_table(found, lang(), view.names)
    chosen = table.show(shown, f"versions-{view.version}", pick=True, height=problems.height(len(found)))
    one = found[chosen or 0]
    settling.offer(one.versions, f"versions-{view.version}-{chosen or 0}")


def suspected(view: View) -> None:
    """List the invoices that look alike under other numbers; one opens on the two."""
    found = view.listed("look_alikes")
    problems.heading("Quelles factures se ressemblent trop\u202f?", "Which invoices look too much alike?")
    if not found:
        problems.note(
            "Aucune\u00a0: pas deux factures d'un cabinet aux mêmes date, montant et dossiers.",
            "No two invoices of a firm share date, amount and matters.",
        )
        return
    problems.note(
        "Même cabinet, même date, même montant, mêmes dossiers, autre numéro\u00a0: les deux comptent tant que rien "
        "n'est décidé. En choisir une ligne.",
        "Same firm, date, amount and matters, another number: both count until something is decided. Choose a row.",
    )
    _pairs(view, found, f"alike-{view.version}")


def differences(view: View) -> None:
    """List what the papers of one invoice disagree on; a row opens on all its papers."""
    found = view.listed("differences")
    problems.heading("Sur quoi les pièces se contredisent-elles\u202f?", "What do papers disagree on?")
    if not found:
        problems.note("Aucun écart entre pièces.", "No difference between papers.")
        return
    problems.note(
        "Fichier LEDES, facture électronique et ligne du registre d'une même facture, comparés. Choisir un écart pour "
        "voir ses pièces.",
        "LEDES file, electronic invoice and register row of the same invoice, compared. Choose a difference to see its "
        "papers.",
    )
    shown = told.differences_table(found, lang(), view.names)
    chosen = table.show(shown, f"differences-{view.version}", pick=True, height=problems.height(len(found)))
    if chosen is not None:
        papers_behind(view, found[chosen].first.invoice_id, f"difference-{view.version}-{chosen}")


def duplicates(view: View) -> None:
    """List the sure duplicates, which do not count; one opens on the two."""
    found = view.listed("duplicates")
    problems.heading("Qu'est-ce qui est arrivé deux fois\u202f?", "What came twice?")
    if not found:
        problems.note("Aucun doublon.", "No duplicate.")
        return
    problems.note(
        "Chacun ne compte qu'une fois. Choisir une ligne s'il s'agit en fait de deux factures.",
        "Each counts once. Choose a row if these are in fact two invoices.",
    )
    _pairs(view, found, f"doubles-{view.version}")


def _pairs(view: View, found: Sequence[Double], key: str) -> None:
    """Show pairs of papers; the one chosen opens on what can be decided of it."""
    chosen = table.show(
        told.doubles_table(found, lang(), view.names), key, pick=True, height=problems.height(len(found))
    )
    if chosen is not None:
        settling.offer((found[chosen].first, found[chosen].second), f"{key}-{chosen}")


def credit_notes(view: View) -> None:
    """List the credit notes with what they correct, what is odd first; one opens on its papers."""
    found = view.listed("credit_notes")
    problems.heading("Que corrigent les avoirs\u202f?", "What do credit notes correct?")
    if not found:
        problems.note("Aucun avoir.", "No credit note.")
        return
    odd = sum(one.state in {"larger", "not_found"} for one in found)
    problems.note(
        f"{words.count(len(found), 'credit_note', 'fr')}, dont {odd} à vérifier\u00a0: plus grand que sa facture, "
        "ou nommant une facture qui n'est pas là. Un fichier LEDES ne peut pas nommer de facture.",
        f"{words.count(len(found), 'credit_note', 'en')}, {odd} of them to check: larger than the invoice, or naming "
        "an invoice that is not here. A LEDES file cannot name an invoice.",
    )
    shown = told.credits_table(found, lang(), view.names)
    chosen = table.show(shown, f"credits-{view.version}", pick=True, height=problems.height(len(found)))
    if chosen is not None:
        one = found[chosen]
        papers_behind(view, one.document_id, f"credit-{view.version}-{chosen}")
        if one.invoice_id:
            papers_behind(view, one.invoice_id, f"credited-{view.version}-{chosen}")
