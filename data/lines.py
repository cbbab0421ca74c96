"""The way back: from what a figure counted to the rows and lines that firms wrote, with file and line number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.originals import GONE, erased_on, line_text, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.store import Reader

Row = dict[str, Any]

_LINES = """
    SELECT d.document_id, d.firm_id, d.number, d.invoice_date, m.matter_id,
        l.kind, l.work_date, l.units, l.unit_cost, l.adjustment, l.net, l.tax, d.currency, l.task_code,
        l.activity_code, l.expense_code, l.timekeeper_id, l.timekeeper_name, l.narrative, f.name AS file,
        l.line_no AS line, l.file_id
    FROM documents AS d JOIN lines AS l ON l.bill_id = d.bill_id JOIN files AS f ON f.file_id = l.file_id
    LEFT JOIN matter_refs AS m ON m.bill_id = l.bill_id AND m.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
        AND m.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
    WHERE list_contains($1, d.document_id)
    ORDER BY d.invoice_date, d.document_id, l.line_no
"""
_REGISTER = """
    SELECT d.document_id, d.firm_id, d.number, d.invoice_date,
        matter_called(d.firm_id, r.matter_id) AS matter_id, 'register' AS kind, NULL AS work_date,
        NULL AS units, NULL AS unit_cost, NULL AS adjustment, coalesce(r.approved_net, r.net_amount) AS net,
        r.tax_amount AS tax, d.register_currency AS currency, NULL AS task_code, NULL AS activity_code,
        NULL AS expense_code, NULL AS timekeeper_id, NULL AS timekeeper_name, NULL AS narrative, f.name AS file,
        r.line_no AS line, r.file_id
    FROM documents AS d JOIN registered AS r ON r.firm_id = d.firm_id AND r.document = d.document
        AND r.dead IS NOT DISTINCT FROM d.register_status
    JOIN files AS f ON f.file_id = r.file_id
    WHERE list_contains($1, d.document_id) AND d.bill_id IS NULL
    ORDER BY d.invoice_date, d.document_id, r.line_no
"""
_WHOLE = """
    SELECT d.document_id, d.firm_id, d.number, d.invoice_date, m.matter_id, 'total' AS kind, NULL AS work_date,
        NULL AS units, NULL AS unit_cost, NULL AS adjustment, b.net, b.tax,
        d.currency, NULL AS task_code, NULL AS activity_code, NULL AS expense_code, NULL AS timekeeper_id,
        NULL AS timekeeper_name, b.description AS narrative, f.name AS file, b.first_line AS line, b.file_id
    FROM documents AS d JOIN bills AS b ON b.bill_id = d.bill_id JOIN bill_parts AS p ON p.bill_id = b.bill_id
    LEFT JOIN matter_refs AS m ON m.bill_id = p.bill_id AND m.client_matter_id IS NOT DISTINCT FROM p.client_matter_id
        AND m.law_firm_matter_id IS NOT DISTINCT FROM p.law_firm_matter_id
    JOIN files AS f ON f.file_id = b.file_id
    WHERE list_contains($1, d.document_id) AND p.nature = 'whole'
    ORDER BY d.invoice_date, d.document_id
"""
_MANDATE = """
    SELECT coalesce(r.firm_id, m.firm_id) AS firm_id,
        matter_called(coalesce(r.firm_id, m.firm_id), m.matter_id) AS matter_id, f.name AS file, m.line_no AS line,
        m.file_id
    FROM ref_mandates AS m JOIN files AS f ON f.file_id = m.file_id
    LEFT JOIN firm_refs AS r ON r.ref = folded(m.firm_id)
    ORDER BY m.appointed_on DESC NULLS FIRST, m.file_id, m.line_no
"""
_FIRST_LINES = """
    SELECT d.firm_id, m.matter_id,
        arg_min(f.name, l.work_date) AS file, arg_min(l.line_no, l.work_date) AS line,
        arg_min(l.file_id, l.work_date) AS file_id
    FROM documents AS d JOIN lines AS l ON l.bill_id = d.bill_id JOIN files AS f ON f.file_id = l.file_id
    LEFT JOIN matter_refs AS m ON m.bill_id = l.bill_id AND m.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
        AND m.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
    WHERE l.kind = 'F' AND d.excluded IS NULL AND NOT d.credit_note
        AND list_contains($1, m.matter_id)
    GROUP BY ALL
"""
_FIRST_ROWS = """
    WITH called AS (
        SELECT d.firm_id, matter_called(d.firm_id, r.matter_id) AS matter_id, d.invoice_date, f.name, r.line_no,
            r.file_id
        FROM documents AS d JOIN registered AS r ON r.firm_id = d.firm_id AND r.document = d.document
        JOIN files AS f ON f.file_id = r.file_id WHERE d.excluded IS NULL
    )
    SELECT firm_id, matter_id, arg_min(name, invoice_date) AS file, arg_min(line_no, invoice_date) AS line,
        arg_min(file_id, invoice_date) AS file_id
    FROM called WHERE list_contains($1, matter_id) GROUP BY ALL
"""
_BUDGETS = """
    SELECT matter_called(coalesce(r.firm_id, b.firm_id), b.matter_id) AS matter_id, f.name AS file, b.line_no AS line,
        b.file_id
    FROM ref_budgets AS b JOIN files AS f ON f.file_id = b.file_id
    LEFT JOIN firm_refs AS r ON r.ref = folded(b.firm_id) ORDER BY b.approved_on, b.file_id, b.line_no
"""


def lines_of(reader: Reader, documents: Sequence[str]) -> list[Row]:
    """Return the lines of documents; the total of one that has none; for one known only from the register, its row."""
    ids = [list(dict.fromkeys(documents))]
    return [row for query in (_LINES, _WHOLE, _REGISTER) for row in reader.rows(query, ids)]


def documents_behind(reader: Reader, firm_id: str | None, matter_id: str | None) -> list[Row]:
    """Return the documents of a matter (and of a firm on it), valid or not, the latest first."""
    return reader.rows(
        """SELECT d.document_id, d.firm_id, d.number, d.invoice_date, d.received_on, d.channel, d.excluded,
            d.credit_note, p.matter_id, sum(p.amount) AS amount
        FROM parts AS p JOIN documents AS d ON d.document_id = p.document_id
        WHERE p.matter_id IS NOT DISTINCT FROM $1 AND ($2 IS NULL OR d.firm_id = $2)
        GROUP BY ALL ORDER BY d.invoice_date DESC, d.document_id""",
        [matter_id, firm_id],
    )


def with_source(reader: Reader, found: Sequence[Row]) -> list[Row]:
    """Add the file and line that give an instruction its date, a matter its budget, an answer or a contract its row."""
    if found and "source" in found[0]:
        names = {row["file_id"]: row["name"] for row in reader.rows("SELECT file_id, name FROM files")}
        return [_read_at(row, names) for row in found]
    if found and "firm_id" not in found[0]:
        budgets = {row["matter_id"]: row for row in reader.rows(_BUDGETS)}
        return [{**row, **_place(budgets.get(row["matter_id"]))} for row in found]
    matters = [sorted({row["matter_id"] for row in found})]
    places: dict[tuple[Any, Any], Row] = {}
    for rows in (reader.rows(_FIRST_ROWS, matters), reader.rows(_FIRST_LINES, matters), reader.rows(_MANDATE)):
        places |= {(row["firm_id"], row["matter_id"]): row for row in rows}
    return [{**row, **_place(places.get((row["firm_id"], row["matter_id"])))} for row in found]


def _read_at(row: Row, names: Mapping[int, str]) -> Row:
    """Put the file and the line in the place of the `source` of a row of a reference table."""
    file_id, line = map(int, row["source"].split(":"))
    kept = {name: cell for name, cell in row.items() if name != "source"}
    return {**kept, "file": names[file_id], "line": line}


def _place(row: Row | None) -> Row:
    return {"file": row["file"] if row else None, "line": row["line"] if row else None}


def original(reader: Reader, file_id: int, line: int) -> str:
    """Return the text of a line as the firm wrote it, or the day on which its file was erased."""
    parts = reader.rows(
        """SELECT o.part, o.size, o.bytes FROM originals AS o JOIN files AS f USING (sha256)
        WHERE f.file_id = ? ORDER BY o.part""",
        [file_id],
    )
    if parts and parts[0]["part"] == GONE:
        return erased_on(bytes(parts[0]["bytes"]).decode())
    return line_text(b"".join(unpack(row["size"], row["bytes"]) for row in parts), line)
