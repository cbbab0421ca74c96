"""What a person does at the screen, in their words: wait for a page, read its figures, choose a row of a table."""

from playwright.sync_api import Locator, Page, expect

HEADER, ROW, MARK = 36, 35, 17  # pixels of a table: its header, its rows, and where their check box is


def settled(page: Page) -> None:
    """Wait until the page has been drawn, whole."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stMain").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def figures(page: Page, expected: int) -> dict[str, str]:
    """Read the cards of a page: title and figure."""
    cards = page.get_by_test_id("stMetric")
    expect(cards).to_have_count(expected)
    return {
        str(card.get_by_test_id("stMetricLabel").text_content()): str(
            card.get_by_test_id("stMetricValue").text_content()
        )
        for card in cards.all()
    }


def go_to(page: Page, section: str, title: str) -> None:
    """Go to another page by the menu."""
    page.get_by_role("navigation").get_by_role("button", name=section).click()
    page.get_by_role("menuitem", name=title).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    settled(page)


def choose_row(page: Page, table: Locator, row: int) -> None:
    """Tick a row of a table. Tables are drawn, not built of elements: the box is clicked where it is drawn."""
    expect(table.get_by_test_id("data-grid-canvas")).to_be_visible()
    table.scroll_into_view_if_needed()
    settled(page)
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + MARK, box["y"] + HEADER + ROW * row + ROW / 2)


def cells(table: Locator) -> list[list[str]]:
    """Read a table as a screen reader does: its header, then its rows."""
    grid = table.locator("canvas table[role=grid]")
    expect(grid).to_be_attached()
    rows = [row.locator("th, td").all_text_contents() for row in grid.locator("tr").all()]
    assert rows
    return rows
