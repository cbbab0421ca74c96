"""Undone, an import leaves what there would be had it never come; done again, it is back."""

from __future__ import annotations

import random

from data.imports import import_files, undo
from tests.data.ledger import PORTFOLIO, Books, bill
from tests.safety.rounds import Counting, another, content, rounds

SPOILT = bill("A1 M1 999.00\nA9 M1 5.00\nA9 M1 7.00").replace("|7.00|", "|seven|")
FILES = [(name, text.encode()) for name, text in {**PORTFOLIO, "spoilt.txt": SPOILT, "nothing.bin": "?"}.items()]


def kept_by(books: Books) -> dict[str, str]:
    """What the store says, but for what each import was told on its day of what was there before it."""
    return {table: found for table, found in content(books.store).items() if table != "problems"}


@rounds(1, 42)
def test_undo_gives_the_store_without_that_import(books: Books, turns: int, record_property: Counting):
    for turn in range(turns):
        draw = random.Random(turn)
        taken = [FILES[turn % len(FILES)], *draw.sample(FILES, 2)]  # every file has its turn
        first = list(dict(taken).items())
        second = [file for file in FILES if file not in first]
        both, alone = another(books, f"both {turn}"), another(books, f"alone {turn}")
        import_files(both.store, first)
        import_files(both.store, second)
        whole = kept_by(both)
        import_files(alone.store, second)
        undo(both.store, 1)
        assert kept_by(both) == kept_by(alone)
        assert both.figures() == alone.figures()
        import_files(both.store, first)
        undo(both.store, 2)
        import_files(both.store, second)  # the same order of imports as before
        assert kept_by(both) == whole
        assert both.differences() == []
    record_property("imports undone and redone", 2 * turns)
