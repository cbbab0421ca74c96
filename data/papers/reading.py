"""Reads papers from the store."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from data.papers.paper import CENT, Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from data.store import Reader

_FIELDS = ", ".join(f"p.{name}" for name in Paper.__annotations__)
_ORDER = ("counts", "other_paper", "register", "superseded", "duplicate")
_CHANNELS = ("platform", "ledes", "factur_x", "ubl", "cii", "edi", "portal", "pdf", "paper", "unknown", None)
"""The best first: the order of papers does not depend on the names of their files."""


def papers(reader: Reader, where: str, parameters: Sequence[Any] = ()) -> list[Paper]:
    """Return the papers that a condition of our own keeps, those of an invoice together, the one that counts first."""
    rows = reader.rows(f"SELECT {_FIELDS} FROM papers AS p WHERE {where}", list(parameters))
    found = [Paper(**{**row, "net": _plain(row["net"]), "tax": _plain(row["tax"])}) for row in rows]
    return sorted(found, key=_place)


def _place(paper: Paper) -> tuple[object, ...]:
    return (
        paper.invoice_id, _ORDER.index(paper.role), _CHANNELS.index(paper.channel), paper.file, paper.line, paper.number
    )  # fmt: skip


def _plain(amount: Decimal | None) -> Any:  # noqa: ANN401 — an amount, or none
    """Drop the zeros that the store adds beyond the cent."""
    return amount if amount is None or amount != amount.quantize(CENT) else amount.quantize(CENT)


def by_invoice(found: Iterable[Paper]) -> Mapping[str, list[Paper]]:
    """Put the papers of each invoice together, the one that counts first."""
    families: defaultdict[str, list[Paper]] = defaultdict(list)
    for paper in found:
        families[paper.invoice_id].append(paper)
    return families


_DISAGREE = """p.invoice_id IN (SELECT invoice_id FROM papers GROUP BY invoice_id
    HAVING bool_or(role IN ('superseded', 'duplicate')) OR max(net) - min(net) > 0.01 OR max(tax) - min(tax) > 0.01
        OR min(invoice_date) <> max(invoice_date) OR count(DISTINCT currency) > 1)"""


def unsettled(reader: Reader) -> Mapping[str, list[Paper]]:
    """Return the papers of the invoices whose papers disagree, or came more than once, by invoice."""
    return by_invoice(papers(reader, _DISAGREE))
