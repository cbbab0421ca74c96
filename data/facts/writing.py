"""Export: the tables that figures read, written once, whole or not at all, as partitioned Parquet.

No narrative, no respondent, no free text leaves: the reason of a mandate is left empty, and a timekeeper is a code
drawn anew for each export. Decimals stay exact.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
from typing import TYPE_CHECKING

import duckdb

from data.facts.lake import Export, Lake, tie
from data.facts.manifest import DATED, NAME, FactsError, Manifest, Part
from data.store import SCHEMA
from kpi.model import COLUMNS, Text

if TYPE_CHECKING:
    from pathlib import Path

    from data.store import Store

SUMMED = ("amount", "quantity")
_UNSAID = {"reason": "NULL::VARCHAR"}
_TYPES = {"HUGEINT": "BIGINT"}
"""Types that other engines do not know, and the one written instead."""


def export(store: Store, folder: Path) -> Manifest:
    """Write every table of facts to a new folder, readable by its owner only, and return what it holds.

    Written beside it first, read again and compared with the store, then given its name.

    Raises:
        StoreError: the folder exists already, its parent does not, it cannot be written, or the store cannot be read.
    """
    if folder.exists():
        raise FactsError(
            Text(
                f"{folder} existe déjà ; un export n'écrase rien. Choisir un autre nom.",
                f"{folder} exists already; an export overwrites nothing. Choose another name.",
            )
        )
    folder = folder.absolute()
    if not folder.parent.is_dir():
        raise FactsError(
            Text(f"Le dossier {folder.parent} n'existe pas.", f"The folder {folder.parent} does not exist.")
        )
    partial = folder.with_name(f".{folder.name}.partial")
    before = os.umask(0o077)
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()
        manifest = _written(store, partial)
        (partial / NAME).write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
        tie(Lake((Export(folder.name, partial, manifest),)))
        partial.rename(folder)
    except (OSError, duckdb.IOException) as error:
        raise _unwritten(folder, error) from error
    finally:
        os.umask(before)
        shutil.rmtree(partial, ignore_errors=True)
    return manifest


def _written(store: Store, folder: Path) -> Manifest:
    """Copy each table; the store cannot change meanwhile, since it is being read."""
    with store.reading() as reader:
        present = reader.facts().present
        con = duckdb.connect(":memory:")
        try:
            store.attach(con, "(READ_ONLY)")
            con.execute("USE store")
            con.execute("SET VARIABLE salt = ?", [secrets.token_hex(16)])
            return Manifest(
                store_schema=SCHEMA,
                data_version=reader.data_version,
                fiscal_start=reader.fiscal_start,
                written_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
                present=tuple(sorted(present)),
                tables={table: _copied(con, table, folder / table) for table in COLUMNS},
            )
        finally:
            con.close()


def _copied(con: duckdb.DuckDBPyConnection, table: str, folder: Path) -> Part:
    """Write one table, and return the totals of the rows it was written from."""
    described = con.execute(f"DESCRIBE SELECT {', '.join(COLUMNS[table])} FROM {table}").fetchall()
    columns = {name: _TYPES.get(kind, kind) for name, kind, *_ in described}
    query = ", ".join(f"CAST({_said(name)} AS {kind}) AS {name}" for name, kind in columns.items())
    summed = [name for name, kind in COLUMNS[table].items() if kind in SUMMED]
    totals = ", ".join(["count(*)", *map("sum({})".format, summed)])
    rows, *sums = con.execute(f"SELECT {totals} FROM {table}").fetchall()[0]
    folder.mkdir()
    target = str(folder).replace("'", "''")
    if table in DATED and rows:
        day = DATED[table]
        cut = f"year({day}) AS year, quarter({day}) AS quarter"
        con.execute(
            f"COPY (SELECT {query}, {cut} FROM {table}) TO '{target}'"
            " (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, quarter), OVERWRITE_OR_IGNORE)"
        )
    else:
        con.execute(f"COPY (SELECT {query} FROM {table}) TO '{target}/all.parquet' (FORMAT parquet, COMPRESSION zstd)")
    return Part(rows=rows, columns=columns, sums=dict(zip(summed, sums, strict=True)))


def _said(name: str) -> str:
    """Return how a column leaves the store."""
    if name == "timekeeper_id":
        return "'T-' || left(sha256(getvariable('salt') || coalesce(firm_id, '') || '/' || timekeeper_id), 16)"
    return _UNSAID.get(name, name)


def _unwritten(folder: Path, error: Exception) -> FactsError:
    seen = str(error).splitlines()[0][:160]
    return FactsError(
        Text(
            f"{folder} ne peut pas être écrit ({seen}). Rien n'a été exporté. "
            "Vérifier la place sur le disque et le droit d'écrire dans ce dossier.",
            f"{folder} cannot be written ({seen}). Nothing was exported. "
            "Check the space on the disk and the right to write in that folder.",
        )
    )
