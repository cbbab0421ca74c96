"""What became of the actions: their state on a day, and the figure they aimed at, before and after."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from kpi import catalogue, objectives
from kpi.model import Measure, Period, Scope
from kpi.objectives import Objective, Status
from report import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.model import Key, Lang
    from kpi.objectives import Verdict
    from report.review.brief import Answers, Brief

Row = dict[str, Any]
_CLOSED: Final = ("done", "dropped")
_SOON: Final = 14


@dataclass(frozen=True)
class Effect:
    """A figure before a decision and after: the last full quarter before it, and the quarter looked at."""

    before: Measure
    after: Measure

    @property
    def verdict(self) -> Verdict:
        """Whether it went the wanted way: the very same reading, before and after."""
        return objectives.effect(self.before, self.after).verdict

    def said(self, lang: Lang) -> str:
        """Write it: « 62,0 % → 71,4 % (+9,4 pts) »."""
        was, now = words.measure(self.before, lang), words.measure(self.after, lang)
        if None in {self.before.value, self.after.value}:
            return f"{was} → {now}"
        return f"{was} → {now} ({words.change(self.after.value, self.before.value, self.after.unit, lang)})"


def state(row: Row, day: dt.date) -> str:
    """Say how an action stands: done, dropped, late, soon (due within two weeks), open."""
    if row["status"] in _CLOSED:
        return str(row["status"])
    due: dt.date | None = row["due_on"]
    if due is None:
        return "open"
    if due < day:
        return "late"
    return "soon" if due <= day + dt.timedelta(_SOON) else "open"


def effect(answers: Answers, row: Row, period: Period, fiscal_start: int = 1) -> Effect | None:
    """Measure what an action changed: its figure, for its firm, in its usual reading; None when it aims at none.

    Before: the last quarter that was over when it was decided. After: the period looked at, if it is later.
    """
    kpi = catalogue().get(row["kpi"] or "")
    if kpi is None:
        return None
    before = Period.quarter_of(Period.quarter_of(row["decided_on"], fiscal_start).back(3).end, fiscal_start)
    if period.end <= before.end:
        return None
    where: dict[str, tuple[Key, ...]] = {}
    if row["firm_id"] and "firm" in kpi.dimensions:
        where = {"firm": (row["firm_id"],)}
    found = [
        answers.measure(kpi.name, kpi.default_reading, Scope(period=span, where=where, fiscal_start=fiscal_start))
        for span in (before, period)
    ]
    return Effect(*found)


def expected(row: Row, lang: Lang) -> str:
    """Write what an action should bring: a number in its figure's unit, else as it was written."""
    written = (row["expected"] or "").strip()
    kpi = catalogue().get(row["kpi"] or "")
    if kpi is None or not written:
        return words.readable(written)
    try:
        value = Decimal(written.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return words.readable(written)
    return words.show(value, kpi.unit, lang)


def before_meeting(rows: Iterable[Row], period: Period) -> list[Row]:
    """Return the actions of earlier reviews: decided by the period's end, still open or closed within a year of it."""
    earliest = period.back(12).start
    return [
        row
        for row in rows
        if row["decided_on"] <= period.end and (row["status"] not in _CLOSED or row["decided_on"] >= earliest)
    ]


def of_meeting(rows: Iterable[Row], period: Period) -> list[Row]:
    """Return the actions decided in the review of a period: after its end, before the next quarter's."""
    last = period.end + dt.timedelta((period.end - period.start).days + 1)
    return [row for row in rows if period.end < row["decided_on"] <= last]


def for_edition(brief: Brief, rows: Iterable[Row]) -> list[Row]:
    """Keep what an edition may show: in a firm's, only what that firm itself has to do."""
    if not brief.closed_to_peers:
        return list(rows)
    return [row for row in rows if row["firm_id"] == brief.firm and row["owner"] == "firm"]


@dataclass(frozen=True)
class Followed:
    """A target of the store, the figure it is tied to, and how it stands."""

    row: Row
    objective: Objective
    measure: Measure
    status: Status


def objective(row: Row) -> Objective:
    """Read a target: tied to one figure, one reading, one slice."""
    return Objective(
        kpi=row["kpi"], reading=row["reading"] or None, dimension=row["dimension"] or None, key=row["key"],
        baseline=row["baseline"], target=row["target"], set_on=row.get("set_on"), due_on=row["due_on"],
    )  # fmt: skip


def followed(
    answers: Answers, rows: Iterable[Row], period: Period, day: dt.date, fiscal_start: int = 1
) -> list[Followed]:
    """Say how each target stands: its figure over the period, in its own reading, for its own slice.

    A target whose figure, reading or dimension is unknown here is left to the page of gaps: it measures nothing.
    """
    found = []
    for row in rows:
        kpi = catalogue().get(row["kpi"])
        wanted = objective(row)
        reading = wanted.reading or (kpi.default_reading if kpi else "")
        if kpi is None or reading not in {known.name for known in kpi.readings}:
            continue
        if wanted.dimension and wanted.dimension not in kpi.dimensions:
            continue
        where: dict[str, tuple[Key, ...]] = {wanted.dimension: (wanted.key,)} if wanted.dimension else {}
        measure = answers.measure(kpi.name, reading, Scope(period=period, where=where, fiscal_start=fiscal_start))
        found.append(Followed(row, wanted, measure, objectives.status(wanted, measure.value, day)))
    return found
