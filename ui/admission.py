"""Which pages are for which role: one that is not named here is for nobody, and all go through the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.role import Role
from kpi.model import Text
from ui import journal, session
from ui.reader import lang, plain, t
from ui.session import Standing, Visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIGURES: Final = frozenset({"overview", "costs", "budgets", "panel", "dematerialisation", "definitions"})
_REVIEW: Final = frozenset({"review", "follow_up"})
PAGES: Final[Mapping[Role, frozenset[str]]] = {
    Role.LEGAL_OPS: _FIGURES | _REVIEW | {"imports", "matching", "quality", "papers"},
    Role.BUYER: _FIGURES | _REVIEW,
    Role.READER: _FIGURES,
}
ROLES: Final[Mapping[Role, Text]] = {
    Role.LEGAL_OPS: Text("Juridique (legal ops)", "Legal ops"),
    Role.BUYER: Text("Achats", "Buyer"),
    Role.READER: Text("Lecture des chiffres", "Figures only"),
}
_LAST: Final = "journal-page"


def is_open(page: str, role: Role | None) -> bool:
    """Say whether a page is for a role."""
    return role is not None and page in PAGES[role]


def account(visitor: Visitor) -> None:
    """Say in the side bar as whom one is there, and offer to leave; a laptop has a single reader."""
    if visitor is not session.LOCAL and visitor.role is not None:
        with st.sidebar:
            st.caption(t("Rôle : ", "Role: ") + plain(ROLES[visitor.role](lang())))
            if st.button(t("Se déconnecter", "Sign out"), icon=":material/logout:", key="sign-out", type="tertiary"):
                journal.note("signed out")
                session.leave()
                st.stop()


def arrive(visitor: Visitor, page: str) -> None:
    """Write down who opened which page; what another role left in this session is forgotten."""
    if visitor is session.LOCAL:
        return
    if st.session_state.get("role", visitor.role) != visitor.role:
        for key in [key for key in st.session_state if key != "lang"]:
            del st.session_state[key]
    st.session_state["role"] = visitor.role
    if st.session_state.get(_LAST) != page:
        journal.note("page" if is_open(page, visitor.role) else "refused", page)
        st.session_state[_LAST] = page


def refuse() -> None:
    """Say that a page is not for this role."""
    st.info(
        t(
            "Cette page n'est pas ouverte à votre rôle. Les autres sont dans le menu ; pour y accéder, demander un "
            "autre rôle à l'administrateur.",
            "This page is not open to your role. The others are in the menu; to see it, ask the administrator for "
            "another role.",
        ),
        icon=":material/lock:",
    )


def door(visitor: Visitor) -> None:
    """Show nothing but the way in, and why it is shut."""
    st.title("Binôme", anchor=False)
    if visitor.standing is Standing.UNKNOWN:
        _unknown(visitor)
        return
    if visitor.standing is Standing.EXPIRED:
        st.info(
            t(
                "Votre session est terminée. Se connecter de nouveau pour continuer.",
                "Your session has ended. Sign in again to go on.",
            )
        )
    st.write(t("La dépense juridique, revue à deux.", "Legal spend, reviewed by two."))
    if st.button(t("Se connecter", "Sign in"), type="primary", icon=":material/login:", key="sign-in"):
        st.login()


def _unknown(visitor: Visitor) -> None:
    """Say what the administrator needs to give somebody a role."""
    if st.session_state.get(_LAST) != "":
        journal.note("refused")
        st.session_state[_LAST] = ""
    st.warning(
        t(
            "Vous êtes connecté, mais Binôme ne vous donne aucun rôle. Transmettre à son administrateur les deux "
            "valeurs ci-dessous : elles désignent votre compte, sans rien ouvrir par elles-mêmes.",
            "You are signed in, but Binôme gives you no role. Send its administrator the two values below: they name "
            "your account and open nothing by themselves.",
        )
    )
    st.code(f"iss = {visitor.iss}\nsub = {visitor.sub}", language=None)
    if st.button(t("Se déconnecter", "Sign out"), icon=":material/logout:", key="sign-out"):
        session.leave()
        st.stop()
