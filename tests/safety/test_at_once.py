"""Several at once: two tabs that import, the command line beside a dashboard, pages looked at meanwhile."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.imports import import_files
from data.report import ImportReport
from data.store import StoreError
from tests.data.ledger import Books, bill
from tests.safety.rounds import IMPORT, ROOT, Counting, cli, many_lines, program, rounds, sentence


def both_at_once(books: Books, *texts: str) -> list[ImportReport]:
    """Import files from two threads that start together, as the sessions of a dashboard are."""
    ready = threading.Barrier(len(texts))

    def take(place: int) -> ImportReport:
        ready.wait()
        return import_files(books.store, [(f"{place}.txt", texts[place].encode())])

    with ThreadPoolExecutor() as pool:
        return list(pool.map(take, range(len(texts))))


@rounds(4, 200)
def test_two_tabs_that_import_at_once_lose_and_double_nothing(books: Books, turns: int, record_property: Counting):
    kept = 0
    for turn in range(turns):
        same = turn % 2 == 0
        texts = [bill(f"{turn}A M1 1.00"), bill(f"{turn}A M1 1.00" if same else f"{turn}B M1 1.00")]
        reports = both_at_once(books, *texts)
        statuses = sorted(file.status for report in reports for file in report.files)
        assert statuses == (["already imported", "imported"] if same else ["imported", "imported"])
        kept += 1 if same else 2
        assert books.total() == kept
    assert books.differences() == []
    assert books.ask("SELECT count(*), count(DISTINCT sha256) FROM files") == [(kept, kept)]
    record_property("pairs of imports at once", turns)


@rounds(3, 50)
def test_the_command_line_imports_beside_a_dashboard(
    books: Books, turns: int, record_property: Counting, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BINOME_STORE", str(books.store.path))
    monkeypatch.chdir(ROOT)
    st.cache_data.clear()
    books.take(bill("N0 M1 100.00"))
    shown, pages = {euros(overview())}, 1
    for turn in range(1, turns + 1):
        (books.folder / f"{turn}.txt").write_text(bill(f"N{turn} M1 100.00"))
        importing = cli(books.store.path, "import", books.folder / f"{turn}.txt")
        while importing.poll() is None:
            shown.add(euros(overview()))
            pages += 1
        assert importing.returncode == 0, importing.communicate()
        assert euros(overview()) == f"{turn + 1}00,00€"
    assert shown <= {f"{n}00,00€" for n in range(1, turns + 2)}
    record_property("imports from the command line", turns)
    record_property("pages looked at meanwhile", pages + turns)


@rounds(1, 10)
def test_a_figure_is_the_old_or_the_new_one_never_between(books: Books, turns: int, record_property: Counting):
    books.take(bill("N0 M1 100.00"))
    looks, total = 0, Decimal(100)
    for turn in range(turns):
        (books.folder / f"{turn}").write_text(many_lines(f"{turn}-", 5_000))
        importing, seen = program(IMPORT, books.store.path, books.folder / f"{turn}"), set()
        while importing.poll() is None:
            seen.add(books.total())
            looks += 1
        assert importing.returncode == 0, importing.communicate()
        assert seen <= {total, total + 5_000}
        total += 5_000
        assert books.total() == total
    record_property("slow imports", turns)
    record_property("looks at the total meanwhile", looks)


def test_who_must_wait_too_long_is_told_in_words(books: Books, monkeypatch: pytest.MonkeyPatch):
    books.take(bill("N0 M1 100.00"))
    (books.folder / "1.txt").write_text(bill("N1 M1 1.00"))
    with books.store.reading():
        importing = cli(books.store.path, "import", books.folder / "1.txt", wait=0.2)
        said = importing.communicate()[1]
    assert importing.returncode == 2
    assert sentence(said), said
    with books.store.writing() as con:
        con.execute("DELETE FROM lines")
        monkeypatch.setenv("BINOME_WAIT", "0.2")
        with pytest.raises(StoreError) as refused:
            books.total()
        assert sentence(refused.value.text.fr)


def overview() -> AppTest:
    app = AppTest.from_file(str(Path(ROOT, "ui", "frame.py")), default_timeout=120)
    app.query_params["lang"], app.query_params["period"] = "fr", "2026-T3"
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def euros(app: AppTest) -> str:
    """Return the spend that the overview shows."""
    return "".join(next(metric.value for metric in app.metric if "pense" in metric.label).split())
