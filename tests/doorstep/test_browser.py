"""In a real browser: the policy lets the dashboard work, and lets nothing out."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.dashboard import Opened, launch

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)  # a first session imports the table and chart libraries


@pytest.fixture(scope="module")
def opened(house: Path) -> Iterator[Opened]:
    one = launch(house)
    yield one
    one.process.terminate()
    one.process.wait(timeout=20)


@pytest.fixture
def console(page: Page) -> list[str]:
    """What the browser complains of while the page is used."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", listen)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_works_and_nothing_leaves(opened: Opened, page: Page, console: list[str], scheme: str) -> None:
    left: set[str | None] = set()
    page.on("requestfinished", lambda request: left.add(urlsplit(request.url).hostname))
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"http://127.0.0.1:{opened.port}/")

    expect(page.get_by_test_id("stMetricValue")).to_have_text("18,4 %")
    expect(page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").locator("canvas").first).to_be_visible()

    page.locator("input[type=file]").set_input_files(
        {"name": "été.txt", "mimeType": "text/plain", "buffer": b"LEDES1998B[]\n"}
    )
    expect(page.get_by_text("reçu été.txt, 13 octets")).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger").click()
    assert Path(download.value.path()).read_bytes() == b"montant\n1,00\n"

    page.get_by_role("button", name="Ouvrir").click()
    expect(page.get_by_text("dans le dialogue")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("fin de page")).to_be_visible()

    time.sleep(1)  # a beacon would go out a little later than what it comes with
    assert left == {"127.0.0.1"}
    beacons = [text for text in console if "phone-home.invalid" in text]
    assert {"markdown.png", "html.png"} == {
        name for text in beacons for name in ("markdown.png", "html.png") if name in text
    }
    assert [text for text in console if text not in beacons] == []


def test_another_site_can_neither_frame_nor_read_it(opened: Opened, page: Page) -> None:
    address = f"http://127.0.0.1:{opened.port}"
    page.route("http://other.example/", lambda route: route.fulfill(body="<h1>other</h1>", content_type="text/html"))
    page.goto("http://other.example/")
    reach = "url => fetch(url).then(r => r.text(), () => 'refused')"
    assert page.evaluate(reach, f"{address}/_stcore/health") == "refused"
    socket = """url => new Promise(done => {
        const ws = new WebSocket(url);
        ws.onopen = () => done('open');
        ws.onerror = () => done('refused');
    })"""
    assert page.evaluate(socket, f"ws://127.0.0.1:{opened.port}/_stcore/stream") == "refused"
    page.evaluate(
        "url => { const f = document.createElement('iframe'); f.src = url; document.body.append(f); }",
        address,
    )
    page.wait_for_timeout(1500)
    assert not any("Dépense" in frame.content() for frame in page.frames[1:])
