"""Damage is noticed and said: a bit flipped, a file cut, a disk full, a folder that cannot be written."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import damage, place
from data.backup import backup, restore
from data.rebuild import rebuild
from data.store import BehindStoreError, StoreError
from tests.data.ledger import Books, bill

ROOT = Path(__file__).resolve().parents[2]
FLIPS, CUTS = 8, 4


class Unsettled:
    """A connection whose checkpoints do not happen, and that copies the folder before it lets the store go."""

    def __init__(self, con: Any, let_go: Callable[[], object]) -> None:
        self._con, self._let_go = con, let_go

    def execute(self, query: str, *more: Any) -> Any:
        if query.startswith("CHECKPOINT"):
            return None
        if query.startswith("DETACH"):
            self._let_go()
        return self._con.execute(query, *more)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two imports, 100 and 50, confirmed both, the second still in the log beside the file."""
    folder, copy = tmp_path_factory.mktemp("books"), tmp_path_factory.mktemp("logged") / "books"
    books = Books(folder)
    books.take(bill("N1 M1 100.00"))
    connect: Any = duckdb.connect
    with pytest.MonkeyPatch.context() as patched:
        let_go = lambda: shutil.copytree(folder, copy)  # noqa: E731 — said where it is used
        patched.setattr(duckdb, "connect", lambda *words, **more: Unsettled(connect(*words, **more), let_go))
        books.take(bill("N2 M1 50.00"))
    assert (copy / "books.duckdb.wal").stat().st_size > 1000
    return copy


def fresh(logged: Path, folder: Path) -> Books:
    shutil.copytree(logged, folder)
    return Books(folder)


def said(books: Books) -> str:
    """Return what a store says of itself, or its total: never anything else."""
    try:
        return str(books.total())
    except StoreError as error:
        return type(error).__name__


@pytest.mark.parametrize("name", ["books.duckdb", "books.duckdb.wal"])
def test_no_flipped_bit_and_no_cut_changes_a_figure_in_silence(logged: Path, tmp_path: Path, name: str):
    draw, seen = random.Random(name), []
    for turn in range(FLIPS + CUTS):
        books = fresh(logged, tmp_path / f"{turn}")
        content = bytearray((books.folder / name).read_bytes())
        if turn < FLIPS:
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        else:
            del content[draw.randrange(len(content)) :]
        (books.folder / name).write_bytes(content)
        seen.append(said(books))
    assert {*seen} <= {"150.00", "StoreError", "BehindStoreError"}
    assert {*seen} & {"StoreError", "BehindStoreError"}


def test_a_log_that_is_gone_is_noticed_and_all_comes_back(logged: Path, tmp_path: Path):
    books = fresh(logged, tmp_path / "books")
    (books.folder / "books.duckdb.wal").unlink()  # as a plain copy of the file alone would have it
    with pytest.raises(BehindStoreError, match="lacks 1 write"):
        books.total()
    rebuild(books.store, books.folder / "made.duckdb")
    restore(books.store, books.folder / "made.duckdb")
    assert str(books.total()) == "150.00"
    assert books.differences() == []


LIMITED = """
import resource, sys
from ui.cli import main
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
main(prog_name="binome")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows limits no file")
@pytest.mark.parametrize("most", [0, 100_000], ids=["at once", "on the way"])
def test_no_room_left_is_said_and_changes_nothing(books: Books, most: int):
    books.take(bill("N1 M1 100.00"))
    (books.folder / "big.txt").write_text(bill("\n".join(f"B{n} M1 1.00 text={n:099}" for n in range(2000))))
    words = ["--store", str(books.store.path), "import", str(books.folder / "big.txt"), "--lang", "fr"]
    found = subprocess.run([sys.executable, "-P", "-c", LIMITED, str(most), *words], cwd=ROOT, text=True,
        capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)  # fmt: skip
    assert found.returncode == 2
    assert "Traceback" not in found.stderr
    assert re.search(r"dépasse la taille permise|File too large|ne peut pas être écrit", found.stderr), found.stderr
    assert str(books.total()) == "100.00"
    assert books.differences() == []


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "the disk is full"),
        (OSError(30, "Read-only file system"), "the disk is read-only"),
        (OSError(13, "Permission denied"), "the right to write is missing"),
        (duckdb.IOException("Could not write file: No space left on device"), "the disk is full"),
        (duckdb.IOException("Cannot open file: Permission denied"), "the right to write is missing"),
    ],
)
def test_what_the_system_answers_is_put_in_words(error: Exception, words: str):
    assert words in damage.unwritable(Path("s.duckdb"), error).en
    assert "rien n'a été enregistré" in damage.unwritable(Path("s.duckdb"), error).fr.lower()


def test_a_backup_in_a_folder_that_is_gone_and_a_rebuild_there(books: Books):
    books.take(bill("N1 M1 100.00"))
    for act in (backup, rebuild):
        with pytest.raises(StoreError, match="does not exist"):
            act(books.store, books.folder / "nowhere" / "copy")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/home/a/OneDrive/x.duckdb", "OneDrive"),
        ("/home/a/OneDrive - ACME SA/d/x.duckdb", "OneDrive - ACME SA"),
        ("/home/a/Dropbox (ACME)/x.duckdb", "Dropbox (ACME)"),
        ("/Users/a/Library/CloudStorage/GoogleDrive-a/x.duckdb", "CloudStorage"),
        ("/home/a/boxes/x.duckdb", None),
        ("/home/a/Dropbox", None),
    ],
)
def test_a_synchronised_folder_is_known(path: str, name: str | None):
    assert place.synchronised(Path(path)) == name


def test_a_folder_of_onedrive_is_known_by_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    assert place.warning(tmp_path / "x.duckdb") is None
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    warned = place.warning(tmp_path / "d" / "x.duckdb")
    assert warned is not None
    assert "synchronisé" in warned.fr


def test_a_share_is_known_by_its_file_system():
    mounts = "/dev/sda / ext4 rw 0 0\n//srv/legal /mnt/my\\040share cifs rw 0 0\n"
    assert place._mounted(Path("/mnt/my share/x.duckdb"), mounts) == "cifs"
    assert place._mounted(Path("/home/x.duckdb"), mounts) is None
    assert place.network(Path("//srv/legal/x.duckdb")) is not None
