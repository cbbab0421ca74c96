"""A figure quarter by quarter: its target, the dated notes that explain it, and, for one firm, the panel's median."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kpi.model import Period, quarter_key
from kpi.slices import quantile
from report import charts, words
from report.review.brief import PEERS
from ui.reader import dark, lang, t, today

if TYPE_CHECKING:
    import altair as alt

    from kpi.model import Key, Measure
    from ui.view import View

_NARROWS: Final = ("firm", "matter_type", "entity")


def draw(view: View, found: Measure, title: str, subtitle: str, width: int) -> alt.LayerChart | None:
    """Draw a figure that is cut by quarter; with one firm kept, beside the median of the others."""
    mine = points(found)
    noted = [charts.Note(key, text) for key, text in notes(view, found)]
    medians = _medians(view, found, [point.key for point in mine])
    if medians is None:
        return charts.trend(
            mine, found.unit, lang(), title, subtitle, target(view, found), noted, dark=dark(), width=width
        )
    [firm] = found.scope.where["firm"]
    return charts.lines(
        [
            charts.Line(words.label("firm", firm, lang(), view.names), tuple(mine)),
            charts.Line(t("Médiane du panel", "Panel median"), tuple(medians)),
        ],
        found.unit, lang(), title, subtitle, target(view, found), noted, dark=dark(), width=width,
        target_label=t("Objectif", "Target"),
    )  # fmt: skip


def points(found: Measure) -> list[charts.Point]:
    """Return the quarters of a trend from the first that has data; a quarter without a value keeps its place."""
    values = {group.key[0]: group.value for group in found.groups}
    scope = found.scope
    quarters = list(scope.period.split("quarter", scope.fiscal_start))
    known = [at for at, key in enumerate(quarters) if values.get(key) is not None]
    return [_point(found, key, values.get(key)) for key in quarters[min(known, default=0) :]]


def _point(found: Measure, key: str, value: Decimal | None) -> charts.Point:
    return charts.Point(key, value, partial=Period.parse(key, found.scope.fiscal_start).end >= today())


def target(view: View, found: Measure) -> Decimal | None:
    """Return the target set for this very question, if there is one: none is set for a tolerance or a weight."""
    scope = found.scope
    if scope.tolerance or scope.weight != "count":
        return None
    for row in view.listed("targets"):
        if row["kpi"] == found.kpi and row["reading"] in (None, "", found.reading) and _about(row, found):
            value: Decimal = row["target"]
            return value
    return None


def notes(view: View, found: Measure) -> list[tuple[str, str]]:
    """Return the dated notes on a figure: those of all, and those about what is kept; quarter, text."""
    rows: list[dict[str, Any]] = view.listed("notes")
    return [
        (quarter_key(row["noted_on"], found.scope.fiscal_start), words.readable(row["text"]))
        for row in rows
        if row["kpi"] in (None, "", found.kpi) and _about(row, found)
    ]


def _about(row: dict[str, Any], found: Measure) -> bool:
    """Say whether a target or a note is about just what a figure keeps: the whole, or one firm, type or entity."""
    kept = {name: keys for name, keys in found.scope.where.items() if name in _NARROWS}
    if not row["dimension"]:
        return not kept
    only: dict[str, tuple[Key, ...]] = {row["dimension"]: (row["key"],)}
    return kept == only


def _medians(view: View, found: Measure, quarters: list[str]) -> list[charts.Point] | None:
    """Return the median of the other firms, quarter by quarter; None unless one firm is kept and three others are."""
    scope = found.scope
    firms = scope.where.get("firm", ())
    if len(firms) != 1 or found.unit == "EUR":  # euros of firms of all sizes say nothing of each other
        return None
    others = scope.model_copy(update={"where": {n: k for n, k in scope.where.items() if n != "firm"}})
    peers: dict[Key, list[Decimal]] = {}
    for group in view.measure(found.kpi, found.reading, others.cut("quarter", "firm")).groups:
        quarter, firm = group.key
        if group.value is not None and firm not in {None, *firms}:
            peers.setdefault(quarter, []).append(group.value)
    medians = {key: quantile(values, Decimal("0.5")) for key, values in peers.items() if len(values) >= PEERS}
    if not any(key in medians for key in quarters):
        return None
    return [_point(found, key, medians.get(key)) for key in quarters]
