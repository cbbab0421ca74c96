"""Does every total tie? Imported lines = bills = documents = matters = firms, less what is listed as left out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.model import Text

if TYPE_CHECKING:
    from data.store import Reader


@dataclass(frozen=True)
class Tie:
    """Two totals that must be equal, and their difference."""

    title: Text
    left: Decimal
    right: Decimal

    @property
    def difference(self) -> Decimal:
        """What the two totals lack to be equal."""
        return self.left - self.right


_ONE = "SELECT coalesce(sum({}), 0)::DECIMAL(38, 2) FROM {}"


def reconcile(reader: Reader) -> list[Tie]:
    """Return every identity of the store, checked now, in euros or in lines."""
    lines = Decimal(reader.value("SELECT count(*) FROM lines"))
    counted = Decimal(reader.value("SELECT coalesce(sum(line_count), 0) FROM bills"))
    announced = Decimal(reader.value(
        "SELECT coalesce(sum(lines_imported), 0) FROM files WHERE file_id IN (SELECT file_id FROM bills)"
    ))  # fmt: skip
    net_lines = Decimal(reader.value("SELECT coalesce(sum(net), 0) FROM lines"))
    net_bills = Decimal(reader.value("SELECT coalesce(sum(net), 0) FROM bills WHERE line_count > 0"))
    net_parts = Decimal(reader.value("SELECT coalesce(sum(net), 0) FROM bill_parts WHERE nature <> 'whole'"))
    documents = Decimal(reader.value(_ONE.format("amount", "parts")))
    spend = Decimal(reader.value(_ONE.format("amount", "spend")))
    by_firm = Decimal(
        reader.value(_ONE.format("total", "(SELECT firm_id, sum(amount) AS total FROM spend GROUP BY firm_id)"))
    )
    by_matter = Decimal(
        reader.value(_ONE.format("total", "(SELECT matter_id, sum(amount) AS total FROM spend GROUP BY matter_id)"))
    )
    kept = Decimal(reader.value("SELECT count(DISTINCT sha256) FROM files WHERE sha256 <> ''"))
    originals = Decimal(reader.value("SELECT count(DISTINCT sha256) FROM originals WHERE part <= 0"))
    return [
        Tie(Text("Lignes importées = lignes en base", "Lines imported = lines stored"), announced, lines),
        Tie(Text("Lignes en base = lignes des factures", "Lines stored = lines of invoices"), lines, counted),
        Tie(Text("HT des lignes = HT des factures", "Net of lines = net of invoices"), net_lines, net_bills),
        Tie(Text("HT des lignes = HT par dossier", "Net of lines = net by matter"), net_lines, net_parts),
        Tie(Text("Euros des documents = dépense", "Euros of documents = spend"), documents, spend),
        Tie(Text("Dépense = somme des cabinets", "Spend = sum of firms"), spend, by_firm),
        Tie(Text("Dépense = somme des dossiers", "Spend = sum of matters"), spend, by_matter),
        Tie(Text("Fichiers = originaux conservés ou effacés", "Files = originals kept or erased"), kept, originals),
        *_frozen(reader),
    ]


def _frozen(reader: Reader) -> list[Tie]:
    """Tie what each review froze to its fingerprint: one tie a snapshot, 1 when its bytes are those that were kept."""
    rows = reader.rows("SELECT review_id, snapshot_id, book, sha256 FROM snapshots ORDER BY review_id, snapshot_id")
    return [
        Tie(
            Text(
                f"Revue n° {row['review_id']}, instantané n° {row['snapshot_id']} = son empreinte",
                f"Review no. {row['review_id']}, snapshot no. {row['snapshot_id']} = its fingerprint",
            ),
            Decimal(hashlib.sha256(bytes(row["book"])).hexdigest() == row["sha256"]),
            Decimal(1),
        )
        for row in rows
    ]
