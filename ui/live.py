"""Answers straight from an open store: what a review asks of it, on the command line and in the dashboard."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from data import listing
from kpi import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from data.store import Reader
    from kpi.model import Facts, Measure, Scope


@dataclass(frozen=True)
class Live:
    """The figures and lists of one open store, worked out once, when first asked for."""

    reader: Reader
    given: dict[tuple[Any, ...], Any] = field(default_factory=dict, init=False, compare=False, repr=False)
    """What was answered already: the pages of a review ask many questions twice."""

    @cached_property
    def facts(self) -> Facts:
        """The tables that figures read."""
        return self.reader.facts()

    @cached_property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names behind ids, by dimension."""
        return listing.names(self.reader)

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        """Return a figure."""
        found: Measure = self._once(
            ("measure", kpi, reading, scope.model_dump_json()), self._compute, kpi, reading, scope
        )
        return found

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[dict[str, Any]]:
        """Return what a figure counted."""
        key = ("trail", kpi, reading, scope.model_dump_json())
        found: list[dict[str, Any]] = self._once(key, catalogue()[kpi].trail, self.facts, scope, reading)
        return found

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows, or one
        """Return a list for people, by the name of its function."""
        return self._once(("list", name, *arguments), getattr(listing, name), self.reader, *arguments)

    def _compute(self, kpi: str, reading: str, scope: Scope) -> Measure:
        return catalogue()[kpi].compute(self.facts, scope, reading)

    def _once(self, key: tuple[Any, ...], work: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 — any answer
        if key not in self.given:
            self.given[key] = work(*arguments)
        return self.given[key]
