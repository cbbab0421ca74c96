"""Hours and rates: a few lines of time, a discount, a table of agreed rates, and the euros worked out by hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kpi import catalogue
from kpi.comparison import before
from kpi.model import Period, Scope
from tests.data.ledger import SUMMER, Books
from tests.kpi.test_catalogue import in_polars
from tests.kpi.timesheet import REGISTER, bill, figure, parts, told, trail

RATES = "firm_id;hourly_rate;valid_from;valid_to;timekeeper_id;level;matter_type;matter_id;currency\n"


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


# --- Average hourly rate ------------------------------------------------------------------------------


def test_hours_weigh_not_timekeepers(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M1 T2 30 x 200"))
    found = figure(books, "average_hourly_rate")
    assert (found.value, *parts(found), found.n) == (250, 10000, 40, 2)


def test_a_line_adjustment_and_an_invoice_discount_lower_the_rate(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 adjustment=-200 \n N1 M1 T2 11 x 200 \n N1 M1 -600"))
    found = figure(books, "average_hourly_rate", SUMMER.cut("timekeeper_level"))
    assert {group.key[0]: group.numerator for group in found.groups} == {
        "partner": 3420,  # 3,800 of the 6,000 billed bear 380 of the 600
        "associate": 1980,  # 2,200 bear 220
    }


def test_a_discount_is_borne_by_its_own_matter_and_by_its_flat_fees_too(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M1 6000 \n N1 M1 -1000 \n N1 M2 T1 1 x 400"))
    found = figure(books, "average_hourly_rate", SUMMER.cut("matter"))
    assert [(group.key[0], group.value) for group in found.groups] == [("M1", 360), ("M2", 400)]
    assert told(found) == {"not_hourly": (1, 5400)}


def test_two_adjustments_that_undo_each_other_are_no_discount(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M1 500 \n N1 M1 -500"))
    assert figure(books, "average_hourly_rate").value == 400


def test_what_takes_off_more_than_the_fees_is_a_credit_and_lowers_no_rate(books: Books):
    books.take(bill("N1 M1 T1 1 x 400 \n N1 M1 -1000 \n N1 M2 T1 1 x 900"))
    found = figure(books, "average_hourly_rate", SUMMER.cut("matter"))
    assert [(group.key[0], group.value) for group in found.groups] == [("M1", 400), ("M2", 900)]


@pytest.mark.parametrize("credit", ["-2 x 400", "2 x -400"])
def test_hours_taken_back_are_negative_hours_at_the_same_rate(books: Books, credit: str):
    books.take(bill(f"N1 M1 T1 10 x 400 \n N1 M1 T1 {credit}"))
    assert parts(figure(books, "average_hourly_rate")) == (3200, 8)


def test_a_credit_note_of_the_register_takes_hours_back(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N2 M1 T1 2 x 400"), REGISTER + "F-1042;N2;2026-07-31;800;M1;;credit_note;\n")
    assert parts(figure(books, "average_hourly_rate")) == (3200, 8)


def test_what_has_no_hours_or_no_rate_is_told(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M1 T1 2 x 0 \n N1 M1 3000 \n N2 M1 T1 5 x 100"),
               REGISTER + "F-1042;N2;2026-07-31;500;M1;;invoice;rejected\n")  # fmt: skip
    found = figure(books, "average_hourly_rate")
    assert (found.value, found.coverage) == (400, Decimal(4) / 7)
    assert told(found) == {"not_hourly": (2, 3000), "rejected": (1, 500)}


def test_the_work_or_the_invoice_dates_an_hour(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M1 T1 10 x 300 worked=20260628"))
    assert figure(books, "average_hourly_rate").value == 400
    assert figure(books, "average_hourly_rate", reading="invoiced").value == 350
    june = Scope(period=Period.parse("2026-06"))
    assert (figure(books, "average_hourly_rate", june).value, figure(books, "average_hourly_rate", june).n) == (300, 1)


def test_hours_without_a_day_are_told_where_they_were_invoiced(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M1 T1 2 x 300 worked=20260231"))
    assert told(figure(books, "average_hourly_rate")) == {"without_work_date": (1, 600)}
    assert figure(books, "average_hourly_rate", reading="invoiced").denominator == 12


def test_hours_in_another_currency_count_in_euros_or_are_told(books: Books):
    books.take(bill("N1 M1 T1 10 x 400"), currency="USD")
    assert told(figure(books, "average_hourly_rate")) == {"no_exchange_rate": (1, None)}
    books.take("currency;valid_on;euros_per_unit\nUSD;2026-01-01;0.80\n")
    assert figure(books, "average_hourly_rate").value == 320


def test_the_announced_level_wins_over_the_class_of_the_line(books: Books):
    books.take(bill("N1 M1 T1 1 x 400 \n N1 M1 T2 1 x 200"),
               "firm_id;timekeeper_id;name;level\nF-1042;T2;Anne;counsel\n")  # fmt: skip
    found = figure(books, "average_hourly_rate", SUMMER.cut("timekeeper_level"))
    assert [group.key[0] for group in found.groups] == ["counsel", "partner"]


def test_the_trail_adds_up_to_the_figure(books: Books):
    books.take(bill("N1 M1 T1 10 x 400 \n N1 M2 T2 5 x 200 \n N2 M1 T1 1 x 400 \n N2 M1 -40"))
    rows = trail(books, "average_hourly_rate")
    assert [(row["number"], row["matter_id"], row["hours"], row["amount"]) for row in rows] == [
        ("N1", "M1", 10, 4000), ("N1", "M2", 5, 1000), ("N2", "M1", 1, 360),
    ]  # fmt: skip


# --- Pure rate increase -------------------------------------------------------------------------------


def a_year_apart(now: str, then: str) -> tuple[str, str]:
    cells = {"date": "20250731", "start": "20250701", "end": "20250731"}
    first = "\n".join(f"{line} worked=20250702" for line in then.splitlines())
    return bill(now), bill(first, **cells)


def test_only_the_same_people_are_compared(books: Books):
    books.take(*a_year_apart("N1 M1 T1 12 x 420 \n N1 M1 T2 5 x 200 \n N1 M1 T3 8 x 250",
                             "O1 M1 T1 10 x 400 \n O1 M1 T2 20 x 200"))  # fmt: skip
    found = figure(books, "rate_increase")
    assert found.value is not None
    assert round(found.value, 4) == Decimal("0.0414")  # market.md, K16
    assert (*parts(found), found.n, found.coverage) == (240, 5800, 2, Decimal("0.68"))
    assert told(found) == {"new_timekeeper": (1, 2000)}
    assert len(trail(books, "rate_increase")) == 2


def test_a_rate_is_the_average_of_the_timekeeper_over_the_period(books: Books):
    books.take(*a_year_apart("N1 M1 T1 10 x 440 \n N2 M2 T1 30 x 400", "O1 M1 T1 10 x 380 \n O2 M1 T1 10 x 420"))
    assert parts(figure(books, "rate_increase")) == (400, 16000)  # 40 h at 410 on average, 400 a year before


def test_a_promotion_is_told_and_raises_nothing(books: Books):
    books.take(*a_year_apart("N1 M1 T2 10 x 300 level=PT", "O1 M1 T2 10 x 200 level=AS"))
    found = figure(books, "rate_increase")
    assert (found.value, found.details["promoted"], told(found)) == (None, 1, {"promoted": (1, 3000)})


def test_without_an_id_a_name_is_somebody_and_without_a_name_nobody(books: Books):
    books.take(*a_year_apart("N1 M1 - 10 x 220 keeper= name=DUBOIS \n N1 M1 - 10 x 90 keeper= name=",
                             "O1 M1 - 10 x 200 keeper= name=Dubois \n O1 M1 - 10 x 80 keeper= name="))  # fmt: skip
    found = figure(books, "rate_increase")
    assert (found.value, found.coverage) == (Decimal("0.1"), Decimal("0.5"))
    assert told(found) == {"without_timekeeper": (1, 900)}


def test_exchange_rates_raise_no_rate(books: Books):
    books.take(*a_year_apart("N1 M1 T1 10 x 440", "O1 M1 T1 10 x 400"), currency="USD")
    books.take("currency;valid_on;euros_per_unit\nUSD;2025-01-01;0.80\nUSD;2026-01-01;0.50\n")
    assert parts(figure(books, "rate_increase")) == (200, 2000)


def test_each_quarter_is_compared_with_the_one_before(books: Books):
    for month, rate in (("01", 200), ("04", 200), ("07", 220)):
        day = {"date": f"2026{month}28", "start": f"2026{month}01", "end": f"2026{month}28"}
        books.take(bill(f"N{month} M1 T1 10 x {rate} worked=2026{month}15", **day))
    span = Scope(period=Period(start=dt.date(2026, 1, 1), end=dt.date(2026, 9, 30)), by=("quarter",))
    found = figure(books, "rate_increase", span, "quarter")
    assert [(group.key[0], group.value) for group in found.groups] == [("2026-T2", 0), ("2026-T3", Decimal("0.1"))]
    assert found.value is None  # nobody worked in the nine months before


# --- Rate compliance ----------------------------------------------------------------------------------


MATTERS = "matter_id;name;matter_type\nM1;Bail;Immobilier\nM2;Vente;Immobilier\nM3;Divers;Conseil\n"


def agreed(books: Books, *rows: str) -> Decimal | None:
    """Return the rate agreed for T1, an associate, on matter M1, of type Immobilier, on 02/07/2026."""
    books.take(bill("N1 M1 T1 1 x 999 level=AS"), MATTERS, RATES + "\n".join(rows) + "\n")
    over = trail(books, "rate_compliance")
    return over[0]["agreed_rate"] if over else None


def test_the_rate_that_says_most_wins_the_matter_first(books: Books):
    books.take(MATTERS, RATES + """
        F-1042;10;2026-01-01;;;;;M1;
        F-1042;11;2026-01-01;;;associate;;M1;
        F-1042;12;2026-01-01;;T1;;;M1;
        F-1042;20;2026-01-01;;;;Immobilier;;
        F-1042;21;2026-01-01;;;associate;Immobilier;;
        F-1042;22;2026-01-01;;T1;;Immobilier;;
        F-1042;30;2026-01-01;;;;;;
        F-1042;31;2026-01-01;;;associate;;;
        F-1042;32;2026-01-01;;T1;;;;
    """.replace(" ", "").lstrip())  # fmt: skip
    books.take(bill("""
        N1 M1 T9 1 x 910 level=PT
        N1 M1 T9 1 x 911 level=AS
        N1 M1 T1 1 x 912 level=AS
        N1 M2 T9 1 x 920 level=PT
        N1 M2 T9 1 x 921 level=AS
        N1 M2 T1 1 x 922 level=AS
        N1 M3 T9 1 x 930 level=PT
        N1 M3 T9 1 x 931 level=AS
        N1 M3 T1 1 x 932 level=AS
    """))  # fmt: skip
    found = {row["rate"]: row["agreed_rate"] for row in trail(books, "rate_compliance")}
    assert found == {900 + rate: rate for rate in (10, 11, 12, 20, 21, 22, 30, 31, 32)}


def test_a_rate_for_something_else_says_nothing(books: Books):
    assert agreed(
        books,
        "F-1042;9;2026-07-03;;T1;;;;",  # not yet
        "F-1042;9;2026-01-01;2026-07-01;T1;;;;",  # no longer
        "F-1042;9;2026-01-01;;T2;;;;",
        "F-1042;9;2026-01-01;;;partner;;;",
        "F-1042;9;2026-01-01;;;;Conseil;;",
        "F-1042;9;2026-01-01;;;;;M2;",
        "F-2;9;2026-01-01;;T1;;;;",
    ) is None  # fmt: skip
    assert told(figure(books, "rate_compliance")) == {"no_agreed_rate": (1, 999)}


def test_a_rate_in_another_currency_says_nothing_not_even_what_a_general_one_would(books: Books):
    assert agreed(books, "F-1042;9;2026-01-01;;;;;M1;USD", "F-1042;8;2026-01-01;;T1;;;;EUR") is None


@pytest.mark.parametrize(("start", "end"), [("2026-07-02", ""), ("2026-01-01", "2026-07-02")])
def test_a_rate_is_in_force_from_its_first_day_to_its_last(books: Books, start: str, end: str):
    assert agreed(books, f"F-1042;9;{start};{end};T1;;;;") == 9


def test_of_two_rates_in_force_the_latest_counts_and_a_later_file_replaces(books: Books):
    assert agreed(books, "F-1042;8;2026-06-01;;T1;;;;", "F-1042;9;2026-01-01;;T1;;;;") == 8
    books.take(RATES + "F-1042;7;2026-06-01;;T1;;;;\n")
    assert trail(books, "rate_compliance")[0]["agreed_rate"] == 7


def test_a_cent_above_is_forgiven_two_are_not(books: Books):
    books.take(bill("N1 M1 T1 10 x 400.01 \n N1 M1 T1 5 x 400.02"), RATES + "F-1042;400;2026-01-01;;T1;;;;\n")
    found = figure(books, "rate_compliance")
    assert (*parts(found), found.details["overbilled"]) == (10, 15, Decimal("0.10"))
    assert parts(figure(books, "rate_compliance", reading="fees")) == (Decimal("4000.10"), Decimal("6000.20"))


def test_what_is_above_is_listed_with_its_excess_in_euros(books: Books):
    books.take(bill("N1 M1 T1 2 x 430 \n N1 M1 T1 3 x 450 \n N1 M1 T1 9 x 400 \n N1 M1 T2 1 x 90"), currency="USD")
    books.take("currency;valid_on;euros_per_unit\nUSD;2026-01-01;0.80\n", RATES + "F-1042;400;2026-01-01;;T1;;;;USD\n")
    found, rows = figure(books, "rate_compliance"), trail(books, "rate_compliance")
    assert [(row["hours"], row["rate"], row["agreed_rate"], row["excess"]) for row in rows] == [
        (3, 450, 400, 120), (2, 430, 400, 48),
    ]  # fmt: skip
    assert found.details["overbilled"] == 168
    assert (found.coverage, told(found)) == (Decimal(14) / 15, {"no_agreed_rate": (1, 72)})
    assert {row["document_id"] for row in rows} == {"F-1042/N1"}


def test_without_agreed_rates_nothing_is_read_and_the_table_is_named():
    blind = replace(in_polars({}), time=None, rated=None)
    found = catalogue()["rate_compliance"].compute(blind, SUMMER, "hours")
    assert (found.value, found.n, found.lacks, found.details) == (None, 0, ("rates",), {"overbilled": None})
    assert catalogue()["rate_compliance"].trail(blind, SUMMER, "hours") == []


# --- What a period is compared with ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "reading", "expected"),
    [
        ("2026-T3", "quarter", ("2026-04-01", "2026-06-30")), ("2026-T1", "quarter", ("2025-10-01", "2025-12-31")),
        ("2026", "quarter", ("2025-01-01", "2025-12-31")), ("2026-07", "quarter", ("2026-06-01", "2026-06-30")),
        ("2026-T3", "year", ("2025-07-01", "2025-09-30")),
    ],
)  # fmt: skip
def test_a_period_is_compared_with_as_many_months_before(period: str, reading: str, expected: tuple[str, str]):
    start, end = map(dt.date.fromisoformat, expected)
    assert before(Period.parse(period), reading) == Period(start=start, end=end)


def test_days_are_compared_with_as_many_days_before():
    asked = Period(start=dt.date(2026, 7, 10), end=dt.date(2026, 7, 19))
    assert before(asked, "quarter") == Period(start=dt.date(2026, 6, 30), end=dt.date(2026, 7, 9))
