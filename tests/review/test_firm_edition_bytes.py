"""What leaves for a firm, searched byte by byte: no other firm, amount or rate, no respondent, no narrative."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from data.store import Reader
from kpi.model import Lang, Scope, Text
from report.pack.model import Chart, Note, Page, Series
from report.review.build import build
from report.tables import Column, Table
from tests.review.looking import SUMMER, TODAY
from tests.review.searching import folded, layers, numbers, prose
from ui import packing
from ui.live import Live

FIRMS: list[tuple[str, Lang]] = [("CAB-02", "fr"), ("CAB-13", "en"), ("EXP-01", "fr")]
"""A firm of some weight; a small one that shares four of its seven matters; an expert, all of whose matters are."""
PERIODS = (SUMMER, SUMMER.back(3), SUMMER.back(12))
SHINGLE = 5
"""So many words in a row of a narrative are a narrative."""
LEAST = 1000
"""Smaller amounts in whole euros could be anything: a count, a number of days."""


@dataclass(frozen=True)
class Held:
    """The files of one pack, by suffix: all their words, all their numbers."""

    firm: str
    texts: dict[str, str]
    numbers: dict[str, set[Decimal]]

    @classmethod
    def of(cls, firm: str, files: dict[str, bytes]) -> Held:
        named = {name.rpartition(".")[2]: file for name, file in files.items()}
        return cls(
            firm,
            {suffix: "\n".join(map(folded, layers(file))) for suffix, file in named.items()},
            {suffix: numbers(map(folded, prose(file))) for suffix, file in named.items()},
        )

    def words(self, secrets: set[str]) -> set[tuple[str, str]]:
        """Return which words are in which file."""
        return {(name, word) for name, text in self.texts.items() for word in secrets if folded(word) in text}

    def amounts(self, secrets: set[Decimal]) -> set[tuple[str, Decimal]]:
        """Return which numbers are in which file."""
        return {(name, one) for name, told in self.numbers.items() for one in secrets & told}


@pytest.fixture(scope="module")
def live(demo: Reader) -> Live:
    return Live(demo)


@pytest.fixture(scope="module", params=FIRMS, ids=[firm for firm, _ in FIRMS])
def held(live: Live, request: pytest.FixtureRequest) -> Held:
    firm, lang = request.param
    made = packing.pack(live.reader, packing.Wanted(SUMMER, firm, "firm", lang), TODAY, live)
    return Held.of(firm, packing.written(made))


def test_no_other_firm_is_named(live: Live, held: Held) -> None:
    known = {*live.names["firm"].items(), *((key, alias) for alias, key in live.names["alias"].items())}
    assert len(known) > 30
    own = {folded(word) for key, name in known if key == held.firm for word in (key, name)}
    others = {word for key, name in known if key != held.firm for word in (key, name) if folded(word) not in own}
    assert not held.words(others)
    assert {name for name, _ in held.words({live.names["firm"][held.firm]})} == {"pptx", "pdf", "xlsx"}


def test_nobody_who_answered_and_nothing_they_wrote(demo: Reader, held: Held) -> None:
    answers = demo.rows("SELECT DISTINCT respondent_role, comment FROM ref_surveys")
    told = {said for row in answers for said in row.values() if said}
    assert len(told) > 5
    assert not held.words(told - {"Juriste"}), "a level of timekeepers has the same name as a role"


def test_no_narrative(live: Live, held: Held) -> None:
    secret = narratives(live)
    assert len(secret) > 500
    for text in held.texts.values():
        assert not secret & set(runs(text))


def test_no_amount_and_no_rate_of_another(live: Live, held: Held) -> None:
    theirs = amounts(live, held.firm) - own_amounts(live, held.firm)
    assert len(theirs) > 500
    assert not held.amounts(theirs)


def narratives(live: Live) -> set[tuple[str, ...]]:
    """Return what lawyers wrote of their work, in runs of words; a matter's name within it is no secret."""
    rows = live.reader.rows("SELECT DISTINCT narrative FROM lines WHERE narrative IS NOT NULL")
    names = {run for name in live.names["matter"].values() for run in runs(folded(name))}
    return {run for row in rows for run in runs(folded(row["narrative"]))} - names


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Give every run of words of a text."""
    words_of = text.split()
    return (tuple(words_of[at : at + SHINGLE]) for at in range(len(words_of) - SHINGLE + 1))


def amounts(live: Live, firm: str) -> set[Decimal]:
    """Return what others were paid, by firm and by matter, what all were paid together, and others' hourly rates."""
    found = set[Decimal | None]()
    for period in PERIODS:
        spend = live.measure("spend", "net", Scope(period=period, by=("firm",)))
        whole = spend.value or Decimal(0)
        paid = {group.key[0]: group.value for group in spend.groups}
        found |= {whole, whole - (paid.pop(firm, None) or 0), *paid.values()}
        for kpi, reading, by in (("spend", "net", "matter"), ("average_hourly_rate", "worked", "timekeeper_level")):
            groups = live.measure(kpi, reading, Scope(period=period, by=("firm", by))).groups
            found |= {group.value for group in groups if group.key[0] != firm}
    return {cents(one) for one in found if one is not None and (one >= LEAST or cents(one) % 1)}


def cents(value: Decimal) -> Decimal:
    """Round a value to the cent, as numbers found are."""
    return value.quantize(Decimal("0.01"))


def own_amounts(live: Live, firm: str) -> set[Decimal]:
    """Return every amount that the firm itself was paid, and the budgets of its matters: its pack may hold them."""
    mine = Scope(period=SUMMER.model_copy(update={"start": SUMMER.back(36).start}), where={"firm": (firm,)})
    found = {row["amount"] for row in live.trail("spend", "net", mine)}
    for by in ((), ("matter",), ("matter_type",), ("quarter",), ("quarter", "matter"), ("quarter", "matter_type")):
        found |= {group.value for group in live.measure("spend", "net", mine.cut(*by)).groups}
    excess = defaultdict[str | None, Decimal](Decimal)
    for row in live.trail("rate_compliance", "hours", Scope(period=SUMMER, where={"firm": (firm,)})):
        excess[row["matter_id"]] += row["excess"]
    found |= {*excess.values(), sum(excess.values())}
    found |= {row["amount"] for row in live.reader.rows("SELECT amount FROM ref_budgets")}
    return {cents(Decimal(one)) for one in found if one is not None}


AMOUNT = Decimal("697086.15")
SLIPS = {
    "title of a page": "Rivale Un",
    "note of a speaker": "Rivale Deux",
    "cell that only the workbook holds": "Rivale Trois",
    "category of a chart": "Rivale Quatre",
    "series of a chart": "Rivale Cinq",
    "subject, in the properties": "Rivale Six",
}


@pytest.fixture(scope="module")
def spoiled(live: Live) -> Held:
    """A pack made after the sieve, with a secret in every kind of place, in files of all three formats."""
    made = packing.pack(live.reader, packing.Wanted(SUMMER, "EXP-01", "firm", "fr"), TODAY, live)
    title, note, cell, category, series, subject = SLIPS.values()
    drawn = Chart("bars", "Dépense", "HT", "EUR", (category,), (Series(series, (AMOUNT,)),), alt="Dépense en barres")
    page = Page("slip", "spend", title, "T3 2026", ((drawn,),), notes=(Note("Glissé", note, "registre"),), short="x")
    hidden = Table(Text("Annexe", "Annex"), (Column("who", Text("Cabinet", "Firm")),), [{"who": cell}])
    told = replace(made, subject=subject, pages=(*made.pages, page), sheets=(*made.sheets, hidden))
    return Held.of("EXP-01", packing.written(told))


@pytest.mark.parametrize(
    ("place", "files"),
    [
        ("title of a page", {"pptx", "pdf", "xlsx"}),
        ("note of a speaker", {"pptx", "pdf", "xlsx"}),
        ("cell that only the workbook holds", {"xlsx"}),
        ("category of a chart", {"pptx", "pdf", "xlsx"}),
        ("series of a chart", {"pptx", "xlsx"}),
        ("subject, in the properties", {"pptx", "pdf", "xlsx"}),
    ],
)
def test_a_name_slipped_in_would_be_found(spoiled: Held, place: str, files: set[str]) -> None:
    assert {name for name, _ in spoiled.words({SLIPS[place]})} == files


def test_an_amount_slipped_in_would_be_found(spoiled: Held) -> None:
    assert {"pptx", "xlsx"} <= {name for name, _ in spoiled.amounts({AMOUNT})}


@pytest.mark.parametrize(
    "name", ["Rapport CAB-11 (suite)", "Cession à VAUQUELMONT   AVOCATS", "Vauquelmont-Avocats / bail"]
)
def test_a_matter_named_after_another_firm(live: Live, name: str) -> None:
    """A matter of the firm that names another in its own way: the name does not leave."""
    groups = live.measure("spend", "net", Scope(period=SUMMER, where={"firm": ("CAB-13",)}, by=("matter",))).groups
    matter = str(max(groups, key=lambda group: group.value or 0).key[0])
    names = {**live.names, "matter": {**live.names["matter"], matter: name}}
    wanted = packing.Wanted(SUMMER, "CAB-13", "firm", "en")
    asked = packing.of_review(live.reader, None, wanted, TODAY, live)
    made = build(replace(asked, answers=Renamed(live, names)))
    held = Held.of("CAB-13", packing.written(made, ["pptx", "xlsx"]))
    assert not held.words({"Vauquelmont", "CAB-11"})
    assert len(held.words({"[another firm]"})) == 2


class Renamed:
    """The same answers, with other names."""

    def __init__(self, live: Live, names: Mapping[str, Mapping[str, str]]) -> None:
        self.names, self.measure, self.trail, self.listed = names, live.measure, live.trail, live.listed
