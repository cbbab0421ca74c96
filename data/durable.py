"""Files that must outlive a crash: written whole under another name, forced to the disk, then given their name."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PARTIAL = ".partial"
_PRIVATE, _PRIVATE_FOLDER = 0o600, 0o700
_BINARY = getattr(os, "O_BINARY", 0)


def write_whole(path: Path, content: bytes) -> None:
    """Write one file: after a crash it is there as it was, or as it is to be, never half of it."""
    write_all([(path, iter([content]))])


def write_all(files: Iterable[tuple[Path, Iterator[bytes]]]) -> None:
    """Write several files, then force them to the disk, then name them: one after the other would wait for each."""
    written = []
    for path, pieces in files:
        with _opened(path.with_name(path.name + PARTIAL), os.O_CREAT | os.O_TRUNC | os.O_WRONLY) as fd:
            for piece in pieces:
                _write(fd, piece)
        written.append(path)
    for path in written:
        sync(path.with_name(path.name + PARTIAL))
    for path in written:
        path.with_name(path.name + PARTIAL).replace(path)
    for folder in {path.parent for path in written}:
        sync_folder(folder)


def log_of(database: Path) -> Path:
    """Return where DuckDB writes what is not in the file of a database yet."""
    return database.with_name(database.name + ".wal")


def remove_database(path: Path) -> None:
    """Remove what a killed command left of a database under a passing name, its log included."""
    remove(path)
    remove(log_of(path))


def append(path: Path, content: bytes) -> None:
    """Add to the end of a file, which is made if need be, and force it to the disk."""
    made = not path.exists()
    with _opened(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY) as fd:
        _write(fd, content)
        os.fsync(fd)
    if made:
        sync_folder(path.parent)


def cut(path: Path, size: int) -> None:
    """Take away all that stands after `size` bytes."""
    with _opened(path, os.O_WRONLY) as fd:
        os.ftruncate(fd, size)
        os.fsync(fd)


def sync(path: Path) -> None:
    """Force what was written to a file to the disk."""
    with _opened(path, os.O_RDWR) as fd:
        os.fsync(fd)


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk; Windows does so by itself, and lets nobody ask for it."""
    if os.name == "nt":
        return
    with _opened(folder, os.O_RDONLY) as fd:
        os.fsync(fd)


def make_folder(folder: Path) -> None:
    """Make a folder that only its owner opens."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)


def also_named(path: Path, other: Path) -> None:
    """Give a file a second name; where the disk knows no second names, write a copy."""
    try:
        os.link(path, other)
    except FileExistsError:
        raise
    except OSError:
        partial = other.with_name(other.name + PARTIAL)
        shutil.copyfile(path, partial)
        sync(partial)
        partial.replace(other)


def remove(path: Path) -> None:
    """Remove a file that may be gone already; where nothing may be written, what is not there is not asked for."""
    if path.exists():
        with suppress(FileNotFoundError):
            path.unlink()


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    """Open a file that only its owner may read, for the length of a block."""
    fd = os.open(path, flags | _BINARY, _PRIVATE)
    try:
        yield fd
    finally:
        os.close(fd)


def _write(fd: int, content: bytes) -> None:
    """Write all of it: the system may take less at once."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(fd, rest) :]
