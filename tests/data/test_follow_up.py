"""The lists that follow suppliers up: each row worked by hand from a few lines of its tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from data import follow_up, listing, typed
from data.demo import write
from data.follow_up import Row
from data.imports import import_files, sources
from data.store import Reader
from kpi import catalogue
from tests.data.ledger import Books, bill

FIRMS = "firm_id;name\nF-1;Dubois\nF-2;Miller\n"
ALIASES = "alias;firm_id\nMiller LLP;F-2\n"
NAMES = ("actions", "targets", "notes", "contracts", "segments", "offers")


def listed(books: Books, ask: Callable[..., list[Row]], *arguments: Any) -> list[Row]:
    with books.store.reading() as reader:
        return ask(reader, *arguments)


def some(rows: list[Row], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_actions_as_they_stand_the_nearest_due_first(books: Books):
    books.take(
        FIRMS,
        "decided_on;text;firm_id;due_on;status\n"
        "2026-10-01;Sans échéance;F-1;;\n"
        "2026-10-01;Relancer;F-2;2026-12-01;open\n"
        "2026-07-01;Relancer;F-2;2026-11-01;done\n",
    )
    typed.record(
        books.store,
        "actions",
        [{
            "decided_on": dt.date(2026, 10, 1), "text": "Relancer", "firm_id": "F-2",
            "due_on": dt.date(2026, 12, 24), "status": "open",
        }],
    )  # fmt: skip
    assert some(
        listed(books, follow_up.actions), "decided_on", "text", "firm", "due_on", "status", "batch", "source"
    ) == [
        (dt.date(2026, 7, 1), "Relancer", "Miller", dt.date(2026, 11, 1), "done", 1, "command line"),
        (dt.date(2026, 10, 1), "Relancer", "Miller", dt.date(2026, 12, 24), "open", 2, "typed"),
        (dt.date(2026, 10, 1), "Sans échéance", "Dubois", None, "open", 1, "command line"),
    ]


def test_notes_by_day_each_once_with_the_firm_they_are_about(books: Books):
    books.take(
        "noted_on;text;kpi;dimension;key\n"
        "2026-08-02;Audience;spend;firm;F-2\n2026-08-02;Audience;spend;firm;F-2\n2026-03-12;Panel renouvelé;;;\n"
    )
    books.take("Date de l'événement;Événement;Indicateur;Axe;Clé\n02/08/2026;Audience;spend;matter;M1\n")
    assert some(listed(books, follow_up.notes), "noted_on", "text", "kpi", "key", "firm_id") == [
        (dt.date(2026, 3, 12), "Panel renouvelé", None, None, None),
        (dt.date(2026, 8, 2), "Audience", "spend", "F-2", "F-2"),
        (dt.date(2026, 8, 2), "Audience", "spend", "M1", None),
    ]


def test_targets_of_a_firm_carry_it(books: Books):
    books.take(
        "kpi;dimension;key;target;due_on;set_on\n"
        "spend;firm;F-2;1000;2026-12-31;2026-01-15\nspend;entity;F-2;9;2026-12-31;\n"
    )
    assert some(listed(books, follow_up.targets), "dimension", "firm_id", "set_on") == [
        ("entity", None, None),
        ("firm", "F-2", dt.date(2026, 1, 15)),
    ]


def test_answers_beside_the_instructions_paid_for(books: Books):
    books.take(
        FIRMS,
        ALIASES,
        bill("N1 M1 100.00\nN2 M1 50.00\nN3 M2 10.00\nN4 - 5.00", firm="F-1"),  # two instructions: M1, M2
        bill("N5 M3 70.00\nN6 M4 -70.00", firm="F-2"),  # one: a credit note is no work
        bill("N7 M9 1.00", firm="F-2", date="20260401"),
        "firm_id;answered_on;matter_id;expertise\n"
        "F-1;2026-07-01;M1;4\nF-1;2026-09-30;M1;5\nF-1;2026-08-15;;3\nF-1;2026-10-01;M2;1\n"
        "Miller LLP;2026-08-01;M9;2\nF-3;2026-08-01;;2\n",
    )
    found = listed(books, follow_up.survey_counts, dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert some(found, "firm_id", "firm", "answers", "instructions", "rated") == [
        ("F-1", "Dubois", 3, 2, 1),
        ("F-2", "Miller", 1, 1, 0),
        ("F-3", "F-3", 1, 0, 0),
    ]


ACCRUALS = """period_end;firm_id;matter_id;amount;declared_on
2026-06-30;F-1;M1;500;2026-07-05
2026-06-30;F-1;M2;300;2026-07-05
2026-09-30;F-1;M1;1000;2026-10-02
2026-09-30;F-1;M1;1200,50;2026-10-05
2026-09-30;F-1;M3;90;2026-10-05
2026-06-30;Miller LLP;M2;40;
"""


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (dt.date(2026, 6, 29), []),
        (dt.date(2026, 6, 30), [("F-1", "M1", "500", "0", "500"), ("F-1", "M2", "300", "0", "300"),
                                ("F-2", "M2", "40", "0", "40")]),
        # the invoice of 31 July takes 400 off M1; F-2's has a credit note beside it
        (dt.date(2026, 7, 31), [("F-1", "M2", "300", "0", "300"), ("F-1", "M1", "500", "400", "100"),
                                ("F-2", "M2", "40", "60", "0")]),
        # a firm is looked at on its own last closing; the last declaration counts; M3 was closed, finally billed
        (dt.date(2026, 10, 31), [("F-1", "M1", "1200.50", "250.25", "950.25"), ("F-2", "M2", "40", "60", "0")]),
    ],
)  # fmt: skip
def test_work_done_and_not_invoiced_yet(books: Books, day: dt.date, left: list[tuple[str, ...]]):
    books.take(
        FIRMS,
        ALIASES,
        "matter_id;name;closed_on;final_billed\nM1;Alpha;;\nM3;Gamma;2026-10-15;yes\n",
        bill("N1 M1 400.00", firm="F-1"),
        bill("N2 M1 250.25", firm="F-1", date="20261010"),
        bill("N3 M2 100.00\nN4 M2 -40.00", firm="F-2"),
        ACCRUALS,
    )
    found = some(listed(books, follow_up.accruals, day), "firm_id", "matter_id", "declared", "invoiced", "left")
    assert found == [(firm, matter, *map(Decimal, amounts)) for firm, matter, *amounts in left]


def test_contracts_the_latest_first_each_once(books: Books):
    books.take(
        FIRMS, ALIASES, "firm_id;notified_on;amount;environmental\nF-1;2026-01-05;1000;no\nF-2;2026-03-01;500;yes\n"
    )
    books.take("firm_id;notified_on;amount;environmental\nMiller LLP;2026-03-01;500;no\n")
    assert some(listed(books, follow_up.contracts), "firm_id", "firm", "amount", "environmental") == [
        ("F-2", "Miller", Decimal(500), False),
        ("F-1", "Dubois", Decimal(1000), False),
    ]


def test_segments_as_last_scored(books: Books):
    books.take("matter_type;stakes;rarity;scored_on\nFiscal;2;1;2026-01-01\nFiscal;4;;2026-10-01\nSocial;3;3;\n")
    books.take("matter_type;stakes;scored_on\nFiscal;1;2025-01-01\n")  # an older scoring, imported later
    assert some(listed(books, follow_up.segments), "matter_type", "stakes", "rarity") == [
        ("Fiscal", 4, None),
        ("Social", 3, 3),
    ]


def test_offers_in_the_order_of_their_file(books: Books):
    books.take(
        FIRMS,
        "consultation;firm_id;criterion;weight;score;price\n"
        "Social 2026;F-2;Prix;30;9;80\nSocial 2026;F-2;Expertise;70;6;\nSocial 2026;F-1;Prix;30;7;100\n",
    )
    assert some(listed(books, follow_up.offers), "firm", "criterion", "weight", "score", "price") == [
        ("Miller", "Prix", Decimal(30), Decimal(9), Decimal(80)),
        ("Miller", "Expertise", Decimal(70), Decimal(6), None),
        ("Dubois", "Prix", Decimal(30), Decimal(7), Decimal(100)),
    ]


def test_the_dashboard_finds_every_list_by_its_name():
    for name in (*NAMES, "survey_counts", "accruals"):
        assert getattr(listing, name) is getattr(follow_up, name)


def test_the_demo_has_something_to_follow_up(books: Books):
    write(books.folder / "demo", dt.date(2026, 11, 22))
    tables = [(name, path) for name, path in sources([books.folder / "demo"]) if path.suffix == ".csv"]
    import_files(books.store, tables, origin="demo")
    with books.store.reading() as reader:
        lists: dict[str, list[Row]] = {name: getattr(listing, name)(reader) for name in NAMES}
        assert all(len(rows) > 4 for rows in lists.values())
        _explained(reader, lists["notes"])
        assert len(follow_up.accruals(reader, dt.date(2026, 9, 30))) > 4
        assert {row["set_on"] is None for row in lists["targets"]} == {True, False}


def _explained(reader: Reader, notes: list[Row]) -> None:
    """Every note is about a figure and a slice that exist, on a day that the portfolio covers."""
    firms, types = listing.names(reader)["firm"], listing.choices(reader).matter_types
    for note in notes:
        assert note["kpi"] in catalogue()
        assert dt.date(2024, 1, 1) <= note["noted_on"] <= dt.date(2026, 11, 22)
        assert note["dimension"] is None or note["key"] in {"firm": firms, "matter_type": types}[note["dimension"]]
