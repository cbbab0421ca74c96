"""How a cell is read: dates and amounts as people write them, decided once for a whole file, never guessed by cell."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

INTEGER_DIGITS, DECIMALS = 12, 6
_STRICT = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")
_UNSIGNED = re.compile(r"[0-9]+\.?[0-9]*|\.[0-9]+")
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_COMMA_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_ENGLISH = re.compile(r"[0-9]{1,3}(,[0-9]{3})+\.[0-9]*")
_EUROPEAN = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+,[0-9]+")
_POINT_THOUSANDS = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_SPACED = re.compile(r"[0-9]{1,3}([ \u00a0\u202f'’][0-9]{3})+(?![0-9])")
_CURRENCY = re.compile(r"^(?:EUR|USD|GBP|CHF|[€$£])\s*|\s*(?:EUR|USD|GBP|CHF|[€$£])$", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})")
_ISO_DATE = re.compile(r"([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})(?:[T ].*)?")
_COMPACT_DATE = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_SERIAL = re.compile(r"[2-5][0-9]{4}")
THOUSANDS_DIGITS = 3
EMPTY = frozenset({"", "NULL"})

Mark = Literal[".", ",", "?"]
Order = Literal["dmy", "mdy", "?"]


@dataclass(frozen=True)
class Habits:
    """How a file writes numbers and dates. `?` is undecidable: such cells are set aside, never guessed."""

    decimal: Mark = "."
    commas_are_thousands: bool = False
    order: Order = "dmy"
    order_assumed: bool = False
    serials: bool = False
    """Whether a bare number of five digits is a spreadsheet's day count: in comma and semicolon files only."""


@dataclass(frozen=True)
class Read:
    """A cell's value, and the code of what had to be absorbed to read it."""

    value: Decimal | None
    note: str = ""


@lru_cache(65536)
def bare(cell: str) -> tuple[str, str]:
    """Return sign and body of an amount: `(70.00)`, `70.00-`, `-70 €` are all minus seventy."""
    text = _CURRENCY.sub("", cell.strip()).strip(" \u00a0\u202f")
    sign = ""
    if text.startswith("(") and text.endswith(")"):
        sign, text = "-", text[1:-1].strip()
    elif text.endswith("-"):
        sign, text = "-", text[:-1].strip()
    elif text[:1] in "+-" and text[1:]:
        sign, text = text[0].replace("+", ""), text[1:].strip()
    return sign, _CURRENCY.sub("", text).strip(" \u00a0\u202f")


def is_amount(cell: str) -> bool:
    """Say whether a cell holds a number, however it is written: a first look, before the file's habits are known."""
    body = re.sub(r"[ \u00a0\u202f'’]", "", bare(cell)[1])
    return any(
        shape.fullmatch(body) for shape in (_UNSIGNED, _COMMA, _COMMA_THOUSANDS, _ENGLISH, _EUROPEAN, _POINT_THOUSANDS)
    )


@lru_cache(65536)  # a cell is looked at to learn the habits, to see that a line adds up, then to be read
def amount(cell: str, habits: Habits) -> Read | None:
    """Read an amount exactly; None when it cannot be read without guessing."""
    if cell.strip().upper() in EMPTY:
        return Read(None)
    if _STRICT.fullmatch(cell) and habits.decimal == ".":
        return _fitting(cell, "")
    sign, body = bare(cell)
    note = "THOU" if body != cell.lstrip("+-") else ""
    if _SPACED.match(body):
        body, note = re.sub(r"(?<=[0-9])[ \u00a0\u202f'’](?=[0-9]{3})", "", body), "THOU"
    if body.isascii() and body.isdigit():
        return _fitting(sign + body, note)
    found = _with_mark(body, habits)
    return _fitting(sign + found[0], found[1] or note) if found else None


def _with_mark(body: str, habits: Habits) -> tuple[str, str] | None:
    """Return an amount with a decimal point and no other mark, and what was absorbed; None when it is ambiguous."""
    readings: tuple[tuple[re.Pattern[str], bool, dict[str, str], str], ...] = (
        (_ENGLISH, habits.decimal != ",", {",": ""}, "THOU"),
        (_EUROPEAN, habits.decimal != ".", {".": "", ",": "."}, "THOU"),
        (_COMMA_THOUSANDS, habits.commas_are_thousands, {",": ""}, "THOU"),
        (_COMMA, habits.decimal == ",", {",": "."}, "DEC"),
        (_POINT_THOUSANDS, habits.decimal == ",", {".": ""}, "THOU"),
        (_UNSIGNED, habits.decimal == ".", {}, ""),
    )
    for shape, allowed, changes, note in readings:
        if allowed and shape.fullmatch(body):
            return body.translate({ord(mark): other for mark, other in changes.items()}), note
    return None


def _fitting(text: str, note: str) -> Read | None:
    """Return the number as the store can hold it: 12 digits; beyond 6 decimals it is rounded, and told."""
    whole, _, decimals = text.lstrip("+-").partition(".")
    if len(whole.lstrip("0")) > INTEGER_DIGITS:
        return None
    if len(decimals.rstrip("0")) > DECIMALS:
        return Read(Decimal(text).quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP), "ROUND")
    return Read(Decimal(text), note)


def number_habits(cells: Iterable[str], *, points_seen: bool, adds_up: dict[Mark, int] | None = None) -> Habits:
    """Decide a file's decimal mark from its unusual amounts.

    `points_seen`: other amounts of the file have a decimal point. `adds_up` counts, where a comma is followed by three
    digits everywhere, the lines whose arithmetic holds if the comma is a decimal mark or a thousands mark.
    """
    bodies = [bare(cell)[1].replace("\u00a0", " ").replace("\u202f", " ") for cell in set(cells)]
    bodies = [re.sub(r"(?<=[0-9])[ '’](?=[0-9]{3})", "", body) for body in bodies]
    english = any(_ENGLISH.fullmatch(body) for body in bodies)
    european = any(_EUROPEAN.fullmatch(body) for body in bodies)
    commas = [body for body in bodies if _COMMA.fullmatch(body)]
    decimal_commas = any(len(body.partition(",")[2]) != THOUSANDS_DIGITS for body in commas)
    points = points_seen or any(
        _STRICT.fullmatch(body) and "." in body and not (european and _POINT_THOUSANDS.fullmatch(body))
        for body in bodies
    )
    if (european or decimal_commas) and not english:
        return Habits(decimal="?" if points else ",")
    if english:
        return Habits(decimal=".", commas_are_thousands=not (european or decimal_commas))
    if commas and not points and adds_up and adds_up[","] != adds_up["."]:
        comma_is_decimal = adds_up[","] > adds_up["."]
        return Habits(decimal="," if comma_is_decimal else ".", commas_are_thousands=not comma_is_decimal)
    return Habits(decimal=".")


def date_order(cells: Iterable[str]) -> tuple[Order, bool]:
    """Decide whether a file writes day or month first; the flag says it had to be assumed."""
    first = second = seen = False
    for cell in set(cells):
        found = _NUMERIC_DATE.fullmatch(cell.strip())
        if found:
            seen = True
            first |= int(found[1]) > 12  # noqa: PLR2004 — months of a year
            second |= int(found[2]) > 12  # noqa: PLR2004 — months of a year
    if first and second:
        return "?", False
    return ("mdy" if second else "dmy"), seen and not (first or second)


@lru_cache(65536)  # a file repeats its dates
def date(cell: str, habits: Habits) -> dt.date | None:
    """Read a date: YYYYMMDD, YYYY-MM-DD, or day and month in the file's order; None when there is no such day."""
    text = cell.strip()
    compact = _COMPACT_DATE.fullmatch(text) or _ISO_DATE.fullmatch(text)
    if compact:
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    if habits.serials and _SERIAL.fullmatch(text):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(text))
    found = _NUMERIC_DATE.fullmatch(text)
    if not found or habits.order == "?":
        return None
    day, month = (int(found[1]), int(found[2])) if habits.order == "dmy" else (int(found[2]), int(found[1]))
    return _day(int(found[3]), month, day)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
