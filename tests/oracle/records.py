"""What a small portfolio is made of: one plain record for each line, row and date of the contract's tables.

An absent cell is None. Nothing here calculates: `ledger.py` reads these records, `files.py` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True)
class EBillLine:
    """One line of an e-billing file; `file` is the file's place in the order of import."""

    file: int
    number: str
    invoice_date: date
    kind: str  # F, E, IF or IE
    net: Decimal
    work_date: date
    firm_id: str | None = None
    firm_name: str | None = None
    client_matter_id: str | None = None
    law_firm_matter_id: str | None = None
    currency: str | None = None  # None: the format has no currency (1998B)
    channel: str = "ledes"


@dataclass(frozen=True)
class RegisterRow:
    """One row of the register of all invoices received (table `invoices`)."""

    firm_id: str
    number: str
    invoice_date: date
    net_amount: Decimal
    matter_id: str | None = None
    currency: str | None = None
    kind: str | None = None
    channel: str | None = None
    received_on: date | None = None
    approved_net: Decimal | None = None
    status: str | None = None


@dataclass(frozen=True)
class Firm:
    """A supplier; without a kind it is a law firm."""

    firm_id: str
    name: str
    group_id: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Alias:
    """Another spelling or identifier of a firm."""

    alias: str
    firm_id: str


@dataclass(frozen=True)
class Matter:
    """A matter of the client with its attributes."""

    matter_id: str
    matter_type: str | None = None
    entity: str | None = None
    business_unit: str | None = None
    jurisdiction: str | None = None
    closed_on: date | None = None
    final_billed: bool = False
    umbrella: bool = False
    law_firm_matter_id: str | None = None


@dataclass(frozen=True)
class Mandate:
    """The appointment of a firm on a matter."""

    firm_id: str
    matter_id: str
    appointed_on: date | None = None
    waiver: str | None = None


@dataclass(frozen=True)
class PanelRow:
    """A firm on the panel, for what and between which days (bounds included)."""

    firm_id: str
    valid_from: date
    valid_to: date | None = None
    matter_type: str | None = None
    jurisdiction: str | None = None
    entity: str | None = None


@dataclass(frozen=True)
class Budget:
    """One version of the budget of a matter, or of a firm or phase of it."""

    matter_id: str
    amount: Decimal
    approved_on: date
    firm_id: str | None = None
    phase: str | None = None
    currency: str | None = None
    scope: str = "all"


@dataclass(frozen=True)
class Rate:
    """What one unit of a currency is worth in euros from that day on."""

    currency: str
    valid_on: date
    euros_per_unit: Decimal


@dataclass(frozen=True)
class Books:
    """A whole portfolio. The order of the lists is the order of the rows in the files."""

    lines: list[EBillLine] = field(default_factory=list)
    register: list[RegisterRow] = field(default_factory=list)
    firms: list[Firm] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    panel: list[PanelRow] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
