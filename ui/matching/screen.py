"""What waits to be matched: as written, where, on how much; what it may be is one click away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.matching import settled
from data.matching.item import KINDS
from data.matching.waiting import waiting
from data.role import Role
from report import words
from ui import problems
from ui.matching import answers, choosing, said
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.matching.closeness import Proposal
    from data.matching.item import Kind, Waiting
    from ui.view import View

_PAGE: Final = 20


def show(view: View) -> None:
    """Show the firms, the matters and the people that wait, the largest amount first."""
    found = _waiting(view.role, view.path, view.data_version, view)
    unlisted = settled.unlisted(view.reader)
    if not found and not unlisted:
        st.success(
            t(
                "Rien à rapprocher : chaque cabinet, dossier et intervenant des fichiers est reconnu.",
                "Nothing to match: every firm, matter and timekeeper of the files is recognised.",
            ),
            icon=":material/task_alt:",
        )
        return
    problems.note(
        "Ce que les fichiers nomment et que les tables ne connaissent pas. Rien n'est jamais fusionné sans vous : une "
        "proposition se règle d'un clic, vaut aussi pour les prochains imports, et s'annule.",
        "What files name and tables do not know. Nothing is ever merged without you: a proposal is settled in a click, "
        "holds for later imports too, and can be undone.",
    )
    for kind in KINDS:
        _section(view, kind, [item for item in found if item.kind == kind], listed=kind not in unlisted)
    if unlisted:
        label = t("Importer les tables", "Import the tables")
        st.page_link("../pages/imports.py", label=label, icon=":material/upload_file:")


@st.cache_data(max_entries=4, show_spinner=False)
def _waiting(role: Role, path: str, version: int, _view: View) -> list[Waiting]:
    del role, path, version
    return waiting(_view.reader)


def _section(view: View, kind: Kind, items: Sequence[Waiting], *, listed: bool) -> None:
    """Show what waits of one kind, with its number and the amount at stake."""
    st.header(plain(said.TITLES[kind](lang()) + (f" ({len(items)})" if items else "")), anchor=False)
    if not items:
        st.caption(plain((said.NONE if listed else said.UNLISTED)[kind](lang())))
        return
    at_stake = words.money(sum((abs(item.amount) for item in items), start=items[0].amount * 0), lang())
    st.caption(plain(t(f"Montant en jeu : {at_stake} HT", f"Amount at stake: {at_stake} net of tax")))
    shown = st.session_state.get(f"matching-more-{kind}", _PAGE)
    for item in items[:shown]:
        _row(view, item)
    if len(items) > shown:
        st.button(
            plain(t(f"Montrer la suite ({len(items) - shown})", f"Show more ({len(items) - shown})")),
            key=f"matching-next-{kind}", icon=":material/expand_more:", on_click=_further, args=(kind, shown),
        )  # fmt: skip


def _further(kind: Kind, shown: int) -> None:
    st.session_state[f"matching-more-{kind}"] = shown + _PAGE


def _row(view: View, item: Waiting) -> None:
    key = f"{item.kind}-{item.firm_id or ''}-{item.written}"
    with st.container(border=True):
        about, amount, answer = st.columns([4, 2, 6])
        with about.container(gap="xxsmall"):
            st.markdown("**" + plain(words.readable(item.written)) + "**")
            more = [item.name] if item.name else []
            if item.firm_id:
                more.append(words.label("firm", item.firm_id, lang(), view.names))
            if more:
                st.caption(plain(words.readable(" · ".join(more))))
            st.caption(plain(said.place(item)))
        amount.markdown(plain(words.money(item.amount, lang())), text_alignment="right")
        with answer:
            for proposal in item.proposals:
                _proposal(item, proposal, key)
            if not item.proposals:
                st.caption(t("Rien d'assez proche à proposer.", "Nothing close enough to propose."))
            with st.container(horizontal=True):
                if st.button(
                    t("Un autre, un nouveau…", "Another, a new one…"), key=f"choose-{key}", icon=":material/search:",
                    type="tertiary",
                ):  # fmt: skip
                    choosing.ask(item, settled.targets(view.reader, item.kind, item.firm_id))
                if item.proposals:
                    single = len(item.proposals) == 1
                    st.button(
                        t("Ce n'est pas lui", "Not the same") if single else t("Aucun d'eux", "None of them"),
                        key=f"apart-{key}", icon=":material/close:", type="tertiary",
                        help=t(
                            "Il reste lui-même, sans être rapproché ; la proposition ne revient pas.",
                            "It stays itself, unmatched; the proposal does not come back.",
                        ),
                        on_click=answers.apart, args=(item,),
                    )  # fmt: skip


def _proposal(item: Waiting, proposal: Proposal, key: str) -> None:
    """Offer one thing that a name may mean, with how near it is and why."""
    meant = said.named(proposal.id, proposal.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            plain(meant), key=f"match-{key}-{proposal.id}", icon=":material/link:", on_click=answers.match,
            args=(item, proposal.id, meant),
        )  # fmt: skip
        st.caption(plain(said.why(proposal)))
