"""Each file of deliberate dirt holds the one problem that its name announces."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from data.demo.dirt import KINDS

from .files import Row, invoices, key, ledes, table, text


def spoiled(folder: Path, kind: str) -> Path:
    return folder / "anomalies" / KINDS[kind]


def lines(folder: Path, kind: str) -> list[Row]:
    return ledes(spoiled(folder, kind))


def amount(row: Row, name: str) -> Decimal:
    return Decimal(row[name] or 0)


def wrong_lines(rows: list[Row]) -> int:
    return sum(
        amount(row, "LINE_ITEM_NUMBER_OF_UNITS") * amount(row, "LINE_ITEM_UNIT_COST")
        + amount(row, "LINE_ITEM_ADJUSTMENT_AMOUNT")
        != amount(row, "LINE_ITEM_TOTAL")
        for row in rows
    )


def missing(rows: list[Row], kind: str, *names: str) -> int:
    return sum(row["EXP/FEE/INV_ADJ_TYPE"] == kind and not any(row[name] for name in names) for row in rows)


def test_every_kind_is_there_and_small(folder: Path) -> None:
    assert sorted(path.name for path in (folder / "anomalies").iterdir()) == sorted(KINDS.values())
    assert len(KINDS) == 24
    for kind in KINDS:
        assert len(text(spoiled(folder, kind)).splitlines()) <= 14, kind


def test_files_that_cannot_be_read(folder: Path) -> None:
    assert text(spoiled(folder, "unknown_format")).startswith("LEDES1998Z[]")
    assert spoiled(folder, "empty").read_bytes() == b""
    for kind, change in (("pipe_in_narrative", 2), ("missing_cell", -1)):
        header, *records = text(spoiled(folder, kind)).splitlines()[1:]
        cells = [record.count("|") - header.count("|") for record in records]
        assert sorted(set(cells)) == sorted({0, change}), kind
        assert cells.count(change) == 1


def test_sums_that_are_wrong(folder: Path) -> None:
    rows = lines(folder, "invoice_total")
    assert wrong_lines(rows) == 0
    assert amount(rows[0], "INVOICE_TOTAL") - sum(amount(row, "LINE_ITEM_TOTAL") for row in rows) == 150
    rows = lines(folder, "line_arithmetic")
    assert wrong_lines(rows) == 1
    assert amount(rows[0], "INVOICE_TOTAL") == sum(amount(row, "LINE_ITEM_TOTAL") for row in rows)
    rows = lines(folder, "tax_summary")
    tax = sum(amount(row, "LINE_ITEM_TAX_TOTAL") for row in rows)
    total = amount(rows[0], "INVOICE_TOTAL")
    assert total == sum(amount(row, "LINE_ITEM_TOTAL") for row in rows)
    assert amount(rows[0], "INVOICE_TAX_TOTAL") == tax + 12
    assert amount(rows[0], "INVOICE_NET_TOTAL") not in {total - tax, total - tax - 12}


def test_cells_that_are_wrong(folder: Path) -> None:
    known = {row["matter_id"] for row in table(folder, "matters")}
    assert sum(row["LINE_ITEM_TOTAL"] == "à valider" for row in lines(folder, "unreadable_amount")) == 1
    totals = [row["LINE_ITEM_TOTAL"] for row in lines(folder, "decimal_comma")]
    assert all(re.fullmatch(r"-?\d+,\d\d", total) for total in totals)
    assert sum(row["LINE_ITEM_DATE"].endswith("0231") for row in lines(folder, "impossible_date")) == 1
    assert sum(row["CLIENT_MATTER_ID"] not in known for row in lines(folder, "unknown_matter")) == 1
    without = ("CLIENT_MATTER_ID", "LAW_FIRM_MATTER_ID")
    assert missing(lines(folder, "no_matter"), "F", *without) == 1
    assert missing(lines(folder, "no_timekeeper"), "F", "TIMEKEEPER_ID", "TIMEKEEPER_NAME") == 1
    assert missing(lines(folder, "no_expense_code"), "E", "LINE_ITEM_EXPENSE_CODE") == 1
    assert sum(row["LINE_ITEM_TASK_CODE"] == "Z999" for row in lines(folder, "unknown_code")) == 1


def test_lines_that_ask_for_a_look(folder: Path) -> None:
    rows = [tuple(cell for name, cell in row.items() if name != "LINE_ITEM_NUMBER")
            for row in lines(folder, "duplicate_lines")]  # fmt: skip
    assert len(rows) - len(set(rows)) == 1
    free = [row for row in lines(folder, "zero_rate") if not amount(row, "LINE_ITEM_UNIT_COST")]
    assert any(row["EXP/FEE/INV_ADJ_TYPE"] == "F" and amount(row, "LINE_ITEM_NUMBER_OF_UNITS") for row in free)
    assert sum(amount(row, "LINE_ITEM_NUMBER_OF_UNITS") < 0 for row in lines(folder, "negative_line")) == 1
    rows = lines(folder, "vat_as_expense")
    tax = amount(rows[-1], "LINE_ITEM_TOTAL")
    assert rows[-1]["LINE_ITEM_EXPENSE_CODE"] == "E999"
    assert tax * 6 == amount(rows[-1], "INVOICE_TOTAL")
    words = " ".join(row["LINE_ITEM_DESCRIPTION"] for row in lines(folder, "hostile_text"))
    assert all(trap in words for trap in ("=HYPERLINK(", "<script>", "![logo", "@SUM("))
    for kind in ("duplicate_lines", "zero_rate", "negative_line"):
        assert wrong_lines(lines(folder, kind)) == 0
        rows = lines(folder, kind)
        assert amount(rows[0], "INVOICE_TOTAL") == sum(amount(row, "LINE_ITEM_TOTAL") for row in rows)


@pytest.mark.parametrize("kind", ["resent_changed", "number_spelling"])
def test_invoices_that_come_back(folder: Path, kind: str) -> None:
    rows = lines(folder, kind)
    firm_id = {row["alias"]: row["firm_id"] for row in table(folder, "firm_aliases")}.get(
        rows[0]["LAW_FIRM_ID"], rows[0]["LAW_FIRM_ID"]
    )
    wanted = key(firm_id, rows[0]["INVOICE_NUMBER"])
    before = [
        (sent, old)
        for path in (folder / "ledes").glob(f"{firm_id}_*")
        for sent, old in invoices(path).items()
        if key(firm_id, sent) == wanted
    ]
    assert len(before) == 1
    ((sent, old),) = before
    assert (sent == rows[0]["INVOICE_NUMBER"]) == (kind == "resent_changed")
    assert (old[0]["INVOICE_TOTAL"] == rows[0]["INVOICE_TOTAL"]) == (kind == "number_spelling")


def test_a_spoiled_invoice_is_not_in_the_clean_files_too(folder: Path) -> None:
    for kind in KINDS:
        if kind in {"empty", "resent_changed", "number_spelling"} or kind.startswith("table_"):
            continue
        _, number, _, own_matter_id, *_ = text(spoiled(folder, kind)).splitlines()[-1].split("|")
        files = list((folder / "ledes").glob(f"CAB-{own_matter_id[:2]}_*"))
        assert files, kind
        assert not any(number in invoices(path) for path in files), kind


def test_reference_tables_with_a_bad_row_or_column(folder: Path) -> None:
    assert re.search(r";31/02/\d{4};", text(spoiled(folder, "table_bad_date")))
    header = text(spoiled(folder, "table_unknown_column")).splitlines()[0]
    assert header.split(";")[-1] == "commentaire_interne"
