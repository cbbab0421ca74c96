"""Instructions, their dates, and the panel on that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .documents import Document
from .records import Books, Matter, PanelRow


@dataclass(frozen=True)
class Instruction:
    """A firm on a matter, on the day it was first turned to."""

    firm: str
    matter: str
    day: date


def matter_of_id(books: Books, matter_id: str | None) -> Matter:
    """Give a matter's attributes; one that `matters` does not know has none."""
    known = (matter for matter in books.matters if matter.matter_id == matter_id)
    return next(known, Matter(matter_id or ""))


@dataclass(frozen=True)
class Panel:
    """The panel of a portfolio and the documents that count."""

    books: Books
    counted: list[Document]

    def instructions(self) -> list[Instruction]:
        """Date each firm × matter: its appointment, else its first fee line, else its first invoice."""
        appointed: dict[tuple[str, str], date] = {}
        worked: dict[tuple[str, str], date] = {}
        invoiced: dict[tuple[str, str], date] = {}

        def first(known: dict[tuple[str, str], date], pair: tuple[str, str], day: date) -> None:
            known[pair] = min(day, known.get(pair, day))

        for mandate in self.books.mandates:
            if mandate.appointed_on:
                first(appointed, (mandate.firm_id, mandate.matter_id), mandate.appointed_on)
        for document in self.counted:
            if document.credit_note:
                continue
            for matter in document.matters:
                if matter:
                    first(invoiced, (document.firm, matter), document.day)
            for matter, day in document.fee_days.items():
                first(worked, (document.firm, matter), day)
        days = {**invoiced, **worked, **appointed}  # the later dictionaries win
        return [Instruction(firm, matter, day) for (firm, matter), day in days.items()]

    def in_scope(self, instruction: Instruction) -> bool:
        """Say whether the panel, at any date, is about this kind of firm and this type of matter."""
        matter_type = matter_of_id(self.books, instruction.matter).matter_type
        about = any(row.matter_type is None or row.matter_type == matter_type for row in self.books.panel)
        return self.kind(instruction.firm) == "law_firm" and about

    def on_panel(self, instruction: Instruction) -> bool:
        """Say whether a row of the firm or of its group covers that day and that matter."""
        matter = matter_of_id(self.books, instruction.matter)
        return any(
            self.is_of_firm(row, instruction.firm)
            and row.valid_from <= instruction.day
            and (row.valid_to is None or instruction.day <= row.valid_to)
            and row.matter_type in {None, matter.matter_type}
            and row.jurisdiction in {None, matter.jurisdiction}
            and row.entity in {None, matter.entity}
            for row in self.books.panel
        )

    def kind(self, firm: str) -> str:
        """Give the kind of a firm: a law firm unless said otherwise."""
        return next((row.kind for row in self.books.firms if row.firm_id == firm and row.kind), "law_firm")

    def group(self, firm: str) -> str | None:
        """Give the group of a firm, None if it has none."""
        return next((row.group_id for row in self.books.firms if row.firm_id == firm), None)

    def is_of_firm(self, row: PanelRow, firm: str) -> bool:
        """Say whether a panel row names the firm or a firm of the same group."""
        group = self.group(firm)
        return row.firm_id == firm or (group is not None and group == self.group(row.firm_id))
