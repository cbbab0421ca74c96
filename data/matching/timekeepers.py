"""People whom the table does not know, and people under two ids: who they may be, within one firm."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from data.matching import spelling
from data.matching.closeness import Candidate, Directory
from data.matching.item import Waiting

if TYPE_CHECKING:
    from data.store import Reader

Row = dict[str, Any]

# One row per firm × person as lines write them; one who leads to themselves was said to be nobody else.
_PEOPLE = """
    WITH own AS (
        SELECT firm_id, ref FROM renamings WHERE kind = 'timekeeper' AND ref = folded(id)
    ), seen AS (
        SELECT t.firm_id, t.timekeeper_id, t.known, t.written_id, t.written_name, d.document_id,
            CASE WHEN d.excluded IS NULL THEN euros(l.net, d.rate) * d.direction END AS amount, l.file_id, l.line_no
        FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
        JOIN timekeeper_refs AS t ON t.firm_id = d.firm_id AND t.written_id IS NOT DISTINCT FROM l.timekeeper_id
            AND t.written_name IS NOT DISTINCT FROM l.timekeeper_name
        WHERE l.kind = 'F'
    )
    SELECT s.firm_id, s.timekeeper_id, bool_or(s.known) AS known,
        EXISTS (FROM own AS o WHERE o.firm_id = s.firm_id AND o.ref = folded(s.timekeeper_id)) AS settled,
        coalesce(min(s.written_name) FILTER (s.written_id IS NULL AND folded(s.written_name) = s.timekeeper_id),
            s.timekeeper_id) AS written,
        list(DISTINCT s.written_name) FILTER (s.written_name IS NOT NULL) AS names,
        coalesce(sum(s.amount), 0) AS amount, count(DISTINCT s.document_id) AS documents, count(*) AS lines,
        arg_min(f.name, (s.file_id, s.line_no)) AS file, arg_min(s.line_no, (s.file_id, s.line_no)) AS line,
        count(DISTINCT s.file_id) AS files
    FROM seen AS s JOIN files AS f ON f.file_id = s.file_id
    GROUP BY s.firm_id, s.timekeeper_id
    ORDER BY s.firm_id, known DESC, abs(coalesce(sum(s.amount), 0)) DESC, s.timekeeper_id
"""
_STAFF = """
    SELECT coalesce(r.firm_id, t.firm_id) AS firm_id, t.timekeeper_id, t.name
    FROM timekeepers AS t LEFT JOIN firm_refs AS r ON r.ref = folded(t.firm_id) ORDER BY ALL
"""


def waiting(reader: Reader) -> list[Waiting]:
    """Return the people whom `timekeepers` does not know, and those who look like another of their firm.

    Of two who look alike the one it does not know waits, else the one who billed less. A firm of which the table knows
    nobody is compared within itself only.
    """
    people: defaultdict[str, list[Row]] = defaultdict(list)
    for row in reader.rows(_PEOPLE):
        people[row["firm_id"]].append(row)
    staff: defaultdict[str, dict[str, str | None]] = defaultdict(dict)
    for row in reader.rows(_STAFF):
        staff[row["firm_id"]][row["timekeeper_id"]] = row["name"]
    items = [item for firm, rows in people.items() for item in _of_firm(rows, staff[firm])]
    return sorted(items, key=lambda item: (-abs(item.amount), item.firm_id or "", item.written))


def _of_firm(rows: list[Row], staff: dict[str, str | None]) -> list[Waiting]:
    """Compare the people of one firm, those known first and then by amount: each may be one who comes before."""
    places = {row["timekeeper_id"]: place for place, row in enumerate(rows)}
    billed = {row["timekeeper_id"]: row["names"] or [] for row in rows}
    candidates = [
        Candidate(one, staff.get(one) or next(iter(sorted(names)), None), tuple(filter(None, {*names, staff.get(one)})))
        for one, names in (dict.fromkeys(staff, ()) | billed).items()
    ]
    found = Directory(candidates, spelling.person, people=True).nearest([_spellings(row, staff) for row in rows])
    items = []
    for place, (row, proposals) in enumerate(zip(rows, found, strict=True)):
        kept = tuple(one for one in proposals if one.id != row["timekeeper_id"] and places.get(one.id, -1) < place)
        if row["settled"] or not (kept or (staff and not row["known"])) or (row["known"] and not _alike(kept)):
            continue
        name = next((name for name in sorted(row["names"] or ()) if name != row["written"]), None)
        items.append(
            Waiting(
                "timekeeper", row["written"], row["firm_id"], name, row["amount"], row["documents"], row["lines"],
                row["file"], row["line"], row["files"], known=row["known"],
                proposals=_alike(kept) if row["known"] else kept,
            )
        )  # fmt: skip
    return items


def _spellings(row: Row, staff: dict[str, str | None]) -> list[str]:
    texts = [row["timekeeper_id"], row["written"], *(row["names"] or ()), staff.get(row["timekeeper_id"])]
    return [text for text in texts if text]


def _alike(proposals: tuple[Any, ...]) -> tuple[Any, ...]:
    """Keep what speaks of one person under two ids that the table knows: the same name, nothing less."""
    return tuple(one for one in proposals if one.reason == "same")
