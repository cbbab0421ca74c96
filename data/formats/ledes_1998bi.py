"""LEDES 1998BI (any V): 1998B with currency and tax; a line's total INCLUDES tax."""

from __future__ import annotations

import re

from data.formats import Column, TextFormat
from data.formats.ledes_1998b import COLUMNS as COLUMNS_1998B
from kpi.model import Text

COLUMNS = (
    *COLUMNS_1998B,
    Column("PO_NUMBER", "text", ""),
    Column("CLIENT_TAX_ID", "text", ""),
    Column("MATTER_NAME", "text", ""),
    Column("INVOICE_TAX_TOTAL", "amount", "declared_tax"),
    Column("INVOICE_NET_TOTAL", "amount", "declared_net"),
    Column("INVOICE_CURRENCY", "code", "currency"),
    Column("TIMEKEEPER_LAST_NAME", "text", "timekeeper_last"),
    Column("TIMEKEEPER_FIRST_NAME", "text", "timekeeper_first"),
    Column("ACCOUNT_TYPE", "code", ""),
    Column("LAW_FIRM_NAME", "text", "firm_name"),
    Column("LAW_FIRM_ADDRESS_1", "text", ""),
    Column("LAW_FIRM_ADDRESS_2", "text", ""),
    Column("LAW_FIRM_CITY", "text", ""),
    Column("LAW_FIRM_STATEORREGION", "text", ""),
    Column("LAW_FIRM_POSTCODE", "text", ""),
    Column("LAW_FIRM_COUNTRY", "text", ""),
    Column("CLIENT_NAME", "text", ""),
    Column("CLIENT_ADDRESS_1", "text", ""),
    Column("CLIENT_ADDRESS_2", "text", ""),
    Column("CLIENT_CITY", "text", ""),
    Column("CLIENT_STATEORREGION", "text", ""),
    Column("CLIENT_POSTCODE", "text", ""),
    Column("CLIENT_COUNTRY", "text", ""),
    Column("LINE_ITEM_TAX_RATE", "rate", "tax_rate"),
    Column("LINE_ITEM_TAX_TOTAL", "amount", "tax"),
    Column("LINE_ITEM_TAX_TYPE", "text", ""),
    Column("INVOICE_REPORTED_TAX_TOTAL", "amount", ""),
    Column("INVOICE_TAX_CURRENCY", "code", ""),
)

FORMAT = TextFormat(
    name="LEDES1998BI",
    title=Text("LEDES 1998BI", "LEDES 1998BI"),
    first_line=re.compile(r"\W*LEDES\s*(19)?98\s*BI\W*(V\s*\d+)?\W*", re.IGNORECASE),
    columns=COLUMNS,
    channel="ledes",
    tax_included=True,
    marks=frozenset({"LINE_ITEM_TAX_TOTAL", "INVOICE_CURRENCY"}),
)
