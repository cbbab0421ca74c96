"""A decision typed on the spot: what, who, by when, which figure it aims at and how far."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import reviews, typed
from data.store import StoreError
from kpi import catalogue
from kpi.model import Text
from report import words
from ui.numbers import exact, parsed
from ui.reader import lang, plain, t, today
from ui.review import opened
from ui.view import store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.review.opened import Opened

_OWNERS: Final = ("legal", "procurement", "firm")
_SAID, _LACKS = "decided", "decided-lacks"
_SMART: Final[Mapping[str, Text]] = {
    "owner": Text("un pilote", "an owner"),
    "due_on": Text("une échéance", "a due date"),
    "kpi": Text("un chiffre visé", "a figure aimed at"),
    "expected": Text("une cible", "a target"),
}


def ask(one: Opened) -> None:
    """Ask for a decision over the page, which stays as it is."""
    firms = {} if one.review.firm_id else dict(one.view.choices.firms)
    st.dialog(t("Nouvelle décision ou action", "New decision or action"), width="large")(_over_the_page)(one, firms)


def _over_the_page(one: Opened, firms: dict[str, str]) -> None:
    if _form(one, firms, "room") and not st.session_state.get(_LACKS, {}).get("text"):
        st.rerun()  # the page behind shows it
    opened.refusal()
    recorded()


def show(one: Opened) -> None:
    """Ask for a decision where it stands."""
    if one.closed:
        return
    with st.container(border=True):
        st.markdown("**" + t("Nouvelle décision ou action", "New decision or action") + "**")
        _form(one, {} if one.review.firm_id else dict(one.view.choices.firms), "page")
    recorded()


def _form(one: Opened, firms: Mapping[str, str], place: str) -> bool:
    """Show the form; the firm of the review is the one concerned, or the one named."""
    key = f"decide-{place}"
    owners = {code: words.code("owner", code, lang()) for code in _OWNERS}
    kpis = {name: kpi.title(lang()) for name, kpi in catalogue().items()}
    with st.form(key, border=False):
        st.text_input(t("Décision", "Decision"), key=f"{key}-text", max_chars=300)
        who, due, taken = st.columns(3)
        who.selectbox(
            t("Pilote", "Owner"), _OWNERS, index=None, key=f"{key}-owner", accept_new_options=True,
            format_func=lambda owner: owners.get(owner, owner),
            placeholder=t("Juridique, achats, cabinet ou un nom", "Legal, procurement, firm, or a name"),
        )  # fmt: skip
        due.date_input(t("Échéance", "Due"), value=None, format="DD/MM/YYYY", key=f"{key}-due", min_value=today())
        first, last = window(one)
        taken.date_input(
            t("Décidée le", "Decided on"), value=max(first, min(last, today())), min_value=first,
            max_value=max(first, min(last, today())), format="DD/MM/YYYY", key=f"{key}-day",
            help=t(
                "Ce jour range la décision dans cette revue, et fixe le trimestre d'avant, pour en mesurer l'effet.",
                "This day puts the decision in this review, and tells which quarter came before to measure its effect.",
            ),
        )  # fmt: skip
        kpi, target = st.columns(2)
        kpi.selectbox(
            t("Chiffre visé", "Figure aimed at"), list(kpis), index=None, key=f"{key}-kpi",
            format_func=kpis.__getitem__, placeholder=t("Aucun", "None"),
        )  # fmt: skip
        target.text_input(
            t("Cible", "Target"), key=f"{key}-expected", max_chars=60,
            placeholder=t("80 %, 45 jours, 250 000 €…", "80%, 45 days, 250,000 €…"),
        )  # fmt: skip
        if firms:
            st.selectbox(
                t("Cabinet concerné", "Firm concerned"), list(firms), index=None, key=f"{key}-firm",
                format_func=firms.__getitem__, placeholder=t("Tous", "All"),
            )  # fmt: skip
        return st.form_submit_button(
            t("Enregistrer", "Record"), icon=":material/add_task:", type="primary", on_click=_record,
            args=(key, one.number, one.review.firm_id),
        )  # fmt: skip


def window(one: Opened) -> tuple[dt.date, dt.date]:
    """Return the days on which the decisions of a review are taken: from its quarter's end to the next quarter's.

    A review of a quarter that is not over takes them today: they open the next review.
    """
    length = dt.timedelta((one.period.end - one.period.start).days + 1)
    first = one.period.end + dt.timedelta(1)
    return (first, one.period.end + length) if first <= today() else (today(), today())


def _record(key: str, number: int, firm_id: str | None) -> None:
    given: dict[str, Any] = {
        name: st.session_state.get(f"{key}-{name}")
        for name in ("text", "owner", "due", "day", "kpi", "expected", "firm")
    }
    text = (given["text"] or "").strip()
    st.session_state[_LACKS] = {} if text else {"text": True}
    if not text:
        st.session_state[_SAID] = Text("Écrire d'abord la décision.", "Write the decision first.")
        return
    row = {
        "decided_on": given["day"] or today(),
        "text": text,
        "firm_id": firm_id or given["firm"],
        "owner": given["owner"],
        "due_on": given["due"],
        "status": "open",
        "kpi": given["kpi"],
        "expected": _expected(given["expected"], given["kpi"]),
    }

    def work() -> None:
        with store().reading() as reader:
            if reviews.review(reader, number).state == "closed":
                raise StoreError(
                    Text(
                        f"La revue n° {number} est close. La rouvrir pour y décider.",
                        f"Review no. {number} is closed. Reopen it to decide in it.",
                    )
                )
        typed.record(store(), "actions", [row], lang())

    if opened.change(work):
        st.session_state[_SAID] = _told(row)
        for name in ("text", "expected"):
            st.session_state[f"{key}-{name}"] = ""
        for name in {"owner", "due", "kpi", "firm"} & {name for name in given if given[name]}:
            st.session_state[f"{key}-{name}"] = None


def _expected(written: str | None, kpi: str | None) -> str | None:
    """Keep a number as the figure's own unit has it (80 % is 0.8), and what is no number as it was written."""
    said = (written or "").strip()
    value = parsed(said, catalogue()[kpi].unit) if kpi else None
    return f"{value:f}" if value is not None else said or None


def _told(row: Mapping[str, Any]) -> Text:
    """Say what was recorded, how its target was read, and gently what would make it easier to follow up."""
    kpi, said = catalogue().get(row["kpi"] or ""), Text("Décision enregistrée.", "Decision recorded.")
    value = exact(row["expected"])
    if kpi and value is not None:
        said = Text(
            f"{said.fr} Cible lue : {words.show(value, kpi.unit, 'fr')}.",
            f"{said.en} Target read as {words.show(value, kpi.unit, 'en')}.",
        )
    lacks = [what for name, what in _SMART.items() if not row[name]]
    if lacks:
        fr, en = ", ".join(what.fr for what in lacks), ", ".join(what.en for what in lacks)
        said = Text(
            f"{said.fr} Pour mieux la suivre, il lui manque : {fr}.", f"{said.en} To follow it up, it lacks: {en}."
        )
    return said


def recorded() -> None:
    """Say what became of the last decision typed."""
    said: Text | None = st.session_state.pop(_SAID, None)
    if said is None:
        return
    if st.session_state.pop(_LACKS, None):
        st.warning(said(lang()))
    else:
        st.toast(plain(said(lang())), icon=":material/add_task:", duration="long")
