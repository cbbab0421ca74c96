"""Blocks that several sections make alike: a chart over eight quarters, the first rows of a list, what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kpi.model import Period, quarter_key
from report import words
from report.pack.model import Chart, Listing, Missing, Page, Series
from report.review.sections.tiles import target_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kpi.model import Key, Measure
    from report.pack.model import ChartKind
    from report.review.brief import Brief
    from report.tables import Table

_LEAST: Final = 2
"""Fewer quarters than that are no trend."""


def over_quarters(
    brief: Brief, kind: ChartKind, found: Measure, said: tuple[str, str, str], series: Sequence[Series]
) -> Chart:
    """Draw series over the eight quarters, with the target and the dated notes of their figure.

    Quarters before the first value are left out: nothing is known of them. `said` holds the title, the subtitle, to
    which the quarters are added, and the words for those who listen.
    """
    every, columns = brief.quarters(), zip(*(one.values for one in series), strict=True)
    first = next((at for at, values in enumerate(columns) if any(value is not None for value in values)), 0)
    keys = every[min(first, len(every) - _LEAST) :]
    labels = {key: words.quarter(key, brief.lang) for key in keys}
    target, target_label = aim(brief, found)
    title, subtitle, alt = said
    ends = brief.t(" à ", " to ").join((labels[keys[0]], labels[keys[-1]]))
    return Chart(
        kind, title, f"{subtitle}, {ends}", found.unit, tuple(labels.values()),
        tuple(replace(one, values=one.values[-len(keys) :]) for one in series), keys,
        target=target, target_label=target_label, notes=_dated(brief, found.kpi, labels), alt=alt,
        partial=tuple(labels[key] for key in keys if Period.parse(key, brief.fiscal_start).end >= brief.as_of),
    )  # fmt: skip


def by_quarter(brief: Brief, found: Measure, *rest: Key) -> tuple[Decimal | None, ...]:
    """Return a figure's value in each of the eight quarters, for one slice of what else it is cut by."""
    values = {group.key: group.value for group in found.groups}
    return tuple(values.get((quarter, *rest)) for quarter in brief.quarters())


def aim(brief: Brief, found: Measure) -> tuple[Decimal | None, str | None]:
    """Return the target of a figure and its words."""
    row = target_of(brief, found)
    if row is None:
        return None, None
    value, day = words.short(row["target"], found.unit, brief.lang), words.day(row["due_on"], brief.lang)
    return row["target"], brief.t(f"Objectif : {value} au {day}", f"Target: {value} by {day}")


def _dated(brief: Brief, kpi: str, labels: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    noted = sorted(brief.notes(kpi), key=lambda row: row["noted_on"])
    dated = [(quarter_key(row["noted_on"], brief.fiscal_start), brief.told(row["text"])) for row in noted]
    return tuple((labels[quarter], text) for quarter, text in dated if quarter in labels)


def listing(
    brief: Brief, table: Table, shown: int = 10, total: Mapping[str, Decimal] | None = None, *dashes: str
) -> Listing:
    """Show the first rows of a table and say how many more the workbook holds; nothing is « – » in some columns."""
    hidden = len(table.rows) - shown
    n = words.number(hidden, brief.lang)
    more = brief.t(
        f"Et {n} {'autre' if hidden == 1 else 'autres'} : voir le classeur.", f"And {n} more: see the workbook."
    )
    return Listing(table, shown, more if hidden > 0 else None, total=total or {}, dashes=frozenset(dashes))


def signed(amount: Decimal, brief: Brief) -> str:
    """Write a move in euros with its sign: « +45,2 k€ »."""
    return words.signed_short(amount, brief.lang)


def nothing(brief: Brief, name: str, short: str, title: str, sentence: str) -> Page:
    """Make the page of a section that has nothing to show, and say what would change that."""
    return Page(name, name, title, brief.sentence(), ((Missing(sentence),),), short=short)


def everyone(brief: Brief) -> str:
    """Name who a figure is about: the review's firm, or all of them."""
    return brief.label("firm", brief.firm) if brief.firm else brief.t("Tous les cabinets", "All firms")


def beside_median(brief: Brief, kpi: str, values: tuple[Decimal | None, ...]) -> list[Series]:
    """Return the series of a figure over the eight quarters, and with a firm that of the other firms' median."""
    series = [Series(everyone(brief), values, brief.firm)]
    if brief.firm and brief.plan.medians and (medians := brief.panel_medians(kpi)):
        median = tuple(medians.get(quarter) for quarter in brief.quarters())
        series.append(Series(brief.t("Médiane du panel", "Panel median"), median))
    return series
