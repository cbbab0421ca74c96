"""The cells beside a chart: its exact numbers in columns, and what is worked out from them by visible formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell  # type: ignore[import-untyped]  # it ships no types

from kpi.model import Lang, Text
from report import words
from report.pack.model import Chart

LABEL: Final = Text("Libellé", "Label")
_SHOWN: Final = Text("Affiché", "Shown as")
_NOTE: Final = Text("Note", "Note")
_UNDER_WAY: Final = Text("en cours", "in progress")
_TARGET: Final = Text("Objectif", "Target")
_TOTAL: Final = Text("Total", "Total")
_STEPS: Final = (
    Text("Cumul", "Running total"),
    Text("Base (invisible)", "Base (invisible)"),
    Text("Au-dessus de zéro", "Above zero"),
    Text("Sous zéro", "Below zero"),
    Text("Sommet", "Top"),
)
_NUMBER_WIDTH, _WIDEST_TEXT = 18, 44
_ZERO = Decimal(0)


@dataclass(frozen=True)
class Numbers:
    """One column of numbers; `formulas`, where there are any, give them."""

    title: str
    values: tuple[Decimal | None, ...]
    formulas: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """The columns beside a chart, the first of them just right of its categories."""

    series: tuple[Numbers, ...]
    helpers: tuple[Numbers, ...] = ()
    """The totals of a stacked chart, or what a waterfall is built of."""
    target: Numbers | None = None

    @property
    def all(self) -> tuple[Numbers, ...]:
        """Every column, from left to right: series, helpers, target."""
        return (*self.series, *self.helpers, *((self.target,) if self.target else ()))

    def place(self, numbers: Numbers) -> int:
        """Return the place of a column in the sheet."""
        return 1 + next(at for at, known in enumerate(self.all) if known is numbers)


def columns(chart: Chart, lang: Lang, first: int) -> Columns:
    """Lay out the numbers of a chart whose first category stands in row `first`."""
    series = tuple(Numbers(one.name, one.values) for one in chart.series)
    helpers: tuple[Numbers, ...] = ()
    if chart.kind == "stacked":
        helpers = (_totals(chart, lang, first),)
    elif chart.kind == "waterfall":
        helpers = _steps(series[0].values, lang, first)
    if chart.target is None:
        return Columns(series, helpers)
    target = Numbers(chart.target_label or _TARGET(lang), (chart.target,) * len(chart.categories))
    return Columns(series, helpers, target)


def shown(chart: Chart, lang: Lang) -> tuple[str, ...]:
    """Return what is written beside each mark, where its number alone would not do."""
    if chart.labels or chart.kind != "waterfall":
        return chart.labels
    return tuple(words.short(value, chart.unit, lang) for value in chart.series[0].values)


def texts_of(chart: Chart, lang: Lang) -> dict[str, tuple[str, ...]]:
    """Return the columns of words: what is written beside each mark, then what happened there."""
    found = {}
    if chart.labels:
        found[_SHOWN(lang)] = chart.labels
    if chart.notes or chart.partial:
        under_way = [(category, _UNDER_WAY(lang)) for category in chart.partial]
        said = [*under_way, *chart.notes]
        found[_NOTE(lang)] = tuple(
            Text("\u202f; ", "; ")(lang).join(note for noted, note in said if noted == category)
            for category in chart.categories
        )
    return found


def widths(chart: Chart, lang: Lang) -> list[int]:
    """Return how wide the columns beside a chart should be."""
    texts = [chart.categories, *texts_of(chart, lang).values()]
    label, *others = [min(max((len(text) for text in column), default=0) + 2, _WIDEST_TEXT) for column in texts]
    return [max(label, _NUMBER_WIDTH), *(_NUMBER_WIDTH for _ in columns(chart, lang, 0).all), *others]


def _totals(chart: Chart, lang: Lang, first: int) -> Numbers:
    totals, formulas = [], []
    for row, values in enumerate(zip(*(one.values for one in chart.series), strict=True), first):
        totals.append(sum((value for value in values if value is not None), _ZERO))
        formulas.append(f"=SUM({xl_rowcol_to_cell(row, 1)}:{xl_rowcol_to_cell(row, len(values))})")
    return Numbers(_TOTAL(lang), tuple(totals), tuple(formulas))


def _steps(values: Sequence[Decimal | None], lang: Lang, first: int) -> tuple[Numbers, ...]:
    """Work out where each step of a waterfall hangs: on an invisible base, above or below zero.

    The first and the last category are totals and stand on zero; each other starts where the one before ended.
    """
    last = len(values) - 1
    known = [value or _ZERO for value in values]
    ends = [*accumulate(known[:-1]), known[-1]] if last else known
    starts = [_ZERO if at in {0, last} else ends[at - 1] for at in range(last + 1)]
    spans = [(min(pair), max(pair)) for pair in zip(starts, ends, strict=True)]
    worked_out = (
        tuple(ends),
        tuple(max(low, _ZERO) + min(high, _ZERO) for low, high in spans),
        tuple(max(high, _ZERO) - max(low, _ZERO) for low, high in spans),
        tuple(min(low, _ZERO) - min(high, _ZERO) for low, high in spans),
        tuple(high for _, high in spans),
    )
    formulas = zip(*(_step(first + at, total=at in {0, last}) for at in range(last + 1)), strict=True)
    return tuple(
        Numbers(title(lang), column, written)
        for title, column, written in zip(_STEPS, worked_out, formulas, strict=True)
    )


def _step(row: int, *, total: bool) -> tuple[str, ...]:
    value, end = xl_rowcol_to_cell(row, 1), xl_rowcol_to_cell(row, 2)
    start = "0" if total else xl_rowcol_to_cell(row - 1, 2)
    return (
        f"={value}" if total else f"={start}+{value}",
        f"=MAX(0,MIN({start},{end}))+MIN(0,MAX({start},{end}))",
        f"=MAX(0,{start},{end})-MAX(0,MIN({start},{end}))",
        f"=MIN(0,{start},{end})-MIN(0,MAX({start},{end}))",
        f"=MAX({start},{end})",
    )
