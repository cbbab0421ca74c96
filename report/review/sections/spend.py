"""Spend: on which types of matters it goes; then to which firms, and for which matters."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from report import words
from report.charts import OTHERS
from report.pack.model import Chart, Page, Series
from report.review.facts import contributions
from report.review.sections import firms, matters
from report.review.sections.blocks import by_quarter, nothing, over_quarters, signed
from report.review.sections.spans import quarter_said, since, unfinished

if TYPE_CHECKING:
    from kpi.model import Key, Measure
    from report.pack.model import Block
    from report.review.brief import Brief

MOST_TYPES: Final = 6
MOST_MOVES: Final = 8
_SEVERAL: Final = 2


def pages(brief: Brief) -> list[Page]:
    """Make the pages of spend: types of matters, firms, matters."""
    trend = brief.trend("spend", by=("matter_type",))
    if not any(group.value for group in trend.groups):
        title = brief.t("Combien avons-nous dépensé ?", "How much did we spend?")
        lacking = brief.t(
            "Aucune facture sur les huit derniers trimestres : importer les fichiers de facturation électronique, ou "
            "le registre de toutes les factures (invoices).",
            "No invoice over the last eight quarters: import the e-billing files, or the register of all invoices "
            "(invoices).",
        )
        return [nothing(brief, "spend", brief.t("Dépense", "Spend"), title, lacking)]
    return [_types(brief, trend), *firms.pages(brief), *matters.pages(brief)]


def _types(brief: Brief, trend: Measure) -> Page:
    """Stack the types of eight quarters, beside what each added since the quarter before."""
    now, before = (brief.measure("spend", by=("matter_type",), period=span) for span in (None, brief.before()))
    title, quarter = _type_title(brief, now, before), quarter_said(brief)
    subtitle = brief.t("Dépense en euros HT, à la date de facture", "Spend in euros, net of tax, at invoice date")
    total = words.money_short(now.value, brief.lang)
    alt = brief.t(
        f"Dépense de huit trimestres par type de dossier ; {quarter} : {total}. {title}.",
        f"Spend of eight quarters by matter type; {quarter}: {total}. {title}.",
    )
    drawn = over_quarters(
        brief,
        "stacked",
        trend,
        (brief.t("Dépense par type de dossier", "Spend by matter type"), subtitle, alt),
        _stack(brief, trend),
    )
    moves = _moves(brief, now, before)
    row: tuple[Block, ...] = (drawn, moves) if moves else (drawn,)
    short = brief.t("Dépense par type", "Spend by type")
    return Page("spend.types", "spend", title, brief.sentence(now), (row,), notes=(brief.note(now),), short=short)


def _type_title(brief: Brief, now: Measure, before: Measure) -> str:
    """Say which type makes most of the quarter's spend; where there is only one, how much that is."""
    quarter = quarter_said(brief)
    if not now.n:
        return brief.t(f"Aucune facture au {quarter}", f"No invoice in {quarter}")
    largest = max(now.groups, key=lambda group: (group.value or Decimal(0), group.key[0] or ""))
    if not now.value or now.value <= 0 or not largest.value:
        return brief.t("Où va la dépense ?", "Where does spend go?")
    share, key = words.percent(largest.value / now.value, brief.lang, 0), largest.key[0]
    if key is None:
        return brief.t(
            f"{share} de la dépense n'a pas de type de dossier", f"{share} of spend has no recorded matter type"
        )
    name = brief.label("matter_type", key)
    if len(now.groups) > 1:
        return brief.t(f"{name} fait {share} de la dépense", f"{name} makes up {share} of spend")
    amount, moved = words.money_short(now.value, brief.lang), words.change(now.value, before.value, "EUR", brief.lang)
    compared = f", {moved} {since(brief, before.scope.period)}" if before.value and before.value > 0 else ""
    return brief.t(f"{amount} en {name}{compared}", f"{amount} on {name}{compared}")


def _stack(brief: Brief, trend: Measure) -> list[Series]:
    """Return the six largest types, the others together, and what has no type apart."""
    totals: dict[Key, Decimal] = {}
    for group in trend.groups:
        totals[group.key[1]] = totals.get(group.key[1], Decimal(0)) + (group.value or Decimal(0))
    ordered = sorted((key for key in totals if key is not None), key=lambda key: (-totals[key], key))
    shown: list[Key] = list(ordered[:MOST_TYPES])

    billed = {group.key[0] for group in trend.groups}

    def values(*keys: Key) -> tuple[Decimal | None, ...]:
        columns = [by_quarter(brief, trend, key) for key in keys]
        return tuple(
            sum((part or Decimal(0) for part in parts), Decimal(0)) if quarter in billed else None
            for quarter, *parts in zip(brief.quarters(), *columns, strict=True)
        )

    series = [Series(brief.label("matter_type", key), values(key), key) for key in shown]
    if rest := ordered[MOST_TYPES:]:
        series.append(Series(words.OTHERS(brief.lang), values(*rest), OTHERS))
    if None in totals:
        series.append(Series(brief.label("matter_type", None), values(None)))
    return series


def _moves(brief: Brief, now: Measure, before: Measure) -> Chart | None:
    """Draw what each type added to spend since the quarter before; None when no more than one of them moved."""
    moved = [(key, change) for (key,), change in contributions(now, before) if change]
    if len(moved) < _SEVERAL or not before.n:
        return None
    bars = [(brief.label("matter_type", key), key, change) for key, change in moved[:MOST_MOVES]]
    if rest := moved[MOST_MOVES:]:
        bars.append((words.OTHERS(brief.lang), OTHERS, sum((change for _, change in rest), Decimal(0))))
    earlier, change = quarter_said(brief, before.scope.period), (now.value or Decimal(0)) - (before.value or Decimal(0))
    whole, (first, _, part) = signed(change, brief), bars[0]
    compared, most = since(brief, before.scope.period), signed(part, brief)
    title = brief.t(f"{whole} {compared} ; {first} : {most}", f"{whole} {compared}; {first}: {most}")
    return Chart(
        "bars",
        title,
        brief.t(
            f"Écart de dépense en euros HT, {quarter_said(brief)} moins {earlier}, par type de dossier",
            f"Change in spend in euros, net of tax, {quarter_said(brief)} less {earlier}, by matter type",
        )
        + unfinished(brief),
        "EUR",
        tuple(name for name, _, _ in bars),
        (Series(brief.t("Écart", "Change"), tuple(change for _, _, change in bars)),),
        tuple(key for _, key, _ in bars),
        labels=tuple(signed(change, brief) for _, _, change in bars),
        alt=brief.t(f"Ce qui a fait varier la dépense : {title}.", f"What moved spend: {title}."),
    )
