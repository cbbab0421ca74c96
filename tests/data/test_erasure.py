"""Erased means erased: no byte of it on the disk, in no table, original or frozen review; and no figure moves."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from data import erasure, reviews
from data.again import rejected
from data.backup import backup, restore
from data.erasure import Order, erase, kept_beside
from data.lines import lines_of, original
from data.originals import unpack
from data.store import Store, StoreError
from tests.data.ledger import PORTFOLIO, Books, bill
from tests.doorstep.conftest import ROOT

TODAY = dt.date(2026, 11, 22)
WHO = ("F-1042", "TK-ZAPHOD")
CELLS = {"keeper": "TK-ZAPHOD", "name": "Zaphodine, Élise"}
LEDGER = bill("Q1 M1 100.00 text=Relecture", **CELLS, worked="20260702", text="Note de Me Zaphodine sur le bail secret")
OLD = bill(
    "Q2 M2 70.00", **CELLS, date="20240131", start="20240101", worked="20240110",
    text="Entretien confidentiel avec ELISE ZAPHODINE", about="Litige confidentiel",
)  # fmt: skip
OTHER = bill("Q3 M2 55.00", firm="F-2", keeper="K9", name="Martin, Paul", text="Appel à elise  zaphodine, puis note")
BROKEN = bill("Q4 M1 12.00\nQ4 M1 10.00", **CELLS, text="Projet de Zaphodine pour un rachat").replace(
    "|10.00|", "|douze|"
)
TABLES = (
    (
        "firm_id;timekeeper_id;name;level;courriel\nF-1042;TK-ZAPHOD;Élise Zaphodine;partner;zaphodine@exemple.fr\n"
        "F-1042;T01;Anne Dubois;associate;\n"
    ),
    "firm_id;alias;timekeeper_id\nF-1042;E. ZAPHODINE;TK-ZAPHOD\n",
    "firm_id;hourly_rate;valid_from;timekeeper_id\nF-1042;80;2026-01-01;TK-ZAPHOD\n",
)
SURVEYS = (
    "firm_id;answered_on;respondent_role;expertise;comment\nF-1042;2024-02-01;DRH Zone Nord;3;Peu réactifs Zone\n"
    "F-1042;2026-09-04;Directrice Sud;4;Très bien\n"
)
SECRETS = ("zaphod", "confidentiel")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Books:
    """The books of every test, written once."""
    books = Books(tmp_path_factory.mktemp("erasure"))
    books.take(*PORTFOLIO.values())
    books.take(LEDGER, OLD, OTHER, BROKEN, *TABLES, SURVEYS)
    frozen = {"trails": {"x": [{"firm_id": "F-1042", "timekeeper_id": "TK-ZAPHOD", "matter": "Zaphodine Élise"}]}}
    plan = '{"facts": "Zaphodine, Élise"}'
    number = reviews.start(books.store, dt.date(2026, 7, 1), dt.date(2026, 9, 30), None, plan)
    reviews.freeze(books.store, number, zlib.compress(json.dumps(frozen).encode()))
    return books


@pytest.fixture(scope="module")
def before(made: Books) -> dict[str, Any]:
    """What was known before anything was erased."""
    return everything(made)


@pytest.fixture
def books(made: Books, tmp_path: Path) -> Books:
    copy = Books(tmp_path)
    copy.taken = made.taken
    shutil.copyfile(made.store.path, copy.store.path)  # nothing holds it, and it has no log beside it
    return copy


def found(folder: Path, *words: str) -> list[str]:
    """Name the files of a folder that hold one of the words, whatever its case, in UTF-8 or in UTF-16."""
    hidden = [word.encode(coding) for word in words for coding in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(one in path.read_bytes().lower() for one in hidden))


def held(books: Books, *words: str) -> list[str]:
    """Name what holds one of the words once read: tables, originals unpacked, books unpacked."""
    found = []
    with books.store.reading() as reader:
        for row in reader.rows("SELECT table_name AS name FROM duckdb_tables()"):
            rows = reader.con.execute(f"SELECT COLUMNS(*)::VARCHAR FROM {row['name']}").fetchall()
            found += [row["name"] for word in words if word in repr(rows).lower()]
        for row in reader.rows("SELECT * FROM originals WHERE part >= 0"):
            text = unpack(row["size"], row["bytes"]).decode().lower()
            found += ["originals" for word in words if word in text]
        for row in reader.rows("SELECT review_id FROM snapshots"):
            text = zlib.decompress(reviews.book(reader, row["review_id"]) or b"").decode().lower()
            found += ["books" for word in words if word in text]
    return sorted(set(found))


def everything(books: Books) -> dict[str, Any]:
    """Return every figure, and the hours, rates, levels and amounts of every line."""
    lines = "SELECT number, work_date, hours, rate, timekeeper_level, net, agreed_rate IS NULL FROM rated ORDER BY ALL"
    return books.figures() | {"lines": books.ask(lines), "people": books.ask(PEOPLE), "answers": books.ask(ANSWERS)}


PEOPLE = "SELECT count(DISTINCT timekeeper_id), firm_id FROM timekeeper_refs GROUP BY firm_id"
ANSWERS = "SELECT firm_id, answered_on, expertise FROM surveys ORDER BY ALL"


def test_a_person_is_erased_everywhere_and_no_figure_moves(books: Books, before: dict[str, Any]):
    assert found(books.folder, "zaphod") == ["books.duckdb"]
    told = erase(books.store, Order(person=WHO), today=TODAY)
    assert (told.counts["people"], told.counts["books"], told.counts["originals"]) == (1, 1, 7)
    assert found(books.folder, "zaphod") == []
    assert held(books, "zaphod") == []
    assert everything(books) == before
    assert books.differences() == []
    [(code, name, level)] = books.ask("SELECT timekeeper_id, name, level FROM ref_timekeepers WHERE level = 'partner'")
    assert code.startswith("P-")
    assert (name, level) == (code, "partner")
    assert books.ask("SELECT DISTINCT timekeeper_id FROM lines WHERE timekeeper_name = ?", code) == [(code,)]
    assert books.ask("SELECT narrative FROM lines WHERE timekeeper_name = 'Martin, Paul'") == [
        (f"Appel à {code}, puis note",)
    ]
    assert books.ask("SELECT name FROM ref_timekeepers WHERE level = 'associate'") == [("Anne Dubois",)]


def test_who_comes_back_gets_the_same_pseudonym(books: Books):
    erase(books.store, Order(person=WHO), today=TODAY)
    [(code,)] = books.ask("SELECT timekeeper_id FROM ref_timekeepers WHERE level = 'partner'")
    with pytest.raises(StoreError, match="has no timekeeper"):
        erase(books.store, Order(person=WHO), today=TODAY)
    books.take(bill("Q9 M1 20.00", **CELLS))
    erase(books.store, Order(person=WHO), today=TODAY)
    assert books.ask("SELECT timekeeper_id FROM lines JOIN bills USING (bill_id) WHERE number = 'Q9'") == [(code,)]
    assert held(books, "zaphod") == []


def test_narratives_before_a_day_are_erased_with_their_originals_and_the_lines_say_so(
    books: Books, before: dict[str, Any]
):
    told = erase(books.store, Order(narratives=dt.date(2025, 1, 1)), today=TODAY)
    assert told.counts["narratives"] == 2  # one line, and what its invoice is about
    assert found(books.folder, "confidentiel") == []
    assert held(books, "confidentiel") == []
    assert everything(books) == before
    assert books.differences() == []
    [(file_id, line)] = books.ask("SELECT file_id, line_no FROM lines WHERE net = 70")
    with books.store.reading() as reader:
        [document] = reader.rows("SELECT document_id FROM documents WHERE number = 'Q2'")
        assert lines_of(reader, [document["document_id"]])[0]["narrative"].startswith("[effacé · erased · ")
        assert original(reader, file_id, line) == "[original effacé le 2026-11-22 · original erased on 2026-11-22]"
    assert books.ask("SELECT narrative FROM lines WHERE net = 55") == [("Appel à elise  zaphodine, puis note",)]
    assert [file.status for file in books.take(OLD).files] == ["already imported"]


def test_narratives_that_differed_still_do(books: Books):
    """Two papers of one number that differ by their texts alone would else become one, and a figure would move."""
    [one, two] = (bill("Z1 M1 10.00", date="20240131", text=text) for text in ("Audience de mai", "Audience de juin"))
    books.take(one, two)
    assert erase(books.store, Order(narratives=dt.date(2025, 1, 1)), today=TODAY).counts["narratives"] >= 2
    assert len(books.ask("SELECT DISTINCT narrative FROM lines JOIN bills USING (bill_id) WHERE number = 'Z1'")) == 2


def test_comments_and_roles_before_a_day_are_erased_and_an_answer_sent_again_stays_one(
    books: Books, before: dict[str, Any]
):
    erase(books.store, Order(comments=dt.date(2025, 1, 1)), today=TODAY)
    assert held(books, "zone nord", "peu réactifs") == []
    assert held(books, "directrice sud") == ["ref_surveys"]  # its file went with the older answer
    assert books.ask(ANSWERS) == before["answers"]
    books.take(SURVEYS + "\n")
    erase(books.store, Order(comments=dt.date(2025, 1, 1)), today=TODAY)
    assert books.ask(ANSWERS) == before["answers"]


def test_a_rejected_file_goes_with_the_narratives_of_its_time(books: Books):
    books.take(b"LEDES1998B[]\r\nINVOICE_DATE|confidentiel[]\r\n20240101|confidentiel entretien[]\r\n")
    batch = books.ask("SELECT max(batch_id) FROM batches")[0][0]
    assert len(rejected(books.store, batch)) == 1
    erase(books.store, Order(narratives=TODAY + dt.timedelta(days=9999)), today=TODAY)
    with pytest.raises(StoreError, match="Nothing to try again"):
        rejected(books.store, batch)
    assert held(books, "confidentiel", "zaphodine sur") == []
    assert found(books.folder, "confidentiel") == []


def test_what_would_go_is_told_first_and_nothing_changes(books: Books):
    state = books.state()
    told = erase(books.store, Order(person=WHO), rehearse=True, today=TODAY)
    assert books.state() == state
    assert [path.name for path in books.folder.iterdir()] == ["books.duckdb"]
    assert told == erase(books.store, Order(person=WHO), today=TODAY)


def test_stores_kept_beside_are_named(books: Books):
    backup(books.store, books.folder / "copy.duckdb")
    kept = restore(books.store, books.folder / "copy.duckdb")
    assert kept is not None
    assert erase(books.store, Order(person=WHO), today=TODAY).beside == (kept, books.folder / "copy.duckdb")
    for one in kept_beside(books.store):
        erase(Store(one), Order(person=WHO), today=TODAY)
    assert found(books.folder, "zaphod") == []


def test_a_proof_says_how_many_and_when_and_never_whom(books: Books):
    told = erase(books.store, Order(person=WHO), today=TODAY)
    [(written,)] = books.ask("SELECT value FROM meta WHERE name = ?", erasure.PROOFS)
    [proof] = json.loads(written)
    assert (proof["on"], proof["person"]) == ("2026-11-22", True)
    assert proof["counts"] == {kind: n for kind, n in told.counts.items() if n}
    assert "zaphod" not in written.lower()


KILLED = """
import os, signal, sys
from pathlib import Path
from data import erasure
from data.erasure import Order, erase
from data.store import Store
step, when = sys.argv[2:4]
done = getattr(erasure, step)
def dying(*words):
    if when == "after":
        done(*words)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(erasure, step, dying)
erase(Store(Path(sys.argv[1])), Order(person=("F-1042", "TK-ZAPHOD")))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(("step", "when"), [("_taken_out", "after"), ("_rewritten", "after"), ("_put", "after")])
def test_killed_at_any_step_the_store_is_the_old_one_or_the_new_one(books: Books, step: str, when: str):
    state = books.state()
    killed = subprocess.run([sys.executable, "-c", KILLED, str(books.store.path), step, when], cwd=ROOT, check=False)
    assert killed.returncode == -9
    if step == "_put":
        assert held(books, "zaphod") == []
    else:
        assert books.state() == state
        erase(books.store, Order(person=WHO), today=TODAY)  # and at its next start it leaves nothing of the former one
    assert books.differences() == []
    assert found(books.folder, "zaphod") == []


def test_an_import_that_comes_in_meanwhile_is_not_lost(books: Books, monkeypatch: pytest.MonkeyPatch):
    rewritten, turns = erasure._rewritten, []

    def with_an_import(copy: Path, target: Path) -> None:
        rewritten(copy, target)
        if not turns:
            turns.append(books.take(bill("Q8 M1 33.00")))

    monkeypatch.setattr(erasure, "_rewritten", with_an_import)
    erase(books.store, Order(person=WHO), today=TODAY)
    assert books.ask("SELECT count(*) FROM bills WHERE number = 'Q8'") == [(1,)]
    assert found(books.folder, "zaphod") == []
