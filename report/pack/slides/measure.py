"""How much room a text takes, without any font at hand: Arial's widths, and the lines that a reader's program breaks.

Everything is in points. The widths are those that Helvetica, Arial and Liberation Sans share; accented letters are as
wide as their base, unknown signs as wide as they are high. A margin covers what programs do differently.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LEADING: Final = 1.2
"""The height of a line, for a letter of 1."""
_MARGIN = 1.04
_BOLD = 1.1  # over a sentence, bold is at most a tenth wider
_EM = 1000
_NARROWEST = 0.2  # of a letter's height
_WIDTHS: Final = {
    character: width
    for width, characters in {
        200: "'\u202f\u2009",
        222: "ijl’\u2018",
        278: " !,./:;I[\\]ft|\u00a0·\u0131",
        333: "()-`r“”¨",
        334: "{}",
        355: '"',
        389: "*°²³¹",
        469: "^",
        500: "Jcksvxyz",
        556: "#$0123456789?L_abdeghnopqu€£§–«»•",
        584: "+<=>~×−±≤≥",
        611: "FTZßø",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQØ",
        833: "Mm",
        889: "%æ",
        944: "Wœ",
    }.items()
    for character in characters
}


@dataclass(frozen=True)
class Box:
    """A rectangle of a slide, in points, from its top left corner."""

    x: float
    y: float
    w: float
    h: float

    def inset(self, by: float) -> Box:
        """Return what is left within a margin."""
        return Box(self.x + by, self.y + by, max(self.w - 2 * by, 1), max(self.h - 2 * by, 1))

    def top(self, height: float) -> Box:
        """Return its upper part."""
        return Box(self.x, self.y, self.w, height)

    def below(self, height: float) -> Box:
        """Return what is left under its upper part."""
        return Box(self.x, self.y + height, self.w, max(self.h - height, 1))

    def columns(self, weights: Sequence[float], gap: float) -> list[Box]:
        """Divide it from left to right."""
        room, x, found = self.w - gap * (len(weights) - 1), self.x, []
        for weight in weights:
            width = room * weight / sum(weights)
            found.append(Box(x, self.y, width, self.h))
            x += width + gap
        return found

    def rows(self, heights: Sequence[float], gap: float) -> list[Box]:
        """Stack boxes of these heights from its top."""
        y, found = self.y, []
        for height in heights:
            found.append(Box(self.x, y, self.w, height))
            y += height + gap
        return found


@lru_cache(maxsize=4096)
def _letter(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return _WIDTHS.get(character, _EM)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how wide a text is on one line."""
    ems = sum(map(_letter, unicodedata.normalize("NFD", text)))
    return ems / _EM * size * _MARGIN * (_BOLD if bold else 1)


@lru_cache(maxsize=4096)
def wrap(text: str, size: float, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines; joined again, they are the text.

    Lines break after an ordinary space or a hyphen before a letter; a word wider than the room is broken anywhere.
    """
    lines, line, used = [], "", 0.0
    for word in re.findall(r".+?(?:(?<=-)(?=[^\W\d])| +|$)", text):
        needed = width(word.rstrip(" "), size, bold=bold)
        if line and used + needed > room:
            lines.append(line)
            line, used = "", 0.0
        if needed > room:
            *whole, word = _broken(word, size, room, bold=bold)  # noqa: PLW2901 — what is left of it starts a line
            lines += whole
        line += word
        used += width(word, size, bold=bold)
    return (*lines, line)


def _broken(word: str, size: float, room: float, *, bold: bool) -> list[str]:
    pieces, piece, used = [], "", 0.0
    for character in word:
        step = width(character, size, bold=bold)
        if piece and used + step > room:
            pieces.append(piece)
            piece, used = "", 0.0
        piece += character
        used += step
    return [*pieces, piece]


def cut(text: str, size: float, room: float, most: int, *, bold: bool = False) -> str:
    """Shorten a text to so many lines; « … » tells that there was more."""
    head = text[: int(most * room / (size * _NARROWEST)) + 1]  # an endless text need not be measured whole
    lines = wrap(head, size, room, bold=bold)
    if len(lines) <= most and head == text:
        return text
    last = lines[min(most, len(lines)) - 1].rstrip()
    while last and width(f"{last}…", size, bold=bold) > room:
        last = last[:-1]
    return "".join(lines[: most - 1]) + last.rstrip() + "…"


def height(lines: int, size: float) -> float:
    """Return how high so many lines are."""
    return lines * size * LEADING
