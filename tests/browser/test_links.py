"""A link is a view: opened first, on a server that nobody has visited, it shows what its sender saw."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from data.listing import choices, names
from data.store import Store
from kpi.model import Period, Scope
from report import words
from tests.browser.conftest import Visit, spoken
from tests.browser.screen import figures, settled
from tests.dashboard import Opened, launch
from tests.doorstep.conftest import ROOT

pytestmark = pytest.mark.browser
HOSTILE = "![x](http://phone-home.invalid/link.png)"


@pytest.fixture
def fresh(demo: Path) -> Iterator[Opened]:
    """A server that has shown nothing yet."""
    one = launch(ROOT, store=demo)
    yield one
    one.close()


def busiest_firm(store: Path, period: Period) -> tuple[str, dict[str, dict[str, str]]]:
    """Return the firm with the most instructions of a period, and the names that the store knows."""
    answer = json.loads(
        spoken(store, "figure", "off_panel_rate", "--period", period.key(), "--by", "firm", "--json")
        if hasattr(period, "key")
        else spoken(store, "figure", "off_panel_rate", "--by", "firm", "--json")
    )
    found = max(answer["groups"], key=lambda group: group["n"])
    with Store(store).reading() as reader:
        return found["key"], names(reader)
