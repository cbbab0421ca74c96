"""XML, PDF and archives are opened in a process of their own, within limits: what kills it costs one file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data import checks
from data.apart.limits import OUT_OF_MEMORY, limits
from data.apart.sniffing import is_pdf, is_xml
from data.problem import Problem
from data.repair import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType
    from typing import IO, Self

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


@dataclass(frozen=True)
class Member:
    """A file of an archive: its name there, which is no path, where its bytes lie, and what is to be told of it."""

    name: str
    path: Path
    told: tuple[Problem, ...]


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
        child = self._running()
        with self._timed(child) as late:
            told = _exchange(child, json.dumps(asked).encode() + b"\n", data)
        if told is not None and not late.is_set():
            return _found(json.loads(told))
        return _nothing(self._ended(child, late=late.is_set()))

    def unfold(self, data: bytes, folder: Path, size: int, members: int) -> tuple[list[Member], list[Problem]]:
        """Unfold an archive into numbered files of a folder; return them, and what is wrong with the archive.

        No more than so many bytes and files are unfolded.
        """
        asked = {"size": len(data), "left": [size, members]}
        child, found = self._running(), _Unfolded(folder)
        with self._timed(child) as late:
            over = _send(child, json.dumps(asked).encode() + b"\n", data) and found.listen(child.stdout)
        if not over or late.is_set():
            found.cut()
            found.problems.append(self._ended(child, late=late.is_set()))
        return found.members, found.problems

    @contextmanager
    def _timed(self, child: subprocess.Popen[bytes]) -> Iterator[threading.Event]:
        """End the process once its time is over; the event given says whether it came to that."""
        late = threading.Event()

        def give_up() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(self.limits.seconds, give_up)
        timer.start()
        try:
            yield late
        finally:
            timer.cancel()
            timer.join()

    def _ended(self, child: subprocess.Popen[bytes], *, late: bool) -> Problem:
        """Say why the process has ended."""
        with suppress(subprocess.TimeoutExpired):  # it is ending by itself; if not, it is ended
            child.wait(_FAREWELL)
        self.close()
        return self._reason(child.returncode, late=late)

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


class _Unfolded:
    """Takes in what an archive holds as it unfolds: a file that turns out not to be whole is forgotten."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.members: list[Member] = []
        self.problems: list[Problem] = []
        self._open: IO[bytes] | None = None
        self._count = 0

    def listen(self, steps: IO[bytes] | None) -> bool:
        """Take in every step; say whether the last one came."""
        while steps is not None and (line := steps.readline()).endswith(b"\n"):
            step = json.loads(line)
            if "over" in step:
                return True
            if "begin" in step:
                self._count += 1
                path = self.folder / str(self._count)
                self._open = path.open("xb")
                self.members.append(Member(step["begin"], path, tuple(_problem(*one) for one in step["told"])))
            elif "end" in step:
                self._close()
                if step["end"]:
                    self.members.pop().path.unlink()
                    self.problems.append(_problem(*step["end"]))
            elif "problem" in step:
                self.problems.append(_problem(*step["problem"]))
            elif self._open is not None:
                content = steps.read(step["size"])
                self._open.write(content)
        return False

    def cut(self) -> None:
        """Forget the file that was being written when the process ended."""
        if self._open is not None:
            self._close()
            self.members.pop().path.unlink()

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _send(child: subprocess.Popen[bytes], request: bytes, data: bytes) -> bool:
    """Send a request; say whether the process was there to take it."""
    if child.stdin is None:
        return False
    try:
        child.stdin.write(request)
        child.stdin.write(data)
        child.stdin.flush()
    except OSError:  # it has ended; its status says why
        return False
    return True


def _exchange(child: subprocess.Popen[bytes], request: bytes, data: bytes) -> bytes | None:
    """Send a request; return the answer, or None when the process has ended before."""
    if child.stdout is None or not _send(child, request, data):
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
