"""Concentration: which firms make most of the spend, and how much rests on the largest."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.concentration import KPI, classes, compute, trail
from kpi.model import Excluded, Measure, Period, Scope
from tests.kpi.test_catalogue import in_polars

T3 = Scope(period=Period.parse("2026-T3"))
READINGS = [reading.name for reading in KPI.readings]


def books(spend: dict[str, Any], **same: Any) -> list[dict[str, Any]]:
    day = dt.date(2026, 7, 15)
    return [
        {"document_id": f"{firm} {same}", "firm_id": firm, "amount": Decimal(amount), "invoice_date": day, **same}
        for firm, amount in spend.items()
    ]


def ask(rows: list[dict[str, Any]], reading: str = "top_5", *by: str) -> Measure:
    return compute(in_polars({"spend": rows}), T3.cut(*by), reading)


def test_firms_are_sorted_into_classes():
    spend = {name: Decimal(amount) for name, amount in zip("123456", (50, 25, 10, 8, 4, 3), strict=True)}
    assert classes(spend) == {"1": "A", "2": "A", "3": "A", "4": "B", "5": "B", "6": "C"}


def test_a_firm_that_starts_on_a_line_is_in_the_lower_class():
    assert classes({"a": Decimal(80), "b": Decimal(15), "c": Decimal(5)}) == {"a": "A", "b": "B", "c": "C"}


def test_one_firm_is_class_a_and_a_firm_in_credit_is_class_c():
    assert classes({"a": Decimal(9), "b": Decimal(-900), "c": Decimal(0)}) == {"a": "A", "c": "C", "b": "C"}
    assert classes({"b": Decimal(-1)}) == {"b": "C"}
    assert classes({}) == {}


def test_the_herfindahl_index_of_three_firms():
    found = ask(books({"a": 50, "b": 30, "c": 20}), "hhi")
    assert found.value == Decimal("0.38")
    assert (found.details["effective_number"] or Decimal(0)).quantize(Decimal("0.01")) == Decimal("2.63")


def test_four_equal_firms_count_as_four():
    found = ask(books(dict.fromkeys("abcd", 100)), "top_3")
    assert (found.value, found.details["hhi"], found.details["effective_number"]) == (
        Decimal("0.75"), Decimal("0.25"), 4,
    )  # fmt: skip
    assert found.details["firms_for_80"] == 4


def test_a_firm_in_credit_is_told_and_carries_no_share():
    found = ask(books({"a": 60, "b": 40, "c": -30, "d": 0}), "top_1")
    assert (found.value, found.denominator, found.n) == (Decimal("0.6"), 100, 2)
    assert found.excluded == (Excluded("negative_firm", 2, Decimal(-30)),)


def test_a_credit_note_first_lowers_its_own_firm():
    rows = books({"a": 60, "b": 40}) + books({"a": -40}, credit_note=True)
    assert [(ask(rows, reading).numerator) for reading in ("top_1", "top_3")] == [40, 60]


def test_each_slice_has_its_own_largest_firms():
    rows = books({"a": 90, "b": 10}, matter_type="Social") + books({"a": 10, "c": 40}, matter_type="M&A")
    found = ask(rows, "top_1", "matter_type")
    assert {group.key[0]: (group.value, group.n) for group in found.groups} == {
        "M&A": (Decimal("0.8"), 2),
        "Social": (Decimal("0.9"), 2),
    }
    assert (found.value, found.n) == (Decimal(100) / 150, 3)


def test_an_invoice_that_cannot_be_converted_lowers_the_coverage():
    rows = [*books({"a": 60, "b": 40, "c": 5}), {**books({"d": 1})[0], "amount": None}]
    found = ask(rows, "top_1")
    assert (found.coverage, found.excluded) == (Decimal("0.75"), (Excluded("no_exchange_rate", 1, None),))


def test_nothing_but_credit_has_no_largest_firm():
    found = ask(books({"a": -60}))
    assert (found.value, found.details) == (
        None, {"firms": 0, "firms_for_80": 0, "hhi": None, "effective_number": None},
    )  # fmt: skip


spends = st.dictionaries(st.sampled_from("abcdefghijkl"), st.integers(-10_000, 100_000), min_size=1).filter(
    lambda spend: any(amount > 0 for amount in spend.values())
)


@settings(max_examples=25, deadline=None)
@given(spends)
def test_more_firms_make_a_larger_share_and_the_index_lies_where_it_must(spend: dict[str, int]):
    rows = books(spend)
    shares = {reading: ask(rows, reading).value or Decimal(0) for reading in READINGS}
    assert 0 < shares["top_1"] <= shares["top_3"] <= shares["top_5"] <= shares["top_10"] <= 1
    firms = sum(1 for amount in spend.values() if amount > 0)
    slack = Decimal("1e-20")
    assert Decimal(1) / firms - slack <= shares["hhi"] <= shares["top_1"] + slack
    made = sorted((amount for amount in spend.values() if amount > 0), reverse=True)
    needed = ask(rows).details["firms_for_80"]
    assert isinstance(needed, int)
    assert sum(made[:needed]) * 10 >= sum(made) * 8 > sum(made[: needed - 1]) * 10


@settings(max_examples=25, deadline=None)
@given(spends, st.integers(2, 1000))
def test_what_is_spent_in_another_currency_is_as_concentrated(spend: dict[str, int], factor: int):
    there = {firm: amount * factor for firm, amount in spend.items()}
    slack = Decimal("1e-20")
    for reading in READINGS:
        here, elsewhere = (ask(books(one), reading).value or Decimal(0) for one in (spend, there))
        assert abs(here - elsewhere) < slack
    assert classes({firm: Decimal(amount) for firm, amount in spend.items()}) == classes(
        {firm: Decimal(amount) for firm, amount in there.items()}
    )


@pytest.mark.parametrize(("reading", "firms"), [("top_1", {"a"}), ("top_3", {"a", "b", "c"}), ("hhi", set("abcd"))])
def test_the_trail_leads_to_the_documents_of_the_firms_counted(reading: str, firms: set[str]):
    facts = in_polars({"spend": books({"a": 50, "b": 30, "c": 20, "d": 10, "e": -5})})
    found = trail(facts, T3, reading)
    assert {row["firm_id"] for row in found} == firms
    if reading != "hhi":
        assert sum(row["amount"] for row in found) == compute(facts, T3, reading).numerator
