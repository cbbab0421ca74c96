"""The section of budgets: conformity, overruns, what has no budget, what is not invoiced, and what stays hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.model import Lang, ratio
from report.pack.model import Chart, Listing, Missing, Points, Tiles
from report.review.brief import Brief
from report.review.sections import budget, unbudgeted
from tests.kpi.test_catalogue import in_polars
from tests.report.review_ledger import Told, asked, blocks, opened, page, plain, traces

D = Decimal


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    yield from opened(tmp_path_factory.mktemp("budget"))


def test_the_title_counts_the_overruns(told: Told) -> None:
    conformity = page(budget.pages(asked(told)), "budget.conformity")
    assert plain(conformity.title) == "1 dossier sur 3 dépasse son budget"
    english = page(budget.pages(asked(told, lang="en")), "budget.conformity")
    assert plain(english.title) == "1 of 3 matters is over budget"


def test_each_quarter_says_where_matters_stood_at_its_end(told: Told) -> None:
    states, rate = blocks(page(budget.pages(asked(told)), "budget.conformity"), Chart)
    now = {series.key: series.values[-1] for series in states.series}
    # M1 2,500 of 2,000; M3 9,228 of 10,007, open; M2 800 of 1,000, but closed on 15 September
    assert now == dict.fromkeys(("over", "at_risk", "conforming"), ratio(1, 3))
    assert {series.key: series.values[-2] for series in states.series} == {"conforming": 1, "at_risk": 0, "over": 0}
    assert states.categories == rate.categories == ("T2 2026", "T3 2026"), "nothing is known before"
    assert rate.series[0].values == (1, ratio(2, 3))


def test_readings_show_what_revising_a_budget_hides(told: Told) -> None:
    (tiles,) = blocks(page(budget.pages(asked(told)), "budget.conformity"), Tiles)
    assert [(plain(tile.title), plain(tile.value), plain(tile.badge or "")) for tile in tiles.tiles] == [
        ("Budget en vigueur", "66,7 %", "2 sur 3"),
        ("Budget initial", "33,3 %", "1 sur 3"),
        ("Strict : sans budget = non conforme", "50,0 %", "2 sur 4"),
        ("Pondéré par le budget", "84,6 %", ""),  # 11,007 of 13,007
    ]


def test_the_largest_matters_are_set_against_their_budget(told: Told) -> None:
    (pairs,) = blocks(page(budget.pages(asked(told)), "budget.matters"), Chart)
    planned, engaged = pairs.series
    assert pairs.keys == ("M3", "M1", "M2")
    assert (planned.values, engaged.values) == ((D(10007), D(2000), D(1000)), (D(9228), D(2500), D(800)))
    assert [plain(label) for label in pairs.labels] == ["92 %", "125 %", "80 %"]


def test_overruns_are_listed_beside_the_furthest_first(told: Told) -> None:
    matters = page(budget.pages(asked(told)), "budget.matters")
    assert plain(matters.title) == "500 € au-delà du budget sur 1 dossier"
    (listing,) = blocks(matters, Listing)
    assert [tuple(row.values()) for row in listing.table.rows] == [("Bail Lyon", D(500), D("1.25"), D("1.25"))]
    assert listing.total == {"over": D(500)}


def test_matters_without_a_budget_stand_beside_late_budgets(told: Told) -> None:
    without = page(budget.pages(asked(told)), "budget.without")
    assert plain(without.title) == "1 dossier sur 4 sans budget ; 1 budget après dépassement"
    bare, late = blocks(without, Listing)
    assert [tuple(row.values()) for row in bare.table.rows] == [("Divers", "Non renseigné", D(989))]
    # 2,017 + 3,011 passed 5,003 on 20 July; the new budget came on 30 September
    assert [tuple(row.values())[1:] for row in late.table.rows] == [
        (D(5003), dt.date(2026, 7, 20), D(10007), dt.date(2026, 9, 30))
    ]


def test_accruals_say_what_is_left_to_invoice(told: Told) -> None:
    accruals = page(budget.pages(asked(told)), "budget.accruals")
    assert plain(accruals.title) == "2,01 k€ de travaux restent à facturer au 30/09/2026"
    (listing,) = blocks(accruals, Listing)
    assert [(row["firm"], row["left"]) for row in listing.table.rows] == [
        ("Bêta & Associés", D(1313)), ("Cabinet Alpha", D(700)),
    ]  # fmt: skip


def test_two_short_lists_share_a_page_and_the_workbook_keeps_their_columns(told: Told) -> None:
    brief = asked(told, "BETA")  # M3 has a late budget, but M4 none at all
    without = page(budget.pages(replace(brief, edition="firm")), "budget.without")
    assert plain(without.title) == "1 dossier sur 2 sans budget ; 1,31 k€ de travaux restent à facturer au 30/09/2026"
    _, accruals = blocks(without, Listing)
    assert [column.key for column in accruals.table.columns] == ["matter", "left"]
    (whole,) = unbudgeted.sheets(brief)
    assert [column.key for column in whole.columns] == ["matter", "period_end", "declared", "left"]


def test_a_quarter_in_progress_is_known_until_today(told: Told) -> None:
    accruals = page(budget.pages(asked(told, period="2026-T4")), "budget.accruals")
    assert plain(accruals.title).endswith("au 22/11/2026")
    assert accruals.scope.endswith("Période en cours au 22/11/2026.")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_edition_of_a_firm_leaves_out_shared_matters_and_says_so(told: Told, lang: Lang) -> None:
    pages = budget.pages(asked(told, "ALPHA", "firm", lang))
    assert traces(pages) == set()
    (over,) = blocks(page(pages, "budget.matters"), Listing)
    assert [row["matter"] for row in over.table.rows] == ["Bail Lyon"]
    (shared,) = blocks(page(pages, "budget.matters"), Points)
    assert plain(shared.sentences[0]).startswith(
        "1 dossier sans budget ni engagé" if lang == "fr" else "1 matter without budget or engaged amount"
    )
    accruals = blocks(page(pages, "budget.accruals"), Listing)
    assert [row["left"] for listing in accruals for row in listing.table.rows] == [D(700)]
    assert traces(budget.pages(asked(told)), ("9228", "BETA")) == {"9228"}, "or nothing would be searched"


def test_a_budget_of_another_firm_makes_a_matter_shared_before_it_bills(told: Told) -> None:
    def lists(name: str, *arguments: object) -> object:
        found = told.lists(name, *arguments)
        return [*found, {"matter_id": "M1", "firm_id": "BETA"}] if name == "budget_versions" else found

    brief = asked(replace(told, lists=lists), "ALPHA", "firm")
    assert [row["matter_id"] for row in brief.budgets()] == ["M2"]


def test_euros_of_whole_matters_stay_at_the_door(told: Told) -> None:
    edition, internal = asked(told, "ALPHA", "firm"), asked(told, "ALPHA")
    assert edition.measure("budget_variance").value is None
    assert edition.measure("budget_conformity", "weighted").denominator is None
    assert edition.measure("budget_conformity").value == internal.measure("budget_conformity").value == ratio(2, 3)
    assert internal.measure("budget_conformity", "weighted").denominator == D(13007)


def _four_firms(firm: str, **plan: bool) -> Brief:
    """Four firms with a matter each, budget 100: A and B keep it, C and D do not."""
    spent = {"A": 90, "B": 100, "C": 110, "D": 120}
    facts = in_polars(
        {
            "spend": tuple(
                {
                    "document_id": name, "firm_id": name, "matter_id": f"M{name}", "amount": D(amount),
                    "invoice_date": dt.date(2026, 7, 15),
                }
                for name, amount in spent.items()
            ),
            "budgets": tuple(
                {"matter_id": f"M{name}", "amount": D(100), "approved_on": dt.date(2026, 1, 5), "position": 1}
                for name in spent
            ),
        }
    )  # fmt: skip
    return asked(Told(facts), firm, "firm", **plan)


def test_three_peers_make_a_median_and_the_plan_can_hide_it() -> None:
    _, rate = blocks(page(budget.pages(_four_firms("A")), "budget.conformity"), Chart)
    own, median = rate.series
    assert (own.values[-1], median.name, median.values[-1]) == (1, "Médiane du panel", 0)  # B 1, C 0, D 0
    assert median.values[:-1] == (None,)
    _, alone = blocks(page(budget.pages(_four_firms("A", medians=False)), "budget.conformity"), Chart)
    assert len(alone.series) == 1


def test_two_peers_make_no_median(told: Told) -> None:
    _, rate = blocks(page(budget.pages(asked(told, "ALPHA")), "budget.conformity"), Chart)
    assert [series.name for series in rate.series] == ["Cabinet Alpha"]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("firm", [None, "ALPHA"])
def test_a_quarter_without_budgets_says_what_is_missing(told: Told, firm: str | None, lang: Lang) -> None:
    (nothing,) = budget.pages(asked(told, firm, lang=lang, period="2019-T1"))
    (missing,) = blocks(nothing, Missing)
    assert "budget" in missing.sentence
