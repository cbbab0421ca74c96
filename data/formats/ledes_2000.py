"""LEDES 2000, the first XML of the family: the same invoices under a DTD, known by what they hold.

Roots differ from writer to writer. Source: LEDES Oversight Committee, format of April 2000, revision of October 2019.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import ledes
from data.formats import XmlFormat
from kpi.model import Text

if TYPE_CHECKING:
    from data.apart.markup import Element


def _claims(root: Element) -> bool:
    return ledes.version(root) is None and ledes.is_billing(root)


FORMAT = XmlFormat(
    name="LEDES2000",
    title=Text("LEDES 2000", "LEDES 2000"),
    channel="ledes",
    claims=_claims,
    read=ledes.read,
    doctype=True,
)
