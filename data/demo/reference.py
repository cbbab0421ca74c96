"""The reference tables that describe the portfolio: firms, matters, mandates, panel, timekeepers, rates."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from data.demo.firms import FIRMS, LEVELS, Firm
from data.demo.matters import DEAL, Matter
from data.demo.panel import PanelRow
from data.demo.people import TIMEKEEPERS
from data.demo.plan import Plan
from data.demo.tables import Cell, Rows
from data.demo.timeline import QUARTERS, Timeline, dice

UNTYPED, UNOWNED = (4, 23), (2, 31, 40)  # advice matters, by rank, that nobody finished describing
UNRECORDED = 0.06  # share of mandates that nobody wrote down
LABELS = {"CAB-04": "RSE niveau argent", "CAB-08": "RSE niveau or", "CAB-09": "RSE niveau bronze"}
FORMER_NAMES = {
    "Ysambert & Corvaisin": "CAB-01",
    "Tresmaux et Associés": "CAB-02",
    "Pelvaric": "CAB-03",
    "SELARL Lantiérac": "CAB-07",
    "Aldwick Penhallow": "CAB-15",
    "Brackenridge Toll": "CAB-16",
    "Cabinet Garrelin": "CAB-12",
}
FIXED = {"fixed", "phased_fixed", "subscription"}


def firms() -> Rows:
    """List the suppliers."""
    return [
        {
            "firm_id": each.firm_id,
            "name": each.name,
            "group_id": each.group_id,
            "kind": each.kind,
            "country": each.country,
            "size": each.size,
            "responsible_label": LABELS.get(each.firm_id),
        }
        for each in FIRMS.values()
    ]


def aliases() -> Rows:
    """List the other names that files give to firms: tax numbers and former spellings."""
    known = {each.ebilling.law_firm_id: each.firm_id for each in FIRMS.values()
             if each.ebilling and each.ebilling.law_firm_id}  # fmt: skip
    return [{"alias": alias, "firm_id": firm_id} for alias, firm_id in (known | FORMER_NAMES).items()]


def matters(found: list[Matter]) -> Rows:
    """List the matters as the legal department knows them."""
    advice = [each for each in found if each.kind.name == "Conseil général" and not each.umbrella]
    untyped, unowned = [advice[rank] for rank in UNTYPED], [advice[rank] for rank in UNOWNED]
    return [
        {
            "matter_id": each.matter_id,
            "name": each.name,
            "matter_type": None if each in untyped else each.kind.name,
            "entity": each.entity,
            "business_unit": None if each in unowned else each.unit,
            "jurisdiction": each.jurisdiction,
            "owner": None if each in unowned else each.owner,
            "opened_on": each.opened,
            "closed_on": each.closed,
            "final_billed": each.final_billed if each.closed else None,
            "umbrella": each.umbrella,
            "fee_arrangement": each.arrangement,
            "law_firm_matter_id": each.mandates[0].own_reference,
        }
        for each in found
    ]


def mandates(plan: Plan) -> Rows:
    """List the instructions written down; experts and notaries seldom are."""
    rng = dice("mandate rows")
    rows: Rows = []
    for each, months in plan.items():
        if rng.random() < (UNRECORDED if each.firm.kind == "law_firm" else 0.7) and not each.waiver:
            continue
        fixed = each.matter.arrangement in FIXED and each.firm.kind == "law_firm"
        agreed = Decimal(round(sum(months.values()) / 100) * 100) if fixed else None
        rows.append(
            {
                "firm_id": each.firm.firm_id,
                "matter_id": each.matter.matter_id,
                "appointed_on": each.appointed,
                "waiver": each.waiver,
                "reason": each.reason,
                "fee_arrangement": each.matter.arrangement if each.firm.kind == "law_firm" else "",
                "agreed_fee": agreed,
            }
        )
    return rows


def panel(found: list[PanelRow]) -> Rows:
    """List every version of the panel."""
    return [
        {
            "firm_id": each.firm_id,
            "matter_type": each.matter_type,
            "jurisdiction": each.jurisdiction,
            "entity": each.entity,
            "valid_from": each.valid_from,
            "valid_to": each.valid_to,
        }
        for each in found
    ]


def timekeepers() -> Rows:
    """List who the firms announced."""
    return [
        {"firm_id": each.firm_id, "timekeeper_id": each.timekeeper_id, "name": each.name, "level": each.level}
        for team in TIMEKEEPERS.values()
        for each in team
        if each.listed
    ]


def rates(timeline: Timeline, found: list[Matter]) -> Rows:
    """List the agreed hourly rates, by level and year, and those of the large deal."""
    first = timeline.start.year
    years = range(timeline.today.year - first + 1)
    cards: Rows = [
        _rate(FIRMS[firm_id], level, year, date(first + year, 1, 1), date(first + year, 12, 31))
        for firm_id in TIMEKEEPERS
        for level in LEVELS
        for year in years
    ]
    deal = next(each for each in found if each.name == DEAL)
    end = timeline.quarter(QUARTERS + 4) - timedelta(1)
    return cards + [
        _rate(deal.mandates[0].firm, level, years[-1], deal.opened, end) | {"matter_id": deal.matter_id}
        for level in LEVELS
    ]


def _rate(firm: Firm, level: str, year: int, start: date, end: date) -> dict[str, Cell]:
    return {
        "firm_id": firm.firm_id,
        "hourly_rate": Decimal(firm.agreed_rate(level, year)),
        "valid_from": start,
        "valid_to": end,
        "level": level,
        "currency": firm.currency,
    }
