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
from report.review.sections.blocks import listing, over_quarters, quarter_said, quarters_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key, Measure
    from report.pack.model import Block
    from report.review.brief import Brief
    from report.tables import Value

MOST_BARS: Final = 12
MOST_ROWS: Final = 8
MOST_COLUMNS: Final = 5
_UNKNOWN: Final = ""
"""Stands for « no firm recorded » where firms are sorted by their id."""


def pages(brief: Brief) -> list[Page]:
    """Make the pages about firms; none in the edition of a firm."""
    if brief.closed_to_peers:
        return []
    if brief.firm:
        return [_place(brief)]
    found = brief.measure("spend", by=("firm",))
    return [_pareto(brief, found), _by_type(brief)] if _spent(found) else []


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
        f"{n} cabinets sur {len(spent)} font 80 % de la dépense", f"{n} of {len(spent)} firms make 80% of spend"
    ) if n > 1 else brief.t(
        f"Un seul cabinet, {bars[0][0]}, fait {words.percent(bars[0][2] / whole, lang, 0)} de la dépense",
        f"One firm alone, {bars[0][0]}, makes {words.percent(bars[0][2] / whole, lang, 0)} of spend",
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
    row = (chart, _points(brief, concentration))
    notes = (brief.note(concentration), brief.note(found))
    return Page("spend.firms", "spend", title, brief.sentence(found), (row,), notes=notes)


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
    return Points(brief.t("Concentration", "Concentration"), tuple(said))


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
        f"Part de la dépense HT de tous les cabinets, à la date de facture, {quarters_said(brief)}",
        f"Share of the spend of all firms, net of tax, at invoice date, {quarters_said(brief)}",
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
    found = brief.measure("spend")
    return Page("spend.place", "spend", title, brief.sentence(found), (row,), notes=(brief.note(found),))


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


def _by_type(brief: Brief) -> Page:
    """Cross firms and types of matters: the firms in rows, the five largest types in columns, the others together."""
    found = brief.measure("spend", by=("firm", "matter_type"))
    cells: dict[Key, dict[Key, Decimal]] = {}
    by_type: dict[Key, Decimal] = {}
    for group in found.groups:
        firm, kind = group.key
        cells.setdefault(firm, {})[kind] = group.value or Decimal(0)
        by_type[kind] = by_type.get(kind, Decimal(0)) + (group.value or Decimal(0))
    kinds = sorted((kind for kind in by_type if kind is not None), key=lambda kind: (-by_type[kind], kind))
    parts: list[tuple[str, tuple[Key, ...]]] = [(brief.label("matter_type", k), (k,)) for k in kinds[:MOST_COLUMNS]]
    if kinds[MOST_COLUMNS:]:
        parts.append((words.OTHERS(brief.lang), tuple(kinds[MOST_COLUMNS:])))
    if None in by_type:
        parts.append((brief.label("matter_type", None), (None,)))
    parts.append((brief.t("Total", "Total"), (*kinds, None)))
    names = [f"part_{place}" for place in range(len(parts))]
    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", firm),
            **{
                name: sum((spent.get(kind, Decimal(0)) for kind in held), Decimal(0))
                for name, (_, held) in zip(names, parts, strict=True)
            },
        }
        for firm, spent in sorted(cells.items(), key=lambda item: (-sum(item[1].values(), Decimal(0)), item[0] or ""))
    ]
    total = {
        name: sum((by_type.get(kind, Decimal(0)) for kind in held), Decimal(0))
        for name, (_, held) in zip(names, parts, strict=True)
    }
    columns = [Column(name, Text(label, label), "money") for name, (label, _) in zip(names, parts, strict=True)]
    table = Table(
        Text("Cabinets par type de dossier, euros HT", "Firms by matter type, euros net of tax"),
        (Column("firm", Text("Cabinet", "Firm")), *columns),
        rows,
    )
    title = _type_title(brief, cells, kinds[0] if kinds else None)
    block = listing(brief, table, MOST_ROWS, total)
    return Page("spend.firm_types", "spend", title, brief.sentence(found), ((block,),), notes=(brief.note(found),))


def _type_title(brief: Brief, cells: dict[Key, dict[Key, Decimal]], kind: Key) -> str:
    """Say which firm makes most of the largest type."""
    spent = {firm: by_type.get(kind, Decimal(0)) for firm, by_type in cells.items()}
    whole = sum(spent.values(), Decimal(0))
    if kind is None or whole <= 0:
        return brief.t("Quel cabinet pour quel type de dossier ?", "Which firm for which type of matter?")
    firm = max(spent, key=lambda known: (spent[known], known or ""))
    share, name = words.percent(spent[firm] / whole, brief.lang, 0), brief.label("firm", firm)
    label = brief.label("matter_type", kind)
    return brief.t(f"{label} : {name} fait {share} de la dépense", f"{label}: {name} makes {share} of spend")
