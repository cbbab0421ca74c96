"""Frozen reviews without what was erased: their answers are rewritten, and so is the fingerprint that guards them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from data import pseudonyms

if TYPE_CHECKING:
    import duckdb

    from data.redaction import Redaction


@dataclass(frozen=True)
class _Reading:
    """What is to be taken out of the rows of a book."""

    key: str
    redaction: Redaction
    cells: dict[tuple[str, str], str]
    narratives: dt.date | None
    comments: dt.date | None

    def of(self, held: Any) -> Any:  # noqa: ANN401 — any JSON
        """Return a JSON value without it."""
        match held:
            case dict():
                return {name: self._cell(name, cell, held) for name, cell in held.items()}
            case list():
                return [self.of(one) for one in held]
            case str():
                return self.redaction.text(held)
        return held

    def _cell(self, name: str, cell: Any, row: dict[str, Any]) -> Any:  # noqa: ANN401 — as above
        firm = row.get("firm_id")
        if name in ("timekeeper_id", "timekeeper", "timekeeper_name") and isinstance(cell, str):
            return self.cells.get((firm, cell), self.redaction.text(cell)) if isinstance(firm, str) else self.of(cell)
        for columns, date, before in (
            (("narrative", "description"), "invoice_date", self.narratives),
            (("comment", "respondent_role"), "answered_on", self.comments),
        ):
            if name in columns and before and isinstance(cell, str) and not cell.startswith(pseudonyms.ERASED):
                return pseudonyms.text(self.key, cell) if _day(row.get(date)) < before else cell
        return self.of(cell)


def books(
    con: duckdb.DuckDBPyConnection,
    key: str,
    redaction: Redaction,
    narratives: dt.date | None,
    comments: dt.date | None,
) -> int:
    """Rewrite the books that hold what is erased; return how many."""
    cells = {(one.firm_id, an_id): one.pseudonym for one in redaction.people for an_id in (*one.ids, one.timekeeper_id)}
    reading, changed = _Reading(key, redaction, cells, narratives, comments), 0
    for (number,) in con.execute("SELECT snapshot_id FROM snapshots ORDER BY 1").fetchall():
        book, sha256 = con.execute("SELECT book, sha256 FROM snapshots WHERE snapshot_id = ?", [number]).fetchall()[0]
        if hashlib.sha256(bytes(book)).hexdigest() != sha256:
            continue  # damaged: its review says so when it is opened, and must go on saying it
        held = json.loads(zlib.decompress(bytes(book)))
        after = reading.of(held)
        if after != held:
            kept = zlib.compress(json.dumps(after, ensure_ascii=False).encode(), 6)
            con.execute(
                "UPDATE snapshots SET book = ?, sha256 = ? WHERE snapshot_id = ?",
                [kept, hashlib.sha256(kept).hexdigest(), number],
            )
            changed += 1
    return changed


def _day(held: Any) -> dt.date:  # noqa: ANN401 — as packed in a book
    """Return the day of a row; one that says none is as old as can be."""
    written = held.get("is") if isinstance(held, dict) else held
    try:
        return dt.date.fromisoformat(str(written)[:10])
    except ValueError:
        return dt.date.min
