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
UNLISTED: Final[dict[Kind, Text]] = {
    "firm": Text(
        "Aucune table de cabinets n'est importée : rien ne dit encore quels noms sont connus. Deux noms qui se "
        "ressemblent seraient proposés ici.",
        "No table of firms is imported: nothing tells yet which names are known. Two names that look alike would be "
        "proposed here.",
    ),
    "matter": Text(
        "Aucune table de dossiers n'est importée : rien ne dit encore quelles références sont connues. Deux références "
        "qui se ressemblent seraient proposées ici.",
        "No table of matters is imported: nothing tells yet which references are known. Two references that look "
        "alike would be proposed here.",
    ),
    "timekeeper": Text(
        "Aucune table d'intervenants n'est importée : rien ne dit encore qui est connu. Deux noms qui se ressemblent "
        "seraient proposés ici.",
        "No table of timekeepers is imported: nothing tells yet who is known. Two names that look alike would be "
        "proposed here.",
    ),
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
