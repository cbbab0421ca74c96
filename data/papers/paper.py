"""A paper of an invoice, a LEDES file, an electronic invoice or a row of the register; and what two papers may be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Role = Literal["counts", "other_paper", "register", "superseded", "duplicate"]
Field = Literal["net", "tax", "gross", "invoice_date", "currency"]
State = Literal["tied", "larger", "not_found", "unnamed"]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Paper:
    """One paper, as received. Amounts are in its own currency, those of a credit note negative; `rate` leads to euros.

    `currency` and `tax` are empty where the paper does not say them. `verdict` is what somebody decided about it.
    """

    invoice_id: str
    document_id: str
    firm_id: str | None
    number: str
    normal_number: str
    role: Role
    verdict: Literal["counts", "beaten", "apart", "stays"] | None
    excluded: str | None
    channel: str | None
    format: str
    file: str
    file_id: int
    line: int
    sha256: str | None
    print: str | None
    invoice_date: dt.date
    currency: str | None
    lines: int
    net: Decimal
    tax: Decimal | None
    rate: Decimal | None

    @property
    def gross(self) -> Decimal | None:
        """The amount with tax, where the paper gives its tax."""
        return None if self.tax is None else self.net + self.tax

    @property
    def kind(self) -> tuple[str | None, bool]:
        """What two versions must share for one to be a new version of the other: the channel, and having lines."""
        return self.channel, self.lines > 0

    def euros(self, amount: Decimal) -> Decimal:
        """Return an amount of this paper in euros, as it is where there is no rate: a size to sort by."""
        return (amount * (self.rate or 1)).quantize(CENT)


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


@dataclass(frozen=True)
class Resubmission:
    """An invoice sent again with other content, in the same kind of file: the first of `versions` counts.

    `stake` is by how many euros another version would move the figures.
    """

    versions: tuple[Paper, ...]
    stake: Decimal


@dataclass(frozen=True)
class Double:
    """Two papers that may be one invoice; `stake` is what would count twice, in euros.

    `content`, the same content in another file, and `spelling`, the same date and amount under another spelling of the
    number, are sure: the second does not count. `look_alike`, the same date, amount and matters under quite another
    number, is only suspected: both count.
    """

    kind: Literal["content", "spelling", "look_alike"]
    first: Paper
    second: Paper
    stake: Decimal


@dataclass(frozen=True)
class Credit:
    """A credit note, and the invoice that it says it corrects. Nets are in their currency, the credit's below zero.

    `larger`: the credit notes of that invoice add up to more than it. `not_found`: it names an invoice that did not
    come. `unnamed`: it names none, which LEDES cannot.
    """

    state: State
    firm_id: str | None
    document_id: str
    number: str
    invoice_date: dt.date
    currency: str
    net: Decimal
    named: str | None
    invoice_id: str | None
    invoice_number: str | None
    invoice_net: Decimal | None
    credited: Decimal | None
    stake: Decimal
