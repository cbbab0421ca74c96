"""How long an import and the figures take, beside DuckDB's own reading of the same bytes, in one run.

    python -m benchmarks.import_and_figures [LINES]

Prints ratios: machines differ, ratios travel. The raw reading loads the files into a table of text and checks nothing;
the import recognises, checks, keeps the originals, stores lines and rebuilds what the figures read.
"""

from __future__ import annotations

import datetime as dt
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from data.formats.ledes_1998b import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
FILES, ROUNDS = 200, 3


def write_files(folder: Path, lines: int) -> None:
    """Write LEDES 1998B files of a made-up portfolio: 40 firms, 3,000 matters, three years."""
    chance = random.Random(7)  # noqa: S311 — the same files every time
    header = "|".join(column.name for column in COLUMNS) + "[]"
    number = 0
    for file in range(FILES):
        rows, left = ["LEDES1998B[]", header], lines // FILES
        while left > 0:
            size = min(left, chance.randint(5, 60))
            left, number = left - size, number + 1
            rows += _invoice(chance, number, size)
        (folder / f"{file}.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _invoice(chance: random.Random, number: int, size: int) -> list[str]:
    day = dt.date(2024, 1, 1) + dt.timedelta(chance.randrange(1000))
    firm, matter = f"F{chance.randrange(40):03d}", f"M{chance.randrange(3000):05d}"
    work = [(chance.randint(1, 80), chance.choice([150, 220, 310, 450, 600])) for _ in range(size)]
    total = sum(tenths * rate for tenths, rate in work) / 10
    start = day - dt.timedelta(45)
    return [
        f"{day:%Y%m%d}|{number}|C1|{matter}x|{total:.2f}|{start:%Y%m%d}|{day:%Y%m%d}|Honoraires|{place}|F|"
        f"{tenths / 10}|0|{tenths * rate / 10:.2f}|{day - dt.timedelta(chance.randint(1, 40)):%Y%m%d}|"
        f"L120||A103|{firm}-{place % 7}|"
        f"Analyse des pièces et projet de conclusions n° {place}|{firm}|{rate}|Martin, Claire|AS|{matter}[]"
        for place, (tenths, rate) in enumerate(work, 1)
    ]


def raw_read(folder: Path, store: Path) -> float:
    """Load the same bytes with DuckDB's reader, every column text."""
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(COLUMNS)))
    store.unlink(missing_ok=True)
    start = time.perf_counter()
    con = duckdb.connect(str(store))
    con.execute(
        f"""CREATE TABLE x AS FROM read_csv('{folder}/*.txt', auto_detect = false, delim = '|', header = false,
        skip = 2, quote = '', escape = '', columns = {{{columns}}}, filename = true, new_line = '\\n')"""
    )
    con.close()
    return time.perf_counter() - start


def words(*said: str) -> float:
    """Time words of the command line, start of the program included."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "ui.cli", *said], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 — our own words
    return time.perf_counter() - start


def main() -> None:
    """Print one table: seconds, and what they are beside the raw reading."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as scratch:
        folder, store = Path(scratch) / "files", str(Path(scratch) / "binome.duckdb")
        folder.mkdir()
        write_files(folder, lines)
        raw = sorted(raw_read(folder, Path(scratch) / "raw.duckdb") for _ in range(ROUNDS))[ROUNDS // 2]
        took = words("import", str(folder), "--store", store, "--json")
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        start = words("figure", "list", "--json")
        quarter = words("figure", "all", "--period", "2026-T3", "--store", store, "--json") - start
    sys.stdout.write(
        f"{lines} lines in {FILES} files\n"
        f"raw read_csv           {raw:7.2f} s   1.0\n"
        f"import                 {took:7.2f} s   {took / raw:.1f}\n"
        f"six figures, cold      {quarter:7.2f} s   {quarter / raw:.1f}\n"
        f"peak memory of import  {memory:7d} MB\n"
    )


if __name__ == "__main__":
    main()
