"""What the first bytes of a file say: XML, PDF, or neither. Names are never looked at."""

from __future__ import annotations

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
