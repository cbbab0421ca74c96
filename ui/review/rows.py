"""A table in the room whose texts are too long for a line: laid out in rows that wrap, each of which opens."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import streamlit as st

from report import words
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from report.tables import Column, Table, Value

_LINE: Final = {True: 150, False: 72}
"""Letters that a line holds on the whole of the screen, or on half of it."""
_AROUND: Final = 2
_WIDEST, _NARROWEST = 46, 13


def too_long(table: Table, *, whole: bool) -> bool:
    """Say whether a table's columns do not fit beside each other."""
    return sum(_longest(table, column) + _AROUND for column in table.columns) > _LINE[whole]


def show(table: Table, key: str) -> int | None:
    """Show the rows; return the one whose first cell was just clicked."""
    widths = [min(max(_longest(table, column) + _AROUND, _NARROWEST), _WIDEST) for column in table.columns]
    chosen = None
    with st.container(key=f"rows-{key}", gap="xxsmall"):
        for place, column in zip(st.columns(widths, gap="xsmall"), table.columns, strict=True):
            place.markdown(f"**{plain(column.title(lang()))}**")
        for at, row in enumerate(table.rows):
            with st.container(key=f"row-{key}-{at}"):
                first, *others = st.columns(widths, gap="xsmall", vertical_alignment="center")
                (name, *columns) = table.columns
                label = plain(said(name, row[name.key])) or "—"
                if first.button(label, key=f"{key}-{at}", type="tertiary", wrap=True, help=t("Remonter", "Trace back")):
                    chosen = at
                for place, column in zip(others, columns, strict=True):
                    place.markdown(plain(said(column, row[column.key])))
    return chosen


def _longest(table: Table, column: Column) -> int:
    return max(len(column.title(lang())), *(len(said(column, row[column.key])) for row in table.rows))


def said(column: Column, value: Value) -> str:
    """Write a cell as people read it."""
    match value:
        case None:
            return ""
        case Decimal() | int() if column.kind == "money":
            return words.money(Decimal(value), lang())
        case Decimal() | int() if column.kind == "ratio":
            return words.percent(Decimal(value), lang())
        case Decimal() | int():
            written = Decimal(value).normalize().as_tuple().exponent
            return words.number(value, lang(), min(2, max(0, -int(written))))
        case dt.date():
            return words.day(value, lang())
    return words.readable(str(value))
