"""The six first figures as people would work them out without Binôme, over the very same files.

    python -m benchmarks.rivals ENGINE FOLDER

Each is written as its user would write it: pandas with floats, polars lazily, SQL over a table that `read_csv` loads.
They know less: no damaged line, no credit note, no exchange rate, no second paper of an invoice; the made-up portfolio
has none. Prints one JSON object: seconds to have the data, milliseconds of the figures then, the figures.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from data.formats.ledes_1998b import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable

START, END = dt.date(2026, 7, 1), dt.date(2026, 9, 30)
STRUCTURED: Final = ("ledes", "portal", "factur_x")
ROUNDS: Final = 5
_WRITTEN: Final = [*(column.name for column in COLUMNS[:-1]), "CLIENT_MATTER_ID[]"]
_USED: Final = ["INVOICE_DATE", "INVOICE_NUMBER", "EXP/FEE/INV_ADJ_TYPE", "LINE_ITEM_TOTAL", "LINE_ITEM_DATE",
    "LAW_FIRM_ID", "CLIENT_MATTER_ID[]"]  # fmt: skip
Figures = dict[str, float]


def with_pandas(folder: Path) -> Callable[[], Figures]:
    """Read the files with pandas; return what works the figures out."""
    import pandas as pd  # noqa: PLC0415 — one engine a process

    form = {"sep": "|", "skiprows": 2, "names": _WRITTEN, "usecols": _USED, "quoting": 3}
    lines = pd.concat([pd.read_csv(file, **form) for file in sorted(folder.glob("*.txt"))], ignore_index=True)
    lines.columns = ["day", "number", "kind", "total", "work_day", "firm", "matter"]
    lines["matter"] = lines["matter"].str.removesuffix("[]")
    for name in ("day", "work_day"):
        lines[name] = pd.to_datetime(lines[name].astype("Int64").astype("string"), format="%Y%m%d")
    matters, panel, budgets, register = (
        pd.read_csv(folder / f"{name}.csv") for name in ("matters", "panel", "budgets", "invoices")
    )
    register["day"] = pd.to_datetime(register["invoice_date"])
    for frame, name in ((panel, "valid_from"), (panel, "valid_to"), (budgets, "approved_on")):
        frame[name] = pd.to_datetime(frame[name])
    start, end = pd.Timestamp(START), pd.Timestamp(END)

    def figures() -> Figures:
        bills = lines.groupby(["number", "firm", "matter", "day"], as_index=False).agg(amount=("total", "sum"))
        bills["channel"] = "ledes"
        others = register.rename(columns={"firm_id": "firm", "matter_id": "matter", "net_amount": "amount"})
        documents = pd.concat([bills, others[["firm", "matter", "day", "amount", "channel"]]])
        now = documents[documents["day"].between(start, end)]
        spend, active = now["amount"].sum(), now["matter"].unique()
        spent = documents[documents["day"] <= end].groupby("matter")["amount"].sum().reindex(active)
        approved = budgets[budgets["approved_on"] <= end].sort_values("approved_on", kind="stable")
        budget = approved.groupby("matter_id")["amount"].last().reindex(active)
        within = (spent <= budget) & budget.notna()
        fees = lines[lines["kind"] == "F"].groupby(["firm", "matter"])["work_day"].min()
        instructed = documents.groupby(["firm", "matter"])["day"].min().to_frame()
        instructed["date"] = fees.reindex(instructed.index).fillna(instructed["day"])
        given = instructed[instructed["date"].between(start, end)].reset_index()
        given = given.merge(matters[["matter_id", "matter_type"]], left_on="matter", right_on="matter_id")
        found = given.merge(panel, left_on=["firm", "matter_type"], right_on=["firm_id", "matter_type"])
        on = found[
            (found["valid_from"] <= found["date"]) & (found["valid_to"].isna() | (found["date"] <= found["valid_to"]))
        ]
        return {
            "spend": spend, "cost_per_matter_type": spend / len(active),
            "budget_conformity": within.sum() / budget.notna().sum(),
            "budget_coverage": budget.notna().sum() / len(active),
            "off_panel_rate": 1 - len(on[["firm", "matter"]].drop_duplicates()) / len(given),
            "dematerialisation_rate": now["channel"].isin(STRUCTURED).sum() / len(now),
        }  # fmt: skip

    return figures


def with_polars(folder: Path) -> Callable[[], Figures]:
    """Read the files with polars; return what works the figures out."""
    import polars as pl  # noqa: PLC0415 — one engine a process

    day = {name: pl.col(name).cast(pl.String).str.to_date("%Y%m%d") for name in ("INVOICE_DATE", "LINE_ITEM_DATE")}
    lines = pl.scan_csv(
        folder / "*.txt", separator="|", skip_rows=1, quote_char=None, infer_schema=False, glob=True
    ).select(
        number="INVOICE_NUMBER", firm="LAW_FIRM_ID", kind="EXP/FEE/INV_ADJ_TYPE",
        matter=pl.col("CLIENT_MATTER_ID[]").str.strip_suffix("[]"), day=day["INVOICE_DATE"],
        work_day=day["LINE_ITEM_DATE"], total=pl.col("LINE_ITEM_TOTAL").cast(pl.Decimal(18, 2)),
    ).collect()  # fmt: skip
    matters, panel, budgets, register = (
        pl.read_csv(folder / f"{name}.csv", try_parse_dates=True)
        for name in ("matters", "panel", "budgets", "invoices")
    )
    others = register.select(firm="firm_id", matter="matter_id", day="invoice_date",
        amount=pl.col("net_amount").cast(pl.Decimal(38, 2)), channel="channel")  # fmt: skip

    def figures() -> Figures:
        bills = lines.lazy().group_by("number", "firm", "matter", "day").agg(amount=pl.col("total").sum())
        bills = bills.select("firm", "matter", "day", pl.col("amount").cast(pl.Decimal(38, 2)), channel=pl.lit("ledes"))
        documents = pl.concat([bills, others.lazy()]).collect()
        now = documents.filter(pl.col("day").is_between(START, END))
        spend, active = float(now["amount"].sum()), now.select("matter").unique()
        spent = documents.filter(pl.col("day") <= END).group_by("matter").agg(spent=pl.col("amount").sum())
        budget = budgets.filter(pl.col("approved_on") <= END).sort("approved_on", maintain_order=True)
        budget = budget.group_by(matter="matter_id").agg(budget=pl.col("amount").last())
        judged = active.join(spent, on="matter").join(budget, on="matter")
        fees = lines.lazy().filter(pl.col("kind") == "F").group_by("firm", "matter").agg(fee=pl.col("work_day").min())
        given = documents.lazy().group_by("firm", "matter").agg(first=pl.col("day").min())
        given = given.join(fees, on=["firm", "matter"], how="left").with_columns(date=pl.coalesce("fee", "first"))
        given = given.filter(pl.col("date").is_between(START, END)).collect()
        given = given.join(matters.select(matter="matter_id", matter_type="matter_type"), on="matter")
        on = given.join(panel, left_on=["firm", "matter_type"], right_on=["firm_id", "matter_type"]).filter(
            (pl.col("valid_from") <= pl.col("date"))
            & (pl.col("valid_to").is_null() | (pl.col("date") <= pl.col("valid_to")))
        )
        return {
            "spend": spend, "cost_per_matter_type": spend / len(active),
            "budget_conformity": judged.filter(pl.col("spent") <= pl.col("budget")).height / judged.height,
            "budget_coverage": judged.height / active.height,
            "off_panel_rate": 1 - on.select("firm", "matter").unique().height / given.height,
            "dematerialisation_rate": now.filter(pl.col("channel").is_in(STRUCTURED)).height / now.height,
        }  # fmt: skip

    return figures


def with_sql(folder: Path) -> Callable[[], Figures]:
    """Load the files with `read_csv`, cells cast as one does; return what works the figures out."""
    import duckdb  # noqa: PLC0415 — one engine a process

    con = duckdb.connect()
    cells = "{" + ", ".join(f"'{name}': 'VARCHAR'" for name in _WRITTEN) + "}"
    con.execute(
        f"""CREATE TABLE lines AS SELECT INVOICE_NUMBER AS number, LAW_FIRM_ID AS firm, "EXP/FEE/INV_ADJ_TYPE" AS kind,
            left("CLIENT_MATTER_ID[]", -2) AS matter, strptime(INVOICE_DATE, '%Y%m%d')::DATE AS day,
            strptime(LINE_ITEM_DATE, '%Y%m%d')::DATE AS work_day, LINE_ITEM_TOTAL::DECIMAL(18, 2) AS total
        FROM read_csv('{folder}/*.txt', auto_detect = false, delim = '|', header = false, skip = 2, quote = '',
            escape = '', columns = {cells}, new_line = '\\n')"""
    )
    for name in ("matters", "panel", "budgets", "invoices"):
        con.execute(f"CREATE TABLE {name} AS FROM read_csv('{folder}/{name}.csv')")

    def figures() -> Figures:
        cursor = con.execute(_SQL, {"start": START, "end": END})
        names = [column[0] for column in cursor.description]
        return dict(zip(names, map(float, cursor.fetchall()[0]), strict=True))

    return figures


_SQL: Final = f"""
    WITH documents AS (
        SELECT firm, matter, day, sum(total) AS amount, 'ledes' AS channel FROM lines GROUP BY number, firm, matter, day
        UNION ALL SELECT firm_id, matter_id, invoice_date, net_amount, channel FROM invoices
    ), now AS (FROM documents WHERE day BETWEEN $start AND $end
    ), spent AS (
        SELECT matter, sum(amount) AS spent FROM documents WHERE day <= $end AND matter IN (SELECT matter FROM now)
        GROUP BY matter
    ), budget AS (
        SELECT matter_id AS matter, arg_max(amount, approved_on) AS budget FROM budgets WHERE approved_on <= $end
        GROUP BY matter_id
    ), judged AS (FROM spent LEFT JOIN budget USING (matter)
    ), fees AS (SELECT firm, matter, min(work_day) AS fee FROM lines WHERE kind = 'F' GROUP BY firm, matter
    ), given AS (
        SELECT d.firm, d.matter, coalesce(any_value(f.fee), min(d.day)) AS date
        FROM documents AS d LEFT JOIN fees AS f ON f.firm = d.firm AND f.matter = d.matter
        GROUP BY d.firm, d.matter HAVING date BETWEEN $start AND $end
    ), panelled AS (
        SELECT g.*, EXISTS (FROM panel AS p WHERE p.firm_id = g.firm AND p.matter_type = m.matter_type
            AND p.valid_from <= g.date AND (p.valid_to IS NULL OR g.date <= p.valid_to)) AS on_panel
        FROM given AS g JOIN matters AS m ON m.matter_id = g.matter
    )
    SELECT (SELECT sum(amount) FROM now) AS spend,
        (SELECT sum(amount) / count(DISTINCT matter) FROM now) AS cost_per_matter_type,
        (SELECT count(*) FILTER (spent <= budget) / count(budget) FROM judged) AS budget_conformity,
        (SELECT count(budget) / count(*) FROM judged) AS budget_coverage,
        (SELECT count(*) FILTER (NOT on_panel) / count(*) FROM panelled) AS off_panel_rate,
        (SELECT count(*) FILTER (channel IN {STRUCTURED}) / count(*) FROM now) AS dematerialisation_rate
"""
ENGINES: Final = {"pandas": with_pandas, "polars": with_polars, "sql": with_sql}


def main() -> None:
    """Measure one engine in this process."""
    engine, folder = sys.argv[1], Path(sys.argv[2])
    begun = time.perf_counter()
    figures = ENGINES[engine](folder)
    loaded, spent, found = time.perf_counter() - begun, [], {}
    for _ in range(ROUNDS):
        at = time.perf_counter(), time.process_time()
        found = figures()
        spent.append((1000 * (time.perf_counter() - at[0]), 1000 * (time.process_time() - at[1])))
    told: dict[str, Any] = {
        "load_s": loaded, "warm_ms": median(wall for wall, _ in spent[1:]),
        "warm_cpu_ms": median(cpu for _, cpu in spent[1:]),
        "figures": {name: float(value) for name, value in found.items()},
    }  # fmt: skip
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
