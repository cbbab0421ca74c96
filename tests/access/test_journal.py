"""The access journal: twelve months, private, whole lines, and nothing shown when it cannot be written."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from data.role import Role
from data.store import StoreError
from ui import journal, session
from ui.session import Standing, Visitor

BUYER = Visitor(Standing.ADMITTED, Role.BUYER, "https://i", "a")


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BINOME_STORE", str(tmp_path / "binome.duckdb"))
    return tmp_path / "binome-access.jsonl"


def days_ago(days: int) -> str:
    return f"{dt.datetime.now(dt.UTC) - dt.timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def test_a_line_says_when_who_and_what(beside: Path) -> None:
    before = days_ago(0)
    journal.note("page", "costs", BUYER)
    (line,) = map(json.loads, beside.read_text(encoding="utf-8").splitlines())
    assert before <= line.pop("at") <= days_ago(0)
    assert line == {"who": session.fingerprint("https://i", "a"), "role": "buyer", "did": "page", "page": "costs"}
    assert beside.stat().st_mode & 0o777 == 0o600


def test_what_is_older_than_twelve_months_goes(beside: Path) -> None:
    kept = [{"at": days_ago(days), "page": str(days)} for days in (400, 366, 364, 1)]
    beside.write_text("half a li\n" + "".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
    journal.note("page", "costs", BUYER)
    pages = [json.loads(line)["page"] for line in beside.read_text(encoding="utf-8").splitlines()]
    assert pages == ["364", "1", "costs"]
    assert beside.stat().st_mode & 0o777 == 0o600


def test_a_journal_that_cannot_be_written_is_a_sentence(beside: Path) -> None:
    beside.mkdir()
    with pytest.raises(StoreError, match="Nothing is shown without it"):
        journal.note("page", "costs", BUYER)


def test_a_laptop_keeps_none(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BINOME_SHARED", raising=False)
    journal.note("page", "costs")
    assert journal.taking("table", lambda: b"x")() == b"x"
    assert not beside.exists()


def test_what_is_taken_away_is_written_down_when_it_is(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "visitor", lambda: BUYER)
    taking = journal.taking("table-spend", lambda: b"x")
    assert not beside.exists()
    assert taking() == b"x"
    assert json.loads(beside.read_text(encoding="utf-8"))["page"] == "table-spend"
