"""Backups that can be trusted: a copy made through the database, never of the file under it."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING

import duckdb

from data.store import Store, StoreError
from kpi.model import Text

if TYPE_CHECKING:
    from pathlib import Path


def backup(store: Store, target: Path) -> None:
    """Write a whole, consistent copy of the store to a new file.

    Raises:
        StoreError: the target exists already, or the store cannot be read.
    """
    if target.exists():
        raise StoreError(
            Text(
                f"{target} existe déjà ; une sauvegarde n'écrase rien. Choisir un autre nom.",
                f"{target} exists already; a backup overwrites nothing. Choose another name.",
            )
        )
    with store.reading():
        pass
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    con = duckdb.connect(":memory:")
    before = os.umask(0o077)
    try:
        con.execute(f"ATTACH '{_quoted(store.path)}' AS store (READ_ONLY)")
        con.execute(f"ATTACH '{_quoted(partial)}' AS copy")
        con.execute("COPY FROM DATABASE store TO copy")
        con.execute("CHECKPOINT copy")
    finally:
        os.umask(before)
        con.close()
    partial.rename(target)


def restore(store: Store, source: Path) -> Path | None:
    """Put a backup in the place of the store; the store that was there is kept beside it, and its path returned.

    Raises:
        StoreError: the backup cannot be read as a store.
    """
    with Store(source).reading():
        pass
    kept = None
    store.path.parent.mkdir(parents=True, exist_ok=True)
    incoming = store.path.with_name(store.path.name + ".incoming")
    incoming.unlink(missing_ok=True)
    backup(Store(source), incoming)
    if store.exists:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
        kept = store.path.with_name(f"{store.path.stem}.before-{stamp}{store.path.suffix}")
        wal = store.path.with_name(store.path.name + ".wal")
        store.path.rename(kept)
        if wal.exists():
            wal.rename(kept.with_name(kept.name + ".wal"))
    incoming.rename(store.path)
    return kept


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
