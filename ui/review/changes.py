"""What a frozen review would say otherwise: which figures, by how much, because of which documents and imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import reviews
from data.store import TYPED
from kpi.model import Text
from report import words
from report.review.book import Frozen, differences, moved_documents
from report.tables import Column, Table
from ui import table
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.model import Measure
    from report.review.book import Difference, Moved
    from report.review.brief import Brief
    from report.tables import Value
    from ui.review.opened import Opened

_MOST_FILES = 5
_DOCUMENTS: Final = (
    Column("firm", Text("Cabinet", "Firm")),
    Column("number", Text("Facture", "Invoice")),
    Column("matter", Text("Dossier", "Matter")),
    Column("before", Text("Comptée au gel", "Counted when frozen"), "money"),
    Column("after", Text("Comptée ensuite", "Counted since"), "money"),
)
_IMPORTS: Final = (
    Column("batch_id", Text("Import", "Import"), "number"),
    Column("what", Text("Quoi", "What")),
    Column("files", Text("Fichiers", "Files")),
)
_WHAT: Final = {"imported": Text("importé", "imported"), "undone": Text("annulé", "taken back")}


def since(one: Opened) -> list[dict[str, Any]]:
    """Return the imports that came, or were taken back, since the figures were frozen; what was typed changes none."""
    taken = reviews.snapshots(one.view.reader, one.number)
    if not taken:
        return []
    return [row for row in reviews.since(one.view.reader, taken[0]) if row["source"] != TYPED]


def notice(one: Opened) -> None:
    """Say, at every stage, that data came in since the figures were frozen."""
    if (came := len(since(one))) and not one.closed:
        imports = words.count(came, "import", lang())
        st.caption(
            ":material/difference: "
            + plain(
                t(
                    f"{imports} depuis le gel : l'étape 2 dit ce qui changerait. La revue n'a pas bougé.",
                    f"{imports} since the figures were frozen: stage 2 tells what would change. The review has not "
                    "moved.",
                )
            )
        )


def show(one: Opened) -> None:
    """Say what later imports would change, figure by figure; refreshing stays a choice."""
    came = since(one)
    if not came:
        st.success(
            t(
                "Aucun import depuis le gel : les chiffres gelés sont ceux de la base.",
                "No import since the figures were frozen: they are those of the store.",
            ),
            icon=":material/ac_unit:",
        )
        return
    brief = one.brief()
    if not isinstance(brief.answers, Frozen):
        return
    imports = words.count(len(came), "import", lang())
    with st.spinner(t("Comparaison avec les chiffres du jour…", "Comparing with today's figures…"), show_time=True):
        found = differences(brief.answers.book, one.view, brief.scope)
    if not found:
        st.info(
            plain(
                t(
                    f"{imports} depuis le gel : aucun chiffre de cette revue n'en serait changé.",
                    f"{imports} since the figures were frozen: none of this review's figures would change.",
                )
            )
        )
        return
    figures = words.count(len({(d.before.kpi, d.before.reading) for d in found}), "figure", lang())
    st.warning(
        plain(
            t(
                f"{imports} depuis le gel. La revue n'a pas bougé ; actualisée, elle dirait autrement : {figures}.",
                f"{imports} since the figures were frozen. The review has not moved; refreshed, it would say "
                f"otherwise: {figures}.",
            )
        ),
        icon=":material/difference:",
    )
    compared(brief, found, moved_documents(brief.answers.book, one.view, brief.scope), f"{one.state}-changes")
    st.markdown("**" + t("Pourquoi : les imports depuis le gel", "Why: the imports since") + "**")
    rows: list[dict[str, Value]] = [
        {"batch_id": row["batch_id"], "what": _WHAT[row["what"]](lang()), "files": _few(row["files"])} for row in came
    ]
    table.show(Table(Text("Imports", "Imports"), _IMPORTS, rows), f"{one.state}-since", exports=False)


def compared(brief: Brief, found: Sequence[Difference], documents: Sequence[Moved], key: str) -> None:
    """List the figures that differ between two states of the data, then the documents behind them."""
    columns = (
        Column("figure", Text("Chiffre", "Figure")),
        Column("period", Text("Période", "Period")),
        Column("before", Text("Gelé", "Frozen")),
        Column("after", Text("Ensuite", "Since")),
        Column("change", Text("Écart", "Change")),
    )
    rows = [_figure(brief, one) for one in found]
    table.show(Table(Text("Ce qui changerait", "What would change"), columns, rows), key)
    if documents:
        st.markdown("**" + t("Les documents en cause", "The documents behind it") + "**")
        listed: list[dict[str, Value]] = [
            {
                "firm": brief.label("firm", each.document["firm_id"]),
                "number": each.document["number"],
                "matter": brief.label("matter", each.document["matter_id"]),
                "before": each.before,
                "after": each.after,
            }
            for each in documents
        ]
        table.show(Table(Text("Documents", "Documents"), _DOCUMENTS, listed), f"{key}-documents")


def _few(names: Sequence[str]) -> str:
    more = f" … ({len(names)})" if len(names) > _MOST_FILES else ""
    return ", ".join(words.readable(name) for name in names[:_MOST_FILES]) + more


def _figure(brief: Brief, found: Difference) -> dict[str, Value]:
    before, after = found.before, found.after
    definition = brief.kpi(before.kpi)
    title = definition.title(lang())
    if len(definition.readings) > 1:
        title = f"{title} ({definition.reading(before.reading).title(lang())})"
    return {
        "figure": title,
        "period": words.period(before.scope.period, lang(), before.scope.fiscal_start),
        "before": brief.value(before),
        "after": brief.value(after),
        "change": _moved(before, after),
    }


def _moved(before: Measure, after: Measure) -> str:
    """Say how a figure moved; where its value did not, how many things it counts now."""
    if before.value == after.value and before.n != after.n:
        return f"n = {words.number(before.n, lang())} → {words.number(after.n, lang())}"
    return moved(before, after)


def moved(before: Measure, after: Measure) -> str:
    """Say how a figure moved; from nothing or from a negative amount, by how much rather than by which share."""
    said = words.change(after.value, before.value, after.unit, lang())
    if said == words.NOT_AVAILABLE(lang()) and after.value is not None and before.value is not None:
        return words.signed_short(after.value - before.value, lang())
    return said
