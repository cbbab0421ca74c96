"""A supplier review by hand: prepared, frozen, held in the room by the keyboard, masked, taken away as three files."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, WebSocket, expect

from data.store import Store
from tests.browser.conftest import Visit
from tests.browser.screen import choose_row, settled
from tests.dashboard import Opened, launch, port_of_its_own
from tests.doorstep.conftest import ROOT

pytestmark = pytest.mark.browser
FIRM = "CAB-02"
SCREENS = 40  # more than any review has


@pytest.fixture
def store(demo: Path, tmp_path: Path) -> Store:
    """A demo portfolio of one's own: a review is written in it."""
    return Store(Path(shutil.copy(demo, tmp_path / "store.duckdb")))


@pytest.fixture
def on_a_copy(store: Store) -> Iterator[Opened]:
    one = launch(ROOT, store=store.path, port=port_of_its_own())
    yield one
    one.close()


def other_firms(store: Store) -> set[str]:
    """The names and ids of every firm but the one under review."""
    with store.reading() as reader:
        rows = reader.rows("SELECT firm_id, name FROM firm_list WHERE firm_id <> $1", [FIRM])
    return {word for row in rows for word in row.values() if word}


def listening(page: Page) -> list[bytes]:
    """Take down all that the server sends to a page from now on."""
    heard: list[bytes] = []

    def received(frame: str | bytes) -> None:
        heard.append(frame if isinstance(frame, bytes) else frame.encode())

    def opened(socket: WebSocket) -> None:
        socket.on("framereceived", received)

    page.on("websocket", opened)
    return heard


def named(heard: list[bytes], words: set[str]) -> set[str]:
    """Return which words were sent."""
    everything = b"".join(heard)
    return {word for word in words if word.encode() in everything}


def test_a_review_from_its_first_page_to_its_pack(on_a_copy: Opened, store: Store, visit: Visit) -> None:
    page = visit("fr-FR")
    page.goto(on_a_copy.address("review"))
    settled(page)
    prepares(page)
    freezes(page)
    expect(page.get_by_role("button", name="Entrer avec le cabinet")).to_be_visible()
    turns_pages_by_the_keyboard(page)
    decides(page)
    takes_the_pack_away(page)
    others = other_firms(store)
    assert len(others) > 20  # the demo has 27 firms
    is_masked_for_the_firm(visit("fr-FR"), on_a_copy, others)


def prepares(page: Page) -> None:
    """Begin a review of one firm, and comment on its first section."""
    firm = page.get_by_role("combobox", name="Avec quel cabinet")
    firm.fill("Tresmaux &")
    page.get_by_role("option", name="Tresmaux & Associés").click()
    settled(page)
    page.get_by_role("button", name="Préparer", exact=True).click()
    expect(page.get_by_role("heading", name="T3 2026 · Tresmaux & Associés")).to_be_visible()
    settled(page)
    page.get_by_label("Commentaire interne sur cette section").fill("Parler des taux d'associés.")
    page.get_by_role("heading", level=1).click()
    settled(page)
    page.reload()
    expect(page.get_by_label("Commentaire interne sur cette section")).to_have_value("Parler des taux d'associés.")
    settled(page)


def freezes(page: Page) -> None:
    """Follow the way: each stage offers the next."""
    page.get_by_role("button", name="Suite : geler les chiffres").click()
    settled(page)
    page.get_by_role("button", name="Geler les chiffres", exact=True).click()
    expect(page.get_by_text("Aucun import depuis le gel")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Suite : tenir la réunion").click()
    settled(page)


def turns_pages_by_the_keyboard(page: Page) -> None:
    """Go to the last screen and one back; none needs to be scrolled; typing in a field turns no page."""
    page.get_by_role("button", name="Entrer entre nous").click()
    expect(page.get_by_text("ÉDITION INTERNE")).to_be_visible()
    settled(page)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    following, where = page.get_by_role("button", name="Suivant"), page.locator(".st-key-room-go button")
    titles = []
    for screen in range(1, SCREENS):
        expect(where).to_contain_text(re.compile(rf"^{screen} / \d+"))
        titles.append(page.get_by_role("heading", level=1).text_content())
        if not following.is_enabled():
            break
        page.keyboard.press("ArrowRight")
        settled(page)
    assert len(set(titles)) > 10
    page.keyboard.press("ArrowLeft")
    expect(where).to_contain_text(re.compile(rf"^{len(titles) - 1} / {len(titles)}"))
    settled(page)


def decides(page: Page) -> None:
    """Type a decision: its letters are keys of the room, and do nothing else."""
    page.keyboard.press("d")
    asked = page.get_by_role("dialog")
    text = asked.get_by_label("Décision", exact=True)
    text.click()
    page.keyboard.type("Demander un budget MDQ")
    page.keyboard.press("ArrowLeft")
    expect(text).to_have_value("Demander un budget MDQ")
    expect(page.get_by_text("ÉDITION INTERNE")).to_be_visible()
    asked.get_by_role("button", name="Enregistrer").click()
    expect(asked).to_have_count(0)
    expect(page.get_by_test_id("stToast")).to_contain_text("il lui manque")
    settled(page)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", level=1)).to_contain_text("écision")
    expect(page.get_by_text("Demander un budget MDQ").or_(page.get_by_test_id("stDataFrame")).first).to_be_visible()
    settled(page)
    page.keyboard.press("q")
    expect(page.get_by_role("heading", level=1, name="Revue fournisseurs")).to_be_visible()
    expect(page.get_by_role("button", name="Suite : suivre les décisions")).to_be_visible()
    settled(page)


def takes_the_pack_away(page: Page) -> None:
    """Make the three files and download one of them."""
    page.get_by_role("radio", name="2. Geler et remettre").check(force=True)
    settled(page)
    page.get_by_role("button", name="Préparer les trois fichiers").click()
    for suffix in ("pptx", "pdf", "xlsx"):
        expect(page.get_by_role("button", name=f"revue-T3-2026-CAB-02-interne.{suffix}")).to_be_visible(timeout=90_000)
    settled(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="revue-T3-2026-CAB-02-interne.pdf").click()
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF")


def is_masked_for_the_firm(page: Page, dashboard: Opened, others: set[str]) -> None:
    """Through every screen, and the way back from a figure and a row, no other firm is in what is received."""
    heard = listening(page)
    page.goto(dashboard.address("review?lang=fr&review=1&room=firm&screen=1"))
    settled(page)
    expect(page.get_by_text("ÉDITION CABINET")).to_be_visible()
    page.get_by_role("button", name="Dépense", exact=True).click()
    page.get_by_role("dialog").get_by_role("tab", name="Ce qui est compté").click()
    tables = page.get_by_role("dialog").get_by_test_id("stDataFrame")
    choose_row(page, tables.first, 0)
    expect(tables).to_have_count(2)
    page.keyboard.press("Escape")
    settled(page)
    following = page.get_by_role("button", name="Suivant")
    for _ in range(SCREENS):
        if not following.is_enabled():
            break
        page.keyboard.press("ArrowRight")
        settled(page)
    assert named(heard, {"Tresmaux & Associés"})
    assert named(heard, others) == set()

    heard.clear()
    page.keyboard.press("m")
    expect(page.get_by_text("ÉDITION INTERNE")).to_be_visible()
    settled(page)
    for _ in range(SCREENS):
        if not following.is_enabled():
            break
        page.keyboard.press("ArrowRight")
        settled(page)
    assert named(heard, others)

    heard.clear()
    page.keyboard.press("m")
    expect(page.get_by_text("ÉDITION CABINET")).to_be_visible()
    settled(page)
    assert named(heard, others) == set()
