"""Monthly exchange rates of the demo, drawn at random around usual values: no central bank published them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data.demo.timeline import Timeline, dice

USUAL = {"GBP": 1.17, "USD": 0.92}  # euros per unit; Swiss francs have no rate, on purpose
STEP = 0.008  # largest move from one month to the next
PULL = 0.15  # how fast a rate comes back to its usual value
BEFORE = 3  # months of rates before the start, for budgets approved then


@dataclass(frozen=True)
class Rates:
    """Rates by currency, the oldest first."""

    rows: tuple[tuple[str, date, Decimal], ...]

    def on(self, currency: str, day: date) -> Decimal | None:
        """Give the latest rate of that day or before; none for a currency without rates."""
        if currency == "EUR":
            return Decimal(1)
        known = [rate for name, on, rate in self.rows if name == currency and on <= day]
        return known[-1] if known else None


def rates(timeline: Timeline) -> Rates:
    """Draw the rates of each month, from some months before the start to the present one."""
    found = []
    for currency, usual in USUAL.items():
        rng, rate = dice(f"fx {currency}"), usual
        for month in range(-BEFORE, timeline.month_number(timeline.today) + 1):
            rate += rng.uniform(-STEP, STEP) + PULL * (usual - rate)
            found.append((currency, timeline.month(month), Decimal(str(round(rate, 4)))))
    return Rates(tuple(found))
