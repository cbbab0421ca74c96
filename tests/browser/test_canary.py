"""A narrative that must be found nowhere but where a reader asked to see it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visit
from tests.browser.screen import settled
from tests.browser.test_pages import PAGES
from tests.browser.watch import Watch
from tests.dashboard import launch, port_of_its_own
from tests.doorstep.conftest import ROOT
from tests.hostile.builder import fee, invoice, ledes

pytestmark = pytest.mark.browser
CANARY = "CANARI-7f3d"
TO_A_FILE = "import os; os.dup2(os.open({log!r}, os.O_CREAT | os.O_WRONLY | os.O_APPEND), 2)"
STORAGE = """async () => JSON.stringify([
    {...localStorage}, {...sessionStorage}, document.cookie, (await indexedDB.databases()).map(one => one.name),
    (await caches.keys()),
])"""
PICTURE = f"{CANARY} ![x](http://phone-home.invalid/{CANARY}.png) <img src='http://phone-home.invalid/{CANARY}'>"


def spoken(store: Path, home: Path, *words: str) -> str:
    """Say words as a reader does, with a temporary folder of their own; return all that they print."""
    done = subprocess.run(
        [sys.executable, "-m", "ui.cli", *words, "--store", str(store)], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "TMPDIR": str(home / "tmp")}, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout + done.stderr


def written_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


def walk(page: Page, address: str) -> list[str]:
    """Open every page, and one that asks for what does not exist; return what the browser keeps and where it was."""
    seen = []
    for link in [*PAGES.values(), f"?firm={quote('nobody ' + 'x' * 20)}", "?kpi=spend", "papers?number=N1"]:
        page.goto(f"{address}{link}")
        settled(page)
        seen += [page.url, page.evaluate(STORAGE), page.title()]
    return [*seen, page.request.get(f"{address}_stcore/nothing-here").text(), page.content()]


def test_a_narrative_is_in_no_log_no_temporary_file_no_address_and_nothing_kept(
    tmp_path: Path, visit: Visit, watch: Watch
) -> None:
    (tmp_path / "tmp").mkdir()
    sent, store, log = tmp_path / "sent.txt", tmp_path / "store" / "store.duckdb", tmp_path / "server.log"
    line = fee("1", "100.00", "100.00", text=PICTURE, worked="20260702")
    bad = invoice(fee("1", "9.00", "9.00", text=PICTURE), number="N2")
    bad[0]["worked"] = "20261399"
    sent.write_text(ledes([*invoice(line, number="N1", date="20261001"), *bad]))
    said = [spoken(store, tmp_path, *words) for words in (("import", str(sent)), ("verify",), ("imports", "--json"))]
    one = launch(
        ROOT, store=store, port=port_of_its_own(), before=TO_A_FILE.format(log=str(log)), TMPDIR=str(tmp_path / "tmp")
    )
    try:
        said += walk(visit("fr-FR"), one.address())
        page = visit("en-GB")
        page.goto(one.address("imports"))
        settled(page)
        page.get_by_role("button", name="Write a backup").click()
        settled(page)
        assert json.loads(page.evaluate(STORAGE))
        watch.settle()
        for context in watch.contexts:
            context.close()
        watch.contexts.clear()
    finally:
        one.close()
    said += [spoken(store, tmp_path, "undo", "1"), *one.lines, *(one.process.stdout or ()), *watch.requests]
    assert [text for text in said if CANARY in text] == []
    assert CANARY not in log.read_text(encoding="utf-8")
    assert written_in(tmp_path / "tmp") == []
