"""A table that nothing recognises, on the import page: proposed, corrected, seen, saved, imported, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.mapping import saved
from data.store import Store
from tests.doorstep.conftest import ROOT
from tests.mapping.extracts import DETAIL, SAGE, SAP

LANGUAGES = ("fr", "en")
HOSTILE = "![x](http://phone-home.invalid/a.png);N° facture;Date facture;Montant HT\nF1;A1;31/07/2026;10,00\n"


def run(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception, [error.message for error in app.exception]
    return app


def dropped(*files: tuple[str, bytes], lang: str = "fr") -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=90)
    app.query_params["lang"] = lang
    run(app.switch_page("../pages/imports.py"))
    app.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files])
    return run(app)


def said(app: AppTest) -> str:
    kinds = (app.header, app.markdown, app.caption, app.info, app.warning, app.success, app.error)
    text = "\n".join(str(element.value) for kind in kinds for element in kind)
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("\\", "")


def press(app: AppTest, label: str) -> AppTest:
    next(one for one in app.button if one.label == label).click()
    return run(app)


def choose(app: AppTest, label: str, value: str) -> AppTest:
    next(one for one in app.selectbox if one.label.replace("\\", "") == label).select(value)
    return run(app)


def known(place: Path) -> list[str]:
    with Store(place).reading() as reader:
        return [one.mapping.name for one in saved.listed(reader)]


def total(place: Path) -> str:
    with Store(place).reading() as reader:
        return f"{reader.value('SELECT coalesce(sum(amount), 0) FROM spend WHERE excluded IS NULL'):.2f}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_extract_is_proposed_seen_and_imported(place: Path, lang: str):
    app = dropped(("extrait.txt", SAP.encode("cp1252")), lang=lang)
    told = said(app)
    assert {"fr": "Rien ne reconnaît « extrait.txt »", "en": "Nothing recognises “extrait.txt”"}[lang] in told
    assert {"fr": "2 factures, 1 cabinet, du 31/07/2026 au 01/08/2026", "en": "2 invoices, 1 firm"}[lang] in told
    assert "900" in told
    assert not place.exists()  # nothing is stored by looking
    press(app, {"fr": "Enregistrer et importer", "en": "Save and import"}[lang])
    assert known(place) == ["extrait"]
    assert total(place) == "900.00"
    assert {"fr": "Correspondances", "en": "Mappings"}[lang] in said(app)


def test_the_next_extract_is_read_by_itself(place: Path):
    app = dropped(("extrait.txt", SAP.encode()))
    press(app, "Enregistrer et importer")
    later = SAP.replace("FA-1", "FA-7").replace("AV-1", "AV-7").encode()
    app = dropped(("suivant.txt", later))
    assert "Rien ne reconnaît" not in said(app)
    press(app, "Importer")
    assert total(place) == "1800.00"


def test_what_is_missing_is_said_and_a_correction_shows_at_once(place: Path):
    app = dropped(("journal.csv", SAGE.encode("cp1252")))
    assert "Les montants sont TTC, et rien ne donne la TVA" in said(app)
    assert next(one for one in app.button if one.label == "Enregistrer et importer").disabled
    choose(app, "TVA des lignes qui ne la disent pas", "0.2")
    assert "3 factures, 2 cabinets" in said(app)
    assert "2 900,50" in said(app)
    choose(app, "N° compte tiers", "")
    assert "Aucune colonne ne donne : Cabinet." in said(app)
    assert not place.exists()


def test_a_column_chosen_twice_is_told(place: Path):
    app = dropped(("extrait.txt", SAP.encode()))
    choose(app, "SGTXT", "firm_id")
    assert "« LIFNR » et « SGTXT » ne peuvent pas être toutes deux : Cabinet" in said(app)
    assert not place.exists()


def test_a_firms_detail_can_be_lines_or_a_register(place: Path):
    app = dropped(("detail.csv", DETAIL.encode()))
    assert "1 facture, 1 cabinet" in said(app)
    app.radio[0].set_value("invoices")
    run(app)
    assert "Nature" in said(app)
    press(dropped(("detail.csv", DETAIL.encode())), "Enregistrer et importer")
    with Store(place).reading() as reader:
        assert reader.value("SELECT count(*) FROM lines") == 2


def test_a_recognised_file_is_not_asked_about(place: Path):
    register = b"firm_id;invoice_number;invoice_date;net_amount\nF1;A1;2026-07-31;100,00\n"
    app = dropped(("registre.csv", register), ("note.txt", b"Bonjour\n"), ("vide.csv", b" "))
    assert "Rien ne reconnaît" not in said(app)
    assert not place.exists()


def test_a_heading_is_text_never_markdown(place: Path):
    app = dropped(("piege.csv", HOSTILE.encode()))
    shown = [str(one.value) for kind in (app.markdown, app.caption, app.error, app.warning) for one in kind]
    labels = [one.label for one in app.selectbox]
    assert not [text for text in (*shown, *labels) if "![x](" in text]
    assert not place.exists()


def test_a_mapping_is_deleted_and_what_it_read_stays(place: Path):
    press(dropped(("extrait.txt", SAP.encode())), "Enregistrer et importer")
    app = dropped(("note.txt", b"Bonjour\n"))
    press(app, "Supprimer")
    assert known(place) == []
    assert total(place) == "900.00"
