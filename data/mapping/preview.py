"""What an import would bring: documents, amounts, first rows, and what it would set aside. Nothing is stored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.mapping.recognition import read

if TYPE_CHECKING:
    import datetime as dt

    from data.mapping.apply import Applied
    from data.mapping.model import Mapping

SHOWN = 50


@dataclass(frozen=True)
class Preview:
    """What would be imported. `net` and `tax` are by currency; None is a currency that no row gives."""

    applied: Applied
    documents: int
    firms: int
    net: dict[str | None, Decimal]
    tax: dict[str | None, Decimal]
    first: dt.date | None
    last: dt.date | None
    rows: list[dict[str, Any]]


def preview(data: bytes, mapping: Mapping) -> Preview:
    """Read a file with a mapping as an import would."""
    applied = read(data, mapping).applied
    found = applied.rows or applied.lines
    firm, number = ("firm_id", "invoice_number") if mapping.target == "invoices" else ("firm_ref", "number")
    net: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    tax: defaultdict[str | None, Decimal] = defaultdict(Decimal)
    for row in found:
        net[row["currency"]] += row["net_amount"] if mapping.target == "invoices" else row["total"] - row["tax"]
        tax[row["currency"]] += (row["tax_amount"] if mapping.target == "invoices" else row["tax"]) or 0
    days = [row["invoice_date"] for row in found]
    return Preview(
        applied=applied,
        documents=len({(row[firm], row[number]) for row in found}),
        firms=len({row[firm] for row in found}),
        net=dict(net),
        tax=dict(tax),
        first=min(days, default=None),
        last=max(days, default=None),
        rows=found[:SHOWN],
    )
