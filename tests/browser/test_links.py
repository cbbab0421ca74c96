"""A link is a view: opened first, on a server that nobody has visited, it shows what its sender saw."""

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

from data.listing import names
from data.store import Store
from kpi.model import Period, Scope, quarter_key
from report import words
from tests.browser.conftest import Visit, spoken
from tests.browser.screen import settled
from tests.dashboard import Opened, launch, port_of_its_own
from tests.doorstep.conftest import ROOT

pytestmark = pytest.mark.browser
LAST = Period.quarter_of(dt.datetime.now().astimezone().date()).back(3)
QUARTER = quarter_key(LAST.start)
RATE = ("figure", "off_panel_rate", "--period", QUARTER, "--json")


@pytest.fixture
def fresh(demo: Path) -> Iterator[Opened]:
    """A server that has shown nothing yet: Streamlit once ran the page alone, without its frame."""
    one = launch(ROOT, store=demo, port=port_of_its_own())
    yield one
    one.close()


def test_a_cold_link_opens_its_page_in_its_frame(fresh: Opened, demo: Path, visit: Visit) -> None:
    firms = json.loads(spoken(demo, *RATE, "--by", "firm"))["groups"]
    firm = max((one for one in firms if one["key"]), key=lambda one: (Decimal(one["value"]), one["n"]))["key"]
    link = {"period": QUARTER, "firm": firm, "lang": "en"}

    page = visit("fr-FR")
    page.goto(fresh.address(f"panel?period={QUARTER}&firm={firm}&lang=en"))
    settled(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Panel")
    expect(page.get_by_role("navigation").get_by_role("button")).to_have_text(["Steering", "Review", "Data"])
    expect(page.get_by_role("radio", name="English")).to_be_checked()
    expect(page.get_by_role("combobox", name="Period")).to_have_value(words.quarter(QUARTER, "en"))
    with Store(demo).reading() as reader:
        known = names(reader)
    expect(page.get_by_test_id("stMultiSelect").filter(has_text="Firm")).to_contain_text(known["firm"][firm])
    sentence = words.scope_sentence(Scope(period=LAST, where={"firm": (firm,)}), "en", known)
    expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first).to_have_text(sentence)

    asked = ("--where", f"firm={firm}", "--reading")
    expected = [Decimal(json.loads(spoken(demo, *RATE, *asked, reading))["value"]) for reading in ("count", "amount")]
    assert expected[0] > 0
    cards = page.get_by_test_id("stMetricValue")
    expect(cards).to_have_text([words.percent(value, "en") for value in expected])
    assert {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()} == link
    expect(page.get_by_text("This link asks for")).to_have_count(0)


@pytest.mark.parametrize("firm", ["NO-SUCH-FIRM", "![x](http://phone-home.invalid/link.png)", "<img src=x>"])
def test_a_link_that_asks_for_a_firm_unknown_here_is_told_so(on_demo: Opened, visit: Visit, firm: str) -> None:
    page = visit("en-GB")
    page.goto(on_demo.address(f"panel?period={QUARTER}&firm={quote(firm)}&lang=en"))
    settled(page)
    expect(page.get_by_test_id("stAlert").first).to_have_text(
        f"This link asks for “firm={firm}”, unknown here: this filter is not applied."
    )
    expect(page.get_by_role("combobox", name="Firm")).to_have_attribute("placeholder", "All firms")
