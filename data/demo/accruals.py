"""Work done and not yet invoiced, as firms declare it at quarter ends: rarely quite what comes later."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from data.demo.invoice import Invoice
from data.demo.matters import Mandate
from data.demo.plan import Plan
from data.demo.tables import Rows
from data.demo.timeline import PRESENT, Timeline, dice

DECLARED = 6  # quarters
SMALLEST = 500
SILENT = 0.1  # share of declarations that never come


def accruals(invoices: list[Invoice], plan: Plan, timeline: Timeline) -> Rows:
    """Declare, per firm and matter, what was worked by a quarter's end and invoiced after it."""
    rng = dice("accruals")
    rows: Rows = []
    billed = _billed(invoices)
    for quarter in range(PRESENT - DECLARED, PRESENT):
        end = timeline.quarter_end(quarter)
        for mandate, months in plan.items():
            if not mandate.firm.sends_lines(quarter) or mandate.firm.currency != "EUR" or rng.random() < SILENT:
                continue
            worked = sum(amount for month, amount in months.items() if month < 3 * quarter + 3)
            before = sum((net for day, net in billed.get(mandate, []) if day <= end), Decimal(0))
            unbilled = Decimal(round(worked)) - before
            declared = unbilled * Decimal(rng.uniform(0.75, 1.2))
            day = end + timedelta(rng.randint(3, 16))
            if declared > SMALLEST and day <= timeline.today:
                rows.append(
                    {
                        "period_end": end,
                        "firm_id": mandate.firm.firm_id,
                        "matter_id": mandate.matter.matter_id,
                        "amount": Decimal(round(declared / 10) * 10),
                        "declared_on": day,
                    }
                )
    return rows


def _billed(invoices: list[Invoice]) -> dict[Mandate, list[tuple[date, Decimal]]]:
    found: dict[Mandate, list[tuple[date, Decimal]]] = {}
    for invoice in invoices:
        for mandate, net in invoice.shares:
            found.setdefault(mandate, []).append((invoice.day, net))
    return found
