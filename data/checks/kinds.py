"""How a kind of problem is declared: its code, its level, its words and its remedy in both languages."""

from __future__ import annotations

from data.problem import Kind, Level
from kpi.model import Text

KINDS: dict[str, Kind] = {}
"""Every kind of problem of an e-billing file, by its code."""

ASK_FIRM_FR = "Demander au cabinet un fichier corrigé."
ASK_FIRM_EN = "Ask the firm for a corrected file."
LOOK_FR, LOOK_EN = (
    "Les totaux de lignes font foi ; vérifier avec le cabinet.",
    "Line totals count; check with the firm.",
)


def kind(code: str, level: Level, fr: str, en: str, todo_fr: str, todo_en: str) -> Kind:  # noqa: PLR0913, PLR0917 — both languages, side by side
    """Declare a kind of problem and enter it in the catalogue."""
    KINDS[code] = Kind(code, level, Text(fr, en), Text(todo_fr, todo_en))
    return KINDS[code]
