"""The reference tables: their columns, how they are recognised, and how French files are read, exactly or not at all."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from decimal import Decimal
from typing import Literal, get_args, get_origin

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from data.reference import TABLES, identify, read, recognise
from data.reference.cells import fold
from data.sheet import from_csv, from_xlsx

# The columns that everyone relies on; * marks the required ones.
CONTRACT = {
    "firms": "firm_id* name* group_id kind country size responsible_label",
    "firm_aliases": "alias* firm_id*",
    "matters": "matter_id* name matter_type entity business_unit jurisdiction owner opened_on closed_on final_billed "
    "umbrella fee_arrangement law_firm_matter_id",
    "mandates": "firm_id* matter_id* appointed_on waiver reason fee_arrangement agreed_fee",
    "panel": "firm_id* matter_type jurisdiction entity valid_from* valid_to",
    "budgets": "matter_id* amount* approved_on* firm_id phase currency scope valid_from valid_to note",
    "invoices": "firm_id* invoice_number* invoice_date* net_amount* matter_id tax_amount currency kind channel "
    "received_on approved_on approved_net paid_on status corrects",
    "timekeepers": "firm_id* timekeeper_id* name level",
    "rates": "firm_id* hourly_rate* valid_from* valid_to timekeeper_id level matter_type matter_id currency",
    "fx": "currency* valid_on* euros_per_unit*",
    "accruals": "period_end* firm_id* matter_id* amount* declared_on",
    "surveys": "firm_id* answered_on* matter_id respondent_role expertise responsiveness clarity "
    "business_understanding cost_predictability outcome recommend comment",
    "contracts": "firm_id* notified_on* amount environmental social small_business",
    "targets": "kpi* reading dimension key baseline target* due_on* owner",
    "actions": "decided_on* text* firm_id owner due_on status kpi expected",
    "segments": "matter_type* stakes credible_firms switching_cost rarity conflicts jurisdiction_score scored_by scored_on",
    "offers": "consultation* firm_id* criterion* weight* score* price comment",
}
ALL = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def load(text, name=None):
    sheet = from_csv(text)
    table = identify(sheet)
    assert name is None or table.name == name
    return read(sheet, table)


def codes(result):
    return [(row.line, row.problem.kind.code) for row in result.set_aside]


def column(result, name):
    return [row.values[name] for row in result.rows]


def amounts(*cells, header="matter_id;amount;approved_on"):
    rows = "\n".join(f'M{n};"{cell}";2026-01-0{n}' for n, cell in enumerate(cells, 1))
    return load(f"{header}\n{rows}\n", "budgets")


def dates(*cells):
    return load(
        "\n".join(["matter_id;closed_on", *(f"M{n};{cell}" for n, cell in enumerate(cells))]), "matters"
    )


def test_the_tables_have_the_columns_promised():
    made = {
        name: " ".join(f"{column.name}{'*' * column.required}" for column in table.columns.values())
        for name, table in TABLES.items()
    }
    assert made == CONTRACT


@ALL
def test_a_heading_means_one_column(table):
    seen = {}
    for item in table.columns.values():
        for word in item.headings:
            assert fold(word), word
            assert seen.setdefault(fold(word), item.name) == item.name, (
                f"{word}: {seen[fold(word)]} or {item.name}?"
            )


@ALL
def test_a_word_means_one_value_and_the_model_takes_each(table):
    for name, choice in table.choices.items():
        meanings = {}
        for value, words in choice.words.items():
            for word in (value, *words.split(", ")):
                assert meanings.setdefault(fold(word), value) == value, (
                    f"{word}: {meanings[fold(word)]} or {value}?"
                )
        accepted = [
            part for part in get_args(table.row.model_fields[name].annotation) if get_origin(part) is Literal
        ]
        assert choice.open or set(get_args(accepted[0])) == set(choice.words)


@ALL
def test_a_table_is_recognised_by_its_columns_in_any_order_and_dress(table):
    names = list(table.columns)
    assert recognise(names) == [table]
    assert recognise([name.upper().replace("_", " ") for name in reversed(names)]) == [table]
    assert recognise([item.known_as[0] for item in table.columns.values()]) == [table]
    required = [item for item in table.columns.values() if item.required]
    fewest = required if len(required) > 1 else list(table.columns.values())[:3]
    assert recognise([item.known_as[0].upper() for item in fewest]) == [table]
    for missing in required:
        assert table not in recognise([name for name in names if name != missing.name])


@pytest.mark.parametrize(
    ("header", "name", "read_as"),
    [
        ("Cabinet;Raison sociale;Pays", "firms", ["firm_id", "name", "country"]),
        ("RÉF. DOSSIER;type de dossier;Entité;date d’ouverture;Date de clôture", "matters",
         ["matter_id", "matter_type", "entity", "opened_on", "closed_on"]),
        ("code cabinet;N° facture;date de facture;montant HT;reçue le;approuvée le;montant approuvé;payée le;canal;statut",
         "invoices", ["firm_id", "invoice_number", "invoice_date", "net_amount", "received_on", "approved_on",
                      "approved_net", "paid_on", "channel", "status"]),
        ("Cabinet;Facture;Date;Montant", "invoices", ["firm_id", "invoice_number", "invoice_date", "net_amount"]),
        ("Dossier;Budget HT;Validé le", "budgets", ["matter_id", "amount", "approved_on"]),
        ("cabinet;type de dossier;valable du;valable au", "panel", ["firm_id", "matter_type", "valid_from", "valid_to"]),
        ("Cabinet;Niveau;Taux horaire;Début;Fin", "rates", ["firm_id", "level", "hourly_rate", "valid_from", "valid_to"]),
        ("Devise;Date;Euros par unité", "fx", ["currency", "valid_on", "euros_per_unit"]),
        ("Cabinet;Dossier;Désigné le;Dérogation", "mandates", ["firm_id", "matter_id", "appointed_on", "waiver"]),
    ],
)  # fmt: skip
def test_headings_of_french_departments(header, name, read_as):
    result = read(sheet := from_csv(header + "\n"), identify(sheet))
    assert (result.table.name, list(result.columns.values()), result.unknown_columns) == (name, read_as, ())


def test_the_surer_of_two_headings_is_read_and_the_other_kept():
    result = load(
        "Cabinet;Code cabinet;N° facture;Date;Montant;Montant HT\nÀ & B;F1;1;2026-07-01;120;100\n", "invoices"
    )
    assert (column(result, "firm_id"), column(result, "net_amount")) == (["F1"], [Decimal(100)])
    assert result.rows[0].extra == {"Cabinet": "À & B", "Montant": "120"}
    assert [problem.column for problem in result.problems if problem.kind.code == "T_TWICE"] == [
        "Cabinet",
        "Montant",
    ]


def test_one_known_column_announces_no_table():
    assert recognise(["Dossier", "Heures", "Narratif"]) == []
    assert [table.name for table in recognise(["Dossier", "Intitulé", "Heures", "Narratif", "Salle"])] == [
        "matters"
    ]


def test_an_exchange_rate_of_unknown_direction_is_no_table():
    assert recognise(["Devise", "Date", "Taux de change"]) == []


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234,56", "1234.56"), ("1234.56", "1234.56"), ("1 234,56", "1234.56"), ("1\u00a0234,56", "1234.56"),
        ("1\u202f234\u202f567,8", "1234567.8"), ("1.234,56", "1234.56"), ("1,234.56", "1234.56"), ("1'234.50", "1234.50"),
        ("1’234,5", "1234.5"), ("1.234.567", "1234567"), ("1,234,567", "1234567"), ("12,5", "12.5"), ("0,125", "0.125"),
        ("1234,567", "1234.567"), ("1 234,567", "1234.567"), (",5", "0.5"), ("1250.", "1250"), ("-12,00", "-12.00"),
        ("−3,5", "-3.5"), ("12,50-", "-12.50"), ("(1 234,50)", "-1234.50"), ("+7", "7"), ("1 234,56 €", "1234.56"),
        ("€1,234.56", "1234.56"), ("-€5.20", "-5.20"), ("12,5 EUR", "12.5"), ("99,90 € HT", "99.90"), ("0", "0"),
        ("999999999999,123456", "999999999999.123456"), ("1,10000000", "1.100000"),
    ],
)  # fmt: skip
def test_an_amount_that_reads_one_way_is_exact(cell, value):
    result = amounts(cell)
    assert [str(amount) for amount in column(result, "amount")] == [value]


@pytest.mark.parametrize(
    "cell",
    ["12 34", "1 23", "1e3", "NaN", "inf", "１２", "١٢", "0x1F", "1.234,56.7", "1,2,3", "--1", "(-1)", "(1", "1)", "1234,56 TTC",
     "12 k€", "€12€", "douze", "1_000", "12%", "1 234.567,89", "- "],
)  # fmt: skip
def test_what_is_no_amount_is_set_aside(cell):
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
def test_the_decimal_mark_is_decided_by_the_other_amounts_of_the_file(cells, expected):
    result = amounts(*cells)
    got = codes(result) or [str(amount) for amount in column(result, "amount")]
    assert got == expected


def test_another_column_decides_where_a_column_cannot():
    text = "Cabinet;Facture;Date;Montant HT;TVA\nF1;1;2026-07-01;1.234;{}\n"
    assert column(load(text.format("246,80"), "invoices"), "net_amount") == [Decimal(1234)]
    assert column(load(text.format("0.25"), "invoices"), "net_amount") == [Decimal("1.234")]
    assert codes(load(text.format("247"), "invoices")) == [(2, "T_MARK")]


@given(
    st.lists(st.decimals(-(10**11), 10**11, places=2), min_size=1, max_size=20),
    st.sampled_from([" ", "\u00a0", "\u202f", ".", ""]),
)
def test_a_french_column_of_cents_reads_back_exactly(values, group):
    cells = [f"{value:,.2f}".replace(",", "§").replace(".", ",").replace("§", group) for value in values]
    text = "\n".join(
        ["Dossier;Budget;Validé le", *(f"M{n};{cell};01/02/2026" for n, cell in enumerate(cells))]
    )
    assert column(load(text, "budgets"), "amount") == values


@pytest.mark.parametrize("cell", ["2026-07-13", "20260713", "13/07/2026", "13-07-2026", "13.07.2026", "2026/07/13",
                                  "13/7/2026", "13/07/2026 08:30", "2026-07-13T00:00:00"])  # fmt: skip
def test_a_date_in_each_usual_dress(cell):
    assert column(dates(cell), "closed_on") == [dt.date(2026, 7, 13)]


@pytest.mark.parametrize("cell", ["31/02/2026", "2026-02-29", "29/02/2027", "13/07/26", "juillet 2026", "00/00/0000", "46000",
                                  "2026-7-3", "13/07-2026", "1/1/0026", "１３/07/2026", "20261332"])  # fmt: skip
def test_what_is_no_date_is_set_aside(cell):
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
        ("firms.kind", ["Cabinet d'avocats", "LAW_FIRM", "avocat"], "law_firm"),
        ("firms.kind", ["huissier", "Commissaire de Justice"], "bailiff"),
        ("firms.kind", ["Notaire"], "notary"),
        ("firms.size", ["pme", "PME"], "PME"),
        ("timekeepers.level", ["Associé", "associée", "Partner"], "partner"),
        ("timekeepers.level", ["Collaborateur", "collaboratrice", "associate"], "associate"),
        ("timekeepers.level", ["Élève-avocat", "stagiaire"], "trainee"),
        ("timekeepers.level", ["Juriste"], "paralegal"),
        ("invoices.channel", ["Papier", "courrier"], "paper"),
        ("invoices.channel", ["Factur-X", "factur_x", "FACTURX"], "factur_x"),
        ("invoices.kind", ["Avoir", "credit note"], "credit_note"),
        ("invoices.status", ["Rejetée", "refusée"], "rejected"),
        ("invoices.status", ["Validée", "approuvé"], "approved"),
        ("matters.fee_arrangement", ["Au temps passé", "taux horaire", "hourly"], "hourly"),
        ("matters.fee_arrangement", ["Forfait"], "fixed"),
        ("matters.final_billed", ["Oui", "VRAI", "1", "x", "yes"], True),
        ("matters.final_billed", ["non", "FAUX", "0", "N"], False),
        ("mandates.waiver", ["Accordée", "approved"], "approved"),
        ("budgets.currency", ["eur", "€", "Euros"], "EUR"),
        ("actions.owner", ["Achats", "procurement"], "procurement"),
        ("actions.owner", ["Mme Durand"], "Mme Durand"),
    ],
)
def test_words_of_french_departments(name, cells, value):
    table_name, column_name = name.split(".")
    table = TABLES[table_name]
    for cell in cells:
        texts = {"date": "2026-01-02", "amount": "1", "number": "1", "number or percentage": "1"}
        filled = {n: texts.get(c.cell.label.en, "x") for n, c in table.columns.items() if c.required}
        filled[column_name] = cell
        result = load(";".join(filled) + "\n" + ";".join(filled.values()), table_name)
        assert column(result, column_name) == [value], cell


def test_identifiers_stay_text():
    result = load("firm_id;timekeeper_id;name\n 00042 ;1E5;007\n", "timekeepers")
    assert result.rows[0].values == {"firm_id": "00042", "timekeeper_id": "1E5", "name": "007", "level": None}


def test_unknown_columns_are_kept_and_told_once():
    result = load("matter_id;name;Couleur;Étage\nM1;a;rouge;\nM2;b;;3\n", "matters")
    assert [row.extra for row in result.rows] == [{"Couleur": "rouge"}, {"Étage": "3"}]
    assert result.unknown_columns == ("Couleur", "Étage")
    assert [(problem.kind.code, problem.seen) for problem in result.problems] == [("T_COL", "Couleur, Étage")]


def test_a_row_with_several_faults_is_set_aside_once_and_all_are_told():
    result = load(
        "firm_id;invoice_number;invoice_date;net_amount\n;1;demain;douze\nF;2;2026-07-01;3\n", "invoices"
    )
    assert codes(result) == [(2, "T_REQ")]
    assert [problem.kind.code for problem in result.problems] == ["T_DATE", "T_AMT"]
    assert [row.line for row in result.rows] == [3]
    assert result.set_aside[0].original == ";1;demain;douze"


@pytest.mark.parametrize(("currency", "cell", "good"), [("USD", "$1,234.50", True), ("EUR", "$1,234.50", False), ("", "$12.50", False),
                                                        ("CAD", "12.50 $", True), ("GBP", "£5", True), ("USD", "5,50 €", False),
                                                        ("CHF", "CHF 1'200.50", True), ("", "5,50 €", True)])  # fmt: skip
def test_an_amount_signed_in_another_currency_is_not_taken_for_the_row_s(currency, cell, good):
    result = load(f'matter_id;amount;approved_on;currency\nM1;"{cell}";2026-01-01;{currency}\n', "budgets")
    assert codes(result) == ([] if good else [(2, "T_SIGN")])


def test_rates_and_percentages():
    result = load(
        "currency;valid_on;euros_per_unit\nUSD;2026-07-01;1.085\nJPY;2026-07-01;0,0059123456\n", "fx"
    )
    assert column(result, "euros_per_unit") == [Decimal("1.085"), Decimal("0.0059123456")]
    result = load("kpi;target;due_on\nbudget_conformity;95 %;2026-12-31\nspend;0,5;2026-12-31\n", "targets")
    assert column(result, "target") == [Decimal("0.95"), Decimal("0.5")]


def test_the_same_invoice_by_two_channels_is_no_contradiction():
    header = "firm_id;invoice_number;invoice_date;net_amount;channel;matter_id\n"
    rows = "F;1;2026-07-01;10;pdf;M\nF;1;2026-07-01;10;platform;M\nF;1;2026-07-01;10;pdf;N\nF;1;2026-07-01;11;pdf;N\n"
    told = [(p.line, p.more["first"], p.seen) for p in load(header + rows).problems if p.kind.code == "T_KEY"]
    assert told == [(5, "4", "F · 1 · N")]


def test_two_like_opinions_on_one_day_are_two_answers():
    result = load(
        "firm_id;answered_on;respondent_role;expertise\nF;2026-07-01;juriste;4\nF;2026-07-01;juriste;2\n"
    )
    assert (column(result, "expertise"), result.problems) == ([4, 2], [])


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
    result = read(sheet, identify(sheet))
    assert codes(result) == []
    first, second = (row.values for row in result.rows)
    assert (first["firm_id"], first["invoice_number"]) == ("42", "2026001")
    assert (first["invoice_date"], first["paid_on"]) == (dt.date(2026, 7, 3), dt.date(2026, 10, 5))
    assert (str(first["net_amount"]), str(first["tax_amount"])) == ("1.234", "1234.56")
    assert (second["firm_id"], second["invoice_number"], second["invoice_date"]) == (
        "00042",
        "0007",
        dt.date(2026, 7, 4),
    )
    assert (str(second["net_amount"]), str(second["tax_amount"])) == ("0.3", "1234")


@ALL
def test_every_row_of_a_table_crosses_the_door_typed(table):
    texts = {"date": "2026-01-02", "amount": "12,5", "number": "3", "number or percentage": "5 %", "yes/no": "oui",
             "whole number": "3", "text": "x", "currency: EUR, USD…": "usd", "rate, 10 decimals at most": "0,92"}  # fmt: skip
    cells = [texts.get(c.cell.label.en) or next(iter(c.cell.words)) for c in table.columns.values()]
    result = load(";".join(table.columns) + "\n" + ";".join(cells), table.name)
    assert (codes(result), result.problems) == ([], [])
    values = result.rows[0].values
    assert list(values) == list(table.columns) and None not in values.values()
    assert all(isinstance(value, str | Decimal | dt.date | bool | int) for value in values.values())
    table.row.model_validate(values)
    with pytest.raises(ValueError, match="Extra inputs"):
        table.row.model_validate({**values, "surprise": 1})


@given(st.text(max_size=200), st.sampled_from(list(itertools.chain(TABLES))))
def test_no_text_under_good_headings_ever_raises_or_loses_a_line(text, name):
    sheet = from_csv(";".join(TABLES[name].columns) + "\n" + text)
    result = read(sheet, TABLES[name])
    assert len(result.rows) + len(result.set_aside) == len(sheet.rows) + len(sheet.set_aside)
