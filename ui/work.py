"""Long work: imports and undo run in a process of their own, shown as they go, stoppable, all or nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from data.progress import Step, left
from data.role import Purpose
from report import words
from ui.reader import lang, plain, t
from ui.view import current, store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from concurrent.futures import Future

ROOT = Path(__file__).resolve().parent.parent
READS_ONLY = ("check", "backup")
_PAUSE = 0.2
_FAREWELL = 10  # seconds in which stopped work takes back what it began
_LONG = 3  # seconds after which the time spent is shown


@dataclass
class _Told:
    """What the work has said so far: how far it is, and its last sentence."""

    step: Step = field(default_factory=lambda: Step("", 0, 0, 0, 1, 0))
    sentence: str = ""

    def listen(self, pipe: Iterable[str]) -> None:
        """Take in every line that the work says, until it ends."""
        for line in pipe:
            try:
                self.step = Step(**json.loads(line))
            except (ValueError, TypeError):
                self.sentence = line.strip() or self.sentence


def run(words: list[str], label: str, folder: Path = ROOT) -> tuple[int, str, str]:
    """Run words of the command line on this dashboard's store; return status, output and last sentence.

    The page's view of the store is closed first: whoever writes waits until every reader is gone. Rerun the page
    afterwards. A click on Stop, on anything else, or a closed tab ends the work, which then stored nothing.
    `folder` is where file names are read from. All of this is for legal ops: the process that does it has every right.
    """
    store().allow(Purpose.DATA)
    _let_go(words[0])
    # -P: code is never looked for in `folder`, where files of others may lie
    command = [sys.executable, "-P", "-m", "ui.cli", *words, "--store", str(store().path.absolute()), "--lang", lang()]
    more = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "BINOME_PROGRESS": "1", "BINOME_LIFELINE": "1"}
    with st.status(label, expanded=True) as status:
        bar, stop = st.progress(0.0), st.empty()
        stop.button(t("Arrêter", "Stop"), key="stop-work", icon=":material/stop_circle:")
        child = subprocess.Popen(  # noqa: S603 — our own command, no shell
            command, cwd=folder, env={**os.environ, **more}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        told = _Told()
        with ThreadPoolExecutor(2) as listeners:  # both pipes are read at once: a full one would block the work
            try:
                answer = listeners.submit("".join, child.stdout or ())
                listeners.submit(told.listen, child.stderr or ())
                _follow(answer, told, bar)
                code = child.wait()
            finally:
                _end(child)
        bar.empty()
        stop.empty()
        sentence = plain(told.sentence or label) if code > 1 else label
        status.update(label=sentence, state="error" if code > 1 else "complete", expanded=code > 1)
    return code, answer.result(), told.sentence


def _let_go(word: str) -> None:
    """Close the page's view of the store; a store that does not exist yet is made, empty.

    A first import that is stopped then leaves an empty store behind, not half a file.
    """
    try:
        current().reader.con.close()
    except LookupError:  # nothing was open: there is no store yet, or this is a dialog
        if word not in READS_ONLY and not store().exists:
            with store().writing():
                pass


def _follow(answer: Future[str], told: _Told, bar: Any) -> None:  # noqa: ANN401 — a Streamlit element
    """Show how far the work is until it has answered; at each look, Streamlit may end this run."""
    began = time.monotonic()
    while not answer.done():
        bar.progress(told.step.done / told.step.total, text=_said(told.step, time.monotonic() - began))
        time.sleep(_PAUSE)


def _said(step: Step, spent: float) -> str:
    """Say how far the work is: the file at hand, the lines met, the time left or, while that is unknown, spent."""
    if not step.file or not step.name:
        seconds = t(f" ({spent:.0f}\u00a0s)", f" ({spent:.0f} s)") if spent > _LONG else ""
        return (t("Derniers contrôles…", "Last checks…") if step.done else t("En cours…", "At work…")) + seconds
    parts = [f"{step.file}/{step.files}", plain(step.name)]
    if step.lines:
        parts.append(words.count(step.lines, "line", lang()))
    if (seconds_left := left(step, spent)) is not None:
        rest = words.duration(seconds_left, lang())
        parts.append(t(f"encore {rest} environ", f"about {rest} left"))
    return " · ".join(parts)


def _end(child: subprocess.Popen[str]) -> None:
    """Let go of the work's lifeline, leave it the time to take back what it began, then end it for good."""
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(_FAREWELL)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def load_demo() -> None:
    """Load the demo portfolio, then show it."""
    code, _, told = run(["demo"], t("Chargement de la démonstration…", "Loading the demo…"))
    if code <= 1:
        st.rerun()
    st.error(plain(told))
