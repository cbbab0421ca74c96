"""An .xlsx workbook as exact text, its visible sheets cell by cell, once it is known to be safe to open.

Formula errors such as #N/A are kept as text: the library that opens workbooks would leave the cell empty.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from data.problem import Problem
from data.reference import problems
from data.reference.cells import NumberText

Rows = list[list[str]]
"""All the rows of a sheet from its first line on, empty ones included."""

Range = tuple[tuple[int, int], tuple[int, int]]
"""A merged cell: its first and its last row and column, counted from 0 in the grid."""

MAX_UNPACKED = 512 * 1024 * 1024
MAX_MEMBERS = 10_000
MAX_CELLS = 5_000_000
"""A sheet is opened as a full grid: two lone cells in opposite corners would ask for 500 GB."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    CalamineError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)  # fmt: skip — what damaged archives raise in the libraries that unpack and open them
_SHEET = re.compile(rb"""<(?:\w+:)?sheet\s[^<>]*?\w+:id=["']([^"']+)["']""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ID = re.compile(rb"""\bId=["']([^"']+)["']""")
_TARGET = re.compile(rb"""\bTarget=["']/?(?:xl/)?([^"']+)["']""")
_TAG = re.compile(rb"<(?:\w+:)?(row|c)\b([^<>]*)>")
_REFERENCE = re.compile(rb"""\br=["']([A-Z]{0,3})([0-9]{1,7})["']""")
_IS_ERROR = re.compile(rb"""\bt=["']e["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")


@dataclass
class _Survey:
    """How far the filled cells of a sheet reach, and which of them hold an error, before it is opened."""

    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def grids(data: bytes) -> tuple[list[tuple[str, Rows]], list[Problem]]:
    """Return the visible sheets by name, and what is wrong with the workbook or was left out of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
                return [], [Problem(problems.TOO_BIG)]
            surveys = [_survey(archive.read(part)) for part in _sheet_parts(archive)]
        if any(survey.rows * survey.columns > MAX_CELLS for survey in surveys):
            return [], [Problem(problems.TOO_BIG)]
        return _opened(data, surveys)
    except _UNREADABLE:
        return [], [Problem(problems.WORKBOOK)]


def merged(data: bytes) -> dict[str, list[Range]]:
    """Return the merged cells of a workbook whose grids could be read, by sheet."""
    found = {}
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as opened:
        for index, about in enumerate(opened.sheets_metadata):
            if about.typ == SheetTypeEnum.WorkSheet:
                sheet = opened.get_sheet_by_index(index)
                left = sheet.start[1] if sheet.start else 0
                ranges = sheet.merged_cell_ranges or []
                found[about.name] = [((a, b - left), (c, d - left)) for (a, b), (c, d) in ranges if b >= left]
    return found


def _sheet_parts(archive: zipfile.ZipFile) -> list[str]:
    """Name the parts of the archive that hold the sheets, in the order of the workbook."""
    targets = {}
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        name, target = _ID.search(relation), _TARGET.search(relation)
        if name and target:
            targets[name[1]] = f"xl/{target[1].decode()}"
    return [targets[name] for name in _SHEET.findall(archive.read("xl/workbook.xml"))]


def _survey(xml: bytes) -> _Survey:
    found, row, column = _Survey(), 0, 0
    for tag in _TAG.finditer(xml):
        reference = _REFERENCE.search(tag[2])
        if tag[1] == b"row":
            row, column = int(reference[2]) if reference else row + 1, 0
            continue
        row, column = (int(reference[2]), _number(reference[1])) if reference else (row, column + 1)
        if tag[2].endswith(b"/"):  # formatted and empty
            continue
        found.rows, found.columns = max(found.rows, row), max(found.columns, column)
        if _IS_ERROR.search(tag[2]) and (value := _VALUE.search(xml, tag.end())):
            found.errors[row, column] = value[1].decode()
    return found


def _number(letters: bytes) -> int:
    """Turn the letters of a column into its number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _opened(data: bytes, surveys: list[_Survey]) -> tuple[list[tuple[str, Rows]], list[Problem]]:
    found: list[tuple[str, Rows]] = []
    told: list[Problem] = []
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for index, (sheet, survey) in enumerate(zip(workbook.sheets_metadata, surveys, strict=True)):
            if sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible == SheetVisibleEnum.Visible:
                found.append((sheet.name, _rows(workbook.get_sheet_by_index(index), survey.errors)))
            elif survey.rows:
                told.append(Problem(problems.HIDDEN, seen=sheet.name))
    return found, told


def _rows(sheet: CalamineSheet, errors: Mapping[tuple[int, int], str]) -> Rows:
    rows = [[_text(cell) for cell in row] for row in sheet.iter_rows()]
    left = sheet.start[1] if sheet.start else 0
    for (row, column), error in errors.items():
        rows[row - 1][column - 1 - left] = error
    return rows


def _text(cell: object) -> str:
    """Write a cell as exact text: whole numbers without a point, dates as 2026-09-30."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            # A spreadsheet guarantees and shows 15 digits; the 16th and 17th are noise of its arithmetic.
            return NumberText(f"{Decimal(f'{cell:.15g}'):f}")
        case dt.datetime():
            return (cell.date() if cell.time() == dt.time() else cell).isoformat()
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)
