"""When no proposal is right: one from the whole list, a new one, or nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.reference.names import LEVEL
from report import words
from report.terms import CODES
from ui.matching import answers, said
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.matching.item import Waiting


def ask(item: Waiting, targets: Mapping[str, str | None]) -> None:
    """Ask over the page what a name means."""
    title = t(f"Que désigne « {item.written} » ?", f"What does “{item.written}” mean?")
    st.dialog(plain(words.readable(title)))(_asked)(item, targets)


def _asked(item: Waiting, targets: Mapping[str, str | None]) -> None:
    others = [one for one in targets if one != item.written]
    chosen = st.selectbox(
        t("Un autre de la liste", "Another one of the list"), others, index=None, key=answers.key(item, "other"),
        format_func=lambda one: said.named(one, targets[one]),
        placeholder=t("Chercher par nom ou par code", "Search by name or code"),
    )  # fmt: skip
    sure = st.button(
        t("C'est celui-ci", "It is this one"), key="matching-other-sure", type="primary", on_click=answers.choose,
        args=(item, targets),
    )  # fmt: skip
    if sure and chosen is not None:
        st.rerun()
    with st.form(answers.key(item, "new")):
        st.markdown("**" + plain(said.NEW[item.kind](lang())) + "**")
        code, name = st.columns(2)
        code.text_input(t("Code", "Code"), item.written, key=answers.key(item, "id"), max_chars=100)
        name.text_input(t("Nom", "Name"), item.name or item.written, key=answers.key(item, "name"), max_chars=200)
        _more(item)
        if st.form_submit_button(
            t("L'ajouter", "Add it"), key="matching-new-sure", icon=":material/add:", on_click=answers.add, args=(item,)
        ):
            st.rerun()
    st.caption(
        t(
            "Ou il n'est personne d'autre : il reste lui-même, sans fiche, et ne sera plus proposé.",
            "Or it is nobody else: it stays itself, without a record, and is proposed no more.",
        )
    )
    if st.button(
        t("Laisser à part", "Leave on its own"), key="matching-apart-sure", icon=":material/close:",
        on_click=answers.apart, args=(item,),
    ):  # fmt: skip
        st.rerun()


def _more(item: Waiting) -> None:
    """Ask what a new one should say besides its name."""
    if item.kind == "firm":
        codes = CODES["firm_kind"]
        st.selectbox(
            t("Métier", "Trade"), list(codes), key=answers.key(item, "kind"),
            format_func=lambda one: codes[one](lang()),
        )  # fmt: skip
    elif item.kind == "matter":
        st.text_input(t("Type de dossier", "Matter type"), key=answers.key(item, "matter_type"), max_chars=100)
    else:
        st.selectbox(
            t("Niveau", "Level"), list(LEVEL.words), index=None, key=answers.key(item, "level"),
            format_func=lambda one: words.code("timekeeper_level", one, lang()), placeholder="—",
        )  # fmt: skip
