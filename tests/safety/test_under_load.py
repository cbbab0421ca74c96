"""Backups during a steady load of imports: each is the store as it was after one of them, and comes back as such."""

from __future__ import annotations

import signal
import time

import pytest

from data.backup import backup, restore
from data.imports import import_files, undo
from data.store import Store
from tests.data.ledger import Books
from tests.safety.rounds import Counting, another, content, many_lines, program, rounds, sentence

LINES = 40
# Imports without a pause, until its input is closed.
LOAD = """
import select, sys
from pathlib import Path
from data.imports import import_files
from data.store import Store
from tests.safety.rounds import many_lines
n = 0
while not select.select([sys.stdin], [], [], 0)[0]:
    n += 1
    import_files(Store(Path(sys.argv[1])), [(f"{n}.txt", many_lines(f"{n}-", int(sys.argv[2])).encode())])
    print(n, flush=True)
"""
BACKUP = """
import sys
from pathlib import Path
from data.backup import backup
from data.store import Store
backup(Store(Path(sys.argv[1])), Path(sys.argv[2]))
print("written", flush=True)
"""
pytestmark = pytest.mark.skipif("os.name == 'nt'", reason="Windows has no SIGKILL, and selects no pipe")


def first(number: int, store: Store) -> None:
    """Import the file of that number."""
    import_files(store, [(f"{number}.txt", many_lines(f"{number}-", LINES).encode())])


@rounds(2, 50)
def test_each_backup_comes_back_as_the_store_was_after_an_import(books: Books, turns: int, record_property: Counting):
    running = program(LOAD, books.store.path, LINES)
    assert running.stdout
    copies = [books.folder / f"{turn}.duckdb" for turn in range(turns)]
    for copy in copies:
        running.stdout.readline()  # one more import is in, and the next one under way
        backup(books.store, copy)
    running.communicate("enough\n")
    same, taken = another(books, "same"), 0
    for turn, copy in enumerate(copies):
        back = another(books, f"back {turn}")
        assert restore(back.store, copy) is None
        imports = back.ask("SELECT count(*) FROM batches")[0][0]
        while taken < imports:
            taken += 1
            first(taken, same.store)
        assert content(back.store) == content(same.store)
        assert back.differences() == []
    assert taken >= turns
    record_property("backups under load, each restored", turns)
    record_property("imports meanwhile", taken)


@rounds(2, 40)
def test_a_backup_or_an_import_killed_leaves_both_stores_whole(books: Books, turns: int, record_property: Counting):
    """A fault while another is at work: kill -9 of the import, or of the backup itself, at any moment."""
    first(0, books.store)
    whole = 0
    for turn in range(1, turns + 1):
        copy = books.folder / f"{turn}.duckdb"
        loading = program(LOAD, books.store.path, LINES)
        saving = program(BACKUP, books.store.path, copy)
        time.sleep(1.5 + 0.13 * (turn % 11))
        (loading if turn % 2 else saving).send_signal(signal.SIGKILL)
        said = saving.communicate()[0]
        loading.communicate("enough\n")
        assert books.differences() == []
        assert copy.exists() or "written" not in said, "told as written, and absent"
        if copy.exists():
            saved = Books(books.folder)
            saved.store = Store(copy)
            assert saved.differences() == []
            assert saved.ask("SELECT count(*) FROM lines") == [(LINES * saved.ask("SELECT count(*) FROM files")[0][0],)]
            whole += 1
        again = books.folder / f"{turn} again.duckdb"
        backup(books.store, again)  # what was cut short stands in nobody's way
        restore(books.store, again)
    record_property("kills of a backup or of an import beside it", turns)
    record_property("backups written all the same", whole)


LITTLE_ROOM = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))
"""
KILLED_AT = """
import os, signal, sys, threading
threading.Timer(float(sys.argv[3]), lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
"""
ONE = """
import sys
from pathlib import Path
from data.imports import import_files
from data.store import Store, StoreError
try:
    import_files(Store(Path(sys.argv[1])), [("big.txt", Path(sys.argv[2]))])
    print("stored", flush=True)
except StoreError as error:
    print("refused", error.text.fr, flush=True)
"""


@rounds(2, 30)
def test_killed_then_without_room_an_import_is_whole_or_absent(books: Books, turns: int, record_property: Counting):
    """Killed at some moment; what is left is recovered on a full disk; then there is room again."""
    first(0, books.store)
    before, refused = content(books.store), 0
    big = books.folder / "big.txt"
    big.write_text(many_lines("B", 4000))
    for turn in range(turns):
        program(KILLED_AT + ONE, books.store.path, big, f"{1.0 + 0.17 * (turn % 12)}").wait()
        said = program(LITTLE_ROOM + ONE, books.store.path, big).communicate()
        assert "Traceback" not in said[1], said[1]
        if said[0].startswith("refused"):
            refused += 1
            assert sentence(said[0]), said[0]
        assert books.differences() == []
        lines = books.ask("SELECT count(*) FROM lines")[0][0]
        assert lines in {LINES, LINES + 4000}
        if lines == LINES:
            assert content(books.store) == before
        else:
            undo(books.store, books.ask("SELECT max(batch_id) FROM batches")[0][0])
    assert refused
    record_property("kills followed by a full disk", turns)
    record_property("of them refused with a sentence", refused)
