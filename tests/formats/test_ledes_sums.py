"""Discounts, splits and taxes of LEDES XML, worked by hand: lines stay whole, a matter comes to its net."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.data.ledger import Books
from tests.formats.ledes_paper import (
    HOUR,
    TRAIN,
    USUAL,
    VAT,
    client,
    expense,
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


def discount(amount: str | None, code: str = "MIA", **given: Any) -> dict[str, Any]:
    usual = {"disc_cred": code, "disc_cred_category": "Fee", "increase_decrease": "Decrease", "pre_post_split": None}
    return usual | given | {"disc_cred_amount": amount}


# --- Discounts and splits ----------------------------------------------------------------------------

TEN_OFF = discount("-100.00", "MIDB", pre_post_split="Pre-Split", discount_percent="0.10")
DISCOUNTED: dict[str, tuple[str, Decimal, Decimal]] = {
    # lines, declared net and tax → net, tax
    "10 % off": (
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[TEN_OFF], matter_net_fees="900.00",
               matter_tax_on_fees="180.00"), Decimal(900), Decimal(180)),
    "its size from abs, its sign from increase_decrease": (
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[discount("100.00")], matter_disc_credit_fees="100.00",
               matter_net_fees="900.00", matter_tax_on_fees="180.00"), Decimal(900), Decimal(180)),
    "a premium": (
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[discount("50.00", increase_decrease="Increase")],
               matter_net_fees="1050.00"), Decimal(1050), Decimal(210)),
    "net not given: rebuilt": (
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[discount("100.00")]), Decimal(900), Decimal(180)),
    "a percentage alone": (
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[discount(None, "MIDB", discount_percent="0.10")]),
        Decimal(900), Decimal(180)),
    "the whole discount alone": (
        matter(fee("4", "250.00", "1000.00", "V20"), matter_disc_bill_pct_fees="0.10"), Decimal(900), Decimal(180)),
    "half for the client": (  # 1000 × 0.5
        matter(fee("4", "250.00", "1000.00", "V20"), matter_perc_shar_fees="0.50", matter_net_fees="500.00",
               matter_tax_on_fees="100.00"), Decimal(500), Decimal(100)),
    "half, not summed": (
        matter(fee("4", "250.00", "1000.00", "V20"), matter_perc_shar_fees="50"), Decimal(500), Decimal(100)),
    "discount before the split": (  # (1000 − 100) × 0.5
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[TEN_OFF], matter_perc_shar_fees="0.50"),
        Decimal(450), Decimal(90)),
    "discount after the split": (  # 1000 × 0.5 − 100
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[discount("100.00", pre_post_split="Post-Split")],
               matter_perc_shar_fees="0.50"), Decimal(400), Decimal(80)),
    "lines already at the client's share": (
        matter(fee("2", "250.00", "500.00", "V20"), matter_perc_shar_fees="0.50", matter_net_fees="500.00"),
        Decimal(500), Decimal(100)),
    "a credit gives less back": (
        matter(fee("-4", "250.00", "-1000.00", "V20"), discounts=[discount("100.00")], matter_net_fees="-900.00"),
        Decimal(-900), Decimal(-180)),
    "a share left at zero": (
        matter(fee("4", "250.00", "1000.00", "V20"), matter_perc_shar_fees="0.00"), Decimal(1000), Decimal(200)),
    "a discount without a category": (
        matter(fee("4", "250.00", "1000.00", "V20"), discounts=[discount("100.00", disc_cred_category=None)]),
        Decimal(900), Decimal(180)),
    "a flat fee without a line": (
        matter(matter_net_fees="750.00", matter_net_exp="0.00", matter_tax_on_fees="150.00"),
        Decimal(750), Decimal(150)),
}  # fmt: skip


@pytest.mark.parametrize("case", DISCOUNTED)
def test_a_matter_comes_to_its_net(books: Books, case: str):
    written, net, tax = DISCOUNTED[case]
    report = books.take(one(written))
    (found,) = only(report).invoices
    assert (found.net, found.tax) == (net, tax)
    hours = books.ask("SELECT sum(units) FROM lines WHERE kind = 'F'")
    assert hours == [(None,)] if "flat" in case else hours in ([(4,)], [(-4,)], [(2,)])  # lines stay as billed
    assert not {"SUM", "NET", "TAX", "LINE", "MSUM"} & said(report).keys()
    assert books.differences() == []


def test_the_added_line_names_its_discount_and_its_place(books: Books):
    text = one(matter(fee("4", "250.00", "1000.00", "V20"), discounts=[TEN_OFF], matter_net_fees="900.00"))
    books.take(text)
    number = next(n for n, line in enumerate(text.splitlines(), 1) if "<matter_disc_cred>" in line)
    assert books.ask("SELECT net, adjustment, client_matter_id, line_no, narrative FROM lines WHERE kind = 'IF'") == [
        (-100, -100, "M1", number, "MIDB 10 % Pre-Split -100")
    ]


def test_fees_and_expenses_are_discounted_apart(books: Books):
    cut = discount("8.00", disc_cred_category="Exp")
    text = one(
        matter(HOUR, TRAIN, discounts=[discount("50.00"), cut], matter_net_fees="450.00", matter_net_exp="72.00")
    )
    books.take(text)
    assert books.ask("SELECT kind, net, tax FROM lines WHERE adjustment IS NOT NULL") == [
        ("IE", -8, Decimal("-1.6")),
        ("IF", -50, -10),
    ]


def test_a_split_is_told(books: Books):
    report = books.take(one(matter(HOUR, matter_perc_shar_fees="0.25", matter_net_fees="125.00")))
    assert (said(report)["SPLIT"], sums(report)[0][2]) == ("25", Decimal("125.00"))


def test_two_matters_with_a_discount_a_split_and_vat(books: Books):
    # M1: 1000 − 100 = 900, tax 180; train 80, tax 16. M2: 240 × 0.5 − 10 = 110, tax 22. Net 1090, tax 218
    first = matter(
        fee("4.2", "250.00", "1000.00", "V20", base_amount="1050.00", item_disc_cred_amount="50.00"), TRAIN,
        discounts=[TEN_OFF], matter_total_detail_fees="1000.00", matter_total_detail_exp="80.00",
        matter_tax_on_fees="180.00", matter_tax_on_exp="16.00", matter_net_fees="900.00", matter_net_exp="80.00",
        matter_total_due="1176.00",
    )  # fmt: skip
    second = matter(
        fee("1.2", "200.00", "240.00", "V20"), discounts=[discount("10.00", pre_post_split="Post-Split")],
        cl_matter_id="M2", matter_perc_shar_fees="0.50", matter_tax_on_fees="22.00", matter_net_fees="110.00",
        matter_net_exp="0.00", matter_total_due="132.00",
    )  # fmt: skip
    report = books.take(one(first, second, inv_total_tax="218.00", inv_total_net_due="1308.00"))
    assert sums(report) == [("FA-1", 5, Decimal("1090.00"), Decimal("218.00"))]
    assert said(report) == {"SPLIT": "50"}
    assert books.ask("SELECT matter_id, sum(amount) FROM spend GROUP BY matter_id") == [
        ("M1", Decimal("980.00")),
        ("M2", Decimal("110.00")),
    ]


@pytest.mark.parametrize("written", ["50.00", "-50.00"])
def test_a_discount_of_a_line_has_the_sign_that_its_total_shows(books: Books, written: str):
    report = books.take(one(matter(fee("2", "250.00", "450.00", base_amount="500.00", item_disc_cred_amount=written))))
    assert books.ask("SELECT adjustment, net FROM lines") == [(-50, 450)]
    assert said(report) == {}


def test_the_total_of_the_invoice_decides_between_a_net_and_its_discounts(books: Books):
    # as one commercial writer has it: the discount is in the total due, and not in the matter's net
    written = matter(
        fee("2", "250.00", "500.00", base_amount="500.00", item_disc_cred_amount="0", tk_level="Socio "),
        discounts=[discount("-100", "MIDB", pre_post_split="Pre-Split", discount_percent="0.2")],
        matter_total_detail_fees="500", matter_total_detail_exp="0", matter_disc_credit_fees="100",
        matter_disc_credit_exp="0", matter_disc_cred_total="100", matter_perc_shar_fees="1.00",
        matter_tax_on_fees="0.00", matter_tax_on_exp="0.00", matter_net_fees="500", matter_net_exp="0",
    )  # fmt: skip
    report = books.take(one(written, inv_date="20260731", inv_total_tax="0", inv_total_net_due="400"))
    assert (sums(report)[0][2], said(report)) == (Decimal("400.00"), {"ADJD": "500"})
    report = books.take(one(written, inv_id="FA-2", inv_total_tax="0", inv_total_net_due="500"))
    assert (sums(report)[0][2], said(report)) == (Decimal("500.00"), {"ADJX": "500"})


# --- Taxes -------------------------------------------------------------------------------------------

GST = {"tx_id": "GST", "tax_type": "GST", "tax_rate_percent": "0.05"}
QST = {"tx_id": "QST", "tax_type": "QST", "tax_rate_percent": "0.09975", "tax_on_tax": "true", "tax_on_tax_id": "GST"}


def test_several_taxes_and_a_tax_on_a_tax(books: Books):
    # 500: GST 25, QST 0.09975 × 525 = 52.37; 80: GST 4
    lines = (fee("2", "250.00", "500.00", "QST", "GST"), expense("80.00", "GST"))
    report = books.take(xml(firm(client(invoice(matter(*lines, matter_tax_on_fees="77.37"))), taxes=[GST, QST])))
    assert books.ask("SELECT tax FROM lines") == [(Decimal(4),), (Decimal("77.37"),)]
    assert said(report) == {}


def test_the_cent_that_rounding_leaves_goes_to_the_largest_line(books: Books):
    # 0.03 at 20 % twice is 0.01 each; the matter says 0.01
    lines = (fee("1", "0.03", "0.03", "V20"), fee("2", "0.02", "0.04", "V20"))
    report = books.take(one(matter(*lines, matter_tax_on_fees="0.01")))
    assert sums(report)[0][3] == Decimal("0.01")
    assert "MSUM" not in said(report)


def test_yen_are_rounded_to_the_yen(books: Books):
    # 12 345 × 10 % = 1 234.5, declared 1 234 by the invoice
    paper = invoice(matter(fee("1", "12345", "12345", "CT")), inv_currency="JPY", inv_total_tax="1234")
    report = books.take(xml(firm(client(paper), taxes=[CONSUMPTION])))
    assert (sums(report)[0][3], said(report)) == (Decimal(1234), {})


def test_a_rate_written_as_a_percentage_is_told(books: Books):
    report = books.take(xml(firm(client(invoice(USUAL)), taxes=[VAT | {"tax_rate_percent": "20"}])))
    assert (sums(report)[0][3], said(report)) == (Decimal("116.00"), {"PCT": "20"})


def test_lines_that_name_no_tax_share_that_of_their_matter_else_of_their_invoice(books: Books):
    plain = (fee("3", "25.00", "75.00"), fee("1", "25.00", "25.00"))
    for given in ({"matter_tax_on_fees": "20.00"}, {}):
        total = {} if given else {"inv_total_tax": "20.00"}
        books.take(one(matter(*plain, **given), **total, inv_id=f"FA-{len(given)}"))
    assert books.ask("SELECT net, tax FROM lines") == [(25, 5), (25, 5), (75, 15), (75, 15)]


WITHHELD = {"tx_id": "WHT", "tax_type": "Withholding", "tax_rate_percent": "0.1021", "increase_decrease": "Decrease"}
TIERED = {"tx_id": "WHT", "tax_type": "源泉徴収", "tax_tiers": "true", "increase_decrease": "Decrease"}
CONSUMPTION = {"tx_id": "CT", "tax_type": "Consumption tax", "tax_rate_percent": "0.10"}


@pytest.mark.parametrize(
    ("tax", "fees", "due", "told"),
    [
        # 500 000 + 50 000 − 10.21 % of 500 000 (51 050)
        (WITHHELD, "500000", "498950", "51050"),
        # 2 000 000 + 200 000 − (10.21 % of the first million, 20.42 % of the second: 306 300)
        (TIERED, "2000000", "1893700", "306300"),
        (WITHHELD, "500000", None, "51050"),
    ],
)
def test_a_withheld_tax_is_told_and_changes_neither_net_nor_tax(
    books: Books, tax: dict[str, str], fees: str, due: str | None, told: str
):
    written = matter(fee("10", str(int(fees) // 10), fees, "CT"), matter_net_fees=fees, cl_matter_id="JP1")
    paper = invoice(written, inv_currency="JPY", inv_total_tax=str(int(fees) // 10), inv_total_net_due=due)
    report = books.take(xml(firm(client(paper), taxes=[CONSUMPTION, tax]), version="2.2"))
    assert sums(report) == [("FA-1", 1, Decimal(fees), Decimal(fees) / 10)]
    assert said(report) == {"WHT": told}
    assert only(report).invoices[0].declared_total == (Decimal(due) if due else None)


def test_a_withheld_tax_that_does_not_explain_the_total_is_told(books: Books):
    paper = invoice(matter(fee("10", "50000", "500000", "CT")), inv_currency="JPY", inv_total_net_due="400000")
    assert {"WHT", "SUM"} <= said(books.take(xml(firm(client(paper), taxes=[CONSUMPTION, WITHHELD])))).keys()
