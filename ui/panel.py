"""Panel: what went to firms off the panel, why, and which firms leave it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import streamlit as st

from kpi.model import Measure, Text, ratio
from report import charts, words
from ui import steering, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.steering import Listed, Row

if TYPE_CHECKING:
    from ui.view import View

KPI = "off_panel_rate"
SOON = 6
"""Months ahead in which an entry that expires is told."""
_OFF: Final = ("without_waiver", "waived", "out_of_scope_of_panel")
_LISTED: Final = (
    "class", "firm_id", "matter_id", "amount", "reason", "instructed_on", "matter_type", "entity", "jurisdiction",
    "date_basis",
)  # fmt: skip
_COLUMNS: Final[steering.Columns] = {"amount": (Text("Dépense de la période HT", "Spend of the period (net)"), "money")}
_ENDS: Final[steering.Columns] = {
    "stays": (Text("Reste au panel par ailleurs", "Still on the panel otherwise"), "text")
}
_WITHOUT_PANEL = Text(
    "La table du panel (panel) manque\u00a0: elle dit quel cabinet était au panel, pour quoi et à quelles dates. Sans "
    "elle, aucune mission ne peut être dite hors panel.",
    "The panel table is missing: it says which firm was on the panel, for what and when. Without it, no instruction "
    "can be said to be off panel.",
)


def present(view: View) -> bool:
    """Say whether there is a panel to look at; if not, tell the reader how to bring it."""
    if "panel" in view.facts.present:
        return True
    steering.bring("panel", _WITHOUT_PANEL)
    return False


def by_class(found: Measure) -> None:
    """Say how many instructions the figure has looked at, and how many of each class off the panel."""
    counts = {name: int(found.details[name] or 0) for name in _OFF}
    off, whole = words.number(sum(counts.values()), lang()), words.count(found.n, "instruction", lang())
    said = t(f"{off} hors panel sur {whole}", f"{off} off panel of {whole}")
    st.markdown(f"**{plain(said)}**")
    colon = steering.COLON(lang())
    each = [f"{words.code('class', name, lang())}{colon}{words.number(n, lang())}" for name, n in counts.items()]
    st.caption(plain(" · ".join(each)))


def classes(view: View, reading: str) -> None:
    """Stack the classes of each quarter: each one's share of all in scope, so that they add up to the rate."""
    wholes = {group.key[0]: group.denominator or 0 for group in view.trend(KPI, reading).groups}
    found = {group.key: group.numerator or 0 for group in view.trend(KPI, reading, "class").groups}
    parts = [
        charts.Part(quarter, name, words.code("class", name, lang()), part)
        for quarter, whole in wholes.items()
        for name in _OFF
        if (part := ratio(found.get((quarter, name), 0), whole)) is not None
    ]
    title = t("De quoi le taux hors panel est-il fait\u202f?", "What is the off-panel rate made of?")
    subtitle = (
        t("Part des missions du trimestre", "Share of the quarter’s instructions")
        if reading == "count"
        else t("Part de la dépense HT du trimestre", "Share of the quarter’s spend net of tax")
    )
    drawn = charts.stacked(parts, "ratio", lang(), title, subtitle, dark=dark(), width=steering.HALF)
    chart(drawn, steering.named(view, "classes", reading))


def who(view: View) -> None:
    """Rank firms or matter types by what was spent on them off the panel."""
    titles = {name: words.dimension(name, lang()) for name in ("matter_type", "firm")}
    chosen = st.segmented_control(
        t("Comparer par", "Compare by"),
        list(titles),
        default="matter_type",
        key="off-panel-by",
        required=True,
        persist_state="session",
        format_func=titles.__getitem__,
    )
    by = str(chosen)
    bars = [
        charts.Bar(
            group.key[0],
            words.label(by, group.key[0], lang(), view.names),
            group.numerator,
            t(f"{words.percent(group.value, 'fr')} de sa dépense", f"{words.percent(group.value, 'en')} of its spend"),
        )
        for group in view.measure(KPI, "amount", view.scope.cut(by)).groups
        if group.numerator
    ]
    title = t("Où va la dépense hors panel\u202f?", "Where does off-panel spend go?")
    period = steering.period(view)
    subtitle = t(f"Dépense hors panel HT, {period}", f"Off-panel spend, net of tax, {period}")
    drawn = charts.bars(bars, "EUR", lang(), title, subtitle, most=8, dark=dark(), width=steering.HALF)
    chart(drawn, steering.named(view, "off-panel-by", by))


def instructions(view: View) -> None:
    """List the off-panel instructions: given in the period, then billed in it; each opens on its documents."""
    billed = {(row["firm_id"], row["matter_id"]): row for row in view.trail(KPI, "amount") if row["counted"]}
    given = [
        {"amount": None, **billed.get((row["firm_id"], row["matter_id"]), {}), **row}
        for row in view.trail(KPI, "count")
        if row["counted"]
    ]
    dearest = sorted(billed.values(), key=lambda row: -row["amount"])
    lists = (
        Listed("off-panel-given", Text("Hors panel, confiés dans la période", "Off panel, given in the period"), given),
        Listed("off-panel-billed", Text("Hors panel, facturés", "Off panel, billed in the period"), dearest),
    )
    steering.tabs(view, [_narrowed(listed) for listed in lists])


def _narrowed(listed: Listed) -> Listed:
    rows = [{key: row[key] for key in _LISTED} for row in listed.rows]
    return Listed(listed.name, listed.title, rows, _COLUMNS)


def ends(view: View) -> None:
    """List the firms that left the panel in the period, and the entries that expire in the six months after it."""
    period = view.scope.period
    horizon = period.back(-SOON).end
    until = words.day(horizon, lang())
    left = _kept(view, view.listed("panel_ends", period.start, period.end))
    leaving = _kept(view, view.listed("panel_ends", period.end + dt.timedelta(1), horizon))
    lists = (
        Listed("panel-left", Text("Ont quitté le panel dans la période", "Left the panel in the period"), left, _ENDS),
        Listed(
            "panel-expiring",
            Text(f"Expirent ensuite, d’ici le {until}", f"Expire after it, by {until}"),
            leaving,
            _ENDS,
        ),
    )
    st.header(t("Les sorties du panel", "Leaving the panel"), anchor=False)
    st.caption(
        t(
            "Entrées qui prennent fin sans qu’une autre couvre le lendemain le même périmètre.",
            "Entries that end without another covering the same scope the day after.",
        )
    )
    titles = [f"{listed.title(lang())} ({words.number(len(listed.rows), lang())})" for listed in lists]
    for tab, listed in zip(st.tabs(titles), lists, strict=True):
        with tab:
            table.show(listed.table(view), steering.named(view, listed.name))


def _kept(view: View, entries: list[Row]) -> list[Row]:
    """Keep the panel entries that the filters are about; an empty cell of the panel covers everything."""
    where = view.scope.where
    return [
        entry
        for entry in entries
        if all(
            entry[column] in keys or (entry[column] is None and name != "firm")
            for name, column in (("firm", "firm_id"), ("matter_type", "matter_type"), ("entity", "entity"))
            if (keys := where.get(name)) is not None
        )
    ]
