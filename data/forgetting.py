"""Forgetting: originals that were erased from a store are erased beside it, and the journal says that something was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import durable
from data.vault import ENDING, SUFFIX
from data.witness import note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Store


def forget(store: Store, sha256s: Sequence[str]) -> None:
    """Remove originals from the vault of a store and from those that a restore or an acceptance kept of it.

    The journal tells of an erasure, and of every file still in force, by its fingerprint.

    Raises:
        StoreError: the store cannot be written.
    """
    path = store.path
    kept = (f"{path.name}{SUFFIX}", f"{path.name}{SUFFIX}.before-*", f"{path.stem}.before-*{path.suffix}{SUFFIX}")
    for folder in (found for pattern in kept for found in path.parent.glob(pattern)):
        for sha256 in sha256s:
            durable.remove(folder / f"{sha256}{ENDING}")
        durable.sync_folder(folder)
    with store.writing(derive=False) as con:
        note(con, "erase")
