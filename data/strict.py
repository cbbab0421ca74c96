"""Rows written exactly as the standard asks, read in bulk by SQL; the others are handed over for repair.

A row passes when it has the right number of cells, each amount is digits with at most one point, each date is a
real YYYYMMDD day, and nothing it needs is empty. Whatever fails is read again, cell by cell, by `repair`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import DECIMALS, INTEGER_DIGITS

if TYPE_CHECKING:
    from data.formats import Column, TextFormat
    from data.framing import Layout

STAGED = {
    "src": "INTEGER",
    "line_no": "INTEGER",
    "number": "VARCHAR",
    "firm_ref": "VARCHAR",
    "firm_name": "VARCHAR",
    "client_id": "VARCHAR",
    "law_firm_matter_id": "VARCHAR",
    "client_matter_id": "VARCHAR",
    "invoice_date": "DATE",
    "declared_total": "DECIMAL(18,6)",
    "declared_tax": "DECIMAL(18,6)",
    "declared_net": "DECIMAL(18,6)",
    "billing_from": "DATE",
    "billing_to": "DATE",
    "description": "VARCHAR",
    "currency": "VARCHAR",
    "item_number": "VARCHAR",
    "kind": "VARCHAR",
    "units": "DECIMAL(18,6)",
    "unit_cost": "DECIMAL(18,6)",
    "adjustment": "DECIMAL(18,6)",
    "total": "DECIMAL(18,6)",
    "tax": "DECIMAL(18,6)",
    "tax_rate": "DECIMAL(18,10)",
    "work_date": "DATE",
    "task_code": "VARCHAR",
    "expense_code": "VARCHAR",
    "activity_code": "VARCHAR",
    "timekeeper_id": "VARCHAR",
    "timekeeper_name": "VARCHAR",
    "timekeeper_class": "VARCHAR",
    "narrative": "VARCHAR",
}  # fmt: skip — one row per line read: the columns of the table `staged`

_BLANKS = "' ' || chr(9) || chr(160)"
_AMOUNT = rf"[+-]?([0-9]{{1,{INTEGER_DIGITS}}}(\.[0-9]{{0,{DECIMALS}}})?|\.[0-9]{{1,{DECIMALS}}})"
_RATE = r"0?\.[0-9]{1,10}|0|0\."


def create_staged() -> str:
    """Return the statement that makes the table of lines read; `ok` says a row needed no repair."""
    columns = ", ".join(f"{name} {kind}" for name, kind in STAGED.items())
    return f"CREATE TABLE staged ({columns}, pointed BOOLEAN, ok BOOLEAN, bill UBIGINT)"


BILL = "hash(src, coalesce(firm_ref, firm_name, ''), number)"
"""What tells the bills of an import apart: file, firm and number."""


def insert_rows(fmt: TextFormat, layout: Layout, source: str, *, padded: bool) -> str:
    """Return the statement that reads the rows of `source` (src, line_no, line) into `staged`.

    Every line ends with `[]` and a line feed. A row that does not pass is inserted with `ok` false. `padded` says that
    some cells have blanks around them, or line breaks inside: to trim every cell of every line
    costs a quarter of the reading.
    """
    used = [column for column in fmt.columns if column.field and column.name in layout.index]
    places = sorted({place for column in used for place in layout.index[column.name]})
    cells = ", ".join(f"{_cell(place, layout, padded=padded)} AS c{place}" for place in places)
    read = {column.field: _read(column, f"c{layout.index[column.name][0]}") for column in used}
    values = ", ".join(f"{value} AS v_{name}" for name, value in read.items())
    tests = [f"width = {len(layout.names) + layout.trailing}", *_needed(layout)]
    for column in used:
        first, *others = layout.index[column.name]
        if column.kind in ("amount", "rate", "date"):
            tests.append(f"v_{column.field} IS NOT NULL OR c{first} = ''")
        if column.field == "currency":
            tests.append("v_currency IS NULL OR regexp_full_match(v_currency, '[A-Z]{3}')")
        tests += [f"c{first} = c{other}" for other in others]
    if "tax" in read and "tax_rate" in read:
        tests.append(f"c{layout.index['LINE_ITEM_TAX_TOTAL'][0]} <> '' OR coalesce(v_tax_rate, 0) = 0")
    chosen = {name: f"v_{name}" for name in STAGED if name in read}
    chosen["tax"] = f"coalesce({chosen.get('tax', 'NULL')}, 0::DECIMAL(18, 6))"
    if names := [f"v_{name}" for name in ("timekeeper_last", "timekeeper_first") if name in read]:
        full = f"nullif(concat_ws(', ', {', '.join(names)}), '')"
        chosen["timekeeper_name"] = f"coalesce({chosen.get('timekeeper_name', 'NULL')}, {full})"
    shown = ", ".join(f"{value} AS {name}" for name, value in chosen.items())
    pointed = [f"contains(c{layout.index[c.name][0]}, '.')" for c in used if c.field in ("total", "units", "unit_cost")]
    firm = ", ".join(chosen[name] for name in ("firm_ref", "firm_name") if name in chosen)
    return f"""
        INSERT INTO staged BY NAME
        SELECT src, line_no, {shown}, {" OR ".join(pointed)} AS pointed,
            coalesce({" AND ".join(f"({test})" for test in tests)}, false) AS ok,
            hash(src, coalesce({firm + ", " if firm else ""}''), v_number) AS bill
        FROM (
            SELECT *, {values} FROM (
                SELECT src, line_no, width, {cells} FROM (
                    SELECT src, line_no, f, len(f) AS width FROM (
                        SELECT src, line_no, string_split(line, '{layout.separator}') AS f FROM {source})))
        )
    """


def _cell(place: int, layout: Layout, *, padded: bool) -> str:
    cell = f"f[{place + 1}]"
    cell = f"left({cell}, -3)" if place + 1 == len(layout.names) and not layout.trailing else cell
    return f"trim(replace({cell}, chr(10), ' '), {_BLANKS})" if padded else cell


def _read(column: Column, cell: str) -> str:
    """Return the SQL that reads a cell; NULL when it cannot be read as it should be written."""
    if column.kind == "amount":
        return f"CASE WHEN regexp_full_match({cell}, '{_AMOUNT}') THEN TRY_CAST({cell} AS DECIMAL(18, 6)) END"
    if column.kind == "rate":
        return f"CASE WHEN regexp_full_match({cell}, '{_RATE}') THEN TRY_CAST({cell} AS DECIMAL(18, 10)) END"
    if column.kind == "date":
        return f"CASE WHEN length({cell}) = 8 THEN CAST(try_strptime({cell}, '%Y%m%d') AS DATE) END"
    if column.kind == "code":
        return f"nullif(nullif(upper({cell}), ''), 'NULL')"
    return f"nullif({cell}, '')"


def _needed(layout: Layout) -> list[str]:
    """Return what a row must hold to pass: a number, a date, a total, a known type."""
    kind = "v_kind IN ('F', 'E', 'IF', 'IE')" if "EXP/FEE/INV_ADJ_TYPE" in layout.index else "false"
    return ["v_number IS NOT NULL", "v_invoice_date IS NOT NULL", "v_total IS NOT NULL", kind]
