"""Two questions of an import, in a real browser: who is this firm, and which version of an invoice counts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, spoken
from tests.browser.screen import settled
from tests.dashboard import Opened
from tests.data.ledger import bill

pytestmark = pytest.mark.browser
FILES = {
    "1.csv": "firm_id;name\nF-1;Dubois & Associés\n",
    "2.txt": bill("N1 M1 300.00", firm="Dubois Associés SELARL"),
    "3.txt": bill("N1 M1 350.00", firm="Dubois Associés SELARL"),
}


def test_a_firm_is_settled_and_undone_then_a_version_chosen(
    on_nothing: Opened, nothing: Path, visit: Visit, tmp_path: Path
):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        spoken(nothing, "import", str(tmp_path / name))
    page = visit("fr-FR")
    page.goto(on_nothing.address("matching"))
    settled(page)
    proposal = page.get_by_role("button", name="Dubois & Associés · F-1")
    proposal.click()
    expect(page.get_by_text("est désormais « Dubois & Associés · F-1 »")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Annuler").first.click()
    expect(proposal).to_be_visible()
    settled(page)

    page.goto(on_nothing.address("papers"))
    settled(page)
    keep = page.get_by_role("button", name="Retenir celle-ci")
    expect(keep).to_have_count(2)
    keep.last.click()
    expect(page.get_by_text("Une seule facture : la première compte")).to_be_attached()
    expect(keep).to_have_count(0)
    settled(page)
    assert '"value": "300.00"' in spoken(nothing, "figure", "spend", "--period", "2026-T3", "--json")
