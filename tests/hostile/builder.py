"""Write LEDES files cell by cell, so that a test can damage exactly one thing."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import cycle

Row = dict[str, str]

# Short name of a cell -> its name in the header, in the order of the LEDES 1998B text.
NAMES_98B = {
    "date": "INVOICE_DATE",
    "number": "INVOICE_NUMBER",
    "client": "CLIENT_ID",
    "firm_matter": "LAW_FIRM_MATTER_ID",
    "declared": "INVOICE_TOTAL",
    "start": "BILLING_START_DATE",
    "end": "BILLING_END_DATE",
    "about": "INVOICE_DESCRIPTION",
    "item": "LINE_ITEM_NUMBER",
    "kind": "EXP/FEE/INV_ADJ_TYPE",
    "units": "LINE_ITEM_NUMBER_OF_UNITS",
    "adjustment": "LINE_ITEM_ADJUSTMENT_AMOUNT",
    "total": "LINE_ITEM_TOTAL",
    "worked": "LINE_ITEM_DATE",
    "task": "LINE_ITEM_TASK_CODE",
    "expense": "LINE_ITEM_EXPENSE_CODE",
    "activity": "LINE_ITEM_ACTIVITY_CODE",
    "keeper": "TIMEKEEPER_ID",
    "text": "LINE_ITEM_DESCRIPTION",
    "firm": "LAW_FIRM_ID",
    "cost": "LINE_ITEM_UNIT_COST",
    "name": "TIMEKEEPER_NAME",
    "level": "TIMEKEEPER_CLASSIFICATION",
    "matter": "CLIENT_MATTER_ID",
}
NAMES_BI = NAMES_98B | {
    "order": "PO_NUMBER",
    "client_tax_id": "CLIENT_TAX_ID",
    "matter_name": "MATTER_NAME",
    "declared_tax": "INVOICE_TAX_TOTAL",
    "declared_net": "INVOICE_NET_TOTAL",
    "currency": "INVOICE_CURRENCY",
    "last_name": "TIMEKEEPER_LAST_NAME",
    "first_name": "TIMEKEEPER_FIRST_NAME",
    "account": "ACCOUNT_TYPE",
    "firm_name": "LAW_FIRM_NAME",
    "firm_address_1": "LAW_FIRM_ADDRESS_1",
    "firm_address_2": "LAW_FIRM_ADDRESS_2",
    "firm_city": "LAW_FIRM_CITY",
    "firm_region": "LAW_FIRM_STATEorREGION",
    "firm_postcode": "LAW_FIRM_POSTCODE",
    "firm_country": "LAW_FIRM_COUNTRY",
    "client_name": "CLIENT_NAME",
    "client_address_1": "CLIENT_ADDRESS_1",
    "client_address_2": "CLIENT_ADDRESS_2",
    "client_city": "CLIENT_CITY",
    "client_region": "CLIENT_STATEorREGION",
    "client_postcode": "CLIENT_POSTCODE",
    "client_country": "CLIENT_COUNTRY",
    "tax_rate": "LINE_ITEM_TAX_RATE",
    "tax": "LINE_ITEM_TAX_TOTAL",
    "tax_type": "LINE_ITEM_TAX_TYPE",
    "reported_tax": "INVOICE_REPORTED_TAX_TOTAL",
    "reported_currency": "INVOICE_TAX_CURRENCY",
}
SHORT = {name: short for short, name in NAMES_BI.items()}
B98 = tuple(NAMES_98B.values())
BI = tuple(NAMES_BI.values())


def money(text: str) -> Decimal:
    """Read an amount that this corpus wrote itself; empty counts for nothing."""
    return Decimal(text or "0")


def fee(units: str, cost: str, total: str, **cells: str) -> Row:
    """One line of a lawyer's time."""
    usual = {"kind": "F", "task": "L120", "activity": "A103", "keeper": "T01"}
    usual |= {"name": "Dubois, Anne", "level": "AS", "text": "Analyse des pieces adverses"}
    return usual | {"worked": "20260702", "units": units, "cost": cost, "total": total} | cells


def expense(total: str, code: str = "E110", **cells: str) -> Row:
    """One disbursement."""
    usual = {"kind": "E", "expense": code, "text": "Train Paris - Lyon", "worked": "20260709"}
    return usual | {"units": "1", "cost": total, "total": total} | cells


def adjustment(total: str, **cells: str) -> Row:
    """One invoice-level adjustment of fees, in the spelling of the specification."""
    usual = {"kind": "IF", "text": "Remise commerciale", "worked": "20260731"}
    return usual | {"adjustment": total, "total": total} | cells


def invoice(*lines: Row, **cells: str) -> list[Row]:
    """Give lines what they share, number them, and declare their sum unless `declared` is said."""
    shared = {"date": "20260731", "number": "FA-2026-0117", "client": "C-900", "firm": "F-1042"}
    shared |= {"firm_matter": "D-118", "matter": "M-7", "start": "20260701", "end": "20260731"}
    shared |= {"about": "Honoraires de juillet", "declared": str(sum(money(x["total"]) for x in lines))}
    return [shared | {"item": str(n)} | line | cells for n, line in enumerate(lines, 1)]


def taxed(rows: Sequence[Row], rate: str = "0.2", **cells: str) -> list[Row]:
    """Turn lines excluding tax into the international format, whose totals include it."""
    tax = [(money(x["total"]) * Decimal(rate)).quantize(Decimal("0.01")) for x in rows]
    nets = [money(x["total"]) for x in rows]
    shared = {"currency": "EUR", "tax_rate": rate, "tax_type": "VAT", "matter_name": "Bail Lyon"}
    shared |= {"client_tax_id": "FR00000000000", "account": "O", "firm_name": "Cabinet Dubois"}
    shared |= {
        "declared": str(sum(nets) + sum(tax)),
        "declared_tax": str(sum(tax)),
        "declared_net": str(sum(nets)),
    }
    return [x | shared | {"tax": str(t), "total": str(n + t)} | cells for x, t, n in zip(rows, tax, nets, strict=True)]


def changed(rows: Sequence[Row], *which: int, **cells: str) -> list[Row]:
    """Copy rows with other cells in the rows named (all of them when none is)."""
    return [row | cells if n in which or not which else dict(row) for n, row in enumerate(rows)]


def cells_of(row: Row, columns: Sequence[str] = B98) -> list[str]:
    """List the cells of one row in the order of the columns; other names stand for themselves."""
    return [row.get(SHORT.get(name, name), "") for name in columns]


def records(rows: Iterable[Row], columns: Sequence[str] = B98, first: str | None = "LEDES1998B") -> list[str]:
    """List the records of a file, without their end markers: format line, header, lines."""
    body = ["|".join(columns), *("|".join(cells_of(row, columns)) for row in rows)]
    return body if first is None else [first, *body]


def joined(parts: Iterable[str], end: str = "[]", *eols: str) -> str:
    """End each record with its marker and the next of the line ends (CRLF when none is named)."""
    return "".join(part + end + eol for part, eol in zip(parts, cycle(eols or ("\r\n",)), strict=False))


def ledes(
    rows: Iterable[Row],
    columns: Sequence[str] = B98,
    first: str | None = None,
    end: str = "[]",
    eol: str = "\r\n",
) -> str:
    """Write a whole pipe-separated file; the format line follows the columns unless `first` says another."""
    usual = "LEDES98BI V2" if "INVOICE_CURRENCY" in columns else "LEDES1998B"
    said = usual if first is None else first or None
    return joined(records(rows, columns, said), end, eol)


def reshaped(rows: Sequence[Row], which: int, change: Callable[[list[str]], list[str]]) -> str:
    """Write a 1998B file whose row `which` has had its list of cells changed."""
    lines = [cells_of(row) for row in rows]
    lines[which] = change(lines[which])
    return joined(["LEDES1998B", "|".join(B98), *("|".join(cells) for cells in lines)])


def separated(rows: Iterable[Row], separator: str, columns: Sequence[str] = B98) -> str:
    """Write the same columns as a CSV file with quotes where needed and no format line."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(columns)
    writer.writerows(cells_of(row, columns) for row in rows)
    return out.getvalue()


BASIC_ROWS = invoice(
    fee("2.5", "320.00", "800.00"),
    fee("1.2", "210.00", "240.00", adjustment="-12.00", worked="20260703", text="Projet de conclusions"),
    expense("84.60"),
)
BI_ROWS = taxed(BASIC_ROWS)
OTHER_ROWS = invoice(
    fee("3", "150.00", "450.00", worked="20260604", text="Consultation"),
    expense("25.40", "E101", worked="20260605"),
    number="FA-2026-0099",
    date="20260630",
    start="20260601",
    end="20260630",
)
