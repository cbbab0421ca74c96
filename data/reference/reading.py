"""From a sheet to the rows of a table: what can be read is typed and exact, the rest set aside and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import ValidationError

from data.problem import Problem
from data.reference import amounts, cell_problems, problems
from data.reference.cells import SHEET_ERRORS, DateCell, NumberCell, NumberText, Refusal, fold
from data.reference.habits import Habits, Seen
from data.reference.matching import match, recognise
from data.reference.row import SetAside, Table

if TYPE_CHECKING:
    from data.sheet import Sheet


@dataclass(frozen=True)
class ReadRow:
    """A row as read: every column of its table, None where empty, and what the unknown columns say."""

    line: int
    original: str
    values: Mapping[str, object]
    extra: Mapping[str, str]


@dataclass(frozen=True)
class TableRead:
    """What a sheet gave. Rows and set-aside rows are all its rows; nothing is dropped.

    set_aside        the rows not read, each with the first reason
    problems         what is to be told of the file, and the further reasons of rows set aside
    unknown_columns  headings that mean nothing to the table; their cells are in `extra`
    columns          which heading was read as which column
    """

    table: Table
    rows: list[ReadRow] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def rejected(self) -> bool:
        """Whether the headings themselves forbid reading the file."""
        return any(problem.kind.level == "reject" for problem in self.problems)


def identify(sheet: Sheet) -> Table | Problem:
    """Return the one table that a sheet is, or why it is none."""
    if not sheet.header:
        return Problem(problems.BLANK)
    found = recognise(sheet.header)
    if len(found) == 1:
        return found[0]
    if found:
        return Problem(problems.AMBIGUOUS, sheet.header_line, seen=", ".join(table.name for table in found))
    return Problem(problems.NOT_RECOGNISED, sheet.header_line, seen=", ".join(sheet.header))


def read(sheet: Sheet, table: Table) -> TableRead:
    """Read a sheet as a table. A row that cannot be read is set aside with its reason, the others load."""
    reader = _Reader(sheet, table)
    refused = reader.refused()
    if refused:
        return TableRead(table, problems=[*sheet.notes, *refused])
    reader.learn()
    result = TableRead(
        table,
        set_aside=list(sheet.set_aside),
        problems=[*sheet.notes, *reader.told()],
        unknown_columns=tuple(sheet.header[position] for position in reader.match.unknown),
        columns={sheet.header[position]: name for name, position in reader.match.columns.items()},
    )
    for (line, cells), original in zip(sheet.rows, sheet.originals, strict=True):
        values, faults = reader.row(line, cells)
        if faults:
            result.set_aside.append(SetAside(line, original, faults[0]))
            result.problems.extend(faults[1:])
        else:
            result.rows.append(ReadRow(line, original, values, reader.kept(cells)))
    result.set_aside.sort(key=lambda row: row.line)
    result.problems.extend(_same_keys(result))
    return result


class _Reader:
    """One sheet read as one table: its headings matched, its habits learned, then row by row."""

    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.sheet, self.table = sheet, table
        self.match = match(sheet.header, table)
        self.habits = Habits()

    def refused(self) -> list[Problem]:
        """Why the headings do not allow the sheet to be read, if so."""
        line, header = self.sheet.header_line, self.sheet.header
        names = Counter(fold(heading) or heading for heading in header)
        twice = {fold(heading): heading for heading in header if names[fold(heading) or heading] > 1}
        found = [Problem(problems.DUPLICATE, line, seen=heading) for heading in twice.values()]
        if self.match.missing:
            more = {"table": self.table.name}
            found.append(Problem(problems.MISSING, line, seen=", ".join(self.match.missing), more=more))
        return found

    def learn(self) -> None:
        """Learn how the file writes its dates and its numbers, before reading any."""
        for name, position in self.match.columns.items():
            cell = self.table.columns[name].cell
            if isinstance(cell, DateCell | NumberCell):
                habit = self.habits.dates if isinstance(cell, DateCell) else self.habits.numbers
                for line, cells in self.sheet.rows:
                    if text := _stripped(cells[position]):
                        habit.learn(cell.learn(text), Seen(line, name, text))

    def told(self) -> list[Problem]:
        """What is to be said of the headings and habits of the file, once."""
        line, header = self.sheet.header_line, self.sheet.header
        found = []
        for position, name in self.match.passed_over.items():
            seen = header[self.match.columns[name]]
            found.append(Problem(problems.PASSED_OVER, line, header[position], seen, {"name": name}))
        if self.match.unknown:
            seen = ", ".join(header[position] for position in self.match.unknown)
            found.append(Problem(problems.UNKNOWN, line, seen=seen))
        if not self.sheet.rows and not self.sheet.set_aside:
            found.append(Problem(problems.EMPTY, line))
        if doubt := self.habits.dates.undecided():
            found.append(Problem(cell_problems.DAY_FIRST, doubt.line, self._heading(doubt.column), doubt.text))
        return found

    def row(self, line: int, cells: list[str]) -> tuple[dict[str, object], list[Problem]]:
        """Read one row: its values by column, and what is wrong with it."""
        values: dict[str, object] = {}
        faults: list[Problem] = []
        for name, position in self.match.columns.items():
            column, text = self.table.columns[name], _stripped(cells[position])
            if not text:
                if column.required:
                    faults.append(self._fault(line, name, Refusal(cell_problems.REQUIRED), cells))
                continue
            if text in SHEET_ERRORS:
                found: object = Refusal(cell_problems.SHEET_ERROR)
            else:
                found = column.cell.read(text, name, self.habits)
            if isinstance(found, Refusal):
                faults.append(self._fault(line, name, found, cells))
            else:
                values[name] = found
        if faults:
            return {}, faults
        faults = [self._fault(line, name, refusal, cells) for name, refusal in self._foreign(values, cells)]
        try:
            return dict(self.table.row.model_validate(values)), faults
        except ValidationError as refusals:
            return {}, [self._invalid(line, error, cells) for error in refusals.errors()]

    def kept(self, cells: list[str]) -> dict[str, str]:
        """What the columns that are not read hold, by heading."""
        positions = sorted({*self.match.unknown, *self.match.passed_over})
        return {self.sheet.header[position]: cells[position] for position in positions if cells[position].strip()}

    def _foreign(self, values: dict[str, object], cells: list[str]) -> list[tuple[str, Refusal]]:
        """Find amounts signed in another currency than the row's: $ 100 must not become 100 euros."""
        currency = str(values.get("currency", "EUR"))
        found = []
        for name, position in self.match.columns.items():
            if isinstance(values.get(name), Decimal):
                signs = amounts.currencies(cells[position].strip())
                if signs is not None and currency not in signs:
                    found.append((name, Refusal(cell_problems.SIGN, {"currency": currency})))
        return found

    def _invalid(self, line: int, error: Mapping[str, object], cells: list[str]) -> Problem:
        """Turn what a row's model refuses into a problem in plain words."""
        match error:
            case {"type": "span"}:
                start = cells[self.match.columns["valid_from"]].strip()
                return self._fault(line, "valid_to", Refusal(problems.SPAN, {"start": start}), cells)
            case {"type": "greater_than" | "greater_than_equal" | "less_than_equal", "loc": (str(name),)}:
                bounds = {"bounds": self.table.columns[name].bounds}
                return self._fault(line, name, Refusal(cell_problems.RANGE, bounds), cells)
        raise TypeError(f"{self.table.name}: a cell type and its model disagree: {error['msg']}")

    def _fault(self, line: int, name: str, refusal: Refusal, cells: list[str]) -> Problem:
        seen = cells[self.match.columns[name]].strip()
        return Problem(refusal.kind, line, self._heading(name), seen, refusal.more)

    def _heading(self, name: str) -> str:
        return self.sheet.header[self.match.columns[name]]


def _stripped(cell: str) -> str:
    return cell if isinstance(cell, NumberText) else cell.strip()


def _same_keys(result: TableRead) -> list[Problem]:
    """Find the rows that speak again of what an earlier row said, and say something else."""
    table, found = result.table, []
    compared = [name for name in table.columns if name not in table.may_differ]
    latest: dict[tuple[object, ...], ReadRow] = {}
    for row in result.rows:
        key = tuple(row.values[name] for name in table.key)
        known = latest.get(key, row)
        if any(row.values[name] != known.values[name] for name in compared):
            seen = " · ".join(str(part) for part in key if part is not None)
            found.append(Problem(problems.SAME_KEY, row.line, seen=seen, more={"first": str(known.line)}))
        latest[key] = row
    return found
