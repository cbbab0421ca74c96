"""Rate compliance: the share of hours billed at the agreed rate or below, on the day they were worked."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import narwhals.stable.v2 as nw

from kpi import hours
from kpi.model import Example, Excluded, Facts, Group, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, rows, total, with_period

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.slices import Row

_DATE = "work_date"
_COUNTED = {"hours": "hours", "fees": "net"}
_CENT = Decimal("0.01")
TOLERANCE = Decimal("0.01")
"""A rate is above what was agreed when it is by more than this, in its own currency."""


def _above(row: Row) -> bool:
    return row["agreed_rate"] is not None and bool(row["rate"] > row["agreed_rate"] + TOLERANCE)


def _excess(found: Iterable[Row]) -> Decimal:
    """Return what was billed above the agreed rates, in EUR at the rate of each invoice."""
    over = ((row["rate"] - row["agreed_rate"]) * row["hours"] * row["euros_per_unit"] for row in found if _above(row))
    return sum(over, Decimal(0)).quantize(_CENT)


def _parts(found: Iterable[Row], reading: str) -> tuple[Decimal | None, Decimal, Decimal, int]:
    """Return the rate with what it divides, of the lines that have an agreed rate, and their number."""
    agreed = [row for row in found if row["agreed_rate"] is not None]
    whole = total(agreed, _COUNTED[reading])
    within = whole - total((row for row in agreed if _above(row)), _COUNTED[reading])
    return ratio(within, whole), within, whole, sum(row["n"] for row in agreed)


def compute(facts: Facts, scope: Scope, reading: str = "hours") -> Measure:
    """Divide the hours (or fees) billed at most at the agreed rate by those for which a rate was agreed."""
    known = "rates" in facts.present  # without agreed rates there is nothing to compare: no line is read
    found = _billed(facts, scope) if known else []
    value, within, whole, n = _parts(found, reading)
    without = [row for row in found if row["agreed_rate"] is None]
    alone = (Excluded("no_agreed_rate", sum(row["n"] for row in without), total(without, "net")),) if without else ()
    slices = grouped(found, scope.by) if scope.by else {}
    groups = (Group(key, *_parts(part, reading)) for key, part in slices.items())
    return Measure(
        kpi="rate_compliance",
        reading=reading,
        unit="ratio",
        better="higher",
        scope=scope,
        basis=hours.basis(_DATE),
        value=value,
        numerator=within,
        denominator=whole,
        n=n,
        coverage=ratio(whole, total(found, _COUNTED[reading])),
        excluded=(*alone, *hours.left_out(facts, scope, _DATE)) if known else (),
        groups=tuple(group for group in groups if group.n),
        details={"overbilled": _excess(found) if n else None},
        lacks=() if known else ("rates",),
    )


def _billed(facts: Facts, scope: Scope) -> list[Row]:
    """Return the hours of the period by slice and rate, billed and agreed."""
    frame = with_period(hours.counted(facts.rated, scope, _DATE), scope, _DATE)
    keys = dict.fromkeys((*map(column, scope.by), "rate", "agreed_rate", "euros_per_unit"))
    return rows(frame.group_by(*keys).agg(hours=nw.col("hours").sum(), net=nw.col("net").sum(), n=nw.len()))


def trail(facts: Facts, scope: Scope, reading: str = "hours") -> list[dict[str, Any]]:
    """List the lines above the agreed rate, the dearest first: rates in their currency, the excess in EUR."""
    del reading
    if "rates" not in facts.present:
        return []
    shown = (
        "document_id", "firm_id", "number", "invoice_date", "matter_id", "matter_type", "timekeeper_id",
        "timekeeper_level", "work_date", "hours", "rate", "agreed_rate", "currency", "euros_per_unit",
    )  # fmt: skip
    lines = hours.counted(facts.rated, scope, _DATE)
    found = rows(lines.filter(nw.col("rate") > nw.col("agreed_rate")).select(*shown))
    over = [{**row, "excess": _excess([row])} for row in found if _above(row)]
    over.sort(key=lambda row: (-row["excess"], row["work_date"], str(row["document_id"])))
    return [{name: value for name, value in row.items() if name != "euros_per_unit"} for row in over]


def _line(who: str, day: int, worked: int, rate: int, agreed: int | None) -> dict[str, Any]:
    return {
        "document_id": "X", "number": "X", "matter_id": "M1", "timekeeper_id": who, "timekeeper_level": who,
        "hourly": True, "hours": Decimal(worked), "rate": Decimal(rate), "currency": "EUR",
        "agreed_rate": None if agreed is None else Decimal(agreed), "euros_per_unit": Decimal(1),
        "net": Decimal(worked * rate), "work_date": dt.date(2026, 7, day), "invoice_date": dt.date(2026, 7, 31),
    }  # fmt: skip


KPI = Kpi(
    name="rate_compliance",
    order=72,
    unit="ratio",
    better="higher",
    adds_up=False,
    title=Text("Conformité tarifaire", "Rate compliance"),
    question=Text(
        "Quelle part des heures est facturée au taux convenu ?", "What share of hours is billed at the agreed rate?"
    ),
    caution=Text(
        "Le taux convenu est celui en vigueur le jour du travail ; celui du dossier l'emporte, puis celui du type de "
        "dossier, de l'intervenant, du niveau, du cabinet. Le taux facturé est celui de la ligne, avant remises. Les "
        "heures sans taux convenu, ou convenu dans une autre devise, sont à part. Tolérance : 0,01.",
        "The agreed rate is the one in force on the day worked; the matter's wins, then that of the matter type, of "
        "the timekeeper, of the level, of the firm. The billed rate is the line's, before discounts. Hours without an "
        "agreed rate, or agreed in another currency, stand apart. Tolerance: 0.01.",
    ),
    needs=("lines", "rates", "timekeepers"),
    dimensions=hours.DIMENSIONS,
    readings=(
        Reading(
            "hours",
            Text("En heures", "By hours"),
            Text(
                "Heures travaillées dans la période et facturées au plus au taux convenu ÷ heures pour lesquelles un "
                "taux est convenu.",
                "Hours worked in the period and billed at most at the agreed rate ÷ hours for which a rate is agreed.",
            ),
            parts=("hours", "hours"),
        ),
        Reading(
            "fees",
            Text("En honoraires", "By fees"),
            Text(
                "Honoraires HT nets des heures facturées au plus au taux convenu ÷ honoraires HT nets des heures pour "
                "lesquelles un taux est convenu.",
                "Net fees before tax of the hours billed at most at the agreed rate ÷ net fees before tax of the hours "
                "for which a rate is agreed.",
            ),
            parts=("EUR", "EUR"),
        ),
    ),
    references=("Legal Tracker, Brightflag : le taux du dossier passe avant le taux général",),
    example=Example(
        story=Text(
            "Taux convenus : associé 400 €, collaborateur 200 €, rien pour le stagiaire. Facturé : associé 120 h à "
            "400 € et 10 h à 430 €, collaborateur 60 h à 190 €, stagiaire 10 h à 90 € ; 5 h d'une facture rejetée.",
            "Agreed rates: partner €400, associate €200, nothing for the trainee. Billed: partner 120 h at €400 and "
            "10 h at €430, associate 60 h at €190, trainee 10 h at €90; 5 h on a rejected invoice.",
        ),
        tables={
            "rated": (
                _line("partner", 10, 120, 400, 400),
                _line("partner", 20, 10, 430, 400),
                _line("associate", 20, 60, 190, 200),
                _line("trainee", 21, 10, 90, None),
                {**_line("partner", 22, 5, 500, 400), "excluded": "rejected"},
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "hours"},
                {"numerator": 180, "denominator": 190, "n": 3, "coverage": Decimal("0.95"), "overbilled": 300},
            ),
            ({"reading": "fees"}, {"numerator": 59400, "denominator": 63700, "n": 3, "overbilled": 300}),
        ),
    ),
    compute=compute,
    trail=trail,
)  # fmt: skip
