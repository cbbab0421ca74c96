"""Billing: how invoices arrive, how long after the work, and how soon they are paid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.dematerialisation_rate import STRUCTURED
from kpi.model import ratio
from report import words
from report.charts import OTHERS
from report.pack.model import Chart, Page, Series, Tiles
from report.review.sections.blocks import beside_median, by_quarter, nothing, over_quarters
from report.review.sections.spans import quarter_said
from report.review.sections.tiles import tile

if TYPE_CHECKING:
    from kpi.model import Measure
    from report.pack.model import Block, Tile
    from report.review.brief import Brief

KPI: Final = "dematerialisation_rate"
_CHANNELS: Final = (*STRUCTURED, "pdf", "paper")
_MOST: Final = 6
"""Channels that keep a colour of their own; the others are told together."""


def pages(brief: Brief) -> list[Page]:
    """Make the page of billing: how invoices arrive, quarter by quarter, then how long each step took."""
    found, trend = brief.measure(KPI), brief.trend(KPI)
    tiles = _delays(brief)
    charts = _arrival(brief, trend)
    short = brief.t("Facturation", "Billing")
    if not charts and not tiles:
        title = brief.t("Comment les factures arrivent-elles ?", "How do invoices arrive?")
        lacking = brief.t(
            "Aucune facture reçue dont le canal soit connu, aucune ligne d'honoraires datée.",
            "No invoice received whose channel is known, no dated fee line.",
        )
        return [nothing(brief, "billing", short, title, lacking)]
    rows: list[tuple[Block, ...]] = [charts] if charts else []
    if tiles:
        rows.append((Tiles(tiles),))
    notes = tuple(brief.note(one) for one in (found, *(shown.measure for shown in tiles)) if one and one.n)
    return [
        Page("billing", "billing", _title(brief, found, tiles), brief.sentence(found), tuple(rows), notes=notes,
             short=short)
    ]  # fmt: skip


def _title(brief: Brief, found: Measure, tiles: tuple[Tile, ...]) -> str:
    """Say how many invoices arrive as data, and how long after the work."""
    said = []
    if found.value is not None:
        share = brief.value(found)
        said.append(brief.t(f"{share} des factures arrivent en données", f"{share} of invoices arrive as data"))
    delay = next((one for one in tiles if one.name == "billing_delay"), None)
    if delay:
        said.append(brief.t(f"{delay.value} du travail à la facture", f"{delay.value} from work to invoice"))
    usual = brief.t("Comment les factures arrivent-elles ?", "How do invoices arrive?")
    return brief.t(", ", ", ").join(said) or usual


def _arrival(brief: Brief, trend: Measure) -> tuple[Chart, ...]:
    """Divide each quarter's invoices by channel, where there are several, beside the rate and the panel's median."""
    if not trend.groups:
        return ()
    series, rate = _by_channel(brief, trend), _rate(brief, trend)
    if len(series) < 2:  # noqa: PLR2004 — one channel alone is no share
        return (rate,)
    spoken = ", ".join(f"{one.name} {words.percent(one.values[-1], brief.lang, 0)}" for one in series if one.values[-1])
    said = (
        brief.t("Comment les factures arrivent-elles ?", "How do invoices arrive?"),
        brief.t("Part des factures reçues", "Share of the invoices received"),
        brief.t(f"{quarter_said(brief)} : {spoken}.", f"{quarter_said(brief)}: {spoken}."),
    )
    drawn = over_quarters(brief, "shares", trend, said, series)
    return replace(drawn, target=None, target_label=None, notes=()), rate


def _by_channel(brief: Brief, trend: Measure) -> list[Series]:
    """Return the share of each channel; beyond the most used ones, of the others together."""
    counts = {
        group.key: group.denominator or Decimal(0) for group in brief.trend(KPI, by=("channel",)).groups
    }  # by quarter and channel
    wholes = {group.key[0]: group.denominator or Decimal(0) for group in trend.groups}
    totals = {one: sum((n for (_, channel), n in counts.items() if channel == one), Decimal(0)) for one in _CHANNELS}
    used = sorted((channel for channel in _CHANNELS if totals[channel]), key=lambda channel: -totals[channel])
    rest = set(used[_MOST:]) if len(used) > _MOST + 1 else set()
    parts: list[tuple[str, str, tuple[str, ...]]] = [
        (words.code("channel", one, brief.lang), one, (one,)) for one in _CHANNELS if one in set(used) - rest
    ]
    if rest:
        parts.append((words.OTHERS(brief.lang), OTHERS, tuple(rest)))
    return [
        Series(
            name,
            tuple(
                ratio(sum((counts.get((quarter, one), Decimal(0)) for one in held), Decimal(0)), wholes.get(quarter, 0))
                for quarter in brief.quarters()
            ),
            key,
        )
        for name, key, held in parts
    ]


def _rate(brief: Brief, trend: Measure) -> Chart:
    """Follow the rate, beside the median of the panel when a firm is under review."""
    said = words.show(by_quarter(brief, trend)[-1], "ratio", brief.lang)
    alt = brief.t(
        f"Taux de dématérialisation ; dernier trimestre : {said}.", f"Dematerialisation rate; last quarter: {said}."
    )
    title = brief.t("Taux de dématérialisation", "Dematerialisation rate")
    subtitle = brief.t("Part des factures reçues", "Share of the invoices received")
    return over_quarters(
        brief, "line", trend, (title, subtitle, alt), beside_median(brief, KPI, by_quarter(brief, trend))
    )


def _delays(brief: Brief) -> tuple[Tile, ...]:
    """Say how long from the work to its invoice, how much came too late; ours alone, how soon we pay."""
    paying = () if brief.closed_to_peers else ("payment_delay",)  # paying is the client's own duty
    made = []
    for name in ("billing_delay", "late_billing_rate", *paying):
        found = brief.measure(name)
        if found.value is not None:
            made.append(tile(brief, name, more=_more(brief, found)))
    return tuple(made)


def _more(brief: Brief, found: Measure) -> tuple[str, ...]:
    """Say what stands behind a delay: its ninth decile, or the share paid too late; and the panel's median."""
    said = []
    if found.details.get("p90") is not None:
        last = words.show(Decimal(found.details["p90"] or 0), "days", brief.lang)
        said.append(brief.t(f"9 sur 10 en {last} au plus", f"9 of 10 within {last}"))
    if found.details.get("over_term") is not None:
        late = words.percent(Decimal(found.details["over_term"] or 0), brief.lang)
        said.append(brief.t(f"{late} au-delà de 30 jours", f"{late} later than 30 days"))
    if brief.firm and brief.plan.medians and found.kpi != "payment_delay":
        median = brief.panel_median(found.kpi)
        if median is not None:
            shown = words.show(median, found.unit, brief.lang)
            said.append(brief.t(f"Médiane du panel : {shown}", f"Panel median: {shown}"))
    return tuple(said)
