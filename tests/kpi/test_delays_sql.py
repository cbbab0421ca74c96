"""A second opinion in plain SQL on delays, quality and contracts, over the demo portfolio, from the rows imported."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from data.store import Reader
from kpi import catalogue
from kpi.model import Period, Scope
from kpi.surveys import CRITERIA
from tests.kpi import test_plain_sql as plain

demo = plain.demo
YEARS = {"2024-T4": ("2024-01-01", "2024-12-31"), "2026-T3": ("2025-10-01", "2026-09-30")}
NEW = ("billing_delay", "late_billing_rate", "payment_delay", "perceived_quality", "net_promoter_score",
       "responsible_purchasing")  # fmt: skip
WAITED = """WITH waited AS (
        SELECT d.firm_id, d.invoice_date - l.work_date AS days,
            round(CAST(l.net AS DECIMAL(30, 6)) * CAST(d.rate AS DECIMAL(8, 6)), 2) AS fees
        FROM lines AS l JOIN documents AS d USING (bill_id)
        WHERE l.kind = 'F' AND l.work_date IS NOT NULL AND d.rate IS NOT NULL AND d.excluded IS NULL
        AND NOT d.credit_note AND d.invoice_date BETWEEN $start AND $end)"""
MEDIAN = f"""{WAITED}, summed AS (SELECT days, sum(fees) AS fees FROM waited GROUP BY days),
    so_far AS (SELECT days, sum(fees) OVER (ORDER BY days) AS reached, sum(fees) OVER () AS every FROM summed)
    SELECT min(days) FILTER (reached >= every / 2), min(days) FILTER (reached >= every * 0.9) FROM so_far"""
LATE = f"{WAITED} SELECT coalesce(sum(fees) FILTER (days > $limit), 0), sum(fees), count(*) FROM waited"
REGISTER = """WITH invoices AS (
        SELECT DISTINCT firm_id, invoice_number, invoice_date, paid_on FROM ref_invoices
        WHERE status NOT IN ('rejected', 'withdrawn', 'superseded') AND kind IS DISTINCT FROM 'credit_note')"""
PAID = f"""{REGISTER} SELECT median(paid_on - invoice_date), count(*), count(*) FILTER (paid_on - invoice_date > 30)
    FROM invoices WHERE paid_on BETWEEN $start AND $end"""
WAITING = f"""{REGISTER} SELECT count(*), count(*) FILTER ($end - invoice_date > 30) FROM invoices
    WHERE invoice_date <= $end AND (paid_on IS NULL OR paid_on > $end)"""
ANSWERS = """WITH answers AS (
        SELECT DISTINCT * EXCLUDE (file_id, line_no, extra) FROM ref_surveys
        WHERE answered_on BETWEEN $first AND $last)"""
BILLED = """billed AS (
        SELECT DISTINCT firm_id, matter_id FROM spend WHERE excluded IS NULL AND NOT credit_note
        AND matter_id IS NOT NULL AND invoice_date BETWEEN $first AND $last)"""
NET = f"""{ANSWERS} SELECT count(*) FILTER (recommend >= 9) - count(*) FILTER (recommend <= 6), count(recommend)
    FROM answers"""
RESPONSE = f"""{ANSWERS}, {BILLED} SELECT count(*),
    count(*) FILTER ((firm_id, matter_id) IN (SELECT (firm_id, matter_id) FROM answers)) FROM billed"""
CONTRACTS = """SELECT count(*) FILTER (environmental), count(*) FILTER (social), count(*) FILTER (small_business),
    count(*) FROM ref_contracts WHERE notified_on BETWEEN $first AND $last"""


def ask(reader: Reader, query: str, quarter: str, **more: int) -> tuple[Any, ...]:
    period, year = Period.parse(quarter), YEARS[quarter]
    asked = {"start": period.start, "end": period.end, "first": year[0], "last": year[1], **more}
    used = {name: value for name, value in asked.items() if f"${name}" in query}
    row = reader.con.cursor().execute(query, used).fetchone()
    assert row is not None
    assert any(row), "nothing to compare with"
    return row


@pytest.mark.parametrize("quarter", YEARS)
def test_billing_delay(demo: Reader, quarter: str):
    found = plain.figure(demo, "billing_delay", "work_to_invoice", Period.parse(quarter))
    assert (found.value, found.details["p90"]) == ask(demo, MEDIAN, quarter)


@pytest.mark.parametrize("quarter", YEARS)
@pytest.mark.parametrize("days", [30, 60, 90])
def test_late_billing_rate(demo: Reader, quarter: str, days: int):
    found = plain.figure(demo, "late_billing_rate", f"days_{days}", Period.parse(quarter))
    assert (found.numerator, found.denominator, found.n) == ask(demo, LATE, quarter, limit=days)


@pytest.mark.parametrize("quarter", YEARS)
def test_payment_delay(demo: Reader, quarter: str):
    found = plain.figure(demo, "payment_delay", "invoice_to_payment", Period.parse(quarter))
    median, n, late = ask(demo, PAID, quarter)
    assert (found.value, found.n) == (Decimal(str(median)), n)
    assert found.details["over_term"] == Decimal(late) / n
    waiting = next(out.n for out in found.excluded if out.reason == "unpaid")
    assert (waiting, found.details["overdue"]) == ask(demo, WAITING, quarter)


@pytest.mark.parametrize("quarter", YEARS)
def test_perceived_quality(demo: Reader, quarter: str):
    for reading in ("all", *CRITERIA):
        names = CRITERIA if reading == "all" else (reading,)
        marks = " UNION ALL ".join(f"SELECT {name} AS mark FROM answers" for name in names)
        found = plain.figure(demo, "perceived_quality", reading, Period.parse(quarter))
        asked = f"{ANSWERS} SELECT sum(mark), count(mark) FROM ({marks})"
        assert (found.numerator, found.denominator) == ask(demo, asked, quarter)
    assert (found.details["instructed"], found.details["rated"]) == ask(demo, RESPONSE, quarter)


@pytest.mark.parametrize("quarter", YEARS)
def test_net_promoter_score(demo: Reader, quarter: str):
    found = plain.figure(demo, "net_promoter_score", "twelve_months", Period.parse(quarter))
    assert (found.numerator, found.denominator) == ask(demo, NET, quarter)


@pytest.mark.parametrize("quarter", YEARS)
def test_responsible_purchasing(demo: Reader, quarter: str):
    period = Period.parse(quarter)
    readings = ("environmental", "social", "small_business")
    found = [plain.figure(demo, "responsible_purchasing", reading, period) for reading in readings]
    assert (*(one.numerator for one in found), found[0].denominator) == ask(demo, CONTRACTS, quarter)


@pytest.mark.parametrize("kpi", NEW)
def test_each_quarter_of_a_trend_is_that_quarter_asked_alone(demo: Reader, kpi: str):
    definition = catalogue()[kpi]
    two_years = Scope(period=Period(start=Period.parse("2024-T4").start, end=Period.parse("2026-T3").end))
    for reading in definition.readings:
        trend = definition.compute(demo.facts(), two_years.cut("quarter"), reading.name)
        assert len(trend.groups) == 8
        for group in trend.groups:
            alone = plain.figure(demo, kpi, reading.name, Period.parse(group.key[0] or ""))
            assert (group.value, group.numerator, group.denominator, group.n) == (
                alone.value, alone.numerator, alone.denominator, alone.n,
            )  # fmt: skip


@pytest.mark.parametrize("kpi", NEW)
def test_the_slices_by_firm_make_the_whole(demo: Reader, kpi: str):
    found = catalogue()[kpi].compute(
        demo.facts(), Scope(period=Period.parse("2026-T3")).cut("firm"), catalogue()[kpi].default_reading
    )
    assert sum(group.n for group in found.groups) == found.n > 0
    if found.denominator is not None:
        assert sum(group.denominator or 0 for group in found.groups) == found.denominator
