"""Published code lists: UTBMS tasks, activities and expenses, timekeeper classifications."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def known_codes() -> frozenset[str]:
    """Return every code of the published lists."""
    text = files(__name__).joinpath("utbms.csv").read_text(encoding="utf-8")
    return frozenset(row["code"].upper() for row in csv.DictReader(text.splitlines()))
