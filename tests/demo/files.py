"""Read the demo's files by hand, so that the demo can serve as test data for the program's own readers."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

TODAY = date(2026, 11, 22)
Row = dict[str, str]


def text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def table(folder: Path, name: str) -> list[Row]:
    lines = text(folder / "tables" / f"{name}.csv").splitlines()
    return list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))


def day(cell: str) -> date:
    return datetime.strptime(cell, "%d/%m/%Y" if "/" in cell else "%Y-%m-%d").date()  # noqa: DTZ007 - days only


def number(cell: str) -> Decimal:
    return Decimal(cell.replace(",", ".") or 0)


def ledes(path: Path) -> list[Row]:
    """Split a well-formed file into its lines; a wrong number of cells is a failure."""
    records = [record.removesuffix("[]") for record in text(path).splitlines()]
    names = records[1].split("|")
    return [dict(zip(names, record.split("|"), strict=True)) for record in records[2:]]


def invoices(path: Path) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in ledes(path):
        found[row["INVOICE_NUMBER"]].append(row)
    return found


def key(firm_id: str, sent: str) -> tuple[str, str]:
    """Match numbers as the contract does: capitals and digits only, without leading zeros."""
    return firm_id, re.sub("[^A-Z0-9]", "", sent.upper()).lstrip("0")


def clean(folder: Path) -> list[Path]:
    return sorted((folder / "ledes").iterdir())
