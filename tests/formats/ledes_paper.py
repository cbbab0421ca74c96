"""Tiny LEDES XML and LEDES 2000 files, written out: firms, clients, invoices, matters, one line of billing a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

from data.report import FileReport, ImportReport
from tests.formats.paper import tag

VAT = {"tx_id": "V20", "tax_type": "VAT", "tax_rate_percent": "0.20", "increase_decrease": "Increase"}
AB = {"tk_id": "AB", "tk_lname": "Martin", "tk_fname": "Alice", "tk_level": "PARTNR", "tk_rate": "250.00"}
OLD_NAMES = {"task_code": "acca_task", "task_activity": "acca_activity", "expense_code": "acca_expense",
             "lf_vendor_id": "lf_tax_id"}  # fmt: skip
Fields = Mapping[str, Any]


def fields(**given: Any) -> str:
    """Write fields in the order given; None and lists of segments aside."""
    return "".join(tag(name, escape(str(value))) for name, value in given.items() if value is not None)


def segments(name: str, items: Iterable[Fields]) -> str:
    return "".join(f"\n{tag(name, fields(**one))}" for one in items)


def fee(units: str, rate: str, total: str | None, *taxes: str, **given: Any) -> str:
    """Write a fee; without more it is Alice's, of 10 July 2026, and has no discount."""
    usual = {
        "charge_date": "2026-07-10", "tk_id": "AB", "charge_desc": "Consultation", "task_code": "L110",
        "task_activity": "A102", "charge_type": "U", "units": units, "rate": rate, "base_amount": None,
        "item_disc_cred_amount": None, "total_amount": total,
    }  # fmt: skip
    return _line("fee", usual | given, taxes)


def expense(total: str | None, *taxes: str, **given: Any) -> str:
    usual = {
        "charge_date": "2026-07-11", "charge_desc": "Train Paris - Lyon", "expense_code": "E110", "charge_type": "U",
        "units": "1", "rate": total, "base_amount": None, "total_amount": total,
    }  # fmt: skip
    return _line("expense", usual | given, taxes)


def _line(name: str, said: Fields, taxes: Iterable[str]) -> str:
    named = "".join(tag(f"tax_item_{name}", fields(tx_id=one)) for one in taxes)
    return f"\n{tag(name, fields(**said) + named)}"


def matter(*lines: str, discounts: Iterable[Fields] = (), staff: Iterable[Fields] = (AB,), **given: Any) -> str:
    """Write a matter, each field on its line of text: M1 of the client, L1 of the firm."""
    usual = {"cl_matter_id": "M1", "lf_matter_id": "L1", "account_type": "O", "matter_final_bill": "N"} | given
    head = "".join(f"\n{fields(**{name: value})}" for name, value in usual.items() if value is not None)
    body = segments("matter_disc_cred", discounts) + segments("tk_sum", staff) + "".join(lines)
    return f"\n{tag('matter', f'{head}{body}')}"


def invoice(*matters: str, **given: Any) -> str:
    usual = {
        "inv_id": "FA-1", "inv_date": "2026-07-31", "inv_due_date": "2026-08-30", "inv_currency": "EUR",
        "inv_start_date": "2026-07-01", "inv_end_date": "2026-07-31", "inv_desc": "Juillet",
    } | given  # fmt: skip
    head = "".join(f"\n{fields(**{name: value})}" for name, value in usual.items() if value is not None)
    return f"\n{tag('invoice', head + ''.join(matters))}"


def client(*invoices: str, **given: Any) -> str:
    said = {"cl_id": "C-900", "cl_lf_id": None, "cl_name": "Acme"} | given
    return f"\n{tag('client', fields(**said) + ''.join(invoices))}"


def firm(*clients: str, taxes: Iterable[Fields] = (VAT,), **given: Any) -> str:
    said = {"lf_vendor_id": "F-1042", "lf_name": "Cabinet Dubois"} | given
    return f"\n{tag('firm', fields(**said) + segments('tax', taxes) + ''.join(clients))}"


def xml(*inside: str, version: str = "2.1", prefix: str = "", space: str | None = None) -> str:
    """Write a LEDES XML file; the prefix, if any, is that of every element."""
    space = f"http://www.ledes.org/LEDES{version.replace('.', '')}.xsd" if space is None else space
    root = f"ledesxmlebilling{version}"
    named = f' xmlns{":" + prefix if prefix else ""}="{space}"' if space else ""
    body = "".join(inside)
    if prefix:
        body = body.replace("</", "\0").replace("<", f"<{prefix}:").replace("\0", f"</{prefix}:")
        root = f"{prefix}:{root}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root}{named}>{body}\n</{root}>\n'


def one(*matters: str, **given: Any) -> str:
    """Write a file of one firm, one client, one invoice."""
    return xml(firm(client(invoice(*matters, **given))))


def ledes_2000(*matters: str, root: str = "ledesxml", dtd: bool = True, **given: Any) -> str:
    """Write a LEDES 2000 file: its field names, compact dates, the client beside its firm."""
    said = {
        "inv_date": "20260731",
        "inv_due_date": "20260830",
        "inv_start_date": "20260701",
        "inv_end_date": "20260731",
    }
    head = tag("firm", fields(lf_vendor_id="F-1042", lf_name="Cabinet Dubois") + tag("lf_address", "<address_info/>"))
    body = f"\n{head}{client(invoice(*matters, **said | given))}"
    for name, old in OLD_NAMES.items():
        body = body.replace(f"<{name}>", f"<{old}>").replace(f"</{name}>", f"</{old}>")
    doctype = f'<!DOCTYPE {root} SYSTEM "http://www.ledes.org/ledes2000.dtd">\n' if dtd else ""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}<{root}>{body}\n</{root}>\n'


HOUR = fee("2", "250.00", "500.00", "V20")
TRAIN = expense("80.00", "V20")
USUAL = matter(HOUR, TRAIN, matter_net_fees="500.00", matter_net_exp="80.00")
"""Net 580.00, tax 116.00."""


# --- What is read back ----------------------------------------------------------------------------

QUIET = {"LXV", "ADJ", "CUR"}
"""Said of many of these files, and not what their test is about."""


def only(report: ImportReport) -> FileReport:
    (file,) = report.files
    return file


def said(report: ImportReport) -> dict[str, str]:
    """Return what each problem is about, by its code."""
    return {problem.code: problem.seen for problem in only(report).problems if problem.code not in QUIET}


def sums(report: ImportReport) -> list[tuple[Any, ...]]:
    return [(found.number, found.lines, found.net, found.tax) for found in only(report).invoices]
