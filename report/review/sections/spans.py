"""How a review names the days it is about and those that it is compared with, and joins what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text
from report import words

if TYPE_CHECKING:
    from report.review.brief import Brief

COLON: Final = Text("\u00a0: ", ": ")
SEMICOLON: Final = Text("\u202f; ", "; ")


def quarter_said(brief: Brief, period: Period | None = None) -> str:
    """Name the quarter of the review, or another: « T3 2026 »."""
    return words.period(period or brief.period, brief.lang, brief.fiscal_start)


def since(brief: Brief, period: Period) -> str:
    """Say what a figure is compared with: « par rapport au T2 2026 »."""
    quarter = Period.quarter_of(period.end, brief.fiscal_start) == period
    name = quarter_said(brief, period)
    return brief.t(f"par rapport {'au' if quarter else 'à'} {name}", f"vs {name}")


def unfinished(brief: Brief) -> str:
    """Say that the quarter is not over, where it is compared with one that is: « , en cours au 15/08/2026 »."""
    return f", {words.in_progress(brief.as_of, brief.lang)}" if brief.unfinished else ""
