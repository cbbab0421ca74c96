"""Cells between quotes, as comma, semicolon and tab files have them.

By RFC 4180 a quote inside a text is doubled. Some programs put a backslash before it; some write it as it is.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache

_QUOTE = '"'


def split(record: str, separator: str) -> tuple[list[str], bool]:
    """Return the cells of a record, and whether a quote inside a text had to be told from one that ends it."""
    tidy = _trailing(separator).sub(_QUOTE, record) if separator != "\t" else record
    for text, escape in ((tidy, None), (tidy, "\\")):
        try:
            return _read(text, separator, escape), False
        except csv.Error:
            continue
    return list(_as_they_stand(record, separator)), True


@cache
def _trailing(separator: str) -> re.Pattern[str]:
    """Blanks between a closing quote and what follows the cell."""
    return re.compile(rf'"[ \t]+(?={re.escape(separator)}|\Z)')


@cache
def _plain(separator: str) -> re.Pattern[str]:
    mark = re.escape(separator)
    cell = rf'(?:"[^"\\]*"|[^"\\\s{mark}][^"\\\r\n{mark}]*|)'
    return re.compile(rf"{cell}(?:{mark}{cell})*")


def is_plain(record: str, separator: str) -> bool:
    """Say whether no text of a record holds a quote: nothing can be doubtful in it."""
    return len(record) < csv.field_size_limit() and _plain(separator).fullmatch(record) is not None


def _read(record: str, separator: str, escape: str | None) -> list[str]:
    reader = csv.reader(
        io.StringIO(record, newline=""), delimiter=separator, escapechar=escape, strict=True,
        skipinitialspace=separator != "\t",
    )  # fmt: skip
    return next(reader, [])


def _as_they_stand(record: str, separator: str) -> list[str]:
    """Split where a quote meets a separator: one that meets none belongs to the text."""
    cells, place = [], 0
    closing = re.compile(rf'"[ \t]*(?:{re.escape(separator)}|\Z)')
    while place <= len(record):
        opened = record.startswith(_QUOTE, place)
        found = closing.search(record, place + 1) if opened else None
        if found:
            cells.append(record[place + 1 : found.start()].replace(_QUOTE * 2, _QUOTE))
            place = found.end() if found[0].endswith(separator) else len(record) + 1
        else:
            end = record.find(separator, place)
            cells.append(record[place : end if end >= 0 else len(record)])
            place = end + 1 if end >= 0 else len(record) + 1
    return cells
