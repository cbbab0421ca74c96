"""What a page looks at: one consistent view of the store through one scope, its figures computed once."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import streamlit as st

from data import listing
from data.facts.engine import without_store
from data.role import Role
from data.store import NotAllowedError, Reader, Store, default_path
from kpi import catalogue
from kpi.model import Facts, Measure, Period, Scope
from ui import elsewhere, session
from ui import reader as person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from data.facts.engine import Engine
    from kpi.model import Lang

TREND_QUARTERS = 8
_current: ContextVar[View] = ContextVar("view")


@dataclass
class View:
    """The store as it is now, and what the reader asks of it."""

    path: str
    reader: Reader
    version: int
    """Moves with every write."""
    data_version: int
    """Moves when a figure may have changed: typing an action leaves the figures where they are."""
    scope: Scope = field(default_factory=lambda: Scope(period=Period.quarter_of(person.today())))
    engine: Engine | None = None
    """What works figures out, when it is not the store."""
    exported: Callable[[], Facts] | None = None
    """The way to the facts that the engine reads."""
    alone: bool = False
    """Whether there is no store beside the engine: lists are then empty."""

    @property
    def figures(self) -> tuple[str, int]:
        """What figures are worked out from, and its state: part of the key of each of them."""
        return (self.engine.version, 0) if self.engine else (self.path, self.data_version)

    def of_store(self) -> View:
        """Return the same view with figures worked out from the store, for what is about the store itself."""
        return replace(self, engine=None, exported=None)

    @property
    def role(self) -> Role:
        """For whom it is opened: part of every cache key."""
        return self.reader.role

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return person.lang()

    @cached_property
    def facts(self) -> Facts:
        """The tables that figures read."""
        return self.exported() if self.exported else self.reader.facts()

    @cached_property
    def names(self) -> dict[str, dict[str, str]]:
        """The names behind ids."""
        return _names(self.role, self.path, self.data_version, self)

    @cached_property
    def choices(self) -> listing.Choices:
        """What can be asked about."""
        return _choices(self.role, *self.figures, self)

    def measure(self, kpi: str, reading: str | None = None, scope: Scope | None = None) -> Measure:
        """Return a figure for the reader's scope, or for another."""
        scope = scope or self.scope
        chosen = reading or catalogue()[kpi].default_reading
        return _measure(self.role, *self.figures, kpi, chosen, scope.model_dump_json(), scope, self)

    def trail(self, kpi: str, reading: str | None = None, scope: Scope | None = None) -> list[dict[str, Any]]:
        """Return what was counted: documents, matters or instructions.

        Raises:
            NotAllowedError: only figures are for this role.
        """
        if not self.role.sees_rows:
            raise NotAllowedError
        scope = scope or self.scope
        chosen = reading or catalogue()[kpi].default_reading
        return _trail(self.role, *self.figures, kpi, chosen, scope.model_dump_json(), scope, self)

    def trend(self, kpi: str, reading: str | None = None, *by: str, scope: Scope | None = None) -> Measure:
        """Return a figure over the eight quarters that end with the scope's period, quarter by quarter."""
        scope = scope or self.scope
        last = Period.quarter_of(scope.period.end, scope.fiscal_start)
        span = Period(start=last.back(3 * (TREND_QUARTERS - 1)).start, end=last.end)
        return self.measure(kpi, reading, scope.over(span).cut("quarter", *by))

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows
        """Return one of the lists for people, computed once for this state of the store."""
        return _listed(self.role, self.path, self.version, name, arguments, self)


@st.cache_data(max_entries=2000, show_spinner=False)
def _measure(  # noqa: PLR0913, PLR0917 — all of it is the key
    role: Role, path: str, version: int, kpi: str, reading: str, key: str, _scope: Scope, _view: View
) -> Measure:
    del role, path, version, key
    return catalogue()[kpi].compute(_view.facts, _scope, reading)


@st.cache_data(max_entries=200, show_spinner=False)
def _trail(  # noqa: PLR0913, PLR0917 — as above
    role: Role, path: str, version: int, kpi: str, reading: str, key: str, _scope: Scope, _view: View
) -> list[dict[str, Any]]:
    del role, path, version, key
    return catalogue()[kpi].trail(_view.facts, _scope, reading)


@st.cache_data(max_entries=8, show_spinner=False)
def _names(role: Role, path: str, version: int, _view: View) -> dict[str, dict[str, str]]:
    del role, path, version
    return listing.names(_view.reader)


@st.cache_data(max_entries=8, show_spinner=False)
def _choices(role: Role, path: str, version: int, _view: View) -> listing.Choices:
    del role, path, version
    if _view.exported:
        return elsewhere.choices(_view.exported(), _view.reader.fiscal_start, _view.names)
    return listing.choices(_view.reader)


@st.cache_data(max_entries=200, show_spinner=False)
def _listed(role: Role, path: str, version: int, name: str, arguments: tuple[Any, ...], _view: View) -> Any:  # noqa: ANN401 — rows
    del role, path, version
    return getattr(listing, name)(_view.reader, *arguments)


def store() -> Store:
    """Return the store of this dashboard, for whoever is in front.

    Raises:
        NotAdmittedError: nobody who may see it.
    """
    return Store(default_path(), session.role())


@contextmanager
def looking() -> Iterator[View]:
    """Open the store for the length of a page run; the pages find the view with `current`.

    Raises:
        NotAllowedError: figures come from exported facts, which are for legal ops alone.
        StoreError: there is nothing to look at, or the store is held, damaged or newer.
    """
    place, engine = store(), elsewhere.engine()
    if engine and place.role is not Role.LEGAL_OPS:  # exported facts have no views of what a role sees
        raise NotAllowedError
    with ExitStack() as held:
        exported = held.enter_context(engine.asked()) if engine else None
        alone = engine is not None and not place.exists
        opened = held.enter_context(without_store(engine.lake, place.role) if engine and alone else place.reading())
        view = View(str(place.path), opened, opened.version, opened.data_version)
        view.engine, view.exported, view.alone = engine, exported, alone
        if "scope" in st.session_state:
            view.scope = st.session_state["scope"]
        token = _current.set(view)
        try:
            yield view
        finally:
            _current.reset(token)


def current() -> View:
    """Return the view that the frame opened for this page run."""
    return _current.get()
