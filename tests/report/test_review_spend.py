"""The section of spend: what its titles find, what its charts add up to, what a firm must not see."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kpi.model import Lang
from report.pack.model import Chart, Listing, Missing, Points
from report.review.sections import firms, matters, spend
from tests.report.review_ledger import Told, asked, blocks, opened, page, plain, traces

D = Decimal


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    yield from opened(tmp_path_factory.mktemp("spend"))


def test_the_largest_type_makes_the_title(told: Told) -> None:
    types = page(spend.pages(asked(told)), "spend.types")
    assert plain(types.title) == "M&A fait 72 % de la dépense"  # 7,211 of 10,000
    assert page(spend.pages(asked(told, lang="en")), "spend.types").title == "M&A makes up 72% of spend"


def test_types_are_stacked_over_eight_quarters_what_has_no_type_apart(told: Told) -> None:
    stacked, _ = blocks(page(spend.pages(asked(told)), "spend.types"), Chart)
    assert stacked.categories == ("T2 2026", "T3 2026"), "nothing is known before"
    assert {series.name: series.values for series in stacked.series} == {
        "M&A": (D(2017), D(7211)), "Immobilier": (D(1000), D(1500)), "Social": (D(500), D(300)),
        "Non renseigné": (D(0), D(989)),
    }  # fmt: skip
    assert stacked.target == D(9000)
    assert stacked.notes == (
        ("T2 2026", "Nouvelle politique"), ("T3 2026", "Bêta & Associés renforce son équipe"),
        ("T3 2026", "Audience Orion"),
    )  # fmt: skip
    assert "HT" in stacked.subtitle
    assert stacked.alt


def test_a_note_on_the_whole_explains_the_rates_of_a_firm_not_its_euros(told: Told) -> None:
    brief = asked(told, "ALPHA")
    assert [row["text"] for row in brief.notes("spend")] == ["Audience Orion"]
    assert [row["text"] for row in brief.notes("budget_conformity")] == ["Nouvelle politique"]
    assert asked(told, "ALPHA", "firm").notes("budget_conformity") == []


def test_contributions_add_up_to_the_change(told: Told) -> None:
    _, moves = blocks(page(spend.pages(asked(told)), "spend.types"), Chart)
    assert dict(zip(moves.keys, moves.series[0].values, strict=True)) == {
        "M&A": D(5194), None: D(989), "Immobilier": D(500), "Social": D(-200),
    }  # fmt: skip
    assert sum(value or 0 for value in moves.series[0].values) == D(10000) - D(3517)
    assert plain(moves.title) == "+6,48 k€ par rapport au T2 2026 ; M&A : +5,19 k€"


def test_a_quarter_that_is_not_over_says_so(told: Told) -> None:
    pages = spend.pages(asked(told, period="2026-T4"))
    stacked, moves = blocks(page(pages, "spend.types"), Chart)
    assert stacked.partial == ("T4 2026",)
    assert moves.subtitle.endswith("en cours au 22/11/2026")
    assert page(pages, "spend.types").title == "Aucune facture au T4 2026"


def test_firms_are_ranked_with_what_they_make_together(told: Told) -> None:
    ranked = page(spend.pages(asked(told)), "spend.firms")
    assert plain(ranked.title) == "2 cabinets sur 2 font 80 % de la dépense"
    (bars,) = blocks(ranked, Chart)
    assert (bars.keys, bars.series[0].values) == (("ALPHA", "BETA"), (D(6000), D(4000)))
    assert [plain(label) for label in bars.labels] == ["6,00 k€ · cumul 60 % · A", "4,00 k€ · cumul 100 % · A"]
    (points,) = blocks(ranked, Points)
    # HHI = 0.6² + 0.4² = 0.52, as two firms all but equal: 1 / 0.52
    assert "entre 1,9 cabinets de même poids (HHI : 5 200 sur 10 000)" in plain(points.sentences[1])


def test_firms_and_types_are_crossed_and_tie(told: Told) -> None:
    (points,) = blocks(page(spend.pages(asked(told)), "spend.firms"), Points)
    assert plain(points.sentences[2]) == "M&A : 58 % à Cabinet Alpha."  # 4,200 of 7,211
    (crossed,) = firms.sheets(asked(told))
    assert [column.title.fr for column in crossed.columns] == [
        "Cabinet", "M&A", "Immobilier", "Social", "Non renseigné", "Total",
    ]  # fmt: skip
    assert [list(row.values()) for row in crossed.rows] == [
        ["Cabinet Alpha", 4200, 1500, 300, None, 6000], ["Bêta & Associés", 3011, None, None, 989, 4000],
    ]  # fmt: skip
    assert firms.sheets(asked(told, "ALPHA")) == (), "one firm has nobody to be crossed with"


def test_one_type_alone_is_said_with_its_amount(told: Told) -> None:
    # in the spring Alpha worked on M1 (1,000) and M2 (500), Beta on M3 alone (2,017)
    types = page(spend.pages(asked(told, "BETA", period="2026-T2")), "spend.types")
    assert plain(types.title) == "2,02 k€ en M&A"
    assert len(blocks(types, Chart)) == 1, "one bar alone moves nothing to be seen"


def test_a_firm_has_its_rank_and_its_share(told: Told) -> None:
    pages = spend.pages(asked(told, "ALPHA"))
    place = page(pages, "spend.place")
    assert plain(place.title) == "1er cabinet du trimestre, avec 60,0 % de la dépense"
    (share,) = blocks(place, Chart)
    assert (share.unit, share.series[0].values[-1]) == ("ratio", D("0.6"))
    (points,) = blocks(place, Points)
    assert [plain(said) for said in points.sentences] == ["T3 2026 : 1er sur 2 cabinets", "T2 2026 : 2e sur 2 cabinets"]
    assert {one.name for one in pages} == {"spend.types", "spend.place", "spend.matters"}
    stacked, _ = blocks(page(pages, "spend.types"), Chart)
    assert stacked.target is None, "a target for all firms is not the target of one"


def test_matters_are_listed_with_their_change_and_their_budget(told: Told) -> None:
    listed = page(spend.pages(asked(told)), "spend.matters")
    assert plain(listed.title) == "Projet Orion avec Bêta & Associés fait 72 % de la dépense de 4 dossiers"
    (listing,) = blocks(listed, Listing)
    rows = [tuple(row.values()) for row in listing.table.rows]
    assert rows[0] == ("Projet Orion avec Bêta & Associés", "M&A", D(7211), D(2017), D(5194), D(10007))
    assert [row["before"] for row in listing.table.rows] == [D(2017), D(1000), None, D(500)], "M4 is new"
    assert listing.total == {"spent": D(10000), "before": D(3517), "change": D(6483)}
    assert listing.more is None


def test_the_workbook_holds_every_matter_with_its_firms(told: Told) -> None:
    (table,) = matters.sheets(asked(told))
    orion = table.rows[0]
    assert (orion["matter_id"], orion["firms"]) == ("M3", "Bêta & Associés ; Cabinet Alpha")
    assert (orion["spent"], orion["to_date"], orion["engaged"]) == (D(7211), D(9228), D(9228))
    assert (orion["budget"], orion["initial_budget"]) == (D(10007), D(5003))
    assert sum(row["spent"] for row in table.rows) == D(10000)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_edition_of_a_firm_holds_nothing_of_the_other(told: Told, lang: Lang) -> None:
    brief = asked(told, "ALPHA", "firm", lang)
    pages, sheets = spend.pages(brief), matters.sheets(brief)
    assert {one.name for one in pages} == {"spend.types", "spend.matters"}
    assert traces((pages, sheets)) == set()
    stacked, _ = blocks(page(pages, "spend.types"), Chart)
    assert [text for _, text in stacked.notes] == ["Audience Orion"]
    assert {row["matter_id"]: row["budget"] for row in sheets[0].rows} == {"M3": None, "M1": D(2000), "M2": D(1000)}
    assert [row["spent"] for row in sheets[0].rows] == [D(4200), D(1500), D(300)]
    assert traces(spend.pages(asked(told)), ("4000", "BETA")) == {"4000", "BETA"}, "or nothing would be searched"


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("firm", [None, "ALPHA"])
def test_without_any_invoice_a_sentence_says_what_is_missing(told: Told, firm: str | None, lang: Lang) -> None:
    (nothing,) = spend.pages(asked(told, firm, lang=lang, period="2019-T1"))
    (missing,) = blocks(nothing, Missing)
    assert "invoices" in missing.sentence
    assert matters.sheets(asked(told, firm, lang=lang, period="2019-T1"))[0].rows == []
