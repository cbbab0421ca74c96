"""A portfolio of two firms and more, for reviews: written as files, imported, looked at through briefs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.ledger import PORTFOLIO, Books


@pytest.fixture
def books(tmp_path: Path) -> Books:
    made = Books(tmp_path)
    made.take(*PORTFOLIO.values())
    return made
