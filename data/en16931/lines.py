"""The lines of an electronic invoice, and the discounts and charges of the whole, which become lines too.

A line in hours (unit HUR) is a fee with its rate; one whose item is a UTBMS expense code is an expense; any other is a
flat fee: nothing in the standard tells more.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks
from data.codes import known_codes
from data.en16931.terms import LARGEST, SIX
from data.invoice import Line, Unread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.en16931.terms import Part
    from data.invoice import Invoice

_WITHOUT_AMOUNT = frozenset({"GROUP", "INFORMATION"})
_HOUR = "HUR"
_UTBMS = re.compile(r"[A-Z]{1,2}[0-9]{3}", re.IGNORECASE)
"""What a UTBMS code looks like, where a firm writes it as the identifier of what it sells."""
_MATTER = ("BT-11", "BT-12", "BT-10")
"""Where the client's matter stands, as agreed with the firm: project, contract, buyer's reference."""


def matter_of(paper: Part) -> str | None:
    """Return the client's matter, where the whole invoice names one."""
    return next(filter(None, map(paper.reference, _MATTER)), None)


def take_lines(paper: Part, invoice: Invoice, matter: str | None) -> None:
    """Read the lines of an invoice; those that only group others, or inform, are left out and counted."""
    fallback = paper.reference("BT-19")
    for part in paper.parts("BG-25"):
        if part.text("EXT-163").upper() in _WITHOUT_AMOUNT:
            invoice.ignored += 1
            continue
        before = len(invoice.problems)
        net = part.amount("BT-131")
        found = part.element.one(part.terms["BT-131"])
        currency = found.get("currencyID").upper() if found else ""
        if net is None:
            del invoice.problems[before:]  # told with the line that is set aside
            seen = found.text if found else ""
            invoice.unread.append(Unread(source=part.element, kind=checks.AMT, column="BT-131", seen=seen))
        elif currency and invoice.currency and currency != invoice.currency:
            more = {"expected": currency}
            unread = Unread(source=part.element, kind=checks.CURX, column="BT-131", seen=invoice.number, more=more)
            invoice.unread.append(unread)
        else:
            line = _line(part, net)
            line.client_matter_id = matter or part.reference("BT-133") or fallback
            invoice.lines.append(line)


def _line(part: Part, net: Decimal) -> Line:
    unit = part.element.one(part.terms["BT-129"])
    hours = unit is not None and unit.get("unitCode").upper() == _HOUR
    code = _utbms(part)
    return Line(
        source=part.element,
        kind="E" if code.startswith(("E", "X")) else "F" if hours else "IF",
        net=net,
        tax_rate=part.rate("BT-152"),
        units=part.amount("BT-129"),
        unit_cost=_unit_cost(part),
        adjustment=_adjustment(part),
        work_date=part.date("BT-134") or part.date("BT-135"),
        item_number=part.text("BT-126") or None,
        narrative=_joined(part, "BT-153", "BT-154", "BT-127"),
        expense_code=code if code.startswith(("E", "X")) else None,
        activity_code=code if code.startswith("A") else None,
        task_code=code if code and not code.startswith(("A", "E", "X")) else None,
    )


def _utbms(part: Part) -> str:
    codes = (code.upper() for code in part.texts("BT-155") if _UTBMS.fullmatch(code))
    return next((code for code in codes if code in known_codes()), "")


def _unit_cost(part: Part) -> Decimal | None:
    """Return the price of one unit; the standard lets it be written for a number of them."""
    price, base = part.amount("BT-146"), part.amount("BT-149")
    if price is None or not base:
        return price
    cost = price / base
    return cost.quantize(SIX) if abs(cost) < LARGEST else None


def _joined(part: Part, *terms: str) -> str | None:
    texts = [text for term in terms for text in part.texts(term)]
    return " — ".join(dict.fromkeys(texts)) or None


def _adjustment(part: Part) -> Decimal | None:
    amounts = [amount for _, amount in _signed(part, "BG-27", "BT-136")]
    return sum(amounts, Decimal(0)) if amounts else None


def _signed(part: Part, group: str, term: str) -> Iterator[tuple[Part, Decimal]]:
    """Yield allowances as minus, charges as plus."""
    for one in part.parts(group):
        amount = one.amount(term)
        if amount is not None:
            yield one, -amount if one.text("charge").lower() in ("false", "0") else amount


def take_allowances(paper: Part, invoice: Invoice) -> None:
    """Make a line of each discount or charge of the whole invoice."""
    matters = {line.client_matter_id for line in invoice.lines}
    for group, term in (("BG-20", "BT-92"), ("fees", "fee")):
        for part, net in _signed(paper, group, term) if group in paper.terms else ():
            invoice.lines.append(
                Line(
                    source=part.element,
                    kind="IF",
                    net=net,
                    adjustment=net,
                    tax_rate=part.rate("BT-96"),
                    narrative=_joined(part, "BT-97"),
                    client_matter_id=next(iter(matters)) if len(matters) == 1 else None,
                )
            )
