"""Supplier reviews as the store keeps them: prepared, frozen, held, closed; what was frozen is never overwritten.

Figures do not depend on reviews: these writes rebuild nothing and leave `data_version` alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from data.role import Purpose
from data.store import StoreError, next_number
from data.witness import note
from kpi.model import Period, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import duckdb

    from data.store import Reader, Store

State = Literal["prepared", "frozen", "held", "closed"]
STEPS: Final[Mapping[State, tuple[State, ...]]] = {
    "prepared": (),  # it is frozen by `freeze`, which needs the book
    "frozen": ("held",),
    "held": ("closed", "frozen"),
    "closed": ("frozen",),
}
"""From each state, those one may move to; back to frozen is to reopen."""
STATES: Final[Mapping[State, Text]] = {
    "prepared": Text("en préparation", "in preparation"),
    "frozen": Text("gelée", "frozen"),
    "held": Text("tenue", "held"),
    "closed": Text("close", "closed"),
}


@dataclass(frozen=True)
class Review:
    """One supplier review: a period and one firm, or the whole panel where `firm_id` is None.

    `plan` is JSON as given; `frozen_at` and `snapshot_id` are those of its latest snapshot, None before the first.
    """

    review_id: int
    period_start: dt.date
    period_end: dt.date
    firm_id: str | None
    state: State
    created_at: dt.datetime
    held_on: dt.date | None
    closed_on: dt.date | None
    plan: str
    snapshot_id: int | None
    frozen_at: dt.datetime | None

    @property
    def period(self) -> Period:
        """The days that the review is about."""
        return Period(start=self.period_start, end=self.period_end)


@dataclass(frozen=True)
class Snapshot:
    """One freezing of a review: when, over which imports, and what its book weighs (bytes, as compressed)."""

    snapshot_id: int
    review_id: int
    taken_at: dt.datetime
    data_version: int
    batches: tuple[int, ...]
    size: int
    sha256: str


class OpenReviewError(StoreError):
    """A review of the same period and firm is open already: `review_id`."""

    def __init__(self, review_id: int, created_at: dt.datetime) -> None:
        day = created_at.astimezone().date()
        super().__init__(
            Text(
                f"Une revue de cette période et de ce périmètre est déjà ouverte : la n° {review_id}, créée le "
                f"{day:%d/%m/%Y}. La reprendre, ou la clore avant d'en ouvrir une autre.",
                f"A review of this period and scope is open already: no. {review_id}, created on {day:%d %b %Y}. "
                "Go on with it, or close it before opening another.",
            )
        )
        self.review_id = review_id


def start(store: Store, period_start: dt.date, period_end: dt.date, firm_id: str | None, plan: str) -> int:
    """Open a review, in preparation, and return its number.

    Raises:
        OpenReviewError: one of the same period and firm is not closed yet.
    """
    period = Period(start=period_start, end=period_end)
    with store.writing(derive=False, purpose=Purpose.REVIEW) as con:
        note(con, "review")
        _refuse_second(con, period, firm_id)
        review_id = next_number(con, "reviews", "review_id")
        con.execute(
            "INSERT INTO reviews VALUES (?, ?, ?, ?, 'prepared', ?, NULL, NULL, ?)",
            [review_id, period.start, period.end, firm_id, _now(), plan],
        )
    return review_id


def save_plan(store: Store, review_id: int, plan: str) -> None:
    """Keep what is shown and said in a review; its frozen figures do not change.

    Raises:
        StoreError: there is no such review, or it is closed.
    """
    with store.writing(derive=False, purpose=Purpose.REVIEW) as con:
        note(con, "review")
        _refuse_closed(_found(con, review_id))
        con.execute("UPDATE reviews SET plan = ? WHERE review_id = ?", [plan, review_id])


def freeze(store: Store, review_id: int, book: bytes, *, seen: int | None = None) -> int:
    """Keep a snapshot of a review's figures and return its number; earlier snapshots stay, the latest counts.

    `book` is whatever the caller needs to show them again, already compressed. `seen` is the `data_version` it was
    worked out from. A review in preparation becomes frozen, one already held stays held.

    Raises:
        StoreError: there is no such review, it is closed, or an import came in since `seen`.
    """
    with store.writing(derive=False) as con:
        note(con, "review")
        review = _found(con, review_id)
        _refuse_closed(review)
        version = int(con.execute("SELECT value FROM meta WHERE name = 'data_version'").fetchall()[0][0])
        if seen not in (None, version):
            raise StoreError(
                Text(
                    "Les données ont changé pendant le gel de la revue. Rien n'a été gelé : recommencer.",
                    "The data changed while the review was being frozen. Nothing was frozen: start again.",
                )
            )
        files: dict[int, dict[int, str]] = {}
        for batch, file, name in con.execute(_FILES).fetchall():
            files.setdefault(batch, {})[file] = name
        snapshot_id = next_number(con, "snapshots", "snapshot_id")
        con.execute(
            "INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                snapshot_id, review_id, _now(), version, json.dumps(files, ensure_ascii=False), book,
                hashlib.sha256(book).hexdigest(),
            ],
        )  # fmt: skip
        con.execute("UPDATE reviews SET state = 'frozen' WHERE review_id = ? AND state = 'prepared'", [review_id])
    return snapshot_id


def move(store: Store, review_id: int, state: State, day: dt.date) -> None:
    """Say that a review was held or closed on a day, or reopen it: back to frozen, its two days forgotten.

    Raises:
        StoreError: there is no such review, that step is not allowed, or another review of its period is open.
    """
    with store.writing(derive=False) as con:
        note(con, "review")
        review = _found(con, review_id)
        if state not in STEPS[review.state]:
            raise StoreError(_no_such_step(review, state))
        if review.state == "closed":
            _refuse_second(con, review.period, review.firm_id)
        held, closed = {
            "held": (day, None),
            "closed": (review.held_on, day),
        }.get(state, (None, None))
        con.execute(
            "UPDATE reviews SET state = ?, held_on = ?, closed_on = ? WHERE review_id = ?",
            [state, held, closed, review_id],
        )


def remove(store: Store, review_id: int) -> None:
    """Forget a review that was never frozen; what was frozen may have been shown to somebody, and stays.

    Raises:
        StoreError: there is no such review, or it was frozen.
    """
    with store.writing(derive=False) as con:
        note(con, "review")
        review = _found(con, review_id)
        if review.state != "prepared" or review.snapshot_id is not None:
            raise StoreError(
                Text(
                    f"La revue n° {review_id} a été gelée : elle ne se supprime plus. La clore pour la ranger.",
                    f"Review no. {review_id} was frozen: it can no longer be removed. Close it to put it away.",
                )
            )
        con.execute("DELETE FROM reviews WHERE review_id = ?", [review_id])


def reviews(reader: Reader) -> list[Review]:
    """Return every review, the latest period first."""
    return [_review(row.values()) for row in reader.rows(f"{_REVIEWS} ORDER BY period_end DESC, review_id DESC")]


def review(reader: Reader, review_id: int) -> Review:
    """Return one review.

    Raises:
        StoreError: there is none of that number.
    """
    found = reader.rows(f"{_REVIEWS} WHERE review_id = ?", [review_id])
    if not found:
        raise StoreError(_unknown(review_id))
    return _review(found[0].values())


def previous(reader: Reader, review: Review) -> Review | None:
    """Return the review of the same firm (or of the panel) whose period ended last before this one begins."""
    earlier = [one for one in reviews(reader) if one.firm_id == review.firm_id]
    return next((one for one in earlier if one.period_end < review.period_start), None)


def book(reader: Reader, review_id: int, snapshot_id: int | None = None) -> bytes | None:
    """Return what a review froze last, or in one of its earlier snapshots; None if it never did.

    Raises:
        StoreError: the bytes are no longer those that were kept.
    """
    found = reader.rows(
        """SELECT snapshot_id, book, sha256 FROM snapshots
        WHERE review_id = $1 AND coalesce(snapshot_id = $2, true) ORDER BY snapshot_id DESC LIMIT 1""",
        [review_id, snapshot_id],
    )
    if not found:
        return None
    kept, number = bytes(found[0]["book"]), found[0]["snapshot_id"]
    if hashlib.sha256(kept).hexdigest() != found[0]["sha256"]:
        raise StoreError(
            Text(
                f"Ce que la revue n° {review_id} avait gelé (instantané n° {number}) est abîmé : son contenu ne "
                "correspond plus à son empreinte. La geler de nouveau, ou restaurer une sauvegarde (restore).",
                f"What review no. {review_id} had frozen (snapshot no. {number}) is damaged: its content no longer "
                "matches its fingerprint. Freeze it again, or restore a backup (restore).",
            )
        )
    return kept


def snapshots(reader: Reader, review_id: int) -> list[Snapshot]:
    """Return the snapshots of a review, the latest first, without their books."""
    found = reader.rows(
        """SELECT snapshot_id, review_id, taken_at AT TIME ZONE 'UTC' AS taken_at, data_version, batches,
            octet_length(book) AS size, sha256
        FROM snapshots WHERE review_id = $1 ORDER BY snapshot_id DESC""",
        [review_id],
    )
    return [
        Snapshot(**{**row, "taken_at": _utc(row["taken_at"]), "batches": tuple(map(int, json.loads(row["batches"])))})
        for row in found
    ]


def since(reader: Reader, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Return what changed in the data since a snapshot: one row per import that came in, or was taken back.

    Columns: batch_id, imported_at, source, files (the names of those that came or went), what (imported or undone).
    An import of which only some files were taken back is told with those. The latest import comes first.
    """
    kept = reader.value("SELECT batches FROM snapshots WHERE snapshot_id = $1", [snapshot.snapshot_id])
    then = {(int(batch), int(file)): name for batch, files in json.loads(kept).items() for file, name in files.items()}
    now = {(row["batch_id"], row["file_id"]): row["name"] for row in reader.rows(_FILES)}
    changes: dict[tuple[int, str], list[str]] = {}
    for what, here, there in (("imported", now, then), ("undone", then, now)):
        for key in sorted(here.keys() - there.keys()):
            changes.setdefault((key[0], what), []).append(here[key])
    told = {row["batch_id"]: row for row in reader.rows("""
        SELECT batch_id, strftime(imported_at AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%SZ') AS imported_at, source
        FROM batches
    """)}  # fmt: skip
    return [
        {**told[batch], "files": names, "what": what} for (batch, what), names in sorted(changes.items(), reverse=True)
    ]


_REVIEWS = """
    SELECT review_id, period_start, period_end, firm_id, state, created_at AT TIME ZONE 'UTC' AS created_at, held_on,
        closed_on, plan, snapshot_id, taken_at AT TIME ZONE 'UTC' AS frozen_at
    FROM reviews LEFT JOIN (
        SELECT review_id, max(snapshot_id) AS snapshot_id, arg_max(taken_at, snapshot_id) AS taken_at
        FROM snapshots GROUP BY review_id
    ) USING (review_id)
"""
_FILES = "SELECT batch_id, file_id, name FROM files WHERE status = 'imported' ORDER BY file_id"
"""The files alive: those of an import taken back are gone, those rejected brought nothing."""


def _review(row: Any) -> Review:  # noqa: ANN401 — the columns of _REVIEWS
    number, first, last, firm, state, created, held, closed, plan, snapshot, frozen = row
    frozen = None if frozen is None else _utc(frozen)
    return Review(number, first, last, firm, state, _utc(created), held, closed, plan, snapshot, frozen)


def _found(con: duckdb.DuckDBPyConnection, review_id: int) -> Review:
    """Return a review inside a write."""
    rows = con.execute(f"{_REVIEWS} WHERE review_id = ?", [review_id]).fetchall()
    if not rows:
        raise StoreError(_unknown(review_id))
    return _review(rows[0])


def _refuse_second(con: duckdb.DuckDBPyConnection, period: Period, firm_id: str | None) -> None:
    rows = con.execute(
        f"""{_REVIEWS} WHERE state <> 'closed' AND period_start = ? AND period_end = ?
            AND firm_id IS NOT DISTINCT FROM ?""",
        [period.start, period.end, firm_id],
    ).fetchall()
    if rows:
        first = _review(rows[0])
        raise OpenReviewError(first.review_id, first.created_at)


def _refuse_closed(review: Review) -> None:
    if review.state == "closed":
        raise StoreError(
            Text(
                f"La revue n° {review.review_id} est close. La rouvrir pour la modifier.",
                f"Review no. {review.review_id} is closed. Reopen it to change it.",
            )
        )


def _no_such_step(review: Review, state: State) -> Text:
    was, wanted = STATES[review.state], STATES[state]
    allowed = STEPS[review.state]
    fr = " ou ".join(STATES[one].fr for one in allowed) or "gelée, avec ses chiffres"
    en = " or ".join(STATES[one].en for one in allowed) or "frozen, with its figures"
    return Text(
        f"La revue n° {review.review_id} est {was.fr} : elle ne peut pas devenir {wanted.fr}. Elle peut être {fr}.",
        f"Review no. {review.review_id} is {was.en}: it cannot become {wanted.en}. It can be {en}.",
    )


def _unknown(review_id: int) -> Text:
    return Text(f"Il n'y a pas de revue n° {review_id}.", f"There is no review no. {review_id}.")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _utc(moment: dt.datetime) -> dt.datetime:
    """Return a moment that the store gave in UTC."""
    return moment.replace(tzinfo=dt.UTC)
