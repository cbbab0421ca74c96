"""Every page, in both languages, on a laptop: nothing cut, nothing broken, nothing left in the other language."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from data.listing import choices, names, notes
from data.store import Store
from kpi.model import Lang
from report import words
from tests.browser.conftest import Visit
from tests.browser.screen import cells, go_to, settled
from tests.dashboard import Opened
from tests.doorstep.conftest import ROOT
from ui.filters import NONE

pytestmark = pytest.mark.browser
PAGES = {file.stem: "" if file.stem == "overview" else file.stem for file in sorted((ROOT / "pages").glob("*.py"))}
"""The pages and their addresses; the first one has none of its own."""
LOCALES: dict[Lang, str] = {"fr": "fr-FR", "en": "en-GB"}
FOREIGN: dict[Lang, str] = {
    "fr": "Period|Firms?|Matters?|Spend|Invoices?|Reading|Choose|Overview|Quality|Language|Rate|Amount|How|"
    "Not recorded",
    "en": "Périodes?|Cabinets?|Dossiers?|Dépense|Factures?|Lecture|Choisir|Vue d|Qualité|Langue|Taux|Montant|"
    "Comment ce|"
    "Non renseigné|n\\.\\sd\\.",
}
"""Words of the screen, as sentences and labels begin: references and data may hold others."""
EMPTY = re.compile(r"\b(None|nan|NaN|NaT|null|undefined|Decimal)\b")
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
TIGHT = re.compile(r"[^\s] [;:!?»%€](?=\s|$)|« (?=\S)")
"""In French these signs are never parted from their words: the space before them, or after «, does not break."""
WIDTHS = """() => [document.documentElement, document.querySelector('[data-testid=stMain]')]
    .map(part => part.scrollWidth - part.clientWidth)"""


@pytest.fixture(scope="session")
def data_words(demo: Path) -> re.Pattern[str]:
    """The words of the demo portfolio, which are French in both languages."""
    with Store(demo).reading() as reader:
        asked, known, noted = choices(reader), names(reader), [str(note["text"]) for note in notes(reader)]
    found = {*asked.matter_types, *asked.entities, *known["firm"].values(), *known["matter"].values(), *noted}
    ordered = sorted(filter(None, found), key=len, reverse=True)
    # a chart breaks a note into lines, between which no space is left to read
    return re.compile("|".join(r"\s*".join(map(re.escape, one.split())) for one in ordered))


@pytest.mark.parametrize("lang", LOCALES)
def test_every_page_is_whole(on_demo: Opened, visit: Visit, data_words: re.Pattern[str], lang: Lang) -> None:
    page = visit(LOCALES[lang])
    wrong = []
    for name, address in PAGES.items():
        page.goto(on_demo.address(f"{address}?lang={lang}"))
        drawn(page)
        wrong += [f"{name}: {fault}" for fault in faults(page, data_words, lang)]
    assert not wrong, "\n".join(["", *wrong])


def drawn(page: Page) -> None:
    """Wait until the charts and tables are drawn as well."""
    settled(page)
    for chart in in_sight(page, "stVegaLiteChart"):
        expect(chart.locator("canvas, svg").first).to_be_visible()
    for table in in_sight(page, "stDataFrame"):
        expect(table.get_by_test_id("data-grid-canvas")).to_be_visible()


def in_sight(page: Page, kind: str) -> list[Locator]:
    """Find what is not behind a closed tab."""
    return page.get_by_test_id(kind).filter(visible=True).all()


def faults(page: Page, data_words: re.Pattern[str], lang: Lang) -> list[str]:
    """Say what is wrong with a page, in words."""
    tables = [cells(table) for table in in_sight(page, "stDataFrame")]
    headers = [cell for table in tables for cell in table[0]]
    text = data_words.sub("…", page.locator("body").inner_text())
    said = "\n".join([text, *headers])
    everything = "\n".join([said, *(cell for table in tables for row in table[1:] for cell in row)])
    return [
        *(f"{over} pixels too wide" for over in page.evaluate(WIDTHS) if over > 0),
        *(f"broken: {box.inner_text()}" for box in page.get_by_test_id("stException").all()),
        *(f"refused: {box.inner_text()}" for box in page.get_by_test_id("stAlertContentError").all()),
        *(f"empty value: {around(everything, found)}" for found in EMPTY.finditer(everything)),
        *(f"column named by its code: {header}" for header in headers if CODE.fullmatch(header)),
        *(f"other language: {around(said, found)}" for found in re.finditer(rf"\b({FOREIGN[lang]})\b", said)),
        *(f"loose sign: {around(said, found)}" for found in TIGHT.finditer(said) if lang == "fr"),
    ]


def around(text: str, found: re.Match[str]) -> str:
    """Quote what was found with what stands around it."""
    return text[max(0, found.start() - 30) : found.end() + 30].replace("\n", " ⏎ ")


def test_a_change_of_language_changes_nothing_else(on_demo: Opened, visit: Visit) -> None:
    """Streamlit's browser side holds a choice by its words; said in others, it silently became the first one."""
    page = visit(LOCALES["fr"])
    page.goto(on_demo.address("costs"))
    settled(page)
    page.get_by_role("combobox", name="Période").click()
    page.get_by_role("option").nth(3).click()
    page.get_by_role("radio", name="Coût complet moyen d'un dossier clos").check(force=True)
    page.get_by_role("combobox", name="Type de dossier", exact=True).fill("Non renseigné")
    page.get_by_role("option", name="Non renseigné").click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stMultiSelect").filter(has_text="Non renseigné")).to_be_visible()
    settled(page)
    link = asked(page)
    assert link["type"] == NONE

    page.get_by_role("radio", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Costs")).to_be_visible()
    expect(page.get_by_role("combobox", name="Period")).to_have_value(words.quarter(link["period"], "en"))
    expect(page.get_by_test_id("stMultiSelect").filter(has_text="Not recorded")).to_be_visible()
    expect(page.get_by_role("radio", name="Average full cost of a closed matter")).to_be_checked()
    settled(page)
    assert asked(page) == link | {"lang": "en"}

    page.get_by_role("combobox", name="Firm").click()  # the choices go back to the server with this one
    page.get_by_role("option").first.click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stMultiSelect").filter(has_text="All firms")).to_have_count(0)
    settled(page)
    page.wait_for_url("**firm=**")  # the address follows the choice one run later
    firm = asked(page)["firm"]
    assert asked(page) == link | {"lang": "en", "firm": firm}
    expect(page.get_by_role("radio", name="Average full cost of a closed matter")).to_be_checked()

    go_to(page, "Data", "Definitions")
    page.wait_for_url("**lang=en**")
    page.reload()
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Definitions")


def asked(page: Page) -> dict[str, str]:
    """Read what the address bar says."""
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
