"""Files that are no invoice: empty, other formats, pages of error, something else in columns."""

import gzip
import io
import random
import zipfile

from .builder import BASIC_ROWS, joined, ledes, records
from .case import Case, case, rejected

FORMAT, HEADER, *_ = records(BASIC_ROWS)
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
GOOD = ledes(BASIC_ROWS).encode()
NOISE = random.Random(7).randbytes(20_000)


def zipped(name: str, data: bytes) -> bytes:
    """Put one file in an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, data)
    return out.getvalue()


def refused(name: str, data: str | bytes, filename: str = "facture.txt", told: str = "") -> Case:
    """Refused as a whole, with a reason; which of the reasons is not judged unless said."""
    return case(f"foreign_{name}", data, rejected(told), filename=filename)


CASES: tuple[Case, ...] = (
    refused("empty", b"", told="EMP|FMT|HDR"),
    refused("blank", " \r\n\t\r\n", told="EMP|FMT|HDR"),
    refused("bom_only", "\ufeff", told="EMP|FMT|HDR"),
    refused("nul_only", b"\x00" * 4096),
    refused("format_line_only", "LEDES1998B[]\r\n", told="HDR|EMP"),
    refused("header_only", joined([FORMAT, HEADER]), told="EMP"),
    refused("blank_rows_only", joined([FORMAT, HEADER, "", "|" * 23]), told="EMP"),
    refused("noise", NOISE),
    refused("noise_after_format_line", b"LEDES1998B[]\n" + NOISE[:5_000], told="HDR|EMP|FMT"),
    refused("gzip", gzip.compress(GOOD, mtime=0)),
    refused("pdf_header", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n", "facture.pdf"),
    refused("pdf_named_txt", b"%PDF-1.4\ntrailer<</Root 1 0 R>>\n%%EOF"),
    refused("xml_other", "<?xml version='1.0'?><catalog><book id='1'/></catalog>", "facture.xml"),
    refused("xml_cut", "<?xml version='1.0'?><ledesxmlebilling2.1><firm><lf_id>1", "facture.xml"),
    refused("xml_bomb", f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "ha">{BOMB}]><a>&e9;</a>', "facture.xml"),
    refused(
        "xml_external_entity",
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Invoice>&x;</Invoice>',
        "facture.xml",
    ),
    refused("json", '{"invoices": [{"number": "FA-1", "total": 12.5}]}', "facture.json"),
    refused(
        "page_of_error",
        "<!DOCTYPE html><html><head><title>403</title></head><body>INVOICE_NUMBER | expired</body></html>",
    ),
    refused("rtf", r"{\rtf1\ansi LEDES1998B[] INVOICE_NUMBER|INVOICE_DATE}"),
    refused("mail", "From: a@example.org\nSubject: Facture\n\nBonjour,\nci-joint la facture | merci\n", "a.eml"),
    refused("png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, "scan.png"),
    refused("workbook_cut", zipped("xl/workbook.xml", b"<workbook/>")[:60], "facture.xlsx"),
    refused("workbook_hollow", zipped("xl/workbook.xml", b"<workbook/>"), "facture.xlsx"),
    refused("archive_of_nothing_known", zipped("a.txt", b"bonjour"), "a.zip"),
    refused("table_of_something_else", "plante;hauteur;couleur\r\nrose;0,40;rouge\r\n", "jardin.csv"),
    refused("table_of_numbers", "1,2,3\r\n4,5,6\r\n", "a.csv"),
    refused("prose", "Nous vous prions de trouver ci-joint notre facture.\nCordialement,\nMe Dubois\n"),
)
