"""The scorecard of a firm: quality, time and cost, from figures that anyone can look up, never a mystery total.

Each figure gives a mark from 0 (at its floor or beyond) to 100 (at its target or beyond), in a straight line. A pillar
is the weighted mean of the marks that are there, the total the weighted mean of the pillars that are there; what is
missing lowers the coverage, not the total. Compare only firms on the same segment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kpi.model import ratio
from kpi.weighting import HUNDRED, MOVES, SETTLED, Flip, Standing, mean, points, ranks, smallest_flip, standings

if TYPE_CHECKING:
    from kpi.model import Key, Measure

Pillar = Literal["quality", "time", "cost"]
PILLARS: Final[tuple[Pillar, ...]] = get_args(Pillar)
WEIGHTS: Final[Mapping[str, Decimal]] = {"quality": Decimal(40), "time": Decimal(20), "cost": Decimal(40)}
"""The usual weights of the pillars, in points of 100: a company sets its own."""
FEWEST: Final = 3
"""With fewer indicators than this a firm has marks but no total."""

Values = Mapping[tuple[str, str], Decimal | None]
"""What the figures of a firm say: by figure and reading."""


class Indicator(BaseModel):
    """One figure that a firm is marked on: 0 at its floor or beyond, 100 at its target or beyond."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pillar: Pillar
    kpi: str
    reading: str
    floor: Decimal
    target: Decimal
    weight: Decimal = Field(default=Decimal(1), gt=0)
    """Its weight among the indicators of its pillar."""

    @model_validator(mode="after")
    def _a_line_has_two_ends(self) -> Self:
        if self.floor == self.target:
            raise ValueError(f"{self.kpi}: the floor and the target are the same, {self.floor}")
        return self

    @property
    def figure(self) -> tuple[str, str]:
        """The figure and the reading that it marks."""
        return self.kpi, self.reading

    def mark(self, value: Decimal) -> Decimal:
        """Place a value between the floor (0) and the target (100), whichever of the two is the higher."""
        share = (value - self.floor) / (self.target - self.floor)
        return HUNDRED * min(max(share, Decimal(0)), Decimal(1))


def _indicator(pillar: Pillar, figure: tuple[str, str], floor: str, target: str) -> Indicator:
    kpi, reading = figure
    return Indicator(pillar=pillar, kpi=kpi, reading=reading, floor=Decimal(floor), target=Decimal(target))


INDICATORS: Final = (
    _indicator("quality", ("perceived_quality", "all"), "2.5", "4.5"),
    _indicator("quality", ("net_promoter_score", "twelve_months"), "0", "50"),
    _indicator("time", ("billing_delay", "work_to_invoice"), "60", "30"),
    _indicator("time", ("dematerialisation_rate", "structured"), "0", "1"),
    _indicator("cost", ("budget_conformity", "in_force"), "0.5", "0.9"),
    _indicator("cost", ("rate_compliance", "hours"), "0.8", "1"),
    _indicator("cost", ("rate_increase", "year"), "0.06", "0.02"),
)
"""A place to start from, its floors and targets a matter of judgement: each can be changed."""


@dataclass(frozen=True)
class Mark:
    """What one indicator brought to a total: contribution = weight × mark, nothing where the value is missing."""

    indicator: Indicator
    value: Decimal | None
    mark: Decimal | None
    weight: Decimal
    """Its share of the total, of 1, once what is missing has given its weight to the rest."""
    contribution: Decimal


@dataclass(frozen=True)
class Card:
    """The scorecard of one firm: its marks, its pillars and its total, each out of 100."""

    firm: str
    marks: tuple[Mark, ...]
    pillars: Mapping[str, Decimal | None]
    weights: Mapping[str, Decimal]
    total: Decimal | None
    coverage: Decimal
    """The share of the weight, of 1, for which there is a value."""

    @property
    def missing(self) -> tuple[Indicator, ...]:
        """The indicators without a value."""
        return tuple(mark.indicator for mark in self.marks if mark.mark is None)


def scorecard(
    firm: str,
    values: Values,
    indicators: Sequence[Indicator] = INDICATORS,
    weights: Mapping[str, Decimal] = WEIGHTS,
) -> Card:
    """Mark a firm on its figures; with fewer than three of them there is no total.

    Raises:
        ValueError: a figure is there twice, the weights are not those of the three pillars, one is negative or all
            are zero.
    """
    if len({indicator.figure for indicator in indicators}) < len(indicators):
        raise ValueError("a figure marks a firm once: one of the indicators is there twice")
    if set(weights) != set(PILLARS):
        raise ValueError(f"the weights are those of {', '.join(PILLARS)}, not of {', '.join(weights)}")
    weights = points({pillar: weights[pillar] for pillar in PILLARS})
    found = {indicator: values.get(indicator.figure) for indicator in indicators}
    marks = {one: None if value is None else one.mark(value) for one, value in found.items()}
    pillars: dict[str, Decimal | None] = {pillar: _pillar(marks, pillar) for pillar in PILLARS}
    there = [one for one, mark in marks.items() if mark is not None]
    used = _weights_used(there, weights)
    whole = _weights_used(indicators, weights)
    return Card(
        firm=firm,
        marks=tuple(
            Mark(one, value, marks[one], used.get(one, Decimal(0)), used.get(one, Decimal(0)) * (marks[one] or 0))
            for one, value in found.items()
        ),
        pillars=pillars,
        weights=weights,
        total=mean(pillars, weights) if len(there) >= FEWEST else None,
        coverage=sum((whole[one] for one in there), Decimal(0)).quantize(SETTLED),
    )


def _pillar(marks: Mapping[Indicator, Decimal | None], pillar: Pillar) -> Decimal | None:
    own = {one: mark for one, mark in marks.items() if one.pillar == pillar}
    return mean(own, {one: one.weight for one in own})


def _weights_used(indicators: Iterable[Indicator], weights: Mapping[str, Decimal]) -> dict[Indicator, Decimal]:
    """Share a weight of 1 over pillars that have an indicator, then over the indicators of each."""
    own = {pillar: [one for one in indicators if one.pillar == pillar] for pillar in PILLARS}
    whole = sum((weights[pillar] for pillar, ones in own.items() if ones), Decimal(0))
    shares: dict[Indicator, Decimal] = {}
    for pillar, ones in own.items():
        inside = sum((one.weight for one in ones), Decimal(0))
        shares |= {one: ratio(weights[pillar] * one.weight, whole * inside) or Decimal(0) for one in ones}
    return shares


def values_by_firm(measures: Iterable[Measure]) -> dict[Key, dict[tuple[str, str], Decimal | None]]:
    """Gather what figures cut by firm say of each of them, ready to be marked.

    Raises:
        ValueError: a figure is cut another way.
    """
    found: dict[Key, dict[tuple[str, str], Decimal | None]] = {}
    for measure in measures:
        if measure.scope.by != ("firm",):
            raise ValueError(f"{measure.kpi} is cut by {', '.join(measure.scope.by) or 'nothing'}, not by firm")
        for group in measure.groups:
            found.setdefault(group.key[0], {})[measure.kpi, measure.reading] = group.value
    return found


def rank(cards: Sequence[Card]) -> dict[str, int | None]:
    """Rank firms by total, 1 for the best; equals share a rank, a firm without a total has none."""
    _together(cards)
    return ranks({card.firm: card.total for card in cards})


def stability(cards: Sequence[Card], moves: Sequence[Decimal] = MOVES) -> dict[str, Standing]:
    """Follow the rank of each firm while each pillar's weight moves by ±10 and ±20 points, the others sharing the rest.

    A rank that never changes is one that the choice of weights does not decide.
    """
    _together(cards)
    return standings({card.firm: _pillars(card) for card in cards}, cards[0].weights, moves) if cards else {}


def flip(first: Card, second: Card) -> Flip | None:
    """Return the smallest move of one pillar's weight that swaps two firms; None when none can."""
    _together((first, second))
    return smallest_flip(_pillars(first), _pillars(second), first.weights)


def _pillars(card: Card) -> Mapping[str, Decimal | None]:
    """Return the pillars that carry a total; none for a card without one."""
    return {} if card.total is None else card.pillars


def _together(cards: Sequence[Card]) -> None:
    """Refuse to compare cards that do not mark the same things in the same way, or the same firm twice."""
    if len({card.firm for card in cards}) < len(cards):
        raise ValueError("a firm has one card in a ranking")
    if len({(tuple(mark.indicator for mark in card.marks), tuple(card.weights.items())) for card in cards}) > 1:
        raise ValueError("cards with other indicators or other weights cannot be ranked together")
