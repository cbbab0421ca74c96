"""Time sheets of a few lines, written out as the file that a firm would send, and the figures made from them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kpi import catalogue
from kpi.model import Measure, Scope
from tests.data.ledger import SUMMER, Books
from tests.hostile import builder

LEVELS = {"T1": "PT", "T2": "AS"}
REGISTER = "firm_id;invoice_number;invoice_date;net_amount;matter_id;approved_net;kind;status\n"


def bill(ledger: str, **cells: str) -> str:
    """Write lines such as `N1 M1 T1 10 x 400` (invoice, matter, timekeeper, hours, rate) or `N1 M1 -400`.

    An amount alone is a flat fee, or a discount below zero; `cell=value` come last, and `cells` are shared by all.
    """
    invoices: dict[str, list[builder.Row]] = {}
    for line in filter(None, map(str.strip, ledger.splitlines())):
        number, matter, *said = line.split()
        own = dict(word.split("=", 1) for word in said if "=" in word)
        match [word for word in said if "=" not in word]:
            case [keeper, worked, "x", rate]:
                total = str(Decimal(worked) * Decimal(rate) + Decimal(own.get("adjustment", "0")))
                row = builder.fee(worked, rate, total, keeper=keeper, name=keeper, level=LEVELS.get(keeper, ""))
            case [amount]:
                row = builder.adjustment(amount)
        invoices.setdefault(number, []).append(row | {"matter": matter} | own)
    rows = [row for number, lines in invoices.items() for row in builder.invoice(*lines, number=number, **cells)]
    return builder.ledes(rows)


def figure(books: Books, kpi: str, scope: Scope = SUMMER, reading: str | None = None) -> Measure:
    with books.store.reading() as reader:
        return catalogue()[kpi].compute(reader.facts(), scope, reading or catalogue()[kpi].default_reading)


def trail(books: Books, kpi: str, scope: Scope = SUMMER) -> list[dict[str, Any]]:
    with books.store.reading() as reader:
        return catalogue()[kpi].trail(reader.facts(), scope, catalogue()[kpi].default_reading)


def told(found: Measure) -> dict[str, tuple[int, Decimal | None]]:
    return {out.reason: (out.n, out.amount) for out in found.excluded}


def parts(found: Measure) -> tuple[Decimal | None, Decimal | None]:
    return found.numerator, found.denominator
