"""Figures from exported facts: on the command line, and in a dashboard with and without a store of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.facts.engine import ENGINE, FACTS
from data.facts.writing import export
from tests.data.ledger import Books, bill
from tests.ui.commands import SUMMER, answer, run
from tests.ui.reviewing import opened, read

MATTERS = "matter_id;name;matter_type\nM1;Bail Lyon;Immobilier\nM2;Divers;Conseil\n"
FIRMS = "firm_id;name\nF-1042;Cabinet Dubois\n"


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Two invoices of July: 100.00 on M1, 250.00 on M2."""
    books = Books(tmp_path)
    books.take(bill("A1 M1 100.00\nA2 M2 250.00"), MATTERS, FIRMS)
    export(books.store, tmp_path / "facts")
    return tmp_path / "facts"


@pytest.fixture
def store(facts: Path) -> Path:
    """The store that the facts come from."""
    return facts.with_name("books.duckdb")


def test_a_figure_of_facts_is_that_of_the_store(facts: Path, store: Path):
    nowhere = facts.with_name("nowhere.duckdb")
    asked = ("figure", "spend", *SUMMER, "--by", "matter_type")
    found = answer(nowhere, *asked, "--facts", facts)
    assert found == answer(store, *asked)
    assert [(group["key"], group["value"]) for group in found["groups"]] == [
        ("Conseil", "250.00"),
        ("Immobilier", "100.00"),
    ]
    every = answer(nowhere, "figure", "all", *SUMMER, "--engine", "duckdb", "--facts", facts)
    assert every == answer(store, "figure", "all", *SUMMER)
    assert not nowhere.exists()


def test_facts_are_written_once_and_told(facts: Path, store: Path):
    assert "existe déjà" in run(store, "facts", facts).stderr
    other = facts.with_name("other")
    told = run(store, "facts", other, lang="en")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"Facts exported: {other} (12 tables, ")
    nothing = run(facts.with_name("nowhere.duckdb"), "facts", facts.with_name("third"))
    assert (nothing.exit_code, "aucune donnée" in nothing.stderr) == (2, True)


def test_what_was_counted_is_listed_without_the_lines(facts: Path, store: Path):
    found = run(store, "lines", "spend", *SUMMER, "--facts", facts, "--json")
    assert "ne contiennent pas les lignes" in found.stderr
    assert found.stdout.count("document_id") == 2
    assert "file" in answer(store, "lines", "spend", *SUMMER)["rows"][0]
    assert "file" not in found.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--engine", "spark"], "Spark reads exported facts: give their folder"),
        (["--facts", "no such folder"], "is no readable export of facts"),
    ],
)
def test_what_cannot_be_asked_is_told(store: Path, words: list[str], said: str):
    found = run(store, "figure", "spend", *words, lang="en")
    assert (found.exit_code, said in found.stderr) == (2, True)


@pytest.fixture
def dashboard(place: Path, facts: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dashboard over the facts; its own store is not there unless a test puts it in its place."""
    monkeypatch.setenv(ENGINE, "duckdb")
    monkeypatch.setenv(FACTS, str(facts))
    return place


def test_without_a_store_figures_show_and_the_rest_is_told(dashboard: Path):
    app = opened("costs", period="2026-T3")
    assert "Chiffres calculés par DuckDB sur 1 export de faits" in read(app)
    assert "Il n'y a pas de base ici" in read(app)
    assert "175,00" in "".join(metric.value for metric in app.metric)  # (100 + 250) ÷ 2 matters
    assert app.multiselect(key="firm").options == ["F-1042"]
    assert not dashboard.exists()


def test_beside_a_store_lists_and_names_are_the_stores(dashboard: Path):
    other = _books(dashboard.parent / "apart")
    other.take(bill("Z1 M1 9.00"), FIRMS)
    other.store.path.rename(dashboard)
    app = opened("costs", "en", period="2026-T3")
    assert "Lists and lines come from the store of this computer." in read(app)
    assert "175.00" in "".join(metric.value for metric in app.metric)
    assert app.multiselect(key="firm").options == ["Cabinet Dubois"]
    quality = opened("quality", "en")
    assert not quality.error  # the store ties with itself, whatever the facts say


def behind_an_answer() -> None:
    from ui import sources  # noqa: PLC0415 — a page of its own
    from ui.view import looking  # noqa: PLC0415 — the same

    with looking() as view:
        sources.behind(view, {"source": "nord:3:12"}, "key")
        sources.behind(view, {"document_id": "F-1042/A1", "matter_id": "M1"}, "key")


@pytest.mark.usefixtures("dashboard")
def test_what_lies_in_another_store_is_told():
    app = AppTest.from_function(behind_an_answer, default_timeout=60).run()
    assert not app.exception
    assert ["Ce chiffre vient de faits" in caption.value for caption in app.caption] == [True, True]


def test_facts_that_are_not_there_are_a_sentence(dashboard: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(FACTS, str(dashboard.parent / "gone"))
    app = opened("costs", "en")
    assert "is no readable export of facts" in app.error[0].value


def test_figures_of_other_facts_are_not_those_remembered(dashboard: Path, monkeypatch: pytest.MonkeyPatch):
    before = opened("costs", "en", period="2026-T3").metric[0].value
    books = _books(dashboard.parent / "more")
    books.take(bill("A1 M1 100.00\nA2 M2 350.00"), MATTERS)
    export(books.store, dashboard.parent / "later")
    monkeypatch.setenv(FACTS, str(dashboard.parent / "later"))
    after = opened("costs", "en", period="2026-T3").metric[0].value
    assert ("175.00" in before, "225.00" in after) == (True, True)


def _books(folder: Path) -> Books:
    folder.mkdir()
    return Books(folder)
