"""How Excel shows a number of ours: the words of report/words.py as number formats, which stay when a cell is edited.

The codes are always written the American way; Excel shows the separators that the reader's machine is set to.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from kpi.model import Lang, PartUnit, Text, Unit
from report import words
from report.tables import formats

AnyUnit = Unit | PartUnit
_MILLION, _HUNDRED_THOUSAND, _THOUSAND = Decimal(10**6), Decimal(10**5), Decimal(10**3)
_DAYS: Final = (Text("jour", "day"), Text("jours", "days"))
_WRITTEN: Final = {
    "EUR/h": Text('#,##0.00"\u00a0€/h"', '"€"#,##0.00"/h";-"€"#,##0.00"/h"'),
    "score": Text('0.0"\u00a0/\u00a05"', '0.0" / 5"'),
    "points": Text("+#,##0;-#,##0;0", "+#,##0;-#,##0;0"),
    "hours": Text('#,##0.0"\u00a0h"', '#,##0.0"\u00a0h"'),
}
_ON_CHART: Final = {
    "ratio": Text('0"\u00a0"%', "0%"),
    "EUR/h": Text('#,##0"\u00a0€/h"', '"€"#,##0"/h"'),
}


def cell(unit: AnyUnit, lang: Lang, value: Decimal | None = None) -> str:
    """Return the format that writes an exact value as the screen writes it."""
    known = formats(lang)
    if unit == "EUR":
        return known["money"]
    if unit == "ratio":
        return known["ratio"]
    whole = value is None or value == value.to_integral_value()
    if unit == "number":
        return known["number" if whole else "quantity"]
    if unit == "days":
        noun = words.plural(abs(value) if value is not None else 2, lang, _DAYS)
        return f'{"#,##0" if whole else "#,##0.0"}"\u00a0{noun}"'
    return _WRITTEN[unit](lang)


def axis(unit: Unit, lang: Lang, values: Iterable[Decimal | None]) -> str:
    """Return the format of a chart's axis: k€ and M€, or percentages without decimals."""
    if unit in _ON_CHART:
        return _ON_CHART[unit](lang)
    return _short_money(values, lang, thousands="#,##0") if unit == "EUR" else cell(unit, lang)


def label(unit: Unit, lang: Lang, values: Iterable[Decimal | None]) -> str:
    """Return the format of the values that stand beside the marks of a chart."""
    known = [value for value in values if value is not None]
    if unit == "EUR":
        largest = max(map(abs, known), default=Decimal(0))
        return _short_money(known, lang, thousands="#,##0" if largest >= _HUNDRED_THOUSAND else "#,##0.0")
    if unit == "days":
        parts_of_days = [value for value in known if value != value.to_integral_value()]
        return cell(unit, lang, max(parts_of_days, key=abs, default=None))
    return cell(unit, lang) if unit == "ratio" else axis(unit, lang, known)


def _short_money(values: Iterable[Decimal | None], lang: Lang, thousands: str) -> str:
    """Divide by a thousand or a million, as the largest value asks; a comma after the digits divides by a thousand."""
    largest = max((abs(value) for value in values if value is not None), default=Decimal(0))
    if largest < _THOUSAND:
        return Text('#,##0"\u00a0€"', '"€"#,##0;-"€"#,##0')(lang)
    digits, prefix = ("0.00,,", "M") if largest >= _MILLION else (f"{thousands},", "k")
    return Text(
        f'{digits}"\u00a0{prefix}€";-{digits}"\u00a0{prefix}€";0"\u00a0€"',
        f'"€"{digits}"{prefix}";-"€"{digits}"{prefix}";"€"0',
    )(lang)
