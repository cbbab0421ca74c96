"""A second opinion in plain SQL on hours and rates, from the lines and tables as imported, over the demo portfolio."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from data.demo import write
from data.imports import import_files, sources
from data.store import Reader, Store
from kpi import catalogue
from kpi.model import Measure, Period, Scope
from tests.kpi.test_plain_sql import QUARTERS, TODAY

EACH = pytest.mark.parametrize("period", [Period.parse(quarter) for quarter in QUARTERS], ids=QUARTERS)

# Fee lines of valid documents, in euros: what is at time, and what the invoice takes off it on the same matter.
LINES = """
    WITH valid AS (
        SELECT l.*, d.document_id, d.firm_id, d.invoice_date, d.credit_note, d.currency AS money, d.rate AS euro,
            coalesce(l.client_matter_id, r.matter_id, d.register_matter) AS matter,
            d.direction * CASE WHEN d.rate = 1 THEN round(l.net, 2) ELSE round(l.net * d.rate, 2) END AS fee
        FROM documents AS d JOIN lines AS l USING (bill_id)
        LEFT JOIN matter_refs AS r ON r.bill_id = l.bill_id
            AND r.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
            AND r.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
        WHERE d.excluded IS NULL AND d.rate IS NOT NULL),
    taken_off AS (
        SELECT document_id, coalesce(matter, '') AS matter, sum(fee) FILTER (kind = 'IF' AND net < 0) AS off,
            sum(fee) FILTER (kind = 'F' OR net > 0) AS fees
        FROM valid WHERE kind <> 'E' GROUP BY ALL HAVING off < 0 AND fees + off >= 0),
    hourly AS (
        SELECT v.*, coalesce(v.timekeeper_id, lower(v.timekeeper_name)) AS who, c.matter_type,
            CASE WHEN t.level IS NOT NULL THEN t.level WHEN v.timekeeper_class IN ('PT', 'PARTNR') THEN 'partner'
                WHEN v.timekeeper_class IN ('OC', 'OFCOUN') THEN 'counsel'
                WHEN v.timekeeper_class IN ('AS', 'ASSOC') THEN 'associate'
                WHEN v.timekeeper_class IN ('LA', 'PARALG') THEN 'paralegal' END AS level,
            coalesce(-sign(v.fee) * ((2 * cents(abs(v.fee)) * cents(-x.off) + cents(x.fees)) // (2 * cents(x.fees))), 0)
                ::DECIMAL(20, 0) * 0.01::DECIMAL(3, 2) AS off  -- in whole cents, half away from zero
        FROM valid AS v LEFT JOIN taken_off AS x ON x.document_id = v.document_id AND x.matter = coalesce(v.matter, '')
        LEFT JOIN ref_timekeepers AS t ON t.firm_id = v.firm_id AND t.timekeeper_id = v.timekeeper_id
        LEFT JOIN ref_matters AS c ON c.matter_id = v.matter
        WHERE v.kind = 'F' AND v.units <> 0 AND v.unit_cost > 0)
"""
AVERAGE = LINES + "SELECT sum(fee + off), sum(units), count(*) FROM hourly WHERE {date} BETWEEN $start AND $end"
INCREASE = (
    LINES
    + """,
    now AS (SELECT firm_id, who, level, money, sum(units) AS h, sum(units * unit_cost) AS paid,
            sum(units * unit_cost * euro) AS euros FROM hourly WHERE work_date BETWEEN $start AND $end GROUP BY ALL),
    then_ AS (SELECT firm_id, who, level, money, sum(units * unit_cost) / sum(units) AS rate FROM hourly
        WHERE work_date BETWEEN $before AND $until AND who IS NOT NULL GROUP BY ALL)
    SELECT round(sum((paid - h * rate) * euros / paid), 2), round(sum(h * rate * euros / paid), 2), count(*),
        sum(h) / (SELECT sum(h) FROM now)
    FROM now JOIN then_ USING (firm_id, who, money) WHERE now.level IS NOT DISTINCT FROM then_.level"""
)
COMPLIANCE = (
    LINES
    + """,
    judged AS (SELECT *, (
            SELECT r.hourly_rate FROM ref_rates AS r
            WHERE r.firm_id = h.firm_id AND h.work_date BETWEEN r.valid_from AND coalesce(r.valid_to, '9999-12-31')
                AND coalesce(r.matter_id, h.matter) = h.matter AND coalesce(r.level, h.level) = h.level
                AND r.timekeeper_id IS NULL AND r.matter_type IS NULL AND r.currency = h.money
            ORDER BY r.matter_id IS NULL, r.level IS NULL, r.valid_from DESC LIMIT 1) AS agreed
        FROM hourly AS h WHERE work_date BETWEEN $start AND $end)
    SELECT sum(units) FILTER (NOT above), sum(units), sum(fee + off) FILTER (NOT above), sum(fee + off),
        round(sum(units * (unit_cost - agreed) * euro) FILTER (above), 2), count(*),
        (SELECT count(*) FROM judged WHERE agreed IS NULL)
    FROM (SELECT *, unit_cost > agreed + 0.01 AS above FROM judged WHERE agreed IS NOT NULL)"""
)
BRIDGE = (
    LINES
    + """,
    spans AS (SELECT true AS after, $start::DATE AS first, $end::DATE AS last UNION ALL SELECT false, $before, $until),
    cells AS (SELECT firm_id, level,
            coalesce(sum(units) FILTER (after), 0) AS h1, coalesce(sum(fee) FILTER (after), 0) AS f1,
            coalesce(sum(units) FILTER (NOT after), 0) AS h0, coalesce(sum(fee) FILTER (NOT after), 0) AS f0
        FROM hourly JOIN spans ON invoice_date BETWEEN first AND last WHERE NOT credit_note GROUP BY ALL),
    other AS (SELECT
            sum(way * fee) FILTER (kind = 'IF' AND net > 0 OR kind = 'F' AND (units = 0 OR unit_cost = 0)) AS flat,
            sum(way * fee) FILTER (kind = 'IF' AND net < 0) AS discounts,
            sum(way * fee) FILTER (kind = 'E') AS expenses, sum(way * fee) AS billed
        FROM valid JOIN (SELECT *, CASE WHEN after THEN 1 ELSE -1 END AS way FROM spans)
            ON invoice_date BETWEEN first AND last WHERE NOT credit_note),
    spent AS (SELECT sum(way * amount) FILTER (credit_note) AS credits,
            sum(way * amount) FILTER (NOT credit_note AND has_lines) AS detailed,
            sum(way * amount) FILTER (NOT credit_note AND NOT has_lines) AS bare, sum(way * amount) AS change
        FROM spend JOIN (SELECT *, CASE WHEN after THEN 1 ELSE -1 END AS way FROM spans)
            ON invoice_date BETWEEN first AND last WHERE excluded IS NULL AND amount IS NOT NULL)
    SELECT coalesce(round((sum(h1) - sum(h0)) * sum(f0) / nullif(sum(h0), 0), 2), sum(f1)),
        round(sum(h1 * CASE WHEN h0 <> 0 THEN f1 / nullif(h1, 0) - f0 / h0 END), 2), sum(f1 - f0),
        any_value(flat), any_value(expenses), any_value(discounts), any_value(detailed - billed), any_value(credits),
        any_value(bare), any_value(change)
    FROM cells, other, spent"""
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("demo")
    write(folder / "files", TODAY)
    store = Store(folder / "binome.duckdb")
    import_files(store, sources([folder / "files"]))
    with store.reading() as reader:
        yield reader


def sql(reader: Reader, query: str, period: Period, earlier: Period | None = None) -> list[Decimal]:
    earlier = earlier or period
    days = {"start": period.start, "end": period.end, "before": earlier.start, "until": earlier.end}
    used: dict[str, dt.date] = {name: day for name, day in days.items() if f"${name}" in query}
    (row,) = reader.con.cursor().execute(query, used).fetchall()
    return [Decimal(str(cell or 0)) for cell in row]


def figure(reader: Reader, kpi: str, reading: str, period: Period, **options: Any) -> Measure:
    scope = Scope(period=period).model_copy(update=options)
    return catalogue()[kpi].compute(reader.facts(), scope, reading)


@EACH
@pytest.mark.parametrize(("reading", "date"), [("worked", "work_date"), ("invoiced", "invoice_date")])
def test_average_hourly_rate(demo: Reader, period: Period, reading: str, date: str):
    found = figure(demo, "average_hourly_rate", reading, period)
    assert [found.numerator, found.denominator, found.n] == sql(demo, AVERAGE.format(date=date), period)


@EACH
@pytest.mark.parametrize(("reading", "months"), [("year", 12), ("quarter", 3)])
def test_rate_increase(demo: Reader, period: Period, reading: str, months: int):
    found = figure(demo, "rate_increase", reading, period)
    more, base, people, matched = sql(demo, INCREASE, period, period.back(months))
    assert [found.numerator, found.denominator, found.n] == [more, base, people]
    assert found.coverage is not None
    assert round(found.coverage, 9) == round(matched, 9)


@EACH
def test_rate_compliance(demo: Reader, period: Period):
    within, hours, fees_within, fees, excess, lines, without = sql(demo, COMPLIANCE, period)
    found, in_fees = (figure(demo, "rate_compliance", reading, period) for reading in ("hours", "fees"))
    assert [found.numerator, found.denominator, found.n, found.details["overbilled"]] == [within, hours, lines, excess]
    assert [in_fees.numerator, in_fees.denominator] == [fees_within, fees]
    assert sum(out.n for out in found.excluded if out.reason == "no_agreed_rate") == without


@EACH
@pytest.mark.parametrize(("reading", "months"), [("year", 12), ("quarter", 3)])
def test_spend_bridge(demo: Reader, period: Period, reading: str, months: int):
    earlier = period.back(months)
    volume, price, hourly, *rest, change = sql(demo, BRIDGE, period, earlier)
    found = figure(demo, "spend_bridge", reading, period)
    spent = [figure(demo, "spend", "net", span).value or Decimal(0) for span in (period, earlier)]
    assert found.value == change == spent[0] - spent[1]
    assert [found.details[name] for name in ("volume", "price", "mix")] == [volume, price, hourly - volume - price]
    names = ("fixed_fees", "expenses", "discounts", "adjustments", "credit_notes", "unitemised")
    approval = rest[3] + rest[5] - (found.details["unitemised"] or 0)  # the register tells no billed total apart
    assert [found.details[name] for name in names[:3]] == rest[:3]
    assert [found.details["adjustments"], found.details["credit_notes"]] == [approval, rest[4]]


TRENDS = (
    ("rate_increase", "year"), ("rate_increase", "quarter"), ("spend_bridge", "quarter"), ("rate_compliance", "hours"),
    ("average_hourly_rate", "worked"),
)  # fmt: skip


@pytest.mark.parametrize(("kpi", "reading"), TRENDS)
def test_a_trend_says_what_each_quarter_says(demo: Reader, kpi: str, reading: str):
    last = Period.parse(QUARTERS[-1])
    span = Period(start=last.back(21).start, end=last.end)
    groups = {group.key[0]: group.value for group in figure(demo, kpi, reading, span, by=("quarter",)).groups}
    alone = {quarter: figure(demo, kpi, reading, part).value for quarter, part in span.split("quarter").items()}
    assert len(groups) >= 7  # the portfolio starts in the first of the eight
    assert groups == {quarter: value for quarter, value in alone.items() if quarter in groups}
    assert {value or 0 for quarter, value in alone.items() if quarter not in groups} <= {0}
