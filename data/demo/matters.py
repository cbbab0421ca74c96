"""Four hundred matters: ordinary ones, and the two that make spend jump in the last full quarter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import exp, log
from random import Random

from data.demo.firms import Firm
from data.demo.matter_types import (
    COMPANIES,
    TOWNS,
    TOWNS_ABROAD,
    TYPES,
    UNITS,
    UNIVERSAL,
    MatterType,
)
from data.demo.panel import ENTITIES
from data.demo.people import OWNERS
from data.demo.timeline import MONTHS, Timeline, dice

DEAL, INQUIRY = (
    "Projet Hélianthe - acquisition du groupe Solvanor",
    "Enquête de concurrence - marché du bricolage",
)
SMALLEST, LARGEST = 3.0, 300.0  # thousand euros
GOLDEN = 0.618034
ARRANGEMENTS = ("hourly", "capped", "fixed", "phased_fixed", "collar", "hybrid")
USUAL_MIX = (80, 8, 6, 4, 1, 1)
MIX = {
    "Recouvrement": (45, 0, 55, 0, 0, 0),
    "Données personnelles": (62, 8, 25, 5, 0, 0),
    "Conseil général": (62, 12, 22, 4, 0, 0),
    "Fusions-acquisitions": (45, 30, 0, 20, 3, 2),
    "Immobilier": (62, 6, 26, 6, 0, 0),
}


@dataclass(eq=False)
class Matter:
    """One matter of the legal department; `size` is what it should cost in all, in thousand euros."""

    name: str
    kind: MatterType
    entity: str
    unit: str
    jurisdiction: str
    owner: str
    opened: date
    last_month: int
    size: float
    arrangement: str = "hourly"
    umbrella: bool = False
    matter_id: str = ""
    closed: date | None = None
    final_billed: bool = False
    mandates: list[Mandate] = field(default_factory=list)

    @property
    def scope(self) -> tuple[str, str, str]:
        """What decides whether a firm is on the panel for it."""
        return self.kind.name, self.jurisdiction, self.entity


@dataclass(eq=False)
class Mandate:
    """A firm instructed on a matter; `share` is its part of the matter's cost."""

    matter: Matter
    firm: Firm
    appointed: date
    share: float
    waiver: str = ""
    reason: str = ""

    @property
    def own_reference(self) -> str:
        """The matter's reference at the firm."""
        return f"{self.firm.firm_id[-2:]}{self.matter.matter_id[-9:].replace('-', '')}"


def matters(timeline: Timeline) -> list[Matter]:
    """Open the matters of three years and number them in their order."""
    rng = dice("matters")
    found = [_ordinary(rng, timeline, kind, n) for kind in TYPES for n in range(kind.count)]
    found.append(_special(timeline, DEAL, "Fusions-acquisitions", 8, 11))
    found.append(_special(timeline, INQUIRY, "Concurrence", 7, 16))
    found.sort(key=lambda matter: (matter.opened, matter.name))
    for number, matter in enumerate(found, 1):
        prefix = "ARM" if matter.entity == ENTITIES[0] else "ARD"
        matter.matter_id = f"{prefix}-{matter.opened.year}-{number:04d}"
        _close(dice(f"closing {number}"), timeline, matter)
    return found


def _ordinary(rng: Random, timeline: Timeline, kind: MatterType, number: int) -> Matter:
    umbrella = kind.name in {"Conseil général", "Données personnelles"} and number < len(ENTITIES)
    months = max(2, round(rng.gauss(kind.months, 0.35 * kind.months)))
    span = (timeline.today - timeline.start).days
    span += round(30.4 * kind.months * 0.85)
    opened = timeline.today - timedelta(10 + round(span * (number + rng.random()) / kind.count))
    place = _place(kind, number)
    names, towns = (kind.names[:UNIVERSAL], TOWNS_ABROAD[place]) if place in TOWNS_ABROAD else (kind.names, TOWNS)
    label = rng.choice(names).format(
        c=rng.choice(COMPANIES), t=rng.choice(towns), n=rng.randint(1100, 9800), y=opened.year
    )
    entity = rng.choices(ENTITIES, (0.62, 0.38))[0]
    unit = rng.choices((kind.unit, rng.choice(UNITS)), (0.6, 0.4))[0]
    matter = Matter(
        name=label,
        kind=kind,
        entity=entity,
        unit=unit,
        owner=rng.choice(OWNERS),
        opened=opened,
        jurisdiction=place,
        last_month=max(2, timeline.month_number(opened) + months),
        size=min(LARGEST, max(SMALLEST, exp(rng.gauss(log(kind.median), kind.spread)))),
        arrangement=rng.choices(ARRANGEMENTS, MIX.get(kind.name, USUAL_MIX))[0],
    )
    if umbrella:
        matter.umbrella, matter.arrangement = True, "subscription"
        matter.entity, matter.jurisdiction = ENTITIES[number], "France"
        matter.name = f"Abonnement {kind.name.lower()} - {matter.entity}"
        matter.opened, matter.last_month, matter.size = timeline.month(-1), MONTHS + 3, 150.0
    return matter


def _place(kind: MatterType, number: int) -> str:
    """Spread the jurisdictions evenly over the matters of a type."""
    dart = (number + 1) * GOLDEN % 1
    for place, chance in kind.abroad:
        if dart < chance:
            return place
        dart -= chance
    return "France"


def _special(timeline: Timeline, name: str, kind: str, quarter: int, day: int) -> Matter:
    return Matter(
        name=name,
        kind=next(each for each in TYPES if each.name == kind),
        entity=ENTITIES[0],
        unit="Siège",
        jurisdiction="France",
        owner=OWNERS[0],
        opened=timeline.quarter(quarter) + timedelta(day),
        last_month=MONTHS + 1,
        size=0.0,
        arrangement="hybrid" if name == DEAL else "hourly",
    )


def _close(rng: Random, timeline: Timeline, matter: Matter) -> None:
    """Close a matter some days after its last month of work; most are then billed to the end."""
    day = timeline.month(matter.last_month + 1) + timedelta(rng.randint(3, 50))
    if day <= timeline.today:
        matter.closed, matter.final_billed = day, rng.random() < 0.8  # noqa: PLR2004 - most
