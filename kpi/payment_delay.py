"""Payment delay: how many days the client takes to pay its firms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi.documents import left_out, listed, valid
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, keep, quantile, rows, with_period, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.slices import Frame, Row

TERM = 30
"""Days: the legal term between a lawyer and a business that agreed on no other."""
_HALF = Decimal("0.5")


def _invoices(facts: Facts, scope: Scope) -> Frame:
    """Return the valid invoices of the register; credit notes are not paid."""
    return valid(keep(facts.settlements, scope.where)).filter(~nw.col("credit_note"))


def _paid(facts: Facts, scope: Scope) -> Frame:
    return within(_invoices(facts, scope), scope.period, "paid_on")


def _waiting(facts: Facts, scope: Scope) -> list[Row]:
    """Return what was not counted: the invoices that wait at the period's end, and those paid nobody knows when.

    `overdue` counts the invoices older than the legal term. A payment without a date concerns invoices of the period.
    """
    start, end = scope.period.start, scope.period.end
    undated = nw.col("marked_paid") & nw.col("paid_on").is_null()
    old = nw.col("invoice_date") < end - dt.timedelta(TERM)
    open_ = _invoices(facts, scope).filter(
        (nw.col("invoice_date") <= end)
        & (nw.col("paid_on").is_null() | (nw.col("paid_on") > end))
        & (~nw.col("marked_paid") | ~nw.col("paid_on").is_null() | (nw.col("invoice_date") >= start))
    )
    return rows(
        open_.with_columns(
            reason=nw.when(undated).then(nw.lit("payment_not_dated")).otherwise(nw.lit("unpaid")),
            old=nw.when(old).then(1).otherwise(0),
        )
        .group_by("reason")
        .agg(n=nw.len(), amount=nw.col("amount").sum(), overdue=nw.col("old").sum())
    )


def compute(facts: Facts, scope: Scope, reading: str = "invoice_to_payment") -> Measure:
    """Return the median of the days from invoice date to payment, over the invoices paid in the period.

    Grain: the invoice of the register; unit: days. `over_term` is the share of them paid after more than 30 days;
    `overdue` counts the invoices that, at the period's end, had waited for more than 30 days.
    """
    found: list[Row] = []
    waiting: dict[str, Row] = {}
    excluded: tuple[Excluded, ...] = ()
    if "invoices" in facts.present:
        keys = dict.fromkeys((*map(column, scope.by), "days"))
        found = rows(with_period(_paid(facts, scope), scope, "paid_on").group_by(*keys).agg(n=nw.len()))
        waiting = {row["reason"]: row for row in _waiting(facts, scope)}
        refused = left_out(within(keep(facts.settlements, scope.where), scope.period, "paid_on"), amounts=False)
        told = (Excluded(reason, row["n"], row["amount"]) for reason, row in sorted(waiting.items()))
        excluded = (*refused, *told)
    median, over_term, n = _spread(found)
    undated = waiting["payment_not_dated"]["n"] if "payment_not_dated" in waiting else 0
    groups = []
    for key, part in grouped(found, scope.by).items() if scope.by else ():
        middle, over, number = _spread(part)
        groups.append(Group(key, middle, middle, None, number, {"over_term": over}))
    return Measure(
        kpi="payment_delay",
        reading=reading,
        unit="days",
        better="lower",
        scope=scope,
        basis=Basis(date="paid_on"),
        value=median,
        numerator=median,
        denominator=None,
        n=n,
        coverage=ratio(n, n + undated),
        excluded=excluded,
        groups=tuple(groups),
        details={"over_term": over_term, "overdue": int(waiting["unpaid"]["overdue"]) if "unpaid" in waiting else 0},
        lacks=() if "invoices" in facts.present else ("invoices",),
    )


def _spread(found: Iterable[Row]) -> tuple[Decimal | None, Decimal | None, int]:
    """Return the median of the days, the share beyond the legal term, and the number of invoices."""
    days = [Decimal(row["days"]) for row in found for _ in range(row["n"])]
    return quantile(days, _HALF), ratio(sum(1 for one in days if one > TERM), len(days)), len(days)


def trail(facts: Facts, scope: Scope, reading: str = "invoice_to_payment") -> list[dict[str, Any]]:
    """List the invoices paid in the period, by matter, with the day of their payment and the days it took."""
    del reading
    paid = rows(_paid(facts, scope).select("document_id", "paid_on", "days"))
    dated = {row["document_id"]: {"paid_on": row["paid_on"], "days": row["days"]} for row in paid}
    among = _paid(facts, scope).select("document_id")
    parts = listed(facts.spend.join(among, on="document_id", how="inner"))
    return [{**part, **dated[str(part["document_id"])]} for part in parts]


def _invoice(number: int, day: dt.date, paid: dt.date | None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 — cells
    days = {} if paid is None else {"paid_on": paid, "days": (paid - day).days}
    return {"document_id": str(number), "invoice_date": day, "amount": Decimal(1000), **days, **more}


KPI = Kpi(
    name="payment_delay",
    order=82,
    unit="days",
    better="lower",
    adds_up=False,
    title=Text("Délai de paiement", "Payment delay"),
    question=Text(
        "En combien de jours payons-nous nos prestataires juridiques ?",
        "In how many days do we pay our legal suppliers?",
    ),
    caution=Text(
        "C'est notre propre devoir, pas le leur : 30 jours à compter de l'émission, sauf autre terme convenu, puis "
        "une indemnité de 40 € par facture en retard. Les factures encore impayées ne sont pas dans la médiane : lire "
        "leur nombre avec elle, car ne plus payer du tout la ferait baisser.",
        "This is our own duty, not theirs: 30 days from issue unless another term was agreed, then an indemnity of "
        "€40 for each late invoice. Invoices still unpaid are not in the median: read their number with it, for not "
        "paying at all would bring it down.",
    ),
    needs=("invoices",),
    dimensions=("firm", "matter_type", "entity", "business_unit", "jurisdiction", "quarter", "month", "matter"),
    readings=(
        Reading(
            "invoice_to_payment",
            Text("De la facture au paiement", "From invoice to payment"),
            Text(
                "Médiane du nombre de jours de la date de facture au paiement, sur les factures du registre (hors "
                "avoirs) payées dans la période ; à côté, la part payée après plus de 30 jours.",
                "Median number of days from invoice date to payment, over the invoices of the register (no credit "
                "notes) paid in the period; beside it, the share paid after more than 30 days.",
            ),
            parts=("days", "number"),
        ),
    ),
    references=("C. com., art. L. 441-10 et D. 441-5 ; Cass. 2e civ., 3 mai 2018 : 30 jours à compter de l'émission",),
    example=Example(
        story=Text(
            "Quatre factures payées au T3, après 20, 28, 35 et 60 jours ; une du 15/08 encore impayée au 30/09, une du "
            "20/09 aussi ; un avoir et une facture payée en octobre ne comptent pas.",
            "Four invoices paid in Q3, after 20, 28, 35 and 60 days; one of 15/08 still unpaid on 30/09, one of 20/09 "
            "as well; a credit note and an invoice paid in October do not count.",
        ),
        tables={
            "settlements": (
                _invoice(1, dt.date(2026, 7, 1), dt.date(2026, 7, 21)),
                _invoice(2, dt.date(2026, 7, 1), dt.date(2026, 7, 29)),
                _invoice(3, dt.date(2026, 6, 1), dt.date(2026, 7, 6)),
                _invoice(4, dt.date(2026, 6, 1), dt.date(2026, 7, 31)),
                _invoice(5, dt.date(2026, 8, 15), None),
                _invoice(6, dt.date(2026, 9, 20), None),
                _invoice(7, dt.date(2026, 7, 1), dt.date(2026, 7, 2), credit_note=True),
                _invoice(8, dt.date(2026, 9, 1), dt.date(2026, 10, 1)),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "invoice_to_payment"},
                {"value": Decimal("31.5"), "n": 4, "over_term": Decimal("0.5"), "overdue": 1},
            ),
        ),
    ),
    compute=compute,
    trail=trail,
)
