"""A portfolio written as the files that would be sent: LEDES 1998B, LEDES 98BI and reference tables.

The tables vary as the contract allows: separator, decimal mark, dates, encoding, order of columns, empty
columns left out.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from .records import Books, EBillLine


def fields(written: str) -> list[str]:
    """Read field names as a header line has them."""
    return written.split("|")


HEADER_1998B = fields(
    "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE|"
    "INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|"
    "LINE_ITEM_ADJUSTMENT_AMOUNT|LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|"
    "LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|"
    "TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID"
)
HEADER_98BI = HEADER_1998B + fields(
    "PO_NUMBER|CLIENT_TAX_ID|MATTER_NAME|INVOICE_TAX_TOTAL|INVOICE_NET_TOTAL|INVOICE_CURRENCY|"
    "TIMEKEEPER_LAST_NAME|TIMEKEEPER_FIRST_NAME|ACCOUNT_TYPE|LAW_FIRM_NAME|LAW_FIRM_ADDRESS_1|LAW_FIRM_ADDRESS_2|"
    "LAW_FIRM_CITY|LAW_FIRM_STATEorREGION|LAW_FIRM_POSTCODE|LAW_FIRM_COUNTRY|CLIENT_NAME|CLIENT_ADDRESS_1|"
    "CLIENT_ADDRESS_2|CLIENT_CITY|CLIENT_STATEorREGION|CLIENT_POSTCODE|CLIENT_COUNTRY|LINE_ITEM_TAX_RATE|"
    "LINE_ITEM_TAX_TOTAL|LINE_ITEM_TAX_TYPE|INVOICE_REPORTED_TAX_TOTAL|INVOICE_TAX_CURRENCY"
)
COLUMNS = {
    "firms": "firm_id* name* group_id kind country size responsible_label",
    "firm_aliases": "alias* firm_id*",
    "matters": "matter_id* name matter_type entity business_unit jurisdiction owner opened_on closed_on "
    "final_billed umbrella fee_arrangement law_firm_matter_id",
    "mandates": "firm_id* matter_id* appointed_on waiver reason fee_arrangement agreed_fee",
    "panel": "firm_id* matter_type jurisdiction entity valid_from* valid_to",
    "budgets": "matter_id* amount* approved_on* firm_id phase currency scope valid_from valid_to note",
    "invoices": "firm_id* invoice_number* invoice_date* net_amount* matter_id tax_amount currency kind "
    "channel received_on approved_on approved_net paid_on status corrects",
    "fx": "currency* valid_on* euros_per_unit*",
}
OTHER_NAMES = {"number": "invoice_number"}  # the record's name -> the column's name
ACCENTED = "Société d\u2019avocats Hébert & Associés"
TAX_RATE = Decimal("0.2")
PLACES = Decimal("0.0001")
RESUBMITTED = 6  # files from this number on are imported after all the others


@dataclass(frozen=True)
class Paper:
    """How one table is laid out as text."""

    separator: str
    decimal_mark: str
    date_format: str
    encoding: str
    line_end: str


def write(books: Books, folder: Path, draw: random.Random) -> tuple[list[Path], list[Path]]:
    """Write the whole portfolio; returns the files of the first import, then those of the later one."""
    folder.mkdir(parents=True, exist_ok=True)
    first: list[Path] = []
    later: list[Path] = []
    for number in sorted({line.file for line in books.lines}):
        path = folder / f"{number:02d}-ebilling.txt"
        path.write_bytes(ledes([line for line in books.lines if line.file == number]).encode())
        (later if number >= RESUBMITTED else first).append(path)
    for table, rows in tables(books).items():
        if rows:
            path = folder / f"{table}.csv"
            path.write_bytes(sheet(table, rows, draw))
            first.append(path)
    return first, later


def tables(books: Books) -> dict[str, list[object]]:
    """Pair each reference table of the contract with its records."""
    return {
        "firms": list(books.firms),
        "firm_aliases": list(books.aliases),
        "matters": list(books.matters),
        "mandates": list(books.mandates),
        "panel": list(books.panel),
        "budgets": list(books.budgets),
        "invoices": list(books.register),
        "fx": list(books.rates),
    }


def sheet(table: str, rows: list[object], draw: random.Random) -> bytes:
    """Lay a reference table out as CSV text in one of the ways that the contract accepts."""
    mark = draw.choice(",.")
    paper = Paper(
        separator=draw.choice(";\t" if mark == "," else ";,\t"),
        decimal_mark=mark,
        date_format=draw.choice(["%Y-%m-%d", "%d/%m/%Y"]),
        encoding=draw.choice(["utf-8", "utf-8-sig", "cp1252"]),
        line_end=draw.choice(["\n", "\r\n"]),
    )
    columns = COLUMNS[table].split()
    cells = {column: [cell(row, column.strip("*"), paper) for row in rows] for column in columns}
    kept = [column for column in columns if column.endswith("*") or any(cells[column]) or draw.random() < 0.3]
    draw.shuffle(kept)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=paper.separator, lineterminator=paper.line_end)
    writer.writerow([column.strip("*") for column in kept])
    writer.writerows(zip(*(cells[column] for column in kept), strict=True))
    return text.getvalue().encode(paper.encoding)


def cell(row: object, column: str, paper: Paper) -> str:
    """Write one value as the table's paper wants it."""
    names = {shown: name for name, shown in OTHER_NAMES.items()}
    value = getattr(row, names.get(column, column), None)
    if column == "name" and value is None:
        return ACCENTED
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, date):
        return value.strftime(paper.date_format)
    if isinstance(value, Decimal):
        return format(value, "f").replace(".", paper.decimal_mark)
    return "" if value is None else str(value)


def ledes(lines: list[EBillLine]) -> str:
    """Write e-billing lines as 1998B, or as 98BI V2 (totals with tax) when they have a currency."""
    international = lines[0].currency is not None
    header = HEADER_98BI if international else HEADER_1998B
    rows = ["LEDES98BI V2[]" if international else "LEDES1998B[]", "|".join(header) + "[]"]
    totals: dict[tuple[str | None, str | None, str], tuple[Decimal, Decimal]] = {}
    for line in lines:
        net, tax = totals.get((line.firm_id, line.firm_name, line.number), (Decimal(0), Decimal(0)))
        totals[line.firm_id, line.firm_name, line.number] = net + line.net, tax + taxed(line)
    for place, line in enumerate(lines, 1):
        net, tax = totals[line.firm_id, line.firm_name, line.number]
        values = common(line, place, net + tax) | (international_values(line, net, tax) if international else {})
        rows.append("|".join(values.get(name, "") for name in header) + "[]")
    return "\r\n".join(rows) + "\r\n"


def taxed(line: EBillLine) -> Decimal:
    """Give the line's tax: none in 1998B."""
    return (line.net * TAX_RATE).quantize(PLACES, rounding=ROUND_HALF_UP) if line.currency else Decimal(0)


def common(line: EBillLine, place: int, total: Decimal) -> dict[str, str]:
    """Fill the 24 fields of 1998B so that units × unit cost + adjustment is the net amount."""
    adjusts = line.kind in {"IF", "IE"}
    units = Decimal(2) if (line.net / 2).quantize(PLACES) == line.net / 2 else Decimal(1)
    units = -units if line.net < 0 else units
    by_kind = {
        "F": {
            "LINE_ITEM_TASK_CODE": "L120",
            "LINE_ITEM_ACTIVITY_CODE": "A103",
            "TIMEKEEPER_ID": "TK1",
            "TIMEKEEPER_NAME": "Martin, Claire",
            "TIMEKEEPER_CLASSIFICATION": "AS",
        },
        "E": {"LINE_ITEM_EXPENSE_CODE": "E110"},
    }
    return by_kind.get(line.kind, {}) | {
        "INVOICE_DATE": f"{line.invoice_date:%Y%m%d}",
        "INVOICE_NUMBER": line.number,
        "CLIENT_ID": "C1",
        "LAW_FIRM_MATTER_ID": line.law_firm_matter_id or "",
        "INVOICE_TOTAL": plain(total),
        "BILLING_START_DATE": f"{line.invoice_date - timedelta(days=90):%Y%m%d}",
        "BILLING_END_DATE": f"{line.invoice_date:%Y%m%d}",
        "INVOICE_DESCRIPTION": "Honoraires",
        "LINE_ITEM_NUMBER": str(place),
        "EXP/FEE/INV_ADJ_TYPE": line.kind,
        "LINE_ITEM_NUMBER_OF_UNITS": "" if adjusts else plain(units),
        "LINE_ITEM_ADJUSTMENT_AMOUNT": plain(line.net) if adjusts else "0",
        "LINE_ITEM_TOTAL": plain(line.net + taxed(line)),
        "LINE_ITEM_DATE": f"{line.work_date:%Y%m%d}",
        "LINE_ITEM_DESCRIPTION": f"Diligences {place}",
        "LAW_FIRM_ID": line.firm_id or "",
        "LINE_ITEM_UNIT_COST": "" if adjusts else plain(line.net / units),
        "CLIENT_MATTER_ID": line.client_matter_id or "",
    }


def international_values(line: EBillLine, net: Decimal, tax: Decimal) -> dict[str, str]:
    """Fill the fields that 98BI adds; `net` and `tax` are the invoice's."""
    return {
        "CLIENT_TAX_ID": "FR00123456789",
        "MATTER_NAME": line.client_matter_id or "Dossier",
        "INVOICE_TAX_TOTAL": plain(tax),
        "INVOICE_NET_TOTAL": plain(net),
        "INVOICE_CURRENCY": line.currency or "",
        "LAW_FIRM_NAME": line.firm_name or "",
        "LINE_ITEM_TAX_RATE": str(TAX_RATE),
        "LINE_ITEM_TAX_TOTAL": plain(taxed(line)),
        "LINE_ITEM_TAX_TYPE": "VAT",
    }


def plain(amount: Decimal) -> str:
    """Write a number with a point and no useless zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
