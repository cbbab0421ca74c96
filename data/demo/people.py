"""Who works on the matters: timekeepers of the firms, owners in the legal department. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass

from data.demo.firms import LAW_FIRMS, Firm
from data.demo.timeline import dice

FIRST_NAMES = (
    "Claire", "Hugo", "Inès", "Thomas", "Élise", "Julien", "Nadia", "Baptiste", "Sarah", "Étienne", "Camille",
    "Romain", "Léa", "Mathilde", "Karim", "Solène", "Antoine", "Margaux", "Yann", "Delphine",
)  # fmt: skip
LAST_NAMES = (
    "Valmorin", "Ostrevan", "Kerdrivel", "Lombrisac", "Tavernoux", "Brécillac", "Sauvignet", "Marquenoy",
    "Delhausse", "Fontrieu", "Guérinval", "Hostalier", "Jaspérac", "Lacombrune", "Montrevert",
    "Noirétable", "Orgevaux", "Peyrissac", "Quatresous", "Rocheblave", "Saintignan", "Tournebise",
    "Urvillac", "Vertamont", "Ybérac", "Zermattin", "Aubrelle", "Boisgaltier", "Chantelouvre",
    "Dampierrat", "Esquirolle", "Froidebise", "Grandchaux", "Hautelande", "Isambourg",
)  # fmt: skip
ENGLISH_FIRST_NAMES = (
    "Alice",
    "George",
    "Megan",
    "Oliver",
    "Priya",
    "Samuel",
    "Hannah",
    "Marcus",
    "Ruth",
    "Dylan",
)
ENGLISH_LAST_NAMES = (
    "Hartsmere", "Wexcombe", "Oldbarrow", "Thackwell", "Pendlesham", "Marlowick", "Kestrelby", "Fernhollow",
    "Dunsworthy", "Ashgrovel", "Brindlecote", "Larkminster",
)  # fmt: skip
OWNERS = (
    "A. Lavaldieu", "S. Courtebotte", "M. Terrevoise", "J. Belhomet", "N. Ravignan-Lys", "P. Oisemont-Drac",
    "C. Fayencelle", "L. Grisolan",
)  # fmt: skip
TEAM = (
    "partner", "partner", "counsel", "senior_associate", "senior_associate", "junior_associate",
    "junior_associate", "paralegal",
)  # fmt: skip
LARGE_TEAM = (*TEAM, *TEAM[1:2], *TEAM[3:])
LARGE = {"CAB-01", "CAB-12"}
NEVER_PRESENTED = ("CAB-10", 5)  # this timekeeper bills, but the firm never listed them


@dataclass(frozen=True)
class Timekeeper:
    """Somebody who bills time."""

    firm_id: str
    timekeeper_id: str
    last: str
    first: str
    level: str
    listed: bool = True

    @property
    def name(self) -> str:
        """The name as e-billing files write it."""
        return f"{self.last}, {self.first}"


def _team(firm: Firm) -> list[Timekeeper]:
    rng = dice(f"people {firm.firm_id}")
    levels = LARGE_TEAM if firm.firm_id in LARGE else TEAM
    last = rng.sample(ENGLISH_LAST_NAMES if firm.english else LAST_NAMES, len(levels))
    first = rng.choices(ENGLISH_FIRST_NAMES if firm.english else FIRST_NAMES, k=len(levels))
    initials = "".join(word[0] for word in firm.name.split() if word[0].isupper())[:2]
    return [
        Timekeeper(firm.firm_id, f"{initials}{number + 1:02d}", last[number], first[number], level,
                   listed=(firm.firm_id, number) != NEVER_PRESENTED)
        for number, level in enumerate(levels)
    ]  # fmt: skip


TIMEKEEPERS: dict[str, list[Timekeeper]] = {firm.firm_id: _team(firm) for firm in LAW_FIRMS if firm.ebilling}
