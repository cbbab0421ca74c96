"""Whatever the umask, each file that a word writes is for this person alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from data.store import Store
from tests.hostile.builder import fee, invoice, ledes
from tests.ui.commands import run

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has rights, not modes")


@pytest.fixture
def careless() -> None:
    """A reader whose umask hides nothing."""
    before = os.umask(0)
    yield
    os.umask(before)


def opened_to_others(folder: Path) -> dict[str, str]:
    """Name what others could read or write, and its mode."""
    modes = {str(path.relative_to(folder)): path.lstat().st_mode & 0o777 for path in folder.rglob("*")}
    return {name: oct(mode) for name, mode in modes.items() if mode & 0o077}


@pytest.mark.usefixtures("careless")
def test_every_word_that_writes_writes_for_its_owner_alone(tmp_path: Path):
    sent = tmp_path / "sent.txt"
    bad = invoice(fee("1", "9.00", "9.00"), number="N2")
    bad[0]["total"] = "x"
    sent.write_text(ledes([*invoice(fee("1", "100.00", "100.00")), *bad]))
    sent.chmod(0o600)
    home = tmp_path / "home"
    store = home / "deep" / "store.duckdb"
    written = [
        ("import", sent),
        ("match", "firm", "F-1042", "F-1042"),
        ("problems", "--out", home / "returns"),
        ("pack", "--period", "2026-T3", "--out", home / "packs", "--format", "xlsx"),
        ("backup", home / "copy.duckdb"),
        ("restore", home / "copy.duckdb"),
        ("retention", "--narratives", "1", "--run"),
        ("erase", "--timekeeper", "F-1042:T01", "--yes"),
        ("export", "--pseudonymised", home / "export"),
        ("facts", home / "facts"),
        ("undo", "1"),
    ]
    for words in written:
        result = run(store, *words)
        assert result.exit_code in {0, 1}, (words, result.output, result.exception)
        assert opened_to_others(tmp_path) == {}, words
    kinds = {".duckdb", ".journal", ".zst", ".json", ".xlsx", ".csv", ".txt", ".parquet"}
    assert {path.suffix for path in home.rglob("*") if path.is_file()} == kinds


@pytest.mark.usefixtures("careless")
def test_a_store_opened_to_others_is_closed_by_the_next_write(tmp_path: Path):
    store = Store(tmp_path / "store.duckdb")
    with store.writing():
        pass
    store.path.chmod(0o644)
    with store.writing(derive=False) as con:
        con.execute("INSERT INTO meta VALUES ('a', 'b')")
        assert opened_to_others(tmp_path) == {}
