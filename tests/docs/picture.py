"""The pictures of the documentation, taken anew from the demo portfolio in a real browser.

`python -m tests.docs.picture` writes docs/images/overview.png and overview.en.png; it needs Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import CHROMIUM
from tests.docs.console import ROOT

WIDE, HIGH = 1366, 1225
"""As wide as a laptop; down to the charts, before the lists."""
SETTLED = 2500  # milliseconds in which charts are drawn


def take(browser: Browser, address: str, lang: str, file: Path) -> None:
    """Take the overview in one language, once its charts are drawn."""
    page = browser.new_page(viewport={"width": WIDE, "height": HIGH}, color_scheme="light")
    page.goto(f"{address}/?lang={lang}")
    page.get_by_test_id("stVegaLiteChart").nth(1).locator("canvas, svg").first.wait_for()
    page.wait_for_timeout(SETTLED)
    page.screenshot(path=file)
    page.close()


def main() -> None:
    """Load the demo into a store of its own, open the dashboard on it, take each picture."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        words = [sys.executable, "-m", "ui.cli", "--store", f"{folder}/demo.duckdb"]
        subprocess.run([*words, "demo"], check=True, cwd=ROOT)
        with subprocess.Popen([*words, "--no-browser", "--port", str(port)], cwd=ROOT) as dashboard:
            found = next(filter(None, map(shutil.which, CHROMIUM)), None)
            sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
            browser = playwright.chromium.launch(executable_path=found, args=sandbox)
            try:
                while dashboard.poll() is None:
                    with socket.socket() as probe:
                        if not probe.connect_ex(("127.0.0.1", port)):
                            break
                    time.sleep(0.2)
                for lang, name in (("fr", "overview.png"), ("en", "overview.en.png")):
                    take(browser, f"http://127.0.0.1:{port}", lang, ROOT / "docs" / "images" / name)
            finally:
                browser.close()
                dashboard.terminate()


if __name__ == "__main__":
    main()
