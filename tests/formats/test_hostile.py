"""Hostile XML and PDF: each gets its sentence within its limits, kills nothing else, and reaches nothing outside."""

from __future__ import annotations

import os
import signal
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.apart import quarantine
from data.apart.quarantine import Quarantine
from tests.data.ledger import Books, bill
from tests.formats.paper import cii, pdf, ubl

SECONDS = 15
"""More than any of these files needs on a slow machine; the limit itself is 30 s."""


def told(data: str | bytes) -> list[str]:
    """Return the codes of what is said of a file."""
    with Quarantine() as apart:
        began = time.monotonic()
        found = apart.read(data.encode() if isinstance(data, str) else data)
        assert time.monotonic() - began < SECONDS
    assert found.lines == [] or not any(problem.kind.level == "reject" for problem in found.problems)
    return [problem.kind.code for problem in found.problems]


def bomb() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e9;</a>'


def outside(path: Path) -> str:
    return f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "{path.as_uri()}">]>' + ubl(seller="X").partition("?>")[2].replace(
        ">X<", ">&x;<"
    )


def deflated(size: int) -> bytes:
    """Make a PDF whose attachment unfolds to `size` bytes."""
    folded = pdf(("factur-x.xml", b"<a>")).replace(b"<a>", b"@@@")
    squeezed = zlib.compress(b"<a>" + b" " * size, 9)
    head, _, rest = folded.partition(b"@@@")
    start = head.rindex(b"<<", 0, head.rindex(b"stream"))
    stream = b"<< /Type /EmbeddedFile /Filter /FlateDecode /Length %d >>\nstream\n" % len(squeezed)
    return head[:start] + stream + squeezed + rest


XMLS: dict[str, tuple[Callable[[], str | bytes], list[str]]] = {
    "entity bomb": (bomb, ["DTD"]),
    "quadratic entity": (lambda: f'<!DOCTYPE a [<!ENTITY b "{"x" * 50_000}">]><a>{"&b;" * 50_000}</a>', ["DTD"]),
    "external entity": (lambda: outside(Path(__file__).resolve()), ["DTD"]),
    "parameter entity": (lambda: '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><a/>', ["DTD"]),
    "a DOCTYPE that names a file": (
        lambda: ubl().replace("?>", '?><!DOCTYPE Invoice SYSTEM "file:///etc/passwd">'),
        ["DTD"],
    ),
    "inclusion": (
        lambda: ubl().replace(
            "<cbc:ID>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/><cbc:ID>', 1
        ),
        ["DTD"],
    ),
    "two hundred thousand levels": (lambda: "<a>" * 200_000 + "</a>" * 200_000, ["DEEP"]),
    "fifty megabytes of one text": (lambda: ubl(notes=["x" * (50 << 20)]), ["LONG"]),
    "fifty megabytes of small elements": (lambda: f"<a>{'<b></b>' * ((50 << 20) // 7)}</a>", ["MANY"]),
    "two hundred thousand attributes": (
        lambda: "<a " + " ".join(f"b{n}=''" for n in range(200_000)) + "/>",
        ["MANY"],
    ),
    "a file in base64, which is left alone": (
        lambda: ubl().replace(
            "<cac:TaxTotal>",
            "<cac:Attachment><cbc:EmbeddedDocumentBinaryObject>" + "QUJD" * (5 << 20)
            + "</cbc:EmbeddedDocumentBinaryObject></cac:Attachment><cac:TaxTotal>",
            1,
        ),
        [],
    ),
    "cut in the middle": (lambda: ubl()[: len(ubl()) // 2], ["CUT"]),
    "cut after the header": (lambda: '<?xml version="1.0"?>', ["CUT"]),
    "a NUL byte": (lambda: ubl().replace("Dubois", "Du\0bois"), ["XML"]),
    "an encoding that does not exist": (lambda: ubl().replace("UTF-8", "foo-8"), ["XML"]),
    "a multi-byte encoding": (lambda: ubl().replace("UTF-8", "shift_jis"), ["XML"]),
    "UTF-8 said to be UTF-16": (lambda: ubl(seller="Réunion").replace("UTF-8", "UTF-16"), ["ENCX"]),
    "UTF-8 said to be ISO-8859-1": (lambda: ubl(seller="Réunion").replace("UTF-8", "ISO-8859-1"), ["ENCX"]),
    "Windows-1252 said to be UTF-8": (lambda: ubl(seller="Réunion").encode("cp1252"), ["ENCX"]),
    "UTF-16": (lambda: ubl(seller="Réunion").replace("UTF-8", "UTF-16").encode("utf-16"), []),
    "ISO-8859-1": (lambda: ubl(seller="Réunion").replace("UTF-8", "ISO-8859-1").encode("latin-1"), []),
    "a byte order mark": (lambda: b"\xef\xbb\xbf" + ubl().encode(), []),
    "blank lines before and an end of file mark after": (lambda: f"\r\n\n  {ubl()}\n\x1a\0", []),
    "two roots": (lambda: "<a/><b/>", ["XML"]),
    "nothing but a sign": (lambda: "<", ["CUT"]),
    "an undeclared prefix": (lambda: ubl().replace("xmlns:cbc", "xmlns:abc"), ["XML"]),
}  # fmt: skip


@pytest.mark.parametrize("name", XMLS)
def test_hostile_xml(name: str):
    write, codes = XMLS[name]
    assert told(write()) == codes


@pytest.mark.parametrize(
    ("root", "named"),
    [
        ("<rsm:CrossIndustryDocument xmlns:rsm='urn:ferd:CrossIndustryDocument:invoice:1p0'/>", "ZUGFeRD 1"),
        ("<SCRDMCCBDACIOMessageStructure/>", "Order-X"),
        ("<Order xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>", "Order (urn:oasis"),
        ("<Invoice><ID>1</ID></Invoice>", "Invoice"),
        ("<CrossIndustryInvoice xmlns='urn:invented'/>", "CrossIndustryInvoice (urn:invented)"),
        ("<catalog><book/></catalog>", "catalog"),
    ],
)
def test_what_is_no_invoice_is_refused_by_its_name(root: str, named: str):
    for data in (root.encode(), pdf(("factur-x.xml", root.encode()))):
        with Quarantine() as apart:
            (problem,) = apart.read(data).problems
        assert (problem.kind.code, problem.seen[: len(named)]) == ("XNOT", named)


def test_a_page_of_error_is_no_xml(books: Books):
    (file,) = books.take("<!DOCTYPE html><html><body>403 Forbidden</body></html>").files
    assert [problem.code for problem in file.problems] == ["FMT"]


def test_what_is_of_no_format_is_told_by_its_beginning(books: Books):
    (file,) = books.take("\n\nBonjour\net merci\n").files
    assert [(problem.code, problem.seen) for problem in file.problems] == [("FMT", "Bonjour")]


PDFS: dict[str, tuple[Callable[[], bytes], list[str]]] = {
    "an attachment that unfolds to 200 MB": (lambda: deflated(200 << 20), ["PDFA"]),
    "attachments larger than allowed": (lambda: pdf(*((f"{n}", b"x" * (26 << 20)) for n in range(4))), ["PDFA"]),
    "a thousand attachments": (lambda: pdf(*((f"{n}", b"") for n in range(1000))), ["PDFA"]),
    "an entity bomb inside": (lambda: pdf(("factur-x.xml", bomb().encode())), ["DTD"]),
    "a cut XML inside": (lambda: pdf(("factur-x.xml", cii().encode()[:900])), ["CUT"]),
    "encrypted": (lambda: pdf(key="x"), ["PDFE"]),
    "a page and no invoice": (lambda: pdf(("a.html", b"<html><body>x<br></body></html>")), ["PDF0"]),
    "cut in the middle": (lambda: pdf(("factur-x.xml", cii().encode()))[:700], ["PDFX"]),
    "only a header": (lambda: b"%PDF-1.7\n", ["PDFX"]),
    "noise": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, ["PDFX"]),
    "a tree of names without end": (
        lambda: (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>>>endobj\n"
            b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n3 0 obj<</Kids[3 0 R]>>endobj\n"
            b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n0\n%%EOF"
        ),
        ["PDF0"],
    ),
}


@pytest.mark.parametrize("name", PDFS)
def test_hostile_pdf(name: str):
    write, codes = PDFS[name]
    assert told(write()) == codes


# --- The process apart -------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal that holds a process")
def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read():
    with Quarantine() as apart:
        apart.read(ubl().encode())
        usual, apart.limits = apart.limits, replace(apart.limits, seconds=1)
        assert apart._child is not None
        os.kill(apart._child.pid, signal.SIGSTOP)  # as one that never ends would
        (problem,) = apart.read(cii().encode()).problems
        assert (problem.kind.code, problem.more["expected"]) == ("SLOW", "1")
        apart.limits = usual
        assert len(apart.read(ubl().encode()).lines) == 2


def test_a_process_that_dies_costs_its_file_alone(books: Books, monkeypatch: pytest.MonkeyPatch):
    honest = quarantine._exchange

    def dying(child: Any, request: bytes, data: bytes) -> bytes | None:
        if b"FA-KO" in data:
            child.kill()
        return honest(child, request, data)

    monkeypatch.setattr(quarantine, "_exchange", dying)
    report = books.take(ubl(number="FA-2"), ubl(number="FA-KO"), ubl(number="FA-3"), bill("N1 M1 10.00"))
    assert [file.status for file in report.files] == ["imported", "rejected", "imported", "imported"]
    assert [problem.code for problem in report.files[1].problems] == ["CRASH"]
    assert books.total() == 580 + 580 + 10


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not limit memory; Windows was not tried")
def test_a_file_that_takes_too_much_memory_is_given_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BINOME_MAX_MEMORY_MB", "200")
    with Quarantine() as apart:
        (problem,) = apart.read(f"<a>{'<b>x</b>' * 900_000}</a>".encode()).problems
        assert (problem.kind.code, problem.more["expected"]) == ("HEAVY", "200")
        assert len(apart.read(ubl().encode()).lines) == 2


def test_a_file_larger_than_allowed_is_not_read(books: Books, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BINOME_MAX_SIZE_MB", "1")
    (file,) = books.take(ubl(notes=["x" * (1 << 20)])).files
    assert [problem.code for problem in file.problems] == ["BIG"]


def test_two_formats_that_recognise_a_file_are_told(monkeypatch: pytest.MonkeyPatch):
    from data import formats  # noqa: PLC0415 — the process's own module, in this one
    from data.apart import child  # noqa: PLC0415 — the process's own module, in this one
    from data.apart.limits import limits  # noqa: PLC0415

    twice = [*formats.xml_formats(), *formats.xml_formats()]
    monkeypatch.setattr(child, "xml_formats", lambda: twice)
    assert child.answer(ubl().encode(), [], limits())["problems"][0][0] == "TWO"


def test_the_process_is_started_for_xml_and_pdf_alone(books: Books, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(quarantine.subprocess, "Popen", None)
    assert books.take(bill("N1 M1 10.00")).complete


def test_many_files_share_one_process(books: Books, monkeypatch: pytest.MonkeyPatch):
    started = []
    honest = quarantine.subprocess.Popen
    monkeypatch.setattr(quarantine.subprocess, "Popen", lambda *a, **k: started.append(1) or honest(*a, **k))
    report = books.take(*(ubl(number=f"FA-{n}") for n in range(20)))
    assert (report.complete, started) == (True, [1])
