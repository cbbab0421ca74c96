"""A first look at a foreign table: what it seems to be, with why; what cannot be decided is said, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.billing_sheets import row_of
from data.mapping import habits, naming
from data.mapping.fields import KNOWN_KINDS, KNOWN_SIDES, MEANINGS
from data.mapping.model import Encoding, Mapping, Separator, Valued, Values
from data.mapping.table import found_in, open_table, refused
from data.mapping.values import clean
from data.reference.cells import fold
from kpi.model import Text

if TYPE_CHECKING:
    from data.mapping.fields import Known, Target
    from data.mapping.table import Grid
    from data.problem import Problem

SHOWN, LOOKED_AT, SAMPLES, VALUES = 8, 5_000, 3, 40
"""Rows shown as they are, rows looked at for evidence, samples of a column, values of a kind that are listed."""


@dataclass(frozen=True)
class ColumnSketch:
    """A column: its heading, a few of its cells, the meaning proposed (None: none) and why."""

    heading: str
    samples: tuple[str, ...]
    field: str | None
    why: Text


@dataclass(frozen=True)
class Proposal:
    """What a table seems to be. `mapping` holds what is proposed; `undecided` what its reader must settle.

    first_rows   the first rows as they are, with their lines
    titles       the lines above the headings
    reasons      why each option is proposed
    refused      why the file is no table that can be mapped; everything else is then empty
    """

    encoding: str = ""
    separator: str | None = None
    sheets: tuple[str, ...] = ()
    header_line: int = 0
    titles: tuple[str, ...] = ()
    first_rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    columns: tuple[ColumnSketch, ...] = ()
    mapping: Mapping | None = None
    reasons: tuple[tuple[str, Text], ...] = ()
    undecided: tuple[Text, ...] = ()
    refused: Problem | None = None


def sketch(  # noqa: PLR0913 — what a reader may correct before looking again
    data: bytes, name: str = "?", *, encoding: Encoding | None = None, separator: Separator | None = None,
    header_line: int | None = None, target: Target | None = None,
) -> Proposal:  # fmt: skip
    """Look at a table; what is told (encoding, separator, line of the headings, target) is taken as told."""
    opened = open_table(data, encoding, separator)
    grids = found_in(opened, (), header_line)
    problem = refused(opened, grids)
    if problem is not None:
        return Proposal(opened.encoding, opened.separator, refused=problem)
    grid = max(grids, key=lambda one: len(one.rows))
    looked = [[clean(cell) for cell in record.cells] for record in grid.rows[:LOOKED_AT]]
    chosen, why_target = (target, Text("choisi", "chosen")) if target else naming.target_of(grid.header)
    named, doubts = naming.assigned(grid.header, looked, chosen)
    found = habits.of(grid.header, looked, named, chosen)
    values, open_values = _values(grid, looked, named, chosen)
    mapping = Mapping(
        name=name,
        target=chosen,
        header=grid.fingerprint,
        columns={field: grid.header[place] for field, (place, _) in named.items() if field in found.kept},
        encoding=encoding,
        separator=separator,
        decimal=found.decimal,
        dates=found.dates,
        basis=found.basis,
        sign=found.sign,
        values=values,
        accounts=found.accounts,
        several_rows=found.several_rows,
    )
    by_place = {place: (field, why) for field, (place, why) in named.items() if field in found.kept}
    nothing = (None, Text("aucun sens reconnu", "no meaning recognised"))
    return Proposal(
        encoding=opened.encoding,
        separator=opened.separator,
        sheets=tuple(one.name for one in grids if one.name),
        header_line=row_of(grid.header_line) if len(grids) > 1 else grid.header_line,
        titles=tuple(" ".join(filter(None, map(str.strip, record.cells))) for record in grid.titles),
        first_rows=tuple(
            (row_of(record.line) if len(grids) > 1 else record.line, tuple(map(str, record.cells)))
            for record in grid.rows[:SHOWN]
        ),
        columns=tuple(
            ColumnSketch(heading, _samples(looked, place), *by_place.get(place, nothing))
            for place, heading in enumerate(grid.header)
        ),
        mapping=mapping,
        reasons=(("target", why_target), *found.reasons),
        undecided=(*doubts, *found.undecided, *open_values),
    )


def _samples(looked: list[list[str]], place: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cells[place][:60] for cells in looked if cells[place]))[:SAMPLES]


def _values(grid: Grid, looked: list[list[str]], named: naming.Named, target: Target) -> tuple[Values, list[Text]]:
    """Propose what the values of a kind or of a side mean; those that mean nothing known are asked for."""
    found: Values = {}
    asked = []
    both: tuple[tuple[Valued, Known], ...] = (("kind", KNOWN_KINDS), ("side", KNOWN_SIDES))
    for field, known in both:
        if field not in named:
            continue
        place = named[field][0]
        seen = list(dict.fromkeys(cells[place] for cells in looked if cells[place]))
        allowed = MEANINGS[target] if field == "kind" else ("invoice", "credit_note")
        found[field] = {one: known[fold(one)] for one in seen[:VALUES] if known.get(fold(one)) in allowed}
        if unknown := [one for one in seen[:VALUES] if one not in found[field]]:
            heading, listed = grid.header[place], ", ".join(one[:40] for one in unknown[:10])
            asked.append(
                Text(
                    f"Ce que veulent dire ces valeurs de « {heading} » : {listed}.",
                    f"What these values of “{heading}” mean: {listed}.",
                )
            )
    return found, asked
