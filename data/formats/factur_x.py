"""Factur-X and ZUGFeRD 2: a PDF that carries its invoice as an XML attachment, read as CII or UBL.

The attachment is known by its content; the names that the standard gives it only decide where several are invoices.
Source: Factur-X 1.08, ISO 32000 for the attachments.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from data import checks
from data.apart.sniffing import is_xml
from data.formats import Format
from data.invoice import Refused
from data.problem import Problem
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdf

    from data.apart.limits import Limits

FORMAT = Format(name="FACTURX", title=Text("Factur-X", "Factur-X"), channel="factur_x")
NAMES = frozenset({"factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml"})


def attached(data: bytes, limits: Limits) -> list[tuple[str, bytes]]:
    """Return the XML attachments of a PDF, those of a standard name alone where there are any.

    Raises:
        Refused: the PDF is damaged or encrypted, or its attachments are beyond the limits.
    """
    from pypdf.errors import LimitReachedError  # noqa: PLC0415 — needed in the process apart only

    try:
        found = list(_xml_files(data, limits))
    except (Refused, MemoryError):
        raise
    except LimitReachedError as error:
        raise _beyond(limits) from error
    except Exception as error:  # on a damaged file, pypdf raises whatever its next step meets
        raise Refused(Problem(checks.PDFX)) from error
    return [one for one in found if one[0].lower() in NAMES] or found


def _xml_files(data: bytes, limits: Limits) -> Iterator[tuple[str, bytes]]:
    import pypdf  # noqa: PLC0415 — as above

    reader = pypdf.PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        raise Refused(Problem(checks.PDFE))
    size = 0
    for count, file in enumerate(_files(reader), start=1):
        if count > limits.attachments:
            raise _beyond(limits)
        content = file.content
        size += len(content)
        if size > limits.attachments_mb << 20:
            raise _beyond(limits)
        if is_xml(content):
            yield str(file.alternative_name or file.name), content


def _beyond(limits: Limits) -> Refused:
    more = {"expected": str(limits.attachments), "size": str(limits.attachments_mb)}
    return Refused(Problem(checks.PDFA, more=more))


def _files(reader: pypdf.PdfReader) -> Iterator[pypdf.generic.EmbeddedFile]:
    """Yield the attachments: those that the document lists, else those that it is associated with."""
    from pypdf.generic import EmbeddedFile  # noqa: PLC0415 — as above

    listed = False
    for file in reader.attachment_list:
        listed = True
        yield file
    associated = None if listed else reader.root_object.get("/AF")
    for place in associated.get_object() if associated is not None else ():
        named = place.get_object()
        yield EmbeddedFile(str(named.get("/UF") or named.get("/F") or ""), named)
