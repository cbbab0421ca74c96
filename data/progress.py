"""How far an import is: by file, by line, and by bytes, of which the time left is estimated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

READ: Final = 0.1
OPENED: Final = 0.5
"""Of the work that a file takes: to have it in memory, to know what it is and where its lines are. Its lines are the
rest. As measured on LEDES files of 100 MB."""


@dataclass(frozen=True)
class Step:
    """How far the work is: the file at hand, its place among all, bytes done and in all, lines met so far.

    No name says that every file is read, and that the last checks go on.
    """

    name: str
    file: int
    files: int
    done: int
    total: int
    lines: int


class Progress:
    """Counts what is done, and tells each step."""

    def __init__(self, tell: Callable[[Step], None], files: int, total: int) -> None:
        self.tell = tell
        self.files = files
        self.total = max(total, 1)
        self.name = ""
        self.file = 0
        self.done = 0.0
        self.lines = 0

    def begin(self, name: str, *, inside: bool = False) -> None:
        """Tell that a file begins; one inside an archive is not counted apart."""
        self.name = name
        self.file += not inside
        self.advance(0)

    def advance(self, size: float, lines: int = 0) -> None:
        """Tell that so many bytes, and lines, are behind us."""
        self.done = min(self.done + size, self.total)
        self.lines += lines
        self.tell(Step(self.name, self.file, self.files, int(self.done), self.total, self.lines))

    def end(self) -> None:
        """Tell that every file is read."""
        self.name, self.done = "", self.total
        self.advance(0)


def left(step: Step, spent: float) -> float | None:
    """Return the seconds left, had the rest the pace of what is done; None while it is too early to say."""
    if spent < _EARLY or step.done < _LITTLE * step.total or step.done >= step.total:
        return None
    return spent * (step.total - step.done) / step.done


_EARLY: Final = 2
"""Seconds before which nothing is said of the time left."""
_LITTLE: Final = 0.03
"""Share of the work before which nothing is said of it."""
