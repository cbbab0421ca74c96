"""Budget: who stays within what was agreed, which matters do not, what has no budget, what is not invoiced yet."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.budget_conformity import AT_RISK
from kpi.model import Text, ratio
from report import words
from report.pack.model import Chart, Page, Points, Series
from report.review.sections import unbudgeted
from report.review.sections.blocks import by_quarter, listing, nothing, over_quarters, quarter_said, quarters_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Key, Measure
    from report.pack.model import Block
    from report.review.brief import Brief, Row
    from report.tables import Value

KPI: Final = "budget_conformity"
MOST_DRAWN: Final = 15
MOST_LISTED: Final = 10
_STATES: Final = {
    "conforming": Text("Conforme", "Conforming"),
    "at_risk": Text("À risque", "At risk"),
    "over": Text("Dépassé", "Over"),
}
_OVERRUNS: Final = (
    Column("matter", Text("Dossier", "Matter")),
    Column("budget", Text("Budget HT", "Budget (net)"), "money"),
    Column("initial_budget", Text("Budget initial HT", "Initial budget (net)"), "money"),
    Column("engaged", Text("Engagé HT", "Engaged (net)"), "money"),
    Column("over", Text("Dépassement HT", "Overrun (net)"), "money"),
    Column("used", Text("Consommé", "Used"), "ratio"),
)


def pages(brief: Brief) -> list[Page]:
    """Make the pages of budgets: conformity, the largest matters, overruns, what has no budget, accruals."""
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
        return [nothing(brief, "budget", title, lacking), *unbudgeted.pages(brief)]
    rows = brief.budgets()
    left_out = int(brief.measure(KPI, "in_force").denominator or 0) - len(rows)
    shared: tuple[Block, ...] = (_left_out(brief, left_out),) if left_out else ()
    made = [_conformity(brief, () if rows else shared)]
    made += [_largest(brief, rows, shared)] if rows else []
    made += [_overruns(brief, over)] if (over := [row for row in rows if row["over"] > 0]) else []
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
        )  # fmt: skip
    row: tuple[Block, ...] = (_states(brief), _rate(brief))
    readings = [
        said for name in brief.kpi(KPI).readings if (said := brief.measure(KPI, name.name)).denominator is not None
    ]
    coverage = brief.measure("budget_coverage")
    notes = tuple(map(brief.note, (*readings, coverage)))
    points = _readings(brief, readings, coverage)
    return Page("budget.conformity", "budget", title, brief.sentence(found), (row, (points, *shared)), notes=notes)


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
            f"Part des dossiers facturés ayant un budget, jugés à la fin du trimestre sur la dépense HT, "
            f"{quarters_said(brief)}. À risque : en cours, {words.percent(AT_RISK, 'fr', 0)} du budget consommés",
            f"Share of billed matters with a budget, judged at the quarter's end on spend net of tax, "
            f"{quarters_said(brief)}. At risk: open, {words.percent(AT_RISK, 'en', 0)} of the budget used",
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
    name = brief.label("firm", brief.firm) if brief.firm else brief.t("Tous les dossiers", "All matters")
    series = [Series(name, by_quarter(brief, trend), brief.firm)]
    if brief.firm and brief.plan.medians and (medians := brief.panel_medians(KPI)):
        values = tuple(medians.get(quarter) for quarter in brief.quarters())
        series.append(Series(brief.t("Médiane du panel", "Panel median"), values))
    reading = brief.kpi(KPI).reading(trend.reading).title(brief.lang)
    value = words.show(series[0].values[-1], "ratio", brief.lang)
    said = (
        brief.t("Le taux de conformité tient-il ?", "Does conformity hold?"),
        brief.t(
            f"Part des dossiers facturés qui respectent leur budget HT ({reading}), {quarters_said(brief)}",
            f"Share of billed matters within their budget, net of tax ({reading}), {quarters_said(brief)}",
        ),
        brief.t(f"{name}, {quarter_said(brief)} : {value}.", f"{name}, {quarter_said(brief)}: {value}."),
    )
    return over_quarters(brief, "line", trend, said, series)


def _readings(brief: Brief, readings: list[Measure], coverage: Measure) -> Points:
    """Say what each reading gives: revising a budget, or having none, hides overruns."""
    said = []
    for found in readings:
        counted = "number" in brief.kpi(KPI).parts(found.reading) and found.denominator
        parts = brief.t(
            f" ({found.numerator} sur {found.denominator})", f" ({found.numerator} of {found.denominator})"
        ) if counted else ""  # fmt: skip
        title = brief.kpi(KPI).reading(found.reading).title(brief.lang)
        said.append(brief.t(f"{title} : {brief.value(found)}{parts}", f"{title}: {brief.value(found)}{parts}"))
    budgeted, n = coverage.numerator, words.count(coverage.n, "matter", brief.lang)
    said.append(
        brief.t(
            f"Couverture : {brief.value(coverage)}, soit {budgeted} sur {n} avec un budget",
            f"Coverage: {brief.value(coverage)}, that is {budgeted} of {n} with a budget",
        )
    )
    return Points(brief.t("Ce que change la lecture", "What the reading changes"), tuple(said))


def _largest(brief: Brief, rows: list[Row], shared: tuple[Block, ...]) -> Page:
    """Set budget against what is engaged for the largest matters, those closest to the eye first."""
    largest = sorted(rows, key=lambda row: (-max(row["budget"], row["engaged"]), row["matter_id"]))[:MOST_DRAWN]
    names = tuple(brief.label("matter", row["matter_id"]) for row in largest)
    over = sum((row["over"] for row in rows if row["over"] > 0), Decimal(0))
    n, amount = sum(1 for row in rows if row["over"] > 0), words.money_short(over, brief.lang)
    title = brief.t(
        f"Les dépassements font {amount} sur {words.count(n, 'matter', 'fr')}",
        f"Overruns make {amount} on {words.count(n, 'matter', 'en')}",
    ) if n else brief.t("Aucun de ces budgets n'est dépassé", "None of these budgets is exceeded")  # fmt: skip
    chart = Chart(
        "pairs",
        brief.t("Budget et engagé des plus gros dossiers", "Budget and spend of the largest matters"),
        brief.t(
            f"Euros HT ; engagé depuis l'origine, au {words.day(brief.period.end, 'fr')} ; {len(largest)} dossiers",
            f"Euros, net of tax; engaged to date, on {words.day(brief.period.end, 'en')}; {len(largest)} matters",
        ),
        "EUR",
        names,
        (
            Series(brief.t("Budget en vigueur", "Budget in force"), tuple(row["budget"] for row in largest), "budget"),
            Series(brief.t("Engagé", "Engaged"), tuple(row["engaged"] for row in largest), "engaged"),
        ),
        tuple(row["matter_id"] for row in largest),
        tuple(words.percent(ratio(row["engaged"], row["budget"]), brief.lang, 0) for row in largest),
        alt=brief.t(
            f"{title}. Le plus gros, {names[0]} : {words.money_short(largest[0]['engaged'], 'fr')} engagés pour un "
            f"budget de {words.money_short(largest[0]['budget'], 'fr')}.",
            f"{title}. The largest, {names[0]}: {words.money_short(largest[0]['engaged'], 'en')} engaged for a budget "
            f"of {words.money_short(largest[0]['budget'], 'en')}.",
        ),
    )
    found = brief.measure(KPI, "in_force")
    page_rows = ((chart,), shared) if shared else ((chart,),)
    return Page("budget.matters", "budget", title, brief.sentence(found), page_rows, notes=(brief.note(found),))


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


def _overruns(brief: Brief, over: list[Row]) -> Page:
    """List the matters over their budget, the furthest first."""
    rows: list[dict[str, Value]] = [
        {
            "matter": brief.label("matter", row["matter_id"]),
            **{name: row[name] for name in ("budget", "initial_budget", "engaged", "over")},
            "used": ratio(row["engaged"], row["budget"]),
        }
        for row in over
    ]
    total = {
        name: sum((row[name] or Decimal(0) for row in over), Decimal(0))
        for name in ("budget", "initial_budget", "engaged", "over")
    }
    worst, amount = rows[0]["matter"], words.money_short(over[0]["over"], brief.lang)
    title = brief.t(f"{worst} dépasse son budget de {amount}", f"{worst} is {amount} over budget")
    table = Table(Text("Dépassements de budget", "Budget overruns"), _OVERRUNS, rows)
    found = brief.measure(KPI, "in_force")
    block = listing(brief, table, MOST_LISTED, total)
    return Page("budget.overruns", "budget", title, brief.sentence(found), ((block,),), notes=(brief.note(found),))
