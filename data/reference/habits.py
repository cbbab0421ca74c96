"""How a file writes what can be written in two ways: the day or the month first, a decimal comma or point.

A cell that reads only one way tells the habit of its column; a column without such a cell follows the others
of its file. Nothing is ever decided from one doubtful cell alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

T_co = TypeVar("T_co", covariant=True)
Way = Literal["first", "second", "mixed"]


@dataclass(frozen=True)
class Readings(Generic[T_co]):
    """The value of a cell read the first way and the second way; None where that way makes no sense."""

    first: T_co | None
    second: T_co | None

    @property
    def only(self) -> Literal["first", "second"] | None:
        """The one way this cell can be read, if there is just one."""
        if (self.first is None) == (self.second is None):
            return None
        return "second" if self.first is None else "first"

    @property
    def agreed(self) -> T_co | None:
        """The value that both ways give."""
        return self.first if self.first == self.second else None

    @property
    def doubtful(self) -> bool:
        """Whether the two ways give two different values."""
        return self.first is not None and self.second is not None and self.first != self.second


@dataclass(frozen=True)
class Seen:
    """A cell that stands as an example: its line, its column, its text."""

    line: int
    column: str
    text: str


@dataclass
class Habit:
    """Which way each column of a file follows, learned cell by cell before any cell is read."""

    examples: dict[str, dict[Literal["first", "second"], Seen]] = field(default_factory=dict)
    doubts: dict[str, Seen] = field(default_factory=dict)

    def learn(self, readings: Readings[object], seen: Seen) -> None:
        """Take note of a cell that reads only one way, or of the first doubtful one of its column."""
        if readings.only:
            self.examples.setdefault(seen.column, {}).setdefault(readings.only, seen)
        elif readings.doubtful:
            self.doubts.setdefault(seen.column, seen)

    def way(self, column: str) -> Way | None:
        """The column's way, else that of the whole file; `mixed` if both were seen, None if neither."""
        known = self.evidence(column)
        return "mixed" if len(known) > 1 else next(iter(known), None)

    def evidence(self, column: str) -> dict[Literal["first", "second"], Seen]:
        """The examples the column's way rests on: its own, else those of the other columns."""
        others = {way: seen for column_seen in self.examples.values() for way, seen in column_seen.items()}
        return self.examples.get(column) or others

    def undecided(self) -> Seen | None:
        """The first doubtful cell of a column for which nothing decides."""
        return next((seen for column, seen in self.doubts.items() if self.way(column) is None), None)


@dataclass
class Habits:
    """The habits of one file: its dates (first: the day leads) and its numbers (first: decimal comma)."""

    dates: Habit = field(default_factory=Habit)
    numbers: Habit = field(default_factory=Habit)
