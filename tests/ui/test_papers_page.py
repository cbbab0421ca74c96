"""Papers of an invoice, on the page and on the command line: without data, on the demo, on a ledger of few papers."""

import shutil
from pathlib import Path

import pytest

from data.imports import import_files
from data.store import Store
from tests.data.ledger import bill
from tests.formats.paper import ubl
from tests.ui.commands import answer, run
from tests.ui.test_data_pages import column, opened, press, read
from tests.ui.test_data_pages import run as again

LANGUAGES = ("fr", "en")
FILES = {
    "firms.csv": "firm_id;name\nF-1042;Cabinet Dubois\n",
    "juillet.txt": bill("FA-1 M1 500.00\nFA-3 M2 300.00\nX-9 M2 350.00"),
    "FA-1.xml": ubl(),
    "corrige.txt": bill("FA-3 M2 350.00"),
    "registre.csv": "firm_id;invoice_number;invoice_date;net_amount;kind;corrects\n"
    "F-1042;AV-1;2026-07-31;900;credit_note;FA-1\n",
}


@pytest.fixture
def books(place: Path) -> Store:
    """FA-1: LEDES 500, UBL 580. FA-3: 300, then 350. X-9: 350, like FA-3. AV-1: a credit of 900 on FA-1."""
    for name, text in FILES.items():
        import_files(Store(place), [(name, text.encode())])
    return Store(place)


def spend(store: Store) -> str:
    found: str = answer(store.path, "figure", "spend", "--period", "2026-T3")["value"]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_data_the_page_says_how_to_begin(place: Path, lang: str):
    assert ("pas encore de données" if lang == "fr" else "no data yet") in read(opened("papers", lang))
    assert not place.exists()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_the_demo_every_list_is_drawn(place: Path, large: Path, lang: str):
    shutil.copy(large, place)
    said = read(opened("papers", lang))
    assert ("Quelle version compte" if lang == "fr" else "Which version counts") in said
    assert ("24 avoirs" if lang == "fr" else "24 credit notes") in said


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_papers_say_is_listed(lang: str):
    app = opened("papers", lang)
    assert "FA-3" in column(app, {"fr": "N° de facture", "en": "Invoice no."}[lang])
    assert {"fr": "580,00", "en": "580.00"}[lang] in column(
        app, {"fr": "Valeur de l'autre", "en": "Value of the other"}[lang]
    )
    assert {"fr": "Plus grand que sa facture", "en": "Larger than its invoice"}[lang] in column(
        app, {"fr": "Situation", "en": "State"}[lang]
    )


def test_a_version_is_kept_by_a_button_and_the_decision_is_listed(books: Store):
    app = opened("papers")
    assert spend(books) == "300.00"  # 500 + 350 + 350 - 900
    (older,) = [button.key for button in app.button if button.key.endswith("-keep-1") and "versions" in button.key]
    app = press(app, older)
    assert "Aucun choix en attente" in read(app)
    assert column(app, "Décision") == ["Une seule facture : la première compte".replace(" :", "\u00a0:")]
    assert spend(books) == "250.00"


def test_an_invoice_is_found_by_a_part_of_its_number(books: Store):
    app = opened("papers")
    app.text_input(key="papers-number").input("fa1")
    app = again(app)
    assert column(app, "Pièce")[-2:] == ["LEDES 1998B", "UBL"]
    assert books.exists


def test_words_of_the_command_line(books: Store):
    found = answer(books.path, "papers")
    assert [len(rows) for rows in found.values()] == [1, 1, 1, 0, 1]
    assert [(p["format"], p["role"], p["net"]) for p in answer(books.path, "papers", "FA1")["papers"]] == [
        ("LEDES1998B", "counts", "500.00"), ("UBL", "other_paper", "580.00"),
    ]  # fmt: skip
    assert "FA-3" in run(books.path, "papers").stdout
    assert run(books.path, "papers", "keep", "FA-3").exit_code == 0
    assert spend(books) == "250.00"
    assert run(books.path, "papers", "replace", "FA-3").exit_code == 0
    assert spend(books) == "300.00"
    assert run(books.path, "papers", "keep", "FA-1", "--file", "FA-1.xml").exit_code == 0
    assert spend(books) == "380.00"
    assert run(books.path, "papers", "same", "FA-3", "X-9").exit_code == 0
    assert spend(books) == "30.00"
    assert run(books.path, "papers", "distinct", "FA-3", "X-9").exit_code == 0
    assert spend(books) == "380.00"
    assert answer(books.path, "papers")["look_alikes"] == []
    assert run(books.path, "undo", "8").exit_code == 0  # FA-1: back to its LEDES lines
    assert spend(books) == "300.00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("keep", "ZZ"), "Aucune facture ne porte le numéro"),
        (("keep", "X-9"), "il n'y a rien à choisir"),
        (("keep", "FA-1"), "par --file"),
        (("keep",), "demande 1 numéro"),
        (("FA-1", "FA-3"), "Un seul numéro à la fois"),
    ],
)
def test_what_cannot_be_decided_is_said(books: Store, words: tuple[str, ...], said: str):
    result = run(books.path, "papers", *words)
    assert (result.exit_code, said in result.stderr.replace("\u00a0", " ")) == (2, True)
