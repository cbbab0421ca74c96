"""Lists for people: names, choices, imports, gaps. Reads only; every list says its grain."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data.follow_up import (  # noqa: F401 — the dashboard asks for every list by its name in this module
    accruals,
    actions,
    contracts,
    notes,
    offers,
    segments,
    survey_counts,
    targets,
)
from data.papers.comparing import differences  # noqa: F401 — as above
from data.papers.credits import credit_notes  # noqa: F401 — as above
from data.papers.doubles import duplicates, look_alikes, resubmissions  # noqa: F401 — as above
from data.papers.listing import decisions, invoices_found, paper_totals, papers_of  # noqa: F401 — as above
from data.returns import returned  # noqa: F401 — the same
from data.store import REFERENCE_TABLES, TYPED

if TYPE_CHECKING:
    from data.store import Reader

Row = dict[str, Any]


@dataclass(frozen=True)
class Choices:
    """What a reader can ask about: the firms, types and entities of the store, and the days it covers."""

    firms: dict[str, str]
    matter_types: tuple[str | None, ...]
    entities: tuple[str | None, ...]
    first_day: dt.date | None
    last_day: dt.date | None


def choices(reader: Reader) -> Choices:
    """Return what the store can be asked about."""
    firms = reader.rows("""SELECT firm_id, name FROM firm_list
        WHERE firm_id IN (SELECT firm_id FROM spend) OR firm_id IN (SELECT firm_id FROM instructions)
        ORDER BY lower(strip_accents(name)), firm_id""")
    types = reader.rows("SELECT DISTINCT matter_type FROM spend ORDER BY matter_type NULLS LAST")
    entities = reader.rows("SELECT DISTINCT entity FROM spend ORDER BY entity NULLS LAST")
    span = reader.rows("SELECT min(invoice_date) AS first, max(invoice_date) AS last FROM spend WHERE excluded IS NULL")
    return Choices(
        firms={row["firm_id"]: row["name"] for row in firms},
        matter_types=tuple(row["matter_type"] for row in types),
        entities=tuple(row["entity"] for row in entities),
        first_day=span[0]["first"],
        last_day=span[0]["last"],
    )


def names(reader: Reader) -> dict[str, dict[str, str]]:
    """Return the names behind ids, by dimension; and the firm behind each alias."""
    firms = reader.rows("SELECT firm_id AS id, name FROM firm_list WHERE firm_id IS NOT NULL")
    matters = reader.rows("SELECT matter_id AS id, name FROM matters WHERE name IS NOT NULL")
    return {
        "firm": {row["id"]: row["name"] for row in firms},
        "matter": {row["id"]: row["name"] for row in matters},
        "alias": {row["alias"]: row["firm_id"] for row in reader.rows("SELECT alias, firm_id FROM firm_aliases")},
    }


def history(reader: Reader) -> list[Row]:
    """Return the imports, the latest first, each with its files; `source` is `typed` for what was typed here."""
    return reader.rows("""
        SELECT b.batch_id AS batch, strftime(b.imported_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS imported_at,
            b.source, b.undone_at IS NOT NULL AS undone,
            coalesce(list({'file_id': f.file_id, 'name': f.name, 'sha256': f.sha256, 'format': f.format,
                'status': f.status, 'lines': f.lines_imported, 'set_aside': f.lines_set_aside}
                ORDER BY f.file_id) FILTER (f.file_id IS NOT NULL), []) AS files
        FROM batches AS b LEFT JOIN files AS f USING (batch_id) GROUP BY ALL ORDER BY b.batch_id DESC
    """)


def latest_import(reader: Reader) -> int:
    """Return the number of the latest import; 0 when there is none."""
    return int(reader.value("SELECT coalesce(max(batch_id), 0) FROM batches"))


def freshness(reader: Reader) -> Row:
    """Return how fresh the data are: the last import, the latest invoice, the usual delay before an invoice comes.

    What was typed in the dashboard does not make them fresher.
    """
    return reader.rows(
        """SELECT (SELECT max(imported_at AT TIME ZONE 'UTC')::DATE FROM batches
                WHERE undone_at IS NULL AND source <> $1) AS imported_on,
            max(invoice_date) AS latest_invoice, count(DISTINCT document_id) AS documents,
            (SELECT median(date_diff('day', l.work_date, b.invoice_date))
                FROM lines AS l JOIN bills AS b USING (bill_id)
                WHERE l.kind = 'F') AS billing_delay
        FROM spend WHERE excluded IS NULL""",
        [TYPED],
    )[0]


def problem_counts(reader: Reader) -> list[Row]:
    """Return how often each kind of problem was told, and in how many files."""
    return reader.rows("""SELECT code, level, count(*) AS n, count(DISTINCT file_id) AS files
        FROM (SELECT file_id, code, level FROM problems UNION ALL SELECT file_id, code, 'error' FROM set_aside)
        GROUP BY code, level ORDER BY level, n DESC""")


def file_problems(reader: Reader, file_id: int) -> list[Row]:
    """Return the problems of one file, with their places."""
    return reader.rows("""SELECT code, level, line_no, column_name, seen, more FROM problems WHERE file_id = $1
        UNION ALL SELECT code, 'error', line_no, column_name, seen, more FROM set_aside WHERE file_id = $1
        ORDER BY line_no""", [file_id])  # fmt: skip


def set_aside(reader: Reader, file_id: int | None = None) -> list[Row]:
    """Return the lines that could not be read, with their file, their text and their reason."""
    return reader.rows(
        """SELECT f.name AS file, s.line_no AS line, s.code, s.column_name AS "column", s.seen, s.original
        FROM set_aside AS s JOIN files AS f USING (file_id) WHERE $1 IS NULL OR s.file_id = $1
        ORDER BY f.name, s.line_no""",
        [file_id],
    )


GAPS = {
    "no_matter": "matter_id IS NULL",
    "no_matter_type": "matter_id IS NOT NULL AND matter_type IS NULL",
    "no_entity": "matter_id IS NOT NULL AND entity IS NULL",
    "no_firm": "firm_id IS NULL",
    "unknown_firm": "firm_id IN (SELECT firm_id FROM firm_list WHERE NOT known)",
    "unknown_matter": "matter_id IN (SELECT matter_id FROM matters WHERE NOT known)",
    "no_channel": "channel IS NULL",
    "not_in_register": "NOT in_register",
    "no_lines": "NOT has_lines",
    "no_exchange_rate": "amount IS NULL",
}
"""What may not be recorded, matched or converted, and the spend rows concerned. Our own conditions, no user text."""


def gaps(reader: Reader) -> list[Row]:
    """Return, for each kind of gap, the documents and the euros it concerns, among those that count."""
    return [
        {
            "gap": name,
            **reader.rows(
                f"""SELECT count(DISTINCT document_id) AS documents, coalesce(sum(amount), 0) AS amount
                FROM spend WHERE excluded IS NULL AND {condition}"""
            )[0],
        }
        for name, condition in GAPS.items()
    ]


def gap_documents(reader: Reader, gap: str) -> list[Row]:
    """Return the documents behind a kind of gap, the largest first."""
    return reader.rows(
        f"""SELECT document_id, firm_id, number, invoice_date, matter_id, channel, sum(amount) AS amount
        FROM spend WHERE excluded IS NULL AND {GAPS[gap]}
        GROUP BY ALL ORDER BY abs(coalesce(sum(amount), 0)) DESC, document_id"""
    )


def left_out(reader: Reader) -> list[Row]:
    """Return what was imported and does not count: the reason, the documents, the euros."""
    return reader.rows("""
        SELECT coalesce(excluded, 'no_exchange_rate') AS reason, count(DISTINCT document_id) AS documents,
            CASE WHEN excluded IS NOT NULL THEN sum(amount) END AS amount
        FROM spend WHERE excluded IS NOT NULL OR amount IS NULL GROUP BY excluded ORDER BY reason
    """)


def register_differences(reader: Reader) -> list[Row]:
    """Return the documents whose register amount is not what their lines add up to."""
    return reader.rows("""
        SELECT document_id, firm_id, number, invoice_date, currency, billed_net, register_net,
            register_net - billed_net AS difference
        FROM documents WHERE has_lines AND in_register AND excluded IS NULL
            AND abs(register_net - direction * billed_net) > 0.01
        ORDER BY abs(register_net - billed_net) DESC
    """)


def budget_versions(reader: Reader) -> list[Row]:
    """Return every approved budget version with its matter."""
    return reader.rows("""SELECT b.matter_id, m.name, m.matter_type, b.firm_id, b.phase, b.approved_on, b.amount,
            b.scope, b.valid_from, b.valid_to, b.note, m.closed_on
        FROM budgets AS b LEFT JOIN matters AS m USING (matter_id) ORDER BY b.matter_id, b.approved_on, b.position""")


def panel_entries(reader: Reader) -> list[Row]:
    """Return the panel's entries with their firms and dates."""
    return reader.rows("""SELECT p.firm_id, p.matter_type, p.jurisdiction, p.entity, p.valid_from, p.valid_to
        FROM panel AS p ORDER BY p.valid_to NULLS LAST, p.firm_id""")


def matters(reader: Reader) -> list[Row]:
    """Return the matters with their attributes."""
    return reader.rows("""SELECT matter_id, name, matter_type, entity, owner, opened_on, closed_on, final_billed
        FROM matters ORDER BY matter_id""")


def table_rows(reader: Reader, name: str) -> list[Row]:
    """Return a reference table as imported, the current row of each key, ready to be exported again."""
    return reader.rows(f"SELECT * EXCLUDE (file_id, extra) FROM ref_{name} ORDER BY file_id, line_no")


def late_budgets(reader: Reader, day: dt.date) -> list[Row]:
    """Return the budgets approved too late, the latest first: one row per version approved by that day.

    Late: on a day before its approval the matter had already spent more than the version it replaces (the rule that
    `late_budgets` of the coverage figure counts by). `spent` is what the matter had cost when it was approved.
    """
    return reader.rows(
        """WITH approved AS (  -- of two versions approved on one day the later in the file counts
            SELECT * FROM budgets WHERE approved_on <= $1 AND amount IS NOT NULL
            QUALIFY row_number() OVER (PARTITION BY matter_id, firm_id, phase, approved_on ORDER BY position DESC) = 1
        ), versions AS (
            SELECT *, lag(amount) OVER (PARTITION BY matter_id, firm_id, phase ORDER BY approved_on) AS replaced
            FROM approved
        ), daily AS (
            SELECT matter_id, invoice_date AS day,
                sum(sum(amount)) OVER (PARTITION BY matter_id ORDER BY invoice_date) AS every,
                sum(coalesce(sum(amount) FILTER (nature = 'fees'), 0)) OVER (
                    PARTITION BY matter_id ORDER BY invoice_date) AS fees
            FROM spend WHERE excluded IS NULL AND amount IS NOT NULL GROUP BY matter_id, invoice_date
        ), passed AS (  -- a budget of fees is compared with fees
            SELECT v.*, d.day, CASE WHEN v.scope = 'fees' THEN d.fees ELSE d.every END AS spent
            FROM versions AS v JOIN daily AS d ON d.matter_id = v.matter_id AND d.day < v.approved_on
        )
        SELECT matter_id, firm_id, phase, min(day) FILTER (spent > replaced) AS exceeded_on, approved_on, replaced,
            amount, arg_max(spent, day) AS spent, note
        FROM passed GROUP BY matter_id, firm_id, phase, approved_on, replaced, amount, note
        HAVING count(*) FILTER (spent > replaced) > 0
        ORDER BY approved_on DESC, matter_id, firm_id, phase""",
        [day],
    )


def panel_ends(reader: Reader, start: dt.date, end: dt.date) -> list[Row]:
    """Return the panel's entries that end between two days and are not continued: one row per entry.

    Continued: the day after, an entry of the same house covers at least the same matter type, jurisdiction and entity.
    `stays` says whether the house is still on the panel that day for anything at all.
    """
    return reader.rows(
        """WITH after AS (
            SELECT p.* REPLACE (coalesce(r.firm_id, p.firm_id) AS firm_id), n.house IS NOT NULL AS goes_on,
                n.matter_type AS next_type, n.jurisdiction AS next_jurisdiction, n.entity AS next_entity
            FROM panel AS p LEFT JOIN firm_refs AS r ON r.ref = folded(p.firm_id)
            LEFT JOIN panel AS n ON n.house = p.house AND n.valid_from <= p.valid_to + 1
                AND (n.valid_to IS NULL OR n.valid_to > p.valid_to)
            WHERE p.valid_to BETWEEN $1 AND $2
        )
        SELECT firm_id, matter_type, jurisdiction, entity, valid_from, valid_to, bool_or(goes_on) AS stays
        FROM after GROUP BY house, firm_id, matter_type, jurisdiction, entity, valid_from, valid_to
        HAVING NOT bool_or(goes_on AND (next_type IS NULL OR next_type IS NOT DISTINCT FROM matter_type)
            AND (next_jurisdiction IS NULL OR next_jurisdiction IS NOT DISTINCT FROM jurisdiction)
            AND (next_entity IS NULL OR next_entity IS NOT DISTINCT FROM entity))
        ORDER BY valid_to, firm_id, matter_type NULLS FIRST""",
        [start, end],
    )


def imported_total(reader: Reader) -> Row:
    """Return all that documents add up to in euros, those that do not count included."""
    return reader.rows(
        "SELECT count(DISTINCT document_id) AS documents, coalesce(sum(amount), 0) AS amount FROM parts"
    )[0]


def left_out_documents(reader: Reader, reason: str) -> list[Row]:
    """Return the documents × matters that do not count for a reason, the largest first."""
    return reader.rows(
        """SELECT document_id, firm_id, number, invoice_date, matter_id, channel, sum(amount) AS amount
        FROM spend WHERE coalesce(excluded, CASE WHEN amount IS NULL THEN 'no_exchange_rate' END) = $1
        GROUP BY ALL ORDER BY abs(coalesce(sum(amount), 0)) DESC, document_id, matter_id""",
        [reason],
    )


def untied(reader: Reader) -> list[Row]:
    """Return the files and documents for which a total does not tie: one row per item, with the two values."""
    return reader.rows("""
        WITH stored AS (SELECT bill_id, file_id, count(*) AS n, sum(net) AS net FROM lines GROUP BY bill_id, file_id),
        of_parts AS (SELECT bill_id, sum(net) AS net FROM bill_parts GROUP BY bill_id),
        of_file AS (SELECT file_id, sum(n) AS n FROM stored GROUP BY file_id),
        of_spend AS (SELECT document_id, sum(amount) AS amount FROM spend GROUP BY document_id),
        of_document AS (SELECT document_id, sum(amount) AS amount FROM parts GROUP BY document_id),
        items AS (
            SELECT 'lines_of_file' AS tie, f.name AS item, f.lines_imported AS "left", coalesce(s.n, 0) AS "right"
            FROM files AS f LEFT JOIN of_file AS s USING (file_id) WHERE f.file_id IN (SELECT file_id FROM bills)
            UNION ALL SELECT 'lines_of_invoice', b.number, b.line_count, coalesce(s.n, 0)
            FROM bills AS b LEFT JOIN stored AS s USING (bill_id)
            UNION ALL SELECT 'net_of_invoice', b.number, b.net, coalesce(s.net, 0)
            FROM bills AS b LEFT JOIN stored AS s USING (bill_id) WHERE b.line_count > 0
            UNION ALL SELECT 'net_by_matter', b.number, b.net, coalesce(p.net, 0)
            FROM bills AS b LEFT JOIN of_parts AS p USING (bill_id)
            UNION ALL SELECT 'euros_of_document', coalesce(d.document_id, s.document_id), coalesce(d.amount, 0),
                coalesce(s.amount, 0)
            FROM of_document AS d FULL JOIN of_spend AS s USING (document_id)
            UNION ALL SELECT 'original', name, 1, 0 FROM files
            WHERE sha256 <> '' AND sha256 NOT IN (SELECT sha256 FROM originals)
        )
        SELECT * FROM items WHERE "left" <> "right" ORDER BY tie, item
    """)


def problem_places(reader: Reader, code: str) -> list[Row]:
    """Return every place where a kind of problem was told: its file, line and column, and what stood there."""
    return reader.rows(
        """SELECT f.file_id, f.name AS file, p.code, p.level, p.line_no, p.column_name, p.seen, p.more
        FROM (SELECT * FROM problems UNION ALL BY NAME
            SELECT file_id, code, 'error' AS level, line_no, column_name, seen, more FROM set_aside) AS p
        JOIN files AS f USING (file_id) WHERE p.code = $1 ORDER BY f.name, p.line_no""",
        [code],
    )


def file_invoices(reader: Reader, file_id: int) -> list[Row]:
    """Return the documents of one file as its firm wrote them, in its order and currency."""
    return reader.rows(
        """SELECT b.firm_id, b.number, b.invoice_date, b.currency, b.line_count AS lines, b.net, b.tax,
            b.net + b.tax AS gross, b.declared_total,
            (SELECT list_sort(list(DISTINCT coalesce(client_matter_id, law_firm_matter_id))) FROM bill_parts AS p
                WHERE p.bill_id = b.bill_id) AS matters
        FROM billed AS b WHERE b.file_id = $1 ORDER BY b.first_line, b.number""",
        [file_id],
    )


def table_counts(reader: Reader) -> dict[str, int]:
    """Return how many rows each reference table holds, versions of a row included."""
    return {name: reader.value(f"SELECT count(*) FROM ref_{name}") for name in REFERENCE_TABLES}


def waiting_lines(reader: Reader) -> list[Row]:
    """Return every line set aside, told as a problem is, with its text as received."""
    return reader.rows("""
        SELECT f.file_id, f.name AS file, s.code, 'error' AS level, s.line_no, s.line_no AS line, s.column_name, s.seen,
            s.more, s.original
        FROM set_aside AS s JOIN files AS f USING (file_id) ORDER BY f.name, s.line_no
    """)
