"""Firms that no table knows: what their names may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.matching import spelling
from data.matching.closeness import Candidate, Directory
from data.matching.item import Waiting

if TYPE_CHECKING:
    from data.store import Reader

COMPARED = 1000
"""Names that no table knows are compared with the largest of their like, as many as these."""

# One row per firm that no table knows, in all its cases; a firm that leads to itself was said to be nobody else.
_UNKNOWN = """
    WITH unknown AS (
        SELECT firm_id FROM firm_list WHERE NOT known AND firm_id IS NOT NULL
            AND folded(firm_id) NOT IN (SELECT folded(alias) FROM firm_aliases WHERE folded(alias) = folded(firm_id))
            AND firm_id NOT IN (SELECT group_id FROM firms WHERE group_id IS NOT NULL)
    ), worth AS (
        SELECT document_id, sum(amount) AS amount FROM spend WHERE excluded IS NULL GROUP BY document_id
    ), seen AS (
        SELECT d.firm_id, d.document_id, b.firm_name AS name, b.firm_ids AS ids, b.file_id, b.first_line AS line_no,
            b.line_count AS lines
        FROM documents AS d JOIN bills AS b ON b.bill_id = d.bill_id
        UNION ALL
        SELECT d.firm_id, d.document_id, NULL, NULL, min(r.file_id), arg_min(r.line_no, (r.file_id, r.line_no)), 0
        FROM documents AS d JOIN registered AS r ON r.firm_id = d.firm_id AND r.document = d.document
        WHERE d.bill_id IS NULL GROUP BY d.firm_id, d.document_id
        UNION ALL
        SELECT coalesce(r.firm_id, t.firm_id), NULL, NULL, NULL, t.file_id, t.line_no, 0
        FROM (SELECT firm_id, file_id, line_no FROM ref_mandates
            UNION ALL SELECT firm_id, file_id, line_no FROM ref_panel
            UNION ALL SELECT firm_id, file_id, line_no FROM ref_budgets) AS t
        LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id)
    )
    SELECT arg_max(s.firm_id, (coalesce(w.amount, 0), s.firm_id)) AS written, list(DISTINCT s.firm_id) AS spellings,
        list(DISTINCT s.name) FILTER (s.name IS NOT NULL) AS names,
        flatten(list(s.ids) FILTER (s.ids IS NOT NULL)) AS ids,
        coalesce(sum(w.amount), 0) AS amount, count(DISTINCT s.document_id) AS documents, sum(s.lines) AS lines,
        arg_min(f.name, (s.file_id, s.line_no)) AS file, arg_min(s.line_no, (s.file_id, s.line_no)) AS line,
        count(DISTINCT s.file_id) AS files
    FROM seen AS s JOIN unknown AS u ON u.firm_id = s.firm_id JOIN files AS f ON f.file_id = s.file_id
    LEFT JOIN worth AS w ON w.document_id = s.document_id
    GROUP BY folded(s.firm_id) ORDER BY abs(coalesce(sum(w.amount), 0)) DESC, written
"""
_KNOWN = """
    SELECT f.firm_id, f.name, list(a.alias) FILTER (a.alias IS NOT NULL) AS aliases
    FROM firms AS f LEFT JOIN firm_aliases AS a ON a.firm_id = f.firm_id GROUP BY ALL ORDER BY f.firm_id
"""


def waiting(reader: Reader) -> list[Waiting]:
    """Return the firms that `firms` does not know, with the firms they may be.

    Without that table only those wait that look like each other: the smaller may be the larger.
    """
    rows, known = reader.rows(_UNKNOWN), reader.rows(_KNOWN)
    listed = [Candidate(row["firm_id"], row["name"], (row["name"], *(row["aliases"] or ()))) for row in known]
    others = [Candidate(row["written"], _name(row), tuple(_spellings(row))) for row in rows[:COMPARED]]
    larger = {one.id: place for place, one in enumerate(others)}
    found = Directory([*listed, *others], spelling.firm, least=1).nearest([_spellings(row) for row in rows])
    items = []
    for place, (row, proposals) in enumerate(zip(rows, found, strict=True)):
        kept = tuple(one for one in proposals if larger.get(one.id, -1) < place)
        if kept or known:
            items.append(
                Waiting(
                    "firm", row["written"], None, _name(row), row["amount"], row["documents"], row["lines"] or 0,
                    row["file"], row["line"], row["files"], known=False, proposals=kept,
                )
            )  # fmt: skip
    return items


def _spellings(row: dict[str, Any]) -> list[str]:
    return [*row["spellings"], *(row["names"] or ()), *(row["ids"] or ())]


def _name(row: dict[str, Any]) -> str | None:
    """Return what a firm calls itself beside the text that leads to it."""
    return next((name for name in sorted(row["names"] or ()) if name != row["written"]), None)
