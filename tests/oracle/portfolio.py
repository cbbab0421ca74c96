"""Small and nasty portfolios, drawn from a seed, that put every sentence of the contract to the test.

Days are drawn from a short list of ends and beginnings of quarters, so that bounds are met all the time.
"""

# Left out, because the contract does not decide them:
#  - a firm's name that `firms` knows and no alias translates; an alias in a reference table other than the
#    register; chains of aliases; other spacing or case of identifiers.
#  - rows of one number and matter in the register that differ in anything but their channel; one row with and
#    one without a matter; rows of one number with different spelling, dates, status, kind or currency.
#  - lines without a matter on an invoice whose register rows name several matters.
#  - two e-billing documents that normalise alike and also stand in the register; the same document twice in
#    one file; a document resubmitted under another spelling of its number.
#  - positive and negative lines together on a declared credit note; a positive approval of a document
#    negative by its total; an approval of an invoice billed for nothing.
#  - an approved amount whose shares do not fall on whole cents (which part gets the odd cent), or that lines
#    without a matter would share; parts of an invoice approved in other proportions than billed.
#  - an invoice billed in one currency and approved in another when one of the two has no rate.
#  - an approved amount on a matter with a budget of scope fees; a matter with budgets of both scopes.
#  - a budget without exchange rate beside other budgets of the matter; budgets in another currency that do
#    not give whole cents.
#  - a version of less than nothing that another replaces; versions of several budgets of one matter (by firm
#    or phase), or two versions of one day, after its first invoice: what they replace.
#  - a law_firm_matter_id that several matters carry, or that comes from a firm without a mandate on the
#    matter.
#  - an instruction dated only by an invoice without exchange rate, or only by credit notes; IF lines dated
#    before the first F line.
#  - 29 February as the end of twelve months; invoice numbers without any letter or digit.

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from .documents import CENT, NOTHING, cents
from .drawing import BOUNDS, NO_RATE, PERIODS, UNKNOWN_MATTER, UNLISTED, Drawing
from .ledger import Ledger
from .panel import matter_of_id
from .paperwork import document
from .records import Books, Budget, Mandate, PanelRow

BEFORE_ANY_INVOICE = [date(2025, 1, 10), date(2025, 1, 10), date(2025, 2, 10)]


def mandates(drawing: Drawing) -> None:
    """Draw appointments, always where only a credit note or an invoice without rate would date them."""
    books = drawing.books
    pairs = [(known.firm, matter) for known in Ledger(books).documents for matter in known.matters if matter]
    for firm, matter in drawing.draw.sample(pairs, len(pairs) // 3):
        for _ in range(2 if drawing.chance(15) else 1):
            books.mandates.append(
                Mandate(firm, matter, drawing.some(BOUNDS), drawing.some(["approved", "refused"], 60))
            )
    for _ in range(3):
        books.mandates.append(
            Mandate(
                drawing.draw.choice(["F1", "F4", "F6"]),
                drawing.draw.choice(books.matters).matter_id,
                drawing.day(),
            )
        )
    dated = {(row.firm_id, row.matter_id) for row in books.mandates if row.appointed_on}
    doubtful = [known for known in Ledger(books).counted if known.credit_note or not known.convertible]
    for firm, matter in dict.fromkeys((known.firm, matter) for known in doubtful for matter in known.matters if matter):
        if (firm, matter) not in dated:
            books.mandates.append(Mandate(firm, matter, drawing.day()))


def panel(drawing: Drawing) -> None:
    """Draw a panel whose bounds fall on, just before or just after the instructions they meet."""
    ledger = Ledger(drawing.books)
    instructions = ledger.panel.instructions()
    days = [instruction.day for instruction in instructions]
    types: list[str | None] = drawing.draw.sample(["Contentieux", "Social", "M&A"], drawing.draw.choice([1, 2, 2, 3]))
    types += [None] if drawing.chance(40) else []
    for met in drawing.draw.sample(instructions, min(6, len(instructions))):
        day, long_ago = drawing.near([met.day]), date(2024, 1, 1)
        start, end = drawing.draw.choice([(day, None), (long_ago, day), (day, day)])
        matter_type = matter_of_id(drawing.books, met.matter).matter_type
        scope = matter_type if matter_type in types else drawing.draw.choice(types)
        drawing.books.panel.append(
            PanelRow(
                met.firm, start, end, scope, drawing.some(["FR", "UK"], 75), drawing.some(["Siège", "Filiale"], 75)
            )
        )
    for _ in range(drawing.draw.randint(3, 10)):
        start = drawing.draw.choice([date(2024, 1, 1), date(2024, 1, 1), drawing.near(days)])
        end = drawing.some([drawing.near(days), date(2026, 12, 31)], 40)
        drawing.books.panel.append(
            PanelRow(
                drawing.draw.choice(["F1", "F2", "F3", "F4", "F5", "F6", UNLISTED]),
                start,
                max(end, start) if end else None,
                drawing.draw.choice(types),
                drawing.some(["FR", "UK"], 70),
                drawing.some(["Siège", "Filiale"], 80),
            )
        )


def budgets(drawing: Drawing) -> None:
    """Draw budgets that the matters' spend meets to the cent, and others."""
    ledger = Ledger(drawing.books)
    for matter in [*(m.matter_id for m in drawing.books.matters), UNKNOWN_MATTER]:
        scope = "fees" if matter not in drawing.approved and drawing.chance(30) else "all"
        form = drawing.draw.choice(
            ["none", "one", "one", "versions", "versions", "revised", "revised", "parts", "parts", "no rate"]
        )
        if form == "no rate":
            drawing.books.budgets.append(Budget(matter, Decimal(9000), date(2025, 5, 5), currency=NO_RATE))
        elif form == "one":
            drawing.books.budgets.append(budget(drawing, ledger, matter, scope))
        elif form == "versions":
            early = drawing.draw.choice([[], BEFORE_ANY_INVOICE[:2], BEFORE_ANY_INVOICE])
            invoiced = [p.document.day for p in ledger.postings if p.entry.matter == matter]
            days = early + sorted(set(drawing.draw.sample(BOUNDS + invoiced, drawing.draw.randint(1, 3))))
            versions = [replace(budget(drawing, ledger, matter, scope, least=0), approved_on=day) for day in days]
            if drawing.chance(40):  # rows of another day may stand in any order in the file
                versions.sort(key=lambda row: row.approved_on, reverse=True)
            drawing.books.budgets.extend(versions)
        elif form == "revised" and (invoiced := [p.document.day for p in ledger.postings if p.entry.matter == matter]):
            # The first version is what was spent before an invoice; the next comes that day or the day after.
            met = drawing.draw.choice(invoiced)
            before = sum(
                (p.entry.euros for p in ledger.postings if p.entry.matter == matter and p.document.day < met),
                NOTHING,
            )
            revised = met + timedelta(days=drawing.draw.choice([0, 1]))
            drawing.books.budgets.extend(
                [
                    Budget(matter, max(before, Decimal(1)), BEFORE_ANY_INVOICE[0]),
                    replace(budget(drawing, ledger, matter, "all"), approved_on=revised),
                ]
            )
        elif form == "parts":
            for firm, phase in (("F1", None), (None, "P1"), (None, None))[: drawing.draw.randint(2, 3)]:
                days = [
                    *BEFORE_ANY_INVOICE[: drawing.draw.randint(1, 3)],
                    *drawing.draw.choice([[], [date(2026, 10, 1)]]),
                ]
                drawing.books.budgets.extend(
                    replace(budget(drawing, ledger, matter, scope), approved_on=day, firm_id=firm, phase=phase)
                    for day in days
                )


def budget(drawing: Drawing, ledger: Ledger, matter: str, scope: str, least: int = -50) -> Budget:
    """Draw one version: what was spent, a cent less, what 5 % more just covers, a round sum, nothing."""
    start, end = drawing.draw.choice(PERIODS)
    ours = [p.entry for p in ledger.postings_between(date.min, end) if p.entry.matter == matter]
    spent = sum((entry.fees if scope == "fees" else entry.euros for entry in ours), NOTHING)
    covered = spent * 100 / 105
    exact = [spent, spent, spent - CENT, *([cents(covered)] if cents(covered) == covered else [])]
    if spent > 0 and drawing.chance(55):
        return Budget(matter, drawing.draw.choice(exact), start, scope=scope)
    if drawing.chance(20):
        return Budget(matter, Decimal(drawing.draw.choice([0, 0, least])), start, scope=scope)
    return Budget(
        matter,
        Decimal(drawing.draw.randint(1, 60)) * 100,
        start,
        currency=drawing.some(["USD", "GBP", "EUR"], 60),
        scope=scope,
    )


def portfolio(seed: int) -> Books:
    """Draw the portfolio of a seed."""
    drawing = Drawing(random.Random(seed))
    drawing.people()
    drawing.rates()
    for _ in range(drawing.draw.randint(10, 55)):
        document(drawing)
    for table in (mandates, panel, budgets):
        table(drawing)
    return drawing.books
