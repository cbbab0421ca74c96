"""Where the records of an e-billing file are: format line, header, rows, each with its line in the file."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from data import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIASES = {
    "LINE_ITEM_UNITS": "LINE_ITEM_NUMBER_OF_UNITS",
    "UNITS": "LINE_ITEM_NUMBER_OF_UNITS",
    "HOURS": "LINE_ITEM_NUMBER_OF_UNITS",
    "LINE_ITEM_TYPE": "EXP/FEE/INV_ADJ_TYPE",
    "TYPE": "EXP/FEE/INV_ADJ_TYPE",
    "EXP_FEE_INV_ADJ_TYPE": "EXP/FEE/INV_ADJ_TYPE",
    "EXP/FEE/ADJ": "EXP/FEE/INV_ADJ_TYPE",
    "EXP/FEE/ADJ_TYPE": "EXP/FEE/INV_ADJ_TYPE",
    "LINE_ITEM_RATE": "LINE_ITEM_UNIT_COST",
    "RATE": "LINE_ITEM_UNIT_COST",
    "LINE_ITEM_LAWYER_ID": "TIMEKEEPER_ID",
    "LAW_FIRM_STATE_OR_REGION": "LAW_FIRM_STATEORREGION",
    "CLIENT_STATE_OR_REGION": "CLIENT_STATEORREGION",
    "LINE_ITEM_TOTAL_AMOUNT": "LINE_ITEM_TOTAL",
    "LINE_TOTAL": "LINE_ITEM_TOTAL",
}
"""Other names of columns seen in real files (letters' case and spaces are ignored)."""

KEY = "INVOICE_NUMBER"
SEPARATORS = "|,;\t"
HEAD_RECORDS = 20
_KINDS_OF_BYTES = bytes(1 if byte in b"|[\n" else 2 if byte in b" \t\xc2\xa0" else 0 for byte in range(256))
"""Marks that part cells are 1; blanks, the two bytes of the unbreakable one among them, are 2."""
_PIECE = 1 << 17
"""Bytes looked at together: what is made from them stays in the processor's cache."""
HEAD_BYTES = 1 << 17
_MOST_UNCLOSED = 100
_HEADING_LINES = 60
"""Lines over which headings may run, one that is broken at each word included."""
csv.field_size_limit(2**31 - 1)  # lines have their own limit; Python's would stop a file at a long narrative
_END = re.compile(r"\[\](?![ \t]*[|,;\t])")
_END_OF_LINE = re.compile(r"\[\][ \t]*(?=\n|\Z)")


@dataclass(frozen=True)
class Layout:
    """How one header orders its cells."""

    separator: str
    names: tuple[str, ...]
    trailing: bool
    written: tuple[str, ...] = ()
    """The header as the file writes it, aliases not resolved."""
    quotes: bool = False
    """Whether the header stands in quotes: then texts do too, even between pipes."""

    @cached_property
    def index(self) -> dict[str, list[int]]:
        """Return the places of each column: two where a name stands twice."""
        places: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            if name:
                places.setdefault(name, []).append(place)
        return places

    @property
    def quoted(self) -> bool:
        """Whether texts may stand in quotes: in comma, semicolon and tab files, not between pipes as a rule."""
        return self.separator != "|" or self.quotes


@dataclass
class Segment:
    """The rows that follow one header, with their line numbers. Cells are not split yet."""

    layout: Layout
    header_line: int
    rows: pa.Table
    padded: bool = True


@dataclass
class Framed:
    """A file cut into records; `format_line` is None when there is none."""

    format_line: str | None
    segments: list[Segment] = field(default_factory=list)
    ignored: list[tuple[int, str]] = field(default_factory=list)
    bracketless: bool = False
    unmarked: bool = False
    header_seen: bool = False


def header_name(cell: str) -> str:
    """Return the standard name of a header cell."""
    name = re.sub(r"[\s_]+", "_", cell.replace("[]", "").strip().strip('"').strip().upper())
    return ALIASES.get(name, name)


def layout_of(record: str) -> Layout | None:
    """Return the layout of a header record; None when the record is no header."""
    if KEY not in re.sub(r"[\s_]+", "_", record.upper()):
        return None
    counts = {separator: record.count(separator) for separator in SEPARATORS}
    separator = max(SEPARATORS, key=lambda candidate: counts[candidate])
    if not counts[separator]:
        return None
    cells = record.split(separator)
    quotes = all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in map(str.strip, cells))
    if separator != "|" or quotes:
        cells = next(csv.reader([record], delimiter=separator, skipinitialspace=separator != "\t"))
    names = [header_name(cell) for cell in cells]
    if KEY not in names:
        return None
    trailing = not names[-1]
    while names and not names[-1]:
        names.pop()
    written = [re.sub(r"\s+", "_", cell.replace("[]", "").strip().strip('"').upper()) for cell in cells]
    return Layout(separator, tuple(names), trailing, tuple(written[: len(names)]), quotes)


def frame(text: bytes) -> Framed:
    """Cut a text into its format line, headers and rows."""
    ends = _line_ends(text)
    several = text.count(KEY.encode()) + text.count(KEY.lower().encode()) > 1
    if _each_bracketed(text, ends) and not several:
        found = _regular(text, ends, text[:HEAD_BYTES].decode("utf-8", "ignore"))
        if found is not None:
            return found
    return _general(text.decode("utf-8", "replace"))


def _line_ends(text: bytes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return where the line feeds of a text are."""
    letters = np.frombuffer(text, np.uint8)
    pieces = range(0, len(letters), _PIECE)
    return np.concatenate(
        [np.empty(0, np.int64), *(np.flatnonzero(letters[at : at + _PIECE] == ord("\n")) + at for at in pieces)]
    )


def _each_bracketed(text: bytes, ends: np.ndarray[tuple[int], np.dtype[np.int64]]) -> bool:
    """Say whether each line ends with the mark of a record, and the mark stands nowhere else."""
    letters, open_end = np.frombuffer(text, np.uint8), not text.endswith(b"\n")
    if (open_end and not text.endswith(b"[]")) or (len(ends) and ends[0] < len(b"[]")):
        return False
    if (letters[ends - 1] != ord("]")).any() or (letters[ends - 2] != ord("[")).any():
        return False
    lines = len(ends) + open_end
    return text.count(b"[") == lines or text.count(b"[]") == lines  # one letter is found faster than two


def _regular(text: bytes, ends: np.ndarray[tuple[int], np.dtype[np.int64]], head: str) -> Framed | None:
    """Frame a file of one bracketed record a line: no Python object per line is made."""
    framed = Framed(None)
    for number, line in enumerate(head.split("\n")[: HEAD_RECORDS * 3], start=1):
        record = line.removesuffix("[]").strip()
        if not record:
            continue
        layout = layout_of(record)
        if layout is None:
            if framed.format_line is not None:
                framed.ignored.append((number, record))
            else:
                framed.format_line = record
            if len(framed.ignored) >= HEAD_RECORDS:
                return None
            continue
        if layout.quoted:
            return None
        framed.header_seen = True
        framed.segments.append(Segment(layout, number, _line_table(text, ends, number), _is_padded(text)))
        return framed
    return None


def _is_padded(text: bytes) -> bool:
    """Say whether some cell may have blanks around it. A rare `à` before a mark passes for one: it only costs time."""
    for at in range(0, len(text), _PIECE):
        kinds = np.frombuffer(text[at : at + _PIECE + 1].translate(_KINDS_OF_BYTES), np.uint8)
        if (kinds[1:] ^ kinds[:-1] == 3).any():  # noqa: PLR2004 — a mark beside a blank
            return True
    return False


def _line_table(text: bytes, ends: np.ndarray[tuple[int], np.dtype[np.int64]], header_line: int) -> pa.Table:
    """Return the non-blank lines after the header as an Arrow table, without copying the text."""
    if not text.endswith(b"\n"):
        text += b"\n"
        ends = np.append(ends, len(text) - 1)
    offsets = np.empty(len(ends) + 1, np.int64)
    offsets[0] = 0
    offsets[1:] = ends + 1
    lines = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(text))
    numbers = np.arange(1, len(ends) + 1, dtype=np.int32)
    return pa.table({"line_no": numbers, "line": lines}).slice(header_line)


def _general(text: str) -> Framed:
    """Frame any file: brackets missing here or there, records over several lines, several headers."""
    framed = Framed(None, bracketless="[]" not in text)
    open_: _Open | None = None
    for place, (line, record) in enumerate(_chunks(text)):
        whole = record if "\n" in record or open_ else _closed(text, line, record)
        layout = layout_of(whole) if "\n" not in record else None
        if layout is not None and layout.quoted and open_ is None:
            framed.header_seen = True
            framed.segments.append(Segment(layout, line, _table(_quoted(text, line + whole.count("\n"), layout))))
            return framed
        if layout is not None:
            framed.ignored += [(line, record)] if open_ else []
            if open_ is not None and open_.layout == layout:
                continue  # the same header again: files put end to end, or pages
            _close(framed, open_)
            open_, framed.header_seen = _Open(layout, line), True
        elif open_ is not None:
            open_.rows.append((line, record))
        elif "\n" in record:
            return _general_by_line(text, framed)
        elif not _before_header(framed, place, line, record):
            return framed
    _close(framed, open_)
    _tell_apart(framed)
    records = sum(segment.rows.num_rows for segment in framed.segments) + len(framed.segments)
    framed.unmarked = text.count("[]") < records + (framed.format_line is not None)
    return framed


def _closed(text: str, line: int, record: str) -> str:
    """Return a record with the lines over which its quotes run, a heading being written on several; else itself."""
    if record.count('"') % 2 == 0 or KEY.partition("_")[0] not in record.upper():
        return record
    lines = text.split("\n")[line - 1 : line - 1 + _HEADING_LINES]
    ends = (
        n for n in range(2, len(lines) + 1) if "\n".join(lines[:n]).count('"') % 2 == 0 and lines[n - 1][-1:] == '"'
    )
    return "\n".join(lines[: next(ends, 0)]) or record


@dataclass
class _Open:
    """A header and the rows that follow it so far."""

    layout: Layout
    line: int
    rows: list[tuple[int, str]] = field(default_factory=list)


def _close(framed: Framed, open_: _Open | None) -> None:
    if open_ is not None:
        rows = _joined(open_.rows, open_.layout, bracketed=not framed.bracketless)
        framed.segments.append(Segment(open_.layout, open_.line, _table(rows)))


def _tell_apart(framed: Framed) -> None:
    """Number records by their place in the file where several begin on one line: a number leads to one record."""
    lines = [line for segment in framed.segments for line in segment.rows["line_no"].to_pylist()]
    if len(set(lines)) == len(lines):
        return
    place = int(framed.format_line is not None)
    for segment in framed.segments:
        first, place = place + 2, place + 1 + segment.rows.num_rows
        segment.header_line = first - 1
        segment.rows = segment.rows.set_column(0, "line_no", pa.array(range(first, place + 1), pa.int32()))


def _before_header(framed: Framed, place: int, line: int, record: str) -> bool:
    """Take a record that stands before the header; say whether a header may still come."""
    if place < HEAD_RECORDS and framed.format_line is None:
        framed.format_line = record
    else:
        framed.ignored.append((line, record))
    return place < HEAD_RECORDS


def _general_by_line(text: str, framed: Framed) -> Framed:
    """Frame a file whose brackets do not end its header: lines are the records."""
    again = _general(text.replace("[]", ""))
    again.bracketless, again.unmarked = framed.bracketless, True
    return again


def _chunks(text: str) -> Iterable[tuple[int, str]]:
    """Cut a text at its record ends; each chunk with the line it starts on."""
    ends = _END_OF_LINE if len(_END_OF_LINE.findall(text)) * 2 >= text.count("[]") else _END
    bracketed = "[]" in text
    pieces = ends.split(text) if bracketed else text.split("\n")
    line = 1
    for piece in pieces:
        body = piece.lstrip("\n \t") if bracketed else piece
        start = line + piece[: len(piece) - len(body)].count("\n")
        if body.strip():
            yield start, body.rstrip("\n") if bracketed else body
        line += piece.count("\n") + (0 if bracketed else 1)


def _joined(rows: list[tuple[int, str]], layout: Layout, *, bracketed: bool) -> list[tuple[int, str]]:
    """Make each record whole: one cut by a line break in a text is joined, two run together are parted."""
    width = len(layout.names)
    found: list[tuple[int, str]] = []
    open_: tuple[int, str] | None = None
    for line, chunk in rows:
        for offset, part in enumerate(chunk.split("\n")):
            if not part.strip():
                continue
            cells = len(cells_of(part, layout))
            if open_ is not None:
                so_far = len(cells_of(open_[1], layout))
                if so_far < width and so_far + cells - 1 <= width:
                    open_ = (open_[0], f"{open_[1]}\n{part}")
                    continue
                found.append(open_)
            open_ = (line + offset, part)
        if open_ is not None and bracketed:
            found.append(open_)
            open_ = None
    if open_ is not None:
        found.append(open_)
    return found


def _quoted(text: str, header_line: int, layout: Layout) -> list[tuple[int, str]]:
    """Return the records after the header of a file with quotes, in which a text may hold line breaks.

    A quote that never closes takes its own line only, not the rest of the file.
    """
    lines = text.split("\n")
    found: list[tuple[int, str]] = []
    start, unclosed = header_line, 0
    while start < len(lines):
        reader = csv.reader((f"{line}\n" for line in lines[start:]), delimiter=layout.separator)
        begin = start
        for cells in reader:
            end = start + reader.line_num
            record = "\n".join(lines[begin:end])
            if end - begin > 1 and end >= len(lines) and record.count('"') % 2 and unclosed < _MOST_UNCLOSED:
                unclosed += 1
                found.append((begin + 1, lines[begin]))
                begin += 1
                break
            if any(cell.strip() for cell in cells):
                found.append((begin + 1, record))
            begin = end
        else:
            begin = len(lines)
        start = begin
    return found


def _table(rows: list[tuple[int, str]]) -> pa.Table:
    """Return records as the regular ones are: each ends with its mark and a line feed."""
    return pa.table(
        {
            "line_no": pa.array([line for line, _ in rows], pa.int32()),
            "line": pa.array([f"{record}[]\n" for _, record in rows], pa.large_string()),
        }
    )


def cells_of(record: str, layout: Layout) -> list[str]:
    """Split a record into its cells; only comma, semicolon and tab files know quotes."""
    record = record.removesuffix("\n").rstrip().removesuffix("[]")
    cells = quoted.split(record, layout.separator)[0] if layout.quoted else record.split(layout.separator)
    return [cell.replace("\n", " ").strip() for cell in cells]


def bare(line: str) -> str:
    """Return a record as the firm wrote it, without the mark and the line feed that end it."""
    return line.removesuffix("\n").removesuffix("[]")
