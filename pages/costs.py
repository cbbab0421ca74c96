"""Costs: what a matter of each type costs, by quarter and by firm."""

from ui import costs
from ui.view import current

costs.show(current())
