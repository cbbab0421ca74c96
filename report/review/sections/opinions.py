"""Perceived quality: the mean of each criterion beside the panel's median, firm by firm, and how many answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from report import words
from report.pack.model import Chart, Page, Series, Tiles
from report.review.sections.blocks import everyone, nothing
from report.review.sections.tiles import tile

if TYPE_CHECKING:
    from report.pack.model import Block, ChartKind, Tile
    from report.review.brief import Brief

KPI: Final = "perceived_quality"
_MOST_BARS: Final = 9


def page(brief: Brief) -> Page:
    """Show the mean of each criterion beside the panel's median, how many answered, and the net promoter score."""
    found = brief.measure(KPI, "all")
    question = brief.t("Qu'en pensent nos clients internes ?", "What do internal clients think?")
    short = brief.t("Qualité perçue", "Perceived quality")
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
        return nothing(brief, "quality", short, question, lacking)
    shown = ((KPI, "all"), ("net_promoter_score", "twelve_months"))
    tiles: tuple[Tile, ...] = tuple(
        tile(brief, name, reading) for name, reading in shown if brief.measure(name, reading).value is not None
    )
    title = brief.t(f"Qualité perçue : {brief.value(found)}", f"Perceived quality: {brief.value(found)}")
    notes = tuple(brief.note(one.measure) for one in tiles if one.measure)
    rows: tuple[tuple[Block, ...], ...] = ((_criteria(brief), *_by_firm(brief)),)
    if len(tiles) > 1:  # one alone says what the title says
        rows = ((Tiles(tiles),), *rows)
    return Page("quality", "quality", title, brief.sentence(found), rows, notes=notes, short=short)


def _criteria(brief: Brief) -> Chart:
    readings = [reading for reading in brief.kpi(KPI).readings if reading.name != "all"]
    means = [brief.measure(KPI, reading.name) for reading in readings]
    series = [Series(everyone(brief), tuple(mean.value for mean in means))]
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
    ranked = sorted(groups, key=lambda group: -(group.value or 0))[:_MOST_BARS]
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
