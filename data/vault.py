"""The originals beside the store: every file as received, so that damage to the store does not take them with it.

A file is named by its SHA-256 and compressed as in the store (zstd: `zstd -d` opens it without Binôme). What a rebuild
needs besides bytes stands with them: per import its files, their names, their currency, the mapping that read each;
and the mappings saved. The folder belongs to its owner alone; whoever removes an import removes it here too.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, Final

from data import durable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path

    import duckdb

SUFFIX: Final = ".originals"
ENDING: Final = ".zst"
Import = dict[str, Any]
"""One import as the vault tells it: batch, imported_at, source, undone_at, files."""


class Vault:
    """The originals and the decisions kept beside one store."""

    def __init__(self, store: Path) -> None:
        self.folder = store.with_name(store.name + SUFFIX)
        self._imports = self.folder / "imports"
        self._decisions = self.folder / "decisions.json"

    def keep(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write what the store holds and the vault does not: before the commit that needs it."""
        durable.make_folder(self._imports)
        lacking = sorted(needed(con) - self.originals())
        durable.write_all((self._original(sha256), _packed(con, sha256)) for sha256 in lacking)
        self._write(imports(con, _numbers(con) - self._told()))

    def tidy(self, con: duckdb.DuckDBPyConnection, changed: Collection[int] | None = None) -> None:
        """Bring the vault to what the store holds, after the commit: what no import holds any more is removed.

        `changed` are the imports that may have become others; None is all of them.
        """
        there = _numbers(con)
        for number in self._told() - there:
            durable.remove(self._sheet(number))
        told = imports(con, there.intersection(changed) if changed is not None else there)
        self._write([one for one in told if _differs(self._sheet(one["batch"]), one)])
        if _differs(self._decisions, decided := decisions(con)):
            durable.write_whole(self._decisions, _written(decided))
        self.forget(self.originals() - needed(con))
        for left in (*self.folder.glob(f"*{durable.PARTIAL}"), *self._imports.glob(f"*{durable.PARTIAL}")):
            durable.remove(left)

    def forget(self, sha256s: Collection[str]) -> None:
        """Remove originals; what an import said of them goes with the next `tidy`."""
        for sha256 in sha256s:
            durable.remove(self._original(sha256))
        if sha256s and self.folder.is_dir():
            durable.sync_folder(self.folder)

    def copied(self, beside: Path) -> None:
        """Give every file here a second name in another folder, where what becomes of this one changes nothing."""
        for folder in (self.folder, self._imports):
            if folder.is_dir():
                durable.make_folder(beside / folder.relative_to(self.folder))
                for path in (path for path in folder.iterdir() if path.is_file()):
                    durable.also_named(path, beside / path.relative_to(self.folder))

    def originals(self) -> set[str]:
        """Return the fingerprints of the originals that are there."""
        if not self.folder.is_dir():
            return set()
        return {path.name.removesuffix(ENDING) for path in self.folder.glob(f"*{ENDING}")}

    def original(self, sha256: str) -> bytes | None:
        """Return a file as received; None when it is not there, or no longer what it was."""
        import pyarrow as pa  # noqa: PLC0415 — every command opens a vault, few read from it

        try:
            with pa.CompressedInputStream(pa.OSFile(str(self._original(sha256))), "zstd") as opened:
                found = bytes(opened.read())
        except OSError:  # absent, or damaged so that it cannot be opened
            return None
        return found if hashlib.sha256(found).hexdigest() == sha256 else None

    def told(self) -> list[Import]:
        """Return the imports in their order, less those whose sheet cannot be read."""
        return [found for path in sorted(self._imports.glob("*.json")) if (found := _read(path))]

    def decided(self) -> dict[str, Any]:
        """Return what was decided besides imports; nothing when it cannot be read."""
        return _read(self._decisions) or {}

    def _original(self, sha256: str) -> Path:
        return self.folder / f"{sha256}{ENDING}"

    def _sheet(self, batch: int) -> Path:
        return self._imports / f"{batch:06}.json"

    def _told(self) -> set[int]:
        """Return the numbers of the imports that have their sheet."""
        return {int(path.stem) for path in self._imports.glob("*.json") if path.stem.isdecimal()}

    def _write(self, found: Iterable[Import]) -> None:
        durable.write_all((self._sheet(one["batch"]), iter([_written(one)])) for one in found)


def imports(con: duckdb.DuckDBPyConnection, only: Collection[int] | None = None) -> list[Import]:
    """Return imports of an open store, in order, each with what reading its files again needs."""
    asked = [sorted(only)] if only is not None else [None]
    files: dict[int, list[dict[str, Any]]] = {}
    for batch, *cells in con.execute(_FILES, asked).fetchall():
        one = dict(zip(_COLUMNS, cells, strict=True))
        files.setdefault(batch, []).append({**one, "mapping": json.loads(one["mapping"]) if one["mapping"] else None})
    return [
        {"batch": batch, "imported_at": at, "source": source, "undone_at": undone, "files": files.get(batch, [])}
        for batch, at, source, undone in con.execute(_BATCHES, asked).fetchall()
    ]


def decisions(con: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Return what an open store holds of decisions that no import brought."""
    start = con.execute("SELECT value FROM meta WHERE name = 'fiscal_start'").fetchall()[0][0]
    kept = con.execute(_MAPPINGS).fetchall()
    return {"fiscal_start": start, "mappings": [{"saved_at": at, "body": json.loads(body)} for at, body in kept]}


def needed(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Return the fingerprints of the originals that a store holds; of one that was erased, only its mark is left."""
    return {row[0] for row in con.execute("SELECT DISTINCT sha256 FROM originals WHERE part >= 0").fetchall()}


def _packed(con: duckdb.DuckDBPyConnection, sha256: str) -> Iterator[bytes]:
    """Yield the parts of an original as the store holds them, compressed, one in memory at a time."""
    found = con.execute("SELECT bytes FROM originals WHERE sha256 = ? AND part >= 0 ORDER BY part", [sha256])
    while part := found.fetchone():
        yield part[0]


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> dict[str, Any] | None:
    """Read a sheet of the vault; one that is damaged or gone tells nothing."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _differs(path: Path, told: dict[str, Any]) -> bool:
    return not path.exists() or path.read_bytes() != _written(told)


def _numbers(con: duckdb.DuckDBPyConnection) -> set[int]:
    return {row[0] for row in con.execute("SELECT batch_id FROM batches").fetchall()}


_COLUMNS = ("number", "name", "sha256", "status", "currency", "lines", "mapping")
_ASKED = "($1::INTEGER[] IS NULL OR list_contains($1::INTEGER[], {}))"
_BATCHES = f"""
    SELECT batch_id, strftime(imported_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ'), source,
        strftime(undone_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')
    FROM batches WHERE {_ASKED.format("batch_id")} ORDER BY batch_id
"""
_FILES = f"""
    SELECT f.batch_id, f.file_id, f.name, f.sha256, f.status, f.currency, f.lines_imported, any_value(m.body)
    FROM files AS f LEFT JOIN mapped_files AS m ON m.file_id = f.file_id WHERE {_ASKED.format("f.batch_id")}
    GROUP BY ALL ORDER BY f.file_id
"""
_MAPPINGS = """
    SELECT strftime(saved_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ'), body FROM mappings ORDER BY name
"""
