"""What the command line refuses, and the sentence that says why, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.ledger import bill
from tests.ui.commands import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one invoice; no refusal may touch it."""
    folder = tmp_path_factory.mktemp("store")
    (folder / "first.txt").write_text(bill("N1 M1 100.00"))
    assert run(folder / "books.duckdb", "import", folder / "first.txt").exit_code == 0
    return folder / "books.duckdb"


# the words; the beginning of the sentence in French, in English
REFUSED = [
    ("nonsense", "Il n'y a pas de commande «\u00a0nonsense\u00a0»", "There is no command “nonsense”. Commands: import"),
    (
        "figure odd",
        "Il n'y a pas de chiffre «\u00a0odd\u00a0». Chiffres\u00a0: spend",
        "There is no figure “odd”. Figures: spend",
    ),
    (
        "figure spend --reading odd",
        "«\u00a0odd\u00a0» n'est pas une lecture de spend",
        "“odd” is no reading of spend. Rea",
    ),
    (
        "figure spend --by odd",
        "«\u00a0odd\u00a0» n'est pas une dimension",
        "“odd” is no dimension of this figure. Dimensions: ",
    ),
    ("figure spend --where odd=1", "«\u00a0odd\u00a0» n'est pas une dimension", "“odd” is no dimension"),
    (
        "figure spend --period 2026-T5",
        "«\u00a02026-T5\u00a0» n'est pas une période\u00a0: écrire",
        "“2026-T5” is no period: write",
    ),
    ("figure spend --from 2026-02-01 --to 2026-01-01", "La période finit (2026-01-01)", "The period ends (2026-01-01)"),
    ("figure spend --by quarter --by month", "Un trimestre ou un mois se choisit", "A quarter or a month is chosen"),
    ("figure budget_conformity --tolerance 5", "«\u00a05\u00a0» n'est pas une tolérance", "“5” is no tolerance"),
    ("figure budget_conformity --tolerance x", "«\u00a0x\u00a0» n'est pas une tolérance", "“x” is no tolerance"),
    ("lines all", "Les lignes se demandent pour un seul chiffre.", "Lines are asked for one figure at a time."),
    ("undo last", "«\u00a0last\u00a0» n'est pas un numéro d'import.", "“last” is no import number."),
    ("undo 9", "Il n'y a pas d'import 9 à annuler.", "There is no import 9 to undo."),
    ("import no/such/file", "Il n'y a pas de fichier no/such/file.", "There is no file no/such/file."),
    ("check LICENSE --currency EURO", "«\u00a0EURO\u00a0» n'est pas un code de devise", "“EURO” is no currency code"),
    (
        "restore LICENSE",
        "Le fichier LICENSE ne peut pas être lu comme une base",
        "The file LICENSE cannot be read as a Bin",
    ),
]


@pytest.mark.parametrize(("words", "fr", "en"), REFUSED, ids=[words for words, *_ in REFUSED])
def test_a_refusal_says_why_in_both_languages(
    store: Path, monkeypatch: pytest.MonkeyPatch, words: str, fr: str, en: str
):
    monkeypatch.chdir(ROOT)
    before = store.read_bytes()
    for lang, said in (("fr", fr), ("en", en)):
        result = run(store, *words.split(), lang=lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(said)
    assert store.read_bytes() == before


@pytest.mark.parametrize("words", ["figure spend", "lines spend", "imports", "verify", "undo 1", "backup copy"])
def test_before_anything_is_imported(tmp_path: Path, words: str):
    for lang, said in (("fr", "Il n'y a "), ("en", "There is no")):
        result = run(tmp_path / "books.duckdb", *words.split(), lang=lang)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(said)
    assert list(tmp_path.iterdir()) == []
