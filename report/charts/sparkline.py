"""The small line in a card: where a figure comes from, in one glance, with the words for those who listen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Final, Literal

Turn = Literal["good", "bad", "neither"]
COLOURS: Final[dict[Turn, str]] = {"good": "#009E73", "bad": "#D55E00", "neither": "#7A8794"}
"""Each stands out, three to one at least, on the light ground and on the dark one."""
_HIGH, _THICK = 56, 3


def sparkline(values: Sequence[Decimal], said: str, turn: Turn) -> str:
    """Draw how a figure went, the oldest value left, the lowest at the foot; `said` is its text alternative.

    A box cut along the line rather than an image: it takes the width it is given, and loads nothing.

    Raises:
        ValueError: fewer than two values make no line.
    """
    if len(values) < 2:  # noqa: PLR2004 — a line has two ends
        raise ValueError(f"{len(values)} value")
    lowest, span = min(values), max(values) - min(values)
    places = [
        (100 * place / (len(values) - 1), (_HIGH - _THICK) * (1 - _height(value - lowest, span)))
        for place, value in enumerate(values)
    ]
    there = [f"{across:.2f}% {down:.1f}px" for across, down in places]
    back = [f"{across:.2f}% {down + _THICK:.1f}px" for across, down in reversed(places)]
    return (
        f'<div role="img" aria-label="{escape(said)}" style="height: {_HIGH}px; background: {COLOURS[turn]}; '
        f'clip-path: polygon({", ".join(there + back)})"></div>'
    )


def _height(above: Decimal, span: Decimal) -> float:
    """Return where a value stands between the lowest (0) and the highest (1); in the middle when nothing moves."""
    return float(above / span) if span else 0.5
