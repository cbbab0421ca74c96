"""What a portfolio is drawn from: luck, days on bounds, firms with several names, matters, numbers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from .documents import NOTHING, normalised
from .records import Alias, Books, Firm, Matter, Rate

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

T = TypeVar("T")


def days(written: str) -> list[date]:
    """Read dates written one after the other."""
    return [date.fromisoformat(day) for day in written.split()]


PERIODS = (
    (date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2025, 7, 15), date(2026, 8, 15)),
)
BOUNDS = days(
    "2025-07-14 2025-07-15 2025-12-31 2026-03-31 2026-04-01 2026-06-30 2026-07-01 2026-08-15 2026-08-16 "
    "2026-09-30 2026-10-01"
)
# First and last days of the twelve months that end with each period; 90th and 89th days before its end.
CLOSINGS = days(
    "2025-09-30 2025-10-01 2026-09-30 2026-10-01 2026-07-02 2026-07-03 2025-10-01 2026-09-30 2026-07-02 "
    "2025-06-30 2025-07-01 2026-04-01 2026-04-02 2025-08-15 2025-08-16 2026-05-17 2026-05-18"
)
FIRST_INVOICE, LAST_INVOICE = date(2025, 3, 1), date(2026, 10, 31)
NO_RATE = "JPY"
RATE_STARTS_LATE = "CHF"
BY_NAME = "Hébert & Associés"  # an alias of a listed firm
UNLISTED, UNLISTED_BY_NAME = "F99", "Studio Legale Rossi"
UNKNOWN_MATTER = "M-INCONNU"
WRITTEN_AS: dict[str, list[tuple[str | None, str | None]]] = {  # firm -> identifier and name (98BI only) that it writes
    "F1": [("F1", None), ("FR11-F1", "Cabinet Un")],
    "F2": [("F2", None), (None, "Cabinet Deux SELARL")],
    "F3": [("F3", "Cabinet Trois"), (None, BY_NAME)],
    UNLISTED_BY_NAME: [(None, UNLISTED_BY_NAME)],
}


@dataclass
class Drawing:
    """A portfolio while it is being drawn."""

    draw: random.Random
    books: Books = field(default_factory=Books)
    used: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # firm -> its normalised numbers
    approved: set[str | None] = field(default_factory=set)  # matters with an approved amount
    next_number: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def chance(self, percent: int) -> bool:
        """Say yes so many times in a hundred."""
        return self.draw.random() * 100 < percent

    def some(self, values: Sequence[T], empty: int = 30) -> T | None:
        """Draw one of the values, or none of them so many times in a hundred."""
        return None if self.chance(empty) else self.draw.choice(values)

    def day(self) -> date:
        """Draw a day: a bound, a day around the third quarter of 2026, or any."""
        if self.chance(40):
            return self.draw.choice(BOUNDS)
        if self.chance(60):
            return PERIODS[0][0] + timedelta(days=self.draw.randrange(-10, 100))
        return FIRST_INVOICE + timedelta(days=self.draw.randrange((LAST_INVOICE - FIRST_INVOICE).days))

    def near(self, days: Sequence[date]) -> date:
        """Draw one of the days or a neighbour of it."""
        return self.draw.choice(days) + timedelta(days=self.draw.choice([-1, 0, 0, 1]))

    def people(self) -> None:
        """Draw firms, their other names, and matters."""
        books = self.books
        books.firms.extend(
            [
                Firm("F1", "Cabinet Un", "G1", "law_firm"),
                Firm("F2", "Cabinet Deux", "G1"),
                Firm("F3", "Cabinet Trois"),
                Firm("F4", "Cabinet Quatre", "G2"),
                Firm("F5", "Étude Cinq", "G2", self.some(["notary", "expert", "law_firm"])),
                Firm("F6", "Cabinet Six", None, self.some(["alsp", "law_firm"])),
            ]
        )
        books.aliases.extend([Alias("FR11-F1", "F1"), Alias(BY_NAME, "F3"), Alias("Cabinet Deux SELARL", "F2")])
        books.matters.extend(
            Matter(
                f"M{place:03d}",
                matter_type=self.some(["Contentieux", "Social", "M&A"], 15),
                entity=self.some(["Siège", "Filiale"]),
                business_unit=self.some(["Ventes", "Usine"], 50),
                jurisdiction=self.some(["FR", "UK"]),
                closed_on=self.some(CLOSINGS, 25),
                final_billed=self.chance(40),
                umbrella=self.chance(15),
                law_firm_matter_id=self.some([f"LF/{place}"], 50),
            )
            for place in range(1, self.draw.randint(6, 11))
        )

    def rates(self) -> None:
        """Draw exchange rates that change on bounds, in any order; one starts late, another is missing."""
        for currency, value in (("USD", "0.9"), ("GBP", "1.1"), (RATE_STARTS_LATE, "1")):
            start = date(2026, 4, 1) if currency == RATE_STARTS_LATE else date(2024, 12, 31)
            days = {start, *(day for day in BOUNDS if day > start and self.chance(40))}
            self.books.rates.extend(
                Rate(currency, day, Decimal(value) + Decimal(self.draw.randrange(1, 999)) / 10000)
                for day in self.draw.sample(sorted(days), len(days))
            )

    def firm(self) -> tuple[str, str | None, str | None]:
        """Draw a firm: who it is, the identifier it writes, the name it writes."""
        known = self.draw.choice(["F1", "F1", "F2", "F2", "F3", "F4", "F5", "F6", UNLISTED, UNLISTED_BY_NAME])
        return known, *self.draw.choice(WRITTEN_AS.get(known, [(known, None)]))

    def matter(self, empty: int = 8) -> str | None:
        """Draw a matter, now and then one that `matters` does not know, or none."""
        return UNKNOWN_MATTER if self.chance(6) else self.some([m.matter_id for m in self.books.matters], empty)

    def number(self, firm: str) -> tuple[str, str]:
        """Draw a new invoice number, as the firm writes it and as the accounts do."""
        while True:
            self.next_number[firm] += 1
            n = self.next_number[firm]
            ways = self.draw.choice(
                [
                    (f"{n:04d}", f"{n}"),
                    (f"{n}", f"00{n}"),
                    (f"A-{n}", f"a{n}"),
                    (f"2026/{n:03d}", f"2026-{n:03d}"),
                    (f"f {n}.b", f"F{n}B"),
                    (f"{n}", f"{n}"),
                ]
            )
            if normalised(ways[0]) not in self.used[firm]:
                self.used[firm].add(normalised(ways[0]))
                return ways if self.chance(50) else (ways[1], ways[0])

    def amount(self) -> Decimal:
        """Draw a positive amount, at times with four decimals around half a cent."""
        whole = Decimal(self.draw.randrange(20_00, 3000_00)) / 100
        return whole + self.draw.choice([NOTHING, NOTHING, Decimal("0.005"), Decimal("0.0049"), Decimal("0.0001")])
