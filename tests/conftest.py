"""What every test that drives a browser shares: the Chromium of the system, and a skip that says why."""

import os
import shutil
import sys
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session", autouse=True)
def no_store_of_the_reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the store of whoever runs the tests out of them: what no test places is looked for where nothing is."""
    nowhere = tmp_path_factory.mktemp("nowhere") / "store.duckdb"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BINOME_STORE", str(nowhere))
        yield
    assert not nowhere.exists(), "a test wrote into the store that it did not choose"


@pytest.fixture(scope="session", autouse=True)
def nothing_forced_to_the_disk() -> Iterator[None]:
    """Wait for no disk in this process: thousands of stores are written, and what kills test is killed in others."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(os, "fsync", lambda _: None)
        yield


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
