"""Number formats of native charts: what report.words writes, as a code that follows the value when it is edited.

The code is read off the written text, so that label and screen agree to the digit. Separators are those of the
reader's own Office or LibreOffice where it does not heed the language at the head of the code.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kpi.model import Lang, Unit
from report import words

_LOCALE: Final = {"fr": "[$-40C]", "en": "[$-809]"}
_NUMBER = re.compile(r"^(?P<sign>[-+]?)(?P<before>[^\d<>]*)(?P<number>\d[\d\u202f\u00a0.,]*\d|\d)(?P<after>.*)$")
_SCALES: Final = {"k": 1, "M": 2}  # how many times a thousand is divided away: a comma each, in a code
_STEPS, _MOST_DIGITS = 5, 2
_PLAIN = Decimal("0.5")  # a share that is written without « < » or « > »
ZERO: Final = Decimal(0)


def code(value: Decimal, unit: Unit, lang: Lang) -> str:
    """Return the format with which a chart shows a value as `words.short` writes it: « 561 k€ », « 18,4 % »."""
    return _read(words.short(value, unit, lang), unit, lang)


def axis_code(largest: Decimal, unit: Unit, lang: Lang, start: Decimal = ZERO) -> str:
    """Return the format of an axis from its start to its largest value: the decimals that its round steps need."""
    written = words.short(_PLAIN if unit == "ratio" else largest, unit, lang)
    size = Decimal("0.01") if unit == "ratio" else Decimal(1000) ** _scale(written, unit)
    step = abs(largest - start) / size / _STEPS
    digits = 0 if unit == "points" or not step else min(max(-step.adjusted(), 0), _MOST_DIGITS)
    return _read(written, unit, lang, digits)


def _scale(written: str, unit: Unit) -> int:
    return next((n for letter, n in _SCALES.items() if unit == "EUR" and letter in written), 0)


def _read(written: str, unit: Unit, lang: Lang, digits: int | None = None) -> str:
    found = _NUMBER.match(written)
    if not found:  # « < 0,1 % », « n. d. »: said as it is
        return _quoted(written)
    decimals = found["number"].rpartition("," if lang == "fr" else ".")
    if digits is None:
        digits = len(decimals[2]) if decimals[1] else 0
    number = "#,##0" + ("." + "0" * digits if digits else "") + "," * _scale(written, unit)
    shown = f"{_quoted(found['before'])}{number}{_quoted(found['after'])}"
    if unit == "points":
        return f"{_LOCALE[lang]}+{shown};-{shown};{shown}"
    return _LOCALE[lang] + shown


def _quoted(text: str) -> str:
    """Quote what is not a number, except the per cent sign, which multiplies by a hundred."""
    if "%" in text and "<" not in text and ">" not in text:
        before, _, after = text.partition("%")
        return f"{_quoted(before)}%{_quoted(after)}"
    return f'"{text}"' if text else ""
