"""The scorecards of a review: firms marked on the same figures, with the floors, targets and weights of its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.model import Scope
from kpi.scorecard import INDICATORS, WEIGHTS, Card, Indicator, scorecard, values_by_firm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from kpi.model import Key
    from report.review.brief import Brief
    from report.review.plan import Plan


def indicators(plan: Plan) -> tuple[Indicator, ...]:
    """Return the indicators with this plan's floors, targets and weights; a weight of nothing leaves one out."""
    found = []
    for usual in INDICATORS:
        floor, target = plan.bounds.get(usual.kpi, (usual.floor, usual.target))
        weight = plan.indicator_weights.get(usual.kpi, usual.weight)
        if weight > 0 and floor != target:
            found.append(usual.model_copy(update={"floor": floor, "target": target, "weight": weight}))
    return tuple(found)


def weights(plan: Plan) -> Mapping[str, Decimal]:
    """Return the weights of the pillars; those of a plan that gives none at all to any pillar are the usual ones."""
    chosen = {pillar: plan.pillar_weights.get(pillar, usual) for pillar, usual in WEIGHTS.items()}
    return chosen if any(chosen.values()) else WEIGHTS


def cards(brief: Brief, segment: str | None = None) -> list[Card]:
    """Mark the firms on one segment (a matter type; None: all of them); a firm's own edition marks that firm alone.

    A firm that billed nothing in the period has no card.
    """
    marked, weighted = indicators(brief.plan), weights(brief.plan)
    where: dict[str, tuple[Key, ...]] = {"matter_type": (segment,)} if segment else {}
    if brief.closed_to_peers:
        where["firm"] = (brief.firm,)
    scope = Scope(period=brief.period, where=where, by=("firm",), fiscal_start=brief.fiscal_start)
    values = values_by_firm(brief.answers.measure(one.kpi, one.reading, scope) for one in marked)
    spent = brief.answers.measure("spend", brief.kpi("spend").default_reading, scope)
    billing = [group.key[0] for group in spent.groups if group.key[0] is not None]
    return [scorecard(firm, values.get(firm, {}), marked, weighted) for firm in billing]
