"""Panel: what went to firms off the panel, why, and which firms leave it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi.model import Measure, Text, ratio
from report import charts, words
from ui import card, steering, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t

if TYPE_CHECKING:
    from report.tables import Kind
    from ui.view import View

KPI = "off_panel_rate"
_OFF: Final = ("without_waiver", "waived", "out_of_scope_of_panel")
_SOON = 6
_LISTED: Final = (
    "class", "firm_id", "matter_id", "amount", "reason", "instructed_on", "matter_type", "entity", "jurisdiction", "date_basis",
)  # fmt: skip
_COLUMNS: Final[dict[str, tuple[Text, Kind]]] = {
    "amount": (Text("Dépense de la période HT", "Spend of the period (net)"), "money")
}
_ENDS: Final[dict[str, tuple[Text, Kind]]] = {
    "stays": (Text("Reste au panel par ailleurs", "Still on the panel otherwise"), "text")
}


def show(view: View) -> None:
    """Show the off-panel rate by count and by amount, what it is made of, the instructions, the panel's changes."""
    if "panel" not in view.facts.present:
        steering.bring(
            Text(
                "La table du panel (panel) manque\u00a0: elle dit quel cabinet était au panel, pour quoi et à quelles dates. "
                "Sans elle, aucun recours ne peut être dit hors panel.",
                "The panel table is missing: it says which firm was on the panel, for what and when. Without it, no "
                "instruction can be said to be off panel.",
            ),
            "panel",
        )
        return
    counted, amounts = st.columns(2)
    with counted:
        st.subheader(t("En nombre", "By number"), anchor=False)
        _by_class(card.card(view, KPI, "count"))
        _trend(view, "count", t("À quelle fréquence recourt-on hors panel\u202f?", "How often is work given off panel?"))
    with amounts:
        st.subheader(t("En montant", "By amount"), anchor=False)
        _by_class(card.card(view, KPI, "amount"))
        _trend(view, "amount", t("Pour quelle part de la dépense\u202f?", "For which share of spend?"))
    _made_of(view)
    _instructions(view)
    _ends(view)


def _by_class(found: Measure) -> None:
    """Say how many instructions of each class the figure has looked at."""
    off = sum(int(found.details.get(name) or 0) for name in _OFF)
    said = [
        f"{words.code('class', name, lang())}{steering.COLON(lang())}{words.number(found.details.get(name), lang())}" for name in _OFF
    ]
    whole = words.count(found.n, "instruction", lang())
    head = t(f"{words.number(off, 'fr')} hors panel sur {whole}", f"{words.number(off, 'en')} off panel of {whole}")
    st.markdown(f"**{plain(head)}**")
    st.caption(plain(" · ".join(said)))


def _trend(view: View, reading: str, title: str) -> None:
    trend = view.trend(KPI, reading)
    basis = (
        t("Part des recours, à la date où ils sont confiés", "Share of instructions, at the date they were given")
        if reading == "count"
        else t("Part de la dépense HT, à la date de facture", "Share of spend net of tax, at invoice date")
    )
    chart(
        charts.trend(
            steering.points(trend), "ratio", lang(), title, basis, steering.target(view, trend), dark=dark(),
            width=steering.HALF,
        ),
        steering.named(view, f"off-panel-{reading}"),
    )  # fmt: skip


def _made_of(view: View) -> None:
    """Show what the rate is made of, by class over eight quarters, then by firm or type in the period."""
    left, right = st.columns(2)
    with left:
        _classes(view, steering.reading(view, KPI))
    with right:
        _who(view)


def _classes(view: View, reading: str) -> None:
    """Stack the classes of each quarter: each one's share of all in scope, so that they add up to the rate."""
    wholes = {group.key[0]: group.denominator or 0 for group in view.trend(KPI, reading).groups}
    found = {group.key: group.numerator or 0 for group in view.trend(KPI, reading, "class").groups}
    parts = [
        charts.Part(quarter, name, words.code("class", name, lang()), part)
        for quarter, whole in wholes.items()
        for name in _OFF
        if (part := ratio(found.get((quarter, name), 0), whole)) is not None
    ]
    chart(
        charts.stacked(
            parts, "ratio", lang(), t("De quoi le taux hors panel est-il fait\u202f?", "What is the off-panel rate made of?"),
            t("Part des recours du trimestre", "Share of the quarter’s instructions") if reading == "count"
            else t("Part de la dépense HT du trimestre", "Share of the quarter’s spend net of tax"),
            dark=dark(), width=steering.HALF,
        ),
        steering.named(view, "classes", reading),
    )  # fmt: skip


def _who(view: View) -> None:
    """Rank firms or matter types by what was spent on them off the panel."""
    titles = {name: words.dimension(name, lang()) for name in ("matter_type", "firm")}
    by = st.segmented_control(
        t("Comparer par", "Compare by"), list(titles), default="matter_type", key="off-panel-by", required=True,
        format_func=titles.__getitem__, persist_state="session",
    ) or "matter_type"  # fmt: skip
    bars = [
        charts.Bar(
            group.key[0], words.label(by, group.key[0], lang(), view.names), group.numerator,
            t(f"{words.percent(group.value, 'fr')} de sa dépense", f"{words.percent(group.value, 'en')} of its spend"),
        )
        for group in view.measure(KPI, "amount", view.scope.cut(by)).groups if group.numerator
    ]  # fmt: skip
    chart(
        charts.bars(
            bars, "EUR", lang(), t("Où va la dépense hors panel\u202f?", "Where does off-panel spend go?"),
            t(f"Dépense hors panel HT, {steering.period(view)}", f"Off-panel spend, net of tax, {steering.period(view)}"),
            most=8, dark=dark(), width=steering.HALF,
        ),
        steering.named(view, "off-panel-by", by),
    )  # fmt: skip


def _instructions(view: View) -> None:
    """List the off-panel instructions: given in the period, then billed in it; each opens on its documents."""
    billed = {(row["firm_id"], row["matter_id"]): row for row in view.trail(KPI, "amount") if row["counted"]}
    given = [
        {**row, "amount": billed.get((row["firm_id"], row["matter_id"]), row).get("amount")}
        for row in view.trail(KPI, "count")
        if row["counted"]
    ]
    dearest = sorted(billed.values(), key=lambda row: -row["amount"])
    lists = (
        ("given", Text("Hors panel, confiés dans la période", "Off panel, given in the period"), given),
        ("billed", Text("Hors panel, facturés dans la période", "Off panel, billed in the period"), dearest),
    )
    tabs = st.tabs([f"{title(lang())} ({words.number(len(rows), lang())})" for _, title, rows in lists])
    for tab, (name, title, rows) in zip(tabs, lists, strict=True):
        with tab:
            listed = [{key: row[key] for key in _LISTED} for row in rows]
            shown = steering.titled(listed, view, title, _COLUMNS)
            steering.opening(view, listed, shown, steering.named(view, f"off-panel-{name}"))


def _ends(view: View) -> None:
    """List the firms that left the panel in the period, and the entries that expire in the six months after it."""
    period = view.scope.period
    horizon = period.back(-_SOON).end
    until = words.day(horizon, lang())
    lists = (
        ("left", Text("Ont quitté le panel dans la période", "Left the panel in the period"), (period.start, period.end)),
        (
            "expiring", Text(f"Expirent ensuite, d’ici le {until}", f"Expire after it, by {until}"),
            (period.end + dt.timedelta(1), horizon),
        ),
    )  # fmt: skip
    st.subheader(t("Les sorties du panel", "Leaving the panel"), anchor=False)
    st.caption(
        t("Entrées qui prennent fin sans qu’une autre couvre le lendemain le même périmètre.",
          "Entries that end without another covering the same scope the day after.")
    )  # fmt: skip
    found = [_kept(view, view.listed("panel_ends", *days)) for _, _, days in lists]
    tabs = st.tabs([f"{title(lang())} ({words.number(len(rows), lang())})" for (_, title, _), rows in zip(lists, found, strict=True)])
    for tab, (name, title, _), rows in zip(tabs, lists, found, strict=True):
        with tab:
            table.show(steering.titled(rows, view, title, _ENDS), steering.named(view, f"panel-{name}"))


def _kept(view: View, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep the panel entries that the filters are about; an empty cell of the panel covers everything."""
    where = view.scope.where
    return [
        entry
        for entry in entries
        if entry["firm_id"] in where.get("firm", (entry["firm_id"],))
        and all(entry[name] is None or entry[name] in where.get(name, (entry[name],)) for name in ("matter_type", "entity"))
    ]
