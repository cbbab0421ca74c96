"""Costs: what a matter of each type costs, how far apart matters lie, one type by quarter and by firm."""

import streamlit as st

from ui import card, costs, steering
from ui.view import current

view = current()
costs.lacking(view)
reading = steering.reading(view, costs.KPI)
left, right = st.columns([1, 2])
with left:
    card.card(view, costs.KPI, reading)
    costs.both_readings(view, reading)
with right:
    costs.spread(view, reading)
if view.measure(costs.KPI, reading).groups:
    of_type, named = costs.choose_type(view, reading)
    left, right = st.columns(2)
    with left:
        costs.trend(of_type, reading, named)
    with right:
        firm = costs.firms(of_type, reading, named)
    if firm is not None:
        costs.matters(steering.about(of_type, "firm", firm), reading, firm)
    costs.types(view, reading)
