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
class Waiting:
    """One name that no table knows, or one person under two ids.

    written    the text that leads to it in files: what an alias has to say
    firm_id    the firm that writes so, where the name is its own (a timekeeper, the firm's own reference of a matter)
    name       what else is written of it: the firm's name, the invoice's description, the person's name
    amount     euros HT as billed of the documents or lines concerned, those left out of figures apart
    documents  how many invoices and credit notes bear it; `lines` how many lines
    file, line where it stands first; files counts them
    known      whether a table knows it: it waits only because somebody else looks like it
    """

    kind: Kind
    written: str
    firm_id: str | None
    name: str | None
    amount: Decimal
    documents: int
    lines: int
    file: str
    line: int
    files: int
    known: bool
    proposals: tuple[Proposal, ...]
