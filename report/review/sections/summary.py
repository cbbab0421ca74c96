"""The summary: eight figures, three notable facts, the decisions that the meeting is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from report import words
from report.pack.model import Page, Points, Tiles
from report.review import facts
from report.review.sections.tiles import tile

if TYPE_CHECKING:
    from report.pack.model import Block
    from report.review.brief import Brief
    from report.review.plan import Decision

FIGURES: Final = (
    "spend", "budget_variance", "budget_conformity", "off_panel_rate", "dematerialisation_rate",
    "average_hourly_rate", "rate_compliance", "perceived_quality",
)  # fmt: skip
MOST_FACTS: Final = 3


def pages(brief: Brief) -> list[Page]:
    """Make the summary's page."""
    figures = [name for name in FIGURES if not (name == "budget_variance" and brief.shares_matters)]
    tiles = Tiles(tuple(tile(brief, name) for name in figures))
    points: list[Block] = []
    if noted := facts.kept(brief)[:MOST_FACTS]:
        points.append(Points(brief.t("Faits marquants", "Notable facts"), noted))
    if brief.plan.requested and not brief.closed_to_peers:
        asked = tuple(decision(brief, one) for one in brief.plan.requested)
        points.append(Points(brief.t("Décisions demandées", "Decisions requested"), asked, numbered=True))
    measures = [one.measure for one in tiles.tiles if one.measure]
    rows: list[tuple[Block, ...]] = [(tiles,)]
    if points:
        rows.append(tuple(points))
    title = brief.t("Synthèse du trimestre", "The quarter in summary")
    return [Page("summary", "summary", title, brief.sentence(), tuple(rows), notes=tuple(map(brief.note, measures)))]


def decision(brief: Brief, asked: Decision) -> str:
    """Write a decision: what, why, who, by when."""
    said = asked.text if not asked.reason else f"{asked.text} ({asked.reason})"
    if asked.owner:
        said += f" · {words.code('owner', asked.owner, brief.lang)}"
    if asked.due_on:
        said += f" · {words.day(asked.due_on, brief.lang)}"
    return said
