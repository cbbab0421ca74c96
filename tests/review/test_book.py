"""A frozen review: answers that come back as they were, and what the store would say otherwise today."""

from __future__ import annotations

import datetime as dt
import zlib
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import Lang
from report.pack.model import Edition
from report.review.book import (
    Book,
    Frozen,
    NotInTheBookError,
    Recorder,
    UnreadableBookError,
    differences,
    moved_documents,
)
from report.review.build import build, frozen
from tests.data.ledger import BOTH, Books, bill
from tests.review.looking import brief

CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.text(),
    st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12),
    st.dates(), st.datetimes(timezones=st.just(dt.UTC)).map(lambda moment: moment.replace(fold=0)),
)  # fmt: skip


class Listing:
    """Answers that hold one list."""

    def __init__(self, rows: list[dict[str, object]]) -> None:
        self.rows, self.names = rows, dict[str, dict[str, str]]()

    def listed(self, name: str, *arguments: object) -> list[dict[str, object]]:
        del name, arguments
        return self.rows


@given(st.lists(st.dictionaries(st.text(), st.one_of(CELLS, st.lists(CELLS, max_size=3)), max_size=4), max_size=4))
def test_a_list_comes_back_as_it_was(rows: list[dict[str, object]]) -> None:
    asked = Recorder(Listing(rows))  # type: ignore[arg-type]  # only its lists are asked
    asked.listed("anything", Decimal("1.50"), dt.date(2026, 9, 30))
    found = Book.read(asked.book()).listed("anything", Decimal("1.50"), dt.date(2026, 9, 30))
    assert found == rows
    assert repr(found) == repr(rows)


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize(("firm", "edition"), [(None, "internal"), ("F-2", "internal"), ("F-2", "firm")])
def test_the_frozen_pack_is_the_pack(books: Books, firm: str | None, edition: Edition, lang: Lang) -> None:
    with brief(books, firm) as asked:
        kept = replace(asked, answers=Frozen(Book.read(frozen(asked)), asked.answers))
        live, still = (build(replace(one, edition=edition, lang=lang)) for one in (asked, kept))
    assert still == live


def test_later_imports_change_nothing_and_are_told(books: Books) -> None:
    with brief(books, "F-1042") as asked:
        kept, before = frozen(asked), build(asked)
    books.take(bill("A9 M1 1000.00"))  # the same firm, the same summer
    with brief(books, "F-1042") as asked:
        book = Book.read(kept)
        still = build(replace(asked, answers=Frozen(book, asked.answers)))
        assert still == before
        assert build(asked) != before
        found = differences(book, asked.answers, asked.scope)
        moved = {(one.before.kpi, one.before.scope.period): one for one in found}
        spend = moved["spend", asked.period]
        assert (spend.before.value, spend.after.value) == (Decimal("453.33"), Decimal("1453.33"))
        [document] = moved_documents(book, asked.answers, asked.scope)
        assert (document.document["number"], document.before, document.after) == ("A9", None, Decimal("1000.00"))


def test_nothing_new_is_no_difference(books: Books) -> None:
    with brief(books) as asked:
        book = Book.read(frozen(asked))
        assert differences(book, asked.answers, asked.scope) == []
        assert moved_documents(book, asked.answers, asked.scope) == []


def test_what_was_never_asked_is_told_on_its_page(books: Books) -> None:
    with brief(books) as asked:
        book = replace(Book.read(frozen(asked)), measures={})
        with pytest.raises(NotInTheBookError):
            book.measure("spend", "net", asked.scope)
        pages = build(replace(asked, answers=Frozen(book, asked.answers))).pages
    [summary] = [page for page in pages if page.section == "summary"]
    assert "Actualiser la revue" in summary.blocks[0].sentence  # type: ignore[union-attr]  # a Missing


@pytest.mark.parametrize("data", [b"", b"not a book", zlib.compress(b"[]"), zlib.compress(b'{"format": 99}')])
def test_a_damaged_book_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableBookError):
        Book.read(data)
