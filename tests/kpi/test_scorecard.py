"""The scorecard: marks on a line, pillars, a total that can be worked out by hand, ranks and how firmly they stand."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kpi import catalogue
from kpi.model import Basis, Group, Measure, Period, Scope
from kpi.scorecard import (
    INDICATORS,
    PILLARS,
    WEIGHTS,
    Card,
    Indicator,
    Pillar,
    Values,
    flip,
    rank,
    scorecard,
    stability,
    values_by_firm,
)
from kpi.weighting import HUNDRED, Standing, mean, moved, points, ranks, smallest_flip, standings

SLACK = Decimal("1e-6")
unhurried = settings(deadline=None)
Marks = dict[str, Decimal | None]
Weights = dict[str, Decimal]


def indicator(pillar: Pillar, kpi: str, floor: str, target: str, weight: int = 1) -> Indicator:
    return Indicator(
        pillar=pillar, kpi=kpi, reading="r", floor=Decimal(floor), target=Decimal(target), weight=Decimal(weight)
    )


OPINION = indicator("quality", "opinion", "2", "4")
LOYALTY = indicator("quality", "loyalty", "-50", "50", weight=3)
DELAY = indicator("time", "delay", "90", "30")
BUDGET = indicator("cost", "budget", "0.5", "0.9")
FOUR = (OPINION, LOYALTY, DELAY, BUDGET)


def card(firm: str = "F", **values: str) -> Card:
    return scorecard(firm, {(kpi, "r"): Decimal(value) for kpi, value in values.items()}, FOUR)


def pillars(quality: int | None, time: int | None, cost: int | None) -> dict[str, Decimal | None]:
    marks = {"quality": quality, "time": time, "cost": cost}
    return {name: None if mark is None else Decimal(mark) for name, mark in marks.items()}


def of_pillars(firm: str, quality: str, time: str, cost: str) -> Card:
    """A card with these marks, from indicators that run from 0 to 100."""
    three = [indicator(pillar, pillar, "0", "100") for pillar in PILLARS]
    marks = {("quality", "r"): Decimal(quality), ("time", "r"): Decimal(time), ("cost", "r"): Decimal(cost)}
    return scorecard(firm, marks, three)


# Marks, pillars, total


def test_a_mark_lies_on_the_line_from_the_floor_to_the_target():
    assert [BUDGET.mark(Decimal(value)) for value in ("0.3", "0.5", "0.6", "0.9", "1")] == [0, 0, 25, 100, 100]
    assert [DELAY.mark(Decimal(days)) for days in (120, 90, 45, 30, 5)] == [0, 0, 75, 100, 100]


def test_the_total_is_worked_out_by_hand():
    found = card(opinion="3", loyalty="40", delay="45", budget="0.6")
    assert [mark.mark for mark in found.marks] == [50, 90, 75, 25]
    assert found.pillars == {"quality": 80, "time": 75, "cost": 25}  # (50 + 3 × 90) ÷ 4
    assert found.total == 57  # 0.4 × 80 + 0.2 × 75 + 0.4 × 25
    assert [mark.weight for mark in found.marks] == [Decimal(weight) for weight in ("0.1", "0.3", "0.2", "0.4")]
    assert [mark.contribution for mark in found.marks] == [5, 27, 15, 10]
    assert (found.coverage, found.missing) == (1, ())


def test_a_missing_pillar_gives_its_weight_to_the_others():
    found = card(opinion="3", loyalty="40", budget="0.6")
    assert (found.pillars["time"], found.total) == (None, Decimal("52.5"))  # (40 × 80 + 40 × 25) ÷ 80
    assert (found.coverage, found.missing) == (Decimal("0.8"), (DELAY,))
    assert [mark.weight for mark in found.marks] == [Decimal(weight) for weight in ("0.125", "0.375", "0", "0.5")]
    assert sum(mark.contribution for mark in found.marks) == Decimal("52.5")


def test_a_missing_indicator_gives_its_weight_to_its_pillar():
    found = card(opinion="3", delay="45", budget="0.6")
    assert (found.pillars["quality"], found.total, found.coverage) == (50, 45, Decimal("0.7"))


def test_fewer_than_three_indicators_make_no_total_and_keep_their_marks():
    found = card(opinion="3", budget="0.6")
    assert (found.total, found.pillars["quality"], found.pillars["cost"]) == (None, 50, 25)
    assert scorecard("F", {}).total is None
    assert scorecard("F", {}).coverage == 0


def test_what_cannot_be_marked_is_refused():
    with pytest.raises(ValueError, match="the floor and the target are the same"):
        indicator("cost", "budget", "0.5", "0.5")
    with pytest.raises(ValueError, match="there twice"):
        scorecard("F", {}, (BUDGET, BUDGET))
    with pytest.raises(ValueError, match="not all zero"):
        scorecard("F", {}, FOUR, dict.fromkeys(PILLARS, Decimal(0)))
    with pytest.raises(ValueError, match="the weights are those of"):
        scorecard("F", {}, FOUR, {"quality": Decimal(1)})


def test_the_first_indicators_are_figures_that_exist_and_point_the_right_way():
    assert 5 <= len(INDICATORS) <= 7
    assert {one.pillar for one in INDICATORS} == set(PILLARS)
    for one in INDICATORS:
        figure = catalogue()[one.kpi]
        assert one.reading in {reading.name for reading in figure.readings}
        assert figure.better == ("higher" if one.target > one.floor else "lower")
        assert "firm" in figure.dimensions
    assert sum(WEIGHTS.values()) == HUNDRED


def test_values_are_gathered_firm_by_firm():
    def measure(kpi: str, *by: str, **values: str | None) -> Measure:
        groups = [
            Group((firm,), None if value is None else Decimal(value), None, None, 1) for firm, value in values.items()
        ]
        scope = Scope(period=Period.parse("2026-T3"), by=by)
        return Measure(kpi, "r", "ratio", "higher", scope, Basis(), None, None, None, 1, None, groups=tuple(groups))

    found = values_by_firm([measure("budget", "firm", F1="0.6", F2=None), measure("delay", "firm", F1="45")])
    assert found == {"F1": {("budget", "r"): Decimal("0.6"), ("delay", "r"): 45}, "F2": {("budget", "r"): None}}
    with pytest.raises(ValueError, match="not by firm"):
        values_by_firm([measure("budget", "entity")])


# Ranks and weights


def test_equals_share_a_rank_and_a_firm_without_a_total_has_none():
    assert ranks({"a": Decimal(5), "b": Decimal(9), "c": Decimal(5), "d": None, "e": Decimal(1)}) == {
        "a": 2, "b": 1, "c": 2, "d": None, "e": 4,
    }  # fmt: skip
    cards = [of_pillars("a", "90", "50", "40"), of_pillars("b", "60", "60", "60"), of_pillars("c", "10", "10", "10")]
    assert rank(cards) == {"a": 1, "b": 2, "c": 3}  # 36 + 10 + 16 = 62 against 60 and 10


def test_a_weight_that_moves_is_taken_from_the_others_in_proportion():
    assert moved(WEIGHTS, "quality", Decimal(-10)) == {"quality": 30, "time": Decimal(70) / 3, "cost": Decimal(140) / 3}
    assert moved(WEIGHTS, "time", Decimal(-20)) == {"quality": 50, "time": 0, "cost": 50}
    assert moved(WEIGHTS, "time", Decimal(-50)) == moved(WEIGHTS, "time", Decimal(-20))
    assert moved({"a": Decimal(1), "b": Decimal(0), "c": Decimal(0)}, "a", Decimal(-20)) == {"a": 80, "b": 10, "c": 10}
    assert moved({"a": Decimal(7)}, "a", Decimal(10)) == {"a": 100}


def test_a_rank_that_depends_on_the_weights_says_so():
    cards = [of_pillars("a", "90", "50", "40"), of_pillars("b", "60", "60", "60"), of_pillars("c", "10", "10", "10")]
    found = stability(cards)
    assert found == {
        "a": Standing(1, 1, 2, changes=True),
        "b": Standing(2, 1, 2, changes=True),
        "c": Standing(3, 3, 3, changes=False),
    }
    assert not any(standing.changes for standing in stability(cards, [Decimal(-4), Decimal(4)]).values())
    assert stability([]) == {}


def test_a_firm_without_a_total_is_not_ranked():
    few = card("few", opinion="4", budget="0.9")
    full = card("full", opinion="2", loyalty="-50", delay="90", budget="0.5")
    assert rank([few, full]) == {"few": None, "full": 1}
    assert stability([few, full])["few"] == Standing(None, None, None, changes=False)
    assert flip(few, full) is None


def test_the_smallest_change_that_swaps_two_firms():
    found = flip(of_pillars("a", "90", "50", "40"), of_pillars("b", "60", "60", "60"))
    assert found is not None
    # quality w, the rest shared 1:2 between time and cost: 90 w + 130/3 (1 - w) = 60 gives w = 5/14, 35.71 points
    assert found.weight == "quality"
    assert abs(found.level_at - Decimal(500) / 14) < SLACK
    assert abs(found.points - (Decimal(500) / 14 - 40)) < SLACK


def test_the_smallest_change_where_a_firm_lacks_a_pillar():
    # quality w: (140 w + 100) / (w + 2) for the first, (230 - 110 w) / 3 for the second; 11 w² + 41 w - 16 = 0
    found = smallest_flip(pillars(80, None, 50), pillars(40, 90, 70), WEIGHTS)
    assert found is not None
    assert found.weight == "quality"
    assert abs(found.level_at - 100 * (Decimal(2385).sqrt() - 41) / 22) < SLACK


def test_no_change_swaps_a_firm_that_is_better_everywhere_or_level():
    assert smallest_flip(pillars(90, 60, 50), pillars(80, 60, 40), WEIGHTS) is None
    assert smallest_flip(pillars(60, 60, 60), pillars(60, 60, 60), WEIGHTS) is None
    assert smallest_flip({"a": Decimal(1)}, {"a": Decimal(2)}, {"a": Decimal(1)}) is None


def test_cards_that_mark_other_things_are_not_ranked_together():
    with pytest.raises(ValueError, match="cannot be ranked together"):
        rank([card("a", budget="1"), of_pillars("b", "1", "2", "3")])
    with pytest.raises(ValueError, match="one card"):
        rank([card("a", budget="1"), card("a", budget="1")])


marks = st.one_of(st.none(), st.decimals(0, 100, places=1))
firms = st.fixed_dictionaries(dict.fromkeys(PILLARS, marks)).filter(lambda firm: set(firm.values()) != {None})
weights = st.fixed_dictionaries({pillar: st.integers(1, 9).map(Decimal) for pillar in PILLARS})
values = st.fixed_dictionaries(
    {},
    optional={
        ("opinion", "r"): st.decimals(1, 5, places=2),
        ("loyalty", "r"): st.decimals(-100, 100, places=1),
        ("delay", "r"): st.decimals(0, 200, places=1),
        ("budget", "r"): st.decimals(0, 1, places=3),
    },
)


@unhurried
@given(st.decimals(-10, 10), st.decimals(-10, 10), st.decimals(0, 1), st.decimals(0, 2), st.booleans())
def test_a_better_value_never_has_a_lower_mark(
    value: Decimal, floor: Decimal, more: Decimal, width: Decimal, lower: bool
):
    assume(width > SLACK)
    way = -1 if lower else 1
    one = Indicator(pillar="cost", kpi="k", reading="r", floor=floor, target=floor + way * width)
    assert 0 <= one.mark(value) <= one.mark(value + way * more) <= HUNDRED


@unhurried
@given(values, weights)
def test_a_total_lies_between_its_pillars_and_is_the_sum_of_its_contributions(values: Values, weights: Weights):
    found = scorecard("F", values, FOUR, weights)
    known = [pillar for pillar in found.pillars.values() if pillar is not None]
    assert (found.total is None) == (len(values) < 3)
    assert 0 <= found.coverage <= 1 + SLACK
    assert {mark.indicator.figure for mark in found.marks} - {one.figure for one in found.missing} == set(values)
    if values:
        assert abs(sum(mark.weight for mark in found.marks) - 1) < SLACK
    if found.total is not None:
        assert min(known) <= found.total <= max(known)
        assert abs(sum(mark.contribution for mark in found.marks) - found.total) < SLACK


@unhurried
@given(values, weights, st.integers(2, 50))
def test_what_counts_is_the_proportion_of_the_weights(values: Values, weights: Weights, factor: int):
    other = {pillar: weight * factor for pillar, weight in weights.items()}
    found, same = (scorecard("F", values, FOUR, given) for given in (weights, other))
    assert (found.total, found.pillars) == (same.total, same.pillars)


@unhurried
@given(weights, st.sampled_from(PILLARS), st.decimals(-100, 100, places=2))
def test_weights_that_move_stay_a_hundred(weights: Weights, pillar: str, by: Decimal):
    after = moved(weights, pillar, by)
    assert abs(sum(after.values()) - HUNDRED) < SLACK
    assert all(0 <= weight <= HUNDRED for weight in after.values())
    assert abs(after[pillar] - min(max(points(weights)[pillar] + by, Decimal(0)), HUNDRED)) < SLACK


@settings(unhurried, max_examples=60)
@given(firms, firms, weights)
def test_a_flip_is_where_the_order_turns_and_nothing_turns_it_sooner(first: Marks, second: Marks, weights: Weights):
    def gap(name: str, by: Decimal) -> Decimal:
        one, other = (mean(firm, moved(weights, name, by)) for firm in (first, second))
        return Decimal(0) if one is None or other is None else one - other

    found, now = smallest_flip(first, second, weights), gap("cost", Decimal(0))
    if found:
        assert abs(gap(found.weight, found.points)) < SLACK
        step = Decimal("0.0001").copy_sign(found.points)
        assert gap(found.weight, found.points + step) * now <= 0
    reach = abs(found.points) - SLACK if found else HUNDRED
    for name in weights if now else ():
        for part in range(1, 20):
            for by in (reach * part / 20, -reach * part / 20):
                assert gap(name, by) * now >= 0


@unhurried
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), firms, min_size=1, max_size=5), weights)
def test_the_rank_lies_between_the_best_and_the_worst(marks: dict[str, Marks], weights: Weights):
    found = standings(marks, weights)
    seen = Counter(standing.rank for standing in found.values())
    assert seen[1] >= 1
    for standing in found.values():
        assert standing.rank is not None
        assert standing.best is not None
        assert standing.worst is not None
        assert 1 <= standing.best <= standing.rank <= standing.worst <= len(marks)
        assert standing.changes or standing.best == standing.worst
