"""A chart on a slide: its finding and subtitle above, the native chart, what its marks mean below, its alternative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Pt

from report import words
from report.pack.model import Chart, Missing
from report.pack.slides.canvas import PALE, Canvas, Line, describe, plain, tall
from report.pack.slides.chart_xml import chart_space
from report.pack.slides.measure import Box, cut, wrap
from report.pack.slides.parts import draws_target, target_words
from report.pack.slides.plot import workbook
from report.pack.slides.plots import plot
from report.pack.slides.points import draw_missing
from report.pack.slides.waterfall import floor

if TYPE_CHECKING:
    from kpi.model import Lang

TITLE, SUBTITLE, CAPTION = 16.0, 13.0, 12.0
_SUBTITLE_LINES, _CAPTION_LINES = 2, 3
_LEAST, _WANTED = 110.0, 420.0
_SPOKEN: Final = 24
"""The most values said in an alternative."""


@dataclass(frozen=True)
class _Written:
    """A chart as python-pptx takes it: our XML, our workbook."""

    xml: bytes
    xlsx_blob: bytes

    def xml_bytes(self, _: XL_CHART_TYPE) -> bytes:
        """Return the chart, whatever kind python-pptx was told."""
        return self.xml


def draw_chart(canvas: Canvas, chart: Chart, box: Box) -> None:
    """Draw a chart in a box; without a single value, say so instead."""
    if not any(value is not None for one in chart.series for value in one.values):
        title = plain(chart.title)
        sentence = canvas.t(f"{title} : rien à représenter.", f"{title}: nothing to draw.")
        draw_missing(canvas, Missing(sentence), box)
        return
    head = _head(canvas, chart, box.w)
    foot = _caption(canvas, chart, box.w)
    above, below = tall(head, box.w) + 4, tall(foot, box.w)
    if head:
        canvas.text(box.top(above - 4), head, plain(chart.title))
    frame = Box(box.x, box.y + above, box.w, max(box.h - above - below - 4, 40))
    made = plot(chart, frame, canvas.lang)
    written = _Written(chart_space(made, canvas.lang), workbook(made, canvas.made_on))
    place = [Pt(n) for n in (frame.x, frame.y, frame.w, frame.h)]
    shapes: Any = canvas.slide.shapes  # the XML is ours: any kind that python-pptx knows will do
    shape = shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, written)
    describe(shape, chart.title, alternative(chart, canvas.lang))
    if foot:
        canvas.text(Box(box.x, frame.y + frame.h + 4, box.w, below), foot, canvas.t("Légende", "Caption"))


def chart_height(canvas: Canvas, chart: Chart, width: float, *, tight: bool) -> float:
    """Return how high a chart wants to be, and at least."""
    around = tall(_head(canvas, chart, width), width) + tall(_caption(canvas, chart, width), width) + 8
    if chart.kind in {"bars", "pairs"}:
        rows = len(chart.categories) * max(len(chart.series), 1)
        return around + (max(rows * 15, 100) if tight else max(rows * 34 + 30, 160))
    return around + (_LEAST if tight else _WANTED)


def alternative(chart: Chart, lang: Lang) -> str:
    """Say a chart in a few sentences: what the pack wrote, else its title and its values."""
    if chart.alt:
        return plain(chart.alt)
    several = len(chart.series) > 1
    said = [
        f"{plain(category)}{f', {plain(one.name)}' if several else ''}: {words.show(value, chart.unit, lang)}"
        for one in chart.series
        for category, value in zip(chart.categories, one.values, strict=True)
    ]
    more = ["…"] if len(said) > _SPOKEN else []
    return f"{plain(chart.title)}. {plain(chart.subtitle)}. " + "; ".join([*said[:_SPOKEN], *more])


def _head(canvas: Canvas, chart: Chart, room: float) -> list[Line]:
    """Say the finding, unless the slide's title says it already, and what is measured."""
    title, subtitle = plain(chart.title), plain(chart.subtitle)
    lines = []
    if title and title != canvas.title:
        lines.append(Line(cut(title, TITLE, room, 2, bold=True), TITLE, bold=True))
    if subtitle:
        size = SUBTITLE if len(wrap(subtitle, SUBTITLE, room)) <= _SUBTITLE_LINES else CAPTION
        lines.append(Line(cut(subtitle, size, room, _SUBTITLE_LINES + 1), size, colour=PALE, before=1))
    return lines


def _caption(canvas: Canvas, chart: Chart, room: float) -> list[Line]:
    """Say what the marks of the chart mean: notes by number, periods in progress, a target that is no line."""
    said = [f"({n}) {plain(words_of)}" for n, (_, words_of) in enumerate(chart.notes, start=1)]
    if partial := [plain(category) for category in chart.categories if category in chart.partial]:
        said.append(canvas.t("En cours (plus pâle) : ", "In progress (paler): ") + ", ".join(partial))
    if chart.target is not None and not draws_target(chart):
        said.append(target_words(chart, canvas.lang))
    if (start := floor(chart)) is not None:
        shown = words.short(start, chart.unit, canvas.lang)
        said.append(canvas.t(f"L'axe commence à {shown}", f"The axis starts at {shown}"))
    text = " · ".join(said)
    return [Line(cut(text, CAPTION, room, _CAPTION_LINES), CAPTION, colour=PALE)] if text else []
