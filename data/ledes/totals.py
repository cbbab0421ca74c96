"""What an invoice says as a whole: its discount, its tax, its totals, beside what its matters make."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks
from data.invoice import Line, Unread
from data.ledes.matter import SIDES
from data.ledes.segment import CENT, fits, plain, segment
from data.ledes.taxes import absorb, largest, least, spread

if TYPE_CHECKING:
    from data.invoice import Invoice
    from data.ledes.segment import Segment


def take_discount(paper: Segment, invoice: Invoice) -> None:
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


def take_total(paper: Segment, invoice: Invoice, matters: list[Segment]) -> None:
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


def share_tax(invoice: Invoice, matters: list[Segment]) -> None:
    """Bring the lines to the tax of the whole invoice, where their matters say nothing of it.

    Lines that name no tax share it; where they do, what rounding leaves goes to the largest.
    """
    said = any(one.text(f"matter_tax_on_{side}") for one in matters for side in SIDES.values())
    own = any(line.tax_rate is not None or line.tax for line in invoice.lines)
    if not invoice.declared_tax or said or invoice.unread or not invoice.lines:
        return
    rest = invoice.declared_tax - sum((line.tax for line in invoice.lines), Decimal(0))
    if not own:
        spread(invoice.declared_tax, invoice.lines)
    elif abs(rest) <= least(invoice) * len(invoice.lines):
        absorb(rest, largest(invoice.lines))


def set_aside_too_large(invoice: Invoice) -> None:
    """Set aside the lines that no store could hold, once their tax is known."""
    for line in invoice.lines:
        if not fits(line.net, line.tax):
            seen = plain(line.net + line.tax)
            invoice.unread.append(Unread(source=line.source, kind=checks.AMT, column=line.source.name, seen=seen))
    invoice.lines = [line for line in invoice.lines if fits(line.net, line.tax)]


def declared_net(matters: list[Segment], invoice: Invoice) -> Decimal | None:
    """Return what the matters declare as their net, together; None when one of them does not."""
    quiet = [segment(one.element, []) for one in matters]  # what cannot be read in them was told already
    nets = [one.amount(f"matter_net_{side}") for one in quiet for side in SIDES.values()]
    given = [net for net in nets if net is not None]
    off = [line.net for line in invoice.lines if line.source.name == "inv_generic_discount"]
    whole = sum([*given, *off], Decimal(0))
    return whole if nets and len(given) == len(nets) and fits(whole) else None
