"""Objectives: where a figure should be on a day, whether it is, and what a decision changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.model import Basis, Better, Measure, Period, Scope
from kpi.objectives import Effect, Objective, Status, effect, line, status

SET, DUE = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
MIDDLE = dt.date(2026, 7, 2)  # 182 days of 364
UP = Objective(
    "budget_conformity", "in_force", "firm", "F1", Decimal("0.6"), Decimal("0.8"), set_on=SET, due_on=DUE
)  # fmt: skip
DOWN = replace(UP, kpi="off_panel_rate", reading="count", baseline=Decimal("0.3"), target=Decimal("0.1"))


def state(objective: Objective, value: str | None, day: dt.date = MIDDLE) -> str:
    return status(objective, None if value is None else Decimal(value), day).state


def test_half_way_through_the_time_half_of_the_way_is_expected():
    assert [line(UP, day) for day in (SET, MIDDLE, DUE)] == [Decimal("0.6"), Decimal("0.7"), Decimal("0.8")]
    assert [line(DOWN, day) for day in (SET, MIDDLE, DUE)] == [Decimal("0.3"), Decimal("0.2"), Decimal("0.1")]


def test_before_it_starts_and_after_it_is_due_the_line_is_flat():
    assert line(UP, dt.date(2025, 1, 1)) == Decimal("0.6")
    assert line(UP, dt.date(2028, 1, 1)) == Decimal("0.8")


def test_on_the_line_or_better_is_on_track():
    assert [state(UP, value) for value in ("0.69", "0.7", "0.75")] == ["late", "on_track", "on_track"]
    assert [state(DOWN, value) for value in ("0.21", "0.2", "0.15")] == ["late", "on_track", "on_track"]


def test_reached_is_reached_before_it_is_due_as_after():
    days = (SET, MIDDLE, DUE, dt.date(2027, 5, 1))
    assert {state(UP, "0.8", day) for day in days} == {state(DOWN, "0.05", day) for day in days} == {"reached"}


def test_after_the_day_it_is_reached_or_late():
    assert [state(UP, "0.79", day) for day in (DUE, dt.date(2027, 1, 1))] == ["late", "late"]


def test_without_a_value_it_cannot_be_measured_and_says_what_was_expected():
    assert status(UP, None, MIDDLE) == Status("not_measurable", Decimal("0.7"), start_assumed=False)
    assert state(UP, None, dt.date(2027, 1, 1)) == "not_measurable"


def test_without_the_day_it_was_set_the_line_starts_a_year_before_it_is_due_and_says_so():
    objective = replace(UP, set_on=None, due_on=dt.date(2026, 12, 31))
    assert objective.starts_on == dt.date(2025, 12, 31)
    assert status(objective, Decimal("0.6"), dt.date(2025, 12, 31)) == Status(
        "on_track", Decimal("0.6"), start_assumed=True
    )
    assert replace(UP, set_on=None, due_on=dt.date(2028, 2, 29)).starts_on == dt.date(2027, 2, 28)


def test_without_a_baseline_there_is_no_line_and_the_figure_says_which_way_is_better():
    up, down = replace(UP, baseline=None, set_on=None), replace(DOWN, baseline=None)
    assert status(up, Decimal("0.1"), MIDDLE) == Status("on_track", None, start_assumed=False)
    assert [state(up, "0.1", day) for day in (DUE, dt.date(2027, 1, 1))] == ["on_track", "late"]
    assert [state(up, "0.8"), state(down, "0.1")] == ["reached", "reached"]
    assert [state(up, "0.9"), state(down, "0.9")] == ["reached", "on_track"]


def test_a_baseline_decides_over_the_figure():
    more_outside = replace(DOWN, baseline=Decimal("0.1"), target=Decimal("0.3"))
    assert (more_outside.wanted, state(more_outside, "0.3")) == ("higher", "reached")


def test_a_level_to_keep_takes_its_direction_from_the_figure():
    keep = replace(DOWN, baseline=Decimal("0.1"))
    assert [state(keep, value) for value in ("0.1", "0.05", "0.12")] == ["reached", "reached", "late"]


def test_what_says_no_direction_cannot_be_measured():
    spend = replace(UP, kpi="spend", baseline=None, target=Decimal(1_000_000))
    assert state(spend, "900000") == "not_measurable"
    assert state(replace(spend, kpi="of another version"), "900000") == "not_measurable"
    assert state(replace(spend, baseline=Decimal(2_000_000)), "900000") == "reached"


def test_a_start_after_the_due_day_has_no_slope():
    objective = replace(UP, set_on=dt.date(2027, 6, 1))
    assert [line(objective, day) for day in (SET, DUE, dt.date(2027, 7, 1))] == [
        Decimal("0.6"), Decimal("0.8"), Decimal("0.8"),
    ]  # fmt: skip


ratios = st.decimals(0, 1, places=3)
days = st.dates(dt.date(2025, 6, 1), dt.date(2027, 6, 1))


objectives = st.builds(
    lambda baseline, target, set_on: replace(UP, baseline=baseline, target=target, set_on=set_on), ratios, ratios, days
)


@settings(deadline=None)
@given(objectives, days, ratios, ratios)
def test_a_better_value_is_never_further_from_the_target(
    objective: Objective, day: dt.date, value: Decimal, more: Decimal
):
    order = ["late", "on_track", "reached"]
    better = value + more if objective.wanted == "higher" else value - more
    assert order.index(status(objective, value, day).state) <= order.index(status(objective, better, day).state)
    ends, expected = [objective.baseline or Decimal(0), objective.target], line(objective, day)
    assert expected is not None
    assert min(ends) <= expected <= max(ends)


# Effect


def measure(value: str | None, quarter: str = "2026-T2", better: Better = "higher", **scope: Any) -> Measure:
    asked = Scope(period=Period.parse(quarter), **scope)
    known = None if value is None else Decimal(value)
    return Measure("budget_conformity", "in_force", "ratio", better, asked, Basis(), known, None, None, 1, None)


def after(value: str | None, better: Better = "higher", **scope: Any) -> Measure:
    return measure(value, "2026-T3", better, **scope)


def test_a_figure_that_moved_the_wanted_way_is_better():
    assert effect(measure("0.6"), after("0.7")) == Effect("better", Decimal("0.1"))
    assert effect(measure("0.6"), after("0.5")) == Effect("worse", Decimal("-0.1"))
    assert effect(measure("0.6"), after("0.60")) == Effect("unchanged", Decimal(0))
    assert effect(measure("0.6", better="lower"), after("0.7", better="lower")).verdict == "worse"


def test_a_figure_that_has_no_better_way_has_changed():
    assert effect(measure("0.6", better="neutral"), after("0.7", better="neutral")).verdict == "changed"


@pytest.mark.parametrize(("first", "second"), [(None, "0.7"), ("0.7", None), (None, None)])
def test_without_both_values_there_is_no_effect(first: str | None, second: str | None):
    assert effect(measure(first), after(second)) == Effect("not_measurable", None)


def test_another_question_is_refused_with_what_differs():
    before = measure("0.6", where={"firm": ("F1", "F2")})
    assert effect(before, after("0.7", where={"firm": ("F2", "F1")})).verdict == "better"
    assert effect(before, after("0.7", where={"firm": ("F1",)})) == Effect("not_comparable", None, ("where",))
    generous = after("0.7", where={"firm": ("F1", "F2")}, tolerance=Decimal("0.1"), weight="amount")
    assert effect(before, generous).differs == ("tolerance", "weight")
    initial = replace(measure("0.9"), reading="initial")
    assert effect(measure("0.6"), initial) == Effect("not_comparable", None, ("reading",))
    other = replace(measure("0.9"), kpi="spend")
    assert effect(measure("0.6"), other).differs == ("kpi",)
