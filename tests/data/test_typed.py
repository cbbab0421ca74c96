"""What is typed in the dashboard: a file like any other, that moves no figure and is taken back like any other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data import follow_up, listing, typed
from data.apart.quarantine import Quarantine
from data.backup import backup, restore
from data.imports import undo
from data.opening import FileRead, opened
from data.originals import unpack
from data.reference import TABLES
from data.reference.cells import SHEET_ERRORS
from data.store import REVIEW_TABLES, StoreError
from kpi.model import Lang
from tests.data.ledger import BOTH, PORTFOLIO, Books, bill

DECIDED = dt.date(2026, 11, 24)
ACTION = {
    "decided_on": DECIDED,
    "text": "Demander un budget par phase ; relancer « avant l'audience »",
    "firm_id": "F-2",
    "owner": "legal",
    "due_on": dt.date(2027, 1, 31),
    "status": "open",
    "kpi": "budget_conformity",
}
TARGET = {"kpi": "spend", "target": Decimal("1.234"), "baseline": Decimal("-0.5"), "due_on": dt.date(2027, 3, 31)}
NOTE = {"noted_on": dt.date(2026, 3, 12), "text": "Hausse : dossier Alpha, audience du 12/03", "kpi": "spend"}


def actions(books: Books) -> list[tuple[str, str | None, str]]:
    with books.store.reading() as reader:
        return [(row["text"], row["firm_id"], row["status"]) for row in follow_up.actions(reader)]


def data_version(books: Books) -> int:
    with books.store.reading() as reader:
        return reader.data_version


def original(books: Books, batch: int) -> bytes:
    """Return the bytes of the one file of an import, as kept."""
    query = """SELECT o.size, o.bytes FROM originals AS o JOIN files AS f ON f.sha256 = o.sha256
        WHERE f.batch_id = $1 ORDER BY o.part"""
    with books.store.reading() as reader:
        return b"".join(unpack(row["size"], bytes(row["bytes"])) for row in reader.rows(query, [batch]))


def read_back(table: str, rows: list[dict[str, Any]], lang: Lang = "fr") -> tuple[list[dict[str, Any]], FileRead]:
    """Write rows as a typed file and read that file as an import does."""
    file = FileRead(0, "typed.csv")
    opened(file, typed._file(TABLES[table], rows, lang), Quarantine())
    return [row for name, found in file.tables for row in found if name == table], file


# --- A file like any other ---------------------------------------------------------------------------


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize(("table", "row"), [("actions", ACTION), ("targets", TARGET), ("notes", NOTE)])
def test_a_typed_row_is_kept_with_its_file_and_its_import(books: Books, lang: Lang, table: str, row: dict[str, Any]):
    batch = typed.record(books.store, table, [row], lang)
    [found] = books.ask(f"SELECT {', '.join(row)} FROM ref_{table}")
    assert found == tuple(row.values())
    with books.store.reading() as reader:
        [told] = listing.history(reader)
    assert (told["batch"], told["source"], told["undone"]) == (batch, "typed", False)
    [file] = told["files"]
    assert (file["name"], file["format"], file["status"], file["lines"], file["set_aside"]) == (
        {"fr": f"saisie-{table}.csv", "en": f"typed-{table}.csv"}[lang], table, "imported", 1, 0,
    )  # fmt: skip
    assert books.ask("SELECT count(*) FROM problems") == [(0,)]
    assert books.differences() == []
    assert original(books, batch).decode("utf-8-sig").splitlines()[1].split(";")[0] == (
        next(iter(TABLES[table].columns)) if lang == "en" else next(iter(TABLES[table].columns.values())).known_as[0]
    )


def test_several_rows_are_one_import(books: Books):
    typed.record(books.store, "actions", [ACTION, ACTION | {"text": "Une autre"}])
    assert books.ask("SELECT count(*) FROM files") == [(1,)]
    assert [text for text, *_ in actions(books)] == [ACTION["text"], "Une autre"]


def test_a_status_changes_by_writing_the_action_again_and_undo_brings_it_back(books: Books):
    batches = [
        typed.record(books.store, "actions", [ACTION | {"status": status}]) for status in ("open", "done", "open")
    ]
    assert actions(books) == [(ACTION["text"], "F-2", "open")]
    undo(books.store, batches[2])
    assert actions(books) == [(ACTION["text"], "F-2", "done")]
    undo(books.store, batches[1])
    assert actions(books) == [(ACTION["text"], "F-2", "open")]
    undo(books.store, batches[0])
    assert actions(books) == []
    assert books.ask("SELECT count(*) FROM originals") == [(0,)]


def test_what_was_undone_can_be_imported_again_from_its_file(books: Books):
    batch = typed.record(books.store, "notes", [NOTE])
    data = original(books, batch)
    undo(books.store, batch)
    assert books.ask("FROM ref_notes") == []
    report = books.take(data)
    assert [(file.status, file.format, file.lines_set_aside) for file in report.files] == [("imported", "notes", 0)]
    assert books.ask("SELECT noted_on, text, kpi FROM notes") == [tuple(NOTE.values())]


def test_a_firm_by_another_name_is_the_same_action(books: Books):
    books.take("firm_id;name\nF-2;Miller\n", "alias;firm_id\nMiller LLP;F-2\n")
    books.take("decided_on;text;firm_id;status\n2026-11-24;Revoir le tarif;Miller LLP;open\n")
    typed.record(
        books.store,
        "actions",
        [{"decided_on": DECIDED, "text": "Revoir le tarif", "firm_id": "F-2", "status": "dropped"}],
    )
    assert actions(books) == [("Revoir le tarif", "F-2", "dropped")]


def test_a_target_written_again_replaces_the_former(books: Books):
    for value in ("0.80", "0.85"):
        typed.record(books.store, "targets", [TARGET | {"target": Decimal(value), "set_on": DECIDED}])
    with books.store.reading() as reader:
        assert [(row["target"], row["set_on"]) for row in follow_up.targets(reader)] == [(Decimal("0.85"), DECIDED)]


# --- It moves no figure ------------------------------------------------------------------------------


def test_typing_rebuilds_nothing_and_leaves_figures_alone(books: Books):
    books.take(*PORTFOLIO.values())
    figures, version, data = books.figures(), books.version(), data_version(books)
    with books.store.writing(derive=False) as con:
        con.execute("UPDATE spend SET number = 'as it was left'")  # a rebuild would write it anew
    for table, row in (("actions", ACTION), ("targets", TARGET), ("notes", NOTE)):
        undo(books.store, typed.record(books.store, table, [row]))
        typed.record(books.store, table, [row])
    books.take("decided_on;text\n2026-11-24;Depuis un fichier\n")
    assert books.ask("SELECT DISTINCT number FROM spend") == [("as it was left",)]
    assert (books.version(), data_version(books)) == (version + 11, data)
    assert books.figures() == figures


def test_nothing_derived_reads_what_is_typed(books: Books):
    books.take(*PORTFOLIO.values())
    for table, row in (("actions", ACTION), ("targets", TARGET), ("notes", NOTE)):
        typed.record(books.store, table, [row])
    before, figures = books.state(), books.figures()
    with books.store.writing():
        pass  # rebuilds all
    assert (books.state(), books.figures()) == (before, figures)


def test_a_file_with_lines_and_actions_is_derived_as_ever(books: Books):
    data = data_version_after(books, bill("N1 M1 100.00"), "decided_on;text\n2026-11-24;Relancer\n")
    assert books.total() == Decimal("100.00")
    undo(books.store, 1)
    assert (books.total(), data_version(books)) == (Decimal(0), data + 1)


def data_version_after(books: Books, *files: str) -> int:
    books.take(*files)
    return data_version(books)


def test_typing_makes_the_data_no_fresher(books: Books):
    typed.record(books.store, "notes", [NOTE])
    with books.store.reading() as reader:
        assert listing.freshness(reader)["imported_on"] is None
    books.take(bill("N1 M1 100.00"))
    with books.store.reading() as reader:
        assert listing.freshness(reader)["imported_on"] == dt.datetime.now(dt.UTC).date()


def test_before_or_after_the_imports_is_the_same(books: Books, tmp_path_factory: pytest.TempPathFactory):
    other = Books(tmp_path_factory.mktemp("other"))
    for target, first in ((books, True), (other, False)):
        if not first:
            target.take(*PORTFOLIO.values())
        typed.record(target.store, "actions", [ACTION])
        typed.record(target.store, "actions", [ACTION | {"status": "done"}])
        if first:
            target.take(*PORTFOLIO.values())
    assert actions(books) == actions(other) == [(ACTION["text"], "F-2", "done")]
    assert books.figures() == other.figures()


def test_typed_rows_survive_backup_and_restore(books: Books):
    books.take(*PORTFOLIO.values())
    typed.record(books.store, "actions", [ACTION])
    backup(books.store, books.folder / "copy")
    last = typed.record(books.store, "actions", [ACTION | {"status": "done"}])
    restore(books.store, books.folder / "copy")
    assert actions(books) == [(ACTION["text"], "F-2", "open")]
    assert typed.record(books.store, "actions", [ACTION | {"status": "dropped"}]) == last
    assert actions(books) == [(ACTION["text"], "F-2", "dropped")]


# --- What is refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "said"),
    [
        ("actions", ACTION | {"text": "  "}, "The column “text” is empty"),
        ("actions", {"text": "Sans date"}, "The column “decided_on” is empty"),
        ("actions", ACTION | {"status": "perhaps"}, "“perhaps” is not a known value"),
        ("targets", TARGET | {"due_on": "one day"}, "“one day” is not a date"),
        ("targets", TARGET | {"target": "much"}, "“much” is not a number"),
        ("targets", TARGET | {"target": Decimal("1e12")}, "has more than 12 digits"),
    ],
)
def test_a_row_that_lacks_something_is_refused_in_words(books: Books, table: str, row: dict[str, Any], said: str):
    books.take(bill("N1 M1 100.00"))
    before = books.state(), books.version()
    with pytest.raises(StoreError, match=said):
        typed.record(books.store, table, [row, row], "en")
    assert (books.state(), books.version()) == before


@pytest.mark.parametrize(
    ("table", "rows"),
    [("budgets", [{"matter_id": "M1"}]), ("actions", []), ("actions", [ACTION | {"priority": "high"}])],
)
def test_what_no_form_can_send_is_an_error_of_the_program(books: Books, table: str, rows: list[dict[str, Any]]):
    with pytest.raises(
        ValueError, match=r"only rows of actions, notes, paper_choices, targets are typed|has no column priority"
    ):
        typed.record(books.store, table, rows)
    assert not books.store.exists


# --- Nothing is altered on the way -------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).filter(str.strip)


@given(WORDS, st.sampled_from(BOTH))
@example("a;b,c\td|e", "fr")
@example('"Oui", dit-elle', "fr")
@example("deux\nlignes", "en")
@example("=1+1", "en")
@example("text;noted_on", "en")
def test_a_text_comes_back_as_it_was_typed_or_not_at_all(text: str, lang: Lang):
    rows, file = read_back("notes", [NOTE | {"text": text}], lang)
    if text.strip() in SHEET_ERRORS:
        assert (rows, len(file.set_aside)) == ([], 1)
    else:
        assert [row["text"] for row in rows] == [text.strip()]


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=6), st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)))
@example(Decimal("1.234"), DECIDED)
@example(Decimal(1234), dt.date(2026, 2, 3))
def test_numbers_and_days_read_one_way_only(value: Decimal, day: dt.date):
    rows, _ = read_back("targets", [TARGET | {"target": value, "set_on": day}])
    assert [(row["target"], row["set_on"]) for row in rows] == [(value, day)]


def test_only_what_reviews_write_is_typed():
    assert set(TABLES) >= REVIEW_TABLES
