"""Supplier reviews: prepared, frozen, held, closed; what was frozen stays, and what changed since is told."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import duckdb
import pytest

from data import reviews
from data import store as stores
from data.backup import backup, restore
from data.imports import undo
from data.reviews import OpenReviewError, Review, Snapshot, State
from data.store import StoreError
from tests.data.ledger import PORTFOLIO, Books, bill

SPRING = (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
SUMMER = (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
DAY, NEXT_DAY = dt.date(2026, 11, 24), dt.date(2026, 11, 25)
BOOK = b"figures, readings and lists, compressed by whoever froze them"


def begin(books: Books, period: tuple[dt.date, dt.date] = SUMMER, firm: str | None = "F-2") -> int:
    return reviews.start(books.store, *period, firm, '{"hidden": []}')


def seen(books: Books, number: int) -> Review:
    with books.store.reading() as reader:
        return reviews.review(reader, number)


def frozen(books: Books, number: int) -> list[Snapshot]:
    with books.store.reading() as reader:
        return reviews.snapshots(reader, number)


def book(books: Books, number: int, snapshot: int | None = None) -> bytes | None:
    with books.store.reading() as reader:
        return reviews.book(reader, number, snapshot)


def changes(books: Books, snapshot: Snapshot) -> list[tuple[int, str, list[str]]]:
    with books.store.reading() as reader:
        found = reviews.since(reader, snapshot)
        assert all(set(row) == {"batch_id", "imported_at", "source", "files", "what"} for row in found)
        return [(row["batch_id"], row["what"], row["files"]) for row in found]


def walk(books: Books, *states: State) -> int:
    """Start a review and lead it through states; frozen for the first time is to freeze it."""
    number = begin(books)
    for state in states:
        if state == "frozen" and seen(books, number).state == "prepared":
            reviews.freeze(books.store, number, BOOK)
        else:
            reviews.move(books.store, number, state, DAY)
    return number


# --- From preparation to closing ---------------------------------------------------------------------


def test_a_review_from_its_start_to_its_end(books: Books):
    number = begin(books)
    one = seen(books, number)
    assert (one.state, one.firm_id, one.plan, one.held_on, one.closed_on) == (
        "prepared",
        "F-2",
        '{"hidden": []}',
        None,
        None,
    )
    assert (one.period.start, one.period.end, one.snapshot_id, one.frozen_at) == (*SUMMER, None, None)
    assert abs(one.created_at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
    reviews.save_plan(books.store, number, "{}")
    snapshot = reviews.freeze(books.store, number, BOOK)
    one = seen(books, number)
    assert (one.state, one.plan, one.snapshot_id) == ("frozen", "{}", snapshot)
    reviews.move(books.store, number, "held", DAY)
    reviews.move(books.store, number, "closed", NEXT_DAY)
    one = seen(books, number)
    assert (one.state, one.held_on, one.closed_on) == ("closed", DAY, NEXT_DAY)
    reviews.move(books.store, number, "frozen", NEXT_DAY)
    one = seen(books, number)
    assert (one.state, one.held_on, one.closed_on, one.snapshot_id) == ("frozen", None, None, snapshot)


@pytest.mark.parametrize(
    ("road", "allowed"),
    [
        ((), set[State]()),
        (("frozen",), {"held"}),
        (("frozen", "held"), {"closed", "frozen"}),
        (("frozen", "held", "closed"), {"frozen"}),
        (("frozen", "held", "frozen"), {"held"}),
    ],
)
def test_only_some_steps_are_allowed(books: Books, road: tuple[State, ...], allowed: set[State]):
    number = walk(books, *road)
    before = books.state()
    for state in set(reviews.STATES) - allowed:
        with pytest.raises(StoreError, match=rf"Review no\. {number} is .*: it cannot become") as error:
            reviews.move(books.store, number, state, DAY)
        assert re.search(rf"La revue n°\s{number} est .*\s: elle ne peut pas devenir", error.value.text.fr)
    assert books.state() == before


def test_one_open_review_for_a_period_and_a_firm(books: Books):
    first = begin(books)
    others = [begin(books, SPRING), begin(books, firm="F-3"), begin(books, firm=None)]
    assert len({first, *others}) == 4
    for firm, open_one in (("F-2", first), (None, others[2])):
        with pytest.raises(OpenReviewError, match=rf"no\. {open_one}, created on") as error:
            begin(books, firm=firm)
        assert error.value.review_id == open_one
    reviews.freeze(books.store, first, BOOK)
    reviews.move(books.store, first, "held", DAY)
    with pytest.raises(OpenReviewError):
        begin(books)
    reviews.move(books.store, first, "closed", DAY)
    second = begin(books)
    with pytest.raises(OpenReviewError):  # two of them would be open
        reviews.move(books.store, first, "frozen", DAY)
    assert (seen(books, first).state, seen(books, second).state) == ("closed", "prepared")


def test_what_was_never_frozen_can_be_removed(books: Books):
    number = begin(books)
    reviews.remove(books.store, number)
    with pytest.raises(StoreError, match=rf"There is no review no\. {number}"):
        seen(books, number)
    frozen_one = walk(books, "frozen")
    with pytest.raises(StoreError, match="can no longer be removed"):
        reviews.remove(books.store, frozen_one)
    assert seen(books, frozen_one).state == "frozen"


def test_a_closed_review_is_not_changed(books: Books):
    number = walk(books, "frozen", "held", "closed")
    before = books.state()
    with pytest.raises(StoreError, match="is closed"):
        reviews.freeze(books.store, number, b"later figures")
    with pytest.raises(StoreError, match="is closed"):
        reviews.save_plan(books.store, number, "{}")
    assert books.state() == before


def test_a_review_that_does_not_exist_is_said_so(books: Books):
    begin(books)
    for act in (
        lambda: reviews.save_plan(books.store, 7, "{}"),
        lambda: reviews.freeze(books.store, 7, BOOK),
        lambda: reviews.move(books.store, 7, "held", DAY),
        lambda: reviews.remove(books.store, 7),
    ):
        with pytest.raises(StoreError, match=r"There is no review no\. 7\."):
            act()
    assert book(books, 7) is None


def test_reviews_come_latest_first_and_each_knows_the_one_before(books: Books):
    winter = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    numbers = {
        (period, firm): begin(books, period, firm) for firm in ("F-2", None) for period in (SUMMER, winter, SPRING)
    }
    with books.store.reading() as reader:
        listed = reviews.reviews(reader)
        assert [one.period_end for one in listed] == sorted((one.period_end for one in listed), reverse=True)
        before = {one.review_id: getattr(reviews.previous(reader, one), "review_id", None) for one in listed}
    for firm in ("F-2", None):
        assert before[numbers[SUMMER, firm]] == numbers[SPRING, firm]
        assert before[numbers[SPRING, firm]] == numbers[winter, firm]
        assert before[numbers[winter, firm]] is None


# --- What is frozen ----------------------------------------------------------------------------------


def test_freezing_again_keeps_what_was_frozen_before(books: Books):
    books.take(*PORTFOLIO.values())
    number = begin(books)
    first = reviews.freeze(books.store, number, BOOK)
    books.take(bill("N9 M1 10.00"))
    reviews.move(books.store, number, "held", DAY)
    second = reviews.freeze(books.store, number, BOOK * 2)
    assert seen(books, number).state == "held"  # the room goes on, with newer figures
    later, earlier = frozen(books, number)
    assert (later.snapshot_id, later.batches, later.size) == (second, (1, 2), 2 * len(BOOK))
    assert (earlier.snapshot_id, earlier.batches, earlier.size) == (first, (1,), len(BOOK))
    assert later.data_version == earlier.data_version + 1
    assert earlier.taken_at < later.taken_at == seen(books, number).frozen_at
    assert (book(books, number), book(books, number, first)) == (BOOK * 2, BOOK)


def test_a_review_that_was_never_frozen_has_no_book(books: Books):
    assert book(books, begin(books)) is None


def test_a_damaged_book_is_told(books: Books):
    number = walk(books, "frozen")
    with books.store.writing(derive=False) as con:
        con.execute("UPDATE snapshots SET book = ?", [BOOK.replace(b"figures", b"Figures")])
    with pytest.raises(StoreError, match=rf"review no\. {number} had frozen .* is damaged") as error:
        book(books, number)
    assert "restore" in error.value.text.fr


def test_the_check_of_the_store_says_which_snapshot_is_damaged(books: Books):
    number = walk(books, "frozen")
    assert books.differences() == []
    with books.store.writing(derive=False) as con:
        con.execute("UPDATE snapshots SET book = ?", [BOOK.replace(b"figures", b"Figures")])
        found = con.execute("SELECT snapshot_id FROM snapshots").fetchone()
    assert found is not None
    assert books.differences() == [f"Review no. {number}, snapshot no. {found[0]} = its fingerprint"]


def test_a_book_made_before_an_import_is_not_frozen_after_it(books: Books):
    books.take(bill("N1 M1 100.00"))
    number = begin(books)
    with books.store.reading() as reader:
        looked_at = reader.data_version
    books.take(bill("N2 M1 50.00"))
    with pytest.raises(StoreError, match="The data changed while"):
        reviews.freeze(books.store, number, BOOK, seen=looked_at)
    assert (seen(books, number).state, frozen(books, number)) == ("prepared", [])
    reviews.freeze(books.store, number, BOOK, seen=looked_at + 1)


def test_an_error_before_the_end_of_freezing_leaves_nothing(books: Books, monkeypatch: pytest.MonkeyPatch):
    books.take(bill("N1 M1 100.00"))
    number = begin(books)
    before = books.state(), books.version()
    with monkeypatch.context() as broken:  # all is written, the commit is near
        broken.setattr(stores, "_MOVE", "UPDATE nowhere SET value = ?")
        with pytest.raises(duckdb.CatalogException, match="nowhere"):
            reviews.freeze(books.store, number, BOOK)
    assert (books.state(), books.version()) == before
    assert (seen(books, number).state, frozen(books, number)) == ("prepared", [])


# --- What changed since ------------------------------------------------------------------------------


def test_what_came_in_and_what_was_taken_back_since(books: Books):
    books.take(bill("N1 M1 100.00"), bill("N2 M1 50.00"))  # 1.txt, 2.txt
    books.take(bill("N3 M1 7.00"))  # 3.txt
    number = begin(books)
    reviews.freeze(books.store, number, BOOK)
    [snapshot] = frozen(books, number)
    assert changes(books, snapshot) == []
    books.take(bill("N4 M1 8.00"), "not a file we know")  # 4.txt; the other one brings nothing
    undo(books.store, 2)
    undo(books.store, 1, 1)
    assert changes(books, snapshot) == [
        (3, "imported", ["4.txt"]),
        (2, "undone", ["3.txt"]),
        (1, "undone", ["1.txt"]),
    ]
    undo(books.store, 3)
    assert [change[0] for change in changes(books, snapshot)] == [2, 1]
    reviews.freeze(books.store, number, BOOK)
    assert changes(books, frozen(books, number)[0]) == []


def test_reviews_move_no_figure_and_rebuild_nothing(books: Books):
    books.take(*PORTFOLIO.values())
    figures, version = books.figures(), books.version()
    with books.store.reading() as reader:
        data_version = reader.data_version
    with books.store.writing(derive=False) as con:
        con.execute("CREATE TABLE witness AS FROM spend")
        con.execute("UPDATE spend SET number = 'as it was left'")  # a rebuild would write it anew
    walk(books, "frozen", "held", "closed")
    assert books.ask("SELECT DISTINCT number FROM spend") == [("as it was left",)]
    with books.store.reading() as reader:
        assert reader.data_version == data_version
    assert books.version() == version + 1 + 4  # the page knows that something was written
    assert books.figures() == figures


def test_reviews_survive_backup_and_restore(books: Books):
    books.take(bill("N1 M1 100.00"))
    number = walk(books, "frozen", "held")
    one, snapshots = seen(books, number), frozen(books, number)
    backup(books.store, books.folder / "copy")
    reviews.move(books.store, number, "closed", DAY)
    restore(books.store, books.folder / "copy")
    assert (seen(books, number), frozen(books, number), book(books, number)) == (one, snapshots, BOOK)
    assert changes(books, snapshots[0]) == []
    assert books.total() == Decimal("100.00")
