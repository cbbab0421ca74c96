"""Twice is once, in any dress and in any order; what only looks alike counts."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from data.imports import import_files
from tests.data.ledger import PORTFOLIO, Books, bill, rows
from tests.formats.zipped import zipped
from tests.hostile import builder
from tests.safety.rounds import Counting, another, content, rounds

FILES = {name: text.encode() for name, text in PORTFOLIO.items()}


def test_files_that_come_again_add_nothing(books: Books, record_property: Counting):
    import_files(books.store, FILES.items())
    before = content(books.store), books.version()
    renamed = {f"copy of {name}": data for name, data in FILES.items()}
    dresses = [
        FILES,
        renamed,
        {"all.zip": zipped(*renamed.items())},
        {"again.zip": zipped(("all.zip", zipped(*FILES.items())))},
    ]
    for dress in dresses:
        report = import_files(books.store, dress.items())
        assert {file.status for file in report.files} == {"already imported"}
        assert (content(books.store), books.version()) == before
    record_property("files come again", len(FILES) * len(dresses))


@rounds(3, 20)
def test_any_order_of_imports_ends_in_one_state(books: Books, turns: int, record_property: Counting):
    ends = set()
    for turn in range(turns):
        draw, own = random.Random(turn), another(books, str(turn))
        files = list(FILES.items())
        draw.shuffle(files)
        while files:
            cut = draw.randint(1, len(files))
            import_files(own.store, files[:cut])
            del files[:cut]
        ends.add(repr((content(own.store), own.figures(), own.differences())))
    assert len(ends) == 1
    record_property("random orders", turns)


ONE = rows("N1 M1 100.00\nN1 M2 50.00", text="Réunion")
SAVED_AGAIN = {
    "line feeds": builder.ledes(ONE, eol="\n").encode(),
    "UTF-16": builder.ledes(ONE).encode("utf-16"),
    "Windows-1252": builder.ledes(ONE).encode("cp1252"),
    "with a byte order mark": builder.ledes(ONE).encode("utf-8-sig"),
    "no end mark": builder.ledes(ONE, end="").encode(),
    "semicolons": builder.separated(ONE, ";").encode(),
    "a blank line more": builder.ledes(ONE).encode() + b"\r\n",
}


@pytest.mark.parametrize("how", SAVED_AGAIN)
def test_an_invoice_saved_again_counts_once_and_says_so(books: Books, how: str):
    books.take(builder.ledes(ONE).encode())
    (again,) = books.take(SAVED_AGAIN[how]).files
    assert again.status == "imported"
    assert {"AGAIN", "COPY"} & {problem.code for problem in again.problems}
    assert books.total() == Decimal("150.00")
    assert books.differences() == []


ALIKE = {
    "another firm": (bill("N1 M1 100.00", firm="F-2"), "200.00"),
    "another number": (bill("N2 M1 100.00", date="20260630", worked="20260612"), "200.00"),
    "another matter": (bill("N2 M2 100.00", date="20260630", worked="20260612"), "200.00"),
    "two like lines": (bill("N2 M1 5.00 date=20260630\nN2 M1 5.00 date=20260630"), "110.00"),
}


@pytest.mark.parametrize("how", ALIKE)
def test_what_only_looks_alike_is_not_blocked(books: Books, how: str):
    books.take(bill("N1 M1 100.00"))
    other, total = ALIKE[how]
    (again,) = books.take(other).files
    assert (again.status, again.lines_set_aside) == ("imported", 0)
    assert books.total() == Decimal(total)
