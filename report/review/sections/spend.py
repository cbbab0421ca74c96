"""Spend: on which types of matters it goes, to which firms, for which matters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text, ratio
from report import words
from report.charts import OTHERS
from report.pack.model import Chart, Page, Series
from report.review.facts import contributions
from report.review.sections import firms
from report.review.sections.blocks import (
    by_quarter,
    listing,
    nothing,
    over_quarters,
    quarter_said,
    quarters_said,
    signed,
    unfinished,
)
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key, Measure
    from report.pack.model import Block
    from report.review.brief import Brief
    from report.tables import Value

MOST_TYPES: Final = 6
MOST_MOVES: Final = 8
MOST_MATTERS: Final = 10
_START: Final = dt.date(1900, 1, 1)

_MATTER: Final = Column("matter", Text("Dossier", "Matter"))
_TYPE: Final = Column("matter_type", Text("Type de dossier", "Matter type"))
_BUDGET: Final = Column("budget", Text("Budget du dossier HT", "Budget of the matter (net)"), "money")


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
        return [nothing(brief, "spend", title, lacking)]
    return [_types(brief, trend), *firms.pages(brief), *_matters(brief)]


def _types(brief: Brief, trend: Measure) -> Page:
    """Stack the types of eight quarters, beside what each added since the quarter before."""
    now, before = (brief.measure("spend", by=("matter_type",), period=span) for span in (None, brief.before()))
    title, quarter = _type_title(brief, now), quarter_said(brief)
    subtitle = brief.t(
        f"Dépense en euros HT, à la date de facture, {quarters_said(brief)}",
        f"Spend in euros, net of tax, at invoice date, {quarters_said(brief)}",
    )
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
    return Page("spend.types", "spend", title, brief.sentence(now), (row,), notes=(brief.note(now),))


def _type_title(brief: Brief, now: Measure) -> str:
    """Say which type makes most of the quarter's spend."""
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
    return brief.t(f"{name} fait {share} de la dépense", f"{name} makes {share} of spend")


def _stack(brief: Brief, trend: Measure) -> list[Series]:
    """Return the six largest types, the others together, and what has no type apart."""
    totals: dict[Key, Decimal] = {}
    for group in trend.groups:
        totals[group.key[1]] = totals.get(group.key[1], Decimal(0)) + (group.value or Decimal(0))
    ordered = sorted((key for key in totals if key is not None), key=lambda key: (-totals[key], key))
    shown: list[Key] = list(ordered[:MOST_TYPES])

    def values(*keys: Key) -> tuple[Decimal, ...]:
        columns = (by_quarter(brief, trend, key) for key in keys)
        return tuple(sum((part or Decimal(0) for part in parts), Decimal(0)) for parts in zip(*columns, strict=True))

    series = [Series(brief.label("matter_type", key), values(key), key) for key in shown]
    if rest := ordered[MOST_TYPES:]:
        series.append(Series(words.OTHERS(brief.lang), values(*rest), OTHERS))
    if None in totals:
        series.append(Series(brief.label("matter_type", None), values(None)))
    return series


def _moves(brief: Brief, now: Measure, before: Measure) -> Chart | None:
    """Draw what each type added to spend since the quarter before; None when nothing moved."""
    moved = [one for one in contributions(now, before) if one[1]]
    if not moved or not before.n:
        return None
    bars = [(brief.label("matter_type", key), key, change) for key, change in moved[:MOST_MOVES]]
    if rest := moved[MOST_MOVES:]:
        bars.append((words.OTHERS(brief.lang), OTHERS, sum((change for _, change in rest), Decimal(0))))
    earlier, change = quarter_said(brief, before.scope.period), (now.value or Decimal(0)) - (before.value or Decimal(0))
    whole, (first, _, part) = signed(change, brief), bars[0]
    title = brief.t(
        f"{whole} par rapport au {earlier} ; {first} : {signed(part, brief)}",
        f"{whole} since {earlier}; {first}: {signed(part, brief)}",
    )
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


def _matters(brief: Brief) -> list[Page]:
    """List the matters of the quarter, the costliest first, with the quarter before."""
    now, before = (brief.measure("spend", by=("matter", "matter_type"), period=p) for p in (None, brief.before()))
    spent, earlier = ({group.key: group.value or Decimal(0) for group in found.groups} for found in (now, before))
    if not spent:
        return []
    budgets = {row["matter_id"]: row["budget"] for row in brief.budgets()}
    rows: list[dict[str, Value]] = [
        {
            "matter": brief.label("matter", matter),
            "matter_type": brief.label("matter_type", kind),
            "spent": spent.get((matter, kind), Decimal(0)),
            "before": earlier.get((matter, kind), Decimal(0)),
            "change": spent.get((matter, kind), Decimal(0)) - earlier.get((matter, kind), Decimal(0)),
            "budget": budgets.get(matter),
        }
        for matter, kind in sorted({*spent, *earlier}, key=lambda key: (-spent.get(key, Decimal(0)), str(key)))
    ]
    quarters = (quarter_said(brief), quarter_said(brief, before.scope.period))
    columns = (
        _MATTER,
        _TYPE,
        *(
            Column(name, Text(f"{quarter} HT", f"{quarter} (net)"), "money")
            for name, quarter in zip(("spent", "before"), quarters, strict=True)
        ),
        Column("change", Text("Écart HT", "Change (net)"), "money"),
        *((_BUDGET,) if budgets else ()),
    )
    total = {
        "spent": now.value or Decimal(0),
        "before": before.value or Decimal(0),
        "change": (now.value or Decimal(0)) - (before.value or Decimal(0)),
    }
    table = Table(Text("Dossiers les plus coûteux", "Costliest matters"), columns, rows)
    block = listing(brief, table, MOST_MATTERS, total)
    title = _matter_title(brief, now)
    return [Page("spend.matters", "spend", title, brief.sentence(now), ((block,),), notes=(brief.note(now),))]


def _matter_title(brief: Brief, now: Measure) -> str:
    """Say how much of the quarter the costliest matters make."""
    costliest = sorted(
        (group for group in now.groups if group.key[0] is not None), key=lambda group: -(group.value or 0)
    )
    part = sum((group.value or Decimal(0) for group in costliest[:MOST_MATTERS]), Decimal(0))
    if not costliest or not now.value or now.value <= 0 or part <= 0:
        return brief.t("Quels dossiers coûtent le plus ?", "Which matters cost most?")
    if len(costliest) > MOST_MATTERS:
        share, n = words.percent(part / now.value, brief.lang, 0), words.number(len(costliest), brief.lang)
        return brief.t(
            f"{MOST_MATTERS} dossiers sur {n} font {share} de la dépense",
            f"{MOST_MATTERS} of {n} matters make {share} of spend",
        )
    first = costliest[0]
    name = brief.label("matter", first.key[0])
    share = words.percent(ratio(first.value or 0, now.value), brief.lang, 0)
    return brief.t(f"{name} fait {share} de la dépense", f"{name} makes {share} of spend")


def sheets(brief: Brief) -> tuple[Table, ...]:
    """List all matters of the period for the workbook: firms where internal, spend (EUR HT), budgets.

    In the edition of a firm, its own spend only, and no budget of a matter that others work on.
    """
    cut = ("matter", "matter_type", "entity")
    now = brief.measure("spend", by=cut)
    to_date = brief.measure("spend", by=("matter",), period=Period(start=_START, end=brief.period.end))
    since = {group.key[0]: group.value for group in to_date.groups}
    budgets = {row["matter_id"]: row for row in brief.budgets()}
    names = _firm_names(brief)
    rows: list[dict[str, Value]] = []
    for group in sorted(now.groups, key=lambda group: (-(group.value or 0), str(group.key))):
        matter, kind, entity = group.key
        budget = budgets.get(matter or "", {})
        rows.append(
            {
                "matter_id": matter or "",
                "matter": brief.label("matter", matter),
                "firms": names.get(matter, ""),
                "matter_type": brief.label("matter_type", kind),
                "entity": brief.label("entity", entity),
                "spent": group.value,
                "to_date": since.get(matter),
                "engaged": budget.get("engaged"),
                "budget": budget.get("budget"),
                "initial_budget": budget.get("initial_budget"),
            }
        )
    return (Table(Text("Dossiers de la période", "Matters of the period"), _sheet_columns(brief), rows),)


def _firm_names(brief: Brief) -> dict[Key, str]:
    """Return, by matter, the firms that billed it in the period; nothing in the edition of a firm."""
    if brief.closed_to_peers:
        return {}
    names: dict[Key, list[str]] = {}
    for group in brief.of_panel("spend", by=("matter", "firm")).groups:
        names.setdefault(group.key[0], []).append(brief.label("firm", group.key[1]))
    return {matter: " ; ".join(sorted(known)) for matter, known in names.items()}


def _sheet_columns(brief: Brief) -> tuple[Column, ...]:
    known = (
        Column("matter_id", Text("Référence", "Reference")),
        _MATTER,
        Column("firms", Text("Cabinets de la période", "Firms of the period")),
        _TYPE,
        Column("entity", Text("Entité", "Entity")),
        Column("spent", Text("Dépense de la période HT", "Spend of the period (net)"), "money"),
        Column("to_date", Text("Dépense depuis l'origine HT", "Spend to date (net)"), "money"),
        Column("engaged", Text("Engagé du dossier HT", "Engaged on the matter (net)"), "money"),
        Column("budget", Text("Budget en vigueur HT", "Budget in force (net)"), "money"),
        Column("initial_budget", Text("Budget initial HT", "Initial budget (net)"), "money"),
    )
    return tuple(column for column in known if column.key != "firms" or not brief.closed_to_peers)
