"""How long personal data are kept, by kind, in months; off until somebody says so, and then really applied.

Counted from the date of the invoice, or of the answer; amounts stay (ten years, Code de commerce, art. L. 123-22).
Names: a line older than that loses its name; a person whose last invoice is older becomes a pseudonym everywhere.
"""

from __future__ import annotations

import calendar
import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

from data import people, pseudonyms
from data.erasure import PROOFS, Erased, Order, erase
from data.store import EmptyStoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.store import Reader, Store

KINDS: Final = ("names", "narratives", "comments")
_PERIODS: Final = "retention"
_RAN: Final = "retention_ran"
_VALUE: Final = "SELECT value FROM meta WHERE name = $1"
_DUE: Final = {
    "names": f"""FROM lines AS l JOIN bills AS b ON b.bill_id = l.bill_id WHERE b.invoice_date < $1
        AND l.timekeeper_name IS NOT NULL AND NOT regexp_full_match(l.timekeeper_name, '{pseudonyms.PERSON}')""",
    "narratives": f"""FROM (
            SELECT b.invoice_date, l.narrative FROM lines AS l JOIN bills AS b ON b.bill_id = l.bill_id
            UNION ALL SELECT invoice_date, description FROM bills
        ) WHERE invoice_date < $1 AND narrative IS NOT NULL AND NOT {pseudonyms.is_erased("narrative")}""",
    "comments": f"""FROM ref_surveys WHERE answered_on < $1 AND coalesce(comment, respondent_role) IS NOT NULL
        AND NOT {pseudonyms.is_erased("coalesce(comment, respondent_role)")}""",
}

_REJECTED: Final = """FROM files AS f JOIN batches AS b ON b.batch_id = f.batch_id
    WHERE f.status = 'rejected' AND b.imported_at::DATE < $1
        AND f.sha256 IN (SELECT sha256 FROM originals WHERE part >= 0)"""
"""Files without any date but that of their import, whose original is still there."""


def periods(reader: Reader) -> dict[str, int]:
    """Return for how many months each kind is kept; a kind that is not named is kept without limit."""
    found = reader.rows(_VALUE, [_PERIODS])
    return dict(json.loads(found[0]["value"])) if found else {}


def last_run(reader: Reader) -> dt.date | None:
    """Return the day on which the periods were applied last."""
    found = reader.rows(_VALUE, [_RAN])
    return dt.date.fromisoformat(found[0]["value"]) if found else None


def proofs(reader: Reader) -> list[dict[str, Any]]:
    """Return what was erased, the latest first: on which day, why, before which days, how many of each kind."""
    found = reader.rows(_VALUE, [PROOFS])
    return list(json.loads(found[0]["value"]))[::-1] if found else []


def settle(store: Store, wanted: Mapping[str, int | None]) -> dict[str, int]:
    """Say for how many months kinds are kept (None: without limit); the others stay as they are. Return all of them."""
    with store.writing(derive=False) as con:
        found = con.execute(_VALUE, [_PERIODS]).fetchall()
        kept = (json.loads(found[0][0]) if found else {}) | dict(wanted)
        kept = {kind: kept[kind] for kind in KINDS if kept.get(kind) is not None}
        con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_PERIODS, json.dumps(kept)])
    return kept


def apply(store: Store, today: dt.date, *, once_a_day: bool = False) -> Erased | None:
    """Erase what is older than its period; None when nothing is, or nothing was asked.

    Raises:
        StoreError: the store cannot be read or written.
    """
    try:
        with store.reading() as reader:
            kept = periods(reader)
            if not kept or (once_a_day and last_run(reader) == today):
                return None
            order = _due(reader, {kind: months_before(today, months) for kind, months in kept.items()})
    except EmptyStoreError:
        return None
    done = erase(store, order, why="retention", today=today) if order != Order() else None
    if once_a_day or done:
        with store.writing(derive=False) as con:
            con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [_RAN, today.isoformat()])
    return done


def _due(reader: Reader, before: Mapping[str, dt.date]) -> Order:
    """Return what there is to erase: to look costs little, to erase writes the whole store anew."""
    due = {kind: day for kind, day in before.items() if reader.value(f"SELECT EXISTS ({_DUE[kind]})", [day])}
    rejected = {kind: day for kind, day in before.items() if kind in ("names", "narratives")}
    due |= {kind: day for kind, day in rejected.items() if reader.value(f"SELECT EXISTS ({_REJECTED})", [day])}
    day = before.get("names")
    if day and any(last is not None and last < day for _, last in people.everybody(reader.con, "")):
        due["names"] = day
    return Order(names=due.get("names"), narratives=due.get("narratives"), comments=due.get("comments"))


def months_before(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months earlier, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
