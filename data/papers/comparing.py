"""What the papers of one invoice disagree on: net, tax, gross, date, currency. Nothing here changes a figure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.papers.paper import CENT, Difference, Field, Paper
from data.papers.reading import unsettled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from data.store import Reader

FIELDS: tuple[Field, ...] = ("net", "tax", "gross", "invoice_date", "currency")


def differences(reader: Reader) -> list[Difference]:
    """Return every difference between papers of one invoice that count together, the largest amount first."""
    found = [one for family in unsettled(reader).values() for one in compared(family)]
    return sorted(found, key=lambda one: (-one.stake, one.first.invoice_id, FIELDS.index(one.field), one.other.file))


def compared(family: Sequence[Paper]) -> Iterator[Difference]:
    """Compare the paper that counts with the electronic invoice and the register row of the same invoice.

    Each thing is compared with the first paper that says it: a LEDES 1998B file says no tax. Older versions and
    duplicates are not compared: they are listed where one chooses between them. A cent is no difference.
    """
    if family[0].excluded is not None:
        return
    live = [paper for paper in family if paper.role in {"counts", "other_paper", "register"}]
    for field in FIELDS:
        stating = [paper for paper in live if getattr(paper, field) is not None]
        for other in stating[1:]:
            first = stating[0]
            here, there = getattr(first, field), getattr(other, field)
            gap = abs(there - here) if isinstance(here, Decimal) else Decimal(0)
            if here != there and not Decimal(0) < gap <= CENT:
                yield Difference(first, other, field, here, there, first.euros(gap))
