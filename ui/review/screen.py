"""A page of a review on the screen: the very blocks of the slide, large, and open on what is behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from report.pack.pictures import draw

from report.pack.model import Chart, Listing, Missing, Points, Tiles
from report.review.brief import Brief
from ui import table
from ui.layout import chart as show_chart
from ui.reader import dark, lang, plain, t
from ui.review import figure

if TYPE_CHECKING:
    from collections.abc import Callable

    from report.pack.model import Block, Page, Tile, Tone
    from ui.review.opened import Opened

WHOLE, HALF = 900, 460
_SIGNS: dict[Tone, str] = {"good": ":material/trending_up:", "bad": ":material/priority_high:", "neutral": ""}
_PER_ROW = 4


def page(one: Opened, brief: Brief, shown: Page, key: str, *, large: bool = False) -> None:
    """Show one page: its finding, its scope, its blocks, what was said of it, what its figures mean."""
    (st.title if large else st.subheader)(plain(shown.title), anchor=False)
    st.caption(plain(shown.scope))
    for place, row in enumerate(shown.rows):
        width = WHOLE if len(row) == 1 else HALF
        for at, (column, block) in enumerate(zip(st.columns(len(row)), row, strict=True)):
            with column:
                _block(one, brief, block, f"{key}-{shown.name}-{place}-{at}", width)
    for comment in shown.comments:
        st.info(plain(comment), icon=":material/chat:")
    if shown.notes:
        with st.expander(t("Définitions et sources", "Definitions and sources"), icon=":material/menu_book:"):
            for note in shown.notes:
                st.markdown(f"**{plain(note.title)}** — {plain(note.definition)}")
                st.caption(plain(note.source))


def _block(one: Opened, brief: Brief, block: Block, key: str, width: int) -> None:
    match block:
        case Tiles():
            _tiles(one, brief, block, key)
        case Chart():
            picked = show_chart(draw(block, lang(), dark=dark(), width=width), key, pick=True)
            if picked is not None:
                figure.mark(one, brief, block, picked, key)
        case Listing():
            _listing(one, brief, block, key)
        case Points():
            _points(block)
        case Missing():
            st.info(plain(block.sentence), icon=":material/info:")


def _tiles(one: Opened, brief: Brief, block: Tiles, key: str) -> None:
    for start in range(0, len(block.tiles), _PER_ROW):
        row = block.tiles[start : start + _PER_ROW]
        for column, tile in zip(st.columns(min(_PER_ROW, len(block.tiles))), row, strict=False):
            with column.container(border=True, height="stretch"):
                _tile(one, brief, tile, key)


def _tile(one: Opened, brief: Brief, tile: Tile, key: str) -> None:
    sign = _SIGNS[tile.tone]
    st.metric(f"{sign} {plain(tile.title)}".strip(), tile.value)
    for said in (*tile.changes, tile.target, tile.badge):
        if said:
            st.caption(plain(said))
    if tile.measure is not None and st.button(
        t("Comment ?", "How?"),
        key=f"{key}-{tile.name}",
        icon=":material/search:",
        type="tertiary",
        help=plain(t(f"Comment ce chiffre est fait : {tile.title}", f"How this figure is made: {tile.title}")),
    ):
        figure.explain(one, brief, tile.measure)


def _listing(one: Opened, brief: Brief, block: Listing, key: str) -> None:
    st.markdown("**" + plain(block.table.title(lang())) + "**")
    chosen = table.show(block.table, key, pick=True)
    if chosen is not None:
        figure.row(one, brief, block.table.rows[chosen], key)


def _points(block: Points) -> None:
    st.markdown("**" + plain(block.title) + "**")
    mark: Callable[[int], str] = (lambda n: f"{n}.") if block.numbered else (lambda _: "-")
    st.markdown("\n".join(f"{mark(n)} {plain(said)}" for n, said in enumerate(block.sentences, start=1)))
