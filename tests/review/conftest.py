"""Portfolios for reviews: one of two firms, written as files; and the demo, imported once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data.demo import write
from data.imports import import_files, sources
from data.store import Reader, Store
from tests.data.ledger import PORTFOLIO, Books
from tests.review.looking import TODAY


@pytest.fixture
def books(tmp_path: Path) -> Books:
    made = Books(tmp_path)
    made.take(*PORTFOLIO.values())
    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder: Path = tmp_path_factory.mktemp("demo")
    write(folder / "files", TODAY)
    store = Store(folder / "binome.duckdb")
    import_files(store, sources([folder / "files"]))
    with store.reading() as reader:
        yield reader
