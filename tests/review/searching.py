"""Every text and every number that a file holds, however deep: archives within archives, streams, attachments."""

from __future__ import annotations

import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pypdf
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

_NUMBER = re.compile(r"(?<![\d.,])(?=(\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?: \d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?))")
"""« 94 238,35 », « 94,238.35 », « 94238.35 », each of the numbers that digits side by side may be."""
_CENT = Decimal("0.01")


def layers(content: bytes) -> Iterator[str]:
    """Give the bytes of a file as text, without its tags too, then those of all that is packed in it."""
    yield from (content.decode(code, "ignore") for code in ("utf-8", "utf-16-le", "utf-16-be"))
    yield from prose(content)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            yield parts.comment.decode("utf-8", "replace")
            for entry in parts.infolist():
                yield from (entry.filename, entry.comment.decode("utf-8", "replace"))
                yield from layers(parts.read(entry))
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)


def _of_pdf(content: bytes) -> Iterator[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    for found in _objects(reader):
        yield str(found)
        if isinstance(found, StreamObject):
            yield from (found.get_data().decode(code, "ignore") for code in ("utf-8", "utf-16-be"))
    for name, attached in reader.attachments.items():
        yield name
        for one in attached:
            yield from layers(one)


def _objects(reader: pypdf.PdfReader) -> Iterator[PdfObject | None]:
    for number in range(1, len(reader.xref_objStm) + sum(map(len, reader.xref.values())) + 1):
        yield reader.get_object(IndirectObject(number, 0, reader))


def prose(content: bytes) -> Iterator[str]:
    """Give what a file says, without what places and draws it: cells, caches, text on pages and instead of pictures."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for entry in parts.infolist():
                yield from prose(parts.read(entry))
    elif content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield from (str(value) for value in (reader.metadata or {}).values())
        yield from (page.extract_text() for page in reader.pages)
        for found in _objects(reader):
            if isinstance(found, DictionaryObject):
                yield from (str(found[key]) for key in ("/Alt", "/ActualText", "/Contents", "/Title") if key in found)
        for attached in reader.attachments.values():
            for one in attached:
                yield from prose(one)
    elif content.lstrip().startswith(b"<"):
        yield re.sub(r"<[^<>]*>", " | ", content.decode("utf-8", "ignore"))


def folded(text: str) -> str:
    """Return a text without escapes, accents, case or runs of blanks, as a suspicious reader searches it."""
    text = unicodedata.normalize("NFKD", html.unescape(text).casefold())
    return re.sub(r"[\s\u200b]+", " ", "".join(sign for sign in text if not unicodedata.combining(sign)))


def numbers(texts: Iterable[str]) -> set[Decimal]:
    """Return every number of some folded texts, to the cent, in French, in English and as machines write it."""
    return {
        Decimal(written).quantize(_CENT)
        for text in texts
        for match in _NUMBER.finditer(text)
        if len(written := _machine(match[1])) < 16
    }


def _machine(written: str) -> str:
    if "." in written or re.fullmatch(r"\d{1,3}(,\d{3})+", written):
        return written.replace(",", "")
    return written.replace(" ", "").replace(",", ".")
