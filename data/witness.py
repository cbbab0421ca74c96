"""What stands beside a store and witnesses its writes: the journal, and the vault of originals.

Every write passes here three times: when it begins (does the store hold all that was acknowledged?), before its commit
(originals kept, the line of the journal prepared) and after it (the line ended: from now on the write is promised).
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from typing import TYPE_CHECKING, Any, Final

from data import durable
from data.journal import Journal, Standing, compose
from data.vault import Vault, needed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import duckdb

ALONE: Final = frozenset({"review", "mapping"})
"""Kinds of write that concern no import."""
TELLS_ALL: Final = frozenset({"restore", "accept", "erase"})
"""Kinds of write after which the journal says anew all that is in force."""


def note(con: duckdb.DuckDBPyConnection, kind: str, batch: int | None = None, files: Iterable[str] = ()) -> None:
    """Say inside a write what it is, for the journal: its kind, its import, the fingerprints of files taken back."""
    said = json.dumps({"kind": kind, "batch": batch, "files": [*files]})
    con.execute("INSERT OR REPLACE INTO meta VALUES ('act', ?)", [said])


def stamp() -> str:
    """Return a moment as it stands in the name of a file kept aside."""
    return dt.datetime.now(dt.UTC).strftime("%Y%m%d-%H%M%S-%f")


class Witness:
    """The journal and the vault of one store."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.journal = Journal(store)
        self.vault = Vault(store)
        self._standing = Standing("none")
        self._changed: set[int] | None = None
        self._adopting = self._unsettled = False

    def standing(self, con: duckdb.DuckDBPyConnection) -> Standing:
        """Say whether an open store holds all that the journal acknowledged."""
        return self.journal.standing(own_line(con))

    def begin(self, con: duckdb.DuckDBPyConnection, *, anew: bool, adopting: bool = False) -> None:
        """Settle what a crash left; what belonged to a store that is gone is kept aside.

        `anew` says that nothing was stored there before, `adopting` that what the store holds counts, whatever the
        journal says.
        """
        own = None if anew else own_line(con)
        last, unended = self.journal.tail()
        if anew and (last is not None or self.vault.originals()):
            self.set_aside()
            last, unended = None, b""
        self._unsettled = bool(unended)
        if unended and unended == own != last:
            self.journal.acknowledge()
        elif unended:
            self.journal.drop_unended()
        self._adopting = adopting
        if adopting or anew:
            self._standing = Standing("none")
            return
        self._standing = self.journal.standing(own)
        if own is not None and self._standing.kind == "torn":
            self.journal.prepare(own)
            self.journal.acknowledge()
            self._unsettled, self._standing = True, Standing("current")
        if self._standing.kind == "another":
            self.set_aside()
            self._standing = Standing("none")

    def before(self, con: duckdb.DuckDBPyConnection) -> None:
        """Keep the originals and prepare the line of the journal, inside the transaction and last in it."""
        found = con.execute("DELETE FROM meta WHERE name = 'act' RETURNING value").fetchall()
        act: dict[str, Any] = json.loads(found[0][0]) if found else {"kind": "write", "batch": None, "files": []}
        batches = {act["batch"]} if act["batch"] is not None else set()
        follows = self._standing.kind == "current"
        self._changed = batches if follows and not self._unsettled and (batches or act["kind"] in ALONE) else None
        self.vault.keep(con)
        own = own_line(con)
        whole = not follows or own is None or act["kind"] in TELLS_ALL
        said = [line for line in self.journal.lines() if line.entry is not None] if whole else []
        name = (said[-1].entry or {})["store"] if self._adopting and said else _own_id(con)
        previous = (said[-1].sum if said else "") if whole else str(json.loads(own or "{}")["sum"])
        entry = {"store": name, "kind": act["kind"], "at": _now(), **_told(con, act, tell_all=whole)}
        line = compose(entry, previous)
        values = [["id", "journal"], [name, line.decode()]]
        con.execute("INSERT OR REPLACE INTO meta SELECT unnest($1), unnest($2)", values)
        self.journal.prepare(line)

    def settle(self, con: duckdb.DuckDBPyConnection) -> None:
        """Bring the vault to what was committed."""
        self.vault.tidy(con, self._changed)

    def acknowledge(self) -> None:
        """End the prepared line."""
        self.journal.acknowledge()

    def set_aside(self) -> None:
        """Keep the journal and the vault of another store under a name of their own: nothing of them is lost."""
        moment = stamp()
        for path in (self.journal.path, self.vault.folder):
            if path.exists():
                path.rename(path.with_name(f"{path.name}.before-{moment}"))
        durable.sync_folder(self.store.parent)

    def part_with(self, con: duckdb.DuckDBPyConnection) -> None:
        """Give the vault a second name before it is brought to what an open store holds, which is less."""
        if self.vault.originals() - needed(con):
            self.vault.copied(self.vault.folder.with_name(f"{self.vault.folder.name}.before-{stamp()}"))

    def aside(self) -> list[Path]:
        """Return the journals and vaults kept aside."""
        found = (self.store.parent.glob(f"{one.name}.before-*") for one in (self.journal.path, self.vault.folder))
        return sorted(path for some in found for path in some)


def own_line(con: duckdb.DuckDBPyConnection) -> bytes | None:
    """Return the last line of the journal as the store holds it; None when it never had one."""
    found = con.execute("SELECT value FROM meta WHERE name = 'journal'").fetchall()
    return str(found[0][0]).encode() if found else None


def _own_id(con: duckdb.DuckDBPyConnection) -> str:
    found = con.execute("SELECT value FROM meta WHERE name = 'id'").fetchall()
    return str(found[0][0]) if found else uuid.uuid4().hex


def _now() -> str:
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _told(con: duckdb.DuckDBPyConnection, act: dict[str, Any], *, tell_all: bool) -> dict[str, Any]:
    """Return what a line tells: the number of the write, the files concerned, what the store holds in all."""
    names = ("writes", "imports", "files", "invoices", "lines", "net")
    found = con.execute(_TOTALS).fetchall()[0]
    totals = {name: str(cell) if name == "net" else int(cell) for name, cell in zip(names, found, strict=True)}
    told: dict[str, Any] = {"writes": totals.pop("writes"), "totals": totals}
    if act["batch"] is not None:
        columns = ("sha256", "status", "lines", "imported", "aside")
        rows = con.execute(_FILES, [act["batch"]]).fetchall() if not act["files"] else [(one,) for one in act["files"]]
        files = [dict(zip(columns, row, strict=False)) for row in rows]
        told |= {"batch": act["batch"], "files": files}
    if tell_all:
        told["held"] = con.execute("SELECT batch_id, sha256 FROM files ORDER BY file_id").fetchall()
    return told


_TOTALS = """
    SELECT (SELECT value::BIGINT FROM meta WHERE name = 'writes'), (SELECT coalesce(max(batch_id), 0) FROM batches),
        (SELECT count(*) FROM files), count(*), coalesce(sum(line_count), 0), coalesce(sum(net), 0) FROM bills
"""
_FILES = """
    SELECT sha256, status, lines_read, lines_imported, lines_set_aside FROM files WHERE batch_id = ? ORDER BY file_id
"""
