"""One row of a mapped table: its cells read into a row of the register or into a billing line, or why they cannot."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from data.mapping import problems, values
from data.mapping.fields import FIELDS, KNOWN_KINDS, KNOWN_SIDES, MEANINGS, NEEDED
from data.mapping.model import fold_heading
from data.problem import Kind, Problem
from data.reference import amounts
from data.reference import problems as sheet_problems
from data.reference.cells import SHEET_ERRORS, fold
from data.reference.money import CHANNEL, STATUS

if TYPE_CHECKING:
    from collections.abc import Mapping as Given
    from collections.abc import Sequence

    from data.mapping.model import Mapping

_CURRENCIES = {"€": "EUR", "EURO": "EUR", "EUROS": "EUR", "£": "GBP"}
_CURRENCY = re.compile("[A-Z]{3}")
_ORDERS = {"dmy": ("jour/mois/année", "day/month/year"), "mdy": ("mois/jour/année", "month/day/year")}
_MARKS = {",": ("virgule", "comma"), ".": ("point", "point")}
_LINE_TEXTS = ("description", "item_number", "task_code", "expense_code", "activity_code", "timekeeper_id",
    "timekeeper_name", "timekeeper_class", "narrative", "client_matter_id", "law_firm_matter_id")  # fmt: skip
_CODES = frozenset({"task_code", "expense_code", "activity_code", "timekeeper_class"})


Said = dict[str, str]
"""The cells of a row by field; one that nothing gives is empty."""


@dataclass(frozen=True)
class Fault:
    """Why a row is set aside."""

    kind: Kind
    column: str
    seen: str
    more: Given[str, str] = field(default_factory=dict)


class LeftOut:
    """A row that the mapping says is none: a payment, another account."""


class _Unreadable(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind.code)
        self.fault = fault


class RowReader:
    """Reads the rows of one table with one mapping."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        self.mapping, self.header = mapping, header
        folded = [fold_heading(heading) for heading in header]
        self.places = {name: folded.index(fold_heading(heading)) for name, heading in mapping.columns.items()}
        self.fields = FIELDS[mapping.target]
        self.number = NEEDED[mapping.target][1]
        self.meanings = {
            name: {fold(value): meaning for value, meaning in given.items()} for name, given in mapping.values.items()
        }
        self.inferred = {"F": 0, "E": 0, "IF": 0}
        used = {*self.places.values()}
        self.others = [(place, heading) for place, heading in enumerate(header) if place not in used]
        self.choices = {name: choice.values for name, choice in (("channel", CHANNEL), ("status", STATUS))}

    def said(self, cells: Sequence[str]) -> Said:
        """Return the cells of a row by field, each cleaned once; where one is empty, what holds for the whole table."""
        row = defaultdict(str, self.mapping.constants)
        for name, place in self.places.items():
            if text := values.clean(cells[place]):
                row[name] = text
        return row

    def identity(self, cells: Sequence[str]) -> list[str]:
        """Return the cells that only a true row fills: its number and its date."""
        return [values.clean(cells[self.places[name]]) for name in (self.number, "invoice_date") if name in self.places]

    def words(self, cells: Sequence[str]) -> list[str]:
        """Return the cells of a row that are no amounts."""
        return [
            one
            for one in map(values.clean, cells)
            if values.amount(one, self.mapping.decimal) is None and re.search(r"\w", one)
        ]

    def as_read(self, row: Said) -> Decimal | None:
        """Return what the row amounts to as written: credit less debit where it has two columns."""
        if self.mapping.sign != "debit_credit":
            return values.amount(row["amount"], self.mapping.decimal)
        both = [row[name] for name in ("debit", "credit")]
        read = [values.amount(one, self.mapping.decimal) if one else Decimal(0) for one in both]
        return None if read[0] is None or read[1] is None or not any(both) else read[1] - read[0]

    def shown_amount(self, row: Said) -> tuple[str, str]:
        """Return the amount of a row as written, and its heading."""
        shown = [(row[name], self._heading(name)) for name in self.mapping.amounts]
        return next((one for one in shown if one[0]), shown[0])

    def read(self, row: Said, cells: Sequence[str]) -> dict[str, Any] | Fault | LeftOut:
        """Read a row."""
        try:
            if self._another_account(row):
                return LeftOut()
            kind = self._kind(row)
            if kind == "leave_out":
                return LeftOut()
            return self._invoice(row, cells, kind) if self.mapping.target == "invoices" else self._line(row, kind)
        except _Unreadable as found:
            return found.fault

    def told(self, header_line: int) -> list[Problem]:
        """Return what is to be told of the table once it is read."""
        found = []
        unknown = [heading for _, heading in self.others]
        if unknown and self.mapping.target == "invoices":
            found.append(Problem(sheet_problems.UNKNOWN, header_line, seen=", ".join(unknown)[:400]))
        if any(self.inferred.values()):
            more = dict(zip(("fees", "expenses", "others"), map(str, self.inferred.values()), strict=True))
            found.append(Problem(problems.INFERRED, header_line, more=more))
        return found

    def _invoice(self, row: Said, cells: Sequence[str], kind: str | None) -> dict[str, Any]:
        currency = self._currency(row)
        signed = self._signed(row, kind, currency)
        net, tax = self._net(row, signed)
        given: dict[str, Any] = {name: self._date(name, row) for name in ("received_on", "approved_on", "paid_on")}
        for name, known in self.choices.items():
            text = row[name]
            given[name] = known.get(fold(text)) if text else None
            if text and given[name] is None:
                self._fail(problems.CHOICE, name, text)
        approved = row["approved_net"]
        return {
            **given,
            "firm_id": self._needed("firm_id", row),
            "invoice_number": self._needed("invoice_number", row),
            "invoice_date": self._needed_date("invoice_date", row),
            "net_amount": net,
            "tax_amount": tax,
            "approved_net": self._amount("approved_net", row) if approved else None,
            "matter_id": row["matter_id"] or None,
            "corrects": row["corrects"] or None,
            "currency": currency,
            "kind": kind,
            "extra": {heading: str(cells[place]) for place, heading in self.others if cells[place].strip()},
        }

    def _line(self, row: Said, kind: str | None) -> dict[str, Any]:
        currency = self._currency(row)
        net, tax = self._net(row, self._signed(row, kind, currency))
        texts = {name: row[name] or None for name in _LINE_TEXTS}
        numbers = {
            name: self._amount(name, row) if row[name] else None for name in ("units", "unit_cost", "adjustment")
        }
        rate = row["tax_rate"]
        return {
            **{name: text.upper() if text and name in _CODES else text for name, text in texts.items()},
            **numbers,
            **{name: self._date(name, row) for name in ("work_date", "billing_from", "billing_to")},
            "number": self._needed("number", row),
            "firm_ref": self._needed("firm_ref", row),
            "invoice_date": self._needed_date("invoice_date", row),
            "currency": currency,
            "kind": kind or self._inferred(texts, numbers),
            "total": net + (tax or 0),
            "tax": tax or Decimal(0),
            "tax_rate": values.rate(rate, self.mapping.decimal) if rate else self.mapping.vat_rate,
        }

    def _inferred(self, texts: Given[str, str | None], numbers: Given[str, Decimal | None]) -> str:
        timed = numbers["units"] is not None and numbers["unit_cost"] is not None
        if texts["expense_code"]:
            found = "E"
        else:
            found = "F" if texts["timekeeper_id"] or texts["timekeeper_name"] or timed else "IF"
        self.inferred[found] += 1
        return found

    def _another_account(self, row: Said) -> bool:
        account = row["account"]
        return bool(self.mapping.accounts and "account" in self.places) and not account.startswith(
            self.mapping.accounts
        )

    def _kind(self, row: Said) -> str | None:
        """Return what the kind of a row means; None where no column says it, or the cell is empty."""
        text = row["kind"]
        if not text:
            if self.mapping.sign == "kind":
                self._fail(problems.EMPTY, "kind", "")
            return None
        known = KNOWN_KINDS.get(fold(text))
        meaning = self.meanings.get("kind", {}).get(fold(text)) or known
        if meaning not in MEANINGS[self.mapping.target]:
            self._fail(problems.VALUE, "kind", text)
        return meaning

    def _signed(self, row: Said, kind: str | None, currency: str | None) -> Decimal:
        """Return the amount of a row with the sign of this house: a credit note is negative."""
        read = self.as_read(row)
        seen, heading = self.shown_amount(row)
        if self.mapping.sign == "debit_credit":
            both = [row[name] for name in ("debit", "credit")]
            filled = [one for one in both if one and values.amount(one, self.mapping.decimal) != 0]
            if read is not None and len(filled) != 1:
                raise _Unreadable(Fault(problems.SIDES, heading, " / ".join(both)))
        if read is None:
            self._unreadable_amount(seen, heading)
        signs = amounts.currencies(str(seen))
        if signs is not None and (currency or "EUR") not in signs:
            raise _Unreadable(Fault(problems.CURRENCY, heading, seen))
        if self.mapping.sign == "inverted":
            return -read
        if self.mapping.sign == "side" and self._side(row) == "credit_note":
            return -read
        return -abs(read) if kind == "credit_note" else read

    def _side(self, row: Said) -> str:
        text = self._needed("side", row)
        meaning = self.meanings.get("side", {}).get(fold(text)) or KNOWN_SIDES.get(fold(text))
        if meaning is None:
            self._fail(problems.VALUE, "side", text)
        return meaning

    def _net(self, row: Said, signed: Decimal) -> tuple[Decimal, Decimal | None]:
        """Return net and tax of a row; tax is None where nothing tells it and the amount is net."""
        tax_cell, rate_cell = row["tax_amount"], row["tax_rate"]
        rate = values.rate(rate_cell, self.mapping.decimal) if rate_cell else self.mapping.vat_rate
        if tax_cell:
            tax = self._amount("tax_amount", row).copy_sign(signed)
            if self.mapping.basis == "ht":
                return signed, tax
            if abs(tax) > abs(signed) * values.MOST_VAT:
                self._fail(problems.VAT, "tax_amount", tax_cell)
            return signed - tax, tax
        if rate is None and (rate_cell or self.mapping.basis == "ttc"):
            self._fail(problems.VAT, "tax_rate" if rate_cell else "tax_amount", rate_cell)
        if rate is None:
            return signed, None
        if self.mapping.basis == "ht":
            return signed, (signed * rate).quantize(values.CENT, ROUND_HALF_UP)
        net = (signed / (1 + rate)).quantize(values.CENT, ROUND_HALF_UP)
        return net, signed - net

    def _currency(self, row: Said) -> str | None:
        text = row["currency"]
        if not text:
            return None
        code = _CURRENCIES.get(text.upper(), text.upper())
        if not _CURRENCY.fullmatch(code):
            self._fail(problems.CURRENCY, "currency", text)
        return code

    def _needed(self, name: str, row: Said) -> str:
        text = row[name]
        if not text or text in SHEET_ERRORS:
            self._fail(problems.EMPTY if not text else problems.CHOICE, name, text)
        return str(text)

    def _needed_date(self, name: str, row: Said) -> dt.date | None:
        self._needed(name, row)
        return self._date(name, row)

    def _date(self, name: str, row: Said) -> dt.date | None:
        text = row[name]
        if not text.strip("0/.- ") and name != "invoice_date":  # SAP writes 00.00.0000 for no date
            return None
        found = values.date(text, self.mapping.dates)
        if found is None:
            self._fail(problems.DATE, name, text)
        return found

    def _amount(self, name: str, row: Said) -> Decimal:
        text = row[name]
        found = values.amount(text, self.mapping.decimal)
        if found is None:
            self._unreadable_amount(text, self._heading(name))
        return found

    def _unreadable_amount(self, seen: str, heading: str) -> NoReturn:
        if not seen:
            raise _Unreadable(Fault(problems.EMPTY, heading, ""))
        fr, en = _MARKS[self.mapping.decimal]
        raise _Unreadable(Fault(problems.AMOUNT, heading, seen, {"mark": fr, "mark_en": en}))

    def _fail(self, kind: Kind, name: str, seen: str) -> NoReturn:
        fr, en = _ORDERS[self.mapping.dates]
        more = {"order": fr, "order_en": en} if kind is problems.DATE else {}
        raise _Unreadable(Fault(kind, self._heading(name), str(seen), more))

    def _heading(self, name: str) -> str:
        return self.header[self.places[name]] if name in self.places else self.fields[name].title.fr
