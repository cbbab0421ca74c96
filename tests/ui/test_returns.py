"""Back to the sender, and trying again: each firm hears of its own files, all of it, and nothing acts in a sheet."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from data.imports import import_files
from data.returns import retold, returned
from data.store import Store
from report.returns import sheet, written
from tests.data.ledger import Books, bill
from tests.data.ledger import rows as billing
from tests.hostile.builder import changed, ledes
from tests.ui.commands import answer, run

EVIL = "=HYPERLINK(A1)"
BAD = ledes(changed(billing("N1 M1 100.00\nN1 M1 50.00"), 1, total=EVIL, text="\u202egnp.exe"))
OTHER = bill("B1 M1 20.00 units=7", firm="F-2").partition("[]\r\n")[2].partition("[]\r\n")[2]
BOTH = bill("A1 M1 10.00 units=5") + OTHER


@pytest.fixture
def books(tmp_path: Path) -> Books:
    books = Books(tmp_path)
    files = {
        "firms.csv": "firm_id;name\nF-1042;Cabinet Dubois\nF-2;Miller\n",
        "juillet.txt": BAD,
        "deux.txt": BOTH,
        "note.txt": "Bonjour\n",
    }
    import_files(books.store, [(name, text.encode()) for name, text in files.items()])
    return books


def of_firms(books: Books) -> dict[str | None, list[tuple[str, str, int]]]:
    """Return what goes back to each firm: file, code, line."""
    with books.store.reading() as reader:
        found = returned(reader)
    firms = dict.fromkeys(row["firm_id"] for row in found)
    return {
        firm: [(row["file"], row["code"], row["line_no"]) for row in found if row["firm_id"] == firm] for firm in firms
    }


def test_each_firm_hears_of_its_own_files_the_worst_first(books: Books):
    found = of_firms(books)
    assert found["F-1042"][0] == ("juillet.txt", "AMT", 4)
    assert ("deux.txt", "LINE", 3) in found["F-1042"]
    assert [(file, line) for file, code, line in found["F-2"] if code == "LINE"] == [("deux.txt", 4)]
    assert ("note.txt", "FMT", 1) in found[None]


def test_what_goes_back_is_all_that_the_store_was_told_but_information(books: Books):
    (told,) = books.ask("SELECT count(*) FROM problems WHERE level <> 'info'")[0]
    (aside,) = books.ask("SELECT count(*) FROM set_aside")[0]
    assert sum(map(len, of_firms(books).values())) == told + aside
    assert aside == 1


def test_a_firm_is_not_asked_which_version_of_its_invoice_counts(books: Books):
    books.take(bill("N9 M1 100.00"))
    books.take(bill("N9 M1 120.00"))
    assert books.ask("SELECT count(*) FROM problems WHERE code = 'DUPI'") == [(1,)]
    assert "DUPI" not in {code for _, code, _ in of_firms(books)["F-1042"]}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_acts_in_a_sheet_and_every_word_is_there(books: Books, lang: str):
    with books.store.reading() as reader:
        rows = [
            {**row, **retold(row, lang).model_dump(exclude={"level"})}  # type: ignore[arg-type]
            for row in returned(reader)
            if row["firm_id"] == "F-1042"
        ]
    made = written("Cabinet Dubois", rows, lang)  # type: ignore[arg-type]
    cells = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig")), delimiter=";" if lang == "fr" else ","))
    first = dict(zip(cells[0], cells[1], strict=True))
    assert list(first.values())[:5] == [
        "juillet.txt",
        "4",
        "LINE_ITEM_TOTAL",
        f"'{EVIL}",
        "Ligne non lue" if lang == "fr" else "Line not read",
    ]
    assert all(cell for cell in list(first.values())[5:7])
    assert "\u202e" not in made["csv"].decode()
    with zipfile.ZipFile(io.BytesIO(made["xlsx"])) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert f"'{EVIL}" in book.read("xl/sharedStrings.xml").decode()
    assert len(sheet(rows, lang).rows) == len(rows) == len(cells) - 1  # type: ignore[arg-type]


def test_the_command_writes_a_sheet_for_each_firm(books: Books, tmp_path: Path):
    out = tmp_path / "sheets"
    result = run(books.store.path, "problems", "--out", out)
    assert result.exit_code == 0
    assert {path.name for path in out.iterdir()} == {
        f"retour-{name}.{ending}" for name in ("F-1042", "F-2", "non-reconnu") for ending in ("xlsx", "csv")
    }
    only = run(books.store.path, "problems", "--firm", "F-2", "--out", tmp_path / "one", lang="en")
    assert {path.name for path in (tmp_path / "one").iterdir()} == {"return-F-2.xlsx", "return-F-2.csv"}
    assert "Miller" in only.stdout
    assert run(books.store.path, "problems", "--firm", "F-9").exit_code == 2


def test_a_rejected_file_is_tried_again_from_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "large.txt"
    file.write_text(ledes(billing("N1 M1 100.00")).replace("Analyse", "x" * (2 << 20)))
    store = Store(tmp_path / "store.duckdb")
    monkeypatch.setenv("BINOME_MAX_LINE_MB", "1")
    (refused,) = answer(store.path, "import", file)["files"]
    assert refused["problems"][0]["code"] == "WIDE"
    file.unlink()
    monkeypatch.delenv("BINOME_MAX_LINE_MB")
    (read,) = answer(store.path, "import", "--again", "1.1")["files"]
    assert (read["path"], read["status"], read["lines_imported"]) == (str(file), "imported", 1)
    with store.reading() as reader:  # the file speaks by its last attempt
        assert "WIDE" not in {row["code"] for row in returned(reader)}


@pytest.mark.parametrize("words", [("import",), ("import", "x.txt", "--again", "1"), ("import", "--again", "one")])
def test_import_takes_files_or_a_number(books: Books, words: tuple[str, ...]):
    assert run(books.store.path, *words).exit_code == 2


def test_what_was_not_rejected_is_not_tried_again(books: Books):
    result = run(books.store.path, "import", "--again", "1.1")
    assert result.exit_code == 2
    assert "1.1" in result.stderr
