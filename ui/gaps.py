"""What is not recorded, not matched or not converted, on how much spend, and what would fill it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data.listing import GAPS
from kpi.model import Text, ratio
from report import charts, words
from report.gaps import WORDS
from report.tables import Column, Table
from ui import problems, sources, table
from ui.layout import chart
from ui.reader import dark, lang, plain, t
from ui.reference import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import altair as alt

    from ui.view import View

_WIDE: Final = 880
_MATCHED: Final = ("unknown_firm", "unknown_matter", "no_matter")
_COLUMNS: Final = (
    Column("gap", Text("Ce qui manque", "What is missing")),
    Column("documents", Text("Documents", "Documents"), "number"),
    Column("amount", Text("Dépense concernée HT", "Spend concerned (net)"), "money"),
    Column("share", Text("Part de la dépense", "Share of spend"), "ratio"),
    Column("filled", Text("Ce qui le comblerait", "What would fill it")),
)


def show(view: View) -> None:
    """Show what is not recorded, matched or converted, by the spend it concerns; a bar opens on its documents."""
    problems.heading("Que manque-t-il, et sur combien\u202f?", "What is missing, and on how much?")
    found = view.listed("gaps")
    picked = chart(_bars(found), "gaps", pick=True)
    total = view.measure("spend", scope=ALWAYS).value or Decimal(0)
    nothing = t("rien ne manque", "nothing is missing")
    rows = [
        {
            **row,
            "gap": WORDS[row["gap"]][0](lang()),
            "share": ratio(row["amount"], total),
            "filled": WORDS[row["gap"]][1](lang()) if row["documents"] else nothing,
        }
        for row in found
    ]
    shown, key = Table(Text("Manques", "Gaps"), _COLUMNS, rows), f"gap-list-{view.version}"
    chosen = table.show(shown, key, pick=True, height=problems.height(len(rows)))
    gap = list(GAPS)[chosen] if chosen is not None else picked
    if gap:
        name, fill = (text(lang()) for text in WORDS[gap])
        st.markdown(t(f"**{name}** — à combler par\u00a0: ", f"**{name}** — to be filled by: ") + plain(fill))
        if gap in _MATCHED:
            label = t("Rapprocher ce qui peut l'être", "Match what can be")
            st.page_link("../pages/matching.py", label=label, icon=":material/join_inner:")
        sources.units(view, view.listed("gap_documents", gap), f"gap-{gap}")


def _bars(found: Sequence[Mapping[str, Any]]) -> alt.LayerChart | None:
    bars = [
        charts.Bar(
            row["gap"],
            WORDS[row["gap"]][0](lang()),
            row["amount"],
            words.count(row["documents"], "document", lang()),
        )
        for row in found
        if row["documents"]
    ]
    title = t("Dépense concernée par chaque manque", "Spend concerned by each gap")
    subtitle = t(
        "HT, tout ce qui compte depuis le début\u202f; un clic montre les documents",
        "Net of tax, all that counts since the start; a click shows the documents",
    )
    return charts.bars(bars, "EUR", lang(), title, subtitle, dark=dark(), width=_WIDE)
