"""The dashboard, opened as people open it: in a process of its own, on a store of its own."""

import http.client
import os
import re
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OPEN = """
from pathlib import Path
from ui import start
{before}
raise SystemExit(start.dashboard({port}, browser=False, store=Path({store!r}), lang={lang!r}))
"""


@dataclass
class Opened:
    """A dashboard opened in a process of its own, and what it said."""

    process: subprocess.Popen[str]
    lines: list[str]
    port: int

    def get(self, path: str = "/_stcore/health", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    def address(self, link: str = "") -> str:
        return f"http://127.0.0.1:{self.port}/{link}"

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=20)


def port_of_its_own() -> int:
    """Find a port far from those that the dashboard tries first: other tests watch which of these are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def launch(
    house: Path,
    lang: str | None = "fr",
    port: int | None = None,
    before: str = "",
    store: Path | str = "s",
    **env: str,
) -> Opened:
    """Open the dashboard whose files lie in `house`, and wait for the sentence that says where it is."""
    process = subprocess.Popen(
        [sys.executable, "-c", OPEN.format(port=port, lang=lang, before=before, store=str(store))],
        cwd=house,
        env={**os.environ, "PYTHONPATH": str(house), **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line.rstrip("\n"))
        if address := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return Opened(process, lines, int(address[1]))
    return Opened(process, lines, 0)
