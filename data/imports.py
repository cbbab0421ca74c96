"""Imports: files come in whole or not at all, twice is once, and what came in can be taken back."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from data import checks, damage
from data.checking import check_against_store
from data.formats import formats
from data.mapping.saved import keep_with, mappings_of
from data.opening import FileRead
from data.progress import Step
from data.reading import Reading
from data.report import FileReport, ImportReport, InvoiceRead, ProblemTold, told
from data.role import Purpose
from data.store import (
    REFERENCE_TABLES,
    REVIEW_TABLES,
    EmptyStoreError,
    Store,
    StoreError,
    next_number,
    rebuild,
    sql,
    unwritable,
)
from data.witness import note
from kpi.model import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from data.problem import Problem

Source = tuple[str, Path | bytes]
A_PAGE = 2048
"""Invoices fetched together: an import of many years holds hundreds of thousands."""
SHOWN_PER_KIND = 200
"""A report shows this many problems of one kind and one file, then says how many more there are."""


def sources(paths: Sequence[Path]) -> list[Source]:
    """Return the files of paths and folders, in a stable order; hidden files are left alone.

    Raises:
        FileNotFoundError: one of the paths does not exist.
    """
    found: list[Source] = []
    for path in paths:
        if not path.exists():
            raise FileNotFoundError(str(path))
        inside = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        found += [(str(p), p) for p in inside if not p.name.startswith((".", "~$"))]
    return found


def import_files(  # noqa: PLR0913 — what to import, and how to say it
    store: Store,
    files: Iterable[Source],
    *,
    currency: str = "EUR",
    lang: Lang = "fr",
    origin: str = "command line",
    tick: Callable[[Step], None] = lambda _: None,
    mapping: str | None = None,
) -> ImportReport:
    """Read files outside the lock, then store them in one short transaction.

    `mapping` names the saved mapping that every table among them is read with; without it, each is recognised.
    """
    mappings, existed = mappings_of(store, mapping), store.exists
    try:
        with Reading(currency, _scratch(store), mappings) as reading:
            reading.read(list(files), _known(store), tick)
            if not any(file.status != "already imported" for file in reading.files):
                return _report(reading, None, lang, {})
            if existed and not store.exists:
                raise StoreError(damage.gone(store.path))
            invoices = reading.meanwhile(partial(_invoices, reading.con.cursor(), reading))
            with store.writing(reading.con, derive=False) as con:
                batch = write(con, reading, origin)
            return _report(reading, batch, lang, invoices.result())
    except (OSError, duckdb.IOException) as error:  # no room, or no right, to lay files out beside the store
        raise unwritable(store.path, error) from error


def check_files(  # noqa: PLR0913 — as above
    store: Store,
    files: Iterable[Source],
    *,
    currency: str = "EUR",
    lang: Lang = "fr",
    tick: Callable[[Step], None] = lambda _: None,
    mapping: str | None = None,
) -> ImportReport:
    """Read files and report as an import would; nothing is stored."""
    with Reading(currency, mappings=mappings_of(store, mapping)) as reading:
        reading.read(list(files), _known(store), tick)
        con = reading.con
        con.execute("ATTACH ':memory:' AS known; USE known")
        con.execute(sql("schema.sql"))
        for name, rows in _kept(store, con).items():
            con.register("kept_rows", rows)
            con.execute(f"INSERT INTO {name} FROM kept_rows")
            con.unregister("kept_rows")
        for file in reading.files:
            _write_tables(con, file, file.src)
        for src, problem in check_against_store(_view(con), "known"):
            reading.files[src].problems.append(problem)
        con.execute("USE memory")
        return _report(reading, None, lang, _invoices(con, reading))


def undo(store: Store, batch: int, file: int | None = None) -> list[str]:
    """Take one import (or one file of it) back, whole; return the names of its files.

    Raises:
        NotAllowedError: it brought more than what reviews write, and it is not for this role to take it back.
        StoreError: there is no such import, or it was taken back already.
    """
    with store.writing(derive=False, purpose=Purpose.REVIEW) as con:
        chosen = con.execute(
            "SELECT file_id, name, sha256, format FROM files WHERE batch_id = ? ORDER BY file_id", [batch]
        ).fetchall()
        if file is not None:
            chosen = chosen[file - 1 : file] if file > 0 else []
        if not chosen:
            raise StoreError(
                Text(
                    f"Il n'y a pas d'import {batch} à annuler. «\u00a0imports\u00a0» en donne la liste.",
                    f"There is no import {batch} to undo. “imports” lists them.",
                )
            )
        if any(row[3] not in REVIEW_TABLES for row in chosen):
            store.allow(Purpose.DATA)
        ids = [row[0] for row in chosen]
        for_figures = {f"ref_{name}" for name in REFERENCE_TABLES if name not in REVIEW_TABLES} | {"lines", "bills"}
        others = (
            "bill_parts",
            "problems",
            "set_aside",
            "mapped_files",
            "files",
            *(f"ref_{name}" for name in REVIEW_TABLES),
        )
        gone = {
            table: con.execute(f"DELETE FROM {table} WHERE list_contains(?, file_id)", [ids]).fetchall()[0][0]
            for table in (*for_figures, *others)
        }
        con.execute("DELETE FROM originals WHERE sha256 NOT IN (SELECT sha256 FROM files)")
        if not con.execute("SELECT count(*) FROM files WHERE batch_id = ?", [batch]).fetchall()[0][0]:
            con.execute("UPDATE batches SET undone_at = now() WHERE batch_id = ?", [batch])
        note(con, "undo", batch, [row[2] for row in chosen])
        if any(gone[table] for table in for_figures):
            rebuild(con)
    return [row[1] for row in chosen]


def _scratch(store: Store) -> Path | None:
    """Stage beside the store when its folder exists: same disk, same privacy."""
    return store.path.parent if store.path.parent.is_dir() else None


def _known(store: Store) -> frozenset[str]:
    try:
        with store.reading() as reader:
            return frozenset(row["sha256"] for row in reader.rows("SELECT sha256 FROM files WHERE status = 'imported'"))
    except EmptyStoreError:
        return frozenset()


def _kept(store: Store, con: duckdb.DuckDBPyConnection) -> dict[str, pa.Table]:
    """Return the tables of the store that a file is checked against, of its lines those of the same numbers."""
    tables = ("bills", "files", "ref_firms", "ref_firm_aliases", "ref_matters", "ref_matter_aliases")
    numbers = [row[0] for row in con.execute("SELECT DISTINCT normal_number FROM memory.main.staged_bills").fetchall()]
    again = """SELECT l.* FROM lines AS l JOIN bills AS b ON b.bill_id = l.bill_id
        WHERE list_contains($1, b.normal_number)"""
    try:
        with store.reading() as reader:
            found = {name: reader.con.table(name).to_arrow_table() for name in tables}
            return found | {"lines": reader.con.sql(again, params=[numbers]).to_arrow_table()}
    except EmptyStoreError:
        return {}


def write(con: duckdb.DuckDBPyConnection, reading: Reading, origin: str) -> int | None:
    """Store what was read, inside the caller's transaction, and rebuild what figures read if any of it is for them."""
    known = {row[0] for row in con.execute("SELECT sha256 FROM files WHERE status = 'imported'").fetchall()}
    for file in reading.files:
        if file.sha256 in known:
            file.status = "already imported"
    new = [file for file in reading.files if file.status != "already imported"]
    if not new:
        return None  # another program brought them in meanwhile
    batch = next_number(con, "batches", "batch_id")
    con.execute("INSERT INTO batches VALUES (?, ?, ?, NULL)", [batch, dt.datetime.now(dt.UTC), origin])
    note(con, "import", batch)
    first = next_number(con, "files", "file_id")
    ids = {file.src: first + place for place, file in enumerate(new)}
    con.execute("CREATE TEMP TABLE new_files (src INTEGER, file_id INTEGER, channel VARCHAR, currency VARCHAR)")
    channels = {fmt.name: fmt.channel for fmt in formats()}
    for file in new:
        _write_tables(con, file, ids[file.src])
    for src, problem in check_against_store(_view(con), "store"):
        if src in ids:
            reading.files[src].problems.append(problem)
    _write_files(con, new, ids, batch)
    rows = [
        (file.src, ids[file.src], channels.get(file.format), reading.currency)
        for file in new
        if file.status == "imported"
    ]
    _append(con, "temp.new_files", rows)
    con.execute(
        """INSERT INTO originals SELECT f.sha256, k.part, k.size, k.bytes FROM memory.kept AS k
        JOIN (SELECT unnest($1) AS src, unnest($2) AS sha256) AS f ON f.src = k.src
        WHERE f.sha256 NOT IN (SELECT sha256 FROM originals)""",
        [[f.src for f in new], [f.sha256 for f in new]],
    )
    con.execute(_NUMBER_BILLS, [next_number(con, "bills", "bill_id")])
    con.execute(_WRITE_BILLS)
    con.execute(_WRITE_LINES)
    con.execute(_WRITE_PARTS)
    con.execute("DROP TABLE temp.new_files")
    con.execute("DROP TABLE temp.new_bills")
    if any(file.status == "imported" and not _for_reviews(file) for file in new):
        rebuild(con)
    return batch


def _for_reviews(file: FileRead) -> bool:
    """Say whether a file holds nothing that a figure reads."""
    return bool(file.tables) and all(name in REVIEW_TABLES for name, _ in file.tables)


def _view(con: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Let the checks find the staged tables by their plain names while the store is in use."""
    for name in ("staged", "staged_bills", "staged_files"):
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM memory.main.{name}")
    return con


def _write_files(con: duckdb.DuckDBPyConnection, new: list[FileRead], ids: dict[int, int], batch: int) -> None:
    """Write what each file is, what is told of it, and its lines set aside."""
    rows: list[tuple[Any, ...]] = []
    problems: list[tuple[Any, ...]] = []
    aside: list[tuple[Any, ...]] = []
    for file in new:
        file_id, left_out = ids[file.src], len(file.set_aside)
        imported = 0 if file.status == "rejected" else file.lines_read - left_out
        rows.append(
            (
                file_id, batch, file.name, file.sha256, file.size, file.format, file.status, file.encoding,
                file.currency, file.lines_read, imported, left_out, file.lines_ignored,
            )
        )  # fmt: skip
        if file.mapping:
            keep_with(con, file_id, file.mapping)
        told_of, set_aside = file.told()
        problems += [
            (file_id, p.kind.code, p.kind.level, p.line, p.column, _sayable(p.seen), _more(p)) for p in told_of
        ]
        aside += [
            (
                file_id, a.line_no, a.problem.kind.code, a.problem.column, _sayable(a.problem.seen),
                _more(a.problem), _sayable(a.original),
            )
            for a in set_aside
        ]  # fmt: skip
    _append(con, "files", rows)
    _append(con, "problems", problems)
    _append(con, "set_aside", aside)


def _more(problem: Problem) -> str:
    return _sayable(json.dumps(dict(problem.more), ensure_ascii=False))


def _sayable(text: str) -> str:
    """Return text that the store can hold: a lone surrogate becomes a visible mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _append(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    """Append rows, whose cells are in the order of the table's columns."""
    if rows:
        names = [row[0] for row in con.execute(f"DESCRIBE {table}").fetchall()]
        con.register("new_rows", pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))))
        con.execute(f"INSERT INTO {table} BY NAME FROM new_rows")
        con.unregister("new_rows")


def _write_tables(con: duckdb.DuckDBPyConnection, file: FileRead, file_id: int) -> None:
    if file.status != "imported":
        return
    for name, rows in file.tables:
        columns = [row[0] for row in con.execute(f"DESCRIBE ref_{name}").fetchall()] if rows else []
        own = ({"file_id": file_id, "extra": json.dumps(row["extra"], ensure_ascii=False)} for row in rows)
        found = [{**row, **said} for row, said in zip(rows, own, strict=True)]
        _append(con, f"ref_{name}", [[row.get(column) for column in columns] for row in found])


def _invoices(con: duckdb.DuckDBPyConnection, reading: Reading) -> dict[int, list[InvoiceRead]]:
    """Return the invoices found in each file, by its place in the import. What is equal is one object."""
    amount, one = cache(Decimal), cache(_itself)
    invoices: defaultdict[int, list[InvoiceRead]] = defaultdict(list)
    con.execute(_FOUND, [reading.currency])
    while found := con.fetchmany(A_PAGE):
        for src, firm, number, date, currency, lines, net, tax, gross, declared, matters in found:
            sums = amount(net), amount(tax), amount(gross), None if declared is None else amount(declared)
            known = one(tuple(matter for matter in matters if matter is not None))
            invoices[src].append(InvoiceRead(one(firm), number, one(date), one(currency), lines, *sums, known))
    return invoices


def _itself(value: Any) -> Any:  # noqa: ANN401 — any value that does not change
    return value


def _report(reading: Reading, batch: int | None, lang: Lang, invoices: Mapping[int, list[InvoiceRead]]) -> ImportReport:
    found = (_file_report(file, invoices.get(file.src, []), lang) for file in reading.files)
    return ImportReport(batch=batch, files=tuple(found))


def _file_report(file: FileRead, invoices: list[InvoiceRead], lang: Lang) -> FileReport:
    counted = file.status == "imported"
    aside = len(file.set_aside)
    told_of, set_aside = file.told()
    problems = [*told_of, *(one.problem for one in set_aside)]
    return FileReport(
        path=file.name,
        sha256=file.sha256,
        format=file.format,
        status=file.status,  # type: ignore[arg-type]
        lines_read=file.lines_read,
        lines_imported=file.lines_read - aside if counted else 0,
        lines_set_aside=aside,
        lines_ignored=file.lines_ignored,
        invoices=tuple(invoices) if counted else (),
        problems=tuple(_shown(problems, lang)),
        originals={aside.line_no: _sayable(aside.original) for aside in file.set_aside},
    )


def _shown(problems: list[Any], lang: Lang) -> Iterable[ProblemTold]:
    """Yield problems in words, those that need a hand first, no more than a screenful of each kind."""
    order = ("reject", "error", "warning", "info")
    counts: dict[str, int] = {}
    for problem in sorted(problems, key=lambda p: (order.index(p.kind.level), p.line)):
        counts[problem.kind.code] = counts.get(problem.kind.code, 0) + 1
        if counts[problem.kind.code] <= SHOWN_PER_KIND or problem.kind.level == "error":
            yield told(problem, lang)
    for code, n in counts.items():
        if n > SHOWN_PER_KIND and checks.KINDS.get(code) and checks.KINDS[code].level != "error":
            kind = checks.KINDS[code]
            text = Text(f"{n - SHOWN_PER_KIND} autres problèmes {code}.", f"{n - SHOWN_PER_KIND} more {code} problems.")
            yield ProblemTold(
                code=code, level=kind.level, line=0, column="", seen="", message=text(lang), remedy=kind.remedy(lang)
            )


_SHOWN = """CASE WHEN {0} = round({0}, 2) THEN CAST(CAST({0} AS DECIMAL(38, 2)) AS VARCHAR)
            ELSE rtrim(CAST({0} AS VARCHAR), '0') END"""
# Amounts with at least two decimals and no useless zeros: 1684.45, 1250.00, 0.125.
_FOUND = f"""
    SELECT src, coalesce(firm_ref, firm_name), number, invoice_date, coalesce(currency, $1), line_count,
        {_SHOWN.format("net")}, {_SHOWN.format("tax")}, {_SHOWN.format("(net + tax)")},
        {_SHOWN.format("declared_total")}, list_sort(matters)
    FROM memory.main.staged_bills ORDER BY src, first_line
"""
_NUMBER_BILLS = """
    CREATE TEMP TABLE new_bills AS
        SELECT b.bill, f.file_id, f.channel, f.currency AS default_currency,
            $1 + row_number() OVER (ORDER BY f.file_id, b.first_line, b.number) - 1 AS bill_id
        FROM memory.main.staged_bills AS b JOIN temp.new_files AS f ON f.src = b.src
"""
_WRITE_BILLS = """
    INSERT INTO bills BY NAME
        SELECT n.bill_id, n.file_id, b.firm_ref, b.firm_name, b.number, b.normal_number, b.invoice_date,
            b.billing_from, b.billing_to, b.description, b.client_id,
            coalesce(b.currency, n.default_currency) AS currency, b.currency IS NOT NULL AS currency_given, n.channel,
            b.declared_total, b.declared_tax, b.declared_net, b.line_count, b.net, b.tax, b.first_line, b.kind,
            b.type_code, b.due_on, b.prepaid, b.corrects, b.firm_ids
        FROM memory.main.staged_bills AS b JOIN temp.new_bills AS n ON n.bill = b.bill
"""
_WRITE_LINES = """
    INSERT INTO lines BY NAME
        SELECT n.bill_id, n.file_id, s.line_no, s.kind, s.work_date, s.units, s.unit_cost, s.adjustment,
            CAST(s.total - s.tax AS DECIMAL(18, 6)) AS net, s.tax, s.client_matter_id, s.law_firm_matter_id,
            s.timekeeper_id, s.timekeeper_name, s.timekeeper_class, s.task_code, s.activity_code, s.expense_code,
            s.item_number, s.narrative
        FROM memory.main.staged AS s JOIN temp.new_bills AS n ON n.bill = s.bill WHERE s.kind <> 'T'
"""
_WRITE_PARTS = """
    INSERT INTO bill_parts BY NAME
        SELECT n.bill_id, n.file_id, s.client_matter_id, s.law_firm_matter_id,
            CASE WHEN s.kind IN ('F', 'IF') THEN 'fees' WHEN s.kind = 'T' THEN 'whole' ELSE 'expenses' END AS nature,
            count(*) FILTER (s.kind <> 'T') AS line_count,
            sum(s.total - s.tax) AS net, sum(round(s.total - s.tax, 2)) AS net_cents,
            min(s.work_date) FILTER (s.kind = 'F') AS first_fee_date
        FROM memory.main.staged AS s JOIN temp.new_bills AS n ON n.bill = s.bill GROUP BY ALL
"""
