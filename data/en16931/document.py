"""An electronic invoice as EN 16931 means it, whatever its syntax: what counts, with which sign, for which firm.

Amounts are net of tax (BT-131 for a line, BT-92 and BT-99 for what lowers or raises the whole invoice); tax is kept
apart. A credit note counts as minus, however it is written. Source: EN 16931-1, UNTDID 1001 for the types of document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data import checks
from data.en16931.lines import matter_of, take_allowances, take_lines
from data.en16931.party import buyer_of, seller_of
from data.en16931.taxes import share_tax
from data.en16931.terms import LARGEST, Part
from data.invoice import Invoice, Line, Refused
from data.problem import Problem

if TYPE_CHECKING:
    from data.apart.markup import Element
    from data.en16931.terms import Terms
    from data.problem import Kind

INVOICES = frozenset(
    map(str, (71, 80, 82, 84, 102, 130, 202, 203, 204, 211, 218, 219, 295, 326, 331, 380, 382, 383, 384, 385, 386, 387,
              388, 389, 390, 393, 394, 395, 456, 457, 471, 472, 473, 500, 501, 527, 553, 575, 623, 633, 751, 780, 817,
              870, 875, 876, 877, 935))
)  # fmt: skip
CREDITS = frozenset(map(str, (81, 83, 261, 262, 296, 308, 381, 396, 420, 458, 502, 503, 532)))
PREPAYMENTS = frozenset({"386", "500"})
CORRECTED = frozenset({"384", "471", "472", "473"})
PRO_FORMA = "325"
_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNS = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP"}
_NOTE = re.compile(r"\A(?:#([A-Z]{3})#)?(.*)\Z", re.DOTALL)
_LEGAL = frozenset({"PMT", "PMD", "AAB", "ABL", "REG", "ADN", "BAR", "TXD"})
"""Subjects of the notes that the law asks for on every invoice: they say nothing of this one."""


def read(root: Element, terms: Terms, *, credit: bool = False) -> Invoice:
    """Return the invoice of an element; `credit` says that its very name makes it a credit note.

    Raises:
        Refused: there is no number, no date, no amount, or the document asks for nothing.
    """
    problems: list[Problem] = []
    paper = Part(root, terms, problems)
    invoice = _headed(paper, problems, credit=credit)
    take_lines(paper, invoice, matter_of(paper))
    if invoice.lines or invoice.unread:
        take_allowances(paper, invoice)
    else:
        _take_total(paper, invoice)
    _sign(invoice)
    share_tax(invoice)
    if any(abs(line.net) + abs(line.tax) >= LARGEST for line in invoice.lines):
        raise Refused(Problem(checks.NOSUM, root.line, more={"number": invoice.number}))
    _tell(paper, invoice)
    return invoice


def _headed(paper: Part, problems: list[Problem], *, credit: bool) -> Invoice:
    number, code = paper.text("BT-1"), paper.text("BT-3")
    if not number:
        raise Refused(Problem(checks.NONUM, paper.element.line))
    if code == PRO_FORMA:
        raise Refused(Problem(checks.PROF, paper.element.line, seen=code, more={"number": number}))
    day = paper.date("BT-2")
    if day is None:
        seen = paper.text("BT-2")
        raise Refused(Problem(checks.NODAY, paper.element.line, "BT-2", seen, {"number": number}))
    if code and code not in INVOICES | CREDITS and not credit:
        problems.append(Problem(checks.TCODE, paper.element.line, "BT-3", code, {"number": number}))
    currency = _currency(paper)
    firm_ids, firm_name = seller_of(paper.within("BG-4"))
    return Invoice(
        number=number, invoice_date=day, type_code=code or None, currency=currency, due_on=paper.date("BT-9"),
        kind="credit_note" if credit or code in CREDITS else "prepayment" if code in PREPAYMENTS else "invoice",
        firm_ref=firm_ids[0] if firm_ids else None, firm_name=firm_name,
        firm_ids=[*firm_ids, *filter(None, [firm_name])], client_id=buyer_of(paper.within("BG-7")),
        description=_note(paper), billing_from=paper.date("BT-73"), billing_to=paper.date("BT-74"),
        declared_net=paper.amount("BT-109"), declared_tax=paper.amount_in("BT-110", currency),
        declared_total=paper.amount("BT-112"), prepaid=paper.amount("BT-113"), corrects=_preceding(paper, number),
        staffed=False, problems=problems,
    )  # fmt: skip


def _currency(paper: Part) -> str | None:
    seen = paper.text("BT-5").upper()
    known = _SIGNS.get(seen, seen)
    if seen and not _CURRENCY.fullmatch(seen):
        paper.problems.append(Problem(checks.CURU, paper.element.line, "BT-5", seen[:80], {"expected": known[:80]}))
    return known or None


def _note(paper: Part) -> str | None:
    """Return what an invoice says of itself; in UBL, the subject of a note stands before it: `#AAI#Bonjour`."""
    notes = []
    for part in paper.parts("BG-1"):
        subject, text = _NOTE.findall(part.text("BT-22"))[0]
        if (subject or part.text("BT-21")) not in _LEGAL:
            notes.append(text)
    return " / ".join(filter(None, notes))[:2000] or None


def _preceding(paper: Part, number: str) -> list[str]:
    """Return the documents that an invoice names as preceding; itself is none of them."""
    return [named for named in dict.fromkeys(paper.texts("BT-25")) if named != number]


def _take_total(paper: Part, invoice: Invoice) -> None:
    """Let a document without lines count by its net total, as a row of the register would."""
    net = invoice.declared_net
    if net is None and invoice.declared_total is not None and invoice.declared_tax is not None:
        net = invoice.declared_total - invoice.declared_tax
    if net is None:
        raise Refused(Problem(checks.NOSUM, paper.element.line, more={"number": invoice.number}))
    source = paper.element.one(paper.terms["BT-109"] + "|" + paper.terms["BT-112"]) or paper.element
    matter = matter_of(paper) or paper.reference("BT-19")
    invoice.lines.append(Line(source=source, kind="T", net=net, client_matter_id=matter))
    profile = paper.text("BT-24").rpartition(":")[2] or "?"
    more = {"number": invoice.number}
    invoice.problems.append(Problem(checks.BARE, source.line, "BT-24", profile, more))


def _sign(invoice: Invoice) -> None:
    """Make a credit note negative; one that is negative already is told."""
    if invoice.kind != "credit_note":
        return
    total = invoice.declared_net if invoice.declared_net is not None else sum(line.net for line in invoice.lines)
    if total < 0:
        more = {"number": invoice.number}
        invoice.problems.append(Problem(checks.CRED, 0, "BT-3", invoice.type_code or "CreditNote", more))
        return
    for line in invoice.lines:
        line.net = -line.net
        line.units = -line.units if line.units is not None else None
        line.adjustment = -line.adjustment if line.adjustment is not None else None
    for name in ("declared_net", "declared_tax", "declared_total"):
        amount = getattr(invoice, name)
        setattr(invoice, name, -amount if amount is not None else None)


def _tell(paper: Part, invoice: Invoice) -> None:
    """Tell what the reader should know: deposits, corrections, lines that hold no amount."""
    more = {"number": invoice.number, "expected": ", ".join(invoice.corrects)}
    named = invoice.corrects

    def tell(kind: Kind, seen: str) -> None:
        invoice.problems.append(Problem(kind, paper.element.line, seen=seen, more=more))

    if invoice.ignored:
        tell(checks.SUBL, str(invoice.ignored))
    if invoice.prepaid and invoice.kind == "invoice" and (named or invoice.prepaid != invoice.declared_total):
        tell(checks.DEPO if named else checks.DEPO0, str(invoice.prepaid))
    if invoice.type_code in CORRECTED:
        tell(checks.CORR if named else checks.CORR0, ", ".join(named))
