"""Who is instructed on each matter: firms of the panel as a rule, others now and then, experts beside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from data.demo.firms import FIRMS, Firm
from data.demo.matters import DEAL, INQUIRY, Mandate, Matter
from data.demo.panel import LEAVER, RENEWAL, PanelRow, covers
from data.demo.timeline import PRESENT, Timeline, dice

OFF_PANEL = 0.155  # of the instructions, in an ordinary quarter
OFF_PANEL_BY_QUARTER = {RENEWAL: 0.34, RENEWAL + 1: 0.2, PRESENT: 0.13}  # habits outlive a firm's leaving
SECOND, SECOND_SHARE, HELPER_SHARE = 0.09, 0.25, 0.07  # second firms: how often, and shares of the cost
NO_PANEL = "Environnement"
REASONS = (
    "conflit d'intérêts", "expertise absente du panel", "juridiction non couverte", "urgence", "choix métier",
    "assureur", "continuité du dossier",
)  # fmt: skip
SWISS = "CAB-21"  # one instruction, one invoice, in a currency that nobody has a rate for


@dataclass
class _Desk:
    """The one who appoints firms, keeping off-panel instructions at the share that the story wants."""

    timeline: Timeline
    panel: list[PanelRow]
    rng: Random = field(default_factory=lambda: dice("mandates"))
    turns: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    owed: float = 0.0  # off-panel instructions that the story still wants; one is given when it reaches 1

    def appoint(self, matter: Matter, day: date, share: float, *, without: str = "") -> None:
        """Instruct one firm, the first or a second one."""
        allowed = [
            (firm_id, weight)
            for firm_id, weight in matter.kind.firms
            if firm_id != without and (matter.kind.name == NO_PANEL or covers(self.panel, firm_id, matter.scope, day))
        ]
        quarter = self.timeline.quarter_number(day)
        if quarter >= 0 and matter.kind.name != NO_PANEL:
            self.owed += OFF_PANEL_BY_QUARTER.get(quarter, OFF_PANEL)
        astray = (
            self._astray(matter, day, without) if self.owed >= self._patience(matter, quarter) or not allowed else ""
        )
        if astray:
            self.owed -= 1 if quarter >= 0 else 0
            waiver = self.rng.choices(("approved", "refused", ""), (45, 8, 47))[0]
            reason = self.rng.choice(REASONS) if waiver or self.rng.random() < 0.6 else ""  # noqa: PLR2004 - most
            matter.mandates.append(Mandate(matter, FIRMS[astray], day, share, waiver, reason))
        elif allowed:
            matter.mandates.append(Mandate(matter, FIRMS[self._turn(matter, allowed)], day, share))

    def _turn(self, matter: Matter, allowed: list[tuple[str, float]]) -> str:
        """Take the firms of a type in turn, as often as they are usually asked."""
        for firm_id, weight in allowed:
            self.turns[matter.kind.name, firm_id] += weight
        chosen = max((firm_id for firm_id, _ in allowed), key=lambda each: self.turns[matter.kind.name, each])
        self.turns[matter.kind.name, chosen] -= sum(weight for _, weight in allowed)
        return chosen

    def _patience(self, matter: Matter, quarter: int) -> float:
        """Say how many off-panel instructions must be owed: few for the firm that has just left, at first."""
        if quarter != RENEWAL:
            return 1
        return 0.4 if _knows_leaver(matter) else 3

    def _astray(self, matter: Matter, day: date, without: str) -> str:
        """Choose a firm that is not on the panel for this matter: for a while the one that has just left."""
        quarter = self.timeline.quarter_number(day)
        strays: tuple[str, ...] = matter.kind.strays
        if quarter in (RENEWAL, RENEWAL + 1):
            strays = (LEAVER,) if _knows_leaver(matter) else strays
        free = [each for each in strays if each != without and not covers(self.panel, each, matter.scope, day)]
        return self.rng.choice(free) if free else ""


def _knows_leaver(matter: Matter) -> bool:
    return any(firm_id == LEAVER for firm_id, _ in matter.kind.firms)


def instruct(matters: list[Matter], timeline: Timeline, panel: list[PanelRow]) -> list[Mandate]:
    """Appoint the firms of every matter, in the order the matters were opened."""
    desk, rng = _Desk(timeline, panel), dice("helpers")
    for matter in matters:
        if matter.name in (DEAL, INQUIRY):
            _instruct_special(matter)
            continue
        day = matter.opened + timedelta(rng.randint(0, 6))
        second_day = day + timedelta(rng.randint(40, 120))
        second = (
            rng.random() < SECOND
            and len(matter.kind.firms) > 1
            and not matter.umbrella
            and second_day < timeline.today
            and timeline.month_number(second_day) < matter.last_month
        )
        helpers = [name for name, chance in matter.kind.helpers if rng.random() < chance]
        desk.appoint(matter, day, 1 - SECOND_SHARE * second - HELPER_SHARE * len(helpers))
        if second:
            desk.appoint(matter, second_day, SECOND_SHARE, without=matter.mandates[0].firm.firm_id)
        for name in helpers:
            late = min(matter.opened + timedelta(rng.randint(15, 60)), timeline.today - timedelta(9))
            if late > day:
                matter.mandates.append(Mandate(matter, FIRMS[name], late, HELPER_SHARE))
    _instruct_swiss(matters, timeline)
    return [mandate for matter in matters for mandate in matter.mandates]


def _instruct_special(matter: Matter) -> None:
    firms: tuple[tuple[Firm, float, int], ...] = ((FIRMS["CAB-01"], 1.0, 1),)
    if matter.name == INQUIRY:
        firms = ((FIRMS["CAB-12"], 0.8, 1), (FIRMS["EXP-02"], 0.2, 60))
    for firm, share, days in firms:
        matter.mandates.append(Mandate(matter, firm, matter.opened + timedelta(days), share))


def _instruct_swiss(matters: list[Matter], timeline: Timeline) -> None:
    deals = [each for each in matters if each.kind.name == "Fusions-acquisitions" and each.name != DEAL]
    matter = [each for each in deals if each.opened < timeline.today - timedelta(90)][-1]
    day = matter.opened + timedelta(20)
    matter.mandates.append(Mandate(matter, FIRMS[SWISS], day, 0.0, "approved", "juridiction non couverte"))
