"""The sections of the panel and of why spend moved: their findings, their figures, their discretion."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest

from kpi import spend_bridge
from kpi.model import Lang, ratio
from report.pack.model import Chart, Listing, Missing, Points
from report.review.sections import panel, why
from tests.kpi.test_catalogue import in_polars
from tests.report.review_ledger import Told, asked, blocks, opened, page, plain, traces

D = Decimal


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    yield from opened(tmp_path_factory.mktemp("panel"))


def test_the_title_counts_the_instructions_off_the_panel(told: Told) -> None:
    # in scope in Q3: Alpha on M2 (on the panel) and on M3 (for another scope), Beta on M2 (with a waiver)
    rate = page(panel.pages(asked(told)), "panel")
    assert plain(rate.title) == "2 missions sur 3 confiées hors panel"
    assert plain(page(panel.pages(asked(told, lang="en")), "panel").title) == "2 of 3 instructions given off panel"


def test_the_rate_is_drawn_by_count_and_by_amount(told: Told) -> None:
    (lines,) = blocks(page(panel.pages(asked(told)), "panel"), Chart)
    by_count, by_amount = lines.series
    assert by_count.values[-1] == ratio(2, 3)
    assert by_amount.values[-1] == ratio(4200, 9011)  # M1 1,500, M2 300, M3 4,200 off and 3,011 on; M4 has no type
    assert (lines.target, plain(lines.target_label or "")) == (D("0.1"), "Objectif : 10,0 % au 31/12/2026")
    (points,) = blocks(page(panel.pages(asked(told)), "panel"), Points)
    assert [plain(said) for said in points.sentences] == [
        "Au panel pour un autre périmètre : 1",
        "Hors panel, dérogation validée : 1",
        "Dépense du trimestre hors panel : 46,6 %, soit 4 200,00 € HT",
        (
            "2 inscriptions au panel finissent d'ici le 31/03/2027 : Cabinet Alpha (31/12/2026), "
            "Bêta & Associés (30/11/2026)"
        ),
    ]


def test_instructions_off_the_panel_are_listed_with_their_reason(told: Told) -> None:
    (listing,) = blocks(page(panel.pages(asked(told)), "panel"), Listing)
    assert [tuple(row.values()) for row in listing.table.rows] == [
        ("Cabinet Alpha", "Projet Orion avec Bêta & Associés", dt.date(2026, 7, 5), "Au panel pour un autre périmètre",
         "Conflit chez Bêta & Associés", D(4200)),
        ("Bêta & Associés", "Licenciement", dt.date(2026, 7, 15), "Hors panel, dérogation validée", "urgence", None),
    ]  # fmt: skip
    assert "amount" in listing.dashes


def test_entries_that_end_within_six_months_are_told(told: Told) -> None:
    (ends,) = panel.sheets(asked(told))
    assert [(row["firm"], row["matter_type"], row["valid_to"], row["stays"]) for row in ends.rows] == [
        ("Bêta & Associés", "M&A", dt.date(2026, 11, 30), "Non"),
        ("Cabinet Alpha", "Social", dt.date(2026, 12, 31), "Oui"),
    ]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_edition_of_a_firm_holds_its_own_instructions_alone(told: Told, lang: Lang) -> None:
    pages = panel.pages(asked(told, "ALPHA", "firm", lang))
    assert traces(pages) == set()
    assert [one.name for one in pages] == ["panel"]
    (off,) = blocks(pages[0], Listing)
    hidden = "[autre cabinet]" if lang == "fr" else "[another firm]"
    assert [row["reason"] for row in off.table.rows] == [f"Conflit chez {hidden}"]
    (ends,) = panel.sheets(asked(told, "ALPHA", "firm", lang))
    assert [row["matter_type"] for row in ends.rows] == ["Social"]
    assert traces(ends.rows) == set()
    assert blocks(pages[0], Chart) == []
    assert "BETA" not in traces(panel.pages(asked(told))), "ids are not shown"
    assert "Bêta" in traces(panel.pages(asked(told))), "or nothing would be searched"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_quarter_without_instructions_draws_no_empty_chart(told: Told, lang: Lang) -> None:
    (rate,) = panel.pages(asked(told, lang=lang, period="2019-T1"))
    assert rate.silent
    (nothing,) = panel.pages(asked(Told(in_polars({})), lang=lang))
    assert "panel" in blocks(nothing, Missing)[0].sentence


def test_the_bridge_links_two_totals_to_the_cent() -> None:
    # 10 h at 400 and 20 h at 200, then 15 h at 420 and 15 h at 210: mix +1,000 and price +450 (K08 of the field study);
    # expenses of 100, then of 150 approved at 130
    brief = asked(Told(in_polars(spend_bridge.KPI.example.tables)))
    (moved,) = why.pages(brief)
    assert plain(moved.title) == "La dépense monte de 1,48 k€ ; premier facteur : composition des équipes, +1,00 k€"
    (bridge,) = blocks(moved, Chart)
    assert dict(zip(bridge.categories, bridge.series[0].values, strict=True)) == {
        "T2 2026": 8100, "Composition des équipes": 1000, "Taux horaires": 450, "Frais et débours": 50,
        "Écarts à l’approbation": -20, "T3 2026": 9580,
    }  # fmt: skip
    first, *steps, last = bridge.series[0].values
    assert first + sum(steps) == last
    (points,) = blocks(moved, Points)
    assert plain(points.sentences[1]).startswith("Taux horaires (+450 €) : ")


def test_the_bridge_can_be_read_on_a_year() -> None:
    told = Told(in_polars(spend_bridge.KPI.example.tables))
    (moved,) = why.pages(asked(told, readings={"spend_bridge": "year"}, lang="en"))
    (bridge,) = blocks(moved, Chart)
    assert (bridge.categories[0], bridge.series[0].values[0]) == ("Q3 2025", 0)
    assert moved.title == "Spend rises by €9.58k; main driver: volume of hours, +€9.45k"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_bridge_of_a_firm_is_its_own(told: Told, lang: Lang) -> None:
    pages = why.pages(asked(told, "ALPHA", "firm", lang))
    assert traces(pages) == set()
    (bridge,) = blocks(pages[0], Chart)
    assert (bridge.series[0].values[0], bridge.series[0].values[-1]) == (D(1500), D(6000))
    (nothing,) = why.pages(asked(told, lang=lang, period="2019-T1"))
    assert blocks(nothing, Missing)
