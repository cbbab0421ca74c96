"""Who the timekeepers of a store are: every id and name that files write for one person of a firm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from data import pseudonyms
from data.redaction import Person
from data.store import StoreError
from kpi.model import Text

if TYPE_CHECKING:
    import datetime as dt

    import duckdb

_CODE: Final = re.compile(pseudonyms.PERSON)

# One row per firm × person × way of writing them; `last` is the day of their last invoice, else the day on which the
# table that names them came in.
_WRITTEN: Final = """
    WITH named AS (
        SELECT coalesce(r.firm_id, t.firm_id) AS firm_id, t.timekeeper_id, t.timekeeper_id AS id, t.name, t.file_id
        FROM ref_timekeepers AS t LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id)
        UNION ALL
        SELECT coalesce(r.firm_id, a.firm_id), a.timekeeper_id, a.alias, a.alias, a.file_id
        FROM ref_timekeeper_aliases AS a LEFT JOIN firm_refs AS r ON r.ref = folded(a.firm_id)
        UNION ALL
        SELECT coalesce(r.firm_id, a.firm_id), a.timekeeper_id, a.timekeeper_id, NULL, a.file_id
        FROM ref_rates AS a LEFT JOIN firm_refs AS r ON r.ref = folded(a.firm_id) WHERE a.timekeeper_id IS NOT NULL
    ), every AS (
        SELECT t.firm_id, t.timekeeper_id, t.written_id AS id, t.written_name AS name, NULL::DATE AS seen
        FROM timekeeper_refs AS t WHERE t.firm_id IS NOT NULL
        UNION ALL
        SELECT n.firm_id, coalesce(i.id, n.timekeeper_id), n.id, n.name, b.imported_at::DATE
        FROM named AS n LEFT JOIN renamings AS i ON i.kind = 'timekeeper' AND i.firm_id = n.firm_id
            AND i.ref = folded(n.timekeeper_id)
        JOIN files AS f ON f.file_id = n.file_id JOIN batches AS b ON b.batch_id = f.batch_id
    ), worked AS (
        SELECT t.firm_id, t.timekeeper_id, max(b.invoice_date) AS last
        FROM (SELECT DISTINCT bill_id, timekeeper_id, timekeeper_name FROM lines
            WHERE timekeeper_id IS NOT NULL OR timekeeper_name IS NOT NULL) AS l
        JOIN billed AS b ON b.bill_id = l.bill_id
        JOIN timekeeper_refs AS t ON t.firm_id = b.firm_id AND t.written_id IS NOT DISTINCT FROM l.timekeeper_id
            AND t.written_name IS NOT DISTINCT FROM l.timekeeper_name
        GROUP BY ALL
    )
    SELECT e.firm_id, e.timekeeper_id, list(DISTINCT e.id) FILTER (e.id IS NOT NULL) AS ids,
        list(DISTINCT e.name) FILTER (e.name IS NOT NULL) AS names, coalesce(any_value(w.last), max(e.seen)) AS last
    FROM every AS e LEFT JOIN worked AS w ON w.firm_id = e.firm_id AND w.timekeeper_id = e.timekeeper_id
    WHERE $firm IS NULL OR e.firm_id = $firm
    GROUP BY e.firm_id, e.timekeeper_id ORDER BY e.firm_id, e.timekeeper_id
"""


def everybody(con: duckdb.DuckDBPyConnection, key: str, firm: str | None = None) -> list[tuple[Person, dt.date | None]]:
    """Return the people of a store (or of one firm) who bear a name or an id of their own, each with their last day."""
    found = []
    for firm_id, who, ids, names, last in con.execute(_WRITTEN, {"firm": firm}).fetchall():
        kept = frozenset(one for one in (*(ids or ()), who) if not _CODE.fullmatch(one))
        called = frozenset(one for one in names or () if not _CODE.fullmatch(one))
        if kept or called:
            pseudonym = who if _CODE.fullmatch(who) else pseudonyms.person(key, firm_id, who)
            found.append((Person(firm_id, who, pseudonym, kept, called), last))
    return found


def somebody(con: duckdb.DuckDBPyConnection, key: str, firm: str, who: str) -> Person:
    """Return one person, by the id or the name of their firm and by their own.

    Raises:
        StoreError: no such firm, or nobody of that id or name in it.
    """
    firms = con.execute(
        """SELECT firm_id FROM firm_list WHERE firm_id = $1
        UNION SELECT firm_id FROM firm_refs WHERE ref = folded($1)""",
        [firm],
    ).fetchall()
    for (firm_id,) in firms:
        for person, _ in everybody(con, key, firm_id):
            if who in person.ids or who.casefold() in {name.casefold() for name in person.names}:
                return person
    if not firms:
        known = ", ".join(row[0] for row in con.execute("SELECT firm_id FROM firm_list ORDER BY 1 LIMIT 20").fetchall())
        raise StoreError(
            Text(
                f"Il n'y a pas de cabinet « {firm} ». Cabinets : {known}.",
                f"There is no firm “{firm}”. Firms: {known}.",
            )
        )
    raise StoreError(
        Text(
            f"Le cabinet {firm} n'a pas d'intervenant « {who} ». « match » et les lignes donnent leurs codes.",
            f"Firm {firm} has no timekeeper “{who}”. “match” and the lines give their ids.",
        )
    )
