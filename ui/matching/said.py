"""How matching is worded: kinds of names, what a proposal rests on, what was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.matching.closeness import REASONS
from kpi.model import Text
from report import words
from ui.reader import lang

if TYPE_CHECKING:
    from data.matching.closeness import Proposal
    from data.matching.item import Kind, Waiting

TITLES: Final[dict[Kind, Text]] = {
    "firm": Text("Cabinets", "Firms"),
    "matter": Text("Dossiers", "Matters"),
    "timekeeper": Text("Intervenants", "Timekeepers"),
}
NONE: Final[dict[Kind, Text]] = {
    "firm": Text("Chaque cabinet nommé dans les fichiers est reconnu.", "Every firm named in the files is recognised."),
    "matter": Text("Chaque référence de dossier est reconnue.", "Every reference of a matter is recognised."),
    "timekeeper": Text("Chaque intervenant est reconnu.", "Every timekeeper is recognised."),
}
NEW: Final[dict[Kind, Text]] = {
    "firm": Text("Un nouveau cabinet", "A new firm"),
    "matter": Text("Un nouveau dossier", "A new matter"),
    "timekeeper": Text("Un nouvel intervenant", "A new timekeeper"),
}


def named(id_: str, name: str | None) -> str:
    """Name a thing by its name and its id."""
    return words.readable(f"{name} · {id_}" if name and name != id_ else id_)


def why(proposal: Proposal) -> str:
    """Say how near a proposal is, and why."""
    return f"{words.number(proposal.score, lang())}\u00a0/\u00a0100 — {REASONS[proposal.reason](lang())}"


def place(item: Waiting) -> str:
    """Say where a name stands: how many invoices and lines, the first file and line."""
    counted = words.count(item.documents, "invoice", lang())
    if item.lines:
        counted += ", " + words.count(item.lines, "line", lang())
    others = item.files - 1
    more = Text(f" et {others} autres", f" and {others} more") if others > 1 else Text(" et 1 autre", " and 1 more")
    line = Text(f"{item.file}, ligne {item.line}", f"{item.file}, line {item.line}")
    return f"{counted} · {words.readable(line(lang()))}{more(lang()) if others else ''}"
