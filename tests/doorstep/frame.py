"""A page with one of each kind of thing that the dashboard shows, and two that try to phone home."""

import altair as alt
import pandas as pd
import streamlit as st

st.set_page_config(page_title="Essai", page_icon="assets/icon.png", layout="wide")
st.title("Dépense juridique")
st.metric("Hors panel", "18,4 %", "-1,1 pt", chart_data=[3, 2, 4], delta_color="inverse", border=True)

firms = pd.DataFrame({"firm": ["A", "B", "C"], "spend": [3, 2, 1]})
clicked = alt.selection_point(name="firm", fields=["firm"])
bars = alt.Chart(firms).mark_bar().encode(x="firm:N", y="spend:Q", color="firm:N").add_params(clicked)
st.altair_chart(bars, on_select="rerun", key="bars")
st.dataframe(firms, on_select="rerun", selection_mode="single-row", key="table")
st.data_editor(firms, key="editor")

for file in st.file_uploader("Fichiers", accept_multiple_files=True):
    st.text(f"reçu {file.name}, {file.size} octets")
st.download_button("Télécharger", data=lambda: b"montant\n1,00\n", file_name="essai.csv", on_click="ignore")


@st.dialog("Détail")
def detail() -> None:
    """Show a detail."""
    st.text("dans le dialogue")


if st.button("Ouvrir"):
    detail()

st.markdown("![](http://phone-home.invalid/markdown.png)")
st.html('<img src="http://phone-home.invalid/html.png"><p>fin de page</p>')
