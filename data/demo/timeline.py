"""The calendar of the demo: twelve quarters that end with the present one; and its dice.

Everything in the demo is placed by quarter number (0 is the oldest, `PRESENT` the one that is running), so
that the same story is told whatever the day it is generated on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

QUARTERS = 12
PRESENT = QUARTERS - 1
LAST_FULL = QUARTERS - 2
MONTHS = 3 * QUARTERS
PLATFORM_DAY = date(2026, 9, 1)  # since then large and mid-size French companies invoice through a platform
BANK_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
SATURDAY = 5


def dice(name: str) -> Random:
    """Give each part of the demo its own dice, so that changing one part leaves the others as they were."""
    return Random(f"binome {name}")  # noqa: S311 - invented figures, no secret


def is_workday(day: date) -> bool:
    """Tell whether offices are open (Easter's moving holidays are not looked at)."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in BANK_HOLIDAYS


@dataclass(frozen=True)
class Timeline:
    """The three years that the demo covers, seen from a given day."""

    today: date

    @property
    def start(self) -> date:
        """First day of the oldest quarter."""
        return self.quarter(0)

    def month(self, number: int) -> date:
        """First day of a month counted from the start; negative numbers lie before it."""
        months = self.today.year * 12 + (self.today.month - 1) // 3 * 3 - 3 * PRESENT + number
        return date(months // 12, months % 12 + 1, 1)

    def month_number(self, day: date) -> int:
        """Count the months from the start to the month of a day."""
        first = self.month(0)
        return (day.year - first.year) * 12 + day.month - first.month

    def quarter(self, number: int) -> date:
        """First day of a quarter."""
        return self.month(3 * number)

    def quarter_number(self, day: date) -> int:
        """Number of the quarter of a day."""
        return self.month_number(day) // 3

    def quarter_end(self, number: int) -> date:
        """Last day of a quarter."""
        return self.quarter(number + 1) - timedelta(1)

    def quarter_name(self, number: int) -> str:
        """Name a quarter as the tables do: 2026-T3."""
        first = self.quarter(number)
        return f"{first.year}-T{(first.month + 2) // 3}"

    def day_in_month(self, number: int, day: int) -> date:
        """Pick a day of a month, moved back to a working day."""
        first, following = self.month(number), self.month(number + 1)
        picked = min(first + timedelta(day - 1), following - timedelta(1))
        while not is_workday(picked) and picked > first:
            picked -= timedelta(1)
        return picked
