"""Rows written exactly as the standard asks, read in bulk by SQL; the others are handed over for repair.

A row passes when it has the right number of cells, each amount is digits with at most one point, each date is a
real YYYYMMDD day, and nothing it needs is empty. Whatever fails is read again, cell by cell, by `repair`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.columns import DECIMALS, INTEGER_DIGITS

if TYPE_CHECKING:
    from data.formats import Column, Format
    from data.framing import Layout

STAGED = {
    "src": "INTEGER", "line_no": "INTEGER", "number": "VARCHAR", "firm_ref": "VARCHAR", "firm_name": "VARCHAR",
    "client_id": "VARCHAR", "law_firm_matter_id": "VARCHAR", "client_matter_id": "VARCHAR", "invoice_date": "DATE",
    "declared_total": "DECIMAL(18,6)", "declared_tax": "DECIMAL(18,6)", "declared_net": "DECIMAL(18,6)",
    "billing_from": "DATE", "billing_to": "DATE", "description": "VARCHAR", "currency": "VARCHAR",
    "item_number": "VARCHAR", "kind": "VARCHAR", "units": "DECIMAL(18,6)", "unit_cost": "DECIMAL(18,6)",
    "adjustment": "DECIMAL(18,6)", "total": "DECIMAL(18,6)", "tax": "DECIMAL(18,6)", "tax_rate": "DECIMAL(18,10)",
    "work_date": "DATE", "task_code": "VARCHAR", "expense_code": "VARCHAR", "activity_code": "VARCHAR",
    "timekeeper_id": "VARCHAR", "timekeeper_name": "VARCHAR", "timekeeper_class": "VARCHAR", "narrative": "VARCHAR",
}  # fmt: skip — one row per line read: the columns of the table `staged`

_BLANKS = "' ' || chr(9) || chr(160)"
_AMOUNT = rf"[+-]?([0-9]{{1,{INTEGER_DIGITS}}}(\.[0-9]{{0,{DECIMALS}}})?|\.[0-9]{{1,{DECIMALS}}})"
_RATE = r"0?\.[0-9]{1,10}|0|0\."


def create_staged() -> str:
    """Return the statement that makes the table of lines read; `ok` says a row needed no repair."""
    columns = ", ".join(f"{name} {kind}" for name, kind in STAGED.items())
    return f"CREATE TABLE staged ({columns}, pointed BOOLEAN, ok BOOLEAN, bill UBIGINT)"


BILL = "hash(src, coalesce(firm_ref, firm_name, ''), upper(number))"
"""What tells the bills of an import apart: file, firm and number."""


def insert_rows(fmt: Format, layout: Layout, source: str) -> str:
    """Return the statement that reads the rows of `source` (src, line_no, line) into `staged`.

    Every line ends with `[]` and a line feed. A row that does not pass is inserted with `ok` false.
    """
    width = len(layout.names)
    used = [column for column in fmt.columns if column.field and column.name in layout.index]
    cells = {place: _cell(place, width, layout) for column in used for place in layout.index[column.name]}
    trimmed = ", ".join(f"trim({cell}, {_BLANKS}) AS c{place}" for place, cell in cells.items())
    values, passes = {}, [f"width = {width + layout.trailing}"]
    for column in used:
        places = layout.index[column.name]
        value, test = _read(column, f"c{places[0]}")
        values[column.field] = value
        passes += [test] if test else []
        passes += [f"c{places[0]} = c{other}" for other in places[1:]]
    passes += _needed(values, layout)
    if fmt.tax_included and "tax" in values:
        tax, rate = (layout.index[name][0] for name in ("LINE_ITEM_TAX_TOTAL", "LINE_ITEM_TAX_TOTAL"))
        if "LINE_ITEM_TAX_RATE" in layout.index:
            rate = layout.index["LINE_ITEM_TAX_RATE"][0]
        passes.append(f"(c{tax} <> '' OR c{rate} IN ('', '0', '0.', '0.0', '0.00'))")
    if "timekeeper_last" in values:
        first = values.pop("timekeeper_first", "NULL")
        last = values.pop("timekeeper_last")
        joined = f"nullif(concat_ws(', ', {last}, {first}), '')"
        values["timekeeper_name"] = f"coalesce({values.get('timekeeper_name', 'NULL')}, {joined})"
    values.pop("timekeeper_first", None)
    values["tax"] = f"coalesce({values.get('tax', 'NULL')}, 0::DECIMAL(18, 6))"
    pointed = " OR ".join(
        f"contains(c{layout.index[column.name][0]}, '.')"
        for column in used
        if column.field in ("total", "units", "unit_cost")
    )
    chosen = ", ".join(f"{values.get(name, 'NULL')} AS {name}" for name in STAGED if name not in ("src", "line_no"))
    return f"""
        INSERT INTO staged BY NAME
        SELECT *, {BILL} AS bill FROM (SELECT src, line_no, {chosen}, {pointed} AS pointed,
            coalesce({" AND ".join(f"({test})" for test in passes)}, false) AS ok
        FROM (
            SELECT src, line_no, width, {trimmed}
            FROM (SELECT src, line_no, f, len(f) AS width FROM (
                SELECT src, line_no, string_split(line, '{layout.separator}') AS f FROM {source}))
        ))
    """  # noqa: S608 — names come from our own declarations, never from a file


def _cell(place: int, width: int, layout: Layout) -> str:
    cell = f"f[{place + 1}]"
    return f"left({cell}, -3)" if place + 1 == width and not layout.trailing else cell


def _read(column: Column, cell: str) -> tuple[str, str]:
    """Return the SQL that reads a cell, and the test that it could be read."""
    if column.kind == "amount":
        value = f"CASE WHEN regexp_full_match({cell}, '{_AMOUNT}') THEN TRY_CAST({cell} AS DECIMAL(18, 6)) END"
        return value, f"{cell} = '' OR regexp_full_match({cell}, '{_AMOUNT}')"
    if column.kind == "rate":
        return f"TRY_CAST({cell} AS DECIMAL(18, 10))", f"{cell} = '' OR regexp_full_match({cell}, '{_RATE}')"
    if column.kind == "date":
        value = f"CAST(try_strptime({cell}, '%Y%m%d') AS DATE)"
        return value, f"{cell} = '' OR (length({cell}) = 8 AND {value} IS NOT NULL)"
    if column.kind == "code":
        return f"nullif(nullif(upper({cell}), ''), 'NULL')", ""
    return f"nullif({cell}, '')", ""


def _needed(values: dict[str, str], layout: Layout) -> list[str]:
    """Return what a row must hold to pass: a number, a date, a total, a known type."""
    del layout
    kind = values.get("kind", "NULL")
    return [
        f"{values['number']} IS NOT NULL",
        f"{values['invoice_date']} IS NOT NULL",
        f"{values['total']} IS NOT NULL",
        f"{kind} IN ('F', 'E', 'IF', 'IE')",
    ]
