"""Which saved mapping reads a file: the one asked for, else the only one whose headings are the file's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.mapping import problems
from data.mapping.apply import Applied, apply
from data.mapping.fields import KNOWN_KINDS, KNOWN_SIDES, MEANINGS, SIDES
from data.mapping.model import fold_heading
from data.mapping.table import found_in, open_table, refused
from data.mapping.values import clean
from data.problem import Problem
from data.reference.cells import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Settled

    from data.mapping.fields import Known
    from data.mapping.model import Mapping
    from data.mapping.table import Grid, Opened

_HEAD_BYTES = 1 << 18
MOST_VALUES = 40
"""Values of a kind that are asked about."""


@dataclass(frozen=True)
class Mappings:
    """The saved mappings, and the one that the reader asked for by name."""

    known: tuple[Mapping, ...] = ()
    asked: Mapping | None = None
    settled: Settled[str, Mapping | None] = field(default_factory=dict)
    """What each file was read with before, by its SHA-256: it is read so again, whatever is known now."""

    def claiming(self, data: bytes) -> list[Mapping]:
        """Return the mappings made for a table with exactly these headings."""
        return [one for one, grids in self._fitting(data) if any(grid.fingerprint == one.header for grid in grids)]

    def near(self, data: bytes) -> list[Problem]:
        """Tell of the mappings whose columns a file has, among others."""
        return [Problem(problems.NEAR, seen=one.name) for one, _ in self._fitting(data)]

    def _fitting(self, data: bytes) -> Iterator[tuple[Mapping, list[Grid]]]:
        """Yield the mappings whose columns the tables of a file have; its beginning is cut once for those alike."""
        head = _head(data)
        opened: dict[tuple[str | None, str | None], Opened] = {}
        for one in self.known:
            way = (one.encoding, one.separator)
            if way not in opened:
                opened[way] = open_table(head, *way)
            if grids := found_in(opened[way], _wanted(one)):
                yield one, grids


NONE = Mappings()


@dataclass(frozen=True)
class Read:
    """What a mapping made of a file."""

    encoding: str
    applied: Applied


def read(data: bytes, mapping: Mapping) -> Read:
    """Read a file with a mapping, whatever else it could be."""
    opened = open_table(data, mapping.encoding, mapping.separator)
    grids = found_in(opened, _wanted(mapping))
    problem = refused(opened, grids or found_in(opened)) or (None if grids else _lacking(opened, mapping))
    if problem is not None:
        return Read(opened.encoding, Applied(mapping, problems=[problem]))
    return Read(opened.encoding, apply(mapping, opened, grids))


def values_of(data: bytes, mapping: Mapping, heading: str, field: str) -> dict[str, str]:
    """Return the values of a column, each with the meaning that it is known by; "" where nobody knows it."""
    known: Known = KNOWN_KINDS if field == "kind" else KNOWN_SIDES
    allowed = MEANINGS[mapping.target] if field == "kind" else SIDES
    seen: dict[str, str] = {}
    for grid in found_in(open_table(data, mapping.encoding, mapping.separator), {fold_heading(heading)}):
        place = grid.header.index(heading) if heading in grid.header else None
        for record in grid.rows if place is not None else ():
            value = clean(record.cells[place or 0])
            meaning = known.get(fold(value), "")
            if value and len(seen) < MOST_VALUES:
                seen.setdefault(str(value), meaning if meaning in allowed else "")
    return seen


def _wanted(mapping: Mapping) -> set[str]:
    return {fold_heading(heading) for heading in mapping.columns.values()}


def _lacking(opened: Opened, mapping: Mapping) -> Problem:
    """Say which columns of a mapping a file lacks."""
    grids = found_in(opened)
    there = {heading for grid in grids for heading in grid.fingerprint}
    absent = [heading for heading in mapping.columns.values() if fold_heading(heading) not in there]
    line = grids[0].header_line if len(grids) == 1 else 0
    return Problem(problems.HEADINGS, line, seen=", ".join(absent)[:400], more={"name": mapping.name})


def _head(data: bytes) -> bytes:
    """Return the beginning of a text file, whole lines; a workbook cannot be cut."""
    if data.startswith(b"PK\x03\x04") or len(data) <= _HEAD_BYTES:
        return data
    return data[: data.rfind(b"\n", 0, _HEAD_BYTES) + 1] or data[:_HEAD_BYTES]
