"""How far an import is: never backwards, to the end, and the time left only once it can be known."""

from __future__ import annotations

import pytest

from data.imports import check_files, import_files
from data.progress import Step, left
from data.store import Store
from tests.data.ledger import Books, bill
from tests.formats.paper import ubl
from tests.formats.zipped import zipped

FILES = [
    ("a.txt", bill("N1 M1 10.00\nN1 M1 20.00").encode()),
    ("b.zip", zipped(("c.txt", bill("N2 M1 30.00")), ("d.xml", ubl()))),
    ("e.csv", b"matter_id;name\nM1;Bail\n"),
    ("again.txt", bill("N1 M1 10.00\nN1 M1 20.00").encode()),
    ("nothing.txt", b""),
]


def test_every_byte_is_counted_once_and_lines_as_they_are_met(books: Books):
    steps: list[Step] = []
    check_files(books.store, FILES, tick=steps.append)
    total = sum(len(data) for _, data in FILES)
    assert {(step.files, step.total) for step in steps} == {(5, total)}
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert (steps[0].name, steps[0].file, steps[0].done) == ("a.txt", 1, 0)
    assert total - 1 <= steps[-2].done <= total  # before the last step, which says that all is read
    assert (steps[-1].name, steps[-1].done) == ("", total)
    assert steps[-1].lines == 2 + 1 + 2
    names = list(dict.fromkeys(step.name for step in steps))
    assert names == ["a.txt", "b.zip", "b.zip › c.txt", "b.zip › d.xml", "e.csv", "again.txt", "nothing.txt", ""]


def test_many_lines_are_told_as_they_are_read(books: Books, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("data.reading.AT_ONCE", 10)
    steps: list[Step] = []
    check_files(books.store, [("a.txt", bill("N1 M1 1.00\n" * 95).encode())], tick=steps.append)
    assert len({step.done for step in steps}) > 10


@pytest.mark.parametrize(
    ("done", "spent", "seconds"),
    [(10, 1, None), (1, 10, None), (25, 10, 30), (50, 10, 10), (100, 10, None)],
)
def test_the_time_left_is_at_the_pace_of_what_is_done(done: int, spent: float, seconds: float | None):
    assert left(Step("a.txt", 1, 1, done, 100, 0), spent) == seconds


def test_an_import_given_up_leaves_the_store_as_it_was(books: Books):
    books.take(bill("Z1 M1 10.00"))
    before, version = books.state(), books.version()

    def stop(step: Step) -> None:
        if step.name == "e.csv":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_files(books.store, FILES, tick=stop)
    with pytest.raises(KeyboardInterrupt):
        import_files(books.store, FILES, tick=stop)
    assert (books.state(), books.version()) == (before, version)
    beside = {"books.duckdb", "books.duckdb.journal", "books.duckdb.originals"}
    assert {path.name for path in books.folder.iterdir()} == beside


def test_nothing_is_read_of_an_empty_list(books: Books):
    steps: list[Step] = []
    check_files(Store(books.folder / "none.duckdb"), [], tick=steps.append)
    assert [(step.name, step.done) for step in steps] == [("", 1)]
