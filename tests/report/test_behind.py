"""What stands behind a picture: the table of a chart's values, and the words of a card's small line."""

from decimal import Decimal

import pytest

from report import charts
from report.charts.behind import behind
from report.charts.sparkline import COLOURS, sparkline


def test_a_chart_gives_its_marks_as_rows_once_each():
    drawn = charts.bars(
        [charts.Bar("F1", "Alpha", Decimal("1234.50")), charts.Bar("F2", "Béta", Decimal(200), faint=True)],
        "EUR", "fr", "Qui coûte ?", "HT", target=Decimal(500), target_label="Objectif",
    )  # fmt: skip
    assert drawn is not None
    assert [list(row.values()) for row in behind(drawn)] == [
        ["Alpha", "1\u202f234,50\u00a0€"],
        ["Béta", "200,00\u00a0€"],
    ]
    assert list(behind(drawn)[0]) == ["Libellé", "Valeur"]


def test_a_trend_gives_its_quarters_in_order_then_its_notes():
    points = [
        charts.Point("2026-T1", Decimal("0.5")),
        charts.Point("2026-T2", None),
        charts.Point("2026-T3", Decimal("0.7")),
    ]
    drawn = charts.trend(points, "ratio", "en", "Better?", "Share", notes=[charts.Note("2026-T3", "New rule")])
    assert drawn is not None
    assert [list(row.values()) for row in behind(drawn)] == [
        ["Q1 2026", "50.0%", ""],
        ["Q2 2026", "n/a", ""],
        ["Q3 2026", "70.0%", ""],
        ["Q3 2026", "", "New rule"],
    ]


def test_a_line_goes_from_the_lowest_to_the_highest_and_says_so():
    drawn = sparkline([Decimal(10), Decimal(20), Decimal(15)], 'T1 "10", T2 20 & T3 15', "bad")
    assert 'aria-label="T1 &quot;10&quot;, T2 20 &amp; T3 15"' in drawn
    assert f"background: {COLOURS['bad']}" in drawn
    assert "polygon(0.00% 53.0px, 50.00% 0.0px, 100.00% 26.5px, 100.00% 29.5px, 50.00% 3.0px, 0.00% 56.0px)" in drawn


def test_what_does_not_move_is_a_line_in_the_middle():
    assert "polygon(0.00% 26.5px, 100.00% 26.5px," in sparkline([Decimal(7), Decimal(7)], "flat", "neither")


def test_one_value_makes_no_line():
    with pytest.raises(ValueError, match="1 value"):
        sparkline([Decimal(1)], "alone", "good")


@pytest.mark.parametrize("ground", ["#FFFFFF", "#12181F"], ids=["light", "dark"])
@pytest.mark.parametrize("colour", COLOURS.values())
def test_a_line_stands_out_on_both_grounds(colour: str, ground: str):
    def luminance(code: str) -> float:
        parts = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(colour), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) >= 3  # WCAG 2.2, 1.4.11
