"""LEDES XML E-Billing 2.0, 2.1 and 2.2, known by the name of the root, whatever its namespace.

A document that says it is LEDES and has none of the standard's elements is claimed too, to be refused by name.
Source: LEDES Oversight Committee; a commercial writer's files, since no schema is public.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data import checks, ledes
from data.formats import XmlFormat
from data.invoice import Refused
from data.ledes.standard import KNOWN
from data.problem import Problem
from kpi.model import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.apart.markup import Element
    from data.invoice import Invoice


def _claims(root: Element) -> bool:
    return ledes.version(root) is not None or (ledes.calls_itself(root) is not None and not ledes.is_billing(root))


def _read(root: Element) -> Iterator[Invoice]:
    called = ledes.calls_itself(root) or root.name
    if not ledes.is_billing(root):
        raise Refused(Problem(checks.FAKE, root.line, seen=called))
    version = ledes.version(root)
    for place, invoice in enumerate(ledes.read(root)):
        if not place:
            known = checks.LXV if version in KNOWN else checks.LXV0
            invoice.problems.append(Problem(known, root.line, seen=called, more={"expected": f"LEDES XML {KNOWN[-1]}"}))
        yield invoice


FORMAT = XmlFormat(
    name="LEDESXML",
    title=Text("LEDES XML 2.0, 2.1, 2.2", "LEDES XML 2.0, 2.1, 2.2"),
    channel="ledes",
    claims=_claims,
    read=_read,
)
