"""Budgets: conformity and coverage, where matters stand, overruns, late budgets, matters without a budget."""

import streamlit as st

from ui import budgets, card, steering
from ui.reader import t
from ui.view import current

view = current()
if budgets.present(view):
    view, reading = budgets.options(view)
    budgets.sentence(view)
    first, second, third = st.columns(3)
    with first:
        card.card(view, budgets.KPI, reading)
    with second:
        card.card(view, "budget_coverage")
    with third:
        budgets.late(view)
    left, right = st.columns(2)
    with left:
        budgets.states(view)
    with right:
        steering.trend(
            view,
            view.trend(budgets.KPI, reading),
            t("Le taux de conformité tient-il\u202f?", "Does conformity hold?"),
            t(
                "Dossiers facturés dans le trimestre, jugés à sa fin",
                "Matters billed in the quarter, judged at its end",
            ),
        )
    budgets.most_over(view)
    budgets.lists(view)
