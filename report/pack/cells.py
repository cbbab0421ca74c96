"""The rows of a listing in words: every cell as the screen writes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kpi.model import Lang, Text
from report import words
from report.pack.model import Listing
from report.tables import Column, Kind, Value

_QUANTITY: Final = 2  # decimals of a column of numbers that are not all whole
_NUMBERS: Final = frozenset({"money", "ratio", "number"})
DASH: Final = "–"


@dataclass(frozen=True)
class Cells:
    """A table in words: its heads, the rows that are shown, its total if it has one."""

    heads: tuple[str, ...]
    numbers: tuple[bool, ...]
    """Which columns hold numbers: they stand on the right."""
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None


def cells(listing: Listing, lang: Lang) -> Cells:
    """Write the rows of a listing that are shown, and its total, which counts all of them."""
    columns = listing.table.columns
    shown = listing.table.rows[: listing.shown]
    digits = {column.key: _digits([row[column.key] for row in shown]) for column in columns}

    def written(column: Column, value: Value) -> str:
        if value is None:
            absent = DASH if column.key in listing.dashes else words.NOT_AVAILABLE(lang)
            return absent if column.kind in _NUMBERS or column.key in listing.dashes else ""
        return _written(column.kind, value, digits[column.key], lang)

    total = None
    if listing.total:
        count = len(listing.table.rows)
        label = Text(f"Total ({count} lignes)", f"Total ({count} rows)")(lang) if count > len(shown) else "Total"
        sums = [written(column, listing.total[column.key]) if column.key in listing.total else "" for column in columns]
        total = tuple(label if at == 0 and not sums[0] else said for at, said in enumerate(sums))
    return Cells(
        tuple(column.title(lang) for column in columns),
        tuple(column.kind in _NUMBERS for column in columns),
        tuple(tuple(written(column, row[column.key]) for column in columns) for row in shown),
        total,
    )


def _digits(values: Iterable[Value]) -> int:
    """Return how many decimals a column of numbers takes: the same for all of them."""
    numbers = (value for value in values if isinstance(value, Decimal | int))
    return _QUANTITY if any(value != int(value) for value in numbers) else 0


def _written(kind: Kind, value: str | int | Decimal | dt.date, digits: int, lang: Lang) -> str:
    if isinstance(value, str):
        return words.readable(value)
    if isinstance(value, bool):
        return Text("oui", "yes")(lang) if value else Text("non", "no")(lang)
    if isinstance(value, dt.date):
        return words.day(value, lang)
    if kind == "money":
        return words.money(Decimal(value), lang)
    if kind == "ratio":
        return words.percent(Decimal(value), lang)
    return words.number(value, lang, digits if kind == "number" else max(-int(Decimal(value).as_tuple().exponent), 0))
