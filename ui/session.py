"""Who is in front: on a laptop its only reader, with every right; on an intranet whom the provider says, by role.

Asked again at every run, of a page or of a dialog, since Streamlit's own cookie lives thirty days whatever the
provider decided: a token past its end, or a person taken off the list, has no data from the next click on.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

import streamlit as st

from data.role import Role
from data.store import StoreError
from kpi.model import Text
from ui import shared

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_log = logging.getLogger(__name__)


class Standing(Enum):
    """How somebody stands at the door."""

    ADMITTED = "admitted"
    NOBODY = "nobody"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Visitor:
    """Whoever asks: how they stand, their role if they have one, and what the provider knows them by."""

    standing: Standing
    role: Role | None = None
    iss: str = ""
    sub: str = ""

    @property
    def who(self) -> str:
        """What the access journal calls them: a fingerprint that the administrator can work out again."""
        return fingerprint(self.iss, self.sub)


class NotAdmittedError(StoreError):
    """There is no session, it has ended, or the person has no role: nothing of the store is for them."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "La session est terminée ou n'a pas accès à Binôme. Rien n'est montré : se connecter de nouveau.",
                "The session has ended or has no access to Binôme. Nothing is shown: sign in again.",
            )
        )


LOCAL: Final = Visitor(Standing.ADMITTED, Role.LEGAL_OPS)
_ended: Final[dict[str, float]] = {}
"""Logins that somebody left, until their token ends by itself: their other tabs see nothing more."""


def visitor() -> Visitor:
    """Return who is in front of this session, as things stand now."""
    path = shared.configured()
    return LOCAL if path is None else judge(claims(), listed(path), time.time())


def listed(path: Path) -> Mapping[tuple[str, str], Role]:
    """Return who has which role, as the file says now; nobody has any while it cannot be read."""
    try:
        return shared.load(path).people
    except shared.SharedError as error:
        _log.error("%s", error)
        return {}


def role() -> Role:
    """Return the role of whoever is in front.

    Raises:
        NotAdmittedError: they have none.
    """
    found = visitor().role
    if found is None:
        raise NotAdmittedError
    return found


def claims() -> Mapping[str, object]:
    """Return what the provider's signed token says of this session; nothing where nobody signed in."""
    return st.user.to_dict() if st.user.get("is_logged_in") is True else {}


def judge(said: Mapping[str, object], people: Mapping[tuple[str, str], Role], now: float) -> Visitor:
    """Judge what a token says: complete, in force, not left, and of somebody on the list."""
    iss, sub, ends = said.get("iss"), said.get("sub"), said.get("exp")
    if not isinstance(iss, str) or not isinstance(sub, str):
        return Visitor(Standing.NOBODY)
    if not isinstance(ends, int) or ends <= now or _login(said) in _ended:
        return Visitor(Standing.EXPIRED, None, iss, sub)
    found = people.get((iss, sub))
    return Visitor(Standing.ADMITTED if found else Standing.UNKNOWN, found, iss, sub)


def leave() -> None:
    """End this login here, in every tab, then at the provider."""
    said, now = claims(), time.time()
    for login in [login for login, ends in _ended.items() if ends <= now]:
        _ended.pop(login, None)
    ends = said.get("exp")
    _ended[_login(said)] = float(ends) if isinstance(ends, int) else now
    st.logout()


def fingerprint(iss: str, sub: str) -> str:
    """Return how a person is written in the access journal."""
    return hashlib.sha256(f"{iss}\n{sub}".encode()).hexdigest()[:16]


def _login(said: Mapping[str, object]) -> str:
    """Name one login of one person: signing in again makes another one."""
    return hashlib.sha256(repr([said.get(name) for name in ("iss", "sub", "iat", "nonce")]).encode()).hexdigest()
