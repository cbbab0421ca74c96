"""Archives: what a .zip holds, unfolded within limits, in the process apart; no name in it is ever used as a path.

An archive whose table of contents is lost, cut most often, is searched for the files that are still whole.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from data import checks
from data.problem import Problem
from data.text import neutral

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.apart.limits import Limits

_CHUNK: Final = 1 << 20
_LITTLE: Final = 10 << 20
"""A file that unfolds to less than this may be as repetitive as it likes."""
_LARGEST_FOUND: Final = 128 << 20
"""A file found without a table of contents is unfolded at once, before it is known to be whole."""
_MOST_NAME: Final = 240
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_NAMES: Final = {9: "deflate64", 12: "bzip2", 14: "lzma", 93: "zstd", 95: "xz", 99: "AES"}
_ENCRYPTED, _SIZE_AFTER, _UTF8 = 0x1, 0x8, 0x800
_HEADER: Final = struct.Struct("<4s5H3L2H")
_CRC: Final = struct.Struct("<L")
_NOISE: Final = re.compile(
    r"(^|[/\\])(__MACOSX[/\\]|\.(?!\.)[^/\\]*$|~\$[^/\\]*$|(thumbs\.db|desktop\.ini)$)", re.IGNORECASE
)
"""What systems put into archives for themselves."""
_ASTRAY: Final = re.compile(r"^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)")
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    IndexError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    struct.error,
    ValueError,
)  # fmt: skip — what damaged archives raise


@dataclass(frozen=True)
class Begin:
    """A file of the archive begins: its name made harmless, and what is to be told of it."""

    name: str
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class End:
    """The file that began is whole; or it is not, and is to be forgotten: the problem says why."""

    problem: Problem | None = None


Event = Begin | bytes | End | Problem
"""What unfolding tells, in order. A problem between files is one of the archive."""


@dataclass
class _Left:
    """What may still be unfolded."""

    members: int
    size: int


class _Stop(Exception):
    """The archive is beyond its limits: the rest of it is not unfolded."""


class _Found(NamedTuple):
    """A file found by its own header, in an archive without a table of contents."""

    name: str
    flags: int
    method: int
    crc: int
    folded: int
    start: int


def unfold(data: bytes, limits: Limits, size: int, members: int) -> Iterator[Event]:
    """Yield the files of an archive, as long as they stay within the limits, and within so many files and bytes."""
    left, names = _Left(members, size), dict[str, int]()
    try:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                listed = archive.infolist()
                if not any(_is_file(member) for member in listed):
                    yield Problem(checks.ZIP0)
                for member in filter(_is_file, listed):
                    yield from _listed(archive, member, limits, left, names)
        except _BROKEN:
            yield Problem(checks.ZIPX)
            yield from _salvaged(data, limits, left, names)
    except _Stop:
        return


def _beyond(limits: Limits) -> Problem:
    return Problem(checks.ZIPN, more={"expected": str(limits.members), "size": str(limits.unfolded_mb)})


def _is_file(member: zipfile.ZipInfo) -> bool:
    return not member.is_dir() and not _NOISE.search(_name(member))


def _name(member: zipfile.ZipInfo) -> str:
    """Return the name of a file; some systems write UTF-8 without saying so."""
    if member.flag_bits & _UTF8 or member.filename.isascii():
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _listed(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits, left: _Left, names: dict[str, int]
) -> Iterator[Event]:
    begin = _begin(_name(member), names, odd="\0" in (member.orig_filename or ""))
    if stat.S_ISLNK(member.external_attr >> 16):
        yield Problem(checks.ZIPL, seen=begin.name)
    elif (refused := _refused(begin.name, member.flag_bits, member.compress_type)) is not None:
        yield refused
    else:
        yield begin
        try:
            with archive.open(member) as source:
                yield from _counted(iter(lambda: source.read(_CHUNK), b""), member.compress_size, begin, limits, left)
        except _BROKEN:
            yield End(Problem(checks.ZIPM, seen=begin.name))


def _begin(name: str, names: dict[str, int], *, odd: bool = False) -> Begin:
    """Make a name harmless and unlike the others; tell a name that is made to lead elsewhere or to deceive."""
    shown = neutral(name.replace("\\", "/"))
    odd = odd or shown != name.replace("\\", "/") or _ASTRAY.search(name) is not None
    shown = shown if len(shown) <= _MOST_NAME else f"{shown[:_MOST_NAME]}…"
    names[shown] = times = names.get(shown, 0) + 1
    if times > 1:
        return Begin(f"{shown} ({times})", (Problem(checks.ZIP2, seen=shown),))
    return Begin(shown, (Problem(checks.ZNAME, seen=shown),) if odd else ())


def _refused(name: str, flags: int, method: int) -> Problem | None:
    if flags & _ENCRYPTED:
        return Problem(checks.ZIPE, seen=name)
    if method not in _METHODS:
        return Problem(checks.ZIPC, seen=name, more={"expected": _NAMES.get(method, str(method))})
    return None


def _counted(chunks: Iterator[bytes], folded: int, begin: Begin, limits: Limits, left: _Left) -> Iterator[bytes | End]:
    """Pass a file on, piece by piece, until it or the archive is beyond its limits."""
    left.members -= 1
    size = 0
    for chunk in chunks:
        size += len(chunk)
        left.size -= len(chunk)
        if size > limits.member_mb << 20 or size > max(folded * limits.ratio, _LITTLE):
            more = {"size": str(limits.member_mb), "expected": str(limits.ratio)}
            yield End(Problem(checks.ZIPB, seen=begin.name, more=more))
            return
        if left.size < 0:
            break
        yield chunk
    if left.size < 0 or left.members < 0:
        yield End(_beyond(limits))
        raise _Stop
    yield End()


def _salvaged(data: bytes, limits: Limits, left: _Left, names: dict[str, int]) -> Iterator[Event]:
    """Yield the files that are still whole, found one after the other by the header that stands before each."""
    place = data.find(b"PK\x03\x04")
    while place >= 0:
        after = place + 4
        try:
            found = _found(data, place)
        except struct.error:
            return
        if not found.name.endswith("/") and not _NOISE.search(found.name):
            begin = _begin(found.name, names)
            if (refused := _refused(begin.name, found.flags, found.method)) is not None:
                yield refused
            else:
                yield begin
                content, end = _content(data, found)
                if content is None:
                    left.members -= 1
                    left.size -= _CHUNK
                    yield End(Problem(checks.ZIPM, seen=begin.name))
                else:
                    after = end
                    chunks = (content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK))
                    yield from _counted(chunks, end - found.start, begin, limits, left)
        if left.members < 0:
            yield _beyond(limits)
            return
        place = data.find(b"PK\x03\x04", after)


def _found(data: bytes, place: int) -> _Found:
    _, _, flags, method, _, _, crc, folded, _, name, extra = _HEADER.unpack_from(data, place)
    start = place + _HEADER.size
    written = data[start : start + name]
    try:
        named = written.decode("utf-8")
    except UnicodeError:
        named = written.decode("cp437")
    return _Found(named, flags, method, crc, folded, start + name + extra)


def _content(data: bytes, found: _Found) -> tuple[bytes | None, int]:
    """Return a file found by its header, and the place after it; None when it is cut, or not what its sum says."""
    sums = [found.crc]
    if found.method == zipfile.ZIP_STORED:
        end = found.start + found.folded
        content = data[found.start : end]
        whole = not found.flags & _SIZE_AFTER and end <= len(data)
    else:
        unfolding = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unfolding.decompress(data[found.start :], _LARGEST_FOUND)
        except zlib.error:
            return None, found.start
        end = len(data) - len(unfolding.unused_data)
        whole = unfolding.eof
        if found.flags & _SIZE_AFTER:
            sums = [_CRC.unpack_from(data, at)[0] for at in (end, end + 4) if at + 4 <= len(data)]
    return (content if whole and zlib.crc32(content) in sums else None), end
