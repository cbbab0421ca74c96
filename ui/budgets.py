"""Budgets: who stays within what was agreed, who does not, what was regularised, what has no budget."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi.budget_conformity import state
from kpi.budgets import Judged, judged
from kpi.model import Text, ratio
from report import charts, words
from ui import card, sources, steering
from ui.layout import chart
from ui.reader import dark, lang, plain, t

if TYPE_CHECKING:
    from report.tables import Kind
    from ui.view import View

KPI = "budget_conformity"
_MOST = 12
_TOLERANCE = "tolerance"
_TOLERANCES: Final = ("0", "0.05", "0.10")
# in this order: the charts' third colour is their green
_STATES: Final = {
    "over": Text("Dépassé", "Over"),
    "at_risk": Text("À risque", "At risk"),
    "conforming": Text("Conforme", "Conforming"),
}
_OVER: Final[dict[str, tuple[Text, Kind]]] = {"share": (Text("Consommé", "Used"), "ratio")}
_LATE: Final[dict[str, tuple[Text, Kind]]] = {
    "exceeded_on": (Text("Dépassée le", "Exceeded on"), "date"),
    "replaced": (Text("Version précédente", "Previous version"), "money"),
    "amount": (Text("Nouvelle version", "New version"), "money"),
    "spent": (Text("Déjà dépensé", "Already spent"), "money"),
    "phase": (Text("Phase", "Phase"), "text"),
    "note": (Text("Note", "Note"), "text"),
}


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


@st.cache_data(max_entries=50, show_spinner=False)
def _standings(path: str, version: int, asked: str, _view: View) -> list[Standing]:
    del path, version, asked
    scope, closings = _view.scope, {row["matter_id"]: row["closed_on"] for row in _view.listed("matters")}
    found = []
    for matter in judged(_view.facts, scope, scope.period):
        closed_on = closings.get(matter.matter_id)
        closed = closed_on is not None and closed_on <= scope.period.end
        found.append(Standing(matter, state(matter, scope.tolerance, closed=closed), closed))
    return found


def show(view: View) -> None:
    """Show conformity and coverage, where the matters stand, then the lists to discuss."""
    if "budgets" not in view.facts.present:
        steering.bring(
            Text(
                "La table des budgets (budgets) manque\u00a0: avec elle, cette page compare chaque dossier à son budget "
                "initial et à son budget en vigueur, et montre les dépassements et les régularisations.",
                "The budgets table is missing: with it, this page compares each matter with its initial budget and its "
                "budget in force, and shows overruns and late budgets.",
            ),
            "budgets",
        )
        return
    reading = _options(view)
    standings = _standings(view.path, view.version, view.scope.model_dump_json(), view)
    _cards(view, reading)
    left, right = st.columns(2)
    with left:
        _states(view, standings)
    with right:
        trend = view.trend(KPI, reading)
        chart(
            charts.trend(
                steering.points(trend), "ratio", lang(), t("Le taux de conformité tient-il\u202f?", "Does conformity hold?"),
                t("Dossiers facturés dans le trimestre, jugés à sa fin", "Matters billed in the quarter, judged at its end"),
                steering.target(view, trend), dark=dark(), width=steering.HALF,
            ),
            steering.named(view, "conformity", reading),
        )  # fmt: skip
    _most_over(view, standings)
    _lists(view, standings)


def _options(view: View) -> str:
    """Offer readings and tolerances; the tolerance becomes part of what the page asks."""
    tolerance = Decimal(st.session_state.get(_TOLERANCE, _TOLERANCES[0]))
    view.scope = view.scope.model_copy(update={"tolerance": tolerance})
    left, right = st.columns([5, 2])
    with left:
        reading = steering.reading(view, KPI)
    with right:
        effects = {
            known: (
                words.percent(Decimal(known), lang(), 0),
                words.measure(view.measure(KPI, reading, view.scope.model_copy(update={"tolerance": Decimal(known)})), lang()),
            )
            for known in _TOLERANCES
        }  # fmt: skip
        steering.choose(t("Tolérance", "Tolerance"), effects, _TOLERANCE)
    return reading


def _cards(view: View, reading: str) -> None:
    in_force, initial = (words.measure(view.measure(KPI, name), lang()) for name in ("in_force", "initial"))
    covered, tolerance = view.measure("budget_coverage"), view.scope.tolerance
    within = words.percent(tolerance, lang(), 0)
    said = t(
        f"{in_force} des dossiers budgétés respectent leur budget{f', à {within} près' if tolerance else ''} · "
        f"{initial} sur budget initial · {words.measure(covered, 'fr')} des dossiers ont un budget",
        f"{in_force} of budgeted matters are within budget{f', give or take {within}' if tolerance else ''} · "
        f"{initial} on initial budget · {words.measure(covered, 'en')} of matters have a budget",
    )
    st.markdown(f"**{plain(said)}**")
    first, second, third = st.columns(3)
    with first:
        card.card(view, KPI, reading)
    with second:
        card.card(view, "budget_coverage")
    with third, st.container(border=True, height="stretch"):
        late = covered.details.get("late_budgets")
        st.metric(t("Régularisations", "Late budgets"), words.number(late, lang()))
        st.caption(
            t("Budgets approuvés après que la dépense avait dépassé la version qu’ils remplacent.",
              "Budgets approved after spend had exceeded the version they replace.")
        )  # fmt: skip
        st.caption(
            plain(
                t("Dépense des dossiers sans budget\u00a0: ", "Spend of matters without a budget: ")
                + words.money(_uncovered(covered.details), lang())
            )
        )


def _uncovered(details: Any) -> Decimal:  # noqa: ANN401 — details are figures of several kinds
    return Decimal(details["spend"]) - Decimal(details["spend_with_budget"])


def _states(view: View, standings: list[Standing]) -> None:
    """Compare open and closed matters: conforming, at risk, over their budget in force."""
    counts = {
        (closed, name): sum(1 for one in standings if one.closed == closed and one.state == name)
        for closed in (False, True)
        for name in _STATES
    }
    totals = {closed: sum(n for (row, _), n in counts.items() if row == closed) for closed in (False, True)}
    rows = {False: t("En cours", "Open"), True: t("Clos", "Closed")}
    parts = [
        charts.Part(
            "closed" if closed else "open", name, _STATES[name](lang()), ratio(n, totals[closed]) or Decimal(0),
            f"{rows[closed]} (n\u00a0=\u00a0{words.number(totals[closed], lang())})",
        )
        for (closed, name), n in counts.items() if totals[closed]
    ]  # fmt: skip
    over = words.count(sum(n for (_, name), n in counts.items() if name == "over"), "matter", lang())
    chart(
        charts.share(
            parts, "ratio", lang(), t(f"{over} au-delà du budget en vigueur", f"{over} over the budget in force"),
            t(f"Part des dossiers budgétés, {steering.period(view)}. À risque\u00a0: en cours, 80\u00a0% du budget consommés",
              f"Share of budgeted matters, {steering.period(view)}. At risk: open, 80% of the budget used"),
            dark=dark(), width=steering.HALF,
        ),
        steering.named(view, "states"),
    )  # fmt: skip
    for closed, title in rows.items():
        said = ", ".join(f"{_STATES[name](lang()).lower()} {counts[closed, name]}" for name in reversed(_STATES))
        st.caption(plain(f"{title}{steering.COLON(lang())}{said}"))


def _most_over(view: View, standings: list[Standing]) -> None:
    """Lay the matters most over their budget against it; a click opens their documents."""
    worst = sorted((one for one in standings if one.state == "over"), key=lambda one: -one.over)[:_MOST]
    picked = chart(
        charts.bullet(
            [
                charts.Bullet(
                    one.matter.matter_id, view.names["matter"].get(one.matter.matter_id, one.matter.matter_id),
                    one.matter.engaged, one.matter.in_force, one.matter.initial,
                )
                for one in worst
            ],
            "EUR", lang(), t("Où dépasse-t-on le plus\u202f?", "Where are the largest overruns?"),
            t("Dépensé depuis l’origine et budgets, HT. Cliquer sur une barre pour voir les factures",
              "Spent since the start and budgets, net of tax. Click a bar to see the invoices"),
            dark=dark(), width=steering.WIDE,
        ),
        steering.named(view, "most-over"), pick=True,
    )  # fmt: skip
    if picked is not None:
        sources.behind(view, {"matter_id": picked}, steering.named(view, "most-over-behind", picked))


def _lists(view: View, standings: list[Standing]) -> None:
    """List what to discuss: overruns, budgets approved too late, matters without a budget."""
    over = [_over_row(one) for one in sorted(standings, key=lambda one: -one.over) if one.state == "over"]
    judged_here = {one.matter.matter_id for one in standings}
    late = [row for row in view.listed("late_budgets", view.scope.period.end) if row["matter_id"] in judged_here]
    revised = [_late_row(view, row) for row in late]
    without = sorted((one.matter for one in standings if one.state == "without_budget"), key=lambda one: -one.spent)
    lists = (
        ("over", Text("Budget dépassé", "Over budget"), over, _OVER),
        ("late", Text("Régularisations", "Late budgets"), revised, _LATE),
        ("without", Text("Sans budget", "Without a budget"), [_bare_row(matter) for matter in without], {}),
    )
    tabs = st.tabs([f"{title(lang())} ({words.number(len(rows), lang())})" for _, title, rows, _ in lists])
    for tab, (name, title, rows, columns) in zip(tabs, lists, strict=True):
        with tab:
            steering.opening(view, rows, steering.titled(rows, view, title, columns), steering.named(view, f"budget-{name}"))


def _over_row(one: Standing) -> dict[str, Any]:
    matter = one.matter
    return {
        "matter_id": matter.matter_id, "over": one.over, "share": ratio(matter.engaged, matter.in_force or Decimal(0)),
        "engaged": matter.engaged, "budget": matter.in_force, "initial_budget": matter.initial,
        "matter_type": matter.attributes["matter_type"],
    }  # fmt: skip


def _late_row(view: View, row: dict[str, Any]) -> dict[str, Any]:
    """Show a late version: a budget of no firm in particular covers them all, which an empty cell says."""
    firm = row["firm_id"]
    return {
        "matter_id": row["matter_id"], "replaced": row["replaced"], "exceeded_on": row["exceeded_on"],
        "approved_on": row["approved_on"], "spent": row["spent"], "amount": row["amount"],
        "firm": words.label("firm", firm, lang(), view.names) if firm else None, "phase": row["phase"], "note": row["note"],
    }  # fmt: skip


def _bare_row(matter: Judged) -> dict[str, Any]:
    return {
        "matter_id": matter.matter_id, "matter_type": matter.attributes["matter_type"],
        "entity": matter.attributes["entity"], "spent": matter.spent,
    }  # fmt: skip
