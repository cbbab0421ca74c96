"""Clocks: four time zones, the last day of February, nights of 23 and 25 hours, a clock set back."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from decimal import Decimal

import pytest

from data import imports
from data.imports import import_files
from data.listing import history
from kpi import catalogue
from kpi.model import Period, Scope
from tests.data.ledger import PORTFOLIO, Books, bill
from tests.safety.rounds import Counting, another, program

FAR_APART = ("Pacific/Kiritimati", "America/Los_Angeles")  # 22 hours: never the same day for long
ZONES = ("Europe/Paris", "UTC", *FAR_APART)
ANSWERS = """
import hashlib, json, sys
from click.testing import CliRunner
from ui.cli import main
fresh, common, files = sys.argv[1:]
def ask(store, *words):
    done = CliRunner().invoke(main, ["--store", store, *words])
    assert done.exit_code in (0, 1), (words, done.output, done.exception)
    return done.stdout
ask(fresh, "import", files)
told = [ask(common, "imports"), ask(common, "imports", "--json"), ask(common, "verify"), ask(common, "match", "--json")]
told += [ask(fresh, "figure", "all", "--period", period, "--json") for period in ("2026-T3", "2024-T1")]
told += [ask(fresh, "lines", "spend", "--period", "2026", "--csv")]
told += [ask(common, "figure", "spend", "--period", "2026", "--csv")]
print(json.dumps(told))
"""


@pytest.mark.parametrize("zones", [FAR_APART, pytest.param(ZONES, marks=pytest.mark.slow)], ids=["two", "four"])
def test_every_time_zone_has_the_same_answers(books: Books, zones: tuple[str, ...], record_property: Counting):
    (books.folder / "files").mkdir()
    leap = bill("L1 M1 29.00 worked=20240229 date=20240229 start=20240201 end=20240229")
    for name, text in {**PORTFOLIO, "leap.txt": leap}.items():
        (books.folder / "files" / name).write_text(text)
    import_files(books.store, [(name, text.encode()) for name, text in PORTFOLIO.items()])
    running = []
    for zone in zones:
        common = shutil.copy(books.store.path, books.folder / f"{len(running)}.duckdb")
        fresh = another(books, str(len(running))).store.path
        running.append(program(ANSWERS, fresh, common, books.folder / "files", TZ=zone))
    told = []
    for one in running:
        said, wrong = one.communicate()
        assert one.returncode == 0, wrong
        told.append(json.loads(said))
    assert all(one == told[0] for one in told[1:])
    assert '"spend"' in told[0][5]
    assert '"29.00"' in told[0][5]
    record_property("time zones", len(zones))
    record_property("answers compared in each", len(told[0]))


class Clock(dt.datetime):
    """A clock that says what it is told to."""

    told = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:
        return cls.told.astimezone(tz)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> type[Clock]:
    monkeypatch.setattr(imports.dt, "datetime", Clock)
    return Clock


def test_a_clock_set_back_changes_no_order(books: Books, clock: type[Clock]):
    clock.told = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    books.take(bill("N1 M1 100.00"))
    clock.told = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)  # half past two in Paris, for the first time
    books.take(bill("N1 M1 70.00"))
    clock.told = dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC)  # half past two in Paris, again
    books.take(bill("N1 M1 80.00"))
    assert books.total() == Decimal("80.00")  # the version imported last, whatever the clock said
    with books.store.reading() as reader:
        assert [row["batch"] for row in history(reader)] == [3, 2, 1]
    assert books.differences() == []


@pytest.mark.parametrize("day", ["20240229", "20260329", "20261025", "20251231", "20260101"])
def test_a_day_of_work_stays_that_day(books: Books, day: str):
    books.take(bill(f"N1 M1 100.00 worked={day} date={day} start={day} end={day}"))
    on = dt.date.fromisoformat(day)
    assert books.ask("SELECT work_date FROM lines") == [(on,)]
    with books.store.reading() as reader:
        facts = reader.facts()
        spend = [
            catalogue()["spend"].compute(facts, Scope(period=Period(start=start, end=end)), "net").value
            for start, end in ((on, on), (on - dt.timedelta(1),) * 2, (on + dt.timedelta(1),) * 2)
        ]
    assert spend == [Decimal("100.00"), Decimal(0), Decimal(0)]


def test_a_zone_moves_the_clock_of_a_program():
    """An unknown zone is UTC without a word, and would prove nothing."""
    hour = "import time; print(time.strftime('%z', time.localtime(0)))"
    assert [program(hour, TZ=zone).communicate()[0].strip() for zone in FAR_APART] == ["-1040", "-0800"]
