"""Rows that are not written as the standard asks: read cell by cell, mended where one mending fits, else set aside."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Any

from data import columns, quoted
from data.checks import (
    AMT,
    CELLS,
    COLD,
    CURU,
    DATE,
    DEC,
    DMY,
    HEAD,
    NUM0,
    PAD,
    PCT,
    PIPE,
    QUOTE,
    QUOTES,
    ROUND,
    TAXC,
    THOU,
    TYPE,
    UNIT,
)  # fmt: skip
from data.columns import EMPTY, Habits
from data.framing import cells_of, layout_of
from data.problem import Problem
from data.totals import Running, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.formats import Column, TextFormat
    from data.framing import Layout
    from data.problem import Kind

CENT = Decimal("0.01")
_KINDS = {"F": "F", "FEE": "F", "FEES": "F", "E": "E", "EXP": "E", "EXPENSE": "E", "IF": "IF", "IE": "IE"}
_WORDY = ("LINE_ITEM_DESCRIPTION", "INVOICE_DESCRIPTION")
"""The texts in which a separator may have slipped; elsewhere a row is refused rather than guessed."""
_CURRENCIES = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP"}
_NOTES = {"DEC": DEC, "THOU": THOU, "ROUND": ROUND}
_CURRENCY = re.compile(r"[A-Z]{3}")
_CODE = re.compile(r"([A-Za-z]{1,2}[0-9]{3})(?![0-9]).*", re.DOTALL)


@dataclass(frozen=True)
class SetAside:
    """A line that could not be read, with its text and why."""

    line_no: int
    original: str
    problem: Problem


@dataclass
class Repaired:
    """What came of the rows handed over: lines read, lines set aside, what is to be told, what is not data."""

    lines: list[dict[str, Any]] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: int = 0


@dataclass(frozen=True)
class _Failure:
    kind: Kind
    column: str
    seen: str


@dataclass
class Repair:
    """Reads the unusual rows of one segment, with what its other rows have shown."""

    fmt: TextFormat
    layout: Layout
    points_seen: bool
    firms: frozenset[str]

    def __post_init__(self) -> None:
        self.habits = Habits()
        self.surplus = False
        """Whether every row of the segment ends in empty cells that its header lacks: dropped, they shift nothing."""
        self.used = [column for column in self.fmt.columns if column.field and column.name in self.layout.index]
        self.places = {column.field: self.layout.index[column.name][0] for column in reversed(self.used)}
        self.read_from = [(column, self.layout.index[column.name]) for column in self.used]

    def read(self, rows: list[tuple[int, str]]) -> Repaired:
        """Read the rows (line number, text), each to a line, or set aside, or named as no data."""
        found = Repaired()
        split = [(line, text, self._cells(text)) for line, text in rows]
        data = []
        for line, text, cells in split:
            if not any(cells):
                found.ignored += 1
            elif layout_of(text.rstrip().removesuffix("[]")) or self._is_format_line(cells):
                found.ignored += 1
                found.problems.append(Problem(HEAD, line, seen=text[:80].strip()))
            else:
                data.append((line, text, cells))
        width = len(self.layout.names)
        self.surplus = not self.firms and all(len(cells) > width and not any(cells[width:]) for _, _, cells in data)
        self.habits = self._habits([cells for _, _, cells in data])
        if self.habits.order_assumed:
            found.problems.append(Problem(DMY, seen=self._first_date([cells for _, _, cells in data])))
        for line, text, cells in self._without_totals(data, found):
            self._row(line, text, cells, found)
        found.problems = _told_once(found.problems)
        return found

    def _without_totals(
        self, data: list[tuple[int, str, list[str]]], found: Repaired
    ) -> Iterator[tuple[int, str, list[str]]]:
        """Yield the rows that are lines; a row of totals of a spreadsheet is told, and is none."""
        running = Running()
        for line, text, cells in data:
            seen = self._at(cells, "total")
            read = columns.amount(seen, self.habits) if seen else None
            amount = read.value if read else None
            if self.layout.quoted and self._is_foot(cells, amount, running):
                found.ignored += 1
                found.problems.append(running.close(line, "LINE_ITEM_TOTAL", seen, amount))
                continue
            running.add(amount)
            yield line, text, cells

    def _is_foot(self, cells: list[str], amount: Decimal | None, running: Running) -> bool:
        """Say whether a row is one of totals: nothing dates it or names its work, and it says so, or adds up."""
        own = [self._at(cells, name) for name in ("number", "invoice_date", "work_date", "kind", "timekeeper_id")]
        if any(cell and not named([cell]) for cell in own):
            return False
        others = [cell for cell in cells if cell and columns.amount(cell, self.habits) is None]
        return named(others) or (not others and bool(running.whole) and running.says(amount))

    def _at(self, cells: list[str], name: str) -> str:
        """Return the cell of a field; nothing where the row or the header has none."""
        place = self.places.get(name, len(cells))
        return cells[place] if place < len(cells) else ""

    def _cells(self, text: str) -> list[str]:
        return cells_of(text, self.layout)

    def _is_format_line(self, cells: list[str]) -> bool:
        return len([cell for cell in cells if cell]) == 1 and "LEDES" in cells[0].upper()

    def _typed(self, cells: list[str], *kinds: str) -> list[str]:
        return [
            cells[place]
            for column in self.used
            if column.kind in kinds
            for place in self.layout.index[column.name]
            if place < len(cells) and cells[place]
        ]

    def _habits(self, rows: list[list[str]]) -> Habits:
        width = len(self.layout.names)
        whole = [cells for cells in rows if len(cells) - width in (0, 1)]
        amounts = [cell for cells in whole for cell in self._typed(cells, "amount")]
        votes: dict[columns.Mark, int] = {}
        if any("," in cell for cell in amounts):
            votes[","] = sum(self._adds_up(cells, Habits(decimal=",")) for cells in whole)
            votes["."] = sum(self._adds_up(cells, Habits(commas_are_thousands=True)) for cells in whole)
        habits = columns.number_habits(amounts, points_seen=self.points_seen, adds_up=votes)
        order, assumed = columns.date_order(cell for cells in whole for cell in self._typed(cells, "date"))
        return Habits(habits.decimal, habits.commas_are_thousands, order, assumed, serials=self.layout.quoted)

    def _first_date(self, rows: list[list[str]]) -> str:
        dates = [cell for cells in rows for cell in self._typed(cells, "date") if not cell.isdigit()]
        return dates[0] if dates else ""

    def _adds_up(self, cells: list[str], habits: Habits) -> bool:
        """Say whether a fee or expense line's arithmetic holds when read with these habits."""
        numbers = []
        for name in ("units", "unit_cost", "adjustment", "total", "tax"):
            cell = cells[self.places[name]] if name in self.places else ""
            read = columns.amount(cell, habits)
            if read is None:
                return False
            numbers.append(read.value)
        units, cost, adjustment, total, tax = numbers
        if units is None or cost is None or total is None:
            return False
        return abs(units * cost + (adjustment or 0) + (tax or 0) - total) <= CENT

    def _row(self, line: int, text: str, cells: list[str], found: Repaired) -> None:
        width = len(self.layout.names)
        mended, notes = cells, []
        quotes = self.layout.quoted and '"' in text
        if len(cells) != width:
            fitting = self._mendings(cells, quotes=quotes)
            if len(fitting) != 1:
                seen = str(len(cells))
                problem = Problem(CELLS, line, seen=seen, more={"expected": str(width)})
                found.set_aside.append(SetAside(line, text, problem))
                return
            mended, kind = fitting[0]
            if kind is PAD:
                notes.append(Problem(PAD, line, seen=str(len(cells)), more={"expected": str(width)}))
            elif kind is not None:
                notes.append(Problem(kind, line, seen=text.strip()[:120]))
        separator = self.layout.separator
        if quotes and not quoted.is_plain(text, separator) and quoted.split(text, separator)[1]:
            stray = next((self.layout.names[place] for place in self._stray(cells)), None)
            if stray is not None:
                problem = Problem(QUOTE, line, stray, cells[self.layout.index[stray][0]])
                found.set_aside.append(SetAside(line, text, problem))
                return
            notes.append(Problem(QUOTES, line, seen=text.strip()[:120]))
        values = self._values(mended, line, notes)
        if isinstance(values, _Failure):
            problem = Problem(values.kind, line, values.column, values.seen)
            found.set_aside.append(SetAside(line, text, problem))
            return
        found.lines.append({"line_no": line, **values})
        found.problems += notes

    def _stray(self, cells: list[str]) -> Iterator[int]:
        """Yield the places of the cells that hold a quote where no text is expected."""
        for place, name in enumerate(self.layout.names):
            if '"' in cells[place] and name not in _WORDY and not name.endswith("NAME"):
                yield place

    def _mendings(self, cells: list[str], *, quotes: bool) -> list[tuple[list[str], Kind | None]]:
        """Return the ways a row of the wrong width can be read that make sense.

        Where texts stand in quotes, a separator in one of them cannot have parted it: another cell is too many.
        """
        width = len(self.layout.names)
        extra = len(cells) - width
        if extra < 0 and any('"' in cell for cell in cells):
            return []  # two cells that ran together
        if extra < 0:
            padded = cells + [""] * -extra
            optional = not any(column.required for column in self.fmt.columns if self._place(column) >= len(cells))
            return [(padded, PAD)] if optional and self._makes_sense(padded) else []
        tried: list[tuple[list[str], Kind | None]] = []
        if not any(cells[width:]) and (self.surplus or (self.layout.trailing and extra == 1)):
            return [(cells[:width], None)]
        if quotes:
            return []
        places = sorted({place for name in _WORDY for place in self.layout.index.get(name, ())})
        tried += [(_joined(cells, first, extra, self.layout.separator), PIPE) for first in places]
        if extra == 2:  # noqa: PLR2004 — one separator in each of two texts
            for first, second in combinations(places, 2):
                once = _joined(cells, first, 1, self.layout.separator)
                tried.append((_joined(once, second, 1, self.layout.separator), PIPE))
        distinct = {tuple(cells): (cells, kind) for cells, kind in tried if self._makes_sense(cells)}
        return list(distinct.values())

    def _place(self, column: Column) -> int:
        return self.layout.index.get(column.name, [-1])[0]

    def _makes_sense(self, cells: list[str]) -> bool:
        """Say whether every typed cell reads, the firm is one of the file's, and the arithmetic holds."""
        notes: list[Problem] = []
        values = self._values(cells, 0, notes)
        if isinstance(values, _Failure) or any(note.kind in (DATE, UNIT, TYPE) for note in notes):
            return False
        if self.firms and values["firm_ref"] not in self.firms:
            return False
        complete = values["kind"] in ("F", "E") and values["units"] is not None and values["unit_cost"] is not None
        if not complete:
            return values["kind"] in ("IF", "IE")
        expected = values["units"] * values["unit_cost"] + (values["adjustment"] or 0) + values["tax"]
        return bool(abs(expected - values["total"]) <= CENT)

    def _values(self, cells: list[str], line: int, notes: list[Problem]) -> dict[str, Any] | _Failure:
        values: dict[str, Any] = {}
        for column, places in self.read_from:
            cell = cells[places[0]]
            other = next((cells[place] for place in places[1:] if cells[place] != cell), None) if places[1:] else None
            if other is not None:
                return _Failure(COLD, column.name, f"{cell} / {other}")
            failure = self._cell(column, cell, line, values, notes)
            if failure is not None:
                return failure
        return self._complete(values, line, notes)

    def _cell(
        self, column: Column, cell: str, line: int, values: dict[str, Any], notes: list[Problem]
    ) -> _Failure | None:
        """Read one cell into `values`; a failure only where the line cannot do without it."""
        if column.kind == "text" or not cell:
            values[column.field] = cell or None
            return None
        value: Any = cell
        if cell.upper() in EMPTY:
            value = None
        elif column.kind in ("amount", "rate"):
            read = columns.amount(cell, self.habits)
            if read is None and column.field in ("total", "tax"):
                return _Failure(AMT, column.name, cell)
            told = _number_told(column, read)
            notes += [Problem(told, line, column.name, cell)] if told else []
            value = read.value if read else None
        elif column.kind == "date":
            value = columns.date(cell, self.habits)
            notes += [] if value else [Problem(DATE, line, column.name, cell)]
        elif column.kind == "code":
            value = self._code(column, cell, line, notes)
        values[column.field] = value
        return None

    def _code(self, column: Column, cell: str, line: int, notes: list[Problem]) -> str:
        """Read a code: without the words glued to it, in capitals; a currency sign becomes its code."""
        code = cell.upper()
        if column.field == "currency":
            known = _CURRENCIES.get(code, code)
            if not _CURRENCY.fullmatch(code):
                notes.append(Problem(CURU, line, column.name, cell, {"expected": known}))
            return known
        found = _CODE.fullmatch(cell) if column.field.endswith("_code") else None
        return found[1].upper() if found else code

    def _complete(self, values: dict[str, Any], line: int, notes: list[Problem]) -> dict[str, Any] | _Failure:
        if values.get("number") is None:
            return _Failure(NUM0, "INVOICE_NUMBER", "")
        if values.get("total") is None:
            return _Failure(AMT, "LINE_ITEM_TOTAL", "")
        seen = values.get("kind")
        values["kind"] = _KINDS.get(seen or "")
        if values["kind"] is None:
            fee, expense = values.get("timekeeper_id"), values.get("expense_code")
            inferred = "F" if fee else "E" if expense else "IF"
            notes.append(Problem(TYPE, line, "EXP/FEE/INV_ADJ_TYPE", seen or "", {"kind": inferred}))
            values["kind"] = inferred
        for name in ("units", "unit_cost", "adjustment", "firm_ref"):
            values.setdefault(name, None)
        names = [values.pop(name, None) for name in ("timekeeper_last", "timekeeper_first")]
        values["timekeeper_name"] = values.get("timekeeper_name") or ", ".join(filter(None, names)) or None
        return self._taxed(values, line, notes)

    def _taxed(self, values: dict[str, Any], line: int, notes: list[Problem]) -> dict[str, Any] | _Failure:
        """Find the tax of a line whose tax cell is empty but whose rate is not."""
        rate = values.get("tax_rate") or Decimal(0)
        if rate >= 1:
            rate /= 100
        values["tax_rate"] = rate.quantize(Decimal("1e-10")) if values.get("tax_rate") is not None else None
        if values.get("tax") is None:
            values["tax"] = Decimal(0)
            if self.fmt.tax_included and rate:
                net = (values["total"] / (1 + rate)).quantize(CENT, ROUND_HALF_UP)
                if values["units"] is not None and values["unit_cost"] is not None:
                    net = values["units"] * values["unit_cost"] + (values["adjustment"] or 0)
                if abs(net * (1 + rate) - values["total"]) > 2 * CENT:
                    return _Failure(AMT, "LINE_ITEM_TAX_TOTAL", "")
                values["tax"] = values["total"] - net
                notes.append(Problem(TAXC, line, "LINE_ITEM_TAX_TOTAL", "", {"tax": str(values["tax"])}))
        return values


def _told_once(problems: list[Problem]) -> list[Problem]:
    """Tell a file's way of writing numbers once a column, at its first line."""
    first = {(p.kind, p.column): p for p in reversed(problems) if p.kind in (DEC, THOU)}
    return [p for p in problems if p.kind not in (DEC, THOU) or first[p.kind, p.column] is p]


def _number_told(column: Column, read: columns.Read | None) -> Kind | None:
    """Return what is to be told of a number: that it could not be read, or what had to be absorbed to read it."""
    if read is None:
        return UNIT
    if column.kind == "rate" and read.value is not None and read.value >= 1:
        return PCT
    return _NOTES.get(read.note)


def _joined(cells: list[str], place: int, extra: int, separator: str) -> list[str]:
    return [*cells[:place], separator.join(cells[place : place + extra + 1]), *cells[place + extra + 1 :]]
