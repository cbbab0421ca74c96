"""What a role sees and writes: decided where the store is opened, so that no page, list or figure can forget it."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from data import access, lines, listing, reviews
from data.imports import undo
from data.role import Purpose, Role
from data.store import NotAllowedError, Store, StoreError
from data.typed import record
from kpi import catalogue
from kpi.model import COLUMNS, Measure, Period, Scope
from tests.access.canaries import CANARIES
from ui import packing

PERIOD = Period.parse("2026-T3")
OTHERS = (Role.BUYER, Role.READER)


def relations(role: Role, path: Path) -> dict[str, list[str]]:
    """Return the columns that hold text or bytes of every table that a role can ask for."""
    with Store(path, role).reading() as reader:
        found = reader.rows(
            "SELECT table_name AS name, list(column_name) FILTER (data_type[:4] IN ('VARC', 'BLOB')) AS columns "
            "FROM duckdb_columns() WHERE NOT internal AND database_name = current_database() GROUP BY table_name"
        )
    return {row["name"]: row["columns"] for row in found if row["columns"]}


def everything(role: Role, path: Path) -> bytes:
    """Return the bytes of every text of every table that a role can ask for; frozen books opened."""
    found: list[object] = []
    asked = relations(role, path)
    with Store(path, role).reading() as reader:
        for name, columns in asked.items():
            listed = ", ".join(f'"{column}"' for column in columns)
            for row in reader.rows(f'SELECT {listed} FROM "{name}"'):
                found += [zlib.decompress(cell) if key == "book" and cell else cell for key, cell in row.items()]
    return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for cell in found)


def test_no_cell_of_any_table_gives_a_canary_to_another_role(kept: Path) -> None:
    told = {role: everything(role, kept) for role in Role}
    assert {name for name, canary in CANARIES.items() if canary.encode() in told[Role.LEGAL_OPS]} == {*CANARIES}
    assert {name for name, canary in CANARIES.items() if canary.encode() in told[Role.BUYER]} == set()
    assert {name for name, canary in CANARIES.items() if canary.encode() in told[Role.READER]} == set()


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize(
    "query",
    [
        "SELECT narrative FROM store.main.lines",
        "SELECT narrative FROM canaries.main.lines",
        "SELECT narrative FROM canaries.lines",
        "SELECT narrative FROM memory.store.lines",
        "FROM read_text('{path}')",
        "ATTACH '{path}' AS mine",
        "COPY (SELECT 1) TO '{path}.copy'",
    ],
)
def test_no_other_name_leads_to_what_is_withheld(kept: Path, role: Role, query: str) -> None:
    with Store(kept, role).reading() as reader, pytest.raises(duckdb.Error):
        reader.rows(query.format(path=kept))


@pytest.mark.parametrize("role", OTHERS)
def test_a_column_that_a_later_version_adds_is_withheld_until_decided(own: Path, role: Role) -> None:
    path = own
    with Store(path).writing() as con:
        con.execute("CREATE TABLE opinions AS SELECT 'privileged advice' AS advice, 12.50 AS fee")
        con.execute("ALTER TABLE bills ADD COLUMN remark VARCHAR DEFAULT 'privileged advice'")
    assert b"privileged advice" in everything(Role.LEGAL_OPS, path)
    assert b"privileged advice" not in everything(role, path)


def test_every_relation_named_in_the_rules_exists(kept: Path) -> None:
    known = relations(Role.LEGAL_OPS, kept)
    for sight in access.SIGHTS.values():
        for table, columns in sight.besides.items():
            assert columns <= set(known[table])
        assert set(sight.rows) <= set(known)
        assert (sight.only or frozenset()) <= set(known)


def figures(path: Path, role: Role) -> dict[str, Measure]:
    with Store(path, role).reading() as reader:
        facts, scope = reader.facts(), Scope(period=PERIOD)
        return {name: kpi.compute(facts, scope, kpi.default_reading) for name, kpi in catalogue().items()}


@pytest.mark.parametrize("role", OTHERS)
def test_a_figure_is_the_same_for_every_role(kept: Path, role: Role) -> None:
    assert figures(kept, role) == figures(kept, Role.LEGAL_OPS)


def test_a_buyer_has_the_lines_without_their_words(kept: Path) -> None:
    with Store(kept, Role.BUYER).reading() as reader:
        found = lines.lines_of(reader, [row["document_id"] for row in reader.rows("SELECT document_id FROM documents")])
    assert sum(line["net"] for line in found) == Decimal("1800.00")
    assert {line["narrative"] for line in found} == {line["timekeeper_name"] for line in found} == {None}
    assert {line["file"] for line in found} == {None}


def test_what_is_marked_is_for_legal_ops_alone(kept: Path) -> None:
    seen = {}
    for role in Role:
        with Store(kept, role).reading() as reader:
            seen[role] = [row["text"] for row in listing.notes(reader)]
    assert len(seen[Role.LEGAL_OPS]) == 2
    assert seen[Role.BUYER] == ["Hausse des taux annoncée"]
    assert seen[Role.READER] == []


def test_a_reader_has_no_lists(kept: Path) -> None:
    with Store(kept, Role.READER).reading() as reader:
        for name in ("documents", "lines", "parts", "set_aside", "problems", "originals", "reviews", "snapshots"):
            with pytest.raises(duckdb.CatalogException):
                reader.rows(f"SELECT * FROM {name}")
        spend = reader.rows("SELECT * FROM spend")
    assert {row["number"] for row in spend} == {None}
    assert not {"A1", "A2"} & {row["matter_id"] for row in spend}


REVIEW = {"decided_on": dt.date(2026, 10, 1), "text": "Revoir les taux", "status": "open"}


def test_the_two_prepare_the_review_together(own: Path) -> None:
    store = Store(own, Role.BUYER)
    batch = record(store, "actions", [REVIEW])
    number = reviews.start(store, PERIOD.start, PERIOD.end, None, "{}")
    reviews.save_plan(store, number, json.dumps({"comments": {"spend": "To be said"}}))
    with store.reading() as reader:
        assert [row["text"] for row in listing.actions(reader)] == ["Revoir les taux"]
        assert "To be said" in reviews.review(reader, number).plan
    undo(store, batch)
    with store.reading() as reader:
        assert listing.actions(reader) == []


@pytest.mark.parametrize("role", OTHERS)
def test_other_writes_are_for_legal_ops_alone(own: Path, role: Role) -> None:
    path = own
    store = Store(path, role)
    with Store(path).reading() as reader:
        writes = reader.version
        (batch,) = {row["batch"] for row in listing.history(reader) if "lines.txt" in str(row["files"])}
    for work in (
        lambda: record(store, "firms", [{"firm_id": "F9", "name": "Neuf"}]),
        lambda: record(store, "paper_choices", [{"firm_id": "F1", "choice": "same"}]),
        lambda: undo(store, batch),
        lambda: reviews.freeze(store, 1, b""),
        lambda: reviews.move(store, 1, "held", dt.date(2026, 10, 1)),
        lambda: reviews.remove(store, 1),
    ):
        with pytest.raises(NotAllowedError):
            work()
    with pytest.raises(NotAllowedError), store.writing():
        pass
    with Store(path).reading() as reader:
        assert reader.version == writes


def test_a_reader_writes_nothing() -> None:
    assert [purpose for purpose in Purpose if Role.READER.may(purpose)] == []


def test_a_frozen_review_opens_for_a_buyer_without_its_secrets(kept: Path) -> None:
    books = {}
    for role in (Role.LEGAL_OPS, Role.BUYER):
        with Store(kept, role).reading() as reader:
            books[role] = packing.book(reader, 1)
            names = [name for snapshot in reviews.snapshots(reader, 1) for name in snapshot.batches]
        assert names
    legal, buyer = books[Role.LEGAL_OPS], books[Role.BUYER]
    assert legal is not None
    assert buyer is not None
    assert buyer.measures == legal.measures
    assert len(legal.listed("notes")) == 2
    assert [row["text"] for row in buyer.listed("notes")] == ["Hausse des taux annoncée"]
    assert {row["owner"] for row in legal.listed("matters")} == {CANARIES["owner of a matter"], None}
    assert {row["owner"] for row in buyer.listed("matters")} == {None}
    assert [row["name"] for row in buyer.listed("matters")] == ["Bail Lyon", "Divers"]


def test_a_damaged_frozen_review_is_told_to_a_buyer_too(own: Path) -> None:
    with Store(own).writing(derive=False) as con:
        con.execute("UPDATE snapshots SET book = book || 'x'::BLOB")
    with Store(own, Role.BUYER).reading() as reader, pytest.raises(StoreError, match="damaged"):
        packing.book(reader, 1)


def test_a_buyer_has_every_function_that_queries_use(kept: Path) -> None:
    known = {}
    for role in (Role.LEGAL_OPS, Role.BUYER):
        with Store(kept, role).reading() as reader:
            found = reader.rows(
                "SELECT function_name AS name, parameters FROM duckdb_functions() "
                "WHERE function_type = 'macro' AND NOT internal AND database_name = current_database()"
            )
            known[role] = {row["name"]: row["parameters"] for row in found}
    assert "matter_called" in known[Role.BUYER]
    assert known[Role.BUYER] == known[Role.LEGAL_OPS]


@pytest.mark.parametrize(("role", "only_listed"), [(Role.BUYER, set()), (Role.READER, {"number", "reason"})])
def test_no_text_that_figures_read_is_empty_for_a_role(role: Role, only_listed: set[str]) -> None:
    """Or a figure would be another one, without a word. `only_listed`: what figures list and never judge by."""
    sight = access.SIGHTS[role]
    empty = {
        name
        for table, columns in COLUMNS.items()
        for name, kind in columns.items()
        if kind == "text" and name not in sight.everywhere | sight.pseudonyms | sight.besides.get(table, frozenset())
    }
    assert empty == only_listed
