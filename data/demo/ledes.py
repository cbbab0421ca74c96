"""Write LEDES files, 1998B and 1998BI, as billing programs do: each firm in its own way, always the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from data.demo.firms import EBilling, Firm
from data.demo.invoice import CENT, Invoice, Line
from data.demo.timeline import PRESENT, Timeline

HEADER_1998B = (
    "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|"
    "BILLING_END_DATE|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|"
    "LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT|LINE_ITEM_TOTAL|LINE_ITEM_DATE|"
    "LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID|"
    "LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|"
    "CLIENT_MATTER_ID"
)
HEADER_1998BI = (
    f"{HEADER_1998B}|"
    "PO_NUMBER|CLIENT_TAX_ID|MATTER_NAME|INVOICE_TAX_TOTAL|INVOICE_NET_TOTAL|INVOICE_CURRENCY|"
    "TIMEKEEPER_LAST_NAME|TIMEKEEPER_FIRST_NAME|ACCOUNT_TYPE|LAW_FIRM_NAME|LAW_FIRM_ADDRESS_1|"
    "LAW_FIRM_ADDRESS_2|LAW_FIRM_CITY|LAW_FIRM_STATEorREGION|LAW_FIRM_POSTCODE|LAW_FIRM_COUNTRY|"
    "CLIENT_NAME|CLIENT_ADDRESS_1|CLIENT_ADDRESS_2|CLIENT_CITY|CLIENT_STATEorREGION|CLIENT_POSTCODE|"
    "CLIENT_COUNTRY|LINE_ITEM_TAX_RATE|LINE_ITEM_TAX_TOTAL|LINE_ITEM_TAX_TYPE|INVOICE_REPORTED_TAX_TOTAL|"
    "INVOICE_TAX_CURRENCY"
)
FORMAT_LINES = {"1998B": "LEDES1998B", "1998BI": "LEDES98BI V2"}
CLIENT, CLIENT_TAX_ID = "ARMOREL", "FR00000100001"
COUNTRIES = {"FR": "FRA", "GB": "GBR", "US": "USA"}
CLASSES = {"partner": "PARTNR", "counsel": "OFCOUN", "senior_associate": "ASSOC", "junior_associate": "ASSOC",
           "paralegal": "PARALG"}  # fmt: skip
OLD_CLASSES = {
    "partner": "PT",
    "counsel": "OC",
    "senior_associate": "AS",
    "junior_associate": "AS",
    "paralegal": "LA",
}

Row = dict[str, str]


def ebilling_of(firm: Firm) -> EBilling:
    """Give the way a firm writes its files; only firms that send some are asked."""
    if firm.ebilling is None:
        msg = f"{firm.firm_id} sends no e-billing files"
        raise ValueError(msg)
    return firm.ebilling


def columns(firm: Firm) -> list[str]:
    """Name the columns of the firm's format."""
    header = HEADER_1998BI if ebilling_of(firm).version == "1998BI" else HEADER_1998B
    return header.split("|")


def rows(invoices: Iterable[Invoice]) -> list[Row]:
    """Write the lines of invoices as cells; line numbers run through the file."""
    found: list[Row] = []
    for invoice in invoices:
        tax = sum((line.tax for line in invoice.lines), CENT * 0)
        for line in invoice.lines:
            row = _row(invoice, line, len(found) + 1)
            row["INVOICE_TOTAL"] = _amount(invoice.net)
            if ebilling_of(invoice.firm).version == "1998BI":
                row |= _international(invoice, line, tax)
            found.append(row)
    return found


def _row(invoice: Invoice, line: Line, number: int) -> Row:
    firm, ebilling, mandate, who = invoice.firm, ebilling_of(invoice.firm), line.mandate, line.timekeeper
    level = (OLD_CLASSES if ebilling.old_levels else CLASSES)[who.level] if who else ""
    subject = "Professional services" if firm.english else "Honoraires et frais"
    return {
        "INVOICE_DATE": _day(invoice.day),
        "INVOICE_NUMBER": invoice.number,
        "CLIENT_ID": CLIENT,
        "LAW_FIRM_MATTER_ID": mandate.own_reference,
        "BILLING_START_DATE": _day(invoice.start),
        "BILLING_END_DATE": _day(invoice.end),
        "INVOICE_DESCRIPTION": f"{subject} - {invoice.shares[0][0].matter.name}",
        "LINE_ITEM_NUMBER": str(number),
        "EXP/FEE/INV_ADJ_TYPE": line.kind,
        "LINE_ITEM_NUMBER_OF_UNITS": f"{line.units:.1f}" if line.units else "",
        "LINE_ITEM_ADJUSTMENT_AMOUNT": _amount(line.adjustment),
        "LINE_ITEM_TOTAL": _amount(line.net),
        "LINE_ITEM_DATE": _day(line.day),
        "LINE_ITEM_TASK_CODE": line.task,
        "LINE_ITEM_EXPENSE_CODE": line.expense,
        "LINE_ITEM_ACTIVITY_CODE": line.activity,
        "TIMEKEEPER_ID": who.timekeeper_id if who else "",
        "LINE_ITEM_DESCRIPTION": line.text,
        "LAW_FIRM_ID": ebilling.law_firm_id or firm.firm_id,
        "LINE_ITEM_UNIT_COST": _amount(line.price) if line.units else "",
        "TIMEKEEPER_NAME": who.name if who else "",
        "TIMEKEEPER_CLASSIFICATION": level,
        "CLIENT_MATTER_ID": "" if ebilling.own_matter_ids else mandate.matter.matter_id,
    }


def _international(invoice: Invoice, line: Line, tax: Decimal) -> Row:
    """Add what 1998BI knows besides: tax is inside the totals, the currency is named."""
    firm, who = invoice.firm, line.timekeeper
    return {
        "INVOICE_TOTAL": _amount(invoice.net + tax),
        "LINE_ITEM_TOTAL": _amount(line.net + line.tax),
        "CLIENT_TAX_ID": CLIENT_TAX_ID,
        "MATTER_NAME": line.mandate.matter.name,
        "INVOICE_TAX_TOTAL": _amount(tax),
        "INVOICE_NET_TOTAL": _amount(invoice.net),
        "INVOICE_CURRENCY": firm.currency,
        "TIMEKEEPER_LAST_NAME": who.last if who else "",
        "TIMEKEEPER_FIRST_NAME": who.first if who else "",
        "ACCOUNT_TYPE": "O",
        "LAW_FIRM_NAME": firm.name,
        "LAW_FIRM_CITY": firm.city,
        "LAW_FIRM_COUNTRY": COUNTRIES[firm.country],
        "CLIENT_NAME": line.mandate.matter.entity,
        "CLIENT_CITY": "Rennes",
        "CLIENT_COUNTRY": "FRA",
        "LINE_ITEM_TAX_RATE": f"{line.vat:.2f}",
        "LINE_ITEM_TAX_TOTAL": _amount(line.tax),
        "LINE_ITEM_TAX_TYPE": "VAT",
        "INVOICE_REPORTED_TAX_TOTAL": _amount(tax),
        "INVOICE_TAX_CURRENCY": firm.currency,
    }


def text(firm: Firm, written: Iterable[Row], *, format_line: str = "") -> bytes:
    """Join rows into a file: [] after each record, and the firm's own line ends and encoding."""
    ebilling, names = ebilling_of(firm), columns(firm)
    records = [format_line or FORMAT_LINES[ebilling.version], "|".join(names)]
    records += ["|".join(row.get(name, "") for name in names) for row in written]
    content = "".join(f"{record}[]{ebilling.newline}" for record in records)
    if not ebilling.last_mark:
        content = content.removesuffix(f"[]{ebilling.newline}") + ebilling.newline
    return content.encode(ebilling.encoding)


def files(invoices: Iterable[Invoice], timeline: Timeline) -> dict[str, bytes]:
    """Put invoices into one file per firm and month or quarter, as each firm sends them."""
    bundles: dict[str, list[Invoice]] = {}
    for invoice in sorted(invoices, key=lambda each: (each.firm.firm_id, each.day, each.number)):
        period = f"{invoice.day:%Y-%m}"
        if ebilling_of(invoice.firm).months > 1:
            period = timeline.quarter_name(min(timeline.quarter_number(invoice.day), PRESENT))
        bundles.setdefault(f"{invoice.firm.firm_id}_{period}.txt", []).append(invoice)
    return {name: text(bundle[0].firm, rows(bundle)) for name, bundle in sorted(bundles.items())}


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"
