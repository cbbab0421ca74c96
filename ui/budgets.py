"""Budgets: who stays within what was agreed, who does not, what was regularised, what has no budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.role import Role
from kpi.budget_conformity import state
from kpi.budgets import Judged, judged
from kpi.model import Text, ratio
from report import charts, words
from ui import sources, steering
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.steering import Listed, Row

if TYPE_CHECKING:
    from ui.view import View

KPI = "budget_conformity"
MOST_DRAWN = 12
_TOLERANCES: Final = (Decimal(0), Decimal("0.05"), Decimal("0.10"))
# in this order: the third colour of the charts is their green
_STATES: Final = {
    "over": Text("Dépassé", "Over"),
    "at_risk": Text("À risque", "At risk"),
    "conforming": Text("Conforme", "Conforming"),
}
_OVER: Final[steering.Columns] = {"share": (Text("Consommé", "Used"), "ratio")}
_LATE: Final[steering.Columns] = {
    "exceeded_on": (Text("Dépassée le", "Exceeded on"), "date"),
    "replaced": (Text("Version précédente", "Previous version"), "money"),
    "amount": (Text("Nouvelle version", "New version"), "money"),
    "spent": (Text("Déjà dépensé", "Already spent"), "money"),
    "phase": (Text("Phase", "Phase"), "text"),
    "note": (Text("Note", "Note"), "text"),
}
_WITHOUT_BUDGETS = Text(
    "La table des budgets (budgets) manque\u00a0: avec elle, cette page compare chaque dossier à son budget initial et "
    "à son budget en vigueur, et montre les dépassements et les régularisations.",
    "The budgets table is missing: with it, this page compares each matter with its initial budget and its budget in "
    "force, and shows overruns and late budgets.",
)


@dataclass(frozen=True)
class Standing:
    """One matter billed in the period and where it stands: over, at_risk, conforming or without_budget."""

    matter: Judged
    state: str
    closed: bool

    @property
    def over(self) -> Decimal:
        """What was spent beyond the budget in force."""
        return self.matter.engaged - (self.matter.in_force or Decimal(0))


def standings(view: View) -> list[Standing]:
    """Return where each matter billed in the period stands at its end; closed: closed by then."""
    return _standings(view.role, f"{view.path} {view.figures}", view.version, view.scope.model_dump_json(), view)


@st.cache_data(max_entries=50, show_spinner=False)
def _standings(role: Role, path: str, version: int, asked: str, _view: View) -> list[Standing]:
    del role, path, version, asked
    scope, closings = _view.scope, {row["matter_id"]: row["closed_on"] for row in _view.listed("matters")}
    found = []
    for matter in judged(_view.facts, scope, scope.period):
        closed_on = closings.get(matter.matter_id)
        closed = closed_on is not None and closed_on <= scope.period.end
        found.append(Standing(matter, state(matter, scope.tolerance, closed=closed), closed))
    return found


def present(view: View) -> bool:
    """Say whether there are budgets to look at; if not, tell the reader how to bring them."""
    if "budgets" in view.facts.present:
        return True
    steering.bring("budgets", _WITHOUT_BUDGETS)
    return False


def options(view: View) -> tuple[View, str]:
    """Offer readings and tolerances; the tolerance becomes part of what the page asks."""
    view = steering.with_(view, "tolerance", Decimal(st.session_state.get("tolerance", "0")))
    with st.container(horizontal=True):
        reading = steering.reading(view, KPI)
        offered = {known: words.percent(known, lang(), 0) for known in _TOLERANCES}
        steering.option(view, (KPI, reading), t("Tolérance", "Tolerance"), "tolerance", offered)
    return view, reading


def sentence(view: View) -> None:
    """Say conformity with what it hides: on the initial budget, and among how many matters."""
    in_force, initial = (words.measure(view.measure(KPI, name), lang()) for name in ("in_force", "initial"))
    covered, within = words.measure(view.measure("budget_coverage"), lang()), view.scope.tolerance
    near = words.percent(within, lang(), 0)
    said = t(
        f"{in_force} des dossiers budgétés respectent leur budget{f', à {near} près' if within else ''} · {initial} "
        f"sur budget initial · {covered} des dossiers ont un budget",
        f"{in_force} of budgeted matters are within budget{f', give or take {near}' if within else ''} · {initial} on "
        f"initial budget · {covered} of matters have a budget",
    )
    st.markdown(f"**{plain(said)}**")


def late(view: View) -> None:
    """Show how many budgets were approved too late, and what has no budget at all."""
    with st.container(border=True, height="stretch"):
        number = view.measure("budget_coverage").details["late_budgets"]
        st.metric(t("Régularisations", "Late budgets"), words.number(number, lang()))
        st.caption(
            t(
                "Budgets approuvés après que la dépense avait dépassé la version qu’ils remplacent.",
                "Budgets approved after spend had exceeded the version they replace.",
            )
        )
        for out in view.measure(KPI).excluded:
            if out.reason == "without_budget":
                st.caption(plain(words.excluded(out, lang())))


def states(view: View) -> None:
    """Compare open and closed matters: conforming, at risk, over their budget in force."""
    matters = standings(view)
    parts, said, rows = [], [], {False: t("En cours", "Open"), True: t("Clos", "Closed")}
    for closed, row in rows.items():
        found = [one.state for one in matters if one.closed == closed and one.state in _STATES]
        label = f"{row} (n\u00a0=\u00a0{words.number(len(found), lang())})"
        parts += [
            charts.Part(str(closed), name, title(lang()), share, label)
            for name, title in _STATES.items()
            if (share := ratio(found.count(name), len(found))) is not None
        ]
        counts = ", ".join(f"{title(lang()).lower()} {found.count(name)}" for name, title in reversed(_STATES.items()))
        said.append(f"{row}{steering.COLON(lang())}{counts}")
    over = words.count(sum(1 for one in matters if one.state == "over"), "matter", lang())
    title = t(f"{over} au-delà du budget en vigueur", f"{over} over the budget in force")
    subtitle = t(
        f"Part des dossiers budgétés, {steering.period(view)}. À risque\u00a0: en cours, 80\u00a0% du budget consommés",
        f"Share of budgeted matters, {steering.period(view)}. At risk: open, 80% of the budget used",
    )
    drawn = charts.share(parts, "ratio", lang(), title, subtitle, dark=dark(), width=steering.HALF)
    chart(drawn, steering.named(view, "states"))
    for sentence in said:
        st.caption(plain(sentence))


def most_over(view: View) -> None:
    """Lay the matters most over their budget against it; a click opens their documents."""
    worst = sorted((one for one in standings(view) if one.state == "over"), key=lambda one: -one.over)[:MOST_DRAWN]
    rows = [
        charts.Bullet(
            one.matter.matter_id,
            words.label("matter", one.matter.matter_id, lang(), view.names),
            one.matter.engaged,
            one.matter.in_force,
            one.matter.initial,
        )
        for one in worst
    ]
    title = t("Où dépasse-t-on le plus\u202f?", "Where are the largest overruns?")
    subtitle = t(
        "Dépensé depuis l’origine et budgets, HT. Cliquer sur une barre pour voir les factures",
        "Spent since the start and budgets, net of tax. Click a bar to see the invoices",
    )
    drawn = charts.bullet(rows, "EUR", lang(), title, subtitle, dark=dark(), width=steering.WIDE)
    picked = chart(drawn, steering.named(view, "most-over"), pick=True)
    if picked is not None:
        sources.behind(view, {"matter_id": picked}, steering.named(view, "most-over-behind", picked))


def lists(view: View) -> None:
    """List what to discuss: overruns, budgets approved too late, matters without a budget."""
    matters = standings(view)
    over = sorted((one for one in matters if one.state == "over"), key=lambda one: -one.over)
    here = {one.matter.matter_id for one in matters}
    revised = [row for row in view.listed("late_budgets", view.scope.period.end) if row["matter_id"] in here]
    without = sorted((one.matter for one in matters if one.state == "without_budget"), key=lambda one: -one.spent)
    steering.tabs(
        view,
        (
            Listed("budget-over", Text("Budget dépassé", "Over budget"), [_over_row(one) for one in over], _OVER),
            Listed(
                "budget-late", Text("Régularisations", "Late budgets"), [_late_row(view, row) for row in revised], _LATE
            ),
            Listed("budget-none", Text("Sans budget", "Without a budget"), [_bare_row(matter) for matter in without]),
        ),
    )


def _over_row(one: Standing) -> Row:
    matter = one.matter
    return {
        "matter_id": matter.matter_id,
        "over": one.over,
        "share": ratio(matter.engaged, matter.in_force or Decimal(0)),
        "engaged": matter.engaged,
        "budget": matter.in_force,
        "initial_budget": matter.initial,
        "matter_type": matter.attributes["matter_type"],
    }


def _late_row(view: View, row: Row) -> Row:
    """Show a late version: a budget of no firm in particular covers them all, which an empty cell says."""
    firm: Any = row["firm_id"] and words.label("firm", row["firm_id"], lang(), view.names)
    shown = ("matter_id", "replaced", "exceeded_on", "approved_on", "spent", "amount")
    return {**{key: row[key] for key in shown}, "firm": firm, "phase": row["phase"], "note": row["note"]}


def _bare_row(matter: Judged) -> Row:
    about = {name: matter.attributes[name] for name in ("matter_type", "entity")}
    return {"matter_id": matter.matter_id, "spent": matter.spent, **about}
