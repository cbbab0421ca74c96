"""XML, read within limits: elements that know their place, and nothing that reaches outside the file.

Entities, external references and inclusions are refused by defusedxml and here; depth, number of elements and length of
texts are bounded while reading, so that a bomb costs no more than its limit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from data import checks
from data.invoice import Refused
from data.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.apart.limits import Limits
    from data.problem import Kind

_CHUNK = 1 << 20
_BLANK = b" \t\r\n"
_MOST_ATTRIBUTES = 1000
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_BINARY = frozenset({"EmbeddedDocumentBinaryObject", "AttachmentBinaryObject"})
"""Elements that hold a whole file, in base64: it is left alone."""
_CUT = frozenset({3, 5, 20})
"""Expat's codes for a text that ends too early."""
_NO_MEMORY = 1
_ELEMENT, _ATTRIBUTE = 250, 250
"""Bytes that an element takes, and an attribute, as measured."""
_OWN_MB = 80
"""What the process takes before it reads anything, in megabytes, as measured."""
_DECLARED = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)["']""")
_STEP = re.compile(r"([\w-]+)(?:\[(@?)([\w/-]+)=(\w+)\])?/?")
_NONE: dict[str, str] = {}


class Element:
    """An element: its local name, its namespace, its text, what it holds, and where it stands in the file."""

    __slots__ = ("attributes", "children", "end", "line", "name", "space", "start", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int, start: int) -> None:
        self.space, _, self.name = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
        self.attributes = attributes or _NONE
        self.children: list[Element] = []
        self.text = ""
        self.line = line
        self.start = start
        self.end = start

    def get(self, attribute: str) -> str:
        """Return an attribute, by its local name."""
        return self.attributes.get(attribute, "").strip()

    def all(self, path: str) -> Iterator[Element]:
        """Yield what a path leads to, in the order of the file.

        Steps are local names: `Party/Name`. One may be chosen by an attribute, `ID[@schemeID=VA]`, or by a text under
        it, `Tax[Scheme/ID=VAT]`.
        """
        step = _STEP.match(path)
        if step is None:
            yield self
            return
        name, attribute, key, wanted = step.groups()
        rest = path[step.end() :]
        for child in self.children:
            if child.name == name and (key is None or (child.get(key) if attribute else child.value(key)) == wanted):
                yield from child.all(rest)

    def one(self, paths: str) -> Element | None:
        """Return the first element with a text that one of the paths (`a|b/c`) leads to."""
        return next((found for path in paths.split("|") for found in self.all(path) if found.text), None)

    def value(self, paths: str) -> str:
        """Return the text of that element, or nothing."""
        found = self.one(paths)
        return found.text if found else ""


class Document:
    """A whole XML file: its root, its bytes, the encoding they were read in, and whether it names a DOCTYPE."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        blank = 0 if _byte_order(data) else len(data) - len(data.lstrip(_BLANK))
        above = data[:blank].count(b"\n")
        self.data = data = data[blank:] if _byte_order(data) else data[blank:].rstrip(_BLANK + b"\0\x1a")
        declared = _DECLARED.search(data[:200])
        self.declared = declared[1].decode().lower() if declared else "utf-8"
        self.override = _override(data, self.declared)
        self.encoding = self.override or _byte_order(data) or self.declared
        tree = _Tree(limits, above)
        parser = DefusedXMLParser(target=tree, encoding=self.override)
        tree.expat = parser.parser
        tree.expat.StartDoctypeDeclHandler = tree.doctype_declared
        try:
            for place in range(0, len(data), _CHUNK):
                parser.feed(data[place : place + _CHUNK])
            parser.close()
        except ParseError as error:
            raise _malformed(error, above, self._around(tree.expat.ErrorByteIndex)) from error
        except DefusedXmlException as error:
            raise Refused(Problem(checks.DTD, tree.line, seen=type(error).__name__)) from error
        except (LookupError, ValueError) as error:
            raise Refused(Problem(checks.XML, 1, seen=f'encoding="{self.declared}"')) from error
        self.root = tree.root
        self.doctype = tree.doctype

    def _around(self, place: int) -> str:
        """Return what stands around a place of the file."""
        text = self.data[max(place - 30, 0) : place + 15].decode("utf-8", "replace")
        return " ".join(text.split()).replace("\0", "\N{REPLACEMENT CHARACTER}")

    def text(self, element: Element) -> str:
        """Return an element as received."""
        close = ">".encode(self.encoding if self.encoding.startswith("utf-16-") else "ascii")
        end = self.data.find(close, element.end)
        return self.data[element.start : end + len(close)].decode(self.encoding, "replace")


class _Tree:
    """Builds the elements as the parser meets them, and stops it at the first limit."""

    def __init__(self, limits: Limits, above: int) -> None:
        self.limits = limits
        self.above = above
        self.expat: Any = None
        self.doctype = 0
        self.count = 0
        self.taken = 0
        self.size = 0
        self.parts: list[str] = []
        self.open: list[Element] = []
        self.root: Element

    @property
    def line(self) -> int:
        """The line of the file that the parser has reached."""
        return self.above + int(self.expat.CurrentLineNumber)

    def doctype_declared(self, name: str, _system: str | None, _public: str | None, internal: int) -> None:
        self.doctype = self.line
        if internal:
            raise Refused(Problem(checks.DTD, self.doctype, seen=f"<!DOCTYPE {name} […]>"))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.line
        self.count += 1 + len(attributes) // _MOST_ATTRIBUTES
        if self.count > self.limits.elements or len(attributes) > _MOST_ATTRIBUTES:
            raise Refused(_beyond(checks.MANY, line, self.limits.elements))
        if len(self.open) >= self.limits.depth:
            raise Refused(_beyond(checks.DEEP, line, self.limits.depth))
        self._take(_ELEMENT + _ATTRIBUTE * len(attributes))
        element = Element(tag, attributes, line, self.expat.CurrentByteIndex)
        if element.space == _XINCLUDE:
            raise Refused(Problem(checks.DTD, line, seen="XInclude"))
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)
        self.parts, self.size = [], 0

    def data(self, text: str) -> None:
        self.size += len(text)
        if self.open[-1].name in _BINARY:
            return
        if self.size > self.limits.text_kb << 10:
            raise Refused(_beyond(checks.LONG, self.line, self.limits.text_kb))
        self.parts.append(text)

    def end(self, _tag: str) -> None:
        element = self.open.pop()
        element.text = "".join(self.parts).strip() if not element.children else ""
        element.end = self.expat.CurrentByteIndex
        self._take(4 * len(element.text))
        self.parts, self.size = [], 0

    def _take(self, memory: int) -> None:
        """Stop well before the process may take no more memory: Python does not always survive that."""
        self.taken += memory
        if self.taken > max(self.limits.memory_mb - _OWN_MB, 0) << 19:
            raise Refused(_beyond(checks.HEAVY, self.line, self.limits.memory_mb))

    def close(self) -> None:
        """Nothing is left to do: the parser asks for it."""


def _beyond(kind: Kind, line: int, limit: int) -> Problem:
    return Problem(kind, line, more={"expected": str(limit)})


def _malformed(error: ParseError, above: int, seen: str) -> Refused:
    line = above + error.position[0]
    if error.code == _NO_MEMORY:
        raise MemoryError from error
    if error.code in _CUT:
        return Refused(Problem(checks.CUT, line))
    return Refused(Problem(checks.XML, line, seen=seen))


def _byte_order(data: bytes) -> str | None:
    """Return the encoding that a file's first bytes prove."""
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
    return "utf-8" if data.startswith(b"\xef\xbb\xbf") else marks.get(data[:2])


def _override(data: bytes, declared: str) -> str | None:
    """Return the encoding to read a file in when the one it declares, or has by default, cannot be its own."""
    if _byte_order(data) not in (None, "utf-8") or (data.isascii() and not declared.startswith("utf-16")):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "windows-1252" if declared.startswith(("utf", "us-ascii")) else None
    return None if declared == "utf-8" else "utf-8"
