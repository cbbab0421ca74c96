"""Personal data go when their period is over, on a clock that we set; amounts stay, and a proof says how many went."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from data import retention
from data.erasure import Erased
from data.retention import apply, months_before, periods, proofs, settle
from tests.data.ledger import Books, bill

CELLS = {"firm": "F-1042", "text": "Réunion de crise"}
OLD, NEW = {"date": "20240131", "worked": "20240115"}, {"date": "20260731", "worked": "20260715"}
LEFT = {"keeper": "TK1", "name": "Partie, Jeanne"}
STAYS = {"keeper": "TK2", "name": "Reste, Paul"}
NO_ID = {"keeper": "", "name": "Sanscode, Lou"}
FILES = (
    bill("A1 M1 100.00", **CELLS, **OLD, **LEFT),
    bill("A2 M1 200.00", **CELLS, **OLD, **STAYS),
    bill("A3 M1 300.00", **CELLS, **NEW, **STAYS),
    bill("A4 M1 40.00", **CELLS, **OLD, **NO_ID),
    bill("A5 M1 50.00", **CELLS, **NEW, **NO_ID),
    (
        "firm_id;answered_on;respondent_role;expertise;comment\nF-1042;2024-02-01;DRH;3;Trop lents\n"
        "F-1042;2026-09-04;DAF;4;Parfaits\n"
    ),
)
"""Jeanne left in 2024, Paul bills on, and so does Lou, whom no id names."""
LINES = "SELECT net::INTEGER, timekeeper_id, timekeeper_name FROM lines ORDER BY 1"
PEOPLE = "SELECT count(DISTINCT timekeeper_id) FROM timekeeper_refs"


def on(day: str) -> dt.date:
    return dt.date.fromisoformat(day)


@pytest.fixture
def books(books: Books) -> Books:
    books.take(*FILES)
    return books


def run(books: Books, day: str, **more: Any) -> Erased | None:
    return apply(books.store, on(day), **more)


def test_nothing_goes_until_somebody_says_how_long(books: Books):
    assert run(books, "2099-01-01") is None
    assert books.ask("SELECT count(*) FROM lines WHERE starts_with(narrative, '[')") == [(0,)]


def test_names_go_on_old_lines_and_everywhere_once_a_person_has_left(books: Books):
    people, total = books.ask(PEOPLE), books.total()
    settle(books.store, {"names": 24})
    assert run(books, "2026-01-31") is None  # to the day, two years: not over yet
    assert run(books, "2026-02-01") is not None
    left, paul_then, paul, lou_then, lou = (
        next(line for line in books.ask(LINES) if line[0] == net) for net in (100, 200, 300, 40, 50)
    )
    assert left[1] == left[2]
    assert left[1].startswith("P-")
    assert (paul_then[1], paul) == ("TK2", (300, "TK2", "Reste, Paul"))
    assert paul_then[2].startswith("P-")
    assert lou_then[1:] == (lou[1], lou[1])  # one person still, by a pseudonym in the place of the id
    assert lou[2] == "Sanscode, Lou"
    assert (books.ask(PEOPLE), books.total()) == (people, total)
    assert run(books, "2026-02-01") is None


def test_who_had_a_name_alone_and_comes_back_stays_one_person(books: Books):
    settle(books.store, {"names": 24})
    run(books, "2026-11-22")
    people = books.ask(PEOPLE)
    books.take(bill("A6 M1 60.00", **CELLS, **NEW, **NO_ID), bill("A7 M1 70.00", **CELLS, **OLD, **NO_ID))
    run(books, "2026-11-22")
    assert books.ask(PEOPLE) == people


def test_narratives_and_comments_go_with_their_own_periods(books: Books):
    settle(books.store, {"narratives": 24, "comments": 36})
    run(books, "2026-11-22")
    assert books.ask("SELECT count(*) FROM lines WHERE starts_with(narrative, '[effacé')") == [(3,)]
    assert books.ask("SELECT count(*) FROM ref_surveys WHERE comment = 'Trop lents'") == [(1,)]
    run(books, "2027-02-02")
    assert books.ask("SELECT comment, expertise FROM ref_surveys WHERE expertise = 4") == [("Parfaits", 4)]
    assert books.ask("SELECT count(*) FROM ref_surveys WHERE comment = 'Trop lents'") == [(0,)]
    assert books.differences() == []


@pytest.mark.parametrize("kind", ["names", "narratives"])
def test_what_could_not_be_read_goes_too(books: Books, kind: str):
    """A line set aside and a rejected file hold names and narratives as received."""
    broken = bill("B1 M1 7.00\nB1 M1 6.00", **CELLS, **OLD, **LEFT).replace("|6.00|", "|six|")
    rejected = f"LEDES1998B[]\r\nINVOICE_DATE|{LEFT['name']}|{CELLS['text']}[]\r\n"
    books.take(broken, rejected)
    held = "SELECT count(*) FROM set_aside WHERE contains(original, 'Jeanne') OR contains(original, 'crise')"
    originals = "SELECT count(*) FROM originals JOIN files USING (sha256) WHERE status = 'rejected' AND part >= 0"
    assert (books.ask(held), books.ask(originals)) == ([(1,)], [(1,)])
    settle(books.store, {kind: 24})
    run(books, "2026-11-22")
    assert (books.ask(held), books.ask(originals)) == ([(0,)], [(1,)])  # the rejected file has but the day it came in
    run(books, "2999-01-01")
    assert books.ask(originals) == [(0,)]
    assert run(books, "2999-01-01") is None


def test_once_a_day_is_once_a_day_and_an_import_does_not_wait(books: Books):
    settle(books.store, {"narratives": 24})
    assert run(books, "2026-11-22", once_a_day=True) is not None
    books.take(bill("A8 M1 80.00", **CELLS, **OLD, **LEFT))
    assert run(books, "2026-11-22", once_a_day=True) is None
    assert run(books, "2026-11-22") is not None
    assert run(books, "2026-11-23", once_a_day=True) is None


def test_a_period_is_said_kept_and_taken_back_and_a_proof_tells_what_went(books: Books):
    assert settle(books.store, {"names": 36, "narratives": 24}) == {"names": 36, "narratives": 24}
    assert settle(books.store, {"names": None}) == {"narratives": 24}
    run(books, "2026-11-22")
    with books.store.reading() as reader:
        assert periods(reader) == {"narratives": 24}
        assert retention.last_run(reader) == on("2026-11-22")
        [proof] = proofs(reader)
    assert {name: proof[name] for name in ("on", "why", "narratives")} == {
        "on": "2026-11-22", "why": "retention", "narratives": "2024-11-22",
    }  # fmt: skip
    assert proof["counts"] == {"narratives": 6, "originals": 3}


def test_months_are_counted_on_the_calendar():
    assert [months_before(on("2026-03-31"), n).isoformat() for n in (1, 12, 13)] == [
        "2026-02-28", "2025-03-31", "2025-02-28",
    ]  # fmt: skip
