"""A second opinion in plain SQL on budget variance and concentration, over the demo portfolio: equal to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from data.demo import write
from data.imports import import_files, sources
from data.store import Reader, Store
from kpi import catalogue
from kpi.model import Measure, Period, Scope
from tests.kpi.test_plain_sql import QUARTERS, TODAY

EACH = pytest.mark.parametrize("period", [Period.parse(quarter) for quarter in QUARTERS], ids=QUARTERS)

BILLED = """
    SELECT * FROM spend
    WHERE excluded IS NULL AND amount IS NOT NULL AND invoice_date BETWEEN $start AND $end"""
# What each matter billed in the period has cost since its start beside its budget: the budgets of each firm and phase
# added up, in their latest or earliest version; fees beside budgets that are all of fees.
COMPARED = f"""
    WITH billed AS ({BILLED}),
    version AS (
        SELECT *, row_number() OVER (latest) AS from_last, row_number() OVER (earliest) AS from_first
        FROM budgets WHERE approved_on <= $end AND amount IS NOT NULL
        WINDOW latest AS (PARTITION BY matter_id, firm_id, phase ORDER BY approved_on DESC, position DESC),
            earliest AS (PARTITION BY matter_id, firm_id, phase ORDER BY approved_on, position DESC)),
    agreed AS (
        SELECT matter_id, sum(amount) FILTER ({{version}} = 1) AS budget,
            count(*) FILTER (from_last = 1 AND scope IS DISTINCT FROM 'fees') = 0 AS fees_only
        FROM version GROUP BY matter_id HAVING budget > 0)
    SELECT a.matter_id, any_value(a.budget) AS budget,
        coalesce(sum(s.amount) FILTER (NOT a.fees_only OR s.nature = 'fees'), 0) AS cost
    FROM agreed AS a JOIN spend AS s ON s.matter_id = a.matter_id
    WHERE s.excluded IS NULL AND s.amount IS NOT NULL AND s.invoice_date <= $end
        AND a.matter_id IN (SELECT matter_id FROM billed WHERE NOT credit_note)
    GROUP BY a.matter_id"""
SIDES = """SELECT sum(cost), sum(budget), coalesce(sum(cost - budget) FILTER (cost > budget), 0),
    coalesce(sum(cost - budget) FILTER (cost < budget), 0), count(*) FROM ({})"""
FIRMS = f"SELECT firm_id, sum(amount) AS spent FROM ({BILLED}) {{where}} GROUP BY firm_id"
LARGEST = """SELECT sum(spent) FILTER (place <= {number}), sum(spent), count(*)
    FROM (SELECT spent, row_number() OVER (ORDER BY spent DESC) AS place FROM ({firms}) WHERE spent > 0)"""
SQUARES = """SELECT sum(spent::DECIMAL(19, 2) * spent), sum(spent)::DECIMAL(19, 2) * sum(spent)
    FROM ({}) WHERE spent > 0"""
FOR_80 = """SELECT count(*) FILTER (5 * before < 4 * whole) FROM (
    SELECT sum(spent) OVER (ORDER BY spent DESC, firm_id ROWS UNBOUNDED PRECEDING) - spent AS before,
        sum(spent) OVER () AS whole
    FROM ({}) WHERE spent > 0)"""
IN_CREDIT = "SELECT count(*), sum(spent) FROM ({}) WHERE spent <= 0"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("demo")
    write(folder / "files", TODAY)
    store = Store(folder / "binome.duckdb")
    import_files(store, sources([folder / "files"]))
    with store.reading() as reader:
        yield reader


def sql(reader: Reader, query: str, period: Period, **more: str | None) -> list[Decimal]:
    asked = {"start": period.start, "end": period.end, **more}
    row = reader.con.cursor().execute(query, asked).fetchone()
    assert row is not None
    return [Decimal(str(cell or 0)) for cell in row]


def figure(reader: Reader, kpi: str, reading: str, period: Period, **options: object) -> Measure:
    scope = Scope(period=period).model_copy(update=options)
    return catalogue()[kpi].compute(reader.facts(), scope, reading)


@EACH
@pytest.mark.parametrize(("reading", "version"), [("in_force", "from_last"), ("initial", "from_first")])
def test_budget_variance(demo: Reader, period: Period, reading: str, version: str):
    compared = COMPARED.replace("{version}", version)
    cost, budget, over, under, n = sql(demo, SIDES.format(compared), period)
    found = figure(demo, "budget_variance", reading, period)
    assert (found.numerator, found.denominator, found.n, found.value) == (cost, budget, n, cost - budget)
    assert (found.details["overruns"], found.details["underruns"]) == (over, under)
    assert over
    assert under
    assert found.n == figure(demo, "budget_conformity", reading, period).n


@EACH
def test_budget_variance_by_matter_type(demo: Reader, period: Period):
    compared = COMPARED.replace("{version}", "from_last")
    found = figure(demo, "budget_variance", "in_force", period, by=("matter_type",))
    assert len(found.groups) > 1
    for group in found.groups:
        of_type = f"""SELECT c.* FROM ({compared}) AS c JOIN matters USING (matter_id)
            WHERE matter_type IS NOT DISTINCT FROM $key"""
        cost, budget, *_, n = sql(demo, SIDES.format(of_type), period, key=group.key[0])
        assert (group.numerator, group.denominator, group.n, group.value) == (cost, budget, n, cost - budget)


@EACH
@pytest.mark.parametrize("number", [1, 3, 5, 10])
def test_the_share_of_the_largest_firms(demo: Reader, period: Period, number: int):
    largest, whole, firms = sql(demo, LARGEST.format(number=number, firms=FIRMS.format(where="")), period)
    found = figure(demo, "concentration", f"top_{number}", period)
    assert (found.numerator, found.denominator, found.n) == (largest, whole, firms)
    assert firms > 5


@EACH
def test_the_herfindahl_index_and_the_firms_that_make_most(demo: Reader, period: Period):
    firms = FIRMS.format(where="")
    found = figure(demo, "concentration", "hhi", period)
    assert [found.numerator, found.denominator] == sql(demo, SQUARES.format(firms), period)
    assert [found.details["firms_for_80"]] == sql(demo, FOR_80.format(firms), period)
    told = [(out.n, out.amount) for out in found.excluded if out.reason == "negative_firm"] or [(0, 0)]
    assert list(told[0]) == sql(demo, IN_CREDIT.format(firms), period)


@EACH
@pytest.mark.parametrize("dimension", ["matter_type", "entity", "jurisdiction"])
def test_the_largest_firms_of_a_slice_are_its_own(demo: Reader, period: Period, dimension: str):
    found = figure(demo, "concentration", "top_1", period, by=(dimension,))
    assert len(found.groups) > 1
    firms = FIRMS.format(where=f"WHERE {dimension} IS NOT DISTINCT FROM $key")
    for group in found.groups:
        expected = sql(demo, LARGEST.format(number=1, firms=firms), period, key=group.key[0])
        assert [group.numerator, group.denominator, group.n] == expected
