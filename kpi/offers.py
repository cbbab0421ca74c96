"""Offers compared: the weighted score of each firm in a consultation, its criteria and their weights in sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpi.weighting import Flip, Standing, mean, points, smallest_flip, standings


@dataclass(frozen=True)
class Scored:
    """One row of a consultation: the score of a firm on a criterion, on any scale that all firms share.

    `weight` is that of the criterion, in any unit; `price` the price offered, EUR HT, where the row gives one.
    """

    firm_id: str
    criterion: str
    weight: Decimal
    score: Decimal
    price: Decimal | None = None


@dataclass(frozen=True)
class Offer:
    """The offer of one firm: its scores, its total on their scale (None when a criterion is missing), its rank."""

    firm_id: str
    scores: Mapping[str, Decimal]
    total: Decimal | None
    contributions: Mapping[str, Decimal]
    """What each criterion brings to the total: its share of the weight × its score."""
    missing: tuple[str, ...]
    price: Decimal | None
    standing: Standing


@dataclass(frozen=True)
class Consultation:
    """The offers of a consultation, the best first, and the weight of each criterion in points of 100."""

    weights: Mapping[str, Decimal]
    offers: tuple[Offer, ...]
    uneven: tuple[str, ...]
    """Criteria that do not weigh the same for every firm: nothing is totalled until they do."""

    def flip(self, first: str, second: str) -> Flip | None:
        """Return the smallest move of one criterion's weight that swaps two firms; None when none can."""
        by_firm = {offer.firm_id: offer for offer in self.offers}
        if by_firm[first].total is None or by_firm[second].total is None:
            return None
        return smallest_flip(by_firm[first].scores, by_firm[second].scores, self.weights)


def compare(rows: Iterable[Scored]) -> Consultation:
    """Weigh the offers of one consultation: Σ share of the weight × score, firm by firm.

    Of two scores of a firm on one criterion the later counts. An offer that lacks a criterion has no total: weighing
    only the rest would reward what was not answered.

    Raises:
        ValueError: a weight is negative, or all of them are zero.
    """
    weighed: dict[str, dict[str, Decimal]] = {}
    scores: dict[str, dict[str, Decimal]] = {}
    prices: dict[str, Decimal] = {}
    for row in rows:
        weighed.setdefault(row.criterion, {})[row.firm_id] = row.weight
        scores.setdefault(row.firm_id, {})[row.criterion] = row.score
        if row.price is not None:
            prices[row.firm_id] = row.price
    uneven = tuple(criterion for criterion, own in weighed.items() if len(set(own.values())) > 1)
    weights = points({criterion: next(iter(own.values())) for criterion, own in weighed.items()}) if weighed else {}
    missing = {firm: tuple(name for name in weights if name not in own) for firm, own in scores.items()}
    complete = {firm: {} if missing[firm] or uneven else own for firm, own in scores.items()}
    totals = {firm: mean(own, weights) for firm, own in complete.items()}
    stand = standings(complete, weights) if weights else {}
    offers = (
        Offer(
            firm_id=firm,
            scores=own,
            total=totals[firm],
            contributions={name: weights[name] * score / 100 for name, score in complete[firm].items()},
            missing=missing[firm],
            price=prices.get(firm),
            standing=stand[firm],
        )
        for firm, own in scores.items()
    )
    ranked = sorted(offers, key=lambda offer: offer.standing.rank or len(scores) + 1)
    return Consultation(weights, tuple(ranked), uneven)


def price_scores(prices: Mapping[str, Decimal], out_of: Decimal) -> dict[str, Decimal]:
    """Turn prices into scores: the best (lowest) price ÷ the price × the highest score.

    Raises:
        ValueError: a price is zero or less.
    """
    if any(price <= 0 for price in prices.values()):
        raise ValueError(f"a price is more than zero: {dict(prices)}")
    best = min(prices.values(), default=Decimal(0))
    return {firm: best * out_of / price for firm, price in prices.items()}
