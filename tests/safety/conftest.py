"""Books to write in: an empty store for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.ledger import Books


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path)
