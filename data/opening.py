"""Opens one file: what it is, by its content and never by its name, and where its rows are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from data import checks, reference, sheet
from data.apart.limits import limits
from data.apart.quarantine import apart
from data.apart.sniffing import is_zip
from data.billing_sheets import billing_sheets, placed, row_of
from data.formats import TextFormat, text_formats
from data.formats.mapped import FORMAT as MAPPED
from data.framing import Framed, Segment, frame, header_name
from data.mapping import problems as mapped
from data.mapping.naming import has_hours, register_columns
from data.mapping.recognition import NONE, Mappings
from data.mapping.recognition import read as mapping_read
from data.problem import Problem
from data.reference import workbook
from data.repair import SetAside
from data.strangers import stranger
from data.text import Decoded, decode, longer_line

if TYPE_CHECKING:
    from data.apart.quarantine import Found, Quarantine
    from data.billing_sheets import BillingSheet
    from data.mapping.model import Mapping

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
    sheets: dict[int, str] = field(default_factory=dict)
    """Where several sheets of a workbook hold lines: their names, by their place in line numbers."""

    mapping: Mapping | None = None
    """The mapping that it was read with."""

    def told(self) -> tuple[list[Problem], list[SetAside]]:
        """Return what is to be told of the file and its lines set aside, each at its row of its sheet."""
        aside = [SetAside(row_of(one.line_no) if self.sheets else one.line_no, one.original,
            placed(one.problem, self.sheets)) for one in self.set_aside]  # fmt: skip
        return [placed(problem, self.sheets) for problem in self.problems], aside

    def reject(self, problem: Problem) -> None:
        """Keep the file out of every figure, and say why."""
        self.status = "rejected"
        self.problems.append(problem)


Rows = list[tuple[TextFormat, Segment]]


@dataclass(frozen=True)
class Lines:
    """Billing lines that a mapping has read."""

    rows: list[dict[str, Any]]


def opened(file: FileRead, data: bytes, quarantine: Quarantine, mappings: Mappings = NONE) -> Rows | Found | Lines:
    """Recognise a file by its content; return its e-billing rows, or the invoices found in it by the process apart.

    Tables are taken, and what is rejected is told, in `file`. What a saved mapping reads comes as lines already read.
    """
    if not data.strip():
        file.reject(Problem(checks.EMP))
    elif (strange := stranger(data)) is not None:
        file.reject(strange)
    elif apart(data) and not is_zip(data):
        return _open_apart(file, data, quarantine)
    elif not data.strip(_NOTHING):
        file.reject(Problem(checks.EMP))
    elif not is_zip(data) and longer_line(data, most := limits().line_mb << 20):
        file.reject(Problem(checks.WIDE, more={"expected": str(most >> 20)}))
    else:
        return _by_mapping(file, data, mappings)
    return []


def _by_mapping(file: FileRead, data: bytes, mappings: Mappings) -> Rows | Lines:
    """Read a file as this house knows it, or with the one mapping that claims it; never both."""
    if file.sha256 in mappings.settled:
        before = mappings.settled[file.sha256]
        return _map(file, data, before) if before else _recognised(file, data)
    if mappings.asked is not None:
        return _map(file, data, mappings.asked)
    found = _recognised(file, data)
    claims = mappings.claiming(data)
    if not claims:
        if file.status == "rejected":
            file.problems += mappings.near(data)
        return found
    if file.format == "unknown" and len(claims) == 1:
        file.status, file.problems = "imported", []
        return _map(file, data, claims[0])
    others = [file.format] if file.format != "unknown" else []
    file.tables, file.set_aside, file.lines_read, file.lines_ignored, file.sheets = [], [], 0, 0, {}
    file.reject(Problem(mapped.SEVERAL, seen=", ".join([*others, *(one.name for one in claims)])))
    return []


def _map(file: FileRead, data: bytes, mapping: Mapping) -> Lines:
    """Read a file with a mapping; its register rows are taken, its billing lines returned."""
    found = mapping_read(data, mapping)
    file.mapping, file.encoding, file.sheets = mapping, found.encoding, found.applied.sheets
    applied = found.applied
    file.problems += applied.problems
    file.lines_read, file.lines_ignored = applied.whole.rows - applied.left.rows, applied.left.rows + applied.feet
    file.set_aside += [SetAside(one.line, one.original, one.problem) for one in applied.set_aside]
    if applied.rejected:
        file.status, file.lines_read = "rejected", 0
        return Lines([])
    file.format = "invoices" if mapping.target == "invoices" else MAPPED.name
    if not applied.kept.rows and applied.set_aside:
        file.reject(Problem(checks.NONE, seen=str(len(applied.set_aside))))
        return Lines([])
    if mapping.target == "invoices":
        file.tables.append(("invoices", applied.rows))
    return Lines(applied.lines)


def _recognised(file: FileRead, data: bytes) -> Rows:
    """Recognise a file by a format or by a table of this house."""
    return _open_workbook(file, data) if is_zip(data) else _open_text(file, decode(data))


def _open_apart(file: FileRead, data: bytes, quarantine: Quarantine) -> Rows | Found:
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


def _open_workbook(file: FileRead, data: bytes) -> Rows:
    """Take the tables of a workbook, and return its billing lines; each sheet is known by its headings."""
    grids, told = workbook.grids(data)
    file.encoding = "xlsx"
    file.problems += told
    billing, file.sheets = billing_sheets(grids, data)
    lines = [part for one in billing for part in _open_billing(file, one)]
    kept = {one.name for one in billing}
    others = sheet.of_grids([(name, rows) for name, rows in grids if name not in kept])
    found = [(table, part) for _, part in others if isinstance(table := _table_of(part), reference.Table)]
    detail = next((part for table, part in found if _is_detail(table, part)), None)
    if detail is not None:
        file.reject(Problem(mapped.DETAIL, detail.header_line, seen=", ".join(detail.header)[:200]))
        return []
    if not billing and not found:
        seen = ", ".join(others[0][1].header[:6]) if others else "XLSX"
        file.reject(Problem(checks.FMT, seen=seen))
    for table, part in found:
        named = file.format
        _take_table(file, table, part)
        file.format = named if lines else file.format
    return lines if file.status == "imported" else []


def _open_billing(file: FileRead, one: BillingSheet) -> Rows:
    """Recognise the format of a sheet of billing lines by its columns."""
    framed = Framed(one.titles[0][1] if one.titles else None, [one.segment], header_seen=True)
    fmt = _recognise(file, framed)
    if fmt is None:
        if file.status != "rejected":
            file.reject(Problem(checks.HDR, one.segment.header_line, seen=", ".join(_NEEDED)))
        return []
    file.format = fmt.name
    file.problems = [problem for problem in file.problems if problem.kind is not checks.FMT0]
    file.problems.append(Problem(checks.BOOK, seen=one.name, more={"expected": fmt.title("en")}))
    file.problems += [Problem(checks.HEAD, line, seen=text[:80]) for line, text in one.titles[1:]]
    file.problems += one.notes
    _columns_told(file, fmt, framed)
    file.lines_ignored += len(one.titles[1:])
    file.lines_read += one.segment.rows.num_rows
    if not one.segment.rows.num_rows:
        file.reject(Problem(checks.EMP))
        return []
    return [(fmt, one.segment)]


def _open_text(file: FileRead, decoded: Decoded) -> Rows:
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
    text = decoded.text.decode("utf-8", "replace")
    found = sheet.from_csv(sheet.beginning(text), decoded.encoding)
    if isinstance(reference.identify(found), reference.Table):  # what is no table of this house is not cut to its end
        found = sheet.from_csv(text, decoded.encoding)
    if _too_many(file, len(found.header)):
        return
    table = _table_of(found)
    if _is_detail(table, found):
        file.reject(Problem(mapped.DETAIL, found.header_line, seen=", ".join(found.header)[:200]))
    elif isinstance(table, reference.Table):
        _take_table(file, table, found)
    elif len(reference.recognise(found.header)) > 1:
        file.reject(table)
    else:
        begins = decoded.text.strip(_NOTHING)[:240].partition(b"\n")[0].decode("utf-8", "replace")
        file.reject(Problem(checks.FMT, 1, seen=(", ".join(found.header) or begins)[:80]))


def _table_of(part: sheet.Sheet) -> reference.Table | Problem:
    """Say which table a sheet is; an accounting extract is none that shares two words with it, as Référence and Type.

    It is then a table that nothing recognises, whose reader says once what its columns are.
    """
    table = reference.identify(part)
    if not isinstance(table, reference.Table) or table.name == "invoices":
        return table
    found = reference.match(part.header, table)
    if found.explains > 0 or register_columns(part.header) < len(found.columns):
        return table
    return Problem(checks.FMT, part.header_line, seen=", ".join(part.header)[:80])


def _is_detail(table: reference.Table | Problem, part: sheet.Sheet) -> bool:
    """Say whether what a table claims holds the lines of invoices: by its hours and rates, or by headings of LEDES."""
    if not isinstance(table, reference.Table):
        return False
    ledes = any(header_name(heading).startswith("LINE_ITEM_") for heading in part.header)
    return ledes or (table.name == "invoices" and has_hours(part.header))


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
