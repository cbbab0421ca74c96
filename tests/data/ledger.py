"""Tiny ledgers: what a test has to say of an invoice, written out as the file that a firm would send."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.imports import import_files
from data.report import ImportReport
from data.store import Store
from data.verify import reconcile
from kpi import catalogue
from kpi.model import Period, Scope
from report import answers
from tests.hostile import builder
from tests.hostile.builder import Row

BOTH = ("fr", "en")
SUMMER = Scope(period=Period.parse("2026-T3"))


def rows(ledger: str, **cells: str) -> list[Row]:
    """Read lines such as `N1 M1 100.00` (invoice, matter, amount; then `cell=value`) as the lines of invoices.

    `cells` are shared by all; with a `currency` the amounts are net of the 20 % of tax that is added to them.
    """
    invoices: defaultdict[str, list[Row]] = defaultdict(list)
    for line in filter(None, map(str.strip, ledger.splitlines())):
        number, matter, amount, *rest = line.split()
        own = {"matter": matter.strip("-")} | dict(cell.split("=", 1) for cell in rest)
        kind = builder.expense(amount) if own.get("kind") == "E" else builder.fee("1", amount, amount)
        invoices[number].append(kind | own)
    dear = [builder.invoice(*lines, **{"number": number, **cells}) for number, lines in invoices.items()]
    own_currency = {"currency": cells["currency"]} if "currency" in cells else {}
    return [row for lines in dear for row in (builder.taxed(lines, **own_currency) if own_currency else lines)]


def bill(ledger: str, eol: str = "\r\n", end: str = "[]", **cells: str) -> str:
    """Write a ledger as LEDES 1998B, or as 1998BI when it has a currency."""
    columns = builder.BI if "currency" in cells else builder.B98
    return builder.ledes(rows(ledger, **cells), columns=columns, eol=eol, end=end)


PORTFOLIO = {
    "home.txt": bill("A1 M1 100.00\nA1 M2 250.00\nA2 M2 80.00 kind=E\nA3 - 40.00 worked=20260415"),
    "before.txt": bill("Y1 M9 90.00 date=20250731 start=20250701 end=20250731 worked=20250702"),
    "abroad.txt": bill("B1 M3 300.00\nB2 M1 -60.00", currency="USD", firm="F-2"),
    "firms.csv": "firm_id;name;group_id\nF-1042;Cabinet Dubois;\nF-2;Miller;G1\n",
    "matters.csv": "matter_id;name;matter_type;entity\n"
    "M1;Bail Lyon;Immobilier;\nM2;Divers;Conseil;FR\nM3;Claim;Litige;US\n",
    "panel.csv": "firm_id;matter_type;valid_from;valid_to\nF-1042;;2025-01-01;\nG1;Litige;2026-01-01;2026-06-30\n",
    "budgets.csv": "matter_id;amount;approved_on\nM1;90;2026-01-02\nM1;200;2026-02-03\nM3;150;2026-03-04\n",
    "fx.csv": "currency;valid_on;euros_per_unit\nUSD;2026-01-01;0.80\nUSD;2026-07-01;0.90\n",
    "invoices.csv": "firm_id;invoice_number;invoice_date;net_amount;approved_net;channel;received_on;paid_on\n"
    "F-1042;A1;2026-07-31;350;333,33;platform;2026-08-02;2026-09-08\nF-2;P7;2026-08-01;75;;paper;;\n",
    "rates.csv": "firm_id;hourly_rate;valid_from\nF-1042;90;2026-01-01\n",
    "surveys.csv": "firm_id;answered_on;matter_id;expertise;responsiveness;recommend;comment\n"
    "F-1042;2026-09-01;M1;5;4;9;Bien\nF-1042;2026-09-02;M2;4;;7;\nF-2;2026-09-03;M3;3;2;5;\n",
    "contracts.csv": "firm_id;notified_on;amount;environmental;social;small_business\n"
    "F-1042;2026-02-02;5000;yes;no;yes\nF-2;2026-03-03;7000;no;yes;no\n",
}
"""Two firms, two currencies and their tables: no invoice comes twice, so that any order of files says the same."""


class Books:
    """A store of its own, and the few questions that tests ask it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store(folder / "books.duckdb")
        self.taken = 0

    def take(self, *contents: str | bytes, **more: Any) -> ImportReport:
        """Import files, all at once, under names that never come twice."""
        files = []
        for content in contents:
            self.taken += 1
            files.append((f"{self.taken}.txt", content.encode() if isinstance(content, str) else content))
        return import_files(self.store, files, **more)

    def ask(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query, in order of their first columns."""
        with self.store.reading() as reader:
            return sorted(reader.con.execute(query, parameters).fetchall(), key=repr)

    def total(self) -> Decimal:
        """Return the euros that count."""
        return self.ask("SELECT coalesce(sum(amount), 0) FROM spend WHERE excluded IS NULL")[0][0]

    def version(self) -> int:
        with self.store.reading() as reader:
            return reader.version

    def figures(self) -> dict[str, dict[str, Any]]:
        """Return every figure of the summer of 2026 in every reading, cut by firm, as JSON has it."""
        with self.store.reading() as reader:
            facts = reader.facts()
            return {
                f"{kpi.name} {reading.name}": answers.measure(kpi.compute(facts, SUMMER.cut("firm"), reading.name))
                for kpi in catalogue().values()
                for reading in kpi.readings
            }

    def state(self) -> dict[str, str]:
        """Return a fingerprint of each table's rows, whatever their order; the list of imports apart."""
        moving = {"meta": "WHERE name NOT IN ('writes', 'data_version', 'id', 'journal')"}
        with self.store.reading() as reader:
            tables = [row["name"] for row in reader.rows("SELECT table_name AS name FROM duckdb_tables()")]
            return {
                table: hashlib.sha256(
                    repr(
                        reader.con.execute(
                            f"SELECT COLUMNS(*)::VARCHAR FROM {table} {moving.get(table, '')} ORDER BY ALL"
                        ).fetchall()
                    ).encode()
                ).hexdigest()
                for table in tables
                if table != "batches"
            }

    def differences(self) -> list[str]:
        """Return the totals that do not tie."""
        with self.store.reading() as reader:
            return [tie.title.en for tie in reconcile(reader) if tie.difference]
