"""What a reader of figures sees of a steering page: the figures and their trends, no document, no matter, no list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from kpi import catalogue
from ui import card, steering
from ui.layout import grid
from ui.reader import lang, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.view import View

SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "overview": (
        "spend", "cost_per_matter_type", "budget_conformity", "budget_coverage", "off_panel_rate",
        "dematerialisation_rate",
    ),
    "costs": ("spend", "cost_per_matter_type"),
    "budgets": ("budget_conformity", "budget_coverage"),
    "panel": ("off_panel_rate",),
    "dematerialisation": ("dematerialisation_rate",),
}  # fmt: skip
"""The figures of each page, each in its usual reading."""


def show(view: View, page: str) -> None:
    """Show the figures of a page, then how each moved."""
    grid(*(partial(card.card, view, kpi) for kpi in SHOWN[page]))
    if page != "overview":
        for kpi in SHOWN[page]:
            title = catalogue()[kpi].title(lang())
            steering.trend(view, view.trend(kpi), title, t("Par trimestre", "By quarter"), steering.WIDE)
