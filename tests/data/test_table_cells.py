"""The cells of reference tables as French departments write them: exact, or set aside with the reason."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.reference import TABLES, Table, TableRead, identify, read
from data.sheet import from_csv, from_xlsx


def load(text: str) -> TableRead:
    sheet = from_csv(text)
    table = identify(sheet)
    assert isinstance(table, Table)
    return read(sheet, table)


def codes(result: TableRead) -> list[tuple[int, str]]:
    return [(row.line, row.problem.kind.code) for row in result.set_aside]


def column(result: TableRead, name: str) -> list[Any]:
    return [row.values[name] for row in result.rows]


def amounts(*cells: str) -> TableRead:
    rows = "\n".join(f'M{n};"{cell}";2026-01-0{n}' for n, cell in enumerate(cells, 1))
    return load(f"matter_id;amount;approved_on\n{rows}\n")


def dates(*cells: str) -> TableRead:
    rows = "\n".join(f"M{n};{cell}" for n, cell in enumerate(cells))
    return load(f"matter_id;closed_on\n{rows}\n")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234,56", "1234.56"), ("1234.56", "1234.56"), ("1 234,56", "1234.56"), ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567,8", "1234567.8"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"),
        ("1'234.50", "1234.50"), ("1’234,5", "1234.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567"),
        ("12,5", "12.5"), ("0,125", "0.125"), ("1234,567", "1234.567"), ("1 234,567", "1234.567"),
        (",5", "0.5"), ("1250.", "1250"), ("-12,00", "-12.00"), ("−3,5", "-3.5"), ("12,50-", "-12.50"),
        ("(1 234,50)", "-1234.50"), ("+7", "7"), ("1 234,56 €", "1234.56"), ("€1,234.56", "1234.56"),
        ("-€5.20", "-5.20"), ("12,5 EUR", "12.5"), ("99,90 € HT", "99.90"), ("0", "0"),
        ("999999999999,123456", "999999999999.123456"), ("1,10000000", "1.100000"),
    ],
)  # fmt: skip
def test_an_amount_that_reads_one_way_is_exact(cell: str, value: str):
    assert [str(amount) for amount in column(amounts(cell), "amount")] == [value]


@pytest.mark.parametrize(
    "cell",
    [
        "12 34", "1 23", "1e3", "\uff11\uff12", "\u0661\u0662", "0x1F", "1.234,56.7", "1,2,3", "--1", "inf",
        "NaN", "(-1)", "(1", "1)", "1234,56 TTC", "12 k€", "€12€", "douze", "1_000", "12%",
        "1 234.567,89", "- ",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_set_aside(cell: str):
    assert codes(amounts(cell)) == [(2, "T_AMT")]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["1.234"], [(2, "T_MARK")]),
        (["1,234", "2,500"], [(2, "T_MARK"), (3, "T_MARK")]),
        (["1.234", "1 000"], [(2, "T_MARK")]),
        (["1.234", "12,5"], ["1234", "12.5"]),
        (["1.234", "12.5"], ["1.234", "12.5"]),
        (["1,234", "12,5"], ["1.234", "12.5"]),
        (["1,234", "7.5"], ["1234", "7.5"]),
        (["1.234", "1.234.567"], ["1234", "1234567"]),
        (["1.234", "12,5", "12.5"], [(2, "T_MARK")]),
    ],
)
def test_the_decimal_mark_is_decided_by_the_other_amounts(cells: list[str], expected: list[object]):
    result = amounts(*cells)
    assert (codes(result) or [str(amount) for amount in column(result, "amount")]) == expected


def test_another_column_decides_where_a_column_cannot():
    text = "Cabinet;Facture;Date;Montant HT;TVA\nF1;1;2026-07-01;1.234;{}\n"
    assert column(load(text.format("246,80")), "net_amount") == [Decimal(1234)]
    assert column(load(text.format("0.25")), "net_amount") == [Decimal("1.234")]
    assert codes(load(text.format("247"))) == [(2, "T_MARK")]


@given(
    st.lists(st.decimals(-(10**11), 10**11, places=2), min_size=1, max_size=20),
    st.sampled_from([" ", "\u00a0", "\u202f", ".", ""]),
)
def test_a_french_column_of_cents_reads_back_exactly(values: list[Decimal], group: str):
    cells = [f"{value:,.2f}".replace(",", "§").replace(".", ",").replace("§", group) for value in values]
    rows = [f"M{n};{cell};01/02/2026" for n, cell in enumerate(cells)]
    assert column(load("\n".join(["Dossier;Budget;Validé le", *rows])), "amount") == values


@pytest.mark.parametrize(
    ("currency", "cell", "fault"),
    [
        ("USD", "$1,234.50", []),
        ("EUR", "$1,234.50", ["T_SIGN"]),
        ("", "$12.50", ["T_SIGN"]),
        ("CAD", "12.50 $", []),
        ("GBP", "£5", []),
        ("USD", "5,50 €", ["T_SIGN"]),
        ("CHF", "CHF 1'200.50", []),
        ("", "5,50 €", []),
    ],
)
def test_an_amount_signed_in_another_currency_than_its_row(currency: str, cell: str, fault: list[str]):
    result = load(f'matter_id;amount;approved_on;currency\nM1;"{cell}";2026-01-01;{currency}\n')
    assert [code for _, code in codes(result)] == fault


def test_rates_and_percentages():
    result = load("currency;valid_on;euros_per_unit\nUSD;2026-07-01;1.085\nJPY;2026-07-01;0,0059123456\n")
    assert column(result, "euros_per_unit") == [Decimal("1.085"), Decimal("0.0059123456")]
    result = load("kpi;target;due_on\nbudget_conformity;95 %;2026-12-31\nspend;0,5;2026-12-31\n")
    assert column(result, "target") == [Decimal("0.95"), Decimal("0.5")]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-07-13", "20260713", "13/07/2026", "13-07-2026", "13.07.2026", "2026/07/13", "13/7/2026",
        "13/07/2026 08:30", "2026-07-13T00:00:00",
    ],
)  # fmt: skip
def test_a_date_in_each_usual_dress(cell: str):
    assert column(dates(cell), "closed_on") == [dt.date(2026, 7, 13)]


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026", "2026-02-29", "29/02/2027", "13/07/26", "juillet 2026", "00/00/0000", "46000",
        "2026-7-3", "13/07-2026", "1/1/0026", "\uff113/07/2026", "20261332",
    ],
)  # fmt: skip
def test_what_is_no_date_is_set_aside(cell: str):
    assert codes(dates(cell)) == [(2, "T_DATE")]


def test_one_date_tells_the_order_of_its_file():
    assert column(dates("03/04/2026", "13/04/2026"), "closed_on")[0] == dt.date(2026, 4, 3)
    assert column(dates("03/04/2026", "04/13/2026"), "closed_on")[0] == dt.date(2026, 3, 4)
    text = "matter_id;opened_on;closed_on\nM1;04/13/2026;03/04/2026\n"
    assert column(load(text), "closed_on") == [dt.date(2026, 3, 4)]


def test_dates_of_both_orders_in_one_column_are_set_aside():
    result = dates("03/04/2026", "13/04/2026", "04/13/2026", "05/05/2026", "2026-01-02")
    assert codes(result) == [(2, "T_DMIX"), (3, "T_DMIX"), (4, "T_DMIX")]
    assert column(result, "closed_on") == [dt.date(2026, 5, 5), dt.date(2026, 1, 2)]


def test_day_first_is_assumed_and_told_only_where_it_matters():
    result = dates("03/04/2026", "05/06/2026")
    assert column(result, "closed_on") == [dt.date(2026, 4, 3), dt.date(2026, 6, 5)]
    assert [(problem.kind.code, problem.line) for problem in result.problems] == [("T_DMY", 2)]
    assert dates("05/05/2026").problems == []


@pytest.mark.parametrize(
    ("name", "cells", "value"),
    [
        ("firms.kind", "Cabinet d'avocats, LAW_FIRM, avocat", "law_firm"),
        ("firms.kind", "huissier, Commissaire de Justice", "bailiff"),
        ("firms.kind", "Notaire", "notary"),
        ("firms.kind", "expert, Traducteur", None),
        ("firms.size", "pme, PME", "PME"),
        ("timekeepers.level", "Associé, associée, Partner", "partner"),
        ("timekeepers.level", "Collaborateur, collaboratrice, associate", "associate"),
        ("timekeepers.level", "Élève-avocat, stagiaire", "trainee"),
        ("timekeepers.level", "Juriste", "paralegal"),
        ("invoices.channel", "Papier, courrier", "paper"),
        ("invoices.channel", "Factur-X, factur_x, FACTURX", "factur_x"),
        ("invoices.kind", "Avoir, credit note", "credit_note"),
        ("invoices.status", "Rejetée, refusée", "rejected"),
        ("invoices.status", "Validée, approuvé", "approved"),
        ("matters.fee_arrangement", "Au temps passé, taux horaire, hourly", "hourly"),
        ("matters.fee_arrangement", "Forfait", "fixed"),
        ("matters.final_billed", "Oui, VRAI, 1, x, yes", True),
        ("matters.final_billed", "non, FAUX, 0, N", False),
        ("mandates.waiver", "Accordée, approved", "approved"),
        ("budgets.currency", "eur, €, Euros", "EUR"),
        ("actions.owner", "Achats, procurement", "procurement"),
        ("actions.owner", "Mme Durand", "Mme Durand"),
    ],
)
def test_words_of_french_departments(name: str, cells: str, value: object):
    table_name, column_name = name.split(".")
    columns = TABLES[table_name].columns
    samples = {"date": "2026-01-02", "amount": "1"}
    filled = {item.name: samples.get(item.cell.label.en, "x") for item in columns.values() if item.required}
    for cell in cells.split(", "):
        row = {**filled, "name": "x", column_name: cell} if "name" in columns else {**filled, column_name: cell}
        result = load(";".join(row) + "\n" + ";".join(row.values()))
        expected = value if value is not None else {"expert": "expert", "Traducteur": "translator"}[cell]
        assert column(result, column_name) == [expected], cell


def test_identifiers_stay_text():
    result = load("firm_id;timekeeper_id;name\n 00042 ;1E5;007\n")
    assert result.rows[0].values == {"firm_id": "00042", "timekeeper_id": "1E5", "name": "007", "level": None}


def test_a_workbook_with_real_dates_numbers_and_serials():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, ["Cabinet", "N° facture", "Date de facture", "Montant HT", "TVA", "Payée le"])
        sheet.write_row(1, 0, [42, 2026001])
        sheet.write_datetime(1, 2, dt.date(2026, 7, 3), day)
        sheet.write_row(1, 3, [1.234, "1.234,56", 46300])
        sheet.write_row(2, 0, ["00042", "0007", 20260704, 0.1 + 0.2, "1.234"])
    ((_, sheet),), _ = from_xlsx(file.getvalue())
    result = read(sheet, TABLES["invoices"])
    assert codes(result) == []
    names = ("firm_id", "invoice_number", "invoice_date", "net_amount", "tax_amount", "paid_on")
    assert [[row.values[name] for name in names] for row in result.rows] == [
        ["42", "2026001", dt.date(2026, 7, 3), Decimal("1.234"), Decimal("1234.56"), dt.date(2026, 10, 5)],
        ["00042", "0007", dt.date(2026, 7, 4), Decimal("0.3"), Decimal(1234), None],
    ]


def test_a_number_far_from_our_times_is_no_date_in_a_workbook():
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Code dossier", "Clos le"])
        for row, number in enumerate([2026, 46300.75, 99999, -1], 1):
            sheet.write_row(row, 0, [f"M{row}", number])
    ((_, sheet),), _ = from_xlsx(file.getvalue())
    result = read(sheet, TABLES["matters"])
    assert codes(result) == [(2, "T_DATE"), (4, "T_DATE"), (5, "T_DATE")]
    assert column(result, "closed_on") == [dt.date(2026, 10, 5)]
