"""Real dashboards on stores of their own, and a browser in which everything that must not happen is written down."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.watch import Watch
from tests.dashboard import Opened, launch, port_of_its_own
from tests.doorstep.conftest import ROOT

LAPTOP = {"width": 1366, "height": 768}
expect.set_options(timeout=30_000)  # a first session imports the table and chart libraries
Visit = Callable[[str], Page]


def spoken(store: Path, *words: str) -> str:
    """Say words to the command line, on a store, and return its answer."""
    command = [sys.executable, "-m", "ui.cli", *words, "--store", str(store)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portfolio, loaded once into a store that the journeys only read."""
    store = tmp_path_factory.mktemp("browser") / "demo.duckdb"
    spoken(store, "demo")
    return store


@pytest.fixture(scope="session")
def on_demo(demo: Path) -> Iterator[Opened]:
    one = launch(ROOT, store=demo, port=port_of_its_own())
    yield one
    one.close()


@pytest.fixture
def nothing(tmp_path: Path) -> Path:
    """Where a store will be; nothing is there yet."""
    return tmp_path / "store.duckdb"


@pytest.fixture
def on_nothing(nothing: Path) -> Iterator[Opened]:
    one = launch(ROOT, store=nothing, port=port_of_its_own())
    yield one
    one.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Write down, over the whole of a journey, what must not happen; it fails at its end if anything did."""
    one = Watch()
    yield one
    one.settle()
    assert one.seen() == []


@pytest.fixture
def visit(new_context: Callable[..., BrowserContext], watch: Watch) -> Visit:
    """Open a browser of a given language, as for the first time: nothing is remembered, everything is watched."""

    def come(locale: str) -> Page:
        context = new_context(locale=locale, viewport=LAPTOP, color_scheme="light")
        watch.over(context)
        return context.new_page()

    return come
