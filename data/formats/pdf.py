"""A plain PDF: a picture of an invoice. It is kept and told; nothing is read from it, nothing is invented."""

from __future__ import annotations

from data.formats import Format
from kpi.model import Text

FORMAT = Format(name="PDF", title=Text("PDF", "PDF"), channel="pdf")
