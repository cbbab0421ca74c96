"""Every figure keeps the contract of the folder: words in two languages, a worked example that holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from data.store import REFERENCE_TABLES
from kpi import catalogue
from kpi.model import COLUMNS, Facts, Kpi, Period, Scope, Text

KPIS = list(catalogue().values())
_EMPTY = {"text": None, "date": None, "flag": False, "count": 0, "amount": None, "mark": None, "quantity": None}
_POLARS = {
    "text": pl.String, "date": pl.Date, "flag": pl.Boolean, "count": pl.Int64, "amount": pl.Decimal(18, 2),
    "mark": pl.Int64, "quantity": pl.Decimal(18, 6),
}  # fmt: skip
_DUCKDB = {
    "text": "VARCHAR", "date": "DATE", "flag": "BOOLEAN", "count": "BIGINT", "amount": "DECIMAL(18,2)",
    "mark": "INTEGER", "quantity": "DECIMAL(18,6)",
}  # fmt: skip


def _cells(table: str, rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    blank = {name: _EMPTY[kind] for name, kind in COLUMNS[table].items()}
    blank |= {"firm_id": "F1"} if "firm_id" in blank and table != "budgets" else {}
    return [{**blank, **row} for row in rows]


def _present(tables: Any) -> frozenset[str]:
    """Where something is known, no reference table is lacking."""
    return frozenset(REFERENCE_TABLES if tables else ())


def in_polars(tables: Any) -> Facts:
    frames = {
        name: pl.LazyFrame(_cells(name, tables.get(name, ())), schema={c: _POLARS[kind] for c, kind in columns.items()})
        for name, columns in COLUMNS.items()
    }
    return Facts(**{name: nw.from_native(frame) for name, frame in frames.items()}, present=_present(tables))


def in_duckdb(tables: Any) -> Facts:
    con = duckdb.connect()
    for name, columns in COLUMNS.items():
        declared = ", ".join(f"{c} {_DUCKDB[kind]}" for c, kind in columns.items())
        con.execute(f"CREATE TABLE {name} ({declared})")
        for row in _cells(name, tables.get(name, ())):
            con.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", [row[c] for c in columns])
    return Facts(**{name: nw.from_native(con.table(name)) for name in COLUMNS}, present=_present(tables))


@pytest.mark.parametrize("backend", [in_polars, in_duckdb], ids=["polars", "duckdb"])
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_worked_example_holds(kpi: Kpi, backend: Any) -> None:
    facts = backend(kpi.example.tables)
    for asked, expected in kpi.example.expected:
        options = {name: value for name, value in asked.items() if name != "reading"}
        scope = kpi.example.scope.model_copy(update=options)
        found = kpi.compute(facts, scope, asked["reading"])
        for name, value in expected.items():
            seen = getattr(found, name) if hasattr(found, name) else found.details[name]
            assert seen == value, f"{kpi.name} {asked}: {name} is {seen}, {value} expected"


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_nothing_to_divide_by_gives_none_never_zero(kpi: Kpi) -> None:
    for reading in kpi.readings:
        found = kpi.compute(in_polars({}), Scope(period=Period.parse("2026-T3")), reading.name)
        assert found.n == 0
        assert found.value == (Decimal(0) if kpi.adds_up else None)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_every_reading_can_be_cut_by_every_dimension(kpi: Kpi) -> None:
    facts = in_polars(kpi.example.tables)
    for reading in kpi.readings:
        for dimension in kpi.dimensions:
            found = kpi.compute(facts, kpi.example.scope.cut(dimension), reading.name)
            assert all(len(group.key) == 1 for group in found.groups)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_words_are_there_in_both_languages(kpi: Kpi) -> None:
    texts = [kpi.title, kpi.question, kpi.caution, kpi.example.story]
    texts += [text for reading in kpi.readings for text in (reading.title, reading.formula)]
    assert all(isinstance(text, Text) and text.fr and text.en for text in texts)
    assert kpi.references
    assert len({reading.name for reading in kpi.readings}) == len(kpi.readings)


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_trail_leads_back_to_what_was_counted(kpi: Kpi) -> None:
    for asked, expected in kpi.example.expected:
        options = {name: value for name, value in asked.items() if name != "reading"}
        scope = kpi.example.scope.model_copy(update=options)
        found = kpi.trail(in_duckdb(kpi.example.tables), scope, asked["reading"])
        if kpi.unit == "ratio" and "numerator" in expected and expected["numerator"] < 100:
            assert sum(row["counted"] for row in found) == expected["numerator"]
        if kpi.name == "spend":
            assert sum(row["amount"] for row in found) == expected["value"]


def test_a_period_is_read_as_people_write_it() -> None:
    assert Period.parse("2026-T3") == Period(start=dt.date(2026, 7, 1), end=dt.date(2026, 9, 30))
    assert Period.parse("2026-Q3") == Period.parse("2026-T3")
    assert Period.parse("2026-T1", fiscal_start=4) == Period(start=dt.date(2026, 4, 1), end=dt.date(2026, 6, 30))
    assert Period.parse("2026-T4").back(3) == Period.parse("2026-T3")
    assert Period.parse("2026-T1").back(3) == Period.parse("2025-T4")
    assert Period.parse("2024-02").end == dt.date(2024, 2, 29)
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse("juillet")
