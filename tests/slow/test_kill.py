"""Killed at any moment, an import is there whole or not at all, and the store can be used at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from tests.data.ledger import Books, bill
from tests.data.test_kills import killed

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")]

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 12
LINES = 3000
# An import that says when it has been stored.
IMPORT = """
import sys
from pathlib import Path
from data.imports import import_files
from data.store import Store
print("ready", flush=True)
name = Path(sys.argv[2])
import_files(Store(Path(sys.argv[1])), [(name.name, name)])
print("stored", flush=True)
"""
# The same, which kills itself just before the nth statement that it sends to the database.
KILL_AT = """
import os, signal, sys
import duckdb
turns = int(sys.argv[3])

class Counting:
    def __init__(self, con):
        self.con = con

    def execute(self, *words):
        global turns
        turns -= 1
        if turns == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.con.execute(*words)

    def __getattr__(self, name):
        return getattr(self.con, name)

connect = duckdb.connect
duckdb.connect = lambda *words, **more: Counting(connect(*words, **more))
"""


@pytest.fixture
def books(tmp_path: Path) -> Books:
    books = Books(tmp_path)
    books.take(bill("N0 M1 100.00"))
    return books


def start(program: str, books: Books, name: str, *more: str) -> subprocess.Popen[str]:
    asked = [sys.executable, "-c", program, str(books.store.path), str(books.folder / name), *more]
    return subprocess.Popen(asked, cwd=ROOT, text=True, stdout=subprocess.PIPE)


def write(books: Books, name: str, lines: int = LINES) -> None:
    """Write a file of invoices of one euro a line, unlike any other."""
    text = bill("\n".join(f"{name}N{n // 10} M{n % 7} 1.00" for n in range(lines)), text=f"of {name}")
    (books.folder / name).write_text(text)


def whole(books: Books, *, euros: int) -> set[Decimal]:
    """Return the total found, having checked that every total ties and that nothing holds the store."""
    assert books.differences() == []
    assert books.ask("SELECT count(*) FROM lines") == books.ask("SELECT sum(lines_imported) FROM files")
    assert books.ask("SELECT count(*) FROM files") == books.ask("SELECT count(*) FROM batches")
    assert books.total() in {Decimal(euros), Decimal(euros + LINES)}
    return {books.total()}


def test_killed_at_a_random_moment(books: Books):
    draw, euros, seen = random.Random(1), 100, set()
    for turn in range(ROUNDS):
        write(books, f"{turn}")
        running = start(IMPORT, books, f"{turn}")
        assert running.stdout
        running.stdout.readline()
        time.sleep(draw.uniform(0, 1.2))
        running.send_signal(signal.SIGKILL)
        stored = "stored" in running.communicate()[0]
        found = whole(books, euros=euros)
        seen.add(found == {Decimal(euros + LINES)})
        assert not stored or found == {Decimal(euros + LINES)}, "told as stored, and lost"
        euros = int(books.total())
        books.take((books.folder / f"{turn}").read_bytes())  # what was cut short can be done again
        assert books.total() in {euros, euros + LINES}
        euros = int(books.total())
    assert books.ask("SELECT count(*) FROM lines") == [(ROUNDS * LINES + 1,)]
    assert seen == {False, True} or ROUNDS < 6


def test_killed_before_each_statement(books: Books):
    steps, moments = 0, set()
    for step in range(1, 400):
        write(books, "again", lines=20)
        running = start(KILL_AT + IMPORT, books, "again", str(step))
        told = running.communicate()[0]
        if running.returncode == 0:
            break
        steps += 1
        assert running.returncode == -signal.SIGKILL
        assert books.differences() == []
        assert books.total() in {100, 120}
        moments.add(books.total())
        if books.total() == 120:  # kept, though nobody was told
            assert "stored" not in told
            break
    assert steps > 60
    assert moments == {100, 120}


def test_killed_during_the_very_first_import(tmp_path: Path):
    for step in (10, 60, 70, 75, 80):
        (tmp_path / f"{step}").mkdir()
        books = Books(tmp_path / f"{step}")
        write(books, "first", lines=20)
        assert start(KILL_AT + IMPORT, books, "first", f"{step}").wait() == -signal.SIGKILL
        books.take((books.folder / "first").read_bytes())
        assert books.total() == 20
        assert books.differences() == []


def test_killed_during_undo(books: Books):
    write(books, "second", lines=20)
    books.take((books.folder / "second").read_bytes())
    program = KILL_AT + "from pathlib import Path\nfrom data.imports import undo\nfrom data.store import Store\n"
    program += "undo(Store(Path(sys.argv[1])), 2)\n"
    totals = []
    for step in range(1, 200):
        running = start(program, books, "second", str(step))
        if running.wait() == 0:
            break
        assert books.differences() == []
        totals.append(books.total())
        if totals[-1] == 100:
            break
    assert len(totals) > 30
    assert set(totals) == {Decimal(120), Decimal(100)}


@pytest.mark.parametrize(
    ("action", "totals"),
    [
        ("import", {120, 127}), ("first", {0, 7}), ("undo", {120, 100}), ("review", {120}), ("migration", {430}),
        ("backup", {120}), ("restore", {127, 120}), ("accept", {127}), ("rebuild", {120}),
    ],
)  # fmt: skip
def test_killed_before_every_step_then_while_it_recovers(tmp_path: Path, action: str, totals: set[int]):
    seen = killed(action, tmp_path, stride=1, twice=10)
    assert {*seen["found"]} == totals
