"""Around budgets: the matters that have none, those approved too late, and the work not invoiced yet (accruals)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Period, Text
from report import words
from report.pack.model import Page
from report.review.sections.blocks import listing
from report.review.sections.spans import SEMICOLON
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key
    from report.pack.model import Block
    from report.review.brief import Brief, Row
    from report.tables import Value

MOST: Final = 8
MOST_ALONE: Final = 12
_A_PAGE: Final = 2
_START: Final = dt.date(1900, 1, 1)
_MATTER: Final = Column("matter", Text("Dossier", "Matter"))
_FIRM: Final = Column("firm", Text("Cabinet", "Firm"))


def pages(brief: Brief) -> list[Page]:
    """Make the pages: matters without a budget, late budgets, accruals, two lists a page; what is empty is left out."""
    without, accruals = _without(brief), _accruals(brief)
    if len(without) + len(accruals) <= _A_PAGE and without and accruals:
        return [_page(brief, "budget.without", [*without, *accruals])]
    return [
        _page(brief, name, found)
        for name, found in (("budget.without", without), ("budget.accruals", accruals))
        if found
    ]


@dataclass(frozen=True)
class _Found:
    """A list, what it finds, and what it is called."""

    finding: str
    short: str
    table: Table
    total: dict[str, Decimal]
    wide: frozenset[str] = frozenset()
    """Columns that only a whole page has room for."""

    @property
    def narrow(self) -> Table:
        """The same list for half a page."""
        return replace(self.table, columns=tuple(one for one in self.table.columns if one.key not in self.wide))


def _page(brief: Brief, name: str, found: list[_Found]) -> Page:
    coverage = brief.measure("budget_coverage")
    most = MOST_ALONE if len(found) == 1 else MOST
    row: tuple[Block, ...] = tuple(
        listing(brief, one.table if len(found) == 1 else one.narrow, most, one.total) for one in found
    )
    title = SEMICOLON(brief.lang).join(one.finding for one in found)
    short = ", ".join(one.short for one in found)
    notes = (brief.note(coverage),) if name == "budget.without" else ()
    return Page(name, "budget", title, brief.sentence(coverage), (row,), notes=notes, short=short)


def _without(brief: Brief) -> list[_Found]:
    """Return the matters without a budget, then the budgets approved too late."""
    coverage = brief.measure("budget_coverage")
    billed = brief.trail("budget_conformity", "strict")
    bare = [row for row in billed if row["budget"] is None]
    if "budgets" in coverage.lacks:
        return []
    found = []
    if bare:
        n, some = words.count(coverage.n, "matter", brief.lang), words.count(len(bare), "matter", brief.lang)
        title = brief.t(
            f"{some} sur {words.number(coverage.n, 'fr')} sans budget", f"{len(bare)} of {n} without a budget"
        )
        found.append(_Found(title, brief.t("Sans budget", "No budget"), _bare_table(brief, bare), {}))
    if late := _late(brief, {row["matter_id"] for row in billed}):
        n = words.count(len(late), "budget", brief.lang)
        title = brief.t(f"{n} après dépassement", f"{n} approved after an overrun")
        found.append(_Found(title, brief.t("Budgets tardifs", "Late budgets"), _late_table(brief, late), {}))
    return found


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


def sheets(brief: Brief) -> tuple[Table, ...]:
    """Return the accruals with all their columns, for the workbook."""
    return tuple(found.table for found in _accruals(brief))


def _accruals(brief: Brief) -> list[_Found]:
    """Return the work done and not invoiced at the period's end (FNP): declared, left to invoice; EUR HT."""
    left = [row for row in brief.rows("accruals", brief.period.end) if row["left"] > 0]
    if not left:
        return []
    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", row["firm_id"]),
            "matter": brief.label("matter", row["matter_id"]),
            **{name: row[name] for name in ("period_end", "declared", "left")},
        }
        for row in left
    ]
    total = {name: sum((row[name] for row in left), Decimal(0)) for name in ("declared", "left")}
    columns = (
        *(() if brief.firm else (_FIRM,)),
        _MATTER,
        Column("period_end", Text("Arrêté au", "Closed on"), "date"),
        Column("declared", Text("Déclaré HT", "Declared (net)"), "money"),
        Column("left", Text("Reste à facturer HT", "Left to invoice (net)"), "money"),
    )
    day, amount = words.day(brief.until, brief.lang), words.money_short(total["left"], brief.lang)
    title = brief.t(f"{amount} de travaux restent à facturer au {day}", f"{amount} of work left to invoice on {day}")
    table = Table(Text("Factures non parvenues (FNP)", "Accruals (work not invoiced)"), columns, rows)
    return [_Found(title, brief.t("FNP", "Accruals"), table, total, frozenset({"period_end", "declared"}))]
