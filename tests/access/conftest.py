"""A store full of canaries, and a dashboard that shares it, made once; tests that write have a copy of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data.store import Store
from tests.access.canaries import canary_store
from tests.dashboard import port_of_its_own
from tests.doorstep.conftest import ROOT
from ui.shared import lacking

if TYPE_CHECKING:
    from tests.access.issuer import Issuer


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store whose every secret text is a canary; tests only read it."""
    return canary_store(tmp_path_factory.mktemp("canaries"))


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Path:
    """A copy to write in: nothing holds the store, and nothing waits in a log beside it."""
    return Path(shutil.copy(kept, tmp_path))


@dataclass
class Shared:
    """A dashboard shared on this machine, its identity provider, its file and its store."""

    issuer: Issuer
    file: Path
    store: Path
    port: int

    def address(self, link: str = "") -> str:
        return f"http://localhost:{self.port}/{link}"

    @property
    def journal(self) -> list[dict[str, str]]:
        path = self.store.with_name(f"{self.store.stem}-access.jsonl")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@contextmanager
def sharing(kept: Path, folder: Path, address: str = "http://localhost:{}") -> Iterator[Shared]:
    """Share a copy of the store of canaries, as an administrator does; skip where nothing can sign people in."""
    if missing := lacking():
        if os.environ.get("CI") == "true":
            pytest.fail(missing.en)
        pytest.skip(missing.en)
    from tests.access.issuer import Issuer  # noqa: PLC0415 — not installed on a laptop
    from tests.access.shared_file import written  # noqa: PLC0415 — as above

    issuer, port = Issuer(), port_of_its_own()
    store, file = Path(shutil.copy(kept, folder)), written(folder, issuer, address.format(port))
    with Store(store).writing(derive=False) as con:  # its review is frozen anew, whole, in the browser
        con.execute("DELETE FROM snapshots")
        con.execute("UPDATE reviews SET state = 'prepared'")
    server = subprocess.Popen(
        [
            *(sys.executable, "-P", "-m", "ui.cli", "--store", str(store), "--lang", "en"),
            *("--shared", str(file), "--port", str(port)),
        ],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    assert server.stdout is not None
    assert server.stdout.readline().startswith(f"Binôme is shared: {address.format(port)}, ")
    try:
        yield Shared(issuer, file, store, port)
    finally:
        server.terminate()
        server.wait(timeout=30)
        issuer.close()


@pytest.fixture(scope="session")
def shared_dashboard(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    """A dashboard shared on this machine, without a proxy."""
    with sharing(kept, tmp_path_factory.mktemp("shared")) as shared:
        yield shared
