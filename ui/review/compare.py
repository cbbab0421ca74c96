"""Reviews of one subject side by side: the key figures as each was frozen, quarter after quarter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import streamlit as st

from data.store import StoreError
from kpi.model import Text
from report import words
from report.review.book import Frozen, NotInTheBookError
from report.review.sections.summary import FIGURES
from report.tables import Column, Table
from ui import table
from ui.reader import lang, plain, t
from ui.review import changes, opened
from ui.review.opened import Opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.reviews import Review
    from kpi.model import Measure
    from report.review.brief import Brief
    from report.tables import Value
    from ui.view import View

_MOST: Final = 4
"""Reviews side by side: a year of them."""


def show(view: View, known: Sequence[Review]) -> None:
    """Compare the reviews of a subject that were frozen; the latest of each quarter counts."""
    subjects: dict[str | None, list[Review]] = {}
    for one in known:
        if one.snapshot_id is not None:
            subjects.setdefault(one.firm_id, []).append(one)
    if not subjects:
        return
    st.header(t("D'un trimestre à l'autre", "From quarter to quarter"), anchor=False)
    most = sorted(subjects, key=lambda firm: (-len(subjects[firm]), firm or ""))
    titles = {firm: opened.subject(view, firm) for firm in most}
    firm = st.selectbox(t("Sujet", "Subject"), most, key="compare-subject", format_func=titles.__getitem__)
    latest = {one.period: one for one in reversed(subjects[firm])}
    chosen = sorted(latest.values(), key=lambda one: one.period_end)[-_MOST:]
    briefs, damaged = {}, []
    for one in chosen:
        try:
            briefs[one.review_id] = Opened(view, one).brief()
        except StoreError as error:
            damaged.append(error.text(lang()))
    for said in damaged:
        st.warning(plain(said))
    if briefs:
        table.show(_side_by_side(view, list(briefs.values())), f"compare-{view.version}-{firm}")
        st.caption(
            t(
                "Chaque chiffre tel qu'il fut gelé. Une lecture changée entre deux revues est nommée : l'écart ne se "
                "calcule qu'à lecture et définition égales.",
                "Each figure as it was frozen. A reading that changed between two reviews is named: a change is worked "
                "out only where reading and definition are the same.",
            )
        )


def _side_by_side(view: View, briefs: list[Brief]) -> Table:
    titles = [words.period(brief.period, lang(), view.reader.fiscal_start) for brief in briefs]
    columns = [Column("figure", Text("Chiffre", "Figure"))]
    columns += [Column(f"q{at}", Text(title, title)) for at, title in enumerate(titles)]
    if len(briefs) > 1:
        last = t(f"Écart depuis {titles[-2]}", f"Change since {titles[-2]}")
        columns.append(Column("change", Text(last, last)))
    rows: list[dict[str, Value]] = []
    for name in FIGURES:
        found = [_asked(brief, name) for brief in briefs]
        told = len({one.reading for one in found if one}) > 1
        row: dict[str, Value] = {"figure": briefs[-1].kpi(name).title(lang())}
        row |= {f"q{at}": _said(briefs[at], one, reading=told) for at, one in enumerate(found)}
        if len(briefs) > 1:
            row["change"] = _change(briefs[-2:], found[-2:])
        rows.append(row)
    return Table(Text("D'un trimestre à l'autre", "From quarter to quarter"), tuple(columns), rows)


def _asked(brief: Brief, name: str) -> Measure | None:
    try:
        return brief.measure(name)
    except NotInTheBookError:  # a figure that did not exist when the review was frozen
        return None


def _said(brief: Brief, found: Measure | None, *, reading: bool) -> str:
    if found is None:
        return words.NOT_AVAILABLE(lang())
    title = brief.kpi(found.kpi).reading(found.reading).title(lang())
    return f"{brief.value(found)} ({title})" if reading else brief.value(found)


def _change(briefs: Sequence[Brief], found: Sequence[Measure | None]) -> str:
    """Say how a figure moved between the last two reviews, unless they do not measure the same thing."""
    before, after = found
    if before is None or after is None:
        return words.NOT_AVAILABLE(lang())
    if before.reading != after.reading:
        return t("autre lecture", "another reading")
    if len({_definition(brief, after) for brief in briefs}) > 1:
        return t("définition changée", "definition changed")
    return changes.moved(before, after)


def _definition(brief: Brief, found: Measure) -> str:
    """Return the formula that a figure was read by when it was frozen."""
    if not isinstance(brief.answers, Frozen):
        return ""
    return brief.answers.book.definitions.get(found.kpi, {}).get(found.reading, "")
