"""Where the pages under test look for their store, on a day that does not move."""

from pathlib import Path

import pytest
import streamlit as st

from data import demo
from data.imports import import_files, sources
from data.store import Store
from tests.doorstep.conftest import ROOT
from tests.ui.reviewing import TODAY, november, ready


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the dashboard looks for its store; nothing is there yet."""
    path = tmp_path / "store.duckdb"
    monkeypatch.setenv("BINOME_STORE", str(path))
    monkeypatch.chdir(ROOT)
    november(monkeypatch)
    st.cache_data.clear()
    return path


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo portfolio with a review of one firm, frozen."""
    folder = tmp_path_factory.mktemp("demo")
    store = Store(folder / "store.duckdb")
    demo.write(folder / "files", TODAY.date())
    import_files(store, sources([folder / "files"]))
    ready(store, firm="CAB-02")
    return store.path
