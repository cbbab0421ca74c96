"""Around budgets: the matters that have none, those approved too late, and the work not invoiced yet (accruals)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text
from report import words
from report.pack.model import Page
from report.review.sections.blocks import listing
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key
    from report.pack.model import Block
    from report.review.brief import Brief, Row
    from report.tables import Value

MOST: Final = 8
MOST_ALONE: Final = 12
_START: Final = dt.date(1900, 1, 1)
_MATTER: Final = Column("matter", Text("Dossier", "Matter"))
_FIRM: Final = Column("firm", Text("Cabinet", "Firm"))


def pages(brief: Brief) -> list[Page]:
    """Make the pages: matters without a budget beside late budgets, then accruals; what is empty is left out."""
    return [*_without(brief), *_accruals(brief)]


def _without(brief: Brief) -> list[Page]:
    coverage = brief.measure("budget_coverage")
    billed = brief.trail("budget_conformity", "strict")
    bare = [row for row in billed if row["budget"] is None]
    late = _late(brief, {row["matter_id"] for row in billed})
    if "budgets" in coverage.lacks or not (bare or late):
        return []
    n, some = words.count(coverage.n, "matter", brief.lang), words.count(len(bare), "matter", brief.lang)
    lack, have = ("n'ont", "have") if len(bare) > 1 else ("n'a", "has")
    title = brief.t(
        f"{some} sur {words.number(coverage.n, 'fr')} {lack} pas de budget",
        f"{len(bare)} of {n} {have} no budget",
    ) if bare else brief.t(
        f"Budgets approuvés après dépassement : {len(late)}", f"Budgets approved after an overrun: {len(late)}"
    )  # fmt: skip
    row: list[Block] = []
    if bare:
        row.append(listing(brief, _bare_table(brief, bare), MOST if late else MOST_ALONE))
    if late:
        row.append(listing(brief, _late_table(brief, late), MOST))
    notes = (brief.note(coverage),)
    return [Page("budget.without", "budget", title, brief.sentence(coverage), (tuple(row),), notes=notes)]


def _bare_table(brief: Brief, bare: list[Row]) -> Table:
    """List the matters billed without a budget; in the edition of a firm, with its own spend alone."""
    spent: dict[Key, Decimal] = {row["matter_id"]: row["spent"] for row in bare}
    if brief.closed_to_peers:
        own = brief.measure("spend", by=("matter",), period=Period(start=_START, end=brief.period.end))
        spent = {group.key[0]: group.value or Decimal(0) for group in own.groups}
    rows: list[dict[str, Value]] = [
        {
            "matter": brief.label("matter", row["matter_id"]),
            "matter_type": brief.label("matter_type", row["matter_type"]),
            "spent": spent.get(row["matter_id"]),
        }
        for row in sorted(bare, key=lambda row: (-spent.get(row["matter_id"], Decimal(0)), row["matter_id"]))
    ]
    columns = (
        _MATTER,
        Column("matter_type", Text("Type de dossier", "Matter type")),
        Column("spent", Text("Dépense depuis l'origine HT", "Spend to date (net)"), "money"),
    )
    return Table(Text("Dossiers sans budget", "Matters without a budget"), columns, rows)


def _late(brief: Brief, billed: set[str]) -> list[Row]:
    """Return the budgets approved too late, for the matters billed in the period; none in a firm's edition."""
    if brief.closed_to_peers:
        return []
    return [row for row in brief.whole("late_budgets", brief.period.end) if row["matter_id"] in billed]


def _late_table(brief: Brief, late: list[Row]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "matter": brief.label("matter", row["matter_id"]),
            "replaced": row["replaced"],
            "exceeded_on": row["exceeded_on"],
            "amount": row["amount"],
            "approved_on": row["approved_on"],
        }
        for row in late
    ]
    columns = (
        _MATTER,
        Column("replaced", Text("Budget dépassé HT", "Budget exceeded (net)"), "money"),
        Column("exceeded_on", Text("Dépassé le", "Exceeded on"), "date"),
        Column("amount", Text("Nouveau budget HT", "New budget (net)"), "money"),
        Column("approved_on", Text("Approuvé le", "Approved on"), "date"),
    )
    return Table(Text("Budgets approuvés après dépassement", "Budgets approved after an overrun"), columns, rows)


def _accruals(brief: Brief) -> list[Page]:
    """List the work done and not invoiced at the period's end (FNP): declared, invoiced since, left; EUR HT."""
    left = [row for row in brief.rows("accruals", brief.period.end) if row["left"] > 0]
    if not left:
        return []
    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", row["firm_id"]),
            "matter": brief.label("matter", row["matter_id"]),
            **{name: row[name] for name in ("period_end", "declared", "invoiced", "left")},
        }
        for row in left
    ]
    total = {name: sum((row[name] for row in left), Decimal(0)) for name in ("declared", "invoiced", "left")}
    columns = (
        *(() if brief.firm else (_FIRM,)),
        _MATTER,
        Column("period_end", Text("Arrêté au", "Closed on"), "date"),
        Column("declared", Text("Déclaré HT", "Declared (net)"), "money"),
        Column("invoiced", Text("Facturé depuis HT", "Invoiced since (net)"), "money"),
        Column("left", Text("Reste à facturer HT", "Left to invoice (net)"), "money"),
    )
    day, amount = words.day(brief.period.end, brief.lang), words.money_short(total["left"], brief.lang)
    title = brief.t(f"{amount} de travaux restent à facturer au {day}", f"{amount} of work is left to invoice on {day}")
    table = Table(Text("Factures non parvenues (FNP)", "Accruals (work not invoiced)"), columns, rows)
    scope = brief.sentence(brief.measure("spend"))
    return [Page("budget.accruals", "budget", title, scope, ((listing(brief, table, total=total),),))]
