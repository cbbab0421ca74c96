"""Tiny archives, written out: names and contents, and what can be wrong with them."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile

Files = list[tuple[str, str | bytes]]


def zipped(*files: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Write an archive of files; names may come twice or lead anywhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive, warnings.catch_warnings(action="ignore"):
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def linked(name: str, target: str) -> bytes:
    """Write an archive of one symbolic link."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo(name)
        member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, target)
    return out.getvalue()


def headed(data: bytes, at: int, value: int) -> bytes:
    """Change a number of two bytes of the first file: in its own header, and in the table of contents."""
    contents = data.find(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<H", changed, at, value)
    struct.pack_into("<H", changed, contents + at + 2, value)
    return bytes(changed)


def locked(data: bytes) -> bytes:
    """Mark the first file of an archive as encrypted."""
    return headed(data, 6, 1)
