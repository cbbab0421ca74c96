"""What a section asks: figures and lists for one review, through one door that knows what the reader may see.

In the edition of a firm every question is narrowed to that firm; of the others only an anonymous median remains,
from three peers on. A section never reaches around this door.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, Protocol

from kpi import catalogue, comparison
from kpi.model import Key, Kpi, Lang, Measure, Period, Scope, Text
from kpi.slices import quantile
from report import words
from report.pack.discretion import Others, naming
from report.pack.model import Edition, Note
from report.review.plan import Plan

Row = dict[str, Any]
TREND_QUARTERS: Final = 8
PEERS: Final = 3
"""Fewer peers than this have no median: one could tell who they are."""

EVER: Final = Period(start=dt.date(1900, 1, 1), end=dt.date(2200, 12, 31))
_OF_WHOLE_MATTERS: Final = frozenset({"budget_conformity", "budget_coverage", "budget_variance"})
"""Figures that judge a matter whole, whoever billed on it."""


class Answers(Protocol):
    """Where figures and lists come from: the store as it is, or a frozen book."""

    @property
    def names(self) -> Mapping[str, Mapping[str, str]]:
        """The names behind ids, by dimension."""
        ...

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        """Return a figure."""
        ...

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[Row]:
        """Return what a figure counted."""
        ...

    def listed(self, name: str, *arguments: Any) -> Any:  # noqa: ANN401 — a list of rows, or one
        """Return a list for people, by the name of its function in data.listing."""
        ...


@dataclass(frozen=True)
class Brief:
    """One review as its sections see it."""

    answers: Answers
    lang: Lang
    edition: Edition
    period: Period
    firm: str | None
    plan: Plan
    today: dt.date
    fiscal_start: int = 1
    about: Mapping[str, str] = field(default_factory=dict)
    """What is known of the data: frozen_at, batches, latest_invoice… already codes and ISO dates."""

    def t(self, fr: str, en: str) -> str:
        """Say a sentence in the language of the pack."""
        return Text(fr, en)(self.lang)

    @property
    def closed_to_peers(self) -> bool:
        """Whether other firms must not appear."""
        return self.edition == "firm"

    @property
    def scope(self) -> Scope:
        """The period and the firm of the review."""
        where: dict[str, tuple[Key, ...]] = {"firm": (self.firm,)} if self.firm else {}
        return Scope(period=self.period, where=where, fiscal_start=self.fiscal_start)

    def kpi(self, name: str) -> Kpi:
        """Return a definition."""
        return catalogue()[name]

    def reading(self, kpi: str) -> str:
        """Return the reading that the review uses for a figure."""
        return self.plan.readings.get(kpi) or self.kpi(kpi).default_reading

    def measure(
        self, kpi: str, reading: str | None = None, *, by: Sequence[str] = (), period: Period | None = None,
        where: Mapping[str, tuple[Key, ...]] | None = None,
    ) -> Measure:  # fmt: skip
        """Return a figure of the review, cut as asked."""
        scope = self.scope.over(period or self.period).cut(*by)
        if where:
            scope = scope.model_copy(update={"where": {**scope.where, **where}})
        found = self.answers.measure(kpi, reading or self.reading(kpi), scope)
        return self._without_sums(found) if self.closed_to_peers and kpi in _OF_WHOLE_MATTERS else found

    def _without_sums(self, found: Measure) -> Measure:
        """Take from a figure the euros of whole matters: in a firm's edition others may have a part in them."""
        if not (self.shares_matters if found.scope.period == self.period else self.shared_matters):
            return found
        in_euros = "EUR" in self.kpi(found.kpi).parts(found.reading)
        return replace(
            found,
            value=None if found.unit == "EUR" else found.value,
            numerator=None if in_euros else found.numerator,
            denominator=None if in_euros else found.denominator,
            excluded=tuple(replace(out, amount=None) for out in found.excluded),
        )

    def of_panel(self, kpi: str, *, by: Sequence[str] = (), period: Period | None = None) -> Measure:
        """Return a figure over all the firms, whatever the review's; refused in a firm's edition."""
        if self.closed_to_peers:
            raise PermissionError(f"{kpi} of other firms: not for the edition of a firm")
        scope = Scope(period=period or self.period, by=tuple(by), fiscal_start=self.fiscal_start)
        return self.answers.measure(kpi, self.reading(kpi), scope)

    def trend(self, kpi: str, reading: str | None = None, *, by: Sequence[str] = ()) -> Measure:
        """Return a figure quarter by quarter, over the eight quarters that end with the review's."""
        return self.measure(kpi, reading, by=("quarter", *by), period=self.eight_quarters)

    @property
    def eight_quarters(self) -> Period:
        """The span of the trends: the eight quarters that end with the review's."""
        last = Period.quarter_of(self.period.end, self.fiscal_start)
        return Period(start=last.back(3 * (TREND_QUARTERS - 1)).start, end=last.end)

    def quarters(self) -> tuple[str, ...]:
        """Return the keys of those eight quarters, the earliest first."""
        return tuple(self.eight_quarters.split("quarter", self.fiscal_start))

    def before(self, months: int | None = None) -> Period:
        """Return the period just before, as long as the review's; or the same span some months earlier."""
        return comparison.before(self.period, "quarter") if months is None else self.period.back(months)

    @property
    def as_of(self) -> dt.date:
        """The day on which the figures were taken: today, or the day on which the review was frozen."""
        frozen = self.about.get("frozen_on")
        return dt.date.fromisoformat(frozen) if frozen else self.today

    @property
    def unfinished(self) -> bool:
        """Whether the period was not over when the figures were taken."""
        return self.period.end >= self.as_of

    @property
    def until(self) -> dt.date:
        """The last day of the period that the figures know."""
        return max(min(self.period.end, self.as_of), self.period.start)

    def trail(self, kpi: str, reading: str | None = None) -> list[Row]:
        """Return what a figure of the review counted."""
        return self.answers.trail(kpi, reading or self.reading(kpi), self.scope)

    def panel_median(self, kpi: str, reading: str | None = None, period: Period | None = None) -> Decimal | None:
        """Return the median of the other firms for a figure, anonymous: None below three peers."""
        scope = Scope(period=period or self.period, by=("firm",), fiscal_start=self.fiscal_start)
        found = self.answers.measure(kpi, reading or self.reading(kpi), scope)
        peers = [
            g.value for g in found.groups if g.value is not None and g.key[0] is not None and g.key[0] != self.firm
        ]
        return quantile(peers, Decimal("0.5")) if len(peers) >= PEERS else None

    def panel_medians(self, kpi: str, reading: str | None = None) -> dict[str, Decimal]:
        """Return the same median for each of the eight quarters that has three peers."""
        scope = Scope(period=self.eight_quarters, by=("quarter", "firm"), fiscal_start=self.fiscal_start)
        found = self.answers.measure(kpi, reading or self.reading(kpi), scope)
        peers: dict[str, list[Decimal]] = {}
        for group in found.groups:
            quarter, firm = group.key
            if quarter and firm and firm != self.firm and group.value is not None:
                peers.setdefault(quarter, []).append(group.value)
        medians = {
            quarter: quantile(values, Decimal("0.5")) for quarter, values in peers.items() if len(values) >= PEERS
        }
        return {quarter: median for quarter, median in medians.items() if median is not None}

    def rows(self, name: str, *arguments: Any) -> list[Row]:  # noqa: ANN401 — as the list asks
        """Return a list for people; with a firm, only the rows about it, and in its own edition nothing else."""
        found: list[Row] = self.answers.listed(name, *arguments)
        if self.firm is None:
            return found
        return [row for row in found if row.get("firm_id") == self.firm]

    def whole(self, name: str, *arguments: Any) -> list[Row]:  # noqa: ANN401 — as the list asks
        """Return a list that is about no firm (exchange rates, matter types, notes); refused in a firm's edition."""
        if self.closed_to_peers:
            raise PermissionError(f"{name} may name other firms: not for the edition of a firm")
        found: list[Row] = self.answers.listed(name, *arguments)
        return found

    def targets(self) -> list[Row]:
        """Return the targets set for figures: those of the whole, and those of this review's firm."""
        found: list[Row] = self.answers.listed("targets")
        return [row for row in found if row["dimension"] != "firm" or row["key"] == self.firm]

    def notes(self, kpi: str) -> list[Row]:
        """Return the dated notes on a figure; with a firm, those about it; in its edition, nothing else.

        What is noted of the whole also explains a firm's rates, but not its euros.
        """
        found: list[Row] = [row for row in self.answers.listed("notes") if row["kpi"] in (None, "", kpi)]
        if self.firm is None:
            return found
        whole = not self.closed_to_peers and self.kpi(kpi).unit != "EUR"
        return [
            row
            for row in found
            if (row["dimension"] == "firm" and row["key"] == self.firm) or (whole and not row["dimension"])
        ]

    def closings(self) -> dict[str, dt.date]:
        """Return the day on which each closed matter was closed, those of other firms included: never to be shown."""
        return {row["matter_id"]: row["closed_on"] for row in self.answers.listed("matters") if row["closed_on"]}

    @cached_property
    def shared_matters(self) -> frozenset[str]:
        """The matters on which other firms billed or have a budget: their totals are not for the edition of a firm."""
        if self.firm is None:
            return frozenset()
        budgets = self.answers.listed("budget_versions")
        planned = {row["matter_id"] for row in budgets if row["firm_id"] not in (None, "", self.firm)}
        scope = Scope(period=EVER, by=("matter", "firm"), fiscal_start=self.fiscal_start)
        found = self.answers.measure("spend", self.kpi("spend").default_reading, scope)
        billed = {matter for matter, firm in (g.key for g in found.groups) if matter and firm != self.firm}
        return frozenset(billed | planned)

    @property
    def shares_matters(self) -> bool:
        """Whether this edition must hide sums over whole matters, because other firms billed on some of them."""
        if not self.closed_to_peers:
            return False
        return any(row["matter_id"] in self.shared_matters for row in self.trail("budget_conformity", "strict"))

    def budgets(self) -> list[Row]:
        """Return the billed matters that have a budget, with `over`: engaged less budget, EUR HT, the worst first.

        In the edition of a firm, matters on which others billed too are left out: their totals are not its own.
        """
        found = self.trail("budget_conformity", "in_force")
        if self.closed_to_peers:
            found = [row for row in found if row["matter_id"] not in self.shared_matters]
        rows = [{**row, "over": row["engaged"] - row["budget"]} for row in found]
        return sorted(rows, key=lambda row: (-row["over"], row["matter_id"]))

    def label(self, dimension: str, key: Key) -> str:
        """Name a slice; in the edition of a firm, another firm is « autre cabinet »."""
        if self.closed_to_peers and dimension == "firm" and key != self.firm:
            return self.t("Autre cabinet", "Another firm")
        return self.told(words.label(dimension, key, self.lang, self.answers.names))

    def told(self, text: str) -> str:
        """Return a text that people wrote; in the edition of a firm, without the names of the others."""
        if not self.closed_to_peers:
            return words.readable(text)
        return self.others.sub(self.t("[autre cabinet]", "[another firm]"), words.readable(text))

    @cached_property
    def others(self) -> Others:
        """What names another firm: its name, its aliases or its id."""
        names = self.answers.names
        known = [*names.get("firm", {}).items(), *((firm, alias) for alias, firm in names.get("alias", {}).items())]
        own = {word for firm, name in known if firm == self.firm for word in (firm, name)}
        return naming({word for pair in known for word in pair} - own, own)

    def value(self, found: Measure) -> str:
        """Write a figure."""
        return words.measure(found, self.lang)

    def sentence(self, found: Measure | None = None) -> str:
        """Say what a page is about: period, firm, basis, and that the period is not over."""
        scope = found.scope if found else self.scope
        said = words.scope_sentence(scope, self.lang, self.answers.names, found.basis if found else None)
        if not self.unfinished:
            return said
        return f"{said} {self.t('Période', 'Period')} {words.in_progress(self.as_of, self.lang)}."

    def note(self, found: Measure) -> Note:
        """Say what a figure means, and what it was worked out from."""
        definition = self.kpi(found.kpi)
        reading = definition.reading(found.reading)
        title = definition.title(self.lang)
        if len(definition.readings) > 1:
            title = f"{title} ({reading.title(self.lang)})"
        return Note(title, reading.formula(self.lang), self._worked_out(found))

    def _worked_out(self, found: Measure) -> str:
        units = self.kpi(found.kpi).parts(found.reading, found.scope.weight)
        parts = (found.numerator, found.denominator)
        above, below = (words.part(part, unit, self.lang) for part, unit in zip(parts, units, strict=True))
        said = [self.sentence(found), self.t("Résultat : ", "Result: ") + self.value(found)]
        if found.denominator is not None:
            said.append(self.t(f"numérateur {above}, dénominateur {below}", f"numerator {above}, denominator {below}"))
        said.append(f"n = {words.number(found.n, self.lang)}")
        said += [words.excluded(out, self.lang) for out in found.excluded]
        return " · ".join(said)
