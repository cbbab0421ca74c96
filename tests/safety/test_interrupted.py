"""A machine that sleeps, a folder that moves or goes: an import is whole or absent, and what is said is words."""

from __future__ import annotations

import os
import shutil
import signal
import time
from pathlib import Path

import pytest

from data.imports import import_files, undo
from data.store import Store, StoreError
from tests.data.ledger import Books, bill
from tests.safety.rounds import IMPORT, Counting, cli, many_lines, program, rounds, sentence

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGSTOP, and moves no folder in use")
LINES = 4000


@pytest.fixture
def stick(tmp_path: Path) -> Books:
    """Books in a folder of their own, which may go."""
    (tmp_path / "stick").mkdir()
    books = Books(tmp_path / "stick")
    books.take(bill("N0 M1 100.00"))
    (tmp_path / "big.txt").write_text(many_lines("B", LINES))
    return books


@rounds(1, 10)
def test_a_machine_that_sleeps_in_the_midst_of_an_import(stick: Books, turns: int, record_property: Counting):
    """Stopped at some moment, for longer than the others wait; then it goes on as if nothing had been."""
    big, refused = stick.folder.parent / "big.txt", 0
    for turn in range(turns):
        big.write_text(many_lines(f"{turn}-", LINES))
        before = stick.total()
        running = program(IMPORT, stick.store.path, big)
        time.sleep(1.0 + 0.23 * turn)
        running.send_signal(signal.SIGSTOP)
        asking = cli(stick.store.path, "figure", "spend", "--period", "2026-T3", wait=0.5)
        said = asking.communicate()
        assert asking.returncode in {0, 2}
        if asking.returncode == 2:
            refused += 1
            assert sentence(said[1]), said[1]
        time.sleep(60 if turns > 1 else 0)
        running.send_signal(signal.SIGCONT)
        assert "stored" in running.communicate()[0]
        assert stick.total() == before + LINES
        assert stick.differences() == []
    record_property("imports put to sleep", turns)
    record_property("readers told to wait meanwhile", refused)


@pytest.mark.parametrize("how", ["moved", "removed"])
@rounds(1, 20)
def test_a_folder_that_goes_during_an_import(stick: Books, turns: int, how: str, record_property: Counting):
    big, away = stick.folder.parent / "big.txt", stick.folder.parent / "away"
    kept = 0
    for turn in range(turns):
        running = cli(stick.store.path, "import", big)
        time.sleep(1.0 + 0.31 * (turn % 10))
        stick.folder.rename(away)
        if how == "removed":
            copied = stick.folder.parent / "copied"
            shutil.copytree(away, copied)
            shutil.rmtree(away)
            copied.rename(away)  # what was on the disk at that moment
        said = running.communicate()
        assert running.returncode in {0, 1, 2}
        assert "Traceback" not in said[1], said[1]
        if running.returncode == 2:
            assert sentence(said[1]), said[1]
        shutil.rmtree(stick.folder, ignore_errors=True)  # a new store, where an import could still make one
        away.rename(stick.folder)
        assert stick.differences() == []
        assert stick.total() in {100, 100 + LINES}
        if stick.total() != 100:
            kept += 1
            undo(stick.store, stick.ask("SELECT max(batch_id) FROM batches")[0][0])
    record_property(f"imports whose folder was {how}", turns)
    record_property("of them kept whole", kept)


def test_a_store_in_a_folder_that_is_no_more(stick: Books):
    shutil.rmtree(stick.folder)
    with pytest.raises(StoreError) as error:
        stick.total()
    assert sentence(error.value.text.fr)
    assert not stick.folder.exists()
    for words in (("imports",), ("undo", "1")):
        asked = cli(stick.store.path, *words)
        said = asked.communicate()
        assert (asked.returncode, "Traceback" in said[1]) == (2, False)
        assert sentence(said[1]), said[1]


def test_a_folder_that_is_a_file_is_said(tmp_path: Path):
    (tmp_path / "stick").write_text("a file")
    with pytest.raises(StoreError) as error:
        import_files(Store(tmp_path / "stick" / "b.duckdb"), [("1.txt", bill("N1 M1 1.00").encode())])
    assert sentence(error.value.text.fr), error.value.text.fr
