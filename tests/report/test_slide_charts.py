"""Native charts: the caches, the workbook behind them and the pack hold the same numbers, in the pack's own words."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args

import pytest
from python_calamine import CalamineWorkbook

from kpi.model import Lang, Unit
from report.pack.model import Chart, ChartKind, charts
from report.pack.slides import to_pptx
from report.pack.slides.measure import Box
from report.pack.slides.numbers import axis_code, code
from report.pack.slides.plot import column
from report.pack.slides.plots import plot
from tests.report.pack_sample import SPEND, sample
from tests.report.slide_deck import EVIL, chart, frames, pack_of, page, parts

D = Decimal
SAMPLE = sample()
CONTENT = to_pptx(SAMPLE)
DRAWN = list(zip(charts(SAMPLE.every_page), frames(CONTENT), strict=True))
ROOM = Box(0, 0, 888, 300)


def cached(frame: Any) -> dict[str, tuple[float | None, ...]]:
    return {series.name: tuple(series.values) for series in frame.chart.series}


def sheet(frame: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    rows: list[list[Any]] = book.get_sheet_by_name("Sheet1").to_python()
    return rows


def drawn(one: Chart) -> Any:
    return frames(to_pptx(pack_of(page((one,)))))[0]


@pytest.mark.parametrize(("given", "frame"), DRAWN, ids=[one.kind for one, _ in DRAWN])
def test_caches_and_workbook_hold_the_exact_numbers(given: Chart, frame: Any) -> None:
    rows = sheet(frame)
    names, categories = rows[0], [row[0] for row in rows[1:]]
    shown = [re.sub(r" \(\d\)$", "", name) for name in categories]
    assert shown == list(given.categories)
    assert list(frame.chart.plots[0].categories) == categories
    for series in given.series:
        exact = [None if value is None else float(value) for value in series.values]
        assert [row[names.index(series.name)] for row in rows[1:]] == exact
        if given.kind != "waterfall":
            assert list(cached(frame)[series.name]) == exact


def test_every_kind_of_chart_is_what_it_says() -> None:
    ways = {given.kind: re.findall(r'<c:(?:barDir|grouping) val="(\w+)"', xml(frame)) for given, frame in DRAWN}
    assert ways == {
        "columns": ["col", "clustered", "standard"],
        "line": ["standard"],
        "stacked": ["col", "stacked", "standard"],
        "shares": ["col", "percentStacked"],
        "bars": ["bar", "clustered"],
        "pairs": ["bar", "clustered"],
        "waterfall": ["col", "stacked", "standard"],
    }


def xml(frame: Any) -> str:
    text: str = frame.chart.part.blob.decode()
    return text


def test_a_target_is_a_dashed_line_over_the_bars() -> None:
    columns = DRAWN[0][1]
    assert cached(columns)["Objectif\u00a0: 500\u00a0k€"] == (500000.0,) * 8
    assert 'prstDash val="dash"' in xml(columns)
    assert [type(one).__name__ for one in columns.chart.plots] == ["BarPlot", "LinePlot"]


def test_a_target_that_no_line_can_show_is_in_words() -> None:
    one = replace(chart("bars", (3, 2)), target=D(2), target_label="Objectif : 2,00\u00a0€ au 31/12")
    content = to_pptx(pack_of(page((one,))))
    assert "<a:t>Objectif : 2,00\u00a0€ au 31/12</a:t>".encode() in parts(content)["ppt/slides/slide2.xml"]
    assert b"dash" not in parts(content)["ppt/charts/chart1.xml"]


def test_totals_stand_above_piles() -> None:
    stacked = next(frame for given, frame in DRAWN if given.kind == "stacked")
    assert cached(stacked)["Total"] == tuple(float(value) for value in SPEND)
    assert '<c:legendEntry><c:idx val="3"/><c:delete val="1"/></c:legendEntry>' in xml(stacked)


def test_a_pile_with_a_credit_has_no_total_above() -> None:
    assert list(cached(drawn(chart("stacked", (5, 5), (1, -1))))) == ["S0", "S1"]


def test_the_largest_bar_is_on_top_and_its_axis_below() -> None:
    bars = xml(next(frame for given, frame in DRAWN if given.kind == "bars"))
    assert '<c:orientation val="maxMin"/>' in bars
    assert '<c:crosses val="max"/>' in bars
    assert [words for words in ("300 k€ · A", "161 k€ · B", "-1,00 k€ · C") if f"<a:t>{words}</a:t>" in bars] == [
        "300 k€ · A", "161 k€ · B", "-1,00 k€ · C",
    ]  # fmt: skip


def test_a_period_that_is_not_over_is_paler() -> None:
    one = replace(chart("columns", (1, 2, 3)), partial=("c",))
    (series,) = plot(one, ROOM, "fr").series
    assert {place: ink.pale for place, ink in series.points.items()} == {2: True}


def test_a_note_is_a_number_at_its_category_and_words_below() -> None:
    assert list(DRAWN[0][1].chart.plots[0].categories)[4] == "T4 2025 (1)"
    assert "(1) hausse\u00a0: dossier Alpha".encode() in parts(CONTENT)["ppt/slides/slide3.xml"]


WATERFALL = chart("waterfall", (20, 15, -60, 10, -15))
"""Levels: 20, 35, -25, -15; the last total stands at -15."""


def test_a_waterfall_floats_above_and_below_zero() -> None:
    base, above, below, top = plot(WATERFALL, ROOM, "fr").series
    assert base.values == (0, 20, 0, -15, 0)
    assert above.values == (20, 15, 35, 0, 0)
    assert below.values == (0, 0, -25, -10, -15)
    assert top.values == (20, 35, 35, -15, 0)
    assert [top.labels[n].words for n in range(5)] == [
        "20\u00a0€", "+15\u00a0€", "-60\u00a0€", "+10\u00a0€", "-15\u00a0€",
    ]  # fmt: skip
    assert (base.ink.name, top.ink.name, above.points[2] != above.points[1] != above.points[0]) == ("", "", True)


def test_the_workbook_works_the_waterfall_out_from_its_steps() -> None:
    steps = [float(value or 0) for value in WATERFALL.series[0].values]
    letter = column(5)

    def worked_out(formula: str) -> float:
        known = re.sub(
            rf"SUM\({letter}\$2:{letter}(\d+)\)", lambda found: str(sum(steps[: int(found[1]) - 1])), formula.strip("=")
        )
        known = re.sub(rf"{letter}(\d+)", lambda found: str(steps[int(found[1]) - 2]), known)
        value: float = eval(known, {"MAX": max, "MIN": min})  # noqa: S307 — our own formulas
        return value

    for series in plot(WATERFALL, ROOM, "fr").series:
        assert [worked_out(formula) for formula in series.formulas] == [float(value or 0) for value in series.values]
    assert [row[5] for row in sheet(drawn(WATERFALL))[1:]] == steps


def test_small_steps_between_large_totals_can_be_seen_and_the_axis_says_so() -> None:
    one = chart("waterfall", (1000, 30, -10, 1020))
    assert plot(one, ROOM, "fr").least == D(980)
    assert "L'axe commence à 980\u00a0€".encode() in parts(to_pptx(pack_of(page((one,)))))["ppt/slides/slide2.xml"]
    assert plot(WATERFALL, ROOM, "fr").least is None


def test_texts_of_a_workbook_are_never_formulas_nor_links() -> None:
    frame = drawn(chart("bars", (2, 1), categories=(EVIL, "http://x.example/"), title=EVIL))
    held = parts(frame.chart.part.chart_workbook.xlsx_part.blob)
    assert b"<f>" not in held["xl/worksheets/sheet1.xml"]
    assert not any("rels/sheet" in name for name in held)
    assert b'quotePrefix="1"' in held["xl/styles.xml"]


@pytest.mark.parametrize(
    ("value", "unit", "lang", "expected"),
    [
        ("561234.56", "EUR", "fr", '[$-40C]#,##0,"\u00a0k€"'),
        ("1234567", "EUR", "fr", '[$-40C]#,##0.00,,"\u00a0M€"'),
        ("12345.6", "EUR", "en", '[$-809]"€"#,##0.0,"k"'),
        ("850", "EUR", "fr", '[$-40C]#,##0"\u00a0€"'),
        ("0.184", "ratio", "fr", '[$-40C]#,##0.0"\u00a0"%'),
        ("1", "ratio", "en", "[$-809]#,##0%"),
        ("0.0001", "ratio", "fr", '"<\u00a00,1\u00a0%"'),
        ("312.5", "EUR/h", "en", '[$-809]"€"#,##0"/h"'),
        ("34.5", "days", "fr", '[$-40C]#,##0.0"\u00a0jours"'),
        ("4.2", "score", "fr", '[$-40C]#,##0.0"\u00a0/\u00a05"'),
        ("23", "points", "fr", "[$-40C]+#,##0;-#,##0;#,##0"),
    ],
)
def test_a_label_follows_its_value_in_the_words_of_the_screen(
    value: str, unit: Unit, lang: Lang, expected: str
) -> None:
    assert code(D(value), unit, lang) == expected


@pytest.mark.parametrize(
    ("largest", "start", "unit", "expected"),
    [
        ("561234", "0", "EUR", '[$-40C]#,##0,"\u00a0k€"'),  # steps of 100 k€
        ("3100000", "0", "EUR", '[$-40C]#,##0.0,,"\u00a0M€"'),  # of 0,5 M€
        ("0.9", "0", "ratio", '[$-40C]#,##0"\u00a0"%'),  # of 20 %
        ("0.72", "0.7", "ratio", '[$-40C]#,##0.0"\u00a0"%'),  # of 0,5 %
    ],
)
def test_an_axis_has_the_decimals_that_its_steps_need(largest: str, start: str, unit: Unit, expected: str) -> None:
    assert axis_code(D(largest), unit, "fr", D(start)) == expected


def test_labels_are_left_out_where_they_would_not_fit() -> None:
    many = chart("columns", tuple(range(100000, 1500000, 100000)))
    assert plot(many, ROOM, "fr").series[0].labels == {}
    assert plot(many, ROOM, "fr").axis
    few = chart("columns", (100000, 200000))
    assert len(plot(few, ROOM, "fr").series[0].labels) == 2
    assert not plot(few, ROOM, "fr").axis


def test_several_lines_are_labelled_at_their_ends_only() -> None:
    low, high = plot(chart("line", (50, 60, 55), (10, 20, None)), ROOM, "fr").series
    assert {place: label.where for place, label in low.labels.items()} == {2: "t"}
    assert list(high.labels) == [1]


@pytest.mark.parametrize("values", [(0,), (0, 0), (1,), (-3, -2), (None, 5, None), (D("1e-9"), D("1e12"))])
def test_no_odd_values_break_a_chart(values: tuple[Any, ...]) -> None:
    odd = [replace(chart(kind, values), unit="ratio", target=D("0.5")) for kind in get_args(ChartKind)]
    made = frames(to_pptx(pack_of(*(page((one,)) for one in odd))))
    assert [len(list(frame.chart.plots[0].categories)) for frame in made] == [len(values)] * len(odd)


def test_values_close_under_their_target_are_written_below() -> None:
    # less than 40 % of the target's height below it: the dashed line would run through a label above
    one = replace(chart("line", (0, 0.6, 0.62)), target=D("0.95"), target_label="Objectif", unit="ratio")
    (line, _) = plot(one, ROOM, "fr").series
    assert [label.where for _, label in sorted(line.labels.items())] == ["t", "t", "b"], "from b the line falls"
    (free,) = plot(replace(one, target=None), ROOM, "fr").series
    assert {label.where for label in free.labels.values()} == {"t"}


def test_a_share_too_thin_for_its_label_has_none() -> None:
    one = chart("shares", (90,), (10,))
    labelled = [bool(series.labels) for series in plot(one, ROOM, "fr").series]
    # in a frame of 100 points the piles have 44: a tenth of them is lower than a figure
    flat = [bool(series.labels) for series in plot(one, Box(0, 0, 888, 100), "fr").series]
    assert (labelled, flat) == ([True, True], [True, False])


def test_names_beside_bars_stay_whole_while_there_is_room() -> None:
    names = ("Abonnement données personnelles - Armorel Distribution", "Abonnement données personnelles - Armorel SA")
    one = replace(chart("pairs", (3, 2), (2, 1)), categories=names)
    assert plot(one, Box(0, 0, 430, 300), "fr").categories == names
    assert plot(one, Box(0, 0, 430, 60), "fr").categories[0].endswith("…")
