"""Files made to harm, or harmed on their way: each tiny to write, with what is to be said of it.

`CASES` gives for each name the bytes, the codes that must be told, and how many lines are read (None: the file is
rejected, nothing of it counts).
"""

from __future__ import annotations

import codecs
import gzip
import io
import struct
import zipfile
from dataclasses import dataclass

import xlsxwriter

from tests.data.ledger import bill
from tests.formats.paper import cii, pdf, ubl
from tests.formats.zipped import headed, linked, locked, zipped
from tests.hostile import builder

ONE = bill("N1 M1 10.00\nN1 M1 20.00")
HEAD = "LEDES1998B[]\r\n" + "|".join(builder.B98) + "[]\r\n"
MATTERS = "matter_id;name;matter_type\n"


@dataclass(frozen=True)
class Damaged:
    """A file, the codes that are told of it, and the lines imported; None when it is rejected."""

    data: bytes
    codes: frozenset[str]
    lines: int | None = None
    aside: int = 0
    name: str = "facture.txt"


def _case(
    data: str | bytes, codes: str = "", lines: int | None = None, aside: int = 0, name: str = "facture.txt"
) -> Damaged:
    made = data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data
    return Damaged(made, frozenset(codes.split()), lines, aside, name)


def line(number: str = "N1", **cells: str) -> str:
    """Write one billing line with cells of one's own."""
    (row,) = builder.invoice(builder.fee("1", "10.00", "10.00"), number=number)
    return "|".join(builder.cells_of(row | cells)) + "[]\r\n"


def workbook(*rows: tuple[object, ...]) -> bytes:
    """Write a workbook of one sheet; a text that begins with = is a formula whose last value is the text `M1`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for n, cells in enumerate(rows):
            for at, cell in enumerate(cells):
                written = (
                    sheet.write_formula(n, at, cell, None, "M1")
                    if str(cell).startswith("=")
                    else sheet.write(n, at, cell)
                )
                assert written == 0
    return out.getvalue()


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """Change the text of one part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = [(part, book.read(part).decode()) for part in book.namelist()]
    return zipped(*((part, text.replace(old, new) if part == name else text) for part, text in parts))


def unfolding(data: bytes, size: int) -> bytes:
    """Have an archive say that its first file unfolds to so many bytes."""
    place = data.find(b"PK\x01\x02") + 24
    return data[:place] + struct.pack("<L", size) + data[place + 4 :]


SHEET = "xl/worksheets/sheet1.xml"
TABLE = workbook(("matter_id", "name"), ("M1", "Bail"))
PDF = pdf(("factur-x.xml", cii().encode()))
DEEP = zipped(("3.zip", zipped(("2.zip", zipped(("1.zip", zipped(("a.txt", ONE))))))))

EMPTY = {
    "nothing at all": _case("", "EMP"),
    "one blank": _case(" ", "EMP"),
    "blank lines": _case("\r\n" * 1000, "EMP"),
    "a million empty lines": _case("\n" * 1_000_000, "EMP"),
    "a byte order mark alone": _case(codecs.BOM_UTF8, "EMP"),
    "a UTF-16 mark alone": _case(codecs.BOM_UTF16_LE, "EMP"),
    "NUL bytes alone": _case(bytes(5000), "EMP"),
    "a format line alone": _case("LEDES1998B[]\r\n", "HDR"),
    "a header and no line": _case(HEAD, "EMP"),
    "a header without its format line": _case(HEAD.partition("\n")[2], "EMP"),
    "a table without rows": _case(MATTERS, "", 0),
    "a header, then a million empty lines": _case(HEAD + "\n" * 1_000_000, "EMP"),
    "lines, then a million empty lines": _case(ONE + "\r\n" * 1_000_000, "", 2),
    "an XML declaration alone": _case('<?xml version="1.0"?>', "CUT"),
    "a PDF header alone": _case("%PDF-1.7\n", "PDFX"),
    "an empty archive": _case(zipped(), "ZIP0"),
    "an archive of an empty file": _case(zipped(("a.txt", "\n \n")), "EMP"),
    "a workbook without a cell": _case(workbook(), "FMT"),
}
ENCODINGS = {
    "UTF-7": _case("+//v8-" + ONE.replace("Analyse", "R+AOk-union"), "", 2),
    "UTF-16 little-endian": _case(codecs.BOM_UTF16_LE + ONE.encode("utf-16-le"), "ENC", 2),
    "UTF-16 big-endian without a mark": _case(ONE.encode("utf-16-be"), "ENC", 2),
    "UTF-32": _case(ONE.encode("utf-32"), "", 2),
    "UTF-32 big-endian without a mark": _case(ONE.encode("utf-32-be"), "ENC", 2),
    "UTF-16 of odd length": _case(codecs.BOM_UTF16_LE + ONE.encode("utf-16-le") + b"\x00", "ENC CELLS", 2, 1),
    "EBCDIC": _case(ONE.encode("cp500"), "FMT"),
    "UTF-8 and Windows-1252 mixed": _case(
        HEAD.encode() + line(text="Réunion").encode() + line(text="Durée").encode("cp1252"), "ENC", 2
    ),
    "UTF-8 cut inside a letter": _case(
        HEAD.encode() + line(text="Réunion").encode().replace(b"\xc3\xa9", b"\xc3"), "ENC", 1
    ),
    "overlong UTF-8": _case(HEAD.encode() + line(text="@@").encode().replace(b"@@", b"\xc0\xaf"), "ENC", 1),
    "a lone surrogate": _case(HEAD + line(text="x \ud800 y"), "ENC", 1),
    "a NUL in a narrative": _case(HEAD + line(text="a\0b"), "", 1),
    "a NUL in an invoice number": _case(HEAD + line(number="FA\0-1"), "", 1),
    "a NUL between two lines": _case(HEAD + line() + "\0" + line(), "", 2),
    "right-to-left override in names": _case(HEAD + line(name="Dubois \u202egnp.exe", number="FA\u202e1"), "", 1),
    "every control sign in a narrative": _case(
        HEAD + line(text="".join(map(chr, (*range(1, 9), 11, 12, *range(14, 32), 127)))), "", 1
    ),
    "a byte order mark in the middle": _case(ONE + "\ufeff" + line(number="N2"), "", 3),
    "two byte order marks": _case("\ufeff\ufeff" + ONE, "", 2),
    "an end-of-file sign at the end": _case(ONE + "\x1a", "", 2),
    "line separators of Unicode": _case(HEAD + line(text="a\u2028b\u2029c\x85d"), "", 1),
    "digits of other scripts": _case(HEAD + line(total="١٠.٠٠") + line(), "AMT", 1, 1),
}
NUMBERS = {
    "1e999": _case(HEAD + line(total="1e999") + line(), "AMT", 1, 1),
    "NaN": _case(HEAD + line(total="NaN") + line(), "AMT", 1, 1),
    "Infinity": _case(HEAD + line(total="-Infinity") + line(), "AMT", 1, 1),
    "0x10": _case(HEAD + line(total="0x10") + line(), "AMT", 1, 1),
    "thirty digits": _case(HEAD + line(total="9" * 30) + line(), "AMT", 1, 1),
    "ten thousand decimals": _case(HEAD + line(total="0." + "3" * 10_000) + line(), "ROUND", 2),
    "an amount of a million digits": _case(HEAD + line(total="9" * 1_000_000) + line(), "AMT", 1, 1),
    "a date 99999999": _case(HEAD + line(date="99999999"), "NONE DATE", None, 1),
    "a date 00000000 among others": _case(HEAD + line() + line(number="N2", date="00000000"), "NODATE", 1, 1),
    "30 February": _case(HEAD + line(date="20260230"), "NONE DATE", None, 1),
    "a date of a billion digits' look": _case(HEAD + line(worked="9" * 5000), "DATE", 1),
    "an invoice number of ten thousand characters": _case(HEAD + line(number="F" * 10_000), "", 1),
    "a narrative of a million characters": _case(HEAD + line(text="x" * 1_000_000), "", 1),
    "a sum beyond all": _case(HEAD + line(total="999999999999.99") * 20, "LINE", 20),
    "an XML amount of 1e999": _case(ubl().replace(">580.00<", ">1e999<"), "", 2),
    "an XML date of year 0": _case(ubl(date="0000-00-00"), "NODAY"),
}
WIDTHS = {
    "ten thousand columns": _case(";".join(f"c{n}" for n in range(10_000)) + "\n" + ";".join("1" * 10_000), "FMT"),
    "twenty-five thousand columns": _case(
        MATTERS.strip() + "".join(f";c{n}" for n in range(25_000)) + "\nM1\n", "COLS"
    ),
    "a table with ten thousand more columns": _case(
        MATTERS.strip() + "".join(f";c{n}" for n in range(10_000)) + "\nM1;a;b" + ";x" * 10_000 + "\n", "", 1
    ),
    "ten thousand columns around an invoice": _case(
        "LEDES1998B[]\n"
        + "|".join([*builder.B98, *(f"C{n}" for n in range(10_000))])
        + "[]\n"
        + line()[:-4]
        + "|x" * 10_000
        + "[]\n",
        "COL",
        1,
    ),
    "a million separators": _case(";" * 1_000_000, "FMT"),
    "a million separators in a line": _case(HEAD + line() + "|" * 1_000_000 + "[]\n", "", 1),
    "ten million separators": _case("|" * 10_000_000, "FMT"),
    "a first name column under another name": _case(
        builder.ledes(builder.BI_ROWS, builder.BI).replace("TIMEKEEPER_FIRST_NAME", "PRENOM"), "COL", 3
    ),
    "a header twice in one line": _case(
        "LEDES1998B[]\n"
        + "|".join([*builder.B98, *builder.B98])
        + "[]\n"
        + line()[:-4]
        + "|"
        + line().replace("\r\n", "\n"),
        "COL",
        1,
    ),
    "a column of ten million characters": _case("matter_id;" + "x" * 10_000_000 + "\nM1;a\n", "FMT"),
    "forty megabytes in one line": _case("x" * 40_000_000, "WIDE"),
    "forty megabytes in one line after a header": _case(HEAD + "x" * 40_000_000, "WIDE"),
    "a quote that never closes": _case(MATTERS + 'M1;"a;b\n' + "M2;a;b\n" * 20_000, "T_QUOTE", 20_000, 1),
    "twenty thousand quotes that never close": _case(MATTERS + 'M1;"a;b\n' * 20_000, "T_QUOTE", 0, 20_000),
    "quotes without end in a comma file": _case(
        builder.separated(builder.BASIC_ROWS, ",") + '"' * 200_001, "CELLS", 3, 1
    ),
    "brackets without end": _case("[]" * 2_000_000, "FMT"),
    "a million headers": _case(HEAD * 20_000, "EMP"),
}
WORDS = {
    "a formula in every cell": _case(
        HEAD + line(number="=1+1", text="=cmd|' /C calc'!A0", name="@SUM(A1)", keeper="+1", matter="-2+3"), "", 1
    ),
    "web page in a narrative": _case(HEAD + line(text="<script>alert(1)</script><img src=x onerror=alert(1)>"), "", 1),
    "Markdown in a narrative": _case(HEAD + line(text="![x](http://192.0.2.1/x.png) [y](javascript:alert(1))"), "", 1),
    "columns that are SQL": _case(
        'matter_id;name;"x""; DROP TABLE lines; --";"]; DELETE FROM bills"\nM1;a;b;c\n', "", 1
    ),
    "values that are SQL": _case(
        HEAD + line(number="'; DROP TABLE bills; --", matter="M1' OR '1'='1", firm='F"1'), "", 1
    ),
    "columns with the same name": _case("matter_id;name;name\nM1;a;b\n", "T_DUP"),
    "places to fill in": _case(HEAD + line(total="{seen} {column} {0}") + line(), "AMT", 1, 1),
}
CUT = {
    "a LEDES file cut in a line": _case(ONE[:-40], "CELLS", 1, 1),
    "a LEDES file cut in its header": _case(HEAD[:200], "HDR"),
    "a table cut in a row": _case(MATTERS + "M1;a;b\nM2;", "T_CELLS", 1, 1),
    "a UBL invoice cut": _case(ubl()[:900], "CUT"),
    "a CII invoice cut": _case(cii()[:900], "CUT"),
    "a Factur-X cut": _case(PDF[: len(PDF) // 2], "PDFX"),
    "a workbook cut": _case(TABLE[: len(TABLE) // 2], "T_XLSX"),
    "an archive cut": _case(zipped(("a.txt", ONE))[:150], "ZIPX ZIPM"),
    "a GZIP file cut": _case(gzip.compress(ONE.encode())[:20], "PACKED"),
    "UTF-16 cut inside a line": _case((codecs.BOM_UTF16_LE + ONE.encode("utf-16-le"))[:-81], "CELLS ENC", 1, 1),
}
EXTENSIONS = {
    "an invoice called .pdf": _case(ONE, "", 2, name="facture.pdf"),
    "an invoice called .xlsx": _case(bill("E2 M1 1.00\nE2 M1 2.00"), "", 2, name="facture.xlsx"),
    "a PDF called .txt": _case(PDF, "", 2, name="facture.txt"),
    "XML called .csv": _case(ubl(), "", 2, name="facture.csv"),
    "a workbook called .txt": _case(TABLE, "", 1, name="dossiers.txt"),
    "a program called .xml": _case(b"MZ\x90\x00" + bytes(range(256)), "OTHER", name="facture.xml"),
    "a picture called .pdf": _case(b"\xff\xd8\xff\xe0" + bytes(200), "IMAGE", name="facture.pdf"),
    "a web page called .csv": _case("<html><body>403</body></html>", "FMT", name="facture.csv"),
    "noise called .txt": _case(bytes(range(256)) * 40, "FMT"),
    "JSON": _case('{"invoice": {"number": "F-1", "total": 10}}', "FMT", name="facture.json"),
    "a private key": _case("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "FMT"),
}
TRAPS = {
    "an entity bomb": _case('<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>', "DTD"),
    "an external entity": _case('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "DTD"),
    "an external entity in UTF-16": _case(
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode(
            "utf-16"
        ),
        "DTD",
    ),
    "an XML of a hundred thousand levels": _case("<a>" * 100_000, "DEEP"),
    "an XML of ten million letters": _case(f"<a>{'x' * 10_000_000}</a>", "LONG"),
    "an XML of a style sheet": _case(
        '<?xml-stylesheet href="http://192.0.2.1/x.xsl"?>' + ubl().partition("?>")[2], "", 2
    ),
    "a PDF of two hundred attachments": _case(pdf(*((f"{n}.txt", b"x") for n in range(200))), "PDFA"),
    "a PDF with a password": _case(pdf(("factur-x.xml", cii().encode()), key="x"), "PDFE"),
    "an archive bomb": _case(zipped(("a.txt", bytes(20 << 20))), "ZIPB"),
    "an archive in an archive in an archive": _case(DEEP, "ZIPD"),
    "an archive of three thousand files": _case(zipped(*((f"{n}.txt", "") for n in range(3000)), method=0), "ZIPN"),
    "an archive with a password": _case(locked(zipped(("a.txt", ONE))), "ZIPE"),
    "an archive in LZMA": _case(headed(zipped(("a.txt", ONE)), 8, 14), "ZIPC"),
    "an archive of a link": _case(linked("a.txt", "/etc/passwd"), "ZIPL"),
    "an archive that leads outside": _case(zipped(("../../../../tmp/x.txt", bill("E3 M1 1.00"))), "ZNAME", 1),
    "an archive that leads to a drive": _case(zipped(("C:\\x.txt", bill("E4 M1 1.00"))), "ZNAME", 1),
    "an archive of one name twice": _case(
        zipped(("a.txt", bill("E5 M1 1.00")), ("a.txt", bill("E6 M1 5.00"))), "ZIP2", 2
    ),
    "an archive whose sum is wrong": _case(zipped(("a.txt", ONE), method=0).replace(b"Analyse", b"Analyze"), "ZIPM"),
    "an archive that lies about its sizes": _case(headed(zipped(("a.txt", ONE)), 22, 3), "ZIPM"),
    "a workbook bomb": _case(unfolding(TABLE, 600 << 20), "T_BIG"),
    "a workbook whose corners are far apart": _case(
        replaced(TABLE, SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        "T_BIG",
    ),
    "a workbook of formulas": _case(workbook(("matter_id", "name"), ("=1+1", '=HYPERLINK("http://192.0.2.1")')), "", 1),
    "a workbook with an entity": _case(
        replaced(TABLE, "xl/sharedStrings.xml", "<sst", '<!DOCTYPE a [<!ENTITY x "M9">]><sst'), "", 1
    ),
    "a workbook that is HTML": _case("<table><tr><td>matter_id</td></tr></table>", "XNOT", name="dossiers.xls"),
}  # fmt: skip — one file a line
CASES: dict[str, Damaged] = EMPTY | ENCODINGS | NUMBERS | WIDTHS | WORDS | CUT | EXTENSIONS | TRAPS
