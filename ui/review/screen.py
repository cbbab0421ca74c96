"""A page of a review on the screen: the very blocks of the slide, and open on what is behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import streamlit as st

from report.pack.model import Chart, Listing, Missing, Points, Tiles
from ui import table
from ui.reader import lang, plain, t
from ui.review import behind, drawing, figure, rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.pack.model import Block, Page, Tile, Tone
    from report.review.brief import Brief
    from ui.review.opened import Opened

_WHOLE, _HALF = 900, 460
_SIGNS: Final[dict[Tone, str]] = {
    "good": ":green[:material/trending_up: {}]",
    "bad": ":red[:material/priority_high: {}]",
    "neutral": "{}",
}
_PER_ROW: Final = 4
_MOST_ROWS: Final = 10
"""Rows of a table that fit on a screen of the room."""


def page(one: Opened, brief: Brief, shown: Page, key: str) -> None:
    """Show one page: its finding, its scope, its blocks, what its figures mean."""
    st.header(plain(shown.title), anchor=False)
    st.caption(plain(shown.scope))
    screen = Screen(one, brief, key)
    for place in range(len(shown.rows)):
        screen.row(shown, place)
    if shown.notes:
        with st.expander(t("Définitions et sources", "Definitions and sources"), icon=":material/menu_book:"):
            notes(shown)


def notes(shown: Page) -> None:
    """Say what each figure of a page means, and what it was worked out from."""
    for note in shown.notes:
        st.markdown(f"**{plain(note.title)}** — {plain(note.definition)}")
        st.caption(plain(note.source))


@dataclass(frozen=True)
class Screen:
    """What the blocks of a page are shown with: the review, what it asks through, names for what is clicked."""

    one: Opened
    brief: Brief
    key: str
    large: bool = False
    """Projected: words are larger, tables as short as on the slide, and nothing to download."""

    def row(self, shown: Page, place: int) -> None:
        """Show the blocks of one row of a page, side by side."""
        blocks = shown.rows[place]
        for at, (column, block) in enumerate(zip(st.columns(len(blocks)), blocks, strict=True)):
            with column:
                replace(self, key=f"{self.key}-{place}-{at}").block(block, _WHOLE if len(blocks) == 1 else _HALF)

    def block(self, block: Block, width: int) -> None:
        """Show one block; a figure, a mark or a row that was just chosen opens on what is behind it."""
        match block:
            case Tiles():
                self._tiles(block)
            case Chart():
                picked = drawing.show(block, self.key, width, large=self.large)
                if self._new(picked) and picked is not None:
                    behind.mark(self.one, self.brief, block, picked)
            case Listing():
                self._listing(block, whole=width == _WHOLE)
            case Points():
                _points(block)
            case Missing():
                st.info(plain(block.sentence), icon=":material/info:")

    def _new(self, chosen: object) -> bool:
        """Say whether a choice was just made: what it opens must not open again at each run, once closed."""
        before = st.session_state.get(f"{self.key}-chosen")
        st.session_state[f"{self.key}-chosen"] = chosen
        return chosen != before

    def _tiles(self, block: Tiles) -> None:
        with st.container(key=f"tiles-{self.key}"):
            for start in range(0, len(block.tiles), _PER_ROW):
                shown = block.tiles[start : start + _PER_ROW]
                for column, tile in zip(st.columns(min(_PER_ROW, len(block.tiles))), shown, strict=False):
                    with column.container(border=True, height="stretch", gap="xxsmall"):
                        self._tile(tile)

    def _tile(self, tile: Tile) -> None:
        """Show a figure: its title opens on how it is made; below, changes, target and limits on tight lines."""
        asked = tile.measure is not None and st.button(
            plain(tile.title), key=f"{self.key}-{tile.name}", icon=":material/search:", type="tertiary",
            help=t("Comment ce chiffre est fait", "How this figure is made"),
        )  # fmt: skip
        st.metric(plain(tile.title), tile.value, label_visibility="collapsed")
        said = [plain(line) for line in tile.changes]
        if said:
            said[0] = _SIGNS[tile.tone].format(said[0])
        said += [plain(line) for line in (tile.target, tile.badge) if line]
        if said:
            st.caption("  \n".join(said))
        if asked and tile.measure:
            figure.explain(self.one, self.brief, tile.measure)

    def _listing(self, block: Listing, *, whole: bool) -> None:
        """Show a table whose rows open; in the room, as many rows as the slide has."""
        st.markdown("**" + plain(block.table.title(lang())) + "**")
        listed = block.table
        if self.large:
            listed = replace(listed, rows=listed.rows[: min(block.shown, _MOST_ROWS)])
        if self.large and listed.rows and rows.too_long(listed, whole=whole):
            chosen = rows.show(listed, self.key)
            opens = chosen is not None
        else:
            chosen = table.show(
                listed, self.key, pick=True, exports=not self.large, height="content" if self.large else None
            )
            opens = self._new(chosen)
        if left := len(block.table.rows) - len(listed.rows):
            st.caption(t(f"Et {left} autres : voir le dossier.", f"And {left} more: see the pack."))
        if opens and chosen is not None and chosen < len(listed.rows):
            behind.row(self.one, self.brief, listed.rows[chosen])


def _points(block: Points) -> None:
    mark: Callable[[int], str] = (lambda n: f"{n}.") if block.numbered else (lambda _: "-")
    said = "\n".join(f"{mark(n)} {plain(line)}" for n, line in enumerate(block.sentences, start=1))
    st.markdown(f"**{plain(block.title)}**\n\n{said}")
