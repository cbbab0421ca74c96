"""What the tests of the doorstep share: the project's files copied to an awkward place, and a Chromium."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose name has spaces, accents and an apostrophe, as those of users do."""
    folder = tmp_path_factory.mktemp("doorstep") / "Suivi de l'année é"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def house(awkward: Path, request: pytest.FixtureRequest) -> Path:
    """Copy of the server's files with a small page of its own, so that only the doorstep is tested."""
    home = awkward / request.module.__name__.rpartition(".")[2]
    for name in ("app.py", "ui/__init__.py", "ui/start.py", ".streamlit/config.toml", "assets/icon.png"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, home / name)
    shutil.copy(Path(__file__).with_name("frame.py"), home / "ui" / "frame.py")
    return home


def load(file: Path) -> ModuleType:
    """Import a script by its path, under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"tried_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Drive the browser of the system: none is downloaded."""
    quiet = ["--disable-background-networking", "--disable-component-update"]
    if sys.platform == "win32":
        return {**browser_type_launch_args, "channel": "msedge", "args": quiet}
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        reason = "no Chromium on this machine"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox to root
    return {**browser_type_launch_args, "executable_path": found, "args": [*quiet, *sandbox]}
