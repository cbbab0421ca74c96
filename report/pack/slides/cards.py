"""Figures in large: a grid of cards, each with its value, its changes, its target and what limits it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from kpi.model import Text
from report.pack.model import Tile, Tiles, Tone
from report.pack.slides.canvas import GROUND, INK, PALE, SMALLEST, Canvas, Colour, Line, plain, tall
from report.pack.slides.measure import Box, cut, width

_GAP, _MARGIN, _EDGE = 10.0, 8.0, 5.0
_COLUMNS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 3, 6: 3}
_MOST_COLUMNS: Final = 4
_NAME_AND_VALUE: Final = 2
_NARROWEST: Final = 170.0
_LEAST_VALUE: Final = 18
"""The smallest letters of a value: a longer one is cut."""
_TALLEST: Final = 190.0
"""A card is never higher than that: a lone figure need not fill a slide."""


@dataclass(frozen=True)
class _Sizes:
    title: float
    value: float
    detail: float
    lines: int = 3
    """The most lines of a title or a detail."""


_SIZES: Final = (
    _Sizes(16, 40, 16), _Sizes(16, 34, 14), _Sizes(14, 30, 13), _Sizes(13, 28, 12), _Sizes(12, 26, 12),
    _Sizes(12, 24, SMALLEST),
)  # fmt: skip
_SHORT: Final = (_Sizes(12, 24, SMALLEST, 2), _Sizes(12, 24, SMALLEST, 1))
"""What is left for a card whose texts are too long for the others' size."""
# a tone is told by a word as well, and keeps its colour in a company's template: there, green could be anything
_TONES: Final[dict[Tone, tuple[Colour, Text | None]]] = {
    "good": ("007A58", Text("Favorable", "Favourable")),
    "bad": ("B84A00", Text("Défavorable", "Unfavourable")),
    "neutral": ("8A929B", None),
}


def _grid(tiles: Tiles, room: float) -> tuple[int, int]:
    """Return how many columns and rows the cards take."""
    count = max(len(tiles.tiles), 1)
    columns = min(_COLUMNS.get(count, _MOST_COLUMNS), max(int((room + _GAP) // (_NARROWEST + _GAP)), 1))
    return columns, -(-count // columns)


def _lines(canvas: Canvas, tile: Tile, sizes: _Sizes, room: float) -> list[Line]:
    colour, word = _TONES[tile.tone]
    title = cut(plain(tile.title), sizes.title, room, sizes.lines)
    value = cut(plain(tile.value), sizes.value, room, 1, bold=True)
    limits = " · ".join(filter(None, (word(canvas.lang) if word else "", plain(tile.badge or ""))))
    details: list[tuple[str, Colour]] = [(plain(change), INK) for change in tile.changes]
    details += [(plain(tile.target), INK)] if tile.target else []
    details += [(limits, colour if word else PALE)] if limits else []
    return [
        Line(title, sizes.title, colour=PALE),
        Line(value, sizes.value, bold=True),
        *(Line(cut(text, sizes.detail, room, sizes.lines), sizes.detail, colour=ink) for text, ink in details),
    ]


def _room(card: Box) -> float:
    return card.w - _EDGE - 2 * _MARGIN


def tiles_height(canvas: Canvas, tiles: Tiles, width: float, *, tight: bool) -> float:
    """Return how high the cards want to be, and at least."""
    columns, rows = _grid(tiles, width)
    card = Box(0, 0, width, 1).columns([1] * columns, _GAP)[0]
    sizes = _SHORT[-1] if tight else _SIZES[1]
    highest = max((tall(_lines(canvas, tile, sizes, _room(card)), _room(card)) for tile in tiles.tiles), default=0)
    return rows * (min(highest + 2 * _MARGIN, _TALLEST) + _GAP) - _GAP


def draw_tiles(canvas: Canvas, tiles: Tiles, box: Box) -> None:
    """Lay the cards out, all in the same sizes: the largest at which every one fits."""
    columns, rows = _grid(tiles, box.w)
    high = min((box.h - _GAP * (rows - 1)) / rows, _TALLEST)
    cards = [card for row in box.rows([high] * rows, _GAP) for card in row.columns([1] * columns, _GAP)]
    room, inside = _room(cards[0]), high - 2 * _MARGIN
    wide = max((width(plain(tile.value), 1, bold=True) for tile in tiles.tiles), default=1)
    fitting = [replace(one, value=min(one.value, max(int(room / wide), _LEAST_VALUE))) for one in _SIZES]
    sizes = next(
        (one for one in fitting if all(tall(_lines(canvas, tile, one, room), room) <= inside for tile in tiles.tiles)),
        fitting[-1],
    )
    for tile, card in zip(tiles.tiles, cards, strict=False):
        canvas.edge(Box(card.x, card.y, _EDGE, card.h), _TONES[tile.tone][0])
        body = Box(card.x + _EDGE, card.y, card.w - _EDGE, card.h)
        canvas.text(body, _card(canvas, tile, sizes, room, inside), plain(tile.title), ground=GROUND, margin=_MARGIN)


def _card(canvas: Canvas, tile: Tile, sizes: _Sizes, room: float, inside: float) -> list[Line]:
    """Return what fits a card: all of it, else each text cut, else details that share a line."""
    for one in (sizes, *_SHORT):
        lines = _lines(canvas, tile, one, room)
        if tall(lines, room) <= inside:
            return lines
    while len(lines) > _NAME_AND_VALUE + 1 and tall(lines, room) > inside:
        lines = [*lines[:-2], _joined(lines[-2], lines[-1], room)]
    return lines


def _joined(first: Line, second: Line, room: float) -> Line:
    """Put two details on one line, where a card is too low for both."""
    return Line(cut(f"{first.text} · {second.text}", SMALLEST, room, 1), SMALLEST, colour=first.colour)
