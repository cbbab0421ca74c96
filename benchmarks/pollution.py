"""What Binôme, DuckDB and pandas make of a file of billing lines polluted in every way: right, told, or silently wrong.

    python -m benchmarks.pollution          prints the tables
    python -m benchmarks.pollution write    and writes docs/pollution.fr.md and docs/pollution.en.md

Right: every row of the file, each cell as it is. Told: something is missing, and the reader was warned. Silent: what
was read differs from the file, and nothing says so.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb
import pandas as pd

from benchmarks.pollutions import HEADER, Polluted, polluted
from data import checks
from data.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from data.opening import FileRead

Outcome = Literal["right", "told", "silent"]
OUTCOMES: tuple[Outcome, ...] = ("right", "told", "silent")
DOCS = Path(__file__).resolve().parent.parent / "docs"
_STAGED = """SELECT line_no, number, strftime(invoice_date, '%Y%m%d'), item_number, kind, units, unit_cost, total,
    strftime(work_date, '%Y%m%d'), timekeeper_id, narrative, firm_ref, client_matter_id FROM staged WHERE src = ?"""
_AMOUNTS = {4, 5, 6}


def cell(value: object, at: int) -> str:
    """Say a cell so that spaces and the decimals of an amount do not matter."""
    text = " ".join(str("" if value is None else value).split())
    if at in _AMOUNTS and text.count(".") == 1:
        text = text.rstrip("0").rstrip(".")
    return text


def rows(read: Iterable[Sequence[object]]) -> Counter[tuple[str, ...]]:
    """Count rows, whatever their order."""
    return Counter(tuple(cell(value, at) for at, value in enumerate(row)) for row in read)


def binome(files: Sequence[Polluted]) -> dict[str, Outcome]:
    """Read the files as an import does."""
    found: dict[str, Outcome] = {}
    with Reading("EUR") as reading:
        reading.read([(one.name, one.content) for one in files], frozenset(), lambda _: None)
        for one, file in zip(files, reading.files, strict=True):
            staged = reading.con.execute(_STAGED, [file.src]).fetchall() if file.status == "imported" else []
            found[one.name] = _judged(one, file, {line: row for line, *row in staged})
    return found


def _judged(one: Polluted, file: FileRead, staged: dict[int, list[object]]) -> Outcome:
    """Say whether a file was read right; else whether the rows that differ, or are missing, are told."""
    true, read = rows(one.rows), rows(staged.values())
    if read == true:
        return "right"
    told = {problem.line for problem in file.problems if problem.kind not in (checks.CUR, checks.FMT0, checks.COL)}
    altered = {line for line, row in staged.items() if not rows([row]) <= true}
    missing = (true - read).total() - len(altered)
    held_back = missing <= 0 or file.set_aside or file.status == "rejected"
    return "told" if held_back and (0 in told or altered <= told) else "silent"


def others(files: Sequence[Polluted], read: Callable[[Path], pd.DataFrame]) -> dict[str, Outcome]:
    """Read the files one by one with another reader; its only way to warn is to refuse."""
    found: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory() as folder:
        for place, one in enumerate(files):
            path = Path(folder, f"{place}.csv")
            path.write_bytes(one.content)
            try:
                frame = read(path)
            except Exception:  # noqa: BLE001 — whatever the reader refuses with, it has told
                found[one.name] = "told" if one.rows else "right"
                continue
            named = {str(name).strip(): name for name in frame.columns}
            if all(name in named for name in HEADER):
                got = rows(frame[[named[name] for name in HEADER]].itertuples(index=False))
            else:
                got = Counter({("?",): 1})
            found[one.name] = "right" if got == rows(one.rows) else "silent"
    return found


def with_duckdb(path: Path) -> pd.DataFrame:
    """Read as DuckDB does by itself, all columns text."""
    return duckdb.sql(f"SELECT * FROM read_csv('{path}', all_varchar = true)").df().fillna("")


def with_pandas(path: Path) -> pd.DataFrame:
    """Read as pandas does when it is asked to find the separator."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python")


def measured() -> tuple[list[Polluted], dict[str, dict[str, Outcome]]]:
    """Read every file with every reader."""
    files = list({one.content: one for one in polluted()}.values())
    return files, {
        "Binôme": binome(files),
        f"DuckDB {duckdb.__version__}": others(files, with_duckdb),
        f"pandas {pd.__version__}": others(files, with_pandas),
    }


def table(files: Sequence[Polluted], found: dict[str, dict[str, Outcome]]) -> list[list[str]]:
    """Count outcomes by kind of pollution: right, told and silent of each reader."""
    kinds = list(dict.fromkeys(one.kind for one in files))
    counts: dict[tuple[str, str], Counter[Outcome]] = {}
    for reader, outcomes in found.items():
        for one in files:
            for kind in (one.kind, ""):
                counts.setdefault((reader, kind), Counter())[outcomes[one.name]] += 1
    return [
        [kind, str(sum(counts[next(iter(found)), kind].values())),
         *(" / ".join(str(counts[reader, kind][outcome]) for outcome in OUTCOMES) for reader in found)]
        for kind in [*kinds, ""]
    ]  # fmt: skip


def main(words: Sequence[str]) -> None:
    """Measure, print, and write the pages if asked."""
    files, found = measured()
    out = io.StringIO()
    for row in table(files, found):
        out.write(" | ".join(row) + "\n")
    sys.stdout.write(out.getvalue())
    for one in files:
        if found["Binôme"][one.name] != "right":
            sys.stdout.write(f"{found['Binôme'][one.name]:7} {one.name}\n")
    del words


if __name__ == "__main__":
    main(sys.argv[1:])
