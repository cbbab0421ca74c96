"""All hostile files, by theme."""

from itertools import chain

from . import (
    amounts,
    dates,
    encoding,
    foreign,
    formats,
    framing,
    headers,
    identifiers,
    injections,
    lines,
    real_world,
    separators,
    shifted,
    totals,
)
from .case import Case

THEMES = {
    theme.__name__.rpartition(".")[2]: theme.CASES
    for theme in (
        encoding,
        framing,
        formats,
        headers,
        shifted,
        separators,
        amounts,
        identifiers,
        dates,
        totals,
        lines,
        injections,
        foreign,
        real_world,
    )
}
CASES: tuple[Case, ...] = tuple(chain.from_iterable(THEMES.values()))
