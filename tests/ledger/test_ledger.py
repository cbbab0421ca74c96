"""The ledger keeps its word: every promise has its place on the page, every test it names is there, none is assumed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.ledger.page import page
from tests.ledger.registry import IDS, ROOT, Property, Registry, load
from tests.ledger.results import Absent, Told, long_runs, read, told

PAGE = (ROOT / "docs" / "test-ledger.md").read_text(encoding="utf-8")
REGISTRY = load()
XML = """<?xml version="1.0"?><testsuites><testsuite name="pytest" timestamp="2026-11-22T10:00:00">
<testcase classname="tests.data.test_a" name="test_one[few]">
<properties><property name="kills" value="12"/></properties>
</testcase>
<testcase classname="tests.data.test_a" name="test_one[more]">
<properties><property name="kills" value="30"/></properties>
</testcase>
<testcase classname="tests.data.test_a" name="test_one_more"/>
<testcase classname="tests.data.test_b" name="test_bad"><failure message="no">no</failure></testcase>
<testcase classname="tests.data.test_b" name="test_left_out"><skipped type="pytest.skip" message="no"/></testcase>
<testcase classname="tests.data.test_b" name="test_known"><skipped type="pytest.xfail" message="no"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def results(tmp_path: Path) -> Path:
    path = tmp_path / "results.xml"
    path.write_text(XML)
    return path


def test_every_promise_is_registered_once_and_has_tests_or_a_reason():
    assert tuple(one.id for one in REGISTRY.property) == IDS
    assert [one.id for one in REGISTRY.property if not one.tests and not one.unheld] == []


@pytest.mark.parametrize("named", sorted(REGISTRY.named()))
def test_every_test_named_is_there(named: str):
    file, _, test = named.partition("::")
    text = (ROOT / file).read_text(encoding="utf-8")
    assert not test or re.search(rf"^def {re.escape(test.partition('[')[0])}\(", text, re.MULTILINE)


def test_the_page_names_every_promise_with_its_tests():
    for one in REGISTRY.property:
        section = PAGE.partition(f"### {one.id} {one.title}\n")[2].partition("\n### ")[0]
        assert one.bar in section
        assert one.unheld in section
        named = [] if one.unheld else [*one.tests, *one.long]
        assert [test for test in named if test.partition("::")[2] not in section] == []
    assert all(text in PAGE for text in REGISTRY.uncovered)


def test_counts_are_added_up_by_unit(results: Path):
    cases = read([results])
    assert told(cases, ["tests/data/test_a.py::test_one"]) == Told(2, {"kills": 42}, "2026-11-22")
    assert told(cases, ["tests/data/test_a.py::test_one[few]"]) == Told(1, {"kills": 12}, "2026-11-22")
    assert told(cases, ["tests/data/test_a.py"]).cases == 3


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("tests/data/test_b.py::test_bad", "failed"),
        ("tests/data/test_b.py::test_left_out", "skipped"),
        ("tests/data/test_b.py::test_known", "expected to fail"),
        ("tests/data/test_b.py::test_gone", "not in these results"),
        ("tests/data/test_b.py", "failed"),
    ],
)
def test_what_did_not_pass_is_not_counted(results: Path, named: str, why: str):
    with pytest.raises(Absent, match=why):
        told(read([results]), [named])


def test_a_longer_run_is_kept_until_another_comes(results: Path, tmp_path: Path):
    kept, name = tmp_path / "long.json", "tests/data/test_a.py::test_one[more]"
    kept.write_text("{}")
    assert long_runs({}, [name], kept) == {}
    run = {name: Told(1, {"kills": 30}, "2026-11-22")}
    assert long_runs(read([results]), [name], kept) == run
    assert long_runs({}, [name], kept) == run
    with pytest.raises(Absent, match="failed"):
        long_runs(read([results]), ["tests/data/test_b.py::test_bad"], kept)


def test_a_page_tells_what_was_counted_and_what_is_not_held(results: Path):
    held = Property(id="2.1", title="Whole or absent", bar="0 partial.", tests=("tests/data/test_a.py",))
    other = Property(id="P1", title="Another", bar="0 silent.", unheld="nobody wrote it.")
    written = page(Registry(property=(held, other), oracle=(), uncovered=("Windows.",)), read([results]), {})
    assert "| 2.1 | Whole or absent | 42 kills |" in written
    assert "| P1 | Another | **not held** | |" in written
    assert "**Not held:** nobody wrote it." in written
    assert "| Promises held by tests, of 2 | 1 |" in written
