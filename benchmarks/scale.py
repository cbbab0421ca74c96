"""From which size a cluster pays: the six first figures of a quarter, by DuckDB and by Spark, over the same Parquet.

    python -m benchmarks.scale 100000 1000000 10000000

The facts of the demo portfolio are exported once; for each size the documents of `spend` are written again under other
names until there are that many rows. Three engines, each in a process of its own, in one run: DuckDB, Spark on this
machine (local[*]), Spark on a master and two workers of one core each on this machine. `first` is the first pass over
the six figures (for Spark: its start included), `again` the pass after it. Quote the ratios.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import duckdb

from data.demo import write
from data.facts.engine import Engine
from data.facts.lake import opened
from data.facts.manifest import NAME, read
from data.facts.writing import export
from data.imports import import_files, sources
from data.store import Store
from kpi import catalogue
from kpi.model import COLUMNS, Period, Scope
from tests.spark.cluster import two_workers

SIX = (
    "spend", "cost_per_matter_type", "budget_conformity", "budget_coverage", "off_panel_rate", "dematerialisation_rate",
)  # fmt: skip
TODAY = dt.date(2026, 11, 22)
HEAD = """| Rows of `spend` | DuckDB | Spark, `local[*]` | ratio | Spark, two workers | ratio |
|---|---|---|---|---|---|"""


def grown(small: Path, folder: Path, wanted: int) -> int:
    """Write an export whose `spend` holds about as many rows as wanted, and return how many it holds."""
    manifest = read(small)
    said = manifest.tables["spend"]
    times = max(1, round(wanted / said.rows))
    folder.mkdir()
    for table in COLUMNS:
        if table != "spend":
            (folder / table).symlink_to(small / table)
    columns = ", ".join(
        f"{name} || '#' || copy AS {name}" if name == "document_id" else name for name in COLUMNS["spend"]
    )
    duckdb.sql(
        f"COPY (SELECT {columns}, year(invoice_date) AS year, quarter(invoice_date) AS quarter"
        f" FROM read_parquet('{small}/spend/**/*.parquet', hive_partitioning = false), range({times}) AS copies (copy))"
        f" TO '{folder}/spend' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (year, quarter))"
    )
    sums = {name: None if total is None else total * times for name, total in said.sums.items()}
    spend = said.model_copy(update={"rows": said.rows * times, "sums": sums})
    larger = manifest.model_copy(update={"tables": {**manifest.tables, "spend": spend}})
    (folder / NAME).write_text(larger.model_dump_json(), encoding="utf-8")
    return spend.rows


def passes(engine: str, lake: Path) -> None:
    """Work the six figures out twice, and print the seconds and the answers as JSON."""
    scope = Scope(period=Period.parse("2026-T3"))
    seconds = []
    answers: list[Decimal | None] = []
    for _ in range(2):
        began = time.perf_counter()
        with Engine(engine, opened(lake)).asked() as facts:
            kpis = [catalogue()[name] for name in SIX]
            answers = [kpi.compute(facts(), scope, kpi.default_reading).value for kpi in kpis]
        seconds.append(time.perf_counter() - began)
    print(json.dumps({"seconds": seconds, "answers": [str(one) for one in answers]}))  # noqa: T201 — told to the parent


def measured(engine: str, lake: Path, master: str = "") -> tuple[float, float, list[str]]:
    """Measure one engine in a process of its own: the first pass, the one after it, the answers."""
    env = {**os.environ, "BINOME_SPARK_MASTER": master, "SPARK_CONF_DIR": "/nonexistent"}
    command = [sys.executable, "-m", "benchmarks.scale", "--one", engine, str(lake)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)  # noqa: S603 — our own words
    told = json.loads(done.stdout)
    first, again = told["seconds"]
    return first, again, told["answers"]


def main(sizes: list[int]) -> None:
    """Print the curve."""
    with tempfile.TemporaryDirectory(prefix="binome-scale-") as place, two_workers("2g") as cluster:
        folder = Path(place)
        write(folder / "files", TODAY)
        store = Store(folder / "store.duckdb")
        import_files(store, sources([folder / "files"]))
        export(store, folder / "facts")
        print(HEAD, flush=True)  # noqa: T201 — a table
        for size in sizes:
            rows = grown(folder / "facts", folder / str(size), size)
            lake = folder / str(size)
            duck = measured("duckdb", lake)
            local = measured("spark", lake, "local[*]")
            standalone = measured("spark", lake, cluster)
            same = duck[2] == local[2] == standalone[2]
            cells = [f"{rows:,}".replace(",", " "), f"{duck[0]:.2f} / {duck[1]:.2f}"]
            for first, again, _ in (local, standalone):
                cells += [f"{first:.1f} / {again:.1f}", f"{again / duck[1]:.0f}"]
            line = "| " + " | ".join(cells) + " |" + ("" if same else " DIFFERENT ANSWERS")
            print(line, flush=True)  # noqa: T201 — a line of it


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        passes(sys.argv[2], Path(sys.argv[3]))
    else:
        main([int(one) for one in sys.argv[1:]] or [100_000, 1_000_000])
