"""The words erase and retention, and what the page of imports says of personal data, in both languages."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data import disk
from data.disk import Encryption
from data.imports import import_files
from data.store import Store
from kpi.model import Lang, Text
from tests.doorstep.conftest import ROOT
from tests.hostile.builder import fee, invoice, ledes
from tests.ui.commands import answer, run
from ui import privacy, start

OLD = fee("1", "80.00", "80.00", worked="20200105", text="Note de crise", name="Ancien, Jean", keeper="T9")


@pytest.fixture
def store(place: Path) -> Path:
    """One invoice of 2020, by somebody who left, and one of 2026."""
    new = fee("1", "20.00", "20.00", worked="20260705")
    files = [invoice(OLD, number="O1", date="20200131"), invoice(new, number="N1", date="20260731")]
    import_files(Store(place), [(f"{n}.txt", ledes(rows).encode()) for n, rows in enumerate(files)])
    return place


def kept(store: Path, word: str) -> bool:
    with Store(store).reading() as reader:
        return bool(reader.value("SELECT count(*) FROM lines WHERE contains(narrative || timekeeper_name, $1)", [word]))


@pytest.mark.parametrize(("lang", "will", "done"), [("fr", "Sera effacé", "Effacé"), ("en", "Will be", "Erased")])
def test_erase_says_what_will_go_then_does_it(store: Path, lang: str, will: str, done: str):
    words = ("erase", "--timekeeper", "F-1042:T9", "--narratives", "--before", "2021-01-01")
    asked = run(store, *words, lang=lang)
    assert (asked.exit_code, will in asked.stdout, "0.txt" in asked.stdout) == (2, True, True)
    assert kept(store, "crise")
    made = run(store, *words, "--yes", lang=lang)
    assert (made.exit_code, done in made.stdout, "SSD" in made.stdout) == (0, True, True)
    assert not kept(store, "crise")
    assert not kept(store, "Ancien")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("erase",), "Dire quoi effacer"),
        (("erase", "--timekeeper", "F-1042"), "écrire le code du cabinet, deux-points"),
        (("erase", "--timekeeper", "F-9:T9"), "Il n'y a pas de cabinet"),
        (("erase", "--timekeeper", "F-1042:nobody"), "n'a pas d'intervenant"),
        (("erase", "--narratives"), "--before, et une date"),
        (("retention", "--names", "toujours"), "n'est pas une durée"),
        (("retention", "--names", "0"), "n'est pas une durée"),
    ],
)
def test_what_cannot_be_done_is_said(store: Path, words: tuple[str, ...], said: str):
    result = run(store, *words)
    assert (result.exit_code, said in result.stderr.replace("\u00a0", " ")) == (2, True)


def test_stores_kept_beside_are_named_then_erased_too_when_asked(store: Path):
    copy = store.with_name("copy.duckdb")
    run(store, "backup", copy)
    words = ("erase", "--timekeeper", "F-1042:T9")
    assert "copy.duckdb peut encore contenir" in run(store, *words).stdout
    assert "copy.duckdb, sera effacé" in run(store, *words, "--kept-too").stdout
    assert kept(copy, "Ancien")
    run(store, *words, "--yes")
    assert "copy.duckdb, effacé" in run(store, *words, "--kept-too", "--yes").stdout  # there, it is still to be done
    assert not kept(copy, "Ancien")


def test_an_import_applies_the_periods_and_says_so(store: Path, tmp_path: Path):
    assert answer(store, "retention", "--narratives", "24")["months"] == {
        "names": None, "narratives": 24, "comments": None,
    }  # fmt: skip
    assert kept(store, "crise")
    (tmp_path / "more.txt").write_text(ledes(invoice(fee("1", "1.00", "1.00"), number="N2")))
    done = run(store, "import", tmp_path / "more.txt", "--json")
    assert json.loads(done.stdout)["files"][0]["status"] == "imported"
    assert "Durées de conservation appliquées" in done.stderr
    assert not kept(store, "crise")
    assert answer(store, "retention", "--narratives", "off")["months"]["narratives"] is None


def test_the_dashboard_applies_them_in_a_process_of_its_own(
    store: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    run(store, "retention", "--names", "24")
    dead = store.parent / ".binome-scratch-dead"
    dead.mkdir()
    (dead / ".in-use").touch()
    monkeypatch.setattr(start, "TIDY_AFTER", 0)
    start.tidy()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(60)
    assert not kept(store, "Ancien")
    assert not dead.exists()
    assert capfd.readouterr().out == ""


def page(lang: Lang) -> AppTest:
    app = AppTest.from_file(str(ROOT / "ui" / "frame.py"), default_timeout=60)
    app.query_params["lang"] = lang
    return app.switch_page(str(ROOT / "pages" / "imports.py")).run()


SAID: dict[Lang, tuple[str, ...]] = {
    "fr": ("Confidentialité", "n'est pas chiffré (rien vu)", "Libellés et fichiers d'origine : 24 mois", "sans limite"),
    "en": ("Privacy", "is not encrypted (nothing seen)", "Narratives and original files: 24 months", "without limit"),
}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_says_where_data_lie_and_for_how_long(store: Path, monkeypatch: pytest.MonkeyPatch, lang: Lang):
    run(store, "retention", "--narratives", "24", "--run")
    monkeypatch.setattr(disk, "encryption", lambda _: Encryption("no", Text("rien vu", "nothing seen")))
    privacy._encryption.clear()  # type: ignore[attr-defined]
    app = page(lang)
    shown: list[Any] = [*app.header, *app.markdown, *app.caption, *app.warning]
    text = "\n".join(str(one.value) for one in shown).replace("\u00a0", " ").replace("\\", "")
    assert [said for said in SAID[lang] if said not in text] == []
    assert [str(one.value) for one in app.exception] == []
