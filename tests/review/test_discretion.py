"""What leaves for a firm names no other firm, whatever people wrote in matter names, reasons and notes."""

from __future__ import annotations

import re

import pytest

from kpi.model import Lang
from report.pack.discretion import naming
from report.review.build import build
from tests.data.ledger import BOTH, Books, bill
from tests.review.looking import brief, said
from ui.review import figure

RIVAL = "Cabinet Dubois"


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Cabinet Dubois", "Litige c/ CABINET DUBOIS, suite", True),
        ("Cabinet Dubois", "Cabinet Duboisier", False),
        ("F-1042", "voir F-1042.", True),
        ("F-1042", "F-10421", False),
        ("AB", "AB", False),  # two letters name nobody
        ("1042", "1042 heures", False),  # nor does a short number
        ("104299", "104299", True),
        ("a.b+c", "a.b+c", True),  # its signs are no pattern
        ("a.b+c", "axbbc", False),
    ],
)
def test_a_name_is_found_as_a_whole_word(name: str, text: str, found: bool) -> None:
    assert bool(naming([name]).search(text)) is found


def test_no_name_at_all_finds_nothing() -> None:
    assert not naming([None, ""]).search("anything at all")


@pytest.mark.parametrize("lang", BOTH)
def test_a_firms_edition_says_nothing_of_another(books: Books, lang: Lang) -> None:
    books.take(
        "matter_id;name;matter_type\nM3;Claim against CABINET DUBOIS;Litige\nM1;Bail Lyon;Immobilier\n",
        "decided_on;text;firm_id;owner;status\n2026-08-01;Do better than Cabinet Dubois;F-2;firm;open\n",
        "noted_on;text;kpi;dimension;key\n2026-08-01;F-1042 left;spend;firm;F-2\n",
        bill("B7 M1 500.00\nB8 M3 90.00", currency="USD", firm="F-2"),  # M1 is shared with the other firm
    )
    with brief(books, "F-2", edition="firm", lang=lang) as asked:
        pack = build(asked)
    told = "\n".join(said(pack))
    assert not re.search(r"(?i)dubois|F-1042", told)
    assert "Miller" in told
    assert {"333.33", "333,33", "453,33", "453.33"}.isdisjoint(re.findall(r"\d+[.,]\d\d", told))  # the other's amounts
    assert not any(page.comments for page in pack.every_page)
    assert {"portfolio", "responsible", "data"}.isdisjoint(page.section for page in pack.every_page)


def test_two_peers_make_no_median(books: Books) -> None:
    with brief(books, "F-2", edition="firm") as asked:
        assert asked.panel_median("dematerialisation_rate") is None


def test_three_peers_make_an_anonymous_one(books: Books) -> None:
    firms = ["F-3", "F-4", "F-5"]
    books.take(*(bill(f"Z{at} M1 {100 * at}.00", firm=firm) for at, firm in enumerate(firms, start=1)))
    with brief(books, "F-2", edition="firm") as asked:
        assert asked.panel_median("spend") == 250  # 100, 200, 300 and the 453.33 of F-1042: the middle of four


@pytest.mark.parametrize(("kpi", "reading"), [("perceived_quality", "all"), ("net_promoter_score", "twelve_months")])
def test_answers_are_not_shown_one_by_one_to_the_firm_they_are_about(books: Books, kpi: str, reading: str) -> None:
    answers = "".join(f"F-2;2026-08-0{day};M3;{day};4;9;\n" for day in (1, 2, 3))
    books.take("firm_id;answered_on;matter_id;expertise;responsiveness;recommend;comment\n" + answers)
    with brief(books, "F-2", edition="firm") as asked:
        assert figure.trail(asked, kpi, reading, asked.scope) == ([], False)
    with brief(books, "F-2") as asked:
        rows, _ = figure.trail(asked, kpi, reading, asked.scope)
        assert len(rows) >= 3, "among ourselves they are"
