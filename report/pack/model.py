"""What a pack says, worded once, in one language and for one edition; screens, slides, PDF and workbook only show it.

A page is one screen, one slide, one page of the PDF. Everything that is read is already a sentence or a written
number; the exact values stand beside it, for native charts and for the workbook.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from kpi.model import Key, Lang, Measure, Text, Unit
from report.tables import Table

Edition = Literal["internal", "firm"]
Tone = Literal["good", "bad", "neutral"]
ChartKind = Literal["columns", "line", "stacked", "shares", "bars", "pairs", "waterfall"]


@dataclass(frozen=True)
class Note:
    """What a figure means and where it comes from: under a slide, at the end of the PDF, in the definitions sheet."""

    title: str
    definition: str
    source: str


@dataclass(frozen=True)
class Tile:
    """One figure in large: its value, how it moved, its target, how much it could see."""

    name: str
    title: str
    value: str
    changes: tuple[str, ...] = ()
    """« +4,2 % par rapport à T2 2026 », « -1,3 pt par rapport à T3 2025 »: written in full."""
    target: str | None = None
    badge: str | None = None
    """What limits it: coverage, a small number, a table that is missing."""
    tone: Tone = "neutral"
    measure: Measure | None = None
    """The figure itself: the way back to its lines, and the exact value."""


@dataclass(frozen=True)
class Tiles:
    """The figures of a page, in reading order; eight at most."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Series:
    """One row of values of a chart, as long as its categories; None where there is no value."""

    name: str
    values: tuple[Decimal | None, ...]
    key: Key = None


@dataclass(frozen=True)
class Chart:
    """A chart that stays editable: categories × series of exact values, and the words around them.

    columns    vertical bars, one series, category = quarter: euros over time
    line       one or several series over quarters: ratios, rates, days over time
    stacked    vertical bars, several series stacked, category = quarter
    shares     vertical bars stacked to 100 %
    bars       horizontal bars, one series, the largest first
    pairs      horizontal bars, two series side by side: budget and spend, agreed and billed, firm and panel median
    waterfall  first and last category are totals, the others what lies between them (positive or negative)
    """

    kind: ChartKind
    title: str
    subtitle: str
    unit: Unit
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    keys: tuple[Key, ...] = ()
    """What each category is called in the store: a firm's or a matter's id, a quarter (2026-T3)."""
    labels: tuple[str, ...] = ()
    """What stands beside each bar, where its value alone would not do (« 1,2 M€ · cumul 62 % · A »)."""
    target: Decimal | None = None
    target_label: str | None = None
    notes: tuple[tuple[str, str], ...] = ()
    """Dated events: (category, a few words)."""
    alt: str = ""
    """The same in one or two sentences, for those who listen."""
    partial: tuple[str, ...] = ()
    """Categories that are not over yet: shown lighter, « en cours »."""


@dataclass(frozen=True)
class Listing:
    """A table; a page shows its first rows and says how many there are, the workbook holds them all."""

    table: Table
    shown: int = 10
    more: str | None = None
    """« Et 14 autres : voir le classeur », where not all rows are shown."""
    total: Mapping[str, Decimal] = field(default_factory=dict)
    """Columns that are added up, with their total: the workbook writes the formula, and this value beside it."""
    dashes: frozenset[str] = frozenset()
    """Columns in which an absent value means that there is none (no budget): « – », not « n. d. »."""


@dataclass(frozen=True)
class Points:
    """A short list of sentences under a heading: facts, decisions, comments."""

    title: str
    sentences: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Missing:
    """What cannot be shown, and what would make it possible."""

    sentence: str


Block = Tiles | Chart | Listing | Points | Missing


@dataclass(frozen=True)
class Page:
    """One screen, one slide, one page: a title that says the finding or asks the question, and at most four blocks.

    `rows` are laid out from top to bottom, the blocks of a row side by side (two at most).
    """

    name: str
    section: str
    title: str
    scope: str
    rows: tuple[tuple[Block, ...], ...]
    comments: tuple[str, ...] = ()
    """What the two wrote about this section; never in the edition of a firm."""
    notes: tuple[Note, ...] = ()
    short: str = ""
    """Its subject in a few words, the same from quarter to quarter: the tab of its sheet."""

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the page in reading order."""
        return tuple(block for row in self.rows for block in row)

    @property
    def silent(self) -> bool:
        """Whether it only says what cannot be shown."""
        return not self.comments and all(isinstance(block, Missing) for block in self.blocks)


@dataclass(frozen=True)
class Pack:
    """A whole pack, ready to be shown, projected or written to files."""

    lang: Lang
    edition: Edition
    title: str
    """« Revue fournisseurs »."""
    subject: str
    """The firm, or the whole panel."""
    period: str
    """« T3 2026 (du 01/07/2026 au 30/09/2026) »."""
    cover: tuple[tuple[str, str], ...]
    """What the cover says: (label, value): scope, basis, currency, statuses, data until, frozen on, versions."""
    confidentiality: str
    footer: str
    """At the foot of every page: subject, period, basis (HT), edition."""
    pages: tuple[Page, ...]
    annexes: tuple[Page, ...]
    """Data quality and the like: after the pages, in the same form."""
    sheets: tuple[Table, ...]
    """Tables for the workbook alone: all matters, the lines when asked for."""
    stem: str
    """How its files are called, without suffix: « revue-2026-T3-CAB-02-interne »."""
    made_on: dt.date
    glossary: tuple[Page, ...] = ()
    """Definitions and readings as pages, for slides: PDF and workbook print the notes in full instead."""

    @property
    def every_page(self) -> tuple[Page, ...]:
        """All pages as they are printed, annexes last: what pages cannot show is told together, on the first annex."""
        spoken = tuple(page for page in self.pages if not page.silent)
        if spoken == self.pages or not self.annexes:
            return (*self.pages, *self.annexes)
        first, *others = self.annexes
        return (*spoken, replace(first, rows=(*first.rows, (self._missing,))), *others)

    @property
    def _missing(self) -> Points:
        said = (
            f"{page.short or page.title} – {block.sentence}"
            for page in self.pages
            for block in page.blocks
            if page.silent and isinstance(block, Missing)
        )
        return Points(
            Text("Ce que cette revue n'a pas pu montrer", "What this review could not show")(self.lang), tuple(said)
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every definition used, once, in order of first use."""
        first: dict[str, Note] = {}
        for page in self.every_page:
            for note in page.notes:
                first.setdefault(note.title, note)
        return tuple(first.values())


def charts(pages: Sequence[Page]) -> list[Chart]:
    """Return the charts of some pages, in reading order."""
    return [block for page in pages for block in page.blocks if isinstance(block, Chart)]
