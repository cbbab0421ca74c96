"""The taxes of an invoice: those that its lines bear, and those that the client withholds, which change no line.

A line names its taxes (`tax_item_fee`, `tax_item_expense`); each is a rate of its net, or of its net and of another tax
it bears (`tax_on_tax`). A withheld tax (`increase_decrease` Decrease) or one by tiers is of the whole invoice: it is
kept apart from spend, and told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks
from data.en16931.taxes import WITHOUT_CENTS
from data.en16931.terms import TEN
from data.ledes.segment import CENT, cents, fits, segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.apart.markup import Element
    from data.invoice import Invoice, Line
    from data.ledes.segment import Segment
    from data.problem import Problem

_WITHHELD = re.compile(r"withh|\bwht\b|源泉|retenue", re.IGNORECASE)


@dataclass(frozen=True)
class Tax:
    """A tax of the invoice. `rate` is a fraction of 1; `upon` is the tax that it is computed on too."""

    source: Segment
    name: str
    rate: Decimal | None
    upon: str
    withheld: bool
    tiered: bool

    @property
    def of_lines(self) -> bool:
        """Say whether lines bear this tax."""
        return not self.withheld and not self.tiered


def taxes_of(above: Iterable[Element], problems: list[Problem]) -> dict[str, Tax]:
    """Return the taxes declared in segments, the widest first, by their identifier."""
    found = (segment(tax, problems) for one in above for tax in one.all("tax"))
    return {one.text("tx_id"): _tax(one) for one in found}


def _tax(one: Segment) -> Tax:
    way, kind = one.text("increase_decrease").upper(), one.text("tax_type")
    tiered = one.yes("tax_tiers")
    return Tax(
        source=one,
        name=kind or one.text("tx_id"),
        rate=None if tiered else one.share("tax_rate_percent", below=Decimal(1)),
        upon=one.text("tax_on_tax_id"),
        withheld=way.startswith("D") or (not way and _WITHHELD.search(kind) is not None),
        tiered=tiered,
    )


def bear(line: Line, part: Segment, item: str, taxes: Mapping[str, Tax]) -> None:
    """Give a line the taxes it names; a tax without a rate, or declared nowhere, is told, and the line has none."""
    named = list(dict.fromkeys(one.text("tx_id") for one in part.under(item)))
    for name in named:
        if name not in taxes or (taxes[name].of_lines and taxes[name].rate is None):
            part.tell(checks.TXID, name, item)
    known = [name for name in named if name in taxes and taxes[name].of_lines and taxes[name].rate is not None]
    if known:
        amounts = _amounts(line.net, known, taxes)
        line.tax = sum(amounts.values(), Decimal(0))
        line.tax_rate = _combined(known, taxes)


def _amounts(net: Decimal, named: Sequence[str], taxes: Mapping[str, Tax]) -> dict[str, Decimal]:
    """Return the amount of each tax, to the cent; a tax on a tax comes after it."""
    amounts: dict[str, Decimal] = {}
    waiting = list(named)
    while waiting:
        ready = [name for name in waiting if taxes[name].upon not in waiting] or waiting  # a circle is cut
        for name in ready:
            base = net + amounts.get(taxes[name].upon, Decimal(0))
            amounts[name] = cents(base * (taxes[name].rate or 0)) if fits(base) else Decimal(0)
        waiting = [name for name in waiting if name not in amounts]
    return amounts


def _combined(named: Sequence[str], taxes: Mapping[str, Tax]) -> Decimal:
    """Return the rate that several taxes make together, as read on a billion."""
    whole = Decimal(10) ** 9
    return (sum(_amounts(whole, named, taxes).values(), Decimal(0)) / whole).quantize(TEN)


def least(invoice: Invoice) -> Decimal:
    """Return the least amount that the invoice's currency can say: a cent, or one yen."""
    return Decimal(1) if invoice.currency in WITHOUT_CENTS else CENT


def settle(part: Segment, column: str, lines: Sequence[Line], added: Line | None, unit: Decimal) -> None:
    """Bring the taxes of lines to what their matter declares: a unit of rounding, or the tax of what was `added`.

    Lines that name no tax share the declared one; a difference that nothing explains is told, and lines count.
    """
    declared = part.amount(column)
    own = sum((line.tax for line in lines), Decimal(0))
    rated = [line for line in lines if line.tax_rate is not None]
    net = sum((line.net for line in lines), Decimal(0))
    if added is not None and added.tax_rate is None and rated and 0 < abs(own) <= abs(net):
        added.tax_rate = (own / net).quantize(TEN)
        added.tax = cents(added.net * own / net)
    every = [*lines, *([added] if added else [])]
    if declared is None or not every:
        return
    if not rated and (added is None or added.tax_rate is None):
        spread(declared, every)
        return
    tolerance = unit * len(every)
    rest = declared - sum((line.tax for line in every), Decimal(0))
    if abs(rest) <= tolerance:
        absorb(rest, added or largest(every))
    elif added is not None and abs(declared - own) <= tolerance:
        added.tax, added.tax_rate = declared - own, None  # taxed before the discount
    else:
        part.tell(checks.MSUM, declared, column, matter=matter_said(part), expected=own + (added.tax if added else 0))


def absorb(rest: Decimal, line: Line) -> None:
    """Give a line what rounding left; beyond a cent or two, its tax is no longer its rate of its net."""
    line.tax += rest
    if abs(rest) > CENT:
        line.tax_rate = None


def spread(amount: Decimal, lines: Sequence[Line]) -> None:
    """Share an amount of tax in proportion to the lines' net, to the cent, exactly."""
    whole = sum((line.net for line in lines), Decimal(0))
    for line in lines if abs(whole) > abs(amount) else ():
        line.tax = cents(amount * line.net / whole)
    if lines:
        largest(lines).tax += amount - sum((line.tax for line in lines), Decimal(0))


def largest(lines: Sequence[Line]) -> Line:
    """Return the line of the largest amount: a cent shows least there."""
    return max(lines, key=lambda line: abs(line.net))


def matter_said(part: Segment) -> str:
    """Return what a matter is called, the client's name first."""
    return part.reference("cl_matter_id") or part.reference("lf_matter_id") or "?"


def withhold(invoice: Invoice, taxes: Mapping[str, Tax]) -> None:
    """Tell what is withheld, or taxed by tiers: the amount that the invoice leaves out of what is due, else its rate.

    Spend and the tax of lines do not change. `withheld` is what explains an amount due below the total.
    """
    apart = [tax for tax in taxes.values() if not tax.of_lines]
    if not apart or not invoice.lines:
        return
    net = sum((line.net for line in invoice.lines), Decimal(0))
    fees = sum((line.net for line in invoice.lines if line.kind in ("F", "IF")), Decimal(0))
    gross = net + sum((line.tax for line in invoice.lines), Decimal(0))
    missing = gross - invoice.declared_total if invoice.declared_total is not None else Decimal(0)
    rates = [tax.rate * (1 if tax.withheld else -1) for tax in apart if tax.rate is not None]
    stated = len(rates) == len(apart)
    rated = [cents(sum(rates, Decimal(0)) * base) for base in (net, fees)] if stated else []
    near = [amount for amount in rated if abs(amount - missing) <= 1]
    amount = missing if near or (missing and not rated) else rated[0] if rated else None
    if amount and fits(amount):
        invoice.withheld = amount
    for tax in apart:
        of_fees = bool(near) and near[0] != rated[0]
        one = amount if len(apart) == 1 else None if tax.rate is None else cents(tax.rate * (fees if of_fees else net))
        seen = "?" if one is None else abs(one)
        tax.source.tell(checks.WHT, seen, number=invoice.number or "?", expected=tax.name)
