"""Every number of a pack is the figure that the command line gives for the same scope, dates and reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any, Final, TypeVar

import pytest

from data import follow_up, listing
from data.store import Reader
from kpi import catalogue
from kpi.model import Facts, Key, Measure, Period, Scope
from report import words
from report.charts import OTHERS
from report.gaps import WORDS
from report.pack.model import Block, Chart, Listing, Pack, Page, Tile, Tiles
from tests.review.looking import SUMMER, TODAY
from ui import packing

SPRING: Final = SUMMER.back(3)
ZERO: Final = Decimal(0)
B = TypeVar("B", bound=Block)
Values = list[tuple[Decimal | None, ...]]


@dataclass(frozen=True)
class Figures:
    """What the command line would answer about a firm, or about all of them."""

    facts: Facts
    firm: str | None

    def of(
        self,
        kpi: str,
        reading: str | None = None,
        period: Period = SUMMER,
        by: Sequence[str] = (),
        *,
        all_: bool = False,
    ) -> Measure:
        """Return a figure, of the firm unless it is asked of all."""
        where: dict[str, tuple[Key, ...]] = {"firm": (self.firm,)} if self.firm and not all_ else {}
        known = catalogue()[kpi]
        scope = Scope(period=period, by=tuple(by), where=where)
        return known.compute(self.facts, scope, reading or known.default_reading)

    def trail(self, kpi: str, reading: str) -> list[dict[str, Any]]:
        """Return what a figure of the quarter counted."""
        where: dict[str, tuple[Key, ...]] = {"firm": (self.firm,)} if self.firm else {}
        return catalogue()[kpi].trail(self.facts, Scope(period=SUMMER, where=where), reading)

    def cut(self, kpi: str, by: str, period: Period = SUMMER, *, all_: bool = False) -> dict[Key, Decimal]:
        """Return the values of a figure by one dimension."""
        return {g.key[0]: g.value for g in self.of(kpi, None, period, (by,), all_=all_).groups if g.value is not None}

    def median(self, kpi: str, reading: str | None = None, period: Period = SUMMER) -> Decimal | None:
        """Return the median of the other firms, from three on."""
        groups = self.of(kpi, reading, period, ("firm",), all_=True).groups
        peers = [g.value for g in groups if g.value is not None and g.key[0] not in {None, self.firm}]
        return median(peers) if len(peers) >= 3 else None

    @cached_property
    def budgets(self) -> dict[str, dict[str, Any]]:
        """Return the budget and the whole spend of each matter billed in the quarter."""
        return {row["matter_id"]: row for row in self.trail("budget_conformity", "strict")}


def quarters(chart: Chart) -> Iterator[Period]:
    """Give the quarters of a chart."""
    return (Period.parse(str(key)) for key in chart.keys)


def with_others(known: Mapping[Key, Decimal], keys: Sequence[Key]) -> tuple[Decimal, ...]:
    """Return values in the order of the keys; « Autres » is the sum of those that have none of their own."""
    rest = sum((value for key, value in known.items() if key not in keys), ZERO)
    return tuple(rest if key == OTHERS else known.get(key, ZERO) for key in keys)


def spend_by_type(figures: Figures, chart: Chart) -> Values:
    keys = [series.key for series in chart.series]
    piles = [with_others(figures.cut("spend", "matter_type", quarter), keys) for quarter in quarters(chart)]
    return list(zip(*piles, strict=True))


def change_by_type(figures: Figures, chart: Chart) -> Values:
    now, before = (figures.cut("spend", "matter_type", period) for period in (SUMMER, SPRING))
    return [with_others({key: now.get(key, ZERO) - before.get(key, ZERO) for key in {*now, *before}}, chart.keys)]


def spend_by_firm(figures: Figures, chart: Chart) -> Values:
    return [with_others(figures.cut("spend", "firm"), chart.keys)]


def share_of_firm(figures: Figures, chart: Chart) -> Values:
    parts = [(figures.of("spend", None, one), figures.of("spend", None, one, all_=True)) for one in quarters(chart)]
    return [tuple((own.value or ZERO) / (whole.value or ZERO) for own, whole in parts)]


def states(figures: Figures, chart: Chart) -> Values:
    """Conforming and at risk are within budget, over is not: 80 % of it is the difference between the first two."""
    found: list[tuple[Decimal, Decimal, Decimal]] = []
    for quarter in quarters(chart):
        groups = [g for g in figures.of("budget_variance", None, quarter, ("matter",)).groups if g.denominator]
        over = sum((g.numerator or ZERO) > (g.denominator or ZERO) for g in groups)
        kept = Decimal(len(groups) - over) / len(groups)
        assert abs(kept - (figures.of("budget_conformity", None, quarter).value or ZERO)) < Decimal("1e-20")
        risk = chart.series[1].values[len(found)] or ZERO
        found.append((kept - risk, risk, over / Decimal(len(groups))))
    return list(zip(*found, strict=True))


def followed(kpi: str, *readings: str) -> Callable[[Figures, Chart], Values]:
    """A figure, quarter by quarter; beside a firm's the median of the others, where it is drawn."""

    def values(figures: Figures, chart: Chart) -> Values:
        asked = readings or (None,)
        own = [tuple(figures.of(kpi, reading, one).value for one in quarters(chart)) for reading in asked]
        if figures.firm and len(chart.series) > len(own):
            own.append(tuple(figures.median(kpi, None, one) for one in quarters(chart)))
        return own

    return values


def largest_budgets(figures: Figures, chart: Chart) -> Values:
    rows = [figures.budgets[str(key)] for key in chart.keys]
    return [tuple(row["budget"] for row in rows), tuple(row["engaged"] for row in rows)]


def bridge(figures: Figures, chart: Chart) -> Values:
    found = figures.of("spend_bridge").details
    before, after = (figures.of("spend", None, period).value or ZERO for period in (SPRING, SUMMER))
    effects = [Decimal(found[str(key)] or 0) for key in chart.keys[1:-1]]
    assert before + sum(effects) == after
    return [(before, *effects, after)]


def rates_by_level(figures: Figures, chart: Chart) -> Values:
    rates = [figures.cut("average_hourly_rate", "timekeeper_level", period) for period in (SUMMER, SUMMER.back(12))]
    return [tuple(known.get(level) for level in chart.keys) for known in rates]


def shares_of(kpi: str, by: str) -> Callable[[Figures, Chart], Values]:
    """Which share of what a figure counts each slice is."""

    def values(figures: Figures, chart: Chart) -> Values:
        keys, piles = [series.key for series in chart.series], []
        for quarter in quarters(chart):
            parts = {g.key[0]: g.denominator or ZERO for g in figures.of(kpi, None, quarter, (by,)).groups}
            parts = {key: part for key, part in parts.items() if by != "channel" or key not in {None, "unknown"}}
            piles.append(tuple(part / sum(parts.values()) for part in with_others(parts, keys)))
        return list(zip(*piles, strict=True))

    return values


def by_criterion(figures: Figures, chart: Chart) -> Values:
    own = tuple(figures.of("perceived_quality", str(key)).value for key in chart.keys)
    if not figures.firm:
        return [own]
    return [own, tuple(figures.median("perceived_quality", str(key)) for key in chart.keys)]


def quality_by_firm(figures: Figures, chart: Chart) -> Values:
    known = figures.cut("perceived_quality", "firm")
    return [tuple(known[key] for key in chart.keys)]


CHARTS: Final[Mapping[tuple[str, int], Callable[[Figures, Chart], Values]]] = {
    ("spend.types", 0): spend_by_type,
    ("spend.types", 1): change_by_type,
    ("spend.firms", 0): spend_by_firm,
    ("spend.place", 0): share_of_firm,
    ("budget.conformity", 0): states,
    ("budget.conformity", 1): followed("budget_conformity"),
    ("budget.matters", 0): largest_budgets,
    ("why", 0): bridge,
    ("panel", 0): followed("off_panel_rate", "count", "amount"),
    ("rates", 0): rates_by_level,
    ("rates", 1): followed("rate_increase"),
    ("rates.team", 0): shares_of("average_hourly_rate", "timekeeper_level"),
    ("billing", 0): shares_of("dematerialisation_rate", "channel"),
    ("billing", 1): followed("dematerialisation_rate"),
    ("quality", 0): by_criterion,
    ("quality", 1): quality_by_firm,
    ("responsible", 0): followed("responsible_purchasing", "environmental", "social", "small_business"),
}
"""By page and place on it."""

WORDED: Final = {"actions", "decisions", "quality.scorecard", "portfolio.consultations.1"}
"""Pages whose tables hold what people typed or marked, not figures of a scope: their own tests read them."""


@pytest.fixture(scope="module", params=[None, "CAB-02"], ids=["panel", "firm"])
def made(demo: Reader, request: pytest.FixtureRequest) -> tuple[Figures, Pack]:
    pack = packing.pack(demo, packing.Wanted(SUMMER, request.param), TODAY)
    return Figures(demo.facts(), request.param), pack


def blocks(pack: Pack, kind: type[B]) -> list[tuple[Page, int, B]]:
    """Return the blocks of a kind, each with its page and its place among them."""
    return [
        (page, at, block)
        for page in pack.every_page
        for at, block in enumerate(block for block in page.blocks if isinstance(block, kind))
    ]


def close(values: Sequence[Decimal | None]) -> list[Decimal | None]:
    """Leave out what two ways of dividing do to the last of 28 digits."""
    return [None if value is None else round(value, 18) for value in values]


def test_every_point_of_every_chart(made: tuple[Figures, Pack]) -> None:
    figures, pack = made
    drawn = blocks(pack, Chart)
    assert len(drawn) >= 10
    for page, at, chart in drawn:
        alone = page.name == "billing" and len([one for one in page.blocks if isinstance(one, Chart)]) == 1
        expected = CHARTS[page.name, 1 if alone else at](figures, chart)
        shown = [series.values for series in chart.series]
        assert [close(row) for row in shown] == [close(row) for row in expected], (page.name, chart.title)


def test_every_tile(made: tuple[Figures, Pack]) -> None:
    figures, pack = made
    tiles = [tile for _, _, block in blocks(pack, Tiles) for tile in block.tiles]
    assert len(tiles) >= 15
    for tile in tiles:
        kpi, _, reading = tile.name.partition("/")
        found = figures.of(kpi, reading or None)
        assert tile.value == words.measure(found, "fr"), tile.name
        assert exact(tile) == (found.value, found.numerator, found.denominator, found.n), tile.name


def exact(tile: Tile) -> tuple[Any, ...]:
    """Return the exact numbers behind a tile."""
    assert tile.measure is not None
    return tile.measure.value, tile.measure.numerator, tile.measure.denominator, tile.measure.n


def test_every_amount_of_every_table(made: tuple[Figures, Pack], demo: Reader) -> None:
    figures, pack = made
    seen = set()
    for page, at, block in blocks(pack, Listing):
        if page.name in WORDED:
            continue
        expected = TABLES[page.name, at](figures, demo)
        columns = [column.key for column in block.table.columns if column.kind in {"money", "ratio", "number"}]
        label = block.table.columns[0].key
        shown, known = (
            {(row[label], *close([row[name] for name in columns])) for row in rows}  # type: ignore[misc]
            for rows in (block.table.rows, expected)
        )
        assert shown
        assert shown <= known, page.name
        for name, total in block.total.items():
            assert total == sum((row[name] or ZERO for row in block.table.rows), ZERO), (page.name, name)
        seen.add(page.name)
    assert len(seen) >= 6


def named(demo: Reader) -> dict[Key, str]:
    rows = demo.rows("SELECT matter_id, name FROM matters")
    return {None: "Non renseigné"} | {row["matter_id"]: row["name"] or row["matter_id"] for row in rows}


def costliest(figures: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    names, now, before = named(demo), *(figures.cut("spend", "matter", period) for period in (SUMMER, SPRING))
    for key in {*now, *before}:
        budget = figures.budgets.get(str(key), {}).get("budget")
        change = now.get(key, ZERO) - before.get(key, ZERO)
        spent = {"spent": now.get(key), "before": before.get(key), "change": change}
        yield {"matter": names.get(key, key), **spent, "budget": budget}


def overruns(figures: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    for key, row in figures.budgets.items():
        if row["budget"] and row["engaged"] > row["budget"]:
            yield {
                "matter": named(demo)[key],
                "over": row["engaged"] - row["budget"],
                "used": row["engaged"] / row["budget"],
                "initial": row["engaged"] / row["initial_budget"],
            }


def without_budget(figures: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    whole = Period(start=SUMMER.back(600).start, end=SUMMER.end)
    spent = figures.cut("spend", "matter", whole, all_=True)
    return (
        {"matter": named(demo)[key], "spent": spent[key]} for key, row in figures.budgets.items() if not row["budget"]
    )


def off_panel(figures: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    firms = {row["firm_id"]: row["name"] for row in demo.rows("SELECT firm_id, name FROM firm_list")}
    spend = figures.of("spend", None, SUMMER, ("firm", "matter"), all_=True)
    billed = {group.key: group.value for group in spend.groups}
    for row in figures.trail("off_panel_rate", "count"):
        amount = billed.get((row["firm_id"], row["matter_id"]))
        yield {"firm": firms[row["firm_id"]], "matter": named(demo)[row["matter_id"]], "amount": amount}


def above_agreed(figures: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    rows = figures.trail("rate_compliance", "hours")
    for matter in {row["matter_id"] for row in rows}:
        of = [row for row in rows if row["matter_id"] == matter]
        excess = sum(row["excess"] for row in of)
        yield {
            "matter": named(demo)[matter],
            "hours": sum(row["hours"] for row in of),
            "lines": len(of),
            "excess": excess,
        }


def segments(figures: Figures, _: Reader) -> Iterator[dict[str, Any]]:
    year = Period(start=SUMMER.back(9).start, end=SUMMER.end)
    own = figures.cut("spend", "matter_type", year)
    whole = figures.cut("spend", "matter_type", year, all_=True)
    return ({"type": key, "spend": value, "own": own.get(key)} for key, value in whole.items())


def accruals(figures: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    del figures
    names = {row["firm_id"]: row["name"] for row in demo.rows("SELECT firm_id, name FROM firm_list")}
    return ({"firm": names[row["firm_id"]], "left": row["left"]} for row in follow_up.accruals(demo, SUMMER.end))


def gaps(_: Figures, demo: Reader) -> Iterator[dict[str, Any]]:
    whole = demo.rows("SELECT sum(amount) AS amount FROM spend WHERE excluded IS NULL")[0]["amount"]
    for row in listing.gaps(demo):
        label = WORDS[row["gap"]][0]("fr")
        yield {"gap": label, "documents": row["documents"], "amount": row["amount"], "share": row["amount"] / whole}


TABLES: Final[Mapping[tuple[str, int], Callable[[Figures, Reader], Iterator[dict[str, Any]]]]] = {
    ("spend.matters", 0): costliest,
    ("budget.matters", 0): overruns,
    ("budget.without", 0): without_budget,
    ("budget.without", 1): accruals,
    ("panel", 0): off_panel,
    ("rates.team", 0): above_agreed,
    ("portfolio", 0): segments,
    ("data", 0): gaps,
}
