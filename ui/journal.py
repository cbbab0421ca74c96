"""The access journal of a shared dashboard: who opened or took away what, when; never what stood there.

One JSON object a line, in a private file beside the store: UTC, a fingerprint of the person, their role, what they
did, the page. Kept twelve months. A laptop's only reader keeps none.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
from typing import TYPE_CHECKING, Final

from data.store import StoreError, default_path
from kpi.model import Text
from ui import session

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ui.session import Visitor

KEPT: Final = dt.timedelta(days=365)
_turn: Final = threading.Lock()


def path() -> Path:
    """Return where the journal is."""
    store = default_path()
    return store.with_name(f"{store.stem}-access.jsonl")


def note(what: str, page: str = "", visitor: Visitor | None = None) -> None:
    """Write down one access, and let go of what is older than twelve months; what cannot be written is not shown.

    `visitor` says whose it is where no session can be asked any more: a file made after the click.

    Raises:
        StoreError: the journal cannot be written.
    """
    visitor = visitor or session.visitor()
    if visitor is session.LOCAL:
        return
    now = dt.datetime.now(dt.UTC)
    line = {"at": f"{now:%Y-%m-%dT%H:%M:%SZ}", "who": visitor.who, "role": visitor.role, "did": what, "page": page}
    try:
        with _turn:
            _prune(path(), now)
            with os.fdopen(
                os.open(path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8"
            ) as file:
                file.write(json.dumps(line) + "\n")
    except OSError as error:
        raise StoreError(
            Text(
                f"Le journal des accès {path()} ne peut pas être écrit ({error.strerror}). Rien n'est montré sans "
                "lui : prévenir l'administrateur.",
                f"The access journal {path()} cannot be written ({error.strerror}). Nothing is shown without it: tell "
                "the administrator.",
            )
        ) from error


def taking(name: str, content: Callable[[], bytes]) -> Callable[[], bytes]:
    """Make what is downloaded write down, when it is asked for, that it was taken away, and by whom."""
    visitor = session.visitor()  # after the click no session can be asked any more

    def taken() -> bytes:
        note("export", name, visitor)
        return content()

    return taken


def _prune(file: Path, now: dt.datetime) -> None:
    """Rewrite the journal without what is too old, as soon as its first line is; a reader sees either the whole."""
    oldest = f"{now - KEPT:%Y-%m-%dT%H:%M:%SZ}"
    if not file.exists():
        return
    with file.open(encoding="utf-8") as lines:
        first = lines.readline()
        if not first or _moment(first) >= oldest:
            return
        kept = [line for line in lines if _moment(line) >= oldest]
    partial = file.with_name(f".{file.name}.part")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as written:
        written.writelines(kept)
    partial.replace(file)


def _moment(line: str) -> str:
    """Return when a line was written; one that a crash left half-written is as old as can be, and goes."""
    try:
        return str(json.loads(line)["at"])
    except (ValueError, KeyError, TypeError):
        return ""
