"""Credit notes and what they correct, shown both ways: those without their invoice, those larger than it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from data.papers.paper import Credit, State

if TYPE_CHECKING:
    from data.store import Reader


_CREDITS = r"""
    WITH notes AS (
        SELECT d.document_id, d.firm_id, d.number, d.invoice_date, d.currency, d.rate,
            CAST(d.billed_net * d.direction AS DECIMAL(18, 2)) AS net
        FROM documents AS d WHERE d.credit_note AND d.excluded IS NULL
    ), named AS (
        SELECT DISTINCT invoice_id, trim(unnest(corrects)) AS named FROM papers WHERE role <> 'superseded'
    ), aims AS (  -- one invoice each: the same spelling first
        SELECT n.invoice_id, n.named, d.document_id AS target, d.number AS target_number, p.invoice_id AS family,
            CAST(d.billed_net * d.direction AS DECIMAL(18, 2)) AS target_net
        FROM named AS n JOIN notes AS c ON c.document_id = n.invoice_id
        JOIN papers AS p ON p.firm_id = c.firm_id AND p.normal_number = normal(n.named) AND p.invoice_id <> n.invoice_id
        JOIN documents AS d ON d.document_id = p.invoice_id AND NOT d.credit_note
        QUALIFY row_number() OVER (PARTITION BY n.invoice_id, n.named
            ORDER BY d.excluded NULLS FIRST, p.number = n.named DESC, d.document_id) = 1
    )
    SELECT c.*, n.named, a.target AS invoice_id, a.target_number AS invoice_number, a.target_net AS invoice_net,
        CASE WHEN a.target IS NOT NULL THEN sum(c.net) OVER (PARTITION BY a.target) END AS credited
    FROM notes AS c LEFT JOIN named AS n ON n.invoice_id = c.document_id
    LEFT JOIN aims AS a ON a.invoice_id = c.document_id AND a.named = n.named
"""
_FIRST = ("larger", "not_found", "unnamed", "tied")


def credit_notes(reader: Reader) -> list[Credit]:
    """Return every credit note that counts with each invoice it names; what is odd first, then the largest."""
    found = []
    for row in reader.rows(_CREDITS):
        rate = row.pop("rate")
        state: State = "tied"
        if row["named"] is None:
            state = "unnamed"
        elif row["invoice_id"] is None:
            state = "not_found"
        elif abs(row["credited"]) > abs(row["invoice_net"]):
            state = "larger"
        stake = (abs(row["net"]) * (rate or 1)).quantize(Decimal("0.01"))
        found.append(Credit(state=state, stake=stake, **row))
    return sorted(found, key=lambda one: (_FIRST.index(one.state), -one.stake, one.document_id, one.named or ""))
