"""Spend bridge: why spend moved between two periods, in euros that add up to the change."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import narwhals.stable.v2 as nw

from kpi import bridge, comparison, hours
from kpi.documents import asked, counted, listed, not_counted
from kpi.model import Basis, Example, Facts, Group, Key, Kpi, Measure, Period, Reading, Scope, Text, ratio
from kpi.slices import column, grouped, rows, with_period

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.bridge import Side
    from kpi.slices import Row

_DATE = "invoice_date"
_EFFECT = "effect"


class _Ledger(NamedTuple):
    """What was spent in a period, by slice: the parts of its documents, its fee lines, its documents."""

    spend: list[Row]
    time: list[Row]
    documents: list[Row]

    def forward(self, scope: Scope, reading: str) -> _Ledger:
        """Give each earlier quarter or month the place of the one it is compared with."""
        return _Ledger(*(comparison.brought_forward(part, scope, reading) for part in self))

    def sliced(self, by: tuple[str, ...]) -> dict[tuple[Key, ...], _Ledger]:
        """Sort the rows into their slices."""
        parts = [grouped(part, by) for part in self]
        return {key: _Ledger(*(part.get(key, []) for part in parts)) for key in parts[2]}

    def side(self) -> Side:
        """Sort the euros into hours, by firm and level, and the rest."""
        return bridge.side(self.spend, self.time)

    def number(self) -> int:
        """Count the documents of a slice."""
        return sum(row["n"] or 0 for row in self.documents)


def _ledger(facts: Facts, scope: Scope, period: Period) -> _Ledger:
    scope = scope.over(period)
    spend = with_period(counted(asked(facts, scope)), scope, _DATE)
    keys = dict.fromkeys(map(column, scope.by))
    amounts = {name: nw.col(name).sum() for name in ("amount", "billed")}
    worked = {name: nw.col(name).sum() for name in ("hours", "net", "discount")}
    return _Ledger(
        rows(spend.group_by(*keys, "nature", "credit_note", "has_lines").agg(**amounts)),
        rows(
            with_period(hours.invoiced(facts.time, scope), scope, _DATE)
            .group_by(*dict.fromkeys((*keys, "firm_id", "timekeeper_level", "hourly")))
            .agg(**worked)
        ),
        rows(spend.group_by(*keys).agg(n=nw.col("document_id").n_unique())) if keys else _documents(facts, scope),
    )


def _documents(facts: Facts, scope: Scope) -> list[Row]:
    """Count the documents of the period, each once however many slices it is in."""
    return rows(counted(asked(facts, scope)).select(n=nw.col("document_id").n_unique()))


def compute(facts: Facts, scope: Scope, reading: str = "quarter") -> Measure:
    """Take the spend of the earlier period from that of the period (EUR HT), and say what the change is made of."""
    scope = scope if scope.by else scope.cut(_EFFECT)
    kept = scope.where.get(_EFFECT, bridge.EFFECTS)
    plain = _plain(scope)
    now, behind = _ledger(facts, plain, scope.period), comparison.behind(plain, reading)
    then = _ledger(facts, plain, behind)
    whole = comparison.before(scope.period, reading)
    first = then if whole == behind else _ledger(facts, plain.cut(), whole)
    before, after = first.side(), now.side()
    changes = bridge.effects(before, after)
    value = sum((changes[name] for name in bridge.EFFECTS if name in kept), Decimal(0))
    n = first.number() + now.number()
    if plain.by:  # a document that stands in several slices is one
        n = sum(_documents(facts, plain.over(period))[0]["n"] or 0 for period in (whole, scope.period))
    known = sum((side.total - side.rest["credit_notes"] for side in (before, after)), Decimal(0))
    return Measure(
        kpi="spend_bridge",
        reading=reading,
        unit="EUR",
        better="neutral",
        scope=scope,
        basis=Basis(),
        value=value,
        numerator=value,
        denominator=None,
        n=n,
        coverage=ratio(before.detailed + after.detailed, known),
        excluded=not_counted(facts, plain),
        groups=tuple(_groups(now, then.forward(plain, reading), scope)),
        details={
            **changes,
            "spend": after.total,
            "spend_before": before.total,
            "new_levels": bridge.new_levels(before, after),
        },
        lacks=() if "invoices" in facts.present else ("invoices",),
    )


def _plain(scope: Scope) -> Scope:
    """Return the question that the tables can answer: they know no effects."""
    where = {name: keys for name, keys in scope.where.items() if name != _EFFECT}
    return scope.model_copy(update={"where": where, "by": tuple(name for name in scope.by if name != _EFFECT)})


def _groups(now: _Ledger, then: _Ledger, scope: Scope) -> Iterator[Group]:
    """Cut the change: slice by slice, each with its effects when they are asked for, in the order of the bridge."""
    kept = scope.where.get(_EFFECT, bridge.EFFECTS)
    after, before = now.sliced(_plain(scope).by), then.sliced(_plain(scope).by)
    nothing = _Ledger([], [], [])
    for key in sorted({*after, *before}, key=lambda key: [(part is None, part or "") for part in key]):
        was, is_ = before.get(key, nothing), after.get(key, nothing)
        sides, n = (was.side(), is_.side()), was.number() + is_.number()
        changes = {name: value for name, value in bridge.effects(*sides).items() if name in kept}
        if _EFFECT not in scope.by:
            whole = sum(changes.values(), Decimal(0))
            yield Group(key, whole, whole, None, n)
            continue
        happened, place = bridge.seen(*sides), scope.by.index(_EFFECT)
        for name, value in changes.items():
            if happened[name]:
                yield Group((*key[:place], name, *key[place:]), value, value, None, n)


def trail(facts: Facts, scope: Scope, reading: str = "quarter") -> list[dict[str, Any]]:
    """List the documents of both periods, by matter; `change` takes away those of the earlier one."""
    plain = _plain(scope)
    found: list[dict[str, Any]] = []
    for sign, period in ((1, scope.period), (-1, comparison.before(scope.period, reading))):
        documents = listed(counted(asked(facts, plain.over(period))))
        found += [{**row, "change": sign * Decimal(str(row["amount"]))} for row in documents]
    return found


def _invoice(day: dt.date, fees: int, nature: str = "fees", **more: Any) -> dict[str, Any]:  # noqa: ANN401 — cells
    return {
        "document_id": f"{day:%m}", "matter_id": "M1", "nature": nature, "has_lines": True, "invoice_date": day,
        "amount": Decimal(fees), "billed": Decimal(fees), **more,
    }  # fmt: skip


def _line(day: dt.date, level: str, worked: int, rate: int) -> dict[str, Any]:
    return {
        "document_id": f"{day:%m}", "matter_id": "M1", "timekeeper_level": level, "hourly": True,
        "hours": Decimal(worked), "rate": Decimal(rate), "net": Decimal(worked * rate), "discount": Decimal(0),
        "work_date": day, "invoice_date": day,
    }  # fmt: skip


_JUNE, _SEPTEMBER = dt.date(2026, 6, 30), dt.date(2026, 9, 30)
KPI = Kpi(
    name="spend_bridge",
    order=15,
    unit="EUR",
    better="neutral",
    adds_up=True,
    title=Text("Pont de la dépense", "Spend bridge"),
    question=Text("Pourquoi la dépense a-t-elle bougé ?", "Why did spend move?"),
    caution=Text(
        "Volume, composition et prix se mesurent sur les heures facturées, par cabinet et niveau d'intervenant, avant "
        "remises de facture et au cours de change de chaque facture. Un niveau sans taux de départ pèse sur la "
        "composition, jamais sur le prix. Tout le reste a sa propre barre ; la somme est l'écart exact de la dépense.",
        "Volume, mix and price are measured on the hours invoiced, by firm and timekeeper level, before discounts on "
        "the invoice and at the exchange rate of each invoice. A level without a former rate weighs on the mix, never "
        "on the price. All the rest has a bar of its own; the sum is the exact change of spend.",
    ),
    needs=("lines", "invoices", "timekeepers"),
    dimensions=(
        _EFFECT, "firm", "matter_type", "entity", "business_unit", "jurisdiction", "quarter", "month", "matter",
    ),
    readings=(
        Reading(
            "quarter",
            comparison.QUARTER,
            Text(
                "Dépense HT de la période − dépense HT de la période précédente de même durée = volume (ΔH × R₀) + "
                "composition (H₁ × Σ Δpart × r₀) + prix (Σ h₁ × Δr) + forfaits + frais + remises + écarts à "
                "l'approbation + avoirs + factures sans détail.",
                "Spend of the period − spend of the period before of the same length = volume (ΔH × R₀) + mix (H₁ × Σ "
                "Δshare × r₀) + price (Σ h₁ × Δr) + flat fees + expenses + discounts + changes at approval + credit "
                "notes + invoices without lines.",
            ),
            parts=("EUR", "number"),
        ),
        Reading(
            "year",
            comparison.YEAR,
            Text(
                "Le même écart, par rapport à la même période un an plus tôt.",
                "The same change, against the same period a year earlier.",
            ),
            parts=("EUR", "number"),
        ),
    ),
    references=("CounselLink : la composition des équipes peut cacher la baisse des taux",),
    example=Example(
        story=Text(
            "T2 : associé 10 h à 400 €, collaborateur 20 h à 200 €, frais de 100 €. T3 : associé 15 h à 420 €, "
            "collaborateur 15 h à 210 €, frais de 150 €, approuvés 130 €. Autant d'heures, mais plus d'associé et des "
            "taux plus hauts.",
            "Q2: partner 10 h at €400, associate 20 h at €200, expenses of €100. Q3: partner 15 h at €420, associate "
            "15 h at €210, expenses of €150, approved €130. As many hours, but more of the partner and higher rates.",
        ),
        tables={
            "spend": (
                _invoice(_JUNE, 8000), _invoice(_JUNE, 100, "expenses"),
                _invoice(_SEPTEMBER, 9450), _invoice(_SEPTEMBER, 130, "expenses", billed=Decimal(150)),
            ),
            "time": (
                _line(_JUNE, "partner", 10, 400), _line(_JUNE, "associate", 20, 200),
                _line(_SEPTEMBER, "partner", 15, 420), _line(_SEPTEMBER, "associate", 15, 210),
            ),
        },
        scope=Scope(period=Period.parse("2026-T3")),
        expected=(
            (
                {"reading": "quarter"},
                {
                    "value": Decimal(1480), "volume": 0, "mix": 1000, "price": 450, "expenses": 50, "adjustments": -20,
                    "n": 2,
                },
            ),
            ({"reading": "year"}, {"value": Decimal(9580), "volume": 9450, "spend_before": 0, "n": 1}),
        ),
    ),
    compute=compute,
    trail=trail,
)  # fmt: skip
