"""Papers that came more than once: new versions that wait for a choice, duplicates, invoices that look alike."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from data.papers.paper import Double, Paper, Resubmission
from data.papers.reading import by_invoice, papers, unsettled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Reader


def resubmissions(reader: Reader) -> list[Resubmission]:
    """Return the invoices of which several versions came and nobody chose, the largest difference first."""
    found = [one for family in unsettled(reader).values() for one in _versions(family)]
    return sorted(found, key=lambda one: (-one.stake, -abs(one.versions[0].net), one.versions[0].invoice_id))


def _versions(family: Sequence[Paper]) -> list[Resubmission]:
    if family[0].excluded is not None:  # rejected, withdrawn or replaced: nothing of it counts
        return []
    kinds: defaultdict[object, list[Paper]] = defaultdict(list)
    for paper in family:
        if paper.sha256 is not None and paper.role != "duplicate" and paper.verdict != "beaten":
            kinds[paper.kind].append(paper)
    return [
        Resubmission(tuple(versions), max(versions[0].euros(abs(one.net - versions[0].net)) for one in versions))
        for versions in kinds.values()
        if len(versions) > 1
    ]


def duplicates(reader: Reader) -> list[Double]:
    """Return the papers that are another one again, and so do not count, the largest first."""
    found = []
    for family in unsettled(reader).values():
        for paper in family:
            if paper.role != "duplicate" or paper.verdict == "beaten":
                continue
            again = next((one for one in family if one.print == paper.print and one is not paper), None)
            alike = next(one for one in family if one.kind == paper.kind and one is not paper)
            first = again if again is not None and again.role != "duplicate" else alike
            kind: Literal["content", "spelling"] = "content" if first.print == paper.print else "spelling"
            found.append(Double(kind, first, paper, paper.euros(abs(paper.net))))
    return sorted(found, key=lambda one: (-one.stake, one.second.document_id))


_LOOK_ALIKE = """
    WITH whole AS (
        SELECT d.document_id, d.firm_id, d.invoice_date, d.currency, d.billed_net * d.direction AS net,
            (SELECT list_sort(list(DISTINCT coalesce(p.matter_id, ''))) FROM parts AS p
                WHERE p.document_id = d.document_id) AS matters, p.normal_number, p.number, p.sha256
        FROM documents AS d JOIN papers AS p ON p.document_id = d.document_id AND p.role = 'counts'
        WHERE d.excluded IS NULL AND d.billed_net <> 0 AND d.firm_id IS NOT NULL
            AND (d.firm_id, d.invoice_date, d.billed_net) IN (
                SELECT (firm_id, invoice_date, billed_net) FROM documents WHERE excluded IS NULL
                GROUP BY firm_id, invoice_date, billed_net HAVING count(*) > 1)
    )
    SELECT a.document_id AS first, b.document_id AS second
    FROM whole AS a JOIN whole AS b ON b.firm_id = a.firm_id AND b.invoice_date = a.invoice_date AND b.net = a.net
        AND b.currency = a.currency AND b.matters = a.matters AND b.normal_number <> a.normal_number
        AND b.document_id > a.document_id
    WHERE NOT EXISTS (FROM choices AS c WHERE c.firm_id = a.firm_id AND c.choice = 'distinct' AND (
        (c.invoice_number = a.number AND c.paper IS NOT DISTINCT FROM a.sha256
            AND c.other_number = b.number AND c.other_paper IS NOT DISTINCT FROM b.sha256)
        OR (c.invoice_number = b.number AND c.paper IS NOT DISTINCT FROM b.sha256
            AND c.other_number = a.number AND c.other_paper IS NOT DISTINCT FROM a.sha256)))
"""


def look_alikes(reader: Reader) -> list[Double]:
    """Return the invoices of one firm, date, amount and matters under quite different numbers, the largest first.

    Both count until somebody says that they are one, or two.
    """
    pairs = reader.rows(_LOOK_ALIKE)
    wanted = sorted({name for pair in pairs for name in pair.values()})
    heads = {
        name: family[0]
        for name, family in by_invoice(papers(reader, "list_contains($1, p.invoice_id)", [wanted])).items()
    }
    found = [
        Double("look_alike", heads[pair["first"]], heads[pair["second"]], heads[pair["second"]].euros(
            abs(heads[pair["second"]].net))) for pair in pairs
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.stake, one.first.document_id, one.second.document_id))
