"""A lake: one export of facts, or a folder of them, one for each entity of a group; checked, then read by an engine.

Read alone, an export gives what its store gives. Read together, what is one entity's own (documents, matters, houses of
the panel, timekeepers) takes the name of its export, so that two matters called M-1 stay two; firms are the group's. An
entity that is not recorded is the export's name, except in the panel, where an empty cell means all of them.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import narwhals.stable.v2 as nw

from data.facts.manifest import NAME, FactsError, Manifest, read
from kpi.model import COLUMNS, Facts, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

OWN = ("document_id", "matter_id", "house", "timekeeper_id", "source")
"""Columns whose values one entity gives, and another may give again to something else."""
_NAME = re.compile(r"[^\W_][\w .&=-]*")


@dataclass(frozen=True)
class Export:
    """One export: the name it goes by in a lake, where it lies, and what it says of itself."""

    name: str
    folder: Path
    manifest: Manifest

    def files(self, table: str) -> str:
        """Return the pattern of a table's files."""
        return str(self.folder / table / "**" / "*.parquet")


@dataclass(frozen=True)
class Lake:
    """The exports that are read together."""

    exports: tuple[Export, ...]
    together: bool = False

    @property
    def fiscal_start(self) -> int:
        """The month in which the fiscal year starts, the same for all of them."""
        return self.exports[0].manifest.fiscal_start

    @property
    def present(self) -> frozenset[str]:
        """The reference tables that hold at least one row in one export."""
        return frozenset().union(*(export.manifest.present for export in self.exports))

    @cached_property
    def version(self) -> str:
        """A name for this state of the lake: part of every cache key."""
        said = "\n".join(f"{one.folder} {one.manifest.model_dump_json()}" for one in self.exports)
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def columns(self, export: Export, table: str) -> list[str]:
        """Return how the columns of a table are read from an export, in words that every SQL engine knows."""
        return [self._read(export, table, name) for name in COLUMNS[table]]

    def _read(self, export: Export, table: str, name: str) -> str:
        if self.together and name in OWN:
            return f"'{export.name}:' || {name} AS {name}"
        if self.together and name == "entity" and table != "panel":
            return f"coalesce(entity, '{export.name}') AS entity"
        return name


def opened(path: Path) -> Lake:
    """Return the export in a folder, or the exports in its sub-folders; hidden folders are left alone.

    Raises:
        FactsError: there is no export there, one of them cannot be read, or they do not suit one another.
    """
    path = path.absolute()
    if (path / NAME).is_file() or not path.is_dir():
        return Lake((Export(path.name, path, read(path)),))
    inside = sorted(one for one in path.iterdir() if one.is_dir() and not one.name.startswith("."))
    if not inside:
        read(path)
    exports = tuple(Export(_named(one), one, read(one)) for one in inside)
    starts = {one.manifest.fiscal_start: one for one in exports}
    if len(starts) > 1:
        first, second = list(starts.values())[:2]
        raise FactsError(
            Text(
                f"Les exercices de {first.name} et de {second.name} ne commencent pas le même mois : leurs trimestres "
                "ne s'additionnent pas. Demander chaque export à part.",
                f"The fiscal years of {first.name} and {second.name} do not start in the same month: their quarters "
                "do not add up. Ask for each export apart.",
            )
        )
    return Lake(exports, together=True)


def _named(folder: Path) -> str:
    """Return what an export is called: the name of its folder, or what follows the equals sign in it."""
    name = folder.name.partition("=")[2] or folder.name
    if not _NAME.fullmatch(name):
        raise FactsError(
            Text(
                f"Le dossier {folder} donne son nom à une entité : lettres, chiffres, espaces, points, tirets et & "
                "seulement. Le renommer.",
                f"The folder {folder} gives its name to an entity: letters, digits, spaces, dots, hyphens and & only. "
                "Rename it.",
            )
        )
    return name


def tie(lake: Lake) -> None:
    """Count the rows and add up the amounts of each table, and compare them with what the export says of itself.

    Done once in a process for each state of a lake.

    Raises:
        FactsError: a file is missing, damaged, or not of this export.
    """
    if lake.version in _TIED:
        return
    con = duckdb.connect(":memory:")
    try:
        for export in lake.exports:
            for table in COLUMNS:
                _tie(con, export, table)
    finally:
        con.close()
    _TIED.add(lake.version)


_TIED: set[str] = set()


def _tie(con: duckdb.DuckDBPyConnection, export: Export, table: str) -> None:
    said = export.manifest.tables[table]
    sums = ", ".join(["count(*)", *(f"sum({name})" for name in said.sums)])
    try:
        rows, *found = con.execute(f"SELECT {sums} FROM {_scanned(export, table)}").fetchall()[0]
    except duckdb.Error as error:
        raise _damaged(export, table, str(error).splitlines()[0][:160]) from error
    if rows != said.rows:
        raise _damaged(export, table, f"{rows} ≠ {said.rows}")
    for (name, total), seen in zip(said.sums.items(), found, strict=True):
        if seen != total:
            raise _damaged(export, table, f"{name} : {seen} ≠ {total}")


def _damaged(export: Export, table: str, seen: str) -> FactsError:
    return FactsError(
        Text(
            f"La table {table} de l'export {export.folder} n'est plus celle qui a été écrite ({seen}). Rien n'est "
            "calculé dessus. Écrire l'export de nouveau (commande facts).",
            f"The table {table} of the export {export.folder} is no longer the one that was written ({seen}). Nothing "
            "is worked out from it. Write the export again (command facts).",
        )
    )


@contextmanager
def in_duckdb(lake: Lake) -> Iterator[Facts]:
    """Read a lake with DuckDB, as lazy tables, for as long as they are looked at.

    Raises:
        FactsError: an export is no longer what was written.
    """
    tie(lake)
    con = duckdb.connect(":memory:")
    try:
        for table in COLUMNS:
            parts = (
                f"SELECT {', '.join(lake.columns(export, table))} FROM {_scanned(export, table)}"
                for export in lake.exports
            )
            con.execute(f"CREATE VIEW {table} AS {' UNION ALL '.join(parts)}")
        frames = {table: nw.from_native(con.table(table)) for table in COLUMNS}
        yield Facts(**frames, present=lake.present)
    finally:
        con.close()


def _scanned(export: Export, table: str) -> str:
    files = export.files(table).replace("'", "''")
    return f"read_parquet('{files}', hive_partitioning = false)"
