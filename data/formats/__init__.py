"""E-billing formats, one file each: how it is recognised and which columns it has, nothing else."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import re

    from kpi.model import Text

CellKind = Literal["text", "code", "amount", "rate", "date"]


@dataclass(frozen=True)
class Column:
    """A column of a format: its standard name, what its cells hold, where the value goes."""

    name: str
    kind: CellKind
    field: str
    required: bool = False


@dataclass(frozen=True)
class Format:
    """An e-billing format. `tax_included` says what LINE_ITEM_TOTAL means; `marks` are columns only it has."""

    name: str
    title: Text
    first_line: re.Pattern[str]
    columns: tuple[Column, ...]
    channel: str
    tax_included: bool
    marks: frozenset[str] = frozenset()


@cache
def formats() -> tuple[Format, ...]:
    """Return every format of this folder."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return tuple(module.FORMAT for module in modules)
