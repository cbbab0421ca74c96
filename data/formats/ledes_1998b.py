"""LEDES 1998B: 24 columns, no tax, no currency; a line's total is units × unit cost + adjustment."""

from __future__ import annotations

import re

from data.formats import Column, TextFormat
from kpi.model import Text

COLUMNS = (
    Column("INVOICE_DATE", "date", "invoice_date", required=True),
    Column("INVOICE_NUMBER", "text", "number", required=True),
    Column("CLIENT_ID", "text", "client_id"),
    Column("LAW_FIRM_MATTER_ID", "text", "law_firm_matter_id"),
    Column("INVOICE_TOTAL", "amount", "declared_total"),
    Column("BILLING_START_DATE", "date", "billing_from"),
    Column("BILLING_END_DATE", "date", "billing_to"),
    Column("INVOICE_DESCRIPTION", "text", "description"),
    Column("LINE_ITEM_NUMBER", "text", "item_number"),
    Column("EXP/FEE/INV_ADJ_TYPE", "code", "kind"),
    Column("LINE_ITEM_NUMBER_OF_UNITS", "amount", "units"),
    Column("LINE_ITEM_ADJUSTMENT_AMOUNT", "amount", "adjustment"),
    Column("LINE_ITEM_TOTAL", "amount", "total", required=True),
    Column("LINE_ITEM_DATE", "date", "work_date"),
    Column("LINE_ITEM_TASK_CODE", "code", "task_code"),
    Column("LINE_ITEM_EXPENSE_CODE", "code", "expense_code"),
    Column("LINE_ITEM_ACTIVITY_CODE", "code", "activity_code"),
    Column("TIMEKEEPER_ID", "text", "timekeeper_id"),
    Column("LINE_ITEM_DESCRIPTION", "text", "narrative"),
    Column("LAW_FIRM_ID", "text", "firm_ref"),
    Column("LINE_ITEM_UNIT_COST", "amount", "unit_cost"),
    Column("TIMEKEEPER_NAME", "text", "timekeeper_name"),
    Column("TIMEKEEPER_CLASSIFICATION", "code", "timekeeper_class"),
    Column("CLIENT_MATTER_ID", "text", "client_matter_id"),
)

FORMAT = TextFormat(
    name="LEDES1998B",
    title=Text("LEDES 1998B", "LEDES 1998B"),
    first_line=re.compile(r"\W*LEDES\s*(19)?98\s*B\W*(V\s*\d+)?\W*", re.IGNORECASE),
    columns=COLUMNS,
    channel="ledes",
    tax_included=False,
)
