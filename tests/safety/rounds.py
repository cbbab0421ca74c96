"""What the tests of safety share: a few rounds by default, many with -m slow; and what a store says."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.store import Store
from tests.data.ledger import Books

Counting = Callable[[str, object], None]
"""What a test tells the ledger: a unit and how many (pytest's record_property)."""
ROOT = Path(__file__).resolve().parents[2]
_NUMBERS = {"file_id", "batch_id", "bill_id", "document_id", "source", "decided_in", "written"}
"""Columns that say in which order files came, and no more."""
_LISTS = ("batches", "meta", "reviews", "snapshots", "mappings")


def rounds(few: int, many: int) -> pytest.MarkDecorator:
    """Run a test over a few rounds, and over many where minutes are given to it."""
    return pytest.mark.parametrize(
        "turns", [pytest.param(few, id="few"), pytest.param(many, id="many", marks=pytest.mark.slow)]
    )


def content(store: Store) -> dict[str, str]:
    """Return a fingerprint of what each table says, whatever the order of its rows and the numbers of its files."""
    with store.reading() as reader:
        con, found = reader.con, {}
        for (table,) in con.execute("SELECT table_name FROM duckdb_tables() ORDER BY ALL").fetchall():
            if table in _LISTS:
                continue
            columns = [row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()]
            cells = [f"t.{name}::VARCHAR" for name in columns if name not in _NUMBERS]
            if "file_id" in columns:
                cells.append("(SELECT any_value(f.sha256) FROM files AS f WHERE f.file_id = t.file_id)")
            rows = con.execute(f"SELECT {', '.join(cells) or '1'} FROM {table} AS t").fetchall()
            found[table] = hashlib.sha256(repr(sorted(rows, key=repr)).encode()).hexdigest()
        return found


def another(books: Books, name: str) -> Books:
    """Open other books, beside these."""
    (books.folder / name).mkdir()
    return Books(books.folder / name)


def program(text: str, *words: object, wait: float = 30, **env: str) -> subprocess.Popen[str]:
    """Start a program of a few lines beside this one."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", text, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "BINOME_WAIT": str(wait), "BINOME_LANG": "fr", **env},
        text=True,
        encoding="utf-8",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def cli(store: Path, *words: object, wait: float = 30, **env: str) -> subprocess.Popen[str]:
    """Start the command line as a reader does."""
    return program("from ui.cli import main; main()", "--store", store, *words, wait=wait, **env)


def sentence(said: str) -> bool:
    """Say whether an answer is words for a reader: no trace of the program, and an end."""
    return "Traceback" not in said and said.strip().endswith((".", "»", ")"))


IMPORT = """
import sys
from pathlib import Path
from data.imports import import_files
from data.store import Store
for name in sys.argv[2:]:
    print(name, flush=True)
    import_files(Store(Path(sys.argv[1])), [(Path(name).name, Path(name))])
print("stored", flush=True)
"""
"""A program that imports files, one import each, and says where it is."""


def many_lines(name: str, lines: int, **more: Any) -> str:
    """Write invoices of ten lines of one euro, numbered after `name`."""
    from tests.data.ledger import bill  # noqa: PLC0415 — it reads the catalogue of figures

    return bill("\n".join(f"{name}{n // 10} M{n % 7} 1.00" for n in range(lines)), text=f"of {name}", **more)
