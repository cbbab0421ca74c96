"""A paper of an invoice: a LEDES file, an electronic invoice, a row of the register."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from data.store import Reader

Role = Literal["counts", "other_paper", "register", "superseded", "duplicate"]
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Paper:
    """One paper, as received. Amounts are in its own currency, those of a credit note negative; `rate` leads to euros.

    `currency` and `tax` are empty where the paper does not say them. `verdict` is what somebody decided about it.
    """

    invoice_id: str
    document_id: str
    firm_id: str | None
    number: str
    normal_number: str
    role: Role
    verdict: Literal["counts", "beaten", "apart", "stays"] | None
    excluded: str | None
    channel: str | None
    format: str
    file: str
    file_id: int
    line: int
    sha256: str | None
    print: str | None
    invoice_date: dt.date
    currency: str | None
    lines: int
    net: Decimal
    tax: Decimal | None
    rate: Decimal | None

    @property
    def gross(self) -> Decimal | None:
        """The amount with tax, where the paper gives its tax."""
        return None if self.tax is None else self.net + self.tax

    @property
    def kind(self) -> tuple[str | None, bool]:
        """What two versions must share for one to be a new version of the other: the channel, and having lines."""
        return self.channel, self.lines > 0

    def euros(self, amount: Decimal) -> Decimal:
        """Return an amount of this paper in euros, as it is where there is no rate: a size to sort by."""
        return (amount * (self.rate or 1)).quantize(CENT)


_FIELDS = ", ".join(f"p.{name}" for name in Paper.__annotations__)
_ORDER = ("counts", "other_paper", "register", "superseded", "duplicate")


def papers(reader: Reader, where: str, parameters: Sequence[Any] = ()) -> list[Paper]:
    """Return the papers that a condition of our own keeps, those of an invoice together, the one that counts first."""
    rows = reader.rows(f"SELECT {_FIELDS} FROM papers AS p WHERE {where}", list(parameters))
    found = [Paper(**{**row, "net": _plain(row["net"]), "tax": _plain(row["tax"])}) for row in rows]
    return sorted(found, key=lambda p: (p.invoice_id, _ORDER.index(p.role), p.file, p.line, p.number))


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
