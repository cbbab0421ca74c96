"""The portfolio tells the story that the pages need: growth, a jump, a panel somebody left, budgets overrun.

The figures here are counted in the plainest way, on the tables and files as they are written.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from .files import clean, day, invoices, key, number, table

STRUCTURED = {"platform", "ledes", "factur_x", "ubl", "cii", "edi", "portal"}
REFUSED = {"rejected", "withdrawn", "superseded"}


class Share(NamedTuple):
    """What one document costs on one matter, in euros."""

    on: date
    firm_id: str
    matter_id: str
    euros: Decimal


class Book(NamedTuple):
    """The portfolio, added up."""

    shares: list[Share]
    spent: dict[str, list[Share]]  # by matter
    matters: dict[str, dict[str, str]]


def quarter(on: date) -> str:
    return f"{on.year}-T{(on.month + 2) // 3}"


@pytest.fixture(scope="module")
def book(folder: Path) -> Book:
    """All documents of the register, split over matters by their lines where they have some."""
    matters = {row["matter_id"]: row for row in table(folder, "matters")}
    own = {row["law_firm_matter_id"]: row["matter_id"] for row in matters.values()}
    rates = sorted(
        (day(row["valid_on"]), row["currency"], number(row["euros_per_unit"])) for row in table(folder, "fx")
    )
    split: dict[tuple[str, str], dict[str, Decimal]] = {}
    for path in clean(folder):
        for sent, rows in invoices(path).items():
            parts: dict[str, Decimal] = defaultdict(Decimal)
            for row in rows:
                net = Decimal(row["LINE_ITEM_TOTAL"]) - Decimal(row.get("LINE_ITEM_TAX_TOTAL", "0"))
                parts[row["CLIENT_MATTER_ID"] or own[row["LAW_FIRM_MATTER_ID"]]] += net
            split[key(path.name[:6], sent)] = parts
    shares, seen = [], set()
    for row in table(folder, "invoices"):
        document = key(row["firm_id"], row["invoice_number"])
        if row["status"] in REFUSED or (document, row["matter_id"]) in seen:
            continue
        seen.add((document, row["matter_id"]))
        on, net = day(row["invoice_date"]), number(row["net_amount"])
        known = [rate for since, currency, rate in rates if currency == row["currency"] and since <= on]
        rate = Decimal(1) if row["currency"] == "EUR" else known[-1] if known else Decimal(0)
        part = number(row["approved_net"]) / net if row["approved_net"] else Decimal(1)
        for matter_id, amount in split.get(document, {row["matter_id"]: net}).items():
            shares.append(Share(on, row["firm_id"], matter_id, amount * part * rate))
    spent: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        spent[share.matter_id].append(share)
    return Book(shares, spent, matters)


def by_quarter(shares: list[Share]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for share in shares:
        found[quarter(share.on)] += share.euros
    return found


def test_spend_grows_by_a_tenth_a_year(book: Book) -> None:
    years = {year: sum(share.euros for share in book.shares if share.on.year == year) for year in (2024, 2025)}
    assert 7_000_000 < years[2024] < 10_000_000
    assert Decimal("1.06") < years[2025] / years[2024] < Decimal("1.12")
    seasons = by_quarter(book.shares)
    assert seasons["2025-T3"] < seasons["2025-T2"] < seasons["2025-T4"]


def test_two_matters_explain_the_jump(book: Book) -> None:
    totals = by_quarter(book.shares)
    jump = totals["2026-T3"] - totals["2025-T3"]
    assert jump > totals["2025-T3"] * Decimal("0.35")
    latest = {
        matter_id: by_quarter(shares)["2026-T3"]
        for matter_id, shares in book.spent.items()
        if matter_id in book.matters
    }
    first, second = sorted(latest, key=latest.__getitem__)[-2:]
    assert {book.matters[each]["matter_type"] for each in (first, second)} == {
        "Concurrence",
        "Fusions-acquisitions",
    }
    assert latest[first] + latest[second] > jump * Decimal("0.7")


def test_invoices_come_in_structured_form_more_and_more(folder: Path) -> None:
    known, structured = Counter[str](), Counter[str]()
    channels: dict[tuple[tuple[str, str], str], set[str]] = defaultdict(set)
    for row in table(folder, "invoices"):
        if row["kind"] != "credit_note" and row["status"] not in REFUSED and row["channel"]:
            document = key(row["firm_id"], row["invoice_number"])
            channels[document, quarter(day(row["received_on"]))].add(row["channel"])
    for (_, received), ways in channels.items():
        known[received] += 1
        structured[received] += bool(ways & STRUCTURED)
    shares = [structured[each] / known[each] for each in sorted(known)]
    assert 0.33 < shares[0] < 0.5
    assert 0.75 < shares[-2] < 0.9
    assert all(later > earlier - 0.03 for earlier, later in pairwise(shares[:-1]))
    platform = [day(row["invoice_date"]) for row in table(folder, "invoices") if row["channel"] == "platform"]
    assert min(platform) >= date(2026, 9, 1)


def test_off_panel_instructions_peak_when_a_firm_leaves(folder: Path, book: Book) -> None:
    groups = {row["firm_id"]: row["group_id"] or row["firm_id"] for row in table(folder, "firms")}
    kinds = {row["firm_id"]: row["kind"] for row in table(folder, "firms")}
    panel = table(folder, "panel")
    every, off = Counter[str](), Counter[str]()
    for row in table(folder, "mandates"):
        matter, on = book.matters[row["matter_id"]], day(row["appointed_on"])
        if kinds[row["firm_id"]] != "law_firm" or matter["matter_type"] in {"", "Environnement"} or on.year < 2024:
            continue
        every[quarter(on)] += 1
        off[quarter(on)] += not any(
            groups[entry["firm_id"]] == groups[row["firm_id"]]
            and all(entry[name] in {"", matter[name]} for name in ("matter_type", "jurisdiction", "entity"))
            and day(entry["valid_from"]) <= on <= day(entry["valid_to"] or "9999-12-31")
            for entry in panel
        )
    assert 0.12 <= off.total() / every.total() <= 0.2
    assert max(sorted(off), key=lambda each: off[each] / every[each] if every[each] >= 20 else 0) in {
        "2026-T1",
        "2026-T2",
    }
    assert {row["waiver"] for row in table(folder, "mandates")} == {"", "approved", "refused"}
    ends = [day(row["valid_to"]) for row in panel if row["valid_to"]]
    assert any(date(2026, 11, 22) < end <= date(2027, 5, 22) for end in ends)


def conforming(folder: Path, book: Book, *, initial: bool) -> float:
    """Share of the matters active in 2026-T3 and budgeted that cost no more than their budget in euros."""
    end = date(2026, 9, 30)
    versions: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(dict)
    for row in sorted(table(folder, "budgets"), key=lambda row: day(row["approved_on"])):
        if day(row["approved_on"]) <= end and row["currency"] == "EUR":
            slot = (row["firm_id"], row["phase"])
            if not (initial and slot in versions[row["matter_id"]]):
                versions[row["matter_id"]][slot] = number(row["amount"])
    verdicts = []
    for matter_id, slots in versions.items():
        shares = [share for share in book.spent[matter_id] if share.on <= end]
        if any(quarter(share.on) == "2026-T3" for share in shares) and sum(slots.values()) > 0:
            verdicts.append(sum(share.euros for share in shares) <= sum(slots.values()))
    return sum(verdicts) / len(verdicts)


def test_budgets_hold_better_once_revised(folder: Path, book: Book) -> None:
    in_force, initial = (conforming(folder, book, initial=each) for each in (False, True))
    assert 0.68 <= in_force <= 0.84
    assert initial < in_force - 0.1
    budgets = table(folder, "budgets")
    assert sum(number(row["amount"]) == 0 for row in budgets) == 1
    assert {row["scope"] for row in budgets} == {"all", "fees"}
    assert {"GBP", "USD"} < {row["currency"] for row in budgets}
    active = {share.matter_id for share in book.shares if quarter(share.on) == "2026-T3"}
    assert 0.15 < len(active - {row["matter_id"] for row in budgets}) / len(active) < 0.3
    late = {row["matter_id"] for row in budgets if row["note"].startswith("Régularisation")}
    assert 3 <= len(late) <= 20


def test_two_firms_litigate_at_different_cost(book: Book) -> None:
    costs: dict[str, list[Decimal]] = defaultdict(list)
    for matter_id, row in book.matters.items():
        if row["matter_type"] == "Contentieux commercial" and row["closed_on"]:
            firms = Counter(share.firm_id for share in book.spent[matter_id])
            costs[firms.most_common(1)[0][0]].append(sum((share.euros for share in book.spent[matter_id]), Decimal(0)))
    dear, cheap = costs["CAB-02"], costs["CAB-03"]
    assert min(len(dear), len(cheap)) >= 5
    assert sum(dear) / len(dear) > 2 * sum(cheap) / len(cheap)


def test_most_types_have_closed_matters_with_their_full_cost(book: Book) -> None:
    closed = Counter(
        row["matter_type"]
        for row in book.matters.values()
        if row["closed_on"] and day(row["closed_on"]) > date(2025, 9, 30)
    )
    assert sum(count >= 5 for count in closed.values()) >= 9
