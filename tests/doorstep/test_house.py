"""What the house promises about itself: what it installs, and that its walls are watched."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.doorstep.conftest import ROOT

FILES = ("requirements.txt", "requirements-dev.txt", "requirements-intranet.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pinned(name: str) -> dict[str, set[str]]:
    """Versions of each package of a requirement file: one, or one for each kind of Python or system."""
    pins: dict[str, set[str]] = {}
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line[:1].isalnum():
            assert "--hash=sha256:" in line, line
            requirement = Requirement(re.split(r"\s--hash", line)[0])
            (specifier,) = requirement.specifier
            assert specifier.operator == "=="
            pins.setdefault(canonicalize_name(requirement.name), set()).add(specifier.version)
    return pins


@pytest.mark.parametrize("name", FILES)
def test_no_requirement_file_names_where_packages_come_from(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|index-url|find-links|pypi", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("requirements.txt", PROJECT["project"]["dependencies"]),
        ("requirements-dev.txt", PROJECT["dependency-groups"]["dev"]),
        ("requirements-intranet.txt", PROJECT["dependency-groups"]["intranet"]),
    ],
)
def test_what_the_project_asks_for_is_pinned(name: str, wanted: list[str]) -> None:
    pins = pinned(name)
    for requirement in map(Requirement, wanted):
        versions = pins[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(Version(version)) for version in versions), requirement


@pytest.mark.parametrize(("one", "other"), [*itertools.combinations(FILES, 2)])
def test_the_files_pin_the_same_versions(one: str, other: str) -> None:
    first, second = pinned(one), pinned(other)
    both = first.keys() & second.keys()
    assert {name: first[name] for name in both} == {name: second[name] for name in both}


def test_a_laptop_installs_nothing_of_what_signs_people_in() -> None:
    assert not pinned("requirements.txt").keys() & {"authlib", "joserfc", "cryptography", "httpx"}


def test_versions_without_the_known_advisories() -> None:
    """On Windows, older ones let a link read the user's password hash (CVE-2026-33682, CVE-2026-48818)."""
    pins = pinned("requirements.txt")
    for name, floor in {"streamlit": "1.54", "starlette": "1.1"}.items():
        assert all(Version(version) >= Version(floor) for version in pins[name])


@pytest.mark.parametrize("room", ["kpi", "data", "report", "ui"])
def test_no_folder_escapes_the_arrows(room: str) -> None:
    """The tool that checks imports passes over a folder without __init__.py, and says nothing."""
    folders = {file.parent for file in (ROOT / room).rglob("*.py")}
    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def test_no_pages_folder_beside_the_main_script() -> None:
    """Streamlit would run its files by themselves, without the frame, when a link to one is opened first."""
    assert not (ROOT / "ui" / "pages").exists()
    assert "frame.py" in (ROOT / "app.py").read_text(encoding="utf-8")


def test_the_icon_is_a_picture() -> None:
    assert (ROOT / "assets/icon.png").read_bytes().startswith(b"\x89PNG")
    assert Path(ROOT / "assets/icon.svg").read_text(encoding="utf-8").startswith("<svg")
