"""What Binôme, DuckDB and pandas make of a file of billing lines polluted in every way: right, told, or silently wrong.

    python -m benchmarks.pollution          prints the tables
    python -m benchmarks.pollution write    and writes docs/pollution.fr.md and docs/pollution.en.md

Right: every row of the file, each cell as it is. Told: something is missing, and the reader was warned. Silent: what
was read differs from the file, and nothing says so.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import duckdb
import pandas as pd

from benchmarks.pollutions import HEADER, Polluted, polluted
from data import checks
from data.reading import Reading
from kpi.model import Text
from report import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from data.opening import FileRead
    from kpi.model import Lang

Outcome = Literal["right", "told", "silent"]
OUTCOMES: tuple[Outcome, ...] = ("right", "told", "silent")
LANGUAGES: tuple[Lang, ...] = ("fr", "en")
KINDS = {
    "source": Text("Le fichier propre", "The clean file"),
    "content": Text("Vide, en-tête seul, une ligne", "Empty, header only, one row"),
    "header": Text("En-tête absent ou sur plusieurs lignes", "No header, or one over several lines"),
    "around": Text("Titres, pieds, fins de fichier", "Titles, footers, ends of file"),
    "tables": Text("Deux tableaux dans le fichier", "Two tables in the file"),
    "ends of lines": Text("Fins de ligne", "Ends of lines"),
    "separator": Text("Séparateurs", "Separators"),
    "quotes": Text("Guillemets", "Quotes"),
    "encoding": Text("Encodages", "Encodings"),
    "widths": Text("Largeurs", "Widths"),
    "row: separator": Text("Une ligne séparée autrement", "One row separated otherwise"),
    "row: separator missing": Text("Une ligne, un séparateur de moins", "One row, a separator less"),
    "row: separator twice": Text("Une ligne, un séparateur de trop", "One row, a separator more"),
    "row: stray quote": Text("Une ligne, un guillemet isolé", "One row, a stray quote"),
}
PAGE = (
    Text("Un fichier propre, abîmé de toutes les façons", "One clean file, spoilt in every way"),
    Text(
        """Le banc d'essai Pollock (Vitagliano et al., PVLDB 16, 2023) recense ce qui arrive aux fichiers CSV qui
circulent. Un fichier propre de douze lignes de facturation en subit chaque cas, ligne par ligne et cellule par
cellule, avec en plus les encodages, les pieds de tableau et les largeurs. Trois lecteurs le lisent : celui de
l'import, celui de DuckDB et celui de pandas, chacun devinant seul (celui de DuckDB deux fois : la seconde, indulgent).

## Juste, dit, en silence

Juste : toutes les lignes, chaque cellule telle quelle. Dit : quelque chose manque
ou a été réparé, et le lecteur en est averti (une ligne mise de côté, un fichier rejeté, une erreur). En silence
: ce qui est lu diffère du fichier, et rien ne le dit. La colonne qui compte est la troisième.

La dernière ligne compte les lignes lues justes dans tous les fichiers : une ligne illisible n'emporte pas les
onze autres.

## La mesure""",
        """The Pollock benchmark (Vitagliano et al., PVLDB 16, 2023) lists what happens to the CSV files that go round.
A clean file of twelve billing lines goes through each case, row by row and cell by cell, and through encodings,
footers and widths as well. Three readers read it: the import's own, DuckDB's and pandas', each guessing by
itself (DuckDB's twice: the second time, lenient).

## Right, told, silent

Right: all rows, each cell as it is. Told: something is missing or was mended, and
the reader is warned (a row set aside, a file rejected, an error). Silent: what is read differs from the file,
and nothing says so. The column that matters is the third.

The last line counts the rows read right in all the files: one unreadable row does not take the eleven others
with it.

## The measure""",
    ),
)
AGAIN = Text(
    "## La refaire\n\n`python -m benchmarks.pollution`. Cette page en est le résultat (`write`), qu'un test compare.",
    "## Measuring again\n\n`python -m benchmarks.pollution`. This page is its result (`write`); a test compares it.",
)
DOCS = Path(__file__).resolve().parent.parent / "docs"
_STAGED = """SELECT line_no, number, strftime(invoice_date, '%Y%m%d'), item_number, kind, units, unit_cost, total,
    strftime(work_date, '%Y%m%d'), timekeeper_id, narrative, firm_ref, client_matter_id FROM staged WHERE src = ?"""
_AMOUNTS = {4, 5, 6}


@dataclass(frozen=True)
class Found:
    """What a reader made of a file, and how many of its rows it read as they are."""

    outcome: Outcome
    rows: int


def cell(value: object, at: int) -> str:
    """Say a cell so that spaces and the decimals of an amount do not matter."""
    text = " ".join(str("" if value is None else value).split())
    if at in _AMOUNTS and text.count(".") == 1:
        text = text.rstrip("0").rstrip(".")
    return text


def rows(read: Iterable[Sequence[object]]) -> Counter[tuple[str, ...]]:
    """Count rows, whatever their order."""
    return Counter(tuple(cell(value, at) for at, value in enumerate(row)) for row in read)


def binome(files: Sequence[Polluted]) -> dict[str, Found]:
    """Read the files as an import does."""
    found: dict[str, Found] = {}
    with Reading("EUR") as reading:
        reading.read([(one.name, one.content) for one in files], frozenset(), lambda _: None)
        for one, file in zip(files, reading.files, strict=True):
            staged = reading.con.execute(_STAGED, [file.src]).fetchall() if file.status == "imported" else []
            found[one.name] = _judged(one, file, {line: row for line, *row in staged})
    return found


def _judged(one: Polluted, file: FileRead, staged: dict[int, list[object]]) -> Found:
    """Say whether a file was read right; else whether the rows that differ, or are missing, are told."""
    true, read = rows(one.rows), rows(staged.values())
    if read == true:
        return Found("right", true.total())
    told = {problem.line for problem in file.problems if problem.kind not in (checks.CUR, checks.FMT0, checks.COL)}
    altered = {line for line, row in staged.items() if not rows([row]) <= true}
    missing = (true - read).total() - len(altered)
    held_back = missing <= 0 or file.set_aside or file.status == "rejected"
    return Found("told" if held_back and (0 in told or altered <= told) else "silent", (true & read).total())


def others(files: Sequence[Polluted], read: Callable[[Path], pd.DataFrame]) -> dict[str, Found]:
    """Read the files one by one with another reader; its only way to warn is to refuse."""
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as folder:
        for place, one in enumerate(files):
            path = Path(folder, f"{place}.csv")
            path.write_bytes(one.content)
            try:
                frame = read(path)
            except Exception:  # noqa: BLE001 — whatever the reader refuses with, it has told
                found[one.name] = Found("told" if one.rows else "right", 0)
                continue
            named = {str(name).strip(): name for name in frame.columns}
            if all(name in named for name in HEADER):
                got = rows(frame[[named[name] for name in HEADER]].itertuples(index=False))
            else:
                got = Counter({("?",): 1})
            true = rows(one.rows)
            found[one.name] = Found("right" if got == true else "silent", (true & got).total())
    return found


def with_duckdb(path: Path) -> pd.DataFrame:
    """Read as DuckDB does by itself, all columns text."""
    return duckdb.sql(f"SELECT * FROM read_csv('{path}', all_varchar = true)").df().fillna("")


def with_duckdb_lenient(path: Path) -> pd.DataFrame:
    """Read as DuckDB does when it is asked to take what it can."""
    asked = "all_varchar = true, strict_mode = false, null_padding = true"
    return duckdb.sql(f"SELECT * FROM read_csv('{path}', {asked})").df().fillna("")


def with_pandas(path: Path) -> pd.DataFrame:
    """Read as pandas does when it is asked to find the separator."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, sep=None, engine="python")


def measured() -> tuple[list[Polluted], dict[str, dict[str, Found]]]:
    """Read every file with every reader."""
    files = list({one.content: one for one in polluted()}.values())
    return files, {
        "Binôme": binome(files),
        f"DuckDB {duckdb.__version__}": others(files, with_duckdb),
        "DuckDB, strict_mode = false": others(files, with_duckdb_lenient),
        f"pandas {pd.__version__}": others(files, with_pandas),
    }


def table(files: Sequence[Polluted], found: Mapping[str, Mapping[str, Found]], lang: Lang) -> str:
    """Say by kind of pollution what became of the files, and at the end how many of all rows were read right."""
    kinds = list(dict.fromkeys(one.kind for one in files))
    lines = [["", Text("Fichiers", "Files")(lang), *found], ["---", "---:", *("---:" for _ in found)]]
    for kind in kinds:
        its = [one.name for one in files if one.kind == kind]
        counts = (Counter(outcomes[name].outcome for name in its) for outcomes in found.values())
        said = (" / ".join(str(count[outcome]) for outcome in OUTCOMES) for count in counts)
        lines.append([KINDS[kind](lang), str(len(its)), *said])
    totals = (Counter(one.outcome for one in outcomes.values()) for outcomes in found.values())
    said = (f"**{' / '.join(str(count[outcome]) for outcome in OUTCOMES)}**" for count in totals)
    lines.append([Text("**Ensemble**", "**All**")(lang), str(len(files)), *said])
    rows_in_all = sum(len(one.rows) for one in files)
    shares = (Decimal(sum(one.rows for one in outcomes.values())) / rows_in_all for outcomes in found.values())
    label = Text("**Lignes lues justes**", "**Rows read right**")(lang)
    lines.append([label, str(rows_in_all), *(f"**{words.percent(share, lang, 1)}**" for share in shares)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def page(lang: Lang, table: str) -> str:
    """Write the page of the docs."""
    title, text = PAGE
    return f"# {title(lang)}\n\n{text(lang)}\n\n{table}\n{AGAIN(lang)}\n"


def main(asked: Sequence[str]) -> None:
    """Measure and print; write the pages if asked."""
    files, found = measured()
    for lang in LANGUAGES:
        if asked == ["write"]:
            (DOCS / f"pollution.{lang}.md").write_text(page(lang, table(files, found, lang)), encoding="utf-8")
    sys.stdout.write(table(files, found, "en"))
    held = [
        one.name for one in files if found["Binôme"][one.name].outcome != "right" and not one.kind.startswith("row")
    ]
    sys.stdout.write("Held back or told by Binôme: " + "; ".join(held) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
