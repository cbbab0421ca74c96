"""What moved most since the previous quarter, and how fresh the data are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from kpi.model import Measure, Text
from report import charts, words
from ui import table, timeline
from ui.layout import chart
from ui.reader import dark, lang, plain, t

if TYPE_CHECKING:
    from kpi.model import Key, Scope
    from ui.view import View

SHOWN = 6


def changes(now: Measure, before: Measure) -> list[tuple[Key, Decimal, Decimal]]:
    """Return what each slice added or took away, the largest change first: key, before, now."""
    was = {group.key[0]: group.value or Decimal(0) for group in before.groups}
    is_ = {group.key[0]: group.value or Decimal(0) for group in now.groups}
    found = [(key, was.get(key, Decimal(0)), is_.get(key, Decimal(0))) for key in dict.fromkeys([*is_, *was])]
    return sorted(found, key=lambda change: -abs(change[2] - change[1]))


def show(view: View) -> None:
    """Show spend by quarter, then the types and matters that explain the last change."""
    left, right = st.columns(2)
    with left:
        title = t("Dépense par trimestre", "Spend by quarter")
        subtitle = t("HT, date de facture", "Net of tax, invoice date")
        chart(timeline.draw(view, view.trend("spend"), title, subtitle, charts.WIDTH), "spend-trend")
    months = max(1, round((view.scope.period.end - view.scope.period.start).days / 30.4))
    earlier = view.scope.over(view.scope.period.back(months))
    with right:
        now, before = (view.measure("spend", scope=scope.cut("matter_type")) for scope in (view.scope, earlier))
        moved = changes(now, before)[:SHOWN]
        if moved:
            _largest(moved, now, before, view)
        bars = [
            charts.Bar(key or "", words.label("matter_type", key, lang(), view.names), after - was)
            for key, was, after in moved
        ]
        chart(
            charts.bars(
                bars, "EUR", lang(), t("Qu'est-ce qui a bougé le plus ?", "What moved most?"),
                t("Écart de dépense HT avec la période précédente, par type de dossier",
                  "Change in spend (net) from the previous period, by matter type"), dark=dark(),
            ),
            "movers",
        )  # fmt: skip
    _matters(view, earlier)


def _largest(moved: list[tuple[Key, Decimal, Decimal]], now: Measure, before: Measure, view: View) -> None:
    """Say in one sentence what explains most of the change."""
    key, was, after = moved[0]
    change = (now.value or Decimal(0)) - (before.value or Decimal(0))
    name = words.label("matter_type", key, lang(), view.names)
    whole, part = (words.money_short(amount, lang()) for amount in (change, after - was))
    said = t(
        f"La dépense varie de {whole} ; {name} compte pour {part}.",
        f"Spend changes by {whole}; {name} accounts for {part}.",
    )
    st.markdown("**" + plain(said) + "**")


def _matters(view: View, earlier: Scope) -> None:
    now = view.measure("spend", scope=view.scope.cut("matter"))
    before = view.measure("spend", scope=earlier.cut("matter"))
    moved = changes(now, before)[:10]
    rows = [{"matter_id": key, "earlier": was, "now": after, "change": after - was} for key, was, after in moved]
    st.header(t("Les dossiers qui expliquent l'écart", "The matters that explain the change"), anchor=False)
    titled = table.table_of(rows, view, Text("Dossiers", "Matters"))
    table.show(titled, "moved-matters")


def freshness(view: View) -> None:
    """Say until when the data go, when they came, and how late invoices usually are."""
    found = view.listed("freshness")
    delay = found["billing_delay"]
    said = [
        t("Dernière facture : ", "Latest invoice: ") + words.day(found["latest_invoice"], lang()),
        t("dernier import : ", "last import: ") + words.day(found["imported_on"], lang()),
    ]
    if delay is not None:
        said.append(
            t(f"délai médian entre le travail et sa facture : {delay:.0f} jours",
              f"median delay between work and its invoice: {delay:.0f} days")
        )  # fmt: skip
    st.caption(plain(" · ".join(said)))
