"""The three pages of data: files dropped, checked, imported and taken back; totals that tie; definitions in words."""

import datetime as dt
import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data import checks, demo, listing, reference
from data.imports import check_files, import_files, sources
from data.store import REFERENCE_TABLES, Store
from kpi import catalogue
from kpi.model import Lang
from report import words
from report.catalogue import problems_markdown
from report.tables import to_csv, to_xlsx
from tests.doorstep.conftest import ROOT
from ui import definitions, drop, examples, gaps, problems
from ui import reference as offered
from ui.view import View

LANGUAGES = ("fr", "en")
NAMES = (
    "INVOICE_DATE|INVOICE_NUMBER|CLIENT_ID|LAW_FIRM_MATTER_ID|INVOICE_TOTAL|BILLING_START_DATE|BILLING_END_DATE"
    "|INVOICE_DESCRIPTION|LINE_ITEM_NUMBER|EXP/FEE/INV_ADJ_TYPE|LINE_ITEM_NUMBER_OF_UNITS|LINE_ITEM_ADJUSTMENT_AMOUNT"
    "|LINE_ITEM_TOTAL|LINE_ITEM_DATE|LINE_ITEM_TASK_CODE|LINE_ITEM_EXPENSE_CODE|LINE_ITEM_ACTIVITY_CODE|TIMEKEEPER_ID"
    "|LINE_ITEM_DESCRIPTION|LAW_FIRM_ID|LINE_ITEM_UNIT_COST|TIMEKEEPER_NAME|TIMEKEEPER_CLASSIFICATION|CLIENT_MATTER_ID[]"
)


def _line(number: str, item: int, amount: str, matter: str = "M1") -> str:
    return (
        f"20260715|{number}|C|LF-1|300|20260601|20260630|Honoraires|{item}|F|1|0|{amount}|20260610|L110||A101|TK1"
        f"|Analyse ![x](http://phone-home.invalid/a.png)|F1|100|Martin, Anne|PT|{matter}[]"
    )


UNREADABLE = _line("A1", 3, "à valider")
GOOD = "\n".join(["LEDES1998B[]", NAMES, _line("A1", 1, "100"), _line("A1", 2, "100"), ""])
DIRTY = "\n".join(["LEDES1998B[]", NAMES, _line("A1", 1, "100"), _line("A1", 2, "100", "M9"), UNREADABLE, ""])
MATTERS = "matter_id;name;matter_type\nM1;Brevet;Contentieux\n"
REGISTER = (
    "firm_id;invoice_number;invoice_date;net_amount;matter_id;channel;status\nF1;A1;15/07/2026;250;M1;ledes;\n"
    "F1;B2;16/07/2026;70;M1;;rejected\nF1;B3;17/07/2026;1000;M1;pdf;\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the dashboard looks for its store; nothing is there yet."""
    path = tmp_path / "store.duckdb"
    monkeypatch.setenv("BINOME_STORE", str(path))
    monkeypatch.chdir(ROOT)
    st.cache_data.clear()
    return path


@pytest.fixture
def small(place: Path) -> Store:
    """A store with a line set aside, an unknown matter, a register that differs, and a file that is none."""
    files = {"factures.txt": DIRTY, "dossiers.csv": MATTERS, "registre.csv": REGISTER, "note.txt": "Bonjour\n"}
    import_files(Store(place), [(name, text.encode()) for name, text in files.items()])
    return Store(place)


def opened(name: str, lang: str = "fr") -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=60)
    app.query_params["lang"] = lang
    return run(app.switch_page(f"../pages/{name}.py"))


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def read(app: AppTest) -> str:
    """Everything that the page says in sentences, whatever spaces stand in them."""
    kinds = (app.header, app.markdown, app.caption, app.info, app.warning, app.success, app.error)
    said = "\n".join(str(element.value) for kind in kinds for element in kind)
    return said.replace("\u202f", " ").replace("\u00a0", " ").replace("\\", "")


def column(app: AppTest, title: str) -> list[Any]:
    """The values of a column, in whichever table has it."""
    return [value for table in app.dataframe if title in table.value for value in table.value[title]]


def drop_files(app: AppTest, *files: tuple[str, str]) -> AppTest:
    app.file_uploader[0].set_value([(name, text.encode(), "text/plain") for name, text in files])
    return run(app)


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return run(app)


def search(app: AppTest, asked: str) -> AppTest:
    app.text_input(key="definition-search").input(asked)
    return run(app)


def batches(store: Path) -> list[dict[str, Any]]:
    with Store(store).reading() as reader:
        return listing.history(reader)


# Pages open, with and without data, in both languages


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_store_the_desk_is_open_and_the_definitions_are_there(place: Path, lang: Lang):
    desk = opened("imports", lang)
    assert ("Commencer par les fichiers LEDES" if lang == "fr" else "Start with the LEDES files") in read(desk)
    assert desk.button(key="import").disabled
    assert desk.button(key="check").disabled
    said = read(opened("definitions", lang))
    assert all(kpi.question(lang).replace("\u202f", " ").replace("\u00a0", " ") in said for kpi in catalogue().values())
    assert ("pas encore de données" if lang == "fr" else "no data yet") in read(opened("quality", lang))
    assert not place.exists()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_with_a_store_each_page_says_what_it_holds(lang: Lang):
    desk = opened("imports", lang)
    assert ("Historique des imports" if lang == "fr" else "Import history") in read(desk)
    assert "M9" not in read(desk)
    quality = opened("quality", lang)
    assert ("totaux se recoupent" if lang == "fr" else "totals tie to the cent") in read(quality)
    assert UNREADABLE.removesuffix("[]") in column(quality, {"fr": "Texte d'origine", "en": "Original text"}[lang])
    assert not opened("definitions", lang).error


def test_a_text_from_a_file_is_never_markdown(small: Store):
    with small.writing() as con:
        con.execute("UPDATE files SET name = '![x](http://phone-home.invalid/b.png)' WHERE name = 'factures.txt'")
    app = opened("quality")
    said = [str(element.value) for kind in (app.markdown, app.caption, app.header) for element in kind]
    assert not [text for text in said if "![x](" in text]


# Files dropped on the page


def test_a_dropped_file_is_imported_reported_and_taken_back(place: Path):
    app = drop_files(opened("imports"), ("lot/../../factures.txt", DIRTY), ("dossiers.csv", MATTERS))
    press(app, "import")
    assert "2 fichiers : 1 avec des lignes mises de côté, 1 sans rien à signaler. Import n° 1" in read(app)
    assert [file["name"] for file in batches(place)[0]["files"]] == ["dossiers.csv", "factures.txt"]
    assert any("à valider" in text for text in column(app, "Ce qui ne va pas"))
    assert not app.session_state["files-1"]  # the next drop is empty

    with Store(place).reading() as reader:
        app.session_state[f"imports-{reader.version}"] = {"selection": {"rows": [0], "columns": []}}
    run(app)
    press(app, "undo-1")
    assert batches(place)[0]["undone"] is False  # nothing is taken back before it is confirmed
    press(app, "undo-sure")
    assert "Import n° 1 annulé" in read(app)
    assert batches(place)[0]["undone"] is True


def test_a_check_says_the_same_and_stores_nothing(place: Path):
    app = drop_files(opened("imports", "en"), ("bills.txt", DIRTY))
    press(app, "check")
    assert "1 file: 1 with lines set aside. Readable: 1 invoice, 2 lines. Nothing was stored." in read(app)
    assert not place.exists()
    assert len(app.session_state["files-0"]) == 1  # still there, to be imported


def test_a_file_dropped_twice_counts_once(small: Store):
    app = drop_files(opened("imports"), ("autre nom.txt", DIRTY))
    press(app, "import")
    assert "1 fichier : 1 déjà importé. Rien de nouveau à enregistrer." in read(app)
    assert len(batches(small.path)) == 1


def test_the_currency_chosen_is_that_of_files_that_do_not_say_theirs(place: Path):
    app = drop_files(opened("imports"), ("factures.txt", GOOD))
    app.selectbox(key="currency").select("GBP")
    press(app, "import")
    with Store(place).reading() as reader:
        assert reader.value("SELECT DISTINCT currency FROM bills") == "GBP"


def test_a_dropped_file_is_never_run_as_code(place: Path):
    trap = f"open({str(place.with_name('run'))!r}, 'w').close()\n"
    app = drop_files(opened("imports"), ("click.py", trap), ("duckdb.py", trap + trap), ("factures.txt", GOOD))
    press(app, "import")
    assert "3 fichiers : 2 rejetés" in read(app)
    assert not place.with_name("run").exists()


def test_a_report_longer_than_a_pipe_comes_through(place: Path):
    lines = [_line(f"N{number}", 1, "300") for number in range(2000)]
    app = drop_files(opened("imports"), ("factures.txt", "\n".join(["LEDES1998B[]", NAMES, *lines])))
    press(app, "import")
    assert "Import n° 1 : 2 000 factures, 2 000 lignes." in read(app)
    assert place.exists()


def test_what_failed_is_said_in_words(small: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BINOME_WAIT", "0.1")
    app = drop_files(opened("imports"), ("factures.txt", GOOD))
    holder = duckdb.connect(str(small.path), read_only=True)
    try:
        press(app, "import")
    finally:
        holder.close()
    assert len(app.error) == 1
    assert len(batches(small.path)) == 1


def test_hidden_files_of_a_folder_are_left_alone_and_said(place: Path):
    app = opened("imports")
    app.file_uploader[1].set_value([
        ("lot/.git/config", b"x", "text/plain"), ("lot/factures.txt", GOOD.encode(), "text/plain"),
    ])  # fmt: skip
    run(app)
    assert "Fichiers cachés laissés de côté : lot/.git/config" in read(app)
    press(app, "import")
    assert [file["name"] for file in batches(place)[0]["files"]] == ["factures.txt"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\moi\\facture.txt", "facture.txt"),
        ("..", "_"),
        (".profile", "profile"),
        ("NUL.txt", "_NUL.txt"),
        ("a\x00b\n.csv", "a_b_.csv"),
        ("-rf", "-rf"),
        ("Élise.txt", "Élise.txt"),
        ("é" * 300 + ".txt", "é" * 75 + ".txt"),
    ],
)
def test_a_name_is_never_a_path(name: str, kept: str, tmp_path: Path):
    (safe,) = drop.safe_names([name])
    assert safe == kept
    (tmp_path / safe).write_bytes(b"")
    assert [path.name for path in tmp_path.iterdir()] == [safe]


def test_two_files_of_one_name_are_kept_apart():
    found = drop.safe_names(["a/f.txt", "b/F.txt", "c/f (2).txt", "d/f.txt"])
    assert found == ["f.txt", "F (2).txt", "f (2) (2).txt", "f (3).txt"]


def test_what_a_killed_dashboard_left_is_removed_after_a_day(place: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(place.parent))
    monkeypatch.setattr("tempfile.tempdir", str(place.parent))
    old, fresh = place.with_name("binome-drop-old"), place.with_name("binome-drop-fresh")
    for folder in (old, fresh):
        folder.mkdir()
    os.utime(old, (0, 0))
    app = drop_files(opened("imports"), ("factures.txt", GOOD))
    press(app, "check")
    assert [path.name for path in place.parent.glob("binome-drop-*")] == ["binome-drop-fresh"]


def test_a_backup_is_a_store(small: Store):
    press(opened("imports"), "backup")
    (copy,) = small.path.parent.glob("binome-sauvegarde-*.duckdb")
    with Store(copy).reading() as theirs, small.reading() as ours:
        assert listing.history(theirs) == listing.history(ours)


# The work behind the page


def _import(store: Path, file: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "import", str(file), "--json", "--store", str(store)],
        cwd=ROOT, env={**os.environ, **environment}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_progress_is_told_file_by_file(tmp_path: Path):
    folder = tmp_path / "lot"
    folder.mkdir()
    (folder / "1.txt").write_text(GOOD)
    (folder / "2.csv").write_text(MATTERS)
    _, told = _import(tmp_path / "s.duckdb", folder, BINOME_PROGRESS="1").communicate(timeout=60)
    steps = [json.loads(line) for line in told.splitlines()]
    assert (steps[0]["file"], steps[0]["done"]) == (0, 0)  # before anything is read
    assert list(dict.fromkeys((step["file"], step["files"], step["name"]) for step in steps[1:])) == [
        (1, 2, "1.txt"),
        (2, 2, "2.csv"),
        (2, 2, ""),
    ]
    assert steps[-1]["done"] == steps[-1]["total"] == len(GOOD.encode()) + len(MATTERS.encode())
    assert steps[-1]["lines"] == GOOD.count("|F|")
    _, told = _import(tmp_path / "t.duckdb", folder).communicate(timeout=60)
    assert told == ""


def test_work_that_nobody_waits_for_is_given_up(small: Store, tmp_path: Path):
    file = tmp_path / "bills.txt"
    file.write_text(GOOD.replace("|A1|", "|Z9|"))
    holder = duckdb.connect(str(small.path), read_only=True)  # the import has to wait for it
    try:
        child = _import(small.path, file, BINOME_PROGRESS="1", BINOME_LIFELINE="1")
        assert child.stderr is not None
        assert child.stdin is not None
        while json.loads(child.stderr.readline())["done"] < 1:
            pass
        child.stdin.close()
        child.wait(timeout=20)
    finally:
        holder.close()
    assert len(batches(small.path)) == 1
    assert not list(small.path.parent.glob("binome-*"))


# Quality


def test_imported_less_what_is_left_out_is_the_spend(small: Store):
    with small.reading() as reader:
        imported, left_out = listing.imported_total(reader), listing.left_out(reader)
        spend = View(str(small.path), reader, 1, 1).measure("spend", scope=offered.ALWAYS)
        assert [row["reason"] for row in left_out] == ["rejected"]
        assert [row["amount"] for row in listing.left_out_documents(reader, "rejected")] == [Decimal(70)]
        assert imported["amount"] - Decimal(70) == spend.value == Decimal(1200)
        assert listing.untied(reader) == []


def test_a_total_that_does_not_tie_is_shown_with_its_items(small: Store):
    con = duckdb.connect(str(small.path))
    con.execute("DELETE FROM originals WHERE sha256 = (SELECT sha256 FROM files WHERE name = 'registre.csv')")
    con.execute("UPDATE bills SET line_count = 7")
    con.close()
    app = opened("quality")
    assert "totaux sur" in app.error[0].value
    assert "✗" in column(app, "Se recoupe")
    items = column(app, "Fichier, facture ou document")
    assert sorted(items) == ["A1", "registre.csv"]


@pytest.mark.usefixtures("small")
def test_a_gap_opens_on_its_documents():
    app = opened("quality")
    place = list(listing.GAPS).index("unknown_matter")
    app.session_state["gap-list-1"] = {"selection": {"rows": [place], "columns": []}}
    run(app)
    assert "**Dossiers absents de la table** — à combler par : matters" in read(app)
    assert "M9" in column(app, "Dossier")


def test_every_gap_and_every_tie_has_its_words():
    assert list(gaps.WORDS) == list(listing.GAPS)


def test_the_sheet_to_return_holds_the_line_as_received(small: Store):
    with small.reading() as reader:
        view = View(str(small.path), reader, 1, 1)
        (file,) = (f for f in listing.history(reader)[0]["files"] if f["name"] == "factures.txt")
        (row,) = problems.return_sheet(problems.stored(view, file["file_id"], file["name"])).rows
    assert (row["line"], row["column"], row["seen"]) == (5, "LINE_ITEM_TOTAL", "à valider")
    assert row["original"] == UNREADABLE.removesuffix("[]")
    assert row["remedy"]


@pytest.mark.parametrize("code", problems.KINDS)
def test_every_problem_kept_by_the_store_can_be_told_again(code: str):
    row = {"code": code, "level": "error", "line_no": 1, "column_name": "X", "seen": "{seen} {x}", "more": "{}"}
    told = problems.retold(row)
    assert "{" not in (told.message + told.remedy).replace("{seen} {x}", "")


def test_a_check_tells_the_lines_set_aside_as_received(tmp_path: Path):
    (file,) = check_files(Store(tmp_path / "none.duckdb"), [("factures.txt", DIRTY.encode())]).files
    assert file.originals == {5: UNREADABLE.removesuffix("[]")}


# Reference tables


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The demo portfolio, which has rows in every reference table."""
    folder = tmp_path_factory.mktemp("portfolio")
    demo.write(folder / "demo", dt.date(2026, 11, 22))
    store = Store(folder / "store.duckdb")
    import_files(store, [(name, path) for name, path in sources([folder / "demo"]) if path.suffix in (".csv", ".xlsx")])
    return store


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_store_holds_of_a_table_can_be_imported_again(portfolio: Store, tmp_path: Path, lang: Lang):
    with portfolio.reading() as reader:
        every = {name: listing.table_rows(reader, name) for name in REFERENCE_TABLES}
    held = {name: rows for name, rows in every.items() if rows}
    assert every.keys() - held.keys() == {"matter_aliases", "timekeeper_aliases", "paper_choices"}  # nobody decided yet
    exports = []
    for place, (name, rows) in enumerate(held.items()):
        made = offered.content(reference.TABLES[name], rows)
        exports.append((name, to_csv(made, lang) if place % 2 else to_xlsx([made], lang, [])))
    again = Store(tmp_path / "again.duckdb")
    report = import_files(again, exports)
    assert [file.path for file in report.files if file.status != "imported" or file.lines_set_aside] == []
    with again.reading() as reader:
        for name, rows in held.items():
            assert _bare(listing.table_rows(reader, name)) == _bare(rows), name


def _bare(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "line_no"} for row in rows]


def test_the_next_table_is_the_one_most_figures_lack(place: Path):
    import_files(Store(place), [("factures.txt", GOOD.encode())])
    with Store(place).reading() as reader:
        missing = offered.lacking(View(str(place), reader, 1, 1))
    lacking = [kpi.compute for kpi in catalogue().values() if "invoices" in kpi.needs]
    assert next(iter(missing)) == "invoices"
    assert len(missing["invoices"]) >= len(lacking)
    assert "Registre des factures" in read(opened("imports"))


# Definitions


@pytest.mark.usefixtures("place")
def test_a_search_keeps_what_speaks_of_every_word():
    app = opened("definitions", "en")
    search(app, "Avocats panel")
    assert [header.value.replace("\\", "") for header in app.header] == ["Off-panel rate"]
    search(app, "zzz")
    assert not app.header


@pytest.mark.parametrize("kpi", catalogue().values(), ids=lambda kpi: kpi.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_example_shows_every_result_that_the_tests_expect(kpi: Any, lang: Lang, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(examples, "lang", lambda: lang)
    shown = examples.expected(kpi)
    assert len(shown.rows) == len(kpi.example.expected)
    for row, (asked, results) in zip(shown.rows, kpi.example.expected, strict=True):
        title = next(reading.title for reading in kpi.readings if reading.name == asked["reading"])
        assert str(row["reading"]).startswith(title(lang))
        assert all(row[name] for name in results)
        if "value" in results:
            assert row["value"] == words.show(results["value"], kpi.unit, lang)
    assert [column.key for column in shown.columns if column.title("fr") == column.key] in ([], ["n"])


def test_the_glossary_is_filled_in_both_languages():
    assert len({term(lang) for term, _ in definitions.GLOSSARY for lang in LANGUAGES}) >= len(definitions.GLOSSARY)


# The catalogue of problems


def test_the_catalogue_of_problems_is_in_step(tmp_path: Path):
    problems.write_catalogue(tmp_path)
    written = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert (tmp_path / "problems.md").read_text(encoding="utf-8") == written, "run: python -m ui.problems"
    for code in (*checks.KINDS, *reference.KINDS):
        assert written.count(f"| `{code}` |") == 1


def test_the_catalogue_shows_signs_as_they_are():
    page = problems_markdown({next(iter(definitions.GLOSSARY))[0]: [checks.KINDS["CELLS"]]})
    (row,) = [line for line in page.splitlines() if line.startswith("| `CELLS`")]
    assert "\\|" in row
    assert row.replace("\\|", "").count("|") == 4
    assert "`{seen}`" in row
