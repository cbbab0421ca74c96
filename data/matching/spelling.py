"""One name in many spellings: case, accents, order of words, punctuation and legal forms folded before comparing."""

from __future__ import annotations

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_WORD = re.compile(r"[^\W_]+")
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_LEGAL_FORMS = frozenset(
    re.split(
        r"\s+",
        "selarl selarlu selas selasu selafa selca aarpi scp scm spfpl sarl sas sasu sa sca snc eurl sprl srl spa nv "
        "bv ag gmbh mbb partg llp llc lp ltd limited plc pllc pc inc lpa co cie company avocat avocats avocate "
        "avocates cour associe associes associee associees partner partners associates cabinet etude office law firm "
        "lawyers solicitors attorneys rechtsanwalte rechtsanwaelte abogados avvocati et and und y e a la the of at de "
        "du des",
    )
)
"""What stands around the name of a firm without telling it from another."""
_TITLES = frozenset(["me", "maitre", "m", "mr", "mme", "mrs", "ms", "monsieur", "madame"])


def words(text: str) -> list[str]:
    """Return the words of a text in their order, without case, accents or punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _WORD.findall(_DOTTED.sub(lambda found: found[0].replace(".", ""), bare))


def firm(text: str) -> str:
    """Return the words that name a firm, without legal forms, in order of the alphabet; all of them if none is left."""
    found = words(text)
    return " ".join(sorted({word for word in found if word not in _LEGAL_FORMS} or found))


def person(text: str) -> str:
    """Return the words of a person's name in order of the alphabet, without titles."""
    found = words(text)
    telling = [word for word in found if len(word) == 1 or word not in _TITLES]
    return " ".join(sorted(telling or found))


def title(text: str) -> str:
    """Return the words of a matter's name, each once, in order of the alphabet."""
    return " ".join(sorted(set(words(text))))


def code(text: str) -> str:
    """Return an id without case, punctuation, nor zeros before its numbers: M-0012, M0012 and m 12 are « m 12 »."""
    pieces = [
        piece.lstrip("0") or "0" if piece.isdigit() else piece for word in words(text) for piece in _PIECE.findall(word)
    ]
    return " ".join(pieces)


def numbers(key: str) -> list[str]:
    """Return the words of a folded name that hold a digit: two names with other numbers are two names."""
    return [word for word in key.split() if any(letter.isdigit() for letter in word)]
