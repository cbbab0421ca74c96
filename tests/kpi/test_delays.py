"""Delays of billing and of payment: a few lines, a few invoices, and the days counted by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kpi import catalogue
from kpi.model import COLUMNS, Facts, Measure, Scope
from tests.data.ledger import SUMMER, Books, bill

REGISTER = "firm_id;invoice_number;invoice_date;net_amount;matter_id;kind;status;paid_on\n"


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)


def figure(books: Books, kpi: str, reading: str | None = None, scope: Scope = SUMMER) -> Measure:
    with books.store.reading() as reader:
        return catalogue()[kpi].compute(reader.facts(), scope, reading or catalogue()[kpi].default_reading)


def told(found: Measure) -> dict[str, tuple[int, Decimal | None]]:
    return {out.reason: (out.n, out.amount) for out in found.excluded}


def groups(found: Measure) -> dict[Any, Any]:
    return {group.key[0]: group.value for group in found.groups}


# --- From work to invoice; invoices of the ledger are dated 31/07/2026 ----------------------------------


def test_the_median_weighs_fees_not_lines(books: Books):
    books.take(
        bill("""N1 M1 100.00 worked=20260730
                N1 M1 100.00 worked=20260729
                N1 M1 100.00 worked=20260728
                N1 M1 900.00 worked=20260701""")
    )
    found = figure(books, "billing_delay")
    assert (found.value, found.n, found.details["fees"]) == (30, 4, Decimal("1200.00"))


def test_half_of_the_fees_is_reached_bound_included_and_nine_tenths_apart(books: Books):
    books.take(
        bill("""N1 M1 50.00 worked=20260721
                N1 M1 40.00 worked=20260711
                N1 M2 10.00 worked=20260422""")
    )
    found = figure(books, "billing_delay", scope=SUMMER.cut("matter"))
    assert (found.value, found.details["p90"]) == (10, 20)
    assert {group.key[0]: (group.value, group.spread["p90"]) for group in found.groups} == {
        "M1": (10, 20),
        "M2": (100, 100),
    }


def test_what_cannot_be_timed_is_told(books: Books):
    books.take(
        bill("""N1 M1 60.00 worked=20260721
                N1 M1 20.00 worked=
                N1 M1 33.00 kind=IF
                N1 M1 7.00 kind=E"""),
        REGISTER + "F-1042;P9;2026-08-01;20;M1;invoice;received;\n",
    )
    found = figure(books, "billing_delay")
    assert (found.value, found.n, found.coverage) == (10, 1, Decimal("0.6"))
    assert told(found) == {
        "flat_fee": (1, Decimal("33.00")),
        "without_work_date": (1, Decimal("20.00")),
        "without_lines": (1, Decimal("20.00")),
    }


def test_a_credit_note_and_a_rejected_invoice_delay_nothing(books: Books):
    books.take(
        bill("N1 M1 60.00 worked=20260721\nN2 M1 -60.00 worked=20260101\nN3 M1 500.00 worked=20260101"),
        REGISTER + "F-1042;N3;2026-07-31;500;;invoice;rejected;\n",
    )
    found = figure(books, "late_billing_rate")
    assert (found.value, found.denominator) == (0, Decimal("60.00"))
    assert told(found) == {"rejected": (1, Decimal("500.00"))}


def test_fees_in_another_currency_weigh_their_euros(books: Books):
    dollars = bill("N1 M1 100.00 worked=20260721\nN2 M2 100.00 worked=20260401", currency="USD", firm="F-2")
    books.take(bill("N5 M1 150.00 worked=20260721"), dollars)
    assert (
        figure(books, "late_billing_rate").value,
        "no_exchange_rate" in told(figure(books, "late_billing_rate")),
    ) == (
        0,
        True,
    )
    books.take("currency;valid_on;euros_per_unit\nUSD;2026-01-01;0.50\n")
    found = figure(books, "late_billing_rate")
    assert (found.numerator, found.denominator, found.value) == (Decimal("50.00"), Decimal("250.00"), Decimal("0.2"))


@pytest.mark.parametrize(("reading", "late"), [("days_30", "70.00"), ("days_60", "40.00"), ("days_90", "0")])
def test_late_means_more_than_the_days_allowed(books: Books, reading: str, late: str):
    books.take(
        bill("""N1 M1 10.00 worked=20260701
                N1 M1 30.00 worked=20260601
                N1 M1 40.00 worked=20260502""")
    )  # 30, 60 and 90 days: each is still in time for its own limit
    found = figure(books, "late_billing_rate", reading)
    assert (found.numerator, found.denominator) == (Decimal(late), Decimal("80.00"))


# --- From invoice to payment ----------------------------------------------------------------------------


def test_the_median_of_the_invoices_paid_in_the_period(books: Books):
    books.take(
        REGISTER
        + "F1;A;2026-06-01;10;M1;invoice;paid;2026-07-01\n"  # 30 days: within the term
        + "F1;B;2026-06-01;10;M1;invoice;paid;2026-07-11\n"  # 40
        + "F2;C;2026-09-01;10;M2;invoice;paid;2026-09-11\n"  # 10
        + "F2;D;2026-05-01;10;M2;invoice;paid;2026-06-30\n"  # the quarter before
        + "F2;E;2026-07-01;-5;M2;credit_note;paid;2026-07-02\n"
        + "F2;F;2026-07-01;10;M2;invoice;rejected;2026-07-02\n"
    )
    found = figure(books, "payment_delay", scope=SUMMER.cut("firm"))
    assert (found.value, found.n, found.details["over_term"]) == (30, 3, Decimal(1) / 3)
    assert groups(found) == {"F1": 35, "F2": 10}
    assert told(found) == {"rejected": (1, Decimal("10.00"))}


def test_invoices_that_wait_are_told_and_those_beyond_the_term_counted(books: Books):
    books.take(
        REGISTER
        + "F1;A;2026-08-30;10;;invoice;approved;\n"  # 31 days at the end of September
        + "F1;B;2026-08-31;20;;invoice;received;\n"  # 30 days
        + "F1;C;2026-09-15;40;;invoice;paid;2026-10-02\n"  # paid since
        + "F1;D;2026-10-01;80;;invoice;received;\n"
    )
    found = figure(books, "payment_delay")
    assert (found.value, found.n, found.details["overdue"]) == (None, 0, 1)
    assert told(found) == {"unpaid": (3, Decimal("70.00"))}


def test_an_invoice_paid_nobody_knows_when_is_told_and_uncovered(books: Books):
    books.take(
        REGISTER
        + "F1;A;2026-07-01;10;;invoice;paid;2026-07-21\n"
        + "F1;B;2026-07-01;20;;invoice;paid;\n"
        + "F1;C;2026-01-01;20;;invoice;paid;\n"  # of another quarter
    )
    found = figure(books, "payment_delay")
    assert (found.value, found.coverage) == (20, Decimal("0.5"))
    assert told(found) == {"payment_not_dated": (1, Decimal("20.00"))}


def test_an_invoice_is_paid_once_all_its_parts_are(books: Books):
    part = "F1;A;2026-07-01;10;{};invoice;paid;{}\n"
    books.take(REGISTER + part.format("M1", "2026-07-11") + part.format("M2", ""))
    assert figure(books, "payment_delay").n == 0
    books.take(REGISTER + part.format("M2", "2026-07-31"))
    found = figure(books, "payment_delay", scope=SUMMER.cut("matter"))
    assert (found.value, found.n, groups(found)) == (30, 1, {None: 30})


def test_a_register_that_comes_again_doubles_nothing(books: Books):
    books.take(REGISTER + "F1;A;2026-07-01;10;M1;invoice;received;\n")
    books.take(
        REGISTER + "F1;A;2026-07-01;10;M1;invoice;paid;2026-07-11\nF1;B;2026-07-01;10;M1;invoice;paid;2026-07-21\n"
    )
    found = figure(books, "payment_delay", scope=SUMMER.cut("matter"))
    assert (found.value, found.n, groups(found)) == (15, 2, {"M1": 15})


def test_without_a_register_nothing_is_asked():
    frames: dict[str, Any] = dict.fromkeys(COLUMNS)
    found = catalogue()["payment_delay"].compute(Facts(**frames), SUMMER.cut("firm"), "invoice_to_payment")
    assert (found.value, found.n, found.lacks) == (None, 0, ("invoices",))


def test_the_way_back_leads_to_the_invoices_and_their_days(books: Books):
    books.take(
        bill("N1 M1 60.00 worked=20260721\nN2 M2 40.00 worked=20260401"),
        REGISTER + "F-1042;N1;2026-07-31;60;;invoice;paid;2026-08-10\n",
    )
    with books.store.reading() as reader:
        facts = reader.facts()
        late = catalogue()["late_billing_rate"].trail(facts, SUMMER, "days_60")
        paid = catalogue()["payment_delay"].trail(facts, SUMMER, "invoice_to_payment")
    assert [(row["number"], row["matter_id"], row["days"], row["counted"]) for row in late] == [
        ("N2", "M2", 121, True),
        ("N1", "M1", 10, False),
    ]
    assert [(row["number"], row["matter_id"], row["days"], row["amount"]) for row in paid] == [
        ("N1", "M1", 10, Decimal("60.00"))
    ]
