"""E-billing formats, one file each: how it is recognised and how it is read, nothing else.

A text format names its columns; an XML format says which documents are its own and returns their invoices.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable

    from data.apart.markup import Element
    from data.invoice import Invoice
    from kpi.model import Text

CellKind = Literal["text", "code", "amount", "rate", "date"]


@dataclass(frozen=True)
class Column:
    """A column of a format: its standard name, what its cells hold, where the value goes."""

    name: str
    kind: CellKind
    field: str
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class Format:
    """What a file may be: its name, its title, and the channel its documents came through."""

    name: str
    title: Text
    channel: str


@dataclass(frozen=True, kw_only=True)
class TextFormat(Format):
    """One line of text a record. `tax_included` says what LINE_ITEM_TOTAL means; `marks` are columns only it has."""

    first_line: re.Pattern[str]
    columns: tuple[Column, ...]
    tax_included: bool
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class XmlFormat(Format):
    """An XML vocabulary: `claims` says by its root that a document is one, `read` returns its invoices.

    `read` runs in a process apart. It raises `Refused` where nothing can be read; what else is wrong, it tells in the
    invoice. `doctype` says that the standard asks for a DOCTYPE; elsewhere, one is refused.
    """

    claims: Callable[[Element], bool]
    read: Callable[[Element], Iterable[Invoice]]
    doctype: bool = False


@cache
def formats() -> tuple[Format, ...]:
    """Return every format of this folder."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return tuple(module.FORMAT for module in modules)


def text_formats() -> list[TextFormat]:
    """Return the formats of one line of text a record."""
    return [made for made in formats() if isinstance(made, TextFormat)]


def xml_formats() -> list[XmlFormat]:
    """Return the XML formats."""
    return [made for made in formats() if isinstance(made, XmlFormat)]
