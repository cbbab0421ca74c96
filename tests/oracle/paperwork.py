"""Draws the documents of a portfolio: e-billing lines, register rows, and both of one invoice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from .documents import NOTHING, cents, normalised, rate
from .drawing import BOUNDS, NO_RATE, RATE_STARTS_LATE, UNLISTED_BY_NAME
from .files import RESUBMITTED
from .records import EBillLine, Mandate, RegisterRow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .drawing import Drawing

FOUR_DECIMALS = Decimal("0.0001")
OTHER_ID = {"F1": "FR11-F1", "FR11-F1": "F1"}  # an alias and its firm
INTERNATIONAL = [4, 5]  # the files in 98BI; 1 to 3 are in 1998B


@dataclass(frozen=True)
class Plan:
    """What one document is to be."""

    firm: str
    written_id: str | None
    written_name: str | None
    number: str  # as the firm writes it
    accounts_number: str  # as the accounts write it
    day: date
    kind: str | None
    negative: bool
    currency: str | None
    matters: list[str | None]

    @property
    def sign(self) -> int:
        """Give the sign of what is billed."""
        return -1 if self.negative else 1


def document(drawing: Drawing) -> None:
    """Draw one document: in e-billing, in the register, or in both."""
    firm, written_id, written_name = drawing.firm()
    in_files, in_register = drawing.draw.choice([(True, False), (False, True), (True, True), (True, True)])
    number, accounts_number = drawing.number(firm)
    kind = drawing.some(["invoice", "prepayment", "credit_note"], 40) if in_register else None
    plan = Plan(
        firm,
        written_id,
        written_name,
        number,
        accounts_number,
        drawing.day(),
        kind,
        negative=drawing.chance(50 if kind == "credit_note" else 8),
        currency=drawing.some(["USD", "GBP", RATE_STARTS_LATE, NO_RATE], 65),
        matters=list(dict.fromkeys(drawing.matter() for _ in range(2 if drawing.chance(30) else 1))),
    )
    lines: list[EBillLine] = []
    if in_files:
        international = written_id is None or drawing.chance(50) or (plan.currency is not None and not in_register)
        file = drawing.draw.choice(INTERNATIONAL if international else [1, 2, 3])
        lines = [line for matter in plan.matters for line in lines_on(drawing, plan, matter, file)]
        drawing.books.lines.extend(lines)
        if drawing.chance(12):
            lines = resubmitted(drawing, lines)
        if not in_register and drawing.chance(15):
            near_miss(drawing, plan)
    if in_register:
        register(drawing, plan, lines)


def lines_on(drawing: Drawing, plan: Plan, matter: str | None, file: int) -> list[EBillLine]:
    """Draw the lines of a document on one matter."""
    international = file in INTERNATIONAL
    client_matter_id, law_firm_matter_id = matter_as_written(drawing, plan.firm, matter)
    first_work = plan.day - timedelta(days=drawing.draw.choice([0, 1, 30, 60]))
    kinds = [
        "F",
        *(drawing.draw.choice(["F", "F", "E", "E", "IF", "IE"]) for _ in range(drawing.draw.randrange(4))),
    ]
    lines = []
    for kind in ["E"] if drawing.chance(10) else kinds:
        adjusts = kind in {"IF", "IE"}
        amount = -drawing.amount() / 100 if adjusts and plan.kind != "credit_note" else plan.sign * drawing.amount()
        worked = plan.day if adjusts else min(plan.day, first_work + timedelta(days=drawing.draw.choice([0, 0, 1, 5])))
        lines.append(
            EBillLine(
                file=file,
                number=plan.number,
                invoice_date=plan.day,
                kind=kind,
                net=amount.quantize(FOUR_DECIMALS),
                work_date=worked,
                firm_id=plan.written_id,
                firm_name=plan.written_name if international else None,
                client_matter_id=client_matter_id,
                law_firm_matter_id=law_firm_matter_id,
                currency=(plan.currency or "EUR") if international else None,
            )
        )
    return lines


def matter_as_written(drawing: Drawing, firm: str, matter: str | None) -> tuple[str | None, str | None]:
    """Write a line's matter as the client's identifier or, with a mandate, as the firm's own."""
    books = drawing.books
    if matter is None:
        return None, drawing.some(["?/7"], 50)
    own = next((m.law_firm_matter_id for m in books.matters if m.matter_id == matter), None)
    if own and drawing.chance(60):
        if not any((row.firm_id, row.matter_id) == (firm, matter) for row in books.mandates):
            books.mandates.append(Mandate(firm, matter, drawing.some(BOUNDS, 60)))
        return None, own
    return matter, own if drawing.chance(50) else drawing.some(["?/9"])


def resubmitted(drawing: Drawing, lines: list[EBillLine]) -> list[EBillLine]:
    """Send the document again in a later import, with other amounts, at times as another firm."""
    shift = timedelta(days=drawing.draw.choice([0, 10]))
    later = []
    for line in lines:
        net = line.net if drawing.chance(50) else (line.net * Decimal("0.9")).quantize(FOUR_DECIMALS)
        file = RESUBMITTED if line.currency is None else RESUBMITTED + 1
        firm_id = OTHER_ID.get(line.firm_id or "", line.firm_id)
        later.append(replace(line, file=file, net=net, invoice_date=line.invoice_date + shift, firm_id=firm_id))
    drawing.books.lines.extend(later)
    return later


def near_miss(drawing: Drawing, plan: Plan) -> None:
    """Write another invoice with almost the same number, in e-billing or in the register."""
    day = plan.day + timedelta(days=3)
    amount = cents(drawing.amount())
    matter = drawing.draw.choice(drawing.books.matters).matter_id
    zeros_inside = f"A-00{plan.number[2:]}"
    if drawing.chance(50) and plan.firm != UNLISTED_BY_NAME:  # it normalises alike and is kept apart
        twin = f"{plan.number[:1]}.{plan.number[1:]}" if len(plan.number) > 1 else f"0{plan.number}"
        drawing.books.lines.append(EBillLine(1, twin, day, "F", amount, day, plan.firm, None, matter))
    elif plan.number.startswith("A-"):  # zeros inside the number count
        drawing.books.register.append(RegisterRow(plan.firm, zeros_inside, day, amount, matter, channel="pdf"))
        drawing.used[plan.firm].add(normalised(zeros_inside))


def register(drawing: Drawing, plan: Plan, lines: list[EBillLine]) -> None:
    """Draw the register's rows of one document, beside its lines if it has any."""
    invoice_date = drawing.day() if lines and drawing.chance(20) else plan.day
    in_same_currency = not lines or lines[0].currency is None or drawing.chance(60)
    row = RegisterRow(
        OTHER_ID.get(plan.firm, plan.firm) if drawing.chance(20) else plan.firm,
        plan.accounts_number,
        invoice_date,
        NOTHING,
        None,
        currency=plan.currency if in_same_currency else drawing.some(["EUR"], 50),
        kind=plan.kind,
        received_on=invoice_date + timedelta(days=drawing.draw.choice([0, 1, 15, 40])) if drawing.chance(60) else None,
        status=drawing.some(["received", "approved", "paid", "paid", "rejected", "withdrawn", "superseded"], 40),
    )
    matters = plan.matters
    if lines and (None in matters or drawing.chance(70)):
        matters = drawing.draw.choice([[None], [drawing.matter()]])
    elif None in matters:
        matters = [None]
    nets = {matter: plan.sign * cents(drawing.amount()) for matter in matters}
    approvals = approved(drawing, row, nets, lines)
    for matter, net in nets.items():
        for _ in range(2 if drawing.chance(15) else 1):
            channel = drawing.some(
                [
                    "platform",
                    "factur_x",
                    "ubl",
                    "cii",
                    "edi",
                    "portal",
                    "pdf",
                    "pdf",
                    "paper",
                    "paper",
                    "ledes",
                ]
            )
            drawing.books.register.append(
                replace(row, matter_id=matter, net_amount=net, approved_net=approvals.get(matter), channel=channel),
            )


def approved(
    drawing: Drawing,
    row: RegisterRow,
    nets: Mapping[str | None, Decimal],
    lines: list[EBillLine],
) -> dict[str | None, Decimal]:
    """Draw what was approved, only where its shares over the billed matters fall on whole cents."""
    if not drawing.chance(40):
        return {}
    weights = billed_by_matter(drawing, nets, lines) if lines else dict(nets)
    billed = sum(weights.values(), NOTHING)
    row_currency = row.currency or "EUR"
    currency = (lines[0].currency if lines else None) or row_currency
    one = rate(drawing.books, row_currency, row.invoice_date)
    if (
        one is None
        or rate(drawing.books, currency, row.invoice_date) is None
        or not billed
        or (None in weights and len(weights) > 1)
    ):
        return {}
    if len(nets) > 1:  # parts of an invoice: each approved in the proportion billed, in euros, without lines
        halves = {matter: net / 2 for matter, net in nets.items()}
        if lines or row_currency != "EUR" or any(cents(half) != half for half in halves.values()):
            return {}
        drawing.approved |= set(weights)
        return halves
    fractions = drawing.draw.sample([Decimal(1), Decimal("0.9"), Decimal("0.5"), Decimal("0.75")], 4)
    for part in [NOTHING, *fractions] if drawing.chance(20) else fractions:
        granted = cents(billed * part) if currency == row_currency else cents(drawing.amount()).copy_sign(billed)
        euros = cents(granted * one)
        if all(cents(euros * weight / billed) == euros * weight / billed for weight in weights.values()):
            drawing.approved |= set(weights)
            return dict.fromkeys(nets, -granted if row.kind == "credit_note" and drawing.chance(50) else granted)
    return {}


def billed_by_matter(
    drawing: Drawing, nets: Mapping[str | None, Decimal], lines: list[EBillLine]
) -> dict[str | None, Decimal]:
    """Sum the lines by matter as they will be understood."""
    by_own = {
        matter.law_firm_matter_id: matter.matter_id for matter in drawing.books.matters if matter.law_firm_matter_id
    }
    fill = next(iter(nets)) if len(nets) == 1 else None
    weights: dict[str | None, Decimal] = defaultdict(Decimal)
    for line in lines:
        weights[line.client_matter_id or by_own.get(line.law_firm_matter_id or "") or fill] += line.net
    return dict(weights)
