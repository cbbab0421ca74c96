"""Where figures end: what is refused, what lies exactly on a bound, and what is left out with its reason."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from kpi import catalogue
from kpi.budget_conformity import state
from kpi.budgets import Judged
from kpi.model import Excluded, Period, Scope, Text
from kpi.portfolio import matrix
from tests.kpi.test_catalogue import in_polars

T3 = Scope(period=Period.parse("2026-T3"))
JULY = dt.date(2026, 7, 10)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("", "x"), ("x", " ")])
def test_a_text_in_one_language_is_refused(words: tuple[str, str]):
    with pytest.raises(ValueError, match="both languages"):
        Text(*words)


@pytest.mark.parametrize("text", ["2026-13", "2026-00"])
def test_a_month_that_does_not_exist_is_refused(text: str):
    with pytest.raises(ValueError, match="there is no month"):
        Period.parse(text)


def test_a_period_has_its_days_in_order():
    assert Period(start=JULY, end=JULY).split("month") == {"2026-07": Period(start=JULY, end=JULY)}
    with pytest.raises(ValidationError, match="before it starts"):
        Period(start=JULY, end=day("2026-07-09"))


@pytest.mark.parametrize("value", ["-0.01", "1.01", "NaN", "Infinity"])
def test_a_tolerance_outside_its_bounds_is_refused(value: str):
    assert [Scope(period=T3.period, tolerance=Decimal(bound)).tolerance for bound in (0, 1)] == [0, 1]
    with pytest.raises(ValidationError, match="tolerance"):
        Scope(period=T3.period, tolerance=Decimal(value))


# --- Spans of days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "months", "before"),
    [
        ("2024-01-01", "2024-03-31", 12, ("2023-01-01", "2023-03-31")),  # whole months, whatever their length
        ("2024-03-31", "2024-04-15", 1, ("2024-02-29", "2024-03-15")),  # no 31 February: its last day
        ("2024-02-29", "2024-02-29", 12, ("2023-02-28", "2023-02-28")),
        ("2026-01-15", "2026-02-14", 3, ("2025-10-15", "2025-11-14")),  # over a new year
    ],
)
def test_the_same_span_some_months_earlier(start: str, end: str, months: int, before: tuple[str, str]):
    found = Period(start=day(start), end=day(end)).back(months)
    assert (found.start, found.end) == tuple(map(day, before))


@pytest.mark.parametrize(
    ("on", "fiscal_start", "quarter"),
    [
        ("2026-03-31", 1, "2026-T1"),
        ("2026-04-01", 1, "2026-T2"),
        ("2026-03-31", 4, "2025-T4"),
        ("2026-04-01", 4, "2026-T1"),
    ],
)
def test_the_quarter_of_a_day(on: str, fiscal_start: int, quarter: str):
    found = Period.quarter_of(day(on), fiscal_start)
    assert found == Period.parse(quarter, fiscal_start)
    assert found.start <= day(on) <= found.end


# --- Bounds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spent", "agreed", "closed", "stands"),
    [
        ("79.99", "100", False, "conforming"),
        ("80.00", "100", False, "at_risk"),  # four fifths, bound included
        ("80.00", "100", True, "conforming"),  # nothing more will come
        ("110.00", "100", False, "at_risk"),  # ten per cent more are tolerated, bound included
        ("110.01", "100", True, "over"),
        ("1.00", None, False, "without_budget"),
    ],
)
def test_where_a_matter_stands(spent: str, agreed: str | None, closed: bool, stands: str):
    budget = None if agreed is None else Decimal(agreed)
    matter = Judged("M", {}, (), Decimal(spent), Decimal(0), budget, budget)
    assert state(matter, Decimal("0.1"), closed=closed) == stands


def scored(matter_type: str, stakes: int | None, *marks: int | None) -> dict[str, Any]:
    criteria = ("credible_firms", "switching_cost", "rarity", "conflicts", "jurisdiction_score")
    return {"matter_type": matter_type, "stakes": stakes, **dict(zip(criteria, marks, strict=False))}


def test_the_purchasing_matrix_worked_out_by_hand():
    """Spends of 500 to 100 and none: their fifths end at 100, 200, 300 and 400, so the classes are 5, 4, 3, 2, 1, 1.

    Stakes: (class + score) / 2. Market: the mean of what was scored.
    """
    spend = {name: Decimal(amount) for name, amount in zip("ABCDE", (500, 400, 300, 200, 100), strict=True)}
    scores = [
        scored("A", 5, 5, 3, None, None, 4),
        scored("B", 4, 2, 1),
        scored("D", 2, 3),
        scored("E", 5, 2),
        scored("F", 3),
    ]
    found = {one.matter_type: one for one in matrix(scores, spend)}
    assert list(found) == ["A", "B", "C", "D", "E", "F"]  # the largest spend first
    assert [(one.stakes, one.market) for one in found.values()] == [
        (5, 4),
        (4, Decimal("1.5")),
        (None, None),  # spent on, never scored
        (2, 3),
        (3, 2),
        (2, None),  # scored, its market not
    ]
    assert [one.quadrant for one in found.values()] == ["strategic", "leverage", None, "critical", "leverage", None]


# --- What is left out --------------------------------------------------------------------------------


def test_an_umbrella_matter_has_no_full_cost_and_is_told():
    bill = {"document_id": "1", "matter_id": "M", "amount": Decimal(100), "invoice_date": JULY}
    matter = {"matter_id": "M", "closed_on": JULY, "final_billed": True}
    facts = in_polars({"spend": [bill], "matters": [{**matter, "umbrella": True}]})
    found = catalogue()["cost_per_matter_type"].compute(facts, T3, "closed")
    assert (found.value, found.n) == (None, 0)
    assert "umbrella" in {one.reason for one in found.excluded}


def test_a_budget_that_cannot_be_converted_covers_nothing_and_is_told():
    bill = {"document_id": "1", "matter_id": "M", "amount": Decimal(100), "invoice_date": JULY}
    facts = in_polars(
        {"spend": [bill], "budgets": [{"matter_id": "M", "amount": None, "approved_on": day("2026-01-05")}]}
    )
    found = catalogue()["budget_coverage"].compute(facts, T3, catalogue()["budget_coverage"].default_reading)
    assert (found.value, found.n) == (0, 1)
    assert Excluded("budget_without_rate", 1, None) in found.excluded


def test_spend_without_a_matter_is_off_no_panel_and_is_told():
    loose = {"document_id": "1", "firm_id": "F1", "matter_id": None, "amount": Decimal(70), "invoice_date": JULY}
    found = catalogue()["off_panel_rate"].compute(in_polars({"spend": [loose]}), T3, "amount")
    assert found.value is None
    assert Excluded("without_matter", 1, Decimal(70)) in found.excluded
