"""What a file just read brings again: invoices that the store, or the same import, already has from other papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import checks
from data.formats import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from data.problem import Kind

    Met = tuple[int, Kind, int, object, dict[str, object]]
    """The file (its place in the import), the kind of problem, the line, what is seen, what fills the words."""

_CELLS = """hash(kind, work_date, units, unit_cost, {net}::DECIMAL(18, 6), tax, client_matter_id, law_firm_matter_id,
    timekeeper_id, timekeeper_name, task_code, activity_code, expense_code, narrative)"""
# Every document of the store and of the import, its firm resolved, its channel; `src` is -1 for those of the store.
_EVERY = """
    CREATE OR REPLACE TEMP TABLE every_bill AS
    SELECT -1 AS src, k.bill_id::UBIGINT AS bill, 0 AS line, c.firm, trim(k.number) AS number, k.normal_number,
        k.invoice_date, k.net, k.tax, k.channel, f.name
    FROM {store}.bills AS k JOIN called_before AS c ON c.bill = k.bill_id
    JOIN {store}.files AS f ON f.file_id = k.file_id
    WHERE k.normal_number IN (SELECT normal_number FROM staged_bills)
    UNION ALL
    SELECT s.src, s.bill, s.first_line, c.firm, trim(s.number), s.normal_number, s.invoice_date, s.net, s.tax,
        m.channel, n.name
    FROM staged_bills AS s JOIN called AS c USING (bill) JOIN staged_files AS n ON n.src = s.src
    LEFT JOIN (SELECT unnest($1) AS format, unnest($2) AS channel) AS m ON m.format = n.format
"""
_MET = """
    CREATE OR REPLACE TEMP TABLE met AS
    SELECT b.*, k.bill AS other, k.src AS other_src, k.number AS other_number, k.name AS other_name,
        k.net AS other_net, k.channel IS DISTINCT FROM b.channel AS other_kind,
        (k.channel IN ('factur_x', 'ubl', 'cii')) IS DISTINCT FROM (b.channel IN ('factur_x', 'ubl', 'cii'))
            AS crossed,
        k.invoice_date = b.invoice_date AS same_day, k.net = b.net AS same_net,
        k.net = b.net AND k.tax = b.tax AS same_sums
    FROM every_bill AS b JOIN every_bill AS k ON k.firm IS NOT DISTINCT FROM b.firm
        AND k.normal_number = b.normal_number AND (k.src, k.bill) <> (b.src, b.bill)
    WHERE b.src >= 0 AND (k.src < b.src OR k.number <> b.number)
"""
_SAID = """
    WITH prints AS (
        SELECT s.src, s.bill, sum({staged}) AS print FROM staged AS s WHERE s.kind <> 'T'
            AND s.bill IN (SELECT bill FROM met UNION SELECT other FROM met WHERE other_src >= 0) GROUP BY ALL
        UNION ALL SELECT -1, l.bill_id, sum({kept}) FROM {store}.lines AS l
        WHERE l.bill_id IN (SELECT other FROM met WHERE other_src = -1) GROUP BY ALL
    ), said AS (
        SELECT m.*, CASE
            WHEN other_number <> number AND NOT coalesce(CASE WHEN crossed THEN same_day OR same_net
                ELSE same_day AND same_net END, false) THEN 'DUPS'
            WHEN other_kind AND other_src < m.src AND abs(net - other_net) > 0.01 THEN 'PAIRN'
            WHEN other_kind AND other_src < m.src THEN 'PAIR'
            WHEN other_kind THEN NULL
            WHEN other_number <> number THEN 'SAME'
            WHEN same_sums AND same_day AND p.print IS NOT DISTINCT FROM o.print THEN 'COPY' ELSE 'DUPI' END AS code
        FROM met AS m LEFT JOIN prints AS p ON p.src = m.src AND p.bill = m.bill
        LEFT JOIN prints AS o ON o.src = m.other_src AND o.bill = m.other
    )
    SELECT code, src, line, number, arg_max(other_name, (other_src, other)), string_agg(DISTINCT other_number, ', '),
        any_value(net), arg_max(other_net, (other_src, other))
    FROM said WHERE code IS NOT NULL GROUP BY code, src, line, number ORDER BY ALL
"""


def arriving(con: duckdb.DuckDBPyConnection, store: str) -> Iterator[Met]:
    """Yield what is to be told of each invoice that comes again; `called` and `called_before` name the firms."""
    known = [(fmt.name, fmt.channel) for fmt in formats()]
    con.execute(_EVERY.format(store=store), [[name for name, _ in known], [channel for _, channel in known]])
    con.execute(_MET)
    said = _SAID.format(store=store, staged=_CELLS.format(net="total - tax"), kept=_CELLS.format(net="net"))
    for code, src, line, number, file, numbers, net, other in con.execute(said).fetchall():
        seen = {"PAIRN": net, "SAME": numbers, "DUPS": numbers}.get(code, file)
        yield src, checks.KINDS[code], line, seen, {"number": number, "expected": other, "file": file}
