"""An invoice as an XML format gives it: a header, its lines, each with its place. What every such format returns.

Amounts are exact and net of tax; credits are negative. Fields are those of the staging table (`data/strict.py`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.apart.markup import Element
    from data.problem import Kind, Problem

LineKind = Literal["F", "E", "IF", "IE", "T"]
"""Fee, expense, adjustment of fees or of expenses; T is the total of a document that has no lines."""


class Refused(Exception):
    """A file of which nothing can be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind.code)
        self.problem = problem


@dataclass(kw_only=True)
class Line:
    """One line; `source` is the element it comes from: its place, and its text as received."""

    source: Element
    kind: LineKind
    net: Decimal
    tax: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    units: Decimal | None = None
    unit_cost: Decimal | None = None
    adjustment: Decimal | None = None
    work_date: dt.date | None = None
    item_number: str | None = None
    narrative: str | None = None
    client_matter_id: str | None = None
    law_firm_matter_id: str | None = None
    task_code: str | None = None
    activity_code: str | None = None
    expense_code: str | None = None
    timekeeper_id: str | None = None
    timekeeper_name: str | None = None
    timekeeper_class: str | None = None


@dataclass(kw_only=True)
class Unread:
    """A line that cannot be read without guessing: it is set aside with its text."""

    source: Element
    kind: Kind
    column: str
    seen: str
    more: dict[str, str] = field(default_factory=dict)


@dataclass(kw_only=True)
class Invoice:
    """One document: an invoice, a credit note or a prepayment invoice, and what is to be told of it.

    Without a number or a date it has no lines: all of them are `unread`.
    `firm_ids` are the other names under which the firm may be known, the surest first. `corrects` are the documents it
    names as preceding; `prepaid` is what was already paid, tax included; `withheld` is a tax that the client pays to
    the State instead of the firm. `staffed` says whether the format can name who
    did the work.
    """

    number: str
    invoice_date: dt.date | None
    kind: Literal["invoice", "credit_note", "prepayment"] | None = None
    type_code: str | None = None
    currency: str | None = None
    due_on: dt.date | None = None
    firm_ref: str | None = None
    firm_name: str | None = None
    firm_ids: list[str] = field(default_factory=list)
    client_id: str | None = None
    description: str | None = None
    billing_from: dt.date | None = None
    billing_to: dt.date | None = None
    declared_net: Decimal | None = None
    declared_tax: Decimal | None = None
    declared_total: Decimal | None = None
    corrects: list[str] = field(default_factory=list)
    prepaid: Decimal | None = None
    withheld: Decimal | None = None
    staffed: bool = True
    ignored: int = 0
    lines: list[Line] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
