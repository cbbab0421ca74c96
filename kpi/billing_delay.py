"""Billing delay: how many days the work waits before it is invoiced."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.delays import BASIS, DIMENSIONS, longest_first, number, reached, timed
from kpi.model import Example, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text
from kpi.slices import grouped, total

if TYPE_CHECKING:
    from kpi.model import Key
    from kpi.slices import Row

_HALF, _MOST = Decimal("0.5"), Decimal("0.9")


def compute(facts: Facts, scope: Scope, reading: str = "work_to_invoice") -> Measure:
    """Return the days by which half of the fees invoiced in the period had been invoiced after their work.

    A median weighted by fees (EUR HT): the smallest number of days at which half of them is reached. `p90` is the
    number at which nine tenths are. Grain: the fee line; n counts lines.
    """
    found = timed(facts, scope)
    median = reached(found.rows, _HALF)
    return Measure(
        kpi="billing_delay",
        reading=reading,
        unit="days",
        better="lower",
        scope=scope,
        basis=BASIS,
        value=median,
        numerator=median,
        denominator=None,
        n=number(found.rows),
        coverage=found.coverage,
        excluded=found.excluded,
        groups=tuple(_group(*slice_) for slice_ in grouped(found.rows, scope.by).items()) if scope.by else (),
        details={"p90": reached(found.rows, _MOST), "fees": total(found.rows)},
    )


def _group(key: tuple[Key, ...], part: list[Row]) -> Group:
    median = reached(part, _HALF)
    return Group(key, median, median, None, number(part), {"p90": reached(part, _MOST)})


def trail(facts: Facts, scope: Scope, reading: str = "work_to_invoice") -> list[dict[str, Any]]:
    """List the invoices whose fees were counted, by matter, the longest wait first."""
    del reading
    return longest_first(facts, scope)


def _line(work: dt.date, invoiced: dt.date, amount: int, **more: Any) -> dict[str, Any]:  # noqa: ANN401 — cells
    """Write a fee line of a worked example."""
    return {
        "document_id": f"{invoiced:%d/%m}", "invoice_date": invoiced, "work_date": work,
        "days": (invoiced - work).days, "amount": Decimal(amount), **more,
    }  # fmt: skip


_JULY, _SEPTEMBER = dt.date(2026, 7, 31), dt.date(2026, 9, 30)
EXAMPLE_STORY = Text(
    "Facture du 31/07 : 4 000 € de travail du 11/07 (20 jours) et 2 000 € du 01/07 (30 jours). Facture du 30/09 : "
    "3 000 € du 01/08 (60 jours) et 1 000 € du 02/07 (90 jours). Un forfait de 5 000 € et un avoir ne comptent pas.",
    "Invoice of 31/07: €4,000 of work of 11/07 (20 days) and €2,000 of 01/07 (30 days). Invoice of 30/09: €3,000 of "
    "01/08 (60 days) and €1,000 of 02/07 (90 days). A flat fee of €5,000 and a credit note do not count.",
)
EXAMPLE_LINES = (
    _line(dt.date(2026, 7, 11), _JULY, 4000),
    _line(dt.date(2026, 7, 1), _JULY, 2000),
    _line(dt.date(2026, 8, 1), _SEPTEMBER, 3000),
    _line(dt.date(2026, 7, 2), _SEPTEMBER, 1000),
    _line(_SEPTEMBER, _SEPTEMBER, 5000, flat=True),
    _line(dt.date(2026, 1, 5), _SEPTEMBER, -800, document_id="A", credit_note=True),
)

KPI = Kpi(
    name="billing_delay",
    order=80,
    unit="days",
    better="lower",
    adds_up=False,
    title=Text("Délai de facturation", "Billing delay"),
    question=Text(
        "Combien de jours passent entre le travail et sa facture ?",
        "How many days pass between the work and its invoice?",
    ),
    caution=Text(
        "La date du travail est celle que le cabinet écrit sur la ligne. Forfaits, remises, lignes sans date et "
        "factures sans détail ne peuvent pas être mesurés : ils sont listés, et la couverture dit ce qui reste. Lire "
        "le neuvième décile avec la médiane : c'est lui qui gêne la clôture des comptes.",
        "The work date is the one the firm writes on the line. Flat fees, discounts, undated lines and invoices "
        "without detail cannot be measured: they are listed, and coverage says what is left. Read the ninth decile "
        "with the median: it is the one that upsets the closing of the books.",
    ),
    needs=("lines",),
    dimensions=DIMENSIONS,
    readings=(
        Reading(
            "work_to_invoice",
            Text("Du travail à la facture", "From work to invoice"),
            Text(
                "Nombre de jours, de la date du travail d'une ligne à la date de sa facture, que la moitié des "
                "honoraires au temps passé facturés dans la période (HT, hors avoirs) ne dépasse pas ; à côté, celui "
                "que neuf dixièmes ne dépassent pas.",
                "Number of days, from a line's work date to its invoice date, that half of the fees at time invoiced "
                "in the period (net of tax, no credit notes) do not exceed; beside it, that of nine tenths of them.",
            ),
            parts=("days", "number"),
        ),
    ),
    references=("Conventions d'honoraires : facturation d'usage dans les 30 jours de la fin du mois",),
    example=Example(
        story=EXAMPLE_STORY,
        tables={"delays": EXAMPLE_LINES},
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(({"reading": "work_to_invoice"}, {"value": Decimal(30), "p90": Decimal(60), "n": 4}),),
    ),
    compute=compute,
    trail=trail,
)
