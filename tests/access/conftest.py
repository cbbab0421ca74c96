"""A store full of canaries, made once; tests that write have a copy of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.access.canaries import canary_store


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store whose every secret text is a canary; tests only read it."""
    return canary_store(tmp_path_factory.mktemp("canaries"))


@pytest.fixture
def own(kept: Path, tmp_path: Path) -> Path:
    """A copy to write in: nothing holds the store, and nothing waits in a log beside it."""
    return Path(shutil.copy(kept, tmp_path))
