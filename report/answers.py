"""A figure as JSON: exact decimals as strings, ISO dates, null when there is nothing to divide by."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kpi.model import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.model import Group, Key, Kpi, Lang, Measure


def plain(value: Any) -> Any:  # noqa: ANN401 — a cell of any type
    """Return a value as JSON holds it: decimals as strings without exponent, dates ISO."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def measure(found: Measure, names: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, Any]:
    """Return a figure as the contract's JSON. `names` gives the labels of ids, by dimension."""
    scope = found.scope
    asked = {name: list(keys) for name, keys in scope.where.items()}
    return {
        "kpi": found.kpi,
        "reading": found.reading,
        "unit": found.unit,
        "better": found.better,
        "period": _period(scope.period),
        "scope": {
            "where": asked,
            "by": list(scope.by),
            "tolerance": plain(scope.tolerance),
            "weight": scope.weight,
        },
        "basis": {
            "amount": found.basis.amount,
            "date": found.basis.date,
            "status": found.basis.status,
            "currency": found.basis.currency,
        },
        "value": plain(found.value),
        "numerator": plain(found.numerator),
        "denominator": plain(found.denominator),
        "n": found.n,
        "coverage": plain(found.coverage),
        "excluded": [{"reason": out.reason, "n": out.n, "amount": plain(out.amount)} for out in found.excluded],
        "groups": [_group(group, scope.by, names or {}) for group in found.groups],
        "lacks": list(found.lacks),
        **{name: plain(value) for name, value in found.details.items()},
    }


def _period(period: Period) -> dict[str, str]:
    return {"from": period.start.isoformat(), "to": period.end.isoformat()}


def _group(group: Group, by: tuple[str, ...], names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    key: Key | list[Key] = group.key[0] if len(group.key) == 1 else list(group.key)
    name = names.get(by[0], {}).get(group.key[0] or "") if len(group.key) == 1 else None
    return {
        "key": key,
        **({"name": name} if name else {}),
        "value": plain(group.value),
        "numerator": plain(group.numerator),
        "denominator": plain(group.denominator),
        "n": group.n,
        **{stat: plain(value) for stat, value in group.spread.items()},
    }


def definition(kpi: Kpi, lang: Lang) -> dict[str, Any]:
    """Return a definition: its words and its readings."""
    return {
        "kpi": kpi.name,
        "title": kpi.title(lang),
        "question": kpi.question(lang),
        "unit": kpi.unit,
        "better": kpi.better,
        "needs": list(kpi.needs),
        "dimensions": list(kpi.dimensions),
        "readings": [
            {"reading": reading.name, "title": reading.title(lang), "formula": reading.formula(lang)}
            for reading in kpi.readings
        ],
        "caution": kpi.caution(lang),
        "references": list(kpi.references),
    }
