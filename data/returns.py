"""What goes back to the firms: every problem of their files, with its place, and who sent it.

A problem is the firm's whose line it stands on; else that of the only firm of its file. Where neither is known, nor for
tables of one's own, it is nobody's (`firm_id` None). What is only for information goes back to nobody.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from data import checks, reference
from data.mapping import problems as mapped
from data.problem import Kind, Problem
from data.report import ProblemTold, told
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Reader
    from kpi.model import Lang

_PLACE = re.compile(r"\{(\w+)\}")


def returned(reader: Reader) -> list[dict[str, Any]]:
    """Return what is to go back: one row per problem that is more than information, the worst first.

    A file rejected, then tried again, speaks by its last attempt only.
    """
    return reader.rows("""
        WITH spoken AS (
            SELECT * FROM files WHERE status <> 'rejected' OR sha256 = '' UNION ALL
            SELECT f.* FROM files AS f WHERE f.status = 'rejected' AND f.sha256 <> '' AND NOT EXISTS (
                FROM files AS later WHERE later.sha256 = f.sha256 AND later.file_id > f.file_id)
        ), found AS (
            SELECT file_id, code, level, line_no, column_name, seen, more, NULL AS original FROM problems
            WHERE level <> 'info' AND code NOT IN ('DUPI', 'SAME')
            UNION ALL SELECT file_id, code, 'error', line_no, column_name, seen, more, original FROM set_aside
        ), of_file AS (
            SELECT file_id, min(firm_id) AS firm_id FROM billed GROUP BY file_id HAVING count(DISTINCT firm_id) = 1
        ), of_line AS (
            SELECT file_id, line_no, min(firm_id) AS firm_id FROM (
                SELECT l.file_id, l.line_no, b.firm_id FROM lines AS l JOIN billed AS b USING (bill_id)
                UNION ALL SELECT file_id, first_line, firm_id FROM billed)
            GROUP BY file_id, line_no HAVING count(DISTINCT firm_id) = 1
        )
        SELECT coalesce(l.firm_id, f.firm_id) AS firm_id, s.name AS file, s.batch_id AS batch, p.*
        FROM found AS p JOIN spoken AS s USING (file_id) LEFT JOIN of_file AS f USING (file_id)
        LEFT JOIN of_line AS l ON l.file_id = p.file_id AND l.line_no = p.line_no
        ORDER BY firm_id NULLS LAST, list_position(['reject', 'error', 'warning'], p.level), s.name, s.file_id,
            p.line_no, p.code
    """)


def kinds() -> Mapping[str, Kind]:
    """Return every kind of problem, of e-billing files, of reference tables and of other tables, by its code."""
    return {**checks.KINDS, **reference.KINDS, **mapped.KINDS}


def retold(row: Mapping[str, Any], lang: Lang) -> ProblemTold:
    """Put a problem kept by the store into words; what was not kept with it is « … »."""
    kind = kinds().get(row["code"])
    if kind is None:  # told by an older version
        kind = Kind(row["code"], row["level"], Text("{seen}", "{seen}"), Text("…", "…"))
    more = dict.fromkeys(_PLACE.findall(kind.message(lang) + kind.remedy(lang)), "…") | json.loads(row["more"])
    filled = {name: value for name, value in more.items() if name not in ("seen", "column")}
    return told(Problem(kind, row["line_no"], row["column_name"], row["seen"], filled), lang)
