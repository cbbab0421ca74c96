"""What each firm earns on each matter each month, in euros, before and after scaling to the story."""

from __future__ import annotations

from math import exp, pi, sin
from random import Random

from data.demo.mandates import SWISS
from data.demo.matters import DEAL, INQUIRY, Mandate
from data.demo.timeline import LAST_FULL, MONTHS, PRESENT, Timeline, dice

FIRST_QUARTER = 1_905_000.0  # euros, before the season
GROWTH = 1.0212  # from one quarter to the next: about 8.8 % a year
SEASON = (0.95, 1.02, 0.91, 1.12)  # of the calendar's quarters: a quiet summer, a busy year-end
MONTH_SEASON = (0.95, 1.0, 1.08, 0.98, 0.96, 1.12, 0.94, 0.55, 1.1, 1.06, 1.05, 1.1)
# The two matters that explain the jump of the last full quarter, in thousand euros per quarter.
SPECIAL = {
    DEAL: {LAST_FULL - 2: 45, LAST_FULL - 1: 175, LAST_FULL: 545, PRESENT: 130},
    INQUIRY: {LAST_FULL - 3: 22, LAST_FULL - 2: 74, LAST_FULL - 1: 105, LAST_FULL: 330, PRESENT: 110},
}

BEFORE = 5  # months of work that the first invoices may go back to

Plan = dict[Mandate, dict[int, float]]  # euros by month number


def draft(mandates: list[Mandate], timeline: Timeline) -> Plan:
    """Spread every mandate over its months."""
    rng = dice("plan")
    return {
        each: _special(each, timeline) if each.matter.name in SPECIAL else _spread(rng, timeline, each)
        for each in mandates
    }


def scaled(drafted: Plan, scale: list[float]) -> Plan:
    """Scale each quarter of a draft, except for what has a price of its own."""
    return {
        mandate: months
        if mandate.matter.umbrella or mandate.matter.name in SPECIAL
        else {month: amount * scale[max(0, month // 3)] for month, amount in months.items()}
        for mandate, months in drafted.items()
    }


def target(timeline: Timeline, quarter: int) -> float:
    """Say what ordinary matters cost in a full quarter."""
    return FIRST_QUARTER * GROWTH**quarter * SEASON[(timeline.quarter(quarter).month - 1) // 3]


def _spread(rng: Random, timeline: Timeline, mandate: Mandate) -> dict[int, float]:
    matter = mandate.matter
    first = timeline.month_number(mandate.appointed) + 1
    if mandate.firm.firm_id == SWISS:
        return {first: 8_400.0}
    months = range(first, max(matter.last_month, first) + 1)
    weights = []
    for place, month in enumerate(months):
        shape = 0.35 + sin(pi * (place + 0.5) / len(months))
        if matter.umbrella:
            weights.append(1.0)
        elif matter.arrangement in {"fixed", "phased_fixed"}:
            weights.append(shape)
        else:
            weights.append(shape * MONTH_SEASON[timeline.month(month).month - 1] * exp(rng.gauss(0, 0.4)))
    euros = 1000 * matter.size * mandate.share * mandate.firm.cost / sum(weights)
    return {month: euros * weight for month, weight in zip(months, weights, strict=True) if -BEFORE <= month < MONTHS}


def _special(mandate: Mandate, timeline: Timeline) -> dict[int, float]:
    first = timeline.month_number(mandate.appointed) + 1
    months: dict[int, float] = {}
    for quarter, thousands in SPECIAL[mandate.matter.name].items():
        open_months = [month for month in range(3 * quarter, 3 * quarter + 3) if month >= first]
        for month in open_months:
            months[month] = 1000 * thousands * mandate.share / len(open_months)
    return months
