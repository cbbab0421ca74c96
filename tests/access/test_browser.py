"""Every page, dialog, export and room in a real browser, by role: what reaches it, frame by frame, byte by byte."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, Download, Page, WebSocket, expect
from pypdf import PdfReader

from tests.access.canaries import CANARIES
from tests.access.conftest import Shared
from tests.browser.screen import choose_row, settled
from tests.doorstep.conftest import ROOT

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
PAGES = sorted(file.stem for file in (ROOT / "pages").glob("*.py"))
SCREENS = re.compile(r"^\d+ . \d+ · ")


@dataclass
class Wire:
    """All that a browser received of the store: frames, pages, files, opened where they are packed."""

    received: list[bytes] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        socket.on(
            "framereceived", lambda frame: self.received.append(frame if isinstance(frame, bytes) else frame.encode())
        )

    def take(self, download: Download) -> None:
        """Open a file that was downloaded, and what is packed inside it."""
        content = download.path().read_bytes()
        self.received.append(content)
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                self.received += [packed.read(name) for name in packed.namelist()]
        elif content.startswith(b"%PDF"):
            self.received += [sheet.extract_text().encode() for sheet in PdfReader(io.BytesIO(content)).pages]

    def canaries(self) -> set[str]:
        return {name for name, canary in CANARIES.items() if any(canary.encode() in part for part in self.received)}

    def has(self, text: str) -> bool:
        return any(text.encode() in part for part in self.received)


@dataclass
class Visitor:
    """Somebody at a browser."""

    shared: Shared
    context: BrowserContext
    wire: Wire
    page: Page

    def signs_in(self, sub: str, lang: str = "fr") -> None:
        self.shared.issuer.next_sub = sub
        self.page.goto(self.shared.address(f"?lang={lang}"))
        self.page.get_by_role("button", name={"fr": "Se connecter", "en": "Sign in"}[lang]).click()
        expect(self.page.get_by_role("button", name=re.compile("Se déconnecter|Sign out"))).to_be_visible()

    def opens(self, link: str) -> None:
        answer = self.page.goto(self.shared.address(link))
        assert answer is not None
        self.wire.received.append(answer.body())
        settled(self.page)

    def takes(self) -> None:
        """Download every table that is shown."""
        for name in ("CSV", "XLSX"):
            for button in self.page.get_by_role("button", name=name, exact=True).filter(visible=True).all():
                with self.page.expect_download() as awaited:
                    button.click()
                self.wire.take(awaited.value)

    def traces_back(self) -> None:
        """Open how the first figure is made, what it counted, its lines, the text received."""
        page = self.page
        page.get_by_role("button", name="Comment ce chiffre est fait").first.click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_test_id("stMetric").first).to_be_visible()
        tab = dialog.get_by_role("tab", name="Ce qui est compté")
        if tab.count():
            tab.click()
            choose_row(page, dialog.get_by_test_id("stDataFrame").first, 0)
            expect(dialog.get_by_text("Lignes", exact=True)).to_be_visible()
            settled(page)
            if self.wire.has(CANARIES["narrative"]):
                choose_row(page, dialog.get_by_test_id("stDataFrame").last, 0)
                expect(dialog.get_by_text("Texte reçu")).to_be_visible()
        page.keyboard.press("Escape")

    def walks(self) -> None:
        """Open every page by its address, filtered, and take what it offers."""
        for name in PAGES:
            self.opens(f"{'' if name == 'overview' else name}?lang=fr&period=2026-T3&firm=F1")
            for tab in self.page.get_by_role("tab").filter(visible=True).all():
                tab.click()
            if name in ("overview", "panel", "quality"):
                self.takes()
        self.opens("?lang=fr&period=2026-T3")
        self.traces_back()

    def reviews(self) -> None:
        """Open each stage of the review, make the pack with every line, then hold it in the room, both ways."""
        page = self.page
        self.opens("review?lang=fr&review=1")
        page.get_by_role("radio", name="2. Geler et remettre").click()
        settled(page)
        freeze = page.get_by_role("button", name="Geler les chiffres")
        if freeze.count():
            freeze.click()
            expect(page.get_by_test_id("stMain")).to_contain_text("chiffres gelés le", timeout=120_000)
        for stage in ("1. Préparer", "3. Tenir en salle", "4. Suivre", "2. Geler et remettre"):
            page.get_by_role("radio", name=stage).click()
            settled(page)
        page.get_by_text("Toutes les lignes dans le classeur").click()
        page.get_by_role("button", name="Préparer les trois fichiers").click()
        expect(page.get_by_text("Dossier prêt.")).to_be_visible(timeout=120_000)
        for file in page.get_by_role("button", name=re.compile(r"\.(pptx|pdf|xlsx)$")).all():
            with page.expect_download() as awaited:
                file.click()
            self.wire.take(awaited.value)
        for edition in ("internal", "firm"):
            page.goto(self.shared.address(f"review?lang=fr&review=1&room={edition}&screen=1"))
            place = page.get_by_role("button", name=SCREENS)
            expect(place).to_be_visible()
            for screen in range(2, 30):
                settled(page)
                following = page.get_by_role("button", name="Suivant")
                if following.is_disabled():
                    break
                following.click()
                expect(page.get_by_role("button", name=re.compile(rf"^{screen} . \d+ · "))).to_be_visible()

    def leaves(self) -> set[str]:
        self.page.wait_for_timeout(500)
        self.context.close()
        return self.wire.canaries()


@pytest.fixture
def come(shared_dashboard: Shared, new_context: Callable[..., BrowserContext]) -> Callable[[], Visitor]:
    def visitor() -> Visitor:
        context = new_context(locale="fr-FR", viewport={"width": 1366, "height": 900}, accept_downloads=True)
        one = Visitor(shared_dashboard, context, Wire(), context.new_page())
        one.wire.over(one.page)
        return one

    return visitor


EVERYWHERE = {"narrative", "timekeeper of a line", "note of legal", "reason of legal", "budget note of legal"}
"""What legal ops meet on this very walk: were it not so, the others would prove nothing."""


def test_legal_ops_then_the_others_on_the_same_server(come: Callable[[], Visitor]) -> None:
    """Legal ops first: what was worked out for them is at hand when the buyer and the reader come."""
    legal = come()
    legal.signs_in("sub-legal")
    legal.walks()
    legal.reviews()
    assert legal.leaves() >= EVERYWHERE
    buyer = come()
    buyer.signs_in("sub-buyer")
    buyer.walks()
    buyer.reviews()
    assert buyer.wire.has("Cabinet Un")
    assert buyer.wire.has("A-1")
    assert buyer.leaves() == set()
    reader = come()
    reader.signs_in("sub-reader")
    reader.walks()
    assert reader.wire.has("Cabinet Un")
    assert not reader.wire.has("A-1")
    assert not reader.wire.has("Bail Lyon")
    assert reader.leaves() == set()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_somebody_unknown_is_told_what_to_give_the_administrator(come: Callable[[], Visitor], lang: str) -> None:
    unknown = come()
    unknown.signs_in("sub-nobody", lang)
    shown = unknown.page.get_by_test_id("stMain")
    expect(shown).to_contain_text("sub = sub-nobody")
    expect(shown).to_contain_text(f"iss = {unknown.shared.issuer.iss}")
    for name in PAGES if lang == "fr" else PAGES[:1]:
        unknown.page.goto(unknown.shared.address(f"{name}?lang={lang}"))
        expect(shown).to_contain_text("sub = sub-nobody")
    assert not unknown.wire.has("Cabinet Un")
    assert unknown.leaves() == set()


def test_a_page_of_another_role_is_refused_in_a_sentence(come: Callable[[], Visitor]) -> None:
    buyer = come()
    buyer.signs_in("sub-buyer")
    buyer.opens("imports?lang=fr")
    expect(buyer.page.get_by_test_id("stMain")).to_contain_text("Cette page n'est pas ouverte à votre rôle.")
    expect(buyer.page.get_by_test_id("stFileUploader")).to_have_count(0)


def test_a_token_that_ends_while_a_page_is_open_gives_no_more_data(come: Callable[[], Visitor]) -> None:
    buyer = come()
    buyer.shared.issuer.lasts = 8
    try:
        buyer.signs_in("sub-buyer")
        settled(buyer.page)
        buyer.page.wait_for_timeout(8000)
        buyer.wire.received.clear()
        buyer.page.get_by_text("English", exact=True).click()
        expect(buyer.page.get_by_test_id("stMain")).to_contain_text("Your session has ended.")
    finally:
        buyer.shared.issuer.lasts = 3600
    assert not buyer.wire.has("Cabinet Un")


def test_signing_out_ends_the_other_tab_too(come: Callable[[], Visitor]) -> None:
    reader = come()
    reader.signs_in("sub-reader")
    other = reader.context.new_page()
    other.goto(reader.shared.address("costs?lang=fr"))
    settled(other)
    reader.page.get_by_role("button", name="Se déconnecter").click()
    expect(reader.page.get_by_role("button", name="Se connecter")).to_be_visible()
    other.get_by_text("English", exact=True).click()
    expect(other.get_by_test_id("stMain")).to_contain_text("Your session has ended.")
    did = [line["did"] for line in reader.shared.journal]
    assert did.count("signed out") == 1


def test_the_provider_is_asked_by_code_and_pkce_for_no_more_than_who_it_is(come: Callable[[], Visitor]) -> None:
    reader = come()
    reader.signs_in("sub-reader")
    asked = reader.shared.issuer.asked[-1]
    assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == ("code", "S256", "openid")
    assert {"state", "nonce"} <= set(asked)
