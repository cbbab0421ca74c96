"""A frozen review: every answer that its pages were made of, kept so that no number moves before the meeting.

The book holds answers, not pages: the same frozen figures make the pack in both languages and editions, and each can
be asked again of the store, to say what would change.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

from kpi import catalogue
from kpi.model import Measure, Scope
from report.review.brief import Answers, Row

_FORMAT: Final = 1
_MEASURE: Final = TypeAdapter(Measure)
_MOST: Final = 256 << 20  # of a book once unpacked: far above any review, far below what a laptop holds
Answer = TypeVar("Answer")
_MINUTES: Final = ("actions",)


class NotInTheBookError(LookupError):
    """A page asks what was not asked when the review was frozen."""


class UnreadableBookError(ValueError):
    """The bytes are not a book of this version."""


@dataclass
class Recorder:
    """Answers from the store, each written down as it is given."""

    answers: Answers
    measures: dict[str, Measure] = field(default_factory=dict)
    trails: dict[str, list[Row]] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names behind ids, by dimension."""
        return self.answers.names

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        """Return a figure, and keep it."""
        key = asked(kpi, reading, scope)
        if key not in self.measures:
            self.measures[key] = self.answers.measure(kpi, reading, scope)
        return self.measures[key]

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[Row]:
        """Return what a figure counted, and keep it."""
        key = asked(kpi, reading, scope)
        if key not in self.trails:
            self.trails[key] = self.answers.trail(kpi, reading, scope)
        return self.trails[key]

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows, or one
        """Return a list, and keep it."""
        key = _called(name, arguments)
        if key not in self.lists:
            self.lists[key] = self.answers.listed(name, *arguments)
        return self.lists[key]

    def book(self) -> bytes:
        """Return all that was asked, compressed, with the definitions it was read by."""
        used = {measure.kpi for measure in self.measures.values()}
        written = {
            "format": _FORMAT,
            "measures": {key: json.loads(_MEASURE.dump_json(found)) for key, found in self.measures.items()},
            "trails": _packed(self.trails),
            "lists": _packed(self.lists),
            "names": {dimension: dict(known) for dimension, known in self.answers.names.items()},
            "definitions": {name: definitions(name) for name in sorted(used)},
        }
        return zlib.compress(json.dumps(written, ensure_ascii=False).encode(), 6)


@dataclass(frozen=True)
class Book:
    """Answers as they were when the review was frozen."""

    measures: Mapping[str, Measure]
    trails: Mapping[str, list[Row]]
    lists: Mapping[str, Any]
    names: Mapping[str, Mapping[str, str]]
    definitions: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, data: bytes) -> Book:
        """Open a book.

        Raises:
            UnreadableBookError: the bytes are damaged, or were written by another version.
        """
        try:
            unpacker = zlib.decompressobj()
            written = json.loads(unpacker.decompress(data, _MOST))
            if written["format"] != _FORMAT:
                raise UnreadableBookError(f"format {written['format']}, not {_FORMAT}")
            return cls(
                measures={key: _MEASURE.validate_python(found) for key, found in written["measures"].items()},
                trails=_unpacked(written["trails"]),
                lists=_unpacked(written["lists"]),
                names=written["names"],
                definitions=written["definitions"],
            )
        except (zlib.error, KeyError, TypeError, ValueError) as error:
            raise UnreadableBookError(str(error)) from error

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        """Return a figure as it was."""
        return _found(self.measures, asked(kpi, reading, scope))

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[Row]:
        """Return what a figure counted then."""
        return _found(self.trails, asked(kpi, reading, scope))

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows, or one
        """Return a list as it was."""
        return _found(self.lists, _called(name, arguments))


@dataclass(frozen=True)
class Frozen:
    """The figures of a book, with the minutes of the store: what is decided in the room is shown at once."""

    book: Book
    store: Answers

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names behind ids, as they were."""
        return self.book.names

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        """Return a figure as it was."""
        return self.book.measure(kpi, reading, scope)

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[Row]:
        """Return what a figure counted then."""
        return self.book.trail(kpi, reading, scope)

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows, or one
        """Return a list as it was; the actions as they are."""
        return (self.store if name in _MINUTES else self.book).listed(name, *arguments)


def _found(kept: Mapping[str, Answer], key: str) -> Answer:
    if key not in kept:
        raise NotInTheBookError(key)
    return kept[key]


def asked(kpi: str, reading: str, scope: Scope) -> str:
    """Write a question as a key."""
    return f"{kpi} {reading} {scope.model_dump_json()}"


def _called(name: str, arguments: tuple[Any, ...]) -> str:
    return f"{name} {json.dumps(_packed(list(arguments)), ensure_ascii=False)}"


def definitions(name: str) -> dict[str, str]:
    """Return the formulas of a figure, by reading, as they read in French: what a target or a review was tied to."""
    return {reading.name: reading.formula.fr for reading in catalogue()[name].readings}


def _packed(value: Any) -> Any:  # noqa: ANN401 — rows of any shape
    """Turn decimals and days into what JSON holds, so that they come back as they were."""
    match value:
        case Decimal():
            return {"$": "decimal", "is": str(value)}
        case dt.datetime():
            return {"$": "moment", "is": value.isoformat()}
        case dt.date():
            return {"$": "day", "is": value.isoformat()}
        case Mapping():
            return {str(name): _packed(item) for name, item in value.items()}
        case list() | tuple():
            return [_packed(item) for item in value]
    return value


_KINDS: Final[Mapping[str, Callable[[str], Any]]] = {
    "decimal": Decimal,
    "day": dt.date.fromisoformat,
    "moment": dt.datetime.fromisoformat,
}


def _unpacked(value: Any) -> Any:  # noqa: ANN401 — as packed
    match value:
        case {"$": str(kind), "is": str(written), **rest} if not rest:
            return _KINDS[kind](written)
        case dict():
            return {name: _unpacked(item) for name, item in value.items()}
        case list():
            return [_unpacked(item) for item in value]
    return value


@dataclass(frozen=True)
class Difference:
    """A figure of the frozen review that the store would answer otherwise today."""

    before: Measure
    after: Measure


@dataclass(frozen=True)
class Moved:
    """A document that explains a difference of spend: what it counted for then, and now (None: it did not count)."""

    document: Row
    before: Decimal | None
    after: Decimal | None


def differences(book: Book, now: Answers, scope: Scope) -> list[Difference]:
    """Ask the headline figures of a book again, those about what its scope keeps; return those that changed.

    In the catalogue's order, then by period.
    """
    found = []
    for before in book.measures.values():
        if before.scope.by or before.scope.where != scope.where:
            continue
        after = now.measure(before.kpi, before.reading, before.scope)
        if any(getattr(before, part) != getattr(after, part) for part in ("value", "numerator", "denominator", "n")):
            found.append(Difference(before, after))
    order = list(catalogue())
    return sorted(found, key=lambda one: (order.index(one.before.kpi), one.before.scope.period.start))


def moved_documents(book: Book, now: Answers, scope: Scope) -> list[Moved]:
    """Return the documents that came, went or changed since the review was frozen, the largest change first."""
    reading = catalogue()["spend"].default_reading
    before, after = (_by_document(answers.trail("spend", reading, scope)) for answers in (book, now))
    moved = [
        Moved((after.get(key) or before[key])[0], *(side[key][1] if key in side else None for side in (before, after)))
        for key in dict.fromkeys([*before, *after])
        if before.get(key, (None, None))[1] != after.get(key, (None, None))[1]
    ]
    return sorted(moved, key=lambda one: -abs((one.after or Decimal(0)) - (one.before or Decimal(0))))


def _by_document(rows: list[Row]) -> dict[tuple[Any, Any], tuple[Row, Decimal]]:
    return {(row["document_id"], row["matter_id"]): (row, row["amount"]) for row in rows}
