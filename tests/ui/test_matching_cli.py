"""`match` on the command line: what waits, and the words that settle it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.commands import answer, run
from tests.ui.test_matching_page import FILES, TRAP

WAITING = {
    "kind", "written", "firm_id", "name", "amount", "documents", "lines", "file", "line", "files", "known", "proposals",
}  # fmt: skip


@pytest.fixture
def books(tmp_path: Path) -> Path:
    path = tmp_path / "store.duckdb"
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, newline="", encoding="utf-8")
    assert run(path, "import", *(tmp_path / name for name in FILES)).exit_code == 0
    return path


def test_what_waits_in_json_is_sorted_by_amount_with_its_proposals(books: Path):
    found = answer(books, "match")["waiting"]
    assert [(one["kind"], one["written"], one["amount"]) for one in found] == [
        ("firm", "Dubois Associés SELARL", "16400.00"),
        ("timekeeper", "T01", "12000.00"),
        ("matter", "m12", "9000.00"),
        ("matter", "D-118", "7000.00"),
        ("firm", TRAP, "55.10"),
    ]
    assert all(set(one) == WAITING for one in found)
    assert found[0]["proposals"] == [
        {
            "id": "F-1", "name": "Dubois & Associés", "score": 100, "reason": "same",
            "words": "même nom, autrement écrit",
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "→ F-1  Dubois & Associés  100/100  même nom"), ("en", "100/100  same name")]
)
def test_what_waits_in_words(books: Path, lang: str, said: str):
    result = run(books, "match", lang=lang)
    assert (result.exit_code, said in result.stdout) == (0, True)


def test_each_kind_is_settled_then_nothing_of_it_waits(books: Path):
    settled = run(books, "match", "firm", "Dubois Associés SELARL", "F-1", lang="en")
    assert settled.stdout == "“Dubois Associés SELARL” is now “F-1”. To take it back: undo 2.\n"
    assert run(books, "match", "matter", "m12", "M-0012").exit_code == 0
    assert run(books, "match", "matter", "D-118", "M-13", "--firm", "ALPHA").exit_code == 0
    assert run(books, "match", "timekeeper", "ALPHA", "T01", "T01").exit_code == 0  # nobody else
    assert [one["amount"] for one in answer(books, "match")["waiting"]] == ["55.10"]
    assert run(books, "undo", "2").exit_code == 0
    assert [one["amount"] for one in answer(books, "match")["waiting"]] == ["16400.00", "55.10"]


def test_nothing_to_match_is_said(tmp_path: Path):
    (tmp_path / "f.csv").write_text("firm_id;name\nF-1;Dubois\n", encoding="utf-8")
    run(tmp_path / "s", "import", tmp_path / "f.csv")
    assert run(tmp_path / "s", "match", lang="en").stdout == (
        "Nothing to match.\n"
        "Tables not imported yet, without which nothing tells which names are known: matters, timekeepers.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("firm", "X", "NOPE"), "Il n'y a pas de cabinet « NOPE »"),
        (("frim", "X", "F-1"), "Il n'y a pas de commande « frim »"),
    ],
)
def test_what_is_wrong_is_refused_in_words(books: Path, words: tuple[str, ...], said: str):
    result = run(books, "match", *words)
    assert result.exit_code == 2
    assert said in result.stderr.replace("\u00a0", " ")


def test_without_a_store_there_is_nothing_to_match_with(tmp_path: Path):
    result = run(tmp_path / "none", "match")
    assert (result.exit_code, result.stderr.startswith("Il n'y a encore aucune donnée")) == (2, True)
