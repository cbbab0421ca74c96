"""What a frozen review would say otherwise today: which figures, by how much, because of which imports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data import reviews
from kpi.model import Text
from report import words
from report.review.book import Frozen, differences, moved_documents
from report.tables import Column, Table
from ui import table
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from report.review.book import Difference
    from report.review.brief import Brief
    from report.tables import Value
    from ui.review.opened import Opened

_FIGURES: Final = (
    Column("figure", Text("Chiffre", "Figure")),
    Column("period", Text("Période", "Period")),
    Column("before", Text("Gelé", "Frozen")),
    Column("after", Text("Aujourd'hui", "Today")),
    Column("change", Text("Écart", "Change")),
)
_DOCUMENTS: Final = (
    Column("firm", Text("Cabinet", "Firm")),
    Column("number", Text("Facture", "Invoice")),
    Column("matter", Text("Dossier", "Matter")),
    Column("before", Text("Compté au gel", "Counted then"), "money"),
    Column("after", Text("Compté aujourd'hui", "Counted now"), "money"),
)
_IMPORTS: Final = (
    Column("batch_id", Text("Import", "Import"), "number"),
    Column("what", Text("Quoi", "What")),
    Column("files", Text("Fichiers", "Files")),
)


def show(one: Opened) -> None:
    """Say, above a frozen review, what later imports would change; refreshing stays a choice."""
    brief = one.brief()
    if not isinstance(brief.answers, Frozen):
        return
    last = reviews.snapshots(one.view.reader, one.review.review_id)[0]
    since = reviews.since(one.view.reader, last)
    if not since:
        return
    found = differences(brief.answers.book, one.view, brief.scope)
    imports = words.count(len(since), "import", lang())
    if not found:
        st.caption(
            plain(
                t(
                    f"{imports} depuis le gel : aucun chiffre de cette revue n'en serait changé.",
                    f"{imports} since the figures were frozen: none of this review's figures would change.",
                )
            )
        )
        return
    figures = words.count(len({(d.before.kpi, d.before.reading) for d in found}), "figure", lang())
    with st.expander(
        plain(
            t(
                f"{imports} depuis le gel : {figures} seraient autres. La revue n'a pas bougé.",
                f"{imports} since the figures were frozen: {figures} would differ. The review has not moved.",
            )
        ),
        icon=":material/difference:",
    ):
        _tables(one, brief, brief.answers, found, since)


def _tables(
    one: Opened, brief: Brief, answers: Frozen, found: list[Difference], since: list[dict[str, object]]
) -> None:
    rows = [_figure(brief, one_) for one_ in found]
    table.show(
        Table(Text("Ce qui changerait", "What would change"), _FIGURES, rows), f"{one.key}-changes-{one.view.version}"
    )
    moved = moved_documents(answers.book, one.view, brief.scope)
    if moved:
        st.markdown("**" + t("Les documents en cause", "The documents behind it") + "**")
        documents: list[dict[str, Value]] = [
            {
                "firm": brief.label("firm", each.document["firm_id"]),
                "number": each.document["number"],
                "matter": brief.label("matter", each.document["matter_id"]),
                "before": each.before,
                "after": each.after,
            }
            for each in moved
        ]
        listed = Table(Text("Documents", "Documents"), _DOCUMENTS, documents)
        table.show(listed, f"{one.key}-moved-{one.view.version}")
    st.markdown("**" + t("Les imports depuis le gel", "The imports since") + "**")
    what = {"imported": t("importé", "imported"), "undone": t("annulé", "taken back")}
    imports: list[dict[str, Value]] = [
        {"batch_id": int(str(row["batch_id"])), "what": what[str(row["what"])], "files": _few(row["files"])}
        for row in since
    ]
    table.show(Table(Text("Imports", "Imports"), _IMPORTS, imports), f"{one.key}-since-{one.view.version}")


def _few(names: object) -> str:
    listed = [str(name) for name in names] if isinstance(names, list) else []
    return ", ".join(listed[:5]) + (f" … ({len(listed)})" if len(listed) > 5 else "")  # noqa: PLR2004 — a line's worth


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
        "change": words.change(after.value, before.value, after.unit, lang()),
    }
