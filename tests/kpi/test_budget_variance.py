"""Budget variance: what budgeted matters cost beyond their budget, euro by euro."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.budget_conformity import compute as conformity
from kpi.budget_variance import compute, trail
from kpi.model import Excluded, Period, Scope
from tests.kpi.test_catalogue import in_polars

T3 = Scope(period=Period.parse("2026-T3"))
JULY, SEPTEMBER, LAST_YEAR = dt.date(2026, 7, 10), dt.date(2026, 9, 10), dt.date(2025, 11, 3)


def bill(matter: str, amount: int | str, day: dt.date = JULY, **more: Any) -> dict[str, Any]:
    number = f"{matter} {amount} {day}"
    return {"document_id": number, "matter_id": matter, "amount": Decimal(amount), "invoice_date": day, **more}


def budget(matter: str, amount: int | str | None, day: dt.date = LAST_YEAR, **more: Any) -> dict[str, Any]:
    return {"matter_id": matter, "amount": None if amount is None else Decimal(amount), "approved_on": day, **more}


def books(*rows: dict[str, Any]) -> Any:
    return in_polars({
        "spend": [row for row in rows if "document_id" in row],
        "budgets": [row for row in rows if "approved_on" in row],
    })  # fmt: skip


def test_the_whole_matter_is_compared_not_the_quarter():
    found = compute(books(budget("M", 1000), bill("M", 900, LAST_YEAR), bill("M", 300)), T3)
    assert (found.value, found.numerator, found.denominator, found.n) == (200, 1200, 1000, 1)
    assert found.details == {"ratio": Decimal("0.2"), "overruns": 200, "underruns": 0}


def test_an_overrun_and_a_margin_hide_each_other_in_the_total_only():
    found = compute(books(budget("M", 1000), budget("N", 1000), bill("M", 1600), bill("N", 500)), T3)
    assert (found.value, found.details["overruns"], found.details["underruns"]) == (100, 600, -500)


def test_a_budget_of_fees_is_compared_with_fees():
    facts = books(budget("M", 1000, scope="fees"), bill("M", 800, nature="fees"), bill("M", 500, nature="expenses"))
    assert (compute(facts, T3).value, compute(facts, T3).numerator) == (-200, 800)


def test_a_revised_budget_still_shows_against_the_first_one():
    facts = books(budget("M", 1000), budget("M", 1500, SEPTEMBER), bill("M", 1200))
    assert [compute(facts, T3, reading).value for reading in ("in_force", "initial")] == [-300, 200]
    assert [trail(facts, T3, reading)[0]["variance"] for reading in ("in_force", "initial")] == [-300, 200]


def test_a_tolerance_forgives_conformity_and_not_the_euros():
    facts, generous = books(budget("M", 1000), bill("M", 1050)), T3.model_copy(update={"tolerance": Decimal("0.1")})
    assert (conformity(facts, generous).value, compute(facts, generous).value) == (1, 50)


def test_matters_without_a_budget_are_told_with_their_spend_and_unconverted_budgets_too():
    found = compute(books(budget("M", 1000), budget("N", None), bill("M", 900), bill("N", 100)), T3)
    assert found.excluded == (Excluded("without_budget", 1, Decimal(100)), Excluded("budget_without_rate", 1, None))
    assert (found.value, found.coverage) == (-100, Decimal("0.9"))


def test_no_budget_gives_no_variance_rather_than_zero():
    found = compute(books(bill("M", 900)), T3.cut("matter_type"))
    assert (found.value, found.details["ratio"], found.n, found.groups) == (None, None, 0, ())


def test_a_matter_shared_by_two_firms_shows_whole_with_each():
    facts = books(budget("M", 1000), bill("M", 700, firm_id="F1"), bill("M", 500, firm_id="F2"))
    found = compute(facts, T3.cut("firm"))
    assert [(group.key, group.value) for group in found.groups] == [(("F1",), 200), (("F2",), 200)]
    assert found.value == 200


def test_each_quarter_is_judged_at_its_own_end():
    facts = books(budget("M", 1000), bill("M", 900, dt.date(2026, 4, 2)), bill("M", 300))
    found = compute(facts, Scope(period=Period.parse("2026"), by=("quarter",)))
    assert [(group.key, group.value) for group in found.groups] == [(("2026-T2",), -100), (("2026-T3",), 200)]


amounts = st.decimals("0.01", "99999.99", places=2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
def test_the_matters_add_up_to_the_headline(pairs: list[tuple[Decimal, Decimal]]):
    rows = [(bill(f"M{i}", str(spent)), budget(f"M{i}", str(planned))) for i, (spent, planned) in enumerate(pairs)]
    facts = books(*(row for pair in rows for row in pair))
    found = compute(facts, T3)
    assert found.value == sum(spent - planned for spent, planned in pairs)
    assert found.value == (found.details["overruns"] or 0) + (found.details["underruns"] or 0)
    assert found.value == sum(row["variance"] for row in trail(facts, T3))
    over = sum(1 for row in trail(facts, T3) if row["variance"] > 0)
    assert conformity(facts, T3).numerator == len(pairs) - over
