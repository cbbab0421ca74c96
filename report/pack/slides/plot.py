"""What a native chart is before it is XML: its series as they are drawn, and the workbook that opens behind it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

Values = tuple[Decimal | None, ...]


@dataclass(frozen=True)
class Ink:
    """A colour of the theme, as it is or paler; `name` empty draws nothing."""

    name: str
    pale: bool = False


@dataclass(frozen=True)
class Label:
    """What stands at a point: its value in a format that follows it, or fixed words."""

    code: str = ""
    words: str = ""
    where: str = ""
    """t above, b below, ctr within, outEnd beyond a bar; empty lets the program choose."""
    colour: str = "tx1"
    ground: bool = False
    """Whether it hides what passes behind it."""


@dataclass(frozen=True)
class Drawn:
    """One series as it is drawn: bars, or a line over them."""

    name: str
    values: Values
    ink: Ink
    labels: Mapping[int, Label] = field(default_factory=dict)
    """By the place of the point."""
    points: Mapping[int, Ink] = field(default_factory=dict)
    """Points in a colour of their own."""
    line: bool = False
    dashed: bool = False
    open: frozenset[int] = frozenset()
    """Points of a line that are not over: hollow, and dashed up to there."""
    told: bool = True
    """Whether the legend names it."""
    formulas: tuple[str, ...] = ()
    """How the workbook works its cells out, where they are not the figures themselves."""


@dataclass(frozen=True)
class Plot:
    """A whole chart, ready to be written."""

    way: Literal["col", "bar"]
    pile: Literal["clustered", "stacked", "percentStacked"]
    categories: tuple[str, ...]
    series: tuple[Drawn, ...]
    cells: str
    """The number format of the cells."""
    axis: str
    """The number format of the axis; empty hides it."""
    size: float = 12.0
    gap: int = 60
    """The space between bars, in % of their width."""
    inner: tuple[float, float, float, float] | None = None
    """Where the bars are, as shares of the frame: x, y, width, height; None lets the program choose."""
    beside: Sequence[tuple[str, Values]] = ()
    """Columns of the workbook that nothing draws: what the drawn ones are worked out from."""
    skip: int = 1
    """One category in so many is named."""
    least: Decimal | None = None
    most: Decimal | None = None
    """The ends of the axis, where the program may not choose them."""
    step: Decimal | None = None
    """How far its marks are apart, where it is shown."""
    name_size: float = 12.0
    """The letters of the categories."""
    turned: bool = False
    """Whether their names stand aslant, where a word is wider than its place."""

    @property
    def bars(self) -> tuple[Drawn, ...]:
        """The series drawn as bars."""
        return tuple(one for one in self.series if not one.line)

    @property
    def lines(self) -> tuple[Drawn, ...]:
        """The series drawn as lines."""
        return tuple(one for one in self.series if one.line)

    @property
    def legend(self) -> bool:
        """Whether there is more than one series to tell apart."""
        return sum(one.told for one in self.series) > 1


def column(n: int) -> str:
    """Name a column of the workbook: categories are A, the first series B."""
    letters = ""
    while n >= 0:
        letters, n = chr(ord("A") + n % 26) + letters, n // 26 - 1
    return letters


def workbook(plot: Plot, made_on: dt.date) -> bytes:
    """Write the workbook behind a chart: categories in A, then a column for each series.

    Texts are texts: none becomes a formula or a link, not even when its cell is edited.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"author": "Binôme", "created": dt.datetime.combine(made_on, dt.time())})
        sheet = book.add_worksheet("Sheet1")
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        number = book.add_format({"num_format": plot.cells})
        sheet.set_column(0, 0, 40)
        sheet.set_column(1, len(plot.series) + len(plot.beside), 18)
        for row, category in enumerate(plot.categories, start=1):
            sheet.write_string(row, 0, category, text)
        columns = [(one.name, one.values, one.formulas) for one in plot.series]
        columns += [(name, values, ()) for name, values in plot.beside]
        for at, (name, values, formulas) in enumerate(columns, start=1):
            sheet.write_string(0, at, name, text)
            for row, value in enumerate(values, start=1):
                if formulas:
                    sheet.write_formula(row, at, formulas[row - 1], number, float(value or 0))
                elif value is not None:
                    sheet.write_number(row, at, float(value), number)
    return out.getvalue()
