"""The matters of the quarter: the costliest on a page, all of them in the workbook."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text, ratio
from report import words
from report.pack.model import Page
from report.review.sections.blocks import listing
from report.review.sections.spans import quarter_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key, Measure
    from report.review.brief import Brief
    from report.tables import Value

MOST_MATTERS: Final = 10
_START: Final = dt.date(1900, 1, 1)

_MATTER: Final = Column("matter", Text("Dossier", "Matter"))
_TYPE: Final = Column("matter_type", Text("Type de dossier", "Matter type"))
_BUDGET: Final = Column("budget", Text("Budget du dossier HT", "Budget of the matter (net)"), "money")


def pages(brief: Brief) -> list[Page]:
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
            "spent": spent.get((matter, kind)),
            "before": earlier.get((matter, kind)),
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
    block = listing(brief, table, MOST_MATTERS, total, "spent", "before", "budget")
    title, short = _matter_title(brief, now), brief.t("Dossiers", "Matters")
    return [
        Page("spend.matters", "spend", title, brief.sentence(now), ((block,),), notes=(brief.note(now),), short=short)
    ]


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
            f"{MOST_MATTERS} of {n} matters make up {share} of spend",
        )
    first = costliest[0]
    name = brief.label("matter", first.key[0])
    if len(costliest) == 1:
        return brief.t(f"Un seul dossier facturé : {name}", f"One matter billed: {name}")
    share = words.percent(ratio(first.value or 0, now.value), brief.lang, 0)
    return brief.t(
        f"{name} fait {share} de la dépense de {len(costliest)} dossiers",
        f"{name} makes up {share} of the spend of {len(costliest)} matters",
    )


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
