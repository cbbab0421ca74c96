"""Reference tables: firms, matters, budgets, the register of invoices and the others, read from CSV or XLSX.

`identify` says which table a sheet is, `read` turns it into typed rows. Each table is declared once, in the
file of its theme; its templates and its documentation are made from that declaration.
"""

from __future__ import annotations

from data.problem import Kind
from data.reference import cell_problems, problems
from data.reference.matching import TABLES, match, recognise
from data.reference.reading import ReadRow, TableRead, identify, read
from data.reference.row import Column, Row, SetAside, Table

KINDS = {
    kind.code: kind for room in (problems, cell_problems) for kind in vars(room).values() if isinstance(kind, Kind)
}
"""Every kind of problem a table can have, by its code."""

__all__ = [
    "KINDS",
    "TABLES",
    "Column",
    "ReadRow",
    "Row",
    "SetAside",
    "Table",
    "TableRead",
    "identify",
    "match",
    "read",
    "recognise",
]
