"""What is settled already, what a name can be matched with, both for people to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.store import TYPED

if TYPE_CHECKING:
    from data.matching.item import Kind
    from data.store import Reader

Row = dict[str, Any]

_TARGETS: dict[Kind, str] = {
    "firm": "SELECT firm_id AS id, name FROM firm_list WHERE firm_id IS NOT NULL AND $1 IS NOT DISTINCT FROM $1",
    "matter": "SELECT matter_id AS id, name FROM matters WHERE $1 IS NOT DISTINCT FROM $1",
    "timekeeper": """SELECT t.timekeeper_id AS id, t.name FROM timekeepers AS t
        LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id) WHERE coalesce(r.firm_id, t.firm_id) = $1
        UNION SELECT timekeeper_id, min(written_name) FROM timekeeper_refs
        WHERE firm_id = $1 AND NOT known GROUP BY timekeeper_id""",
}


_LISTED: dict[Kind, str] = {"firm": "firms", "matter": "matters", "timekeeper": "timekeepers"}


def unlisted(reader: Reader) -> frozenset[Kind]:
    """Return the kinds of which no table was imported: their names can only be compared with each other."""
    return frozenset(kind for kind, table in _LISTED.items() if not reader.rows(f"SELECT 1 FROM ref_{table} LIMIT 1"))


def targets(reader: Reader, kind: Kind, firm_id: str | None) -> dict[str, str | None]:
    """Return every id that a name can mean, with its name, in order of names."""
    found = {row["id"]: row["name"] for row in reader.rows(_TARGETS[kind], [firm_id])}
    return dict(sorted(found.items(), key=lambda item: ((item[1] or item[0]).casefold(), item[0])))


def settled(reader: Reader) -> list[Row]:
    """Return what was settled in the dashboard, the latest first: one row per name, with its import.

    `apart` says that the name was said to be nobody else. Aliases that came in files are not listed here.
    """
    return reader.rows(
        """WITH typed AS (
            SELECT 'firm' AS kind, NULL AS firm_id, alias AS written, firm_id AS meant, file_id, line_no
            FROM ref_firm_aliases
            UNION ALL SELECT 'matter', firm_id, alias, matter_id, file_id, line_no FROM ref_matter_aliases
            UNION ALL SELECT 'timekeeper', firm_id, alias, timekeeper_id, file_id, line_no FROM ref_timekeeper_aliases
        )
        SELECT t.kind, t.firm_id, t.written, t.meant, t.written = t.meant AS apart, b.batch_id AS batch,
            strftime(b.imported_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS settled_at
        FROM typed AS t JOIN files AS f ON f.file_id = t.file_id JOIN batches AS b ON b.batch_id = f.batch_id
        WHERE b.source = $1 ORDER BY t.file_id DESC, t.line_no""",
        [TYPED],
    )
