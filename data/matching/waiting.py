"""All that waits to be matched, the largest amount first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.matching import firms, matters, timekeepers

if TYPE_CHECKING:
    from data.matching.item import Waiting
    from data.store import Reader


def waiting(reader: Reader) -> list[Waiting]:
    """Return the firms, the matters and the people that wait, by amount concerned."""
    found = [*firms.waiting(reader), *matters.waiting(reader), *timekeepers.waiting(reader)]
    return sorted(found, key=lambda item: (-abs(item.amount), item.kind, item.written, item.firm_id or ""))
