"""A line of totals at the foot of a table: known for what it is, checked against the lines above, never counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from data.checks.tables import FOOT, FOOTX
from data.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(
    r"[\W_]*(?:(?:sous|sub|grand)[\s-]*)?(?:total|totaux)(?:[\s:]+(?:g[ée]n[ée]ral|facture|invoice|ht|ttc|du|des|de|of|"
    r"for)\b.*|[\W_]*)",
    re.IGNORECASE,
)
CENT = Decimal("0.01")


def named(cells: Iterable[str]) -> bool:
    """Say whether a cell of a row calls it a total: « Total », « Sous-total : », « TOTAL GÉNÉRAL »."""
    return any(_WORD.fullmatch(cell.strip()) for cell in cells)


@dataclass
class Running:
    """What the lines of a table add up to, from its top and since its last line of totals."""

    whole: Decimal = Decimal(0)
    since: Decimal = Decimal(0)

    def add(self, amount: Decimal | None) -> None:
        """Add the amount of a line, read or set aside."""
        self.whole += amount or 0
        self.since += amount or 0

    def says(self, amount: Decimal | None) -> bool:
        """Say whether an amount is that of the lines so far, or of those since the last total."""
        return amount is not None and min(abs(amount - self.whole), abs(amount - self.since)) <= CENT

    def close(self, line: int, column: str, seen: str, amount: Decimal | None) -> Problem:
        """Tell of a line of totals: it agrees with its lines, or it does not."""
        agrees, expected = self.says(amount), self.since
        self.since = Decimal(0)
        more = {"expected": f"{expected:f}"}
        return Problem(FOOT if agrees or amount is None else FOOTX, line, column, seen, more)
