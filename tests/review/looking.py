"""A brief over a store of a test, and all the words that a pack says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from typing import Any

from kpi.model import Measure, Period
from report.review.brief import Brief
from report.review.plan import Plan
from tests.data.ledger import Books
from ui.live import Live

SUMMER = Period.parse("2026-T3")
TODAY = dt.date(2026, 11, 22)


@contextmanager
def brief(books: Books, firm: str | None = None, **more: Any) -> Iterator[Brief]:
    """Look at a store through a review of the summer of 2026; `more` are fields of the brief."""
    with books.store.reading() as reader:
        asked = {"lang": "fr", "edition": "internal", "period": SUMMER, "plan": Plan(), "today": TODAY} | more
        yield Brief(answers=Live(reader), firm=firm, **asked)


def said(part: Any) -> Iterator[str]:
    """Give every text of a pack, cells and keys included; a figure is not printed, its words are."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield str(key)
            yield from said(value)
    elif isinstance(part, tuple | list):
        for item in part:
            yield from said(item)
    elif is_dataclass(part) and not isinstance(part, Measure):
        for known in fields(part):
            yield from said(getattr(part, known.name))
    elif part is not None:
        yield str(part)
