"""Backups that can be trusted: a copy made through the database, never of the file under it."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from data import durable
from data.store import UNWRITABLE, HeldStoreError, Store, StoreError, quoted, unwritable
from data.vault import Vault
from data.witness import Witness, note, stamp
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


def backup(store: Store, target: Path) -> None:
    """Write a whole, consistent copy of the store to a new file, as it is: an older store stays of its version.

    Raises:
        StoreError: the target exists already, its folder does not, or the store cannot be read.
    """
    with new_database(target, Text("une sauvegarde", "a backup")) as partial:
        with store.reading(as_is=True):
            pass
        con = duckdb.connect(":memory:")
        try:
            store.attach(con, "(READ_ONLY)")
            con.execute(f"ATTACH '{quoted(partial)}' AS copy")
            con.execute("COPY FROM DATABASE store TO copy")
            con.execute("CHECKPOINT copy")
        finally:
            con.close()


@contextmanager
def new_database(target: Path, made: Text) -> Iterator[Path]:
    """Give the passing name under which a new file is written for its owner alone; whole and on the disk, it is named.

    Raises:
        StoreError: the target exists already, its folder does not, or it cannot be written.
    """
    _refuse(target, made)
    partial = target.with_name(target.name + durable.PARTIAL)
    durable.remove_database(partial)
    before = os.umask(0o077)
    try:
        yield partial
        durable.sync(partial)
        partial.rename(target)
        durable.sync_folder(target.parent)
    except UNWRITABLE as error:
        raise unwritable(target, error) from error
    finally:
        os.umask(before)
        durable.remove_database(partial)


def _refuse(target: Path, made: Text) -> None:
    if target.exists():
        raise StoreError(
            Text(
                f"{target} existe déjà\u202f; {made.fr} n'écrase rien. Choisir un autre nom.",
                f"{target} exists already; {made.en} overwrites nothing. Choose another name.",
            )
        )
    if not target.parent.is_dir():
        raise StoreError(
            Text(f"Le dossier {target.parent} n'existe pas.", f"The folder {target.parent} does not exist.")
        )


def restore(store: Store, source: Path) -> Path | None:
    """Put a backup in the place of the store; the store that was there is kept beside it, and its path returned.

    A backup of an older version is brought to this one on its way; the file of the backup is left as it was. Killed at
    any moment, the store in place is the former or the restored one, whole: one renaming parts them, as a commit does.

    Raises:
        StoreError: the backup cannot be read as a store, or another program holds the store.
    """
    store.path.parent.mkdir(parents=True, exist_ok=True)
    incoming = store.path.with_name(store.path.name + ".incoming")
    durable.remove_database(incoming)
    before = os.umask(0o077)
    try:
        backup(Store(source), incoming)
        with _held(store) as let_go:
            with Store(incoming, witness=_Waiting(store.path)).writing(adopting=True) as con:
                # a page knows its answers by version: this one was never used before
                number = str(time.time_ns() // 1_000_000)
                con.execute("UPDATE meta SET value = $1 WHERE name IN ('writes', 'data_version')", [number])
                note(con, "restore")
            kept = _keep(store)
            if os.name == "nt":
                let_go()  # Windows renames no file that is open
            incoming.replace(store.path)
            durable.sync_folder(store.path.parent)
        _finish(store)
    except OSError as error:
        raise unwritable(store.path, error) from error
    finally:
        os.umask(before)
        durable.remove_database(incoming)
    return kept


def _finish(store: Store) -> None:
    """End the line of the restored store and bring the vault to what it holds, alone with it as in any write."""
    con = duckdb.connect(":memory:")
    try:
        store.attach(con)
        con.execute("USE store")
        if store.witness:
            store.witness.begin(con, anew=False)
            store.witness.settle(con)
        con.execute("USE memory")
    finally:
        con.close()


class _Waiting(Witness):
    """Prepares the line of a restored store, and leaves its end to the renaming that puts the store in place."""

    def settle(self, con: duckdb.DuckDBPyConnection) -> None:
        """Leave the vault as it is: it still serves the store in place."""

    def acknowledge(self) -> None:
        """Leave the line without its end."""


@contextmanager
def _held(store: Store) -> Iterator[Callable[[], None]]:
    """Keep other programs out of the store in place while it is replaced; one that is damaged holds itself.

    What stands in its log is put in its file first: the log of one store must not lie beside another.
    """
    con = duckdb.connect(":memory:")
    try:
        if _sound(store):
            store.attach(con)
            con.execute("CHECKPOINT store")
        yield con.close
    finally:
        con.close()


def _sound(store: Store) -> bool:
    """Let an import that is under way end; a store that is damaged may be replaced, one that is held may not."""
    try:
        with store.reading(as_is=True):
            return True
    except HeldStoreError:
        raise
    except StoreError:
        return False


def _keep(store: Store) -> Path | None:
    """Give the store in place, its log and its originals a second name each, under which they stay.

    Of a store that is gone, the originals; then there is no path to return.
    """
    for former in store.path.parent.glob(f"{store.path.stem}.before-*{store.path.suffix}"):
        if store.exists and former.samefile(store.path):  # of a restore that was cut short
            durable.remove(former)
    kept = store.path.with_name(f"{store.path.stem}.before-{stamp()}{store.path.suffix}")
    Vault(store.path).copied(Vault(kept).folder)
    if not store.exists:
        return None
    durable.also_named(store.path, kept)
    if (wal := durable.log_of(store.path)).exists():
        durable.also_named(wal, durable.log_of(kept))
        durable.remove(wal)
    durable.sync_folder(store.path.parent)
    return kept
