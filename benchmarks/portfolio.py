"""A made-up portfolio of any size: LEDES 1998B files and the tables of a department, the same each time.

40 firms, 3,000 matters of 12 types, 1,000 days up to 26 September 2026, bills of 5 to 60 lines. Made by DuckDB: ten
million lines take no Python object each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from data.formats.ledes_1998b import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

FILES: Final = 200
HEADER: Final = "|".join(column.name for column in COLUMNS) + "[]"

# Numbers as if drawn by chance, from what they are drawn for: the same on every machine.
_DRAWN = "CREATE MACRO drawn(seed, place, most) AS (hash(seed, place) % most)::INTEGER"
# One row per bill: as many as it takes to reach the lines asked for, the last one shortened.
_BILLS = """
    CREATE TABLE bills AS
    WITH sized AS (
        SELECT bill, 5 + drawn('size', bill, 56) AS size, sum(size) OVER (ORDER BY bill) AS until
        FROM (SELECT unnest(range(1, $lines // 5 + 2)) AS bill)
    )
    SELECT bill, least(size, $lines - until + size)::BIGINT AS size,
        ((until - size) * $files // $lines)::INTEGER AS file,
        DATE '2024-01-01' + drawn('day', bill, 1000) AS day, format('F{:03d}', drawn('firm', bill, 40)) AS firm,
        format('M{:05d}', drawn('matter', bill, 3000)) AS matter
    FROM sized WHERE until - size < $lines
"""
_LINES = """
    CREATE TABLE lines AS
    SELECT b.*, item, 1 + drawn('units', bill * 100 + item, 80) AS tenths,
        [150, 220, 310, 450, 600][1 + drawn('rate', bill * 100 + item, 5)] AS rate,
        drawn('kind', bill * 100 + item, 10) > 0 AS fee, drawn('person', bill * 100 + item, 30) AS person,
        day - 1 - drawn('work', bill * 100 + item, 40) AS work_day,
        (tenths * rate / 10)::DECIMAL(12, 2) AS total
    FROM bills AS b, unnest(range(1, b.size + 1)) AS items (item)
"""
_TEXT = """
    SELECT concat_ws('|', strftime(day, '%Y%m%d'), bill, 'C1', matter || 'x',
        sum(total) OVER (PARTITION BY bill), strftime(day - 45, '%Y%m%d'), strftime(day, '%Y%m%d'), 'Honoraires', item,
        CASE WHEN fee THEN 'F' ELSE 'E' END, (tenths / 10)::DECIMAL(6, 1), '0', total, strftime(work_day, '%Y%m%d'),
        CASE WHEN fee THEN 'L120' ELSE '' END, CASE WHEN fee THEN '' ELSE 'E110' END,
        CASE WHEN fee THEN 'A103' ELSE '' END, CASE WHEN fee THEN firm || '-' || person ELSE '' END,
        'Analyse des pièces et projet de conclusions n° ' || item || ', dossier ' || matter, firm, rate,
        CASE WHEN fee THEN 'Martin, Claire' ELSE '' END, CASE WHEN fee THEN 'AS' ELSE '' END, matter || '[]') AS line
    FROM lines WHERE file = {file} ORDER BY bill, item
"""
_TABLES: Final = {
    "firms": """SELECT format('F{{:03d}}', i) AS firm_id, 'Cabinet ' || i AS name, 'law_firm' AS kind
        FROM range(40) AS t (i)""",
    "matters": """SELECT format('M{{:05d}}', i) AS matter_id, 'Dossier ' || i AS name, 'Type ' || i % 12 AS matter_type,
        'Société ' || i % 5 AS entity, ['FR', 'DE', 'GB'][1 + i % 3] AS jurisdiction,
        CASE WHEN i % 4 = 0 THEN DATE '2025-01-01' + (i // 5)::INTEGER END AS closed_on FROM range(3000) AS t (i)""",
    "panel": """SELECT format('F{{:03d}}', i) AS firm_id, 'Type ' || t AS matter_type, DATE '2024-01-01' AS valid_from,
        CASE WHEN i % 5 = 0 THEN DATE '2025-12-31' END AS valid_to
        FROM range(40) AS f (i), range(12) AS m (t) WHERE (i + t) % 3 > 0""",
    "budgets": """SELECT format('M{{:05d}}', i) AS matter_id, {lines} * (700 + (i * 7919) % 1400) // 3000 AS amount,
        DATE '2024-01-02' + (version * 300)::INTEGER AS approved_on FROM range(2400) AS t (i), range(2) AS v (version)
        WHERE version = 0 OR i % 5 = 0""",
    "invoices": """SELECT format('F{{:03d}}', i % 40) AS firm_id, 'P' || i AS invoice_number,
        DATE '2024-01-01' + (i % 1000)::INTEGER AS invoice_date, 1000 + i AS net_amount,
        format('M{{:05d}}', i) AS matter_id,
        ['pdf', 'paper', 'portal', 'factur_x'][1 + i % 4] AS channel FROM range(2000) AS t (i)""",
}  # fmt: skip — small tables, the same for every size


def write(folder: Path, lines: int) -> None:
    """Write the tables of the department, and so many lines in 200 files."""
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute(_DRAWN)
    con.execute(_BILLS, {"lines": lines, "files": FILES})
    con.execute(_LINES)
    plain = "(FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01')"
    for file in range(FILES):
        body = folder / f"{file:03d}.txt"
        con.execute(f"COPY ({_TEXT.format(file=file)}) TO '{body}' {plain}")
        text = body.read_bytes()
        body.write_bytes(f"LEDES1998B[]\n{HEADER}\n".encode() + text)
    for name, query in _TABLES.items():
        con.execute(f"COPY ({query.format(lines=lines)}) TO '{folder / name}.csv' (FORMAT csv, HEADER)")
    con.close()
