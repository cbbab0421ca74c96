"""Which engine reads a lake, and what a dashboard without a store of its own looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from data.facts.lake import Lake, in_duckdb, opened
from data.facts.manifest import FactsError
from data.role import Role
from data.store import Reader, rebuild, sql
from kpi.model import Facts, Text

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

ENGINES = ("duckdb", "spark")
ENGINE, FACTS = "BINOME_ENGINE", "BINOME_FACTS"
"""The variables that say which engine works figures out, and where the facts lie that it reads."""


@dataclass(frozen=True)
class Engine:
    """An engine and the lake that it reads."""

    name: str
    lake: Lake

    @property
    def version(self) -> str:
        """A name for this state of the lake read by this engine: part of every cache key."""
        return f"{self.name} {self.lake.version}"

    @contextmanager
    def asked(self) -> Iterator[Callable[[], Facts]]:
        """Give a way to the facts, taken when first asked for, and let go of them at the end.

        Raises:
            FactsError: the engine is not there, does not answer, or an export is no longer what was written.
        """
        with ExitStack() as held:
            yield cache(lambda: held.enter_context(self._read()))

    def _read(self) -> AbstractContextManager[Facts]:
        if self.name == "duckdb":
            return in_duckdb(self.lake)
        from data.facts.spark import in_spark  # noqa: PLC0415 — only those who ask for Spark have it

        return in_spark(self.lake)


def chosen(name: str | None, place: Path | None) -> Engine | None:
    """Return the engine asked for and the lake it reads; None when figures come from the store.

    Raises:
        FactsError: there is no such engine, no place is given, or no export of facts is there.
    """
    if name and name not in ENGINES:
        raise FactsError(
            Text(
                f"Il n'y a pas de moteur « {name} ». Moteurs : {', '.join(ENGINES)}.",
                f"There is no engine “{name}”. Engines: {', '.join(ENGINES)}.",
            )
        )
    if place is not None:
        return Engine(name or "duckdb", opened(place))
    if name == "spark":
        raise FactsError(
            Text(
                "Spark lit des faits exportés : donner leur dossier (--facts, ou BINOME_FACTS). La commande facts "
                "DOSSIER les écrit.",
                "Spark reads exported facts: give their folder (--facts, or BINOME_FACTS). The command facts FOLDER "
                "writes them.",
            )
        )
    return None


@contextmanager
def without_store(lake: Lake, role: Role = Role.LEGAL_OPS) -> Iterator[Reader]:
    """Look at a store that holds nothing, in memory, for one role: every list is empty."""
    con = duckdb.connect(":memory:")
    try:
        con.execute(sql("schema.sql"))
        con.execute("UPDATE meta SET value = ? WHERE name = 'fiscal_start'", [str(lake.fiscal_start)])
        rebuild(con)
        yield Reader(con, role)
    finally:
        con.close()
