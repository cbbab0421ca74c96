"""A second opinion in plain SQL on every figure, over the demo portfolio: written apart, equal to the cent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from data.demo import write
from data.imports import import_files, sources
from data.store import Reader, Store
from kpi import catalogue
from kpi.model import Measure, Period, Scope

TODAY = dt.date(2026, 11, 22)
QUARTERS = ["2024-T2", "2025-T4", "2026-T3"]

_GOOD = "excluded IS NULL AND amount IS NOT NULL"
_IN = "invoice_date BETWEEN $start AND $end"
SPEND = f"SELECT sum(amount) FROM spend WHERE {_GOOD} AND {_IN}"
COST = f"""SELECT (SELECT sum(amount) FROM spend WHERE {_GOOD} AND {_IN}) , (
    SELECT count(DISTINCT matter_id) FROM spend WHERE {_GOOD} AND {_IN} AND NOT credit_note)"""
CLOSED = f"""WITH closed AS (
        SELECT matter_id FROM matters WHERE closed_on > $end::DATE - INTERVAL 1 YEAR AND closed_on <= $end
        AND (final_billed OR closed_on <= $end::DATE - INTERVAL 90 DAY) AND NOT umbrella)
    SELECT (SELECT sum(amount) FROM spend SEMI JOIN closed USING (matter_id) WHERE {_GOOD} AND invoice_date <= $end),
        (SELECT count(*) FROM closed), $start"""
BUDGET = f"""WITH active AS (
        SELECT DISTINCT matter_id FROM spend WHERE {_GOOD} AND {_IN} AND NOT credit_note AND matter_id IS NOT NULL),
    spent AS (SELECT matter_id, sum(amount) AS every, sum(amount) FILTER (nature = 'fees') AS fees
        FROM spend WHERE {_GOOD} AND invoice_date <= $end GROUP BY matter_id),
    version AS (SELECT * FROM budgets WHERE approved_on <= $end AND amount IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY matter_id, firm_id, phase
            ORDER BY approved_on {{direction}}, position DESC) = 1),
    current AS (SELECT * FROM budgets WHERE approved_on <= $end AND amount IS NOT NULL
        QUALIFY row_number() OVER (
            PARTITION BY matter_id, firm_id, phase ORDER BY approved_on DESC, position DESC) = 1),
    agreed AS (SELECT matter_id, sum(amount) AS budget FROM version GROUP BY matter_id HAVING sum(amount) > 0),
    kinds AS (SELECT matter_id, bool_and(scope IS NOT DISTINCT FROM 'fees') AS fees_only
        FROM current GROUP BY matter_id)
    SELECT count(*) FILTER ((CASE WHEN fees_only THEN coalesce(fees, 0) ELSE every END) <= budget), count(budget),
        count(*)
    FROM active JOIN spent USING (matter_id) LEFT JOIN agreed USING (matter_id) LEFT JOIN kinds USING (matter_id)"""
PANEL = """WITH judged AS (
        SELECT i.firm_id, i.matter_id, i.instructed_on, EXISTS (SELECT 1 FROM panel AS p WHERE p.house = i.house
            AND i.instructed_on BETWEEN p.valid_from AND coalesce(p.valid_to, DATE '9999-12-31')
            AND (p.matter_type IS NULL OR p.matter_type = i.matter_type)
            AND (p.jurisdiction IS NULL OR p.jurisdiction = i.jurisdiction)
            AND (p.entity IS NULL OR p.entity = i.entity)) AS on_panel
        FROM instructions AS i WHERE firm_kind = 'law_firm' AND instructed_on IS NOT NULL
        AND (EXISTS (FROM panel WHERE matter_type IS NULL) OR matter_type IN (SELECT matter_type FROM panel)))"""
OFF_COUNT = (
    PANEL
    + """ SELECT count(*) FILTER (NOT on_panel), count(*) FROM judged
    WHERE instructed_on BETWEEN $start AND $end"""
)
OFF_AMOUNT = (
    PANEL
    + f""" SELECT sum(amount) FILTER (NOT on_panel), sum(amount) FROM spend JOIN judged
    USING (firm_id, matter_id) WHERE {_GOOD} AND {_IN}"""
)
DEMAT = """SELECT {counted} FILTER (channel NOT IN ('pdf', 'paper')), {counted} FILTER (has_lines), {counted} FROM (
    SELECT document_id, any_value(channel) AS channel, any_value(has_lines) AS has_lines, sum(amount) AS amount
    FROM spend WHERE excluded IS NULL AND NOT credit_note AND channel IS NOT NULL {also}
    AND received_on BETWEEN $start AND $end GROUP BY document_id)"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("demo")
    write(folder / "files", TODAY)
    store = Store(folder / "binome.duckdb")
    import_files(store, sources([folder / "files"]))
    with store.reading() as reader:
        yield reader


def sql(reader: Reader, query: str, period: Period) -> list[Decimal]:
    asked = {"start": period.start, "end": period.end}
    used = {name: value for name, value in asked.items() if f"${name}" in query}
    row = reader.con.cursor().execute(query, used).fetchone()
    assert row is not None
    return [Decimal(str(cell or 0)) if not isinstance(cell, dt.date) else Decimal(0) for cell in row]


def figure(reader: Reader, kpi: str, reading: str, period: Period, **options: object) -> Measure:
    scope = Scope(period=period).model_copy(update=options)
    return catalogue()[kpi].compute(reader.facts(), scope, reading)


def both(measure: Measure) -> list[Decimal | None]:
    return [measure.numerator, measure.denominator]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_spend(demo: Reader, quarter: str) -> None:
    period = Period.parse(quarter)
    assert [figure(demo, "spend", "net", period).value] == sql(demo, SPEND, period)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_cost_per_matter_type(demo: Reader, quarter: str) -> None:
    period = Period.parse(quarter)
    assert both(figure(demo, "cost_per_matter_type", "active", period)) == sql(demo, COST, period)
    assert both(figure(demo, "cost_per_matter_type", "closed", period)) == sql(demo, CLOSED, period)[:2]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_budget_conformity_and_coverage(demo: Reader, quarter: str) -> None:
    period = Period.parse(quarter)
    conforming, budgeted, active = sql(demo, BUDGET.replace("{direction}", "DESC"), period)
    assert both(figure(demo, "budget_conformity", "in_force", period)) == [conforming, budgeted]
    assert both(figure(demo, "budget_conformity", "strict", period)) == [conforming, active]
    assert both(figure(demo, "budget_coverage", "in_force", period)) == [budgeted, active]
    initial = sql(demo, BUDGET.replace("{direction}", "ASC"), period)
    assert both(figure(demo, "budget_conformity", "initial", period)) == initial[:2]


@pytest.mark.parametrize("quarter", QUARTERS)
def test_off_panel_rate(demo: Reader, quarter: str) -> None:
    period = Period.parse(quarter)
    assert both(figure(demo, "off_panel_rate", "count", period)) == sql(demo, OFF_COUNT, period)
    assert both(figure(demo, "off_panel_rate", "amount", period)) == sql(demo, OFF_AMOUNT, period)


@pytest.mark.parametrize("quarter", QUARTERS)
@pytest.mark.parametrize("weight", ["count", "amount"])
def test_dematerialisation_rate(demo: Reader, quarter: str, weight: str) -> None:
    period = Period.parse(quarter)
    counted, also = ("count(*)", "") if weight == "count" else ("sum(amount)", "AND amount IS NOT NULL")
    structured, detail, known = sql(demo, DEMAT.format(counted=counted, also=also), period)
    assert both(figure(demo, "dematerialisation_rate", "structured", period, weight=weight)) == [structured, known]
    assert both(figure(demo, "dematerialisation_rate", "detail", period, weight=weight)) == [detail, known]
