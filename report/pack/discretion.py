"""The last sieve before a pack leaves for a firm: no other firm's name, alias or id in any of its words.

Sections already ask about that firm alone. What people wrote (matter names, reasons, notes) may still name another. A
name is found however it is cased, accented, spaced or joined (« FAUVELAN ET ROQUEPRISE », « Fauvélan & Roqueprise »);
a nickname is found once the table of aliases has it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from kpi.model import Measure

if TYPE_CHECKING:
    from report.pack.model import Pack

_SHORT: Final = 3
_SHORT_NUMBER: Final = 5
"""Shorter words name nobody: « AB », « 12 »; they would also be found in any date or count."""
_SHORT_NAME: Final = 4
"""Up to so many letters, a name only counts as it is written: the id « NET » is not « montant net »."""
_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_JOINS: Final = frozenset({"et", "and"})
_LETTERS: Final = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Name:
    """A name as its words, without accents or case; `exact` when it only counts as it is written."""

    words: tuple[str, ...]
    exact: str | None
    own: bool


@dataclass(frozen=True)
class Others:
    """What names another firm: the longest name that stands at a place decides, the reader's own included."""

    names: Mapping[str, tuple[_Name, ...]]
    """By their first word, the longest first."""

    def search(self, text: str) -> str | None:
        """Return the first name of another firm in a text, as it stands there."""
        text = unicodedata.normalize("NFC", text)
        return next((text[start:end] for start, end in self._found(text)), None)

    def sub(self, instead: str, text: str) -> str:
        """Return a text with every other firm's name replaced."""
        composed = unicodedata.normalize("NFC", text)
        kept, last = [], 0
        for start, end in self._found(composed):
            kept.append(composed[last:start])
            last = end
        return instead.join([*kept, composed[last:]]) if kept else text

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        words, at = list(_words(text)), 0
        while at < len(words):
            name = next((name for name in self.names.get(words[at].text, ()) if _stands(name, words, at, text)), None)
            if name is None:
                at += 1
                continue
            last = at + len(name.words)
            if not name.own:
                yield words[at].start, words[last - 1].end
            at = last


def naming(others: Iterable[str | None], own: Iterable[str | None] = ()) -> Others:
    """Return what finds any of these names and ids, as whole words; `own` ones are left alone, whatever they hold."""
    mine = {name.words: name for name in _kept(own, own=True)}
    told = {name.words: name for name in _kept(others, own=False)} | mine
    by_first: dict[str, list[_Name]] = {}
    for name in sorted(told.values(), key=lambda name: -len(name.words)):
        by_first.setdefault(name.words[0], []).append(name)
    return Others({first: tuple(names) for first, names in by_first.items()})


def _kept(names: Iterable[str | None], *, own: bool) -> Iterator[_Name]:
    for written in filter(None, names):
        text = unicodedata.normalize("NFC", written.strip())
        words = tuple(word.text for word in _words(text))
        signs = "".join(words)
        if words and (own or len(text) >= (_SHORT_NUMBER if signs.isdecimal() else _SHORT)):
            yield _Name(words, text if signs.isdecimal() or len(signs) <= _SHORT_NAME else None, own)


def _words(text: str) -> Iterator[_Word]:
    """Cut a text into words and numbers, however they are joined: « CAB-11 » and « cab11 » are the same two."""
    for found in _WORD.finditer(text):
        word = _folded(found[0])
        if word not in _JOINS:
            yield _Word(word, found.start(), found.end())


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).translate(_LETTERS)


def _stands(name: _Name, words: list[_Word], at: int, text: str) -> bool:
    here = words[at : at + len(name.words)]
    if tuple(word.text for word in here) != name.words:
        return False
    return name.exact is None or text[here[0].start : here[-1].end] == name.exact


def sieved(pack: Pack, others: Others, instead: str) -> Pack:
    """Return the pack with every other firm's name or id replaced, in titles, cells, labels, notes and file name."""
    found: Pack = _sieve(pack, others, instead)
    return replace(found, stem=others.sub("x", pack.stem), lang=pack.lang, edition=pack.edition)


def _sieve(value: Any, others: Others, instead: str) -> Any:  # noqa: ANN401 — any part of a pack
    match value:
        case str():
            return others.sub(instead, value)
        case Mapping():
            return {key: _sieve(item, others, instead) for key, item in value.items()}
        case tuple():
            return tuple(_sieve(item, others, instead) for item in value)
        case list():
            return [_sieve(item, others, instead) for item in value]
    # a figure is about this firm alone, and it is its words that are printed
    if is_dataclass(value) and not isinstance(value, type | Measure):
        return replace(
            value, **{known.name: _sieve(getattr(value, known.name), others, instead) for known in fields(value)}
        )
    return value
