"""Panel: how often and for how much work goes to firms off the panel, which instructions, who leaves it soon."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kpi.model import Text
from report import words
from report.pack.model import Page, Points, Series
from report.review.sections.blocks import by_quarter, listing, nothing, over_quarters
from report.review.sections.spans import quarter_said
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.model import Measure
    from report.pack.model import Block, Chart, Listing
    from report.review.brief import Brief, Row
    from report.tables import Value

KPI: Final = "off_panel_rate"
SOON: Final = 6
"""Months ahead in which an entry of the panel that ends is told."""
_OFF: Final = ("without_waiver", "out_of_scope_of_panel", "waived")
_MOST: Final = 5
_FIRM: Final = Column("firm", Text("Cabinet", "Firm"))


def pages(brief: Brief) -> list[Page]:
    """Make the page of the panel: the rate, what is off the panel, the instructions, the entries that end soon.

    The edition of a firm draws no rate, and has no page where nothing of its own is off the panel or ends.
    """
    found, amount = brief.measure(KPI, "count"), brief.measure(KPI, "amount")
    short, title = brief.t("Panel", "Panel"), _title(brief, found)
    if "panel" in found.lacks:
        title = brief.t("Qui travaille hors panel ?", "Who works off the panel?")
        lacking = brief.t(
            "La table du panel (panel) manque : elle dit quel cabinet est au panel, pour quoi et à quelles dates.",
            "The panel table is missing: it says which firm is on the panel, for what and on which days.",
        )
        return [nothing(brief, "panel", short, title, lacking)]
    ends, off = _ends(brief), _instructions(brief)
    chart = None if brief.closed_to_peers else _chart(brief)
    if not chart and not ends and not off:
        none = brief.t("Aucune mission hors panel.", "No instruction off the panel.")
        return [nothing(brief, "panel", short, title, none)]
    points = _classes(brief, found, amount, ends)
    rows: list[tuple[Block, ...]] = [(chart, points) if chart else (points,), *([(off,)] if off else [])]
    notes = (brief.note(found), brief.note(amount))
    return [Page("panel", "panel", title, brief.sentence(found), tuple(rows), notes=notes, short=short)]


def sheets(brief: Brief) -> tuple[Table, ...]:
    """Return the table of the entries of the panel that end soon, for the workbook."""
    return (_ending(brief, ends),) if (ends := _ends(brief)) else ()


def _title(brief: Brief, found: Measure) -> str:
    """Say how many of the quarter's instructions went off the panel."""
    off, quarter = int(found.numerator or 0), quarter_said(brief)
    n, all_ = words.number(found.n, brief.lang), words.count(found.n, "instruction", brief.lang)
    if not found.n:
        return brief.t(
            f"Aucune mission dans le champ du panel au {quarter}", f"No instruction in the panel's scope in {quarter}"
        )
    if not off and found.n == 1:
        return brief.t("La seule mission du trimestre est au panel", "The quarter's only instruction is on panel")
    if not off:
        return brief.t(f"Aucune des {all_} du trimestre hors panel", f"None of the quarter's {all_} was off panel")
    gone, given = words.count(off, "instruction", brief.lang), "confiées" if off > 1 else "confiée"
    said = brief.t(f"{gone} sur {n} {given} hors panel", f"{off} of {all_} given off panel")
    bare = found.details["without_waiver"]
    return said + brief.t(f", dont {bare} sans dérogation", f", {bare} without a waiver") if bare else said


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
            "Part des missions, à leur date, et de la dépense HT facturée",
            "Share of instructions, at their date, and of spend billed, net of tax",
        ),
        brief.t(f"{quarter_said(brief)} : {last}.", f"{quarter_said(brief)}: {last}."),
    )
    return over_quarters(brief, "line", trends["count"], said, series)


def _classes(brief: Brief, found: Measure, amount: Measure, ends: list[Row]) -> Points:
    """Say what the quarter's instructions are, for how much the firms off the panel billed, and who leaves soon."""
    classes = [name for name in _OFF if found.details[name]]
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
    said += _leaving(brief, ends)
    none = brief.t("Aucune mission hors panel.", "No instruction off the panel.")
    return Points(brief.t("Missions du trimestre", "Instructions of the quarter"), tuple(said) or (none,))


def _leaving(brief: Brief, ends: list[Row]) -> Iterator[str]:
    """Say which entries of the panel end soon, the first by name."""
    if not ends:
        return
    day, n = words.day(_soon(brief), brief.lang), len(ends)
    named = ", ".join(
        f"{brief.label('firm', row['firm_id'])} ({words.day(row['valid_to'], brief.lang)})"
        for row in {row["firm_id"]: row for row in reversed(ends)}.values()
    )
    yield brief.t(
        f"{n} inscriptions au panel finissent d'ici le {day} : {named}", f"{n} panel entries end by {day}: {named}"
    ) if n > 1 else brief.t(
        f"Une inscription au panel finit d'ici le {day} : {named}", f"One panel entry ends by {day}: {named}"
    )  # fmt: skip


def _instructions(brief: Brief) -> Listing | None:
    """List the instructions of the quarter off the panel, those without a waiver first; None when there are none."""
    billed = {(row["firm_id"], row["matter_id"]): row["amount"] for row in brief.trail(KPI, "amount")}
    off = [
        {**row, "amount": billed.get((row["firm_id"], row["matter_id"]), Decimal(0))}
        for row in brief.trail(KPI, "count")
        if row["counted"]
    ]
    if not off:
        return None
    rows: list[dict[str, Value]] = [
        {
            "firm": brief.label("firm", row["firm_id"]),
            "matter": brief.label("matter", row["matter_id"]),
            "instructed_on": row["instructed_on"],
            "class": _situation(brief, row),
            "reason": brief.told(row["reason"] or ""),
            "amount": row["amount"] or None,
        }
        for row in sorted(off, key=lambda row: (_OFF.index(row["class"]), -row["amount"]))
    ]
    columns = (
        *(() if brief.firm else (_FIRM,)),
        Column("matter", Text("Dossier", "Matter")),
        Column("instructed_on", Text("Confiée le", "Given on"), "date"),
        Column("class", Text("Situation", "Status")),
        Column("reason", Text("Motif", "Reason")),
        Column("amount", Text("Facturé au trimestre HT", "Billed in the quarter (net)"), "money"),
    )
    table = Table(Text("Missions hors panel", "Off-panel instructions"), columns, rows)
    return listing(brief, table, _MOST, None, "amount")


def _situation(brief: Brief, row: Row) -> str:
    """Say why an instruction is off the panel, and that its waiver was refused."""
    said = words.code("class", row["class"], brief.lang)
    if row["waiver"] != "refused":
        return said
    refused = words.code("waiver", "refused", brief.lang)
    return f"{said} ({refused[:1].lower()}{refused[1:]})"


def _soon(brief: Brief) -> dt.date:
    return brief.period.back(-SOON).end


def _ends(brief: Brief) -> list[Row]:
    """Return the entries of the panel that end within six months of the quarter and are not continued."""
    return brief.rows("panel_ends", brief.period.end + dt.timedelta(1), _soon(brief))


def _ending(brief: Brief, entries: list[Row]) -> Table:
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
    return Table(Text("Fins d'inscription au panel", "Panel entries that end"), columns, rows)
