"""Whoever cannot see the screen well, or at all: axe finds nothing serious, on any page, in either theme."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import LAPTOP
from tests.browser.screen import settled
from tests.browser.test_pages import PAGES, drawn
from tests.dashboard import Opened

pytestmark = pytest.mark.browser
GRAVE = ("serious", "critical")


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext]) -> Page:
    return new_context(locale="fr-FR", viewport=LAPTOP, color_scheme=request.param).new_page()


def barriers(page: Page, where: str) -> list[str]:
    """Say what axe finds that would stop somebody."""
    found = Axe().run(page).response["violations"]
    return [
        f"{where}: {one['impact']} {one['id']} ({one['help']}) {node['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE or one["id"] == "heading-order"
        for node in one["nodes"]
    ]


def test_no_page_stops_anybody(on_demo: Opened, page: Page) -> None:
    found = []
    for name, address in PAGES.items():
        page.goto(on_demo.address(f"{address}?lang=fr"))
        drawn(page)
        found += barriers(page, name)
    assert not found, "\n".join(["", *found])


def test_nor_what_opens_on_a_page(on_demo: Opened, page: Page) -> None:
    page.goto(on_demo.address("costs"))
    drawn(page)
    page.get_by_test_id("stExpander").first.click()
    expect(page.get_by_role("table").first).to_be_visible()
    found = barriers(page, "values of a chart")
    page.get_by_role("button", name="Comment ce chiffre est fait").first.click()
    expect(page.get_by_role("dialog", name=re.compile("Coût moyen"))).to_be_visible()
    settled(page)
    found += barriers(page, "explanation")
    assert not found, "\n".join(["", *found])


def test_nor_the_first_screen_of_all(on_nothing: Opened, page: Page) -> None:
    page.goto(on_nothing.address())
    settled(page)
    assert barriers(page, "welcome") == []


def test_a_chart_has_words_and_a_table_behind_it(on_demo: Opened, page: Page) -> None:
    page.goto(on_demo.address("budgets?lang=fr"))
    drawn(page)
    charts = page.get_by_test_id("stVegaLiteChart")
    expect(values := page.locator("summary").filter(has_text="Les valeurs")).to_have_count(charts.count())
    for chart in charts.all():
        said = chart.get_attribute("aria-label") or ""
        assert len(said) > 60, said
        assert re.search(r"\d", said)
    values.last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_have_count(1)
    assert page.get_by_role("table").get_by_role("row").count() > 2


@pytest.mark.parametrize(
    ("locale", "link", "spoken"),
    [("fr-FR", "", "fr"), ("en-GB", "", "en"), ("en-GB", "costs?lang=fr", "fr"), ("fr-FR", "costs?lang=en", "en")],
)
def test_a_page_announces_the_language_it_speaks(
    on_demo: Opened, new_context: Callable[..., BrowserContext], locale: str, link: str, spoken: str
) -> None:
    page = new_context(locale=locale).new_page()
    page.goto(on_demo.address(link))
    settled(page)
    assert page.locator("html").get_attribute("lang") == spoken
    heading = page.get_by_role("heading", level=1).inner_text()
    expect(page).to_have_title(f"{heading} – Binôme")
