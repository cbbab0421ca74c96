"""The page: docs/test-ledger.md, in the spirit of the testing page of SQLite."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.ledger.registry import FOLDER, ROOT, Property, Registry
from tests.ledger.results import Case, Told, told

MEASURED = FOLDER / "measured.json"
PRODUCT = ("app.py", "run.py", "data", "kpi", "pages", "report", "ui")
SHARE = 100
HEAD = """\
# The test ledger

What Binôme promises of the data it is given, the tests that hold it, and what they counted. The bar is that of a
reliability study written before the program: twenty-three properties of data that is not lost (2.1 to 2.23) and
twenty-seven promises (P1 to P27). A promise without a test, or held in part only, says so.

This page is generated from the results of the tests, and only if every test that it names was run and passed:
`python -m tests.ledger RESULTS.xml`. A test counts what it does (kills, flipped bits, files); where it does not, its
cases are counted. Figures of a longer run, left out of the usual one (`-m slow`), carry their date.
"""


def page(registry: Registry, cases: Mapping[str, Case], long: Mapping[str, Told]) -> str:
    """Write the page.

    Raises:
        Absent: a test that a promise rests on was not run, or did not pass.
    """
    ran = {
        one.id: told(cases, one.tests) if cases and one.tests and not one.unheld else Told(0, {}, "")
        for one in registry.property
    }
    parts = [
        HEAD,
        *_totals(registry, cases),
        "## At a glance\n",
        "| | Promise | Counted in this run | Longer run |\n| --- | --- | --- | --- |",
        *(_row(one, ran[one.id], long) for one in registry.property),
        "\n## The twenty-three properties\n",
        *(_section(one, ran[one.id], long) for one in registry.property if one.id.startswith("2.")),
        "## The twenty-seven promises\n",
        *(_section(one, ran[one.id], long) for one in registry.property if one.id.startswith("P")),
        "## What is not covered\n",
        *(f"- {text}" for text in registry.uncovered),
    ]
    return "\n".join(parts) + "\n"


def _totals(registry: Registry, cases: Mapping[str, Case]) -> Iterable[str]:
    product = lines(ROOT / name for name in PRODUCT)
    tests = lines([ROOT / "tests"])
    outcomes = Counter(case.outcome for case in cases.values())
    unheld = sum(bool(one.unheld) for one in registry.property)
    partly = sum(bool(one.partly) and not one.unheld for one in registry.property)
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    yield "## In numbers\n"
    yield "| | |\n| --- | ---: |"
    yield f"| Promises held by tests, of {len(registry.property)} | {len(registry.property) - unheld - partly} |"
    yield f"| Held in part | {partly} |"
    yield f"| Not held | {unheld} |"
    yield f"| Tests of this run that passed | {grouped(outcomes['passed'])} |"
    yield f"| Failed | {outcomes['failed']} |"
    yield f"| Skipped | {outcomes['skipped']} |"
    yield f"| Expected to fail, with the reason beside the test | {outcomes['expected to fail']} |"
    yield f"| Lines of Python of the program, blank ones left out | {grouped(product)} |"
    yield f"| Lines of Python of the tests | {grouped(tests)} |"
    yield from (_measure(one) for one in measured)
    yield "\n### Independent oracles\n"
    yield "Ways of knowing the right answer that share no code with what they judge.\n"
    for one in registry.oracle:
        known = told(cases, one.tests) if cases else Told(0, {}, "")
        yield f"- {one.title}: {_counted(known, one.case)} ({_places(one.tests)})."
    yield ""


def _measure(one: Mapping[str, Any]) -> str:
    """One line of what was measured apart, with its day."""
    share = f"{SHARE * one['reached'] / one['of']:.1f} %"
    return f"| {one['title']} ({one['day']}) | {share} ({grouped(one['reached'])} of {grouped(one['of'])}) |"


def _row(one: Property, now: Told, long: Mapping[str, Told]) -> str:
    if one.unheld:
        return f"| {one.id} | {one.title} | **not held** | |"
    later = "; ".join(_counted(long[name], one.case) for name in one.long if name in long)
    mark = " (in part)" if one.partly else ""
    return f"| {one.id} | {one.title} | {_counted(now, one.case)}{mark} | {later} |"


def _section(one: Property, now: Told, long: Mapping[str, Told]) -> str:
    told_of = [f"### {one.id} {one.title}\n", f"Bar: {one.bar}"]
    if one.elsewhere:
        told_of[-1] += f" Elsewhere: {one.elsewhere}"
    told_of.append("")
    if one.unheld:
        told_of.append(f"**Not held:** {one.unheld}")
    elif one.tests:
        told_of.append(f"- {_counted(now, one.case)}{', 0 failures' if now.cases else ''}: {_places(one.tests)}")
    told_of += [f"- Longer run, {_later(long.get(name), one.case)}: {_places([name])}" for name in one.long]
    if one.partly:
        told_of.append(f"- Not shown by these tests: {one.partly}")
    return "\n".join(told_of) + "\n"


def _later(one: Told | None, case: str) -> str:
    return f"{one.day}, {_counted(one, case)}, 0 failures" if one else "never run yet"


def _counted(one: Told, case: str) -> str:
    if not one.cases:
        return "not run"
    if not one.counts:
        return f"{grouped(one.cases)} {case}"
    return ", ".join(f"{grouped(number)} {unit}" for unit, number in one.counts.items())


def _places(tests: Iterable[str]) -> str:
    """Name tests, file by file, each file as a link."""
    parts = []
    for file, named in groupby(sorted(tests), key=lambda test: test.partition("::")[0]):
        names = [test.partition("::")[2] for test in named]
        parts.append(f"[{file}](../{file})" + "".join(f" `{name}`" for name in names if name))
    return ", ".join(parts)


def lines(places: Iterable[Path]) -> int:
    """Count the lines of Python files, blank ones left out."""
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
    return sum(bool(line.strip()) for file in files for line in file.read_text(encoding="utf-8").splitlines())


def grouped(number: int) -> str:
    """Write a number with its thousands apart."""
    return f"{number:,}".replace(",", " ")
