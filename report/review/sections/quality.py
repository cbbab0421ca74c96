"""Perceived quality and the scorecard: what internal clients think, and quality, time and cost side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kpi.model import Text
from kpi.scorecard import PILLARS, rank, stability
from report import words
from report.pack.model import Chart, Missing, Page, Points, Series, Tiles
from report.review import scorecards
from report.review.sections.blocks import listing
from report.review.sections.tiles import tile
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.scorecard import Card, Mark
    from report.pack.model import Block, ChartKind, Tile
    from report.review.brief import Brief
    from report.tables import Value

KPI: Final = "perceived_quality"
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
_MOST: Final = 9


def pages(brief: Brief) -> list[Page]:
    """Make the page of opinions, then that of the scorecard."""
    return [_opinions(brief), *_scorecard(brief)]


def _opinions(brief: Brief) -> Page:
    """Show the mean of each criterion beside the panel's median, how many answered, and the net promoter score."""
    found = brief.measure(KPI, "all")
    question = brief.t("Qu'en pensent nos clients internes ?", "What do internal clients think?")
    if found.value is None:
        lacking = (
            brief.t(
                "Il manque la table surveys : les réponses au questionnaire.",
                "The surveys table is missing: the answers.",
            )
            if found.lacks
            else brief.t(
                f"Trop peu de réponses pour une moyenne : {found.n}, il en faut trois.",
                f"Too few answers for a mean: {found.n} of three.",
            )
        )
        return Page(
            "quality", "quality", question, brief.sentence(found), ((Missing(lacking),),), notes=(brief.note(found),)
        )
    tiles: tuple[Tile, ...] = tuple(
        tile(brief, name, reading) for name, reading in ((KPI, "all"), ("net_promoter_score", "twelve_months"))
    )
    title = brief.t(f"Qualité perçue : {brief.value(found)}", f"Perceived quality: {brief.value(found)}")
    notes = tuple(brief.note(one.measure) for one in tiles if one.measure)
    rows: tuple[tuple[Block, ...], ...] = ((Tiles(tiles),), (_criteria(brief), *_by_firm(brief)))
    return Page("quality", "quality", title, brief.sentence(found), rows, notes=notes)


def _criteria(brief: Brief) -> Chart:
    readings = [reading for reading in brief.kpi(KPI).readings if reading.name != "all"]
    means = [brief.measure(KPI, reading.name) for reading in readings]
    who = brief.label("firm", brief.firm) if brief.firm else brief.t("Tous les cabinets", "All firms")
    series = [Series(who, tuple(mean.value for mean in means))]
    if brief.firm and brief.plan.medians:
        medians = tuple(brief.panel_median(KPI, reading.name) for reading in readings)
        if any(value is not None for value in medians):
            series.append(Series(brief.t("Médiane du panel", "Panel median"), medians))
    labels = tuple(reading.title(brief.lang) for reading in readings)
    n, rate = means[0].n if means else 0, brief.measure(KPI, "all").coverage
    subtitle = brief.t(
        f"Moyenne sur 5, douze mois glissants, {words.number(n, 'fr')} réponses ; taux de réponse "
        f"{words.percent(rate, 'fr', 0)}",
        f"Mean out of 5, rolling year, {words.number(n, 'en')} answers; response rate {words.percent(rate, 'en', 0)}",
    )
    alt = ", ".join(
        f"{label} {words.show(mean.value, 'score', brief.lang)}" for label, mean in zip(labels, means, strict=True)
    )
    kind: ChartKind = "pairs" if len(series) > 1 else "bars"
    return Chart(
        kind,
        brief.t("Critère par critère", "Criterion by criterion"),
        subtitle,
        "score",
        labels,
        tuple(series),
        tuple(reading.name for reading in readings),
        alt=alt,
    )


def _by_firm(brief: Brief) -> tuple[Block, ...]:
    """Rank the firms, for the whole panel's internal review alone."""
    if brief.firm or brief.closed_to_peers:
        return ()
    groups = [group for group in brief.measure(KPI, "all", by=("firm",)).groups if group.value is not None]
    if not groups:
        return ()
    ranked = sorted(groups, key=lambda group: -(group.value or 0))[:_MOST]
    labels = tuple(brief.label("firm", group.key[0]) for group in ranked)
    told = tuple(f"{words.show(group.value, 'score', brief.lang)} · n = {group.n}" for group in ranked)
    alt = ", ".join(f"{label} {said}" for label, said in zip(labels, told, strict=True))
    subtitle = brief.t("Moyenne sur 5, à partir de trois réponses", "Mean out of 5, from three answers on")
    chart = Chart(
        "bars",
        brief.t("Cabinet par cabinet", "Firm by firm"),
        subtitle,
        "score",
        labels,
        (Series(brief.t("Note", "Mark"), tuple(group.value for group in ranked)),),
        tuple(group.key[0] for group in ranked),
        labels=told,
        alt=alt,
    )
    return (chart,)


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
        f"{PILLAR[pillar](brief.lang)}{brief.t(' : ', ': ')}{words.number(card.pillars[pillar], brief.lang)} / 100 "
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
    )
    points = Points(brief.t("Les trois piliers", "The three pillars"), tuple(said))
    return Page("quality.scorecard", "quality", title, brief.sentence(), ((listing(brief, table),), (points,)))


def mark(brief: Brief, one: Mark) -> dict[str, Value]:
    """Write one indicator of a scorecard: value, floor, target, mark, weight, what it brings."""
    kpi, lang = brief.kpi(one.indicator.kpi), brief.lang
    return {
        "pillar": PILLAR[one.indicator.pillar](lang),
        "figure": kpi.title(lang),
        "value": words.show(one.value, kpi.unit, lang),
        "floor": words.show(one.indicator.floor, kpi.unit, lang),
        "target": words.show(one.indicator.target, kpi.unit, lang),
        "mark": words.number(one.mark, lang),
        "weight": one.weight,
        "contribution": words.number(one.contribution if one.mark is not None else None, lang, 1),
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
    weights = ", ".join(
        f"{PILLAR[p](brief.lang).lower()} {words.number(w, brief.lang)}" for p, w in cards[0].weights.items()
    )
    title = brief.t(f"Triangle d'or, poids {weights}", f"Scorecard, weights {weights}")
    return Page(
        "quality.scorecard", "quality", title, brief.sentence(), ((listing(brief, ranking(brief, cards), _MOST),),)
    )
