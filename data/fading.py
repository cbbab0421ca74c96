"""Names that fade with time: of who has not billed for long, everywhere; of the others, on their old lines."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from data import erased, people, pseudonyms
from data.pseudonyms import PERSON
from data.redaction import Redaction

if TYPE_CHECKING:
    import duckdb

    from data.erased import Taken

# One row per old line with a name that is no pseudonym, and what stands for it. Who is known by a name alone takes the
# pseudonym as an id on every line, so that they stay one person; the others keep their id for as long as they bill.
_OLD = """
    CREATE OR REPLACE TEMP TABLE fading AS
    WITH who AS (
        SELECT firm_id, timekeeper_id, bool_or(written_id IS NOT NULL OR known)
            OR NOT coalesce(bool_or(folded(written_name) = timekeeper_id), false) AS has_id
        FROM timekeeper_refs AS t WHERE firm_id IS NOT NULL GROUP BY ALL
    )
    SELECT t.firm_id, t.written_id, t.written_name, t.timekeeper_id, w.has_id, {pseudonym} AS pseudonym
    FROM timekeeper_refs AS t JOIN who AS w ON w.firm_id = t.firm_id AND w.timekeeper_id = t.timekeeper_id
"""
_LINE = f"""b.bill_id = lines.bill_id AND f.firm_id = b.firm_id
    AND f.written_id IS NOT DISTINCT FROM lines.timekeeper_id
    AND f.written_name IS NOT DISTINCT FROM lines.timekeeper_name AND lines.timekeeper_name IS NOT NULL
    AND NOT regexp_full_match(lines.timekeeper_name, '{PERSON}')"""


def names(con: duckdb.DuckDBPyConnection, key: str, before: dt.date) -> tuple[Taken, Redaction]:
    """Replace the names of lines invoiced before a day, and people whose last invoice is before it, by pseudonyms."""
    gone = [person for person, last in people.everybody(con, key) if last is not None and last < before]
    taken = erased.people(con, gone)
    pseudonym = pseudonyms.person_sql("$key", "t.firm_id", "t.timekeeper_id")
    con.execute(_OLD.format(pseudonym=pseudonym), {"key": key})
    old = f"{_LINE} AND b.invoice_date < $before"
    counted = f"SELECT lines.file_id, count(*) FROM lines, billed AS b, fading AS f WHERE {old} GROUP BY 1"
    taken.add("names", con.execute(counted, {"before": before}).fetchall())
    erased.told(con, key, erased.dated_before(con, before), taken)
    con.execute(
        f"""CREATE OR REPLACE TEMP TABLE nameless AS SELECT DISTINCT f.firm_id, f.timekeeper_id
        FROM lines, billed AS b, fading AS f WHERE {old} AND NOT f.has_id""", {"before": before}
    )  # fmt: skip
    con.execute(
        f"""UPDATE lines SET timekeeper_id = f.pseudonym FROM billed AS b, fading AS f
        WHERE {_LINE} AND b.invoice_date >= $before AND (f.firm_id, f.timekeeper_id) IN (FROM nameless)""",
        {"before": before},
    )
    con.execute(
        f"""UPDATE lines SET timekeeper_name = f.pseudonym,
            timekeeper_id = CASE WHEN f.has_id THEN coalesce(lines.timekeeper_id, f.timekeeper_id) ELSE f.pseudonym END
        FROM billed AS b, fading AS f WHERE {old}""", {"before": before}
    )  # fmt: skip
    return taken, Redaction(gone)
