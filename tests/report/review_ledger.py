"""A ledger of two firms and four matters, imported for real: what the sections of a review are tested on.

| EUR HT | type        | Alpha T2 | Alpha T3 | Beta T2 | Beta T3 | budget (initial) |
|--------|-------------|---------:|---------:|--------:|--------:|-----------------:|
| M1     | Immobilier  |    1 000 |    1 500 |         |         |            2 000 |
| M2     | Social      |      500 |      300 |         |         |            1 000 |
| M3     | M&A         |          |    4 200 |   2 017 |   3 011 |   10 007 (5 003) |
| M4     | none        |          |          |         |     989 |                  |
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from data import follow_up, listing
from data.store import Reader
from kpi import catalogue
from kpi.model import Facts, Lang, Measure, Period, Scope
from report.pack.model import Block, Edition, Page
from report.review.brief import Brief
from report.review.plan import Plan
from tests.data.ledger import Books

TODAY = dt.date(2026, 11, 22)
TABLES = {
    "firms": "firm_id;name\nALPHA;Cabinet Alpha\nBETA;Bêta & Associés\n",
    "matters": "matter_id;name;matter_type;entity;closed_on\nM1;Bail Lyon;Immobilier;FR;\nM2;Licenciement;Social;FR;"
    "2026-09-15\nM3;Projet Orion avec Bêta & Associés;M&A;FR;\nM4;Divers;;;\n",
    "invoices": "firm_id;invoice_number;invoice_date;net_amount;matter_id\n"
    "ALPHA;A1;2026-05-10;1000;M1\nALPHA;A2;2026-05-12;500;M2\nBETA;B1;2026-06-01;2017;M3\n"
    "ALPHA;A3;2026-07-10;1500;M1\nALPHA;A4;2026-08-10;300;M2\nALPHA;A5;2026-08-11;4200;M3\n"
    "BETA;B2;2026-07-20;3011;M3\nBETA;B3;2026-09-01;989;M4\n",
    "budgets": "matter_id;amount;approved_on\nM1;2000;2026-01-05\nM2;1000;2026-01-05\nM3;5003;2026-01-05\n"
    "M3;10007;2026-09-30\n",
    "panel": "firm_id;matter_type;valid_from;valid_to\nALPHA;Immobilier;2025-01-01;\n"
    "ALPHA;Social;2025-01-01;2026-12-31\nBETA;M&A;2025-01-01;2026-11-30\n",
    "mandates": "firm_id;matter_id;appointed_on;waiver;reason\nALPHA;M2;2026-07-01;;\n"
    "ALPHA;M3;2026-07-05;;Conflit chez Bêta & Associés\nBETA;M3;2026-05-02;;\nBETA;M2;2026-07-15;approved;urgence\n"
    "BETA;M4;2026-08-20;;\n",
    "notes": "noted_on;text;kpi;dimension;key\n2026-08-11;Audience Orion;spend;firm;ALPHA\n"
    "2026-07-20;Bêta & Associés renforce son équipe;spend;firm;BETA\n2026-05-01;Nouvelle politique;;;\n",
    "targets": "kpi;reading;dimension;key;target;due_on\nspend;;;;9000;2026-12-31\n"
    "off_panel_rate;count;;;0.1;2026-12-31\n",
    "accruals": "period_end;firm_id;matter_id;amount;declared_on\n2026-09-30;ALPHA;M1;700;2026-10-05\n"
    "2026-09-30;BETA;M3;1313;2026-10-06\n",
}
OF_BETA = (
    "2017", "3011", "989", "1313", "4000", "10000", "3517", "7211", "9228", "10007", "5003", "13007", "11007", "BETA",
    "Bêta",
)  # fmt: skip
"""What only Beta, or Beta with Alpha, can have brought: its amounts, the sums they are in, its id, its name."""


@dataclass(frozen=True)
class Told:
    """Answers from facts, and lists by their name."""

    facts: Facts
    lists: Callable[..., Any] = lambda *_: []
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def measure(self, kpi: str, reading: str, scope: Scope) -> Measure:
        return catalogue()[kpi].compute(self.facts, scope, reading)

    def trail(self, kpi: str, reading: str, scope: Scope) -> list[dict[str, Any]]:
        return catalogue()[kpi].trail(self.facts, scope, reading)

    def listed(self, name: str, *arguments: Any) -> Any:
        return self.lists(name, *arguments)


def answers(reader: Reader) -> Told:
    def lists(name: str, *arguments: Any) -> Any:
        made = getattr(follow_up, name, None) or getattr(listing, name)
        return made(reader, *arguments)

    return Told(reader.facts(), lists, listing.names(reader))


def opened(folder: Path) -> Iterator[Told]:
    """Import the ledger and open it."""
    books = Books(folder)
    books.take(*TABLES.values())
    with books.store.reading() as reader:
        yield answers(reader)


def asked(
    told: Told, firm: str | None = None, edition: Edition = "internal", lang: Lang = "fr", period: str = "2026-T3",
    **plan: Any,
) -> Brief:  # fmt: skip
    return Brief(told, lang, edition, Period.parse(period), firm, Plan(**plan), TODAY)


_Block = TypeVar("_Block", bound=Block)


def blocks(page: Page, kind: type[_Block]) -> list[_Block]:
    return [block for block in page.blocks if isinstance(block, kind)]


def page(pages: list[Page], name: str) -> Page:
    return next(one for one in pages if one.name == name)


def plain(text: str) -> str:
    """Return a text with ordinary spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def traces(value: Any, words: tuple[str, ...] = OF_BETA) -> set[str]:
    """Return which of some words or amounts can be found anywhere in a pack, or in a part of it."""
    match value:
        case str():
            amounts = plain(value).replace(" ", "").replace(",00", "").replace(",", "").replace(".00", "")
            return {word for word in words if word in value or (word.isdigit() and word in amounts)}
        case Decimal() | int():
            return {word for word in words if word.isdigit() and Decimal(value) == Decimal(word)}
        case Mapping():
            return traces([*value.keys(), *value.values()], words)
        case tuple() | list():
            return {found for item in value for found in traces(item, words)}
    if is_dataclass(value):
        return {found for known in fields(value) for found in traces(getattr(value, known.name), words)}
    return set()
