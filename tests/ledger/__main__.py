"""Write docs/test-ledger.md from the results of the tests.

    python -m pytest --junitxml=RESULTS.xml
    python -m tests.ledger RESULTS.xml…

A test that the registry names and that was not run, was skipped or did not pass ends it with its name and status 1;
the page stays as it was. Without any results the page says of every test that it was not run.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.ledger.page import page
from tests.ledger.registry import ROOT, load
from tests.ledger.results import Absent, long_runs, read

PAGE = ROOT / "docs" / "test-ledger.md"


def main(paths: list[str]) -> int:
    """Write the page and print it."""
    registry = load()
    try:
        cases = read(map(Path, paths))
        long = long_runs(cases, {test for one in registry.property if not one.unheld for test in one.long})
        written = page(registry, cases, long)
    except Absent as error:
        sys.stderr.write(f"The ledger is not written. {error}\n")
        return 1
    PAGE.write_text(written, encoding="utf-8", newline="\n")
    sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
