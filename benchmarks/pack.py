"""How long a review pack takes, beside the figures it prints, in one run.

    python -m benchmarks.pack [ROUNDS]

Prints ratios: machines differ, ratios travel. The yardstick is `figure all` for the same quarter, on the same demo
portfolio, the start of the program included in both: a pack asks the same figures over eight quarters, compares, draws
and writes them. Each time is the median of the rounds.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.speed import said

PERIOD, FORMATS, ROUNDS = "2026-T3", ("pptx", "pdf", "xlsx"), 3


def main() -> None:
    """Print one table: seconds, and what they are beside the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as scratch:
        store, out = str(Path(scratch) / "binome.duckdb"), str(Path(scratch) / "pack")
        said("ui.cli", "demo", "--store", store)

        def pack(*more: str) -> Callable[[], float]:
            return lambda: said("ui.cli", "pack", "--period", PERIOD, "--out", out, "--store", store, *more).wall

        asked: dict[str, Callable[[], float]] = {
            "figures": lambda: said("ui.cli", "figure", "all", "--period", PERIOD, "--json", "--store", store).wall,
            "panel, three formats": pack(),
            **{f"panel, {one} alone": pack("--format", one) for one in FORMATS},
            "a firm's edition, three formats": pack("--firm", "CAB-02", "--edition", "firm"),
        }
        # in turns: a machine that slows down slows all of them
        turns = [[work() for work in asked.values()] for _ in range(rounds)]
    took = dict(zip(asked, (median(times) for times in zip(*turns, strict=True)), strict=True))
    for name, seconds in took.items():
        sys.stdout.write(f"{name:32} {seconds:6.2f} s   {seconds / took['figures']:.1f}\n")


if __name__ == "__main__":
    main()
