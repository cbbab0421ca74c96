"""Panel: what went off the panel, by number and by amount, its classes, who gets it, and who leaves the panel."""

import streamlit as st

from ui import card, panel, steering
from ui.reader import t
from ui.view import current

view = current()
if panel.present(view):
    left, right = st.columns(2)
    with left:
        st.header(t("En nombre", "By number"), anchor=False)
        panel.by_class(card.card(view, panel.KPI, "count"))
    with right:
        st.header(t("En montant", "By amount"), anchor=False)
        panel.by_class(card.card(view, panel.KPI, "amount"))
    left, right = st.columns(2)
    with left:
        steering.trend(
            view,
            view.trend(panel.KPI, "count"),
            t("À quelle fréquence recourt-on hors panel\u202f?", "How often is work given off panel?"),
            t("Part des recours, à la date où ils sont confiés", "Share of instructions, at the date they were given"),
        )
    with right:
        steering.trend(
            view,
            view.trend(panel.KPI, "amount"),
            t("Pour quelle part de la dépense\u202f?", "For which share of spend?"),
            t("Part de la dépense HT, à la date de facture", "Share of spend net of tax, at invoice date"),
        )
    left, right = st.columns(2)
    with left:
        panel.classes(view, steering.reading(view, panel.KPI))
    with right:
        panel.who(view)
    panel.instructions(view)
    panel.ends(view)
