"""What the tests of the doorstep share: the project's files copied to an awkward place."""

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


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
    code = ("app.py", "ui/__init__.py", "ui/start.py", "ui/discreet.py")
    for name in (*code, ".streamlit/config.toml", "assets/icon.png"):
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
