"""The cells of a reference table: what each type of column accepts, and how it reads it exactly."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Protocol

from data.problem import Kind
from data.reference import amounts, cell_problems, dates
from data.reference.habits import Habits, Readings
from kpi.model import Text

_ENGLISH_ERRORS = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
SHEET_ERRORS = _ENGLISH_ERRORS | {"#VALEUR!", "#NOM?", "#NOMBRE!", "#NUL!", "#EPARS!", "#CALCUL!"}
"""What a spreadsheet writes where a formula failed, in English and in French."""

_EXACT = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class NumberText(str):
    """The exact text of a cell that the workbook itself holds as a number: its point can only be decimal."""

    __slots__ = ()


@dataclass(frozen=True)
class Refusal:
    """Why a cell cannot be read, and the words its sentence needs."""

    kind: Kind
    more: Mapping[str, str] = field(default_factory=dict)


class CellType(Protocol):
    """A type of column: a name for the documentation, and a reading of a cell that is not empty."""

    @property
    def label(self) -> Text:
        """What the column holds, in a word or two."""

    def read(self, cell: str, column: str, habits: Habits) -> object:
        """Return the cell's value, or a Refusal."""


@lru_cache(4096)
def fold(text: str) -> str:
    """Reduce a heading or a code to what counts when comparing: no case, accent, space nor punctuation."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE")).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def spelled(words: str) -> tuple[str, ...]:
    """Split a list of headings or of words, written with commas."""
    return tuple(word.strip() for word in words.split(","))


@dataclass(frozen=True)
class TextCell:
    """Words or an identifier, kept as written: 00042 stays 00042."""

    label: Text

    def read(self, cell: str, column: str, habits: Habits) -> str:  # noqa: ARG002 — the same door for all types
        """Keep the text; a workbook's number is kept as its digits."""
        return str(cell)


@dataclass(frozen=True)
class DateCell:
    """A day of the calendar."""

    label: Text

    def learn(self, cell: str) -> Readings[dt.date]:
        """Give the two readings of a date, from which the file's habit is learned."""
        return dates.readings(cell)

    def read(self, cell: str, column: str, habits: Habits) -> dt.date | Refusal:
        """Read the date the file's way: the day first unless the file shows the contrary."""
        if isinstance(cell, NumberText) and (day := dates.serial(cell)):
            return day
        found = dates.readings(cell)
        if found.agreed:
            return found.agreed
        way = habits.dates.way(column)
        if way == "mixed" and (found.first or found.second):
            # Even a date that reads only one way is doubtful here: 02/13 may be a slip for 13/02 or 02/12.
            seen = habits.dates.evidence(column)
            return Refusal(
                cell_problems.DATES_MIXED,
                {
                    "first": seen["first"].text,
                    "first_line": str(seen["first"].line),
                    "second": seen["second"].text,
                    "second_line": str(seen["second"].line),
                },
            )
        return (found.second if way == "second" else found.first) or Refusal(cell_problems.DATE)


@dataclass(frozen=True)
class NumberCell:
    """An amount or another exact number, with its limits of size."""

    label: Text
    places: int = 6
    digits: int = 12
    percent: bool = False
    money: bool = False

    def learn(self, cell: str) -> Readings[Decimal]:
        """Give the two readings of a number, from which the file's decimal mark is learned."""
        return Readings(None, None) if isinstance(cell, NumberText) else amounts.readings(cell, percent=self.percent)

    def read(self, cell: str, column: str, habits: Habits) -> Decimal | Refusal:
        """Read the number exactly; 1.234 is refused where nothing tells whether it is 1234 or 1.234."""
        if isinstance(cell, NumberText):
            return self._fitting(Decimal(cell)) if _EXACT.fullmatch(cell) else Refusal(cell_problems.NUMBER)
        found = amounts.readings(cell, percent=self.percent)
        if not found.doubtful:
            value = found.second if found.first is None else found.first
            return Refusal(cell_problems.NUMBER) if value is None else self._fitting(value)
        match habits.numbers.way(column):
            case "first" if found.first is not None:
                return self._fitting(found.first)
            case "second" if found.second is not None:
                return self._fitting(found.second)
        whole, decimal = sorted((f"{found.first:f}", f"{found.second:f}"), key=lambda text: "." in text)
        return Refusal(
            cell_problems.MARK,
            {"whole": whole, "decimal_fr": decimal.replace(".", ","), "decimal_en": decimal},
        )

    def _fitting(self, value: Decimal) -> Decimal | Refusal:
        whole, _, fraction = f"{value:f}".partition(".")
        if len(whole.lstrip("-0")) > self.digits:
            return Refusal(cell_problems.SIZE, {"digits": str(self.digits)})
        if len(fraction) <= self.places:
            return value
        if len(fraction.rstrip("0")) > self.places:
            return Refusal(cell_problems.DECIMALS, {"places": str(self.places)})
        return value.quantize(Decimal(1).scaleb(-self.places))


@dataclass(frozen=True)
class RateCell(NumberCell):
    """Euros for one unit of a currency: no thousands, hence no doubt about its mark."""

    def learn(self, cell: str) -> Readings[Decimal]:  # noqa: ARG002 — the same door for all numbers
        """Teach nothing: a rate written 1.085 says nothing about the file's amounts."""
        return Readings(None, None)

    def read(self, cell: str, column: str, habits: Habits) -> Decimal | Refusal:  # noqa: ARG002 — the same door
        """Read the rate, with a comma or a point."""
        value = amounts.rate(cell)
        return Refusal(cell_problems.NUMBER) if value is None else self._fitting(value)


@dataclass(frozen=True)
class WholeCell:
    """A whole number, such as a mark from 1 to 5."""

    label: Text

    def read(self, cell: str, column: str, habits: Habits) -> int | Refusal:  # noqa: ARG002 — the same door
        """Read a whole number of at most nine digits."""
        return int(cell) if re.fullmatch(r"-?[0-9]{1,9}", cell) else Refusal(cell_problems.WHOLE)


@dataclass(frozen=True)
class Choice:
    """One of a few values, each with the other words that stand for it, the usual French one first.

    An open choice keeps any other text as it is.
    """

    words: Mapping[str, str]
    open: bool = False

    @property
    def label(self) -> Text:
        """What the column holds, in a word or two."""
        return Text("liste ou texte", "list or text") if self.open else Text("liste", "list")

    @cached_property
    def values(self) -> Mapping[str, str]:
        """The value behind each accepted word, compared without case, accents or punctuation."""
        return {fold(word): value for value, words in self.words.items() for word in (value, *spelled(words))}

    def accepted(self) -> Text:
        """The accepted values, each by its usual name in French, by its code in English."""
        return Text(", ".join(spelled(words)[0] for words in self.words.values()), ", ".join(self.words))

    def read(self, cell: str, column: str, habits: Habits) -> str | Refusal:  # noqa: ARG002 — the same door
        """Return the value the word stands for."""
        value = self.values.get(fold(cell), cell if self.open else None)
        if value is not None:
            return str(value)
        accepted = self.accepted()
        return Refusal(cell_problems.CHOICE, {"accepted_fr": accepted.fr, "accepted_en": accepted.en})


@dataclass(frozen=True)
class YesNoCell:
    """Yes or no."""

    label: Text
    choice: Choice

    def read(self, cell: str, column: str, habits: Habits) -> bool | Refusal:
        """Read yes or no; a cross means yes."""
        value = self.choice.read(cell, column, habits)
        return value if isinstance(value, Refusal) else value == "yes"


@dataclass(frozen=True)
class CurrencyCell:
    """A currency, by its three-letter code; the euro also by its name or sign."""

    label: Text

    def read(self, cell: str, column: str, habits: Habits) -> str | Refusal:  # noqa: ARG002 — the same door
        """Return the code in capitals."""
        if cell == "€" or fold(cell) in ("euro", "euros"):
            return "EUR"
        return cell.upper() if re.fullmatch(r"[A-Za-z]{3}", cell) else Refusal(cell_problems.CURRENCY)


TEXT = TextCell(Text("texte", "text"))
DATE = DateCell(Text("date", "date"))
AMOUNT = NumberCell(Text("montant", "amount"), money=True)
NUMBER = NumberCell(Text("nombre", "number"))
FIGURE = NumberCell(Text("nombre ou pourcentage", "number or percentage"), percent=True)
RATE = RateCell(Text("cours, 10 décimales au plus", "rate, 10 decimals at most"), places=10, digits=8)
WHOLE = WholeCell(Text("nombre entier", "whole number"))
YES_NO = YesNoCell(
    Text("oui/non", "yes/no"),
    Choice({"yes": "oui, o, y, vrai, true, 1, x", "no": "non, n, faux, false, 0"}),
)
CURRENCY = CurrencyCell(Text("devise\u00a0: EUR, USD…", "currency: EUR, USD…"))
