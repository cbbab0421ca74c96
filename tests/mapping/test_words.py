"""The word `mapping` of the command line: proposed, saved, used, listed, deleted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.mapping.extracts import DETAIL, SAP
from tests.ui.commands import SUMMER, answer, run


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "sap.txt").write_text(SAP, encoding="cp1252", newline="")
    (tmp_path / "detail.csv").write_text(DETAIL, encoding="utf-8", newline="")
    return tmp_path


def saved(place: Path, file: str = "sap.txt", name: str = "SAP") -> Path:
    store, out = place / "s.duckdb", place / f"{name}.json"
    assert run(store, "mapping", "propose", place / file, "--name", name, "--out", out).exit_code == 0
    assert run(store, "mapping", "save", out).exit_code == 0
    return store


def test_from_an_extract_to_a_figure(place: Path):
    store = saved(place)
    report = answer(store, "import", place / "sap.txt")
    (file,) = report["files"]
    assert (file["format"], file["lines_imported"], file["lines_set_aside"]) == ("invoices", 2, 1)
    assert answer(store, "figure", "spend", *SUMMER)["value"] == "900.00"  # 1000 - 100, without VAT
    assert run(store, "undo", report["batch"]).exit_code == 0
    assert answer(store, "figure", "spend", *SUMMER)["value"] == "0"


def test_check_reads_as_import_and_stores_nothing(place: Path):
    store = saved(place)
    (file,) = answer(store, "check", place / "sap.txt", "--mapping", "SAP")["files"]
    assert (file["status"], file["lines_imported"]) == ("imported", 2)
    assert answer(store, "imports") == {"imports": []}


def test_lists_and_shows_what_is_saved(place: Path):
    store = saved(place)
    run(store, "import", place / "sap.txt")
    (one,) = answer(store, "mapping", "list")["mappings"]
    assert {"name", "target", "saved_at", "files"} == {*one}
    assert (one["name"], one["target"], one["files"]) == ("SAP", "invoices", 1)
    shown = answer(store, "mapping", "show", "SAP")
    assert {*shown} == {
        "name", "target", "header", "columns", "constants", "encoding", "separator", "decimal", "dates", "basis",
        "vat_rate", "sign", "values", "accounts", "several_rows",
    }  # fmt: skip
    assert shown["columns"]["amount"] == "WRBTR"
    assert "  WRBTR → Montant\n" in run(store, "mapping", "show", "SAP").stdout
    assert "  WRBTR → Amount\n" in run(store, "mapping", "show", "SAP", lang="en").stdout


def test_a_mapping_goes_from_one_store_to_another(place: Path):
    text = run(saved(place), "mapping", "show", "SAP", "--json").stdout
    (place / "handed.json").write_text(text, encoding="utf-8")
    other = place / "other.duckdb"
    assert "enregistrée" in run(other, "mapping", "save", place / "handed.json").stdout
    assert "remplacée" in run(other, "mapping", "save", place / "handed.json").stdout
    assert answer(other, "mapping", "show", "SAP") == json.loads(text)


def test_a_deleted_mapping_reads_nothing_more_and_what_it_read_stays(place: Path):
    store = saved(place)
    run(store, "import", place / "sap.txt")
    assert run(store, "mapping", "delete", "SAP").exit_code == 0
    assert answer(store, "figure", "spend", *SUMMER)["value"] == "900.00"
    assert run(store, "mapping", "list", lang="en").stdout == "No mapping is saved.\n"


def test_a_proposal_in_json_says_what_it_rests_on(place: Path):
    found = answer(place / "s.duckdb", "mapping", "propose", place / "detail.csv")
    assert found["mapping"]["target"] == "lines"
    assert found["totals"]["file"] == {"rows": 2, "amount": "884.60", "unread": 0}
    assert found["totals"]["imported"] == found["totals"]["file"]
    assert {"encoding", "separator", "header_line", "columns", "reasons", "undecided", "missing"} < {*found}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import", "{sap}", "--mapping", "Nope"), "There is no mapping “Nope”. Mappings: –."),
        (("mapping", "show", "Nope"), "There is no mapping “Nope”. Mappings: –."),
        (("mapping", "delete", "Nope"), "There is no mapping “Nope”. Mappings: –."),
        (("mapping", "save", "{sap}"), "This is no mapping that can be read"),
        (("mapping", "save", "{sap}.nope"), "cannot be opened"),
        (("mapping", "propose", "{sap}.nope"), "cannot be opened"),
        (("mapping", "propose", "{note}"), "This file is no table: no line of headings"),
        (("mapping", "frobnicate"), "There is no command “frobnicate”"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_done(place: Path, words: tuple[str, ...], said: str):
    (place / "note.txt").write_text("Bonjour\n")
    filled = [word.format(sap=place / "sap.txt", note=place / "note.txt") for word in words]
    result = run(place / "s.duckdb", *filled, lang="en")
    assert (result.exit_code, said in result.stderr) == (2, True)
