"""About a hundred files made to harm, or harmed on their way: each gets its sentence, and nothing else is touched."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.imports import check_files, import_files
from data.report import FileReport
from data.store import Store
from tests.data.ledger import Books, bill
from tests.hostile.damaged import CASES

KEPT = {"files", "originals", "problems", "set_aside"}
"""Where a rejected file is kept with its reasons; no figure reads them."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[FileReport]]:
    """Read all of them in one go: whatever one does to the process, the next ones meet."""
    store = Store(tmp_path_factory.mktemp("none") / "none.duckdb")
    files = [(f"{n}/{case.name}", case.data) for n, case in enumerate(CASES.values())]
    found: dict[str, list[FileReport]] = {name: [] for name in CASES}
    for file in check_files(store, files).files:
        found[[*CASES][int(file.path.partition("/")[0])]].append(file)
    return found


@pytest.mark.parametrize("name", CASES)
def test_it_gets_its_sentence(told: dict[str, list[FileReport]], name: str):
    case, files = CASES[name], told[name]
    codes = {problem.code for file in files for problem in file.problems}
    read = [file for file in files if file.status == "imported"]
    assert case.codes <= codes
    assert (sum(file.lines_imported for file in read) if read else None) == case.lines
    assert sum(file.lines_set_aside for file in files) == case.aside
    for file in files:
        for problem in file.problems:
            assert problem.message
            assert problem.remedy
            assert not re.search(r"\{(?!seen\}|column\}|0\})\w*\}", problem.message + problem.remedy)
    for file in read:
        assert file.lines_read == file.lines_imported + file.lines_set_aside


def test_a_rejected_file_changes_nothing_but_the_list_of_files(tmp_path: Path):
    books = Books(tmp_path)
    books.take(bill("Z1 M1 10.00"), "matter_id;name\nM1;Bail\n")
    before, total = books.state(), books.total()
    refused = [(f"{n}/{case.name}", case.data) for n, case in enumerate(CASES.values()) if case.lines is None]
    report = import_files(books.store, refused)
    assert {file.status for file in report.files} <= {"rejected", "already imported"}
    after = books.state()
    assert {table for table in before if before[table] != after[table]} <= KEPT
    assert books.total() == total
    assert books.differences() == []
