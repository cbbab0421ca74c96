"""Budgets by version, and the spend that they are compared with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from .documents import NOTHING, Posting, rate
from .records import Books, Budget


@dataclass(frozen=True)
class Budgets:
    """The budgets of a portfolio beside all its postings."""

    books: Books
    postings: list[Posting]

    def versions(self, matter: str, day: date) -> list[list[tuple[Budget, Decimal]]]:
        """List, for each firm and phase, the versions approved up to a day in their order, each in euros."""
        keys: dict[tuple[str | None, str | None], list[tuple[Budget, Decimal]]] = defaultdict(list)
        for row in self.books.budgets:
            one = rate(self.books, row.currency or "EUR", row.approved_on)
            if row.matter_id == matter and row.approved_on <= day and one is not None:
                keys[row.firm_id, row.phase].append((row, row.amount * one))
        return [
            sorted(rows, key=lambda version: version[0].approved_on) for rows in keys.values()
        ]  # stable: the file's order stays

    def amount(self, matter: str, day: date, *, initial: bool = False) -> Decimal:
        """Sum over firms and phases the last version of the latest (or earliest) day; nothing gives 0."""
        amounts = []
        for versions in self.versions(matter, day):
            decisive = versions[0 if initial else -1][0].approved_on
            amounts.append([amount for row, amount in versions if row.approved_on == decisive][-1])
        return sum(amounts, NOTHING)

    def engaged(self, matter: str, day: date) -> Decimal:
        """Sum the matter's spend up to a day: fees only when its budget is for fees."""
        fees_only = self.is_for_fees(matter)
        ours = [p for p in self.postings if p.entry.matter == matter and p.document.day <= day]
        return sum((p.entry.fees if fees_only else p.entry.euros for p in ours), NOTHING)

    def is_for_fees(self, matter: str) -> bool:
        """Say whether the matter's budget covers fees only."""
        return any(row.scope == "fees" for row in self.books.budgets if row.matter_id == matter)

    def late(self, matter: str, day: date) -> int:
        """Count versions approved after spend had, on an earlier day, exceeded the version they replace."""
        invoiced_on = sorted({p.document.day for p in self.postings if p.entry.matter == matter})
        late = 0
        for versions in self.versions(matter, day):
            for (_, replaced), (new, _) in pairwise(versions):
                late += any(
                    self.engaged(matter, earlier) > replaced for earlier in invoiced_on if earlier < new.approved_on
                )
        return late
