"""The demo portfolio: three years of an invented company's legal spend, as the files that a reader has.

Armorel does not exist, nor do its law firms, its matters and the people in them. The same day always gives
the same files, byte for byte, so that they serve as a first look, as test data and for screenshots at once.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.demo import (
    accruals,
    decisions,
    dirt,
    fx,
    ledes,
    matters,
    panel,
    reference,
    register,
    review,
    tables,
)
from data.demo.billing import balanced_plan
from data.demo.billing import invoices as bill
from data.demo.budgets import Ledger, budgets
from data.demo.lines import Desk
from data.demo.mandates import instruct
from data.demo.timeline import Timeline

__all__ = ["write"]


def write(folder: Path, today: date) -> list[Path]:
    """Write the whole portfolio as seen on a day, and return its files in the order to import them."""
    content = _content(Timeline(today))
    for name, data in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return [folder / name for name in content]


def _content(timeline: Timeline) -> dict[str, bytes]:
    """Make every file: the reference tables, the e-billing files by firm, the spoiled ones last."""
    rates = fx.rates(timeline)
    entries = panel.rows(timeline)
    portfolio = matters.matters(timeline)
    mandates = instruct(portfolio, timeline, entries)
    plan = balanced_plan(mandates, timeline)
    found = bill(plan, timeline, fx.USUAL)
    desk = Desk(timeline)
    for invoice in sorted((each for each in found if each.detailed), key=lambda each: (each.day, each.number)):
        desk.detail(invoice)
    found = [each for each in found if each.net]
    found += register.receive(found, timeline)
    spoiled, left_out = dirt.spoil(found, timeline)
    clean = [each for each in found if each.detailed and each not in left_out]
    ledger = Ledger(found, plan, rates)
    rows: dict[str, tables.Rows] = {
        "firms": reference.firms(),
        "firm_aliases": reference.aliases(),
        "matters": reference.matters(portfolio),
        "mandates": reference.mandates(plan),
        "panel": reference.panel(entries),
        "budgets": [
            {name: getattr(each, name) for name in each.__slots__} for each in budgets(portfolio, ledger, timeline)
        ],
        "fx": [{"currency": name, "valid_on": on, "euros_per_unit": rate} for name, on, rate in rates.rows],
        "timekeepers": reference.timekeepers(),
        "rates": reference.rates(timeline, portfolio),
        "invoices": register.rows(found),
        "accruals": accruals.accruals(found, plan, timeline),
        "surveys": review.surveys(mandates, timeline),
        "contracts": review.contracts(timeline),
        "targets": decisions.targets(timeline),
        "actions": decisions.actions(timeline),
        "segments": review.segments(timeline),
        "offers": review.offers(timeline),
        "notes": decisions.notes(timeline),
    }
    files = {f"tables/{name}.csv": tables.table(name, table) for name, table in rows.items()}
    files |= {f"ledes/{name}": data for name, data in ledes.files(clean, timeline).items()}
    return files | {f"anomalies/{name}": data for name, data in spoiled.items()}
