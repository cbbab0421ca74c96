"""Dematerialisation: how invoices arrive, which firms still send paper or PDF, and whether it improves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from kpi.dematerialisation_rate import STRUCTURED
from kpi.model import Text, ratio
from report import charts, words
from ui import steering, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.steering import Listed

if TYPE_CHECKING:
    from kpi.model import Group
    from ui.view import View

KPI = "dematerialisation_rate"
# data first, so that the pictures of paper stand together at the end of each bar
_CHANNELS: Final = (*STRUCTURED, "pdf", "paper")
_LISTED: Final = ("channel", "firm_id", "number", "invoice_date", "amount", "matter_id", "document_id")
_RATES: Final[steering.Columns] = {
    "share": (Text("Taux", "Rate"), "ratio"),
    "n": (Text("Factures", "Invoices"), "number"),
}
_BIASED = Text(
    "Le registre des factures (invoices) est vide pour cette période\u00a0: le taux n’est calculé que sur la "
    "facturation électronique et vaut donc 100\u00a0% par construction. Le registre de toutes les factures reçues "
    "donne le vrai dénominateur.",
    "The register of invoices is empty for this period: the rate is worked out over e-billing alone and is therefore "
    "100% by construction. The register of all invoices received gives the true denominator.",
)


def lacking(view: View, reading: str) -> None:
    """Say that the rate is biased when there is no register of all invoices."""
    if view.measure(KPI, reading).lacks:
        steering.bring("invoices", _BIASED)


def options(view: View) -> tuple[View, str]:
    """Offer readings and weights; the weight becomes part of what the page asks."""
    view = steering.with_(view, "weight", st.session_state.get("weight", "count"))
    with st.container(horizontal=True):
        reading = steering.reading(view, KPI)
        offered = {"count": t("En nombre", "By number"), "amount": t("En montant", "By amount")}
        steering.option(view, (KPI, reading), t("Pondération", "Weight"), "weight", offered)
    return view, reading


def basis(view: View) -> str:
    """Say of what the rate is a share."""
    if view.scope.weight == "amount":
        return t("Part du montant HT des factures reçues", "Share of the net amount of invoices received")
    return t("Part des factures reçues", "Share of the invoices received")


def channels(view: View) -> None:
    """Show by which channels the invoices of each quarter came, as shares of those whose channel is known."""
    wholes = {group.key[0]: group.denominator or 0 for group in view.trend(KPI).groups}
    found = {group.key: group.denominator or 0 for group in view.trend(KPI, None, "channel").groups}
    used = [channel for channel in _CHANNELS if any(known == channel for _, known in found)]
    parts = [
        charts.Part(quarter, channel, words.code("channel", channel, lang()), part)
        for quarter, whole in wholes.items()
        for channel in used
        if (part := ratio(found.get((quarter, channel), 0), whole)) is not None
    ]
    title = t("Comment les factures arrivent-elles\u202f?", "How do invoices arrive?")
    drawn = charts.share(parts, "ratio", lang(), title, basis(view), dark=dark(), width=steering.HALF)
    chart(drawn, steering.named(view, "channels"))


def _by_firm(view: View, reading: str) -> list[Group]:
    groups = view.measure(KPI, reading, view.scope.cut("firm")).groups
    return [group for group in groups if group.value is not None]


def laggards(view: View, reading: str) -> None:
    """Rank the firms by what does not come as data: the lowest rate first; a few invoices are shown in grey."""
    known = _by_firm(view, reading)
    behind = sorted((group for group in known if group.numerator != group.denominator), key=lambda group: -group.n)
    if known and not behind:
        said = (
            t("Tous les cabinets envoient tout en données.", "Every firm sends everything as data.")
            if reading == "structured"
            else t("Toutes les factures ont un détail exploitable.", "Every invoice has usable detail.")
        )
        st.success(said)
        return
    bars = [
        charts.Bar(
            group.key[0],
            words.label("firm", group.key[0], lang(), view.names),
            ratio((group.denominator or 0) - (group.numerator or 0), group.denominator or 0),
            f"n\u00a0=\u00a0{words.number(group.n, lang())}",
            faint=group.n < steering.SMALL,
        )
        for group in behind
    ]
    title = t("Qui n’envoie pas encore tout en données\u202f?", "Who does not send everything as data yet?")
    without = (
        t("Part hors données", "Share not sent as data")
        if reading == "structured"
        else t("Part sans détail exploitable", "Share without usable detail")
    )
    number, whole = words.number(len(behind), lang()), words.count(len(known), "firm", lang())
    subtitle = f"{without}, {steering.period(view)}{steering.COLON(lang())}" + t(
        f"{number} sur {whole}. En gris\u00a0: moins de {steering.SMALL} factures",
        f"{number} of {whole}. In grey: fewer than {steering.SMALL} invoices",
    )
    drawn = charts.bars(bars, "ratio", lang(), title, subtitle, most=10, dark=dark(), width=steering.HALF)
    chart(drawn, steering.named(view, "laggards", reading))


def rates(view: View, reading: str) -> None:
    """List the rate of each firm, the lowest first."""
    st.header(t("Le taux par cabinet, du plus bas au plus haut", "The rate by firm, the lowest first"), anchor=False)
    known = _by_firm(view, reading)
    rows = [
        {"firm_id": group.key[0], "share": group.value, "n": group.n}
        for group in sorted(known, key=lambda group: (group.value or 0, -group.n))
    ]
    listed = Listed("rates", Text("Taux par cabinet", "Rate by firm"), rows, _RATES)
    table.show(listed.table(view), steering.named(view, "rates", reading), height=steering.height(len(rows)))


def invoices(view: View, reading: str) -> None:
    """List the invoices that did not come as data; each opens on its lines, or on its row of the register."""
    title = (
        Text("Les factures arrivées en PDF ou sur papier", "The invoices that came as PDF or on paper")
        if reading == "structured"
        else Text("Les factures sans détail exploitable", "The invoices without usable detail")
    )
    found = [row for row in view.trail(KPI, reading) if not row["counted"]]
    rows = [{key: row[key] for key in _LISTED} for row in sorted(found, key=lambda row: -(row["amount"] or 0))]
    st.header(title(lang()), anchor=False)
    st.caption(plain(words.count(len({row["document_id"] for row in rows}), "invoice", lang())))
    steering.opening(view, Listed(f"invoices-{reading}", title, rows))
