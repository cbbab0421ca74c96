"""A store of an older version opens, keeps what it holds, and becomes what a new store is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import follow_up, reviews
from data import store as stores
from data.backup import backup, restore
from data.lines import lines_of
from data.originals import unpack
from data.store import SCHEMA, Store, StoreError
from tests.data.ledger import SUMMER, Books

OLDEST = Path(__file__).parent / "stores" / "schema-1.sql"
FORMER = range(1, SCHEMA)


@pytest.fixture(params=FORMER)
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Books:
    """A1: 100 on M1 and 250 on M2. A2: 80 of expenses on M2. Budgets: M1 90, M2 400. A target, an action."""
    folder = tmp_path / "old"
    folder.mkdir()
    books = Books(folder)
    with duckdb.connect(str(books.store.path)) as con:
        con.execute(OLDEST.read_text(encoding="utf-8"))
        for version in range(2, request.param + 1):  # each step is kept as it was: this is what that version left
            con.execute(stores.sql(f"migrations/{version}.sql"))
    return books


def schema(store: Store) -> str:
    with duckdb.connect(str(store.path), read_only=True) as con:
        return str(con.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()[0][0])


def shape(books: Books) -> list[tuple[Any, ...]]:
    """Return every column and every rule of the store, tables, derived tables and views alike."""
    columns = books.ask(
        "SELECT table_name, column_index, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal"
    )
    rules = books.ask("SELECT table_name, constraint_type, constraint_column_names::VARCHAR FROM duckdb_constraints()")
    return [*columns, *rules]


def test_an_old_store_keeps_its_figures(old: Books):
    assert old.total() == Decimal("430.00")
    assert schema(old.store) == str(SCHEMA)
    figures = old.figures()
    assert figures["spend net"]["value"] == "430.00"
    conformity = figures["budget_conformity in_force"]  # M1 100 > 90; M2 330 ≤ 400
    assert (conformity["numerator"], conformity["denominator"]) == ("1", "2")
    assert old.differences() == []


def test_an_old_store_keeps_its_lines_its_history_and_what_reviews_wrote(old: Books):
    with old.store.reading() as reader:
        lines = lines_of(reader, ["F-1042/A2"])
        assert [(line["narrative"], line["net"]) for line in lines] == [("Train Paris - Lyon", Decimal(80))]
        assert [(row["text"], row["status"]) for row in follow_up.actions(reader)] == [("Budget par phase", "open")]
        [target] = follow_up.targets(reader)
        assert (target["target"], target["owner"], target["set_on"]) == (Decimal("0.80"), "Achats", None)
        assert reader.rows("SELECT batch_id, undone_at IS NULL AS alive FROM batches ORDER BY ALL") == [
            {"batch_id": 1, "alive": True},
            {"batch_id": 2, "alive": False},
        ]


def test_an_old_store_gives_the_figures_of_its_files_imported_anew(old: Books, books: Books):
    with old.store.reading() as reader:
        kept = reader.rows("SELECT size, bytes FROM originals ORDER BY ALL")
    books.take(*(unpack(row["size"], bytes(row["bytes"])) for row in kept))
    assert old.figures() == books.figures()


def test_both_roads_lead_to_the_same_tables(old: Books, books: Books):
    books.take("firm_id;name\nF-1;Dubois\n")
    assert shape(old) == shape(books)
    tables = {row[0] for row in shape(old)}
    assert {"reviews", "snapshots", "ref_notes", "notes", "actions"} <= tables


def test_a_store_is_brought_up_once_and_its_version_goes_on(old: Books):
    with old.store.reading() as reader:
        first = reader.version
    assert first == 4  # three writes before, and the one that brought it here
    assert old.version() == first


def test_a_write_brings_it_up_as_well(old: Books):
    number = reviews.start(old.store, SUMMER.period.start, SUMMER.period.end, None, "{}")
    with old.store.reading() as reader:
        assert [review.review_id for review in reviews.reviews(reader)] == [number]
    assert old.total() == Decimal("430.00")


def test_a_migration_that_fails_leaves_the_old_store(old: Books, monkeypatch: pytest.MonkeyPatch):
    before, version, honest = old.store.path.read_bytes(), schema(old.store), stores.sql
    with monkeypatch.context() as broken:
        broken.setattr(stores, "sql", lambda name: honest(name) + "FROM nowhere;" * name.startswith("migrations"))
        with pytest.raises(duckdb.CatalogException), old.store.reading():
            pass
    assert (old.store.path.read_bytes(), schema(old.store)) == (before, version)
    assert old.total() == Decimal("430.00")


def test_a_backup_of_an_older_version_is_restored_and_left_as_it_was(old: Books, books: Books):
    copy, version = books.folder / "copy.duckdb", schema(old.store)
    backup(old.store, copy)
    assert (schema(old.store), schema(Store(copy))) == (version, version)
    before = copy.read_bytes()
    restore(books.store, copy)
    assert copy.read_bytes() == before
    assert (books.total(), schema(books.store)) == (Decimal("430.00"), str(SCHEMA))


def test_a_newer_store_is_neither_read_nor_copied(old: Books):
    with duckdb.connect(str(old.store.path)) as con:
        con.execute("UPDATE meta SET value = ? WHERE name = 'schema'", [str(SCHEMA + 1)])
    for act in (old.total, lambda: backup(old.store, old.folder / "copy")):
        with pytest.raises(StoreError, match="comes from a newer Binôme"):
            act()
    assert schema(old.store) == str(SCHEMA + 1)


def test_every_version_has_its_step():
    steps = {int(path.stem) for path in (Path(stores.__file__).parent / "migrations").glob("*.sql")}
    assert steps == set(range(2, SCHEMA + 1))
