"""The cells of a foreign table, read the way its mapping says: nothing is learned from one cell alone.

Units: amounts as `Decimal` with at most six decimals, rates as fractions of 1. None: it cannot be read that way.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from data.columns import DECIMALS, INTEGER_DIGITS
from data.reference import amounts, dates
from data.reference.cells import NumberText, fold, spelled

if TYPE_CHECKING:
    from data.mapping.model import Mark, Order

CENT = Decimal("0.01")
MOST_VAT = Decimal("0.30")
_FORMULA_TEXT = re.compile(r'="([^"]*)"')
_USUAL = {
    mark: re.compile(
        rf"(-)?([0-9]{{1,12}}|[1-9][0-9]{{0,2}}([ \u00a0\u202f{group}])[0-9]{{3}}(?:\3[0-9]{{3}}){{0,2}})"
        rf"(?:[{mark}]([0-9]{{1,6}}))?(?(1)|(-)?)"
    )
    for mark, group in ((",", "."), (".", ","))
}
"""Amounts as most programs write them, which `amounts` reads alike: they are seldom twice the same in a table."""
_SHORT = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{2})")
_RUN = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2}|[0-9]{4})")
_NAMED = re.compile(r"([0-9]{1,2})[-/. ]+([^\W\d_]{3,10})\.?[-/. ]+([0-9]{4}|[0-9]{2})")
_BLANKS = " \t\r\n\u00a0\u202f\u2009"
_MONTHS = {
    fold(word): number
    for number, words in enumerate(
        (
            "janvier, janv, jan, january, januar",
            "février, févr, fév, fev, feb, february, februar",
            "mars, mar, march, märz",
            "avril, avr, apr, april",
            "mai, may",
            "juin, jun, june, juni",
            "juillet, juil, jul, july, juli",
            "août, aou, aug, august",
            "septembre, sept, sep, september",
            "octobre, oct, october, oktober, okt",
            "novembre, nov, november",
            "décembre, déc, dec, december, dezember, dez",
        ),
        1,
    )
    for word in spelled(words)
}  # fmt: skip — a month a place


def clean(cell: str) -> str:
    """Return a cell without the blanks around it, and without the `="…"` by which exports keep zeros in front."""
    if isinstance(cell, NumberText):
        return cell
    text = cell.strip(_BLANKS)
    guarded = _FORMULA_TEXT.fullmatch(text) if text.startswith('="') else None
    return guarded[1].strip(_BLANKS) if guarded else text


@lru_cache(65536, typed=True)  # a workbook's own number and the same text are two cells
def amount(cell: str, mark: Mark) -> Decimal | None:
    """Read an amount: 1 234,56 · 1.234,56- · (1 234,56 €) with a decimal comma; their like with a point."""
    if isinstance(cell, NumberText):
        return _fitting(Decimal(cell))
    if usual := _USUAL[mark].fullmatch(cell):
        whole = usual[2].replace(usual[3], "") if usual[3] else usual[2]
        return Decimal(f"{usual[1] or usual[5] or ''}{whole}{f'.{usual[4]}' if usual[4] else ''}")
    found = amounts.readings(cell)
    value = found.first if mark == "," else found.second
    return None if value is None else _fitting(value)


def _fitting(value: Decimal) -> Decimal | None:
    if not value.is_finite() or abs(value) >= 10**INTEGER_DIGITS:
        return None
    return (
        value
        if -int(value.as_tuple().exponent) <= DECIMALS
        else value.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)
    )


def rate(cell: str, mark: Mark) -> Decimal | None:
    """Read a VAT rate: 20, 20 %, 0,2 are all 0.2; what would exceed 30 % is not believed."""
    if isinstance(cell, NumberText):
        value: Decimal | None = Decimal(cell)
    else:
        found = amounts.readings(cell, percent=True)
        value = found.first if mark == "," else found.second
    if value is None or value < 0:
        return None
    value = value / 100 if value >= 1 else value
    return value if value <= MOST_VAT else None


@lru_cache(65536, typed=True)  # as above; a table repeats its dates
def date(cell: str, order: Order) -> dt.date | None:
    """Read a date: 2026-07-31, 31/07/2026, 31.07.26, 310726, 31-JUL-26, or a spreadsheet's day number."""
    if day := dates.serial(cell):
        return day
    found = dates.readings(str(cell))
    if found.first or found.second:
        return found.agreed or (found.first if order == "dmy" else found.second)
    if short := _SHORT.fullmatch(cell):
        return _day(short[4], *_ordered(short[1], short[3], order))
    if run := _RUN.fullmatch(cell):
        return _day(run[3], *_ordered(run[1], run[2], order))
    if (named := _NAMED.fullmatch(cell)) and (month := _MONTHS.get(fold(named[2]))):
        return _day(named[3], str(month), named[1])
    return None


def _ordered(first: str, second: str, order: Order) -> tuple[str, str]:
    return (second, first) if order == "dmy" else (first, second)


def _day(year: str, month: str, day: str) -> dt.date | None:
    whole = int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004 — 26 is 2026
    try:
        found = dt.date(whole, int(month), int(day))
    except ValueError:
        return None
    return found if found.year >= 1990 else None  # noqa: PLR2004 — no e-billing is older


def orders(cell: str) -> tuple[bool, bool]:
    """Say whether a cell reads as a date with the day first, and with the month first."""
    return date(cell, "dmy") is not None, date(cell, "mdy") is not None


def marks(cell: str) -> tuple[Decimal | None, Decimal | None]:
    """Return a cell read with a decimal comma and with a decimal point."""
    return amount(cell, ","), amount(cell, ".")
