"""Lines, invoices and matters without what names people: coded, merged where few, rates hidden where rare.

This is pseudonymisation, not anonymity: whoever holds the invoices can find a line again by its date and amount. What
it removes is what tells people apart to whoever does not: names, ids, texts, respondents, rates of one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from data import pseudonyms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.store import Reader

Row = dict[str, Any]
FEW: Final = 3
"""A group of fewer people is merged with another, and a rate that fewer bill is not told."""
MERGED: Final = "merged"
"""The level of people of a firm who are too few at theirs."""

_LINES: Final = """
    SELECT d.firm_id, d.number, d.invoice_date, m.matter_id, l.kind, l.work_date, l.units, l.unit_cost, l.adjustment,
        l.net, d.currency, l.task_code, l.activity_code, l.expense_code, t.timekeeper_id,
        CASE WHEN t.timekeeper_id IS NOT NULL THEN coalesce(t.level, level_of(l.timekeeper_class), 'other') END AS level
    FROM lines AS l JOIN documents AS d ON d.bill_id = l.bill_id
    LEFT JOIN matter_refs AS m ON m.bill_id = l.bill_id AND m.client_matter_id IS NOT DISTINCT FROM l.client_matter_id
        AND m.law_firm_matter_id IS NOT DISTINCT FROM l.law_firm_matter_id
    LEFT JOIN timekeeper_refs AS t ON t.firm_id IS NOT DISTINCT FROM d.firm_id
        AND t.written_id IS NOT DISTINCT FROM l.timekeeper_id AND t.written_name IS NOT DISTINCT FROM l.timekeeper_name
    WHERE d.excluded IS NULL
    ORDER BY d.invoice_date, d.document_id, l.line_no
"""
_INVOICES: Final = """
    SELECT firm_id, number, invoice_date, received_on, approved_on, paid_on, channel, credit_note,
        (SELECT sum(s.amount) FROM spend AS s WHERE s.document_id = d.document_id) AS amount
    FROM documents AS d WHERE excluded IS NULL ORDER BY invoice_date, document_id
"""
_MATTERS: Final = """
    SELECT matter_id, matter_type, entity, business_unit, jurisdiction, opened_on, closed_on, fee_arrangement
    FROM matters ORDER BY matter_id
"""


@dataclass(frozen=True)
class Coded:
    """The three tables, one row per line, invoice and matter."""

    lines: Sequence[Row]
    invoices: Sequence[Row]
    matters: Sequence[Row]


def coded(reader: Reader, key: str) -> Coded:
    """Return the tables; `key` makes the codes, and is not in them."""
    lines = reader.rows(_LINES)
    people = _people(lines)
    levels = _merged(people)
    common = _common(lines, levels)
    return Coded([_coded(row, levels, common, key) for row in lines], reader.rows(_INVOICES), reader.rows(_MATTERS))


def _people(lines: Sequence[Row]) -> dict[tuple[Any, Any], str]:
    """Return the level of each person of a firm: the one they bill most often at."""
    seen: defaultdict[tuple[Any, Any], Counter[str]] = defaultdict(Counter)
    for row in lines:
        if row["timekeeper_id"] is not None:
            seen[row["firm_id"], row["timekeeper_id"]][row["level"]] += 1
    return {who: max(sorted(levels), key=levels.__getitem__) for who, levels in seen.items()}


def _merged(people: Mapping[tuple[Any, Any], str]) -> dict[tuple[Any, Any], str | None]:
    """Return the level under which each person is told: merged where few; None in a firm of too few people."""
    firms: defaultdict[Any, defaultdict[str, list[tuple[Any, Any]]]] = defaultdict(lambda: defaultdict(list))
    for who, level in people.items():
        firms[who[0]][level].append(who)
    told: dict[tuple[Any, Any], str | None] = {}
    for levels in firms.values():
        kept = sorted((level for level in levels if len(levels[level]) >= FEW), key=lambda level: -len(levels[level]))
        pooled = [who for level in sorted(levels) if level not in kept for who in levels[level]]
        while 0 < len(pooled) < FEW and kept:
            pooled += levels[kept.pop()]
        told |= {who: level for level in kept for who in levels[level]}
        told |= dict.fromkeys(pooled, MERGED if len(pooled) >= FEW else None)
    return told


def _common(lines: Sequence[Row], levels: Mapping[tuple[Any, Any], str | None]) -> set[tuple[Any, ...]]:
    """Return the rates that at least so many people of a group bill: firm, level as told, currency, rate."""
    billed: defaultdict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for row in lines:
        level = levels.get((row["firm_id"], row["timekeeper_id"]))
        if level is not None:
            billed[row["firm_id"], level, row["currency"], row["unit_cost"]].add(row["timekeeper_id"])
    return {rate for rate, people in billed.items() if len(people) >= FEW}


def _coded(row: Row, levels: Mapping[tuple[Any, Any], str | None], common: set[tuple[Any, ...]], key: str) -> Row:
    """Return a line without the person: hours and rate go together, since one with the amount gives the other."""
    level = levels.get((row["firm_id"], row["timekeeper_id"]))
    billed = row["timekeeper_id"] is not None
    plain = not row["adjustment"] and (row["units"] or 0) * (row["unit_cost"] or 0) == row["net"]
    shown = not billed or (plain and (row["firm_id"], level, row["currency"], row["unit_cost"]) in common)
    code = pseudonyms.person(key, row["firm_id"], f"export {row['timekeeper_id']}") if billed and level else None
    return {
        **row,
        **(dict.fromkeys(("units", "unit_cost", "adjustment")) if not shown else {}),
        "level": level,
        "timekeeper_id": code,
    }
