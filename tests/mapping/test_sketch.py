"""What a table seems to be: proposed with its reason, or said to be undecided."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.mapping.model import Mapping
from data.mapping.preview import preview
from data.mapping.sketch import Proposal, sketch
from tests.formats.sheets import book
from tests.mapping.extracts import DETAIL, SAGE, SAP


def looked(text: str | bytes) -> tuple[Proposal, Mapping]:
    found = sketch(text.encode() if isinstance(text, str) else text)
    assert found.mapping is not None
    return found, found.mapping


def asked(found: Proposal) -> str:
    return " ".join(one.en for one in found.undecided)


def test_an_sap_list():
    found, mapping = looked(SAP.encode("cp1252"))
    assert (found.encoding, found.separator, found.header_line) == ("windows-1252", "\t", 3)
    assert found.titles == ("Liste des postes fournisseurs",)
    assert found.first_rows[0][0] == 4
    assert mapping.columns == {
        "firm_id": "LIFNR", "invoice_number": "XBLNR", "invoice_date": "BLDAT", "amount": "WRBTR",
        "currency": "WAERS", "kind": "BLART", "tax_amount": "MWSTS",
    }  # fmt: skip
    assert (mapping.basis, mapping.sign, mapping.decimal, mapping.dates) == ("ttc", "inverted", ",", "dmy")
    assert mapping.values == {"kind": {"KR": "invoice", "KG": "credit_note", "KZ": "leave_out"}}
    assert (found.undecided, mapping.missing()) == ((), [])


def test_a_sage_ledger():
    found, mapping = looked(SAGE.encode("cp1252"))
    assert (found.encoding, found.separator, found.header_line) == ("windows-1252", ";", 4)
    assert (mapping.sign, mapping.accounts, mapping.basis) == ("debit_credit", ("40",), "ttc")
    assert [one.en for one in mapping.missing()] == [
        "Amounts include VAT, and nothing gives it: name a column or a rate."
    ]


def test_a_firms_detail_is_lines():
    found, mapping = looked(DETAIL)
    assert mapping.target == "lines"
    assert mapping.values == {"kind": {"Honoraires": "F", "Débours": "E"}}
    assert [one.field for one in found.columns] == [
        "firm_ref", "number", "invoice_date", "work_date", "timekeeper_name", "units", "unit_cost", "amount", "kind",
        "narrative", "client_matter_id",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        "Lieferant;Referenz;Belegdatum;Betrag in Belegwährung;Währung",
        "VENDOR_NUM;INVOICE_NUM;INVOICE_DATE;INVOICE_AMOUNT;INVOICE_CURRENCY_CODE",
        "CompAuxNum;PieceRef;PieceDate;Montantdevise;Idevise",
        "E_AUXILIAIRE;E_REFINTERNE;E_DATECOMPTABLE;E_MONTANT;E_DEVISE",
        "Tiers;N° pièce;Date;Montant HT (€);Devise",
    ],
)
def test_the_names_of_other_programs(header: str):
    found, _ = looked(f"{header}\nD;A1;31/07/2026;100,00;EUR\n")
    wanted = ["firm_id", "invoice_number", "invoice_date", "amount", "currency"]
    assert [one.field for one in found.columns] == wanted


def test_columns_without_a_known_name_are_known_by_their_cells():
    found, mapping = looked("Qui;Quoi;Quand;Combien;Unité\nFR12345678901;A1;31/07/2026;100,00;EUR\n")
    assert mapping.columns == {"firm_id": "Qui", "invoice_date": "Quand", "amount": "Combien", "currency": "Unité"}
    assert [one.en for one in mapping.missing()] == ["No column gives: Invoice number."]
    assert "such as" in next(one.why.en for one in found.columns if one.field == "amount")


def test_two_columns_that_would_do_are_a_question():
    found, mapping = looked("Fournisseur;N° facture;X;Y\nD;A1;31/07/2026;01/08/2026\n")
    assert "Invoice date: several columns would do (X, Y)." in asked(found)
    assert "invoice_date" not in mapping.columns


def test_a_heading_that_its_cells_deny_is_not_believed():
    found, mapping = looked("Fournisseur;N° facture;Date facture;Montant HT\nD;A1;31/07/2026;à valider\n")
    assert "amount" not in mapping.columns
    assert "“Montant HT”: its heading says “Amount”, its cells something else." in asked(found)


@pytest.mark.parametrize(
    ("rows", "question"),
    [
        ("D;A1;31/07/2026;1,5\nD;A2;31/07/2026;2.5", "The decimal mark: 1 amounts have a comma, 1 a point."),
        ("D;A1;31/07/2026;1.234", "The decimal mark: no amount settles it."),
        ("D;A1;01/02/2026;1,5", "The order of dates: none settles it."),
        ("D;A1;31/07/2026;1,5\nD;A2;07/31/2026;2,5", "The order of dates: 1 begin with the day, 1 with the month."),
        ("D;A1;31/07/2026;-1,5\nD;A2;31/07/2026;-2,5", "The sign: most amounts are negative."),
        ("D;A1;31/07/2026;1,5", "With or without VAT: nothing says it of “Montant”."),
    ],
)
def test_what_cannot_be_decided_is_said(rows: str, question: str):
    found, _ = looked(f"Fournisseur;N° facture;Date facture;Montant\n{rows}\n")
    assert question in asked(found)


def test_with_or_without_vat_is_proven_by_a_third_column():
    head = "Fournisseur;N° facture;Date facture;Montant;TVA;Autre\n"
    for rows, basis in (
        ("D;A1;31/07/2026;100,00;20,00;120,00\nD;A2;31/07/2026;50,00;10,00;60,00\n", "ht"),
        ("D;A1;31/07/2026;120,00;20,00;100,00\nD;A2;31/07/2026;60,00;10,00;50,00\n", "ttc"),
    ):
        found, mapping = looked(head + rows)
        assert (mapping.basis, dict(found.reasons)["basis"].en) == (basis, "checked against “Autre”")


def test_the_point_and_the_month_first_are_seen():
    _, mapping = looked("Vendor;Invoice number;Invoice date;Net amount\nD;A1;07/31/2026;1,234.50\n")
    assert (mapping.decimal, mapping.dates, mapping.basis) == (".", "mdy", "ht")


def test_what_the_reader_tells_is_taken_as_told():
    text = "Journal;2026\nTiers;N° pièce;Date;Montant HT\nD;A1;31/07/2026;10,00\n".encode("cp1252")
    found = sketch(text, encoding="windows-1252", separator=";", header_line=2, target="lines")
    assert found.mapping is not None
    assert (found.header_line, found.mapping.target, found.mapping.separator) == (2, "lines", ";")


def test_the_largest_table_of_a_workbook_is_shown():
    head = ["Fournisseur", "N° facture", "Date facture", "Montant HT"]
    rows = [head, ["D", "A1", "31/07/2026", 12.5], ["D", "A2", "31/07/2026", 7.5]]
    data = book({"Lisez-moi": [["a", "b"], ["c", "d"]], "Factures": rows})
    found, mapping = looked(data)
    assert found.separator is None
    seen = preview(data, mapping)
    assert (seen.documents, seen.net) == (2, {None: Decimal(20)})
