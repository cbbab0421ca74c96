"""Billing: how invoices arrive, how long after the work, and how soon they are paid."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.dematerialisation_rate import STRUCTURED
from kpi.model import ratio
from report import words
from report.pack.model import Chart, Missing, Page, Points, Series
from report.review.sections.blocks import by_quarter, over_quarters, quarters_said

if TYPE_CHECKING:
    from report.pack.model import Block
    from report.review.brief import Brief

_CHANNELS: Final = (*STRUCTURED, "pdf", "paper")


def pages(brief: Brief) -> list[Page]:
    """Make the two pages of billing: arrival, then delays."""
    return [_arrival(brief), _delays(brief)]


def _arrival(brief: Brief) -> Page:
    found, trend = brief.measure("dematerialisation_rate"), brief.trend("dematerialisation_rate")
    by_channel = brief.trend("dematerialisation_rate", by=("channel",))
    counts = {group.key: group.denominator or Decimal(0) for group in by_channel.groups}
    wholes = {group.key[0]: group.denominator or Decimal(0) for group in trend.groups}
    quarters = tuple(words.quarter(key, brief.lang) for key in brief.quarters())
    used = [channel for channel in _CHANNELS if any(counts.get((key, channel)) for key in brief.quarters())]
    blocks: list[Block] = []
    if used:
        series = tuple(
            Series(
                words.code("channel", channel, brief.lang),
                tuple(
                    ratio(counts.get((key, channel), Decimal(0)), wholes.get(key, Decimal(0)))
                    for key in brief.quarters()
                ),
                channel,
            )
            for channel in used
        )
        last = ", ".join(
            f"{one.name} {words.percent(one.values[-1], brief.lang, 0)}" for one in series if one.values[-1]
        )
        blocks.append(
            Chart(
                "shares",
                brief.t("Comment les factures arrivent-elles ?", "How do invoices arrive?"),
                brief.t(
                    f"Part des factures reçues, {quarters_said(brief)}",
                    f"Share of the invoices received, {quarters_said(brief)}",
                ),
                "ratio",
                quarters,
                series,
                brief.quarters(),
                alt=brief.t(f"{quarters[-1]} : {last}.", f"{quarters[-1]}: {last}."),
            )
        )
        blocks.append(_rate(brief))
    else:
        blocks.append(
            Missing(
                brief.t("Aucune facture reçue dont le canal soit connu.", "No invoice received whose channel is known.")
            )
        )
    title = (
        brief.t("Comment les factures arrivent-elles ?", "How do invoices arrive?")
        if found.value is None
        else brief.t(
            f"{brief.value(found)} des factures arrivent en données", f"{brief.value(found)} of invoices arrive as data"
        )
    )
    return Page("billing", "billing", title, brief.sentence(found), (tuple(blocks),), notes=(brief.note(found),))


def _rate(brief: Brief) -> Chart:
    """Follow the rate, beside the median of the panel when a firm is under review."""
    trend, found = brief.trend("dematerialisation_rate"), brief.measure("dematerialisation_rate")
    series = [
        Series(
            brief.label("firm", brief.firm) if brief.firm else brief.t("Tous les cabinets", "All firms"),
            by_quarter(brief, trend),
        )
    ]
    if brief.firm and brief.plan.medians and (medians := _medians(brief, "dematerialisation_rate")):
        series.append(Series(brief.t("Médiane du panel", "Panel median"), medians))
    subtitle = brief.t(
        f"Part des factures reçues, {quarters_said(brief)}", f"Share of the invoices received, {quarters_said(brief)}"
    )
    said = (found.value is not None and brief.value(found)) or words.NOT_AVAILABLE(brief.lang)
    alt = brief.t(
        f"Taux de dématérialisation ; dernier trimestre : {said}.", f"Dematerialisation rate; last quarter: {said}."
    )
    title = brief.t("Taux de dématérialisation", "Dematerialisation rate")
    return over_quarters(brief, "line", trend, (title, subtitle, alt), series)


def _medians(brief: Brief, kpi: str) -> tuple[Decimal | None, ...]:
    """Return the median of the other firms in each quarter; nothing where there are too few of them."""
    medians = brief.panel_medians(kpi)
    return tuple(medians.get(key) for key in brief.quarters()) if medians else ()


def _delays(brief: Brief) -> Page:
    late, delay, paid = (brief.measure(name) for name in ("late_billing_rate", "billing_delay", "payment_delay"))
    row: list[Block] = []
    for name, shown, fr, en in (
        ("billing_delay", delay, "Du travail à la facture, en jours", "From work to invoice, in days"),
        ("late_billing_rate", late, "Honoraires facturés trop tard", "Fees billed too late"),
    ):
        trend = brief.trend(name)
        values = by_quarter(brief, trend)
        if all(value is None for value in values):
            continue
        who = brief.label("firm", brief.firm) if brief.firm else brief.t("Tous les cabinets", "All firms")
        series = [Series(who, values)]
        if brief.firm and brief.plan.medians and (medians := _medians(brief, name)):
            series.append(Series(brief.t("Médiane du panel", "Panel median"), medians))
        reading = brief.kpi(name).reading(shown.reading).title(brief.lang)
        subtitle = f"{reading}, {quarters_said(brief)}"
        alt = brief.t(f"{fr} ; dernier trimestre : {brief.value(shown)}.", f"{en}; last quarter: {brief.value(shown)}.")
        row.append(over_quarters(brief, "line", trend, (brief.t(fr, en), subtitle, alt), series))
    if not row:
        row.append(
            Missing(brief.t("Aucune ligne d'honoraires datée sur la période.", "No dated fee line in the period."))
        )
    rows: list[tuple[Block, ...]] = [tuple(row)]
    measured = [found for found in (delay, late) if found.value is not None]
    if not brief.closed_to_peers and paid.value is not None:  # paying is the client's own duty
        rows.append((_paid(brief),))
        measured.append(paid)
    title = (
        brief.t("Combien de temps entre le travail et sa facture ?", "How long between work and its invoice?")
        if delay.value is None
        else brief.t(
            f"Une facture arrive {brief.value(delay)} après le travail (médiane)",
            f"An invoice comes {brief.value(delay)} after the work (median)",
        )
    )
    return Page(
        "billing.delays", "billing", title, brief.sentence(delay), tuple(rows), notes=tuple(map(brief.note, measured))
    )


def _paid(brief: Brief) -> Points:
    paid = brief.measure("payment_delay")
    share, n = (
        words.percent(_share(paid.details.get("over_term")), brief.lang),
        words.count(paid.n, "invoice", brief.lang),
    )
    said = brief.t(
        f"Nous payons en {brief.value(paid)} (médiane, {n}) ; {share} au-delà de 30 jours.",
        f"We pay in {brief.value(paid)} (median, {n}); {share} later than 30 days.",
    )
    return Points(brief.t("Nos propres délais", "Our own delays"), (said,))


def _share(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
