"""What the steering pages share: choices that show their effect, quarters, lists that open, tables to bring."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from kpi import catalogue
from kpi.model import Measure, Text
from report import words
from report.tables import Kind, Table
from ui import sources, table, timeline
from ui.layout import chart
from ui.reader import lang, plain, t

if TYPE_CHECKING:
    from kpi.model import Key
    from ui.view import View

Row = dict[str, Any]
Columns = Mapping[str, tuple[Text, Kind]]

SMALL: Final = 5
"""Below five cases an average is shown in grey, with its number."""
COLON: Final = Text("\u00a0: ", ": ")
HALF, MOST, WIDE = 440, 580, 880
"""How wide a chart is on half, two thirds, the whole of a page: its title breaks its lines there."""
_ROW_HEIGHT = 35
_ROWS_SHOWN = 12


def choose(label: str, options: Mapping[str, tuple[str, str]], key: str) -> str:
    """Offer options (title, effect): the figure that each would give is read before it is chosen."""
    chosen: str = st.radio(
        label,
        list(options),
        key=key,
        horizontal=True,
        persist_state="session",
        format_func=lambda code: options[code][0],
        captions=[plain(effect) for _, effect in options.values()],
    )
    return chosen


def reading(view: View, kpi: str) -> str:
    """Offer the readings of a figure, each with the value it gives for this scope."""
    offered = {
        known.name: (known.title(lang()), words.measure(view.measure(kpi, known.name), lang()))
        for known in catalogue()[kpi].readings
    }
    return choose(t("Lecture", "Reading"), offered, f"reading-{kpi}")


def option(view: View, found: tuple[str, str], label: str, name: str, options: Mapping[Any, str]) -> None:
    """Offer an option of the scope (a tolerance, a weight) with the value that the figure and reading take with it."""
    kpi, chosen = found
    offered = {
        str(value): (title, words.measure(view.measure(kpi, chosen, with_(view, name, value).scope), lang()))
        for value, title in options.items()
    }
    choose(label, offered, name)


def with_(view: View, name: str, value: object) -> View:
    """Return the same view with an option of its scope set."""
    return replace(view, scope=view.scope.model_copy(update={name: value}))


def about(view: View, dimension: str, key: Key) -> View:
    """Return the same view narrowed to one key of a dimension."""
    return replace(view, scope=view.scope.keep(dimension, key))


def trend(view: View, found: Measure, title: str, subtitle: str, width: int = HALF) -> None:
    """Draw a figure quarter by quarter, with its target, its dated notes and, for one firm, the panel's median."""
    drawn = timeline.draw(view, found, title, subtitle, width)
    chart(drawn, named(view, f"trend-{found.kpi}", found.reading))


def period(view: View) -> str:
    """Name the period that the page is about."""
    return words.period(view.scope.period, lang(), view.scope.fiscal_start)


def named(view: View, name: str, *more: str | None) -> str:
    """Name a list or a chart after its question, so that a choice made on it does not outlive the question."""
    asked = f"{view.version} {view.scope.model_dump_json()} {more}"
    return f"{name}-{view.scope.period.start}-{view.scope.period.end}-{zlib.crc32(asked.encode()):08x}"


@dataclass(frozen=True)
class Listed:
    """A list to show: its rows, and titles of its own for the columns that mean something particular in it."""

    name: str
    title: Text
    rows: Sequence[Row]
    columns: Columns = field(default_factory=dict)

    def table(self, view: View) -> Table:
        """Return the list as a table for people."""
        made = table.table_of(self.rows, view, self.title)
        own = self.columns
        columns = (
            replace(column, title=own[column.key][0], kind=own[column.key][1]) if column.key in own else column
            for column in made.columns
        )
        return replace(made, columns=tuple(columns))


def opening(view: View, listed: Listed) -> None:
    """Show a list whose rows open on what is behind them: documents, then lines, then the text received."""
    if listed.rows:
        st.caption(t("Choisir une ligne pour remonter à sa source.", "Choose a row to trace it back."))
    chosen = picked(view, listed)
    if chosen is not None:
        sources.behind(view, chosen, named(view, f"{listed.name}-behind", str(chosen)))


def picked(view: View, listed: Listed, *more: str | None) -> Row | None:
    """Show a list and return the row that the reader chose."""
    rows = listed.rows
    chosen = table.show(listed.table(view), named(view, listed.name, *more), pick=True, height=height(len(rows)))
    return rows[chosen] if chosen is not None and chosen < len(rows) else None


def height(rows: int) -> int:
    """Return how high a table stands so that it shows all its rows, up to twelve."""
    return _ROW_HEIGHT * (min(rows, _ROWS_SHOWN) + 1) + 3


def tabs(view: View, lists: Sequence[Listed]) -> None:
    """Show lists side by side, each with its number; their rows open on what is behind them."""
    titles = [f"{listed.title(lang())} ({words.number(len(listed.rows), lang())})" for listed in lists]
    for tab, listed in zip(st.tabs(titles), lists, strict=True):
        with tab:
            opening(view, listed)


def bring(name: str, why: Text) -> None:
    """Say which table would bring what is missing here, and lead to the page with its template."""
    st.info(why(lang()), icon=":material/table_view:")
    label = t(
        f"Importer la table {name}\u00a0: son modèle est sur cette page",
        f"Import the {name} table: its template is on that page",
    )
    st.page_link("../pages/imports.py", icon=":material/upload_file:", label=label)
