"""The bytes of each file as received: kept compressed, in parts, and read again line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.apart.quarantine import Quarantine, apart
from data.billing_sheets import texts
from data.framing import bare, frame
from data.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

PART_BYTES = 8 << 20


def pack(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the parts of a file to keep: their number, their size, their compressed bytes."""
    for part, start in enumerate(range(0, max(len(data), 1), PART_BYTES)):
        piece = data[start : start + PART_BYTES]
        yield part, len(piece), bytes(pa.compress(piece, codec="zstd", asbytes=True))


def unpack(size: int, packed: bytes) -> bytes:
    """Return a kept part as it was."""
    return bytes(pa.decompress(packed, decompressed_size=size, codec="zstd", asbytes=True))


def line_text(data: bytes, line: int) -> str:
    """Return the record that begins on a line of a file, as received: of an XML file, the element of that line."""
    if apart(data):
        with Quarantine() as quarantine:
            return quarantine.read(data, [line]).texts.get(line, "")
    if data.startswith(b"PK\x03\x04"):
        return texts(data, [line]).get(line, "")
    framed = frame(decode(data).text)
    for segment in framed.segments:
        places = np.flatnonzero(segment.rows["line_no"].to_numpy() == line)
        if len(places):
            return bare(segment.rows["line"][int(places[0])].as_py())
    lines = decode(data).text.split(b"\n")
    return lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(lines) else ""
