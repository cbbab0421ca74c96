"""The six first figures of Binôme beside SQL written by hand over the same store, each equal to the cent.

    python -m benchmarks.warm STORE

Prints one JSON object: milliseconds from an unopened store to six figures (the libraries being there), then of each
figure with the store open, nothing kept between rounds, and of the SQL that gives it.
"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa  # noqa: F401 — a figure brings it in when first asked for: start of the program, not of the figure

from benchmarks.rivals import END, ROUNDS, START, STRUCTURED
from data.store import Store
from kpi import catalogue
from kpi.model import Period, Scope

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Reader

_NOW: Final = "FROM spend WHERE invoice_date BETWEEN $start AND $end AND excluded IS NULL AND amount IS NOT NULL"
_ACTIVE: Final = f"""
    WITH active AS (SELECT DISTINCT matter_id {_NOW} AND NOT credit_note AND matter_id IS NOT NULL
    ), spent AS (
        SELECT matter_id, sum(amount) AS spent, coalesce(sum(amount) FILTER (nature = 'fees'), 0) AS fees FROM spend
        WHERE invoice_date <= $end AND excluded IS NULL AND amount IS NOT NULL AND matter_id IN (FROM active)
        GROUP BY matter_id
    ), version AS (
        SELECT matter_id, firm_id, phase, arg_max(amount, (approved_on, position)) AS amount,
            arg_max(scope, (approved_on, position)) AS scope
        FROM budgets WHERE approved_on <= $end AND amount IS NOT NULL GROUP BY ALL
    ), budget AS (
        SELECT matter_id, sum(amount) AS budget, bool_and(scope = 'fees') AS fees_only FROM version
        GROUP BY matter_id HAVING sum(amount) > 0
    ), judged AS (FROM spent LEFT JOIN budget USING (matter_id))
"""
BY_HAND: Final = {
    "spend": f"SELECT sum(amount), 1 {_NOW}",
    "cost_per_matter_type": f"""
        SELECT sum(amount), count(DISTINCT matter_id) FILTER (active) FROM (
            SELECT *, bool_or(NOT credit_note) OVER (PARTITION BY matter_id) AS active {_NOW})""",
    "budget_conformity": f"""{_ACTIVE} SELECT count(*) FILTER (CASE WHEN fees_only THEN fees ELSE spent END <= budget),
        count(budget) FROM judged""",
    "budget_coverage": f"{_ACTIVE} SELECT count(budget), count(*) FROM judged",
    "off_panel_rate": """
        SELECT count(*) FILTER (NOT on_panel), count(*) FROM (
            SELECT EXISTS (FROM panel AS p WHERE p.house = i.house AND p.valid_from <= i.instructed_on
                AND (p.valid_to IS NULL OR i.instructed_on <= p.valid_to)
                AND (p.matter_type IS NULL OR p.matter_type = i.matter_type)
                AND (p.jurisdiction IS NULL OR p.jurisdiction = i.jurisdiction)
                AND (p.entity IS NULL OR p.entity = i.entity)) AS on_panel
            FROM instructions AS i WHERE i.instructed_on BETWEEN $start AND $end AND i.firm_kind = 'law_firm'
                AND (EXISTS (FROM panel WHERE matter_type IS NULL)
                    OR i.matter_type IN (SELECT matter_type FROM panel)))""",
    "dematerialisation_rate": f"""
        SELECT count(DISTINCT document_id) FILTER (channel IN {(*STRUCTURED, "platform", "ubl", "cii", "edi")}),
            count(DISTINCT document_id) FROM spend
        WHERE received_on BETWEEN $start AND $end AND excluded IS NULL AND NOT credit_note AND channel <> 'unknown'""",
}  # fmt: skip — numerator and denominator of each


def figures(reader: Reader) -> dict[str, Decimal | None]:
    """Work out the six figures of the quarter."""
    facts, scope = reader.facts(), Scope(period=Period(start=START, end=END))
    return {name: catalogue()[name].compute(facts, scope, catalogue()[name].default_reading).value for name in BY_HAND}


def _ms(work: Callable[[], Any]) -> tuple[float, float]:
    """Return the milliseconds that work takes, of the clock and of the processors."""
    begun = time.perf_counter(), time.process_time()
    work()
    return 1000 * (time.perf_counter() - begun[0]), 1000 * (time.process_time() - begun[1])


def _medians(turns: list[tuple[float, float]]) -> tuple[float, ...]:
    return tuple(median(column) for column in zip(*turns, strict=True))


def main() -> None:
    """Measure in this process."""
    store, scope = Store(Path(sys.argv[1])), Scope(period=Period(start=START, end=END))

    def cold() -> None:
        with store.reading() as reader:
            figures(reader)

    told: dict[str, Any] = {"cold": _ms(cold), "each": {}}
    with store.reading() as reader:
        told["warm"] = _medians([_ms(lambda: figures(reader)) for _ in range(ROUNDS)])
        for name, query in BY_HAND.items():
            kpi, asked = catalogue()[name], {"start": START, "end": END}
            asked = {key: value for key, value in asked.items() if f"${key}" in query}

            def ours(name: str = name) -> Decimal | None:
                return catalogue()[name].compute(reader.facts(), scope, catalogue()[name].default_reading).value

            def by_hand(query: str = query, asked: dict[str, Any] = asked) -> Decimal:
                above, below = reader.con.execute(query, asked).fetchall()[0]
                return Decimal(above) / Decimal(below)

            if ours() != by_hand():
                sys.exit(f"{name}: {ours()} is not {by_hand()}")
            turns = [(_ms(ours), _ms(by_hand)) for _ in range(ROUNDS)]
            told["each"][kpi.name] = [_medians(list(side)) for side in zip(*turns, strict=True)]
        told["figures"] = {name: float(value or 0) for name, value in figures(reader).items()}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
