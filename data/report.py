"""What an import says of itself: one report a file, in codes and figures; the words are put on later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict

from data.problem import Level, Problem
from kpi.model import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

Status = Literal["imported", "already imported", "rejected"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True)
class InvoiceRead:
    """One document found in a file: its sums are those of its lines."""

    firm_id: str | None
    number: str
    date: dt.date
    currency: str
    lines: int
    net: Decimal
    tax: Decimal
    gross: Decimal
    declared_total: Decimal | None
    matters: tuple[str, ...]


class ProblemTold(_Strict):
    """A problem in words, with its place."""

    code: str
    level: Level
    line: int
    column: str
    seen: str
    message: str
    remedy: str


class FileReport(_Strict):
    """What became of one file: it is imported, or already there, or rejected; and what is to be known of it."""

    path: str
    sha256: str
    format: str
    status: Status
    lines_read: int
    lines_imported: int
    lines_set_aside: int
    lines_ignored: int
    invoices: tuple[InvoiceRead, ...]
    problems: tuple[ProblemTold, ...]
    originals: dict[int, str]
    """The lines set aside, by their number, as received."""


class ImportReport(_Strict):
    """What one import brought in; `batch` is what undo takes, None when nothing was stored."""

    batch: int | None
    files: tuple[FileReport, ...]

    def in_json(self) -> Iterator[str]:
        """Yield the JSON of the report, file by file: whole, that of many years would weigh more than the import."""
        yield f'{{"batch":{"null" if self.batch is None else self.batch},"files":['
        for place, file in enumerate(self.files):
            yield ("," if place else "") + file.model_dump_json()
        yield "]}\n"

    @property
    def complete(self) -> bool:
        """Say whether nothing was rejected or set aside."""
        return all(file.status != "rejected" and not file.lines_set_aside for file in self.files)


def told(problem: Problem, lang: Lang) -> ProblemTold:
    """Put a problem into the reader's words."""
    kind = problem.kind
    given = {"seen": problem.seen, "column": problem.column, **problem.more}
    return ProblemTold(
        code=kind.code,
        level=kind.level,
        line=problem.line,
        column=problem.column,
        seen=problem.seen,
        message=_sheet(given, lang) + _filled(kind.message(lang), given),
        remedy=_filled(kind.remedy(lang), given),
    )


def _sheet(given: dict[str, str], lang: Lang) -> str:
    """Name the sheet of a workbook, where a file has several."""
    name = given.get("sheet")
    return Text(f"Feuille « {name} » : ", f"Sheet “{name}”: ")(lang) if name else ""


def _filled(sentence: str, given: dict[str, str]) -> str:
    """Fill a sentence's places; what a file wrote is inserted as it is, braces included."""
    for name, value in given.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence
