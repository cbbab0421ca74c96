"""The store: one DuckDB file, opened for as short as possible, shared politely between processes."""

from __future__ import annotations

import os
import re
import time
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals.stable.v2 as nw
import platformdirs

from kpi.model import COLUMNS, Facts, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = 1
WAIT_SECONDS = 30.0
_PAUSE = 0.05
REFERENCE_TABLES = (
    "firms", "firm_aliases", "matters", "mandates", "panel", "budgets", "invoices", "timekeepers", "rates", "fx",
    "accruals", "surveys", "contracts", "targets", "actions", "segments", "offers",
)  # fmt: skip


class StoreError(Exception):
    """Something about the store that its reader can act on; `text` says what, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def default_path() -> Path:
    """Return where the store is unless told otherwise: $BINOME_STORE, else the reader's own data folder."""
    named = os.environ.get("BINOME_STORE")
    return Path(named) if named else platformdirs.user_data_path("binome", appauthor=False) / "binome.duckdb"


def _sql(name: str) -> str:
    return files("data").joinpath(name).read_text(encoding="utf-8")


def _busy(path: Path, error: Exception) -> StoreError:
    found = re.search(r"PID (\d+)", str(error))
    who = f" {found[1]}" if found else ""
    return StoreError(
        Text(
            f"Le fichier {path.name} est occupé par un autre processus (n°{who}) depuis plus de "
            f"{WAIT_SECONDS:.0f} s. Attendre la fin de son import, ou fermer ce programme, puis recommencer.",
            f"The file {path.name} is held by another process (no.{who}) for more than {WAIT_SECONDS:.0f} s. "
            "Wait until its import ends, or close that program, then try again.",
        )
    )


def _unreadable(path: Path, error: Exception) -> StoreError:
    seen = str(error).splitlines()[0][:160]
    return StoreError(
        Text(
            f"Le fichier {path} ne peut pas être lu comme une base Binôme ({seen}). Il n'a pas été modifié. "
            "Restaurer une sauvegarde (restore), ou choisir un autre fichier (--store).",
            f"The file {path} cannot be read as a Binôme store ({seen}). It was not changed. "
            "Restore a backup (restore), or choose another file (--store).",
        )
    )


def _is_busy(error: Exception) -> bool:
    words = str(error)
    return "lock" in words.lower() or "being used by another process" in words or "different configuration" in words


class Store:
    """One store file. Reading and writing each open it, do one thing, and let go."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored."""
        return self.path.exists()

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Open the store for reading: one consistent view of it, one short connection.

        Raises:
            StoreError: the store is absent, held by a writer for too long, damaged, or of another version.
        """
        if not self.exists:
            raise _absent(self.path)
        con = self._patiently(lambda: duckdb.connect(str(self.path), read_only=True))
        try:
            con.execute("SET enable_external_access = false")
            if not con.execute("SELECT count(*) FROM duckdb_tables()").fetchall()[0][0]:
                raise _absent(self.path)
            _check_version(con, "meta")
            yield Reader(con)
        finally:
            con.close()

    @contextmanager
    def writing(self, con: duckdb.DuckDBPyConnection | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the store for writing, in one transaction: all of it is kept, or nothing.

        `con` may be a staging connection: the store is attached to it as `store` and let go afterwards. The derived
        tables are rebuilt and `data_version` moves before the commit.
        """
        own = con is None
        con = con or duckdb.connect(":memory:")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        before = os.umask(0o077)
        try:
            self._patiently(lambda: con.execute(f"ATTACH '{_quoted(self.path)}' AS store"))
            try:
                con.execute("USE store")
                con.execute("BEGIN")
                self._migrate(con)
                yield con
                con.execute("USE store")
                con.execute(_sql("grains.sql"))
                con.execute("UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE name = 'data_version'")
                con.execute("COMMIT")
                con.execute("CHECKPOINT store")
            except BaseException:
                _roll_back(con)
                raise
            finally:
                con.execute("USE memory")
                con.execute("DETACH store")
        finally:
            os.umask(before)
            if own:
                con.close()

    def _migrate(self, con: duckdb.DuckDBPyConnection) -> None:
        if con.execute("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'store'").fetchall()[0][0] == 0:
            con.execute(_sql("schema.sql"))
        _check_version(con, "store.meta")

    def _patiently(self, opening: Any) -> Any:  # noqa: ANN401 — a connection, or nothing
        """Try until the other side lets go, or patience ends."""
        deadline = time.monotonic() + float(os.environ.get("BINOME_WAIT", WAIT_SECONDS))
        while True:
            try:
                return opening()
            except (duckdb.IOException, duckdb.ConnectionException, duckdb.BinderException) as error:
                if not _is_busy(error):
                    raise _unreadable(self.path, error) from error
                if time.monotonic() > deadline:
                    raise _busy(self.path, error) from error
                time.sleep(_PAUSE)
            except duckdb.Error as error:
                raise _unreadable(self.path, error) from error


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    """Undo what was begun; a transaction that already failed has nothing left to undo."""
    try:
        con.execute("ROLLBACK")
    except duckdb.TransactionException:
        return


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _absent(path: Path) -> StoreError:
    return StoreError(
        Text(
            f"Il n'y a encore aucune donnée ({path} n'existe pas). Importer des fichiers (import), ou charger le "
            "portefeuille de démonstration (demo).",
            f"There is no data yet ({path} does not exist). Import files (import), or load the demo portfolio (demo).",
        )
    )


def _check_version(con: duckdb.DuckDBPyConnection, meta: str) -> None:
    try:
        found = int(con.execute(f"SELECT value FROM {meta} WHERE name = 'schema'").fetchall()[0][0])
    except (duckdb.CatalogException, IndexError) as error:
        msg = Text("Ce fichier DuckDB n'est pas une base Binôme.", "This DuckDB file is not a Binôme store.")
        raise StoreError(msg) from error
    if found > SCHEMA:
        raise StoreError(
            Text(
                f"Cette base vient d'une version plus récente de Binôme (schéma {found}, ici {SCHEMA}). "
                "Mettre Binôme à jour.",
                f"This store comes from a newer Binôme (schema {found}, here {SCHEMA}). Update Binôme.",
            )
        )


class Reader:
    """One consistent view of the store, for as long as its connection is open."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con

    def rows(self, query: str, parameters: list[Any] | None = None) -> list[dict[str, Any]]:
        """Return the rows of a query, decimals exact."""
        cursor = self.con.cursor()
        cursor.execute(query, parameters or [])
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def value(self, query: str, parameters: list[Any] | None = None) -> Any:  # noqa: ANN401 — one cell
        """Return the single value of a query."""
        return next(iter(self.rows(query, parameters)[0].values()))

    @property
    def version(self) -> int:
        """The number that moves with every write: part of every cache key."""
        return int(self.value("SELECT value FROM meta WHERE name = 'data_version'"))

    @property
    def fiscal_start(self) -> int:
        """The month in which the fiscal year starts."""
        return int(self.value("SELECT value FROM meta WHERE name = 'fiscal_start'"))

    def facts(self) -> Facts:
        """Return the tables that figures read, as lazy frames over this view."""
        query = " UNION ALL ".join(
            f"SELECT '{name}' AS name WHERE EXISTS (FROM ref_{name})" for name in REFERENCE_TABLES
        )
        present = frozenset(row["name"] for row in self.rows(query))
        frames = {name: nw.from_native(self.con.table(name)).select(*COLUMNS[name]) for name in COLUMNS}
        return Facts(**frames, present=present)
