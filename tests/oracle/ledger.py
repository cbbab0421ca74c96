"""The first figures calculated a second time, from the sentences of the contract alone, over plain records.

Nothing is shared with the product: standard library only, no SQL, no table engine, every sum written out.
It is slow and meant for small portfolios, where it is the opinion to trust when the two differ.
"""

# Choices, where the contract leaves one (the most literal reading each time):
#  1. A firm that `firms` does not list is a law firm (the default of `kind`). `firm_aliases` also translates
#     the register's firm_id.
#  2. E-billing documents of one firm are "of one number" when the number is written alike; those that only
#     normalise alike are kept apart.
#  3. `law_firm_matter_id` "with the firm": a matter that carries this identifier and on which the firm has a
#     mandate. A CLIENT_MATTER_ID always decides when there is one, even unknown.
#  4. Every line is rounded to the cent once, lines in euros too.
#  5. `n` of spend counts every document with an amount, credit notes included; in a group, the documents with
#     a share in it. `n` of dematerialisation_rate = the invoices in the denominator (channel known).
#  6. cost / closed: lines without a matter belong to no closed matter and are not in its numerator. The
#     twelve months that end on a day begin on the day after the same date one year before. A closed matter
#     without spend counts.
#  7. A register row without e-billing lines has no F nor IF line: nothing of it counts against a budget of
#     scope fees. On an invoice with an approved amount the fees are the share of its F and IF lines in what
#     was billed.
#  8. `late_budgets` looks at the matters of the figure (active in the period) and at versions approved up to
#     the period's end; "the version they replace" is the previous one of the same matter, firm and phase, and
#     its amount alone is compared: with F and IF lines when the budget is of scope fees.
#  9. A fee line is an F line. An instruction without any date (no appointment, only credit notes or excluded
#     documents) is none.
# 10. off_panel_rate by quarter or month: `count` goes by the instruction's date, `amount` by the invoice's.
#     dematerialisation_rate by quarter or month goes by the date of receipt.
# 11. An instruction has spend in the period when a convertible document of the period falls on it, even if it
#     nets to nothing.
# 12. An invoice that needs two rates (billed in one currency, approved in another) needs both.
# 13. Every row of the panel counts: of two rows that differ only by their end, each covers its own days.

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from .answers import Answer, Question, cost, ratio
from .budgets import Budgets
from .documents import NOTHING, Document, Posting, documents
from .panel import Instruction, Panel, matter_of_id
from .records import Books

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MATTER_DIMENSIONS = ("matter_type", "entity", "business_unit", "jurisdiction")
STRUCTURED = {"platform", "ledes", "factur_x", "ubl", "cii", "edi", "portal"}
T = TypeVar("T")


def year_before(day: date) -> date:
    """Give the same date one year before (28 February for the 29th)."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Ledger:
    """The documents of a portfolio and the six figures over them."""

    def __init__(self, books: Books) -> None:
        """Match and convert the portfolio's documents once."""
        self.books = books
        self.documents = list(documents(books))
        self.counted = [document for document in self.documents if document.excluded is None]
        self.postings = [Posting(document, entry) for document in self.counted for entry in document.entries]
        self.budgets = Budgets(books, self.postings)
        self.panel = Panel(books, self.counted)

    def answer(self, question: Question) -> Answer:
        """Calculate one figure."""
        figures: dict[str, Callable[[Question], Answer]] = {
            "spend": self.spend,
            "cost_per_matter_type": self.cost_closed if question.reading == "closed" else self.cost_active,
            "budget_conformity": self.budget_conformity,
            "budget_coverage": self.budget_coverage,
            "off_panel_rate": self.off_panel_amount if question.reading == "amount" else self.off_panel_count,
            "dematerialisation_rate": self.dematerialisation_rate,
        }
        return figures[question.kpi](question)

    # --- what things are, along a dimension -------------------------------------------------------------

    def key(
        self, dimension: str, *, firm: str, matter: str | None, day: date, channel: str | None = None
    ) -> str | None:
        """Give the group to which something belongs; None when it is not recorded."""
        if dimension in MATTER_DIMENSIONS:
            found: str | None = getattr(matter_of_id(self.books, matter), dimension)
            return found
        return {
            "firm": firm,
            "channel": channel,
            "quarter": f"{day.year}-T{(day.month + 2) // 3}",
            "month": f"{day:%Y-%m}",
        }[dimension]

    def posting_key(self, posting: Posting, dimension: str) -> str | None:
        """Place a posting by its document's firm, channel and invoice date, and by its matter."""
        document = posting.document
        return self.key(
            dimension,
            firm=document.firm,
            matter=posting.entry.matter,
            day=document.day,
            channel=document.channel,
        )

    def matter_key(self, matter: str, dimension: str) -> str | None:
        """Place a matter by its own attributes only."""
        if dimension not in MATTER_DIMENSIONS:
            message = f"a figure about whole matters is not split by {dimension}"
            raise ValueError(message)
        return self.key(dimension, firm="", matter=matter, day=date.min)

    def instruction_key(self, instruction: Instruction, dimension: str) -> str | None:
        """Place an instruction by its firm, its matter and its own date."""
        return self.key(dimension, firm=instruction.firm, matter=instruction.matter, day=instruction.day)

    @staticmethod
    def split(
        question: Question,
        items: Iterable[T],
        key: Callable[[T, str], str | None],
        figure: Callable[[list[T]], Answer],
    ) -> Answer:
        """Keep what the question's restrictions keep, then answer for all of it and for each group."""
        kept = [item for item in items if all(key(item, dimension) == value for dimension, value in question.where)]
        whole = figure(kept)
        grouped: dict[str | None, list[T]] = defaultdict(list)
        if question.by:
            for item in kept:
                grouped[key(item, question.by)].append(item)
        return replace(whole, groups={name: figure(items) for name, items in grouped.items()})

    def postings_between(self, start: date, end: date) -> list[Posting]:
        """List the amounts of the period, by invoice date, bounds included."""
        return [posting for posting in self.postings if start <= posting.document.day <= end]

    # --- spend and cost ---------------------------------------------------------------------------------

    def spend(self, question: Question) -> Answer:
        """Sum the amounts of the period."""

        def figure(postings: list[Posting]) -> Answer:
            total = sum((posting.entry.euros for posting in postings), NOTHING)
            return Answer(total, total, None, len({posting.document for posting in postings}))

        return self.split(question, self.postings_between(question.start, question.end), self.posting_key, figure)

    def cost_active(self, question: Question) -> Answer:
        """Divide the spend of the period by the matters with at least one invoice in it."""

        def figure(postings: list[Posting]) -> Answer:
            active = active_matters(postings)
            return cost(
                sum((p.entry.euros for p in postings), NOTHING),
                [total(postings, matter) for matter in active],
            )

        return self.split(question, self.postings_between(question.start, question.end), self.posting_key, figure)

    def cost_closed(self, question: Question) -> Answer:
        """Divide the whole spend of the matters closed in the last twelve months by their number."""
        to_date = self.postings_between(date.min, question.end)
        tail = question.end - timedelta(days=90)
        closed = [
            matter.matter_id
            for matter in self.books.matters
            if matter.closed_on
            and not matter.umbrella
            and year_before(question.end) < matter.closed_on <= question.end
            and (matter.final_billed or matter.closed_on <= tail)
        ]

        def figure(matters: list[str]) -> Answer:
            spends = [total(to_date, matter) for matter in matters]
            return cost(sum(spends, NOTHING), spends)

        return self.split(question, closed, self.matter_key, figure)

    # --- budgets ----------------------------------------------------------------------------------------

    def budget_conformity(self, question: Question) -> Answer:
        """Count the active matters with a budget whose spend to date is within it."""
        initial = question.reading == "initial"

        def figure(matters: list[str]) -> Answer:
            budgets = {matter: self.budgets.amount(matter, question.end, initial=initial) for matter in matters}
            budgeted = {matter: amount for matter, amount in budgets.items() if amount > 0}
            conforming = {
                matter: amount
                for matter, amount in budgeted.items()
                if self.budgets.engaged(matter, question.end) <= amount * (1 + question.tolerance)
            }
            if question.reading == "weighted":
                return ratio(sum(conforming.values(), NOTHING), sum(budgeted.values(), NOTHING), len(budgeted))
            if question.reading == "strict":
                return ratio(len(conforming), len(matters), len(matters))
            return ratio(len(conforming), len(budgeted), len(budgeted))

        return self.split(question, self.active(question), self.matter_key, figure)

    def budget_coverage(self, question: Question) -> Answer:
        """Count the active matters with a budget in force, and the versions that came after the fact."""

        def figure(matters: list[str]) -> Answer:
            covered = [matter for matter in matters if self.budgets.amount(matter, question.end) > 0]
            late = sum(self.budgets.late(matter, question.end) for matter in matters)
            return ratio(len(covered), len(matters), len(matters), late_budgets=late)

        return self.split(question, self.active(question), self.matter_key, figure)

    def active(self, question: Question) -> list[str]:
        """List the matters with at least one invoice (not a credit note) in the period."""
        return active_matters(self.postings_between(question.start, question.end))

    # --- panel ------------------------------------------------------------------------------------------

    def off_panel_count(self, question: Question) -> Answer:
        """Divide the instructions of the period given off the panel by those in scope."""
        mine = [
            i for i in self.panel.instructions() if question.start <= i.day <= question.end and self.panel.in_scope(i)
        ]

        def figure(instructions: list[Instruction]) -> Answer:
            off = [instruction for instruction in instructions if not self.panel.on_panel(instruction)]
            return ratio(len(off), len(instructions), len(instructions))

        return self.split(question, mine, self.instruction_key, figure)

    def off_panel_amount(self, question: Question) -> Answer:
        """Divide the spend of the period on off-panel instructions by that on all instructions in scope."""
        instructions = {(i.firm, i.matter): i for i in self.panel.instructions() if self.panel.in_scope(i)}
        postings = [
            p
            for p in self.postings_between(question.start, question.end)
            if (p.document.firm, p.entry.matter) in instructions
        ]

        def figure(postings: list[Posting]) -> Answer:
            off, everything, seen = NOTHING, NOTHING, set()
            for posting in postings:
                instruction = instructions[posting.document.firm, posting.entry.matter or ""]
                seen.add(instruction)
                everything += posting.entry.euros
                off += NOTHING if self.panel.on_panel(instruction) else posting.entry.euros
            return ratio(off, everything, len(seen))

        return self.split(question, postings, self.posting_key, figure)

    # --- dematerialisation ------------------------------------------------------------------------------

    def dematerialisation_rate(self, question: Question) -> Answer:
        """Divide the invoices received structured (or with lines) by those whose channel is known."""
        by_amount = question.weight == "amount"
        received = [
            document
            for document in self.counted
            if question.start <= document.received <= question.end
            and not document.credit_note
            and (document.convertible or not by_amount)
        ]

        def figure(invoices: list[Document]) -> Answer:
            known = [invoice for invoice in invoices if invoice.channel]
            good = [
                invoice
                for invoice in known
                if (invoice.has_lines if question.reading == "detail" else invoice.channel in STRUCTURED)
            ]
            if by_amount:
                return ratio(sum((i.euros for i in good), NOTHING), sum((i.euros for i in known), NOTHING), len(known))
            return ratio(len(good), len(known), len(known))

        def key(invoice: Document, dimension: str) -> str | None:
            if dimension in MATTER_DIMENSIONS:
                message = f"an invoice may have several matters: not split by {dimension}"
                raise ValueError(message)
            return self.key(dimension, firm=invoice.firm, matter=None, day=invoice.received, channel=invoice.channel)

        return self.split(question, received, key, figure)


def active_matters(postings: Iterable[Posting]) -> list[str]:
    """List the matters with at least one invoice (not a credit note) among these amounts."""
    found = (p.entry.matter for p in postings if not p.document.credit_note)
    return list(dict.fromkeys(matter for matter in found if matter))


def total(postings: Iterable[Posting], matter: str) -> Decimal:
    """Sum what falls on one matter."""
    return sum((posting.entry.euros for posting in postings if posting.entry.matter == matter), NOTHING)
