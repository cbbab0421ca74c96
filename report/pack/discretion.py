"""The last sieve before a pack leaves for a firm: no other firm's name or id in any of its words.

Sections already ask about that firm alone. What people wrote (matter names, reasons, notes) may still name another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kpi.model import Measure

if TYPE_CHECKING:
    from report.pack.model import Pack

_SHORT: Final = 3
_SHORT_NUMBER: Final = 5
"""Shorter words name nobody: « AB », « 12 »; they would also be found in any date or count."""


def naming(words: Iterable[str | None]) -> re.Pattern[str]:
    """Return what finds any of these names and ids, as whole words, whatever the case."""
    told = {word.strip() for word in words if word}
    kept = [word for word in told if len(word) >= (_SHORT_NUMBER if word.isdecimal() else _SHORT)]
    listed = "|".join(re.escape(word) for word in sorted(kept, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def sieved(pack: Pack, others: re.Pattern[str], instead: str) -> Pack:
    """Return the pack with every other firm's name or id replaced, in titles, cells, labels, notes and file name."""
    found: Pack = _sieve(pack, others, instead)
    return replace(found, stem=others.sub("x", pack.stem), lang=pack.lang, edition=pack.edition)


def _sieve(value: Any, others: re.Pattern[str], instead: str) -> Any:  # noqa: ANN401 — any part of a pack
    match value:
        case str():
            return others.sub(instead, value)
        case Mapping():
            return {key: _sieve(item, others, instead) for key, item in value.items()}
        case tuple():
            return tuple(_sieve(item, others, instead) for item in value)
        case list():
            return [_sieve(item, others, instead) for item in value]
    # a figure is about this firm alone, and it is its words that are printed
    if is_dataclass(value) and not isinstance(value, type | Measure):
        return replace(
            value, **{known.name: _sieve(getattr(value, known.name), others, instead) for known in fields(value)}
        )
    return value
