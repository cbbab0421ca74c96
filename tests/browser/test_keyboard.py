"""Without a mouse: the language, a filter, the menu, an explanation and the way back to the lines."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.screen import settled
from tests.dashboard import Opened

pytestmark = pytest.mark.browser
FAR = 40  # more presses of Tab than anybody would bear


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the keyboard is on something, or give up."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{wanted} is not within {FAR} presses of Tab")


def test_everything_that_counts_is_within_reach_of_the_keyboard(on_demo: Opened, visit: Visit) -> None:
    page = visit("fr-FR")
    page.goto(on_demo.address())
    settled(page)

    tab_to(page, page.get_by_role("radio", name="Français"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
    settled(page)

    period = page.get_by_role("combobox", name="Period")
    before = period.input_value()
    tab_to(page, period)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name=before)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(period).not_to_have_value(before)
    settled(page)
    expect(page.get_by_test_id("stCaptionContainer").first).to_contain_text(period.input_value())

    tab_to(page, page.get_by_role("navigation").get_by_role("button", name="Steering"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Overview")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Costs")).to_be_visible()
    settled(page)

    why = page.get_by_role("button", name="How this figure is made")
    tab_to(page, why)
    page.keyboard.press("Enter")
    explained = page.get_by_role("dialog", name=re.compile("Average cost"))
    expect(explained.get_by_test_id("stMetric").first).to_be_visible()
    settled(page)
    tab_to(page, explained.get_by_role("tab", name="The working"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tables = explained.get_by_test_id("stDataFrame")
    tab_to(page, tables.first.get_by_test_id("data-grid-canvas"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Space")
    expect(tables).to_have_count(2)
    tab_to(page, explained.get_by_role("button", name="Close"))
    page.keyboard.press("Enter")
    expect(explained).to_have_count(0)
