"""One row of a mapped table: its cells read into a row of the register or into a billing line, or why they cannot."""

from __future__ import annotations

import datetime as dt
import re
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
_ORDERS = {"dmy": ("jour/mois/année", "day/month/year"), "mdy": ("mois/jour/année", "month/day/year")}
_MARKS = {",": ("virgule", "comma"), ".": ("point", "point")}
_LINE_TEXTS = ("description", "item_number", "task_code", "expense_code", "activity_code", "timekeeper_id",
    "timekeeper_name", "timekeeper_class", "narrative", "client_matter_id", "law_firm_matter_id")  # fmt: skip
_CODES = frozenset({"task_code", "expense_code", "activity_code", "timekeeper_class"})


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

    def cell(self, name: str, cells: Sequence[str]) -> str:
        """Return the cell of a field, else what holds for the whole table."""
        text = values.clean(cells[self.places[name]]) if name in self.places else ""
        return text or self.mapping.constants.get(name, "")

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

    def as_read(self, cells: Sequence[str]) -> Decimal | None:
        """Return what the row amounts to as written: credit less debit where it has two columns."""
        if self.mapping.sign != "debit_credit":
            return values.amount(self.cell("amount", cells), self.mapping.decimal)
        both = [self.cell(name, cells) for name in ("debit", "credit")]
        read = [values.amount(one, self.mapping.decimal) if one else Decimal(0) for one in both]
        return None if read[0] is None or read[1] is None or not any(both) else read[1] - read[0]

    def shown_amount(self, cells: Sequence[str]) -> tuple[str, str]:
        """Return the amount of a row as written, and its heading."""
        shown = [(self.cell(name, cells), self._heading(name)) for name in self.mapping.amounts]
        return next((one for one in shown if one[0]), shown[0])

    def read(self, cells: Sequence[str]) -> dict[str, Any] | Fault | LeftOut:
        """Read a row."""
        try:
            if self._another_account(cells):
                return LeftOut()
            kind = self._kind(cells)
            if kind == "leave_out":
                return LeftOut()
            return self._invoice(cells, kind) if self.mapping.target == "invoices" else self._line(cells, kind)
        except _Unreadable as found:
            return found.fault

    def told(self, header_line: int) -> list[Problem]:
        """Return what is to be told of the table once it is read."""
        found = []
        used = {*self.places.values()}
        unknown = [heading for place, heading in enumerate(self.header) if place not in used]
        if unknown and self.mapping.target == "invoices":
            found.append(Problem(sheet_problems.UNKNOWN, header_line, seen=", ".join(unknown)[:400]))
        if any(self.inferred.values()):
            more = dict(zip(("fees", "expenses", "others"), map(str, self.inferred.values()), strict=True))
            found.append(Problem(problems.INFERRED, header_line, more=more))
        return found

    def _invoice(self, cells: Sequence[str], kind: str | None) -> dict[str, Any]:
        currency = self._currency(cells)
        signed = self._signed(cells, kind, currency)
        net, tax = self._net(cells, signed)
        used = {*self.places.values()}
        given: dict[str, Any] = {name: self._date(name, cells) for name in ("received_on", "approved_on", "paid_on")}
        for name, choice in (("channel", CHANNEL), ("status", STATUS)):
            text = self.cell(name, cells)
            given[name] = choice.values.get(fold(text)) if text else None
            if text and given[name] is None:
                self._fail(problems.CHOICE, name, text)
        approved = self.cell("approved_net", cells)
        return {
            **given,
            "firm_id": self._needed("firm_id", cells),
            "invoice_number": self._needed("invoice_number", cells),
            "invoice_date": self._needed_date("invoice_date", cells),
            "net_amount": net,
            "tax_amount": tax,
            "approved_net": self._amount("approved_net", cells) if approved else None,
            "matter_id": self.cell("matter_id", cells) or None,
            "corrects": self.cell("corrects", cells) or None,
            "currency": currency,
            "kind": kind,
            "extra": {
                heading: str(cell)
                for place, (heading, cell) in enumerate(zip(self.header, cells, strict=True))
                if place not in used and cell.strip()
            },
        }

    def _line(self, cells: Sequence[str], kind: str | None) -> dict[str, Any]:
        currency = self._currency(cells)
        net, tax = self._net(cells, self._signed(cells, kind, currency))
        texts = {name: self.cell(name, cells) or None for name in _LINE_TEXTS}
        numbers = {
            name: self._amount(name, cells) if self.cell(name, cells) else None
            for name in ("units", "unit_cost", "adjustment")
        }
        rate = self.cell("tax_rate", cells)
        return {
            **{name: text.upper() if text and name in _CODES else text for name, text in texts.items()},
            **numbers,
            **{name: self._date(name, cells) for name in ("work_date", "billing_from", "billing_to")},
            "number": self._needed("number", cells),
            "firm_ref": self._needed("firm_ref", cells),
            "invoice_date": self._needed_date("invoice_date", cells),
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

    def _another_account(self, cells: Sequence[str]) -> bool:
        account = self.cell("account", cells)
        return bool(self.mapping.accounts and "account" in self.places) and not account.startswith(
            self.mapping.accounts
        )

    def _kind(self, cells: Sequence[str]) -> str | None:
        """Return what the kind of a row means; None where no column says it, or the cell is empty."""
        text = self.cell("kind", cells)
        if not text:
            if self.mapping.sign == "kind":
                self._fail(problems.EMPTY, "kind", "")
            return None
        known = KNOWN_KINDS.get(fold(text))
        meaning = self.meanings.get("kind", {}).get(fold(text)) or known
        if meaning not in MEANINGS[self.mapping.target]:
            self._fail(problems.VALUE, "kind", text)
        return meaning

    def _signed(self, cells: Sequence[str], kind: str | None, currency: str | None) -> Decimal:
        """Return the amount of a row with the sign of this house: a credit note is negative."""
        read = self.as_read(cells)
        seen, heading = self.shown_amount(cells)
        if self.mapping.sign == "debit_credit":
            both = [self.cell(name, cells) for name in ("debit", "credit")]
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
        if self.mapping.sign == "side" and self._side(cells) == "credit_note":
            return -read
        return -abs(read) if kind == "credit_note" else read

    def _side(self, cells: Sequence[str]) -> str:
        text = self._needed("side", cells)
        meaning = self.meanings.get("side", {}).get(fold(text)) or KNOWN_SIDES.get(fold(text))
        if meaning is None:
            self._fail(problems.VALUE, "side", text)
        return meaning

    def _net(self, cells: Sequence[str], signed: Decimal) -> tuple[Decimal, Decimal | None]:
        """Return net and tax of a row; tax is None where nothing tells it and the amount is net."""
        tax_cell, rate_cell = self.cell("tax_amount", cells), self.cell("tax_rate", cells)
        rate = values.rate(rate_cell, self.mapping.decimal) if rate_cell else self.mapping.vat_rate
        if tax_cell:
            tax = self._amount("tax_amount", cells).copy_sign(signed)
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

    def _currency(self, cells: Sequence[str]) -> str | None:
        text = self.cell("currency", cells)
        if not text:
            return None
        code = _CURRENCIES.get(text.upper(), text.upper())
        if not re.fullmatch("[A-Z]{3}", code):
            self._fail(problems.CURRENCY, "currency", text)
        return code

    def _needed(self, name: str, cells: Sequence[str]) -> str:
        text = self.cell(name, cells)
        if not text or text in SHEET_ERRORS:
            self._fail(problems.EMPTY if not text else problems.CHOICE, name, text)
        return str(text)

    def _needed_date(self, name: str, cells: Sequence[str]) -> dt.date | None:
        self._needed(name, cells)
        return self._date(name, cells)

    def _date(self, name: str, cells: Sequence[str]) -> dt.date | None:
        text = self.cell(name, cells)
        if not text.strip("0/.- ") and name != "invoice_date":  # SAP writes 00.00.0000 for no date
            return None
        found = values.date(text, self.mapping.dates)
        if found is None:
            self._fail(problems.DATE, name, text)
        return found

    def _amount(self, name: str, cells: Sequence[str]) -> Decimal:
        text = self.cell(name, cells)
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
