"""A problem found in somebody's file: a value that is told, never an exception that stops the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Text

Level = Literal["reject", "error", "warning", "info"]


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its code, how serious it is, and its words. `{seen}` and the like are filled in."""

    code: str
    level: Level
    message: Text
    remedy: Text


@dataclass(frozen=True)
class Problem:
    """One problem at one place. `line` counts from 1 in the file as received; 0 is the whole file."""

    kind: Kind
    line: int = 0
    column: str = ""
    seen: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
