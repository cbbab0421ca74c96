"""Which dropped files are tables that nothing reads yet: those whose columns somebody may be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.apart.quarantine import Quarantine, apart
from data.mapping.recognition import NONE
from data.mapping.sketch import sketch
from data.opening import FileRead, opened

if TYPE_CHECKING:
    from data.mapping.recognition import Mappings

LARGEST = 32 << 20
"""Bytes beyond which a file is not looked at on screen; the command line has no such limit."""
_HEAD = 1 << 20
_BEFORE = b"\xef\xbb\xbf\"' \t\r\n"
"""What may stand before the name of its format in a file that says it is LEDES: damaged, its firm has to mend it."""


def unrecognised(data: bytes, mappings: Mappings = NONE) -> bool:
    """Say whether a file is a table that no format, no reference table and no saved mapping reads."""
    if not data.strip() or len(data) > LARGEST or apart(data) or data[:80].lstrip(_BEFORE).upper().startswith(b"LEDES"):
        return False
    head = data if data.startswith(b"PK") or len(data) <= _HEAD else data[: data.rfind(b"\n", 0, _HEAD) + 1] or data
    file = FileRead(0, "")
    with Quarantine() as quarantine:
        opened(file, head, quarantine, mappings)
    claimed = any(problem.kind.code == "M_TWO" for problem in file.problems)
    return file.status == "rejected" and not claimed and sketch(head).refused is None
