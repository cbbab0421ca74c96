"""The watch kept over every journey sees what it watches for; without this, its silence would prove nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.screen import settled
from tests.browser.watch import Watch
from tests.dashboard import Opened

pytestmark = pytest.mark.browser
HOSTILE = """
const there = document.querySelector('[data-testid=stMain]');
there.insertAdjacentHTML('beforeend', '<p><img src="http://phone-home.invalid/image.png"></p>');
there.insertAdjacentHTML('beforeend', '<a href="http://phone-home.invalid/link">ici</a>');
there.lastChild.remove();
fetch('http://phone-home.invalid/fetch').catch(() => {});
"""


def test_an_image_a_link_and_a_request_are_seen(on_demo: Opened, new_context: Callable[..., BrowserContext]) -> None:
    watch, context = Watch(), new_context(locale="fr-FR")
    watch.over(context)
    page = context.new_page()
    page.goto(on_demo.address("definitions"))
    settled(page)
    watch.settle()
    assert watch.seen() == []

    page.evaluate(HOSTILE)
    watch.settle()
    page.route("http://phone-home.invalid/page", lambda route: route.fulfill(body="<h1>elsewhere</h1>"))
    page.goto("http://phone-home.invalid/page")
    seen = watch.seen()
    assert "made <img> http://phone-home.invalid/image.png" in seen
    assert "made <a> http://phone-home.invalid/link" in seen
    assert "asked http://phone-home.invalid/page" in seen
    refused = "\n".join(one for one in seen if "Content Security Policy" in one)
    assert "http://phone-home.invalid/image.png" in refused
    assert "http://phone-home.invalid/fetch" in refused
