"""Words of the command line, run as a reader would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from ui.cli import main

SUMMER = ("--period", "2026-T3")


def run(store: Path | None, *words: object, lang: str = "fr") -> Result:
    before = ["--store", str(store)] if store else []
    return CliRunner().invoke(main, [*before, *map(str, words)], env={"BINOME_LANG": lang})


def answer(store: Path, *words: object) -> Any:
    result = run(store, *words, "--json")
    assert result.exit_code in {0, 1}, result.stderr
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)
