"""Pure rate increase: how much dearer the same people have become, whatever the mix of the team."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi import comparison, hours
from kpi.model import Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, quantile, rows, total, with_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kpi.slices import Row

_DATE = "work_date"
_WHO = ("firm_id", "timekeeper_id", "timekeeper_level", "currency")
_CENT = Decimal("0.01")
Who = tuple[str | None, ...]


@dataclass(frozen=True)
class Work:
    """The hours of somebody at one level, what they were billed in their currency, and in EUR."""

    hours: Decimal
    billed: Decimal
    euros: Decimal

    @property
    def rate(self) -> Decimal:
        """The average rate, in the currency of the lines."""
        return self.billed / self.hours


@dataclass(frozen=True)
class Rise:
    """What the same people cost more (EUR), beside what their hours would have cost at their former rates."""

    more: Decimal
    before: Decimal
    people: Mapping[Who, Decimal]
    """Those who were compared, each with the rise of their own rate."""
    matched: Decimal | None
    """The share of the hours that is theirs."""
    promoted: Mapping[Who, Work]
    new: Mapping[Who, Work]
    unnamed: tuple[Row, ...]
    blended: Decimal | None


def _worked(facts: Facts, scope: Scope, period: Period) -> list[Row]:
    """Return the hours of a period by slice, timekeeper and rate."""
    asked = scope.over(period)
    frame = with_period(hours.counted(facts.time, asked, _DATE), asked, _DATE)
    keys = dict.fromkeys((*map(column, scope.by), *_WHO, "rate", "euros_per_unit"))
    return rows(frame.group_by(*keys).agg(hours=nw.col("hours").sum(), net=nw.col("net").sum(), n=nw.len()))


def _by_person(found: Iterable[Row]) -> dict[Who, Work]:
    """Add up what each timekeeper did at each level, in each currency, where credits leave hours."""
    sums: defaultdict[Who, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0), Decimal(0)])
    for row in found:
        if row["timekeeper_id"] is not None:
            billed = row["hours"] * row["rate"]
            added = (row["hours"], billed, billed * row["euros_per_unit"])
            sums[_who(row)] = [amount + more for amount, more in zip(sums[_who(row)], added, strict=True)]
    return {who: Work(*amounts) for who, amounts in sums.items() if min(amounts) > 0}


def _who(row: Row) -> Who:
    return tuple(row[name] for name in _WHO)


def rise(now: Sequence[Row], before: Iterable[Row]) -> Rise:
    """Compare the same timekeepers at the same level, in the same currency: Σ h₁(r₁ − r₀) and Σ h₁·r₀.

    Another currency than the euro counts at the exchange rates of the later period on both sides.
    """
    after, first = _by_person(now), _by_person(before)
    known = {who[:2] for who in first}
    people, more, base = {}, Decimal(0), Decimal(0)
    for who, work in after.items():
        if who in first:
            people[who] = work.rate / first[who].rate - 1
            was = work.euros / (1 + people[who])
            more, base = more + work.euros - was, base + was
    others = {who: work for who, work in after.items() if who not in people}
    return Rise(
        more=more.quantize(_CENT),
        before=base.quantize(_CENT),
        people=people,
        matched=ratio(sum((after[who].hours for who in people), Decimal(0)), total(now, "hours")),
        promoted={who: work for who, work in others.items() if who[:2] in known},
        new={who: work for who, work in others.items() if who[:2] not in known},
        unnamed=tuple(row for row in now if row["timekeeper_id"] is None),
        blended=_blended(after, first),
    )


def _blended(after: Mapping[Who, Work], first: Mapping[Who, Work]) -> Decimal | None:
    """Return the change of the average rate of everybody, which the mix of the team moves too."""
    now, then = (
        ratio(sum((w.euros for w in found.values()), Decimal(0)), sum((w.hours for w in found.values()), Decimal(0)))
        for found in (after, first)
    )
    return now / then - 1 if now and then else None


def _compared(facts: Facts, scope: Scope, reading: str) -> tuple[Rise, dict[tuple[str | None, ...], Rise]]:
    """Return the rise over the whole period, then for each slice: a quarter has its own period before."""
    now, behind = _worked(facts, scope, scope.period), comparison.behind(scope, reading)
    earlier = _worked(facts, scope, behind)
    whole = comparison.before(scope.period, reading)
    was = grouped(comparison.brought_forward(earlier, scope, reading), scope.by)
    slices = {key: rise(part, was.get(key, ())) for key, part in grouped(now, scope.by).items() if scope.by}
    return rise(now, earlier if whole == behind else _worked(facts, scope, whole)), slices


def compute(facts: Facts, scope: Scope, reading: str = "year") -> Measure:
    """Divide what the same timekeepers cost more by what their hours would have cost at their former rates."""
    found, slices = _compared(facts, scope, reading)
    return Measure(
        kpi="rate_increase",
        reading=reading,
        unit="ratio",
        better="lower",
        scope=scope,
        basis=hours.basis(_DATE),
        value=ratio(found.more, found.before),
        numerator=found.more,
        denominator=found.before,
        n=len(found.people),
        coverage=found.matched,
        excluded=(*_unmatched(found), *hours.left_out(facts, scope, _DATE)),
        groups=tuple(
            Group(key, ratio(part.more, part.before), part.more, part.before, len(part.people))
            for key, part in slices.items()
            if part.people
        ),
        details={
            "median": quantile(list(found.people.values()), Decimal("0.5")),
            "matched": found.matched,
            "promoted": len(found.promoted),
            "blended": found.blended,
        },
    )


def _unmatched(found: Rise) -> tuple[Excluded, ...]:
    """Tell who was not compared: people by their number and what they billed (EUR), lines of nobody by theirs."""
    told = [
        Excluded(reason, len(people), sum((work.euros for work in people.values()), Decimal(0)).quantize(_CENT))
        for reason, people in (("promoted", found.promoted), ("new_timekeeper", found.new))
        if people
    ]
    if found.unnamed:
        told.append(Excluded("without_timekeeper", sum(row["n"] for row in found.unnamed), total(found.unnamed, "net")))
    return tuple(told)


def trail(facts: Facts, scope: Scope, reading: str = "year") -> list[dict[str, Any]]:
    """List the documents of the timekeepers who were compared, with their hours, their rate now and the one before."""
    asked = scope.cut()
    first = _by_person(_worked(facts, asked, comparison.before(scope.period, reading)))
    keys = ("document_id", "firm_id", "number", "invoice_date", "matter_id", "matter_type", *_WHO[1:], "rate")
    frame = hours.counted(facts.time, asked, _DATE)
    found = rows(frame.group_by(*keys).agg(hours=nw.col("hours").sum()))
    return [
        {**row, "rate_before": first[_who(row)].rate.quantize(_CENT)}
        for row in sorted(found, key=lambda row: (str(row["timekeeper_id"]), row["invoice_date"], row["document_id"]))
        if _who(row) in first
    ]


def _line(who: str, worked: int, rate: int, year: int) -> dict[str, Any]:
    return {
        "document_id": f"{year}", "matter_id": "M1", "timekeeper_id": who, "timekeeper_level": "associate",
        "hourly": True, "hours": Decimal(worked), "rate": Decimal(rate), "currency": "EUR",
        "euros_per_unit": Decimal(1), "net": Decimal(worked * rate), "work_date": dt.date(year, 7, 10),
        "invoice_date": dt.date(year, 7, 31),
    }  # fmt: skip


KPI = Kpi(
    name="rate_increase",
    order=71,
    unit="ratio",
    better="lower",
    adds_up=False,
    title=Text("Hausse tarifaire pure", "Pure rate increase"),
    question=Text(
        "De combien les mêmes intervenants ont-ils augmenté ?", "How much dearer have the same people become?"
    ),
    caution=Text(
        "Seuls comptent les intervenants présents aux deux périodes, au même niveau et dans la même devise : la part "
        "des heures comparées est la couverture. Une promotion est comptée à part, quand le niveau vient des lignes ; "
        "la table des intervenants, elle, ne date pas les niveaux. Tarifs facturés, avant remises.",
        "Only timekeepers there in both periods count, at the same level and in the same currency: the share of hours "
        "compared is the coverage. A promotion is counted apart, where the level comes from the lines; the table of "
        "timekeepers does not date levels. Rates as billed, before discounts.",
    ),
    needs=("lines", "timekeepers"),
    dimensions=hours.DIMENSIONS,
    readings=(
        Reading(
            "year",
            comparison.YEAR,
            Text(
                "Σ heures × (taux moyen de l'intervenant − son taux moyen sur la même période un an plus tôt) ÷ Σ "
                "heures × ce taux d'avant, en euros, à la date du travail.",
                "Σ hours × (the timekeeper's average rate − the same a year earlier) ÷ Σ hours × that former rate, in "
                "euros, by work date.",
            ),
            parts=("EUR", "EUR"),
        ),
        Reading(
            "quarter",
            comparison.QUARTER,
            Text(
                "La même part, par rapport à la période précédente de même durée.",
                "The same share, against the period before of the same length.",
            ),
            parts=("EUR", "EUR"),
        ),
    ),
    references=("CounselLink : hausse annuelle des taux des associés ; LDO Index 2022 (Thomson Reuters)",),
    example=Example(
        story=Text(
            "TK1 : 10 h à 400 € il y a un an, 12 h à 420 € ; TK2 : 20 h à 200 €, puis 5 h à 200 € ; TK3, nouveau : 8 h "
            "à 250 €. Le taux moyen bondit parce que l'équipe a changé, les tarifs ont peu monté.",
            "TK1: 10 h at €400 a year ago, 12 h at €420; TK2: 20 h at €200, then 5 h at €200; TK3, new: 8 h at €250. "
            "The average leaps because the team changed, rates rose little.",
        ),
        tables={
            "time": (
                _line("TK1", 10, 400, 2025), _line("TK2", 20, 200, 2025),
                _line("TK1", 12, 420, 2026), _line("TK2", 5, 200, 2026), _line("TK3", 8, 250, 2026),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "year"},
                {
                    "numerator": 240, "denominator": 5800, "n": 2, "matched": Decimal("0.68"), "promoted": 0,
                    "median": Decimal("0.025"), "blended": Decimal("0.206"),
                },
            ),
            ({"reading": "quarter"}, {"value": None, "n": 0, "matched": Decimal(0)}),
        ),
    ),
    compute=compute,
    trail=trail,
)  # fmt: skip
