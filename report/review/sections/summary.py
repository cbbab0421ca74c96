"""The summary: eight figures, three notable facts, the decisions that the meeting is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from report import words
from report.pack.model import Missing, Page, Points, Tiles
from report.review import facts
from report.review.sections.spans import quarter_said, since
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
    """Make the summary's page: what has no value is named on one line, not shown as a figure."""
    figures = [name for name in FIGURES if not (name == "budget_variance" and brief.shares_matters)]
    known = [name for name in figures if brief.measure(name).value is not None]
    tiles = Tiles(tuple(tile(brief, name) for name in known))
    points: list[Block] = []
    if noted := facts.kept(brief)[:MOST_FACTS]:
        points.append(Points(brief.t("Faits marquants", "Notable facts"), noted))
    if brief.plan.requested and not brief.closed_to_peers:
        asked = tuple(decision(brief, one) for one in brief.plan.requested)
        points.append(Points(brief.t("Décisions demandées", "Decisions requested"), asked, numbered=True))
    rows: list[tuple[Block, ...]] = [(tiles,)]
    if points:
        rows.append(tuple(points))
    if missing := [brief.kpi(name).title(brief.lang) for name in figures if name not in known]:
        named = ", ".join(missing)
        rows.append((Missing(brief.t(f"Non mesurés sur la période : {named}.", f"Not measured: {named}.")),))
    measures = [one.measure for one in tiles.tiles if one.measure]
    short, notes = brief.t("Synthèse", "Summary"), tuple(map(brief.note, measures))
    return [Page("summary", "summary", _title(brief), brief.sentence(), tuple(rows), notes=notes, short=short)]


def _title(brief: Brief) -> str:
    """Say what was spent, and how that compares with the period before."""
    now, before = brief.measure("spend"), brief.measure("spend", period=brief.before())
    quarter, amount = quarter_said(brief), words.money_short(now.value, brief.lang)
    if not now.n:
        return brief.t(f"Synthèse : aucune facture au {quarter}", f"Summary: no invoice in {quarter}")
    moved = words.change(now.value, before.value, "EUR", brief.lang)
    compared = f", {moved} {since(brief, brief.before())}" if before.value and before.value > 0 else ""
    quarter += brief.t(" en cours", ", in progress") if brief.unfinished else ""
    return brief.t(f"Synthèse : {amount} au {quarter}{compared}", f"Summary: {amount} in {quarter}{compared}")


def decision(brief: Brief, asked: Decision) -> str:
    """Write a decision: what, why, who, by when."""
    said = asked.text if not asked.reason else f"{asked.text} ({asked.reason})"
    if asked.owner:
        said += f" · {words.code('owner', asked.owner, brief.lang)}"
    if asked.due_on:
        said += f" · {words.day(asked.due_on, brief.lang)}"
    return said
