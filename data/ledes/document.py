"""A LEDES XML or LEDES 2000 file: the invoices of every client of every firm in it, each with its lines.

In 2.x a client stands inside its firm, in LEDES 2000 after it; both are read. Amounts are net of tax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks
from data.en16931.party import siren_of_vat
from data.invoice import Invoice, Unread
from data.ledes.discounts import TRUSTS
from data.ledes.matter import SIDES, lines_of, staff_of, take_matter
from data.ledes.segment import CENT, segment
from data.ledes.taxes import taxes_of, withhold
from data.ledes.totals import declared_net, set_aside_too_large, share_tax, take_discount, take_total
from data.problem import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from data.apart.markup import Element
    from data.ledes.discounts import Trust
    from data.ledes.segment import Segment
    from data.problem import Kind

_CURRENCY = re.compile(r"[A-Z]{3}")
_SIGNS = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP"}
_UNUSED_OF_INVOICE = ("inv_payment_terms", "exchange_rate", "inv_image_file_name")
_UNUSED_OF_MATTER = ("po_number", "account_type", "matter_billing_type")
_USUAL = frozenset({"", "0", "0.0", "0.00", "O"})


@dataclass(frozen=True)
class _Place:
    """An invoice of the file, and what stands above it."""

    root: Element
    firm: Element | None
    client: Element | None
    invoice: Element


def read(root: Element) -> Iterator[Invoice]:
    """Yield the invoices of a file, then the lines that stand in none, set aside."""
    named: set[tuple[str | None, str]] = set()
    taken: set[int] = set()
    for place in _places(root):
        invoice = _most_consistent(place, taken)
        key = (invoice.firm_ref or invoice.firm_name, invoice.number)
        if invoice.number and key in named:
            invoice.problems.append(_told(place, invoice))
        named.add(key)
        yield invoice
    strays = [element for element in _every(root) if element.name in SIDES and element.children]
    lost = [element for element in strays if id(element) not in taken]
    if lost:
        yield Invoice(number="", invoice_date=None, unread=[_aside(element, checks.NUM0) for element in lost])


def _places(root: Element) -> Iterator[_Place]:
    """Find the invoices, with the firm and the client that each stands in, or after."""

    def below(parent: Element, firm: Element | None, client: Element | None) -> Iterator[_Place]:
        for child in parent.children:
            if child.name == "firm":
                firm, client = child, None
                yield from below(child, firm, client)
            elif child.name == "client":
                client = child
                yield from below(child, firm, client)
            elif child.name == "invoice":
                yield _Place(root, firm, client, child)
            elif child.name not in SIDES:
                yield from below(child, firm, client)

    yield from below(root, None, None)


def _every(element: Element) -> Iterator[Element]:
    for child in element.children:
        yield child
        yield from _every(child)


def _most_consistent(place: _Place, taken: set[int]) -> Invoice:
    """Read an invoice; where a matter's net and its discounts disagree, the total of the invoice decides."""
    first = _read(place, taken, TRUSTS[0])
    if _adds_up(first) or all(problem.kind is not checks.ADJX for problem in first.problems):
        return first
    others = (_read(place, taken, trust) for trust in TRUSTS[1:])
    return next((other for other in others if _adds_up(other)), first)


def _adds_up(invoice: Invoice) -> bool:
    """Say whether the lines make the declared total; without one, or with lines set aside, there is nothing to say."""
    if invoice.declared_total is None or invoice.unread:
        return True
    made = sum((line.net + line.tax for line in invoice.lines), Decimal(0)) - (invoice.withheld or 0)
    return abs(made - invoice.declared_total) <= CENT * len(invoice.lines)


def _read(place: _Place, taken: set[int], trust: Trust) -> Invoice:
    problems: list[Problem] = []
    paper = segment(place.invoice, problems)
    day = _dated(paper)
    invoice = _headed(place, paper, day)
    matters = _matters(paper)
    above = filter(None, (place.root, place.firm, place.client, place.invoice))
    taxes = taxes_of([*above, *(one.element for one in matters)], problems)
    staff = staff_of(matters)
    for matter in matters:
        take_matter(matter, invoice, taxes, staff, trust)
        taken |= {id(line) for line in lines_of(matter.element)}
        _tell_matter(matter, invoice)
    take_discount(paper, invoice)
    take_total(paper, invoice, matters)
    share_tax(invoice, matters)
    set_aside_too_large(invoice)
    invoice.declared_net = declared_net(matters, invoice) if trust == "net" else None
    withhold(invoice, taxes)
    _tell(paper, invoice, matters)
    invoice.problems = _once(problems)
    if not invoice.number or day is None:
        kind = checks.NODATE if invoice.number else checks.NUM0
        invoice.unread += [_aside(line.source, kind, invoice.number) for line in invoice.lines]
        invoice.lines = []
    return invoice


def _dated(paper: Segment) -> dt.date | None:
    """Return the date of an invoice; that it cannot be read is told with the lines that are then set aside."""
    before = len(paper.problems)
    day = paper.date("inv_date")
    if day is None:
        del paper.problems[before:]
    return day


def _headed(place: _Place, paper: Segment, day: dt.date | None) -> Invoice:
    firm, client = (segment(one, paper.problems) for one in (place.firm, place.client))
    ids = [firm.reference("lf_vendor_id"), client.reference("cl_lf_id"), firm.reference("lf_office_id")]
    written = list(dict.fromkeys(filter(None, [*ids, firm.reference("lf_id")])))
    name = firm.reference("lf_name")
    french = filter(None, map(siren_of_vat, written))
    return Invoice(
        number=paper.text("inv_id"), invoice_date=day, currency=_currency(paper), due_on=paper.date("inv_due_date"),
        firm_ref=written[0] if written else None, firm_name=name,
        firm_ids=list(dict.fromkeys([*written, *french, *([name] if name else [])])),
        client_id=client.reference("cl_id") or client.reference("cl_tax_id") or client.reference("cl_name"),
        description=paper.text("inv_desc")[:2000] or None,
        billing_from=paper.date("inv_start_date"), billing_to=paper.date("inv_end_date"),
        declared_total=paper.amount("inv_total_net_due"), declared_tax=paper.amount("inv_total_tax"),
        problems=paper.problems,
    )  # fmt: skip


def _currency(paper: Segment) -> str | None:
    """Return the currency; a name that is no code is kept as written, and told: `REAL` may be of several countries."""
    seen = paper.text("inv_currency").upper()
    known = _SIGNS.get(seen, seen)[:80]
    if seen and not _CURRENCY.fullmatch(seen):
        paper.tell(checks.CURU, paper.text("inv_currency")[:80], "inv_currency", expected=known)
    return known or None


def _matters(paper: Segment) -> list[Segment]:
    """Return the matters of an invoice; lines that stand in none are those of a matter without a name."""
    found = [segment(one, paper.problems) for one in _every(paper.element) if one.name == "matter"]
    return [*found, *([paper] if any(lines_of(paper.element)) else [])]


def _tell_matter(matter: Segment, invoice: Invoice) -> None:
    name = matter.reference("cl_matter_id") or matter.reference("lf_matter_id") or "?"
    if matter.yes("matter_final_bill"):
        matter.tell(checks.FINB, name, "matter_final_bill", number=invoice.number or "?")


def _tell(paper: Segment, invoice: Invoice, matters: list[Segment]) -> None:
    """Tell a replacement, and what is kept with the file but used by no figure."""
    if paper.yes("rejected_inv_replacement"):
        paper.tell(checks.REPL, invoice.number or "?", "rejected_inv_replacement")
    unused = [(name, paper.text(name)) for name in _UNUSED_OF_INVOICE]
    unused += [(name, one.text(name)) for one in matters for name in _UNUSED_OF_MATTER]
    said = [f"{name} = {text[:40]}" for name, text in dict.fromkeys(unused) if text.upper() not in _USUAL]
    extended = sum(element.name == "extend_data" for element in _every(paper.element))
    said += [f"extend_data ({extended})"] if extended else []
    if said:
        paper.tell(checks.UNUS, ", ".join(said), number=invoice.number or "?")


def _once(problems: list[Problem]) -> list[Problem]:
    """Tell how an invoice writes its numbers once for each field, not once for each line."""
    habits = (checks.DEC, checks.PCT)
    first = {(one.kind.code, one.column): one for one in reversed(problems) if one.kind in habits}
    return [one for one in problems if one.kind not in habits or first[one.kind.code, one.column] is one]


def _aside(element: Element, kind: Kind, seen: str = "") -> Unread:
    return Unread(source=element, kind=kind, column="inv_date" if seen else "inv_id", seen=seen)


def _told(place: _Place, invoice: Invoice) -> Problem:
    return Problem(checks.INV2, place.invoice.line, "inv_id", invoice.number)
