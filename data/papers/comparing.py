"""What the papers of one invoice disagree on: net, tax, gross, date, currency. Nothing here changes a figure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from data.papers.paper import CENT, Paper, unsettled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.store import Reader

Field = Literal["net", "tax", "gross", "invoice_date", "currency"]
FIELDS: tuple[Field, ...] = ("net", "tax", "gross", "invoice_date", "currency")


@dataclass(frozen=True)
class Difference:
    """One thing that another paper says otherwise than the first one; `stake` is in euros, of amounts only."""

    first: Paper
    other: Paper
    field: Field
    here: Decimal | dt.date | str
    there: Decimal | dt.date | str
    stake: Decimal

    @property
    def amount(self) -> Decimal | None:
        """How much more the other paper says, in its currency."""
        if isinstance(self.here, Decimal) and isinstance(self.there, Decimal):
            return self.there - self.here
        return None


def differences(reader: Reader) -> list[Difference]:
    """Return every difference between papers of one invoice that count together, the largest amount first."""
    found = [one for family in unsettled(reader).values() for one in compared(family)]
    return sorted(found, key=lambda one: (-one.stake, one.first.invoice_id, FIELDS.index(one.field), one.other.file))


def compared(family: Sequence[Paper]) -> Iterator[Difference]:
    """Compare the paper that counts with the electronic invoice and the register row of the same invoice.

    Each thing is compared with the first paper that says it: a LEDES 1998B file says no tax. Older versions and duplicates
    are not compared: they are listed where one chooses between them. A cent is no difference.
    """
    if family[0].excluded is not None:
        return
    live = [paper for paper in family if paper.role in {"counts", "other_paper", "register"}]
    for field in FIELDS:
        first = next((paper for paper in live if getattr(paper, field) is not None), None)
        for other in live[live.index(first) + 1 :] if first else ():
            here, there = getattr(first, field), getattr(other, field)
            gap = abs(there - here) if isinstance(here, Decimal) and there is not None else Decimal(0)
            if there is not None and here != there and not Decimal(0) < gap <= CENT:
                yield Difference(first, other, field, here, there, first.euros(gap))
