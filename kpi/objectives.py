"""Objectives: a target to reach by a day, how it stands on the way, and what a decision changed.

An objective is tied to one reading of one figure: reading it otherwise cannot fake success.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal

from kpi import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Better, Key, Measure

State = Literal["reached", "on_track", "late", "not_measurable"]
Verdict = Literal["better", "worse", "unchanged", "changed", "not_measurable", "not_comparable"]
_TIED: Final = ("kpi", "reading")
_TIED_IN_SCOPE: Final = ("tolerance", "weight")


@dataclass(frozen=True)
class Objective:
    """A figure to bring from a baseline, known on a day, to a target by another day.

    In the unit of the figure (EUR HT, a share of 1, days…); `dimension` and `key` narrow it to one firm or one type.
    """

    kpi: str
    reading: str | None
    dimension: str | None
    key: Key
    baseline: Decimal | None
    target: Decimal
    set_on: dt.date | None
    due_on: dt.date

    @property
    def starts_on(self) -> dt.date:
        """Where the line starts: the day the objective was set, else one year before it is due."""
        return self.set_on or _year_before(self.due_on)

    @property
    def wanted(self) -> Better:
        """Which way is better: from the baseline to the target, else as the figure says; neutral where neither does."""
        if self.baseline is not None and self.baseline != self.target:
            return "higher" if self.target > self.baseline else "lower"
        figure = catalogue().get(self.kpi)
        return figure.better if figure else "neutral"


@dataclass(frozen=True)
class Status:
    """How an objective stands on a day, with the value then expected on the straight line (None without a baseline)."""

    state: State
    expected: Decimal | None
    start_assumed: bool
    """The day it was set is not known: the line was drawn from one year before it is due."""


def status(objective: Objective, value: Decimal | None, day: dt.date) -> Status:
    """Say how an objective stands: reached, on_track (on the line or better), late, or not_measurable.

    Reached is reached, before it is due as after. Without a baseline there is no line: on_track until it is due. Not
    measurable: there is no value, or nothing says which way is better.
    """
    expected = line(objective, day)
    return Status(_state(objective, value, expected, day), expected, expected is not None and objective.set_on is None)


def _state(objective: Objective, value: Decimal | None, expected: Decimal | None, day: dt.date) -> State:
    wanted = objective.wanted
    if value is None or wanted == "neutral":
        return "not_measurable"
    if _at_least(value, objective.target, wanted):
        return "reached"
    if day > objective.due_on:
        return "late"
    return "on_track" if expected is None or _at_least(value, expected, wanted) else "late"


def line(objective: Objective, day: dt.date) -> Decimal | None:
    """Return the value expected on a day: the baseline until the start, the target from the due day on."""
    start, end = objective.starts_on, objective.due_on
    if objective.baseline is None:
        return None
    if day >= end:
        return objective.target
    if day <= start:
        return objective.baseline
    way = objective.target - objective.baseline
    return objective.baseline + way * (day - start).days / (end - start).days


def _at_least(value: Decimal, mark: Decimal, wanted: Better) -> bool:
    return value >= mark if wanted == "higher" else value <= mark


def _year_before(day: dt.date) -> dt.date:
    leap = day.month == 2 and day.day == 29  # noqa: PLR2004 — 29 February
    return day.replace(year=day.year - 1, day=28 if leap else day.day)


@dataclass(frozen=True)
class Effect:
    """What a figure did between two measures: the verdict, by how much, and what forbids comparing them if so."""

    verdict: Verdict
    change: Decimal | None
    differs: tuple[str, ...] = ()


def effect(before: Measure, after: Measure) -> Effect:
    """Compare a figure before and after a decision: better, worse or unchanged.

    `changed` where the figure itself says that neither way is better. Refused (not_comparable, with what differs) when
    the figure, the reading, the tolerance, the weight or what is kept is not the same: only the period may differ.
    """
    differs = [name for name in _TIED if getattr(before, name) != getattr(after, name)]
    differs += [name for name in _TIED_IN_SCOPE if getattr(before.scope, name) != getattr(after.scope, name)]
    if _kept(before.scope.where) != _kept(after.scope.where):
        differs.append("where")
    if differs:
        return Effect("not_comparable", None, tuple(differs))
    if before.value is None or after.value is None:
        return Effect("not_measurable", None)
    change = after.value - before.value
    if not change:
        return Effect("unchanged", change)
    if after.better == "neutral":
        return Effect("changed", change)
    return Effect("better" if (change > 0) == (after.better == "higher") else "worse", change)


def _kept(where: Mapping[str, tuple[Key, ...]]) -> dict[str, frozenset[Key]]:
    """Return what is kept, in whatever order it was asked."""
    return {dimension: frozenset(keys) for dimension, keys in where.items()}
