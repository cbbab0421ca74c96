"""Files that come beside invoices and are none: known by their first bytes, refused by their name with a remedy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from data import checks
from data.apart.sniffing import is_zip, zip_kind
from data.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.problem import Kind

_BEGINNINGS: Final[Mapping[bytes, tuple[Kind, str]]] = {
    b"\x1f\x8b": (checks.PACKED, ".gz"),
    b"7z\xbc\xaf\x27\x1c": (checks.PACKED, ".7z"),
    b"Rar!\x1a\x07": (checks.PACKED, ".rar"),
    b"BZh": (checks.PACKED, ".bz2"),
    b"\xfd7zXZ\x00": (checks.PACKED, ".xz"),
    b"\x28\xb5\x2f\xfd": (checks.PACKED, ".zst"),
    b"MSCF\x00\x00\x00\x00": (checks.PACKED, ".cab"),
    b"{\\rtf": (checks.OFFICE, "RTF (.rtf)"),
    b"\x89PNG\r\n": (checks.IMAGE, "PNG"),
    b"\xff\xd8\xff": (checks.IMAGE, "JPEG"),
    b"GIF8": (checks.IMAGE, "GIF"),
    b"II*\x00": (checks.IMAGE, "TIFF"),
    b"MM\x00*": (checks.IMAGE, "TIFF"),
    b"MZ\x90\x00": (checks.OTHER, "Windows (.exe, .dll)"),
    b"\x7fELF": (checks.OTHER, "Linux (ELF)"),
    b"SQLite format 3\x00": (checks.OTHER, "SQLite"),
    b"PAR1": (checks.OTHER, "Parquet"),
    b"\x78\x9f\x3e\x22": (checks.MAIL, "winmail.dat"),
}
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How the files of older Office versions and of Outlook begin; the names of their streams tell which they are."""
_STREAMS: Final[Mapping[str, tuple[Kind, str]]] = {
    "EncryptedPackage": (checks.LOCKED, ""),
    "__properties_version1.0": (checks.MAIL, ".msg"),
    "WordDocument": (checks.OFFICE, "Word (.doc)"),
    "PowerPoint Document": (checks.OFFICE, "PowerPoint (.ppt)"),
    "Workbook": (checks.OFFICE, "Excel (.xls)"),
    "Book": (checks.OFFICE, "Excel (.xls)"),
}
_ZIPPED: Final = {
    "Word": "Word (.docx)",
    "PowerPoint": "PowerPoint (.pptx)",
    "OpenDocument": "OpenDocument (.ods, .odt)",
    "EPUB": "EPUB",
    "Numbers": "Apple (.numbers, .pages)",
}
_HEAD: Final = 1 << 14
_MAIL_FIRST: Final = re.compile(rb"\s*(?:From [^\n]*\n)?[A-Za-z][A-Za-z-]{1,40}:[ \t]")
_MAIL_LINES: Final = re.compile(
    rb"^(?:received|from|return-path|mime-version|delivered-to|subject|message-id|to|date|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_FEWEST_LINES: Final = 3
_TAR: Final = 257


def stranger(data: bytes) -> Problem | None:
    """Say what a file is that is known and not read; None when it may be one that is."""
    if is_zip(data):
        named = _ZIPPED.get(zip_kind(data))
        return Problem(checks.OFFICE, seen=named) if named else None
    if data.startswith(_COMPOUND):
        kinds = (found for stream, found in _STREAMS.items() if stream.encode("utf-16-le") in data)
        kind, seen = next(kinds, (checks.OFFICE, "Office"))
        return Problem(kind, seen=seen)
    for beginning, (kind, seen) in _BEGINNINGS.items():
        if data.startswith(beginning):
            return Problem(kind, seen=seen)
    if data[_TAR : _TAR + 5] == b"ustar":
        return Problem(checks.PACKED, seen=".tar")
    head = data[:_HEAD]
    if _MAIL_FIRST.match(head) and len({*map(bytes.lower, _MAIL_LINES.findall(head))}) >= _FEWEST_LINES:
        return Problem(checks.MAIL, seen=".eml")
    return None
