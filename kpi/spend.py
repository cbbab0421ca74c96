"""Spend: the euros everything else is compared with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import narwhals.stable.v2 as nw

from kpi.documents import DOCUMENT_DIMENSIONS, asked, counted, listed, not_counted
from kpi.model import Basis, Example, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, rows, total, with_period


def compute(facts: Facts, scope: Scope, reading: str = "net") -> Measure:
    """Add up what the firms billed in the period (EUR HT, approved amount when known), credit notes deducted."""
    billed = counted(asked(facts, scope))
    documents = nw.col("document_id").n_unique()
    whole = rows(billed.select(n=documents, amount=nw.col("amount").sum()))[0]
    amount, n = whole["amount"] or Decimal(0), whole["n"] or 0
    groups: list[Group] = []
    if scope.by:
        cut = with_period(billed, scope, "invoice_date").group_by(*map(column, scope.by))
        found = grouped(rows(cut.agg(n=documents, amount=nw.col("amount").sum())), scope.by)
        for key, slice_ in found.items():
            groups.append(Group(key, total(slice_), total(slice_), None, slice_[0]["n"]))
    excluded = not_counted(facts, scope)
    unconverted = sum(out.n for out in excluded if out.reason == "no_exchange_rate")
    return Measure(
        kpi="spend", reading=reading, unit="EUR", better="neutral", scope=scope, basis=Basis(),
        value=amount, numerator=amount, denominator=None, n=n,
        coverage=ratio(n, n + unconverted), excluded=excluded, groups=tuple(groups),
        lacks=() if "invoices" in facts.present else ("invoices",),
    )  # fmt: skip


def trail(facts: Facts, scope: Scope, reading: str = "net") -> list[dict[str, Any]]:
    """List the documents that were added up, by matter."""
    del reading
    return listed(counted(asked(facts, scope)))


_DAY = dt.date(2026, 7, 15)
KPI = Kpi(
    name="spend", order=10, unit="EUR", better="neutral", adds_up=True,
    title=Text("Dépense", "Spend"),
    question=Text(
        "Combien nos prestataires juridiques ont-ils facturé ?", "How much did our legal suppliers bill?"
    ),
    caution=Text(
        "Hors taxes, à la date de facture, avoirs déduits à leur propre date. Une facture sans cours de change "
        "est laissée de côté et annoncée, jamais convertie à 1.",
        "Excluding VAT, at invoice date, credit notes deducted at their own date. An invoice without exchange "
        "rate is left out and told, never converted at 1.",
    ),
    needs=("lines",), dimensions=(*DOCUMENT_DIMENSIONS, "timekeeper_level", "nature"),
    readings=(
        Reading(
            "net", Text("HT, montant approuvé sinon facturé", "Net of tax, approved amount else billed"),
            Text(
                "Somme des montants HT (honoraires, frais, ajustements) des factures et avoirs de la période.",
                "Sum of the amounts before tax (fees, expenses, adjustments) of the period's invoices and credit "
                "notes.",
            ),
            parts=("EUR", "number"),
        ),
    ),
    references=("CGI, art. 289 : mentions d'une facture, dont le montant hors taxes",),
    example=Example(
        story=Text(
            "Deux factures de 12 000 € et 6 000 €, un avoir de 500 €, une facture rejetée de 900 €.",
            "Two invoices of €12,000 and €6,000, a credit note of €500, a rejected invoice of €900.",
        ),
        tables={
            "spend": (
                {"document_id": "X", "invoice_date": _DAY, "amount": Decimal(12000)},
                {"document_id": "Y", "invoice_date": _DAY, "amount": Decimal(6000)},
                {"document_id": "W", "invoice_date": _DAY, "amount": Decimal(-500), "credit_note": True},
                {"document_id": "Z", "invoice_date": _DAY, "amount": Decimal(900), "excluded": "rejected"},
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(({"reading": "net"}, {"value": Decimal(17500), "n": 3}),),
    ),
    compute=compute, trail=trail,
)  # fmt: skip
