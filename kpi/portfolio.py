"""The purchasing matrix (Kraljic): each segment of matters placed by what is at stake and how hard its market is.

The unit is the segment, not the firm. Stakes (up): half the class of its spend, half its legal stakes as scored.
Market (across): the mean of the scored criteria. From 1 to 5, cut at 3; the scores are human, dated and signed.
Source: P. Kraljic, “Purchasing must become supply management”, Harvard Business Review, 1983.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal

from kpi.slices import quantile

Quadrant = Literal["strategic", "critical", "leverage", "simple"]
CUT: Final = Decimal(3)
CRITERIA: Final = ("credible_firms", "switching_cost", "rarity", "conflicts", "jurisdiction_score")
_CLASSES: Final = (Decimal("0.2"), Decimal("0.4"), Decimal("0.6"), Decimal("0.8"))


@dataclass(frozen=True)
class Segment:
    """A matter type placed in the matrix: both coordinates from 1 to 5, None where nothing was scored."""

    matter_type: str
    spend: Decimal
    spend_class: int
    stakes: Decimal | None
    market: Decimal | None

    @property
    def quadrant(self) -> Quadrant | None:
        """Its place: strategic (both high), critical (hard market), leverage (much at stake, easy market), simple."""
        if self.stakes is None or self.market is None:
            return None
        if self.market >= CUT:
            return "strategic" if self.stakes >= CUT else "critical"
        return "leverage" if self.stakes >= CUT else "simple"


def matrix(scores: Sequence[Mapping[str, Any]], spend: Mapping[str, Decimal]) -> list[Segment]:
    """Place every scored segment, and every one with spend, the largest spend first.

    The class of spend is the fifth of the segments in which a segment falls, 1 (least) to 5 (most).
    """
    scored = {row["matter_type"]: row for row in scores}
    amounts = {name: spend.get(name, Decimal(0)) for name in dict.fromkeys([*scored, *spend])}
    bounds = [quantile(list(amounts.values()), share) or Decimal(0) for share in _CLASSES]
    found = []
    for name, amount in amounts.items():
        class_ = 1 + sum(1 for bound in bounds if amount > bound)
        row = scored.get(name, {})
        legal = row.get("stakes")
        stakes = None if legal is None else (Decimal(class_) + Decimal(legal)) / 2
        found.append(Segment(name, amount, class_, stakes, _mean([row.get(criterion) for criterion in CRITERIA])))
    return sorted(found, key=lambda one: (-one.spend, one.matter_type))


def _mean(marks: Sequence[int | None]) -> Decimal | None:
    known = [Decimal(mark) for mark in marks if mark is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
