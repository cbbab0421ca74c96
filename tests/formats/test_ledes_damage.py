"""LEDES XML that is damaged, inconsistent or made up: nothing is lost, nothing is guessed, all is told."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.data.ledger import Books
from tests.formats.ledes_paper import (
    AB,
    HOUR,
    QUIET,
    TRAIN,
    USUAL,
    client,
    fee,
    firm,
    invoice,
    matter,
    one,
    only,
    said,
    sums,
    xml,
)


def test_a_matter_closed_twice_is_rejected_with_its_place(books: Books):
    text = one(matter(HOUR)).replace("</matter>", "\n</matter>\n<cl_matter_id>M2</cl_matter_id>\n</matter>")
    (problem,) = only(books.take(text)).problems
    number = next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith("<cl_matter_id>M2")) + 1
    assert (problem.code, problem.line) == ("XML", number)


INVENTED = {
    "LEDES XML 2.1": '<ledesxmlebilling2.1 xmlns="http://www.ledes.org/LEDES21.xsd"><Invoice><Number>1</Number></Invoice>'
    "</ledesxmlebilling2.1>",
    "LEDES XML 2.2": "<ledesxmlebilling2.2/>",
    "LEDES XML 2.0": '<LEDES version="2.0"><invoice><fee><a>1</a></fee><expense><a>1</a></expense></invoice></LEDES>',
    "LEDES XML": "<LedesXmlBudget><budget/></LedesXmlBudget>",
    "LEDES 2000": "<Bill><Header><FormatVersion>LEDES 2000</FormatVersion></Header><Total>3</Total></Bill>",
}


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_vocabulary_is_refused_by_its_name(books: Books, name: str):
    file = only(books.take(INVENTED[name]))
    assert (file.status, [(one.code, one.seen) for one in file.problems]) == ("rejected", [("FAKE", name)])


def test_an_invoice_without_a_number_is_set_aside_line_by_line(books: Books):
    report = books.take(xml(firm(client(invoice(USUAL, inv_id=None), invoice(USUAL, inv_id="OK")))))
    assert [found.number for found in only(report).invoices] == ["OK"]
    assert (only(report).lines_read, only(report).lines_imported, only(report).lines_set_aside) == (4, 2, 2)
    assert books.ask("SELECT DISTINCT code, column_name FROM set_aside") == [("NUM0", "inv_id")]
    assert any("Train" in original for (original,) in books.ask("SELECT original FROM set_aside"))


@pytest.mark.parametrize("date", [None, "", "bientôt", "2026-02-30"])
def test_an_invoice_without_a_date_is_set_aside_line_by_line(books: Books, date: str | None):
    report = books.take(xml(firm(client(invoice(USUAL, inv_date=date), invoice(USUAL, inv_id="OK")))))
    assert (only(report).lines_imported, only(report).lines_set_aside) == (2, 2)
    assert said(report) == {"NODATE": "FA-1"}


def test_a_line_that_cannot_be_read_is_set_aside_and_nothing_fills_its_place(books: Books):
    # 500 read, 100 unreadable: the matter's sum of 600 and net of 540 still say that 60 is a discount
    lines = (HOUR, fee("1", "100.00", "cent", charge_desc="Illisible"))
    report = books.take(one(matter(*lines, matter_total_detail_fees="600.00", matter_net_fees="540.00")))
    assert (sums(report)[0][2], said(report)["AMT"]) == (Decimal("440.00"), "cent")
    report = books.take(one(matter(*lines, matter_net_fees="540.00"), inv_id="FA-2"))
    assert sums(report)[0][2] == Decimal("500.00")
    assert all("Illisible" in original for (original,) in books.ask("SELECT original FROM set_aside"))
    assert books.differences() == []


def test_a_missing_total_is_worked_out_and_told(books: Books):
    report = books.take(one(matter(fee("2", "250.00", None, item_disc_cred_amount="-50.00"), fee(None, None, None))))  # type: ignore[arg-type]
    assert (sums(report)[0][2], said(report)["TOTC"]) == (Decimal("450.00"), "450")
    assert only(report).lines_set_aside == 1


def test_a_line_outside_every_invoice_is_set_aside(books: Books):
    report = books.take(one(USUAL).replace("</client>", f"{HOUR}</client>"))
    assert (only(report).lines_imported, only(report).lines_set_aside) == (2, 1)
    assert "NUM0" in said(report)


def test_lines_outside_every_matter_count_without_one(books: Books):
    report = books.take(one(HOUR, TRAIN))
    assert (sums(report)[0][2], said(report)["MAT0"]) == (Decimal("580.00"), "2")


def test_sums_that_do_not_hold_are_told_and_lines_count(books: Books):
    lines = (fee("2", "250.00", "510.00"), fee("1", "90.00", "90.00", base_amount="95.00"))
    given = {"matter_total_detail_fees": "650.00", "matter_tax_on_fees": "0.00", "matter_total_due": "999.00"}
    report = books.take(one(matter(*lines, **given), inv_total_net_due="700.00"))
    assert sums(report)[0][2] == Decimal("600.00")
    assert said(report) == {"LINE": "510", "BASE": "95", "MSUM": "999", "SUM": "700"}


def test_who_is_charged_and_not_listed_is_told_once(books: Books):
    lines = [fee("1", "100.00", "100.00", tk_id="ZZ", charge_desc=word) for word in ("a", "b")]
    report = books.take(one(matter(*lines, HOUR, staff=[AB | {"tk_hours": "5.0"}])))
    assert said(report) == {"TKS": "ZZ", "TKH": "5"}
    assert [one.code for one in only(report).problems].count("TKS") == 1


def test_repeated_line_numbers_are_told(books: Books):
    lines = [fee("1", "100.00", "100.00", file_item_nbr="7", charge_desc=word) for word in ("a", "b")]
    assert said(books.take(one(matter(*lines)))) == {"DUPN": ""}


def test_an_empty_invoice_counts_by_its_total_or_not_at_all(books: Books):
    report = books.take(one(matter(), inv_total_net_due="120.00", inv_total_tax="20.00"))
    assert sums(report) == [("FA-1", 0, Decimal("100.00"), Decimal("20.00"))]
    assert (said(report), only(report).invoices[0].matters) == ({"BARE0": "120"}, ("M1",))
    file = only(books.take(one()))
    assert (file.status, {one.code for one in file.problems} - QUIET) == ("rejected", {"EMP", "BARE0"})


def test_an_invoice_twice_in_a_file_is_told(books: Books):
    report = books.take(xml(firm(client(invoice(USUAL)), client(invoice(USUAL), cl_id="C-2"))))
    assert (sums(report)[0][1:3], said(report)["INV2"]) == ((4, Decimal("1160.00")), "FA-1")


def test_amounts_that_no_store_could_hold_are_set_aside(books: Books):
    huge = "999999999999.99"
    report = books.take(one(matter(fee("1", huge, huge, "V20"), HOUR, matter_tax_on_fees=huge)))
    assert (only(report).lines_imported, only(report).lines_set_aside) == (1, 1)


def test_decimal_commas_are_read_and_told_once_for_each_field(books: Books):
    report = books.take(one(matter(HOUR, HOUR.replace("Consultation", "Suite"))).replace("500.00", "500,00"))
    assert (sums(report)[0][2], said(report)) == (Decimal("1000.00"), {"DEC": "500,00"})
    assert [problem.code for problem in only(report).problems].count("DEC") == 1
