"""Which table a file is, from its headings: order, case, accents and language do not matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from data.reference.aliases import MATTER_ALIASES, TIMEKEEPER_ALIASES
from data.reference.cells import fold
from data.reference.firms import FIRM_ALIASES, FIRMS, PANEL, RATES, TIMEKEEPERS
from data.reference.matters import BUDGETS, MANDATES, MATTERS
from data.reference.money import ACCRUALS, FX, INVOICES
from data.reference.papers import PAPER_CHOICES
from data.reference.plan import ACTIONS, NOTES, TARGETS
from data.reference.review import CONTRACTS, OFFERS, SEGMENTS, SURVEYS
from data.reference.row import Table

TABLES: Mapping[str, Table] = MappingProxyType(
    {
        table.name: table
        for table in (
            FIRMS,
            FIRM_ALIASES,
            MATTERS,
            MANDATES,
            PANEL,
            BUDGETS,
            INVOICES,
            TIMEKEEPERS,
            RATES,
            FX,
            ACCRUALS,
            SURVEYS,
            CONTRACTS,
            TARGETS,
            ACTIONS,
            SEGMENTS,
            OFFERS,
            NOTES,
            MATTER_ALIASES,
            TIMEKEEPER_ALIASES,
            PAPER_CHOICES,
        )
    }
)  # fmt: skip — the tables in the order of the documentation


_MOST_COLUMNS = 20_000
"""A line of more cells is no line of headings."""


@dataclass(frozen=True)
class Match:
    """How the headings of a file fit a table.

    columns      the table's columns found, with their position in the file
    passed_over  positions whose heading means a column that a surer heading already gives
    unknown      positions whose heading means nothing to the table
    missing      required columns that no heading gives
    """

    columns: Mapping[str, int]
    passed_over: Mapping[int, str]
    unknown: tuple[int, ...]
    missing: tuple[str, ...]

    @property
    def explains(self) -> int:
        """How well the table explains the headings: those it reads, less those it does not."""
        return len(self.columns) - len(self.unknown) - len(self.passed_over)


def match(header: Sequence[str], table: Table) -> Match:
    """Fit headings to a table; of two for one column the surer is read, `Code cabinet` before `Cabinet`."""
    claims: dict[str, list[tuple[int, int]]] = {}
    unknown = []
    for position, heading in enumerate(header):
        if known := table.headings.get(fold(heading)):
            claims.setdefault(known[1], []).append((known[0], position))
        elif heading.strip():
            unknown.append(position)
    ranked = {column: [position for _, position in sorted(found)] for column, found in claims.items()}
    return Match(
        columns={column: positions[0] for column, positions in ranked.items()},
        passed_over={position: column for column, positions in ranked.items() for position in positions[1:]},
        unknown=tuple(unknown),
        missing=tuple(name for name, column in table.columns.items() if column.required and name not in ranked),
    )


def recognise(header: Sequence[str]) -> list[Table]:
    """Return the table that the headings announce, several if they fit equally well, none if they fit none.

    A table fits when all its required columns are there; the one that explains most of the headings wins. One
    column alone announces nothing: many lists have a matter in them without being the list of matters.
    """
    scores = _scores(header)
    best = max((score for score, _ in scores), default=0)
    return [table for score, table in scores if score == best]


def announces(cells: Sequence[str]) -> bool:
    """Whether a line is plainly headings: some table explains more of it than it leaves unexplained."""
    return any(score > 0 for score, _ in _scores(cells))


def _scores(header: Sequence[str]) -> list[tuple[int, Table]]:
    if len(header) > _MOST_COLUMNS:
        return []
    fits = [(match(header, table), table) for table in TABLES.values()]
    return [(found.explains, table) for found, table in fits if not found.missing and len(found.columns) > 1]
