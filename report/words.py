"""Numbers, dates and codes as a French or an English reader expects to see them.

Every screen, slide, sheet and command prints through this file, so that one figure reads the same everywhere.
Display rounds half up (away from zero); « n. d. » says that nothing is known or to divide by, never zero.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from kpi.model import (
    FISCAL_YEAR_START,
    Basis,
    Excluded,
    Key,
    Lang,
    Measure,
    PartUnit,
    Period,
    Scope,
    Text,
    Unit,
    quarter_key,
)
from report.terms import CODES, DIMENSIONS, NOUNS, REASONS, Forms

Names = Mapping[str, Mapping[str, str]]  # for each dimension, the name behind each id

NOT_AVAILABLE: Final = Text("n.\u00a0d.", "n/a")
NOT_RECORDED: Final = Text("Non renseigné", "Not recorded")
OTHERS: Final = Text("Autres", "Others")

_MONEY = Text("#,##0.00\u00a0¤", "¤#,##0.00")
_WHOLE_MONEY = Text("#,##0\u00a0¤", "¤#,##0")
_PERCENT_SIGN = Text("\u00a0%", "%")
_COLON = Text("\u00a0:", ":")
_SEMICOLON = Text("\u202f;", ";")
_DAY = Text("dd/MM/y", "dd MMM y")
_HUNDRED = Decimal(100)
_THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)
_ENOUGH_NAMES = 5


def _rounded(value: Decimal | int, digits: int) -> Decimal:
    # adding zero turns -0.00 into 0.00: no reader should see « -0,00 € »
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP) + Decimal(0)


def _decimals(value: Decimal, digits: int, lang: Lang, *, signed: bool = False) -> str:
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    shown = _rounded(value, digits)
    return format_decimal(shown, f"+{pattern};-{pattern}" if signed and shown else pattern, locale=lang)


def money(amount: Decimal | None, lang: Lang, cents: bool = True) -> str:  # noqa: FBT001, FBT002 — always named
    """Write an amount in euros: « 1 234 567,89 € », or €1,234,567.89 in English."""
    if amount is None:
        return NOT_AVAILABLE(lang)
    pattern = _MONEY if cents else _WHOLE_MONEY
    return format_currency(
        _rounded(amount, 2 if cents else 0), "EUR", pattern(lang), locale=lang, currency_digits=False
    )


def money_short(amount: Decimal | None, lang: Lang, *, trim: bool = False) -> str:
    """Write an amount for a tile or an axis, with three digits: « 1,23 M€ », « 12,3 k€ », « 850 € ».

    `trim` drops the decimals that are zero, for the round steps of an axis.
    """
    if amount is None:
        return NOT_AVAILABLE(lang)
    size = _THREE_DIGITS.plus(amount).adjusted() if amount else 0
    power, prefix = (6, "M") if size >= 6 else (3, "k") if size >= 3 else (0, "")  # noqa: PLR2004 — powers of ten
    digits = max(0, power + 2 - size) if power else 0
    shown = _rounded(amount.scaleb(-power), digits)
    while trim and digits and shown == _rounded(shown, digits - 1):
        digits -= 1
    written = _decimals(abs(shown), digits, lang)
    sign = "-" if shown < 0 else ""
    return f"{sign}{written}\u00a0{prefix}€" if lang == "fr" else f"{sign}€{written}{prefix}"


def signed_short(change: Decimal, lang: Lang) -> str:
    """Write a change in euros with its sign, with three digits: « +45,2 k€ »."""
    return ("+" if change > 0 else "") + money_short(change, lang)


def percent(ratio: Decimal | None, lang: Lang, digits: int = 1) -> str:
    """Write a ratio as a percentage: « 18,4 % »; « 0 % » and « 100 % » mean exactly none and exactly all.

    What would only round to none or to all says so: « < 0,1 % », « > 99,9 % », « > 100 % ».
    """
    if ratio is None:
        return NOT_AVAILABLE(lang)
    exact, sign, step = Decimal(ratio) * _HUNDRED, _PERCENT_SIGN(lang), Decimal(1).scaleb(-digits)
    shown = _rounded(exact, digits)
    if shown not in {Decimal(0), _HUNDRED}:
        return _decimals(shown, digits, lang) + sign
    if shown == exact:
        return _decimals(shown, 0, lang) + sign
    if exact > _HUNDRED:
        return f">\u00a0100{sign}"
    if shown:
        return f">\u00a0{_decimals(_HUNDRED - step, digits, lang)}{sign}"
    mark, bound = ("<", step) if exact > 0 else (">", -step)
    return f"{mark}\u00a0{_decimals(bound, digits, lang)}{sign}"


def points(delta: Decimal | None, lang: Lang) -> str:
    """Write the difference between two ratios, in percentage points: « +2,1 pts »."""
    if delta is None:
        return NOT_AVAILABLE(lang)
    shown = _rounded(delta * _HUNDRED, 1)
    unit = plural(abs(shown), lang, (Text("pt", "pt"), Text("pts", "pts")))
    return f"{_decimals(shown, 1, lang, signed=True)}\u00a0{unit}"


def number(n: Decimal | int | None, lang: Lang, digits: int = 0) -> str:
    """Write a count or a quantity: « 1 234 »."""
    return NOT_AVAILABLE(lang) if n is None else _decimals(Decimal(n), digits, lang)


_AN_HOUR = Text("/h", "/h")
_MARKS = Text("\u00a0/\u00a05", " / 5")


def show(value: Decimal | None, unit: Unit, lang: Lang) -> str:
    """Write a figure in its unit: euros to the cent, « 18,4 % », « 312,50 €/h », « 34 jours », « 4,2 / 5 », « +23 »."""
    return NOT_AVAILABLE(lang) if value is None else _WRITTEN[unit](value, lang)


def short(value: Decimal | None, unit: Unit, lang: Lang) -> str:
    """Write a figure as a chart's label: « 1,23 M€ », « 312 €/h », and every other unit in full."""
    if value is None:
        return NOT_AVAILABLE(lang)
    if unit == "EUR":
        return money_short(value, lang)
    return money(value, lang, cents=False) + _AN_HOUR(lang) if unit == "EUR/h" else show(value, unit, lang)


def _days_long(value: Decimal, lang: Lang, *, signed: bool = False) -> str:
    shown = _rounded(value, 0 if value == value.to_integral_value() else 1)
    unit = plural(abs(shown), lang, (Text("jour", "day"), Text("jours", "days")))
    return f"{_decimals(shown, -int(shown.as_tuple().exponent), lang, signed=signed)}\u00a0{unit}"


_WRITTEN: Final[Mapping[Unit, Callable[[Decimal, Lang], str]]] = {
    "EUR": money,
    "ratio": percent,
    "EUR/h": lambda value, lang: money(value, lang) + _AN_HOUR(lang),
    "days": _days_long,
    "score": lambda value, lang: _decimals(value, 1, lang) + _MARKS(lang),
    "points": lambda value, lang: _decimals(value, 0, lang, signed=True),
}


def part(value: Decimal | None, unit: PartUnit, lang: Lang) -> str:
    """Write a numerator or a denominator: euros, hours, days, or a number of things."""
    if value is None:
        return NOT_AVAILABLE(lang)
    match unit:
        case "EUR":
            return money(value, lang)
        case "hours":
            return f"{_decimals(value, 1, lang)}\u00a0h"
        case "days":
            return _days_long(value, lang)
        case _:
            return number(value, lang)


def measure(m: Measure, lang: Lang) -> str:
    """Write the headline value of a measure."""
    return show(m.value, m.unit, lang)


def change(now: Decimal | None, before: Decimal | None, unit: Unit, lang: Lang) -> str:
    """Say how a figure moved: in % of what it was for euros, in points for a ratio, else by how much.

    A fall starts with an ordinary hyphen, the only minus sign that screens and spreadsheets take for one.
    Against nothing, or against a negative amount, a percentage means nothing: « n. d. ».
    """
    if now is None or before is None:
        return NOT_AVAILABLE(lang)
    if unit == "ratio":
        return points(now - before, lang)
    if unit == "days":
        return _days_long(now - before, lang, signed=True)
    if unit in {"score", "points"}:
        return _decimals(now - before, 1 if unit == "score" else 0, lang, signed=True)
    if before <= 0:
        return NOT_AVAILABLE(lang)
    return _decimals((now / before - 1) * _HUNDRED, 1, lang, signed=True) + _PERCENT_SIGN(lang)


def plural(n: Decimal | int, lang: Lang, forms: Forms) -> str:
    """Choose the singular or the plural; in French 0 and 1,5 are singular."""
    # French also has a form « many » from a million on; with the number in digits it is the plural
    one, more = forms
    return (one if Locale.parse(lang).plural_form(n) == "one" else more)(lang)


def count(n: int, noun: str, lang: Lang) -> str:
    """Count things with their noun: « 0 dossier », « 1 234 dossiers »."""
    return f"{number(n, lang)}\u00a0{plural(n, lang, NOUNS[noun])}"


def day(date: dt.date | None, lang: Lang) -> str:
    """Write a day: « 02/07/2026 », or 02 Jul 2026 in English, where 02/07 could mean February."""
    return NOT_AVAILABLE(lang) if date is None else format_date(date, _DAY(lang), locale=lang)


def quarter(key: Key, lang: Lang) -> str:
    """Write a quarter or a month from its key: « T3 2026 », « juillet 2026 »; any other key as written."""
    if key is None:
        return NOT_RECORDED(lang)
    if found := re.fullmatch(r"(\d{4})-T([1-4])", key, re.ASCII):
        return f"{Text('T', 'Q')(lang)}{found[2]} {found[1]}"
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", key, re.ASCII):
        return format_date(dt.date.fromisoformat(f"{key}-01"), "MMMM y", locale=lang)
    return readable(key)


def period(span: Period, lang: Lang, fiscal_start: int = FISCAL_YEAR_START) -> str:
    """Name a period as people do (a quarter, a month, a year), or by its two days."""
    keys = (
        quarter_key(span.start, fiscal_start),
        f"{span.start:%Y-%m}",
        quarter_key(span.start, fiscal_start)[:4],
    )
    for key in keys:
        if span == Period.parse(key, fiscal_start):
            fiscal = len(key) == len("2026") and fiscal_start != 1
            return Text(f"exercice {key}", f"financial year {key}")(lang) if fiscal else quarter(key, lang)
    return _days(span, lang)


def span(days: Period, lang: Lang, fiscal_start: int = FISCAL_YEAR_START) -> str:
    """Name a period with its days: « T3 2026 (du 01/07/2026 au 30/09/2026) »."""
    named, written = period(days, lang, fiscal_start), _days(days, lang)
    return named if named == written else f"{named} ({written})"


def _days(span: Period, lang: Lang) -> str:
    first, last = day(span.start, lang), day(span.end, lang)
    return Text(f"du {first} au {last}", f"from {first} to {last}")(lang)


def in_progress(date: dt.date, lang: Lang) -> str:
    """Say that a period is not over: « en cours au 15/08/2026 »."""
    return Text("en cours au ", "in progress at ")(lang) + day(date, lang)


def coverage(ratio: Decimal | None, lang: Lang) -> str:
    """Say which share of the matter at hand a figure could see."""
    return f"{Text('Couverture', 'Coverage')(lang)}{_COLON(lang)} {percent(ratio, lang)}"


def scope_sentence(scope: Scope, lang: Lang, names: Names | None = None, basis: Basis | None = None) -> str:
    """Say in one sentence what a figure is about: the period, what is kept, what euros and days mean."""
    basis = basis or Basis()
    said = [span(scope.period, lang, scope.fiscal_start)]
    for dimension_name, keys in scope.where.items():
        kept = [label(dimension_name, key, lang, names) for key in keys]
        if len(kept) > _ENOUGH_NAMES:
            more = len(kept) - _ENOUGH_NAMES + 1
            kept[_ENOUGH_NAMES - 1 :] = [Text(f"{more} autres", f"{more} others")(lang)]
        listed = ", ".join(kept) or Text("rien de retenu", "nothing kept")(lang)
        title = dimension(dimension_name, lang)
        said.append(f"{title[:1].lower()}{title[1:]}{_COLON(lang)} {listed}")
    if scope.tolerance:
        said.append(Text("tolérance de ", "tolerance of ")(lang) + percent(scope.tolerance, lang))
    said.append(f"{code('amount_basis', basis.amount, lang)}, {code('date_basis', basis.date, lang)}")
    sentence = f"{_SEMICOLON(lang)} ".join(said)
    return sentence[0].upper() + sentence[1:] + "."


def excluded_reason(reason: str, lang: Lang, n: int = 1) -> str:
    """Say what was left out of a figure, in the singular or the plural that `n` asks for."""
    forms = REASONS.get(reason)
    return plural(n, lang, forms) if forms else readable(reason)


def excluded(left_out: Excluded, lang: Lang) -> str:
    """Say how many things were left out, why, and for how much: « 3 factures rejetées (1 234,00 €) »."""
    amount = "" if left_out.amount is None else f" ({money(left_out.amount, lang)})"
    return f"{number(left_out.n, lang)}\u00a0{excluded_reason(left_out.reason, lang, left_out.n)}{amount}"


def dimension(name: str, lang: Lang) -> str:
    """Name a way of cutting a figure: « Type de dossier »."""
    return DIMENSIONS[name](lang) if name in DIMENSIONS else readable(name)


def code(kind: str, value: Key, lang: Lang) -> str:
    """Name a code (a channel, a level, a class…); an unknown code is shown as written."""
    if value is None:
        return NOT_RECORDED(lang)
    known = CODES.get(kind, {}).get(value)
    return known(lang) if known else readable(value)


def label(dimension_name: str, key: Key, lang: Lang, names: Names | None = None) -> str:
    """Name one slice of a figure: the name behind an id, else the code or quarter in words, else the key."""
    if key is not None and (name := (names or {}).get(dimension_name, {}).get(key)):
        return readable(name)
    return quarter(key, lang) if dimension_name in {"quarter", "month"} else code(dimension_name, key, lang)


def duration(seconds: float, lang: Lang) -> str:
    """Say how long something takes, roughly: 12 s, 3 min, 2 h."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= size:
            return f"{number(round(seconds / size), lang)}\u00a0{unit}"
    return f"{number(max(round(seconds), 1), lang)}\u00a0s"


_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def readable(text: str) -> str:
    """Show a text from a file as it is.

    What no screen or file can carry becomes a visible « \ufffd », and so does what turns around the text after it.
    """
    return _UNPRINTABLE.sub("\ufffd", text)
