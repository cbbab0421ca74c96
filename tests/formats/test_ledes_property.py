"""Any invoice written as LEDES XML is read back the same, in any version; nothing that is damaged is lost."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from data.apart.child import answer
from data.apart.limits import Limits
from tests.formats.ledes_paper import client, expense, fee, firm, invoice, matter, xml

CENT = Decimal("0.01")
RATES = {"V20": Decimal("0.20"), "V55": Decimal("0.055")}
TAXES = [{"tx_id": name, "tax_type": "VAT", "tax_rate_percent": rate} for name, rate in RATES.items()]
WORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="\x7f\x85\xa0"), min_size=1)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass
class Line:
    kind: str
    hours: Decimal
    rate: Decimal
    discount: Decimal
    tax: str | None
    words: str

    @property
    def net(self) -> Decimal:
        return cents(self.hours * self.rate) - self.discount

    @property
    def tax_amount(self) -> Decimal:
        return cents(self.net * RATES[self.tax]) if self.tax else Decimal(0)

    def written(self, positive: bool) -> str:
        base = cents(self.hours * self.rate)
        change = self.discount if positive else -self.discount
        given: dict[str, Any] = {"base_amount": base, "item_disc_cred_amount": change, "charge_desc": self.words}
        named = [self.tax] if self.tax else []
        return (fee if self.kind == "F" else expense)(
            *([str(self.hours), str(self.rate)] if self.kind == "F" else []), str(self.net), *named,
            **given, **({} if self.kind == "F" else {"units": self.hours, "rate": self.rate}),
        )  # fmt: skip


@dataclass
class Matter:
    name: str
    lines: list[Line]
    off: dict[str, Decimal]
    share: Decimal
    positive: bool

    def net(self, kind: str) -> Decimal:
        gross = sum((line.net for line in self.lines if line.kind == kind), Decimal(0))
        return cents((gross - self.off[kind]) * self.share)

    def written(self) -> str:
        discounts = [
            {"disc_cred": "MIA", "disc_cred_category": name, "increase_decrease": "Decrease",
             "pre_post_split": "Pre-Split", "disc_cred_amount": amount if self.positive else -amount}
            for kind, name in (("F", "Fee"), ("E", "Exp")) if (amount := self.off[kind])
        ]  # fmt: skip
        return matter(
            *(line.written(self.positive) for line in self.lines), discounts=discounts, cl_matter_id=self.name,
            matter_perc_shar_fees=self.share, matter_perc_shar_exp=self.share,
            matter_net_fees=self.net("F"), matter_net_exp=self.net("E"),
        )  # fmt: skip


@dataclass
class Paper:
    number: str
    day: dt.date
    matters: list[Matter] = field(default_factory=list)

    def written(self) -> str:
        return invoice(*(one.written() for one in self.matters), inv_id=self.number, inv_date=self.day.isoformat())


TENTHS = st.integers(1, 200).map(lambda n: Decimal(n) / 10)
RATE = st.integers(1, 90_000).map(lambda n: Decimal(n) / 100)
LINES = st.builds(
    Line, kind=st.sampled_from("FE"), hours=TENTHS, rate=RATE, tax=st.sampled_from([None, "V20", "V55"]), words=WORDS,
    discount=st.integers(0, 5_000).map(lambda n: Decimal(n) / 100),
)  # fmt: skip
MATTERS = st.builds(
    Matter, name=st.sampled_from(["M1", "M2", "M3"]), lines=st.lists(LINES, min_size=1, max_size=5),
    share=st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.333")]), positive=st.booleans(),
    off=st.fixed_dictionaries({kind: st.integers(0, 3_000).map(lambda n: Decimal(n) / 10) for kind in "FE"}),
)  # fmt: skip
PAPERS = st.lists(
    st.builds(Paper, number=WORDS, day=st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)),
              matters=st.lists(MATTERS, min_size=1, max_size=3)),
    min_size=1, max_size=3, unique_by=lambda one: one.number,
)  # fmt: skip


def read(text: str) -> dict[str, Any]:
    return answer(text.encode(), [], Limits())


def written(papers: list[Paper], **more: Any) -> str:
    return xml(firm(client(*(one.written() for one in papers)), taxes=TAXES), **more)


@settings(max_examples=60, deadline=None)
@given(PAPERS)
def test_what_is_written_is_read_back(papers: list[Paper]):
    found = read(written(papers))
    assert found["set_aside"] == []
    assert [head["number"] for head in found["heads"]] == [one.number for one in papers]
    assert [head["invoice_date"] for head in found["heads"]] == [one.day.isoformat() for one in papers]
    for n, paper in enumerate(papers):
        own = [line for line in found["lines"] if line["head"] == n]
        plain = [line for line in own if line["kind"] in "FE"]
        expected = [line for one in paper.matters for line in one.lines]
        assert [(line["kind"], Decimal(line["net"]), line["narrative"]) for line in plain] == [
            (line.kind, line.net, line.words) for line in expected
        ]
        assert [Decimal(line["tax"]) for line in plain] == [line.tax_amount for line in expected]
        assert [Decimal(line["adjustment"]) for line in plain] == [-line.discount for line in expected]
        nets: Counter[str] = Counter()
        for line in own:
            nets[line["client_matter_id"]] += Decimal(line["net"])  # type: ignore[assignment]
        declared: Counter[str] = Counter()
        for one in paper.matters:
            declared[one.name] += one.net("F") + one.net("E")  # type: ignore[assignment]
        assert nets == declared


@settings(max_examples=20, deadline=None)
@given(PAPERS, st.sampled_from(["2.0", "2.2", "2.2.1"]), st.sampled_from(["", "l", "ns0"]))
def test_versions_and_prefixes_say_the_same(papers: list[Paper], version: str, prefix: str):
    first, second = read(written(papers)), read(written(papers, version=version, prefix=prefix))
    assert first["heads"] == second["heads"]
    assert first["lines"] == second["lines"]


@settings(max_examples=40, deadline=None)
@given(PAPERS, st.data())
def test_a_spoilt_file_loses_no_line(papers: list[Paper], data: st.DataObject):
    text = written(papers)
    whole = text.count("<fee>") + text.count("<expense>")
    spoilt = data.draw(st.sampled_from(["<inv_id>", "<inv_date>", "<total_amount>", "<units>", "<charge_date>"]))
    places = [n for n in range(len(text)) if text.startswith(spoilt, n)]
    place = data.draw(st.sampled_from(places)) + len(spoilt)
    broken = text[:place] + ("" if spoilt == "<inv_id>" else "?") + text[text.index("<", place) :]
    found = read(broken)
    kept = [line for line in found["lines"] if line["kind"] in "FE"]
    fields = [one for one, _ in found["set_aside"] if one.startswith(("<fee>", "<expense>"))]
    assert len(kept) + len(fields) == whole
    assert bool(fields) == (spoilt in ("<inv_id>", "<inv_date>", "<total_amount>"))
