"""Actions and targets: how they stand on a day, which meeting they belong to, what they changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from kpi.model import Lang, Period
from report.review import follow
from tests.data.ledger import Books, bill
from tests.review.looking import SUMMER, brief

DAY = dt.date(2026, 11, 22)


def action(**cells: Any) -> dict[str, Any]:
    return {
        "decided_on": dt.date(2026, 7, 20),
        "text": "Facturer sous 30 jours",
        "firm_id": "F-1042",
        "owner": "firm",
        "due_on": None,
        "status": "open",
        "kpi": None,
        "expected": None,
    } | cells


@pytest.mark.parametrize(
    ("status", "due", "state"),
    [
        ("open", None, "open"),
        ("open", dt.date(2026, 11, 21), "late"),
        ("open", dt.date(2026, 11, 22), "soon"),
        ("open", dt.date(2026, 12, 6), "soon"),
        ("open", dt.date(2026, 12, 7), "open"),
        ("done", dt.date(2026, 1, 1), "done"),
        ("dropped", dt.date(2026, 1, 1), "dropped"),
    ],
)
def test_an_action_stands(status: str, due: dt.date | None, state: str) -> None:
    assert follow.state(action(status=status, due_on=due), DAY) == state


def test_actions_belong_to_the_meeting_they_were_decided_in() -> None:
    earlier, old_and_done, old_and_open, now, next_one = rows = [
        action(decided_on=dt.date(2026, 7, 20)),
        action(decided_on=dt.date(2025, 1, 20), status="done"),
        action(decided_on=dt.date(2025, 1, 20)),
        action(decided_on=dt.date(2026, 10, 16)),
        action(decided_on=dt.date(2027, 1, 16)),
    ]
    assert follow.before_meeting(rows, SUMMER) == [earlier, old_and_open]
    assert follow.of_meeting(rows, SUMMER) == [now]
    assert old_and_done not in follow.before_meeting(rows, SUMMER)
    assert next_one not in follow.of_meeting(rows, SUMMER)


def test_the_second_review_opens_on_the_effect(books: Books) -> None:
    books.take(bill("A6 M1 50.00\nA7 M1 30.00", date="20260510", number="A6"))  # the spring: 80
    with brief(books, "F-1042") as asked:
        row = action(kpi="spend")
        found = follow.effect(asked.answers, row, SUMMER)
        assert found
        assert found.before.scope.period == Period.parse("2026-T2")
        assert found.before.scope.where == {"firm": ("F-1042",)}
        assert found.after.value == Decimal("453.33")
        assert found.verdict == "changed"  # neither more nor less spend is better as such
        assert found.said("fr").startswith("80,00\u00a0€ → 453,33\u00a0€")
        assert follow.effect(asked.answers, row, Period.parse("2026-T2")) is None  # nothing is over since
        assert follow.effect(asked.answers, action(kpi="no_such_figure"), SUMMER) is None


@pytest.mark.parametrize(
    ("kpi", "written", "lang", "shown"),
    [
        ("budget_conformity", "0,80", "fr", "80,0\u00a0%"),
        ("budget_conformity", "0.8", "en", "80.0%"),
        ("spend", "1 000", "fr", "1\u202f000,00\u00a0€"),
        ("spend", "moins", "fr", "moins"),
        (None, "0,80", "fr", "0,80"),
        ("spend", None, "fr", ""),
    ],
)
def test_what_is_expected_is_written_in_its_unit(kpi: str | None, written: str | None, lang: Lang, shown: str) -> None:
    assert follow.expected(action(kpi=kpi, expected=written), lang) == shown


def test_a_firm_sees_only_what_it_has_to_do(books: Books) -> None:
    rows = [action(), action(owner="legal"), action(firm_id="F-2")]
    with brief(books, "F-1042", edition="firm") as asked:
        assert follow.for_edition(asked, rows) == rows[:1]
    with brief(books, "F-1042") as asked:
        assert follow.for_edition(asked, rows) == rows


def test_a_target_is_tied_to_one_reading(books: Books) -> None:
    target = {
        "kpi": "dematerialisation_rate",
        "reading": "detail",
        "dimension": None,
        "key": None,
        "baseline": Decimal("0.2"),
        "target": Decimal("0.9"),
        "set_on": dt.date(2026, 1, 1),
        "due_on": dt.date(2026, 12, 31),
        "owner": "legal",
    }
    with brief(books) as asked:
        [one] = follow.followed(asked.answers, [target], SUMMER, DAY)
        assert one.measure.reading == "detail"
        assert one.status.state in {"on_track", "late", "reached"}
        unknown = [target | {"kpi": "nothing"}, target | {"reading": "nothing"}, target | {"dimension": "moon"}]
        assert follow.followed(asked.answers, unknown, SUMMER, DAY) == []
