"""What is promised of security names its test, and the test exists; the components are those that are installed."""

import re
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest

from tests.docs.console import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = re.compile(r"^\| (?!---|Item|Menace|Threat)(.*) \|$", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/asvs.md"])
def test_what_security_names_exists(name: str):
    named = set(NAMED.findall(read(name)))
    assert len(named) > 20
    missing = [f"{path}::{test}" for path, test in named if f"\ndef {test}(" not in read(path)]
    assert missing == []


def test_both_languages_promise_the_same():
    french, english = re.split(r"\n# Security\n", read("SECURITY.md"))
    assert NAMED.findall(french) == NAMED.findall(english)


def test_each_item_has_its_test_or_its_reason():
    rows = [row.split(" | ") for row in ROWS.findall(read("docs/asvs.md"))]
    assert len(rows) > 40
    for item, _, how, test in rows:
        assert re.fullmatch(r"\d+\.\d+\.\d+", item)
        assert NAMED.fullmatch(test) or (test == "not met" and how.startswith("not met: ")), item


def script() -> Any:
    spec = spec_from_file_location("sbom", ROOT / ".ci" / "sbom.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bill_of_materials_is_in_step():
    made = script().bill()
    assert read("docs/sbom.cdx.json") == made, "run: python .ci/sbom.py"
    assert not re.search(r"https?:|index", made)
    pinned = re.findall(r"^([\w.-]+)==(\S+)", read("requirements.txt"), re.MULTILINE)
    assert re.findall(r'"purl": "pkg:pypi/([\w.-]+)@([^"]+)"', made) == pinned
