"""A segment of a LEDES document (an invoice, a matter, a fee) and its fields, read one by one.

A field has the name of the standard; where LEDES 2000 has another, or writers do, both lead to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from data import checks
from data.apart.markup import Element
from data.en16931.terms import LARGEST, SIX, TEN, Part
from data.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.problem import Kind

CENT = Decimal("0.01")
ABOVE_ALL = Decimal("1.000001")
"""A share of 1 is all; above, it can only be a percentage."""
_CODE = re.compile(r"([A-Z]{1,2}[0-9]{3})(?![0-9]).*", re.DOTALL)
_PERCENT = re.compile(r"\s*%$")


class _Fields(dict[str, str]):
    """Where fields stand: under their own name, and under others where there are any."""

    def __missing__(self, name: str) -> str:
        return name


FIELDS = _Fields(
    task_code="task_code|acca_task",
    task_activity="task_activity|acca_activity",
    expense_code="expense_code|acca_expense",
    lf_vendor_id="lf_vendor_id|lf_tax_id|if_tax_id",
    lf_id="lf_id|if_id",
    lf_name="lf_name|if_name",
)
"""`if_…` is how a widespread writer of LEDES 2000 spells `lf_…`."""


@dataclass(frozen=True)
class Segment(Part):
    """An element that holds fields. What cannot be read goes to `problems`, under the field's name."""

    def _tell(self, kind: Kind, term: str, element: Element) -> None:
        self.problems.append(Problem(kind, element.line, element.name or term, element.text[:120]))

    def under(self, name: str) -> Iterator[Segment]:
        """Yield the segments of a name that stand directly under this one."""
        for element in self.element.all(name):
            yield segment(element, self.problems)

    def code(self, name: str) -> str | None:
        """Return a code in capitals, without the words that may be glued to it."""
        text = self.text(name).upper()
        found = _CODE.fullmatch(text)
        return (found[1] if found else text) or None

    def share(self, name: str, *, below: Decimal = ABOVE_ALL) -> Decimal | None:
        """Return a rate or a share, a fraction of 1; one that is not `below` is read as a percentage, and told."""
        element = self.element.one(self.terms[name])
        if element is None:
            return None
        bare = Element(element.name, {}, element.line, element.start)
        bare.text = _PERCENT.sub("", element.text)
        value = self._number(bare, name)
        if value is None or abs(value) < below:
            return value
        if abs(value) > 100:  # noqa: PLR2004 — per cent
            self._tell(checks.AMT0, name, element)
            return None
        self._tell(checks.PCT, name, element)
        return (value / 100).quantize(TEN)

    def yes(self, name: str) -> bool:
        """Say whether a field says yes: Y, YES, TRUE or 1."""
        return self.text(name).upper() in ("Y", "YES", "TRUE", "1")

    def tell(self, kind: Kind, seen: object = "", column: str = "", **more: object) -> None:
        """Tell a problem at the place of this segment, or of one of its fields."""
        element = self.element.one(self.terms[column]) if column else None
        said = {name: plain(value) for name, value in more.items()}
        self.problems.append(Problem(kind, (element or self.element).line, column, plain(seen)[:200], said))


def segment(element: Element | None, problems: list[Problem]) -> Segment:
    """Return the segment of an element; where there is none, one without fields."""
    return Segment(element or Element("nothing", {}, 0, 0), FIELDS, problems)


def cents(amount: Decimal) -> Decimal:
    """Return an amount to the cent, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def fits(*amounts: Decimal) -> bool:
    """Say whether the store can hold amounts."""
    return sum(map(abs, amounts), Decimal(0)) < LARGEST


def six(amount: Decimal) -> Decimal:
    """Return an amount as the store holds it."""
    return amount.quantize(SIX, ROUND_HALF_UP)


def plain(value: object) -> str:
    """Return a value as people write it: 1250 and not 1250.000000."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if isinstance(value, Decimal) and "." in text else text
