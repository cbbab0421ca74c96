"""Backups: whole, consistent, taken while others write; and put back without losing what was there."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from data.backup import backup, restore
from data.store import Store, StoreError
from tests.data.ledger import PORTFOLIO, Books, bill

ROOT = Path(__file__).resolve().parents[2]


def test_a_backup_gives_back_every_figure_and_overwrites_nothing(books: Books):
    books.take(*PORTFOLIO.values())
    copy = books.folder / "copy.duckdb"
    backup(books.store, copy)
    state, figures, version = books.state(), books.figures(), books.version()
    with pytest.raises(StoreError, match="exists already"):
        backup(books.store, copy)
    books.take(bill("Z1 M1 1000.00"))
    kept = restore(books.store, copy)
    assert (books.state(), books.figures()) == (state, figures)
    assert books.version() > version + 1  # or a page would answer from what it remembers of the store replaced
    assert kept is not None
    assert Store(kept).exists
    restore(books.store, kept)
    assert books.ask("SELECT sum(amount) FROM spend WHERE number = 'Z1'") == [(Decimal("1000.00"),)]


def test_a_backup_that_cannot_be_read_replaces_nothing(books: Books):
    books.take(bill("N1 M1 100.00"))
    (books.folder / "copy").write_text("not a store")
    with pytest.raises(StoreError, match="cannot be read as a Binôme store"):
        restore(books.store, books.folder / "copy")
    with pytest.raises(StoreError, match="does not exist"):
        backup(books.store, books.folder / "no such folder" / "copy")
    assert books.total() == Decimal("100.00")
    beside = ["books.duckdb", "books.duckdb.journal", "books.duckdb.originals", "copy"]
    assert sorted(path.name for path in books.folder.iterdir()) == beside


IMPORT_TEN = """
import sys
from pathlib import Path
from data.imports import import_files
from data.store import Store
from tests.data.ledger import bill
for n in range(1, 11):
    import_files(Store(Path(sys.argv[1])), [(f"{n}", bill(f"N{n} M1 100.00\\nN{n} M2 1.00").encode())])
"""


def test_a_backup_taken_while_imports_run_is_the_store_after_one_of_them(books: Books):
    books.take(bill("N0 M1 100.00\nN0 M2 1.00"))
    running = subprocess.Popen([sys.executable, "-c", IMPORT_TEN, str(books.store.path)], cwd=ROOT)
    turn = 0
    while running.poll() is None:
        turn += 1
        copy = Books(books.folder / f"{turn}")
        copy.folder.mkdir()
        backup(books.store, copy.store.path)
        invoices = copy.ask("SELECT count(*) FROM bills")[0][0]
        assert copy.total() == 101 * invoices
        assert copy.ask("SELECT count(*) FROM lines") == [(2 * invoices,)]
        assert copy.differences() == []
    assert (running.returncode, books.total()) == (0, Decimal(1111))
    assert turn > 2


def test_restore_waits_for_nobody_forever(books: Books, monkeypatch: pytest.MonkeyPatch):
    books.take(bill("N1 M1 100.00"))
    backup(books.store, books.folder / "copy")
    monkeypatch.setenv("BINOME_WAIT", "0.2")
    with books.store.writing() as con:
        con.execute("DELETE FROM lines")
        with pytest.raises(StoreError, match="is held"):
            restore(books.store, books.folder / "copy")
    assert books.ask("SELECT count(*) FROM lines") == [(0,)]


def test_a_damaged_store_is_replaced_and_kept(books: Books):
    books.take(bill("N1 M1 100.00"))
    backup(books.store, books.folder / "copy")
    books.store.path.write_bytes(b"damage")
    kept = restore(books.store, books.folder / "copy")
    assert kept is not None
    assert kept.read_bytes() == b"damage"
    assert books.total() == Decimal("100.00")
