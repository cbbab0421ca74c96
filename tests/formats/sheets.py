"""Workbooks of billing lines, written cell by cell as a firm's spreadsheet holds them: real dates and numbers."""

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from tests.hostile.builder import B98, Row, cells_of

AMOUNTS = {name for name in B98 if name.endswith(("_TOTAL", "_UNITS", "_COST", "_AMOUNT"))}
Rows = Sequence[Sequence[Any]]


def typed(rows: Sequence[Row]) -> list[list[Any]]:
    """Write lines as a spreadsheet holds them, under their header."""
    return [list(B98), *([_cell(*one) for one in zip(B98, cells_of(row), strict=True)] for row in rows)]


def _cell(name: str, cell: str) -> Any:
    if name in AMOUNTS and cell:
        return float(cell)
    return dt.datetime.strptime(cell, "%Y%m%d") if name.endswith("_DATE") and cell else cell  # noqa: DTZ007 — a day


def book(sheets: dict[str, Rows], touch: Callable[[xlsxwriter.Workbook], None] = lambda _: None) -> bytes:
    """Write a workbook, then let `touch` merge or hide what it must."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(row, column, cell, day)
                    elif isinstance(cell, float):
                        sheet.write_number(row, column, cell)
                    elif cell:
                        sheet.write_string(row, column, cell)
        touch(made)
    return out.getvalue()
