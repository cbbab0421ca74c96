"""Backups that can be trusted: a copy made through the database, never of the file under it."""

from __future__ import annotations

import datetime as dt
import os
import time
from typing import TYPE_CHECKING

import duckdb

from data.store import UNWRITABLE, HeldStoreError, Store, StoreError, unwritable
from kpi.model import Text

if TYPE_CHECKING:
    from pathlib import Path


def backup(store: Store, target: Path) -> None:
    """Write a whole, consistent copy of the store to a new file, as it is: an older store stays of its version.

    Raises:
        StoreError: the target exists already, its folder does not, or the store cannot be read.
    """
    if target.exists():
        raise StoreError(
            Text(
                f"{target} existe déjà\u202f; une sauvegarde n'écrase rien. Choisir un autre nom.",
                f"{target} exists already; a backup overwrites nothing. Choose another name.",
            )
        )
    if not target.parent.is_dir():
        raise StoreError(
            Text(f"Le dossier {target.parent} n'existe pas.", f"The folder {target.parent} does not exist.")
        )
    with store.reading(as_is=True):
        pass
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    con = duckdb.connect(":memory:")
    before = os.umask(0o077)
    try:
        store.attach(con, "(READ_ONLY)")
        con.execute(f"ATTACH '{_quoted(partial)}' AS copy")
        con.execute("COPY FROM DATABASE store TO copy")
        con.execute("CHECKPOINT copy")
        con.close()
        partial.rename(target)
    except UNWRITABLE as error:
        raise unwritable(target, error) from error
    finally:
        os.umask(before)
        con.close()
        partial.unlink(missing_ok=True)


def restore(store: Store, source: Path) -> Path | None:
    """Put a backup in the place of the store; the store that was there is kept beside it, and its path returned.

    A backup of an older version is brought to this one on its way; the file of the backup is left as it was.

    Raises:
        StoreError: the backup cannot be read as a store, or another program holds the store.
    """
    kept = None
    store.path.parent.mkdir(parents=True, exist_ok=True)
    incoming = store.path.with_name(store.path.name + ".incoming")
    incoming.unlink(missing_ok=True)
    backup(Store(source), incoming)
    with Store(incoming).writing() as con:  # a page knows its answers by version: this one was never used before
        stamp = str(time.time_ns() // 1_000_000)
        con.execute("UPDATE meta SET value = $1 WHERE name IN ('writes', 'data_version')", [stamp])
    _wait_for_writers(store)
    if store.exists:
        stamp = dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")
        kept = store.path.with_name(f"{store.path.stem}.before-{stamp}{store.path.suffix}")
        wal = store.path.with_name(store.path.name + ".wal")
        store.path.rename(kept)
        if wal.exists():
            wal.rename(kept.with_name(kept.name + ".wal"))
    incoming.rename(store.path)
    return kept


def _wait_for_writers(store: Store) -> None:
    """Let an import that is under way end; a store that is damaged may be replaced, one that is held may not."""
    try:
        with store.reading():
            return
    except HeldStoreError:
        raise
    except StoreError:
        return


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
