"""Puts the invoices of XML and PDF files where those of text files are: one staged row a line, one head a document."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from data.strict import BILL, STAGED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from data.apart.quarantine import Found

HEADS = {
    "kind": "VARCHAR",
    "type_code": "VARCHAR",
    "due_on": "DATE",
    "prepaid": "DECIMAL(18,6)",
    "withheld": "DECIMAL(18,6)",
    "corrects": "VARCHAR[]",
    "firm_ids": "VARCHAR[]",
    "staffed": "BOOLEAN",
}
"""What a document says of itself that no line of text does: the columns of the table `staged_heads`, after `bill`."""
KEPT = {"src": "INTEGER", "part": "INTEGER", "size": "BIGINT", "bytes": "BLOB"}
"""The parts of an original: the columns of the table `kept`."""
_FOR_LINES = frozenset({"declared_total", "declared_tax", "declared_net", "number", "firm_ref", "firm_name",
    "client_id", "invoice_date", "billing_from", "billing_to", "description", "currency"})  # fmt: skip
"""What every line of a document repeats."""
_NAMING = ("number", "firm_ref", "firm_name")
_PLAIN = {"INTEGER": pa.int32(), "VARCHAR": pa.string(), "DATE": pa.date32(), "BOOLEAN": pa.bool_(),
          "VARCHAR[]": pa.list_(pa.string())}  # fmt: skip


def create_heads() -> str:
    """Return the statement that makes the table of documents that speak for themselves."""
    return f"CREATE TABLE staged_heads (bill UBIGINT, {', '.join(f'{name} {kind}' for name, kind in HEADS.items())})"


def create_kept() -> str:
    """Return the statement that makes the table of the originals' compressed parts."""
    return f"CREATE TABLE kept ({', '.join(f'{name} {kind}' for name, kind in KEPT.items())})"


def keep(con: duckdb.DuckDBPyConnection, parts: Sequence[tuple[int, int, int, bytes]]) -> None:
    """Keep compressed parts of files: the file (its place in the import), the part's number, its size, its bytes."""
    if parts:
        columns = zip(*parts, strict=True)
        con.register("parts", pa.table(dict(zip(KEPT, map(list, columns), strict=True))))
        con.execute("INSERT INTO kept FROM parts")
        con.unregister("parts")


def stage(con: duckdb.DuckDBPyConnection, found: Sequence[tuple[int, Found]]) -> None:
    """Stage what was found in files, each with its place in the import."""
    lines, heads = [], []
    for src, one in found:
        for line in one.lines:
            said = one.heads[line["head"]]
            amounts = {"total": str(Decimal(line["net"]) + Decimal(line["tax"])), "src": src}
            lines.append({**{name: cell for name, cell in said.items() if name in _FOR_LINES}, **line, **amounts})
        heads += [{"src": src, **head} for head in one.heads]
    insert_lines(con, lines)
    if heads:
        naming = {"src": "INTEGER", **dict.fromkeys(_NAMING, "VARCHAR")}
        con.register("said", _table(heads, naming | HEADS))
        con.execute(f"INSERT INTO staged_heads SELECT {BILL} AS bill, {', '.join(HEADS)} FROM said")
        con.unregister("said")


def insert_lines(con: duckdb.DuckDBPyConnection, lines: Sequence[dict[str, Any]]) -> None:
    """Insert lines read one by one into `staged`."""
    if lines:
        con.register("mended", _table(lines, STAGED))
        con.execute(f"INSERT INTO staged BY NAME SELECT *, false AS pointed, true AS ok, {BILL} AS bill FROM mended")
        con.unregister("mended")


def _table(rows: Sequence[dict[str, Any]], columns: dict[str, str]) -> pa.Table:
    return pa.table({name: pa.array(_column(rows, name, kind), _arrow(kind)) for name, kind in columns.items()})


def _column(rows: Sequence[dict[str, Any]], name: str, kind: str) -> list[Any]:
    cells = [row.get(name) for row in rows]
    return cells if kind == "VARCHAR" else [_cell(cell, kind) for cell in cells]


def _arrow(kind: str) -> Any:  # noqa: ANN401 — pyarrow ships no types
    return _PLAIN.get(kind) or pa.decimal128(18, int(kind.rstrip(")").split(",")[1]))


def _cell(cell: Any, kind: str) -> Any:  # noqa: ANN401 — a value of any type, or the text that says it
    """Return a cell as its column wants it, where it comes as text."""
    if not isinstance(cell, str):
        return cell
    if kind == "DATE":
        return dt.date.fromisoformat(cell)
    return int(cell) if kind == "INTEGER" else Decimal(cell)
