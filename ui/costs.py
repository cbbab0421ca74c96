"""Costs: what a matter of each type costs, how far apart matters lie, how firms compare on one type."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from kpi import catalogue
from kpi.model import Measure, Text
from report import charts, words
from ui import card, steering, table
from ui.filters import NONE
from ui.layout import chart
from ui.reader import dark, lang, plain, t

if TYPE_CHECKING:
    from kpi.model import Group, Key
    from ui.view import View

KPI = "cost_per_matter_type"
ALL = "*"
"""How « all types » is written among the types to choose from."""


def show(view: View) -> None:
    """Show the cost of a matter, type by type, then one type by quarter and by firm."""
    if "matters" not in view.facts.present:
        steering.bring(
            Text(
                "La table des dossiers (matters) manque\u00a0: elle donne le type de chaque dossier et sa date de clôture. "
                "Sans elle, tous les dossiers sont d’un type «\u00a0non renseigné\u00a0» et aucun n’est clos.",
                "The matters table is missing: it gives each matter’s type and closing date. Without it, every matter "
                "is of a type “not recorded” and none is closed.",
            ),
            "matters",
        )
    reading = steering.reading(view, KPI)
    left, right = st.columns([1, 2])
    with left:
        card.card(view, KPI, reading)
        _both_readings(view, reading)
    found = view.measure(KPI, reading)
    with right:
        _spread(view, found)
    if found.groups:
        _one_type(view, found)
        _types(view, found)


def _both_readings(view: View, chosen: str) -> None:
    """Say what each reading gives, the chosen one first: mean, median, number of matters."""
    definition = catalogue()[KPI]
    for known in sorted(definition.readings, key=lambda known: known.name != chosen):
        found = view.measure(KPI, known.name)
        said = t(
            f"{known.title.fr}\u00a0: moyenne {words.money_short(found.value, 'fr')}, médiane "
            f"{words.money_short(_middle(found), 'fr')}, {words.count(found.n, 'matter', 'fr')}.",
            f"{known.title.en}: mean {words.money_short(found.value, 'en')}, median "
            f"{words.money_short(_middle(found), 'en')}, {words.count(found.n, 'matter', 'en')}.",
        )
        st.markdown(f"**{plain(said)}**" if known.name == chosen else plain(said))
    st.caption(plain(definition.caution(lang())))


def _middle(found: Measure) -> Any:  # noqa: ANN401 — details are figures of several kinds
    return found.details.get("median")


def _spread(view: View, found: Measure) -> None:
    """Show how far apart the matters of each type lie, and which types stand on too few of them."""
    chart(
        charts.spread(
            [
                charts.Spread(
                    group.key[0], _type(view, group.key[0]), group.spread.get("p25"), group.spread.get("median"),
                    group.spread.get("p75"), group.value, group.n,
                )
                for group in found.groups if group.n
            ],
            "EUR", lang(), t("Que coûte un dossier de chaque type\u202f?", "What does a matter of each type cost?"),
            f"{_title(found)}, {t('HT', 'net of tax')}, {_over(view, found.reading)}", dark=dark(), width=580,
        ),
        steering.named(view, "cost-spread", found.reading),
    )  # fmt: skip
    few = [_type(view, group.key[0]) for group in found.groups if 0 < group.n < steering.SMALL]
    if few:
        st.caption(
            plain(
                t(
                    f"Moins de {steering.SMALL} dossiers, à lire avec prudence\u00a0: {', '.join(few)}.",
                    f"Fewer than {steering.SMALL} matters, read with care: {', '.join(few)}.",
                )
            )
        )


def _type(view: View, key: Key) -> str:
    return words.label("matter_type", key, lang(), view.names)


def _title(found: Measure) -> str:
    return next(known for known in catalogue()[KPI].readings if known.name == found.reading).title(lang())


def _over(view: View, reading: str) -> str:
    """Say over which days the matters are taken: the period, or the twelve months that end with it."""
    if reading == "active":
        return steering.period(view)
    last = words.day(view.scope.period.end, lang())
    return t(f"clos dans les 12 mois jusqu’au {last}", f"closed in the 12 months to {last}")


def _one_type(view: View, found: Measure) -> None:
    """Follow one type, or all, quarter by quarter, and compare the firms that work on it."""
    titles = {ALL: t("Tous les types", "All types")}
    titles |= {group.key[0] or NONE: _type(view, group.key[0]) for group in found.groups}
    busiest = max(range(len(found.groups)), key=lambda at: found.groups[at].n) + 1
    chosen = st.selectbox(
        t("Regarder un type de dossier", "Look at one matter type"), list(titles), index=busiest, key="cost-type",
        format_func=lambda key: titles.get(key, key), persist_state="session",
    )  # fmt: skip
    if chosen != ALL:
        view = replace(view, scope=view.scope.keep("matter_type", None if chosen == NONE else chosen))
    which = titles[chosen] if chosen != ALL else t("tous les types", "all types")
    left, right = st.columns(2)
    with left:
        chart(
            charts.trend(
                steering.points(view.trend(KPI, found.reading)), "EUR", lang(),
                t(f"Coût moyen par trimestre\u00a0: {which}", f"Average cost by quarter: {which}"),
                f"{_title(found)}, {t('HT', 'net of tax')}", dark=dark(), width=steering.HALF,
            ),
            steering.named(view, "cost-trend", found.reading),
        )  # fmt: skip
    with right:
        firm = _firms(view, found.reading, which)
    if firm is not None:
        _matters(view.measure(KPI, found.reading, view.scope.keep("firm", firm).cut("matter")), view, firm)


def _firms(view: View, reading: str, which: str) -> str | None:
    """Compare the firms' cost per matter; return the firm that was clicked."""
    bars = [
        charts.Bar(
            group.key[0], words.label("firm", group.key[0], lang(), view.names), group.value,
            f"n\u00a0=\u00a0{words.number(group.n, lang())}", faint=group.n < steering.SMALL,
        )
        for group in view.measure(KPI, reading, view.scope.cut("firm")).groups if group.n
    ]  # fmt: skip
    return chart(
        charts.bars(
            bars, "EUR", lang(), t(f"Coût d’un dossier par cabinet\u00a0: {which}", f"Cost of a matter by firm: {which}"),
            t(f"Moyenne HT, {_over(view, reading)}. En gris\u00a0: moins de {steering.SMALL} dossiers",
              f"Average, net of tax, {_over(view, reading)}. In grey: fewer than {steering.SMALL} matters"),
            dark=dark(), width=steering.HALF,
        ),
        steering.named(view, "cost-firms", reading), pick=True,
    )  # fmt: skip


def _types(view: View, found: Measure) -> None:
    """List the types with their mean, median and quartiles; a type opens on its matters."""
    st.subheader(t("Le détail par type de dossier", "Matter type by matter type"), anchor=False)
    groups = sorted(found.groups, key=_largest_first)
    rows = [
        {
            "matter_type": _type(view, group.key[0]), "mean": group.value, "median": group.spread.get("median"),
            "p25": group.spread.get("p25"), "p75": group.spread.get("p75"), "n": group.n, "spent": group.numerator,
        }
        for group in groups
    ]  # fmt: skip
    shown = steering.titled(
        rows, view, Text("Coût par type", "Cost by type"), {"n": (Text("Dossiers", "Matters"), "number")}
    )
    st.caption(t("Choisir un type pour voir ses dossiers.", "Choose a type to see its matters."))
    chosen = table.show(shown, steering.named(view, "costs", found.reading), pick=True, height=steering.height(len(rows)))
    if chosen is not None and chosen < len(groups):
        scope = view.scope.keep("matter_type", groups[chosen].key[0])
        _matters(view.measure(KPI, found.reading, scope.cut("matter")), replace(view, scope=scope))


def _largest_first(group: Group) -> tuple[bool, Any]:
    middle = group.spread.get("median")
    return middle is None, -(middle or 0)


def _matters(found: Measure, view: View, firm: str | None = None) -> None:
    """List the matters whose costs were averaged, the dearest first; each opens on its documents."""
    about = {"firm_id": firm} if firm else {}
    rows = [
        {**about, "matter_id": group.key[0], "amount": group.numerator}
        for group in sorted(found.groups, key=lambda group: -(group.numerator or 0))
    ]
    st.subheader(t("Les dossiers", "The matters"), anchor=False)
    shown = steering.titled(rows, view, Text("Dossiers", "Matters"))
    steering.opening(view, rows, shown, steering.named(view, "cost-matters", found.reading, firm))
