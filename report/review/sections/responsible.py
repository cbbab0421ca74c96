"""Responsible purchasing: contracts with environmental and social considerations, against what is aimed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report.pack.model import Page, Series, Tiles
from report.review.sections.blocks import by_quarter, nothing, over_quarters, quarters_said
from report.review.sections.tiles import tile

if TYPE_CHECKING:
    from report.review.brief import Brief

KPI = "responsible_purchasing"


def pages(brief: Brief) -> list[Page]:
    """Make the page; without contracts, say which table brings it."""
    found = brief.measure(KPI)
    trend = brief.trend(KPI)
    question = brief.t("Nos contrats sont-ils responsables ?", "Are our contracts responsible?")
    if "contracts" in found.lacks or all(value is None for value in by_quarter(brief, trend)):
        lacking = brief.t(
            "Il manque la table contracts : les conventions notifiées et leurs clauses.",
            "The contracts table is missing: the agreements notified and their clauses.",
        )
        return [nothing(brief, "responsible", question, lacking)]
    kpi = brief.kpi(KPI)
    readings = [(reading.name, reading.title(brief.lang)) for reading in kpi.readings]
    series = [Series(title, by_quarter(brief, brief.trend(KPI, name))) for name, title in readings]
    tiles = Tiles(tuple(tile(brief, KPI, name, title) for name, title in readings))
    subtitle = brief.t(
        f"Part des contrats notifiés en douze mois glissants, {quarters_said(brief)}",
        f"Share of the contracts notified over a rolling year, {quarters_said(brief)}",
    )
    alt = "; ".join(f"{title} {one.value}" for one, (_, title) in zip(tiles.tiles, readings, strict=True))
    chart = over_quarters(brief, "line", trend, (kpi.title(brief.lang), subtitle, alt), series)
    title = (
        brief.t(
            f"{brief.value(found)} des contrats ont une considération environnementale",
            f"{brief.value(found)} of contracts have an environmental consideration",
        )
        if found.value is not None and found.reading == "environmental"
        else question
    )
    notes = tuple(brief.note(one.measure) for one in tiles.tiles if one.measure)
    return [Page("responsible", "responsible", title, brief.sentence(found), ((tiles,), (chart,)), notes=notes)]
