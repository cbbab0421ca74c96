"""Matters that no table knows, and firms' own references that lead to none: what they may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.matching import spelling
from data.matching.closeness import Candidate, Directory
from data.matching.firms import COMPARED
from data.matching.item import Waiting

if TYPE_CHECKING:
    from data.store import Reader

# One row per reference of a matter that `matters` does not know (firm_id empty: the client's, whoever writes it), and
# per firm's own reference that leads to no matter. One that leads to itself was said to be nobody else.
_UNKNOWN = """
    WITH alone AS (  -- the description of an invoice names its matter when it has a single one
        SELECT bill_id FROM matter_refs GROUP BY bill_id HAVING count(*) = 1
    ), own AS (
        SELECT firm_id, ref FROM renamings WHERE kind = 'matter' AND ref = folded(id)
    ), seen AS (
        SELECT CASE WHEN m.matter_id IS NULL THEN d.firm_id END AS firm_id,
            coalesce(m.matter_id, m.law_firm_matter_id) AS written, d.document_id,
            CASE WHEN a.bill_id IS NOT NULL THEN b.description END AS name,
            CASE WHEN d.excluded IS NULL THEN euros(p.net, d.rate) * d.direction END AS amount, p.line_count AS lines,
            b.file_id, b.first_line AS line_no
        FROM matter_refs AS m JOIN documents AS d ON d.bill_id = m.bill_id JOIN bills AS b ON b.bill_id = m.bill_id
        JOIN bill_parts AS p ON p.bill_id = m.bill_id AND p.client_matter_id IS NOT DISTINCT FROM m.client_matter_id
            AND p.law_firm_matter_id IS NOT DISTINCT FROM m.law_firm_matter_id
        LEFT JOIN alone AS a ON a.bill_id = m.bill_id LEFT JOIN matters AS c ON c.matter_id = m.matter_id
        WHERE CASE WHEN m.matter_id IS NULL THEN m.law_firm_matter_id IS NOT NULL ELSE NOT c.known END
        UNION ALL
        SELECT NULL, c.matter_id, d.document_id, NULL, CASE WHEN d.excluded IS NULL THEN
                CASE WHEN d.registered_credit THEN -abs(euros(r.net_amount, d.register_rate))
                    ELSE euros(r.net_amount, d.register_rate) END END, 0, r.file_id, r.line_no
        FROM documents AS d JOIN registered AS r ON r.firm_id = d.firm_id AND r.document = d.document
            AND r.dead IS NOT DISTINCT FROM d.register_status
        JOIN matters AS c ON c.matter_id = matter_called(d.firm_id, r.matter_id)
        WHERE d.bill_id IS NULL AND NOT c.known
        UNION ALL
        SELECT NULL, c.matter_id, NULL, NULL, NULL, 0, t.file_id, t.line_no
        FROM (
            SELECT matter_called(coalesce(r.firm_id, t.firm_id), t.matter_id) AS matter_id, t.file_id, t.line_no
            FROM (SELECT firm_id, matter_id, file_id, line_no FROM ref_mandates
                UNION ALL SELECT firm_id, matter_id, file_id, line_no FROM ref_budgets) AS t
            LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id)
        ) AS t JOIN matters AS c ON c.matter_id = t.matter_id WHERE NOT c.known
    )
    SELECT s.firm_id, min(s.written) AS written, list(DISTINCT s.written) AS spellings,
        list(DISTINCT s.name) FILTER (s.name IS NOT NULL) AS names, coalesce(sum(s.amount), 0) AS amount,
        count(DISTINCT s.document_id) AS documents, sum(s.lines) AS lines,
        arg_min(f.name, (s.file_id, s.line_no)) AS file, arg_min(s.line_no, (s.file_id, s.line_no)) AS line,
        count(DISTINCT s.file_id) AS files
    FROM seen AS s JOIN files AS f ON f.file_id = s.file_id
    WHERE NOT EXISTS (FROM own AS o WHERE o.ref = folded(s.written) AND o.firm_id IN (coalesce(s.firm_id, ''), ''))
    GROUP BY s.firm_id, folded(s.written) ORDER BY abs(coalesce(sum(s.amount), 0)) DESC, min(s.written), s.firm_id
"""
_KNOWN = """
    SELECT c.matter_id, c.name, c.law_firm_matter_id, list(a.alias) FILTER (a.alias IS NOT NULL) AS aliases
    FROM matter_cards AS c LEFT JOIN ref_matter_aliases AS a ON a.matter_id = c.matter_id
    GROUP BY ALL ORDER BY c.matter_id
"""


def waiting(reader: Reader) -> list[Waiting]:
    """Return the references that lead to no matter of `matters`, with the matters they may be.

    Without that table only those wait that look like each other: the smaller may be the larger.
    """
    rows, known = reader.rows(_UNKNOWN), reader.rows(_KNOWN)
    listed = [
        Candidate(
            row["matter_id"], row["name"],
            tuple(filter(None, (row["name"], row["law_firm_matter_id"], *(row["aliases"] or ())))),
        )
        for row in known
    ]  # fmt: skip
    others = [Candidate(row["written"], None, ()) for row in rows[:COMPARED] if row["firm_id"] is None]
    larger = {one.id: one for one in others}
    places = {row["written"]: place for place, row in enumerate(rows) if row["firm_id"] is None}
    spelled = [[*row["spellings"], *(row["names"] or ())] for row in rows]
    found = Directory([*listed, *others], spelling.title).nearest(spelled)
    items = []
    for place, (row, proposals) in enumerate(zip(rows, found, strict=True)):
        kept = tuple(one for one in proposals if one.id not in larger or places[one.id] < place)
        if kept or known:
            items.append(
                Waiting(
                    "matter", row["written"], row["firm_id"], next(iter(sorted(row["names"] or ())), None),
                    row["amount"], row["documents"], row["lines"] or 0, row["file"], row["line"], row["files"],
                    known=False, proposals=kept,
                )
            )  # fmt: skip
    return items
