"""The journal beside the store: one line for each write that was acknowledged, each line bound to the one before.

DuckDB does not notice that its last writes are gone: a bit flipped in its log, an older file put back. The journal
does: a store says which line was its last, and every line after it is a write that the store has lost.

A line is written before the commit, without its end, and forced to the disk; its end comes after the commit. So a line
without end is a write that may or may not have happened, and the store, which holds the same line, says which.
No line holds a name or a text of a file: fingerprints, counts, totals, moments.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Literal

from data import durable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SUFFIX: Final = ".journal"
_TAIL = 1 << 16
_SUM: Final = ',"sum":"'

Kind = Literal["none", "current", "torn", "behind", "another", "lagging"]


@dataclass(frozen=True)
class Line:
    """One line as it stands in the file; its entry is None when its own fingerprint says that it is damaged."""

    text: bytes
    entry: Mapping[str, Any] | None

    @property
    def sum(self) -> str:
        """The fingerprint of the line, which the next one repeats; empty when it is damaged."""
        return str(self.entry["sum"]) if self.entry else ""

    @property
    def previous(self) -> str | None:
        """The fingerprint of the line before, empty for a first line; None when the line is damaged."""
        return str(self.entry["previous"]) if self.entry else None


@dataclass(frozen=True)
class Standing:
    """How a store stands to the journal beside it, and the lines of the journal that it lacks.

    `torn`: the line of its last write is all that the journal lacks, and the next write brings it back.
    """

    kind: Kind
    lacking: Sequence[Line] = ()


def compose(entry: Mapping[str, Any], previous: str) -> bytes:
    """Write an entry as a line, with the fingerprint of the line before and its own."""
    body = json.dumps({**entry, "previous": previous}, ensure_ascii=True, separators=(",", ":"))
    return f'{body[:-1]}{_SUM}{hashlib.sha256(body.encode()).hexdigest()}"}}'.encode()


def parse(text: bytes) -> Line:
    """Read a line; one that says something else than what was written is damaged."""
    body, mark, end = text.rpartition(_SUM.encode())
    if not mark or hashlib.sha256(body + b"}").hexdigest().encode() + b'"}' != end:
        return Line(text, None)
    return Line(text, json.loads(text))


class Journal:
    """The journal of one store."""

    def __init__(self, store: Path) -> None:
        self.path = store.with_name(store.name + SUFFIX)

    def tail(self) -> tuple[bytes | None, bytes]:
        """Return the last whole line, None when there is none, and what stands after it: a line without its end."""
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _TAIL))
                end = file.read()
                whole, _, unended = end.rpartition(b"\n")
                if size > len(end) and b"\n" not in whole:  # a long line: it begins further up
                    file.seek(0)
                    whole, _, unended = file.read().rpartition(b"\n")
        except FileNotFoundError:
            return None, b""
        return (whole.rpartition(b"\n")[2] or None), unended

    def lines(self) -> list[Line]:
        """Return every whole line, the oldest first."""
        try:
            return [parse(text) for text in self.path.read_bytes().split(b"\n")[:-1] if text]
        except FileNotFoundError:
            return []

    def prepare(self, line: bytes) -> None:
        """Write a line without its end, in the place of what may stand there so."""
        self.drop_unended()
        durable.append(self.path, line)

    def acknowledge(self) -> None:
        """End the line that was prepared: what it tells of is now promised."""
        if self.tail()[1]:
            durable.append(self.path, b"\n")

    def drop_unended(self) -> None:
        """Remove a line without end, of a write that never happened."""
        if unended := self.tail()[1]:
            durable.cut(self.path, self.path.stat().st_size - len(unended))

    def standing(self, own: bytes | None) -> Standing:
        """Say how the store stands whose last line is `own`; None is a store that never had a journal."""
        last, unended = self.tail()
        if last is None:
            return Standing("none")
        if own is not None and own in (last, unended):
            return Standing("current")
        return stand(self.lines(), own)


def stand(lines: Sequence[Line], own: bytes | None) -> Standing:
    """Find the last line of a store among those of a journal, damaged ones included, and what comes after it."""
    mine = parse(own).entry if own is not None else None
    if mine is None:
        return Standing("behind", lines)
    for place in reversed(range(len(lines))):
        if _is(lines, place, mine):
            return Standing("behind", lines[place + 1 :]) if place + 1 < len(lines) else Standing("current")
    said = [line for line in lines if line.entry is not None]
    latest = said[-1].entry if said else None
    if latest is None or latest["sum"] == mine["previous"]:
        return Standing("torn")
    if latest["store"] != mine["store"]:
        return Standing("another")
    if latest["writes"] < mine["writes"]:
        return Standing("lagging")
    later = [line for line in said if line.entry is not None and line.entry["writes"] > mine["writes"]]
    return Standing("behind", later or said[-1:])


def _is(lines: Sequence[Line], place: int, mine: Mapping[str, Any]) -> bool:
    """Say whether the line of a place is this one; a damaged one is known by those around it."""
    if lines[place].entry is not None:
        return lines[place].sum == str(mine["sum"])
    following = lines[place + 1].previous if place + 1 < len(lines) else None
    if following is not None:
        return following == str(mine["sum"])
    before = lines[place - 1].sum if place else ""
    return before == str(mine["previous"]) and (place == 0 or lines[place - 1].entry is not None)


def held(lines: Sequence[Line]) -> set[tuple[int, str]]:
    """Return what the journal says is in force: the fingerprint of each file, with the number of its import."""
    found: set[tuple[int, str]] = set()
    for entry in (line.entry for line in lines):
        if entry is None:
            continue
        if "held" in entry:
            found = {(int(batch), str(sha256)) for batch, sha256 in entry["held"]}
            continue
        files = {(int(entry["batch"]), str(file["sha256"])) for file in entry.get("files", ())}
        found = found - files if entry["kind"] == "undo" else found | files
    return found


def broken(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """Return the numbers of the lines that are damaged, and of those that do not follow the line before them."""
    damaged = [number for number, line in enumerate(lines, 1) if line.entry is None]
    astray = [
        n for n, (one, two) in enumerate(pairwise(lines), 2) if one.entry and two.entry and two.previous != one.sum
    ]
    return damaged, astray
