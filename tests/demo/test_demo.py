"""The demo portfolio holds what it promises: the same files each time, right sums, the right counts."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from data.demo import write
from data.demo.narratives import TEMPLATES

from .files import TODAY, clean, day, invoices, key, ledes, number, table, text

OTHER_DAYS = (date(2026, 1, 2), date(2028, 2, 29))
MAY_LIE_AHEAD = {"valid_to", "due_on"}  # panel entries, agreed rates, budgets, targets, actions
HEADERS = {  # as the contract of the tables declares them
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
}


def test_the_same_day_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    names = [path.relative_to(tmp_path) for path in write(tmp_path, TODAY)]
    assert set(names) == {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    assert all((folder / name).read_bytes() == (tmp_path / name).read_bytes() for name in names)
    assert all(str(name).isascii() for name in names)
    assert [name.parts[0] for name in names] == sorted(
        (name.parts[0] for name in names), key=["tables", "ledes", "anomalies"].index
    )


def test_sums_and_days(folder: Path) -> None:
    check_sums(folder)
    check_days(folder, TODAY)


@pytest.mark.parametrize("today", OTHER_DAYS)
def test_any_other_day_holds_too(tmp_path: Path, today: date) -> None:
    write(tmp_path, today)
    check_sums(tmp_path)
    check_days(tmp_path, today)
    assert len(table(tmp_path, "matters")) == 400


def check_sums(folder: Path) -> None:
    """Every line, tax and total of the clean files is right to the cent, with exact decimals."""
    for path in clean(folder):
        for rows in invoices(path).values():
            international = "LINE_ITEM_TAX_TOTAL" in rows[0]
            tax = Decimal(0)
            for row in rows:
                units, price, adjustment = (
                    Decimal(row[name] or 0)
                    for name in (
                        "LINE_ITEM_NUMBER_OF_UNITS", "LINE_ITEM_UNIT_COST", "LINE_ITEM_ADJUSTMENT_AMOUNT",
                    )
                )  # fmt: skip
                line_tax = Decimal(row["LINE_ITEM_TAX_TOTAL"]) if international else Decimal(0)
                assert units * price + adjustment + line_tax == Decimal(row["LINE_ITEM_TOTAL"]), row
                if international:
                    assert (units * price + adjustment) * Decimal(row["LINE_ITEM_TAX_RATE"]) == line_tax, row
                if row["EXP/FEE/INV_ADJ_TYPE"] == "F":
                    assert units > 0
                    assert units * 10 == int(units * 10), "hours come in tenths"
                tax += line_tax
            total = sum(Decimal(row["LINE_ITEM_TOTAL"]) for row in rows)
            assert {Decimal(row["INVOICE_TOTAL"]) for row in rows} == {total}, (path.name, rows[0])
            if international:
                assert {Decimal(row["INVOICE_TAX_TOTAL"]) for row in rows} == {tax}
                assert {Decimal(row["INVOICE_NET_TOTAL"]) for row in rows} == {total - tax}
        numbers = [row["LINE_ITEM_NUMBER"] for row in ledes(path)]
        assert len(numbers) == len(set(numbers))


def check_days(folder: Path, today: date) -> None:
    """Nothing has happened after the day the portfolio is seen on, and the last invoices are fresh."""
    last = date.min
    for path in clean(folder):
        for row in ledes(path):
            worked, start, end, sent = (
                datetime.strptime(row[name], "%Y%m%d").date()  # noqa: DTZ007 - days only
                for name in ("LINE_ITEM_DATE", "BILLING_START_DATE", "BILLING_END_DATE", "INVOICE_DATE")
            )
            assert start <= worked <= end <= sent <= today
            last = max(last, sent)
    assert today - last <= timedelta(7)
    for path in (folder / "tables").iterdir():
        for row in table(folder, path.stem):
            for name, cell in row.items():
                if re.fullmatch(r"\d\d/\d\d/\d{4}|\d{4}-\d\d-\d\d", cell) and name not in MAY_LIE_AHEAD:
                    assert day(cell) <= today, (path.name, row)


def test_counts(folder: Path) -> None:
    matters, firms = table(folder, "matters"), table(folder, "firms")
    lines = [row for path in clean(folder) for row in ledes(path)]
    assert len(matters) == len({row["matter_id"] for row in matters}) == 400
    assert len({row["matter_type"] for row in matters} - {""}) == 12
    assert len({row["entity"] for row in matters}) == 2
    assert 24 <= len(firms) <= 28
    assert {row["kind"] for row in firms} == {"law_firm", "expert", "notary", "bailiff", "translator"}
    groups = [row["group_id"] for row in firms if row["group_id"]]
    assert len(groups) > len(set(groups))
    assert 150 <= len(clean(folder)) <= 250
    assert 12_000 <= len(lines) <= 20_000
    assert len(TEMPLATES) >= 150
    assert len({row["LINE_ITEM_DESCRIPTION"] for row in lines}) > 2_000
    register = table(folder, "invoices")
    assert {row["currency"] for row in register} == {"EUR", "GBP", "USD", "CHF"}
    assert sum(row["currency"] == "CHF" for row in register) == 1
    assert {row["currency"] for row in table(folder, "fx")} == {"GBP", "USD"}
    assert any(
        len({row["LAW_FIRM_MATTER_ID"] for row in rows}) > 1
        for path in clean(folder)
        for rows in invoices(path).values()
    )
    assert {row["kind"] for row in register} == {"invoice", "credit_note", "prepayment"}
    assert {"rejected", "withdrawn", "superseded"} < {row["status"] for row in register}
    assert {"platform", "ledes", "factur_x", "ubl", "edi", "portal", "pdf", "paper", ""} == {
        row["channel"] for row in register
    }
    assert all(row["corrects"] for row in register if row["kind"] == "credit_note")


def test_tables_have_the_headers_of_the_contract(folder: Path) -> None:
    assert {path.stem for path in (folder / "tables").iterdir()} == set(HEADERS)
    for name, header in HEADERS.items():
        assert len(table(folder, name)) >= 5, name
        first = text(folder / "tables" / f"{name}.csv").splitlines()[0]
        assert re.split("[;,]", first) == header.split(), name
    assert "2026-11-01" in text(folder / "tables" / "fx.csv")
    assert b"\xe9" in (folder / "tables" / "firm_aliases.csv").read_bytes()  # é in Windows-1252


def test_each_firm_writes_its_files_in_one_way(folder: Path) -> None:
    ways: dict[str, set[tuple[str, bool, bool, bool]]] = defaultdict(set)
    encodings = set()
    for path in clean(folder):
        content = path.read_bytes()
        bom, mark = content.startswith(b"\xef\xbb\xbf"), content.rstrip().endswith(b"[]")
        first = content.splitlines()[0].decode("utf-8-sig")
        ways[path.name[:6]].add((first, b"\r\n" in content, mark, bom))
        try:
            content.decode()
        except UnicodeDecodeError:
            encodings.add(path.name[:6])
    assert all(len(seen) == 1 for seen in ways.values())
    seen = {way for each in ways.values() for way in each}
    assert {way[0] for way in seen} == {"LEDES1998B[]", "LEDES98BI V2[]"}
    for place in (1, 2, 3):
        assert {way[place] for way in seen} == {True, False}
    assert encodings == {"CAB-03", "CAB-08"}


def test_lines_find_their_matter_and_firm(folder: Path) -> None:
    matters = table(folder, "matters")
    known = {row["matter_id"] for row in matters}
    own = {(row["law_firm_matter_id"]) for row in matters}
    firms = {row["firm_id"] for row in table(folder, "firms")}
    aliases = {row["alias"]: row["firm_id"] for row in table(folder, "firm_aliases")}
    for path in clean(folder):
        for row in ledes(path):
            assert aliases.get(row["LAW_FIRM_ID"], row["LAW_FIRM_ID"]) == path.name[:6]
            assert path.name[:6] in firms
            found = row["CLIENT_MATTER_ID"] in known if row["CLIENT_MATTER_ID"] else row["LAW_FIRM_MATTER_ID"] in own
            assert found, row


def test_the_register_agrees_with_the_files(folder: Path) -> None:
    register: dict[tuple[str, str], Decimal] = {}
    for row in table(folder, "invoices"):
        register[key(row["firm_id"], row["invoice_number"])] = number(row["net_amount"])
    missing = slips = 0
    for path in clean(folder):
        for sent, rows in invoices(path).items():
            taxes = sum(Decimal(row.get("LINE_ITEM_TAX_TOTAL", "0")) for row in rows)
            net = Decimal(rows[0]["INVOICE_TOTAL"]) - taxes
            invoice = key(path.name[:6], sent)
            missing += invoice not in register
            slips += register.get(invoice, net) != net
    assert 3 <= missing <= 30  # invoices that the accounts never registered
    assert 1 <= slips <= 5  # amounts that somebody typed wrongly
