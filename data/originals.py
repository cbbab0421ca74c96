"""The bytes of each file as received: kept compressed, in parts, and read again line by line."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data.apart.quarantine import Quarantine, apart
from data.billing_sheets import texts
from data.framing import bare, frame
from data.redaction import flat, words_of
from data.text import decode

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Iterator

    import duckdb

    from data.redaction import Redaction

PART_BYTES = 8 << 20
_SEARCHED = 256 << 20  # bytes of one part of a workbook: the readers refuse larger ones
GONE = -1
"""The part of an original that was erased: its bytes are the day, as text. Its file stays known by its fingerprint."""

PARTS = "SELECT size, bytes FROM originals WHERE sha256 = ? AND part >= 0 ORDER BY part"
"""The kept parts of a file, none where it was erased."""


def pack(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the parts of a file to keep: their number, their size, their compressed bytes."""
    for part, start in enumerate(range(0, max(len(data), 1), PART_BYTES)):
        piece = data[start : start + PART_BYTES]
        yield part, len(piece), bytes(pa.compress(piece, codec="zstd", asbytes=True))


def unpack(size: int, packed: bytes) -> bytes:
    """Return a kept part as it was."""
    return bytes(pa.decompress(packed, decompressed_size=size, codec="zstd", asbytes=True))


def joined(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """Return a file as received from its kept parts, as `PARTS` gives them."""
    return b"".join(unpack(size, packed) for size, packed in parts)


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


def erased_on(day: str) -> str:
    """Return what is shown of a line whose file was erased."""
    return f"[original effacé le {day} · original erased on {day}]"


def drop(con: duckdb.DuckDBPyConnection, files: Collection[int], today: dt.date) -> tuple[list[str], list[str]]:
    """Drop the originals of files, inside a write; return the names of these files and the fingerprints dropped."""
    found = con.execute(
        """SELECT DISTINCT f.name, f.sha256 FROM files AS f JOIN originals AS o ON o.sha256 = f.sha256
        WHERE list_contains($1, f.file_id) AND o.part >= 0 ORDER BY ALL""",
        [sorted(files)],
    ).fetchall()
    gone = sorted({sha256 for _, sha256 in found})
    con.execute("DELETE FROM originals WHERE list_contains($1, sha256)", [gone])
    con.execute("INSERT INTO originals SELECT unnest($1), $2, 0, $3::BLOB", [gone, GONE, today.isoformat().encode()])
    return [name for name, _ in found], gone


def naming(con: duckdb.DuckDBPyConnection, redaction: Redaction) -> set[int]:
    """Return the files whose original holds a whole name, and rejected PDF files, which cannot be searched."""
    found: set[int] = set()
    for sha256, files, rejected in con.execute("""
        SELECT f.sha256, list(f.file_id), bool_and(f.status = 'rejected') FROM files AS f
        WHERE f.sha256 IN (SELECT sha256 FROM originals WHERE part >= 0) GROUP BY f.sha256
    """).fetchall():
        data = joined(con.execute(PARTS, [sha256]).fetchall())
        if (rejected and data.startswith(b"%PDF")) or any(_names(redaction, piece) for piece in _pieces(data)):
            found |= set(files)
    return found


def _names(redaction: Redaction, piece: bytes) -> bool:
    text = decode(piece).text.decode("utf-8", "replace")
    folded = flat(text)
    return any(
        all(word in folded for word in words_of(name)) and redaction.names(text)
        for person in redaction.people
        for name in person.names
    )


def _pieces(data: bytes) -> Iterator[bytes]:
    """Yield what can be searched of a file: its bytes, or the parts of an archive or workbook."""
    if not data.startswith(b"PK\x03\x04"):
        yield data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.infolist():
                if part.file_size <= _SEARCHED:
                    yield archive.read(part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):  # damaged, or under a password
        yield data
