"""Imports: twice is once, order does not matter, what came in can be taken back, and every line keeps its text."""

from __future__ import annotations

import os
import random
import time
from decimal import Decimal
from pathlib import Path

import pytest

from data.imports import check_files, import_files, undo
from data.lines import original
from data.originals import unpack
from data.store import StoreError
from tests.data.ledger import PORTFOLIO, Books, bill, rows
from tests.hostile import builder

# --- Twice is once -----------------------------------------------------------------------------------


def test_the_same_file_twice_changes_nothing(books: Books):
    books.take(bill("N1 M1 100.00"))
    before = books.state(), books.version()
    again = books.take(bill("N1 M1 100.00"))  # under another name
    assert [file.status for file in again.files] == ["already imported"]
    assert (again.batch, again.complete) == (None, True)
    assert (books.state(), books.version()) == before


def test_the_same_bytes_twice_in_one_import_count_once(books: Books):
    report = books.take(*[bill("N1 M1 100.00")] * 2, bill("N2 M1 1.00"))
    assert [file.status for file in report.files] == ["imported", "already imported", "imported"]
    assert books.total() == Decimal("101.00")


def test_one_rejected_file_stops_no_other_and_can_be_tried_again(books: Books):
    broken = "LEDES1998B[]\r\nINVOICE_NUMBER|LINE_ITEM_TOTAL[]\r\nN1|100.00[]\r\n"
    report = books.take(broken, bill("N2 M1 50.00"))
    assert [file.status for file in report.files] == ["rejected", "imported"]
    assert not report.complete
    assert books.total() == Decimal("50.00")
    assert [file.status for file in books.take(broken).files] == ["rejected"]
    assert books.differences() == []


# --- Order -------------------------------------------------------------------------------------------


def test_the_order_of_files_changes_no_figure(tmp_path: Path):
    answers = []
    for turn in range(5):
        draw = random.Random(turn)
        files = [(name, text.encode()) for name, text in PORTFOLIO.items()]
        draw.shuffle(files)
        (tmp_path / str(turn)).mkdir()
        books = Books(tmp_path / str(turn))
        cut = draw.randrange(len(files))
        for part in (files[:cut], files[cut:]):
            if part:
                import_files(books.store, part)
        assert books.differences() == []
        answers.append(books.figures())
    assert answers[1:] == answers[:1] * 4
    assert Decimal(answers[0]["spend net"]["value"]) > 0


# --- Undo --------------------------------------------------------------------------------------------


def test_undo_restores_every_table_and_the_file_can_come_again(books: Books):
    books.take(PORTFOLIO["home.txt"], PORTFOLIO["firms.csv"], PORTFOLIO["invoices.csv"])
    before, figures = books.state(), books.figures()
    later = [PORTFOLIO[name] for name in ("abroad.txt", "matters.csv", "panel.csv", "budgets.csv", "fx.csv")]
    changed = bill("A1 M1 999.00\nA9 M1 5.00\nA9 M1 7.00").replace("|7.00|", "|seven|")  # a line of it is set aside
    second = books.take(*later, changed)
    after = books.state()
    assert before.keys() == after.keys()
    assert sum(before[table] != after[table] for table in before) > 15
    assert undo(books.store, second.batch or 0) == [f"{n}.txt" for n in range(4, 10)]
    assert (books.state(), books.figures()) == (before, figures)
    again = books.take(*later, changed)
    assert {file.status for file in again.files} == {"imported"}
    assert books.state().keys() == after.keys()
    assert {t: h for t, h in books.state().items() if t != "files"} == {t: h for t, h in after.items() if t != "files"}


def test_undo_of_the_first_leaves_what_only_the_second_brought(books: Books, tmp_path: Path):
    books.take(PORTFOLIO["home.txt"], PORTFOLIO["fx.csv"])
    books.take(PORTFOLIO["abroad.txt"], PORTFOLIO["firms.csv"])
    undo(books.store, 1)
    (tmp_path / "other").mkdir()
    other = Books(tmp_path / "other")
    other.take(PORTFOLIO["abroad.txt"], PORTFOLIO["firms.csv"])
    for table in ("spend", "instructions", "panel", "budgets", "matters", "firm_list"):
        assert books.ask(f"FROM {table}") == other.ask(f"FROM {table}"), table
    assert books.figures() == other.figures()


def test_undo_of_one_file_of_an_import(books: Books):
    books.take(bill("N1 M1 100.00"), bill("N2 M1 20.00"), bill("N3 M1 3.00"))
    assert undo(books.store, 1, 2) == ["2.txt"]
    assert books.total() == Decimal("103.00")
    assert books.ask("SELECT undone_at IS NOT NULL FROM batches") == [(False,)]
    undo(books.store, 1)
    assert books.total() == 0
    assert books.ask("SELECT undone_at IS NOT NULL FROM batches") == [(True,)]
    assert books.ask("SELECT count(*) FROM originals") == [(0,)]


@pytest.mark.parametrize(("batch", "file"), [(2, None), (1, 0), (1, 2), (0, None)])
def test_undo_of_what_is_not_there(books: Books, batch: int, file: int | None):
    books.take(bill("N1 M1 100.00"))
    before = books.state(), books.version()
    with pytest.raises(StoreError) as error:
        undo(books.store, batch, file)
    assert error.value.text.fr.startswith(f"Il n'y a pas d'import {batch} à annuler")
    assert error.value.text.en.startswith(f"There is no import {batch} to undo")
    assert (books.state(), books.version()) == before


# --- The text of every line --------------------------------------------------------------------------

TWO = rows("N1 M1 80.00\nN1 M2 50.00", text="Réunion à l’étude")
TEXTS = builder.records(TWO)[2:]
# how a file is laid out: its bytes, the texts of its two lines, their numbers
LAID_OUT = {
    "UTF-8": (builder.ledes(TWO).encode(), TEXTS, (3, 4)),
    "UTF-8 with its mark": (builder.ledes(TWO).encode("utf-8-sig"), TEXTS, (3, 4)),
    "UTF-16": (builder.ledes(TWO).encode("utf-16"), TEXTS, (3, 4)),
    "Windows-1252": (builder.ledes(TWO).encode("cp1252"), TEXTS, (3, 4)),
    "line feeds": (builder.ledes(TWO, eol="\n").encode(), TEXTS, (3, 4)),
    "blank lines": (builder.ledes(TWO, eol="\r\n\r\n").encode(), TEXTS, (5, 7)),
    "one physical line": (builder.ledes(TWO, eol="").encode(), TEXTS, (3, 4)),  # the third and the fourth record
    "no end mark": (builder.ledes(TWO, end="").encode(), TEXTS, (3, 4)),
    "a text of several lines": (
        builder.ledes(TWO, eol="\n").replace("Réunion ", "Réunion\n").encode(),
        [text.replace("Réunion ", "Réunion\n") for text in TEXTS],
        (3, 5),
    ),
    "semicolons": (builder.separated(TWO, ";").encode(), [text.replace("|", ";") for text in TEXTS], (2, 3)),
}


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Every layout twice in one store: as it is, then with an amount that nobody can read in its second line."""
    books = Books(tmp_path_factory.mktemp("books"))
    as_sent = {name: data for name, (data, *_) in LAID_OUT.items()}
    marks = ("50.00", "fifty")
    spoilt = {
        f"{name}, spoilt": data.replace(*(mark.encode("utf-16-le" if b"\0" in data else "ascii") for mark in marks))
        for name, data in as_sent.items()
    }
    import_files(books.store, [*as_sent.items(), *spoilt.items()])
    return books


@pytest.mark.parametrize("name", LAID_OUT)
def test_each_line_keeps_its_number_and_its_text(laid_out: Books, name: str):
    _, texts, numbers = LAID_OUT[name]
    of_file = "FROM lines AS l JOIN files AS f USING (file_id) WHERE f.name = $1"
    lines = laid_out.ask(f"SELECT f.file_id, l.line_no, l.net, l.narrative {of_file}", name)
    assert [(line, net, text) for _, line, net, text in lines] == [
        (numbers[0], Decimal(80), "Réunion à l’étude"),
        (numbers[1], Decimal(50), "Réunion à l’étude"),
    ]
    with laid_out.store.reading() as reader:
        assert [original(reader, lines[0][0], number) for number in numbers] == texts


@pytest.mark.parametrize("name", LAID_OUT)
def test_a_line_set_aside_keeps_its_number_and_its_text(laid_out: Books, name: str):
    _, texts, numbers = LAID_OUT[name]
    spoilt = f"{name}, spoilt"
    of_file = "FROM {} JOIN files AS f USING (file_id) WHERE f.name = $1"
    counts = "SELECT lines_read, lines_imported, lines_set_aside FROM files WHERE name = $1"
    assert laid_out.ask(counts, spoilt) == [(2, 1, 1)]
    assert laid_out.ask(f"SELECT line_no, net {of_file.format('lines')}", spoilt) == [(numbers[0], Decimal(80))]
    assert laid_out.ask(f"SELECT line_no, code, original {of_file.format('set_aside')}", spoilt) == [
        (numbers[1], "AMT", texts[1].replace("50.00", "fifty"))
    ]


def test_nothing_is_counted_twice(laid_out: Books):
    assert laid_out.ask("SELECT sum(net) FROM lines") == [(Decimal(210 * len(LAID_OUT)),)]
    assert laid_out.differences() == []


def test_the_kept_bytes_are_the_bytes_received(books: Books):
    sent = [PORTFOLIO["home.txt"].encode("cp1252"), b"\xff\x00nothing we know", PORTFOLIO["fx.csv"].encode()]
    books.take(*sent)
    kept = books.ask("SELECT f.file_id, o.size, o.bytes FROM files AS f JOIN originals AS o USING (sha256)")
    assert [unpack(size, packed) for _, size, packed in kept] == sent


# --- Reference tables --------------------------------------------------------------------------------


def test_the_later_row_of_a_key_wins_and_undo_brings_the_older_back(books: Books):
    books.take(bill("N1 M1 100.00"), "matter_id;name;matter_type\nM1;Bail;Conseil\nM1;Bail;Litige\n")
    assert books.ask("SELECT matter_type FROM spend") == [("Litige",)]
    books.take("matter_id;name;matter_type\nM1;Bail;Immobilier\n")
    assert books.ask("SELECT matter_type FROM spend") == [("Immobilier",)]
    undo(books.store, 2)
    assert books.ask("SELECT matter_type FROM spend") == [("Litige",)]


@pytest.mark.parametrize("late", ["panel.csv", "budgets.csv", "fx.csv", "matters.csv", "invoices.csv"])
def test_a_table_that_comes_after_the_lines_changes_their_figures(books: Books, late: str):
    books.take(*(text for name, text in PORTFOLIO.items() if name != late))
    before = books.figures()
    books.take(PORTFOLIO[late])
    assert books.figures() != before
    assert books.differences() == []


def test_what_a_killed_import_left_behind_is_removed_after_a_day(books: Books):
    for name, age in ((".binome-scratch-old", 90_000), (".binome-scratch-new", 60), ("binome-mine", 90_000)):
        (books.folder / name).mkdir()
        (books.folder / name / "spill").write_text("narratives")
        os.utime(books.folder / name, (time.time() - age,) * 2)
    books.take(bill("N1 M1 100.00"))
    assert sorted(path.name for path in books.folder.iterdir()) == [
        ".binome-scratch-new",
        "binome-mine",
        "books.duckdb",
        "books.duckdb.journal",
        "books.duckdb.originals",
    ]


def test_a_file_too_large_to_open_is_rejected_and_every_total_still_ties(books: Books, monkeypatch: pytest.MonkeyPatch):
    (books.folder / "large.txt").write_text(bill("N1 M1 100.00"))
    monkeypatch.setenv("BINOME_MAX_FILE_MB", "0")
    report = import_files(books.store, [(name, books.folder / name) for name in ("large.txt", "absent.txt")])
    assert [file.problems[0].code for file in report.files] == ["BIG", "OPEN"]
    assert books.differences() == []


def test_a_check_stores_nothing_and_says_what_an_import_would(books: Books):
    sent = [("a.txt", PORTFOLIO["home.txt"].encode()), ("b.txt", b"nothing we know")]
    told = check_files(books.store, sent)
    assert not books.store.exists
    stored = import_files(books.store, sent)
    assert (told.batch, told.files) == (None, stored.files)
    state = books.state(), books.version()
    assert [file.status for file in check_files(books.store, sent).files] == ["already imported", "rejected"]
    assert (books.state(), books.version()) == state
