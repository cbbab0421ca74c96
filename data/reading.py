"""Reads any number of files into a private staging database: recognised, split, typed, checked. Nothing is stored.

Rows go in blocks: memory does not grow with the size of an import.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from data import checks, reference, sheet
from data.checking import check_bills
from data.formats import Format, formats
from data.framing import Framed, Layout, Segment, frame
from data.problem import Problem
from data.repair import Repair, SetAside
from data.strict import BILL, STAGED, create_staged, insert_rows
from data.text import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType
    from typing import Self

BLOCK_BYTES = 48 << 20
MAX_BYTES = 2 << 30
PART_BYTES = 8 << 20
MEMORY_LIMIT = "1500MB"
_NEEDED = ("INVOICE_NUMBER", "INVOICE_DATE", "LINE_ITEM_TOTAL")


@dataclass
class FileRead:
    """One file as read: its identity, what it holds, what is to be told of it."""

    src: int
    name: str
    sha256: str
    size: int
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


class Reading:
    """A staging database and the files read into it. Use as a context: it cleans up after itself."""

    def __init__(self, currency: str, scratch: Path | None = None) -> None:
        self.currency = currency
        self.files: list[FileRead] = []
        self._folder = tempfile.TemporaryDirectory(prefix="binome-", dir=scratch)
        self.con = duckdb.connect(
            ":memory:", config={"temp_directory": self._folder.name, "memory_limit": MEMORY_LIMIT}
        )
        self.con.execute("SET preserve_insertion_order = false")
        self.con.execute(create_staged())
        self.con.execute("CREATE TABLE kept (src INTEGER, part INTEGER, size BIGINT, bytes BLOB)")
        self._block: list[tuple[FileRead, Format, Segment]] = []
        self._block_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.con.close()
        self._folder.cleanup()

    def read(
        self, sources: Iterable[tuple[str, Path | bytes]], known: frozenset[str], tick: Callable[[str], None]
    ) -> None:
        """Read files one after the other; those whose bytes are `known` are only named."""
        seen: set[str] = set()
        for name, source in sources:
            tick(name)
            size = source.stat().st_size if isinstance(source, Path) else len(source)
            file = FileRead(len(self.files), name, "", size)
            self.files.append(file)
            if size > MAX_BYTES:
                file.reject(Problem(checks.BIG, seen=f"{size >> 20} MB", more={"expected": f"{MAX_BYTES >> 20} MB"}))
                continue
            data = source.read_bytes() if isinstance(source, Path) else source
            file.sha256 = hashlib.sha256(data).hexdigest()
            if file.sha256 in known or file.sha256 in seen:
                file.status = "already imported"
                continue
            seen.add(file.sha256)
            self._keep(file, data)
            self._open(file, data)
            if self._block_bytes > BLOCK_BYTES:
                self._flush()
        self._flush()
        self._finish()

    def _keep(self, file: FileRead, data: bytes) -> None:
        """Keep the original bytes, compressed, in parts."""
        for part, start in enumerate(range(0, max(len(data), 1), PART_BYTES)):
            piece = data[start : start + PART_BYTES]
            packed = pa.compress(piece, codec="zstd", asbytes=True)
            self.con.execute("INSERT INTO kept VALUES (?, ?, ?, ?)", [file.src, part, len(piece), packed])

    def _open(self, file: FileRead, data: bytes) -> None:
        if not data.strip():
            file.reject(Problem(checks.EMP))
        elif data.startswith(b"PK\x03\x04"):
            self._open_workbook(file, data)
        elif data.startswith((b"%PDF", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf")):
            file.reject(Problem(checks.FMT, seen=data[:8].decode("latin-1").strip()))
        else:
            self._open_text(file, decode(data))

    def _open_workbook(self, file: FileRead, data: bytes) -> None:
        sheets, told = sheet.from_xlsx(data)
        file.encoding = "xlsx"
        found = [(table, part) for _, part in sheets if isinstance(table := reference.identify(part), reference.Table)]
        file.problems += told
        if not found:
            seen = ", ".join(sheets[0][1].header[:6]) if sheets else "XLSX"
            file.reject(Problem(checks.FMT, seen=seen))
        for table, part in found:
            self._take_table(file, table, part)

    def _open_text(self, file: FileRead, decoded: Decoded) -> None:
        file.encoding = decoded.encoding
        framed = frame(decoded.text)
        fmt = self._recognise(file, framed)
        if fmt is None:
            if file.status != "rejected":
                self._open_csv(file, decoded)
            return
        file.format = fmt.name
        if decoded.guessed or decoded.encoding.startswith("utf-16"):
            file.problems.append(Problem(checks.ENC, seen=decoded.encoding))
        if framed.unmarked:
            file.problems.append(Problem(checks.BRK))
        file.lines_ignored += len(framed.ignored)
        file.problems += [Problem(checks.HEAD, line, seen=text[:80]) for line, text in framed.ignored]
        if not any(segment.rows.num_rows for segment in framed.segments):
            file.reject(Problem(checks.EMP))
            return
        self._columns_told(file, fmt, framed)
        for segment in framed.segments:
            file.lines_read += segment.rows.num_rows
            self._block.append((file, fmt, segment))
        self._block_bytes += len(decoded.text)

    def _recognise(self, file: FileRead, framed: Framed) -> Format | None:
        """Return the e-billing format of a file; None when it is none (rejected if it claims to be one)."""
        first = framed.format_line or ""
        named = next((fmt for fmt in formats() if fmt.first_line.fullmatch(first)), None)
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
        by_columns = next((fmt for fmt in formats() if fmt.marks & names), formats()[0])
        if named is None:
            file.problems.append(Problem(checks.FMT0, 1, seen=by_columns.title("en")))
            return by_columns
        if by_columns.marks and not named.marks:
            file.problems.append(Problem(checks.FMTX, 1, seen=named.name, more={"expected": by_columns.name}))
            return by_columns
        return named

    def _columns_told(self, file: FileRead, fmt: Format, framed: Framed) -> None:
        spec = [column.name for column in fmt.columns]
        names = list(framed.segments[0].layout.written)
        if names != spec:
            missing = [name for name in spec if name not in names]
            extra = [name for name in names if name not in spec]
            seen = "; ".join([*(f"-{name}" for name in missing[:6]), *(f"+{name}" for name in extra[:6])] or ["order"])
            file.problems.append(Problem(checks.COL, framed.segments[0].header_line, seen=seen))

    def _open_csv(self, file: FileRead, decoded: Decoded) -> None:
        """Read a reference table; a text that is neither table nor e-billing file is rejected."""
        found = sheet.from_csv(decoded.text.decode("utf-8", "replace"), decoded.encoding)
        table = reference.identify(found)
        if isinstance(table, reference.Table):
            self._take_table(file, table, found)
        elif len(reference.recognise(found.header)) > 1:
            file.reject(table)
        else:
            file.reject(Problem(checks.FMT, 1, seen=", ".join(found.header)[:80]))

    def _take_table(self, file: FileRead, table: reference.Table, part: sheet.Sheet) -> None:
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

    def _flush(self) -> None:
        """Read the rows waiting: those written as the standard asks in bulk, the others one by one."""
        layouts: defaultdict[tuple[str, Layout, bool], list[tuple[FileRead, Format, Segment]]] = defaultdict(list)
        for item in self._block:
            layouts[(item[1].name, item[2].layout, item[2].padded)].append(item)
        for (_, layout, _), items in layouts.items():
            self._flush_layout(layout, items)
        self._block, self._block_bytes = [], 0

    def _flush_layout(self, layout: Layout, items: list[tuple[FileRead, Format, Segment]]) -> None:
        fmt = items[0][1]
        if layout.quoted:
            for file, _, segment in items:
                rows = zip(*(segment.rows[name].to_pylist() for name in ("line_no", "line")), strict=True)
                self._repair(file, fmt, layout, list(rows), points_seen=False, firms=frozenset())
            return
        chunk = pa.concat_tables(
            segment.rows.append_column("src", pa.repeat(pa.scalar(file.src, pa.int32()), segment.rows.num_rows))
            for file, _, segment in items
        )
        self.con.register("chunk", chunk)
        self.con.execute(insert_rows(fmt, layout, "chunk", padded=items[0][2].padded))
        odd: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        query = """SELECT DISTINCT c.src, c.line_no, c.line FROM chunk AS c
            JOIN staged AS s ON s.src = c.src AND s.line_no = c.line_no WHERE NOT s.ok ORDER BY ALL"""
        if self.con.execute("SELECT bool_and(ok) FROM staged").fetchall()[0][0] is False:
            for src, line, text in self.con.execute(query).fetchall():
                odd[src].append((line, text))
            self.con.execute("DELETE FROM staged WHERE NOT ok")
        self.con.unregister("chunk")
        for src, rows in odd.items():
            shown = "SELECT coalesce(bool_or(pointed), false), list(DISTINCT firm_ref) FROM staged WHERE src = ?"
            points, firms = self.con.execute(shown, [src]).fetchall()[0]
            file = self.files[src]
            self._repair(file, fmt, layout, rows, points_seen=points, firms=frozenset(firms or ()) - {None})

    def _repair(
        self, file: FileRead, fmt: Format, layout: Layout, rows: list[tuple[int, str]], *,
        points_seen: bool, firms: frozenset[str],
    ) -> None:  # fmt: skip
        found = Repair(fmt, layout, points_seen, firms).read(rows)
        texts = dict(rows)
        undated = {line["number"] for line in found.lines if line.get("invoice_date") is None}
        file.problems += found.problems
        file.set_aside += found.set_aside
        file.lines_ignored += found.ignored
        file.lines_read -= found.ignored
        self._texts = getattr(self, "_texts", {}) | {
            (file.src, line["line_no"]): texts[line["line_no"]] for line in found.lines if line["number"] in undated
        }
        if found.lines:
            kinds = {"INTEGER": pa.int32(), "VARCHAR": pa.string(), "DATE": pa.date32()}
            arrays = {
                name: pa.array(
                    [file.src if name == "src" else line.get(name) for line in found.lines],
                    kinds.get(kind) or pa.decimal128(18, int(kind.rstrip(")").split(",")[1])),
                )
                for name, kind in STAGED.items()
            }
            self.con.register("mended", pa.table(arrays))
            self.con.execute(
                f"INSERT INTO staged BY NAME SELECT *, false AS pointed, true AS ok, {BILL} AS bill FROM mended"
            )
            self.con.unregister("mended")

    def _finish(self) -> None:
        """Group lines into bills, set aside what belongs to none, check what is left."""
        self._set_aside_undated()
        self._set_aside_mixed_currencies()
        self._add_tax()
        for statement in (_SAME_ITEMS, _SAME_LINES, _BILLS):
            self.con.execute(statement)
        for file in self.files:
            if file.status == "imported" and any(file.format == fmt.name for fmt in formats()):
                self._close(file)
        self.con.execute("CREATE TABLE staged_files (src INTEGER, name VARCHAR)")
        self.con.execute(
            "INSERT INTO staged_files SELECT unnest($1), unnest($2)",
            [[file.src for file in self.files], [file.name for file in self.files]],
        )
        for src, problem in check_bills(self.con):
            self.files[src].problems.append(problem)

    def _close(self, file: FileRead) -> None:
        query = "SELECT count(*), coalesce(bool_and(currency IS NOT NULL), true) FROM staged WHERE src = ?"
        imported, given = self.con.execute(query, [file.src]).fetchall()[0]
        if not given:
            file.currency = self.currency
            file.problems.append(Problem(checks.CUR, seen=self.currency))
        if not imported:
            reasons = Counter(aside.problem.kind for aside in file.set_aside)
            file.reject(Problem(checks.EMP if not reasons else max(reasons, key=lambda kind: reasons[kind])))

    def _set_aside_undated(self) -> None:
        undated = self.con.execute(
            "SELECT src, line_no, number FROM staged WHERE bill IN (SELECT bill FROM staged GROUP BY bill "
            "HAVING count(invoice_date) = 0)"
        ).fetchall()
        for src, line, number in undated:
            problem = Problem(checks.NODATE, line, "INVOICE_DATE", number)
            self.files[src].set_aside.append(SetAside(line, self._texts.get((src, line), ""), problem))
        if undated:
            self.con.execute(
                "DELETE FROM staged WHERE bill IN (SELECT bill FROM staged GROUP BY bill "
                "HAVING count(invoice_date) = 0)"
            )

    def _set_aside_mixed_currencies(self) -> None:
        mixed = """SELECT s.src, s.line_no, s.number, s.currency FROM staged AS s JOIN (
                SELECT bill, arg_min(currency, line_no) AS main FROM staged GROUP BY bill
                HAVING count(DISTINCT currency) > 1) AS m ON m.bill = s.bill WHERE s.currency <> m.main"""
        found = self.con.execute(mixed).fetchall()
        for src, line, number, currency in found:
            problem = Problem(checks.CURX, line, "INVOICE_CURRENCY", number, {"expected": currency})
            self.files[src].set_aside.append(SetAside(line, self.original(src, line), problem))
        for src, line, *_ in found:
            self.con.execute("DELETE FROM staged WHERE src = ? AND line_no = ?", [src, line])

    def _add_tax(self) -> None:
        """Where a file's line totals exclude a tax that the format includes, add it."""
        self.con.execute("""
            CREATE TABLE tax_added AS SELECT bill FROM staged
            WHERE kind IN ('F', 'E') AND abs(tax) > 0.01 AND units IS NOT NULL AND unit_cost IS NOT NULL
            GROUP BY bill HAVING bool_and(
                abs(units::DECIMAL(38, 6) * unit_cost::DECIMAL(18, 4) + coalesce(adjustment, 0) - total) <= 0.01)
        """)
        if self.con.execute("SELECT count(*) FROM tax_added").fetchall()[0][0]:
            self.con.execute("UPDATE staged SET total = total + tax WHERE bill IN (FROM tax_added)")

    def original(self, src: int, line: int) -> str:
        """Return the text of a line as received."""
        parts = self.con.execute("SELECT size, bytes FROM kept WHERE src = ? ORDER BY part", [src]).fetchall()
        return line_text(b"".join(unpack(size, packed) for size, packed in parts), line)


def unpack(size: int, packed: bytes) -> bytes:
    """Return a kept part as it was."""
    return bytes(pa.decompress(packed, decompressed_size=size, codec="zstd", asbytes=True))


def line_text(data: bytes, line: int) -> str:
    """Return the record that begins on a line of a file, as received."""
    framed = frame(decode(data).text)
    for segment in framed.segments:
        at = pc.index(segment.rows["line_no"], pa.scalar(line, pa.int32())).as_py()
        if at >= 0:
            return str(segment.rows["line"][at].as_py()).removesuffix("\n").removesuffix("[]")
    lines = decode(data).text.split(b"\n")
    return lines[line - 1].decode("utf-8", "replace") if 0 < line <= len(lines) else ""


# Each in its own pass: two DISTINCT counts beside other sums cost four times as much.
_SAME_ITEMS = """
    CREATE TABLE same_items AS SELECT DISTINCT bill FROM (
        SELECT bill FROM staged WHERE item_number IS NOT NULL GROUP BY bill, item_number HAVING count(*) > 1)
"""
_SAME_LINES = """
    CREATE TABLE same_lines AS SELECT DISTINCT bill FROM (
        SELECT bill FROM staged
        GROUP BY bill, hash(work_date, timekeeper_id, timekeeper_name, units, narrative, kind, total) HAVING count(*) > 1)
"""
_BILLS = r"""
    CREATE TABLE staged_bills AS
    WITH counted AS (
        SELECT bill, min(line_no) AS first_line, count(*) AS line_count, sum(total - tax) AS net, sum(tax) AS tax,
            min(invoice_date) <> max(invoice_date) AS several_dates,
            min(declared_total) <> max(declared_total) AS several_totals,
            count(*) FILTER (kind = 'F' AND timekeeper_id IS NULL AND timekeeper_name IS NULL) AS without_timekeeper,
            count(*) FILTER (kind = 'E' AND expense_code IS NULL) AS without_code,
            count(*) FILTER (client_matter_id IS NULL AND law_firm_matter_id IS NULL) AS without_matter,
            count(*) FILTER (kind = 'F' AND (units IS NULL OR unit_cost IS NULL)) AS without_units,
            count(*) FILTER (kind IN ('F', 'E') AND (total < 0 OR units < 0)) AS negative,
            count(*) FILTER (kind = 'F' AND unit_cost = 0 AND units > 0) AS at_zero,
            count(*) FILTER (work_date > invoice_date OR work_date < billing_from OR work_date > billing_to) AS outside
        FROM staged GROUP BY bill
    ), heads AS (  -- the first line of a bill speaks for it; where it is silent, the first line that is not
        SELECT s.bill, any_value(s.src) AS src, any_value(s.firm_ref) AS firm_ref, any_value(s.firm_name) AS firm_name,
            any_value(s.number) AS number, any_value(s.invoice_date) AS invoice_date,
            any_value(s.declared_total) AS declared_total, any_value(s.declared_tax) AS declared_tax,
            any_value(s.declared_net) AS declared_net, any_value(s.billing_from) AS billing_from,
            any_value(s.billing_to) AS billing_to, any_value(s.description) AS description,
            any_value(s.client_id) AS client_id, any_value(s.currency) AS currency
        FROM staged AS s JOIN counted AS c ON c.bill = s.bill AND c.first_line = s.line_no GROUP BY s.bill
    ), dated AS (
        SELECT bill, arg_min(invoice_date, line_no) AS invoice_date FROM staged
        WHERE bill IN (SELECT bill FROM heads WHERE invoice_date IS NULL) GROUP BY bill
    )
    SELECT c.*, h.* EXCLUDE (bill, invoice_date), coalesce(h.invoice_date, d.invoice_date) AS invoice_date,
        coalesce(nullif(ltrim(regexp_replace(upper(nfc_normalize(h.number)), '[^\p{L}\p{N}]', '', 'g'), '0'), ''),
            upper(h.number)) AS normal_number,
        m.matters, c.bill IN (FROM tax_added) AS tax_added, c.bill IN (FROM same_items) AS same_items,
        c.bill IN (FROM same_lines) AS same_lines
    FROM counted AS c JOIN heads AS h ON h.bill = c.bill LEFT JOIN dated AS d ON d.bill = c.bill
    LEFT JOIN (
        SELECT bill, list(matter) AS matters FROM (
            SELECT DISTINCT bill, coalesce(client_matter_id, law_firm_matter_id) AS matter FROM staged) GROUP BY bill
    ) AS m ON m.bill = c.bill
"""
