"""Deciding between papers: which version of an invoice counts, which papers are one invoice, which are two.

A decision is a row of `paper_choices`, typed like any other (`data/typed.py`): it stands in the history of imports, is
taken back with `undo`, and holds when the same files come again, since it names them by their content.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from data import typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.papers.paper import Paper
    from data.store import Store
    from kpi.model import Lang

Decided = tuple[str, "Paper", "Paper"]


def keep(store: Store, chosen: Paper, others: Sequence[Paper], lang: Lang = "fr") -> int:
    """Decide that papers are one invoice, and that one of them counts; return the number of the import.

    Raises:
        StoreError: the store is held, or cannot be written.
        ValueError: there is nothing to choose between.
    """
    return _record(store, [("same", chosen, other) for other in others], lang)


def separate(store: Store, first: Paper, others: Sequence[Paper], lang: Lang = "fr") -> int:
    """Decide that other papers are invoices of their own, which count too; return the number of the import.

    Raises:
        StoreError: the store is held, or cannot be written.
        ValueError: there is nothing to tell apart.
    """
    return _record(store, [("distinct", first, other) for other in others], lang)


def _record(store: Store, decided: Sequence[Decided], lang: Lang) -> int:
    day = dt.datetime.now(tz=dt.UTC).date()
    rows = [
        {
            "decided_on": day,
            "firm_id": first.firm_id,
            "choice": choice,
            "invoice_number": first.number,
            "paper": first.sha256,
            "other_number": other.number,
            "other_paper": other.sha256,
        }
        for choice, first, other in decided
    ]
    return typed.record(store, "paper_choices", rows, lang)
