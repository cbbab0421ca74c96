"""Concentration: how much of the spend rests on a few firms, and which firms make most of it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import narwhals.stable.v2 as nw

from kpi.documents import asked, counted, listed, not_counted
from kpi.model import Basis, Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, rows, with_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpi.slices import Frame, Row

Class = Literal["A", "B", "C"]
MOST, NEARLY_ALL = Decimal("0.80"), Decimal("0.95")
"""The usual 80/15/5: class A makes 80 % of the spend, class B the next 15 %, class C the rest."""


def classes(spend_by_firm: Mapping[str, Decimal]) -> dict[str, Class]:
    """Sort firms into A, B and C, the largest first (ABC, or Pareto).

    A firm is A while the firms before it make less than 80 % of the spend, B while they make less than 95 %, else C:
    the firm that crosses a line stays in the upper class. Firms without positive spend are C and carry no share.
    """
    ordered = sorted(spend_by_firm.items(), key=lambda item: (-item[1], item[0]))
    whole = sum((spent for _, spent in ordered if spent > 0), Decimal(0))
    before = Decimal(0)
    found: dict[str, Class] = {}
    for firm, spent in ordered:
        found[firm] = "C" if spent <= 0 or before >= NEARLY_ALL * whole else "B" if before >= MOST * whole else "A"
        before += max(spent, Decimal(0))
    return found


def _by_firm(found: Iterable[Row]) -> dict[str, Decimal]:
    """Return the net spend of each firm, whatever its sign."""
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in found:
        spent[row["firm_id"]] += row["amount"]
    return dict(spent)


def _largest(spent: Mapping[str, Decimal], reading: str) -> dict[str, Decimal]:
    """Return the firms that a reading counts, the largest first: five for top_5, all those with spend for hhi."""
    ordered = sorted(((firm, amount) for firm, amount in spent.items() if amount > 0), key=lambda i: (-i[1], i[0]))
    return dict(ordered if reading == "hhi" else ordered[: int(reading.removeprefix("top_"))])


def _sides(spent: Mapping[str, Decimal], reading: str) -> tuple[Decimal, Decimal, int]:
    """Return numerator, denominator and number of firms with spend."""
    positive = [amount for amount in spent.values() if amount > 0]
    whole = sum(positive, Decimal(0))
    if reading == "hhi":
        return sum((amount * amount for amount in positive), Decimal(0)), whole * whole, len(positive)
    return sum(_largest(spent, reading).values(), Decimal(0)), whole, len(positive)


def compute(facts: Facts, scope: Scope, reading: str = "top_5") -> Measure:
    """Divide the spend of the largest firms by the spend of all of them (EUR HT).

    For `hhi`, the sum of the squares of the shares: 1 for a single firm, 1/n for n equal ones. Firms whose credit
    notes exceed their invoices have no share: they are left out and told.
    """
    frame = asked(facts, scope)
    billed = counted(frame)
    cut = with_period(billed, scope, "invoice_date")
    keys = dict.fromkeys(("firm_id", *map(column, scope.by)))
    found = rows(cut.group_by(*keys).agg(amount=nw.col("amount").sum()))
    spent = _by_firm(found)
    numerator, denominator, n = _sides(spent, reading)
    groups = []
    for key, slice_ in grouped(found, scope.by).items() if scope.by else ():
        above, below, number = _sides(_by_firm(slice_), reading)
        groups.append(Group(key, ratio(above, below), above, below, number))
    squares, square, _ = _sides(spent, "hhi")
    excluded = not_counted(facts, scope)
    return Measure(
        kpi="concentration",
        reading=reading,
        unit="ratio",
        better="neutral",
        scope=scope,
        basis=Basis(),
        value=ratio(numerator, denominator),
        numerator=numerator,
        denominator=denominator,
        n=n,
        coverage=_coverage(billed, excluded),
        excluded=(*excluded, *_negative(spent)),
        groups=tuple(groups),
        details={
            "firms": n,
            "firms_for_80": sum(1 for found_ in classes(spent).values() if found_ == "A"),
            "hhi": ratio(squares, square),
            "effective_number": ratio(square, squares),
        },
        lacks=tuple(table for table in ("invoices",) if table not in facts.present),
    )


def _coverage(billed: Frame, excluded: Iterable[Excluded]) -> Decimal | None:
    """Return the share of the valid documents that could be converted to euros."""
    known = rows(billed.select(n=nw.col("document_id").n_unique()))[0]["n"] or 0
    return ratio(known, known + sum(out.n for out in excluded if out.reason == "no_exchange_rate"))


def _negative(spent: Mapping[str, Decimal]) -> Iterable[Excluded]:
    without = [amount for amount in spent.values() if amount <= 0]
    if without:
        yield Excluded("negative_firm", len(without), sum(without, Decimal(0)))


def trail(facts: Facts, scope: Scope, reading: str = "top_5") -> list[dict[str, Any]]:
    """List the documents of the firms that were counted, by matter."""
    billed = counted(asked(facts, scope))
    spent = _by_firm(rows(billed.group_by("firm_id").agg(amount=nw.col("amount").sum())))
    return listed(billed.filter(nw.col("firm_id").is_in(list(_largest(spent, reading)))))


def _invoice(firm: str, amount: int) -> dict[str, Any]:
    return {
        "document_id": f"{firm}{amount}", "firm_id": firm, "matter_id": f"M{firm}", "amount": Decimal(amount),
        "invoice_date": dt.date(2026, 7, 15), "credit_note": amount < 0,
    }  # fmt: skip


def _top(number: int, title: Text) -> Reading:
    return Reading(
        f"top_{number}",
        title,
        Text(
            f"Dépense HT de la période {'du premier cabinet' if number == 1 else f'des {number} premiers cabinets'} ÷ "
            "dépense de tous les cabinets dont la dépense est positive.",
            f"Spend of the period of the {'largest firm' if number == 1 else f'{number} largest firms'}, before tax ÷ "
            "spend of all the firms whose spend is positive.",
        ),
        parts=("EUR", "EUR"),
    )


KPI = Kpi(
    name="concentration",
    order=60,
    unit="ratio",
    better="neutral",
    adds_up=False,
    title=Text("Concentration de la dépense", "Concentration of spend"),
    question=Text(
        "Quelle part de la dépense revient aux premiers cabinets ?",
        "What share of spend goes to the largest firms?",
    ),
    caution=Text(
        "Ni bien ni mal en soi : peu de cabinets pèsent dans la négociation, mais l'on dépend d'eux. Les seuils "
        "habituels de l'indice de Herfindahl (HHI) viennent du contrôle des concentrations : un repère, pas un "
        "verdict. Un cabinet dont les avoirs dépassent les factures est laissé de côté et annoncé.",
        "Neither good nor bad as such: few firms weigh in a negotiation, but one depends on them. The usual "
        "thresholds of the Herfindahl index (HHI) come from merger control: a marker, not a verdict. A firm whose "
        "credit notes exceed its invoices is left out and told.",
    ),
    needs=("lines", "invoices"),
    dimensions=("matter_type", "entity", "business_unit", "jurisdiction", "quarter"),
    readings=(
        _top(5, Text("Cinq premiers cabinets", "Five largest firms")),
        _top(1, Text("Premier cabinet", "Largest firm")),
        _top(3, Text("Trois premiers cabinets", "Three largest firms")),
        _top(10, Text("Dix premiers cabinets", "Ten largest firms")),
        Reading(
            "hhi",
            Text("Indice de Herfindahl (HHI)", "Herfindahl index (HHI)"),
            Text(
                "Somme des carrés des parts de chaque cabinet, soit somme des carrés des dépenses ÷ carré de la "
                "dépense totale : 1 pour un cabinet unique, 1/n pour n cabinets égaux.",
                "Sum of the squares of each firm's share, that is the sum of the squared spends ÷ the square of the "
                "whole spend: 1 for a single firm, 1/n for n equal firms.",
            ),
        ),
    ),
    references=(
        "CounselLink : clients dont 10 cabinets au plus font 80 % des honoraires",
        "Hirschman (1945), Herfindahl (1950) : somme des carrés des parts",
    ),
    example=Example(
        story=Text(
            "Six cabinets : A 50 000 €, B 25 000 €, C 10 000 €, D 8 000 €, E 4 000 €, F 3 000 € ; G, un avoir de "
            "2 000 € seulement. Trois cabinets font 80 % de la dépense.",
            "Six firms: A €50,000, B €25,000, C €10,000, D €8,000, E €4,000, F €3,000; G only a credit note of "
            "€2,000. Three firms make 80% of the spend.",
        ),
        tables={
            "spend": (
                _invoice("A", 50000),
                _invoice("B", 25000),
                _invoice("C", 10000),
                _invoice("D", 8000),
                _invoice("E", 4000),
                _invoice("F", 3000),
                _invoice("G", -2000),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "top_5"},
                {
                    "value": Decimal("0.97"),
                    "numerator": Decimal(97000),
                    "denominator": Decimal(100000),
                    "n": 6,
                    "firms": 6,
                    "firms_for_80": 3,
                },
            ),
            ({"reading": "top_1"}, {"value": Decimal("0.5"), "numerator": Decimal(50000)}),
            ({"reading": "top_3"}, {"value": Decimal("0.85"), "numerator": Decimal(85000)}),
            ({"reading": "top_10"}, {"value": Decimal(1), "numerator": Decimal(100000)}),
            ({"reading": "hhi"}, {"value": Decimal("0.3314"), "hhi": Decimal("0.3314")}),
        ),
    ),
    compute=compute,
    trail=trail,
)
