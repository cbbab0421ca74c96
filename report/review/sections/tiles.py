"""Figures in large: value, change from the quarter before and the year before, target, what limits them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.model import Measure
from report import words
from report.pack.model import Tile, Tone

if TYPE_CHECKING:
    from kpi.model import Better
    from report.review.brief import Brief

_FEW = 5
_WHOLE = Decimal("0.995")


def tile(brief: Brief, kpi: str, reading: str | None = None, title: str | None = None) -> Tile:
    """Make a figure's tile, for the scope of the review."""
    found = brief.measure(kpi, reading)
    quarter, year = (brief.measure(kpi, reading, period=brief.before(months)) for months in (3, 12))
    changes = tuple(
        _change(brief, found, earlier) for earlier in (quarter, year) if None not in {found.value, earlier.value}
    )
    return Tile(
        name=kpi if reading is None else f"{kpi}/{reading}",
        title=title or brief.kpi(kpi).title(brief.lang),
        value=brief.value(found),
        changes=changes,
        target=_target(brief, found),
        badge=_badge(brief, found),
        tone=_tone(found.better, quarter.value, found.value),
        measure=found,
    )


def _change(brief: Brief, now: Measure, before: Measure) -> str:
    """Say how a figure moved; from nothing or from a negative amount, by how much rather than by which share."""
    moved = words.change(now.value, before.value, now.unit, brief.lang)
    if moved == words.NOT_AVAILABLE(brief.lang) and now.value is not None and before.value is not None:
        moved = words.signed_short(now.value - before.value, brief.lang)
    earlier = words.period(before.scope.period, brief.lang, brief.fiscal_start)
    return brief.t(f"{moved} par rapport à {earlier}", f"{moved} vs {earlier}")


def _tone(better: Better, before: Decimal | None, now: Decimal | None) -> Tone:
    if better == "neutral" or before is None or now is None or before == now:
        return "neutral"
    return "good" if (now > before) == (better == "higher") else "bad"


def target_of(brief: Brief, found: Measure) -> dict[str, Any] | None:
    """Return the target set for this very figure and reading: the review's firm's own, else the whole's.

    A whole's target in euros is not the target of one firm.
    """
    asked = [row for row in brief.targets() if row["kpi"] == found.kpi and row["reading"] in (None, "", found.reading)]
    own = [row for row in asked if brief.firm and row["dimension"] == "firm" and row["key"] == brief.firm]
    whole = [row for row in asked if not row["dimension"] and not (brief.firm and found.unit == "EUR")]
    return next(iter([*own, *whole]), None)


def _target(brief: Brief, found: Measure) -> str | None:
    row = target_of(brief, found)
    if row is None:
        return None
    value, day = words.show(row["target"], found.unit, brief.lang), words.day(row["due_on"], brief.lang)
    return brief.t(f"Objectif : {value} au {day}", f"Target: {value} by {day}")


def _badge(brief: Brief, found: Measure) -> str | None:
    """Say what limits a figure most: a table that is missing, a small number, what it could not see."""
    if found.lacks and found.value is None:
        tables = ", ".join(found.lacks)
        return brief.t(f"Il manque la table {tables}", f"Missing table: {tables}")
    if found.denominator is not None and 0 < found.n < _FEW:
        return f"n = {words.number(found.n, brief.lang)}"
    if found.coverage is not None and found.coverage < _WHOLE:
        return words.coverage(found.coverage, brief.lang)
    return None
