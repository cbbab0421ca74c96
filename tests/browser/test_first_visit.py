"""The first quarter of an hour: an empty store, the demo portfolio, its figures in the reader's language."""

import json
import re
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from kpi import catalogue
from kpi.model import Lang
from report import words
from tests.browser.conftest import Visit, spoken
from tests.browser.screen import cells, figures, settled
from tests.dashboard import Opened

pytestmark = pytest.mark.browser
FRENCH, ENGLISH = "fr-FR", "en-GB"


def told(store: Path, period: str, lang: Lang) -> dict[str, str]:
    """What the command line answers, as any room of the house says it: title and figure."""
    answer = json.loads(spoken(store, "figure", "all", "--period", period, "--json"))
    return {
        catalogue()[one["kpi"]].title(lang): words.show(
            None if one["value"] is None else Decimal(one["value"]), one["unit"], lang
        )
        for one in answer
    }


def test_from_nothing_to_six_figures_in_both_languages(on_nothing: Opened, nothing: Path, visit: Visit) -> None:
    page = visit(FRENCH)
    page.goto(on_nothing.address())
    settled(page)
    expect(page.get_by_text("Il n'y a pas encore de données.")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(0)

    page.get_by_role("button", name="Charger la démonstration").click()
    expect(page.get_by_text("Il n'y a pas encore de données.")).to_have_count(0)
    in_french = figures(page, 6)
    (period,) = parse_qs(urlsplit(page.url).query)["period"]
    assert in_french.items() <= told(nothing, period, "fr").items()
    assert not {"n.\u00a0d.", "0,00\u00a0€"} & set(in_french.values())
    expect(page.get_by_role("combobox", name="Période")).to_have_value(words.quarter(period, "fr"))

    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Overview")).to_be_visible()
    settled(page)
    assert figures(page, 6).items() <= told(nothing, period, "en").items()
    expect(page.get_by_role("combobox", name="Period")).to_have_value(words.quarter(period, "en"))

    english = visit(ENGLISH)
    english.goto(on_nothing.address())
    settled(english)
    assert figures(english, 6).items() <= told(nothing, period, "en").items()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_figure_explains_itself_in_words(on_demo: Opened, visit: Visit, lang: Lang) -> None:
    page = visit({"fr": FRENCH, "en": ENGLISH}[lang])
    page.goto(on_demo.address(f"?lang={lang}"))
    settled(page)
    shown = figures(page, 6)
    explained = page.get_by_role("dialog")
    for place, (title, value) in enumerate(shown.items()):
        page.get_by_role("button", name={"fr": "Comment ce chiffre", "en": "How this figure"}[lang]).nth(place).click()
        expect(explained.get_by_role("heading", name=title)).to_be_visible()
        expect(explained.get_by_test_id("stMetricValue").first).to_have_text(value)
        explained.get_by_role("tab").last.click()
        table = explained.get_by_test_id("stDataFrame")
        expect(table).to_be_visible()
        said = [explained.inner_text(), *cells(table)[0]]
        assert not re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", "\n".join(said)), title
        explained.get_by_role("button", name="Close").click()
        expect(explained).to_have_count(0)
