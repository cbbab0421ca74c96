"""Damage from outside: a bit flipped, a tail cut off. What is read is what was stored, or it is said."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from data.store import Store, StoreError
from data.verify import reconcile
from tests.data.ledger import PORTFOLIO, Books
from tests.safety.rounds import Counting, content, many_lines, program, rounds, sentence

# An import killed between its commit and the moment when the log is put into the file.
KILLED_AFTER_COMMIT = """
import os, signal, sys
from pathlib import Path
import duckdb
from data.imports import import_files
from data.store import Store

class Killed:
    def __init__(self, con):
        self.con = con
    def execute(self, *words):
        if words[0].startswith("CHECKPOINT"):
            os.kill(os.getpid(), signal.SIGKILL)
        return self.con.execute(*words)
    def __getattr__(self, name):
        return getattr(self.con, name)

connect = duckdb.connect
duckdb.connect = lambda *words, **more: Killed(connect(*words, **more))
name = Path(sys.argv[2])
import_files(Store(Path(sys.argv[1])), [(name.name, name)])
"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """Books of two imports, closed as usual: no log beside them."""
    books = Books(tmp_path_factory.mktemp("sound"))
    books.take(*PORTFOLIO.values())
    books.take(many_lines("Z", 2000))
    return books


def copied(books: Books, folder: Path) -> Path:
    """Copy all that belongs to a store to a folder of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(books.folder, folder)
    return folder / books.store.path.name


def outcome(store: Path, allowed: Iterable[dict[str, str]]) -> str:
    """Say what a reader of a damaged store gets: `whole`, `told`, or what it must never be, `silent`."""
    opened = Store(store)
    try:
        found = content(opened)
        with opened.reading() as reader:
            ties = [tie for tie in reconcile(reader) if tie.difference]
    except StoreError as error:
        return "told" if sentence(error.text.fr) else "told badly"
    return "whole" if found in allowed else "told" if ties else "silent"


def flipped(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ (1 << bit % 8)]))


@rounds(6, 150)
def test_a_flipped_bit_of_the_store_is_noticed(sound: Books, tmp_path: Path, turns: int, record_property: Counting):
    draw, whole, outcomes = random.Random(3), content(sound.store), []
    for _ in range(turns):
        store = copied(sound, tmp_path / "copy")
        flipped(store, draw.randrange(store.stat().st_size * 8))
        outcomes.append(outcome(store, [whole]))
    assert set(outcomes) <= {"whole", "told"}
    record_property("bits flipped in the store", turns)
    record_property("of them refused with a sentence", outcomes.count("told"))


@rounds(4, 25)
def test_a_store_cut_short_is_noticed(sound: Books, tmp_path: Path, turns: int, record_property: Counting):
    draw, whole, outcomes = random.Random(4), content(sound.store), []
    for _ in range(turns):
        store = copied(sound, tmp_path / "copy")
        with store.open("r+b") as file:
            file.truncate(draw.randrange(store.stat().st_size))
        outcomes.append(outcome(store, [whole]))
    assert set(outcomes) <= {"whole", "told"}
    record_property("truncations of the store", turns)


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Books, list[dict[str, str]]]:
    """Books whose last imports are in the log alone, and what they said after each import."""
    books = Books(tmp_path_factory.mktemp("logged"))
    books.take(many_lines("A", 20))
    said = [content(books.store)]
    for turn in range(4):
        file = books.folder.parent / f"log {turn}.txt"
        file.write_text(many_lines(f"L{turn}-", 20))
        assert program(KILLED_AFTER_COMMIT, books.store.path, file).wait() < 0
        said.append(content(books.store))
    return books, said


@pytest.mark.skipif("os.name == 'nt'", reason="Windows has no SIGKILL")
@rounds(8, 40)
def test_a_flipped_bit_of_the_log_loses_no_acknowledged_import(
    logged: tuple[Books, list[dict[str, str]]], tmp_path: Path, turns: int, record_property: Counting
):
    books, said = logged
    draw, log, outcomes = random.Random(2), books.store.path.name + ".wal", []
    assert (books.folder / log).stat().st_size > 1000
    for _ in range(turns):
        store = copied(books, tmp_path / "copy")
        flipped(store.with_name(log), draw.randrange(store.with_name(log).stat().st_size * 8))
        outcomes.append(outcome(store, said[-2:]))  # the last one was cut short before it was acknowledged
    assert set(outcomes) <= {"whole", "told"}, outcomes
    record_property("bits flipped in the log", turns)
    record_property("of them refused with a sentence", outcomes.count("told"))


@pytest.mark.skipif("os.name == 'nt'", reason="Windows has no SIGKILL")
@rounds(3, 15)
def test_a_log_cut_short_loses_no_acknowledged_import(
    logged: tuple[Books, list[dict[str, str]]], tmp_path: Path, turns: int, record_property: Counting
):
    books, said = logged
    draw, log, outcomes = random.Random(2), books.store.path.name + ".wal", []
    for _ in range(turns):
        store = copied(books, tmp_path / "copy")
        with store.with_name(log).open("r+b") as file:
            file.truncate(draw.randrange(store.with_name(log).stat().st_size))
        outcomes.append(outcome(store, said[-2:]))
    assert set(outcomes) <= {"whole", "told"}, outcomes
    record_property("truncations of the log", turns)
