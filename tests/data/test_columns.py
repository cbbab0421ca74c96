"""Amounts and dates as people write them: read exactly, or not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.columns import Habits, Order, amount, date, date_order, number_habits

POINT = Habits()
COMMA = Habits(decimal=",")
THOUSANDS = Habits(commas_are_thousands=True)
UNDECIDED = Habits(decimal="?")


# --- Amounts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1250", "1250"),
        ("1250.", "1250"),
        ("1250.00", "1250.00"),
        (".5", "0.5"),
        ("+100.00", "100.00"),
        ("-117", "-117"),
        ("0", "0"),
        ("-0.00", "0"),
        ("00012.50", "12.5"),
        ("0.000001", "0.000001"),
        ("999999999999.999999", "999999999999.999999"),
        ("0.1000000000", "0.1"),  # zeros at the end are no decimals
    ],
)
def test_amounts_as_the_standard_writes_them(cell: str, value: str):
    read = amount(cell, POINT)
    assert read is not None
    assert (read.value, read.note) == (Decimal(value), "")


@pytest.mark.parametrize("cell", ["", "  ", "NULL", "null"])
def test_nothing_is_no_amount_and_no_fault(cell: str):
    read = amount(cell, POINT)
    assert read is not None
    assert (read.value, read.note) == (None, "")


@pytest.mark.parametrize(
    ("cell", "habits", "value", "note"),
    [
        ("1 234.56", POINT, "1234.56", "THOU"),
        ("1\u00a0234.56", POINT, "1234.56", "THOU"),
        ("1\u202f234\u202f567", POINT, "1234567", "THOU"),
        ("1'234.56", POINT, "1234.56", "THOU"),
        ("1,234.56", POINT, "1234.56", "THOU"),
        ("1,234,567.8", THOUSANDS, "1234567.8", "THOU"),
        ("1,234", THOUSANDS, "1234", "THOU"),
        ("1.234,56", COMMA, "1234.56", "THOU"),
        ("1.234.567", COMMA, "1234567", "THOU"),
        ("1.234", COMMA, "1234", "THOU"),
        ("1234,56", COMMA, "1234.56", "DEC"),
        ("1 234,56", COMMA, "1234.56", "DEC"),
        ("-70,5", COMMA, "-70.5", "DEC"),
        ("70", COMMA, "70", ""),
        ("€70.00", POINT, "70", "THOU"),
        ("70.00 EUR", POINT, "70", "THOU"),
        ("$ 1,234.00", POINT, "1234", "THOU"),
        ("(70.00)", POINT, "-70", "THOU"),
        ("(70.00 €)", POINT, "-70", "THOU"),
        ("70.00-", POINT, "-70", "THOU"),
        ("- 70.00", POINT, "-70", "THOU"),
        ("1.1234567", POINT, "1.123457", "ROUND"),
        ("-0.0000005", POINT, "-0.000001", "ROUND"),
        ("12", UNDECIDED, "12", ""),
    ],
)
def test_what_is_absorbed_is_told(cell: str, habits: Habits, value: str, note: str):
    read = amount(cell, habits)
    assert read is not None
    assert (read.value, read.note) == (Decimal(value), note)


@pytest.mark.parametrize(
    ("cell", "habits"),
    [
        ("1,234", POINT),  # 1.234 or 1 234: they differ by a thousand
        ("1,5", POINT),
        ("1.5", COMMA),
        ("1.5", UNDECIDED),
        ("1,5", UNDECIDED),
        ("12,34.56", POINT),
        ("1,2345.00", THOUSANDS),
        ("1 23", POINT),
        ("1 2345", POINT),
        ("1.2.3", POINT),
        ("--5", POINT),
        ("(-5)", POINT),
        ("1e5", POINT),
        ("1_000", POINT),
        ("0x10", POINT),
        ("NaN", POINT),
        ("Infinity", POINT),
        ("\uff11\uff12", POINT),  # full-width digits
        ("١٢", POINT),  # Arabic-Indic digits
        ("12h30", POINT),
        ("twelve", POINT),
        ("20 %", POINT),
        (".", POINT),
        ("-", POINT),
        ("€", POINT),
        ("1000000000000", POINT),  # more digits than the store holds
    ],
)
def test_what_would_be_a_guess_is_not_read(cell: str, habits: Habits):
    assert amount(cell, habits) is None


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6), st.sampled_from(["point", "comma", "spaces"]))
def test_an_amount_comes_back_to_the_last_decimal_however_it_is_dressed(value: Decimal, dress: str):
    plain, grouped = f"{value:f}", f"{value:,f}"
    written = {"point": plain, "comma": plain.replace(".", ","), "spaces": grouped.replace(",", " ")}[dress]
    read = amount(written, COMMA if dress == "comma" else POINT)
    assert read is not None
    assert read.value == value


# --- What a whole file shows -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "points", "habits"),
    [
        (["12", "13"], False, POINT),
        (["12,5", "100"], False, COMMA),
        (["12,50", "1.234,56"], False, COMMA),
        (["1.234,56", "1.234"], False, COMMA),
        (["1,234.56", "1,234"], False, THOUSANDS),
        (["12,5"], True, UNDECIDED),  # other amounts of the file have points
        (["12,5", "12.5"], False, UNDECIDED),
        (["1,234.56", "12,5"], False, POINT),  # the one that is no English amount is not read
        (["1,234"], False, POINT),
        (["1,234"], True, POINT),
        (["1 234,56", "(12,00 €)"], False, COMMA),
    ],
)
def test_one_decimal_mark_is_decided_for_a_whole_file(cells: list[str], points: bool, habits: Habits):
    assert number_habits(cells, points_seen=points) == habits


@pytest.mark.parametrize(
    ("decimal", "thousands", "habits"), [(3, 0, COMMA), (0, 3, THOUSANDS), (2, 2, POINT), (0, 0, POINT)]
)
def test_three_digits_after_each_comma_are_decided_by_the_sums(decimal: int, thousands: int, habits: Habits):
    assert number_habits(["1,234", "2,500"], points_seen=False, adds_up={",": decimal, ".": thousands}) == habits


# --- Dates -------------------------------------------------------------------------------------------

DAY = dt.date(2026, 7, 31)


@pytest.mark.parametrize(
    ("cell", "habits", "day"),
    [
        ("20260731", POINT, DAY),
        ("2026-07-31", POINT, DAY),
        ("2026/7/31", POINT, DAY),
        ("2026-07-31T23:59:59Z", POINT, DAY),
        ("2026-07-31 00:00:00", POINT, DAY),
        ("31/07/2026", POINT, DAY),
        ("31.7.2026", POINT, DAY),
        ("07-31-2026", Habits(order="mdy"), DAY),
        ("03/04/2026", POINT, dt.date(2026, 4, 3)),
        ("03/04/2026", Habits(order="mdy"), dt.date(2026, 3, 4)),
        ("46234", Habits(serials=True), DAY),
        ("20280229", POINT, dt.date(2028, 2, 29)),
        ("19990299", POINT, None),
        ("20260229", POINT, None),
        ("20261301", POINT, None),
        ("00000000", POINT, None),
        ("31/07/26", POINT, None),  # the century would be a guess
        ("03/04/2026", Habits(order="?"), None),
        ("07/31/2026", POINT, None),
        ("46234", POINT, None),
        ("2026073", POINT, None),
        ("31 juillet 2026", POINT, None),
        ("\uff12026-07-31", POINT, None),
    ],
)
def test_dates(cell: str, habits: Habits, day: dt.date | None):
    assert date(cell, habits) == day


@pytest.mark.parametrize(
    ("cells", "order", "assumed"),
    [
        (["20260731"], "dmy", False),
        (["03/04/2026"], "dmy", True),
        (["03/04/2026", "31/07/2026"], "dmy", False),
        (["03/04/2026", "07/31/2026"], "mdy", False),
        (["31/07/2026", "07/31/2026"], "?", False),
        ([], "dmy", False),
    ],
)
def test_day_or_month_first_is_decided_for_a_whole_file(cells: list[str], order: Order, assumed: bool):
    assert date_order(cells) == (order, assumed)


@given(st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_a_day_comes_back_however_it_is_written(day: dt.date):
    assert date(f"{day:%Y%m%d}", POINT) == date(f"{day:%Y-%m-%d}", POINT) == date(f"{day:%d/%m/%Y}", POINT) == day
    assert date(f"{day:%m/%d/%Y}", Habits(order="mdy")) == day
