"""The same inputs twice, in two programs: the same bytes, but for the moment that a file says it was made."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile

import pytest

from tests.data.ledger import PORTFOLIO, Books
from tests.safety.rounds import Counting, program

# Everything that leaves: answers, tables, templates, the three files of a pack; in both languages.
EXPORTS = """
import json, os, sys
from pathlib import Path
from click.testing import CliRunner
from ui.cli import main
store, files, out, packs = sys.argv[1:]
def ask(*words):
    done = CliRunner().invoke(main, ["--store", store, *words])
    assert done.exit_code in (0, 1), (words, done.output, done.exception)
    return done.stdout
ask("import", files)
told = {}
for lang in ("fr", "en"):
    for words in (["figure", "all", "--json"], ["figure", "spend", "--by", "firm", "--csv"], ["lines", "spend"]):
        told[" ".join([*words, lang])] = ask(*words, "--period", "2026-T3", "--lang", lang)
if packs == "packs":
    ask("pack", "--period", "2026-T3", "--firm", "F-1042", "--edition", "firm", "--out", out)
ask("problems", "--out", out)
print(json.dumps(told))
"""
STAMPS = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?|D:\d{14}[^)]*|\d{1,2}/\d\d/\d{4} \d\d:\d\d")


def made(name: str, data: bytes) -> dict[str, str]:
    """Fingerprint a file, each part of an archive by itself, moments left out."""
    if not data.startswith(b"PK"):
        return {name: hashlib.sha256(STAMPS.sub(b"", data)).hexdigest()}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {f"{name}/{part}": archive.read(part) for part in archive.namelist()}
    return {place: fingerprint for part, inner in parts.items() for place, fingerprint in made(part, inner).items()} | {
        name: " ".join(parts)
    }


@pytest.mark.parametrize("what", ["answers", pytest.param("packs", marks=pytest.mark.slow)])
def test_two_programs_make_the_same_bytes(books: Books, what: str, record_property: Counting):
    (books.folder / "files").mkdir()
    for name, text in PORTFOLIO.items():
        (books.folder / "files" / name).write_text(text)
    running = []
    for seed in ("1", "2"):  # sets and dictionaries of another order in each program
        folder = books.folder / f"out {seed}"
        folder.mkdir()
        place = books.folder / f"{seed}.duckdb"
        running.append((folder, program(EXPORTS, place, books.folder / "files", folder, what, PYTHONHASHSEED=seed)))
    found = []
    for folder, one in running:
        told, wrong = one.communicate()
        assert one.returncode == 0, wrong
        files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
        assert len(files) >= (5 if what == "packs" else 2)
        parts = {place: said for name, data in files.items() for place, said in made(name, data).items()}
        found.append((json.loads(told), parts))
    assert found[0][0] == found[1][0]
    first, second = found[0][1], found[1][1]
    assert {name for name in first if first[name] != second.get(name)} == set()
    record_property("answers and files compared byte by byte", len(found[0][0]) + len(files))
