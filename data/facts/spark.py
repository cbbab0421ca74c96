"""Spark over a lake: one session a process, and the same tables as everywhere. Imported only when it is asked for.

BINOME_SPARK_MASTER names the cluster (spark://…), else this machine serves (local[*]). Unless a master elsewhere is
named, Spark listens to 127.0.0.1 only; it has no page of its own, and its log goes to a file that ends with it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
import threading
import warnings
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from data.facts.lake import tie
from data.facts.manifest import FactsError
from kpi.model import COLUMNS, Facts, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.facts.lake import Export, Lake

MASTER = "BINOME_SPARK_MASTER"
_TYPES = {"VARCHAR": "STRING", "INTEGER": "INT"}
_QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "true",
    "spark.log.level": "ERROR",
}
_HERE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
}
_turn = threading.Lock()
_frames: dict[str, dict[str, Any]] = {}


@contextmanager
def in_spark(lake: Lake) -> Iterator[Facts]:
    """Read a lake with Spark, as lazy tables; the session and the plans stay for who asks next.

    Raises:
        FactsError: Spark or Java is not there, no session can be had, it stopped answering, or an export is no longer
            what was written.
    """
    tie(lake)
    with _turn:
        if lake.version not in _frames:
            spark = _session()
            _frames[lake.version] = {table: _table(spark, lake, table) for table in COLUMNS}
        frames = _frames[lake.version]
    from py4j.protocol import Py4JError  # noqa: PLC0415 — there, since there is a session
    from pyspark.errors import PySparkException  # noqa: PLC0415 — the same

    try:
        yield Facts(**{table: nw.from_native(frame) for table, frame in frames.items()}, present=lake.present)
    except (PySparkException, Py4JError, ConnectionError) as error:
        _frames.clear()  # the next question starts anew, with another session if this one is gone
        raise _unanswered(error) from error


def _table(spark: Any, lake: Lake, table: str) -> Any:  # noqa: ANN401 — Spark's own
    parts = [_read(spark, export, table).selectExpr(*lake.columns(export, table)) for export in lake.exports]
    return reduce(lambda one, other: one.unionAll(other), parts)


def _read(spark: Any, export: Export, table: str) -> Any:  # noqa: ANN401 — Spark's own
    """Scan the files of one table; the types are those written, none is guessed."""
    kinds = export.manifest.tables[table].columns
    declared = ", ".join(f"`{name}` {_TYPES.get(kind, kind)}" for name, kind in kinds.items())
    files = spark.read.schema(declared).option("recursiveFileLookup", "true")
    return files.parquet((export.folder / table).as_uri())


def _session() -> Any:  # noqa: ANN401 — Spark's own
    """Return the session of this process, started if need be."""
    if importlib.util.find_spec("pyspark") is None:
        raise FactsError(
            Text(
                "Spark n'est pas installé ici : installer requirements-spark.txt dans cet environnement (voir "
                "docs/scale.fr.md), ou demander --engine duckdb.",
                "Spark is not installed here: install requirements-spark.txt in this environment (see docs/scale.md), "
                "or ask for --engine duckdb.",
            )
        )
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if os.environ.get("JAVA_HOME") else "java"
    if shutil.which(java) is None:
        raise FactsError(
            Text(
                "Spark demande Java 17 ou plus récent, absent ici : l'installer (Debian : openjdk-17-jre-headless), "
                "donner son dossier par JAVA_HOME, ou demander --engine duckdb.",
                "Spark needs Java 17 or newer, not found here: install it (Debian: openjdk-17-jre-headless), give its "
                "folder in JAVA_HOME, or ask for --engine duckdb.",
            )
        )
    master = os.environ.get(MASTER) or os.environ.get("SPARK_MASTER") or "local[*]"
    with warnings.catch_warnings(), _aside() as log:
        warnings.simplefilter("ignore")
        from py4j.protocol import Py4JError  # noqa: PLC0415 — only those who ask for Spark have it
        from pyspark.errors import PySparkException  # noqa: PLC0415 — the same
        from pyspark.sql import SparkSession  # noqa: PLC0415 — the same

        builder = SparkSession.builder.master(master).appName("binome")
        for name, value in (_QUIET | (_HERE if _is_here(master) else {})).items():
            builder = builder.config(name, value)
        try:
            return builder.getOrCreate()
        except (PySparkException, Py4JError) as error:
            raise _unstarted(master, error, log) from error


def _is_here(master: str) -> bool:
    return master.startswith(("local", "spark://127.0.0.1", "spark://localhost"))


@contextmanager
def _aside() -> Iterator[Path]:
    """Give the Java process that starts meanwhile another place than the reader's terminal for its log."""
    with tempfile.TemporaryDirectory(prefix="binome-spark-", ignore_cleanup_errors=True) as folder:
        log = Path(folder, "log")
        kept = os.dup(2)
        with log.open("wb") as file:
            os.dup2(file.fileno(), 2)
        try:
            yield log
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _seen(error: Exception, log: str = "") -> str:
    """Return the line that says what went wrong, of the many that Java writes."""
    lines = [line.strip(" :") for line in (*str(error).splitlines(), *log.splitlines())] or [type(error).__name__]
    return next((line for line in lines if "Exception: " in line or "UnsupportedClassVersion" in line), lines[0])[:160]


def _unanswered(error: Exception) -> FactsError:
    seen = _seen(error)
    return FactsError(
        Text(
            f"Spark n'a pas répondu ({seen}). Vérifier que le cluster vit et que chacun de ses nœuds lit le dossier "
            "des faits, puis recommencer ; ou demander --engine duckdb.",
            f"Spark did not answer ({seen}). Check that the cluster is alive and that each of its nodes reads the "
            "folder of the facts, then try again; or ask for --engine duckdb.",
        )
    )


def _unstarted(master: str, error: Exception, log: Path) -> FactsError:
    seen = _seen(error, log.read_text(errors="replace"))
    return FactsError(
        Text(
            f"Spark ne démarre pas sur {master} ({seen}). Vérifier Java 17 ou plus récent, et l'adresse donnée par "
            f"{MASTER}.",
            f"Spark does not start on {master} ({seen}). Check Java 17 or newer, and the address given in {MASTER}.",
        )
    )
