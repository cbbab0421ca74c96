"""The way back from a mark or a row of a review: the documents behind it, then their lines."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from data import lines as provenance
from data.store import StoreError
from kpi import catalogue
from kpi.model import Period
from report import words
from report.charts import OTHERS
from ui import sources
from ui.reader import lang, plain, t
from ui.review import figure, opened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Key
    from report.pack.model import Chart, Edition
    from report.review.brief import Brief
    from report.review.plan import Plan
    from ui.review.drawing import Picked
    from ui.review.opened import Opened

Row = dict[str, Any]
_COLUMNS: Final = (
    ("spend", ("matter_id", "firm_id", "matter_type", "channel")),
    ("rate_compliance", ("timekeeper_level",)),
    ("off_panel_rate", ("class",)),
)
"""Where the key of a mark may stand: a column of what a figure counted."""
_FIGURES: Final = ("figure", "aim")
"""Columns of our tables that name a figure."""
_NAMED: Final = (("matter", "matter_id"), ("firm", "firm_id"), ("matter_type", "matter_type"), ("type", "matter_type"))
"""Columns of our tables that name what a column of documents holds."""


@dataclass(frozen=True)
class Slice:
    """What is looked at: what a figure counted over some days, where a column holds one of these keys.

    Without a column, all of it; with `others`, what holds none of these keys.
    """

    title: str
    period: Period
    kpi: str = "spend"
    column: str = ""
    keys: frozenset[Key] = frozenset()
    others: bool = False

    def keeps(self, row: Row) -> bool:
        """Say whether a row belongs to it."""
        return not self.column or (row.get(self.column) in self.keys) != self.others


def mark(one: Opened, brief: Brief, block: Chart, picked: Picked) -> None:
    """Open what is behind a mark of a chart: the documents of its quarter, firm, type, matter or channel."""
    if block.unit == "score" and picked.key in {reading.name for reading in brief.kpi("perceived_quality").readings}:
        figure.explain(one, brief, brief.measure("perceived_quality", picked.key))
        return
    period = _quarter(brief, block, picked) or brief.period
    title = " · ".join(dict.fromkeys([*_named(block, picked), words.period(period, lang(), brief.fiscal_start)]))
    asked = Slice(title, period)
    keys = {series.key for series in block.series} | set(block.keys)
    known = frozenset(key for key in keys if key not in {None, OTHERS, picked.key})
    wanted = known if picked.key == OTHERS else frozenset({picked.key})
    for kpi, columns in _COLUMNS:
        held = _rows(brief, replace(asked, kpi=kpi))[0]
        column = next((name for name in columns if any(row[name] in wanted for row in held)), None)
        if column and picked.key is not None:
            asked = replace(asked, kpi=kpi, column=column, keys=wanted, others=picked.key == OTHERS)
            break
    _open(one, brief, asked)


def row(one: Opened, brief: Brief, chosen: Mapping[str, Any]) -> None:
    """Open what is behind a row of a table: a matter's documents, a firm's, a type's, or how its figure is made."""
    for name, column in _NAMED:
        keys = frozenset({chosen[column]}) if chosen.get(column) else _keys(brief, column, chosen.get(name))
        if keys:
            title = str(chosen.get(name) or chosen.get(column))
            _open(one, brief, Slice(title, brief.period, column=column, keys=keys))
            return
    by_title = {kpi.title(lang()): name for name, kpi in catalogue().items()}
    for name in _FIGURES:
        if chosen.get(name) in by_title:
            figure.explain(one, brief, brief.measure(by_title[chosen[name]]))
            return


def _keys(brief: Brief, column: str, label: object) -> frozenset[Key]:
    """Return what is called by a label: a table shows names, the documents hold ids."""
    if not label:
        return frozenset()
    dimension = column.removesuffix("_id")
    known: set[Key] = {found[column] for found in _rows(brief, Slice("", brief.period))[0]}
    if dimension == "matter":
        known |= set(brief.answers.names.get("matter", {}))
    return frozenset(key for key in known if key is not None and brief.label(dimension, key) == label)


def _quarter(brief: Brief, block: Chart, picked: Picked) -> Period | None:
    """Return the quarter that a mark stands over, if it stands over one."""
    keys = dict(zip(block.categories, block.keys, strict=False))
    for key in (picked.key, keys.get(picked.category)):
        if key in brief.quarters():
            return Period.parse(str(key), brief.fiscal_start)
    return None


def _named(block: Chart, picked: Picked) -> list[str]:
    """Name a mark by its series and its category, in the words of the chart."""
    series = [one.name for one in block.series if one.key == picked.key and picked.key is not None]
    return [words.readable(name) for name in (*series, picked.category) if name]


def _open(one: Opened, brief: Brief, asked: Slice) -> None:
    st.dialog(plain(asked.title), width="large")(_documents)(one.number, brief.edition, brief.plan, asked)


def _documents(number: int, edition: Edition, plan: Plan, asked: Slice) -> None:
    try:
        with opened.again(number, edition, plan) as (one, brief):
            if asked.column != "matter_id":
                _counted(one, brief, asked)
                return
            counted, every = st.tabs([t("Ce trimestre", "This quarter"), t("Depuis l'origine", "Since the start")])
            with counted:
                _counted(one, brief, asked)
            with every:
                _since_the_start(one, brief, asked)
    except StoreError as error:
        st.error(plain(error.text(lang())))


def _counted(one: Opened, brief: Brief, asked: Slice) -> None:
    rows, live = _rows(brief, asked)
    kept = [found for found in rows if asked.keeps(found)]
    if not kept:
        st.info(t("Aucun document sur ces jours.", "No document over these days."))
        return
    figure.where_from(brief, live=live)
    name = f"{one.key}-{brief.edition}-{asked.period.start}-{abs(hash(asked))}"
    sources.units(one.view, kept, name, figure.told(brief))


def _since_the_start(one: Opened, brief: Brief, asked: Slice) -> None:
    """List every invoice of a matter, those that count and those that do not: a budget is spent from the start."""
    found = [
        document
        for matter in sorted(filter(None, asked.keys))
        for document in provenance.documents_behind(one.view.reader, brief.firm, matter)
    ]
    figure.where_from(brief, live=True)
    name = f"{one.key}-{brief.edition}-every-{abs(hash(asked))}"
    sources.units(one.view, figure.discreet(brief, found), name, figure.told(brief))


def _rows(brief: Brief, asked: Slice) -> tuple[list[Row], bool]:
    """Return what a figure counted over the days asked, for the review's firm; and whether today's store said it."""
    kpi = brief.kpi(asked.kpi)
    scope = brief.scope.over(asked.period)
    return figure.trail(brief, kpi.name, kpi.default_reading, scope)
