"""The spend bridge: two periods of a few lines, and what each effect brought, worked out by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi import bridge
from kpi.model import Measure, Period, Scope
from report.terms import CODES, DETAILS
from tests.data.ledger import SUMMER, Books
from tests.kpi.timesheet import REGISTER, bill, figure, trail


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


def effects(found: Measure) -> dict[str, Decimal]:
    return {group.key[0] or "": group.value for group in found.groups if group.value}


def spring_and_summer(books: Books, spring: str, summer: str) -> Measure:
    books.take(bill(spring, date="20260530", start="20260501", end="20260530", worked="20260515"), bill(summer))
    return figure(books, "spend_bridge")


def test_hours_part_into_volume_mix_and_price(books: Books):
    found = spring_and_summer(books, "N1 M1 T1 10 x 400 \n N1 M1 T2 20 x 200",
                              "N2 M1 T1 15 x 420 \n N2 M1 T2 15 x 210")  # fmt: skip
    assert (found.value, effects(found)) == (1450, {"mix": 1000, "price": 450})  # market.md, K08


def test_twice_the_same_work_is_volume_alone(books: Books):
    found = spring_and_summer(books, "N1 M1 T1 10 x 400 \n N1 M1 T2 20 x 200",
                              "N2 M1 T1 20 x 400 \n N2 M1 T2 40 x 200")  # fmt: skip
    assert effects(found) == {"volume": 8000}


def test_a_level_without_a_former_rate_weighs_on_the_mix(books: Books):
    found = spring_and_summer(books, "N1 M1 T1 10 x 400", "N2 M1 T1 5 x 400 \n N2 M1 T2 5 x 200")
    assert (effects(found), found.details["new_levels"]) == ({"mix": -1000}, 1)


def test_work_where_there_was_none_is_volume(books: Books):
    books.take(bill("N2 M1 T1 5 x 400"))
    assert effects(figure(books, "spend_bridge")) == {"volume": 2000}


def test_what_is_not_hours_has_its_own_bar(books: Books):
    books.take(
        bill("N1 M1 T1 10 x 400", date="20260530", start="20260501", end="20260530", worked="20260515"),
        bill("N2 M1 T1 10 x 400 \n N2 M1 3000 \n N2 M1 -700 \n N2 M1 T1 1 x 100 kind=E expense=E110 \n N3 M1 -250"),
        REGISTER + "F-1042;N2;2026-07-31;6400;M1;6000;invoice;\nF-2;P7;2026-08-01;75;M1;70;invoice;\n",
    )
    found = figure(books, "spend_bridge")
    assert effects(found) == {
        "fixed_fees": 3000, "expenses": 100, "discounts": -700, "adjustments": -405, "credit_notes": -250,
        "unitemised": 75,
    }  # fmt: skip
    assert (found.value, figure(books, "spend").value) == (1820, 5820)
    assert found.details["spend_before"] == 4000


def test_the_change_of_each_firm_or_of_one_effect(books: Books):
    books.take(bill("N1 M1 T1 1 x 400"), bill("N1 M2 T1 1 x 300 \n N1 M2 500", firm="F-2"))
    by_firm = figure(books, "spend_bridge", SUMMER.cut("firm"))
    assert [(group.key[0], group.value) for group in by_firm.groups] == [("F-1042", 400), ("F-2", 800)]
    one = figure(books, "spend_bridge", SUMMER.keep("effect", "fixed_fees").cut("firm", "effect"))
    assert (one.value, [(group.key, group.value) for group in one.groups]) == (500, [(("F-2", "fixed_fees"), 500)])


def test_each_quarter_has_the_change_of_its_spend(books: Books):
    for month, worked in (("01", 1), ("04", 3), ("07", 2)):
        books.take(bill(f"N{month} M1 T1 {worked} x 400", date=f"2026{month}28"))
    span = Scope(period=Period(start=dt.date(2026, 4, 1), end=dt.date(2026, 9, 30)), by=("quarter",))
    assert [(g.key[0], g.value) for g in figure(books, "spend_bridge", span).groups] == [
        ("2026-T2", 800), ("2026-T3", -400),
    ]  # fmt: skip


def test_the_trail_of_the_bridge_adds_up_to_the_change(books: Books):
    spring_and_summer(books, "N1 M1 T1 10 x 400", "N2 M1 T1 5 x 400")
    rows = trail(books, "spend_bridge")
    assert [(row["number"], row["amount"], row["change"]) for row in rows] == [("N2", 2000, 2000), ("N1", 4000, -4000)]


_EUROS = st.integers(-500_000, 900_000).map(lambda cents: Decimal(cents) / 100)
_TIME = st.fixed_dictionaries(
    {
        "firm_id": st.sampled_from(["A", "B"]), "timekeeper_level": st.sampled_from(["partner", None]),
        "hourly": st.booleans(), "hours": st.integers(-20, 90).map(lambda tenths: Decimal(tenths) / 10), "net": _EUROS,
        "discount": _EUROS,
    }
)  # fmt: skip
_SPEND = st.fixed_dictionaries(
    {
        "nature": st.sampled_from(["fees", "expenses", None]), "credit_note": st.booleans(), "has_lines": st.booleans(),
        "amount": _EUROS, "billed": st.one_of(st.none(), _EUROS),
    }
)  # fmt: skip
_SIDE = st.tuples(st.lists(_SPEND, max_size=6), st.lists(_TIME, max_size=8))


@given(_SIDE, _SIDE)
def test_the_effects_are_the_change_of_spend_to_the_cent(first: Any, then: Any):
    changes = bridge.effects(bridge.side(*first), bridge.side(*then))
    spent = [sum((row["amount"] for row in spend), Decimal(0)) for spend, _ in (first, then)]
    assert sum(changes.values()) == spent[1] - spent[0]
    assert all(value == value.quantize(Decimal("0.01")) for value in changes.values())


def test_the_bridge_has_words_for_every_effect():
    assert set(bridge.EFFECTS) <= CODES["effect"].keys() & DETAILS.keys()
