"""The words that every room shares: a scope asks, a measure answers, facts are what is known.

Nothing here reads a file, a database or a screen. Amounts are euros excluding VAT (HT) and `Decimal`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, Self

import narwhals.stable.v2 as nw
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Lang = Literal["fr", "en"]
Unit = Literal["EUR", "ratio", "EUR/h", "days", "score", "points"]
"""What a figure is said in: euros HT, a share of 1, euros an hour, days, a mark out of 5, a net score (−100 to 100)."""
PartUnit = Literal["EUR", "number", "hours", "days"]
"""What the numerator or the denominator of a figure counts."""
Better = Literal["lower", "higher", "neutral"]
Key = str | None

FISCAL_YEAR_START = 1


def typeset(fr: str) -> str:
    """Set French as it is printed: the spaces before ; : ! ? % €, inside « » and inside numbers do not break a line."""
    fr = re.sub(r"(?<=\S) (?=[;!?](?!\w))|(?<=\d) (?=\d{3}(?!\d))", "\u202f", fr)
    return re.sub(r"(?<=\S) (?=[:%€](?!\w)|»)|(?<=«) ", "\u00a0", fr)


@dataclass(frozen=True)
class Text:
    """The same sentence in French and in English, side by side so that neither is forgotten.

    French is written with ordinary spaces and typeset here, once, for every screen, file and terminal.
    """

    fr: str
    en: str

    def __post_init__(self) -> None:
        if not (self.fr.strip() and self.en.strip()):
            msg = f"both languages are needed: {self!r}"
            raise ValueError(msg)
        object.__setattr__(self, "fr", typeset(self.fr))

    def __call__(self, lang: Lang) -> str:
        """Say it in a language."""
        return self.fr if lang == "fr" else self.en


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(_Frozen):
    """A span of days, both bounds included: usually a quarter such as 2026-T3."""

    start: dt.date
    end: dt.date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            msg = f"the period ends ({self.end}) before it starts ({self.start})"
            raise ValueError(msg)
        return self

    @classmethod
    def parse(cls, text: str, fiscal_start: int = FISCAL_YEAR_START) -> Period:
        """Read 2026-T3, 2026-Q3, 2026-07 or 2026; anything else is a ValueError that says so."""
        found = re.fullmatch(r"(\d{4})(?:-([TQtq][1-4]|\d{2}))?", text.strip())
        if not found:
            msg = f"'{text}' is not a period: write 2026-T3, 2026-07 or 2026"
            raise ValueError(msg)
        year, part = int(found[1]), found[2]
        if part is None:
            return cls(
                start=_month_start(year * 12 + fiscal_start - 1),
                end=_month_start(year * 12 + fiscal_start + 11) - dt.timedelta(1),
            )
        if part[0] in "TQtq":
            first = year * 12 + fiscal_start - 1 + 3 * (int(part[1]) - 1)
            return cls(start=_month_start(first), end=_month_start(first + 3) - dt.timedelta(1))
        if not 1 <= int(part) <= 12:  # noqa: PLR2004 — months of a year
            msg = f"'{text}' is not a period: there is no month {part}"
            raise ValueError(msg)
        first = year * 12 + int(part) - 1
        return cls(start=_month_start(first), end=_month_start(first + 1) - dt.timedelta(1))

    @classmethod
    def quarter_of(cls, day: dt.date, fiscal_start: int = FISCAL_YEAR_START) -> Period:
        """Return the quarter a day falls in."""
        return cls.parse(quarter_key(day, fiscal_start), fiscal_start)

    def back(self, months: int) -> Period:
        """Return the same span some months earlier (3: the quarter before, 12: the year before)."""
        start = _month_start(self.start.year * 12 + self.start.month - 1 - months)
        after = self.end + dt.timedelta(1)
        end = _month_start(after.year * 12 + after.month - 1 - months) - dt.timedelta(1)
        if self.start.day != 1 or after.day != 1:
            return Period(start=_same_day(self.start, months), end=_same_day(self.end, months))
        return Period(start=start, end=end)

    def split(self, by: str, fiscal_start: int = FISCAL_YEAR_START) -> dict[str, Period]:
        """Cut the span into its quarters or months, the first and last as far as they lie inside."""
        parts: dict[str, Period] = {}
        day = self.start
        while day <= self.end:
            key = quarter_key(day, fiscal_start) if by == "quarter" else f"{day:%Y-%m}"
            end = min(Period.parse(key, fiscal_start).end, self.end)
            parts[key] = Period(start=day, end=end)
            day = end + dt.timedelta(1)
        return parts


def _month_start(months: int) -> dt.date:
    return dt.date(months // 12, months % 12 + 1, 1)


def _same_day(day: dt.date, months_back: int) -> dt.date:
    first = _month_start(day.year * 12 + day.month - 1 - months_back)
    following = _month_start(first.year * 12 + first.month)
    return min(dt.date(first.year, first.month, 1) + dt.timedelta(day.day - 1), following - dt.timedelta(1))


def quarter_key(day: dt.date, fiscal_start: int = FISCAL_YEAR_START) -> str:
    """Name the quarter of a day: 2026-T3."""
    months = day.year * 12 + day.month - fiscal_start
    return f"{months // 12}-T{months % 12 // 3 + 1}"


class Scope(_Frozen):
    """What a reader asks about: a period, what is kept, and how the answer is cut."""

    period: Period
    where: Mapping[str, tuple[Key, ...]] = Field(default_factory=dict)
    by: tuple[str, ...] = ()
    tolerance: Decimal = Decimal(0)
    weight: Literal["count", "amount"] = "count"
    fiscal_start: int = Field(default=FISCAL_YEAR_START, ge=1, le=12)

    @field_validator("tolerance")
    @classmethod
    def _tolerance_in_range(cls, value: Decimal) -> Decimal:
        if not (value.is_finite() and 0 <= value <= 1):
            msg = f"a tolerance lies between 0 and 1 (0.05 for 5 %), not {value}"
            raise ValueError(msg)
        return value

    def over(self, period: Period) -> Scope:
        """Return the same question for another period."""
        return self.model_copy(update={"period": period})

    def cut(self, *by: str) -> Scope:
        """Return the same question, cut another way."""
        return self.model_copy(update={"by": by})

    def keep(self, dimension: str, *keys: Key) -> Scope:
        """Return the same question, about these keys of a dimension only."""
        return self.model_copy(update={"where": {**self.where, dimension: keys}})


@dataclass(frozen=True)
class Facts:
    """What is known, as lazy tables, each at its own grain. Amounts are EUR HT, rounded to the cent.

    spend         one row per document × matter × nature (fees, expenses, or unknown); `billed`: before approval
    work          the same euros, by timekeeper level too: read from the lines, slower
    time          one row per fee line, hours at a rate or a flat fee: read from the lines; rates are in the currency
                  of the line, `net` in EUR after the line's adjustment and its share, `discount`, of the invoice's
    rated         the same rows with the rate agreed for that work on that day, in the line's currency: slower
    instructions  one row per firm × matter, with the day the firm was instructed
    panel         one row per panel entry: the house (firm or group) it covers, its scope, its dates
    budgets       one row per approved budget version
    matters       one row per matter known from `matters` or from an invoice
    delays        one row per fee line, with the days between its work and its invoice: read from the lines, slower
    settlements   one row per document of the register, with the day it was paid
    surveys       one row per answer of an internal client: its marks, never who gave them nor the comment
    contracts     one row per contract notified to a firm
    """

    spend: nw.LazyFrame[Any]
    work: nw.LazyFrame[Any]
    time: nw.LazyFrame[Any]
    rated: nw.LazyFrame[Any]
    instructions: nw.LazyFrame[Any]
    panel: nw.LazyFrame[Any]
    budgets: nw.LazyFrame[Any]
    matters: nw.LazyFrame[Any]
    delays: nw.LazyFrame[Any]
    settlements: nw.LazyFrame[Any]
    surveys: nw.LazyFrame[Any]
    contracts: nw.LazyFrame[Any]
    present: frozenset[str] = frozenset()
    """The reference tables that hold at least one row: a figure says which one it lacks."""
    shared: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What one figure worked out and another can use again, as long as these facts are looked at."""


_SPEND = {
    "document_id": "text",
    "firm_id": "text",
    "number": "text",
    "matter_id": "text",
    "matter_type": "text",
    "entity": "text",
    "business_unit": "text",
    "jurisdiction": "text",
    "nature": "text",
    "channel": "text",
    "invoice_date": "date",
    "received_on": "date",
    "has_lines": "flag",
    "credit_note": "flag",
    "in_register": "flag",
    "excluded": "text",
    "amount": "amount",
}  # fmt: skip — one row of it is a part of a document

_TIME = {
    "document_id": "text",
    "firm_id": "text",
    "number": "text",
    "matter_id": "text",
    "matter_type": "text",
    "entity": "text",
    "business_unit": "text",
    "jurisdiction": "text",
    "timekeeper_id": "text",
    "timekeeper_level": "text",
    "work_date": "date",
    "invoice_date": "date",
    "excluded": "text",
    "credit_note": "flag",
    "hourly": "flag",
    "hours": "quantity",
    "rate": "quantity",
    "currency": "text",
    "euros_per_unit": "quantity",
    "net": "amount",
    "discount": "amount",
}  # fmt: skip — one row of it is a fee line

_BILLED = {
    "document_id": "text",
    "firm_id": "text",
    "number": "text",
    "matter_id": "text",
    "matter_type": "text",
    "entity": "text",
    "business_unit": "text",
    "jurisdiction": "text",
    "invoice_date": "date",
    "credit_note": "flag",
    "excluded": "text",
    "amount": "amount",
}  # fmt: skip — what delays tell of a document

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "spend": {**_SPEND, "billed": "amount"},
    "work": {**_SPEND, "timekeeper_level": "text"},
    "time": _TIME,
    "rated": {**_TIME, "agreed_rate": "quantity"},
    "instructions": {
        "firm_id": "text",
        "matter_id": "text",
        "matter_type": "text",
        "entity": "text",
        "business_unit": "text",
        "jurisdiction": "text",
        "house": "text",
        "firm_kind": "text",
        "instructed_on": "date",
        "date_basis": "text",
        "waiver": "text",
        "reason": "text",
    },
    "panel": {
        "house": "text",
        "matter_type": "text",
        "jurisdiction": "text",
        "entity": "text",
        "valid_from": "date",
        "valid_to": "date",
    },
    "budgets": {
        "matter_id": "text",
        "firm_id": "text",
        "phase": "text",
        "approved_on": "date",
        "position": "count",
        "scope": "text",
        "amount": "amount",
    },
    "matters": {
        "matter_id": "text",
        "matter_type": "text",
        "entity": "text",
        "business_unit": "text",
        "jurisdiction": "text",
        "closed_on": "date",
        "final_billed": "flag",
        "umbrella": "flag",
    },
    "delays": {**_BILLED, "work_date": "date", "days": "count", "flat": "flag"},
    "settlements": {**_BILLED, "paid_on": "date", "days": "count", "marked_paid": "flag"},
    "surveys": {
        "firm_id": "text",
        "matter_id": "text",
        "matter_type": "text",
        "entity": "text",
        "business_unit": "text",
        "jurisdiction": "text",
        "answered_on": "date",
        "expertise": "mark",
        "responsiveness": "mark",
        "clarity": "mark",
        "business_understanding": "mark",
        "cost_predictability": "mark",
        "outcome": "mark",
        "recommend": "mark",
        "source": "text",
    },
    "contracts": {
        "firm_id": "text",
        "notified_on": "date",
        "amount": "amount",
        "environmental": "flag",
        "social": "flag",
        "small_business": "flag",
        "source": "text",
    },
}  # fmt: skip — the columns of Facts, by table; `text` keys are None when not recorded


@dataclass(frozen=True)
class Excluded:
    """What was left out of a figure, why, and the euros concerned (None where they are not known)."""

    reason: str
    n: int
    amount: Decimal | None


@dataclass(frozen=True)
class Group:
    """One slice of a figure: its key is an id, a code or a quarter; None is « not recorded »."""

    key: tuple[Key, ...]
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    spread: Mapping[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Basis:
    """What the euros and days of a figure mean."""

    amount: str = "net_of_tax_approved_else_billed"
    date: str = "invoice_date"
    status: str = "all_but_rejected_withdrawn_superseded"
    currency: str = "EUR"


@dataclass(frozen=True)
class Measure:
    """A figure that explains itself; `value` is None when there is nothing to divide by."""

    kpi: str
    reading: str
    unit: Unit
    better: Better
    scope: Scope
    basis: Basis
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    n: int
    coverage: Decimal | None
    excluded: tuple[Excluded, ...] = ()
    groups: tuple[Group, ...] = ()
    details: Mapping[str, Decimal | int | None] = field(default_factory=dict)
    lacks: tuple[str, ...] = ()
    """Reference tables that are empty and would make this figure possible, or its denominator true."""


@dataclass(frozen=True)
class Reading:
    """One exact way to read a figure, with the sentence that defines it."""

    name: str
    title: Text
    formula: Text
    parts: tuple[PartUnit, PartUnit] = ("number", "number")
    """What its numerator and its denominator count."""


@dataclass(frozen=True)
class Example:
    """A ledger small enough to check by hand, and what each reading of it must give."""

    story: Text
    tables: Mapping[str, tuple[Mapping[str, Any], ...]]
    scope: Scope
    expected: tuple[tuple[Mapping[str, Any], Mapping[str, Decimal | int | None]], ...]


@dataclass(frozen=True)
class Kpi:
    """A definition: its words, its readings, its worked example and its computation, in one file."""

    name: str
    order: int
    title: Text
    question: Text
    caution: Text
    unit: Unit
    better: Better
    adds_up: bool
    needs: tuple[str, ...]
    dimensions: tuple[str, ...]
    readings: tuple[Reading, ...]
    references: tuple[str, ...]
    example: Example
    compute: Callable[[Facts, Scope, str], Measure]
    trail: Callable[[Facts, Scope, str], list[dict[str, Any]]]

    @property
    def default_reading(self) -> str:
        """The reading used unless another is asked for."""
        return self.readings[0].name

    def reading(self, name: str) -> Reading:
        """Return a reading by its name."""
        return next(known for known in self.readings if known.name == name)

    def parts(self, reading: str, weight: str = "count") -> tuple[PartUnit, PartUnit]:
        """Return what the numerator and the denominator of a reading count: euros, hours, days or things."""
        return ("EUR", "EUR") if weight == "amount" else self.reading(reading).parts


def ratio(numerator: Decimal | int, denominator: Decimal | int) -> Decimal | None:
    """Divide exactly enough for any screen (28 digits); None when there is nothing to divide by."""
    return None if not denominator else Decimal(numerator) / Decimal(denominator)
