"""Archives met while reading: unfolded apart, within limits counted from the outermost archive on.

Nothing of an archive is kept but its files, each as if it had come alone: the store is rebuilt from them, and one that
came before is known again. Only an archive with something wrong in it is kept itself, to be tried again.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data import checks
from data.apart.sniffing import is_zip, zip_kind
from data.problem import Problem

if TYPE_CHECKING:
    from data.apart.quarantine import Member, Quarantine
    from data.opening import FileRead

INSIDE: Final = " › "  # noqa: RUF001 — no file name of its own has this sign
"""Stands between the name of an archive and that of a file in it."""


def is_archive(data: bytes) -> bool:
    """Say whether a file is an archive of files; a workbook is a .zip, too, and is none."""
    return is_zip(data) and zip_kind(data) == "archive"


@dataclass
class Budget:
    """How much the outermost archive may still hold: files and bytes."""

    members: int
    size: int


class Archives:
    """Unfolds archives into numbered files of a folder of its own."""

    def __init__(self, quarantine: Quarantine, folder: str) -> None:
        self.quarantine = quarantine
        self.folder = folder
        self.budget = Budget(0, 0)

    def unfold(self, file: FileRead, data: bytes, depth: int) -> list[Member]:
        """Return the files of an archive that lies in `depth` others; what is wrong with it is told in `file`."""
        limits = self.quarantine.limits
        file.format = "ZIP"
        if depth == 0:
            self.budget = Budget(limits.members, limits.unfolded_mb << 20)
        if depth >= limits.nested:
            file.reject(Problem(checks.ZIPD, more={"expected": str(limits.nested)}))
            return []
        if len(data) > limits.archive_mb << 20:
            more = {"expected": str(limits.archive_mb)}
            file.reject(Problem(checks.BIG, seen=str(-(-len(data) >> 20)), more=more))
            return []
        folder = Path(tempfile.mkdtemp(dir=self.folder))
        members, problems = self.quarantine.unfold(data, folder, self.budget.size, self.budget.members)
        for problem in problems:
            file.reject(problem)
        self.budget.members -= len(members)
        self.budget.size -= sum(member.path.stat().st_size for member in members)
        return members
