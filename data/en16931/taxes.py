"""The tax of an invoice, line by line, so that it adds up to what the invoice declares."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.en16931.terms import SIX

if TYPE_CHECKING:
    from data.invoice import Invoice, Line

_CENT = Decimal("0.01")
WITHOUT_CENTS = frozenset({"HUF", "ISK", "JPY", "KRW", "XAF", "XOF", "XPF"})
"""Currencies in which amounts are rounded to the unit."""


def share_tax(invoice: Invoice) -> None:
    """Give each line its tax: its rate of its net, and the cent that rounding leaves to the largest line.

    Lines whose rate is not given share what is left of the declared tax. Any other difference stays, and is told as a
    sum that does not hold (`TAX`).
    """
    for line in invoice.lines:
        line.tax = (line.net * (line.tax_rate or 0)).quantize(SIX)
    declared = _declared(invoice)
    if declared is None or not invoice.lines:
        return
    rest = declared - sum(line.tax for line in invoice.lines)
    unrated = [line for line in invoice.lines if line.tax_rate is None]
    if unrated:
        _share(rest, unrated)
    elif abs(rest) <= (1 if invoice.currency in WITHOUT_CENTS else _CENT) * len(invoice.lines):
        _largest(invoice.lines).tax += rest


def _declared(invoice: Invoice) -> Decimal | None:
    if invoice.declared_tax is None and invoice.declared_total is not None and invoice.declared_net is not None:
        return invoice.declared_total - invoice.declared_net
    return invoice.declared_tax


def _share(amount: Decimal, lines: list[Line]) -> None:
    """Share an amount in proportion to the lines' net, exactly."""
    whole = sum((line.net for line in lines), Decimal(0))
    for line in lines if whole else ():
        line.tax = (amount * line.net / whole).quantize(SIX)
    _largest(lines).tax += amount - sum(line.tax for line in lines)


def _largest(lines: list[Line]) -> Line:
    return max(lines, key=lambda line: abs(line.net))
