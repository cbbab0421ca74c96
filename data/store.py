"""The store: one DuckDB file, opened for as short as possible, shared politely between processes."""

from __future__ import annotations

import hashlib
import os
import re
import time
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import narwhals.stable.v2 as nw
import platformdirs

from kpi.model import COLUMNS, Facts, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA = 3
WAIT_SECONDS = 30.0
_PAUSE = 0.05
REFERENCE_TABLES = (
    "firms", "firm_aliases", "matters", "mandates", "panel", "budgets", "invoices", "timekeepers", "rates", "fx",
    "accruals", "surveys", "contracts", "targets", "actions", "segments", "offers", "notes",
    "matter_aliases", "timekeeper_aliases", "paper_choices",
)  # fmt: skip
REVIEW_TABLES = frozenset({"targets", "actions", "notes"})
"""Reference tables that no figure and no derived table reads: writing them rebuilds nothing."""
TYPED_TABLES = REVIEW_TABLES | {
    "firms", "firm_aliases", "matters", "matter_aliases", "timekeepers", "timekeeper_aliases",
    "paper_choices",
}  # fmt: skip
"""Reference tables whose rows can be typed: what reviews write, who is who, which paper of an invoice counts."""
TYPED = "typed"
"""The source of an import whose rows were typed in the dashboard."""


class StoreError(Exception):
    """Something about the store that its reader can act on; `text` says what, and what to do."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class EmptyStoreError(StoreError):
    """Nothing was ever stored."""


class HeldStoreError(StoreError):
    """Another program, or another session of this one, holds the store for longer than we wait."""


def default_path() -> Path:
    """Return where the store is unless told otherwise: $BINOME_STORE, else the reader's own data folder."""
    named = os.environ.get("BINOME_STORE")
    return Path(named) if named else platformdirs.user_data_path("binome", appauthor=False) / "binome.duckdb"


@cache
def _grains() -> str:
    """Name the derived tables of this version of Binôme."""
    return hashlib.sha256((sql("names.sql") + sql("grains.sql")).encode()).hexdigest()[:16]


def sql(name: str) -> str:
    """Return a file of our own statements."""
    return files("data").joinpath(name).read_text(encoding="utf-8")


def _patience() -> float:
    """Return for how many seconds one side waits for the other."""
    return float(os.environ.get("BINOME_WAIT", WAIT_SECONDS))


def _held(path: Path, error: Exception) -> HeldStoreError:
    found = re.search(r"PID (\d+)", str(error))
    who = (
        Text(f"un autre processus (n°\u00a0{found[1]})", f"another process (no. {found[1]})")
        if found
        else Text("une autre session", "another session")
    )
    waited = f"{_patience():g}"
    return HeldStoreError(
        Text(
            f"Le fichier {path.name} est occupé par {who.fr} depuis plus de {waited.replace('.', ',')}\u00a0s. "
            "Attendre la fin de son travail, ou fermer ce programme, puis recommencer.",
            f"The file {path.name} is held by {who.en} for more than {waited} s. "
            "Wait until its work ends, or close that program, then try again.",
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


def unwritable(path: Path, error: Exception) -> StoreError:
    """Return what to say of a file that could not be written: the disk is full, a right is missing."""
    seen = str(error).splitlines()[0][:160]
    return StoreError(
        Text(
            f"Le fichier {path} ne peut pas être écrit ({seen}). Rien n'a été enregistré. "
            "Vérifier la place sur le disque et le droit d'écrire dans ce dossier, ou restaurer une sauvegarde "
            "(restore).",
            f"The file {path} cannot be written ({seen}). Nothing was stored. "
            "Check the space on the disk and the right to write in that folder, or restore a backup (restore).",
        )
    )


_DAMAGED = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)
UNWRITABLE = (OSError, duckdb.TransactionException, *_DAMAGED)


def _is_held(error: Exception) -> bool:
    """Say whether an opening failed because the file is open elsewhere: on Linux, on Windows, in this process."""
    signs = ("Could not set lock", "being used by another process", "different configuration")
    return isinstance(error, duckdb.ResourceInUseException) or any(sign in str(error) for sign in signs)


class Store:
    """One store file. Reading and writing each open it, do one thing, and let go."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored."""
        return self.path.exists()

    @contextmanager
    def reading(self, *, as_is: bool = False) -> Iterator[Reader]:
        """Open the store for reading: one consistent view of it, one short connection.

        A store that another version wrote is brought to this one first, unless it is to be looked at `as_is`.

        Raises:
            StoreError: the store is absent, held by a writer for too long, damaged, or of another version.
        """
        if not self.exists:
            raise _absent(self.path)
        con = self._opened()
        try:
            if con.execute(_IS_EMPTY).fetchall()[0][0]:
                raise _absent(self.path)
            older = _version(con, "meta") < SCHEMA
            if not as_is and (older or con.execute(_DERIVED_BY).fetchall() != [(_grains(),)]):
                con.close()
                with self.writing():
                    pass  # a write brings it to this version, derived tables included
                con = self._opened()
            yield Reader(con)
        except _DAMAGED as error:
            raise _unreadable(self.path, error) from error
        finally:
            con.close()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        con: duckdb.DuckDBPyConnection = self._patiently(
            lambda: duckdb.connect(str(self.path), read_only=True, config=_LOCKED)
        )
        return con

    @contextmanager
    def writing(
        self, con: duckdb.DuckDBPyConnection | None = None, *, derive: bool = True
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the store for writing, in one transaction: all of it is kept, or nothing.

        `con` may be a staging connection: the store is attached to it as `store` and let go afterwards. Before the
        commit the derived tables are rebuilt, unless `derive` says that figures do not read what is written (a writer
        that finds out on its way calls `rebuild`). A store of an older version is brought to this one first.

        Raises:
            StoreError: the store is held for too long, damaged, of another version, or cannot be written.
        """
        own = con is None
        con = con or duckdb.connect(":memory:")
        before = os.umask(0o077)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.attach(con)
            _keep_private(self.path)
            try:
                con.execute("USE store")
                con.execute(_NO_VARIABLES)
                con.execute("SET checkpoint_threshold = '1TB'")  # or a commit may fail after it has been kept
                con.execute("BEGIN")
                self._migrate(con)
                yield con
                con.execute("USE store")
                if derive or con.execute(_DERIVED_BY).fetchall() != [(_grains(),)]:
                    rebuild(con)
                con.execute(_MOVE, ["writes"])
                con.execute("COMMIT")
                con.execute("USE memory")
                with suppress(
                    *_DAMAGED
                ):  # what is committed stays, in the log beside the file: the next write tries again
                    con.execute("CHECKPOINT store")
            except BaseException:
                _roll_back(con)
                raise
            finally:
                con.execute("USE memory")
                con.execute("DETACH store")
        except UNWRITABLE as error:
            raise unwritable(self.path, error) from error
        finally:
            os.umask(before)
            if own:
                con.close()

    def attach(self, con: duckdb.DuckDBPyConnection, options: str = "") -> None:
        """Attach the store to a connection, as `store`; wait for whoever holds it."""
        self._patiently(lambda: con.execute(f"ATTACH '{_quoted(self.path)}' AS store {options}"))

    def _migrate(self, con: duckdb.DuckDBPyConnection) -> None:
        if con.execute(_IS_EMPTY).fetchall()[0][0]:
            con.execute(sql("schema.sql"))
        for version in range(_version(con, "store.meta") + 1, SCHEMA + 1):
            con.execute(sql(f"migrations/{version}.sql"))

    def _patiently(self, opening: Any) -> Any:  # noqa: ANN401 — a connection, or nothing
        """Try until the other side lets go, or patience ends."""
        deadline = time.monotonic() + _patience()
        while True:
            try:
                return opening()
            except duckdb.Error as error:
                if not _is_held(error):
                    raise _unreadable(self.path, error) from error
                if time.monotonic() > deadline:
                    raise _held(self.path, error) from error
                time.sleep(_PAUSE)


def rebuild(con: duckdb.DuckDBPyConnection) -> None:
    """Rebuild what figures read from what was imported, inside a write; figures worked out before are then stale."""
    con.execute(sql("names.sql"))
    con.execute(sql("grains.sql"))
    con.execute("INSERT OR REPLACE INTO meta VALUES ('grains', ?)", [_grains()])
    con.execute(_MOVE, ["data_version"])


def next_number(con: duckdb.DuckDBPyConnection, table: str, column: str) -> int:
    """Return the next number of a table's own sequence, inside a write."""
    return int(con.execute(f"SELECT coalesce(max({column}), 0) + 1 FROM {table}").fetchall()[0][0])


def _roll_back(con: duckdb.DuckDBPyConnection) -> None:
    """Undo what was begun; a transaction that already failed has nothing left to undo."""
    try:
        con.execute("ROLLBACK")
    except duckdb.TransactionException:
        return


def _keep_private(path: Path) -> None:
    """Take back the rights that others have on a store of ours: put there by a copy, or by an older program."""
    if os.name != "nt" and path.stat().st_mode & 0o077 and path.stat().st_uid == os.getuid():
        path.chmod(0o600)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


_LOCKED: dict[str, Any] = {
    "enable_external_access": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}
"""A reader reaches nothing but the store; the same words each time, since connections of one process share them."""
_NO_VARIABLES = "SET python_enable_replacements = false"
"""A table that is missing is missing: it is not looked for among the variables of this program."""
_DERIVED_BY = "SELECT value FROM meta WHERE name = 'grains'"
_MOVE = "UPDATE meta SET value = (value::BIGINT + 1)::VARCHAR WHERE name = ?"
_IS_EMPTY = """
    SELECT NOT EXISTS (FROM duckdb_tables() WHERE database_name = current_database())
        AND NOT EXISTS (FROM duckdb_views() WHERE database_name = current_database() AND NOT internal)
"""


def _absent(path: Path) -> EmptyStoreError:
    return EmptyStoreError(
        Text(
            f"Il n'y a encore aucune donnée (rien dans {path}). Importer des fichiers (import), ou charger le "
            "portefeuille de démonstration (demo).",
            f"There is no data yet (nothing in {path}). Import files (import), or load the demo portfolio (demo).",
        )
    )


def _version(con: duckdb.DuckDBPyConnection, meta: str) -> int:
    """Return the schema of a store; what is no store, or a newer one, is refused."""
    try:
        found = int(con.execute(f"SELECT value FROM {meta} WHERE name = 'schema'").fetchall()[0][0])
    except (duckdb.CatalogException, duckdb.BinderException, IndexError, TypeError, ValueError) as error:
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
    return found


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
        return int(self.value("SELECT value FROM meta WHERE name = 'writes'"))

    @property
    def data_version(self) -> int:
        """The number that moves when figures may: enough for a cache of figures, left alone by reviews and actions."""
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
