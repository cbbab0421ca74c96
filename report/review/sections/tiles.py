"""Figures in large: value, change from the period before and the year before, target, what limits them."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kpi.model import Text
from report import words
from report.pack.model import Tile, Tone
from report.review.sections.spans import since

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Better, Measure
    from report.review.brief import Brief

_FEW: Final = 5
_WHOLE: Final = Decimal("0.995")
_SEEN: Final[Mapping[str, Text]] = {
    "budget_variance": Text("budgété", "budgeted"),
    "budget_conformity": Text("ont un budget", "have a budget"),
    "off_panel_rate": Text("dans le champ", "in scope"),
    "dematerialisation_rate": Text("de canaux connus", "of channels known"),
    "average_hourly_rate": Text("au temps passé", "at hourly rates"),
    "rate_compliance": Text("ont un taux", "have a rate"),
    "billing_delay": Text("des honoraires datés", "of fees dated"),
    "late_billing_rate": Text("des honoraires datés", "of fees dated"),
    "payment_delay": Text("des paiements datés", "of payments dated"),
    "perceived_quality": Text("évaluées", "rated"),
    "net_promoter_score": Text("évaluées", "rated"),
}
"""What the coverage of a figure is a share of."""


def tile(
    brief: Brief, kpi: str, reading: str | None = None, title: str | None = None, more: tuple[str, ...] = ()
) -> Tile:
    """Make a figure's tile, for the scope of the review; `more` lines come after what it is compared with."""
    found = brief.measure(kpi, reading)
    before, year = (brief.measure(kpi, reading, period=brief.before(months)) for months in (None, 12))
    known = [one for one in (before, year) if one.n and None not in {found.value, one.value}]
    return Tile(
        name=kpi if reading is None else f"{kpi}/{reading}",
        title=title or brief.kpi(kpi).title(brief.lang),
        value=brief.value(found),
        changes=(*(_change(brief, found, earlier) for earlier in known), *more),
        target=_target(brief, found),
        badge=_badge(brief, found),
        tone=_tone(brief, found.better, before, found) if before in known else "neutral",
        measure=found,
    )


def _change(brief: Brief, now: Measure, before: Measure) -> str:
    """Say how a figure moved; from nothing or from a negative amount, by how much rather than by which share."""
    moved = words.change(now.value, before.value, now.unit, brief.lang)
    if moved == words.NOT_AVAILABLE(brief.lang) and now.value is not None and before.value is not None:
        moved = words.signed_short(now.value - before.value, brief.lang)
    if _stands(moved):
        moved = brief.t("inchangé", "unchanged")
    return f"{moved} {since(brief, before.scope.period)}"


def _stands(moved: str) -> bool:
    """Say whether a change is written as none: what rounds to zero is neither good nor bad."""
    return not re.search("[1-9]", moved)


def _tone(brief: Brief, better: Better, before: Measure, now: Measure) -> Tone:
    if better == "neutral" or before.value is None or now.value is None:
        return "neutral"
    moved = words.change(now.value, before.value, now.unit, brief.lang)
    if now.value == before.value or (moved != words.NOT_AVAILABLE(brief.lang) and _stands(moved)):
        return "neutral"
    return "good" if (now.value > before.value) == (better == "higher") else "bad"


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
    if found.coverage is None or found.coverage >= _WHOLE:
        return None
    share = words.percent(found.coverage, brief.lang, 0)
    seen = _SEEN.get(found.kpi)
    return f"{share} {seen(brief.lang)}" if seen else words.coverage(found.coverage, brief.lang)
