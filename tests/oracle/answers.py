"""What is asked and what is answered: a question, an answer with its two sides, the divisions in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from .documents import NOTHING


@dataclass(frozen=True)
class Question:
    """One figure asked: which, in which reading, over which days, split and restricted how."""

    kpi: str
    start: date
    end: date
    reading: str = ""
    by: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    tolerance: Decimal = NOTHING
    weight: str = "count"


@dataclass(frozen=True)
class Answer:
    """A figure and its two sides; `more` holds median, p25, p75 or late_budgets; `groups` the same by key."""

    value: Decimal | None
    numerator: Decimal
    denominator: Decimal | None
    n: int
    more: dict[str, Decimal | int | None] = field(default_factory=dict)
    groups: dict[str | None, Answer] = field(default_factory=dict)


def ratio(numerator: Decimal | int, denominator: Decimal | int, n: int, **more: Decimal | int | None) -> Answer:
    """Divide; nothing to divide by gives no value."""
    value = Decimal(numerator) / Decimal(denominator) if denominator else None
    return Answer(value, Decimal(numerator), Decimal(denominator), n, more)


def quantile(values: list[Decimal], part: Decimal) -> Decimal | None:
    """Interpolate linearly between the closest ranks."""
    if not values:
        return None
    ranked = sorted(values)
    place = part * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (place - low) * (ranked[high] - ranked[low])


def cost(numerator: Decimal, spends: list[Decimal]) -> Answer:
    """Divide by the number of matters, with the median and the quartiles of their spend."""
    quartiles = {"p25": Decimal("0.25"), "median": Decimal("0.5"), "p75": Decimal("0.75")}
    return ratio(
        numerator,
        len(spends),
        len(spends),
        **{name: quantile(spends, part) for name, part in quartiles.items()},
    )
