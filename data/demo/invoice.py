"""What an invoice is made of: its lines, its shares per matter, and what became of it at the client."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from data.demo.firms import Firm
from data.demo.matters import Mandate
from data.demo.people import Timekeeper

CENT = Decimal("0.01")
FIVE_CENTS = Decimal("0.05")  # prices end on five cents, so that VAT at 20 % falls on a whole cent
VAT = Decimal("0.2")


def money(amount: float | Decimal) -> Decimal:
    """Round to five cents, half away from zero."""
    return (Decimal(amount) / FIVE_CENTS).quantize(Decimal(1), ROUND_HALF_UP) * FIVE_CENTS


@dataclass
class Line:
    """One line of an e-billing invoice; F fee, E expense, IF adjustment of the fees of the invoice."""

    mandate: Mandate
    kind: Literal["F", "E", "IF"]
    day: date
    text: str
    units: Decimal
    price: Decimal
    adjustment: Decimal = Decimal(0)
    task: str = ""
    activity: str = ""
    expense: str = ""
    timekeeper: Timekeeper | None = None
    vat: Decimal = VAT

    @property
    def net(self) -> Decimal:
        """Amount before tax."""
        return self.units * self.price + self.adjustment

    @property
    def tax(self) -> Decimal:
        """VAT, on a whole cent."""
        return (self.net * self.vat).quantize(CENT, ROUND_HALF_UP)


@dataclass(eq=False)
class Invoice:
    """One invoice or credit note. `shares` are its amounts before tax per mandate, in the firm's currency."""

    firm: Firm
    day: date
    start: date  # of the work billed
    end: date
    shares: list[tuple[Mandate, Decimal]]
    detailed: bool  # comes with lines, in a LEDES file
    kind: str = "invoice"
    corrects: Invoice | None = None
    number: str = ""
    lines: list[Line] = field(default_factory=list)
    channel: str = ""
    second_channel: str = ""  # the same invoice, sent again another way
    registered: bool = True
    received: date | None = None
    approved: date | None = None
    approved_net: Decimal | None = None
    paid: date | None = None
    status: str = "received"

    @property
    def net(self) -> Decimal:
        """Amount before tax, in the firm's currency."""
        return sum((share for _, share in self.shares), Decimal(0))

    @property
    def effective(self) -> Decimal:
        """Amount that counts: what was approved, else what was billed; nothing once refused."""
        if self.status in {"rejected", "withdrawn", "superseded"}:
            return Decimal(0)
        return self.net if self.approved_net is None else self.approved_net
