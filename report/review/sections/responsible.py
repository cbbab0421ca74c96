"""Responsible purchasing: contracts with environmental and social considerations, against what is aimed at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from report import words
from report.pack.model import Page, Series, Tiles
from report.review.sections.blocks import by_quarter, nothing, over_quarters
from report.review.sections.tiles import tile

if TYPE_CHECKING:
    from report.review.brief import Brief

KPI = "responsible_purchasing"


def pages(brief: Brief) -> list[Page]:
    """Make the page; without contracts, say which table brings it."""
    found = brief.measure(KPI)
    trend = brief.trend(KPI)
    question = brief.t("Nos contrats sont-ils responsables ?", "Are our contracts responsible?")
    short = brief.t("Achats responsables", "Responsible purchasing")
    if not found.denominator:
        lacking = brief.t(
            "Il manque la table contracts : les conventions notifiées et leurs clauses.",
            "The contracts table is missing: the agreements notified and their clauses.",
        ) if "contracts" in found.lacks else brief.t(
            "Aucun contrat notifié sur les douze derniers mois.", "No contract notified over the last twelve months."
        )  # fmt: skip
        return [nothing(brief, "responsible", short, question, lacking)]
    kpi = brief.kpi(KPI)
    readings = [(reading.name, reading.title(brief.lang)) for reading in kpi.readings]
    series = [Series(title, by_quarter(brief, brief.trend(KPI, name))) for name, title in readings]
    tiles = Tiles(tuple(tile(brief, KPI, name, title) for name, title in readings))
    subtitle = brief.t(
        "Part des contrats notifiés en douze mois glissants", "Share of the contracts notified over a rolling year"
    )
    alt = "; ".join(f"{title} {one.value}" for one, (_, title) in zip(tiles.tiles, readings, strict=True))
    chart = over_quarters(brief, "line", trend, (kpi.title(brief.lang), subtitle, alt), series)
    kept, n = words.number(found.numerator, brief.lang), words.count(found.n, "contract", brief.lang)
    title = brief.t(
        f"{kept} sur {n} : considération environnementale", f"{kept} of {n} with an environmental consideration"
    ) if found.reading == "environmental" else question  # fmt: skip
    notes = tuple(brief.note(one.measure) for one in tiles.tiles if one.measure)
    rows = ((tiles,), (chart,))
    return [Page("responsible", "responsible", title, brief.sentence(found), rows, notes=notes, short=short)]
