"""The dashboard in a real browser: how long until its first figures, and how long until another period stands there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from playwright.sync_api import Page, expect, sync_playwright

from ui.start import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
PERIODS: Final = ("T2 2026", "T1 2026", "T4 2025", "T3 2025", "T2 2025")
CARDS: Final = 6
BROWSER: Final = "/usr/bin/chromium"
A_MINUTE: Final = 60_000
_FIRST_PORT: Final = 8900


def measured(store: Path) -> dict[str, float]:
    """Open the dashboard on a store as people do; return seconds to the first figures, and of a change of period."""
    port = free_port(_FIRST_PORT) or _FIRST_PORT
    begun = time.perf_counter()
    server = subprocess.Popen(  # noqa: S603 — our own words
        [sys.executable, "-m", "ui.cli", "--no-browser", "--port", str(port)],
        cwd=ROOT, env={**os.environ, "BINOME_STORE": str(store)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for line in server.stdout or ():
            if "http://" in line:
                break
        opened = time.perf_counter() - begun
        with sync_playwright() as playwright:
            own = BROWSER if Path(BROWSER).exists() else None
            browser = playwright.chromium.launch(executable_path=own, args=["--no-sandbox"])
            page = browser.new_page(locale="fr-FR", viewport={"width": 1366, "height": 768})
            page.set_default_timeout(A_MINUTE)
            expect.set_options(timeout=A_MINUTE)
            begun = time.perf_counter()
            page.goto(f"http://127.0.0.1:{port}/?lang=fr&period=2026-T3")
            _settled(page)
            first = time.perf_counter() - begun
            changes = sorted(_changes(page))
            browser.close()
    finally:
        server.terminate()
        server.wait()
    return {"first_figures_s": opened + first, "repaint_s": median(changes), "repaint_slowest_s": changes[-1]}


def _settled(page: Page) -> None:
    expect(page.get_by_test_id("stMetric")).to_have_count(CARDS)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def _changes(page: Page) -> Iterator[float]:
    """Choose one period after the other, none seen before; yield the seconds until the page says it, whole."""
    chooser = page.get_by_test_id("stSidebar").get_by_test_id("stSelectbox").get_by_role("combobox")
    for period in PERIODS:
        chooser.click()
        option = page.get_by_role("option", name=period)
        expect(option).to_be_visible()
        begun = time.perf_counter()
        option.click()
        expect(page.get_by_test_id("stMain").get_by_test_id("stCaptionContainer").first).to_contain_text(period)
        _settled(page)
        yield time.perf_counter() - begun
