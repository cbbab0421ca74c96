"""Lists about papers: the papers of an invoice, invoices found by number or firm, what was decided, what adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.papers.paper import Paper
from data.papers.reading import papers

if TYPE_CHECKING:
    from data.store import Reader

Row = dict[str, Any]


def papers_of(reader: Reader, invoice_id: str) -> list[Paper]:
    """Return the papers of one invoice, the one that counts first."""
    return papers(reader, "p.invoice_id = $1", [invoice_id])


def papers_numbered(reader: Reader, number: str) -> list[Paper]:
    """Return the papers of every invoice that goes by a number, however it is written."""
    return papers(reader, "p.invoice_id IN (SELECT invoice_id FROM papers WHERE normal_number = normal($1))", [number])


def invoices_found(reader: Reader, number: str, firm_id: str | None, most: int = 200) -> list[Row]:
    """Return the invoices whose number holds what is typed, of one firm or of all: the latest first.

    One row per invoice: its firm, number, date, net amount in its currency, how many papers it has, and which.
    """
    return reader.rows(
        """SELECT p.invoice_id, any_value(d.firm_id) AS firm_id, any_value(d.number) AS number,
            any_value(d.invoice_date) AS invoice_date, any_value(d.currency) AS currency,
            any_value(CAST(d.billed_net * d.direction AS DECIMAL(18, 2))) AS net, count(*) AS papers,
            string_agg(DISTINCT p.format, ', ' ORDER BY p.format) AS formats, any_value(d.excluded) AS excluded
        FROM papers AS p JOIN documents AS d ON d.document_id = p.invoice_id
        WHERE ($2 IS NULL OR p.firm_id = $2) AND ($1 = '' OR p.invoice_id IN (
            SELECT invoice_id FROM papers
            WHERE contains(normal_number, normal($1)) OR contains(upper(number), upper($1))))
        GROUP BY p.invoice_id ORDER BY invoice_date DESC, p.invoice_id LIMIT $3""",
        [number.strip(), firm_id, most],
    )


def decisions(reader: Reader) -> list[Row]:
    """Return what was decided about papers, the latest first: one row per pair, with the import that holds it."""
    return reader.rows("""
        SELECT c.decided_on, c.firm_id, c.choice, c.invoice_number, c.other_number, f.name AS file,
            o.name AS other_file, h.batch_id AS batch, b.source
        FROM choices AS c JOIN files AS h ON h.file_id = c.file_id
        JOIN batches AS b ON b.batch_id = h.batch_id
        LEFT JOIN (SELECT sha256, min(name) AS name FROM files GROUP BY sha256) AS f ON f.sha256 = c.paper
        LEFT JOIN (SELECT sha256, min(name) AS name FROM files GROUP BY sha256) AS o ON o.sha256 = c.other_paper
        ORDER BY c.file_id DESC, c.line_no DESC""")


def paper_totals(reader: Reader) -> list[Row]:
    """Return all documents by what becomes of them, in euros: those that count, and why the others do not.

    Their sum is all that was imported. A row of the register matched with a file is no document of its own.
    """
    return reader.rows("""
        SELECT CASE WHEN p.role = 'counts' THEN coalesce(p.excluded, 'counts') ELSE p.role END AS became,
            count(*) AS documents, coalesce(sum(a.amount), 0) AS amount
        FROM papers AS p
        LEFT JOIN (SELECT document_id, sum(amount) AS amount FROM parts GROUP BY document_id) AS a
            ON a.document_id = p.document_id
        WHERE p.role <> 'register' GROUP BY became ORDER BY became <> 'counts', became""")
