"""Why spend moved between two periods: how much by the volume of hours, their mix, their price, and by all the rest.

With h the hours of a firm at a level, r their rate, H and R the same over all, 0 before and 1 after: volume =
(H₁ − H₀)·R₀, price = Σ h₁·(r₁ − r₀), mix = what is left of the change of hourly fees, H₁·Σ(s₁ − s₀)·r₀ with s the
share of hours. A level without a former rate is taken at its new one: what it costs goes to the mix.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.slices import Row

_CENT = Decimal("0.01")
TIME: Final = ("volume", "mix", "price")
REST: Final = ("fixed_fees", "expenses", "discounts", "adjustments", "credit_notes", "unitemised")
EFFECTS: Final = (*TIME, *REST)


@dataclass
class Level:
    """The hours of a firm at one level, and their fees (EUR HT) before discounts on the whole invoice."""

    hours: Decimal = Decimal(0)
    fees: Decimal = Decimal(0)


@dataclass
class Side:
    """The spend of one period (EUR HT): the hours by firm and level, and everything that is not hours."""

    levels: defaultdict[tuple[str | None, str | None], Level] = field(default_factory=lambda: defaultdict(Level))
    rest: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    total: Decimal = Decimal(0)
    detailed: Decimal = Decimal(0)
    """The part of the spend, credit notes apart, of which the lines are known."""

    @property
    def hours(self) -> Decimal:
        """All the hours."""
        return sum((level.hours for level in self.levels.values()), Decimal(0))

    @property
    def fees(self) -> Decimal:
        """The fees of all the hours."""
        return sum((level.fees for level in self.levels.values()), Decimal(0))


def side(spend: Iterable[Row], time: Iterable[Row]) -> Side:
    """Sort the spend of a period into its parts; what the lines do not explain of the fees billed is discounts.

    `spend` tells nature, credit_note, has_lines, amount and billed; `time` firm, level, hourly, hours, net, discount.
    """
    found = Side()
    for row in spend:
        amount, billed = row["amount"] or Decimal(0), row["billed"] or Decimal(0)
        found.total += amount
        if row["credit_note"]:
            found.rest["credit_notes"] += amount
            continue
        found.rest["adjustments"] += amount - billed
        found.rest[_kind(row)] += billed
        found.detailed += amount if row["has_lines"] else Decimal(0)
    for row in time:
        fees = (row["net"] or Decimal(0)) - (row["discount"] or Decimal(0))
        found.rest["discounts"] -= fees
        if row["hourly"]:
            level = found.levels[row["firm_id"], row["timekeeper_level"]]
            level.hours, level.fees = level.hours + row["hours"], level.fees + fees
        else:
            found.rest["fixed_fees"] += fees
    return found


def _kind(row: Row) -> str:
    if not row["has_lines"]:
        return "unitemised"
    return "expenses" if row["nature"] == "expenses" else "discounts"


def effects(before: Side, after: Side) -> dict[str, Decimal]:
    """Return what each effect brought to the change of spend (EUR HT): their sum is that change, to the cent."""
    volume, price = _volume(before, after).quantize(_CENT), _price(before, after).quantize(_CENT)
    mix = after.fees - before.fees - volume - price
    rest = {name: after.rest[name] - before.rest[name] for name in REST}
    return {"volume": volume, "mix": mix, "price": price, **rest}


def _volume(before: Side, after: Side) -> Decimal:
    """Return the change of hours at the former average rate; where there were no hours, all of their fees."""
    if not before.hours:
        return after.fees - before.fees
    return (after.hours - before.hours) * before.fees / before.hours


def _price(before: Side, after: Side) -> Decimal:
    """Return what the hours cost more than at their former rates, firm by firm and level by level."""
    return sum(
        (
            level.fees - level.hours * before.levels[key].fees / before.levels[key].hours
            for key, level in after.levels.items()
            if _known(before, key)
        ),
        Decimal(0),
    )


def _known(before: Side, key: tuple[str | None, str | None]) -> bool:
    return key in before.levels and bool(before.levels[key].hours)


def new_levels(before: Side, after: Side) -> int:
    """Count the levels of a firm that have hours and no former rate."""
    return sum(1 for key, level in after.levels.items() if level.hours and not _known(before, key))


def seen(before: Side, after: Side) -> Mapping[str, bool]:
    """Say of each effect whether anything of it happened in either period."""
    hourly = bool(before.levels or after.levels)
    return dict.fromkeys(TIME, hourly) | {name: bool(before.rest[name] or after.rest[name]) for name in REST}
