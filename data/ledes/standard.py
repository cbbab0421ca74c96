"""What makes a document one of the standard's: the version it calls itself, and the elements that only it has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.apart.markup import Element

KNOWN = ("2.0", "2.1", "2.2")
_ROOT = re.compile(r"ledesxmlebilling(2\.[0-9])[0-9.]*", re.IGNORECASE)
_CALLED = re.compile(r"\bledes|ledes(xml|20|e?bill)", re.IGNORECASE)
_VERSION = re.compile(r"(?<![0-9.])(2000|2\.?[0-9])(?![0-9])")
_LETTERS = re.compile(r"[a-z_]", re.IGNORECASE)
_SAYING = re.compile(r"version|format|standard|schema|spec|type", re.IGNORECASE)
_OWN = frozenset({"inv_id", "inv_date", "inv_total_net_due", "lf_matter_id", "fee", "expense", "tk_sum", "charge_date"})
_COMMON = frozenset({"fee", "expense"})
"""Elements of an invoice: two different ones are not there by chance, if one at least is no common word."""
_DEPTH = 8


def version(root: Element) -> str | None:
    """Return the version in the name of a LEDES XML root, `2.1`; None for any other root."""
    found = _ROOT.fullmatch(root.name)
    return found[1] if found else None


def is_billing(root: Element) -> bool:
    """Say whether a document holds an invoice of the standard, whatever its root is called."""
    if root.space and "ledes" not in root.space.lower():
        return False
    seen: set[str] = set()
    for element in _under(root, _DEPTH):
        if element.name in _OWN:
            seen.add(element.name)
            if len(seen) > 1 and seen != _COMMON:
                return True
    return False


def calls_itself(root: Element) -> str | None:
    """Return what a document says it is, `LEDES XML 2.1`; None when it does not speak of LEDES.

    It may say so in the name of its root, its namespace, an attribute, or a version written near its top.
    """
    near = [child for one in (root, *root.children[:20]) for child in one.children[:20]]
    said = [
        " ".join([root.name, *root.attributes.values()]),
        root.space,
        *(one.text for one in near if _SAYING.search(one.name) and len(one.text) < 60),  # noqa: PLR2004 — a few words
    ]
    said = [text for text in said if _CALLED.search(text)]
    if not said:
        return None
    digits = (_LETTERS.sub("", text) for text in said)
    written = next((found[1] for text in digits if (found := _VERSION.search(text))), "")
    number = written if "." in written or written in ("", "2000") else f"{written[0]}.{written[1]}"
    return "LEDES 2000" if number == "2000" else f"LEDES XML {number}".strip()


def _under(element: Element, depth: int) -> Iterator[Element]:
    for child in element.children:
        yield child
        if depth:
            yield from _under(child, depth - 1)
