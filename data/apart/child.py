"""The process apart, where XML, PDF and archives are opened: `python -m data.apart.child`, started by `quarantine.py`.

It takes requests on its standard input (a line of JSON, then the bytes of a file) and answers each in JSON, preceded by
its length; an archive, by one line of JSON for each step of its unfolding, followed by the bytes that the line says. It
opens no file and no connection. Whatever kills it costs one file, which is rejected.
"""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from data import checks
from data.apart.limits import OUT_OF_MEMORY, cap_memory, limits
from data.apart.markup import Document, Element
from data.apart.sniffing import is_pdf
from data.apart.unfolding import Begin, End, unfold
from data.formats import factur_x, pdf, xml_formats
from data.invoice import Invoice, Line, Refused, Unread
from data.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.apart.limits import Limits
    from data.apart.unfolding import Event
    from data.formats import XmlFormat

_STRANGERS: Final = {
    "CrossIndustryDocument": "ZUGFeRD 1",
    "SCRDMCCBDACIOMessageStructure": "Order-X",
    "SCRDMCCBDACIODDMessageStructure": "Order-X",
    "SCRDMCCBDACIORMessageStructure": "Order-X",
}
"""Documents often taken for invoices, by the name of their root."""
_ENVELOPE: Final = "StandardBusinessDocument"
Answer = dict[str, Any]


def main() -> None:
    """Answer every request, until there are no more."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing else may speak where answers go
    most = limits()
    cap_memory(most.memory_mb)
    while line := source.readline():
        asked = json.loads(line)
        alone = threading.Timer(most.seconds * 2, os._exit, [1])  # should nobody be left to end this process
        alone.daemon = True
        alone.start()
        try:
            data = source.read(asked["size"])
            if "left" in asked:
                for event in unfold(data, most, *asked["left"]):
                    _say(answers, *_step(event))
                _say(answers, {"over": True})
            else:
                told = json.dumps(answer(data, asked["texts"], most)).encode()
                answers.write(f"{len(told)}\n".encode())
                answers.write(told)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        alone.cancel()
        answers.flush()


def _say(answers: BinaryIO, step: Answer, content: bytes = b"") -> None:
    answers.write(json.dumps({**step, "size": len(content)}).encode() + b"\n")
    answers.write(content)


def _step(event: Event) -> tuple[Answer, bytes]:
    """Return one step of unfolding as JSON can hold it, and the bytes that go with it."""
    match event:
        case Begin():
            return {"begin": event.name, "told": [_problem(one) for one in event.told]}, b""
        case bytes():
            return {}, event
        case End(problem):
            return {"end": problem and _problem(problem)}, b""
        case Problem():
            return {"problem": _problem(event)}, b""


def answer(data: bytes, wanted: Sequence[int], most: Limits) -> Answer:
    """Read one file: its format, its invoices, what is to be told; or why nothing is read."""
    found: Answer = {"format": "unknown", "encoding": "", "heads": [], "lines": [], "set_aside": [], "problems": [],
                     "ignored": 0, "texts": {}}  # fmt: skip
    try:
        if is_pdf(data):
            _read_pdf(data, wanted, most, found)
        else:
            _read_xml(Document(data, most), wanted, found)
    except Refused as refused:
        found["problems"] = [_problem(refused.problem)]
    return found


def _read_pdf(data: bytes, wanted: Sequence[int], most: Limits, found: Answer) -> None:
    """Read the invoice that a PDF carries; of one that carries none, only that it does not."""
    documents = [(name, Document(content, most)) for name, content in factur_x.attached(data, most)]
    ours = [(name, document) for name, document in documents if _claims(_content(document.root))]
    if len(ours) > 1:
        raise Refused(Problem(checks.PDF2, seen=", ".join(name for name, _ in ours)))
    chosen = ours or [one for one in documents if one[0].lower() in factur_x.NAMES or one[1].root.name in _STRANGERS]
    if chosen:
        _read_xml(chosen[0][1], wanted, found)  # which says what it is, where it is no invoice
        found["format"] = factur_x.FORMAT.name
    else:
        found |= {"format": pdf.FORMAT.name, "problems": [_problem(Problem(checks.PDF0))]}


def _read_xml(document: Document, wanted: Sequence[int], found: Answer) -> None:
    root = _content(document.root)
    claiming = _claims(root)
    if not claiming:
        raise Refused(Problem(checks.XNOT, root.line, seen=_named(root)))
    if len(claiming) > 1:
        raise Refused(Problem(checks.TWO, root.line, seen=", ".join(fmt.name for fmt in claiming)))
    if document.doctype and not claiming[0].doctype:
        raise Refused(Problem(checks.DTD, document.doctype, seen="<!DOCTYPE>"))
    invoices = list(claiming[0].read(root))
    problems = [problem for invoice in invoices for problem in invoice.problems]
    if document.override:
        problems.append(Problem(checks.ENCX, 1, seen=document.override, more={"expected": document.declared}))
    counted = [invoice for invoice in invoices if invoice.lines]
    items: list[Line | Unread] = [line for one in counted for line in one.lines]
    items += [line for one in invoices for line in one.unread]
    places = _places(items)
    if any(places[id(item)] != item.source.line for item in items):
        problems.append(Problem(checks.ONE, 1))
    found |= {
        "format": claiming[0].name,
        "encoding": document.encoding,
        "heads": [_head(invoice) for invoice in counted],
        "lines": [
            {"head": n, "line_no": places[id(line)], **_cells(line)}
            for n, one in enumerate(counted)
            for line in one.lines
        ],
        "set_aside": [
            [
                document.text(item.source),
                _problem(Problem(item.kind, places[id(item)], item.column, item.seen, item.more)),
            ]
            for item in items
            if isinstance(item, Unread)
        ],
        "problems": [_problem(problem) for problem in problems],
        "ignored": sum(invoice.ignored for invoice in invoices),
        "texts": {places[id(item)]: document.text(item.source) for item in items if places[id(item)] in wanted},
    }


def _content(root: Element) -> Element:
    """Return the document that an envelope holds, else the root itself."""
    held = [child for child in root.children if child.name != f"{_ENVELOPE}Header"]
    return held[0] if root.name == _ENVELOPE and len(held) == 1 else root


def _claims(root: Element) -> list[XmlFormat]:
    return [fmt for fmt in xml_formats() if fmt.claims(root)]


def _named(root: Element) -> str:
    known = _STRANGERS.get(root.name)
    space = f" ({root.space})" if root.space else ""
    return (f"{known}, {root.name}" if known else f"{root.name}{space}")[:160]


def _places(items: Iterable[Line | Unread]) -> dict[int, int]:
    """Number the lines: by their line in the file; by their rank where several begin on the same one."""
    ordered = sorted(items, key=lambda item: item.source.start)
    lines = [item.source.line for item in ordered]
    numbers = lines if len(set(lines)) == len(lines) else range(1, len(lines) + 1)
    return {id(item): number for item, number in zip(ordered, numbers, strict=True)}


def _head(invoice: Invoice) -> Answer:
    return _cells(invoice, leave={"lines", "unread", "problems", "ignored"})


def _cells(one: Invoice | Line, leave: frozenset[str] | set[str] = frozenset({"source"})) -> Answer:
    """Return the fields that have a value, as JSON can hold them."""
    named = ((field.name, getattr(one, field.name)) for field in dataclasses.fields(one) if field.name not in leave)
    return {
        name: value if isinstance(value, (bool, list)) else str(value) for name, value in named if value is not None
    }


def _problem(problem: Problem) -> list[Any]:
    return [problem.kind.code, problem.line, problem.column, problem.seen, dict(problem.more)]


if __name__ == "__main__":
    main()
