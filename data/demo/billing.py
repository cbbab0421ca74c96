"""Balance the plan and cut it into invoices: when each firm invoices, for what work, on which matters."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from data.demo.firms import FIRMS, Firm
from data.demo.invoice import Invoice, money
from data.demo.mandates import SWISS
from data.demo.matters import Mandate
from data.demo.plan import SPECIAL, Plan, draft, scaled, target
from data.demo.timeline import LAST_FULL, PRESENT, QUARTERS, Timeline, dice

SMALLEST_INVOICE = 900.0  # what is less waits for the next one
GROUPED_BELOW = 6_000.0
GROUP = 4  # matters on one invoice
NOT_YET = timedelta(2)  # nothing is dated later than that before today
ROUNDS = 5  # of balancing
CREDIT_NOTES, PREPAYMENTS = 24, 12

Due = tuple[date, "Mandate", float]


def invoices(plan: Plan, timeline: Timeline, rates: dict[str, float]) -> list[Invoice]:
    """List every invoice and credit note, numbered by each firm in the order of their dates.

    `rates` gives about how many euros a unit of a foreign currency is worth.
    """
    found: list[Invoice] = []
    for firm in FIRMS.values():
        found += _of_firm(firm, plan, timeline, rates.get(firm.currency, 1.0))
    found += _credit_notes(found, timeline)
    _mark_prepayments(found)
    found.sort(key=lambda invoice: (invoice.firm.firm_id, invoice.day))
    counts: dict[str, int] = defaultdict(lambda: 117)
    for invoice in found:
        counts[invoice.firm.firm_id] += 1
        invoice.number = invoice.firm.number.format(
            n=counts[invoice.firm.firm_id], year=invoice.day.year, yy=f"{invoice.day:%y}"
        )
    return found


def balanced_plan(mandates: list[Mandate], timeline: Timeline) -> Plan:
    """Plan every mandate so that what is invoiced in each past quarter comes to what the story wants."""
    drafted, scale = draft(mandates, timeline), [1.0] * QUARTERS
    for _ in range(ROUNDS):
        plan, billed = scaled(drafted, scale), [0.0] * QUARTERS
        for firm in FIRMS.values():
            for month, dues in _by_month(firm, plan, timeline).items():
                billed[month // 3] += sum(due[2] for due in dues if due[1].matter.name not in SPECIAL)
        for quarter in range(PRESENT):
            scale[quarter] *= (target(timeline, quarter) / billed[quarter]) ** 0.8
        scale[PRESENT] = scale[LAST_FULL]  # it is not over: nothing to compare with
    return scaled(drafted, scale)


def _by_month(firm: Firm, plan: Plan, timeline: Timeline) -> dict[int, list[Due]]:
    """List what a firm invoices each month."""
    rng, found = dice(f"billing {firm.firm_id}"), defaultdict(list)
    own = [mandate for mandate in plan if mandate.firm is firm]
    for place, mandate in enumerate(own):
        for month, due in _dues(rng, mandate, plan[mandate], timeline, place % firm.every):
            found[month].append(due)
    return found


def _of_firm(firm: Firm, plan: Plan, timeline: Timeline, rate: float) -> list[Invoice]:
    by_month = _by_month(firm, plan, timeline)
    found: list[Invoice] = []
    last: dict[Mandate, date] = defaultdict(lambda: timeline.start - timedelta(45))
    for month in sorted(by_month):
        dues = sorted(by_month[month], key=lambda due: (due[0], due[1].matter.matter_id))
        small = [due for due in dues if firm.grouped and due[2] < GROUPED_BELOW]
        bundles = [[due] for due in dues if due not in small]
        bundles += [small[place : place + GROUP] for place in range(0, len(small), GROUP)]
        for bundle in bundles:
            day = bundle[-1][0]
            end = day - timedelta(firm.lag)
            first = min(mandate.appointed for _, mandate, _ in bundle)
            start = max(first, min(last[mandate] for _, mandate, _ in bundle) + timedelta(1))
            shares = [(mandate, _amount(firm, euros / rate)) for _, mandate, euros in bundle]
            detailed = firm.sends_lines(timeline.quarter_number(day))
            found.append(Invoice(firm, day, min(start, end), max(end, first), shares, detailed))
            for _, mandate, _ in bundle:
                last[mandate] = end
    return found


def _dues(
    rng: Random, mandate: Mandate, months: dict[int, float], timeline: Timeline, offset: int
) -> list[tuple[int, Due]]:
    """Decide when a mandate is invoiced: at its firm's rhythm, if there is enough to bill, and at the end."""
    firm, waiting, found = mandate.firm, 0.0, []
    for month in sorted(months):
        waiting += months[month]
        late = firm.lag // 30  # a firm that is slow to invoice does so in a later month
        day = timeline.day_in_month(month + late, firm.day + (0 if firm.grouped else rng.randint(-2, 3)))
        if day > timeline.today - NOT_YET:
            break
        final = month == max(months)
        enough = waiting >= (SMALLEST_INVOICE / 4 if firm.grouped or firm.kind != "law_firm" else SMALLEST_INVOICE)
        if (final and waiting > SMALLEST_INVOICE / 6) or (enough and month % firm.every == offset):
            if month + late >= 0:  # what was invoiced earlier is not in the demo
                found.append((month + late, (day, mandate, waiting)))
            waiting = 0.0
    return found


def _amount(firm: Firm, amount: float) -> Decimal:
    """Round as the supplier would: a flat note to ten, worked hours to five cents."""
    return Decimal(max(1, round(amount / 10)) * 10) if firm.kind in {"expert", "notary"} else money(amount)


def _credit_notes(found: list[Invoice], timeline: Timeline) -> list[Invoice]:
    rng = dice("credit notes")
    old = [
        each for each in found
        if each.day < timeline.today - timedelta(75) and len(each.shares) == 1 and each.firm.firm_id != SWISS
    ]  # fmt: skip
    notes = []
    for invoice in rng.sample(old, CREDIT_NOTES):
        day = timeline.day_in_month(timeline.month_number(invoice.day) + rng.randint(1, 2), invoice.day.day)
        if day > timeline.today - NOT_YET:
            continue
        mandate, amount = invoice.shares[0]
        share = money(amount * Decimal(rng.choice((5, 8, 10, 12, 15, 20, 30))) / 100)
        detailed = invoice.detailed
        notes.append(
            Invoice(
                invoice.firm,
                day,
                invoice.start,
                invoice.end,
                [(mandate, -share)],
                detailed,
                "credit_note",
                invoice,
            )
        )
    return notes


def _mark_prepayments(found: list[Invoice]) -> None:
    rng = dice("prepayments")
    seen: set[Mandate] = set()
    first = []
    for invoice in sorted(found, key=lambda each: (each.day, each.firm.firm_id)):
        mandate = invoice.shares[0][0]
        if mandate not in seen and not invoice.detailed and len(invoice.shares) == 1 and invoice.kind == "invoice":
            first.append(invoice)
        seen.add(mandate)
    for invoice in rng.sample(first, min(PREPAYMENTS, len(first))):
        mandate, amount = invoice.shares[0]
        invoice.kind = "prepayment"
        invoice.shares = [(mandate, Decimal(max(500, round(amount / 500) * 500)))]
