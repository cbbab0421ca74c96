"""Dematerialisation: how invoices arrive, which firms still send paper or PDF, and whether it improves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi.dematerialisation_rate import STRUCTURED
from kpi.model import Measure, Text, ratio
from report import charts, words
from ui import card, steering, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t

if TYPE_CHECKING:
    from report.tables import Kind
    from ui.view import View

KPI = "dematerialisation_rate"
_WEIGHT = "weight"
# data first, so that the pictures of paper stand together at the end of each bar
_CHANNELS: Final = (*STRUCTURED, "pdf", "paper")
_LISTED: Final = ("channel", "firm_id", "number", "invoice_date", "matter_id", "amount", "document_id")
_RATES: Final[dict[str, tuple[Text, Kind]]] = {
    "share": (Text("Taux", "Rate"), "ratio"),
    "n": (Text("Factures", "Invoices"), "number"),
}


def show(view: View) -> None:
    """Show the rate and its trend, then the channels, the firms to convince and their invoices."""
    reading = _options(view)
    found = view.measure(KPI, reading)
    if found.lacks:
        steering.bring(
            Text(
                "Le registre des factures (invoices) est vide pour cette période\u00a0: le taux n’est calculé que sur la "
                "facturation électronique et vaut donc 100\u00a0% par construction. Le registre de toutes les factures reçues "
                "donne le vrai dénominateur.",
                "The register of invoices is empty for this period: the rate is worked out over e-billing alone and is "
                "therefore 100% by construction. The register of all invoices received gives the true denominator.",
            ),
            "invoices",
        )
    left, right = st.columns([1, 2])
    with left:
        card.card(view, KPI, reading)
    with right:
        trend = view.trend(KPI, reading)
        chart(
            charts.trend(
                steering.points(trend), "ratio", lang(), t("La dématérialisation progresse-t-elle\u202f?", "Is dematerialisation progressing?"),
                f"{_counted(view)}, {t('à la date de réception', 'at the date of receipt')}", steering.target(view, trend),
                dark=dark(), width=580,
            ),
            steering.named(view, "dematerialisation", reading),
        )  # fmt: skip
    left, right = st.columns(2)
    with left:
        _channels(view)
    with right:
        firms = view.measure(KPI, reading, view.scope.cut("firm"))
        _laggards(view, firms)
    _rates(view, firms)
    _invoices(view, reading)


def _options(view: View) -> str:
    """Offer readings and weights; the weight becomes part of what the page asks."""
    weight = st.session_state.get(_WEIGHT, "count")
    view.scope = view.scope.model_copy(update={"weight": weight})
    left, right = st.columns([3, 2])
    with left:
        reading = steering.reading(view, KPI)
    with right:
        titles = {"count": t("En nombre", "By number"), "amount": t("En montant", "By amount")}
        effects = {
            known: (title, words.measure(view.measure(KPI, reading, view.scope.model_copy(update={"weight": known})), lang()))
            for known, title in titles.items()
        }
        steering.choose(t("Pondération", "Weight"), effects, _WEIGHT)
    return reading


def _counted(view: View) -> str:
    if view.scope.weight == "amount":
        return t("Part du montant HT des factures reçues", "Share of the net amount of invoices received")
    return t("Part des factures reçues", "Share of the invoices received")


def _channels(view: View) -> None:
    """Show by which channels the invoices of each quarter came, as shares of those whose channel is known."""
    wholes = {group.key[0]: group.denominator or 0 for group in view.trend(KPI).groups}
    found = {group.key: group.denominator or 0 for group in view.trend(KPI, None, "channel").groups}
    parts = [
        charts.Part(quarter, channel, words.code("channel", channel, lang()), part)
        for quarter, whole in wholes.items()
        for channel in _CHANNELS
        if any(known == channel for _, known in found)
        and (part := ratio(found.get((quarter, channel), 0), whole)) is not None
    ]
    chart(
        charts.share(
            parts, "ratio", lang(), t("Comment les factures arrivent-elles\u202f?", "How do invoices arrive?"), _counted(view),
            dark=dark(), width=steering.HALF,
        ),
        steering.named(view, "channels"),
    )  # fmt: skip


def _laggards(view: View, firms: Measure) -> None:
    """Rank the firms by what does not come as data, the lowest rate first; a few invoices are shown in grey."""
    known = [group for group in firms.groups if group.value is not None]
    behind = [group for group in known if group.numerator != group.denominator]
    bars = [
        charts.Bar(
            group.key[0], words.label("firm", group.key[0], lang(), view.names),
            ratio((group.denominator or 0) - (group.numerator or 0), group.denominator or 0),
            f"n\u00a0=\u00a0{words.number(group.n, lang())}", faint=group.n < steering.SMALL,
        )
        for group in sorted(behind, key=lambda group: -group.n)
    ]  # fmt: skip
    whole = words.count(len(known), "firm", lang())
    without = (
        Text("Part hors données", "Share not sent as data") if firms.reading == "structured"
        else Text("Part sans détail exploitable", "Share without usable detail")
    )  # fmt: skip
    chart(
        charts.bars(
            bars, "ratio", lang(), t("Qui n’envoie pas encore tout en données\u202f?", "Who does not send everything as data yet?"),
            t(f"{without.fr}, {steering.period(view)}\u00a0: {words.number(len(bars), 'fr')} sur {whole}. "
              f"En gris\u00a0: moins de {steering.SMALL} factures",
              f"{without.en}, {steering.period(view)}: {words.number(len(bars), 'en')} of {whole}. "
              f"In grey: fewer than {steering.SMALL} invoices"),
            most=10, dark=dark(), width=steering.HALF,
        ),
        steering.named(view, "laggards", firms.reading),
    )  # fmt: skip


def _rates(view: View, firms: Measure) -> None:
    """List the rate of each firm, the lowest first."""
    st.subheader(t("Le taux par cabinet, du plus bas au plus haut", "The rate by firm, the lowest first"), anchor=False)
    groups = sorted((group for group in firms.groups if group.value is not None), key=lambda group: (group.value or 0, -group.n))
    rows: list[dict[str, Any]] = [{"firm_id": group.key[0], "share": group.value, "n": group.n} for group in groups]
    shown = steering.titled(rows, view, Text("Taux par cabinet", "Rate by firm"), _RATES)
    table.show(shown, steering.named(view, "rates", firms.reading), height=steering.height(len(rows)))


def _invoices(view: View, reading: str) -> None:
    """List the invoices that did not come as data; each opens on its lines, or on its row of the register."""
    title = (
        Text("Les factures arrivées en PDF ou sur papier", "The invoices that came as PDF or on paper")
        if reading == "structured"
        else Text("Les factures sans détail exploitable", "The invoices without usable detail")
    )
    found = [row for row in view.trail(KPI, reading) if not row["counted"]]
    rows = [{key: row[key] for key in _LISTED} for row in sorted(found, key=lambda row: -(row["amount"] or 0))]
    st.subheader(title(lang()), anchor=False)
    number = len({row["document_id"] for row in rows})
    st.caption(plain(words.count(number, "invoice", lang())))
    steering.opening(view, rows, steering.titled(rows, view, title), steering.named(view, "invoices", reading))
