"""Whether what was read holds together: sums, duplicates, what is missing. Nothing here changes an amount."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data import checks
from data.codes import known_codes
from data.papers.arriving import arriving
from data.problem import Problem
from data.store import sql

if TYPE_CHECKING:
    from collections.abc import Iterator

    import duckdb

    from data.problem import Kind

Found = tuple[int, Problem]
"""The file a problem is in (its place in the import), and the problem."""

_LINES = "staged AS s JOIN staged_bills AS b ON s.bill = b.bill"
_EXPECTED = "round(s.units::DECIMAL(38, 6) * s.unit_cost::DECIMAL(18, 4), 4) + coalesce(s.adjustment, 0) + s.tax"

# Each check: its kind, and a query that gives src, line, seen, expected, number for every problem.
_CHECKS: tuple[tuple[Kind, str], ...] = (
    (checks.LINE, f"""SELECT s.src, s.line_no, s.total, {_EXPECTED}, b.number FROM {_LINES}
        WHERE s.kind IN ('F', 'E') AND s.units IS NOT NULL AND s.unit_cost IS NOT NULL AND NOT b.tax_added
        AND abs({_EXPECTED} - s.total) > 0.01"""),
    (checks.SUM, """SELECT src, first_line, declared_total, net + tax, number FROM staged_bills
        WHERE abs(declared_total - (net + tax)) > 0.01 * line_count
        AND abs(declared_total + coalesce(withheld, 0) - (net + tax)) > 0.01 * line_count"""),
    (checks.TOT2, """SELECT b.src, b.first_line, list_sort(list(DISTINCT s.declared_total))[:4], NULL, b.number
        FROM staged_bills AS b JOIN staged AS s ON s.bill = b.bill WHERE b.several_totals GROUP BY ALL"""),
    (checks.DATE2, """SELECT src, first_line, invoice_date, NULL, number FROM staged_bills WHERE several_dates"""),
    (checks.TAX, """SELECT src, first_line, declared_tax, tax, number FROM staged_bills
        WHERE abs(declared_tax - tax) > 0.01 * line_count
        AND abs(declared_tax + coalesce(withheld, 0) - tax) > 0.01 * line_count"""),
    (checks.NET, """SELECT src, first_line, declared_net, net, number FROM staged_bills
        WHERE abs(declared_net - net) > 0.01 * line_count"""),
    (checks.HTTC, """SELECT src, first_line, number, NULL, number FROM staged_bills WHERE tax_added"""),
    (checks.RATE, """SELECT src, min(line_no), max(tax_rate), max(round(tax / (total - tax), 4)), any_value(number)
        FROM staged WHERE tax <> 0 AND total <> tax AND tax_rate IS NOT NULL
        AND abs((total - tax) * tax_rate::DECIMAL(18, 6) - tax) > 0.02 GROUP BY src, bill"""),
    (checks.VAT, r"""SELECT src, line_no, narrative, NULL, number FROM staged WHERE kind = 'E'
        AND (expense_code = 'E999' OR regexp_matches(narrative, '(?i)\b(tva|vat)\b'))"""),
    (checks.DUPN, """SELECT src, first_line, NULL, NULL, number FROM staged_bills WHERE same_items"""),
    (checks.DUPL, """SELECT src, min(line_no), count(*), NULL, any_value(number) FROM staged
        WHERE bill IN (SELECT bill FROM staged_bills WHERE same_lines)
        GROUP BY src, bill, work_date, timekeeper_id, timekeeper_name, units, narrative, kind, total
        HAVING count(*) > 1"""),
    (checks.TK, """SELECT src, first_line, without_timekeeper, NULL, number FROM staged_bills
        WHERE without_timekeeper > 0 AND staffed"""),
    (checks.EXPC, """SELECT src, first_line, without_code, NULL, number FROM staged_bills WHERE without_code > 0"""),
    (checks.MAT0, """SELECT src, first_line, without_matter, NULL, number FROM staged_bills
        WHERE without_matter > 0"""),
    (checks.FIRM0, """SELECT src, first_line, NULL, NULL, number FROM staged_bills
        WHERE firm_ref IS NULL AND firm_name IS NULL"""),
    (checks.UNIT0, """SELECT src, first_line, without_units, NULL, number FROM staged_bills WHERE without_units > 0"""),
    (checks.NEG, """SELECT src, first_line, negative, NULL, number FROM staged_bills WHERE negative > 0"""),
    (checks.ZERO, """SELECT src, first_line, at_zero, NULL, number FROM staged_bills WHERE at_zero > 0"""),
    (checks.LATE, """SELECT src, first_line, invoice_date, NULL, number FROM staged_bills
        WHERE invoice_date > current_date + 1 OR invoice_date < DATE '1990-01-01'"""),
    (checks.SPAN, """SELECT src, first_line, outside, NULL, number FROM staged_bills WHERE outside > 0"""),
)  # fmt: skip

# What leads to a firm: its id, an alias, a name that it alone has, its SIREN.
_NAMES = """
    CREATE OR REPLACE TEMP TABLE firm_names AS
    SELECT ref, min(firm_id) AS firm_id FROM (
        SELECT folded(firm_id) AS ref, firm_id FROM {store}.ref_firms
        UNION SELECT folded(alias), firm_id FROM {store}.ref_firm_aliases
        UNION SELECT folded(name), firm_id FROM {store}.ref_firms
        UNION SELECT 'siren ' || siren(firm_id), firm_id FROM {store}.ref_firms
        UNION SELECT 'siren ' || siren(alias), firm_id FROM {store}.ref_firm_aliases)
    GROUP BY ref HAVING count(DISTINCT firm_id) = 1
"""
# The firm of each document, and which of the names it goes by has led there.
_CALLED = """
    CREATE OR REPLACE TEMP TABLE {table} AS
    WITH refs AS (
        SELECT {key} AS bill, coalesce(firm_ref, firm_name) AS own,
            list_concat([own], coalesce(firm_ids, [])) AS names FROM {bills}
    ), unfolded AS (
        SELECT bill, unnest(names) AS ref, generate_subscripts(names, 1) AS place FROM refs
    ), told AS (
        SELECT *, folded(ref) AS key FROM unfolded
        UNION ALL SELECT *, 'siren ' || siren(ref) FROM unfolded WHERE siren(ref) IS NOT NULL
    ), led AS (
        SELECT u.bill, arg_min(k.firm_id, u.place) AS firm_id, arg_min(u.ref, u.place) AS by
        FROM told AS u JOIN firm_names AS k ON k.ref = u.key GROUP BY u.bill
    )
    SELECT r.bill, coalesce(l.firm_id, siren(r.own), r.own) AS firm, l.by
    FROM refs AS r LEFT JOIN led AS l ON l.bill = r.bill
"""


def check_bills(con: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    """Yield every problem of the lines and bills just read."""
    for kind, query in _CHECKS:
        for src, line, seen, expected, number in con.execute(query).fetchall():
            more = {"expected": _said(expected), "number": _said(number)}
            yield src, Problem(kind, line or 0, "", _said(seen)[:200], more)
    yield from _codes(con)


def check_against_store(con: duckdb.DuckDBPyConnection, store: str) -> Iterator[Found]:
    """Yield what the store has to say: invoices already known, firms and matters it does not know."""
    con.execute(sql("names.sql"))
    con.execute(_NAMES.format(store=store))
    con.execute(_CALLED.format(table="called", key="bill", bills="staged_bills"))
    con.execute(_CALLED.format(table="called_before", key="bill_id", bills=f"{store}.bills"))
    firms = f"""
        SELECT b.src, min(b.first_line), coalesce(b.firm_ref, b.firm_name) AS ref, NULL, NULL
        FROM staged_bills AS b JOIN called AS c USING (bill)
        WHERE ref IS NOT NULL AND c.by IS NULL AND EXISTS (FROM {store}.ref_firms) GROUP BY b.src, ref
    """
    by_name = """
        SELECT b.src, min(b.first_line), c.by, b.firm_ref, NULL FROM staged_bills AS b JOIN called AS c USING (bill)
        WHERE b.firm_ref IS NOT NULL AND c.by = b.firm_name AND len(b.firm_ids) > 1 GROUP BY ALL
    """
    matters = f"""
        SELECT src, min(line_no), client_matter_id, NULL, NULL FROM staged
        WHERE client_matter_id IS NOT NULL AND EXISTS (FROM {store}.ref_matters)
            AND client_matter_id NOT IN (SELECT matter_id FROM {store}.ref_matters)
            AND folded(client_matter_id) NOT IN (SELECT folded(alias) FROM {store}.ref_matter_aliases)
        GROUP BY src, client_matter_id
    """
    for src, kind, line, seen, said in arriving(con, store):
        words = {name: _said(value) for name, value in said.items()}
        yield src, Problem(kind, line, "", _said(seen)[:200], words)
    queries = (
        (checks.FIRM, firms),
        (checks.FIRMN, by_name),
        (checks.MAT, matters),
    )
    for kind, query in queries:
        for src, line, seen, expected, number in con.execute(query).fetchall():
            more = {"number": _said(number)} | ({"expected": expected} if expected else {})
            yield src, Problem(kind, line, "", _said(seen)[:200], more)


def _codes(con: duckdb.DuckDBPyConnection) -> Iterator[Found]:
    known = known_codes()
    for column in ("task_code", "activity_code", "expense_code"):
        query = f"SELECT src, min(line_no), {column} FROM staged WHERE {column} IS NOT NULL GROUP BY src, {column}"
        for src, line, code in con.execute(query).fetchall():
            if code not in known:
                yield src, Problem(checks.CODE, line, column, code)


def _said(value: object) -> str:
    """Return a value as people write it: 1250 and not 1250.000000."""
    if isinstance(value, list):
        return " / ".join(_said(item) for item in value)
    text = str(value) if value is not None else ""
    return text.rstrip("0").rstrip(".") if isinstance(value, Decimal) and "." in text else text
