"""Lists that the follow-up of suppliers needs: actions, targets, notes, answers, accruals, contracts, offers.

Reads only; every list says its grain. A row about a firm carries its `firm_id`: a review keeps its own by it.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from data.store import Reader

Row = dict[str, Any]

_IMPORTED = "LEFT JOIN files AS f ON f.file_id = x.file_id LEFT JOIN batches AS b ON b.batch_id = f.batch_id"
"""The import that a row came with: what undo takes to take it back."""
_NAMED = "LEFT JOIN firm_list AS c ON c.firm_id = x.firm_id"
_FIRM = "x.firm_id, coalesce(c.name, x.firm_id) AS firm"


def actions(reader: Reader) -> list[Row]:
    """Return what reviews decided, the nearest due first: one row per decision, as it stands now.

    An action whose status nobody wrote is open. `batch` is the import of its last status, `source` where it came from.
    """
    return reader.rows(f"""
        SELECT x.decided_on, x.text, {_FIRM}, x.owner, x.due_on, coalesce(x.status, 'open') AS status, x.kpi,
            x.expected, b.batch_id AS batch, b.source
        FROM actions AS x {_NAMED} {_IMPORTED} ORDER BY x.due_on NULLS LAST, x.decided_on, x.text, x.firm_id
    """)


def targets(reader: Reader) -> list[Row]:
    """Return the targets set, by figure, the nearest due first: one row per figure, reading, slice and due date."""
    return reader.rows(f"""
        SELECT x.kpi, x.reading, x.dimension, x.key, x.baseline, x.target, x.due_on, x.owner, x.set_on,
            CASE WHEN x.dimension = 'firm' THEN x.key END AS firm_id, b.batch_id AS batch, b.source
        FROM targets AS x {_IMPORTED} ORDER BY x.kpi, x.due_on, x.reading, x.dimension, x.key
    """)


def notes(reader: Reader) -> list[Row]:
    """Return the dated events shown on timelines, the earliest first: one row per note.

    Without a figure a note is about all of them; without a dimension, about the whole.
    """
    return reader.rows(f"""
        SELECT x.noted_on, x.text, x.kpi, x.dimension, x.key,
            CASE WHEN x.dimension = 'firm' THEN x.key END AS firm_id, b.batch_id AS batch, b.source
        FROM notes AS x {_IMPORTED} ORDER BY x.noted_on, x.text, x.kpi, x.dimension, x.key
    """)


def survey_counts(reader: Reader, start: dt.date, end: dt.date) -> list[Row]:
    """Return how many answered about each firm between two days, beside what it was paid for: one row per firm.

    `instructions` are those (firm × matter) with an invoice in these days, `rated` those of them that an answer names:
    rated ÷ instructions is the response rate. An answer about a firm as a whole counts among the answers only.
    """
    return reader.rows(
        f"""WITH given AS (
            SELECT firm_id, matter_id FROM surveys WHERE answered_on BETWEEN $1 AND $2
        ), billed AS (
            SELECT DISTINCT firm_id, matter_id FROM spend
            WHERE excluded IS NULL AND NOT credit_note AND amount IS NOT NULL AND matter_id IS NOT NULL
                AND firm_id IS NOT NULL AND invoice_date BETWEEN $1 AND $2
        ), x AS (
            SELECT firm_id, (SELECT count(*) FROM given WHERE given.firm_id = every.firm_id) AS answers,
                (SELECT count(*) FROM billed WHERE billed.firm_id = every.firm_id) AS instructions,
                (SELECT count(*) FROM billed SEMI JOIN given USING (firm_id, matter_id)
                    WHERE billed.firm_id = every.firm_id) AS rated
            FROM (SELECT firm_id FROM given UNION SELECT firm_id FROM billed) AS every
        )
        SELECT {_FIRM}, x.answers, x.instructions, x.rated FROM x {_NAMED}
        ORDER BY x.answers DESC, x.instructions DESC, x.firm_id""",
        [start, end],
    )


def accruals(reader: Reader, day: dt.date) -> list[Row]:
    """Return the work done and not invoiced on a day (FNP), the largest first: one row per firm × matter, EUR HT.

    `declared` is what the firm declared last at its latest closing on or before that day, `invoiced` what it billed on
    the matter since, `left` the difference, never below zero. A matter closed and finally billed has nothing left.
    """
    return reader.rows(
        f"""WITH declared AS (
            SELECT a.firm_id, a.matter_id, a.period_end, a.declared_on,
                CAST(round(a.amount, 2) AS DECIMAL(18, 2)) AS declared
            FROM (
                SELECT w.* REPLACE (coalesce(r.firm_id, w.firm_id) AS firm_id,
                    matter_called(coalesce(r.firm_id, w.firm_id), w.matter_id) AS matter_id)
                FROM ref_accruals AS w LEFT JOIN firm_refs AS r ON r.ref = folded(w.firm_id)
            ) AS a
            WHERE a.period_end <= $1
            QUALIFY a.period_end = max(a.period_end) OVER (PARTITION BY a.firm_id)
                AND row_number() OVER (
                    PARTITION BY a.firm_id, a.matter_id, a.period_end
                    ORDER BY a.declared_on DESC NULLS LAST, a.file_id DESC, a.line_no DESC) = 1
        ), x AS (
            SELECT d.*, coalesce((
                SELECT sum(s.amount) FROM spend AS s
                WHERE s.firm_id = d.firm_id AND s.matter_id = d.matter_id AND s.excluded IS NULL
                    AND s.invoice_date > d.period_end AND s.invoice_date <= $1), 0) AS invoiced
            FROM declared AS d
        )
        SELECT {_FIRM}, x.matter_id, m.name AS matter, m.matter_type, x.period_end, x.declared_on, x.declared,
            x.invoiced, CAST(greatest(x.declared - x.invoiced, 0) AS DECIMAL(18, 2)) AS "left"
        FROM x {_NAMED} LEFT JOIN matters AS m ON m.matter_id = x.matter_id
        WHERE NOT coalesce(m.final_billed AND m.closed_on <= $1, false)
        ORDER BY "left" DESC, x.firm_id, x.matter_id""",
        [day],
    )


def contracts(reader: Reader) -> list[Row]:
    """Return the contracts notified to firms, the latest first, with their responsible-purchasing considerations."""
    return reader.rows(f"""
        SELECT {_FIRM}, x.notified_on, x.amount, x.environmental, x.social, x.small_business
        FROM contracts AS x {_NAMED} ORDER BY x.notified_on DESC, x.firm_id, x.amount
    """)


def segments(reader: Reader) -> list[Row]:
    """Return where each matter type stands in the purchasing matrix: one row per type, as last scored (1 to 5)."""
    return reader.rows("""
        SELECT matter_type, stakes, credible_firms, switching_cost, rarity, conflicts, jurisdiction_score, scored_by,
            scored_on
        FROM ref_segments QUALIFY row_number() OVER (
            PARTITION BY matter_type ORDER BY scored_on DESC NULLS LAST, file_id DESC, line_no DESC) = 1
        ORDER BY matter_type
    """)


def offers(reader: Reader) -> list[Row]:
    """Return the offers of each consultation in their file's order: one row per firm × criterion."""
    return reader.rows(f"""
        WITH x AS (
            SELECT o.* REPLACE (coalesce(r.firm_id, o.firm_id) AS firm_id)
            FROM ref_offers AS o LEFT JOIN firm_refs AS r ON r.ref = folded(o.firm_id)
            QUALIFY row_number() OVER (PARTITION BY o.consultation, coalesce(r.firm_id, o.firm_id), o.criterion
                ORDER BY o.file_id DESC, o.line_no DESC) = 1
        )
        SELECT x.consultation, {_FIRM}, x.criterion, x.weight, x.score, x.price, x.comment
        FROM x {_NAMED} ORDER BY x.consultation, x.file_id, x.line_no
    """)
