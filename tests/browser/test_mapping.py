"""A table that nothing recognises, in a real browser: dropped, corrected by keys, imported; nothing gets out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, spoken
from tests.browser.screen import settled
from tests.browser.test_way_back import dropped
from tests.dashboard import Opened
from tests.mapping.extracts import SAGE, SAP

pytestmark = pytest.mark.browser
BEACON = "![x](http://phone-home.invalid/a.png)"


def desk(page: Page, address: str, file: Path, zone: str) -> None:
    page.goto(address)
    settled(page)
    dropped(page, zone).set_input_files(file)


def test_an_sap_extract_is_imported_in_one_click(on_nothing: Opened, nothing: Path, visit: Visit, tmp_path: Path):
    file = tmp_path / f"extrait {BEACON.replace('/', '_')}.txt"
    file.write_bytes(SAP.replace("SGTXT", BEACON).encode("cp1252"))
    page = visit("fr-FR")
    desk(page, on_nothing.address("imports"), file, "Des fichiers")
    expect(page.get_by_text(re.compile(r"2\sfactures, 1\scabinet, du 31/07/2026"))).to_be_visible()
    expect(page.get_by_role("combobox", name="WRBTR")).to_have_value("Montant")
    expect(page.get_by_role("combobox", name="BLART")).to_have_value("Type de pièce")
    settled(page)
    page.get_by_role("button", name="Enregistrer et importer").click()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Import n°\u00a01")
    settled(page)
    assert '"value": "900.00"' in spoken(nothing, "figure", "spend", "--period", "2026-T3", "--json")


def test_a_sage_ledger_is_completed_at_the_keyboard(on_nothing: Opened, visit: Visit, tmp_path: Path):
    file = tmp_path / "journal.csv"
    file.write_bytes(SAGE.encode("cp1252"))
    page = visit("en-GB")
    desk(page, on_nothing.address("imports?lang=en"), file, "Files")
    save = page.get_by_role("button", name="Save and import")
    expect(page.get_by_text("Amounts include VAT, and nothing gives it")).to_be_visible()
    expect(save).to_be_disabled()
    settled(page)
    page.get_by_role("combobox", name="VAT of lines that do not say it").focus()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2,900.50")).to_be_visible()
    settled(page)
    expect(save).to_be_enabled()
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Import no.\u00a01")
    settled(page)
