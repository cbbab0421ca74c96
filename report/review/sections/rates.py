"""Rates and team: what an hour costs by level, how rates rose, whether the agreed ones are kept, who does the work."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kpi.model import Text, ratio
from report import words
from report.pack.model import Chart, Missing, Page, Points, Series
from report.review.sections.blocks import by_quarter, listing, nothing, over_quarters
from report.review.sections.spans import quarter_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Measure
    from report.pack.model import Block
    from report.review.brief import Brief

LEVELS: Final = (
    "partner",
    "counsel",
    "senior_associate",
    "associate",
    "junior_associate",
    "paralegal",
    "trainee",
    "other",
)
_MOST: Final = 8
_COLUMNS: Final = (
    Column("matter", Text("Dossier", "Matter")),
    Column("hours", Text("Heures", "Hours"), "number"),
    Column("lines", Text("Lignes", "Lines"), "number"),
    Column("excess", Text("Au-delà du convenu HT", "Above agreed (net)"), "money"),
)


def pages(brief: Brief) -> list[Page]:
    """Make the pages of rates; without hours in the e-billing there is nothing to say."""
    by_level = brief.measure("average_hourly_rate", by=("timekeeper_level",))
    if by_level.value is None:
        lacking = brief.t(
            "Aucune heure sur la période : les taux demandent des fichiers de facturation électronique détaillés.",
            "No hour in the period: rates need detailed e-billing files.",
        )
        question = brief.t("Combien coûte une heure ?", "What does an hour cost?")
        return [nothing(brief, "rates", brief.t("Taux horaires", "Hourly rates"), question, lacking)]
    return [_rates(brief, by_level), _team(brief)]


def _rates(brief: Brief, now: Measure) -> Page:
    """Put the rate of each level beside that of a year before, and follow the pure rise."""
    before = brief.measure("average_hourly_rate", by=("timekeeper_level",), period=brief.before(12))
    trend, rise = brief.trend("rate_increase"), brief.measure("rate_increase")
    values = by_quarter(brief, trend)
    row: tuple[Block, ...] = (_by_level(brief, now, before),)
    if any(value is not None for value in values):
        alt = brief.t(
            f"Hausse pure des taux ; {quarter_said(brief)} : {brief.value(rise)}.",
            f"Pure rate rise; {quarter_said(brief)}: {brief.value(rise)}.",
        )
        subtitle = brief.t("Mêmes intervenants, mêmes niveaux, sur un an", "Same timekeepers, same levels, over a year")
        said = (brief.t("Hausse pure des taux", "Pure rate rise"), subtitle, alt)
        row = (*row, over_quarters(brief, "line", trend, said, [Series(brief.t("Hausse pure", "Pure rise"), values)]))
    elif not brief.closed_to_peers:
        none = brief.t(
            "Pas de hausse mesurable : aucun intervenant commun aux deux périodes.",
            "No rise can be measured: no timekeeper is common to both periods.",
        )
        row = (*row, Missing(none))
    mean, rose = brief.value(now), brief.value(rise)
    title = brief.t(
        f"L'heure coûte {mean} en moyenne ; hausse pure de {rose} en un an",
        f"An hour costs {mean} on average; pure rise of {rose} in a year",
    ) if rise.value is not None else brief.t(
        f"L'heure coûte {mean} en moyenne", f"An hour costs {mean} on average"
    )  # fmt: skip
    notes, short = (brief.note(now), brief.note(rise)), brief.t("Taux horaires", "Hourly rates")
    return Page("rates", "rates", title, brief.sentence(now), (row,), notes=notes, short=short)


def _by_level(brief: Brief, *found: Measure) -> Chart:
    """Set the rates of each level side by side, one series a period; a period without hours has none."""
    rates = {quarter_said(brief, one.scope.period): {g.key[0]: g.value for g in one.groups} for one in found}
    known = {period: by_level for period, by_level in rates.items() if any(v is not None for v in by_level.values())}
    shown = [level for level in LEVELS if any(rate.get(level) is not None for rate in known.values())]
    labels = tuple(words.code("timekeeper_level", level, brief.lang) for level in shown)
    now = quarter_said(brief)
    spoken = ", ".join(
        f"{label} {words.short(rates[now].get(level), 'EUR/h', brief.lang)}"
        for level, label in zip(shown, labels, strict=True)
    )
    return Chart(
        "pairs" if len(known) > 1 else "bars",
        brief.t("Taux moyen par niveau", "Mean rate by level"),
        brief.t("Euros HT de l'heure, à la date du travail", "Euros an hour, net of tax, by work date"),
        "EUR/h",
        labels,
        tuple(Series(period, tuple(rate.get(level) for level in shown)) for period, rate in known.items()),
        tuple(shown),
        alt=brief.t(f"{now} : {spoken}.", f"{now}: {spoken}."),
    )


def _team(brief: Brief) -> Page:
    """Show who does the hours, quarter by quarter, and the hours billed above the agreed rate."""
    found = brief.measure("rate_compliance")
    row: tuple[Block, ...] = (_mix(brief), _above(brief, found))
    over = Decimal(found.details.get("overbilled") or 0)
    above = words.money_short(over, brief.lang)
    title = (
        brief.t("Qui fait les heures, et à quel taux convenu ?", "Who does the hours, and at which agreed rate?")
        if found.value is None
        else brief.t(
            f"{brief.value(found)} des heures au taux convenu" + (f" ; {above} au-delà" if over else ""),
            f"{brief.value(found)} of hours at the agreed rate" + (f"; {above} above it" if over else ""),
        )
    )
    notes, short = (brief.note(found),), brief.t("Équipe et taux convenus", "Team and agreed rates")
    return Page("rates.team", "rates", title, brief.sentence(found), (row,), notes=notes, short=short)


def _mix(brief: Brief) -> Chart:
    """Divide each quarter's hours by level."""
    trend = brief.trend("average_hourly_rate", by=("timekeeper_level",))
    hours = {group.key: group.denominator or Decimal(0) for group in trend.groups}
    wholes = {
        key: sum((n for (quarter, _), n in hours.items() if quarter == key), Decimal(0)) for key in brief.quarters()
    }
    levels = [level for level in (*LEVELS, None) if any(hours.get((key, level)) for key in brief.quarters())]
    series = tuple(
        Series(
            words.code("timekeeper_level", level, brief.lang),
            tuple(ratio(hours.get((key, level), Decimal(0)), wholes[key]) for key in brief.quarters()),
            level,
        )
        for level in levels
    )
    spoken = ", ".join(f"{one.name} {words.percent(one.values[-1], brief.lang, 0)}" for one in series if one.values[-1])
    said = (
        brief.t("Qui fait les heures ?", "Who does the hours?"),
        brief.t("Part des heures par niveau, à la date du travail", "Share of hours by level, by work date"),
        brief.t(f"{quarter_said(brief)} : {spoken}.", f"{quarter_said(brief)}: {spoken}."),
    )
    drawn = over_quarters(brief, "shares", trend, said, series)
    return replace(drawn, unit="ratio", target=None, target_label=None, notes=())


def _above(brief: Brief, found: Measure) -> Block:
    """List the matters on which hours were billed above the agreed rate; nobody is named."""
    if found.value is None:
        if "rates" in found.lacks:
            return Missing(
                brief.t(
                    "Il manque la table rates : les taux convenus avec chaque cabinet.",
                    "The rates table is missing: the rates agreed with each firm.",
                )
            )
        return Missing(
            brief.t("Aucune heure de la période n'a de taux convenu.", "No hour of the period has an agreed rate.")
        )
    matters: dict[str | None, dict[str, Any]] = {}
    for row in brief.trail("rate_compliance"):
        if not row.get("excess"):
            continue
        kept = matters.setdefault(row["matter_id"], {"hours": Decimal(0), "lines": 0, "excess": Decimal(0)})
        kept["hours"] += row["hours"]
        kept["lines"] += 1
        kept["excess"] += row["excess"]
    if not matters:
        return Points(
            brief.t("Au-delà du taux convenu", "Above the agreed rate"),
            (brief.t("Aucune heure au-delà du taux convenu.", "No hour above the agreed rate."),),
        )
    rows = [
        {"matter": brief.label("matter", matter), "matter_id": matter, **kept}
        for matter, kept in sorted(matters.items(), key=lambda item: -item[1]["excess"])
    ]
    table = Table(Text("Heures au-delà du taux convenu", "Hours above the agreed rate"), _COLUMNS, rows)
    return listing(brief, table, _MOST, {"excess": sum((row["excess"] for row in rows), Decimal(0))})
