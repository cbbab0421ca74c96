"""A store is made again from the originals kept beside it, and every figure is the same."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from data import reviews, typed
from data.backup import backup, restore
from data.demo import write
from data.forgetting import forget
from data.imports import import_files, sources, undo
from data.mapping import saved
from data.mapping.sketch import sketch
from data.rebuild import rebuild
from data.store import Store, StoreError
from kpi import catalogue
from kpi.model import Period, Scope
from report import answers
from tests.data.ledger import PORTFOLIO, Books, bill
from tests.mapping.extracts import SAP


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every kind of import: files, a table read with a mapping, rows typed, a rejected file, one import taken back."""
    books = Books(tmp_path_factory.mktemp("written"))
    books.take(*PORTFOLIO.values())
    books.take(bill("GONE M1 1000.00"))
    mapping = sketch(SAP.encode(), "SAP").mapping
    assert mapping
    saved.save(books.store, mapping)
    books.take(SAP, "no file that anybody knows")
    typed.record(books.store, "actions", [{"decided_on": dt.date(2026, 8, 1), "text": "Budget par phase"}])
    undo(books.store, 2)
    books.take(bill("P1 M1 12.00"), currency="USD")
    number = reviews.start(books.store, dt.date(2026, 7, 1), dt.date(2026, 9, 30), None, "{}")
    reviews.freeze(books.store, number, b"a book")
    return books.folder


@pytest.fixture
def full(written: Path, tmp_path: Path) -> Books:
    return Books(shutil.copytree(written, tmp_path / "full"))


def history(books: Books) -> list[tuple[object, ...]]:
    return [
        *books.ask("SELECT batch_id, imported_at::VARCHAR, source, undone_at IS NULL FROM batches"),
        *books.ask("SELECT file_id, batch_id, name, sha256, status, currency, lines_imported FROM files"),
    ]


def quarters(books: Books) -> list[str]:
    """Return every figure in every reading, of four quarters, cut by firm, as `figure all --json` has it."""
    with books.store.reading() as reader:
        facts = reader.facts()
        return [
            json.dumps(answers.measure(kpi.compute(facts, scope.cut("firm"), reading.name)), default=str)
            for scope in (Scope(period=Period.parse(name)) for name in ("2025-T1", "2025-T4", "2026-T2", "2026-T3"))
            for kpi in catalogue().values()
            for reading in kpi.readings
        ]


def put_back(books: Books) -> None:
    """Rebuild, and put the result in the place of the store."""
    made = books.folder / "made.duckdb"
    rebuild(books.store, made)
    restore(books.store, made)


def test_from_a_store_that_opens_all_comes_back(full: Books):
    state, figures, told = full.state(), full.figures(), history(full)
    found = rebuild(full.store, full.folder / "made.duckdb")
    assert (found.imports, found.absent, found.otherwise, found.reviews) == (4, [], [], 1)
    restore(full.store, full.folder / "made.duckdb")
    assert full.figures() == figures
    assert history(full) == told
    assert {table for table, mark in full.state().items() if mark != state[table]} <= {"mappings", "problems"}
    assert full.differences() == []


@pytest.mark.parametrize("damage", [b"damage", None], ids=["damaged", "gone"])
def test_from_the_vault_alone_every_figure_comes_back(full: Books, damage: bytes | None):
    figures, told = full.figures(), history(full)
    full.store.path.unlink() if damage is None else full.store.path.write_bytes(damage)
    found = rebuild(full.store, full.folder / "made.duckdb")
    assert (found.imports, found.absent, found.otherwise, found.reviews) == (4, [], [], None)
    restore(full.store, full.folder / "made.duckdb")
    assert full.figures() == figures
    assert history(full) == told
    with full.store.reading() as reader:
        assert [one.mapping.name for one in saved.listed(reader)] == ["SAP"]


def test_an_old_file_put_back_is_made_whole_again(books: Books):
    books.take(bill("N1 M1 100.00"))
    old = books.store.path.read_bytes()
    books.take(bill("N2 M1 50.00"))
    books.store.path.write_bytes(old)
    put_back(books)
    assert books.total() == 150


def test_what_is_nowhere_is_named(books: Books):
    books.take(bill("N1 M1 100.00"), bill("N2 M1 50.00"))
    books.store.path.unlink()
    assert books.store.witness
    books.store.witness.vault.forget([min(books.store.witness.vault.originals())])
    found = rebuild(books.store, books.folder / "made.duckdb")
    assert (found.files, len(found.absent)) == (1, 1)


def test_nothing_to_rebuild_from(books: Books, tmp_path: Path):
    with pytest.raises(StoreError, match="nothing to rebuild"):
        rebuild(books.store, tmp_path / "made.duckdb")
    books.take(bill("N1 M1 100.00"))
    with pytest.raises(StoreError, match="overwrites nothing"):
        rebuild(books.store, books.store.path)


@pytest.mark.slow
def test_the_demo_portfolio_comes_back_from_its_originals(books: Books, tmp_path: Path):
    (tmp_path / "demo").mkdir()
    write(tmp_path / "demo", dt.date(2026, 11, 22))
    import_files(books.store, sources([tmp_path / "demo"]), origin="demo")
    figures, told = quarters(books), history(books)
    assert len(figures) > 80
    books.store.path.unlink()
    put_back(books)
    assert quarters(books) == figures
    assert history(books) == told
    assert Store(books.store.path).exists


def test_what_is_erased_is_erased_beside_the_store_too(books: Books):
    books.take(bill("N1 M1 100.00"), bill("N2 M1 50.00"))
    backup(books.store, books.folder / "copy")
    restore(books.store, books.folder / "copy")  # the former store and its originals stay
    gone = books.ask("SELECT sha256 FROM files")[0][0]
    with books.store.writing() as con:
        con.execute("DELETE FROM originals WHERE sha256 = ?", [gone])
    forget(books.store, [gone])
    assert [*books.folder.rglob(f"{gone}*")] == []
    assert len([*books.folder.rglob("*.zst")]) == 2
    assert b'"kind":"erase"' in (books.folder / "books.duckdb.journal").read_bytes().splitlines()[-1]
