"""The store: what it says before there is one, what it refuses, and how two programs share it."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data.backup import backup
from data.imports import undo
from data.store import SCHEMA, Store, StoreError
from tests.data.ledger import Books, bill

ROOT = Path(__file__).resolve().parents[2]
PYTHON = (sys.executable, "-P", "-c")
# A program that begins a write, says so, and ends it when its standard input speaks.
SLOW_WRITER = """
import sys
from pathlib import Path
from data.store import Store
with Store(Path(sys.argv[1])).writing() as con:
    con.execute("UPDATE lines SET net = net")
    print("begun", flush=True)
    sys.stdin.readline()
"""


def environment(wait: float = 30) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "BINOME_WAIT": str(wait), "BINOME_LANG": "fr"}


def command(books: Books, *words: str, wait: float = 30) -> subprocess.Popen[str]:
    asked = [sys.executable, "-m", "ui.cli", "--store", str(books.store.path), *words]
    return subprocess.Popen(asked, env=environment(wait), cwd=ROOT, text=True, stdout=-1, stderr=-1)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BINOME_WAIT", "0.2")


def refusal(store: Store) -> str:
    """Return what both a reader and a writer are told, having checked that the file is as it was."""
    before = store.path.read_bytes()
    with pytest.raises(StoreError) as read, store.reading():
        pass
    with pytest.raises(StoreError) as written, store.writing():
        pass
    assert read.value.text == written.value.text
    assert store.path.read_bytes() == before
    return read.value.text.en


# --- Before there is one -----------------------------------------------------------------------------


def test_before_anything_is_imported(books: Books):
    with pytest.raises(StoreError) as error, books.store.reading():
        pass
    assert error.value.text.fr.startswith("Il n'y a encore aucune donnée")
    assert error.value.text.en.startswith("There is no data yet")
    assert "(import)" in error.value.text.fr
    assert not books.store.exists


def test_a_write_that_fails_at_first_leaves_an_empty_store_that_says_so(books: Books):
    with pytest.raises(ZeroDivisionError), books.store.writing():
        raise ZeroDivisionError
    with pytest.raises(StoreError, match="There is no data yet"), books.store.reading():
        pass
    books.take(bill("N1 M1 100.00"))
    assert books.total() == Decimal("100.00")


# --- What is not a store -----------------------------------------------------------------------------


def test_a_newer_store_is_refused_and_left_alone(books: Books):
    books.take(bill("N1 M1 100.00"))
    with books.store.writing() as con:
        con.execute("UPDATE meta SET value = $1 WHERE name = 'schema'", [str(SCHEMA + 1)])
    assert refusal(books.store) == (
        f"This store comes from a newer Binôme (schema {SCHEMA + 1}, here {SCHEMA}). Update Binôme."
    )


@pytest.mark.parametrize("content", [b"Cher client,\n" * 99, bytes(20_000), b"PK\3\4"], ids=["text", "zeros", "zip"])
@pytest.mark.parametrize("folder", ["plain", "blocked clock"])
@pytest.mark.usefixtures("impatient")
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: bytes, folder: str):
    path = tmp_path / folder / "books.duckdb"
    path.parent.mkdir()
    path.write_bytes(content)
    assert re.match(r"The file .* cannot be read as a Binôme store .* It was not changed\.", refusal(Store(path)))


@pytest.mark.parametrize(
    "others",
    [
        "CREATE TABLE invoices AS SELECT 1 AS amount",
        "CREATE TABLE meta (version INTEGER)",
        "CREATE TABLE meta (name VARCHAR, value VARCHAR)",
        "CREATE TABLE meta AS SELECT 'schema' AS name, 'third' AS value",
        "CREATE VIEW invoices AS SELECT 1 AS amount",
    ],
)
def test_a_database_of_another_program_is_refused(tmp_path: Path, others: str):
    with duckdb.connect(str(tmp_path / "theirs.duckdb")) as con:
        con.execute(others)
    assert refusal(Store(tmp_path / "theirs.duckdb")) == "This DuckDB file is not a Binôme store."


@pytest.mark.usefixtures("impatient")
def test_half_a_store_is_refused_in_words(books: Books):
    books.take(bill("N1 M1 100.00"))
    whole = books.store.path.read_bytes()
    books.store.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError, match="cannot be read as a Binôme store") as error:
        books.total()
    assert "(restore)" in error.value.text.fr
    with pytest.raises(StoreError, match="Nothing was stored"):
        undo(books.store, 1)
    assert books.store.path.read_bytes() == whole[: len(whole) // 2]


# --- What it is --------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has rights of its own")
def test_only_its_owner_may_read_it(books: Books):
    before = os.umask(0o022)
    try:
        books.take(bill("N1 M1 100.00"))
        backup(books.store, books.folder / "copy")
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in books.folder.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}


def test_the_version_moves_with_every_write_and_never_with_a_read(books: Books):
    seen = []
    file = bill("N1 M1 100.00")
    for act in (
        lambda: books.take(file),
        lambda: books.take(file),  # already there: nothing is written
        lambda: books.take("not a file we know"),
        books.total,
        lambda: undo(books.store, 1),
        lambda: books.take(file),
    ):
        act()
        seen.append(books.version())
    assert seen == [1, 1, 2, 2, 3, 4]


def test_a_write_that_fails_changes_nothing(books: Books):
    books.take(bill("N1 M1 100.00"))
    before = books.state(), books.version()
    with pytest.raises(duckdb.CatalogException), books.store.writing() as con:
        con.execute("DELETE FROM lines; DELETE FROM no_such_table")
    assert (books.state(), books.version()) == before


# --- Several at once ---------------------------------------------------------------------------------


def test_a_reader_keeps_the_old_total_until_it_ends_then_sees_the_new(books: Books):
    books.take(bill("N1 M1 100.00"))
    (books.folder / "second.txt").write_text(bill("N2 M1 50.00"))
    with books.store.reading() as reader:
        writer = command(books, "import", str(books.folder / "second.txt"))
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(2.5)  # it waits for this reader
        assert reader.value("SELECT sum(amount) FROM spend") == Decimal("100.00")
    assert writer.wait(20) == 0
    assert books.total() == Decimal("150.00")


@pytest.mark.usefixtures("impatient")
def test_a_reader_never_sees_half_a_write_and_is_told_who_writes(books: Books):
    books.take(bill("N1 M1 100.00"))
    asked = [*PYTHON, SLOW_WRITER, str(books.store.path)]
    with subprocess.Popen(asked, env=environment(), text=True, stdin=-1, stdout=-1) as writer:
        assert writer.stdout
        writer.stdout.readline()
        with pytest.raises(StoreError) as error, books.store.reading():
            pass
        writer.communicate("go on\n")
    assert re.search(rf"no\. {writer.pid}\) for more than 0\.2 s", error.value.text.en)
    assert re.search(rf"n°\s{writer.pid}\) depuis plus de 0,2\ss", error.value.text.fr)
    assert books.total() == Decimal("100.00")


def test_a_writer_gives_up_with_a_sentence_that_names_the_reader(books: Books):
    books.take(bill("N1 M1 100.00"))
    (books.folder / "second.txt").write_text(bill("N2 M1 50.00"))
    with books.store.reading():
        writer = command(books, "import", str(books.folder / "second.txt"), wait=0.2)
        said = writer.communicate(timeout=20)
    assert writer.returncode == 2
    assert said[0] == ""
    assert re.match(rf"Le fichier books\.duckdb est occupé par un autre processus \(n°\s{os.getpid()}\)", said[1])
    assert books.total() == Decimal("100.00")


@pytest.mark.usefixtures("impatient")
def test_sessions_of_one_dashboard_wait_for_each_other_too(books: Books):
    books.take(bill("N1 M1 100.00"))
    with books.store.reading(), pytest.raises(StoreError, match="is held"):
        books.take(bill("N2 M1 50.00"))
    with books.store.writing(), pytest.raises(StoreError, match="is held"), books.store.reading():
        pass
    books.take(bill("N2 M1 50.00"))
    assert books.total() == Decimal("150.00")


@pytest.mark.parametrize("same", [False, True], ids=["two files", "the same file"])
def test_two_programs_that_import_at_once_lose_nothing(books: Books, same: bool):
    for name, number in (("a.txt", "N1"), ("b.txt", "N1" if same else "N2")):
        (books.folder / name).write_text(bill(f"{number} M1 100.00"))
    both = [command(books, "import", str(books.folder / name)) for name in ("a.txt", "b.txt")]
    said = [one.communicate(timeout=60)[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum("déjà importé" in words for words in said) == same
    assert books.total() == Decimal("100.00" if same else "200.00")
    assert [row[0] for row in books.ask("SELECT batch_id FROM batches")] == ([1] if same else [1, 2])
    assert books.differences() == []
