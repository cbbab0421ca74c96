"""The charts of a pack hold its numbers, say them aloud, obey no text from a file, and no label covers another."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Any, get_args

import altair as alt
import pytest
import vl_convert

from kpi.model import Lang
from report.charts import OTHERS
from report.pack.glyphs import FONTS
from report.pack.model import Chart, ChartKind, Series, charts
from report.pack.pictures import draw
from tests.report.pack_sample import sample

D = Decimal
EVIL = "datum.x\"'+alert(1)//</script>"
KINDS = get_args(ChartKind)
EVERY_KIND = pytest.mark.parametrize("kind", KINDS)
QUARTERS = ("2025-T4", "2026-T1", "2026-T2", "2026-T3")
NAMES = ("T4 2025", "T1 2026", "T2 2026", "T3 2026")


def of_kind(kind: str, lang: Lang = "fr") -> Chart:
    return next(chart for chart in charts(sample(lang).every_page) if chart.kind == kind)


def chart(kind: ChartKind, *rows: tuple[Any, ...], **more: Any) -> Chart:
    series = tuple(Series(name, tuple(None if v is None else D(str(v)) for v in values)) for name, *values in rows)
    around = {"unit": "EUR", "categories": NAMES, "keys": QUARTERS, **more}
    return Chart(kind, "Titre", "HT", series=series, **around)


def spec(drawn: Chart, lang: Lang = "fr", **how: Any) -> dict[str, Any]:
    found = draw(drawn, lang, **how)
    assert found is not None
    return found.to_dict()


def every_row(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [row for rows in drawn["datasets"].values() for row in rows]


def rows_of(drawn: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    found = drawn["layer"][layer].get("data", drawn.get("data"))
    rows: list[dict[str, Any]] = drawn["datasets"][found["name"]]
    return rows


def written(drawn: dict[str, Any]) -> set[str]:
    """What stands in the picture beside its marks."""
    texts = (at for at, layer in enumerate(drawn["layer"]) if layer["mark"]["type"] == "text")
    field = {at: drawn["layer"][at]["encoding"]["text"]["field"] for at in texts}
    return {str(row[name]) for at, name in field.items() for row in rows_of(drawn, at)}


@EVERY_KIND
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_kind_is_drawn_with_its_words_and_its_language(kind: str, lang: Lang):
    asked = of_kind(kind, lang)
    drawn = spec(asked, lang)
    assert " ".join(drawn["title"]["text"]) == asked.title
    assert " ".join(drawn["title"]["subtitle"]).startswith(asked.subtitle.rstrip("."))
    assert drawn["config"]["locale"]["number"]["decimal"] == {"fr": ",", "en": "."}[lang]
    assert any("said" in row for row in every_row(drawn))


@EVERY_KIND
def test_a_click_gives_a_key_of_the_store(kind: str):
    asked = of_kind(kind)
    drawn = spec(asked)
    (pick,) = [param for param in drawn["params"] if param["name"] == "pick"]
    assert pick["select"] == {"type": "point", "fields": ["key"]}
    clicked = {row["key"] for row in every_row(drawn) if "said" in row}
    stacked = kind in {"stacked", "shares"}
    assert clicked == {one.name for one in asked.series} if stacked else set(asked.keys or asked.categories)


@EVERY_KIND
def test_no_text_from_a_file_stands_in_the_chart_itself(kind: str):
    asked = of_kind(kind)
    hostile = replace(
        asked,
        categories=tuple(f"{EVIL}{n}" for n in range(len(asked.categories))),
        series=tuple(replace(one, name=EVIL + one.name) for one in asked.series),
        keys=(),
        labels=tuple(EVIL for _ in asked.labels),
        target_label=EVIL,
        notes=((f"{EVIL}0", EVIL),),
    )
    drawn = spec(hostile)
    told = {"datasets", "description", "title"}
    kept = json.dumps({name: part for name, part in drawn.items() if name not in told})
    assert "alert" not in kept
    assert all(re.fullmatch(r"key|said|c\d+", name) for row in every_row(drawn) for name in row)


@EVERY_KIND
def test_the_dark_theme_draws_the_same_data_in_light_ink(kind: str):
    light, dark = spec(of_kind(kind)), spec(of_kind(kind), dark=True)
    assert light["datasets"] == dark["datasets"]
    assert light["title"]["color"] != dark["title"]["color"]


@EVERY_KIND
def test_without_a_value_there_is_no_picture(kind: str):
    asked = of_kind(kind)
    empty = replace(asked, series=tuple(replace(one, values=(None,) * len(one.values)) for one in asked.series))
    assert draw(empty, "fr") is None
    assert draw(replace(asked, categories=(), series=(), keys=(), labels=()), "fr") is None


def test_the_text_alternative_is_the_one_of_the_chart_else_its_values():
    told = chart("columns", ("Dépense", 1, 2, 3, 4), alt="De 1 € à 4 €.")
    assert spec(told)["description"] == "Titre. De 1 € à 4 €."
    assert spec(replace(told, alt=""))["description"] == (
        "Titre. HT. T4 2025\u00a0: 1,00\u00a0€\u202f; T1 2026\u00a0: 2,00\u00a0€\u202f; "
        "T2 2026\u00a0: 3,00\u00a0€\u202f; T3 2026\u00a0: 4,00\u00a0€."
    )


def test_columns_are_bars_and_a_line_is_a_line_whatever_the_unit():
    days = spec(chart("columns", ("Délai", 10, 20, 30, 40), unit="days"))
    rates = spec(chart("line", ("Taux", 300, 310, 320, 330), unit="EUR/h"))
    assert "bar" in {layer["mark"]["type"] for layer in days["layer"]}
    assert "bar" not in {layer["mark"]["type"] for layer in rates["layer"]}
    assert {"10\u00a0jours", "40\u00a0jours"} <= written(days)
    assert {"300\u00a0€/h", "330\u00a0€/h"} <= written(rates)


def test_two_series_where_one_is_meant_are_refused():
    with pytest.raises(ValueError, match="one series, not 2"):
        draw(chart("columns", ("A", 1, 2, 3, 4), ("B", 1, 2, 3, 4)), "fr")


def test_several_lines_are_named_at_their_end_with_their_last_value():
    asked = chart("line", ("Cabinet", "0.5", "0.6", "0.7", "0.66"), ("Médiane du panel", "0.6", "0.6", "0.6", None))
    drawn = spec(replace(asked, unit="ratio"))
    assert {"Cabinet\n66,0\u00a0%", "Médiane du panel"} <= written(drawn)
    assert [row["c2"] for row in rows_of(drawn, 0)] == [0.5, 0.6, 0.7, 0.66, 0.6, 0.6, 0.6, None]


def test_an_axis_of_lines_need_not_show_zero_but_says_its_values():
    near = spec(chart("line", ("A", "0.70", "0.72", "0.74", "0.71"), ("B", "0.7", "0.7", "0.7", "0.7"), unit="ratio"))
    assert near["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0.7, 0.74]
    assert near["layer"][0]["encoding"]["y"]["axis"]["values"] == [0.7, 0.71, 0.72, 0.73, 0.74]
    far = spec(chart("line", ("A", "0.1", "0.2", "0.9", "0.7"), ("B", "0.7", "0.7", "0.7", "0.7"), unit="ratio"))
    assert far["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0


@EVERY_KIND
def test_a_target_is_dashed_and_named_with_its_value(kind: str):
    asked = replace(of_kind(kind), target=D("0.5") if kind in {"line", "shares"} else D(500_000), target_label="Cap")
    drawn = spec(asked)
    dashed = [layer for layer in drawn["layer"] if layer["mark"].get("strokeDash") == [6, 4]]
    assert [layer["mark"]["type"] for layer in dashed] == ["rule"]
    value = "50,0\u00a0%" if kind in {"line", "shares"} else "500\u00a0k€"
    assert any(re.fullmatch(rf"Cap\s{value}", text) for text in written(drawn))


def test_a_target_that_says_its_value_is_not_told_it_twice():
    asked = chart("columns", ("Dépense", 1, 2, 3, 4), target=D(3), target_label="3\u00a0€ au 31/12/2026")
    assert "3\u00a0€ au\n31/12/2026" in written(spec(asked))


def test_a_value_that_the_line_of_the_target_would_strike_stands_above_it():
    drawn = spec(chart("columns", ("Dépense", 40, 96, 100, 120), target=D(100)))
    # 40 is far below the line, 120 above it; 96 and 100 would be written across it
    places = {row["key"]: row["c5"] for row in rows_of(drawn, 2)}
    assert places == {"2025-T4": 40.0, "2026-T1": 100.0, "2026-T2": 100.0, "2026-T3": 120.0}


def test_in_a_narrow_picture_the_year_stands_below_the_quarter_and_some_values_are_left_to_the_tooltip():
    asked = chart("columns", ("Dépense", 111_111, 222_222, 333_333, 444_444))
    narrow, wide = spec(asked, width=130), spec(asked)
    assert narrow["layer"][0]["encoding"]["x"]["axis"]["labelExpr"] == "split(datum.label, ' ')"
    assert "labelExpr" not in wide["layer"][0]["encoding"]["x"]["axis"]
    assert written(wide) == {"111\u00a0k€", "222\u00a0k€", "333\u00a0k€", "444\u00a0k€"}
    assert written(narrow) == {"222\u00a0k€", "444\u00a0k€"}


def test_notes_are_flags_over_quarters_and_sentences_elsewhere():
    asked = chart("stacked", ("A", 1, 2, 3, 4), notes=(("T1 2026", "audience du 12/03"),))
    assert "audience du 12/03" in written(spec(asked))
    across = chart("bars", ("A", 4, 3, 2, 1), notes=(("T1 2026", "audience du 12/03"),))
    assert " ".join(spec(across)["title"]["subtitle"]) == "HT. T1 2026\u00a0: audience du 12/03"


@pytest.mark.parametrize("kind", ["columns", "line", "stacked", "shares"])
def test_a_quarter_under_way_says_so(kind: ChartKind):
    asked = replace(of_kind(kind), partial=(of_kind(kind).categories[-1],))
    assert "en cours" in written(spec(asked))
    assert "en cours" not in written(spec(replace(asked, partial=())))


def test_what_stands_beside_a_bar_is_what_the_pack_says():
    asked = chart("bars", ("Dépense", 30, 20, None, -10), labels=("30 € · A", "", "n. d.", "-10 € · C"))
    drawn = spec(asked)
    assert written(drawn) == {"30 € · A", "20\u00a0€", "n. d.", "-10 € · C"}
    assert [row["key"] for row in rows_of(drawn, 0)] == list(QUARTERS)  # in the order of the pack
    assert [row["c2"] for row in rows_of(drawn, 0)] == [30.0, 20.0, None, -10.0]


def test_pairs_lie_under_each_other_in_the_order_of_the_pack():
    drawn = spec(chart("pairs", ("Budget", 100, 50, 10, 5), ("Engagé", 130, 42, None, 0), labels=("130 %", "", "", "")))
    rows = rows_of(drawn, 0)
    assert [(row["key"], row["c5"], row["c2"]) for row in rows[:4]] == [
        ("2025-T4", "Budget", 100.0),
        ("2025-T4", "Engagé", 130.0),
        ("2026-T1", "Budget", 50.0),
        ("2026-T1", "Engagé", 42.0),
    ]
    assert rows[1]["c3"] == "130\u00a0€\u00a0· 130 %"
    assert rows[5]["c3"] == "n.\u00a0d."


def test_long_names_of_pairs_run_over_lines_and_stay_whole():
    long = "Abonnement données personnelles - Armorel Distribution SAS"
    drawn = spec(chart("pairs", ("Budget", 1), ("Engagé", 2), categories=(long,), keys=("m",)), width=460)
    first = rows_of(drawn, 0)[0]
    # 460 pixels: 174 for names, 25 letters of 6.8
    assert first["c1"].split("\n") == ["Abonnement données", "personnelles - Armorel", "Distribution SAS"]
    assert first["c8"] == long
    assert "split(datum.label" in drawn["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]


def test_a_waterfall_steps_from_one_total_to_the_other():
    # 100, then 30 more is 130, then 20 less is 110
    steps = chart("waterfall", ("Écart", 100, 30, -20, 110), categories=("T2", "Volume", "Mix", "T3"), keys=())
    rows = rows_of(spec(steps), 0)
    assert [(row["c2"], row["c3"]) for row in rows] == [(0, 100), (100, 130), (130, 110), (0, 110)]
    assert [row["c9"] for row in rows] == ["100\u00a0€", "+30\u00a0€", "-20\u00a0€", "110\u00a0€"]
    up, down, total = rows[1]["c6"], rows[2]["c6"], rows[0]["c6"]
    assert len({up, down, total}) == 3


def test_a_waterfall_far_from_zero_starts_its_axis_higher_and_says_so():
    far = spec(chart("waterfall", ("Écart", 1000, 30, -20, 1010), categories=("T2", "Volume", "Mix", "T3"), keys=()))
    # from 1 000 to 1 030: half the span below is 985; in steps of 10 the axis starts at 980
    assert " ".join(far["title"]["subtitle"]) == "HT. L'axe commence à 980\u00a0€"
    assert far["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 980
    assert rows_of(far, 0)[0]["c2"] == 980
    near = spec(chart("waterfall", ("Écart", 100, 30, -100, 30), categories=("T2", "Volume", "Mix", "T3"), keys=()))
    assert near["layer"][0]["encoding"]["y"]["scale"]["domain"][0] == 0


def test_a_waterfall_lies_where_its_names_have_no_room():
    asked = chart("waterfall", ("Écart", 1, 2, 3, 6), categories=("T2", "Composition", "Approbation", "T3"), keys=())
    assert "y2" in spec(asked, width=460)["layer"][0]["encoding"]
    assert "x2" in spec(asked, width=240)["layer"][0]["encoding"]


def test_what_a_pack_calls_others_stays_one_part_and_no_colour_is_used_twice():
    series = [Series(f"Type {n}", (D(10 - n),), f"t{n}") for n in range(6)]
    series += [Series("Autres", (D(50),), OTHERS), Series("Non renseigné", (D(1),), None)]
    drawn = spec(Chart("stacked", "Titre", "HT", "EUR", ("T3 2026",), tuple(series), ("2026-T3",)))
    parts = {row["c5"]: row["c3"] - row["c2"] for row in rows_of(drawn, 0)}
    assert parts["Autres"] == 50
    assert parts["Non renseigné"] == 1
    colours = drawn["layer"][0]["encoding"]["color"]["scale"]["range"]
    assert len(colours) == len(set(colours)) == 8


def test_wholes_with_long_names_lie_on_their_side():
    upright = spec(chart("shares", ("A", 1, 2, 3, 4), ("B", 1, 1, 1, 1)))
    lying = spec(chart("shares", ("A", 1, 2, 3, 4), ("B", 1, 1, 1, 1), categories=("Bérénice Vauclair", "b", "c", "d")))
    assert "y2" in upright["layer"][0]["encoding"]
    assert "x2" in lying["layer"][0]["encoding"]


Box = tuple[float, float, float, float, str]


def boxes(found: alt.LayerChart) -> list[Box]:
    """Where each text stands, in pixels: left, top, right, bottom, as the picture is laid out with its typeface."""
    vl_convert.register_font_directory(str(FONTS))
    asked = found.to_dict()
    asked["config"]["font"] = "SourceSans3-Regular"
    return list(_texts(vl_convert.vegalite_to_scenegraph(asked, vl_version="6.4")["scenegraph"], 0, 0))


def _texts(node: dict[str, Any], x: float, y: float) -> Any:
    for item in node.get("items", []):
        if node.get("marktype") == "text":
            if item.get("opacity") != 0 and item["text"]:
                yield _box(item, x, y)
        elif node.get("marktype") == "group":
            for mark in item.get("items", []):
                yield from _texts(mark, x + (item.get("x") or 0), y + (item.get("y") or 0))


def _box(item: dict[str, Any], x: float, y: float) -> Box:
    text = item["text"]
    lines = text if isinstance(text, list) else text.split("\n")
    size = item["fontSize"]
    wide = min(max(map(len, lines)) * size * 0.46, item.get("limit") or 10_000)
    left = x + (item.get("x") or 0) + (item.get("dx") or 0)
    left -= {"center": wide / 2, "right": wide}.get(item.get("align") or "left", 0)
    tall, middle = 0.72 * size, y + (item.get("y") or 0) + (item.get("dy") or 0)
    top = middle - {"top": 0, "bottom": tall, "middle": tall / 2}.get(item.get("baseline") or "middle", tall)
    return left, top, left + wide, top + tall + (len(lines) - 1) * (item.get("lineHeight") or size + 2), " ".join(lines)


def covered(texts: list[Box]) -> list[tuple[str, str]]:
    return [
        (one[4], other[4])
        for one, other in combinations(texts, 2)
        if min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1
    ]


def test_the_measure_of_what_is_covered_finds_it():
    assert covered([(0, 0, 10, 10, "a"), (5, 5, 15, 15, "b"), (20, 0, 30, 10, "c")]) == [("a", "b")]


@pytest.mark.parametrize("width", [460, 760])
@EVERY_KIND
def test_no_label_covers_another(kind: str, width: int):
    asked = of_kind(kind)
    noted = replace(
        asked, notes=tuple((name, "hausse : dossier Alpha, audience du 12/03") for name in asked.categories[1:4])
    )
    found = draw(noted, "fr", width=width)
    assert found is not None
    texts = boxes(found)
    assert len(texts) > len(asked.categories)
    assert covered(texts) == []
    left = min(box[0] for box in texts)
    assert all(box[2] - left <= 1.02 * width for box in texts)  # letters are counted here, not measured


BESIDE = {
    "bars": chart("bars", ("Dépense", 100, 90, 80, 70), labels=("100 k€", *["90,0 k€ · cumul 100 % · A"] * 3)),
    "pairs": chart(
        "pairs", ("Budget", 100, 90, 80, 70), ("Engagé", 1, 85, 80, 60), labels=("", "cumul 100 % · A", "", "")
    ),
    "waterfall": chart(
        "waterfall",
        ("Écart", 175_000, -97_100, 16_300, 94_200),
        categories=("T2 2026", "Volume d'heures", "Composition des équipes", "T3 2026"),
        keys=(),
    ),
}


@pytest.mark.parametrize("name", BESIDE)
def test_words_beside_bars_have_room(name: str):
    found = draw(BESIDE[name], "fr", width=400)
    assert found is not None
    texts = boxes(found)
    assert max(box[2] for box in texts) - min(box[0] for box in texts) <= 1.02 * 400


def test_lines_that_end_together_are_named_apart():
    rows = [(f"Niveau {n}", 300, 310, 320, 330 + n) for n in range(6)]
    found = draw(chart("line", *rows, unit="EUR/h", target=D(331)), "fr", width=460)
    assert found is not None
    assert covered(boxes(found)) == []
