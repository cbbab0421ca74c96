"""Working folders: for this person only, gone when the work is done, and at the next start when it was killed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper

SCRATCH: Final = ".binome-scratch-"
"""How the working folders beside a store are named."""
DROPPED: Final = "binome-drop-"
"""How the folders in which files dropped on a page are laid out are named; they lie in the temporary folder."""
_MARK: Final = ".in-use"  # hidden: what an import reads in a dropped folder are the other files
_A_DAY: Final = 24 * 3600


@contextmanager
def scratch(beside: Path | None, prefix: str = SCRATCH) -> Iterator[Path]:
    """Make a working folder in another one (None: the temporary folder), and remove it with all it holds.

    Raises:
        OSError: the folder cannot be made.
    """
    sweep(beside, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=beside))  # 0700, whatever the umask
    try:
        with (folder / f"{_MARK}-not-yet").open("w", encoding="utf-8") as mark:
            if sys.platform == "win32":  # an open file can be neither renamed nor removed there: that is its lock
                yield folder
            else:
                _lock(mark)
                Path(mark.name).rename(folder / _MARK)  # seen by others only once it is locked
                yield folder
    finally:
        with suppress(FileNotFoundError):  # a disk was pulled out: the folder went with it
            shutil.rmtree(folder, ignore_errors=sys.platform == "win32")


def sweep(beside: Path | None, prefix: str = SCRATCH) -> list[Path]:
    """Remove the working folders of programs that were killed, never another person's; return those removed."""
    folder = beside or Path(tempfile.gettempdir())
    return [left for left in sorted(folder.glob(f"{prefix}*")) if _is_ours(left) and _removed_if_dead(left)]


def _is_ours(folder: Path) -> bool:
    if sys.platform == "win32":
        return True  # the temporary folder is each person's own there
    with suppress(FileNotFoundError):  # its own program has just removed it
        return folder.lstat().st_uid == os.getuid() and folder.is_dir() and not folder.is_symlink()
    return False


def _removed_if_dead(folder: Path) -> bool:
    """Remove a folder whose lock nobody holds; one that has no lock yet, after a day."""
    with suppress(FileNotFoundError, PermissionError, BlockingIOError):  # its program ends, or is at work
        if sys.platform == "win32":
            for mark in folder.glob(f"{_MARK}*"):
                mark.unlink()
        elif (folder / _MARK).exists():
            with (folder / _MARK).open("r+", encoding="utf-8") as mark:
                _lock(mark)
        elif folder.stat().st_mtime > time.time() - _A_DAY:
            return False
        shutil.rmtree(folder)
        return True
    return False


def _lock(mark: TextIOWrapper) -> None:
    """Hold a file for as long as it stays open, or say at once that another program does."""
    if sys.platform != "win32":
        import fcntl  # noqa: PLC0415 — it exists on one family of systems only

        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
