"""What internal clients say, and what contracts hold: a few answers, a few contracts, counted by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.lines import with_source
from kpi import catalogue
from kpi.model import COLUMNS, Facts, Measure, Period, Scope
from tests.data.ledger import SUMMER, Books, bill

SURVEY = "firm_id;answered_on;matter_id;respondent_role;expertise;responsiveness;recommend;comment\n"
CONTRACT = "firm_id;notified_on;amount;environmental;social;small_business\n"
QUALITY = ("perceived_quality", "net_promoter_score")


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


def figure(books: Books, kpi: str, reading: str | None = None, scope: Scope = SUMMER) -> Measure:
    with books.store.reading() as reader:
        return catalogue()[kpi].compute(reader.facts(), scope, reading or catalogue()[kpi].default_reading)


def answers(*marks: int, firm: str = "F1", day: str = "2026-06-01", recommend: str = "") -> str:
    """Write answers of different people, each with one mark for expertise."""
    return "".join(f"{firm};{day};M1;Juriste {n};{mark};;{recommend};\n" for n, mark in enumerate(marks))


# --- Marks ----------------------------------------------------------------------------------------------


def test_a_mean_takes_three_answers(books: Books):
    books.take(SURVEY + answers(5, 4))
    found = figure(books, "perceived_quality", scope=SUMMER.cut("firm"))
    assert (found.value, found.numerator, found.denominator, found.n) == (None, 9, 2, 2)
    assert [(group.value, group.numerator, group.n) for group in found.groups] == [(None, 9, 2)]
    books.take(SURVEY + answers(1, day="2026-06-02"))
    assert figure(books, "perceived_quality").value == Decimal(10) / 3


def test_all_marks_weigh_the_same_and_each_criterion_has_its_own(books: Books):
    books.take(SURVEY + "F1;2026-06-01;M1;a;5;1;;\nF1;2026-06-01;M1;b;4;;;\nF1;2026-06-01;M1;c;3;2;;\n")
    assert figure(books, "perceived_quality").value == Decimal(3)  # (5 + 1 + 4 + 3 + 2) / 5
    assert figure(books, "perceived_quality", "expertise").value == Decimal(4)
    found = figure(books, "perceived_quality", "responsiveness")
    assert (found.value, found.numerator, found.denominator) == (None, 3, 2)
    assert [(out.reason, out.n) for out in found.excluded] == [("without_mark", 1)]


def test_a_firm_is_found_through_its_other_names(books: Books):
    books.take(
        SURVEY + answers(5, firm="F1") + answers(4, firm="Dubois & Cie") + answers(3, firm="CABINET  DUBOIS"),
        "firm_id;name\nF1;Cabinet Dubois\n",
        "alias;firm_id\nDubois & Cie;F1\n",
    )
    found = figure(books, "perceived_quality", scope=SUMMER.cut("firm"))
    assert [(group.key, group.value, group.n) for group in found.groups] == [(("F1",), Decimal(4), 3)]


def test_answers_that_come_again_are_the_same_answers(books: Books):
    books.take(SURVEY + answers(5, 4, 3))
    books.take(SURVEY + answers(5, 4, 3) + answers(2, day="2026-07-01"))
    found = figure(books, "perceived_quality")
    assert (found.n, found.value) == (4, Decimal("3.5"))


def test_two_alike_in_one_file_are_two_people(books: Books):
    books.take(SURVEY + "F1;2026-06-01;M1;Juriste;5;;;\n" * 3)
    books.take(SURVEY + "F1;2026-06-01;M1;Juriste;5;;;\n" * 4 + answers(1))
    assert (figure(books, "perceived_quality").n, figure(books, "perceived_quality").value) == (5, Decimal("4.2"))


def test_the_twelve_months_end_with_the_period_bounds_included(books: Books):
    first, last = answers(2, day="2025-10-01"), answers(4, day="2026-09-30")
    before, after = answers(5, day="2025-09-30"), answers(5, day="2026-10-01")
    books.take(SURVEY + before + first + answers(3) + last + after)
    assert (figure(books, "perceived_quality").n, figure(books, "perceived_quality").value) == (3, Decimal(3))


def test_each_quarter_of_a_trend_has_its_own_twelve_months(books: Books):
    books.take(SURVEY + answers(5, 5, 5, day="2025-08-01") + answers(1, 1, 1, day="2026-06-15"))
    span = Scope(period=Period(start=Period.parse("2026-T2").start, end=Period.parse("2026-T3").end))
    found = figure(books, "perceived_quality", scope=span.cut("quarter"))
    assert [(group.key[0], group.value, group.n) for group in found.groups] == [
        ("2026-T2", Decimal(3), 6),
        ("2026-T3", Decimal(1), 3),
    ]
    assert (found.value, found.n) == (Decimal(1), 3)


def test_a_score_takes_five_answers_and_its_bounds_are_nine_and_six(books: Books):
    marks = {"a": 10, "b": 9, "c": 8, "d": 7}
    row = "F1;2026-06-01;M1;{};;;{};\n"
    books.take(SURVEY + "".join(row.format(*each) for each in marks.items()))
    found = figure(books, "net_promoter_score")
    assert (found.value, found.numerator, found.denominator) == (None, 2, 4)
    books.take(SURVEY + row.format("e", 6))
    found = figure(books, "net_promoter_score")
    assert (found.value, found.details) == (Decimal(20), {"promoters": 2, "passives": 2, "detractors": 1})
    books.take(SURVEY + "".join(row.format(name, 0) for name in "fghij"))
    assert figure(books, "net_promoter_score").value == Decimal(-40)  # 2 − 6, over 10


def test_coverage_is_the_share_of_billed_instructions_that_somebody_rated(books: Books):
    books.take(
        bill("N1 M1 10.00\nN2 M2 10.00\nN3 M3 10.00\nN4 M4 -5.00"),
        SURVEY + answers(5, 4, firm="F-1042") + "F-1042;2026-06-01;;x;3;;;\nF-1042;2026-06-01;M9;x;3;;;\n",
    )
    found = figure(books, "perceived_quality")
    assert (found.n, found.details) == (4, {"instructed": 3, "rated": 1})
    assert found.coverage == Decimal(1) / 3


@pytest.mark.parametrize("kpi", QUALITY)
def test_nobody_is_named(books: Books, kpi: str):
    books.take(SURVEY + "F1;2026-06-01;M1;Directrice de site;5;4;9;Un mot de trop\n" * 5)
    assert not {"respondent_role", "comment"} & COLUMNS["surveys"].keys()
    with books.store.reading() as reader:
        rows = with_source(reader, catalogue()[kpi].trail(reader.facts(), SURVEYED, catalogue()[kpi].default_reading))
    assert len(rows) == 5
    assert [(row["file"], row["line"]) for row in rows] == [("1.txt", line) for line in range(2, 7)]
    assert "Directrice" not in repr(rows)
    assert "Un mot" not in repr(rows)


SURVEYED = SUMMER.keep("firm", "F1")


# --- Contracts ------------------------------------------------------------------------------------------


def test_an_empty_cell_is_no_and_coverage_says_how_many_are_filled(books: Books):
    books.take(
        CONTRACT + "F1;2026-02-02;10;yes;;no\nF2;2026-03-03;10;no;yes;\nF3;2026-04-04;10;;;\nF4;2025-09-30;10;yes;;\n"
    )
    found = figure(books, "responsible_purchasing")
    assert (found.numerator, found.denominator, found.coverage) == (1, 3, Decimal(2) / 3)
    assert figure(books, "responsible_purchasing", "social").coverage == Decimal(1) / 3
    assert figure(books, "responsible_purchasing", "small_business").numerator == 0


def test_the_contract_imported_last_holds(books: Books):
    books.take(CONTRACT + "F1;2026-02-02;10;no;no;no\nF1;2026-02-02;20;no;no;no\n")
    books.take(CONTRACT + "F1;2026-02-02;10;yes;no;no\n")
    found = figure(books, "responsible_purchasing")
    assert (found.numerator, found.denominator) == (1, 2)


def test_contracts_belong_to_no_matter(books: Books):
    books.take(CONTRACT + "F1;2026-02-02;10;yes;no;no\nF2;2026-02-02;10;no;no;no\n")
    assert figure(books, "responsible_purchasing", scope=SUMMER.keep("firm", "F1")).value == 1
    found = figure(books, "responsible_purchasing", scope=SUMMER.keep("firm", "F1").keep("matter_type", "Litige"))
    assert (found.value, found.n, [(out.reason, out.n) for out in found.excluded]) == (
        None,
        0,
        [("contract_without_matter", 1)],
    )


@pytest.mark.parametrize(
    ("kpi", "table"), [*((kpi, "surveys") for kpi in QUALITY), ("responsible_purchasing", "contracts")]
)
def test_without_its_table_a_figure_says_so_and_asks_nothing(kpi: str, table: str):
    frames: dict[str, Any] = dict.fromkeys(COLUMNS)
    for reading in catalogue()[kpi].readings:
        found = catalogue()[kpi].compute(Facts(**frames), SUMMER.cut("firm"), reading.name)
        assert (found.value, found.n, found.lacks) == (None, 0, (table,))
