"""Names of people in texts: found whatever their order, case and accents, and replaced by a pseudonym."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

_WORD: Final = re.compile(r"[^\W_]+")
_BETWEEN: Final = re.compile(r"[\s,.'’\-\u2010-\u2015]{1,3}")
_TITLES: Final = frozenset({"me", "maitre", "mr", "m", "mme", "mlle", "mrs", "ms", "dr", "maitres"})
_LONE: Final = 3  # letters; a shorter word of a name is too often another word
_ORDERED: Final = 4  # words; of a longer name only the order as written and its family name last are looked for


@dataclass(frozen=True)
class Person:
    """A timekeeper of a firm: every id and every name that files write, and what stands for them once erased."""

    firm_id: str
    timekeeper_id: str
    pseudonym: str
    ids: frozenset[str]
    names: frozenset[str]


def flat(said: str) -> str:
    """Return a text without case and accents, letter for letter: the same place is the same letter."""
    return said.translate({ord(one): unicodedata.normalize("NFD", one)[0].lower()[:1] for one in set(said)})


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name, without titles."""
    found = tuple(_WORD.findall(flat(unicodedata.normalize("NFC", name))))
    return tuple(word for word in found if word not in _TITLES) or found


class Redaction:
    """Replaces names of people in texts.

    A whole name goes wherever it stands. A single word of a name goes when it has a capital, in the texts of that
    person's own firm or after a title (Me Dupont): rather a homonym too many than a name left.
    """

    def __init__(self, people: Sequence[Person]) -> None:
        self.people = people
        self._names: defaultdict[str, list[tuple[tuple[str, ...], Person]]] = defaultdict(list)
        self._lone: defaultdict[str, list[Person]] = defaultdict(list)
        for person in people:
            for written in sorted({words_of(name) for name in person.names}):
                for order in _orders(written):
                    self._names[order[0]].append((order, person))
                for word in written:
                    if len(word) >= _LONE and not word.isdecimal():
                        self._lone[word].append(person)
        for found in self._names.values():
            found.sort(key=lambda one: -len(one[0]))  # the longest name first

    @cached_property
    def sieve(self) -> str | None:
        """The regular expression that every text with a name in it passes, without case and accents; None: no name."""
        words = {max(order, key=len) for found in self._names.values() for order, _ in found} | set(self._lone)
        return "|".join(map(re.escape, sorted(words))) or None

    def text(self, said: str, firms: Collection[str] = ()) -> str:
        """Return a text without the names; `firms` are those that it comes from."""
        composed = unicodedata.normalize("NFC", said)
        kept, end = [], 0
        for start, stop, pseudonym in self._found(composed, firms):
            kept += [composed[end:start], pseudonym]
            end = stop
        return "".join([*kept, composed[end:]]) if kept else said

    def names(self, said: str) -> bool:
        """Say whether a text holds a whole name."""
        composed = unicodedata.normalize("NFC", said)
        return any(True for _ in self._found(composed, ()))

    def value(self, held: Any, firms: Collection[str] = ()) -> Any:  # noqa: ANN401 — any JSON
        """Return a JSON value without the names, in its keys either."""
        match held:
            case str():
                return self.text(held, firms)
            case list():
                return [self.value(one, firms) for one in held]
            case dict():
                return {self.text(key, firms): self.value(one, firms) for key, one in held.items()}
        return held

    def _found(self, said: str, firms: Collection[str]) -> Iterator[tuple[int, int, str]]:
        words = [(word[0], *word.span()) for word in _WORD.finditer(flat(said))]
        place = 0
        while place < len(words):
            word, start, _ = words[place]
            whole = next((one for one in self._names.get(word, ()) if _stands(one[0], words[place:], said)), None)
            if whole:
                place += len(whole[0])
                yield start, words[place - 1][2], whole[1].pseudonym
                continue
            titled = place > 0 and words[place - 1][0] in _TITLES
            alone = [one for one in self._lone.get(word, ()) if titled or one.firm_id in firms]
            if alone and said[start].isupper():
                yield start, words[place][2], alone[0].pseudonym
            place += 1


def _orders(written: tuple[str, ...]) -> set[tuple[str, ...]]:
    """Return the orders in which a name may stand; a name of one word is looked for as a single word only."""
    if len(written) == 1:
        return set()
    if len(written) <= _ORDERED:
        return set(itertools.permutations(written))
    return {written, (*written[1:], written[0]), (written[-1], *written[:-1])}


def _stands(order: tuple[str, ...], words: list[tuple[str, int, int]], said: str) -> bool:
    if tuple(word for word, *_ in words[: len(order)]) != order:
        return False
    pairs = itertools.pairwise(words[: len(order)])
    return all(_BETWEEN.fullmatch(said[stop:start]) for (_, _, stop), (_, start, _) in pairs)
