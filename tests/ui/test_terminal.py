"""A terminal obeys escape sequences: none from a file reaches it, by any word, and no line is forged."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from data.imports import import_files
from data.store import Store
from tests.hostile.builder import fee, invoice, ledes
from tests.ui.commands import SUMMER, run

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj.exe\x7f"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
FORGED = "\r\n✓ Dépense = tout va bien"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store whose every text tries to steer the terminal that shows it."""
    store = Store(tmp_path_factory.mktemp("terminal") / "store.duckdb")
    line = fee(
        "1", "100.00", "100.00", text=f"Note{ESCAPES}", keeper=f"K{ESCAPES}", name=f"Nom{ESCAPES}", task="L1\x1b[5m"
    )
    bad = invoice(fee("1", "1.00", "1.00", text=f"Note{ESCAPES}"), firm="F2", number="N2")
    bad[0]["total"] = "x\x1b[31m"
    good = invoice(line, firm=f"F{ESCAPES}", number=f"N{ESCAPES}", matter=f"M{ESCAPES}", date="20260715")
    files = [
        (f"a{ESCAPES}{FORGED}.txt", ledes([*good, *bad]).encode()),
        ("firms.csv", f'firm_id;name\nF2;"Cabinet{ESCAPES}{FORGED}"\n'.encode()),
        ("matters.csv", f'matter_id;name;matter_type\nM2;"Bail{FORGED}";"Type{ESCAPES}"\n'.encode()),
        (f"nothing{ESCAPES}.txt", f"nothing {ESCAPES}{FORGED}".encode()),
    ]
    import_files(store, files)
    return store.path


WORDS = (
    ("imports",),
    ("figure", "spend", "--by", "firm", *SUMMER),
    ("figure", "spend", "--by", "firm", "--csv", *SUMMER),
    ("lines", "spend", *SUMMER),
    ("lines", "spend", "--csv", *SUMMER),
    ("match",),
    ("papers",),
    ("papers", "--all"),
    ("problems",),
    ("verify",),
    ("erase", "--narratives", "--before", "2027-01-01"),
    ("erase", "--timekeeper", f"F{ESCAPES}:nobody\x1b[2J"),
    ("figure", "spend", "--where", f"firm=\x1b[2J{FORGED}", *SUMMER),
)


@pytest.mark.parametrize("words", WORDS, ids=range(len(WORDS)))
def test_no_word_lets_a_file_steer_the_terminal(hostile: Path, words: tuple[str, ...]):
    result = run(hostile, *words)
    assert result.exit_code in {0, 1, 2}, result.exception
    said = result.stdout + result.stderr
    assert said
    assert STEERING.findall(said.replace("\ufeff", "")) == []
    assert not re.search("^✓ Dépense = tout va bien", said, re.MULTILINE) or "--csv" in words


@pytest.mark.parametrize("words", [("imports",), ("lines", "spend", *SUMMER), ("match",), ("papers",)])
def test_json_keeps_the_values_and_steers_nothing(hostile: Path, words: tuple[str, ...]):
    result = run(hostile, *words, "--json")
    assert STEERING.findall(result.stdout) == []
    if words[0] == "lines":
        [row] = [row for row in json.loads(result.stdout)["rows"] if row["firm_id"] != "F2"]
        assert row["narrative"] == f"Note{ESCAPES}"


def test_an_import_says_what_it_read_without_obeying_it(hostile: Path, tmp_path: Path):
    (tmp_path / f"b{ESCAPES.replace('/', '')}.txt").write_text(f"LEDES1998B[]\nnothing {ESCAPES}\n")
    result = run(hostile, "check", tmp_path)
    assert result.exit_code == 1
    assert STEERING.findall(result.stdout) == []
