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
from data.invoice import Invoice, Line, Unread
from data.ledes.discounts import TRUSTS
from data.ledes.matter import SIDES, lines_of, staff_of, take_matter
from data.ledes.segment import CENT, fits, plain, segment
from data.ledes.taxes import spread, taxes_of, withhold
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
    _take_discount(paper, invoice)
    _take_total(paper, invoice, matters)
    _share_tax(invoice, matters)
    _set_aside_too_large(invoice)
    invoice.declared_net = _declared_net(matters, invoice) if trust == "net" else None
    withhold(invoice, taxes)
    _tell(paper, invoice, matters)
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


def _take_discount(paper: Segment, invoice: Invoice) -> None:
    """Make a line of the discount of the whole invoice (LEDES 2000), where the total takes it into account."""
    element, amount = paper.element.one("inv_generic_discount"), paper.amount("inv_generic_discount")
    if not amount or element is None or not invoice.lines:
        return
    gross = sum((line.net + line.tax for line in invoice.lines), Decimal(0))
    due, tolerance = invoice.declared_total, CENT * len(invoice.lines)
    if due is not None and abs(gross - abs(amount) - due) > tolerance:
        paper.tell(checks.GDIS, abs(amount), "inv_generic_discount", number=invoice.number or "?")
        return
    matters = {(line.client_matter_id, line.law_firm_matter_id) for line in invoice.lines}
    mine, theirs = next(iter(matters)) if len(matters) == 1 else (None, None)
    line = Line(source=element, kind="IF", net=-abs(amount), adjustment=-abs(amount), narrative="inv_generic_discount")
    line.client_matter_id, line.law_firm_matter_id = mine, theirs
    invoice.lines.append(line)


def _take_total(paper: Segment, invoice: Invoice, matters: list[Segment]) -> None:
    """Let an invoice that has neither line nor net count by its total, and say so."""
    if invoice.lines or invoice.unread:
        return
    due = invoice.declared_total
    paper.tell(checks.BARE0, "0" if due is None else due, "inv_total_net_due", number=invoice.number or "?")
    source = paper.element.one("inv_total_net_due")
    if due and source is not None:
        tax = invoice.declared_tax or Decimal(0)
        line = Line(source=source, kind="T", net=due - tax, tax=tax)
        if len(matters) == 1:
            line.client_matter_id = matters[0].reference("cl_matter_id")
            line.law_firm_matter_id = matters[0].reference("lf_matter_id")
        invoice.lines.append(line)


def _share_tax(invoice: Invoice, matters: list[Segment]) -> None:
    """Share the tax of the whole invoice over its lines, where neither they nor their matters say theirs."""
    said = any(one.text(f"matter_tax_on_{side}") for one in matters for side in SIDES.values())
    own = any(line.tax_rate is not None or line.tax for line in invoice.lines)
    if invoice.declared_tax and not said and not own and not invoice.unread:
        spread(invoice.declared_tax, invoice.lines)


def _declared_net(matters: list[Segment], invoice: Invoice) -> Decimal | None:
    """Return what the matters declare as their net, together; None when one of them does not."""
    quiet = [segment(one.element, []) for one in matters]  # what cannot be read in them was told already
    nets = [one.amount(f"matter_net_{side}") for one in quiet for side in SIDES.values()]
    given = [net for net in nets if net is not None]
    off = [line.net for line in invoice.lines if line.source.name == "inv_generic_discount"]
    whole = sum([*given, *off], Decimal(0))
    return whole if nets and len(given) == len(nets) and fits(whole) else None


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


def _set_aside_too_large(invoice: Invoice) -> None:
    """Set aside the lines that no store could hold, once their tax is known."""
    for line in invoice.lines:
        if not fits(line.net, line.tax):
            seen = plain(line.net + line.tax)
            invoice.unread.append(Unread(source=line.source, kind=checks.AMT, column=line.source.name, seen=seen))
    invoice.lines = [line for line in invoice.lines if fits(line.net, line.tax)]


def _aside(element: Element, kind: Kind, seen: str = "") -> Unread:
    return Unread(source=element, kind=kind, column="inv_date" if seen else "inv_id", seen=seen)


def _told(place: _Place, invoice: Invoice) -> Problem:
    return Problem(checks.INV2, place.invoice.line, "inv_id", invoice.number)
