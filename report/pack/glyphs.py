"""The typeface of the PDF, and what it can write: a sign it lacks is shown as « □ », never left out in silence.

Source Sans 3, the typeface of the screen, as its maker publishes it (assets/fonts, SIL Open Font License).
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from report.words import readable

FONTS: Final = Path(__file__).parents[2] / "assets" / "fonts"
FAMILY: Final = "Source Sans 3"
_UNKNOWN: Final = "□"
_BREAKS: Final = "\t\n\r\v\f\u0085\u2028\u2029"
_FORBIDDEN: Final = frozenset({0, 0xFEFF, 0xFFFE})
"""Characters that fonts may know and PDF/UA does not allow."""
_LONG_WORD: Final = re.compile(r"[^\s\u00a0\u202f\u200b]{25,}")
_PIECE: Final = 12
_SEGMENTED_COVERAGE: Final = 12  # the format of the table that lists characters by spans


def drawable(text: str) -> str:
    """Write a text with the signs that the typeface has; invisible marks that it lacks are dropped."""
    text = unicodedata.normalize("NFC", readable(text))
    return text if text.isascii() and text.isprintable() else "".join(map(_drawn, text))


def breakable(text: str) -> str:
    """Let a word that no column could hold break, unseen, every few letters."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(re.findall(f".{{1,{_PIECE}}}", word[0])), text)


@cache
def _drawn(sign: str) -> str:
    if sign in _BREAKS:
        return " "
    known = _covered()
    if ord(sign) in known:
        return sign
    if unicodedata.category(sign) == "Cf":
        return ""
    like = unicodedata.normalize("NFKC", sign)
    return like if all(ord(letter) in known for letter in like) else _UNKNOWN


@cache
def _covered() -> frozenset[int]:
    """Return the characters that every one of our font files can write."""
    return frozenset.intersection(*(_characters(file.read_bytes()) for file in FONTS.glob("*.ttf"))) - _FORBIDDEN


def _characters(font: bytes) -> frozenset[int]:
    """Read the table `cmap` of a font file."""
    (tables,) = struct.unpack_from(">H", font, 4)
    entries = (struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for n in range(subtables):
        at = start + struct.unpack_from(">HHL", font, start + 4 + 8 * n)[2]
        if struct.unpack_from(">H", font, at)[0] == _SEGMENTED_COVERAGE:
            (spans,) = struct.unpack_from(">L", font, at + 12)
            for first, last, _ in struct.iter_unpack(">LLL", font[at + 16 : at + 16 + 12 * spans]):
                found.update(range(first, last + 1))
    return frozenset(found)
