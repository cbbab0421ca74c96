"""A table in words, measured: what each cell says, how wide columns are, where texts are cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from kpi.model import Lang
from report.pack.cells import cells
from report.pack.model import Listing
from report.pack.slides.canvas import plain
from report.pack.slides.measure import cut, height, width, wrap

SIDE, ABOVE = 6.0, 3.0
"""The margins of a cell, in points: left and right, above and below."""
_LINES: Final = 2
_TEXT_WEIGHT: Final = 3
"""How much more of the spare room a text gets than a number."""
_TEXT_LEAST: Final = 70.0
"""What a column of text can insist on, in points, besides its longest word in the heading."""
_WORD_LEAST: Final = 130.0
"""How wide a word a column can insist on."""
_LONG_WORD: Final = 400.0
"""How far into a text words are looked for, in points."""
_TWO_LINES: Final = 0.6
"""How wide a heading is on two lines."""
_NUMBER: Final = re.compile(r"[<>]?\s?[-+]?€?\d[\d\s.,]*(?:/\s?5|\D{0,7})|n\.\s?d\.|n/a|–")


@dataclass(frozen=True)
class Grid:
    """A table in words, ready to be measured and drawn."""

    title: str
    heads: tuple[str, ...]
    right: tuple[bool, ...]
    """Columns of numbers and of days stand on the right."""
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] | None = None

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """Everything that is written, line by line."""
        return (self.heads, *self.rows, *([self.total] if self.total else []))

    @property
    def bold(self) -> frozenset[int]:
        """Which of these lines are set in bold: the head, the total."""
        return frozenset({0, len(self.rows) + 1} if self.total else {0})

    def first(self, count: int) -> Grid:
        """Return the same table with its first rows only."""
        return Grid(self.title, self.heads, self.right, self.rows[:count], self.total)


def grid(listing: Listing, lang: Lang) -> Grid:
    """Write the rows of a listing that are shown."""
    said = cells(listing, lang)
    rows = tuple(tuple(map(plain, row)) for row in said.rows)
    kinds = [column.kind for column in listing.table.columns]
    return Grid(
        plain(listing.table.title(lang)),
        tuple(map(plain, said.heads)),
        tuple(kind != "text" or (n > 0 and _numeric(rows, n)) for n, kind in enumerate(kinds)),
        rows,
        tuple(map(plain, said.total)) if said.total else None,
    )


def _numeric(rows: Sequence[tuple[str, ...]], column: int) -> bool:
    """Whether texts are numbers that were written beforehand: « 16 jours », « 3,5 / 5 », « n. d. »."""
    cells = [row[column] for row in rows if row[column]]
    return bool(cells) and all(_NUMBER.fullmatch(cell) for cell in cells)


def _widths(table: Grid, size: float, room: float) -> list[float]:
    """Give each column what it needs; short of room, numbers first, then texts, the longer the more."""
    needs = [_needs(table, n, size) for n in range(len(table.heads))]
    natural, whole, least = ([need[k] for need in needs] for k in range(3))
    if sum(natural) <= room:
        weights = [1 if right else _TEXT_WEIGHT for right in table.right]
        spare = (room - sum(natural)) / sum(weights)
        return [wide + spare * weight for wide, weight in zip(natural, weights, strict=True)]
    # with all texts whole on two lines if that can be, else cut
    few = whole if sum(whole) <= room else least
    if sum(few) >= room:
        return [one * room / sum(few) for one in few]
    lacking = [most - one for most, one in zip(natural, few, strict=True)]
    part = (room - sum(few)) / sum(lacking)
    return [one + part * lack for one, lack in zip(few, lacking, strict=True)]


def _needs(table: Grid, column: int, size: float) -> tuple[float, float, float]:
    """Return how wide a column would be on one line, on two lines, and at least."""
    head, around = table.heads[column], 2 * SIDE + 1
    cells = max((width(line[column], size, bold=line is table.total) for line in table.lines[1:]), default=0)
    longest, whole = max(width(word, size, bold=True) for word in head.split(" ")), width(head, size, bold=True)
    if table.right[column]:
        one = max(cells, longest, whole * _TWO_LINES) + around
        return one, one, one
    one = max(cells, whole) + around
    words = {word for line in table.lines[1:] for word in cut(line[column], size, _LONG_WORD, 1).split(" ")}
    unbroken = max([longest, *(width(word, size) for word in words)])
    two = min(one, max(unbroken, cells * _TWO_LINES, whole * _TWO_LINES) + around)
    return one, two, min(one, max(longest, min(unbroken, _WORD_LEAST), _TEXT_LEAST) + around)


@dataclass(frozen=True)
class Laid:
    """Rows at a size: the width of each column, texts cut to what fits, the height of each row."""

    size: float
    widths: list[float]
    lines: list[tuple[str, ...]]
    heights: list[float]
    whole: bool
    """Whether no text had to be cut."""

    @classmethod
    def of(
        cls,
        rows: Sequence[tuple[str, ...]],
        widths: list[float],
        size: float,
        most: int,
        bold: AbstractSet[int] = frozenset(),
    ) -> Laid:
        """Cut texts to so many lines and measure the rows."""
        lines, heights = [], []
        for n, row in enumerate(rows):
            strong = n in bold
            cells = [cut(text, size, w - 2 * SIDE, most, bold=strong) for text, w in zip(row, widths, strict=True)]
            deep = [len(wrap(text, size, w - 2 * SIDE, bold=strong)) for text, w in zip(cells, widths, strict=True)]
            lines.append(tuple(cells))
            heights.append(height(max(deep), size) + 2 * ABOVE)
        return cls(size, widths, lines, heights, whole=lines == [tuple(row) for row in rows])


def rows_height(laid: Laid) -> float:
    """Return how high all rows are together."""
    return sum(laid.heights)


def fit(table: Grid, size: float, room: float, most: int = _LINES) -> Laid:
    """Measure a table at a size of letters, its texts cut to so many lines."""
    return Laid.of(table.lines, _widths(table, size, room), size, most, table.bold)
