"""Electronic invoices: UBL, CII and Factur-X give the same amounts, firm, matter and signs, worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from data import lines as provenance
from data.report import FileReport, ImportReport
from tests.data.ledger import Books, bill
from tests.formats.paper import TWO_HOURS_AND_TRAIN, cii, pdf, ubl

SYNTAXES = [pytest.param(ubl, id="ubl"), pytest.param(cii, id="cii")]


def only(report: ImportReport) -> FileReport:
    (file,) = report.files
    return file


def said(report: ImportReport) -> dict[str, str]:
    """Return what each problem is about, by its code."""
    return {problem.code: problem.seen for problem in only(report).problems}


def sums(report: ImportReport) -> list[tuple[Any, ...]]:
    return [(one.number, one.lines, one.net, one.tax, one.gross) for one in only(report).invoices]


@pytest.mark.parametrize("write", SYNTAXES)
def test_an_invoice_of_two_lines(books: Books, write: Any):
    report = books.take(write(project="M1"))
    # 2 h × 250 = 500 at 20 % = 100; train 80 at 10 % = 8
    assert sums(report) == [("FA-1", 2, Decimal("580.00"), Decimal("108.00"), Decimal("688.00"))]
    (invoice,) = only(report).invoices
    assert (invoice.firm_id, invoice.currency, invoice.matters) == ("732829320", "EUR", ("M1",))
    assert said(report) == {}
    assert books.ask("SELECT kind, units, unit_cost, net, tax, narrative FROM lines") == [
        ("F", 2, 250, 500, 100, "Consultation bail"),
        ("IF", 1, 80, 80, 8, "Train Paris - Lyon"),
    ]
    assert books.ask("SELECT channel, has_lines, credit_note FROM documents") == [(write.__name__, True, False)]
    assert books.total() == Decimal("580.00")
    assert books.differences() == []


def test_factur_x_is_read_from_the_pdf_that_carries_it(books: Books):
    report = books.take(pdf(("conditions.txt", b"Bonjour"), ("factur-x.xml", cii().encode())))
    assert only(report).format == "FACTURX"
    assert sums(report) == [("FA-1", 2, Decimal("580.00"), Decimal("108.00"), Decimal("688.00"))]
    assert books.ask("SELECT channel FROM bills") == [("factur_x",)]


@pytest.mark.parametrize("name", ["zugferd-invoice.xml", "xrechnung.xml", "FACTUR-X.XML", "facture.xml"])
def test_the_attachment_is_known_by_its_content(books: Books, name: str):
    report = books.take(pdf(("autre.xml", b"<autre/>"), (name, cii().encode())))
    assert sums(report)[0][2] == Decimal("580.00")


@pytest.mark.parametrize("write", SYNTAXES)
def test_a_line_is_traced_back_to_its_own_fragment(books: Books, write: Any):
    text = write()
    books.take(text)
    number = next(n for n, line in enumerate(text.splitlines(), 1) if "Train" in line)
    with books.store.reading() as reader:
        (document,) = (row["document_id"] for row in reader.rows("SELECT document_id FROM documents"))
        (line,) = (one for one in provenance.lines_of(reader, [document]) if "Train" in one["narrative"])
        assert line["line"] == number
        assert provenance.original(reader, line["file_id"], number) == text.splitlines()[number - 1]


def test_blank_lines_before_the_declaration_are_counted(books: Books):
    books.take("\n\n" + ubl())
    number = next(n for n, line in enumerate(ubl().splitlines(), 3) if "Train" in line)
    assert (number,) in books.ask("SELECT line_no FROM lines")


def test_a_line_inside_a_pdf_is_traced_back_too(books: Books):
    books.take(pdf(("factur-x.xml", cii().encode())))
    with books.store.reading() as reader:
        (row,) = reader.rows("SELECT file_id, line_no FROM lines WHERE kind = 'F'")
        assert "Consultation bail" in provenance.original(reader, row["file_id"], row["line_no"])


def test_lines_of_a_file_without_line_ends_are_numbered_by_rank(books: Books):
    report = books.take(ubl().replace("\n", ""))
    assert said(report)["ONE"] == ""
    with books.store.reading() as reader:
        rows = reader.rows("SELECT file_id, line_no, narrative FROM lines ORDER BY line_no")
        assert [row["line_no"] for row in rows] == [1, 2]
        for row in rows:
            assert row["narrative"] in provenance.original(reader, row["file_id"], row["line_no"])


# --- Signs -------------------------------------------------------------------------------------------

CREDIT = (("1", "1", "C62", "218.48", "218.48", "20", "Avoir"),)
NEGATIVE = (("1", "-1", "C62", "218.48", "-218.48", "20", "Avoir"),)
PLUS = {"net": "218.48", "tax": "43.70", "gross": "262.18"}
MINUS = {name: f"-{amount}" for name, amount in PLUS.items()}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(ubl(CREDIT, "CreditNote", type="381", **PLUS), id="UBL CreditNote"),
        pytest.param(ubl(CREDIT, type="381", **PLUS), id="UBL Invoice of type 381"),
        pytest.param(ubl(NEGATIVE, type="380", **MINUS), id="UBL Invoice with negative amounts"),
        pytest.param(ubl(NEGATIVE, type="384", **MINUS), id="UBL corrected invoice with negative amounts"),
        pytest.param(cii(CREDIT, type="381", **PLUS), id="CII 381"),
        pytest.param(cii(CREDIT, type="261", **PLUS), id="CII self-billed credit note"),
        pytest.param(cii(NEGATIVE, type="380", **MINUS), id="CII 380 with negative amounts"),
        pytest.param(cii((), type="381", **PLUS), id="CII 381 without lines"),
    ],
)
def test_a_credit_note_counts_as_minus_in_every_spelling(books: Books, text: str):
    report = books.take(text)
    assert [(one.net, one.tax, one.gross) for one in only(report).invoices] == [
        (Decimal("-218.48"), Decimal("-43.70"), Decimal("-262.18"))
    ]
    assert books.ask("SELECT credit_note FROM documents") == [(True,)]
    assert books.total() == Decimal("-218.48")
    assert not {"SUM", "NET", "TAX", "CRED"} & said(report).keys()


def test_a_credit_note_written_with_minus_signs_is_told(books: Books):
    report = books.take(cii(NEGATIVE, type="381", **MINUS))
    assert books.total() == Decimal("-218.48")
    assert said(report)["CRED"] == "381"


def test_a_discount_on_a_credit_note_gives_back_less(books: Books):
    more = {"allowances": [("false", "18.48", "20", "Remise")], "net": "200.00", "tax": "40.00", "gross": "240.00"}
    books.take(ubl(CREDIT, "CreditNote", type="381", **more))
    assert books.ask("SELECT net FROM lines") == [(Decimal("-218.48"),), (Decimal("18.48"),)]
    assert books.total() == Decimal("-200.00")


# --- Discounts, charges, sub-lines, no lines ---------------------------------------------------------


@pytest.mark.parametrize("write", SYNTAXES)
def test_discounts_and_charges_of_the_whole_invoice_are_lines(books: Books, write: Any):
    # 580 − 58 + 12.50 = 534.50; tax 108 − 11.60 + 2.50 = 98.90
    more = {"allowances": [("false", "58.00", "20", "Remise 10 %"), ("true", "12.50", "20", "Frais de dossier")]}
    report = books.take(write(**more, net="534.50", tax="98.90", gross="633.40"))
    assert sums(report) == [("FA-1", 4, Decimal("534.50"), Decimal("98.90"), Decimal("633.40"))]
    assert books.ask("SELECT net, tax, narrative FROM lines WHERE kind = 'IF' AND adjustment IS NOT NULL") == [
        (Decimal("-58.00"), Decimal("-11.60"), "Remise 10 %"),
        (Decimal("12.50"), Decimal("2.50"), "Frais de dossier"),
    ]
    assert not {"SUM", "NET", "TAX"} & said(report).keys()


@pytest.mark.parametrize("write", SYNTAXES)
def test_lines_that_group_others_do_not_count(books: Books, write: Any):
    rows = (
        ("1", "1", "C62", "150.00", "150.00", "20", "Dossier Bail", "GROUP"),
        ("2", "1", "C62", "100.00", "100.00", "20", "Audience", "DETAIL"),
        ("3", "1", "C62", "50.00", "50.00", "20", "Note", "DETAIL"),
        ("4", "1", "C62", "0.00", "0.00", "20", "Pour mémoire", "INFORMATION"),
    )
    report = books.take(write(rows, net="150.00", tax="30.00", gross="180.00"))
    assert sums(report) == [("FA-1", 2, Decimal("150.00"), Decimal("30.00"), Decimal("180.00"))]
    assert said(report)["SUBL"] == "2"
    assert only(report).lines_ignored == 2


def test_an_invoice_without_lines_counts_by_its_total(books: Books):
    report = books.take(cii((), profile="urn:factur-x.eu:1p0:minimum", net="580.00", tax="108.00", gross="688.00"))
    assert sums(report) == [("FA-1", 0, Decimal("580.00"), Decimal("108.00"), Decimal("688.00"))]
    assert said(report)["BARE"] == "minimum"
    assert books.ask("SELECT has_lines, channel FROM documents") == [(False, "cii")]
    assert books.ask("SELECT count(*) FROM lines") == [(0,)]
    assert books.ask("SELECT nature, amount FROM spend") == [(None, Decimal("580.00"))]
    assert books.differences() == []
    with books.store.reading() as reader:
        (row,) = provenance.lines_of(reader, ["732829320/FA-1"])
        assert (row["kind"], row["net"], row["file"]) == ("total", Decimal("580.00"), "1.txt")
        assert provenance.original(reader, row["file_id"], row["line"]).endswith("580.00</ram:TaxBasisTotalAmount>")


def test_an_invoice_without_lines_in_another_currency(books: Books):
    books.take(cii((), currency="USD", net="100.00", tax="0.00", gross="100.00"))
    books.take("currency;valid_on;euros_per_unit\nUSD;2026-07-01;0.90\n")
    assert books.total() == Decimal("90.00")


def test_an_invoice_without_lines_is_approved_for_less(books: Books):
    books.take(cii((), net="580.00", tax="108.00", gross="688.00", project="M1"))
    books.take("firm_id;invoice_number;invoice_date;net_amount;approved_net\n732829320;FA-1;2026-07-31;580;500\n")
    assert books.ask("SELECT matter_id, amount FROM spend") == [("M1", Decimal("500.00"))]


def test_discounts_are_not_counted_twice_where_there_are_no_lines(books: Books):
    more = {"allowances": [("false", "20.00", "20", "Remise")], "net": "100.00", "tax": "20.00", "gross": "120.00"}
    assert sums(books.take(cii((), **more))) == [("FA-1", 0, Decimal(100), Decimal(20), Decimal(120))]


# --- Taxes -------------------------------------------------------------------------------------------


def test_the_tax_of_lines_adds_up_to_the_declared_one(books: Books):
    # 81.90 × 20 % + 48.00 × 5.5 % + 495.00 × 5.5 % = 16.38 + 2.64 + 27.225 = 46.245, declared 46.25
    rows = (
        ("1", "1", "C62", "81.90", "81.90", "20.00", "A"),
        ("2", "1", "C62", "48.00", "48.00", "5.50", "B"),
        ("3", "1", "C62", "495.00", "495.00", "5.50", "C"),
    )
    report = books.take(ubl(rows, net="624.90", tax="46.25", gross="671.15"))
    assert sums(report) == [("FA-1", 3, Decimal("624.90"), Decimal("46.25"), Decimal("671.15"))]
    assert [row[0] for row in books.ask("SELECT tax FROM lines ORDER BY net DESC")] == sorted(
        [Decimal("27.230000"), Decimal("16.380000"), Decimal("2.640000")], key=repr
    )


def test_lines_without_a_rate_share_the_declared_tax(books: Books):
    rows = (("1", "1", "C62", "75.00", "75.00", "", "A"), ("2", "1", "C62", "25.00", "25.00", "", "B"))
    books.take(ubl(rows, net="100.00", tax="20.00", gross="120.00"))
    assert books.ask("SELECT net, tax FROM lines") == [(Decimal(25), Decimal(5)), (Decimal(75), Decimal(15))]


def test_a_declared_tax_that_no_rate_explains_is_told(books: Books):
    report = books.take(ubl(tax="100.00"))
    assert said(report)["TAX"] == "100"
    assert sums(report)[0][3] == Decimal("108.00")


def test_the_tax_in_the_invoice_currency_is_taken(books: Books):
    other = '<cac:TaxTotal><cbc:TaxAmount currencyID="USD">120.00</cbc:TaxAmount></cac:TaxTotal>'
    report = books.take(ubl().replace("<cac:TaxTotal>", f"{other}\n<cac:TaxTotal>", 1))
    assert "TAX" not in said(report)


# --- What is declared and does not hold --------------------------------------------------------------


def test_a_declared_total_that_lines_do_not_make_is_told(books: Books):
    report = books.take(ubl(net="600.00", gross="708.00"))
    assert sums(report)[0][2] == Decimal("580.00")
    assert (said(report)["NET"], said(report)["SUM"]) == ("600", "708")


def test_an_amount_that_cannot_be_read_sets_its_line_aside(books: Books):
    report = books.take(ubl().replace(">80.00</cbc:LineExtensionAmount>", ">80 euros</cbc:LineExtensionAmount>"))
    assert sums(report)[0][1:3] == (1, Decimal("500.00"))
    assert said(report)["AMT"] == "80 euros"
    ((original,),) = books.ask("SELECT original FROM set_aside")
    assert "Train Paris - Lyon" in original
    assert books.differences() == []


def test_a_decimal_comma_is_read_and_told(books: Books):
    report = books.take(ubl().replace(">80.00</cbc:LineExtensionAmount>", ">80,00</cbc:LineExtensionAmount>"))
    assert sums(report)[0][2] == Decimal("580.00")
    assert said(report)["DEC"] == "80,00"


def test_a_line_in_another_currency_is_set_aside(books: Books):
    dear = ubl().replace("<cbc:LineExtensionAmount>80.00", '<cbc:LineExtensionAmount currencyID="USD">80.00')
    report = books.take(dear)
    assert sums(report)[0][1] == 1
    assert "CURX" in said(report)


# --- Deposits and corrections ------------------------------------------------------------------------

DEPOSIT = {"number": "AC-1", "date": "2026-06-30", "type": "386", "net": "100.00", "tax": "20.00", "gross": "120.00"}
ONE = (("1", "1", "C62", "100.00", "100.00", "20", "Provision"),)


def test_a_deposit_counts_until_the_whole_invoice_takes_it_up(books: Books):
    books.take(ubl(ONE, **DEPOSIT))
    assert books.total() == Decimal("100.00")
    report = books.take(ubl(prepaid="120.00", preceding=["AC-1"]))
    assert (said(report)["DEPO"], books.total()) == ("120.00", Decimal("580.00"))
    assert books.ask("SELECT number, excluded FROM documents") == [("AC-1", "superseded"), ("FA-1", None)]


def test_a_final_invoice_net_of_its_deposit_leaves_the_deposit_alone(books: Books):
    # 580 of work less the 100 already invoiced: 480; both count, 580 in all
    rows = (*TWO_HOURS_AND_TRAIN, ("3", "-1", "C62", "100.00", "-100.00", "20", "Acompte AC-1"))
    books.take(ubl(ONE, **DEPOSIT), ubl(rows, net="480.00", tax="88.00", gross="568.00", preceding=["AC-1"]))
    assert books.total() == Decimal("580.00")


def test_a_deposit_that_is_not_named_is_told(books: Books):
    assert said(books.take(ubl(prepaid="120.00")))["DEPO0"] == "120.00"


def test_a_corrected_invoice_replaces_the_one_it_names(books: Books):
    books.take(ubl(ONE, number="FA-0", net="100.00", tax="20.00", gross="120.00"))
    report = books.take(cii(number="FA-0-R", type="384", preceding=["FA-0"]))
    assert (said(report)["CORR"], books.total()) == ("FA-0", Decimal("580.00"))
    assert "CORR0" in said(books.take(cii(number="FA-9", type="384")))


# --- Who sells, for which matter ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "given",
    [
        {"siren": "732829320"},
        {"siren": "732 829 320"},
        {"siren": "73282932000074", "scheme": "0009"},
        {"siren": None, "vat": "FR83732829320"},
        {"siren": "73282932000074"},  # a SIRET under the scheme of the SIREN
    ],
)
@pytest.mark.parametrize("write", SYNTAXES)
def test_a_french_firm_is_known_by_its_siren(books: Books, write: Any, given: dict[str, str]):
    assert only(books.take(write(**given))).invoices[0].firm_id == "732829320"


@pytest.mark.parametrize(
    ("given", "firm"),
    [
        ({"siren": None, "vat": "BE0403170701"}, "BE0403170701"),
        ({"siren": "HRB 1234", "scheme": "0198"}, "HRB1234"),
        ({"siren": None}, "Cabinet Dubois"),
    ],
)
def test_other_firms_by_vat_number_registration_or_name(books: Books, given: dict[str, str], firm: str):
    assert only(books.take(ubl(**given))).invoices[0].firm_id == firm


FIRMS = "firm_id;name\nF-1042;Cabinet Dubois\nF-2;Autre\n"


@pytest.mark.parametrize("alias", ["732829320", "73282932000074", "FR83732829320"])
def test_any_of_its_identifiers_leads_to_the_firm(books: Books, alias: str):
    books.take(FIRMS, f"alias;firm_id\n{alias};F-2\n")
    report = books.take(ubl(siren="73282932000074", scheme="0009", vat="FR83732829320"))
    assert books.ask("SELECT firm_id FROM documents") == [("F-2",)]
    assert not {"FIRM", "FIRMN"} & said(report).keys()


def test_a_firm_recognised_by_its_name_alone_is_told(books: Books):
    books.take(FIRMS)
    report = books.take(ubl())
    assert said(report)["FIRMN"] == "Cabinet Dubois"
    assert books.ask("SELECT firm_id FROM documents") == [("F-1042",)]


def test_the_invoice_of_a_ledes_file_is_recognised(books: Books):
    books.take(FIRMS, bill("FA-1 M1 580.00"))
    report = books.take(ubl())
    assert said(report)["PAIR"] == "2.txt"
    assert books.total() == Decimal("580.00")


@pytest.mark.parametrize(
    ("given", "matters"),
    [
        ({"project": "M1", "contract": "K", "buyer_reference": "B"}, ("M1",)),
        ({"contract": "K", "buyer_reference": "B"}, ("K",)),
        ({"buyer_reference": "B"}, ("B",)),
        ({"project": "n/a", "contract": "0", "buyer_reference": "M7"}, ("M7",)),
        ({"buyer_reference": "-"}, ()),
    ],
)
@pytest.mark.parametrize("write", SYNTAXES)
def test_the_matter_is_the_project_the_contract_or_the_buyers_reference(
    books: Books, write: Any, given: dict[str, str], matters: tuple[str, ...]
):
    assert only(books.take(write(**given))).invoices[0].matters == matters


def test_the_notes_that_the_law_asks_for_are_left_out(books: Books):
    books.take(ubl(notes=["#PMT#Indemnité de 40 €", "#AAI#Affaire Bail Lyon", "Merci"]))
    assert books.ask("SELECT description FROM bills") == [("Affaire Bail Lyon / Merci",)]


# --- Other than an invoice ---------------------------------------------------------------------------


def test_a_plain_pdf_is_kept_and_nothing_is_invented(books: Books):
    report = books.take(pdf())
    assert (only(report).status, only(report).format, only(report).invoices) == ("imported", "PDF", ())
    assert list(said(report)) == ["PDF0"]
    assert books.ask("SELECT count(*) FROM originals") == [(1,)]
    assert books.ask("SELECT count(*) FROM documents") == [(0,)]
    assert books.differences() == []


def test_an_envelope_is_opened(books: Books):
    inside = ubl().partition("?>\n")[2]
    report = books.take(
        f"<StandardBusinessDocument><StandardBusinessDocumentHeader/>{inside}</StandardBusinessDocument>"
    )
    assert sums(report)[0][2] == Decimal("580.00")
