"""Perceived quality and the scorecard: what internal clients think, and quality, time and cost side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi.model import Text
from kpi.scorecard import PILLARS, rank, stability
from report import words
from report.pack.model import Page, Points
from report.review import scorecards
from report.review.sections import opinions
from report.review.sections.blocks import listing
from report.review.sections.spans import COLON
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from kpi.scorecard import Card, Mark
    from report.pack.model import Block
    from report.review.brief import Brief
    from report.tables import Value

PILLAR: Final[Mapping[str, Text]] = {
    "quality": Text("Qualité", "Quality"),
    "time": Text("Délai", "Time"),
    "cost": Text("Coût", "Cost"),
}
MARKS: Final = (
    Column("pillar", Text("Pilier", "Pillar")),
    Column("figure", Text("Indicateur", "Indicator")),
    Column("value", Text("Valeur", "Value")),
    Column("floor", Text("Plancher (0)", "Floor (0)")),
    Column("target", Text("Cible (100)", "Target (100)")),
    Column("mark", Text("Note", "Mark")),
    Column("weight", Text("Poids", "Weight"), "ratio"),
    Column("contribution", Text("Apport", "Brings")),
)
FIRMS: Final = (
    Column("firm", Text("Cabinet", "Firm")),
    *(Column(name, title) for name, title in PILLAR.items()),
    Column("total", Text("Total / 100", "Total / 100")),
    Column("coverage", Text("Couverture", "Coverage"), "ratio"),
    Column("rank", Text("Rang", "Rank")),
    Column("stands", Text("Rang quand les poids bougent", "Rank when weights move")),
)
_MOST: Final = 12
_MOST_LEADERS: Final = 3
_SCORECARD: Final = Text("Triangle d'or", "Scorecard")


def pages(brief: Brief) -> list[Page]:
    """Make the page of opinions, then that of the scorecard."""
    return [opinions.page(brief), *_scorecard(brief)]


def _scorecard(brief: Brief) -> list[Page]:
    """Mark the firm of the review, or rank all of them; every weight is printed."""
    cards = scorecards.cards(brief)
    if brief.firm:
        mine = [card for card in cards if card.firm == brief.firm]
        return [_card(brief, mine[0], cards)] if mine else []
    return [_ranking(brief, cards)] if cards else []


def _card(brief: Brief, card: Card, cards: list[Card]) -> Page:
    table = Table(Text("Notes et poids", "Marks and weights"), MARKS, [mark(brief, one) for one in card.marks])
    said = [
        f"{PILLAR[pillar](brief.lang)}{COLON(brief.lang)}{words.number(card.pillars[pillar], brief.lang)} / 100 "
        f"({brief.t('poids', 'weight')} {words.number(card.weights[pillar], brief.lang)})"
        for pillar in PILLARS
    ]
    said.append(
        brief.t(
            f"Couverture : {words.percent(card.coverage, 'fr', 0)} du poids",
            f"Coverage: {words.percent(card.coverage, 'en', 0)} of the weight",
        )
    )
    if not brief.closed_to_peers:
        place, stands = rank(cards)[card.firm], stability(cards)[card.firm]
        if place is not None and stands.best is not None:
            said.append(
                brief.t(
                    f"Rang : {place} sur {len(cards)} ; entre {stands.best} et {stands.worst} quand un "
                    "poids bouge de 20 points",
                    f"Rank: {place} of {len(cards)}; between {stands.best} and {stands.worst} when a "
                    "weight moves by 20 points",
                )
            )
    total = words.number(card.total, brief.lang)
    title = (
        brief.t("Triangle d'or : trop peu d'indicateurs pour un total", "Scorecard: too few indicators for a total")
        if card.total is None
        else brief.t(f"Triangle d'or : {total} sur 100", f"Scorecard: {total} out of 100")
        + _partly(brief, card.coverage)
    )
    points = Points(brief.t("Les trois piliers", "The three pillars"), tuple(said))
    rows: tuple[tuple[Block, ...], ...] = ((listing(brief, table, 10, None, "mark", "contribution"),), (points,))
    return Page("quality.scorecard", "quality", title, brief.sentence(), rows, short=_SCORECARD(brief.lang))


def _partly(brief: Brief, coverage: Decimal) -> str:
    """Say how much of the weight a total stands on, unless it is all of it."""
    if coverage >= 1:
        return ""
    measured = words.percent(coverage, brief.lang, 0)
    return brief.t(f" ({measured} du poids mesuré)", f" ({measured} of the weight measured)")


def mark(brief: Brief, one: Mark) -> dict[str, Value]:
    """Write one indicator of a scorecard: value, floor, target, mark, weight, what it brings."""
    kpi, lang = brief.kpi(one.indicator.kpi), brief.lang
    return {
        "pillar": PILLAR[one.indicator.pillar](lang),
        "figure": kpi.title(lang),
        "value": words.show(one.value, kpi.unit, lang),
        "floor": words.show(one.indicator.floor, kpi.unit, lang),
        "target": words.show(one.indicator.target, kpi.unit, lang),
        "mark": None if one.mark is None else words.number(one.mark, lang),
        "weight": one.weight,
        "contribution": None if one.mark is None else words.number(one.contribution, lang, 1),
    }


def ranked_row(brief: Brief, card: Card, place: int | None, stands: str) -> dict[str, Value]:
    """Write one firm of a ranking: its pillars, its total, its rank and how firm that is."""
    return {
        "firm": brief.label("firm", card.firm),
        "firm_id": card.firm,
        **{pillar: words.number(value, brief.lang) for pillar, value in card.pillars.items()},
        "total": words.number(card.total, brief.lang, 1),
        "coverage": card.coverage,
        "rank": words.number(place, brief.lang),
        "stands": stands,
    }


def ranking(brief: Brief, cards: list[Card]) -> Table:
    """List the firms, the best first, with the ranks they take when each weight moves by up to twenty points."""
    places, stands = rank(cards), stability(cards)

    def said(firm: str) -> str:
        standing = stands[firm]
        if standing.best is None:
            return words.NOT_AVAILABLE(brief.lang)
        if not standing.changes:
            return brief.t("inchangé à ±20 points", "the same at ±20 points")
        return brief.t(f"entre {standing.best} et {standing.worst}", f"between {standing.best} and {standing.worst}")

    ordered = sorted(cards, key=lambda card: (places[card.firm] is None, places[card.firm] or 0, card.firm))
    rows = [ranked_row(brief, card, places[card.firm], said(card.firm)) for card in ordered]
    return Table(Text("Triangle d'or des cabinets", "Scorecard of the firms"), FIRMS, rows)


def _ranking(brief: Brief, cards: list[Card]) -> Page:
    """List the firms, and say who leads, with how much of the weight was measured."""
    weights = ", ".join(
        f"{PILLAR[p](brief.lang).lower()} {words.number(w, brief.lang)}" for p, w in cards[0].weights.items()
    )
    title = brief.t("Triangle d'or : trop peu d'indicateurs", "Scorecard: too few indicators")
    places = rank(cards)
    leaders = [card for card in cards if places[card.firm] == 1]
    if leaders:
        named = ", ".join(brief.label("firm", card.firm) for card in leaders[:_MOST_LEADERS])
        total, seen = words.number(leaders[0].total, brief.lang, 1), min(card.coverage for card in leaders)
        title = brief.t(
            f"Triangle d'or : {named} en tête, {total} sur 100", f"Scorecard: {named} in the lead, {total} out of 100"
        ) + _partly(brief, seen)  # fmt: skip
    scope = f"{brief.sentence()} {brief.t(f'Poids : {weights}.', f'Weights: {weights}.')}"
    block = listing(brief, ranking(brief, cards), _MOST)
    return Page("quality.scorecard", "quality", title, scope, ((block,),), short=_SCORECARD(brief.lang))
