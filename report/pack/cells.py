"""The rows of a listing in words: every cell as the screen writes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kpi.model import Lang, Text
from report import words
from report.pack.model import Listing
from report.tables import Kind, Value

_QUANTITY: Final = 2  # decimals of a number that is not whole
_NUMBERS: Final = frozenset({"money", "ratio", "number"})
_WRITTEN: Final[Mapping[Kind, Callable[[Any, Lang], str]]] = {
    "money": words.money,
    "ratio": words.percent,
    "number": lambda value, lang: words.number(value, lang, 0 if value == int(value) else _QUANTITY),
    "text": lambda value, lang: words.number(value, lang, max(-int(Decimal(value).as_tuple().exponent), 0)),
}


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
    rows = tuple(
        tuple(written(column.kind, row[column.key], lang) for column in columns)
        for row in listing.table.rows[: listing.shown]
    )
    total = None
    if listing.total:
        count = len(listing.table.rows)
        label = Text(f"Total ({count} lignes)", f"Total ({count} rows)")(lang) if count > len(rows) else "Total"
        sums = [written(c.kind, listing.total[c.key], lang) if c.key in listing.total else "" for c in columns]
        total = tuple(label if at == 0 and not sums[0] else said for at, said in enumerate(sums))
    return Cells(
        tuple(column.title(lang) for column in columns),
        tuple(column.kind in _NUMBERS for column in columns),
        rows,
        total,
    )


def written(kind: Kind, value: Value, lang: Lang) -> str:
    """Write a cell as the screen does; an absent number is « n. d. », an absent text or day nothing."""
    if value is None:
        return words.NOT_AVAILABLE(lang) if kind in _NUMBERS else ""
    if isinstance(value, str):
        return words.readable(value)
    if isinstance(value, bool):
        return Text("oui", "yes")(lang) if value else Text("non", "no")(lang)
    return words.day(value, lang) if isinstance(value, dt.date) else _WRITTEN[kind](value, lang)
