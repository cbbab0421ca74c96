"""Rebuilding: a new store from the originals kept beside the old one, the same imports in the same order.

Where the store still opens, its own copies fill what the vault lacks, and what no original brings (reviews, their
snapshots) is copied from it. Where it does not, or is gone, the vault and the journal are enough for every figure.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from data.backup import new_database
from data.imports import write
from data.journal import broken, held
from data.mapping.model import parse
from data.mapping.recognition import Mappings
from data.originals import PARTS, joined
from data.reading import Reading
from data.store import TYPED, Reader, Store, StoreError, next_number
from data.vault import Vault, decisions, imports
from data.witness import Witness
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from data.vault import Import

_COPIED = ("reviews", "snapshots")


@dataclass
class Rebuilt:
    """What came back, and what did not."""

    imports: int = 0
    files: int = 0
    absent: list[str] = field(default_factory=list)
    """Names of files whose original is nowhere, or is damaged."""
    otherwise: list[str] = field(default_factory=list)
    """Names of files that are read otherwise than they were: another version of Binôme imported them."""
    reviews: int | None = None
    """How many reviews were copied; None where the store could not be opened."""


@dataclass(frozen=True)
class _Former:
    """What is left of the former store."""

    reader: Reader | None
    vault: Vault
    told: Sequence[Import]
    decided: dict[str, Any]

    def original(self, sha256: str) -> bytes | None:
        """Return a file as received, from the vault, else from the store."""
        found = self.vault.original(sha256)
        if found is not None or self.reader is None:
            return found
        try:
            found = joined((part["size"], bytes(part["bytes"])) for part in self.reader.rows(PARTS, [sha256]))
        except (duckdb.Error, OSError):  # damaged there, too
            return None
        return found if hashlib.sha256(found).hexdigest() == sha256 else None


def rebuild(store: Store, target: Path, tick: Callable[[int, int], None] = lambda _, __: None) -> Rebuilt:
    """Write a new store to `target` from what is left of one; the one that is there is left as it is.

    `tick` hears how many imports are done, and of how many.

    Raises:
        StoreError: the target exists already, its folder does not, nothing is left, or the disk is full.
    """
    rebuilt = Rebuilt()
    with new_database(target, Text("une base refaite", "a rebuilt store")) as partial, ExitStack() as opened:
        former = _former(store, opened)
        if not any(one["files"] for one in former.told):
            raise StoreError(_nothing(store.path))
        made = Store(partial, alone=True)
        for place, one in enumerate(former.told, 1):
            _again(made, one, former, rebuilt)
            tick(place, len(former.told))
        _copy(made, former, rebuilt)
    return rebuilt


def _former(store: Store, opened: ExitStack) -> _Former:
    """Open what is left: the store where it can be, the vault; where they differ, whichever was acknowledged last."""
    witness = Witness(store.path)
    reader, behind = None, True
    told: dict[int, Import] = {}
    decided: dict[str, Any] = {}
    try:
        reader = opened.enter_context(store.reading(behind=True))
        behind = witness.standing(reader.con).kind == "behind"
        told = {one["batch"]: one for one in imports(reader.con)}
        decided = decisions(reader.con)
    except (StoreError, duckdb.Error):  # damaged, absent, of an older version that cannot be written
        reader = None
    if behind:
        told |= {one["batch"]: one for one in _acknowledged(witness)}
        decided = witness.vault.decided() or decided
    return _Former(reader, witness.vault, [told[batch] for batch in sorted(told)], decided)


def _acknowledged(witness: Witness) -> list[Import]:
    """Return the imports of the vault, less what the journal never confirmed; a damaged journal takes nothing away."""
    lines = witness.journal.lines()
    told = witness.vault.told()
    if not lines or any(broken(lines)):
        return told
    in_force = held(lines)
    return [
        {**one, "files": [file for file in one["files"] if (one["batch"], file["sha256"]) in in_force]}
        for one in told
        if one["files"] == [] or any((one["batch"], file["sha256"]) in in_force for file in one["files"])
    ]


def _again(made: Store, one: Import, former: _Former, rebuilt: Rebuilt) -> None:
    """Do one import again, under its number, with its moment; one that was taken back is only told."""
    found: list[tuple[str, bytes]] = []
    for file in one["files"]:
        data = former.original(file["sha256"]) if file["sha256"] else None
        if data is not None:
            found.append((file["name"], data))
        elif file["sha256"]:
            rebuilt.absent.append(file["name"])
    if not found:
        with made.writing(derive=False) as con:
            row = [one["batch"], one["imported_at"], one["source"], one["undone_at"]]
            con.execute("INSERT INTO batches VALUES (?, ?, ?, ?)", row)
        return
    currency = next((file["currency"] for file in one["files"] if file["currency"]), "EUR")
    settled = {file["sha256"]: _mapping(file["mapping"]) for file in one["files"]}
    with Reading(currency, made.path.parent, Mappings(settled=settled)) as reading:
        reading.read(found, frozenset(), lambda _: None)
        for file in reading.files if one["source"] == TYPED else ():
            file.problems.clear()  # what is only worth knowing of a file from outside
        with made.writing(reading.con, derive=False) as con:
            _reserve(con, "batches", "batch_id", one["batch"], "VALUES (?, now(), '', NULL)")
            _reserve(con, "files", "file_id", one["files"][0]["number"], _NO_FILE)
            write(con, reading, one["source"])
            con.execute("UPDATE batches SET imported_at = ? WHERE batch_id = ?", [one["imported_at"], one["batch"]])
            con.execute("DELETE FROM batches WHERE source = ''")
            con.execute("DELETE FROM files WHERE batch_id = 0")
        read = {file.sha256: file for file in reading.files}
    rebuilt.imports += 1
    rebuilt.files += len(found)
    rebuilt.otherwise += [
        file["name"]
        for file in one["files"]
        if (now := read.get(file["sha256"])) and (now.status, _kept(now)) != (file["status"], file["lines"])
    ]


def _reserve(con: duckdb.DuckDBPyConnection, table: str, column: str, number: int, row: str) -> None:
    """Have the next row of a table bear a number, though the one before it is gone."""
    if next_number(con, table, column) < number:
        con.execute(f"INSERT INTO {table} {row}", [number - 1])


def _mapping(body: dict[str, Any] | None) -> Any:  # noqa: ANN401 — a mapping, or None
    return None if body is None else parse(json.dumps(body))


def _kept(file: Any) -> int:  # noqa: ANN401 — a file as read
    """Return how many lines of a file came in."""
    return 0 if file.status == "rejected" else int(file.lines_read) - len(file.set_aside)


def _copy(made: Store, former: _Former, rebuilt: Rebuilt) -> None:
    """Copy what no original brings; derive what figures read."""
    with made.writing() as con:
        if former.decided:
            con.execute("UPDATE meta SET value = ? WHERE name = 'fiscal_start'", [former.decided["fiscal_start"]])
            for one in former.decided["mappings"]:
                mapping = _mapping(one["body"])
                row = [mapping.name, mapping.target, one["saved_at"], mapping.model_dump_json()]
                con.execute("INSERT INTO mappings VALUES (?, ?, ?, ?)", row)
        if former.reader is None:
            return
        try:
            copied = {name: former.reader.con.table(name).to_arrow_table() for name in _COPIED}
        except duckdb.Error:  # the pages that hold them are damaged
            return
        for name, rows in copied.items():
            con.register("former_rows", rows)
            con.execute(f"INSERT INTO {name} BY NAME FROM former_rows")
            con.unregister("former_rows")
        rebuilt.reviews = copied["reviews"].num_rows


def _nothing(path: Path) -> Text:
    return Text(
        f"Il n'y a rien d'où refaire {path} : ni base lisible, ni originaux à côté ({Vault(path).folder.name}). "
        "Restaurer une sauvegarde (restore).",
        f"There is nothing to rebuild {path} from: neither a store that opens nor originals beside it "
        f"({Vault(path).folder.name}). Restore a backup (restore).",
    )


_NO_FILE = "VALUES (?, 0, '', '', 0, '', 'rejected', '', NULL, 0, 0, 0, 0)"
