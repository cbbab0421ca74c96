"""Long work: imports and undo run in a process of their own, shown as they go, stoppable, all or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import streamlit as st

from ui.reader import lang, plain, t
from ui.view import store

ROOT = Path(__file__).resolve().parent.parent


def run(words: list[str], label: str) -> tuple[int, str, str]:
    """Run words of the command line on this dashboard's store; return status, output and errors."""
    command = [sys.executable, "-m", "ui.cli", "--store", str(store().path), "--lang", lang(), *words]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "BINOME_PROGRESS": "1"}
    with st.status(label, expanded=True) as status:
        bar = st.progress(0.0)
        child = subprocess.Popen(  # noqa: S603 — our own command, no shell
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            told = _follow(child, bar)
            output = child.stdout.read() if child.stdout else ""
            code = child.wait()
        finally:
            if child.poll() is None:
                child.kill()
                child.wait()
        bar.empty()
        state = "error" if code > 1 else "complete"
        status.update(label=label if code <= 1 else plain(told or label), state=state, expanded=code > 1)
    return code, output, told


def _follow(child: subprocess.Popen[str], bar: Any) -> str:  # noqa: ANN401 — a Streamlit element
    """Show the child's progress as it comes; return the last sentence it wrote."""
    told = ""
    for line in child.stderr or ():
        try:
            step = json.loads(line)
            bar.progress(min(1.0, step["done"] / max(1, step["total"])), text=plain(step["name"]))
        except (ValueError, KeyError, TypeError):
            told = line.strip() or told
    return told


def load_demo() -> None:
    """Load the demo portfolio, then show it."""
    code, _, told = run(["demo"], t("Chargement de la démonstration…", "Loading the demo…"))
    if code <= 1:
        st.rerun()
    st.error(plain(told))
