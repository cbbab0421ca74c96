"""What the two decide about a review: what it shows, in which order, what they say of it. Kept as JSON in the store."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Owner = Literal["legal", "procurement", "firm"]
SECTIONS = (
    "summary", "actions", "spend", "budget", "why", "panel", "rates", "billing", "quality", "responsible",
    "portfolio", "decisions",
)  # fmt: skip
"""The sections of a review in their usual order; one without data says what it lacks."""


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Fact(_Kept):
    """One notable fact, as proposed from the figures or as rewritten; `key` says from which change it came."""

    text: str
    key: str = ""
    kept: bool = True


class Decision(_Kept):
    """What the meeting is asked to decide, or has decided: who, by when, which figure it aims at."""

    text: str
    reason: str = ""
    owner: str = ""
    due_on: dt.date | None = None
    kpi: str = ""
    target: str = ""


class Plan(_Kept):
    """How a review is told: order, what is hidden, readings, facts, comments by section, decisions requested."""

    order: tuple[str, ...] = SECTIONS
    hidden: frozenset[str] = frozenset()
    readings: dict[str, str] = Field(default_factory=dict)
    facts: tuple[Fact, ...] | None = None
    """None until somebody touches them: the proposals stand."""
    comments: dict[str, str] = Field(default_factory=dict)
    requested: tuple[Decision, ...] = ()
    pillar_weights: dict[str, Decimal] = Field(default_factory=dict)
    indicator_weights: dict[str, Decimal] = Field(default_factory=dict)
    bounds: dict[str, tuple[Decimal, Decimal]] = Field(default_factory=dict)
    """Floor and target of an indicator of the scorecard, where they are not the usual ones."""
    medians: bool = True
    """Whether charts show the median of the panel."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The sections that are shown, in their order; sections that this plan does not know come last."""
        known = [name for name in self.order if name in SECTIONS]
        return tuple(name for name in (*known, *(s for s in SECTIONS if s not in known)) if name not in self.hidden)
