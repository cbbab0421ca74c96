"""Dates as files write them: JJ/MM/AAAA or MM/DD/YYYY, 2026-09-30, 20260930, and Excel's day numbers."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from data.reference.habits import Readings

_TIME = r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\.0+)?)?"
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})([-/.]?)([0-9]{{2}})\2([0-9]{{2}}){_TIME}")
_YEAR_LAST = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}){_TIME}")
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")

EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
"""Excel counts days from here; that it takes 1900 for a leap year moves only dates before March 1900."""
_SERIAL_FROM, _SERIAL_TO = dt.date(1980, 1, 1), dt.date(2099, 12, 31)
_OLDEST = 1900


@lru_cache(4096)  # a file repeats its dates
def readings(text: str) -> Readings[dt.date]:
    """Read a date the day first and the month first; one that starts with its year reads alike both ways."""
    if found := _YEAR_FIRST.fullmatch(text):
        day = _date(found[1], found[3], found[4])
        return Readings(day, day)
    if found := _YEAR_LAST.fullmatch(text):
        return Readings(_date(found[4], found[3], found[1]), _date(found[4], found[1], found[3]))
    return Readings(None, None)


def serial(text: str) -> dt.date | None:
    """Read the number under which a workbook keeps a date; far from our times it is some other number."""
    if not (found := _SERIAL.fullmatch(text)):
        return None
    day = EXCEL_DAY_ZERO + dt.timedelta(int(found[1]))
    return day if _SERIAL_FROM <= day <= _SERIAL_TO else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        found = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= _OLDEST else None
