"""Results: what pytest wrote of a run (--junitxml), with what the tests counted (record_property)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from defusedxml import ElementTree

from tests.ledger.registry import FOLDER

Outcome = Literal["passed", "failed", "skipped", "expected to fail"]
LONG = FOLDER / "long.json"


@dataclass(frozen=True)
class Case:
    """One test of a run."""

    node: str
    outcome: Outcome
    day: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """What the tests of one promise say together: how many they are, and what they counted."""

    cases: int
    counts: Mapping[str, int]
    day: str


class Absent(LookupError):
    """A test that the registry names was not run, or did not pass."""


def read(paths: Iterable[Path]) -> dict[str, Case]:
    """Read runs; of a test that was run twice the later result counts."""
    found: dict[str, Case] = {}
    for path in paths:
        for suite in ElementTree.parse(path).getroot().iter("testsuite"):
            day = (suite.get("timestamp") or "")[:10]
            for case in suite.iter("testcase"):
                node = f"{(case.get('classname') or '').replace('.', '/')}.py::{case.get('name')}"
                counts = {
                    one.get("name") or "": int(one.get("value") or 0)
                    for one in case.iter("property")
                    if (one.get("value") or "").isdecimal()
                }
                found[node] = Case(node, _outcome(case), day, counts)
    return found


def _outcome(case: ElementTree.Element) -> Outcome:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    skipped = case.find("skipped")
    if skipped is None:
        return "passed"
    return "expected to fail" if skipped.get("type") == "pytest.xfail" else "skipped"


def of(cases: Mapping[str, Case], named: str) -> list[Case]:
    """Return the cases of a test by its name: itself, its parametrised ones, or all of a file."""
    return [case for node, case in cases.items() if node == named or node.startswith((f"{named}[", f"{named}::"))]


def told(cases: Mapping[str, Case], tests: Iterable[str]) -> Told:
    """Add up what tests say.

    Raises:
        Absent: one of them was not run, or did not pass.
    """
    found: dict[str, Case] = {}
    for named in tests:
        own = of(cases, named)
        if not own:
            raise Absent(f"{named}: not in these results")
        for case in own:
            if case.outcome != "passed":
                raise Absent(f"{case.node}: {case.outcome}")
        found |= {case.node: case for case in own}
    counts: Counter[str] = Counter()
    for case in found.values():
        counts.update(case.counts)
    return Told(len(found), dict(counts), max((case.day for case in found.values()), default=""))


def long_runs(cases: Mapping[str, Case], named: Iterable[str], path: Path = LONG) -> dict[str, Told]:
    """Return the last known run of each long test: that of these results, else the one kept; keep what is newer.

    One that was never run has no entry, and the page says so.

    Raises:
        Absent: one was run and did not pass.
    """
    kept = {name: Told(**one) for name, one in json.loads(path.read_text(encoding="utf-8")).items()}
    now: dict[str, Told] = {}
    for name in sorted(named):
        if any(case.outcome == "failed" for case in of(cases, name)):
            raise Absent(f"{name}: failed")
        passed = {case.node: case for case in of(cases, name) if case.outcome == "passed"}
        if passed:
            now[name] = told(passed, [name])
        elif name in kept:
            now[name] = kept[name]
    if now != kept:
        said = {name: vars(one) for name, one in now.items()}
        path.write_text(json.dumps(said, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return now
