"""Budget: who stays within what was agreed, and which matters do not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.budget_conformity import AT_RISK
from kpi.model import Text, ratio
from report import words
from report.pack.model import Chart, Listing, Page, Points, Series, Tile, Tiles
from report.review.sections import unbudgeted
from report.review.sections.blocks import beside_median, by_quarter, listing, nothing, over_quarters
from report.review.sections.spans import quarter_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key, Measure
    from report.pack.model import Block
    from report.review.brief import Brief, Row
    from report.tables import Value

KPI: Final = "budget_conformity"
MOST_DRAWN: Final = 8
MOST_LISTED: Final = 8
_LEAST_DRAWN: Final = 3
"""Fewer matters than that are read in the list of overruns."""
_STATES: Final = {
    "conforming": Text("Conforme", "Conforming"),
    "at_risk": Text("À risque", "At risk"),
    "over": Text("Dépassé", "Over"),
}
_OVERRUNS: Final = (
    Column("matter", Text("Dossier", "Matter")),
    Column("over", Text("Dépassement HT", "Overrun (net)"), "money"),
    Column("used", Text("Du budget", "Of budget"), "ratio"),
    Column("initial", Text("Du budget initial", "Of initial budget"), "ratio"),
)


def pages(brief: Brief) -> list[Page]:
    """Make the pages of budgets: conformity, the largest matters and the overruns, what has no budget, accruals."""
    trend = brief.trend(KPI, "in_force")
    if not any(group.denominator for group in trend.groups):
        title = brief.t("Les budgets sont-ils tenus ?", "Are budgets kept?")
        lacking = brief.t(
            "La table des budgets (budgets) manque : avec elle, chaque dossier est comparé à son budget initial et à "
            "son budget en vigueur.",
            "The budgets table is missing: with it, each matter is compared with its initial budget and its budget in "
            "force.",
        ) if "budgets" in trend.lacks else brief.t(
            "Aucun dossier facturé sur les huit derniers trimestres n'a de budget (table budgets).",
            "No matter billed over the last eight quarters has a budget (table budgets).",
        )  # fmt: skip
        return [nothing(brief, "budget", brief.t("Budget", "Budget"), title, lacking), *unbudgeted.pages(brief)]
    rows = brief.budgets()
    left_out = int(brief.measure(KPI, "in_force").denominator or 0) - len(rows)
    shared: tuple[Block, ...] = (_left_out(brief, left_out),) if left_out else ()
    made = [_conformity(brief, () if rows else shared)]
    made += [_matters(brief, rows, shared)] if rows else []
    return [*made, *unbudgeted.pages(brief)]


def _conformity(brief: Brief, shared: tuple[Block, ...]) -> Page:
    """Draw where matters stood at the end of each quarter, the rate beside, and what other readings say."""
    found = brief.measure(KPI, "in_force")
    whole, kept = int(found.denominator or 0), int(found.numerator or 0)
    n = words.count(whole, "matter", brief.lang)
    title = brief.t("Les budgets sont-ils tenus ?", "Are budgets kept?")
    if whole:
        over = words.count(whole - kept, "matter", brief.lang)
        several = whole - kept > 1
        title = brief.t(
            f"{over} sur {whole} {'dépassent' if several else 'dépasse'} {'leur' if several else 'son'} budget",
            f"{whole - kept} of {n} {'are' if several else 'is'} over budget",
        ) if kept < whole else brief.t(
            f"Aucun des {n} budgétés ne dépasse son budget", f"None of the {n} with a budget is over it"
        ) if whole > 1 else brief.t(
            "Le seul dossier budgété tient son budget", "The only matter with a budget is within it"
        )  # fmt: skip
    row: tuple[Block, ...] = (_states(brief), _rate(brief))
    readings = [said for name in brief.kpi(KPI).readings if (said := brief.measure(KPI, name.name)).denominator]
    notes = tuple(map(brief.note, readings))
    tiles: tuple[Block, ...] = (Tiles(tuple(_reading(brief, said) for said in readings)),) if readings else ()
    rows = tuple(blocks for blocks in (row, tiles, shared) if blocks)
    short = brief.t("Conformité au budget", "Conformity")
    return Page("budget.conformity", "budget", title, brief.sentence(found), rows, notes=notes, short=short)


def _states(brief: Brief) -> Chart:
    """Draw the shares of matters conforming, at risk and over, each judged at its quarter's end."""
    counts: dict[Key, dict[str, int]] = {quarter: dict.fromkeys(_STATES, 0) for quarter in brief.quarters()}
    ends = brief.eight_quarters.split("quarter", brief.fiscal_start)
    closings = brief.closings()
    judged = brief.trend("budget_variance", "in_force", by=("matter",))
    for group in judged.groups:
        quarter, matter = group.key
        if group.numerator is None or group.denominator is None or quarter is None:
            continue
        closed_on = closings.get(matter or "")
        closed = closed_on is not None and closed_on <= ends[quarter].end
        counts[quarter][_state(group.numerator, group.denominator, closed=closed)] += 1
    series = [
        Series(title(brief.lang), tuple(ratio(found[name], sum(found.values())) for found in counts.values()), name)
        for name, title in _STATES.items()
    ]
    now = counts[brief.quarters()[-1]]
    last = ", ".join(f"{title(brief.lang).lower()} {now[name]}" for name, title in _STATES.items())
    said = (
        brief.t("Où en sont les dossiers budgétés ?", "Where do budgeted matters stand?"),
        brief.t(
            "Part des dossiers facturés ayant un budget, jugés sur la dépense HT à la fin du trimestre (à risque : "
            f"en cours, {words.percent(AT_RISK, 'fr', 0)} consommés)",
            "Share of billed matters with a budget, judged on spend net of tax at the quarter's end (at risk: open, "
            f"{words.percent(AT_RISK, 'en', 0)} used)",
        ),
        brief.t(
            f"{quarter_said(brief)} : {last} (en nombre de dossiers).", f"{quarter_said(brief)}: {last} (matters)."
        ),
    )
    drawn = over_quarters(brief, "shares", brief.trend(KPI, "in_force"), said, series)
    return replace(drawn, target=None, target_label=None, notes=())  # the line beside has them


def _state(engaged: Decimal, budget: Decimal, *, closed: bool) -> str:
    """Say where a matter stands, by the rule of the budgets page."""
    if engaged > budget:
        return "over"
    return "at_risk" if not closed and engaged >= AT_RISK * budget else "conforming"


def _rate(brief: Brief) -> Chart:
    """Draw the rate over eight quarters, in the reading of the review, with its target and the panel's median."""
    trend = brief.trend(KPI)
    series = beside_median(brief, KPI, by_quarter(brief, trend))
    name = series[0].name
    reading = brief.kpi(KPI).reading(trend.reading).title(brief.lang)
    value = words.show(series[0].values[-1], "ratio", brief.lang)
    said = (
        brief.t("Le taux de conformité tient-il ?", "Does conformity hold?"),
        brief.t(
            f"Part des dossiers facturés qui respectent leur budget HT ({reading})",
            f"Share of billed matters within their budget, net of tax ({reading})",
        ),
        brief.t(f"{name}, {quarter_said(brief)} : {value}.", f"{name}, {quarter_said(brief)}: {value}."),
    )
    return over_quarters(brief, "line", trend, said, series)


def _reading(brief: Brief, found: Measure) -> Tile:
    """Say what one reading gives: revising a budget, or having none, hides overruns."""
    counted = "number" in brief.kpi(KPI).parts(found.reading)
    return Tile(
        f"{KPI}/{found.reading}",
        brief.kpi(KPI).reading(found.reading).title(brief.lang),
        brief.value(found),
        badge=brief.t(
            f"{found.numerator} sur {found.denominator}", f"{found.numerator} of {found.denominator}"
        ) if counted else None,
        measure=found,
    )  # fmt: skip


def _matters(brief: Brief, rows: list[Row], shared: tuple[Block, ...]) -> Page:
    """Set the largest matters against their budget, beside the list of all those that exceed theirs."""
    over = [row for row in rows if row["over"] > 0]
    amount = words.money_short(sum((row["over"] for row in over), Decimal(0)), brief.lang)
    title = brief.t("Aucun de ces budgets n'est dépassé", "None of these budgets is exceeded")
    if over:
        n = words.count(len(over), "matter", brief.lang)
        title = brief.t(f"{amount} au-delà du budget sur {n}", f"{amount} over budget on {n}")
    chart: tuple[Block, ...] = (_largest(brief, rows, title),) if len(rows) >= _LEAST_DRAWN or not over else ()
    row: tuple[Block, ...] = (*chart, _overruns(brief, over)) if over else chart
    found, short = brief.measure(KPI, "in_force"), brief.t("Dépassements", "Overruns")
    page_rows = (row, shared) if shared else (row,)
    return Page(
        "budget.matters", "budget", title, brief.sentence(found), page_rows, notes=(brief.note(found),), short=short
    )


def _largest(brief: Brief, rows: list[Row], title: str) -> Chart:
    """Draw budget and engaged of the largest matters."""
    largest = sorted(rows, key=lambda row: (-max(row["budget"], row["engaged"]), row["matter_id"]))[:MOST_DRAWN]
    names = tuple(brief.label("matter", row["matter_id"]) for row in largest)
    budget, engaged = (words.money_short(largest[0][name], brief.lang) for name in ("budget", "engaged"))
    n, day = words.count(len(largest), "matter", brief.lang), words.day(brief.until, brief.lang)
    return Chart(
        "pairs",
        brief.t("Budget et engagé des plus gros dossiers", "Budget and spend of the largest matters"),
        brief.t(f"Euros HT ; engagé depuis l'origine, au {day} ; {n}", f"Euros, net of tax; engaged to {day}; {n}"),
        "EUR",
        names,
        (
            Series(brief.t("Budget en vigueur", "Budget in force"), tuple(row["budget"] for row in largest), "budget"),
            Series(brief.t("Engagé", "Engaged"), tuple(row["engaged"] for row in largest), "engaged"),
        ),
        tuple(row["matter_id"] for row in largest),
        tuple(words.percent(ratio(row["engaged"], row["budget"]), brief.lang, 0) for row in largest),
        alt=brief.t(
            f"{title}. Le plus gros, {names[0]} : {engaged} engagés pour un budget de {budget}.",
            f"{title}. The largest, {names[0]}: {engaged} engaged for a budget of {budget}.",
        ),
    )


def _overruns(brief: Brief, over: list[Row]) -> Listing:
    """List the matters over their budget, the furthest first."""
    rows: list[dict[str, Value]] = [
        {
            "matter": brief.label("matter", row["matter_id"]),
            "over": row["over"],
            "used": ratio(row["engaged"], row["budget"]),
            "initial": ratio(row["engaged"], row["initial_budget"]) if row["initial_budget"] else None,
        }
        for row in over
    ]
    total = {"over": sum((row["over"] for row in over), Decimal(0))}
    table = Table(Text("Dépassements de budget", "Budget overruns"), _OVERRUNS, rows)
    return listing(brief, table, MOST_LISTED, total, "initial")


def _left_out(brief: Brief, n: int) -> Points:
    """Say why some budgeted matters are not shown to the firm."""
    counted = words.count(n, "matter", brief.lang)
    said = brief.t(
        f"{counted} sans budget ni engagé dans ce document : d'autres cabinets y interviennent, et les totaux ne sont "
        "pas ceux de ce seul cabinet.",
        f"{counted} without budget or engaged amount in this document: other firms work on "
        f"{'them' if n > 1 else 'it'}, and the totals are not this firm's alone.",
    )
    return Points(brief.t("Dossiers partagés", "Shared matters"), (said,))
