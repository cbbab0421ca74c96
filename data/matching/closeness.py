"""How near two spellings are, and why: what is proposed to a person, who alone decides.

Scores are whole numbers from 0 to 100; 100 says that only what was folded differs (`data/matching/spelling.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process

from data.matching import spelling
from kpi.model import Text

REASONS: Final = {
    "code": Text("même code, autrement écrit", "same code, written otherwise"),
    "same": Text("même nom, autrement écrit", "same name, written otherwise"),
    "initials": Text("même nom, un prénom réduit à son initiale", "same name, a first name cut to its initial"),
    "inside": Text("tous les mots de l'un se trouvent dans l'autre", "all the words of one stand in the other"),
    "near": Text("orthographe proche", "close spelling"),
}
"""Why two spellings may be one, in words."""
MOST: Final = 3
_CUTOFF: Final = 86
_INSIDE, _INITIALS = 90, 92
_BLOCK: Final = 2000
_TELLING: Final = 3  # letters from which a word tells something


@dataclass(frozen=True)
class Candidate:
    """Something already known that a name may mean: its id, the name to show, and its other spellings."""

    id: str
    name: str | None
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class Proposal:
    """What a name may mean: how near (0–100), and why (a key of REASONS)."""

    id: str
    name: str | None
    score: int
    reason: str


class Directory:
    """Candidates ready to be compared with many names at once."""

    def __init__(
        self, candidates: Sequence[Candidate], fold: Callable[[str], str], *, least: int = 2, people: bool = False
    ) -> None:
        """Fold every spelling once.

        `least` is how many telling words make « all its words » mean something; first names of `people` may be cut.
        """
        self.candidates = candidates
        self._fold, self._least, self._people = fold, least, people
        self._codes: defaultdict[str, list[int]] = defaultdict(list)
        self._keys: defaultdict[str, list[int]] = defaultdict(list)
        self._by_word: defaultdict[str, list[tuple[frozenset[str], int]]] = defaultdict(list)
        for place, one in enumerate(candidates):
            for text in (one.id, *one.spellings):
                self._codes[spelling.code(text)].append(place)
                self._keys[fold(text)].append(place)
        for key, places in self._keys.items():
            found = _telling(key)
            for word in found:
                self._by_word[word] += [(found, place) for place in places]
        self._choices = list(self._keys)

    def nearest(self, names: Sequence[Iterable[str]]) -> list[list[Proposal]]:
        """Return what each thing may mean, given all its spellings: the nearest first, a few at most."""
        keys = [list(dict.fromkeys(self._fold(text) for text in texts if text)) for texts in names]
        close = self._close(list(dict.fromkeys(key for found in keys for key in found)))
        answers = []
        for texts, found in zip(names, keys, strict=True):
            scored: dict[int, tuple[int, str]] = {}
            for text in filter(None, texts):
                _keep(scored, self._codes.get(spelling.code(text), ()), 100, "code" if _digits(text) else "same")
            for key in found:
                _keep(scored, self._keys.get(key, ()), 100, "same")
                for place, score, reason in close.get(key, ()):
                    _keep(scored, (place,), score, reason)
            ranked = sorted(scored.items(), key=lambda item: (-item[1][0], self.candidates[item[0]].id))
            answers.append([self._proposal(place, *why) for place, why in ranked[:MOST]])
        return answers

    def _proposal(self, place: int, score: int, reason: str) -> Proposal:
        one = self.candidates[place]
        return Proposal(one.id, one.name, score, reason)

    def _close(self, keys: list[str]) -> dict[str, list[tuple[int, int, str]]]:
        """Return the candidates that each key is near to, without being the same."""
        found: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for start in range(0, len(keys) if self._choices else 0, _BLOCK):
            block = keys[start : start + _BLOCK]
            scores = process.cdist(
                block, self._choices, scorer=fuzz.ratio, score_cutoff=_CUTOFF, dtype=np.uint8, workers=-1
            )
            for row, column in zip(*np.nonzero(scores), strict=True):
                key, choice = block[row], self._choices[column]
                if spelling.numbers(key) == spelling.numbers(choice) and _telling(key):
                    found[key] += [(place, min(int(scores[row, column]), 99), "near") for place in self._keys[choice]]
        for key in keys:
            found[key] += [(place, _INSIDE, "inside") for place in self._inside(key)]
            if self._people:
                cut = [choice for choice in self._choices if with_initials(key, choice)]
                found[key] += [(place, _INITIALS, "initials") for choice in cut for place in self._keys[choice]]
        return found

    def _inside(self, key: str) -> list[int]:
        """Return the candidates all of whose words stand in a key, or the other way round.

        So is the name of a matter found in the description of an invoice.
        """
        here = _telling(key)
        both = ((every, place) for word in here for every, place in self._by_word.get(word, ()))
        return list(
            {place for every, place in both if len(every & here) >= self._least and (every <= here or here <= every)}
        )


def with_initials(one: str, other: str) -> bool:
    """Say whether two folded names are one when a first name may be its initial: « dupont j » and « dupont jean »."""
    short, long = sorted((one.split(), other.split()), key=lambda found: sum(map(len, found)))
    if len(short) != len(long) or short == long:
        return False
    initials = [word for word in short if len(word) == 1]
    left = [word for word in long if word not in short]
    return len(initials) == len(left) < len(short) and sorted(initials) == sorted(word[0] for word in left)


def _telling(key: str) -> frozenset[str]:
    return frozenset(word for word in key.split() if len(word) >= _TELLING)


def _digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _keep(scored: dict[int, tuple[int, str]], places: Iterable[int], score: int, reason: str) -> None:
    """Keep the best reason of each candidate, the first told of two alike."""
    for place in places:
        if score > scored.get(place, (0, ""))[0]:
            scored[place] = (score, reason)
