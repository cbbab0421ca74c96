"""What a table is made of: its columns, the model that each row must satisfy, and the key of a row."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from data.problem import Problem
from data.reference.cells import CellType, Choice, fold, spelled
from kpi.model import Text


@dataclass(frozen=True)
class Column:
    """A column: what its cells hold, what it means, and its other headings, the usual French one first.

    `default` is what an empty cell stands for; `bounds` is how its limits are told. The model gives the name.
    """

    cell: CellType
    meaning: Text
    known_as: tuple[str, ...]
    required: bool
    default: str = ""
    bounds: str = ""
    name: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading the column goes by, the surest first."""
        return (self.name, *self.known_as)


@dataclass(frozen=True)
class Limits:
    """Between which values a number must lie: at least, at most, more than."""

    ge: int | None = None
    le: int | None = None
    gt: int | None = None

    def __str__(self) -> str:
        if self.gt is not None:
            return f"> {self.gt}"
        if self.le is not None:
            return f"{self.ge}–{self.le}"
        return "" if self.ge is None else f"≥ {self.ge}"


ANY = Limits()


def required(cell: CellType, fr: str, en: str, known_as: str, within: Limits = ANY) -> Any:  # noqa: ANN401 — as Field
    """Declare a column that every row fills: its type, its meaning in both languages, its other headings."""
    return _field(..., Column(cell, Text(fr, en), spelled(known_as), required=True, bounds=str(within)), within)


def optional(  # noqa: PLR0913 — what there is to say of a column
    cell: CellType, fr: str, en: str, known_as: str, *, default: str = "", within: Limits = ANY
) -> Any:  # noqa: ANN401 — as Field
    """Declare a column that may be absent or empty; `default` is what an empty cell stands for."""
    column = Column(cell, Text(fr, en), spelled(known_as), required=False, default=default, bounds=str(within))
    return _field(None, column, within)


def _field(default: object, column: Column, within: Limits) -> Any:  # noqa: ANN401 — as Field
    info: Any = Field(default, ge=within.ge, le=within.le, gt=within.gt)
    info.metadata.append(column)
    return info


class Row(BaseModel):
    """A row of a reference table as it crosses the room's door: typed, within bounds, nothing unexpected."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SpanRow(Row):
    """A row that holds from a day to another, both included; without an end it holds for ever."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        start, end = getattr(self, "valid_from", None), getattr(self, "valid_to", None)
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            raise PydanticCustomError("span", "valid_to is before valid_from")
        return self


@dataclass(frozen=True)
class Table:
    """A reference table. Two rows with the same key speak of the same thing, and the later one counts.

    `may_differ` names the columns in which two rows of one key may differ without a word: an invoice that
    arrived both by e-mail and through a platform is one invoice.
    """

    name: str
    title: Text
    purpose: Text
    row: type[Row]
    key: tuple[str, ...]
    may_differ: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """The columns by name, in the order of the model."""
        found = {}
        for name, info in self.row.model_fields.items():
            column = next(item for item in info.metadata if isinstance(item, Column))
            found[name] = dataclasses.replace(column, name=name)
        return found

    @cached_property
    def headings(self) -> Mapping[str, tuple[int, str]]:
        """For each folded heading its rank and its column; of two for one column the lower rank wins."""
        return {
            folded: (rank, column.name)
            for column in self.columns.values()
            for folded, rank in {fold(word): rank for rank, word in reversed([*enumerate(column.headings)])}.items()
        }

    @property
    def choices(self) -> Mapping[str, Choice]:
        """The columns that take one of a few values."""
        return {name: column.cell for name, column in self.columns.items() if isinstance(column.cell, Choice)}


class SetAside(NamedTuple):
    """A row that was not read: where it stands, its text as received, and why."""

    line: int
    original: str
    problem: Problem
