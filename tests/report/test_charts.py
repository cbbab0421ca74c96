"""Charts draw what they were given, say it to those who do not see, and obey no text from a file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import altair as alt
import pytest

from kpi.model import Lang
from report import charts
from report.charts import Bar, Bullet, Note, Part, Point, Spread, marks

D = Decimal
EVIL = "datum.x\"'+alert(1)//</script>"
QUARTERS = ("2025-T4", "2026-T1", "2026-T2", "2026-T3")
TITLE, SUBTITLE = "Que dépense-t-on\u202f?", "Dépenses HT, T3 2026"


def drawn(chart: alt.LayerChart | None) -> alt.LayerChart:
    assert chart is not None
    return chart


def trend(lang: Lang, text: str = "Nouveau panel", *, dark: bool = False) -> alt.LayerChart:
    points = [Point(q, D(n), q == "2026-T3") for q, n in zip(QUARTERS, (100, 300, 200, 50), strict=True)]
    return drawn(charts.trend(points, "EUR", lang, TITLE, SUBTITLE, notes=[Note("2026-T1", text)], dark=dark))


def rate(lang: Lang, text: str = "Note", *, dark: bool = False) -> alt.LayerChart:
    values = (D("0.2"), None, D("0.1"), D("0.3"))
    points = [Point(q, value, q == "2026-T3") for q, value in zip(QUARTERS, values, strict=True)]
    notes = [Note("2026-T1", text)]
    return drawn(charts.trend(points, "ratio", lang, TITLE, SUBTITLE, D("0.15"), notes, dark=dark))


def bars(lang: Lang, text: str = "Dupont", *, dark: bool = False) -> alt.LayerChart:
    rows = [
        Bar("a", text, D(10), text),
        Bar(None, text, D(30)),
        Bar("c", "C", None),
        Bar("d", "D", D(-5), faint=True),
    ]
    return drawn(charts.bars(rows, "EUR", lang, TITLE, SUBTITLE, dark=dark))


def stacked(lang: Lang, text: str = "Cabinet", *, dark: bool = False) -> alt.LayerChart:
    parts = [Part(q, f"F{n}", f"{text} {n}", D(n + 1)) for n in range(10) for q in QUARTERS]
    return drawn(charts.stacked([*parts, Part("2026-T1", "F9", text, D(-40))], "EUR", lang, TITLE, SUBTITLE, dark=dark))


def share(lang: Lang, text: str = "Associé", *, dark: bool = False) -> alt.LayerChart:
    parts = [Part(firm, level, text, D(n + 1), text) for n, firm in enumerate("ABC") for level in ("p", "q", None)]
    parts.append(Part("Z", "p", text, D(-1), text))
    return drawn(charts.share(parts, "EUR", lang, TITLE, SUBTITLE, dark=dark))


def spread(lang: Lang, text: str = "Contentieux", *, dark: bool = False) -> alt.LayerChart:
    rows = [Spread("a", text, D(10), D(20), D(40), D(25), 7), Spread(None, text, None, None, None, None, 0)]
    return drawn(charts.spread(rows, "EUR", lang, TITLE, SUBTITLE, dark=dark))


def bullet(lang: Lang, text: str = "Dossier", *, dark: bool = False) -> alt.LayerChart:
    rows = [
        Bullet("a", text, D(110), D(100), D(60)),
        Bullet("b", text, D(50), D(80), None),
        Bullet("c", text, D(9), None, None),
    ]
    return drawn(charts.bullet(rows, "EUR", lang, TITLE, SUBTITLE, dark=dark))


EVERY = pytest.mark.parametrize("make", [trend, rate, bars, stacked, share, spread, bullet])
Make = Callable[..., alt.LayerChart]


def data_of(spec: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    data = spec["layer"][layer].get("data", spec.get("data"))
    rows: list[dict[str, Any]] = spec["datasets"][data["name"]]
    return rows


def everything_but_data(spec: dict[str, Any]) -> str:
    kept = {key: value for key, value in spec.items() if key not in {"datasets", "description"}}
    layers = [{key: value for key, value in layer.items() if key != "data"} for layer in spec["layer"]]
    return json.dumps({**kept, "layer": layers}, ensure_ascii=False)


@EVERY
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_chart_says_in_words_what_it_shows(make: Make, lang: Lang):
    spec = make(lang).to_dict()
    assert spec["title"]["text"] == [TITLE]
    assert spec["title"]["subtitle"][0].startswith(SUBTITLE)
    assert spec["description"].startswith(f"{TITLE} {SUBTITLE}.")
    numbers = [row["said"] for row in data_of(spec, 0) if "said" in row]
    assert numbers
    assert spec["description"].count({"fr": "\u00a0: ", "en": ": "}[lang]) >= 2
    assert spec["config"]["locale"]["number"]["decimal"] == {"fr": ",", "en": "."}[lang]


def test_the_text_alternative_to_the_code_point():
    assert trend("fr").to_dict()["description"] == (
        "Que dépense-t-on\u202f? Dépenses HT, T3 2026. T4 2025\u00a0: 100,00\u00a0€\u202f; "
        "T1 2026\u00a0: 300,00\u00a0€\u202f; T2 2026\u00a0: 200,00\u00a0€\u202f; "
        "T3 2026\u00a0: 50,00\u00a0€, en cours."
    )
    assert "C\u00a0: n.\u00a0d." in bars("fr").to_dict()["description"]


@EVERY
def test_no_text_from_a_file_stands_in_the_chart_itself(make: Make):
    spec = make("fr", EVIL).to_dict()
    assert EVIL in json.dumps(spec["datasets"], ensure_ascii=False).replace('\\"', '"')
    assert "alert" not in everything_but_data(spec)


@EVERY
def test_fields_are_ours(make: Make):
    spec = make("fr", EVIL).to_dict()
    for rows in spec["datasets"].values():
        for row in rows:
            assert all(name in {"key", "said"} or re.fullmatch(r"c\d+", name) for name in row)


@EVERY
def test_a_click_gives_the_key_of_a_row(make: Make):
    spec = make("fr").to_dict()
    (pick,) = [param for param in spec["params"] if param["name"] == "pick"]
    assert pick["select"] == {"type": "point", "fields": ["key"]}
    assert all("key" in row for row in data_of(spec, 0))


@EVERY
def test_letters_are_large_enough_to_read(make: Make):
    spec = make("fr").to_dict()
    config = spec["config"]
    sizes = [config["axis"]["labelFontSize"], config["legend"]["labelFontSize"], config["text"]["fontSize"]]
    assert min(*sizes, spec["title"]["fontSize"], spec["title"]["subtitleFontSize"]) >= 13
    assert '"fontSize": 1' not in everything_but_data(spec).replace('"fontSize": 13', "").replace('"fontSize": 18', "")


@EVERY
def test_dark_charts_are_written_in_light_ink(make: Make):
    light, dark = make("fr").to_dict(), make("fr", dark=True).to_dict()
    assert dark["title"]["color"] != light["title"]["color"]
    assert dark["config"]["text"]["color"] == dark["title"]["color"]
    assert dark["datasets"] == light["datasets"]


def test_nothing_to_draw_is_none():
    words = ("EUR", "fr", TITLE, SUBTITLE)
    assert charts.trend([], *words) is None
    assert charts.trend([Point("2026-T3", None)], *words) is None
    assert charts.bars([Bar("a", "A", None)], *words) is None
    assert charts.stacked([], *words) is None
    assert charts.stacked([Part("2026-T3", "a", "A", D(0))], *words) is None
    assert charts.share([Part("x", "a", "A", D(-1))], *words) is None
    assert charts.spread([Spread("a", "A", None, None, None, None, 0)], *words) is None
    assert charts.bullet([], *words) is None


def test_a_quarter_without_a_value_leaves_a_gap_that_says_so():
    spec = rate("fr").to_dict()
    every = data_of(spec, 0)
    assert [row["c2"] for row in every] == [0.2, None, 0.1, 0.3]
    assert every[1]["c3"] == "n.\u00a0d."


def test_a_quarter_under_way_is_drawn_apart():
    spec = trend("fr").to_dict()
    assert [row["key"] for row in data_of(spec, 1)] == ["2025-T4", "2026-T1", "2026-T2"]
    assert [row["key"] for row in data_of(spec, 2)] == ["2026-T3"]
    assert spec["layer"][2]["mark"]["strokeDash"]
    assert "en cours" in [row["c3"] for layer in range(3, 7) for row in data_of(spec, layer)]


def test_bars_are_sorted_and_unknown_values_come_last():
    rows = data_of(bars("fr").to_dict(), 0)
    assert [row["key"] for row in rows] == [None, "a", "d", "c"]
    assert [row["c2"] for row in rows] == [30.0, 10.0, -5.0, None]
    assert rows[2]["c5"] != rows[1]["c5"]  # faint


def test_two_firms_of_one_name_keep_a_bar_each():
    labels = [row["c1"] for row in data_of(bars("fr").to_dict(), 0)]
    assert len(set(labels)) == 4
    assert [label.strip("\u200b") for label in labels[:2]] == ["Dupont", "Dupont"]


def test_bars_left_out_are_counted():
    rows = [Bar(str(n), str(n), D(n)) for n in range(20)]
    spec = charts.bars(rows, "EUR", "fr", TITLE, SUBTITLE, most=3)
    assert spec is not None
    assert [row["key"] for row in data_of(spec.to_dict(), 0)] == ["19", "18", "17"]
    assert " ".join(spec.to_dict()["title"]["subtitle"]).endswith("Les 3 premiers sur 20")


def test_stacked_keeps_seven_colours_and_adds_the_others_up():
    spec = stacked("fr").to_dict()
    rows, totals = data_of(spec, 0), data_of(spec, 1)
    keys = list(dict.fromkeys(row["key"] for row in rows))
    assert len(keys) == 8
    assert keys[-1] == charts.OTHERS
    assert rows[-1]["c5"] == "Autres (3)"
    assert len(spec["layer"][0]["encoding"]["color"]["scale"]["range"]) == 8
    for quarter, total in zip(QUARTERS, totals, strict=True):
        drawn = sum(row["c3"] - row["c2"] for row in rows if row["c1"] == marks.words.quarter(quarter, "fr"))
        assert drawn == 55 - (40 if quarter == "2026-T1" else 0)
        assert total["c3"] == f"{int(drawn)}\u00a0€"
    below_zero = [row for row in rows if row["c3"] < row["c2"]]
    assert [(row["key"], row["c2"], row["c3"]) for row in below_zero] == [(charts.OTHERS, 0.0, -27.0)]


def test_shares_fill_their_bar_and_what_cannot_is_counted():
    spec = share("fr").to_dict()
    rows = data_of(spec, 0)
    for label in {row["c1"] for row in rows}:
        parts = [row for row in rows if row["c1"] == label]
        assert parts[0]["c2"] == 0
        assert [row["c3"] for row in parts[:-1]] == [row["c2"] for row in parts[1:]]
        assert parts[-1]["c3"] == pytest.approx(1)
    assert len({row["c1"] for row in rows}) == 3
    assert " ".join(spec["title"]["subtitle"]).endswith("(total nul ou part négative)\u00a0: 1")


def test_bullets_tell_overruns_from_matters_without_a_budget():
    rows = data_of(bullet("fr").to_dict(), 1)
    assert [row["c7"] for row in rows] == [
        "110\u00a0€\u00a0· 110\u00a0%",
        "50\u00a0€\u00a0· 63\u00a0%",
        "9\u00a0€\u00a0· sans budget",
    ]
    assert rows[0]["c5"] != rows[1]["c5"] == rows[2]["c5"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["0.97"], ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (["1300"], ["0", "500", "1000", "1500"]),
        (["-30", "95"], ["-50", "-25", "0", "25", "50", "75", "100"]),
        (["0"], ["0", "1"]),
        (["-7"], ["-8", "-6", "-4", "-2", "0"]),
    ],
)
def test_round_steps_hold_zero_and_every_value(values: list[str], expected: list[str]):
    assert marks.steps([D(value) for value in values]) == [D(step) for step in expected]


def test_an_axis_speaks_the_readers_language():
    axis = marks.axis([D(1300000)], "EUR", "fr").to_dict()
    assert axis["values"] == [0, 500000, 1000000, 1500000]
    assert axis["labelExpr"].startswith(r"['0\xa0€', '500\xa0k€', '1\xa0M€', '1,5\xa0M€'][indexof(")
