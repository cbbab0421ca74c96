"""Dematerialisation rate: the share of invoices that arrive as data and not as paper or a picture of paper."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi.documents import DOCUMENT_DIMENSIONS, asked, converted, listed, not_counted, valid
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, rows, total, with_period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.slices import Frame, Row

STRUCTURED = ("platform", "ledes", "factur_x", "ubl", "cii", "edi", "portal")
"""Channels that carry data; a PDF sent by e-mail is not an electronic invoice (CGI, art. 289 bis)."""


def _received(facts: Facts, scope: Scope) -> Frame:
    """Return the valid invoices received in the period; credit notes are not counted."""
    return valid(asked(facts, scope, "received_on")).filter(~nw.col("credit_note"))


def _known(frame: Frame) -> Frame:
    channel = nw.col("channel")
    return frame.filter(~channel.is_null() & (channel != "unknown"))


def _count(found: Iterable[Row], scope: Scope, reading: str) -> tuple[Decimal, Decimal, int]:
    known = list(found)
    good = [r for r in known if (r["has_lines"] if reading == "detail" else r["channel"] in STRUCTURED)]
    n = sum(row["n"] for row in known)
    if scope.weight == "amount":
        return total(good), total(known), n
    return Decimal(sum(row["n"] for row in good)), Decimal(n), n


def compute(facts: Facts, scope: Scope, reading: str = "structured") -> Measure:
    """Divide the invoices received as data by those whose channel is known."""
    received = _received(facts, scope)
    counted = converted(received) if scope.weight == "amount" else received
    known = _known(counted)
    how = {"n": nw.col("document_id").n_unique(), "amount": nw.col("amount").sum()}
    flag = nw.col("in_register").cast(nw.Int64)
    every = rows(counted.group_by("channel", "has_lines").agg(**how, registered=flag.sum()))
    whole = [row for row in every if row["channel"] not in (None, "unknown")]
    numerator, denominator, n = _count(whole, scope, reading)
    groups = []
    if scope.by:
        keys = dict.fromkeys((*map(column, scope.by), "channel", "has_lines"))
        cut = rows(with_period(known, scope, "received_on").group_by(*keys).agg(**how))
        for key, part in grouped(cut, scope.by).items():
            above, below, number = _count(part, scope, reading)
            groups.append(Group(key, ratio(above, below), above, below, number))
    documents = sum(row["n"] for row in every)
    excluded = not_counted(facts, scope, "received_on", amounts=scope.weight == "amount")
    if documents > n:
        missing = total(every) - total(whole)
        excluded += (Excluded("unknown_channel", documents - n, missing),)
    return Measure(
        kpi="dematerialisation_rate",
        reading=reading,
        unit="ratio",
        better="higher",
        scope=scope,
        basis=Basis(date="received_on_else_invoice_date"),
        value=ratio(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        n=n,
        coverage=ratio(n, documents),
        excluded=excluded,
        groups=tuple(groups),
        lacks=() if any(row["registered"] for row in every) else ("invoices",),
    )


def trail(facts: Facts, scope: Scope, reading: str = "structured") -> list[dict[str, Any]]:
    """List the invoices received whose channel is known, and whether each one counts as data."""
    known = _known(_received(facts, scope))
    with_lines = {row["document_id"] for row in rows(known.filter(nw.col("has_lines")).select("document_id"))}
    return [
        {
            **row,
            "counted": (row["document_id"] in with_lines if reading == "detail" else row["channel"] in STRUCTURED),
        }
        for row in listed(known)
    ]


_DAY = dt.date(2026, 7, 15)


def _invoices(channel: str | None, *numbers: int, **more: Any) -> tuple[dict[str, Any], ...]:  # noqa: ANN401 — cells
    cells = {"channel": channel, "received_on": _DAY, "amount": Decimal(1000), "in_register": True, **more}
    return tuple({"document_id": str(number), **cells} for number in numbers)


KPI = Kpi(
    name="dematerialisation_rate",
    order=60,
    unit="ratio",
    better="higher",
    adds_up=False,
    title=Text("Taux de dématérialisation", "Dematerialisation rate"),
    question=Text(
        "Quelle part des factures reçues l'a été sous forme de données ?",
        "What share of the invoices received came as data?",
    ),
    caution=Text(
        "Un PDF reçu par courriel n'est pas une facture électronique. Calculé sur la seule facturation électronique, "
        "ce taux vaut 100 % par construction : le registre de toutes les factures reçues donne le vrai dénominateur.",
        "A PDF received by e-mail is not an electronic invoice. Over e-billing alone this rate is 100% by "
        "construction: the register of all invoices received gives the true denominator.",
    ),
    needs=("lines", "invoices"),
    dimensions=DOCUMENT_DIMENSIONS,
    readings=(
        Reading(
            "structured",
            Text("Facture structurée", "Structured invoice"),
            Text(
                "Factures (hors avoirs) reçues dans la période par plateforme, LEDES, Factur-X, UBL, CII, EDI ou "
                "portail ÷ factures reçues dont le canal est connu.",
                "Invoices (no credit notes) received in the period through platform, LEDES, Factur-X, UBL, CII, EDI "
                "or portal ÷ invoices received whose channel is known.",
            ),
        ),
        Reading(
            "detail",
            Text("Détail exploitable", "Usable detail"),
            Text(
                "Factures reçues dont les lignes sont lisibles par la machine ÷ factures reçues de canal connu.",
                "Invoices received whose lines can be read by a machine ÷ invoices received whose channel is known.",
            ),
        ),
    ),
    references=("CGI, art. 289 bis ; loi de finances 2024, art. 91 ; décret 2024-266",),
    example=Example(
        story=Text(
            "Dix factures valables : 6 LEDES, 1 Factur-X, 2 PDF, 1 canal inconnu ; un avoir et un projet remplacé ne "
            "comptent pas.",
            "Ten valid invoices: 6 LEDES, 1 Factur-X, 2 PDF, 1 unknown channel; a credit note and a superseded draft "
            "do not count.",
        ),
        tables={
            "spend": (
                *_invoices("ledes", 1, 2, 3, 4, 5, 6, has_lines=True),
                *_invoices("factur_x", 7),
                *_invoices("pdf", 8, 9),
                *_invoices(None, 10),
                *_invoices("ledes", 11, credit_note=True),
                *_invoices("pdf", 12, excluded="superseded"),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            ({"reading": "structured"}, {"numerator": 7, "denominator": 9, "n": 9, "coverage": Decimal("0.9")}),
            ({"reading": "detail"}, {"numerator": 6, "denominator": 9}),
            ({"reading": "structured", "weight": "amount"}, {"numerator": 7000, "denominator": 9000}),
        ),
    ),
    compute=compute,
    trail=trail,
)
