"""Killed before the last steps of a write, of a backup or of a restore: all or nothing, and the next import goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

ROOT = Path(__file__).resolve().parents[2]


def killed(action: str, folder: Path, *, stride: int, last: int = 0, twice: int = 0) -> dict[str, Any]:
    """Kill an action before its steps; return what was seen, having checked that nothing is wrong with it."""
    words = [sys.executable, "-P", "-m", "tests.data.killing", action, folder, stride, last, twice]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    found = subprocess.run([*map(str, words)], cwd=ROOT, env=env, text=True, stdout=subprocess.PIPE, check=True)
    seen: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
    assert seen["wrong"] == []
    assert seen["kills"] > 0
    return seen


@pytest.mark.parametrize(("action", "totals"), [("import", {120, 127}), ("undo", {120, 100}), ("restore", {127, 120})])
def test_killed_before_some_of_the_last_steps(tmp_path: Path, action: str, totals: set[int]):
    seen = killed(action, tmp_path, stride=12, last=36)
    assert seen["steps"] > 60
    assert {*seen["found"]} == totals
