"""The journal beside the store: what was acknowledged and is gone is noticed; nothing else is held against a store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from data import checkup, reviews
from data.backup import backup, restore
from data.imports import undo
from data.journal import Line, compose, parse, stand
from data.progress import Step
from data.store import BehindStoreError, EmptyStoreError, Store, StoreError, VanishedStoreError
from tests.data.ledger import SUMMER, Books, bill


@pytest.fixture
def two(books: Books) -> Books:
    """Two imports: 100, then 50."""
    books.take(bill("N1 M1 100.00"))
    books.take(bill("N2 M1 50.00"))
    return books


def journal(books: Books) -> Path:
    return books.folder / "books.duckdb.journal"


def lines(books: Books) -> list[bytes]:
    return journal(books).read_bytes().splitlines()


def kinds(books: Books) -> list[str]:
    return [json.loads(line)["kind"] for line in lines(books)]


def told(books: Books) -> list[str]:
    """Return what `verify` notes besides totals, having checked that totals tie."""
    with books.store.reading() as reader:
        found = checkup.examine(books.store, reader)
    assert [tie.title.en for tie in found.ties if tie.difference] == []
    return [text.en for text in found.notes]


def put_back(books: Books, act: Callable[[], object]) -> None:
    """Do something, then put the file back that was there before."""
    before = books.store.path.read_bytes()
    act()
    books.store.path.write_bytes(before)


# --- What it says ------------------------------------------------------------------------------------


def test_every_write_has_its_line_bound_to_the_one_before(two: Books):
    undo(two.store, 1)
    reviews.start(two.store, SUMMER.period.start, SUMMER.period.end, None, "{}")
    assert kinds(two) == ["import", "import", "undo", "review"]
    read = [json.loads(line) for line in lines(two)]
    assert [line["previous"] for line in read] == ["", *(line["sum"] for line in read[:-1])]
    assert [line["writes"] for line in read] == [1, 2, 3, 4]
    assert [line["totals"]["net"] for line in read] == ["100.000000", "150.000000", "50.000000", "50.000000"]
    assert [file["imported"] for file in read[1]["files"]] == [1]
    assert {line["store"] for line in read} == {read[0]["store"]}
    assert told(two) == []


def test_it_names_nobody(books: Books):
    books.take(bill("N1 M-SECRET 100.00"), "firm_id;name\nF-1;Cabinet Secret\n")
    assert b"SECRET" not in journal(books).read_bytes().upper()
    assert b".txt" not in journal(books).read_bytes()


# --- What it notices ---------------------------------------------------------------------------------


def test_an_old_file_put_back_is_refused_and_says_what_it_lacks(books: Books):
    books.take(bill("N1 M1 100.00"))
    put_back(books, lambda: books.take(bill("N2 M1 50.00")))
    for act in (books.total, lambda: books.take(bill("N3 M1 1.00")), lambda: backup(books.store, books.folder / "c")):
        with pytest.raises(BehindStoreError) as error:
            act()
        assert "lacks 1 write" in error.value.text.en
        assert "an import among them" in error.value.text.en
        assert "(verify --accept)" in error.value.text.fr


def test_a_file_from_before_there_was_a_journal_is_noticed_too(books: Books, tmp_path: Path):
    books.take(bill("N1 M1 100.00"))
    with books.store.writing() as con:
        con.execute("SELECT 1")
    bare = Store(tmp_path / "bare.duckdb", alone=True)
    with bare.writing():
        pass
    books.store.path.write_bytes(bare.path.read_bytes())
    with pytest.raises(BehindStoreError, match="lacks 2 write"):
        books.total()


def test_what_is_there_can_be_accepted(books: Books):
    books.take(bill("N1 M1 100.00"))
    put_back(books, lambda: books.take(bill("N2 M1 50.00")))
    checkup.accept(books.store)
    assert books.total() == 100
    assert kinds(books)[-1] == "accept"
    [kept] = told(books)  # the original of what was given up
    assert "books.duckdb.originals.before-" in kept
    books.take(bill("N2 M1 50.00"))
    assert books.total() == 150


def test_a_restored_backup_is_not_behind(two: Books):
    backup(two.store, two.folder / "copy")
    undo(two.store, 2)
    restore(two.store, two.folder / "copy")
    assert two.total() == 150
    assert kinds(two) == ["import", "import", "undo", "restore"]
    two.take(bill("N3 M1 1.00"))
    assert len(told(two)) == 0


def test_a_backup_opens_anywhere_and_begins_a_journal_there(two: Books):
    there = Books(two.folder / "elsewhere")
    there.folder.mkdir()
    backup(two.store, there.store.path)
    assert there.total() == 150
    assert "no journal" in told(there)[0]
    there.take(bill("N3 M1 1.00"))
    assert told(there) == []


# --- What it does not hold against a store -----------------------------------------------------------


def test_a_missing_journal_is_begun_anew(two: Books):
    journal(two).unlink()
    assert two.total() == 150
    two.take(bill("N3 M1 1.00"))
    assert [len(json.loads(line)["held"]) for line in lines(two)] == [3]
    assert told(two) == []


@pytest.mark.parametrize("left", [0, 1, 40], ids=["without its end", "less a sign", "cut in the middle"])
def test_a_last_line_torn_by_a_crash_is_completed(two: Books, left: int):
    whole = journal(two).read_bytes()
    journal(two).write_bytes(whole[: -1 - left])
    assert two.total() == 150
    two.take(bill("N3 M1 1.00"))
    assert journal(two).read_bytes().startswith(whole)
    assert two.total() == 151
    assert told(two) == []


def test_a_line_of_a_write_that_never_happened_is_forgotten(two: Books):
    with journal(two).open("ab") as file:
        file.write(compose(json.loads(lines(two)[-1]), "never"))
    assert two.total() == 150
    two.take(bill("N3 M1 1.00"))
    assert kinds(two) == ["import"] * 3


@pytest.mark.parametrize("number", [0, 1])
def test_a_damaged_line_is_told_and_loses_nothing(two: Books, number: int):
    every = lines(two)
    every[number] = every[number].replace(b'"kind":"import"', b'"kind":"imporT"')
    journal(two).write_bytes(b"\n".join(every) + b"\n")
    assert two.total() == 150
    two.take(bill("N3 M1 1.00"))
    assert f"Damaged lines in the journal: {number + 1}" in told(two)[0]


def test_every_single_bit_of_the_journal_may_flip(two: Books):
    """Whatever flips, a store that lacks nothing is never refused."""
    whole = journal(two).read_bytes()
    own = lines(two)[-1]
    for place in range(0, len(whole), 7):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << place % 8
        found = [parse(text) for text in bytes(flipped).split(b"\n")[:-1] if text]
        assert stand(found, own).kind != "behind" or not found, place


def test_an_older_journal_put_back_is_told(two: Books):
    before = journal(two).read_bytes()
    two.take(bill("N3 M1 1.00"))
    two.take(bill("N4 M1 1.00"))
    journal(two).write_bytes(before)
    assert two.total() == 152
    assert "older one was put back" in told(two)[0]
    two.take(bill("N5 M1 1.00"))
    assert two.total() == 153


def test_the_journal_of_another_store_is_kept_aside(two: Books, tmp_path: Path):
    other = Books(tmp_path / "other")
    other.folder.mkdir()
    other.take(bill("X1 M1 7.00"))
    two.store.path.write_bytes(other.store.path.read_bytes())
    assert two.total() == 7
    two.take(bill("X2 M1 1.00"))
    assert two.total() == 8
    aside = sorted(path.name.rsplit("-", 3)[0] for path in two.folder.glob("*.before-*"))
    assert aside == ["books.duckdb.journal.before", "books.duckdb.originals.before"]
    assert len(told(two)) == 2


# --- A store that is gone ----------------------------------------------------------------------------


def test_a_store_that_vanished_is_missed(two: Books):
    two.store.path.unlink()
    with pytest.raises(VanishedStoreError) as error:
        two.total()
    assert "2 imports among them" in error.value.text.en
    assert "(rebuild)" in error.value.text.fr
    two.take(bill("N3 M1 1.00"))  # a new store begins
    assert two.total() == 1
    assert len(told(two)) == 2  # journal and originals of the former are kept


def test_a_folder_that_vanished_during_a_run_is_missed(two: Books):
    assert two.total() == 150
    two.folder.rename(two.folder.with_name("unplugged"))
    with pytest.raises(VanishedStoreError, match="was there a moment ago"):
        two.total()


def test_what_was_never_there_is_not_missed(tmp_path: Path):
    with pytest.raises(EmptyStoreError) as error, Store(tmp_path / "new.duckdb").reading():
        pass
    assert not isinstance(error.value, VanishedStoreError)


def test_a_journal_that_cannot_be_written_refuses_the_write(books: Books):
    journal(books).mkdir(parents=True)
    with pytest.raises(StoreError, match=r"books\.duckdb"):
        books.take(bill("N1 M1 100.00"))


def test_a_store_that_vanishes_while_files_are_read_is_not_begun_anew(tmp_path: Path):
    folder = tmp_path / "disk"
    folder.mkdir()
    books = Books(folder)
    books.take(bill("N1 M1 100.00"))

    def unplugged(step: Step) -> None:
        if not step.name and folder.exists():
            folder.rename(tmp_path / "unplugged")

    with pytest.raises(StoreError, match="was there a moment ago"):
        books.take(bill("N3 M1 1.00"), tick=unplugged)
    assert not folder.exists()
    assert Books(tmp_path / "unplugged").total() == 100


def test_lines_are_read_as_they_were_written(two: Books):
    assert all(isinstance(parse(line), Line) and parse(line).entry for line in lines(two))
