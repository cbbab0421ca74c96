"""Panel: how often and for how much work goes to firms off the panel, which instructions, who leaves it soon."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Text
from report import words
from report.pack.model import Page, Points, Series
from report.review.sections.blocks import (
    by_quarter,
    listing,
    nothing,
    over_quarters,
    quarter_said,
    quarters_said,
)
from report.tables import Column, Table

if TYPE_CHECKING:
    from kpi.model import Measure
    from report.pack.model import Block, Chart
    from report.review.brief import Brief, Row
    from report.tables import Value

KPI: Final = "off_panel_rate"
SOON: Final = 6
"""Months ahead in which an entry of the panel that ends is told."""
_OFF: Final = ("without_waiver", "out_of_scope_of_panel", "waived")
_FIRM: Final = Column("firm", Text("Cabinet", "Firm"))


def pages(brief: Brief) -> list[Page]:
    """Make the pages of the panel: the rate, the instructions off the panel, the entries that end soon."""
    found = brief.measure(KPI, "count")
    if "panel" in found.lacks:
        title = brief.t("Qui travaille hors panel ?", "Who works off the panel?")
        lacking = brief.t(
            "La table du panel (panel) manque : elle dit quel cabinet est au panel, pour quoi et à quelles dates.",
            "The panel table is missing: it says which firm is on the panel, for what and on which days.",
        )
        return [nothing(brief, "panel", title, lacking)]
    return [_rate(brief, found), *_instructions(brief), *_ends(brief)]


def _title(brief: Brief, found: Measure) -> str:
    """Say how many of the quarter's instructions went off the panel."""
    off, quarter = int(found.numerator or 0), quarter_said(brief)
    n, all_ = words.number(found.n, brief.lang), words.count(found.n, "instruction", brief.lang)
    if not found.n:
        return brief.t(
            f"Aucune mission dans le champ du panel au {quarter}", f"No instruction in the panel's scope in {quarter}"
        )
    if not off:
        return brief.t(f"Aucune des {all_} du trimestre hors panel", f"None of the quarter's {all_} was off panel")
    gone, given = words.count(off, "instruction", brief.lang), "confiées" if off > 1 else "confiée"
    return brief.t(f"{gone} sur {n} {given} hors panel", f"{off} of {all_} given off panel")


def _rate(brief: Brief, found: Measure) -> Page:
    """Draw the rate by count and by amount over eight quarters; in a firm's edition, its own instructions alone."""
    amount = brief.measure(KPI, "amount")
    block, chart = _classes(brief, found), None if brief.closed_to_peers else _chart(brief)
    row: tuple[Block, ...] = (chart, block) if chart else (block,)
    notes = (brief.note(found), brief.note(amount))
    return Page("panel", "panel", _title(brief, found), brief.sentence(found), (row,), notes=notes)


def _chart(brief: Brief) -> Chart | None:
    """Draw both readings of the rate; None when no instruction was in scope in any of the eight quarters."""
    trends = {name: brief.trend(KPI, name) for name in ("count", "amount")}
    series = [
        Series(brief.kpi(KPI).reading(name).title(brief.lang), by_quarter(brief, trend), name)
        for name, trend in trends.items()
    ]
    if not any(value is not None for one in series for value in one.values):
        return None
    last = ", ".join(f"{one.name} {words.percent(one.values[-1], brief.lang)}" for one in series)
    said = (
        brief.t("Le recours hors panel recule-t-il ?", "Is off-panel work receding?"),
        brief.t(
            f"Part des missions (à leur date) et part de la dépense HT (à la date de facture), {quarters_said(brief)}",
            f"Share of instructions (at their date) and of spend net of tax (at invoice date), {quarters_said(brief)}",
        ),
        brief.t(f"{quarter_said(brief)} : {last}.", f"{quarter_said(brief)}: {last}."),
    )
    return over_quarters(brief, "line", trends["count"], said, series)


def _classes(brief: Brief, found: Measure) -> Points:
    """Say what the quarter's instructions are, class by class, and for how much the firms off the panel billed."""
    amount = brief.measure(KPI, "amount")
    classes = [name for name in ("on_panel", *_OFF) if found.details[name]]
    counts = [
        (words.code("class", name, brief.lang), words.number(found.details[name], brief.lang)) for name in classes
    ]
    said = [brief.t(f"{name} : {n}", f"{name}: {n}") for name, n in counts]
    if amount.numerator:
        share, billed = brief.value(amount), words.money(amount.numerator, brief.lang)
        said.append(
            brief.t(
                f"Dépense du trimestre hors panel : {share}, soit {billed} HT",
                f"Spend of the quarter off the panel: {share}, that is {billed} net of tax",
            )
        )
    said += [words.excluded(out, brief.lang) for out in found.excluded if out.reason.startswith("out_of_scope")]
    none = brief.t("Aucune mission dans le champ du panel.", "No instruction in the scope of the panel.")
    return Points(brief.t("Missions du trimestre", "Instructions of the quarter"), tuple(said) or (none,))


def _instructions(brief: Brief) -> list[Page]:
    """List the instructions of the quarter off the panel, those without a waiver first."""
    billed = {(row["firm_id"], row["matter_id"]): row["amount"] for row in brief.trail(KPI, "amount")}
    off = [
        {**row, "amount": billed.get((row["firm_id"], row["matter_id"]), Decimal(0))}
        for row in brief.trail(KPI, "count")
        if row["counted"]
    ]
    if not off:
        return []
    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", row["firm_id"]),
            "matter": brief.label("matter", row["matter_id"]),
            "instructed_on": row["instructed_on"],
            "class": words.code("class", row["class"], brief.lang),
            "waiver": words.code("waiver", row["waiver"], brief.lang) if row["waiver"] else "",
            "reason": brief.told(row["reason"] or ""),
            "amount": row["amount"],
        }
        for row in sorted(off, key=lambda row: (_OFF.index(row["class"]), -row["amount"]))
    ]
    columns = (
        *(() if brief.firm else (_FIRM,)),
        Column("matter", Text("Dossier", "Matter")),
        Column("instructed_on", Text("Confiée le", "Given on"), "date"),
        Column("class", Text("Situation", "Status")),
        Column("waiver", Text("Dérogation", "Waiver")),
        Column("reason", Text("Motif", "Reason")),
        Column("amount", Text("Facturé au trimestre HT", "Billed in the quarter (net)"), "money"),
    )
    found = brief.measure(KPI, "count")
    title = _off_title(brief, [row["class"] for row in off])
    table = Table(Text("Missions hors panel", "Off-panel instructions"), columns, rows)
    return [
        Page(
            "panel.instructions", "panel", title, brief.sentence(found), ((listing(brief, table),),),
            notes=(brief.note(found),),
        )
    ]  # fmt: skip


def _off_title(brief: Brief, classes: list[str]) -> str:
    """Say how many of the instructions off the panel had no waiver, else how many had one."""
    n, all_ = words.number(len(classes), brief.lang), words.count(len(classes), "instruction", brief.lang)
    if bare := classes.count("without_waiver"):
        gone = words.count(bare, "instruction", brief.lang)
        return brief.t(f"{gone} sur {n} hors panel sans dérogation", f"{bare} of {all_} off the panel had no waiver")
    if waived := classes.count("waived"):
        return brief.t(
            f"{all_} hors panel, dont {waived} avec dérogation validée",
            f"{all_} off the panel, of which {waived} with an approved waiver",
        )
    return brief.t(f"{all_} à un cabinet du panel, hors de son périmètre", f"{all_} to a panel firm, outside its scope")


def _ends(brief: Brief) -> list[Page]:
    """List the entries of the panel that end within six months of the quarter and are not continued."""
    until = brief.period.back(-SOON).end
    entries = brief.rows("panel_ends", brief.period.end + dt.timedelta(1), until)
    if not entries:
        return []
    yes, no, every = brief.t("Oui", "Yes"), brief.t("Non", "No"), brief.t("Tous", "All")

    def covered(row: Row, dimension: str) -> str:
        return brief.label(dimension, row[dimension]) if row[dimension] else every

    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", row["firm_id"]),
            **{name: covered(row, name) for name in ("matter_type", "jurisdiction", "entity")},
            "valid_to": row["valid_to"],
            "stays": yes if row["stays"] else no,
        }
        for row in entries
    ]
    columns = (
        *(() if brief.firm else (_FIRM,)),
        Column("matter_type", Text("Type de dossier", "Matter type")),
        Column("jurisdiction", Text("Juridiction", "Jurisdiction")),
        Column("entity", Text("Entité", "Entity")),
        Column("valid_to", Text("Dernier jour", "Last day"), "date"),
        Column("stays", Text("Reste au panel par ailleurs", "Still on the panel otherwise")),
    )
    day, n = words.day(until, brief.lang), len(entries)
    title = brief.t(
        f"{n} inscriptions au panel prennent fin d'ici le {day}", f"{n} panel entries end by {day}"
    ) if n > 1 else brief.t(
        f"Une inscription au panel prend fin d'ici le {day}", f"One panel entry ends by {day}"
    )  # fmt: skip
    table = Table(Text("Fins d'inscription au panel", "Panel entries that end"), columns, rows)
    return [Page("panel.ends", "panel", title, brief.sentence(), ((listing(brief, table),),))]
