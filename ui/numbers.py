"""Numbers that people type: read as their language writes them, in the unit of the figure they are about."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from babel.numbers import NumberFormatError, parse_decimal

from ui.reader import lang, t

if TYPE_CHECKING:
    from kpi.model import Unit

_AROUND: Final = ("€/h", "€", "%", "/ 5", "/5", "jours", "jour", "days", "day", "j", "h", "pts", "pt")
_SPACES: Final = str.maketrans("", "", " \u00a0\u202f")


def parsed(written: str, unit: Unit) -> Decimal | None:
    """Read a number; a share of 1 is written in percent (80 % or 80 is 0.8). None where it is no number."""
    bare = written.strip().lower()
    for sign in _AROUND:
        bare = bare.removesuffix(sign).removeprefix(sign).strip()
    try:
        value = parse_decimal(bare.translate(_SPACES), locale=lang(), strict=True)
    except NumberFormatError:
        return None
    if not value.is_finite():
        return None
    return value / 100 if unit == "ratio" else value


def example(unit: Unit) -> str:
    """Show how a figure's target is written."""
    examples = {
        "EUR": t("250 000 €", "€250,000"),
        "ratio": t("80 %", "80%"),
        "EUR/h": "310",
        "days": t("45 jours", "45 days"),
        "score": t("4,2", "4.2"),
        "points": "30",
    }
    return examples.get(unit, "")


def exact(written: str | None) -> Decimal | None:
    """Read back a number that was kept exactly; None where it is a sentence."""
    try:
        value = Decimal(written or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
