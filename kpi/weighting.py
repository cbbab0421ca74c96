"""Weights and what they decide: weighted means over what is there, ranks, and how firmly a rank stands.

The same for the pillars of a scorecard and for the criteria of a consultation. Weights are read in proportion: 40, 20
and 40 say the same as 2, 1 and 2, and are moved in points of 100. Results are settled to nine decimals, so that marks
that are equal on paper are equal here.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

K = TypeVar("K", bound=Hashable)

HUNDRED = Decimal(100)
MOVES = (Decimal(-20), Decimal(-10), Decimal(10), Decimal(20))
"""By how many points a weight is moved to see whether a rank stands."""
SETTLED = Decimal("1e-9")


@dataclass(frozen=True)
class Standing:
    """The rank of a firm (1 is best; None without a mark), and the best and worst it takes when weights move.

    It changes, too, where all that a firm is marked on weighs nothing any more.
    """

    rank: int | None
    best: int | None
    worst: int | None
    changes: bool


@dataclass(frozen=True)
class Flip:
    """Where two firms would swap: the weight to change, by how many points, and the weight at which they are level."""

    weight: str
    points: Decimal
    level_at: Decimal


def mean(marks: Mapping[K, Decimal | None], weights: Mapping[K, Decimal]) -> Decimal | None:
    """Return the weighted mean of the marks that are there, re-weighted over them; None of nothing."""
    there = {name: mark for name, mark in marks.items() if mark is not None}
    whole = sum((weights[name] for name in there), Decimal(0))
    if not whole:
        return None
    return (sum((weights[name] * mark for name, mark in there.items()), Decimal(0)) / whole).quantize(SETTLED)


def points(weights: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """Return weights in points of 100.

    Raises:
        ValueError: a weight is negative, or all of them are zero.
    """
    whole = sum(weights.values(), Decimal(0))
    if min(weights.values(), default=Decimal(0)) < 0 or not whole:
        raise ValueError(f"weights are zero or more, and not all zero: {dict(weights)}")
    return {name: weight * HUNDRED / whole for name, weight in weights.items()}


def moved(weights: Mapping[K, Decimal], name: K, by: Decimal) -> dict[K, Decimal]:
    """Return weights after one has moved by some points, within 0 and 100, the others sharing the rest as before.

    Others that all weigh nothing share it equally.
    """
    before = points(weights)
    if len(before) == 1:
        return before
    weight = min(max(before[name] + by, Decimal(0)), HUNDRED)
    shares = _shares_of_the_others(weights, name)
    rest = HUNDRED - weight
    return {
        other: weight if other == name else rest * shares[other].numerator / shares[other].denominator
        for other in before
    }


def _shares_of_the_others(weights: Mapping[K, Decimal], name: K) -> dict[K, Fraction]:
    others = {other: Fraction(weight) for other, weight in weights.items() if other != name}
    whole = sum(others.values())
    return {other: weight / whole if whole else Fraction(1, len(others)) for other, weight in others.items()}


def ranks(totals: Mapping[K, Decimal | None]) -> dict[K, int | None]:
    """Rank totals, the highest first; equals share a rank (1, 2, 2, 4), and what has no total has no rank."""
    known = [total for total in totals.values() if total is not None]
    return {
        name: None if total is None else 1 + sum(1 for other in known if other > total)
        for name, total in totals.items()
    }


def standings(
    marks: Mapping[str, Mapping[str, Decimal | None]], weights: Mapping[str, Decimal], moves: Sequence[Decimal] = MOVES
) -> dict[str, Standing]:
    """Rank firms by their weighted marks, and follow each rank while each weight moves in turn."""
    scenarios = [points(weights), *(moved(weights, name, by) for name in weights for by in moves)]
    seen = [ranks({firm: mean(its, scenario) for firm, its in marks.items()}) for scenario in scenarios]
    found = {}
    for firm in marks:
        taken = [ranked[firm] for ranked in seen]
        known = [rank for rank in taken if rank is not None]
        found[firm] = Standing(taken[0], min(known, default=None), max(known, default=None), len(set(taken)) > 1)
    return found


def smallest_flip(
    first: Mapping[str, Decimal | None], second: Mapping[str, Decimal | None], weights: Mapping[str, Decimal]
) -> Flip | None:
    """Return the smallest move of one weight that swaps two firms, the other weights sharing the rest.

    Beyond `level_at` the order is reversed. None when no single weight can do it, when the two are level already, or
    when one of them has no total.
    """
    totals = mean(first, weights), mean(second, weights)
    if None in totals or totals[0] == totals[1]:
        return None
    at = points(weights)
    flips = [
        Flip(name, level - at[name], level)
        for name in weights
        if len(weights) > 1
        for level in _levels(first, second, weights, name)
    ]
    return min(flips, key=lambda flip: abs(flip.points), default=None)


def _levels(
    first: Mapping[str, Decimal | None], second: Mapping[str, Decimal | None], weights: Mapping[str, Decimal], name: str
) -> list[Decimal]:
    """Return the weights of one name, between 0 and 100 points, at which two firms change places.

    With the weight w (of 1) a total is N(w) / D(w), both straight lines: D counts what is there. Two totals are level
    where N1·D2 - N2·D1 = 0, of degree two; a root that is double touches and does not cross.
    """
    shares = _shares_of_the_others(weights, name)
    (n1, m1, d1, e1), (n2, m2, d2, e2) = (_lines(marks, shares, name) for marks in (first, second))
    a, b, c = m1 * e2 - m2 * e1, n1 * e2 + m1 * d2 - n2 * e1 - m2 * d1, n1 * d2 - n2 * d1
    if a:
        square = b * b - 4 * a * c
        root = _decimal(square).sqrt() if square > 0 else None
        found = [] if root is None else [(_decimal(-b) + side * root) / _decimal(2 * a) for side in (1, -1)]
    else:
        found = [_decimal(-c / b)] if b else []
    settled = (level.quantize(SETTLED) * HUNDRED for level in found)
    return [level for level in settled if 0 < level < HUNDRED]


def _lines(
    marks: Mapping[str, Decimal | None], shares: Mapping[str, Fraction], name: str
) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """Return N and D as intercept and slope: N(w) = n + m·w, D(w) = d + e·w."""
    own = marks.get(name)
    there = {other: Fraction(mark) for other, mark in marks.items() if other != name and mark is not None}
    n = sum((shares[other] * mark for other, mark in there.items()), Fraction(0))
    d = sum((shares[other] for other in there), Fraction(0))
    return n, Fraction(own or 0) - n, d, Fraction(own is not None) - d


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
