"""Sheets: the cells of a CSV file or of a workbook as exact text, each row with its line in the file.

A row with a cell too many or too few is set aside here, never repaired by guess: it would shift amounts into
other columns without a sound.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from data.problem import Problem
from data.reference import problems, workbook
from data.reference.matching import announces
from data.reference.row import SetAside

SEPARATORS = (";", "\t", "|", ",")
_SEARCHED = 20
"""Lines at the top of a file among which its headings are looked for: exports often start with a title."""
_LONGEST = 1 << 18
"""Letters of the longest line that may be one of headings."""
_FEWEST = 2
"""Filled cells that a line of headings has at least."""


class Record(NamedTuple):
    """A record of a file: its first line, its cells, its own text; broken if its quotes do not close."""

    line: int
    cells: list[str]
    original: str
    broken: bool = False


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in a file: its headings, and its rows as text with their line numbers.

    originals   the text of each row as received, in the order of `rows`
    separator   of a CSV file; None for a workbook
    set_aside   rows whose cells do not match the headings
    notes       what is to be told of the sheet as a whole
    """

    header: list[str]
    rows: list[tuple[int, list[str]]]
    originals: list[str]
    encoding: str
    separator: str | None
    header_line: int = 1
    set_aside: list[SetAside] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


def from_csv(text: str, encoding: str = "utf-8") -> Sheet:
    """Read a CSV file, given decoded and without byte order mark; `encoding` is what it was decoded from."""
    lines = list(io.StringIO(text, newline=""))
    start, separator = _heading_line(lines)
    titles = [Record(number, [line], line) for number, line in enumerate(lines[:start], 1) if line.strip()]
    return _sheet(titles, list(records(lines, start, separator)), encoding, separator)


def beginning(text: str) -> str:
    """Return the lines of a CSV file that are enough to know its headings."""
    return "".join(islice(io.StringIO(text, newline=""), 10 * _SEARCHED))


def from_xlsx(data: bytes) -> tuple[list[tuple[str, Sheet]], list[Problem]]:
    """Read the visible sheets of a workbook that hold a table, by name, and what is wrong with it."""
    grids, told = workbook.grids(data)
    return of_grids(grids), told


def of_grids(grids: list[tuple[str, workbook.Rows]]) -> list[tuple[str, Sheet]]:
    """Return the sheets that hold a table, by name, from their cells."""
    sheets = [(name, _from_grid(rows)) for name, rows in grids]
    return [(name, sheet) for name, sheet in sheets if sheet.header]


def _from_grid(rows: workbook.Rows) -> Sheet:
    records = [Record(line, cells, "\t".join(cells)) for line, cells in enumerate(rows, 1) if _filled(cells)]
    searched = records[:_SEARCHED]
    start = next(
        (n for known in (True, False) for n, record in enumerate(searched) if _is_heading(record.cells, known=known)),
        0,
    )
    return _sheet(records[:start], records[start:], "xlsx", None)


def _heading_line(lines: list[str]) -> tuple[int, str]:
    """Find the headings and their separator: the first line a table knows, else the first with two cells."""
    top = lines[:_SEARCHED]
    for known in (True, False):
        for index in range(len(top)):
            if len(top[index]) > _LONGEST:
                continue
            splits = {mark: next(csv.reader(top[index:], delimiter=mark), []) for mark in SEPARATORS}
            fitting = [mark for mark in SEPARATORS if _is_heading(splits[mark], known=known)]
            if fitting:
                return index, max(fitting, key=lambda mark: _filled(splits[mark]))
    return 0, SEPARATORS[0]


def _is_heading(cells: list[str], *, known: bool) -> bool:
    return announces(cells) if known else _filled(cells) >= _FEWEST


def _filled(cells: list[str]) -> int:
    return sum(1 for cell in cells if cell.strip())


def records(lines: list[str], start: int, separator: str) -> Iterator[Record]:
    """Split lines into records, quotes respected; after a broken quote, go on at the next line."""
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=separator, strict=True, skipinitialspace=True)
        begin = start
        try:
            for cells in reader:
                end = start + reader.line_num
                text = lines[begin] if end - begin == 1 else "".join(lines[begin:end])
                yield Record(begin + 1, cells, text.rstrip("\r\n"))
                begin = end
        except csv.Error:
            yield Record(begin + 1, [], lines[begin].rstrip("\r\n"), broken=True)
            begin += 1
        start = begin


def _sheet(titles: list[Record], records: list[Record], encoding: str, separator: str | None) -> Sheet:
    """Set the records under their headings, which are the first of them."""
    first, *others = records or [Record(1, [], "")]
    header = [cell.strip() for cell in first.cells]
    if _filled(header) < _FEWEST:
        return Sheet([], [], [], encoding, separator)
    rows, aside = [], []
    for record in others:
        if problem := _misshapen(record, header):
            aside.append(SetAside(record.line, record.original, problem))
        elif _filled(record.cells):
            rows.append(record)
    kept = [n for n, name in enumerate(header) if name or any(row.cells[n].strip() for row in rows)]
    more = {"count": str(len(titles))}
    return Sheet(
        header=[header[n] or f"#{n + 1}" for n in kept],
        rows=[(row.line, [row.cells[n] for n in kept]) for row in rows],
        originals=[row.original for row in rows],
        encoding=encoding,
        separator=separator,
        header_line=first.line,
        set_aside=aside,
        notes=[Problem(problems.TITLES, row.line, seen=row.original.strip(), more=more) for row in titles[:1]],
    )


def _misshapen(record: Record, header: list[str]) -> Problem | None:
    """Say why a record cannot stand under the headings; a blank one is no record at all."""
    if record.broken:
        return Problem(problems.QUOTE, record.line)
    if len(record.cells) != len(header):
        if not _filled(record.cells):
            return None
        more = {"expected": str(len(header))}
        return Problem(problems.CELLS, record.line, seen=str(len(record.cells)), more=more)
    if [cell.strip() for cell in record.cells] == header:
        return Problem(problems.AGAIN, record.line)
    return None
