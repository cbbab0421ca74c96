"""Write reference tables as CSV, mostly French: semicolons, decimal comma, JJ/MM/AAAA, UTF-8 with BOM."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Cell = str | int | bool | Decimal | date | None
Rows = list[dict[str, Cell]]

COLUMNS = {
    "firms": "firm_id name group_id kind country size responsible_label",
    "firm_aliases": "alias firm_id",
    "matters": "matter_id name matter_type entity business_unit jurisdiction owner opened_on closed_on "
    "final_billed umbrella fee_arrangement law_firm_matter_id",
    "mandates": "firm_id matter_id appointed_on waiver reason fee_arrangement agreed_fee",
    "panel": "firm_id matter_type jurisdiction entity valid_from valid_to",
    "budgets": "matter_id amount approved_on firm_id phase currency scope valid_from valid_to note",
    "invoices": "firm_id invoice_number invoice_date net_amount matter_id tax_amount currency kind channel "
    "received_on approved_on approved_net paid_on status corrects",
    "timekeepers": "firm_id timekeeper_id name level",
    "rates": "firm_id hourly_rate valid_from valid_to timekeeper_id level matter_type matter_id currency",
    "fx": "currency valid_on euros_per_unit",
    "accruals": "period_end firm_id matter_id amount declared_on",
    "surveys": "firm_id answered_on matter_id respondent_role expertise responsiveness clarity "
    "business_understanding cost_predictability outcome recommend comment",
    "contracts": "firm_id notified_on amount environmental social small_business",
    "targets": "kpi reading dimension key baseline target due_on owner set_on",
    "actions": "decided_on text firm_id owner due_on status kpi expected",
    "segments": "matter_type stakes credible_firms switching_cost rarity conflicts jurisdiction_score "
    "scored_by scored_on",
    "offers": "consultation firm_id criterion weight score price comment",
    "notes": "noted_on text kpi dimension key",
}  # as declared by the contract of the tables


@dataclass(frozen=True)
class Style:
    """How a spreadsheet writes a CSV."""

    delimiter: str = ";"
    decimal: str = ","
    day: str = "%d/%m/%Y"
    encoding: str = "utf-8-sig"
    newline: str = "\r\n"


FRENCH = Style()
INTERNATIONAL = Style(",", ".", "%Y-%m-%d", "utf-8", "\n")
OLD_EXCEL = Style(encoding="cp1252")
STYLES = {"fx": INTERNATIONAL, "rates": INTERNATIONAL, "firm_aliases": OLD_EXCEL, "accruals": OLD_EXCEL}


def table(name: str, rows: Rows, *, style: Style | None = None, more: str = "") -> bytes:
    """Write one table; `more` names columns that the table should not have."""
    chosen = style or STYLES.get(name, FRENCH)
    columns = [*COLUMNS[name].split(), *more.split()]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=chosen.delimiter, lineterminator=chosen.newline)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column), chosen) for column in columns] for row in rows)
    return out.getvalue().encode(chosen.encoding)


def _cell(value: Cell, style: Style) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.strftime(style.day)
    if isinstance(value, Decimal):
        return str(value).replace(".", style.decimal)
    return str(value)
