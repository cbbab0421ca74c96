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
from typing import TYPE_CHECKING, Any, ClassVar

import duckdb
import narwhals.stable.v2 as nw
import platformdirs

from data import access, damage
from data.role import Purpose, Role
from data.witness import Witness, note
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


class VanishedStoreError(EmptyStoreError):
    """There is no store, and yet its journal, or this very run, says that there was one."""


class BehindStoreError(StoreError):
    """The store lacks writes that were acknowledged: its journal tells of them."""


class NotAllowedError(StoreError):
    """The role of whoever asks does not go that far."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Votre rôle ne permet pas cette action ; rien n'a été fait. Elle revient au juridique (legal ops) : "
                "la lui demander.",
                "Your role does not allow this; nothing was done. It is for legal ops: ask them.",
            )
        )


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
    return StoreError(damage.unreadable(path, error))


def unwritable(path: Path, error: Exception) -> StoreError:
    """Return what to say of a file that could not be written: the disk is full, a right is missing."""
    return StoreError(damage.unwritable(path, error))


_DAMAGED = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)
UNWRITABLE = (OSError, duckdb.TransactionException, *_DAMAGED)


def _is_damage(error: Exception) -> bool:
    """Say whether an error tells of bytes that are not what they were: some come without a class of their own."""
    return isinstance(error, _DAMAGED) or "Corrupt database file" in str(error) or "does not match stored" in str(error)


def _is_held(error: Exception) -> bool:
    """Say whether an opening failed because the file is open elsewhere: on Linux, on Windows, in this process."""
    signs = ("Could not set lock", "being used by another process", "different configuration")
    return isinstance(error, duckdb.ResourceInUseException) or any(sign in str(error) for sign in signs)


class Store:
    """One store file, for one role. Reading and writing each open it, do one thing, and let go."""

    _seen: ClassVar[set[Path]] = set()
    """The stores that this run has read: one that is there no more has vanished."""

    def __init__(
        self, path: Path, role: Role = Role.LEGAL_OPS, *, witness: Witness | None = None, alone: bool = False
    ) -> None:
        """Name a store: with the journal and the vault beside it, with others (`witness`), or `alone`: a copy."""
        self.path = path
        self.witness = None if alone else witness or Witness(path)
        self.role = role

    @property
    def exists(self) -> bool:
        """Whether anything was ever stored."""
        return self.path.exists()

    @contextmanager
    def reading(self, *, as_is: bool = False, behind: bool = False) -> Iterator[Reader]:
        """Open the store for reading: one consistent view of it, one short connection.

        A store that another version wrote is brought to this one first, unless it is to be looked at `as_is`. One that
        lacks what its journal acknowledged is refused, unless it is to be looked at all the same, `behind`. What a role
        does not see is not in what the reader asks: see `data/access.py`.

        Raises:
            StoreError: the store is absent, held by a writer for too long, damaged, of another version, or behind.
        """
        if not self.exists:
            raise self._absent()
        con = self._opened()
        try:
            if con.execute(_IS_EMPTY).fetchall()[0][0]:
                raise self._absent()
            older = _version(con, "meta") < SCHEMA
            if not behind:
                self._refuse_behind(con)
            self._seen.add(self.path.absolute())
            if not as_is and (older or con.execute(_DERIVED_BY).fetchall() != [(_grains(),)]):
                con.close()
                with Store(self.path).writing():
                    pass  # a write brings it to this version, derived tables included
                con = self._opened()
            if self.role is not Role.LEGAL_OPS:
                con.close()
                con = self._patiently(lambda: access.opened(self.path, self.role))
            yield Reader(con, self.role)
        except duckdb.Error as error:
            if _is_damage(error):
                raise _unreadable(self.path, error) from error
            raise
        finally:
            con.close()

    def _opened(self) -> duckdb.DuckDBPyConnection:
        con: duckdb.DuckDBPyConnection = self._patiently(
            lambda: duckdb.connect(str(self.path), read_only=True, config=_LOCKED)
        )
        return con

    def _absent(self) -> EmptyStoreError:
        try:
            told = self.witness.journal.lines() if self.witness else []
        except OSError as error:
            return VanishedStoreError(damage.unreadable(self.path, error))
        if any(line.entry for line in told):
            return VanishedStoreError(damage.vanished(self.path, told))
        if self.path.absolute() in self._seen:
            return VanishedStoreError(damage.gone(self.path))
        return _absent(self.path)

    def _refuse_behind(self, con: duckdb.DuckDBPyConnection) -> None:
        if not self.witness:
            return
        try:
            standing = self.witness.standing(con)
        except OSError as error:
            raise _unreadable(self.witness.journal.path, error) from error
        if standing.kind == "behind":
            raise BehindStoreError(damage.behind(self.path, standing.lacking))

    @contextmanager
    def writing(
        self,
        con: duckdb.DuckDBPyConnection | None = None,
        *,
        derive: bool = True,
        adopting: bool = False,
        purpose: Purpose = Purpose.DATA,
    ) -> Iterator[duckdb.DuckDBPyConnection]:
        """Open the store for writing, in one transaction: all of it is kept, or nothing.

        `con` may be a staging connection: the store is attached to it as `store` and let go afterwards. Before the
        commit the derived tables are rebuilt, unless `derive` says that figures do not read what is written (a writer
        that finds out on its way calls `rebuild`). A store of an older version is brought to this one first.
        `adopting` says that what the store holds counts from now on, whatever its journal acknowledged before.

        Raises:
            NotAllowedError: it is not for this role to write for that purpose.
            StoreError: the store is held for too long, damaged, of another version, behind, or cannot be written.
        """
        self.allow(purpose)
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
                anew = self._migrate(con)
                if self.witness:
                    self.witness.begin(con, anew=anew, adopting=adopting)
                    if not (anew or adopting):
                        self._refuse_behind(con)
                yield con
                con.execute("USE store")
                if derive or con.execute(_DERIVED_BY).fetchall() != [(_grains(),)]:
                    rebuild(con)
                con.execute(_MOVE, ["writes"])
                if self.witness:
                    self.witness.before(con)
                con.execute("COMMIT")
                self._settle(con)
            except BaseException:
                _roll_back(con)
                raise
            finally:
                con.execute("USE memory")
                con.execute("DETACH store")
        except (OSError, duckdb.Error) as error:
            if isinstance(error, UNWRITABLE) or _is_damage(error):
                raise unwritable(self.path, error) from error
            raise
        finally:
            os.umask(before)
            if own:
                con.close()

    def _settle(self, con: duckdb.DuckDBPyConnection) -> None:
        """Put what was committed in its places; where one fails, it stays committed and the next write goes on."""
        if self.witness:
            with suppress(OSError):  # the vault has too much, never too little
                self.witness.settle(con)
        con.execute("USE memory")
        with suppress(*_DAMAGED):  # it is in the log beside the file
            con.execute("CHECKPOINT store")
        if self.witness:
            with suppress(OSError):  # the store holds the line, too, and says that it happened
                self.witness.acknowledge()

    def allow(self, purpose: Purpose) -> None:
        """Go on only if whoever asks may write for a purpose.

        Raises:
            NotAllowedError: it is not for this role.
        """
        if not self.role.may(purpose):
            raise NotAllowedError

    def attach(self, con: duckdb.DuckDBPyConnection, options: str = "") -> None:
        """Attach the store to a connection, as `store`; wait for whoever holds it."""
        self._patiently(lambda: con.execute(f"ATTACH '{quoted(self.path)}' AS store {options}"))

    def _migrate(self, con: duckdb.DuckDBPyConnection) -> bool:
        """Bring the store to this version; say whether nothing was ever stored in it."""
        empty = bool(con.execute(_IS_EMPTY).fetchall()[0][0])
        if empty:
            con.execute(sql("schema.sql"))
        for version in range(_version(con, "store.meta") + 1, SCHEMA + 1):
            con.execute(sql(f"migrations/{version}.sql"))
            note(con, "migration")
        return empty

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


def quoted(path: Path) -> str:
    """Return a path as it stands between quotes in a statement."""
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

    def __init__(self, con: duckdb.DuckDBPyConnection, role: Role = Role.LEGAL_OPS) -> None:
        self.con = con
        self.role = role

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
        return _Stored(self.con, present)


class _Stored(Facts):
    """The facts of an open store; a table is looked up when a figure first reads it."""

    con: duckdb.DuckDBPyConnection

    def __init__(self, con: duckdb.DuckDBPyConnection, present: frozenset[str]) -> None:
        self.__dict__.update(con=con, present=present, shared={})

    def __getattr__(self, name: str) -> nw.LazyFrame[Any]:
        if name not in COLUMNS:
            raise AttributeError(name)
        found: nw.LazyFrame[Any] = nw.from_native(self.con.sql(f"SELECT {', '.join(COLUMNS[name])} FROM {name}"))
        self.__dict__[name] = found
        return found
