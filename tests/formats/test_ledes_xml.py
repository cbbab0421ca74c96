"""LEDES XML 2.0 to 2.2 and LEDES 2000: what an invoice says, in every spelling of the format."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data import lines as provenance
from tests.data.ledger import Books
from tests.formats.ledes_paper import (
    AB,
    HOUR,
    USUAL,
    client,
    expense,
    fee,
    firm,
    invoice,
    ledes_2000,
    matter,
    one,
    only,
    said,
    sums,
    xml,
)


def test_an_invoice_of_two_lines(books: Books):
    report = books.take(one(USUAL, inv_total_tax="116.00", inv_total_net_due="696.00"))
    # 2 h × 250 = 500, train 80; 20 % of 580 = 116
    assert sums(report) == [("FA-1", 2, Decimal("580.00"), Decimal("116.00"))]
    (found,) = only(report).invoices
    assert (found.firm_id, found.currency, found.matters) == ("F-1042", "EUR", ("M1",))
    assert (found.date.isoformat(), found.gross, found.declared_total) == ("2026-07-31", Decimal(696), Decimal(696))
    assert (only(report).format, said(report)) == ("LEDESXML", {})
    assert books.ask("SELECT kind, units, unit_cost, net, tax, task_code, activity_code, expense_code FROM lines") == [
        ("E", 1, 80, 80, 16, None, None, "E110"),
        ("F", 2, 250, 500, 100, "L110", "A102", None),
    ]
    assert books.ask("SELECT timekeeper_id, timekeeper_name, timekeeper_class FROM lines WHERE kind = 'F'") == [
        ("AB", "Martin, Alice", "PARTNR")
    ]
    assert books.ask("SELECT firm_name, client_id, description, due_on::VARCHAR, channel FROM bills") == [
        ("Cabinet Dubois", "C-900", "Juillet", "2026-08-30", "ledes")
    ]
    assert books.ask("SELECT billing_from::VARCHAR, billing_to::VARCHAR FROM bills") == [("2026-07-01", "2026-07-31")]
    assert books.total() == Decimal("580.00")
    assert books.differences() == []


SPELLINGS = {
    "2.0": xml(firm(client(invoice(USUAL))), version="2.0"),
    "2.2": xml(firm(client(invoice(USUAL))), version="2.2"),
    "2.2.1": xml(firm(client(invoice(USUAL))), version="2.2.1"),
    "prefix": xml(firm(client(invoice(USUAL))), prefix="l"),
    "no namespace": xml(firm(client(invoice(USUAL))), space=""),
    "invented namespace": xml(firm(client(invoice(USUAL))), space="urn:ledes:somewhere"),
    "compact dates": one(USUAL).replace("2026-07-", "202607").replace("2026-08-", "202608"),
    "UTF-16": one(USUAL).replace('encoding="UTF-8"', 'encoding="UTF-16"'),
    "cl_matter and fees wrapped": one(USUAL).replace("<fee>", "<fees><fee>").replace("</fee>", "</fee></fees>"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_version_and_namespace_gives_the_same_invoice(books: Books, spelling: str):
    text = SPELLINGS[spelling]
    report = books.take(text.encode("utf-16") if spelling == "UTF-16" else text)
    assert sums(report) == [("FA-1", 2, Decimal("580.00"), Decimal("116.00"))]
    assert said(report) == {}
    assert books.ask("SELECT work_date::VARCHAR FROM lines") == [("2026-07-10",), ("2026-07-11",)]


def test_the_version_is_said_and_an_unknown_one_is_told(books: Books):
    known = books.take(one(USUAL))
    assert next(one for one in only(known).problems if one.code == "LXV").seen == "LEDES XML 2.1"
    assert said(books.take(xml(firm(client(invoice(USUAL))), version="2.9")))["LXV0"] == "LEDES XML 2.9"


def test_several_firms_clients_invoices_and_matters(books: Books):
    other = matter(fee("1", "100.00", "100.00"), cl_matter_id="M2", lf_matter_id="L2", matter_net_fees="100.00")
    report = books.take(
        xml(
            firm(client(invoice(USUAL, other)), client(invoice(USUAL, inv_id="FA-2"), cl_id="C-901")),
            firm(client(invoice(other)), lf_vendor_id="F-2", lf_name="Miller"),
        )
    )
    assert [(found.firm_id, found.number, found.net, found.matters) for found in only(report).invoices] == [
        ("F-1042", "FA-1", Decimal("680.00"), ("M1", "M2")),
        ("F-1042", "FA-2", Decimal("580.00"), ("M1",)),
        ("F-2", "FA-1", Decimal("100.00"), ("M2",)),
    ]
    assert books.ask("SELECT DISTINCT client_id FROM bills") == [("C-900",), ("C-901",)]
    numbers = [row[0] for row in books.ask("SELECT line_no FROM lines WHERE kind <> 'IF'")]
    assert numbers == sorted(set(numbers))
    assert only(report).lines_imported == 6


def test_a_matter_of_the_firm_alone_is_kept_as_such(books: Books):
    report = books.take(one(matter(HOUR, cl_matter_id=None)))
    assert only(report).invoices[0].matters == ("L1",)
    assert books.ask("SELECT client_matter_id, law_firm_matter_id FROM lines") == [(None, "L1")]


def test_a_firm_is_known_by_any_of_its_identifiers(books: Books):
    books.take("firm_id;name\nF-9;Cabinet Dubois\n", "alias;firm_id\n732829320;F-9\n")
    books.take(xml(firm(client(invoice(USUAL)), lf_vendor_id="FR 83 732829320", lf_name="Dubois et associés")))
    assert books.ask("SELECT firm_id FROM documents") == [("F-9",)]
    books.take(xml(firm(client(invoice(USUAL, inv_id="B"), cl_lf_id="F-9"), lf_vendor_id="X1", lf_name="Autre")))
    assert books.ask("SELECT DISTINCT firm_id FROM documents") == [("F-9",)]


def test_a_line_is_traced_back_to_its_own_fragment(books: Books):
    text = one(USUAL)
    books.take(text)
    number = next(n for n, line in enumerate(text.splitlines(), 1) if "Train" in line)
    with books.store.reading() as reader:
        (row,) = reader.rows("SELECT file_id, line_no FROM lines WHERE kind = 'E'")
        assert row["line_no"] == number
        original = provenance.original(reader, row["file_id"], number)
    assert original == text.splitlines()[number - 1].partition("</matter>")[0]


# --- Credit notes, replacements, what no figure uses ---------------------------------------------------


def test_a_credit_invoice_keeps_its_signs(books: Books):
    lines = matter(fee("-2", "250.00", "-500.00", "V20"), matter_net_fees="-500.00", matter_tax_on_fees="-100.00")
    report = books.take(one(lines, inv_total_net_due="-600.00"))
    assert (sums(report), said(report)) == ([("FA-1", 1, Decimal(-500), Decimal(-100))], {"NEG": "1"})
    assert books.ask("SELECT credit_note FROM documents") == [(True,)]


def test_what_has_no_place_in_the_store_is_told(books: Books):
    written = matter(HOUR, po_number="4500012", account_type="T", matter_final_bill="Y")
    report = books.take(one(written, rejected_inv_replacement="Y"))
    assert said(report) == {"REPL": "FA-1", "FINB": "M1", "UNUS": "po_number = 4500012, account_type = T"}


# --- LEDES 2000 --------------------------------------------------------------------------------------


def test_ledes_2000_in_its_own_names(books: Books):
    # 500 − 50 + 80 = 530; the tax of lines is that of their matter
    staff = [AB | {"tk_hours": "2.0", "tk_cost": "500.00"}]
    written = matter(
        fee("2", "250.00", "500.00", charge_date="20260710"), expense("80.00", charge_date="20260711"), staff=staff,
        account_type=None, matter_adj_on_fees="-50.00", matter_adj_on_exp="0.00", matter_tax_on_fees="90.00",
        matter_tax_on_exp="16.00", matter_net_fees="450.00", matter_net_exp="80.00", matter_total_due="636.00",
    )  # fmt: skip
    report = books.take(ledes_2000(written, inv_total_net_due="636.00"))
    assert only(report).format == "LEDES2000"
    assert sums(report) == [("FA-1", 3, Decimal("530.00"), Decimal("106.00"))]
    assert said(report) == {}
    assert books.ask("SELECT task_code, activity_code, expense_code FROM lines WHERE kind <> 'IF'") == [
        ("L110", "A102", None),
        (None, None, "E110"),
    ]
    assert books.ask("SELECT firm_ref, firm_name, client_id, due_on::VARCHAR FROM bills") == [
        ("F-1042", "Cabinet Dubois", "C-900", "2026-08-30")
    ]
    assert books.ask("SELECT channel FROM documents") == [("ledes",)]


@pytest.mark.parametrize("root", ["ledesxml", "ledes2000", "invoices"])
def test_ledes_2000_under_any_root_and_without_its_dtd(books: Books, root: str):
    report = books.take(ledes_2000(USUAL, root=root, dtd=False))
    assert (only(report).format, sums(report)[0][2]) == ("LEDES2000", Decimal("580.00"))


def test_a_currency_by_its_name_is_told_not_guessed(books: Books):
    report = books.take(ledes_2000(USUAL, inv_currency="Real"))
    assert (said(report)["CURU"], only(report).invoices[0].currency) == ("Real", "REAL")
    assert books.total() == 0  # no exchange rate: in no total
    assert only(books.take(ledes_2000(USUAL, inv_currency="Euros"))).invoices[0].currency == "EUR"


@pytest.mark.parametrize(("due", "net", "told"), [("550.00", "550.00", {}), ("580.00", "580.00", {"GDIS": "30"})])
def test_a_general_discount_counts_where_the_total_takes_it(books: Books, due: str, net: str, told: dict[str, str]):
    report = books.take(
        ledes_2000(
            matter(fee("2", "250.00", "500.00"), expense("80.00")), inv_generic_discount="30.00", inv_total_net_due=due
        )
    )
    assert (sums(report)[0][2], said(report)) == (Decimal(net), told)
