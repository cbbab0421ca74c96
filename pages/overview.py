"""Overview: the figures, how they changed, what moved most."""

from ui import card, movers
from ui.layout import grid
from ui.view import current

view = current()
grid(
    lambda: card.card(view, "spend"),
    lambda: card.card(view, "cost_per_matter_type"),
    lambda: card.card(view, "budget_conformity"),
    lambda: card.card(view, "budget_coverage"),
    lambda: card.card(view, "off_panel_rate"),
    lambda: card.card(view, "dematerialisation_rate"),
)
movers.show(view)
movers.freshness(view)
