"""What a review is made of: its sections and annexes, their titles, and the editions that show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kpi.model import Lang, Text
from report.review.sections import (
    actions,
    billing,
    budget,
    decisions,
    definitions,
    firms,
    matters,
    panel,
    portfolio,
    quality,
    rates,
    responsible,
    spend,
    summary,
    unbudgeted,
    why,
)
from report.review.sections import cover as front

if TYPE_CHECKING:
    from report.pack.model import Edition, Note, Page
    from report.review.brief import Brief
    from report.tables import Table

Make = Callable[["Brief"], "list[Page]"]


@dataclass(frozen=True)
class _Section:
    title: Text
    make: Make
    for_firm: bool


_SECTIONS: Final[Mapping[str, _Section]] = {
    "summary": _Section(Text("Synthèse", "Summary"), summary.pages, for_firm=True),
    "actions": _Section(
        Text("Actions du trimestre précédent", "Actions of the previous quarter"), actions.pages, for_firm=True
    ),
    "spend": _Section(Text("Dépense", "Spend"), spend.pages, for_firm=True),
    "budget": _Section(Text("Budget", "Budget"), budget.pages, for_firm=True),
    "why": _Section(Text("Pourquoi ça bouge", "Why it moves"), why.pages, for_firm=True),
    "panel": _Section(Text("Panel", "Panel"), panel.pages, for_firm=True),
    "rates": _Section(Text("Tarifs et équipe", "Rates and team"), rates.pages, for_firm=True),
    "billing": _Section(Text("Facturation", "Billing"), billing.pages, for_firm=True),
    "quality": _Section(
        Text("Qualité perçue et triangle d'or", "Perceived quality and scorecard"), quality.pages, for_firm=True
    ),
    "responsible": _Section(Text("Achats responsables", "Responsible purchasing"), responsible.pages, for_firm=False),
    "portfolio": _Section(Text("Portefeuille", "Portfolio"), portfolio.pages, for_firm=False),
    "decisions": _Section(
        Text("Décisions et plan d'action", "Decisions and action plan"), decisions.pages, for_firm=True
    ),
}
_ANNEXES: Final[Mapping[str, _Section]] = {
    "data": _Section(Text("Qualité des données", "Data quality"), definitions.data_pages, for_firm=False),
}


def offered(edition: Edition) -> dict[str, Make]:
    """Return the sections that an edition may show."""
    return {name: one.make for name, one in _SECTIONS.items() if one.for_firm or edition == "internal"}


def annexes(edition: Edition) -> dict[str, Make]:
    """Return the annexes of an edition."""
    return {name: one.make for name, one in _ANNEXES.items() if one.for_firm or edition == "internal"}


def glossary(brief: Brief, notes: Iterable[Note]) -> tuple[Page, ...]:
    """Return the definitions of a pack as pages."""
    return tuple(definitions.pages(brief, notes))


def title(name: str, lang: Lang) -> str:
    """Name a section."""
    return (_SECTIONS.get(name) or _ANNEXES[name]).title(lang)


def cover(brief: Brief) -> tuple[tuple[str, str], ...]:
    """Return what the cover says."""
    return front.lines(brief)


def sheets(brief: Brief) -> tuple[Table, ...]:
    """Return the tables that only the workbook holds."""
    tables = (matters.sheets, firms.sheets, unbudgeted.sheets, panel.sheets)
    return tuple(table for made in tables for table in made(brief))
