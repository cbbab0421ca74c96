"""Bytes to text: which encoding a file is in, and where its lines end."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyarrow as pa

_MOSTLY = 0.3
"""Above this share of NUL bytes a file without byte order mark is UTF-16."""
_NEARLY_ALL = 0.7
"""Above this one, UTF-32."""

_DECEIVING = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff]"
)
"""Characters that cannot be seen, or turn around what stands after them: in a name they only deceive."""


def neutral(name: str) -> str:
    """Return a name in which nothing deceives: each character that hides or turns others becomes a visible mark."""
    return _DECEIVING.sub("\N{REPLACEMENT CHARACTER}", name)


@dataclass(frozen=True)
class Decoded:
    """A file's text as UTF-8 with LF line ends, and the encoding it was in."""

    text: bytes
    encoding: str

    @property
    def guessed(self) -> bool:
        """Say whether the encoding was assumed, not declared or proven."""
        return self.encoding in ("windows-1252", "utf-8 + windows-1252")


def longer_line(data: bytes, most: int) -> bool:
    """Say whether a line of a file is longer than so many bytes; a large file is not read through for that."""
    place = 0
    while len(data) - place > most:
        end = max(data.rfind(b"\n", place, place + most), data.rfind(b"\r", place, place + most))
        if end < 0:
            return True
        place = end + 1
    return False


def decode(data: bytes) -> Decoded:
    """Turn a file's bytes into text: by its mark, else UTF-8, else Windows-1252, the habit of French desktops.

    A file that mixes UTF-8 and Windows-1252 is decoded line by line.
    """
    text, encoding = _to_utf8(data)
    if b"\xef" in text:  # sought first: one byte is found at once
        text = text.replace(b"\n\xef\xbb\xbf", b"\n")  # files put end to end keep their marks
    return Decoded(_line_feeds(text.rstrip(b"\x1a")), encoding)


def _to_utf8(data: bytes) -> tuple[bytes, str]:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return data.decode("utf-32", "replace").encode("utf-8", "replace"), "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace"), "utf-16"
    head = data[:4096]
    if head.count(0) > _NEARLY_ALL * len(head) and any(head):
        name = "utf-32-be" if head[3::4].count(0) < head[::4].count(0) else "utf-32-le"
        return data.decode(name, "replace").encode("utf-8", "replace"), name
    if head and head.count(0) > _MOSTLY * len(head):
        name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return data.decode(name, "replace").encode("utf-8", "replace"), name
    while data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if _is_utf8(data):
        return data, "utf-8"
    lines = [(line, _is_utf8(line)) for line in data.split(b"\n")]
    mixed = any(good and not line.isascii() for line, good in lines)
    text = b"\n".join(line if good else line.decode("cp1252", "replace").encode() for line, good in lines)
    return text, "utf-8 + windows-1252" if mixed else "windows-1252"


def _is_utf8(data: bytes) -> bool:
    if not data or data.isascii():
        return True
    offsets = pa.array([0, len(data)], pa.int64()).buffers()[1]
    try:
        pa.LargeStringArray.from_buffers(1, offsets, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _line_feeds(text: bytes) -> bytes:
    """Make every line end with LF; a lone CR ends a line unless it stands inside a bracketed record."""
    if b"\r" not in text:
        return text
    text = text.replace(b"\r\n", b"\n")
    if b"\r" in text and b"\n" in text and b"[]" in text:
        return text.replace(b"[]\r", b"[]\n").replace(b"\r", b" ")
    return text.replace(b"\r", b"\n")
