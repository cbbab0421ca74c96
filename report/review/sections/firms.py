"""Spend by firm, for the internal edition alone: who makes most of it, or which place the review's firm holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from kpi.concentration import classes
from kpi.model import Text, ratio
from report import words
from report.charts import OTHERS
from report.pack.model import Chart, Page, Points, Series
from report.review.sections.blocks import over_quarters
from report.review.sections.spans import quarter_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.model import Key, Measure
    from report.pack.model import Block
    from report.review.brief import Brief
    from report.tables import Value

MOST_BARS: Final = 12
MOST_TYPES: Final = 3
_UNKNOWN: Final = ""
"""Stands for « no firm recorded » where firms are sorted by their id."""


def pages(brief: Brief) -> list[Page]:
    """Make the pages about firms; none in the edition of a firm."""
    if brief.closed_to_peers:
        return []
    if brief.firm:
        return [_place(brief)]
    found = brief.measure("spend", by=("firm",))
    return [_pareto(brief, found)] if _spent(found) else []


def sheets(brief: Brief) -> tuple[Table, ...]:
    """Return the table of firms by matter type, for the workbook of the whole panel's internal review."""
    return () if brief.firm or brief.closed_to_peers else (_by_type(brief),)


def _spent(found: Measure) -> dict[str, Decimal]:
    """Return the firms whose spend is positive, the largest first."""
    known = {group.key[0] or _UNKNOWN: group.value or Decimal(0) for group in found.groups}
    return dict(sorted(((f, v) for f, v in known.items() if v > 0), key=lambda item: (-item[1], item[0])))


def _pareto(brief: Brief, found: Measure) -> Page:
    """Rank the firms, with what they make together and their class (ABC)."""
    spent, lang = _spent(found), brief.lang
    whole = sum(spent.values(), Decimal(0))
    sorted_in = classes(spent)
    together = dict(zip(spent, accumulate(spent.values()), strict=True))
    top = dict(list(spent.items())[:MOST_BARS])
    bars = [
        (
            brief.label("firm", firm or None),
            firm or None,
            amount,
            brief.t(
                f"{words.money_short(amount, lang)} · cumul {words.percent(together[firm] / whole, lang, 0)}",
                f"{words.money_short(amount, lang)} · {words.percent(together[firm] / whole, lang, 0)} so far",
            )
            + f" · {sorted_in[firm]}",
        )
        for firm, amount in top.items()
    ]
    if rest := list(spent.values())[MOST_BARS:]:
        name = brief.t(f"{len(rest)} autres", f"{len(rest)} others")
        bars.append((name, OTHERS, sum(rest, Decimal(0)), words.money_short(sum(rest, Decimal(0)), lang)))
    concentration = brief.measure("concentration", "top_5")
    n = int(concentration.details["firms_for_80"] or 0)
    title = brief.t(
        f"{n} cabinets sur {len(spent)} font 80 % de la dépense", f"{n} of {len(spent)} firms make up 80% of spend"
    ) if n > 1 else brief.t(
        f"Un seul cabinet, {bars[0][0]}, fait {words.percent(bars[0][2] / whole, lang, 0)} de la dépense",
        f"One firm alone, {bars[0][0]}, makes up {words.percent(bars[0][2] / whole, lang, 0)} of spend",
    )  # fmt: skip
    chart = Chart(
        "bars",
        brief.t("Dépense par cabinet, part cumulée et classe", "Spend by firm, cumulated share and class"),
        brief.t(
            f"Euros HT, {quarter_said(brief)}. A : les premiers 80 % ; B : les 15 % suivants ; C : le reste",
            f"Euros, net of tax, {quarter_said(brief)}. A: the first 80%; B: the next 15%; C: the rest",
        ),
        "EUR",
        tuple(bar[0] for bar in bars),
        (Series(brief.t("Dépense", "Spend"), tuple(bar[2] for bar in bars)),),
        tuple(bar[1] for bar in bars),
        tuple(bar[3] for bar in bars),
        alt=f"{title}. {', '.join(f'{name} {label}' for name, _, _, label in bars[:3])}.",
    )
    rows: tuple[tuple[Block, ...], ...] = ((chart, _points(brief, concentration)),)
    notes, short = (brief.note(concentration), brief.note(found)), brief.t("Cabinets", "Firms")
    return Page("spend.firms", "spend", title, brief.sentence(found), rows, notes=notes, short=short)


def _points(brief: Brief, now: Measure) -> Points:
    """Say how concentrated spend is, and who is left out."""
    before, lang = brief.measure("concentration", "top_5", period=brief.before()), brief.lang
    share, was = brief.value(now), brief.value(before)
    earlier = quarter_said(brief, brief.before())
    compared = "" if before.value is None else brief.t(f", contre {was} au {earlier}", f", against {was} in {earlier}")
    said = [
        brief.t(f"Cinq premiers cabinets : {share} de la dépense", f"Five largest firms: {share} of spend")
        + f"{compared}."
    ]
    hhi, equal = now.details["hhi"], now.details["effective_number"]
    if hhi is not None and equal is not None:
        written, points = words.number(equal, lang, 1), words.number(hhi * 10000, lang)
        said.append(
            brief.t(
                f"Autant de concentration qu'entre {written} cabinets de même poids (HHI : {points} sur 10 000).",
                f"As concentrated as {written} firms of equal weight would be (HHI: {points} of 10,000).",
            )
        )
    said += [f"{words.excluded(out, lang)}." for out in now.excluded if out.reason == "negative_firm"]
    return Points(brief.t("Concentration", "Concentration"), (*said, *_leaders(brief)))


def _leaders(brief: Brief) -> Iterator[str]:
    """Say which firm makes most of each of the largest types."""
    found, by_type = _cells(brief)
    for kind in _largest(by_type)[:MOST_TYPES]:
        spent = {firm: parts.get(kind, Decimal(0)) for firm, parts in found.items()}
        first = max(spent, key=lambda firm: (spent[firm], firm or ""))
        if by_type[kind] > 0:
            share, name = words.percent(spent[first] / by_type[kind], brief.lang, 0), brief.label("firm", first)
            label = brief.label("matter_type", kind)
            yield brief.t(f"{label} : {share} à {name}.", f"{label}: {share} to {name}.")


def _place(brief: Brief) -> Page:
    """Draw the review's firm's share of all spend over eight quarters, beside its rank."""
    trend = brief.of_panel("spend", by=("quarter", "firm"), period=brief.eight_quarters)
    spent: dict[Key, dict[Key, Decimal]] = {quarter: {} for quarter in brief.quarters()}
    for group in trend.groups:
        spent[group.key[0]][group.key[1]] = group.value or Decimal(0)
    shares = tuple(
        ratio(by_firm.get(brief.firm, Decimal(0)), whole) if (whole := sum(by_firm.values(), Decimal(0))) > 0 else None
        for by_firm in spent.values()
    )
    ranks = [_rank(by_firm, brief.firm) for by_firm in spent.values()]
    name, share, now = brief.label("firm", brief.firm), words.percent(shares[-1], brief.lang), ranks[-1]
    title = brief.t(
        f"{_nth(brief, now[0])} cabinet du trimestre, avec {share} de la dépense",
        f"{_nth(brief, now[0])} firm of the quarter, with {share} of spend",
    ) if now else brief.t(
        "Quelle place ce cabinet tient-il dans la dépense ?", "What place does this firm hold in spend?"
    )  # fmt: skip
    subtitle = brief.t(
        "Part de la dépense HT de tous les cabinets, à la date de facture",
        "Share of the spend of all firms, net of tax, at invoice date",
    )
    alt = brief.t(
        f"Part de {name} dans la dépense ; {quarter_said(brief)} : {share}.",
        f"Share of {name} in spend; {quarter_said(brief)}: {share}.",
    )
    chart_title = brief.t(f"Part de {name} dans la dépense", f"Share of {name} in spend")
    series = [Series(name, shares, brief.firm)]
    drawn = over_quarters(brief, "line", trend, (chart_title, subtitle, alt), series)
    drawn = replace(drawn, unit="ratio", target=None, target_label=None)
    said = tuple(
        brief.t(
            f"{words.quarter(quarter, brief.lang)} : {_nth(brief, rank[0])} sur {words.count(rank[1], 'firm', 'fr')}",
            f"{words.quarter(quarter, brief.lang)}: {_nth(brief, rank[0])} of {words.count(rank[1], 'firm', 'en')}",
        )
        for quarter, rank in reversed(list(zip(spent, ranks, strict=True)))
        if rank
    )
    ranked = Points(brief.t("Rang par la dépense", "Rank by spend"), said)
    row: tuple[Block, ...] = (drawn, ranked) if said else (drawn,)
    found, short = brief.measure("spend"), brief.t("Place du cabinet", "Place of the firm")
    return Page("spend.place", "spend", title, brief.sentence(found), (row,), notes=(brief.note(found),), short=short)


def _rank(spent: dict[Key, Decimal], firm: Key) -> tuple[int, int] | None:
    """Return the rank of a firm by spend, and among how many; None when it billed nothing."""
    own = spent.get(firm, Decimal(0))
    positive = [amount for amount in spent.values() if amount > 0]
    return (1 + sum(1 for amount in positive if amount > own), len(positive)) if own > 0 else None


def _nth(brief: Brief, rank: int) -> str:
    """Write a rank: « 1er », « 3e »; 1st, 2nd, 3rd, 11th."""
    teen = rank % 100 in range(11, 14)
    ending = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return brief.t(f"{rank}{'er' if rank == 1 else 'e'}", f"{rank}{ending}")


def _cells(brief: Brief) -> tuple[dict[Key, dict[Key, Decimal]], dict[Key, Decimal]]:
    """Return spend by firm and type, and by type."""
    cells: dict[Key, dict[Key, Decimal]] = {}
    by_type: dict[Key, Decimal] = {}
    for group in brief.measure("spend", by=("firm", "matter_type")).groups:
        (firm, kind), spent = group.key, group.value or Decimal(0)
        cells.setdefault(firm, {})[kind] = spent
        by_type[kind] = by_type.get(kind, Decimal(0)) + spent
    return cells, by_type


def _largest(by_type: dict[Key, Decimal]) -> list[Key]:
    """Return the types that have a name, the largest first."""
    return sorted((kind for kind in by_type if kind is not None), key=lambda kind: (-by_type[kind], kind or ""))


def _by_type(brief: Brief) -> Table:
    """Cross firms and types of matters: the largest firms first, the largest types first, euros net of tax."""
    cells, by_type = _cells(brief)
    kinds: list[Key] = [*_largest(by_type), *([None] if None in by_type else [])]
    names = {kind: f"type_{place}" for place, kind in enumerate(kinds)}
    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", firm),
            **{name: spent.get(kind) for kind, name in names.items()},
            "total": sum(spent.values(), Decimal(0)),
        }
        for firm, spent in sorted(cells.items(), key=lambda item: (-sum(item[1].values(), Decimal(0)), item[0] or ""))
    ]
    labels = {kind: brief.label("matter_type", kind) for kind in kinds}
    columns = [Column(name, Text(labels[kind], labels[kind]), "money") for kind, name in names.items()]
    return Table(
        Text("Cabinets par type, euros HT", "Firms by type, euros net"),
        (Column("firm", Text("Cabinet", "Firm")), *columns, Column("total", Text("Total", "Total"), "money")),
        rows,
    )
