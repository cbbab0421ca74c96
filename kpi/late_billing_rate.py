"""Late billing rate: the share of fees that came so late that nobody could still steer them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.billing_delay import EXAMPLE_LINES, EXAMPLE_STORY
from kpi.delays import BASIS, DIMENSIONS, longest_first, number, timed
from kpi.model import Example, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import grouped, total

if TYPE_CHECKING:
    from kpi.slices import Row


def _limit(reading: str) -> int:
    """Return the days that a reading allows: 60 for `days_60`."""
    return int(reading.removeprefix("days_"))


def _parts(found: list[Row], reading: str) -> tuple[Decimal, Decimal]:
    late = (row for row in found if row["days"] > _limit(reading))
    return total(late), total(found)


def compute(facts: Facts, scope: Scope, reading: str = "days_60") -> Measure:
    """Divide the fees invoiced more than so many days after their work by the fees invoiced in the period.

    Fees at time, EUR HT as billed, credit notes left out. Grain: the fee line; n counts lines.
    """
    found = timed(facts, scope)
    late, fees = _parts(found.rows, reading)
    groups = []
    for key, part in grouped(found.rows, scope.by).items() if scope.by else ():
        above, below = _parts(part, reading)
        groups.append(Group(key, ratio(above, below), above, below, number(part)))
    return Measure(
        kpi="late_billing_rate",
        reading=reading,
        unit="ratio",
        better="lower",
        scope=scope,
        basis=BASIS,
        value=ratio(late, fees),
        numerator=late,
        denominator=fees,
        n=number(found.rows),
        coverage=found.coverage,
        excluded=found.excluded,
        groups=tuple(groups),
    )


def trail(facts: Facts, scope: Scope, reading: str = "days_60") -> list[dict[str, Any]]:
    """List the invoices by matter, the longest wait first; those with late fees count."""
    return [{**row, "counted": row["days"] > _limit(reading)} for row in longest_first(facts, scope)]


def _reading(days: int) -> Reading:
    return Reading(
        f"days_{days}",
        Text(f"Plus de {days} jours", f"More than {days} days"),
        Text(
            f"Honoraires au temps passé facturés plus de {days} jours après la date du travail ÷ honoraires au temps "
            "passé facturés dans la période (HT, hors avoirs).",
            f"Fees at time invoiced more than {days} days after the work date ÷ fees at time invoiced in the period "
            "(net of tax, no credit notes).",
        ),
        parts=("EUR", "EUR"),
    )


KPI = Kpi(
    name="late_billing_rate",
    order=81,
    unit="ratio",
    better="lower",
    adds_up=False,
    title=Text("Taux de facturation tardive", "Late billing rate"),
    question=Text(
        "Quelle part des honoraires est facturée trop tard ?", "What share of the fees is invoiced too late?"
    ),
    caution=Text(
        "Le travail facturé tard échappe au suivi du budget et se provisionne en fin d'exercice. Une facture de fin "
        "de dossier convenue ainsi est tardive sans être une faute : lire la convention avant de conclure.",
        "Work invoiced late escapes budget tracking and has to be accrued at year end. An invoice agreed for the end "
        "of a matter is late without being a fault: read the fee agreement before concluding.",
    ),
    needs=("lines",),
    dimensions=DIMENSIONS,
    readings=(_reading(60), _reading(30), _reading(90)),
    references=("Thomson Reuters Legal Tracker : contrôle des périodes facturées trop tard",),
    example=Example(
        story=EXAMPLE_STORY,
        tables={"delays": EXAMPLE_LINES},
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            ({"reading": "days_60"}, {"value": Decimal("0.1"), "numerator": 1000, "denominator": 10000, "n": 4}),
            ({"reading": "days_30"}, {"value": Decimal("0.4"), "numerator": 4000, "denominator": 10000}),
            ({"reading": "days_90"}, {"value": Decimal(0), "numerator": Decimal("0.00"), "denominator": 10000}),
        ),
    ),
    compute=compute,
    trail=trail,
)
