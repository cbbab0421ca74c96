"""Budgets: conformity and coverage, overruns, late budgets, matters without a budget."""

from ui import budgets
from ui.view import current

budgets.show(current())
