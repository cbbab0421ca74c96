"""The reference tables: their columns, how they are recognised, what becomes of each row."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference import TABLES, Table, TableRead, identify, read, recognise
from data.reference.cells import fold
from data.sheet import from_csv

# The columns that everyone relies on; * marks the required ones.
CONTRACT = """
firms: firm_id* name* group_id kind country size responsible_label
firm_aliases: alias* firm_id*
matters: matter_id* name matter_type entity business_unit jurisdiction owner opened_on closed_on final_billed
    umbrella fee_arrangement law_firm_matter_id
mandates: firm_id* matter_id* appointed_on waiver reason fee_arrangement agreed_fee
panel: firm_id* matter_type jurisdiction entity valid_from* valid_to
budgets: matter_id* amount* approved_on* firm_id phase currency scope valid_from valid_to note
invoices: firm_id* invoice_number* invoice_date* net_amount* matter_id tax_amount currency kind channel
    received_on approved_on approved_net paid_on status corrects
timekeepers: firm_id* timekeeper_id* name level
rates: firm_id* hourly_rate* valid_from* valid_to timekeeper_id level matter_type matter_id currency
fx: currency* valid_on* euros_per_unit*
accruals: period_end* firm_id* matter_id* amount* declared_on
surveys: firm_id* answered_on* matter_id respondent_role expertise responsiveness clarity
    business_understanding cost_predictability outcome recommend comment
contracts: firm_id* notified_on* amount environmental social small_business
targets: kpi* reading dimension key baseline target* due_on* owner set_on
actions: decided_on* text* firm_id owner due_on status kpi expected
segments: matter_type* stakes credible_firms switching_cost rarity conflicts jurisdiction_score scored_by
    scored_on
offers: consultation* firm_id* criterion* weight* score* price comment
notes: noted_on* text* kpi dimension key
matter_aliases: alias* matter_id* firm_id
timekeeper_aliases: firm_id* alias* timekeeper_id*
paper_choices: decided_on* firm_id choice* invoice_number* paper other_number* other_paper note
"""
ALL = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


def load(text: str, name: str | None = None) -> TableRead:
    sheet = from_csv(text)
    table = identify(sheet)
    assert isinstance(table, Table)
    assert name is None or table.name == name
    return read(sheet, table)


def codes(result: TableRead) -> list[tuple[int, str]]:
    return [(row.line, row.problem.kind.code) for row in result.set_aside]


def column(result: TableRead, name: str) -> list[Any]:
    return [row.values[name] for row in result.rows]


def test_the_tables_have_the_columns_promised():
    promised = CONTRACT.replace("\n    ", " ").strip().splitlines()
    assert promised == [
        f"{name}: " + " ".join(f"{item.name}{'*' * item.required}" for item in table.columns.values())
        for name, table in TABLES.items()
    ]


@ALL
def test_a_heading_means_one_column(table: Table):
    seen = {}
    for item in table.columns.values():
        for word in item.headings:
            assert fold(word), word
            assert seen.setdefault(fold(word), item.name) == item.name, f"{word}: {seen[fold(word)]} or {item.name}?"


@ALL
def test_a_word_means_one_value_and_the_model_takes_each(table: Table):
    for name, choice in table.choices.items():
        meanings = {}
        for value, words in choice.words.items():
            for word in (value, *words.split(", ")):
                assert meanings.setdefault(fold(word), value) == value, f"{word}: {meanings[fold(word)]} or {value}?"
        annotation = table.row.model_fields[name].annotation
        accepted = [part for part in (annotation, *get_args(annotation)) if get_origin(part) is Literal]
        assert choice.open or set(get_args(accepted[0])) == set(choice.words)


@ALL
def test_a_table_is_recognised_by_its_columns_in_any_order_and_dress(table: Table):
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
    ("header", "read_as"),
    [
        ("Cabinet;Raison sociale;Pays", "firms: firm_id name country"),
        (
            "RÉF. DOSSIER;type de dossier;Entité;date d’ouverture;Date de clôture",
            "matters: matter_id matter_type entity opened_on closed_on",
        ),
        (
            "code cabinet;N° facture;date de facture;montant HT;reçue le;payée le;canal",
            "invoices: firm_id invoice_number invoice_date net_amount received_on paid_on channel",
        ),
        ("Cabinet;Facture;Date;Montant", "invoices: firm_id invoice_number invoice_date net_amount"),
        ("Dossier;Budget HT;Validé le", "budgets: matter_id amount approved_on"),
        ("cabinet;type de dossier;valable du;valable au", "panel: firm_id matter_type valid_from valid_to"),
        ("Cabinet;Niveau;Taux horaire;Début;Fin", "rates: firm_id level hourly_rate valid_from valid_to"),
        ("Devise;Date;Euros par unité", "fx: currency valid_on euros_per_unit"),
        ("Cabinet;Dossier;Désigné le;Dérogation", "mandates: firm_id matter_id appointed_on waiver"),
        ("Date;Texte;Statut", "actions: decided_on text status"),
        ("Survenu le;Événement;Indicateur", "notes: noted_on text kpi"),
        ("Indicateur;Cible;Échéance;Fixée le", "targets: kpi target due_on set_on"),
    ],
)
def test_headings_of_french_departments(header: str, read_as: str):
    result = load(header)
    assert f"{result.table.name}: {' '.join(result.columns.values())}" == read_as
    assert result.unknown_columns == ()


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
    assert [table.name for table in recognise(["Dossier", "Intitulé", "Heures", "Narratif", "Salle"])] == ["matters"]


def test_an_exchange_rate_of_unknown_direction_is_no_table():
    assert recognise(["Devise", "Date", "Taux de change"]) == []


def test_identifiers_stay_text():
    result = load("firm_id;timekeeper_id;name\n 00042 ;1E5;007\n", "timekeepers")
    assert result.rows[0].values == {"firm_id": "00042", "timekeeper_id": "1E5", "name": "007", "level": None}


def test_unknown_columns_are_kept_and_told_once():
    result = load("matter_id;name;Couleur;Étage\nM1;a;rouge;\nM2;b;;3\n", "matters")
    assert [row.extra for row in result.rows] == [{"Couleur": "rouge"}, {"Étage": "3"}]
    assert result.unknown_columns == ("Couleur", "Étage")
    assert [(problem.kind.code, problem.seen) for problem in result.problems] == [("T_COL", "Couleur, Étage")]


def test_a_row_with_several_faults_is_set_aside_once_and_all_are_told():
    result = load("firm_id;invoice_number;invoice_date;net_amount\n;1;demain;douze\nF;2;2026-07-01;3\n", "invoices")
    assert codes(result) == [(2, "T_REQ")]
    assert [problem.kind.code for problem in result.problems] == ["T_DATE", "T_AMT"]
    assert [row.line for row in result.rows] == [3]
    assert result.set_aside[0].original == ";1;demain;douze"


def test_the_same_invoice_by_two_channels_is_no_contradiction():
    header = "firm_id;invoice_number;invoice_date;net_amount;channel;matter_id\n"
    cells = ("10;pdf;M", "10;platform;M", "10;pdf;N", "11;pdf;N")
    rows = "\n".join(f"F;1;2026-07-01;{rest}" for rest in cells)
    told = [(p.line, p.more["first"], p.seen) for p in load(header + rows).problems if p.kind.code == "T_KEY"]
    assert told == [(5, "4", "F · 1 · N")]


def test_two_like_opinions_on_one_day_are_two_answers():
    result = load("firm_id;answered_on;respondent_role;expertise\nF;2026-07-01;juriste;4\nF;2026-07-01;juriste;2\n")
    assert (column(result, "expertise"), result.problems) == ([4, 2], [])


CELLS = {
    "date": "2026-01-02",
    "amount": "12,5",
    "number": "3",
    "number or percentage": "5 %",
    "yes/no": "oui",
    "whole number": "3",
    "text": "x",
    "currency: EUR, USD…": "usd",
    "rate, 10 decimals at most": "0,92",
}


@ALL
def test_every_row_of_a_table_crosses_the_door_typed(table: Table):
    cells = [CELLS.get(item.cell.label.en) or next(iter(item.cell.words)) for item in table.columns.values()]
    result = load(";".join(table.columns) + "\n" + ";".join(cells), table.name)
    assert (codes(result), result.problems) == ([], [])
    values = result.rows[0].values
    assert list(values) == list(table.columns)
    assert all(isinstance(value, str | Decimal | dt.date | bool | int) for value in values.values())
    table.row.model_validate(values)
    with pytest.raises(ValueError, match="Extra inputs"):
        table.row.model_validate({**values, "surprise": 1})


@given(st.text(max_size=200), st.sampled_from(list(itertools.chain(TABLES))))
def test_no_text_under_good_headings_ever_raises_or_loses_a_line(text: str, name: str):
    sheet = from_csv(";".join(TABLES[name].columns) + "\n" + text)
    result = read(sheet, TABLES[name])
    assert len(result.rows) + len(result.set_aside) == len(sheet.rows) + len(sheet.set_aside)
