"""The word `pack`: three files in a folder, or a sentence that says why not."""

from __future__ import annotations

import datetime as dt
import re
import stat
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from data import reviews
from data.store import Store
from kpi.model import Lang, Period
from report.review.build import frozen
from report.review.plan import Plan
from tests.data.ledger import BOTH, PORTFOLIO, Books, bill
from tests.ui.commands import SUMMER, run
from ui import packing

DAY = dt.date(2026, 11, 22)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    books = Books(tmp_path_factory.mktemp("pack"))
    books.take(*PORTFOLIO.values())
    return books.store.path


def words_of(path: Path) -> str:
    """Give every word of a file, those of embedded workbooks and properties included."""
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(path).pages)
    return words_inside(path.read_bytes())


def words_inside(data: bytes) -> str:
    said = []
    with zipfile.ZipFile(BytesIO(data)) as parts:
        for name in parts.namelist():
            inside = parts.read(name)
            said.append(words_inside(inside) if name.endswith(".xlsx") else inside.decode("utf-8", "replace"))
    return re.sub(r"<[^>]+>", " ", " ".join(said))


@pytest.mark.parametrize("lang", BOTH)
def test_three_files_for_a_firm_that_name_no_other(store: Path, tmp_path: Path, lang: Lang) -> None:
    done = run(store, "pack", *SUMMER, "--firm", "F-2", "--edition", "firm", "--out", tmp_path, lang=lang)
    assert done.exit_code == 0, done.stderr
    made = sorted(tmp_path.iterdir())
    assert [path.suffix for path in made] == [".pdf", ".pptx", ".xlsx"]
    assert [str(path) for path in made] == sorted(done.stdout.split())
    for path in made:
        said = words_of(path)
        assert "Miller" in said
        assert not re.search(r"(?i)dubois|F-1042", said), path.name
        if sys.platform != "win32":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_firms_lines_hold_no_narrative_and_number_their_timekeepers(store: Path, tmp_path: Path) -> None:
    asked = ("--firm", "F-1042", "--edition", "firm", "--lines", "--pseudonyms", "--format", "xlsx")
    done = run(store, "pack", *SUMMER, *asked, "--out", tmp_path)
    assert done.exit_code == 0, done.stderr
    said = words_of(next(tmp_path.iterdir()))
    assert "Intervenant 1" in said
    assert "Analyse des pieces" not in said
    assert "Dubois, Anne" not in said


def test_one_format_and_every_line(store: Path, tmp_path: Path) -> None:
    lines = run(store, "pack", *SUMMER, "--lines", "--format", "xlsx", "--out", tmp_path)
    assert lines.exit_code == 0, lines.stderr
    [path] = tmp_path.iterdir()
    assert path.name == "revue-T3-2026-panel-interne.xlsx"
    assert "Analyse des pieces adverses" in words_of(path)  # what the firms wrote


@pytest.mark.parametrize(
    ("words", "fr", "en"),
    [
        (("--period", "2026-T9"), "« 2026-T9 » n'est pas une période", "“2026-T9” is no period"),
        ((*SUMMER, "--firm", "nobody"), "Il n'y a pas de cabinet « nobody »", "There is no firm “nobody”"),
        ((*SUMMER, "--edition", "firm"), "ajouter --firm", "add --firm"),
    ],
)
def test_what_cannot_be_made_is_said(store: Path, tmp_path: Path, words: tuple[str, ...], fr: str, en: str) -> None:
    for lang, sentence in (("fr", fr), ("en", en)):
        refused = run(store, "pack", *words, "--out", tmp_path / "out", lang=lang)
        assert refused.exit_code == 2
        assert sentence in refused.stderr.replace("\u00a0", " ").replace("\u202f", " ")
        assert not (tmp_path / "out").exists()


def test_a_template_that_is_none_is_refused(store: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "template.pptx"
    wrong.write_bytes(b"PK, but no presentation")
    refused = run(store, "pack", *SUMMER, "--out", tmp_path / "out", "--template", wrong)
    assert refused.exit_code == 2
    assert "modèle" in refused.stderr
    assert not (tmp_path / "out").exists()


def test_without_data_there_is_no_pack(tmp_path: Path) -> None:
    refused = run(tmp_path / "none.duckdb", "pack", *SUMMER, "--out", tmp_path / "out")
    assert refused.exit_code == 2
    assert "demo" in refused.stderr


def test_a_frozen_review_stays_until_asked_otherwise(tmp_path: Path) -> None:
    books = Books(tmp_path)
    books.take(*PORTFOLIO.values())
    store, summer = Store(books.store.path), Period.parse("2026-T3")
    number = reviews.start(store, summer.start, summer.end, "F-1042", Plan().model_dump_json())
    with store.reading() as reader:
        book = frozen(packing.brief(reader, packing.Wanted(summer, "F-1042"), DAY))
    reviews.freeze(store, number, book)
    books.take(bill("A9 M1 1000.00"))
    told = {}
    for name, more in (("frozen", ()), ("live", ("--live",))):
        out = tmp_path / name
        done = run(store.path, "pack", *SUMMER, "--firm", "F-1042", "--format", "xlsx", "--out", out, *more)
        assert done.exit_code == 0, done.stderr
        told[name] = words_of(next(out.iterdir()))
    assert "453.33" in told["frozen"]
    assert "1453.33" not in told["frozen"]
    assert "1453.33" in told["live"]
