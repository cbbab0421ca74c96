"""A foreign table as it stands: its encoding, its separator, its sheets, its headings wherever they are, its rows."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data import sheet
from data.mapping.fields import FIELDS
from data.mapping.model import fold_heading
from data.mapping.problems import COLUMNS, ENCODING, TABLE
from data.problem import Problem
from data.reference import problems as sheet_problems
from data.reference import workbook
from data.reference.cells import NumberText, fold
from data.reference.row import SetAside
from data.sheet import Record
from data.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SEARCHED = 40
"""Records at the top of a table among which its headings are looked for."""
MOST_COLUMNS = 1000
_SHEET_BITS = 20
_HEAD = 4096
_FEWEST = 2
_DECORATION = re.compile(r"[-_=*+\s]*")
_LOOKS_TYPED = re.compile(r"[-+(]?[\d\s.,'’/:\-]*\d[\d\s.,'’/:\-)%€$£]*")
_KNOWN = frozenset(rank for fields in FIELDS.values() for one in fields.values() for rank in one.ranks)


@dataclass(frozen=True)
class Opened:
    """A file cut into records, sheet by sheet; a text file is one sheet without a name."""

    encoding: str
    separator: str | None
    sheets: list[tuple[str, list[Record]]]
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Grid:
    """One table: its headings, each unlike the others; its rows; what was set aside for its shape."""

    name: str
    header_line: int
    header: list[str]
    rows: list[Record]
    titles: list[Record]
    set_aside: list[SetAside] = field(default_factory=list)

    @property
    def fingerprint(self) -> tuple[str, ...]:
        """What the table is recognised by: its headings, whatever their order."""
        return tuple(sorted(map(fold_heading, self.header)))


def open_table(data: bytes, encoding: str | None = None, separator: str | None = None) -> Opened:
    """Cut a file into records; encoding and separator are found unless told."""
    if data.startswith(b"PK\x03\x04"):
        grids, told = workbook.grids(data)
        return Opened("xlsx", None, [(name, [*_of_sheet(rows)]) for name, rows in grids], told)
    if encoding is None:
        decoded = decode(data)
        text, encoding = decoded.text.decode("utf-8", "replace"), decoded.encoding
    else:
        text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if _is_binary(text[:_HEAD]):
        return Opened(encoding, separator, [])
    notes = [Problem(ENCODING, seen=encoding)] if "\ufffd" in text else []
    lines = list(io.StringIO(text.replace("\x00", ""), newline=""))
    mark = separator or _separator(lines)
    return Opened(encoding, mark, [("", list(sheet.records(lines, 0, mark)))], notes)


def _is_binary(head: str) -> bool:
    """Say whether a text is none: more than one sign in a hundred is a control sign."""
    return 100 * sum(letter < " " and letter not in "\t\r\n\f" for letter in head) > len(head)


def found_in(opened: Opened, wanted: Iterable[str] = (), header_line: int | None = None) -> list[Grid]:
    """Return the tables of a file: each under the headings wanted, else under those at a line, else where they seem."""
    asked = {*wanted}
    found = []
    for place, (name, records) in enumerate(opened.sheets):
        start = _start(records, asked, header_line)
        if start is not None:
            found.append((place, name, _grid(name, records, start)))
    several = len(found) > 1
    return [_numbered(grid, place + 1) if several else grid for place, _, grid in found]


def refused(opened: Opened, grids: Sequence[Grid]) -> Problem | None:
    """Say why a file is no table that can be mapped, if so."""
    if any(problem.kind.level == "reject" for problem in opened.notes):
        return next(problem for problem in opened.notes if problem.kind.level == "reject")
    if not grids:
        return Problem(TABLE)
    wide = next((grid for grid in grids if len(grid.header) > MOST_COLUMNS), None)
    if wide is not None:
        return Problem(COLUMNS, wide.header_line, seen=str(len(wide.header)), more={"expected": str(MOST_COLUMNS)})
    return None


def _of_sheet(rows: workbook.Rows) -> Iterable[Record]:
    width = max(map(len, rows), default=0)
    for line, cells in enumerate(rows, 1):
        padded = [*cells, *[""] * (width - len(cells))]
        yield Record(line, padded, "\t".join(cells))


def _separator(lines: list[str]) -> str:
    """Find the separator under which the most rows have as many cells, headings first."""
    top = lines[:SEARCHED]

    def fits(mark: str) -> tuple[int, int, int]:
        records = [record for record in sheet.records(top, 0, mark) if not is_blank(record.cells)]
        widths = Counter(len(record.cells) for record in records if len(record.cells) >= _FEWEST)
        width, often = max(widths.items(), key=lambda one: (one[1], one[0]), default=(1, 0))
        known = max((_known(record.cells) for record in records), default=0)
        return known, often, width

    return max(sheet.SEPARATORS, key=fits)


def is_blank(cells: Sequence[str]) -> bool:
    """Say whether a row holds nothing but the rules that some programs draw."""
    return all(_DECORATION.fullmatch(cell) for cell in cells)


def _known(cells: Sequence[str]) -> int:
    return sum(fold(cell) in _KNOWN for cell in cells if cell.strip())


def _start(records: Sequence[Record], wanted: set[str], header_line: int | None) -> int | None:
    top = list(enumerate(records[: SEARCHED if header_line is None else len(records)]))
    if header_line is not None:
        return next((place for place, record in top if record.line == header_line), None)
    if wanted:
        return next((place for place, one in top if wanted <= set(map(fold_heading, labels(one.cells)))), None)
    best, chosen = 0, None
    for place, record in top:
        filled = [cell for cell in record.cells if cell.strip()]
        words = [
            cell for cell in filled if not isinstance(cell, NumberText) and not _LOOKS_TYPED.fullmatch(cell.strip())
        ]
        score = len(words) + 3 * _known(record.cells) - 2 * (len(filled) - len(words))
        if len(words) >= _FEWEST and score > best and any(not is_blank(one.cells) for one in records[place + 1 :]):
            best, chosen = score, place
    return chosen


def labels(cells: Sequence[str]) -> list[str]:
    """Give each column a heading of its own: two alike are numbered, one without a heading is named by its place."""
    seen: Counter[str] = Counter()
    found = []
    for place, cell in enumerate(cells, 1):
        heading = " ".join(cell.split()) or f"#{place}"
        seen[fold_heading(heading)] += 1
        count = seen[fold_heading(heading)]
        found.append(heading if count == 1 else f"{heading} ({count})")
    return found


def _grid(name: str, records: Sequence[Record], start: int) -> Grid:
    first = records[start]
    below = [record for record in records[start + 1 :] if record.broken or not is_blank(record.cells)]
    filled = [place for place, cell in enumerate(first.cells) if cell.strip()]
    width = len(first.cells)
    used = {
        place
        for record in below
        if len(record.cells) == width
        for place, cell in enumerate(record.cells)
        if cell.strip()
    }
    kept = sorted({*filled, *used})
    named = labels(first.cells)
    header = [named[place] for place in kept]
    rows, aside = [], []
    for record in below:
        cells = record.cells
        if not record.broken and len(cells) > width and not any(cell.strip() for cell in cells[width:]):
            cells = cells[:width]
        problem = _misshapen(record, cells, first.cells)
        if problem is not None:
            aside.append(SetAside(record.line, record.original, problem))
        else:
            rows.append(record._replace(cells=[cells[place] for place in kept]))
    titles = [record for record in records[:start] if not is_blank(record.cells)]
    return Grid(name, first.line, header, rows, titles, aside)


def _misshapen(record: Record, cells: Sequence[str], header: Sequence[str]) -> Problem | None:
    if record.broken:
        return Problem(sheet_problems.QUOTE, record.line)
    if len(cells) != len(header):
        return Problem(sheet_problems.CELLS, record.line, seen=str(len(cells)), more={"expected": str(len(header))})
    return None


def _numbered(grid: Grid, place: int) -> Grid:
    """Give the rows of one sheet among several numbers that lead to it alone."""
    offset = place << _SHEET_BITS
    aside = [SetAside(one.line + offset, one.original, _moved(one.problem, offset)) for one in grid.set_aside]
    rows = [record._replace(line=record.line + offset) for record in grid.rows]
    titles = [record._replace(line=record.line + offset) for record in grid.titles]
    return Grid(grid.name, grid.header_line + offset, grid.header, rows, titles, aside)


def _moved(problem: Problem, offset: int) -> Problem:
    return Problem(problem.kind, problem.line + offset, problem.column, problem.seen, problem.more)
