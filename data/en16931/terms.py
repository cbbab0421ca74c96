"""The business terms of EN 16931 (BT-1, BT-2 …) read from an XML element, in whichever syntax they are written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks, columns
from data.apart.markup import Element
from data.columns import Habits
from data.problem import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from data.problem import Kind

Terms = dict[str, str]
"""Where a syntax writes each term: a path from the element that holds it (see `Element.all`), or several with `|`."""

SIX, TEN = Decimal("0.000001"), Decimal("0.0000000001")
LARGEST = Decimal(10) ** columns.INTEGER_DIGITS
"""Amounts are below; beyond, they are not read."""
_WHOLE = 100
_POINT, _COMMA = Habits(), Habits(decimal=",")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8})([T0-9Zz:.+-].*)?")
_PLACEHOLDER = re.compile(r"[\W_0]*|n/?a|none|null|n[ée]ant", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """An element that holds terms: an invoice, one of its lines, a party. What cannot be read goes to `problems`."""

    element: Element
    terms: Mapping[str, str]
    problems: list[Problem]

    def text(self, term: str) -> str:
        """Return the text of a term, or nothing."""
        return self.element.value(self.terms[term])

    def texts(self, term: str) -> list[str]:
        """Return the texts of a term that may stand several times."""
        paths = self.terms[term].split("|")
        return [found.text for path in paths for found in self.element.all(path) if found.text]

    def reference(self, term: str) -> str | None:
        """Return a reference; one that only fills a place (`n/a`, `0`, `-`) is none."""
        text = self.text(term)
        return None if _PLACEHOLDER.fullmatch(text) else text

    def parts(self, term: str) -> Iterator[Part]:
        """Yield the groups of a term: the lines, the allowances."""
        for path in self.terms[term].split("|"):
            for element in self.element.all(path):
                yield Part(element, self.terms, self.problems)

    def within(self, term: str) -> Part:
        """Return the group of a term, the party that sells for one; where there is none, one that holds nothing."""
        return next(self.parts(term), Part(Element("nothing", {}, 0, 0), self.terms, self.problems))

    def amount(self, term: str) -> Decimal | None:
        """Return an amount; one that cannot be read is told, and none."""
        return self._number(self.element.one(self.terms[term]), term)

    def amount_in(self, term: str, currency: str | None) -> Decimal | None:
        """Return the amount of a term in a currency, where it stands in several."""
        found = [one for path in self.terms[term].split("|") for one in self.element.all(path) if one.text]
        own = [one for one in found if one.get("currencyID").upper() in ("", currency or "")]
        return self._number(next(iter(own or found), None), term)

    def rate(self, term: str) -> Decimal | None:
        """Return a rate written in per cent, as a fraction; one above 100 is told, and none."""
        percent = self.amount(term)
        if percent is None or 0 <= percent <= _WHOLE:
            return (percent / _WHOLE).quantize(TEN) if percent is not None else None
        self._tell(checks.AMT0, term, self.element.one(self.terms[term]) or self.element)
        return None

    def _number(self, element: Element | None, term: str) -> Decimal | None:
        if element is None:
            return None
        comma = _DECIMAL_COMMA.fullmatch(element.text)
        read = columns.amount(element.text, _COMMA if comma else _POINT)
        if read is None:
            self._tell(checks.AMT0, term, element)
            return None
        if read.note:
            self._tell({"DEC": checks.DEC, "ROUND": checks.ROUND}.get(read.note, checks.THOU), term, element)
        return read.value

    def date(self, term: str) -> dt.date | None:
        """Return a date, of which the time of day and the zone are left out; one that cannot be read is told."""
        element = self.element.one(self.terms[term])
        if element is None:
            return None
        found = _DATE.fullmatch(element.text)
        read = columns.date(found[1], _POINT) if found else None
        if read is None:
            self._tell(checks.DATE, term, element)
        return read

    def _tell(self, kind: Kind, term: str, element: Element) -> None:
        self.problems.append(Problem(kind, element.line, f"{term} {element.name}", element.text[:120]))
