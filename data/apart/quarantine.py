"""XML and PDF files are read in a process of their own, within limits: what kills it costs one file, and is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import checks
from data.apart.limits import OUT_OF_MEMORY, limits
from data.apart.sniffing import is_pdf, is_xml
from data.problem import Problem
from data.repair import SetAside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

_ROOT = Path(__file__).resolve().parents[2]
_FAREWELL = 5  # seconds


def apart(data: bytes) -> bool:
    """Say whether a file is to be read in quarantine: it is XML, or a PDF."""
    return is_xml(data) or is_pdf(data)


@dataclass(frozen=True)
class Found:
    """What was found in one file. Heads and lines are cells as text; a line names its head by its place."""

    format: str
    encoding: str
    heads: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    set_aside: list[SetAside]
    problems: list[Problem]
    ignored: int
    texts: dict[int, str]


class Quarantine:
    """The process apart, started when the first file needs it. Use as a context: it ends with it."""

    def __init__(self) -> None:
        self.limits = limits()
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def read(self, data: bytes, texts: Sequence[int] = ()) -> Found:
        """Read one file; `texts` are the lines whose text as received is wanted too."""
        asked = {"size": len(data), "texts": list(texts)}
        late = threading.Event()
        child = self._running()

        def give_up() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self.limits.seconds, give_up)
        timer.start()
        try:
            told = _exchange(child, json.dumps(asked).encode() + b"\n", data)
        finally:
            timer.cancel()
            timer.join()
        if told is not None and not late.is_set():
            return _found(json.loads(told))
        with suppress(subprocess.TimeoutExpired):  # it is ending by itself; if not, it is ended
            child.wait(_FAREWELL)
        self.close()
        return _nothing(self._reason(child.returncode, late=late.is_set()))

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = subprocess.Popen(
                [sys.executable, "-P", "-m", "data.apart.child"], env={**os.environ, "PYTHONPATH": str(_ROOT)},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        return self._child

    def _reason(self, status: int | None, *, late: bool) -> Problem:
        if late:
            return Problem(checks.SLOW, more={"expected": str(self.limits.seconds)})
        if status == OUT_OF_MEMORY:
            return Problem(checks.HEAVY, more={"expected": str(self.limits.memory_mb)})
        return Problem(checks.CRASH, seen=str(status))


def _exchange(child: subprocess.Popen[bytes], request: bytes, data: bytes) -> bytes | None:
    """Send a request; return the answer, or None when the process has ended before."""
    if child.stdin is None or child.stdout is None:
        return None
    try:
        child.stdin.write(request)
        child.stdin.write(data)
        child.stdin.flush()
    except OSError:  # it has ended; its status says why
        return None
    length = child.stdout.readline()
    if not length.endswith(b"\n"):
        return None
    told = child.stdout.read(int(length))
    return told if len(told) == int(length) else None


def _found(told: dict[str, Any]) -> Found:
    problems = [_problem(*one) for one in told.pop("problems")]
    aside = [(text, _problem(*one)) for text, one in told.pop("set_aside")]
    texts = {int(line): text for line, text in told.pop("texts").items()}
    set_aside = [SetAside(problem.line, text, problem) for text, problem in aside]
    return Found(problems=problems, set_aside=set_aside, texts=texts, **told)


def _nothing(problem: Problem) -> Found:
    return Found("unknown", "", [], [], [], [problem], 0, {})


def _problem(code: str, line: int, column: str, seen: str, more: dict[str, str]) -> Problem:
    return Problem(checks.KINDS[code], line, column, seen, more)
