"""Erasing for good: what is taken out is also taken off the file, which is written anew and put in the store's place.

A database keeps deleted text in its file until that part is written over. So: the store is copied, the texts are taken
out of the copy, the copy is copied in its turn, and that second one replaces the store in one step. Killed at any
moment, the store is the old one or the new one, whole; the two copies lie in a working folder that goes with it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from data import durable, erased, originals, people, pseudonyms
from data.erased import Taken
from data.erased_books import books
from data.fading import names
from data.forgetting import forget
from data.redaction import Redaction
from data.scratch import scratch
from data.store import UNWRITABLE, Store, StoreError, quoted, rebuild, unwritable
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_TRIES: Final = 5
PROOFS: Final = "erasures"
"""The name in `meta` of what was erased and when, as JSON: counts, never the text."""


@dataclass(frozen=True)
class Order:
    """What to erase: one person (firm, id), and what is dated before a day, by kind."""

    person: tuple[str, str] | None = None
    names: dt.date | None = None
    narratives: dt.date | None = None
    comments: dt.date | None = None


@dataclass(frozen=True)
class Erased:
    """What was erased, or would be: how many by kind, the files whose original goes, and what lies beside the store.

    Kinds: people, names (lines), tables (rows of reference tables), narratives, comments, texts (what was told, notes),
    set_aside (lines that could not be read), books (frozen reviews), originals (files).
    """

    counts: dict[str, int]
    files: tuple[str, ...] = ()
    beside: tuple[Path, ...] = field(default=())

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to erase."""
        return not any(self.counts.values())


def erase(
    store: Store, order: Order, *, rehearse: bool = False, why: str = "asked", today: dt.date | None = None
) -> Erased:
    """Erase, and write the store anew; `rehearse` only says what would go.

    Raises:
        StoreError: nobody of that name, the store cannot be read or written, or others keep writing in it meanwhile.
    """
    today = today or dt.datetime.now().astimezone().date()
    with store.reading():
        pass  # brought to this version first
    for _ in range(_TRIES):
        try:
            with scratch(store.path.absolute().parent) as folder:
                first, second = folder / "read.duckdb", folder / "erased.duckdb"
                version = _copied(store, first)
                found, gone = _taken_out(first, order, today, why)
                told = Erased(found.counts, found.files, kept_beside(store))
                if rehearse or told.nothing:
                    return told
                _rewritten(first, second)
                first.unlink()
                if _put(store, second, version):
                    forget(store, gone)
                    return told
        except UNWRITABLE as error:
            raise unwritable(store.path, error) from error
    raise StoreError(
        Text(
            "D'autres écrivent sans cesse dans la base : rien n'a été effacé. Recommencer après les imports.",
            "Others keep writing in the store: nothing was erased. Start again once imports are done.",
        )
    )


def kept_beside(store: Store) -> tuple[Path, ...]:
    """Return the other databases of the store's folder: stores that a restore kept, backups."""
    folder = store.path.absolute().parent
    return tuple(one for one in sorted(folder.glob("*.duckdb")) if one.name != store.path.name and one.is_file())


def _copied(store: Store, target: Path) -> int:
    """Copy the store while nobody writes in it; return the number of its last write."""
    with _opened(target, "copy") as con:
        store.attach(con, "(READ_ONLY)")
        con.execute("COPY FROM DATABASE store TO copy")
        return int(con.execute("SELECT value FROM store.meta WHERE name = 'writes'").fetchall()[0][0])


def _taken_out(copy: Path, order: Order, today: dt.date, why: str) -> tuple[Erased, list[str]]:
    """Take out of a copy what the order names, in one transaction; say what, and whose originals went."""
    with _opened(copy, "store") as con:
        con.execute("USE store")
        con.execute("BEGIN")
        key = pseudonyms.key_of(con)
        taken = Taken()
        redaction = Redaction([])
        if order.person:
            person = people.somebody(con, key, *order.person)
            redaction = Redaction([person])
            _add(taken, erased.people(con, [person]))
            taken.files |= originals.naming(con, redaction)
        if order.names:
            faded, redaction = names(con, key, order.names)
            _add(taken, faded)
        if order.narratives:
            _add(taken, erased.narratives(con, key, order.narratives))
        if order.comments:
            _add(taken, erased.comments(con, key, order.comments))
        taken.counts["books"] += books(con, key, redaction, order.narratives, order.comments)
        files, gone = originals.drop(con, taken.files, today)
        taken.counts["originals"] = len(files)
        found = Erased(dict(taken.counts), tuple(files))
        if found.nothing:
            con.execute("ROLLBACK")
            return found, gone
        _prove(con, order, found, today, why)
        rebuild(con)
        con.execute("UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE name = 'writes'")
        con.execute("COMMIT")
        return found, gone


def _add(taken: Taken, more: Taken) -> None:
    taken.counts.update(more.counts)
    taken.files |= more.files


def _prove(con: duckdb.DuckDBPyConnection, order: Order, found: Erased, today: dt.date, why: str) -> None:
    """Write down what was erased: how many, when and why, never the text nor the person."""
    proof: dict[str, Any] = {"on": today.isoformat(), "why": why, "person": order.person is not None}
    days = {kind: getattr(order, kind) for kind in ("names", "narratives", "comments")}
    proof |= {kind: day.isoformat() for kind, day in days.items() if day is not None}
    proof["counts"] = {kind: n for kind, n in sorted(found.counts.items()) if n}
    kept = con.execute("SELECT value FROM meta WHERE name = ?", [PROOFS]).fetchall()
    every = [*json.loads(kept[0][0] if kept else "[]"), proof]
    con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [PROOFS, json.dumps(every)])


def _rewritten(copy: Path, target: Path) -> None:
    """Write the copy anew: only what lives in it goes along. On the disk, whole, before anything relies on it."""
    with _opened(target, "copy") as con:
        con.execute(f"ATTACH '{quoted(copy)}' AS read (READ_ONLY)")
        con.execute("COPY FROM DATABASE read TO copy")
        con.execute("CHECKPOINT copy")
    durable.sync(target)


def _put(store: Store, made: Path, version: int) -> bool:
    """Put the new store in the place of the old one, unless somebody wrote in it since; say whether it was done.

    Where the system allows, the old one is held meanwhile by a reader, which keeps writers out and never blocks pages.
    """
    log = durable.log_of(store.path)
    con = duckdb.connect(":memory:")
    try:
        store.attach(con)
        con.execute("CHECKPOINT store")  # no log may be left: it would be read on top of the new store
        con.execute("DETACH store")
        store.attach(con, "(READ_ONLY)")
        found = int(con.execute("SELECT value FROM store.meta WHERE name = 'writes'").fetchall()[0][0])
        if found != version or log.exists():
            return False
        if os.name == "nt":  # an open file is not replaced there
            con.execute("DETACH store")
        made.replace(store.path)
    finally:
        con.close()
    durable.sync_folder(store.path.absolute().parent)
    return True


@contextlib.contextmanager
def _opened(path: Path, name: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database of a working folder, under a name, to write in."""
    before = os.umask(0o077)
    con = duckdb.connect(":memory:", config={"temp_directory": str(path.with_suffix(".tmp"))})
    try:
        con.execute("SET python_enable_replacements = false")
        con.execute(f"ATTACH '{quoted(path)}' AS {name}")
        yield con
    finally:
        con.close()
        os.umask(before)
