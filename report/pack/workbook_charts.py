"""Native Excel charts over the cells that hold their exact numbers: what is edited in a cell moves in the chart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from kpi.model import Lang
from report import words
from report.charts.look import GREY, PALETTE, VERMILION
from report.pack import number_formats
from report.pack.colours import places
from report.pack.model import Chart
from report.pack.workbook_columns import LABEL, Columns, Numbers, columns, shown, texts_of
from report.pack.workbook_sheet import Sheet

_TAKES_WHITE: Final = {PALETTE[0], PALETTE[2], PALETTE[5]}
_TOTALS, _RISES, _FALLS = PALETTE[:3]
_INK, _LINE = "#1F2430", "#E1E4E8"
_WIDTH, _HEIGHT, _ROW = 720, 340, 20  # pixels
_BESIDE = 4  # columns of numbers beside which a chart stands; below more of them, or the sheet is too wide to print
_FONT: Final[dict[str, Any]] = {"size": 9, "color": _INK}
_NOTHING: Final[dict[str, Any]] = {"none": True}
_ALMOST_ALL = Decimal("0.8")
_ROOM_FOR_LABEL, _ROOM_ON_THE_LEFT = Decimal("0.07"), Decimal("0.25")
_LYING = {"bars", "pairs"}
_SPOKEN = 1_000
_REFERENCE = re.compile(r"!(?=\$?[A-Z])")  # xlsxwriter takes a label such as « Acme!A1 » for a formula
_TYPES: Final = {
    "columns": {"type": "column"},
    "line": {"type": "line"},
    "stacked": {"type": "column", "subtype": "stacked"},
    "shares": {"type": "column", "subtype": "percent_stacked"},
    "bars": {"type": "bar"},
    "pairs": {"type": "bar"},
    "waterfall": {"type": "column", "subtype": "stacked"},
}


def write(sheet: Sheet, chart: Chart) -> None:
    """Write the numbers of a chart, and the chart beside them."""
    sheet.heading(chart.title)
    title = sheet.row - 1
    if chart.subtitle:
        sheet.paragraph(chart.subtitle)
    head, texts = sheet.row, texts_of(chart, sheet.lang)
    laid = columns(chart, sheet.lang, head + 1)
    sheet.heads([LABEL(sheet.lang), *(numbers.title for numbers in laid.all), *texts])
    for at, category in enumerate(chart.categories):
        sheet.text(sheet.row, 0, category)
        for place, numbers in enumerate(laid.all, 1):
            value = numbers.values[at]
            pattern = number_formats.cell(chart.unit, sheet.lang, value)
            sheet.number(sheet.row, place, value, pattern, numbers.formulas[at] if numbers.formulas else None)
        for place, column in enumerate(texts.values(), len(laid.all) + 1):
            sheet.text(sheet.row, place, column[at])
        sheet.row += 1
    native, columns_of = _Native(sheet, chart, laid, head, title), len(laid.all) + len(texts)
    spot = (head, columns_of + 2) if columns_of <= _BESIDE else (sheet.row + 1, 0)
    sheet.page.insert_chart(
        *spot,
        native.drawn(),
        {"description": words.readable(chart.alt or f"{chart.title} {chart.subtitle}")[:_SPOKEN], "object_position": 2},
    )
    sheet.row = max(sheet.row, spot[0] + native.height // _ROW + 1)


@dataclass(frozen=True)
class _Native:
    """One chart in the making: `head` is the row of the titles of its columns, `title` the row of its own."""

    sheet: Sheet
    chart: Chart
    laid: Columns
    head: int
    title: int

    @property
    def height(self) -> int:
        """How high the chart is, in pixels: as many bars, as much room."""
        rows = len(self.chart.categories) * (len(self.chart.series) + 0.5)
        return max(_HEIGHT, int(110 + 22 * rows)) if self.chart.kind in _LYING else _HEIGHT

    @property
    def lang(self) -> Lang:
        return self.sheet.lang

    def drawn(self) -> Any:  # noqa: ANN401 — xlsxwriter ships no types
        chart, kind = self.sheet.binder.book.add_chart(_TYPES[self.chart.kind]), self.chart.kind
        chart.set_size({"width": _WIDTH, "height": self.height})
        chart.set_title(
            {
                "name": [self.sheet.name, self.title, 0],
                "name_font": {"size": 12, "bold": True, "color": _INK},
                "overlay": False,
            }
        )
        for series in self._waterfall() if kind == "waterfall" else self._series():
            chart.add_series(series)
        lines = self._lines()
        if kind in _LYING or kind == "line":
            for line in lines:
                chart.add_series(line)
        elif lines:
            over = self.sheet.binder.book.add_chart({"type": "line"})
            for line in lines:
                over.add_series(line)
            chart.combine(over)
        self._dress(chart)
        return chart

    def _range(self, numbers: Numbers) -> dict[str, Any]:
        """Point at the cells of a series: its name, its categories, its values."""
        name, at = self.sheet.name, self.laid.place(numbers)
        first, last = self.head + 1, self.head + len(self.chart.categories)
        return {
            "name": [name, self.head, at],
            "categories": [name, first, 0, last, 0],
            "values": [name, first, at, last, at],
        }

    def _series(self) -> list[dict[str, Any]]:
        made = []
        for at, numbers in enumerate(self.laid.series):
            colour = self._colour(at)
            series: dict[str, Any] = {**self._range(numbers), "data_labels": self._labels(at)}
            if self.chart.kind == "line":
                marker = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
                series |= {"line": {"color": colour, "width": 2.25}, "marker": marker}
                hollow: dict[str, Any] = {"fill": {"color": "white"}, "border": {"color": colour}}
            else:
                series |= {"fill": {"color": colour}, "gap": 45, "overlap": self._overlap}
                hollow = {"fill": {"color": colour, "transparency": 50}}
            if self.chart.partial:
                partial = self.chart.partial
                series["points"] = [hollow if category in partial else None for category in self.chart.categories]
            made.append({key: value for key, value in series.items() if value is not None})
        return made

    @property
    def _overlap(self) -> int | None:
        """Lay the outline of a target over the bar that it is the target of."""
        return 100 if self.chart.kind == "bars" and self.laid.target else None

    def _colour(self, at: int) -> str:
        place = places(self.chart)[at]
        return PALETTE[place] if place is not None and place < len(PALETTE) else GREY

    def _labels(self, at: int) -> dict[str, Any] | None:
        """Write values beside marks where there is room: one series, bars side by side, large enough shares."""
        kind, series, last = self.chart.kind, self.chart.series[at].values, at == len(self.chart.series) - 1
        if kind == "shares":
            if self.chart.unit != "ratio":
                return None
            small = [{"delete": True} if self._is_small(at, row) else None for row in range(len(series))]
            ink = {**_FONT, "color": "white" if self._colour(at) in _TAKES_WHITE else _INK}
            return self._label(number_formats.axis("ratio", self.lang, series), "center", small, ink)
        if (kind == "line" and len(self.chart.series) > 1) or kind == "stacked":
            return None
        pattern = number_formats.label(self.chart.unit, self.lang, [v for s in self.chart.series for v in s.values])
        custom = self._written() if self.chart.labels and last else None
        return self._label(pattern, "above" if kind == "line" else "outside_end", custom=custom)

    def _is_small(self, at: int, row: int) -> bool:
        whole = sum((one.values[row] or Decimal(0) for one in self.chart.series), Decimal(0))
        return not whole or (self.chart.series[at].values[row] or Decimal(0)) / whole < _ROOM_FOR_LABEL

    @staticmethod
    def _label(
        pattern: str, position: str, custom: Sequence[Any] | None = None, font: Mapping[str, Any] = _FONT
    ) -> dict[str, Any]:
        label = {"value": True, "num_format": pattern, "position": position, "font": dict(font)}
        return {**label, "custom": list(custom)} if custom else label

    def _written(self) -> list[dict[str, Any]]:
        """Write words beside each mark; not as a reference to their cells, which LibreOffice does not follow."""
        labels = (_REFERENCE.sub("! ", self.sheet.fit(label)) for label in shown(self.chart, self.lang))
        return [{"value": label, "font": _FONT} for label in labels]

    def _waterfall(self) -> list[dict[str, Any]]:
        """Stack what is seen on what is not; totals, rises and falls each in their colour."""
        _, base, above, below, _ = self.laid.helpers
        values = [value or Decimal(0) for value in self.chart.series[0].values]
        ends = {0, len(values) - 1}
        colours = [_TOTALS if at in ends else _RISES if value > 0 else _FALLS for at, value in enumerate(values)]
        points = [{"fill": {"color": colour}} for colour in colours]
        hidden = {**self._range(base), "fill": _NOTHING, "border": _NOTHING, "gap": 45}
        return [
            hidden,
            *({**self._range(seen), "fill": {"color": _TOTALS}, "points": points} for seen in (above, below)),
        ]

    def _lines(self) -> list[dict[str, Any]]:
        """Lay lines over the marks: totals and labels without a line of their own, and the target, dashed."""
        lines = []
        if self.laid.helpers:
            top = self.laid.helpers[-1]
            pattern = number_formats.label(self.chart.unit, self.lang, top.values)
            custom = self._written() if shown(self.chart, self.lang) else None
            unseen = {"line": _NOTHING, "marker": {"type": "none"}}
            lines.append({**self._range(top), **unseen, "data_labels": self._label(pattern, "above", custom)})
        if self.laid.target is None:
            return lines
        dashed = {"color": VERMILION, "width": 1.75, "dash_type": "dash"}
        if self.chart.kind in _LYING:  # Excel draws no upright line among lying bars: an outline as long as the target
            return [*lines, {**self._range(self.laid.target), "fill": _NOTHING, "border": dashed}]
        return [*lines, {**self._range(self.laid.target), "line": dashed, "marker": {"type": "none"}}]

    def _dress(self, chart: Any) -> None:  # noqa: ANN401 — same
        kind, values = self.chart.kind, [value for one in self.laid.all for value in one.values if value is not None]
        labels = {
            "label_position": "low",
            "num_font": _FONT,
            "line": {"color": _LINE},
            "major_tick_mark": "none",
            "reverse": kind in _LYING,
        }
        scale = {
            "num_font": _FONT,
            "line": _NOTHING,
            "major_tick_mark": "none",
            "major_gridlines": {"visible": kind not in _LYING, "line": {"color": _LINE, "width": 0.75}},
            "num_format": number_formats.axis("ratio" if kind == "shares" else self.chart.unit, self.lang, values),
            "visible": kind not in _LYING,
        }
        lowest, highest = min(values, default=Decimal(0)), max(values, default=Decimal(0))
        if self.chart.unit == "ratio" and kind == "line" and _ALMOST_ALL < highest <= 1:
            scale["max"] = 1
        if lowest >= 0:
            scale["min"] = 0
        elif kind in _LYING:  # room for the labels of bars that go left
            scale["min"] = float(lowest - (max(highest, Decimal(0)) - lowest) * _ROOM_ON_THE_LEFT)
        if kind in _LYING:
            chart.set_y_axis(labels)
            chart.set_x_axis(scale)
        else:
            chart.set_x_axis(labels)
            chart.set_y_axis(scale)
        seen = len(self.chart.series) + (self.laid.target is not None)
        if kind == "waterfall" or seen == 1:
            chart.set_legend({"none": True})
        else:
            unseen = [len(self.chart.series)] if self.laid.helpers else []
            chart.set_legend({"position": "bottom", "font": _FONT, "delete_series": unseen})
        chart.set_chartarea({"border": _NOTHING})
