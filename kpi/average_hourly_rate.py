"""Average hourly rate: what an hour of the firms' work costs, each hour counting the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi import hours
from kpi.model import Example, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, rows, total, with_period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.slices import Row

_DATES = {"worked": "work_date", "invoiced": "invoice_date"}


def _parts(found: Iterable[Row]) -> tuple[Decimal | None, Decimal, Decimal, int]:
    known = list(found)
    fees, worked = total(known, "net"), total(known, "hours")
    return ratio(fees, worked), fees, worked, sum(row["n"] for row in known)


def compute(facts: Facts, scope: Scope, reading: str = "worked") -> Measure:
    """Divide the net hourly fees (EUR HT, as billed) by their hours; what is not paid by the hour is left out."""
    date = _DATES[reading]
    frame = with_period(hours.counted(facts.time, scope, date), scope, date)
    sums = {"net": nw.col("net").sum(), "hours": nw.col("hours").sum(), "n": nw.len()}
    keys = dict.fromkeys(map(column, scope.by))
    found = rows(frame.group_by(*keys).agg(**sums) if keys else frame.select(**sums))
    value, fees, worked, n = _parts(found)
    excluded = hours.left_out(facts, scope, date)
    flat = sum((out.amount or Decimal(0) for out in excluded if out.reason == "not_hourly"), Decimal(0))
    slices = grouped(found, scope.by) if scope.by else {}
    return Measure(
        kpi="average_hourly_rate",
        reading=reading,
        unit="EUR/h",
        better="neutral",
        scope=scope,
        basis=hours.basis(date),
        value=value,
        numerator=fees,
        denominator=worked,
        n=n,
        coverage=ratio(fees, fees + flat),
        excluded=excluded,
        groups=tuple(Group(key, *_parts(part)) for key, part in slices.items()),
    )


def trail(facts: Facts, scope: Scope, reading: str = "worked") -> list[dict[str, Any]]:
    """List the documents, by matter, with the hours and the net hourly fees that were counted."""
    keys = ("document_id", "firm_id", "number", "invoice_date", "matter_id", "matter_type")
    frame = hours.counted(facts.time, scope, _DATES[reading])
    found = rows(frame.group_by(*keys).agg(hours=nw.col("hours").sum(), amount=nw.col("net").sum()))
    return sorted(found, key=lambda row: (row["invoice_date"], str(row["document_id"]), str(row["matter_id"])))


_JULY, _JUNE, _BILLED = dt.date(2026, 7, 10), dt.date(2026, 6, 20), dt.date(2026, 7, 31)


def _line(level: str, worked: int, rate: int, net: int, day: dt.date = _JULY, **more: Any) -> dict[str, Any]:  # noqa: ANN401 — cells
    return {
        "document_id": "X", "matter_id": "M1", "timekeeper_id": level, "timekeeper_level": level, "hourly": True,
        "hours": Decimal(worked), "rate": Decimal(rate), "currency": "EUR", "euros_per_unit": Decimal(1),
        "net": Decimal(net), "work_date": day, "invoice_date": _BILLED, **more,
    }  # fmt: skip


KPI = Kpi(
    name="average_hourly_rate",
    order=70,
    unit="EUR/h",
    better="neutral",
    adds_up=False,
    title=Text("Taux horaire moyen", "Average hourly rate"),
    question=Text("Combien coûte une heure de travail ?", "What does an hour of work cost?"),
    caution=Text(
        "Pondéré par les heures, ce n'est pas la moyenne des taux des intervenants : il bouge aussi quand l'équipe "
        "change. À lire par type de dossier et par niveau ; la hausse tarifaire pure est un autre chiffre. Net des "
        "remises du cabinet, avant les réductions faites à l'approbation ; forfaits laissés de côté et annoncés.",
        "Weighted by hours, it is not the mean of the timekeepers' rates: it also moves when the team changes. Read it "
        "by matter type and level; the pure rate increase is another figure. Net of the firm's discounts, before "
        "reductions made at approval; flat fees are left out and told.",
    ),
    needs=("lines", "timekeepers"),
    dimensions=hours.DIMENSIONS,
    readings=(
        Reading(
            "worked",
            Text("Travail de la période", "Work of the period"),
            Text(
                "Honoraires HT au temps passé des heures travaillées dans la période, nets des ajustements de ligne "
                "et, au prorata, des remises de la facture ÷ ces heures (avoirs déduits).",
                "Hourly fees before tax of the hours worked in the period, net of line adjustments and, pro rata, of "
                "the invoice's discounts ÷ those hours (credits deducted).",
            ),
            parts=("EUR", "hours"),
        ),
        Reading(
            "invoiced",
            Text("Factures de la période", "Invoices of the period"),
            Text(
                "Le même quotient, pour les heures des factures et avoirs de la période, quelle que soit la date du "
                "travail.",
                "The same quotient, for the hours of the period's invoices and credit notes, whenever the work was "
                "done.",
            ),
            parts=("EUR", "hours"),
        ),
    ),
    references=("Rees Morrison, Law Department Management : taux moyen pondéré (blended), par type de dossier",),
    example=Example(
        story=Text(
            "Une facture de juillet : associé 10 h à 400 €, dont 2 h en juin, collaborateur 20 h à 200 €, remise de "
            "facture de 5 % ; un forfait de 3 000 €.",
            "An invoice of July: partner 10 h at €400, of which 2 h in June, associate 20 h at €200, an invoice "
            "discount of 5%; a flat fee of €3,000.",
        ),
        tables={
            "time": (
                _line("partner", 8, 400, 3040, discount=Decimal(-160)),
                _line("partner", 2, 400, 760, _JUNE, discount=Decimal(-40)),
                _line("associate", 20, 200, 3800, discount=Decimal(-200)),
                {
                    "document_id": "Y", "matter_id": "M2", "net": Decimal(3000), "work_date": _JULY,
                    "invoice_date": _BILLED,
                },
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "worked"},
                {"numerator": 6840, "denominator": 28, "n": 2, "coverage": Decimal(6840) / Decimal(9840)},
            ),
            ({"reading": "invoiced"}, {"value": Decimal("253.3333333333333333333333333"), "numerator": 7600, "n": 3}),
        ),
    ),
    compute=compute,
    trail=trail,
)  # fmt: skip
