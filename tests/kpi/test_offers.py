"""Offers compared: the weighted score of each, criterion by criterion, and what would turn the order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.offers import Consultation, Scored, compare, price_scores
from kpi.weighting import HUNDRED, Standing

unhurried = settings(deadline=None)
WEIGHTS = {"price": 40, "team": 60}


def offers(weights: dict[str, int] | None = None, **firms: dict[str, int]) -> list[Scored]:
    known = weights or WEIGHTS
    return [
        Scored(firm, criterion, Decimal(known[criterion]), Decimal(score))
        for firm, scores in firms.items()
        for criterion, score in scores.items()
    ]


def totals(found: Consultation) -> dict[str, Decimal | None]:
    return {offer.firm_id: offer.total for offer in found.offers}


def test_the_weighted_score_is_worked_out_by_hand():
    found = compare(offers(a={"price": 5, "team": 2}, b={"price": 3, "team": 4}))
    assert totals(found) == {"b": Decimal("3.6"), "a": Decimal("3.2")}  # 0.4 × 3 + 0.6 × 4; 0.4 × 5 + 0.6 × 2
    first = found.offers[0]
    assert (first.firm_id, first.contributions) == ("b", {"price": Decimal("1.2"), "team": Decimal("2.4")})
    assert first.standing == Standing(1, 1, 2, changes=True)  # price at 60: 4 × 0.4 + 3 × 0.6 = 3.4 against 3.8


def test_the_weight_that_would_turn_the_order():
    found = compare(offers(a={"price": 5, "team": 2}, b={"price": 3, "team": 4})).flip("a", "b")
    assert found is not None
    # 5 w + 2 (1 - w) = 3 w + 4 (1 - w) gives w = 1/2
    assert (found.weight, found.points, found.level_at) == ("price", 10, 50)


def test_an_offer_that_lacks_a_criterion_is_not_ranked():
    found = compare(offers(a={"price": 5}, b={"price": 3, "team": 4}))
    assert [(offer.firm_id, offer.total, offer.missing) for offer in found.offers] == [
        ("b", Decimal("3.6"), ()),
        ("a", None, ("team",)),
    ]
    assert found.offers[1].standing == Standing(None, None, None, changes=False)
    assert found.flip("a", "b") is None


def test_a_criterion_that_does_not_weigh_the_same_for_all_is_told():
    rows = offers(a={"price": 5, "team": 2}) + offers({"price": 50, "team": 60}, b={"price": 3, "team": 4})
    found = compare(rows)
    assert (found.uneven, totals(found)) == (("price",), {"a": None, "b": None})


def test_of_two_scores_the_later_counts_and_the_price_is_kept():
    rows = [*offers(a={"price": 1, "team": 2}), Scored("a", "price", Decimal(40), Decimal(5), Decimal(90_000))]
    found = compare(rows).offers[0]
    assert (found.scores, found.total, found.price) == ({"price": 5, "team": 2}, Decimal("3.2"), 90_000)


def test_no_offer_is_no_comparison():
    assert compare([]) == Consultation({}, (), ())


def test_the_best_price_has_the_highest_score():
    prices = {"a": Decimal(80_000), "b": Decimal(100_000), "c": Decimal(160_000)}
    assert price_scores(prices, Decimal(5)) == {"a": 5, "b": 4, "c": Decimal("2.5")}
    assert price_scores({}, Decimal(5)) == {}
    with pytest.raises(ValueError, match="more than zero"):
        price_scores({"a": Decimal(0)}, Decimal(5))


score = st.integers(0, 20)
firm = st.fixed_dictionaries({"price": score, "team": score, "plan": score})


@unhurried
@given(st.dictionaries(st.sampled_from("abcde"), firm, min_size=1), st.integers(1, 99), st.integers(1, 99))
def test_a_total_lies_between_the_scores_and_is_the_sum_of_its_contributions(firms: Any, price: int, team: int):
    found = compare(offers({"price": price, "team": team, "plan": 1}, **firms))
    assert abs(sum(found.weights.values()) - HUNDRED) < Decimal("1e-9")
    for offer in found.offers:
        assert offer.total is not None
        assert min(offer.scores.values()) <= offer.total <= max(offer.scores.values())
        assert abs(sum(offer.contributions.values()) - offer.total) < Decimal("1e-6")
