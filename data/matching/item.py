"""What waits to be matched: a name as it was written, where, on how much, and what it may be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.matching.closeness import Proposal

Kind = Literal["firm", "matter", "timekeeper"]
KINDS: tuple[Kind, ...] = ("firm", "matter", "timekeeper")


@dataclass(frozen=True)
class Name:
    """A name as files write it: of a firm, of a matter, or of the person whom a firm calls so.

    `firm_id` is the firm whose name it is: always given for a timekeeper, for a matter where it is the firm's own
    reference, never for a firm.
    """

    kind: Kind
    written: str
    firm_id: str | None = None


@dataclass(frozen=True)
class Waiting(Name):
    """One name that no table knows, or one person under two ids.

    name       what else is written of it: the firm's name, the invoice's description, the person's name
    amount     euros HT as billed of the documents or lines concerned, those left out of figures apart
    documents  how many invoices and credit notes bear it; `lines` how many lines
    file, line where it stands first; files counts them
    known      whether a table knows it: it waits only because somebody else looks like it
    """

    name: str | None = None
    amount: Decimal = Decimal(0)
    documents: int = 0
    lines: int = 0
    file: str = ""
    line: int = 0
    files: int = 0
    known: bool = False
    proposals: tuple[Proposal, ...] = ()
