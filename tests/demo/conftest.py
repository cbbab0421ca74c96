"""One portfolio for all tests of the demo: writing it takes a second."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.demo import write

from .files import TODAY


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio of one day, written once for all tests."""
    path = tmp_path_factory.mktemp("demo")
    write(path, TODAY)
    return path
