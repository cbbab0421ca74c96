"""Reads any number of files into a private staging database: recognised, split, typed, checked. Nothing is stored.

Rows go in blocks: memory does not grow with the size of an import. While the engine reads the rows of one block, in a
thread of its own, the files of the next one are opened.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict, deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb
import pyarrow as pa

from data import checks
from data.apart.limits import limits
from data.apart.quarantine import Found, Quarantine
from data.archives import INSIDE, Archives, is_archive
from data.checking import check_bills
from data.formats import TextFormat, formats, pdf
from data.framing import bare
from data.mapping.recognition import NONE, Mappings
from data.opening import FileRead, Lines, opened
from data.originals import line_text, pack, unpack
from data.problem import Problem
from data.progress import OPENED, READ, Progress, Step
from data.repair import Repair, SetAside
from data.scratch import scratch as working_folder
from data.staging import create_heads, create_kept, insert_lines, keep, stage
from data.strict import create_staged, insert_rows
from data.text import neutral

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Self

    from data.apart.quarantine import Member
    from data.framing import Layout, Segment

Made = TypeVar("Made")
BLOCK_BYTES = 32 << 20
A_BATCH = 20_480
"""Rows that one thread of the engine takes at a time."""
AT_ONCE = 3 * 122_880
"""Rows read between two signs of progress: whole row groups of DuckDB, since smaller portions are written twice."""
MEMORY_LIMIT = "700MB"
A_MOMENT = 0.05
"""Seconds between two looks at how far the engine is."""
_NO_CHECKPOINT = "SET checkpoint_threshold = '1TB'"
"""What is staged is read once and let go: to pack it in memory would cost as much as to read it."""


@dataclass
class _Block:
    """What waits to be staged: rows to split, lines already read, invoices found apart, the originals' parts."""

    rows: list[tuple[FileRead, TextFormat, Segment]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    found: list[tuple[int, Found]] = field(default_factory=list)
    kept: list[tuple[int, int, int, bytes]] = field(default_factory=list)
    size: int = 0


class Reading:
    """A staging database and the files read into it. Use as a context: it cleans up after itself."""

    def __init__(self, currency: str, scratch: Path | None = None, mappings: Mappings = NONE) -> None:
        self.currency, self.mappings = currency, mappings
        self.files: list[FileRead] = []
        self._open_until = ExitStack()
        folder = str(self._open_until.enter_context(working_folder(scratch)))
        self.con = duckdb.connect(":memory:", config={"temp_directory": folder, "memory_limit": MEMORY_LIMIT})
        self.con.execute("SET preserve_insertion_order = false")
        self.con.execute(_NO_CHECKPOINT)
        self.con.execute(create_staged())
        self.con.execute(create_heads())
        self.con.execute(create_kept())
        self._quarantine = Quarantine()
        self._archives = Archives(self._quarantine, folder)
        self._block = _Block()
        self._thread = ThreadPoolExecutor(1, "staging")
        self._staging: Future[None] | None = None
        self._staged: deque[float] = deque()
        """Bytes staged since progress was last told: it is told from the thread that asked for the import."""
        self._texts: dict[tuple[int, int], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._quarantine.close()
        if error is not None:
            self.con.interrupt()
        self._thread.shutdown(cancel_futures=True)
        self.con.close()
        self._open_until.close()

    def meanwhile(self, work: Callable[[], Made]) -> Future[Made]:
        """Do work in the other thread, which is free once everything is read; it must not use our connection."""
        return self._thread.submit(work)

    def read(
        self, sources: Sequence[tuple[str, Path | bytes]], known: frozenset[str], tick: Callable[[Step], None]
    ) -> None:
        """Read files one after the other; those whose bytes are `known` are only named."""
        seen = set(known)
        sizes = [_size(source) for _, source in sources]
        self.progress = Progress(tick, len(sizes), sum(sizes))
        for (name, source), size in zip(sources, sizes, strict=True):
            self._open(name, source, seen, weight=size)
        self._flush()
        self._settle()
        self.progress.end()
        self._finish()

    def _open(  # noqa: PLR0913 — where a file comes from
        self, name: str, source: Path | bytes, seen: set[str], *,
        weight: float, told: Sequence[Problem] = (), depth: int = 0,
    ) -> None:  # fmt: skip
        """Read one file; of an archive, the files in it. One whose bytes were seen is only named."""
        file = FileRead(len(self.files), neutral(name), problems=list(told), weight=weight)
        self.progress.begin(file.name, inside=depth > 0)
        data = _bytes(file, source)
        members: list[Member] = []
        if data is not None and is_archive(data):
            members = self._archives.unfold(file, data, depth)
            if file.status == "rejected":
                self.files.append(file)
                file.sha256 = hashlib.sha256(data).hexdigest()
                self._keep(file, data)
        else:
            self.files.append(file)
            if data is not None:
                file.sha256 = hashlib.sha256(data).hexdigest()
                if file.sha256 in seen:
                    file.status = "already imported"
                    self.progress.advance(weight)
                else:
                    seen.add(file.sha256)
                    self._take(file, data)
        del data
        sizes = [_size(member.path) for member in members]
        for member, size in zip(members, sizes, strict=True):
            inner = f"{file.name}{INSIDE}{member.name}"
            share = weight * size / max(sum(sizes), 1)
            self._open(inner, member.path, seen, weight=share, told=member.told, depth=depth + 1)
            member.path.unlink()

    def _keep(self, file: FileRead, data: bytes) -> None:
        """Keep the original bytes."""
        self._block.kept += [(file.src, *part) for part in pack(data)]
        self._block.size += len(data)

    def _take(self, file: FileRead, data: bytes) -> None:
        """Keep the original bytes; put the rows of an e-billing file in the queue."""
        self._keep(file, data)
        self.progress.advance(file.weight * READ)
        found = opened(file, data, self._quarantine, self.mappings)
        if isinstance(found, Found):
            self._block.found.append((file.src, found))
            lines, left = len(found.lines), 0
        elif isinstance(found, Lines):
            self._block.lines += [{"src": file.src, **line} for line in found.rows]
            lines, left = len(found.rows), 0
        else:
            self._block.rows += [(file, fmt, segment) for fmt, segment in found]
            lines = left = sum(segment.rows.num_rows for _, segment in found)
        self.progress.advance(file.weight * (OPENED if left else 1 - READ), lines)
        if self._block.size > BLOCK_BYTES:
            self._flush()

    def _flush(self) -> None:
        """Have what waits staged, once the block before it is."""
        self._settle()
        self._staging, self._block = self._thread.submit(self._stage, self._block), _Block()

    def _settle(self) -> None:
        """Wait for the block being staged, and tell how far it is."""
        while self._staging is not None:
            if wait([self._staging], A_MOMENT).done:
                self._staging = self._staging.result()
            while self._staged:
                self.progress.advance(self._staged.popleft())

    def _stage(self, block: _Block) -> None:
        """Read the rows of a block: those written as the standard asks in bulk, the others one by one."""
        keep(self.con, block.kept)
        insert_lines(self.con, block.lines)
        layouts: defaultdict[tuple[str, Layout, bool], list[tuple[FileRead, TextFormat, Segment]]] = defaultdict(list)
        for item in block.rows:
            layouts[(item[1].name, item[2].layout, item[2].padded)].append(item)
        for (_, layout, _), items in layouts.items():
            self._stage_rows(layout, items)
        stage(self.con, block.found)

    def _stage_rows(self, layout: Layout, items: list[tuple[FileRead, TextFormat, Segment]]) -> None:
        fmt = items[0][1]
        if layout.quoted:
            for file, _, segment in items:
                records = map(bare, segment.rows["line"].to_pylist())
                quoted = list(zip(segment.rows["line_no"].to_pylist(), records, strict=True))
                self._repair(file, fmt, layout, quoted, points_seen=False, firms=frozenset())
            return
        chunk = pa.concat_tables(
            segment.rows.append_column("src", pa.repeat(pa.scalar(file.src, pa.int32()), segment.rows.num_rows))
            for file, _, segment in items
        )
        taking = insert_rows(fmt, layout, "chunk", padded=items[0][2].padded)
        weight = sum({file.src: file.weight for file, *_ in items}.values()) * (1 - READ - OPENED)
        for start in range(0, chunk.num_rows, AT_ONCE):
            part = chunk.slice(start, AT_ONCE)
            self.con.register("chunk", pa.Table.from_batches(part.to_batches(A_BATCH)))
            self.con.execute(taking)
            self._staged.append(weight * part.num_rows / chunk.num_rows)
        self.con.register("chunk", chunk)
        odd: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
        query = """SELECT DISTINCT c.src, c.line_no, c.line FROM chunk AS c
            JOIN staged AS s ON s.src = c.src AND s.line_no = c.line_no
            WHERE NOT s.ok AND s.src >= ? ORDER BY ALL"""
        first = [items[0][0].src]  # what was staged before is not looked at again
        if self.con.execute("SELECT bool_and(ok) FROM staged WHERE src >= ?", first).fetchall()[0][0] is False:
            for src, line, text in self.con.execute(query, first).fetchall():
                odd[src].append((line, bare(text)))
            self.con.execute("DELETE FROM staged WHERE NOT ok AND src >= ?", first)
        self.con.unregister("chunk")
        for src, rows in odd.items():
            shown = "SELECT coalesce(bool_or(pointed), false), list(DISTINCT firm_ref) FROM staged WHERE src = ?"
            points, firms = self.con.execute(shown, [src]).fetchall()[0]
            file = self.files[src]
            self._repair(file, fmt, layout, rows, points_seen=points, firms=frozenset(firms or ()) - {None})

    def _repair(  # noqa: PLR0913 — a segment's rows and what the file has shown
        self, file: FileRead, fmt: TextFormat, layout: Layout, rows: list[tuple[int, str]], *,
        points_seen: bool, firms: frozenset[str],
    ) -> None:  # fmt: skip
        found = Repair(fmt, layout, points_seen, firms).read(rows)
        texts = dict(rows)
        undated = {line["number"] for line in found.lines if line.get("invoice_date") is None}
        file.problems += found.problems
        file.set_aside += found.set_aside
        file.lines_ignored += found.ignored
        file.lines_read -= found.ignored
        self._texts |= {
            (file.src, line["line_no"]): texts[line["line_no"]] for line in found.lines if line["number"] in undated
        }
        insert_lines(self.con, [{"src": file.src, **line} for line in found.lines])

    def _finish(self) -> None:
        """Group lines into bills, set aside what belongs to none, check what is left."""
        self._set_aside_undated()
        self._set_aside_mixed_currencies()
        self._add_tax()
        self.con.execute(files("data").joinpath("bills.sql").read_text(encoding="utf-8"))
        self._close()
        self.con.execute("CREATE TABLE staged_files (src INTEGER, name VARCHAR, format VARCHAR)")
        self.con.execute(
            "INSERT INTO staged_files SELECT unnest($1), unnest($2), unnest($3)",
            [[getattr(file, column) for file in self.files] for column in ("src", "name", "format")],
        )
        for src, problem in check_bills(self.con):
            self.files[src].problems.append(problem)

    def _close(self) -> None:
        """Name the currency of e-billing files that do not say theirs; one of which no line is left is rejected."""
        query = "SELECT src, count(*), bool_and(currency IS NOT NULL) FROM staged GROUP BY src"
        left = {src: (lines, given) for src, lines, given in self.con.execute(query).fetchall()}
        billing = {made.name for made in formats()} - {pdf.FORMAT.name}
        for file in self.files:
            if file.status != "imported" or file.format not in billing:
                continue
            lines, given = left.get(file.src, (0, True))
            if not given:
                file.currency = self.currency
                file.problems.append(Problem(checks.CUR, seen=self.currency))
            if not lines:
                aside = len(file.set_aside)
                file.reject(Problem(checks.NONE, seen=str(aside)) if aside else Problem(checks.EMP))

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


def _size(source: Path | bytes) -> int:
    """Return the size of a file; nothing of one that is not there, which is told when it is opened."""
    if isinstance(source, bytes):
        return len(source)
    return source.stat().st_size if source.is_file() else 0


def _bytes(file: FileRead, source: Path | bytes) -> bytes | None:
    """Return the bytes of a file; None when it is too large or cannot be opened, which is told."""
    if isinstance(source, bytes):
        file.size = len(source)
        return source
    try:
        file.size = source.stat().st_size
        most = limits().file_mb
        if file.size > most << 20:
            seen = str(-(-file.size >> 20))  # rounded up
            file.reject(Problem(checks.BIG, seen=seen, more={"expected": str(most)}))
            return None
        return source.read_bytes()
    except OSError as error:
        file.reject(Problem(checks.OPEN, seen=error.strerror or type(error).__name__))
        return None
