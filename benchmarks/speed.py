"""What everything costs, beside what people would do instead, in one run.

    python -m benchmarks.speed [--write] [--no-browser] [LINES…]  (without LINES: 100000 1000000)

For each size: a made-up portfolio (`benchmarks/portfolio.py`), the raw `read_csv` of its bytes as the limit, the
import, the six first figures of a quarter from an unopened store and with it open, the same by hand in SQL (over the
store, over the lines), in pandas and in polars, the dashboard in a real browser, the review pack, memory. The figures
of all must agree. With --write, the table is added to the history of docs/performance.md. Ten million lines take 6 GB
of disk.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from math import isclose
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

import duckdb

from benchmarks.portfolio import write
from data.formats.ledes_1998b import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "performance.md"
PERIOD: Final = "2026-T3"
SIZES: Final = (100_000, 1_000_000)
LARGE: Final = 5_000_000
"""From so many lines on, the raw reading is measured once."""
_LIBRARIES: Final = ("duckdb", "narwhals", "pyarrow", "streamlit", "altair", "pandas", "polars")


@dataclass(frozen=True)
class Took:
    """What a command took: seconds of the clock, seconds of the processors, and the most memory it held."""

    wall: float
    cpu: float
    memory: int
    said: str = ""


def said(*words: str) -> Took:
    """Run a module of ours in a process of its own; it says what it took."""
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 — our own words
        [sys.executable, "-m", "benchmarks.watched", *words], cwd=ROOT, capture_output=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    wall = time.perf_counter() - begun
    if done.returncode > 1:
        sys.exit(f"{' '.join(words)}: {done.stderr[-400:]}")
    cpu, memory = done.stderr.split()[-2:]
    return Took(wall, float(cpu), int(memory), done.stdout)


def raw_read(folder: Path, store: Path) -> Took:
    """Load the same bytes with DuckDB's reader into a file, every column text, on two threads."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(COLUMNS)))
    store.unlink(missing_ok=True)
    cpu, begun = time.process_time(), time.perf_counter()
    con = duckdb.connect(str(store), config={"threads": 2})
    con.execute(
        f"""CREATE TABLE x AS FROM read_csv('{folder}/*.txt', auto_detect = false, delim = '|', header = false,
        skip = 2, quote = '', escape = '', columns = {{{columns}}}, filename = true, new_line = '\\n')"""
    )
    con.close()
    took = Took(time.perf_counter() - begun, time.process_time() - cpu, 0)
    store.unlink()
    return took


def measured(folder: Path, lines: int, *, browser: bool) -> list[tuple[str, str, str]]:
    """Measure one size; return rows of a table: what, how much, beside what."""
    files, store = folder / "files", folder / "binome.duckdb"
    write(files, lines)
    raws = sorted((raw_read(files, folder / "raw.duckdb") for _ in range(1 if lines >= LARGE else 3)), key=_wall)
    raw = raws[len(raws) // 2]
    taken = said("ui.cli", "import", str(files), "--store", str(store), "--json")
    read = sum(file["lines_imported"] for file in json.loads(taken.said)["files"] if file["format"] == "LEDES1998B")
    if read != lines:
        sys.exit(f"{read} lines imported of {lines}")
    start = median(said("ui.cli", "figure", "list", "--json").wall for _ in range(3))
    every = said("ui.cli", "figure", "all", "--period", PERIOD, "--json", "--store", str(store))
    own = json.loads(said("benchmarks.warm", str(store)).said)
    rivals = {name: said("benchmarks.rivals", name, str(files)) for name in ("sql", "polars", "pandas")}
    for name, rival in rivals.items():
        _agree(own["figures"], json.loads(rival.said)["figures"], name)
    slower = {name: ours[0] - by_hand[0] for name, (ours, by_hand) in own["each"].items()}
    most = max(slower, key=lambda name: slower[name])
    by_hand = [sum(hand[clock] for _, hand in own["each"].values()) for clock in (0, 1)]
    pack = said("ui.cli", "pack", "--period", PERIOD, "--out", str(folder / "pack"), "--store", str(store))
    beside = f"{_times(taken.wall, raw.wall)} (CPU {_times(taken.cpu, raw.cpu)})"
    rows = [
        ("raw `read_csv` (the limit)", f"{raw.wall:.2f} s, {raw.cpu:.2f} s CPU", "1.0"),
        ("import", f"{taken.wall:.2f} s, {taken.cpu:.2f} s CPU", f"{beside} raw read"),
        ("import, peak memory", f"{taken.memory} MB", f"{1e6 * taken.memory / lines:.0f} MB a million lines"),
        ("store on disk", f"{store.stat().st_size >> 20} MB", f"files: {_size(files) >> 20} MB"),
        ("start of the program", f"{start:.2f} s", ""),
        ("all figures of it, a new process", f"{every.wall:.2f} s", f"{every.wall - start:.2f} s beyond start"),
        ("six figures, store not open", _ms(own["cold"]), ""),
        ("six figures, store open", _ms(own["warm"]), f"{_ms(by_hand)} in SQL by hand over the store"),
        ("furthest from SQL by hand", f"{slower[most]:.0f} ms", most),
        *(_rival(name, took, own["warm"]) for name, took in rivals.items()),
        ("review pack, three formats", f"{pack.wall:.1f} s", f"{pack.memory} MB"),
    ]  # fmt: skip
    if browser:
        from benchmarks.repaint import measured as repainted  # noqa: PLC0415 — needs a browser

        page = repainted(store)
        rows += [
            ("dashboard, from its command to six figures", f"{page['first_figures_s']:.1f} s", "browser included"),
            ("another period on the overview", f"{1000 * page['repaint_s']:.0f} ms",
             f"slowest of five: {1000 * page['repaint_slowest_s']:.0f} ms"),
        ]  # fmt: skip
    return rows


def _wall(took: Took) -> float:
    return took.wall


def _times(one: float, other: float) -> str:
    return f"{one / other:.1f} ×"


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())


def _ms(spent: Sequence[float]) -> str:
    return f"{spent[0]:.0f} ms ({spent[1]:.0f} ms CPU)"


def _rival(name: str, took: Took, ours: Sequence[float]) -> tuple[str, str, str]:
    title, found = {"sql": "DuckDB SQL over the lines"}.get(name, name), json.loads(took.said)
    warm = found["warm_ms"], found["warm_cpu_ms"]
    spent = f"{found['load_s']:.1f} s to load, then {_ms(warm)}, {took.memory} MB"
    return f"the six in {title}", spent, f"{_times(warm[0], ours[0])} ours, store open (CPU {_times(warm[1], ours[1])})"


def _agree(ours: dict[str, float], theirs: dict[str, float], name: str) -> None:
    """End the run where figures differ: a comparison of two different things says nothing."""
    for figure, value in ours.items():
        if not isclose(value, theirs[figure], rel_tol=1e-9):
            sys.exit(f"{figure}: {value} here, {theirs[figure]} in {name}")


def table(lines: int, rows: list[tuple[str, str, str]]) -> str:
    """Write the rows as a table of Markdown."""
    head = [f"| {lines:,} lines | | beside |", "|---|---|---|"]
    return "\n".join([*head, *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def conditions() -> str:
    """Say when and on what a run was made; what else the machine was doing is part of it."""
    made = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    busy = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 30 if hasattr(os, "sysconf") else 0
    machine = f"{os.cpu_count()} cores, {memory} GiB, {platform.system()}, Python {platform.python_version()}"
    return f"### {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC\n\n{machine}, {made}. Load average at start: {busy}.\n"


def main() -> None:
    """Measure each size asked for; print, and with --write keep, the tables."""
    words = sys.argv[1:]
    sizes = [int(word) for word in words if word.isdecimal()] or list(SIZES)
    told = [conditions()]
    sys.stdout.write(told[0] + "\n")
    for lines in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            told.append(table(lines, measured(Path(scratch), lines, browser="--no-browser" not in words)))
        sys.stdout.write(told[-1] + "\n")
        sys.stdout.flush()
    busiest = resource.getrusage(resource.RUSAGE_CHILDREN)
    sys.stdout.write(f"in all {busiest.ru_utime + busiest.ru_stime:.0f} s CPU\n")
    if "--write" in words:
        PAGE.write_text(PAGE.read_text(encoding="utf-8").rstrip("\n") + "\n\n" + "\n".join(told), encoding="utf-8")


if __name__ == "__main__":
    main()
