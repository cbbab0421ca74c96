"""The cover: what the figures are about, what euros and days mean, until when the data go, whether they are frozen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kpi.model import Basis
from report import words

if TYPE_CHECKING:
    from report.review.brief import Brief


def lines(brief: Brief) -> tuple[tuple[str, str], ...]:
    """Return the lines of the cover: label, value."""
    t, basis = brief.t, Basis()
    everyone = t("Tous les cabinets", "All firms")
    said = [
        (t("Périmètre", "Scope"), brief.label("firm", brief.firm) if brief.firm else everyone),
        (t("Période", "Period"), words.span(brief.period, brief.lang, brief.fiscal_start)),
        (t("Montants", "Amounts"), words.code("amount_basis", basis.amount, brief.lang)),
        (t("Dates", "Dates"), words.code("date_basis", basis.date, brief.lang)),
        (
            t("Statuts", "Statuses"),
            t("toutes les factures, sauf rejetées, retirées ou remplacées ; avoirs déduits à leur date",
              "all invoices except rejected, withdrawn or superseded; credit notes deducted at their own date"),
        ),
        (
            t("Devises", "Currencies"),
            t("converties en euros au dernier cours connu à la date de facture ; sans cours, laissées de côté et dites",
              "converted to euros at the latest rate known on the invoice date; without a rate, left out and told"),
        ),
    ]  # fmt: skip
    if until := brief.about.get("latest_invoice"):
        said.append((t("Données jusqu'au", "Data until"), words.day(dt.date.fromisoformat(until), brief.lang)))
    if frozen := brief.about.get("frozen_on"):
        said.append((t("Chiffres gelés le", "Figures frozen on"), words.day(dt.date.fromisoformat(frozen), brief.lang)))
    else:
        said.append((t("Chiffres", "Figures"), t("non gelés : ceux de la base au jour de l'édition",
                                                 "not frozen: those of the store on the day of issue")))  # fmt: skip
    if batches := brief.about.get("batches"):
        said.append((t("Imports", "Imports"), batches))
    said.append((t("Édité le", "Issued on"), words.day(brief.today, brief.lang)))
    return tuple(said)
