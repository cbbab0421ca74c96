"""Amounts as people and programs write them: 1 234,56 · 1.234,56 · 1,234.56 · 1'234.50 · (1 234,56 €) · 12-.

Only plain ASCII digits are digits, and nothing passes through binary fractions: 0.1 stays 0.1.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from data.reference.habits import Readings

_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "’": "'", "−": "-"})
_MONEY = r"€|\$|£|[Ee]uros?|(?!TTC)[A-Z]{3}"
_AMOUNT = re.compile(
    rf"(?P<open>\( ?)?(?P<lead>[+-])? ?(?P<before>{_MONEY})? ?(?P<late>[+-])?"
    rf"(?P<core>[0-9.,](?:[0-9.,' ]*[0-9.,])?)"
    rf" ?(?P<after>{_MONEY}|%)?(?: HT)?(?P<trail> ?-)?(?P<close> ?\))?"
)
_COMMA = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:([ '.])[0-9]{3})(?:\1[0-9]{3})*)(?:,[0-9]*)?|,[0-9]+")
_POINT = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:([ ',])[0-9]{3})(?:\1[0-9]{3})*)(?:\.[0-9]*)?|\.[0-9]+")
_SIGN = re.compile(r"[^0-9., ()+-]")
"""What the sign of a currency has, and a bare amount has not."""
_UNGROUPED = re.compile(r"[0-9]+(?:[.,][0-9]+)?")

_CURRENCIES = {
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP"}),
    "$": frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"}),
}


@lru_cache(65536)  # an amount is looked at twice: to learn the file's mark, then to be read
def readings(text: str, *, percent: bool = False) -> Readings[Decimal]:
    """Read a number with a decimal comma and with a decimal point: 1.234 is 1234 or 1.234, 12,5 only 12.5.

    `percent` lets 95 % stand for 0.95.
    """
    found = _parts(text)
    if found is None or (found["after"] == "%" and not percent):
        return Readings(None, None)
    core, scale = found["core"], -2 if found["after"] == "%" else 0
    negative = any(found[part] and "+" not in found[part] for part in ("open", "lead", "late", "trail"))
    comma = re.sub(r"[ '.]", "", core).replace(",", ".") if _COMMA.fullmatch(core) else None
    point = re.sub(r"[ ',]", "", core) if _POINT.fullmatch(core) else None
    return Readings(_decimal(comma, negative, scale), _decimal(point, negative, scale))


def rate(text: str) -> Decimal | None:
    """Read an exchange rate: its only mark is decimal, since no currency is worth a thousand euros."""
    return Decimal(text.replace(",", ".")) if _UNGROUPED.fullmatch(text) else None


def currencies(text: str) -> frozenset[str] | None:
    """The currencies that the sign beside an amount may stand for; None when there is no sign."""
    if not _SIGN.search(text):
        return None
    found = _parts(text)
    sign = found and (found["before"] or found["after"])
    if not sign or sign == "%":
        return None
    return _CURRENCIES.get(sign, frozenset({"EUR" if sign.lower().startswith("euro") else sign}))


@lru_cache(65536)
def _parts(text: str) -> dict[str, str] | None:
    """Cut an amount into its sign, its currency and its digits; a sign or currency given twice is refused."""
    found = _AMOUNT.fullmatch(text.translate(_PLAIN))
    if not found:
        return None
    parts = found.groupdict(default="")
    minus = [parts[name] for name in ("open", "lead", "late", "trail") if parts[name]]
    if bool(parts["open"]) != bool(parts["close"]) or len(minus) > 1 or (parts["before"] and parts["after"]):
        return None
    return parts


def _decimal(digits: str | None, negative: bool, scale: int) -> Decimal | None:  # noqa: FBT001 — a sign
    if digits is None:
        return None
    return Decimal(f"{'-' if negative else ''}{digits}E{scale}" if scale else f"{'-' if negative else ''}{digits}")
