"""A mapping applied to a table: rows of the register or billing lines, and what could not be read, told and counted.

Nothing is lost: what is imported, set aside and left out adds up to what the table holds, in rows and in amounts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from data.billing_sheets import row_of
from data.mapping import problems
from data.mapping.rows import Fault, LeftOut, RowReader
from data.problem import Problem
from data.reference import problems as sheet_problems
from data.reference.row import SetAside
from data.totals import Running, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.mapping.model import Mapping
    from data.mapping.table import Grid, Opened
    from data.sheet import Record

Cells = dict[str, Any]


@dataclass
class Part:
    """Some rows of a table, and what their amounts add up to as written; `unread` of them have no readable amount."""

    rows: int = 0
    amount: Decimal = Decimal(0)
    unread: int = 0

    def add(self, amount: Decimal | None) -> None:
        """Count one row."""
        self.rows += 1
        self.amount += amount or 0
        self.unread += amount is None


@dataclass
class Applied:
    """What a table gives: `rows` of the register or `lines` of invoices, each with its line; and the rest, told."""

    mapping: Mapping
    rows: list[Cells] = field(default_factory=list)
    lines: list[Cells] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: dict[int, str] = field(default_factory=dict)
    whole: Part = field(default_factory=Part)
    kept: Part = field(default_factory=Part)
    aside: Part = field(default_factory=Part)
    left: Part = field(default_factory=Part)
    feet: int = 0

    def row(self, line: int) -> int:
        """Return the row in its sheet of a line, where a workbook has several sheets; else the line."""
        return row_of(line) if self.sheets else line

    @property
    def rejected(self) -> bool:
        """Whether nothing of the table can be read."""
        return any(problem.kind.level == "reject" for problem in self.problems)


def apply(mapping: Mapping, opened: Opened, grids: Sequence[Grid]) -> Applied:
    """Read tables with a mapping; each has the headings that the mapping names."""
    applied = Applied(mapping, problems=[*opened.notes])
    lacking = mapping.missing()
    if lacking:
        seen = {"fr": " ".join(text.fr for text in lacking), "en": " ".join(text.en for text in lacking)}
        applied.problems.append(_unfinished(mapping, seen))
        return applied
    applied.sheets = {place: grid.name for place, grid in enumerate(grids, 1)} if len(grids) > 1 else {}
    applied.problems.append(Problem(problems.READ, seen=mapping.name))
    for grid in grids:
        _read(applied, grid)
    if mapping.target == "invoices":
        _gather(applied)
    if applied.left.rows:
        amount = {"amount": f"{applied.left.amount:f}"}
        applied.problems.append(Problem(problems.LEFT, seen=str(applied.left.rows), more=amount))
    return applied


def _unfinished(mapping: Mapping, said: dict[str, str]) -> Problem:
    more = {"name": mapping.name, "said_fr": said["fr"], "said_en": said["en"]}
    return Problem(problems.UNFINISHED, more=more)


def _read(applied: Applied, grid: Grid) -> None:
    """Read one table, row by row."""
    reader, running = RowReader(applied.mapping, grid.header), Running()
    if grid.titles:
        first = grid.titles[0]
        seen = " ".join(cell.strip() for cell in first.cells if cell.strip())[:120]
        more = {"count": str(len(grid.titles))}
        applied.problems.append(Problem(sheet_problems.TITLES, first.line, seen=seen, more=more))
    for one in grid.set_aside:
        applied.set_aside.append(one)
        applied.whole.add(None)
        applied.aside.add(None)
    for record in grid.rows:
        row = reader.said(record.cells)
        amount = reader.as_read(row)
        if _is_foot(reader, record, amount, running):
            applied.feet += 1
            seen, column = reader.shown_amount(row)
            applied.problems.append(running.close(record.line, column, seen, amount))
            continue
        running.add(amount)
        applied.whole.add(amount)
        found = reader.read(row, record.cells)
        if isinstance(found, LeftOut):
            applied.left.add(amount)
        elif isinstance(found, Fault):
            applied.aside.add(amount)
            problem = Problem(found.kind, record.line, found.column, found.seen, found.more)
            applied.set_aside.append(SetAside(record.line, record.original, problem))
        else:
            applied.kept.add(amount)
            found["line_no"] = record.line
            (applied.rows if applied.mapping.target == "invoices" else applied.lines).append(found)
    applied.set_aside.sort(key=lambda row: row.line)
    applied.problems += reader.told(grid.header_line)


def _is_foot(reader: RowReader, record: Record, amount: Decimal | None, running: Running) -> bool:
    """Say whether a row is one of totals: no number and no date, and it says so or adds up."""
    if any(cell and not named([cell]) for cell in reader.identity(record.cells)):
        return False
    if named(record.cells):
        return True
    return bool(running.whole) and running.says(amount) and not reader.words(record.cells)


def _gather(applied: Applied) -> None:
    """Add up the rows of one invoice where the mapping says so; elsewhere, tell of invoices that come again."""
    found: defaultdict[tuple[Any, ...], list[Cells]] = defaultdict(list)
    for row in applied.rows:
        key = ("firm_id", "invoice_number", "matter_id")
        more = ("invoice_date", "kind", "currency") if applied.mapping.several_rows else ()
        found[tuple(row.get(name) for name in (*key, *more))].append(row)
    again = [rows for rows in found.values() if len(rows) > 1]
    if not again:
        return
    if applied.mapping.several_rows:
        applied.rows = [_summed(rows) for rows in found.values()]
        applied.problems.append(Problem(problems.SUMMED, seen=str(len(again))))
        return
    for first, *others in again:
        applied.problems += [
            Problem(problems.AGAIN, row["line_no"], seen=row["invoice_number"], more={"first": str(first["line_no"])})
            for row in others
        ]


def _summed(rows: list[Cells]) -> Cells:
    first, *others = rows
    taxes = [row.get("tax_amount") for row in rows]
    known = [tax for tax in taxes if tax is not None]
    approved = [row["approved_net"] for row in rows if row.get("approved_net") is not None]
    return {
        **first,
        "net_amount": first["net_amount"] + sum((row["net_amount"] for row in others), Decimal(0)),
        "tax_amount": sum(known, Decimal(0)) if len(known) == len(rows) else None,
        "approved_net": sum(approved, Decimal(0)) if approved else None,
    }
