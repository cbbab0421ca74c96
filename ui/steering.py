"""What the steering pages share: choices that show their effect, quarters, lists that open, tables to bring."""

from __future__ import annotations

import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi import catalogue
from kpi.model import Measure, Period, Text
from report import charts, words
from ui import sources, table
from ui.reader import lang, plain, t, today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from report.tables import Kind, Table
    from ui.view import View

SMALL: Final = 5
"""Below five cases an average is shown in grey, with its number."""
COLON: Final = Text("\u00a0: ", ": ")
HALF, WIDE = 440, 880
"""How wide a chart is on half the page, and across it: its title breaks its lines there."""


def choose(label: str, options: Mapping[str, tuple[str, str]], key: str) -> str:
    """Offer options (title, effect): the figure that each would give is read before it is chosen."""
    chosen: str = st.radio(
        label, list(options), key=key, horizontal=True, persist_state="session",
        format_func=lambda code: options[code][0], captions=[plain(effect) for _, effect in options.values()],
    )  # fmt: skip
    return chosen


def reading(view: View, kpi: str) -> str:
    """Offer the readings of a figure, each with the value it gives for this scope."""
    return choose(
        t("Lecture", "Reading"),
        {
            known.name: (known.title(lang()), words.measure(view.measure(kpi, known.name), lang()))
            for known in catalogue()[kpi].readings
        },
        f"reading-{kpi}",
    )


def points(trend: Measure) -> list[charts.Point]:
    """Return the quarters of a trend from the first that has data; a quarter without a value keeps its place."""
    found = {group.key[0]: group.value for group in trend.groups}
    scope = trend.scope
    quarters = list(scope.period.split("quarter", scope.fiscal_start))
    known = [at for at, key in enumerate(quarters) if found.get(key) is not None]
    return [
        charts.Point(key, found.get(key), partial=Period.parse(key, scope.fiscal_start).end >= today())
        for key in quarters[min(known, default=0) :]
    ]


def target(view: View, found: Measure) -> Decimal | None:
    """Return the target set for a figure as a whole, if there is one: none is set for a tolerance or a weight."""
    if found.scope.tolerance or found.scope.weight != "count":
        return None
    return next(
        (
            row["target"]
            for row in view.listed("targets")
            if row["kpi"] == found.kpi and not row["dimension"] and row["reading"] in (None, found.reading)
        ),
        None,
    )


def period(view: View) -> str:
    """Name the period that the page is about."""
    return words.period(view.scope.period, lang(), view.scope.fiscal_start)


def named(view: View, name: str, *more: str | None) -> str:
    """Name a list or a chart after its question, so that a choice made on it does not outlive the question."""
    asked = f"{view.version} {view.scope.model_dump_json()} {more}"
    return f"{name}-{view.scope.period.start}-{view.scope.period.end}-{zlib.crc32(asked.encode()):08x}"


def titled(
    rows: Sequence[Mapping[str, Any]], view: View, title: Text, columns: Mapping[str, tuple[Text, Kind]] | None = None
) -> Table:
    """Make a table for people, with titles of its own for the columns that mean something particular here."""
    made, own = table.table_of(rows, view, title), columns or {}
    return replace(
        made,
        columns=tuple(
            replace(column, title=own[column.key][0], kind=own[column.key][1]) if column.key in own else column
            for column in made.columns
        ),
    )


def height(rows: int) -> int:
    """Return how high a table stands so that it shows all its rows, up to twelve."""
    return 35 * (min(rows, 12) + 1) + 3


def opening(view: View, rows: Sequence[dict[str, Any]], shown: Table, key: str) -> None:
    """Show a list whose rows open on what is behind them: documents, then lines, then the text received."""
    if rows:
        st.caption(t("Choisir une ligne pour remonter à sa source.", "Choose a row to trace it back."))
    chosen = table.show(shown, key, pick=True, height=height(len(rows)))
    if chosen is not None and chosen < len(rows):
        sources.behind(view, rows[chosen], f"{key}-{chosen}")


def bring(why: Text, name: str) -> None:
    """Say which table would bring what is missing here, and lead to the page with its template."""
    st.info(why(lang()), icon=":material/table_view:")
    st.page_link(
        "../pages/imports.py", icon=":material/upload_file:",
        label=t(f"Importer la table {name}\u00a0: son modèle est sur cette page", f"Import the {name} table: its template is on that page"),
    )  # fmt: skip
