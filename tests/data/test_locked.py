"""A reader of the store reaches no other file, no network and no extension, and no text of a file is ever SQL."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from tests.data.ledger import Books, bill
from tests.ui.commands import answer

HOSTILE = (
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')",
    "COPY (SELECT 1) TO '/tmp/out.csv'",
    "ATTACH '/tmp/other.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SELECT * FROM 'http://phone-home.invalid/x.parquet'",
    "EXPORT DATABASE '/tmp/out'",
    "CREATE SECRET (TYPE s3, KEY_ID 'a', SECRET 'b')",
    "SET lock_configuration = false",
    "DELETE FROM lines",
)
NAMES = ("x'; DROP TABLE lines; --", 'y" OR 1=1 --', "%_\\", "Robert'); DELETE FROM bills; --", "a|| 'b'")


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """An invoice of one euro from each of five firms whose names would be SQL."""
    books = Books(tmp_path_factory.mktemp("locked"))
    books.take(*(bill(f"N{n} M1 1.00", firm=name.replace("|", "¦")) for n, name in enumerate(NAMES)))
    return books


@pytest.mark.parametrize("statement", HOSTILE)
def test_a_reader_can_do_nothing_but_read_the_store(books: Books, statement: str):
    with books.store.reading() as reader, pytest.raises(duckdb.Error):
        reader.con.execute(statement).fetchall()


def test_two_readers_at_once_are_locked_alike(books: Books):
    with books.store.reading() as first, books.store.reading() as second:
        assert [one.value("SELECT current_setting('lock_configuration')") for one in (first, second)] == [True, True]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_would_be_sql_is_one_firm_and_nothing_else(books: Books, name: str):
    asked = f"firm={name.replace('|', '¦')}"
    found = answer(books.store.path, "figure", "spend", "--period", "2026-T3", "--where", asked)
    assert (Decimal(found["value"]), found["n"]) == (1, 1)
    assert books.ask("SELECT count(*) FROM lines") == [(len(NAMES),)]
