"""What became of each invoice at the client: how and when it arrived, who approved what, when it was paid."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

from data.demo.invoice import CENT, VAT, Invoice, money
from data.demo.tables import Cell, Rows
from data.demo.timeline import Timeline, dice

PDF_AGAIN = 0.012  # share of LEDES invoices that also arrive as a PDF
UNKNOWN_CHANNEL = 0.025
FORGOTTEN = 0.012  # share of e-billing invoices that the accounts never registered
REDUCED = 0.06  # share of invoices approved for less than billed
REFUSED = (("rejected", 9), ("withdrawn", 4))
REPLACED = 5
NEVER_FORGOTTEN = {"USD", "GBP"}  # the register is what tells the currency of a 1998B file
TYPING_SLIPS = 4
PLAIN_NUMBERS = {"CAB-07"}  # the accounts type this firm's numbers without dashes


def receive(invoices: list[Invoice], timeline: Timeline) -> list[Invoice]:
    """Let every invoice arrive, be looked at and be paid; returns those sent again in place of another."""
    rng = dice("register")
    for invoice in invoices:
        _arrive(rng, timeline, invoice)
        _treat(rng, timeline, invoice)
    return _refuse(rng, invoices, timeline)


def _arrive(rng: Random, timeline: Timeline, invoice: Invoice) -> None:
    quarter = timeline.quarter_number(invoice.day)
    channel = invoice.firm.channel(quarter, invoice.day)
    days = {"paper": (3, 11), "pdf": (0, 6)}.get(channel, (0, 2))
    invoice.received = min(timeline.today, invoice.day + timedelta(rng.randint(*days)))
    invoice.channel = channel
    if not invoice.detailed and rng.random() < UNKNOWN_CHANNEL:
        invoice.channel = ""
    if invoice.detailed and rng.random() < PDF_AGAIN:
        invoice.second_channel = "pdf"
    if invoice.detailed and invoice.firm.currency not in NEVER_FORGOTTEN:
        invoice.registered = rng.random() >= FORGOTTEN or invoice.kind == "credit_note"


def _treat(rng: Random, timeline: Timeline, invoice: Invoice) -> None:
    received = invoice.received or invoice.day
    approved = received + timedelta(rng.randint(3, 26))
    paid = max(approved, invoice.day + timedelta(rng.choice((24, 28, 30, 30, 33, 38, 45, 58))))
    if approved > timeline.today:
        return
    invoice.approved, invoice.status = approved, "approved"
    if invoice.kind == "invoice" and len(invoice.shares) == 1 and invoice.registered and rng.random() < REDUCED:
        part = Decimal(rng.choice((85, 88, 90, 92, 94, 95, 97, 98))) / 100
        invoice.approved_net = money(invoice.net * part)
    if paid <= timeline.today:
        invoice.paid, invoice.status = paid, "paid"


def _refuse(rng: Random, invoices: list[Invoice], timeline: Timeline) -> list[Invoice]:
    """Reject or withdraw a few invoices, and replace a few others by a corrected one."""
    ordinary = [
        each
        for each in invoices
        if each.kind == "invoice" and each.registered and len(each.shares) == 1 and each.net < 15_000  # noqa: PLR2004 - small ones
        and each.day < timeline.today - timedelta(60) and each.firm.currency == "EUR"
    ]  # fmt: skip
    corrected = {id(each.corrects) for each in invoices}
    ordinary = [each for each in ordinary if id(each) not in corrected]
    picked = rng.sample(ordinary, sum(count for _, count in REFUSED))
    for status, count in REFUSED:
        for invoice in picked[:count]:
            _cancel(invoice, status)
        picked = picked[count:]
    plain = [each for each in ordinary if not each.detailed and each.status == "paid"]
    return [_replacement(invoice, timeline) for invoice in rng.sample(plain, REPLACED)]


def _cancel(invoice: Invoice, status: str) -> None:
    invoice.status, invoice.approved, invoice.paid, invoice.approved_net = status, None, None, None


def _replacement(invoice: Invoice, timeline: Timeline) -> Invoice:
    day = timeline.day_in_month(timeline.month_number(invoice.day) + 1, invoice.day.day)
    corrected = [(mandate, money(net * Decimal("0.92"))) for mandate, net in invoice.shares]
    again = Invoice(invoice.firm, day, invoice.start, invoice.end, corrected, detailed=False)
    again.number, again.channel, again.received = f"{invoice.number}-R", invoice.channel, day + timedelta(1)
    again.approved, again.paid, again.status = day + timedelta(8), day + timedelta(30), "paid"
    if again.paid and again.paid > timeline.today:
        again.paid, again.status = None, "approved"
    _cancel(invoice, "superseded")
    return again


def rows(invoices: list[Invoice]) -> Rows:
    """Write the register: one row per invoice, or per matter where the accounts had to split it."""
    rng = dice("register rows")
    registered = [each for each in invoices if each.registered]
    slips = {id(each) for each in rng.sample([each for each in registered if each.detailed], TYPING_SLIPS)}
    found: Rows = []
    for invoice in sorted(registered, key=lambda each: (each.received or each.day, each.firm.firm_id, each.number)):
        whole = invoice.detailed and len(invoice.shares) > 1
        parts = [(None, invoice.net)] if whole else [(each.matter.matter_id, net) for each, net in invoice.shares]
        for matter_id, net in parts:
            typed = net + 100 if id(invoice) in slips else net
            found.append(_row(invoice, matter_id, typed, invoice.channel))
            if invoice.second_channel:
                found.append(_row(invoice, matter_id, typed, invoice.second_channel))
    return found


def _row(invoice: Invoice, matter_id: str | None, net: Decimal, channel: str) -> dict[str, Cell]:
    taxed = invoice.firm.country == "FR"
    tax = sum((line.tax for line in invoice.lines), Decimal(0)) if invoice.lines else net * VAT
    return {
        "firm_id": invoice.firm.firm_id,
        "invoice_number": _typed(invoice),
        "invoice_date": invoice.day,
        "net_amount": net,
        "matter_id": matter_id,
        "tax_amount": tax.quantize(CENT) if taxed else Decimal(0),
        "currency": invoice.firm.currency,
        "kind": invoice.kind,
        "channel": channel,
        "received_on": invoice.received,
        "approved_on": invoice.approved,
        "approved_net": invoice.approved_net,
        "paid_on": invoice.paid,
        "status": invoice.status,
        "corrects": _typed(invoice.corrects) if invoice.corrects else "",
    }


def _typed(invoice: Invoice) -> str:
    return invoice.number.replace("-", "") if invoice.firm.firm_id in PLAIN_NUMBERS else invoice.number
