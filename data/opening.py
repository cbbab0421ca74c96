"""Opens one file: what it is, by its content and never by its name, and where its rows are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data import checks, reference, sheet
from data.apart.limits import limits
from data.apart.quarantine import apart
from data.apart.sniffing import is_zip
from data.formats import TextFormat, text_formats
from data.framing import Framed, Segment, frame
from data.problem import Problem
from data.repair import SetAside
from data.strangers import stranger
from data.text import Decoded, decode, longer_line

if TYPE_CHECKING:
    from data.apart.quarantine import Found, Quarantine

_NOTHING = b" \t\r\n\x0b\x0c\x00\x1a\xef\xbb\xbf\xff\xfe"
"""Bytes of which a file that says nothing is made: blanks, marks of encodings."""
_NEEDED = ("INVOICE_NUMBER", "INVOICE_DATE", "LINE_ITEM_TOTAL")


@dataclass
class FileRead:
    """One file as read: its identity, what it holds, what is to be told of it."""

    src: int
    name: str
    sha256: str = ""
    size: int = 0
    weight: float = 0
    """Bytes for which it counts in the progress of the import: its own, or its part of those of its archive."""
    format: str = "unknown"
    encoding: str = ""
    status: str = "imported"
    currency: str | None = None
    lines_read: int = 0
    lines_ignored: int = 0
    problems: list[Problem] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)
    tables: list[tuple[str, list[dict[str, Any]]]] = field(default_factory=list)

    def reject(self, problem: Problem) -> None:
        """Keep the file out of every figure, and say why."""
        self.status = "rejected"
        self.problems.append(problem)


def opened(file: FileRead, data: bytes, quarantine: Quarantine) -> list[tuple[TextFormat, Segment]] | Found:
    """Recognise a file by its content; return its e-billing rows, or the invoices found in it by the process apart.

    Tables are taken, and what is rejected is told, in `file`.
    """
    if not data.strip():
        file.reject(Problem(checks.EMP))
    elif (strange := stranger(data)) is not None:
        file.reject(strange)
    elif is_zip(data):
        _open_workbook(file, data)
    elif apart(data):
        return _open_apart(file, data, quarantine)
    elif not data.strip(_NOTHING):
        file.reject(Problem(checks.EMP))
    elif longer_line(data, most := limits().line_mb << 20):
        file.reject(Problem(checks.WIDE, more={"expected": str(most >> 20)}))
    else:
        return _open_text(file, decode(data))
    return []


def _open_apart(file: FileRead, data: bytes, quarantine: Quarantine) -> list[tuple[TextFormat, Segment]] | Found:
    """Have an XML or PDF file read in the process apart."""
    limit = quarantine.limits.size_mb
    if len(data) > limit << 20:
        file.reject(Problem(checks.BIG, seen=str(-(-len(data) >> 20)), more={"expected": str(limit)}))
        return []
    found = quarantine.read(data)
    file.format, file.encoding = found.format, found.encoding
    file.problems += found.problems
    file.set_aside += found.set_aside
    file.lines_read += sum(line["kind"] != "T" for line in found.lines) + len(found.set_aside)
    file.lines_ignored += found.ignored
    if any(problem.kind.level == "reject" for problem in found.problems):
        file.status = "rejected"
    return found


def _open_workbook(file: FileRead, data: bytes) -> None:
    sheets, told = sheet.from_xlsx(data)
    file.encoding = "xlsx"
    found = [(table, part) for _, part in sheets if isinstance(table := reference.identify(part), reference.Table)]
    file.problems += told
    if not found:
        seen = ", ".join(sheets[0][1].header[:6]) if sheets else "XLSX"
        file.reject(Problem(checks.FMT, seen=seen))
    for table, part in found:
        _take_table(file, table, part)


def _open_text(file: FileRead, decoded: Decoded) -> list[tuple[TextFormat, Segment]]:
    file.encoding = decoded.encoding
    framed = frame(decoded.text)
    if framed.segments and _too_many(file, len(framed.segments[0].layout.names)):
        return []
    fmt = _recognise(file, framed)
    if fmt is None:
        if file.status != "rejected":
            _open_csv(file, decoded)
        return []
    file.format = fmt.name
    if decoded.guessed or decoded.encoding.startswith(("utf-16", "utf-32")):
        file.problems.append(Problem(checks.ENC, seen=decoded.encoding))
    if framed.unmarked:
        file.problems.append(Problem(checks.BRK))
    file.lines_ignored += len(framed.ignored)
    file.problems += [Problem(checks.HEAD, line, seen=text[:80]) for line, text in framed.ignored]
    if not any(segment.rows.num_rows for segment in framed.segments):
        file.reject(Problem(checks.EMP))
        return []
    _columns_told(file, fmt, framed)
    file.lines_read += sum(segment.rows.num_rows for segment in framed.segments)
    return [(fmt, segment) for segment in framed.segments]


def _too_many(file: FileRead, columns: int) -> bool:
    """Reject a file whose header has more columns than any table needs."""
    most = limits().columns
    if columns > most:
        file.reject(Problem(checks.COLS, seen=str(columns), more={"expected": str(most)}))
    return columns > most


def _recognise(file: FileRead, framed: Framed) -> TextFormat | None:
    """Return the e-billing format of a file; None when it is none (rejected if it claims to be one)."""
    first = framed.format_line or ""
    named = next((fmt for fmt in text_formats() if fmt.first_line.fullmatch(first)), None)
    claims = named is not None or first.upper().lstrip("\ufeff\"' ").startswith("LEDES")
    if named is None and claims:
        file.reject(Problem(checks.FMT, 1, seen=first[:80]))
        return None
    if not framed.header_seen:
        if claims:
            file.reject(Problem(checks.HDR, seen="INVOICE_NUMBER"))
        return None
    names = {name for segment in framed.segments for name in segment.layout.index}
    missing = [name for name in _NEEDED if any(name not in part.layout.index for part in framed.segments)]
    if missing:
        if claims or "LINE_ITEM_TOTAL" in names:
            file.reject(Problem(checks.HDR, framed.segments[0].header_line, seen=", ".join(missing)))
        return None
    by_columns = next(
        (fmt for fmt in text_formats() if fmt.marks & names), next(fmt for fmt in text_formats() if not fmt.marks)
    )
    if named is None:
        file.problems.append(Problem(checks.FMT0, 1, seen=by_columns.title("en")))
        return by_columns
    if by_columns.marks and not named.marks:
        file.problems.append(Problem(checks.FMTX, 1, seen=named.name, more={"expected": by_columns.name}))
        return by_columns
    return named


def _columns_told(file: FileRead, fmt: TextFormat, framed: Framed) -> None:
    spec = [column.name for column in fmt.columns]
    names = list(framed.segments[0].layout.written)
    if names != spec:
        missing = [name for name in spec if name not in names]
        extra = [name for name in names if name not in spec]
        seen = "; ".join([*(f"-{name}" for name in missing[:6]), *(f"+{name}" for name in extra[:6])] or ["order"])
        file.problems.append(Problem(checks.COL, framed.segments[0].header_line, seen=seen))


def _open_csv(file: FileRead, decoded: Decoded) -> None:
    """Read a reference table; a text that is neither table nor e-billing file is rejected."""
    found = sheet.from_csv(decoded.text.decode("utf-8", "replace"), decoded.encoding)
    if _too_many(file, len(found.header)):
        return
    table = reference.identify(found)
    if isinstance(table, reference.Table):
        _take_table(file, table, found)
    elif len(reference.recognise(found.header)) > 1:
        file.reject(table)
    else:
        begins = decoded.text.strip(_NOTHING)[:240].partition(b"\n")[0].decode("utf-8", "replace")
        file.reject(Problem(checks.FMT, 1, seen=(", ".join(found.header) or begins)[:80]))


def _take_table(file: FileRead, table: reference.Table, part: sheet.Sheet) -> None:
    read = reference.read(part, table)
    file.format = table.name
    file.problems += read.problems
    if read.rejected:
        file.status = "rejected"
        return
    file.lines_read += len(read.rows) + len(read.set_aside)
    file.set_aside += [SetAside(row.line, row.original, row.problem) for row in read.set_aside]
    rows = [{"line_no": row.line, "extra": dict(row.extra), **row.values} for row in read.rows]
    file.tables.append((table.name, rows))
