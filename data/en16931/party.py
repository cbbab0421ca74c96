"""Who sells and who buys, by the surest of the identifiers that an electronic invoice gives.

A French firm is known by its SIREN, whichever way it is written: SIREN (scheme 0002), SIRET (0009), French VAT number,
address on a platform (0225). Source: ISO 6523 schemes; CGI art. 286 ter for the VAT number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.en16931.terms import Part

_FRENCH_SCHEMES = frozenset({"0002", "0009", "0225"})
_NUMBER = re.compile(r"([0-9]{9})([0-9]{5})?(_.*)?")
_FRENCH_VAT = re.compile(r"FR[0-9A-HJ-NP-Z]{2}([0-9]{9})")
_TERMS = ("BT-30", "BT-31", "BT-29", "BT-34")
"""Legal registration, VAT number, other identifiers, electronic address: the surest first."""


def seller_of(party: Part) -> tuple[list[str], str | None]:
    """Return every identifier of a party, the surest first, and its name."""
    written = list(_written(party))
    sirens = [found for _, text, scheme in written if (found := _siren(party, text, scheme))]
    vat = [text for term, text, _ in written if term == "BT-31"]
    others = [text for term, text, _ in written if term != "BT-34"]
    return list(dict.fromkeys([*sirens[:1], *vat, *others, *sirens])), party.reference("BT-27")


def buyer_of(party: Part) -> str | None:
    """Return the surest identifier of a party, else its name."""
    ids, name = seller_of(party)
    return ids[0] if ids else name


def _written(party: Part) -> Iterator[tuple[str, str, str]]:
    """Yield the identifiers as written, without the spaces in them: their term, themselves, their scheme."""
    for term in _TERMS:
        for path in party.terms[term].split("|"):
            for element in party.element.all(path):
                text = re.sub(r"[\s.]", "", element.text).upper()
                if text.strip("0-_/") and text not in ("N/A", "NA", "NONE"):
                    yield term, text, element.get("schemeID")


def siren_of_vat(text: str) -> str | None:
    """Return the SIREN in a French VAT number."""
    vat = _FRENCH_VAT.fullmatch(re.sub(r"[\s.]", "", text).upper())
    return vat[1] if vat else None


def _siren(party: Part, text: str, scheme: str) -> str | None:
    if of_vat := siren_of_vat(text):
        return of_vat
    french = scheme in _FRENCH_SCHEMES or (not scheme and party.text("BT-40").upper() == "FR")
    number = _NUMBER.fullmatch(text) if french else None
    return number[1] if number else None
