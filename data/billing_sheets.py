"""Billing lines in a workbook: which sheets hold them, and their rows as the records of a text file would be.

A row keeps its number in its sheet. Where several sheets hold lines, the number also carries the place of the sheet,
so that a number leads to one row: `row_of` gives the row back.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from data import columns
from data.checks.tables import MERG, STRAY
from data.formats import text_formats
from data.framing import KEY, Layout, Segment, header_name
from data.problem import Problem
from data.reference import workbook
from data.reference.cells import NumberText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SEARCHED = 20
"""Rows of a sheet among which its header is looked for."""
_ROW_BITS = 20
"""A sheet has at most 2^20 rows."""
_MARK = ";"
_KINDS = {column.name: column.kind for made in text_formats() for column in made.columns}


@dataclass
class BillingSheet:
    """A sheet with billing lines: its rows framed, what stands above its header, what is to be told of it."""

    name: str
    segment: Segment
    titles: list[tuple[int, str]]
    notes: list[Problem] = field(default_factory=list)


def row_of(line: int) -> int:
    """Return the row in its sheet of a line of a workbook."""
    return line & ((1 << _ROW_BITS) - 1)


def placed(problem: Problem, sheets: Mapping[int, str]) -> Problem:
    """Return a problem with its row in its sheet, and the sheet's name, where a file has several sheets of lines."""
    name = sheets.get(problem.line >> _ROW_BITS)
    if name is None:
        return problem
    return replace(problem, line=row_of(problem.line), more={**problem.more, "sheet": name})


def billing_sheets(
    grids: Iterable[tuple[str, workbook.Rows]], data: bytes
) -> tuple[list[BillingSheet], dict[int, str]]:
    """Return the sheets that hold billing lines, and their names by place where there are several."""
    found = [(name, rows, start) for name, rows in grids if (start := _header_row(rows)) is not None]
    merged = workbook.merged(data) if found else {}
    places = {place: name for place, (name, _, _) in enumerate(found, 1)} if len(found) > 1 else {}
    sheets = [
        _sheet(name, rows, start, merged.get(name, []), (place << _ROW_BITS) if places else 0)
        for place, (name, rows, start) in enumerate(found, 1)
    ]
    return sheets, places


def texts(data: bytes, lines: Iterable[int]) -> dict[int, str]:
    """Return rows of a workbook as text, cells parted by semicolons; of a row number alone, that row of each sheet."""
    grids, _ = workbook.grids(data)
    sheets, places = billing_sheets(grids, data)
    by_name = dict(grids)
    found = {}
    for line in lines:
        chosen = places.get(line >> _ROW_BITS)
        names = [chosen] if chosen else [sheet.name for sheet in sheets] or list(by_name)
        rows = [(name, by_name[name][row_of(line) - 1]) for name in names if 0 < row_of(line) <= len(by_name[name])]
        filled = [(name, _record(cells)) for name, cells in rows if any(cell.strip() for cell in cells)]
        if filled:
            found[line] = "\n".join(f"{name}\n{text}" if len(filled) > 1 else text for name, text in filled)
    return found


def _header_row(rows: workbook.Rows) -> int | None:
    """Return the place of the header among the first rows that are not empty."""
    filled = [place for place, cells in enumerate(rows) if any(cell.strip() for cell in cells)][:_SEARCHED]
    return next((place for place in filled if _is_header(rows[place])), None)


def _is_header(cells: list[str]) -> bool:
    """Say whether cells are the headings of lines: a register of invoices has a number as well, but no LINE_ITEM."""
    names = [header_name(cell) for cell in cells]
    return KEY in names and ("LINE_ITEM_TOTAL" in names or any(cell.upper().startswith("LINE_ITEM") for cell in cells))


def _sheet(name: str, rows: workbook.Rows, start: int, merged: Iterable[workbook.Range], offset: int) -> BillingSheet:
    width = max(map(len, rows))
    rows = [cells + [""] * (width - len(cells)) for cells in rows]
    names = tuple(header_name(cell) for cell in rows[start])
    written = tuple(cell.strip().upper().replace(" ", "_") for cell in rows[start])
    body, notes = _filled_down(rows, start, names, merged, offset)
    below = [(place, cells) for place, cells in enumerate(body[start + 1 :], start + 2) if any(map(str.strip, cells))]
    for line, cells in below:
        stray = next((cell for cell, heading in zip(cells, names, strict=True) if cell.strip() and not heading), None)
        if stray is not None:
            notes.append(Problem(STRAY, offset + line, seen=stray[:80]))
            break
    comma = _decimal_comma(cells for _, cells in below)
    records = [(offset + line, _record(_plain(cells, comma=comma))) for line, cells in below]
    table = pa.table(
        {
            "line_no": pa.array([line for line, _ in records], pa.int32()),
            "line": pa.array([f"{record}[]\n" for _, record in records], pa.large_string()),
        }
    )
    titles = [
        (offset + n, _record(cells).strip()) for n, cells in enumerate(rows[:start], 1) if any(map(str.strip, cells))
    ]
    written = tuple(heading for heading in written if heading)
    return BillingSheet(
        name, Segment(Layout(_MARK, names, trailing=False, written=written), offset + start + 1, table), titles, notes
    )


def _filled_down(
    rows: workbook.Rows, start: int, names: tuple[str, ...], merged: Iterable[workbook.Range], offset: int
) -> tuple[workbook.Rows, list[Problem]]:
    """Give every row of a merged cell its text, code or date; an amount belongs to its first row alone."""
    filled = [list(cells) for cells in rows]
    told: dict[str, int] = {}
    for (top, left), (bottom, right) in merged:
        kind = _KINDS.get(names[left]) if left == right < len(names) else None
        if top > start and kind in ("text", "code", "date"):
            for place in range(top + 1, min(bottom + 1, len(filled))):
                filled[place][left] = filled[top][left]
            told.setdefault(names[left], top + 1)
    first = min(told.values(), default=0)
    return filled, [Problem(MERG, offset + first, seen=", ".join(told))] if told else []


def _decimal_comma(rows: Iterable[list[str]]) -> bool:
    """Say whether the amounts that the workbook holds as text have a decimal comma: its numbers are then written so."""
    written = [cell for cells in rows for cell in cells if not isinstance(cell, NumberText)]
    return columns.number_habits(filter(columns.is_amount, written), points_seen=False).decimal == ","


def _plain(cells: list[str], *, comma: bool) -> list[str]:
    return [cell.replace(".", ",") if comma and isinstance(cell, NumberText) else str(cell) for cell in cells]


def _record(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=_MARK, lineterminator="").writerow(cells)
    return out.getvalue()
