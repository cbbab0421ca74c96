"""The panel of law firms through time: who is on it for what, who joined, left, or leaves soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from data.demo.firms import FIRMS
from data.demo.timeline import Timeline

ENTITIES = ("Armorel SA", "Armorel Distribution SAS")
RENEWAL = 8  # the quarter on whose first day the panel was renewed
LEAVER = "CAB-11"  # not renewed, yet still instructed for a while
UNITED_KINGDOM, UNITED_STATES, BELGIUM, EUROPE = "Royaume-Uni", "États-Unis", "Belgique", "Union européenne"

# firm, matter type, jurisdiction, entity, quarter of entry. Environnement has no panel on purpose.
_ENTRIES = (
    ("CAB-01", "Fusions-acquisitions", "", "", -8),
    ("CAB-01", "Concurrence", "", "", -8),
    ("CAB-01", "Contentieux commercial", "France", "", -8),
    ("CAB-02", "Contentieux commercial", "France", "", -8),
    ("CAB-03", "Contentieux commercial", "France", "", -8),
    ("CAB-03", "Recouvrement", "", "", 2),
    ("CAB-04", "Droit social", "France", "Armorel SA", -8),
    ("CAB-06", "Propriété intellectuelle", "", "", -8),
    ("CAB-07", "Fiscal", "", "", -8),
    ("CAB-08", "Immobilier", "", "", -8),
    ("CAB-09", "Données personnelles", "", "", 3),
    ("CAB-09", "Conseil général", "", "", 3),
    ("CAB-10", "Assurance", "", "", -8),
    ("CAB-10", "Conseil général", "", "", -8),
    ("CAB-11", "Conseil général", "", "", -8),
    ("CAB-11", "Contentieux commercial", "France", "", -8),
    ("CAB-11", "Données personnelles", "", "", -8),
    ("CAB-11", "Droit social", "France", "", -8),
    ("CAB-12", "Concurrence", "", "", 5),
    ("CAB-12", "Fusions-acquisitions", "France", "", 5),
    ("CAB-13", "Recouvrement", "", "", -8),
    ("CAB-15", "Contentieux commercial", UNITED_KINGDOM, "", -8),
    ("CAB-15", "Fusions-acquisitions", UNITED_KINGDOM, "", -8),
    ("CAB-15", "Droit social", UNITED_KINGDOM, "", -8),
    ("CAB-15", "Propriété intellectuelle", UNITED_KINGDOM, "", -8),
    ("CAB-16", "Contentieux commercial", UNITED_STATES, "", -8),
    ("CAB-16", "Propriété intellectuelle", UNITED_STATES, "", -8),
    ("CAB-18", "Droit social", "France", "Armorel Distribution SAS", -8),
)
_LEAVE_SOON = {"CAB-08": 2, "CAB-16": 4, "CAB-18": 5}  # months from today to the end of their entry


@dataclass(frozen=True)
class PanelRow:
    """One entry of the panel; an empty scope means all."""

    firm_id: str
    matter_type: str
    jurisdiction: str
    entity: str
    valid_from: date
    valid_to: date | None


def rows(timeline: Timeline) -> list[PanelRow]:
    """List every version of the panel."""
    renewal, found = timeline.quarter(RENEWAL), []
    for firm_id, matter_type, jurisdiction, entity, entry in _ENTRIES:
        scope = (firm_id, matter_type, jurisdiction, entity)
        found.append(PanelRow(*scope, timeline.quarter(entry), renewal - timedelta(1)))
        if firm_id == LEAVER:
            continue
        months = _LEAVE_SOON.get(firm_id)
        end = timeline.quarter(RENEWAL + 8) - timedelta(1)
        if months:
            end = timeline.month(timeline.month_number(timeline.today) + months + 1) - timedelta(1)
        found.append(PanelRow(*scope, renewal, None if firm_id in {"CAB-06", "CAB-07"} else end))
    return found


def covers(panel: Iterable[PanelRow], firm_id: str, scope: tuple[str, str, str], day: date) -> bool:
    """Tell whether a firm, or its group, is on the panel for a type, jurisdiction and entity that day."""
    group = FIRMS[firm_id].group_id
    return any(
        (row.firm_id == firm_id or (group and FIRMS[row.firm_id].group_id == group))
        and row.valid_from <= day <= (row.valid_to or day)
        and all(
            not wanted or wanted == had
            for wanted, had in zip((row.matter_type, row.jurisdiction, row.entity), scope, strict=True)
        )
        for row in panel
    )
