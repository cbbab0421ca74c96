"""What the first bytes of a file say: XML, PDF, or neither. Names are never looked at."""

from __future__ import annotations

import struct
from typing import Literal

_HEAD = 4096
_MARKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_PAGES = (b"<!doctype html", b"<html")


def is_pdf(data: bytes) -> bool:
    """Say whether a file begins as a PDF does."""
    return data[:_HEAD].lstrip(_MARKS).startswith(b"%PDF")


def is_xml(data: bytes) -> bool:
    """Say whether a file begins as XML does, in any encoding; a web page, an error most often, is none."""
    head = data[:_HEAD].lstrip(_MARKS)
    return head.startswith(b"<") and not head[:20].lower().startswith(_PAGES)


Zip = Literal["archive", "workbook", "Word", "PowerPoint", "OpenDocument", "EPUB", "Numbers"]
"""What a file in the form of a .zip may be."""
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OFFICE: dict[str, Zip] = {"xl/": "workbook", "word/": "Word", "ppt/": "PowerPoint", "Index/Document.iwa": "Numbers"}
_END, _ENTRY = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L")
_MOST_NAMES = 5000


def is_zip(data: bytes) -> bool:
    """Say whether a file begins as a .zip does, be it an archive or a workbook."""
    return data.startswith(_ZIPS)


def zip_kind(data: bytes) -> Zip:
    """Say what a .zip is, by the names in it: an archive of files, a workbook, another document."""
    if data[30:].startswith(b"mimetypeapplication/"):
        return "EPUB" if data[38:].startswith(b"application/epub") else "OpenDocument"
    names = _zip_names(data)
    office = "[Content_Types].xml" in names or any(name.startswith(("_rels/", "docProps/")) for name in names)
    for folder, kind in _OFFICE.items():
        if (office or kind == "Numbers") and any(name.startswith(folder) for name in names):
            return kind
    if "xl/workbook.xml" in names or names[:1] == ["[Content_Types].xml"] or "".join(names[:1]).startswith("docProps/"):
        return "workbook"
    return "archive"


def _zip_names(data: bytes) -> list[str]:
    """Return the names that the table of contents lists; without one, those of the first files."""
    names: list[str] = []
    end = data.rfind(b"PK\x05\x06")
    if end >= 0 and len(data) >= end + _END.size:
        place = _END.unpack_from(data, end)[6]
        while data[place : place + 4] == b"PK\x01\x02" and len(names) < _MOST_NAMES and place + _ENTRY.size < len(data):
            entry = _ENTRY.unpack_from(data, place)
            start = place + _ENTRY.size
            names.append(data[start : start + entry[10]].decode("utf-8", "replace"))
            place = start + entry[10] + entry[11] + entry[12]
    place = 0 if not names else -1
    while place >= 0 and len(names) < 3:  # noqa: PLR2004 — enough to know a workbook by
        length = int.from_bytes(data[place + 26 : place + 28], "little")
        names.append(data[place + 30 : place + 30 + length].decode("utf-8", "replace"))
        place = data.find(b"PK\x03\x04", place + 4)
    return names
