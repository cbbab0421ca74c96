"""Dematerialisation: the rate and its trend, how invoices arrive, who still sends paper or PDF."""

import streamlit as st

from ui import card, dematerialisation, steering
from ui.reader import t
from ui.view import current

view, reading = dematerialisation.options(current())
dematerialisation.lacking(view, reading)
left, right = st.columns([1, 2])
with left:
    card.card(view, dematerialisation.KPI, reading)
with right:
    steering.trend(
        view,
        view.trend(dematerialisation.KPI, reading),
        t("La dématérialisation progresse-t-elle\u202f?", "Is dematerialisation progressing?"),
        dematerialisation.basis(view) + t(", à la date de réception", ", at the date of receipt"),
        steering.MOST,
    )
left, right = st.columns(2)
with left:
    dematerialisation.channels(view)
with right:
    dematerialisation.laggards(view, reading)
dematerialisation.rates(view, reading)
dematerialisation.invoices(view, reading)
