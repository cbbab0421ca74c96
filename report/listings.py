"""Figures and lines as tables to export: what `--csv` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi import catalogue
from kpi.model import Text
from report import words
from report.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.model import Lang, Measure

_FIGURES = (
    Column("kpi", Text("Chiffre", "Figure")),
    Column("reading", Text("Lecture", "Reading")),
    Column("key", Text("Découpage", "Slice")),
    Column("value", Text("Valeur", "Value"), "number"),
    Column("numerator", Text("Numérateur", "Numerator"), "number"),
    Column("denominator", Text("Dénominateur", "Denominator"), "number"),
    Column("n", Text("Nombre", "Number"), "number"),
)
_NUMBERS = (
    "units", "unit_cost", "adjustment", "net", "tax", "amount", "spent", "engaged", "budget", "initial_budget",
    "variance", "days", "hours", "rate", "agreed_rate", "rate_before", "excess", "change",
)  # fmt: skip


def measures_table(found: Sequence[Measure], lang: Lang) -> Table:
    """Return figures, one row each, then one row for each of their slices."""
    rows: list[dict[str, Any]] = []
    for measure in found:
        same = {"kpi": catalogue()[measure.kpi].title(lang), "reading": measure.reading}
        rows.append({**same, "key": words.period(measure.scope.period, lang), **_numbers(measure)})
        for group in measure.groups:
            key = " / ".join(words.label(by, part, lang) for by, part in zip(measure.scope.by, group.key, strict=True))
            rows.append({**same, "key": key, **_numbers(group)})
    return Table(Text("Chiffres", "Figures"), _FIGURES, rows)


def _numbers(part: Any) -> dict[str, Any]:  # noqa: ANN401 — a Measure or a Group
    return {name: getattr(part, name) for name in ("value", "numerator", "denominator", "n")}


def rows_table(found: Sequence[Mapping[str, Any]]) -> Table:
    """Return lines, invoices or instructions as they are, their columns under their own names."""
    keys = list(dict.fromkeys(key for row in found for key in row))
    columns = tuple(Column(key, Text(key, key), _kind(key)) for key in keys)
    return Table(Text("Lignes", "Lines"), columns, [{key: _cell(row.get(key)) for key in keys} for row in found])


def _kind(key: str) -> Any:  # noqa: ANN401 — one of the kinds of tables.Column
    if key in _NUMBERS:
        return "number"
    return "date" if key.endswith(("_date", "_on")) else "text"


def _cell(value: Any) -> Any:  # noqa: ANN401 — a cell
    return str(value).lower() if isinstance(value, bool) else value
