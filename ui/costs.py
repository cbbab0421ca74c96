"""Costs: what a matter of each type costs, how far apart matters lie, how firms compare on one type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi import catalogue
from kpi.model import Text
from report import charts, words
from ui import steering
from ui.filters import NONE
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.steering import Listed

if TYPE_CHECKING:
    from kpi.model import Group, Key
    from ui.view import View

KPI = "cost_per_matter_type"
ALL = "*"
"""How « all types » is written among the types to choose from."""
_WITHOUT_MATTERS = Text(
    "La table des dossiers (matters) manque\u00a0: elle donne le type de chaque dossier et sa date de clôture. Sans "
    "elle, tous les dossiers sont d’un type «\u00a0non renseigné\u00a0» et aucun n’est clos.",
    "The matters table is missing: it gives each matter’s type and closing date. Without it, every matter is of a "
    "type “not recorded” and none is closed.",
)
_COLUMNS: Final[steering.Columns] = {"n": (Text("Dossiers", "Matters"), "number")}


def lacking(view: View) -> None:
    """Say what is missing without the table of matters."""
    if "matters" not in view.facts.present:
        steering.bring("matters", _WITHOUT_MATTERS)


def both_readings(view: View, chosen: str) -> None:
    """Say what each reading gives, the chosen one first: mean, median, number of matters."""
    for known in sorted(catalogue()[KPI].readings, key=lambda known: known.name != chosen):
        found = view.measure(KPI, known.name)
        mean, median = (words.money_short(value, lang()) for value in (found.value, _median(found.details)))
        of = words.count(found.n, "matter", lang())
        figures = t(f"moyenne {mean}, médiane {median}, {of}", f"mean {mean}, median {median}, {of}")
        said = plain(f"{known.title(lang())}{steering.COLON(lang())}{figures}.")
        st.markdown(f"**{said}**" if known.name == chosen else said)
    st.caption(plain(catalogue()[KPI].caution(lang())))


def _median(figures: Any) -> Any:  # noqa: ANN401 — figures of several kinds
    return figures.get("median")


def spread(view: View, reading: str) -> None:
    """Show how far apart the matters of each type lie, and which types stand on too few of them."""
    found = view.measure(KPI, reading)
    rows = [
        charts.Spread(
            group.key[0],
            _type(view, group.key[0]),
            group.spread.get("p25"),
            group.spread.get("median"),
            group.spread.get("p75"),
            group.value,
            group.n,
        )
        for group in found.groups
        if group.n
    ]
    title = t("Que coûte un dossier de chaque type\u202f?", "What does a matter of each type cost?")
    subtitle = f"{_title(reading)}, {t('HT', 'net of tax')}, {_over(view, reading)}"
    drawn = charts.spread(rows, "EUR", lang(), title, subtitle, dark=dark(), width=steering.MOST)
    chart(drawn, steering.named(view, "cost-spread", reading))
    few = ", ".join(row.label for row in rows if row.n < steering.SMALL)
    if few:
        warned = t(
            f"Moins de {steering.SMALL} dossiers, à lire avec prudence\u00a0: {few}.",
            f"Fewer than {steering.SMALL} matters, read with care: {few}.",
        )
        st.caption(plain(warned))


def _type(view: View, key: Key) -> str:
    return words.label("matter_type", key, lang(), view.names)


def _title(reading: str) -> str:
    return next(known for known in catalogue()[KPI].readings if known.name == reading).title(lang())


def _over(view: View, reading: str) -> str:
    """Say over which days the matters are taken: the period, or the twelve months that end with it."""
    if reading == "active":
        return steering.period(view)
    last = words.day(view.scope.period.end, lang())
    return t(f"clos dans les 12 mois jusqu’au {last}", f"closed in the 12 months to {last}")


def choose_type(view: View, reading: str) -> tuple[View, str]:
    """Let the reader choose one type, or all; return the view of it and its name."""
    groups = view.measure(KPI, reading).groups
    titles = {ALL: t("Tous les types", "All types")}
    titles |= {group.key[0] or NONE: _type(view, group.key[0]) for group in groups}
    chosen = st.selectbox(
        t("Regarder un type de dossier", "Look at one matter type"),
        list(titles),
        index=max(range(len(groups)), key=lambda at: groups[at].n) + 1,  # the type with most matters
        key="cost-type",
        persist_state="session",
        format_func=lambda key: titles.get(key, key),
    )
    if chosen == ALL:
        return view, t("tous les types", "all types")
    return steering.about(view, "matter_type", None if chosen == NONE else chosen), titles[chosen]


def trend(view: View, reading: str, which: str) -> None:
    """Follow a type, or all, quarter by quarter."""
    title = t(f"Coût moyen par trimestre\u00a0: {which}", f"Average cost by quarter: {which}")
    steering.trend(view, view.trend(KPI, reading), title, f"{_title(reading)}, {t('HT', 'net of tax')}")


def firms(view: View, reading: str, which: str) -> str | None:
    """Compare the firms' cost per matter; return the firm that was clicked."""
    bars = [
        charts.Bar(
            group.key[0],
            words.label("firm", group.key[0], lang(), view.names),
            group.value,
            f"n\u00a0=\u00a0{words.number(group.n, lang())}",
            faint=group.n < steering.SMALL,
        )
        for group in view.measure(KPI, reading, view.scope.cut("firm")).groups
        if group.n
    ]
    title = t(f"Coût d’un dossier par cabinet\u00a0: {which}", f"Cost of a matter by firm: {which}")
    subtitle = t(
        f"Moyenne HT, {_over(view, reading)}. En gris\u00a0: moins de {steering.SMALL} dossiers",
        f"Average, net of tax, {_over(view, reading)}. In grey: fewer than {steering.SMALL} matters",
    )
    drawn = charts.bars(bars, "EUR", lang(), title, subtitle, dark=dark(), width=steering.HALF)
    return chart(drawn, steering.named(view, "cost-firms", reading), pick=True)


def types(view: View, reading: str) -> None:
    """List the types with their mean, median and quartiles; a type opens on its matters."""
    st.header(t("Le détail par type de dossier", "Matter type by matter type"), anchor=False)
    groups = sorted(view.measure(KPI, reading).groups, key=_largest_first)
    rows = [
        {
            "matter_type": _type(view, group.key[0]),
            "mean": group.value,
            **{name: group.spread.get(name) for name in ("median", "p25", "p75")},
            "n": group.n,
            "spent": group.numerator,
        }
        for group in groups
    ]
    st.caption(t("Choisir un type pour voir ses dossiers.", "Choose a type to see its matters."))
    listed = Listed("costs", Text("Coût par type", "Cost by type"), rows, _COLUMNS)
    chosen = steering.picked(view, listed, reading)
    if chosen is not None:
        kind = groups[rows.index(chosen)].key[0]
        matters(steering.about(view, "matter_type", kind), reading)


def _largest_first(group: Group) -> tuple[bool, Any]:
    middle = _median(group.spread)
    return middle is None, -(middle or 0)


def matters(view: View, reading: str, firm: str | None = None) -> None:
    """List the matters whose costs were averaged, the dearest first; each opens on its documents."""
    found = view.measure(KPI, reading, view.scope.cut("matter"))
    about = {"firm_id": firm} if firm else {}
    rows = [
        {**about, "matter_id": group.key[0], "amount": group.numerator}
        for group in sorted(found.groups, key=lambda group: -(group.numerator or 0))
    ]
    st.header(t("Les dossiers", "The matters"), anchor=False)
    steering.opening(view, Listed(f"cost-matters-{reading}", Text("Dossiers", "Matters"), rows))
