"""The pseudonymised export: nobody named, nobody alone, no rate that is one person's, by any column or division."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from data.coded import MERGED, Coded, coded
from tests.data.ledger import Books, bill
from tests.ui.commands import run

KEY = "0" * 64
PEOPLE = {  # id: level, hourly rate; two partners, four associates, one paralegal
    "P1": ("PT", 400), "P2": ("PT", 410), "A1": ("AS", 200), "A2": ("AS", 200), "A3": ("AS", 200), "A4": ("AS", 230),
    "L1": ("PL", 90),
}  # fmt: skip
"""
| group as told | people        | rate told                       |
|---------------|---------------|---------------------------------|
| associate     | A1 A2 A3 A4   | 200 (three bill it), not 230    |
| merged        | P1 P2 L1      | none: 400, 410 and 90 are one's |
"""
LEVELS = {"associate": {"A1", "A2", "A3", "A4"}, MERGED: {"P1", "P2", "L1"}}


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Books:
    books = Books(tmp_path_factory.mktemp("coded"))
    bills = []
    for who, (level, rate) in PEOPLE.items():
        cells = {"keeper": who, "name": f"Nom{who}, Prénom", "level": level, "text": f"Secret de {who}"}
        lines = "".join(f"N{who} M1 {rate * hours}.00 units={hours} cost={rate}\n" for hours in (2, 3))
        bills.append(bill(lines, **cells))
    books.take(
        *bills,
        bill("S1 M2 500.00", firm="SOLO", keeper="X1", name="Seule, Maître", level="PT", text="Secret"),
        "firm_id;answered_on;respondent_role;comment;expertise\nF-1042;2026-09-01;DRH;Secret avis;4\n",
        "matter_id;name;matter_type\nM1;Licenciement de NomP1;Social\n",
    )
    return books


def told(books: Books, key: str = KEY) -> Coded:
    with books.store.reading() as reader:
        return coded(reader, key)


def test_people_are_codes_and_small_groups_are_merged(books: Books):
    groups = defaultdict(set)
    for row in told(books).lines:
        groups[row["firm_id"], row["level"]].add(row["timekeeper_id"])
    assert {group: len(codes) for group, codes in groups.items()} == {
        ("F-1042", "associate"): 4, ("F-1042", MERGED): 3, ("SOLO", None): 1,
    }  # fmt: skip
    assert groups["SOLO", None] == {None}
    assert not {code for codes in groups.values() for code in codes} & set(PEOPLE)


def test_no_rate_is_one_persons_whatever_is_divided(books: Books):
    """Linkage: whoever knows a rate, from a fee agreement, must find at least three people behind it."""
    behind = defaultdict(set)
    for row in told(books).lines:
        for rate in (row["unit_cost"], row["net"] / row["units"] if row["units"] else None):
            if rate is not None:
                behind[row["firm_id"], rate].add(row["timekeeper_id"])
    assert {rate: len(codes) for rate, codes in behind.items()} == {("F-1042", Decimal(200)): 3}


def test_amounts_stay(books: Books):
    found = told(books)
    assert sum(row["net"] for row in found.lines) == sum(rate * 5 for _, rate in PEOPLE.values()) + 500
    assert sum(row["amount"] for row in found.invoices) == books.total()


def test_codes_are_stable_and_another_key_gives_others(books: Books):
    codes = [[row["timekeeper_id"] for row in told(books, key).lines] for key in (KEY, KEY, "1" * 64)]
    assert codes[0] == codes[1]
    assert not {*filter(None, codes[0])} & {*codes[2]}


def test_the_files_hold_no_name_no_text_and_no_answer(books: Books, tmp_path: Path):
    result = run(books.store.path, "export", "--pseudonymised", tmp_path / "out", lang="en")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "lines.csv", "invoices.csv", "matters.csv", "export.xlsx", "README.txt",
    }  # fmt: skip
    written = "".join(path.read_text("utf-8-sig") for path in (tmp_path / "out").glob("*.csv"))
    for secret in ("Nom", "Secret", "Seule", "DRH", *(f',"{who}"' for who in PEOPLE)):
        assert secret not in written
    with books.store.reading() as reader:
        assert reader.value("SELECT value FROM meta WHERE name = 'pseudonym_key'") not in written
    lines = list(csv.DictReader((tmp_path / "out" / "lines.csv").read_text("utf-8-sig").splitlines()))
    assert len(lines) == 15
    assert "not anonymous" in (tmp_path / "out" / "README.txt").read_text("utf-8")
