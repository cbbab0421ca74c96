"""Typography to the code point, in both languages, and no figure rounded into what it is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import Basis, Excluded, Key, Lang, Measure, Period, Scope, Text, Unit
from report import terms, words

D = Decimal
THIRD_QUARTER = Period.parse("2026-T3")


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("1234567.89", "1\u202f234\u202f567,89\u00a0€", "€1,234,567.89"),
        ("0", "0,00\u00a0€", "€0.00"),
        ("-1234.5", "-1\u202f234,50\u00a0€", "-€1,234.50"),
        ("0.005", "0,01\u00a0€", "€0.01"),  # half-even would say 0,00
        ("0.025", "0,03\u00a0€", "€0.03"),  # half-even would say 0,02
        ("-0.005", "-0,01\u00a0€", "-€0.01"),
        ("-0.001", "0,00\u00a0€", "€0.00"),  # never « -0,00 »
    ],
)
def test_money_to_the_code_point(amount: str, french: str, english: str):
    assert words.money(D(amount), "fr") == french
    assert words.money(D(amount), "en") == english


def test_money_without_cents_rounds_half_up():
    assert words.money(D("1234.50"), "fr", cents=False) == "1\u202f235\u00a0€"
    assert words.money(D("2.5"), "en", cents=False) == "€3"


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        ("0", "0\u00a0€", "€0"),
        ("0E+4", "0\u00a0€", "€0"),
        ("849.50", "850\u00a0€", "€850"),
        ("999.49", "999\u00a0€", "€999"),
        ("999.50", "1,00\u00a0k€", "€1.00k"),
        ("9996", "10,0\u00a0k€", "€10.0k"),
        ("12345", "12,3\u00a0k€", "€12.3k"),
        ("-12350", "-12,4\u00a0k€", "-€12.4k"),
        ("999499", "999\u00a0k€", "€999k"),
        ("999500", "1,00\u00a0M€", "€1.00M"),
        ("1234567", "1,23\u00a0M€", "€1.23M"),
        ("1234567890", "1\u202f235\u00a0M€", "€1,235M"),
    ],
)
def test_short_money_changes_unit_where_rounding_does(amount: str, french: str, english: str):
    assert words.money_short(D(amount), "fr") == french
    assert words.money_short(D(amount), "en") == english


def test_short_money_for_an_axis_drops_zeros_only():
    assert [words.money_short(D(n), "fr", trim=True) for n in ("500000", "1500000", "2000000", "1230000")] == [
        "500\u00a0k€",
        "1,5\u00a0M€",
        "2\u00a0M€",
        "1,23\u00a0M€",
    ]


@pytest.mark.parametrize(
    ("ratio", "french", "english"),
    [
        ("0.184", "18,4\u00a0%", "18.4%"),
        ("0.1845", "18,5\u00a0%", "18.5%"),  # half-even would say 18,4
        ("0", "0\u00a0%", "0%"),
        ("1", "100\u00a0%", "100%"),
        ("0.9996", ">\u00a099,9\u00a0%", ">\u00a099.9%"),
        ("0.9994", "99,9\u00a0%", "99.9%"),
        ("0.0004", "<\u00a00,1\u00a0%", "<\u00a00.1%"),
        ("0.0005", "0,1\u00a0%", "0.1%"),
        ("1.0004", ">\u00a0100\u00a0%", ">\u00a0100%"),
        ("1.2", "120,0\u00a0%", "120.0%"),
        ("-0.0004", ">\u00a0-0,1\u00a0%", ">\u00a0-0.1%"),
        ("12.345", "1\u202f234,5\u00a0%", "1,234.5%"),
    ],
)
def test_percent_to_the_code_point(ratio: str, french: str, english: str):
    assert words.percent(D(ratio), "fr") == french
    assert words.percent(D(ratio), "en") == english


@given(st.decimals(0, 2, allow_nan=False, allow_infinity=False), st.integers(0, 3))
def test_percent_says_none_or_all_only_of_none_or_all(ratio: D, digits: int):
    shown = words.percent(ratio, "en", digits)
    if ratio not in {D(0), D(1)}:
        assert shown not in {"0%", "100%"}
        assert shown.rstrip("%").strip("0.") != ""
        assert not shown.startswith("100.0")
    else:
        assert shown in {"0%", "100%"}


@pytest.mark.parametrize(
    ("delta", "french", "english"),
    [
        ("0.0205", "+2,1\u00a0pts", "+2.1\u00a0pts"),
        ("-0.021", "-2,1\u00a0pts", "-2.1\u00a0pts"),
        ("0.01", "+1,0\u00a0pt", "+1.0\u00a0pts"),  # in French 1,0 and 1,9 are singular
        ("0.0196", "+2,0\u00a0pts", "+2.0\u00a0pts"),
        ("0", "0,0\u00a0pt", "0.0\u00a0pts"),
    ],
)
def test_points(delta: str, french: str, english: str):
    assert words.points(D(delta), "fr") == french
    assert words.points(D(delta), "en") == english


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_nothing_known_is_said_and_is_never_zero(lang: Lang):
    missing = {"fr": "n.\u00a0d.", "en": "n/a"}[lang]
    for shown in (
        words.money(None, lang),
        words.money_short(None, lang),
        words.percent(None, lang),
        words.points(None, lang),
        words.number(None, lang),
        words.day(None, lang),
        words.show(None, "EUR", lang),
        words.show(None, "ratio", lang),
        words.change(None, D(1), "EUR", lang),
        words.change(D(1), None, "ratio", lang),
        words.change(D(1), D(0), "EUR", lang),
        words.change(D(1), D(-5), "EUR", lang),
    ):
        assert shown == missing


@pytest.mark.parametrize(
    ("now", "before", "unit", "shown"),
    [
        ("110", "98", "EUR", "+12,2\u00a0%"),
        ("98", "110", "EUR", "-10,9\u00a0%"),
        ("110", "110", "EUR", "0,0\u00a0%"),
        ("-10", "100", "EUR", "-110,0\u00a0%"),
        ("0.184", "0.163", "ratio", "+2,1\u00a0pts"),
        ("0", "0.163", "ratio", "-16,3\u00a0pts"),
    ],
)
def test_change_is_relative_for_euros_and_in_points_for_ratios(now: str, before: str, unit: Unit, shown: str):
    assert words.change(D(now), D(before), unit, "fr") == shown


def test_days_and_quarters():
    assert words.day(dt.date(2026, 7, 2), "fr") == "02/07/2026"
    assert words.day(dt.date(2026, 7, 2), "en") == "02 Jul 2026"
    assert words.quarter("2026-T3", "fr") == "T3 2026"
    assert words.quarter("2026-T3", "en") == "Q3 2026"
    assert words.quarter("2026-08", "fr") == "août 2026"
    assert words.quarter("2026-08", "en") == "August 2026"
    assert words.quarter("2026-T5", "fr") == "2026-T5"
    assert words.quarter(None, "fr") == "Non renseigné"
    assert words.in_progress(dt.date(2026, 8, 15), "fr") == "en cours au 15/08/2026"
    assert words.in_progress(dt.date(2026, 8, 15), "en") == "in progress at 15 Aug 2026"


@pytest.mark.parametrize(
    ("text", "fiscal_start", "french", "english"),
    [
        ("2026-T3", 1, "T3 2026", "Q3 2026"),
        ("2026-07", 1, "juillet 2026", "July 2026"),
        ("2026", 1, "2026", "2026"),
        ("2026-T3", 4, "T3 2026", "Q3 2026"),
        ("2026", 4, "exercice 2026", "financial year 2026"),
    ],
)
def test_periods_bear_their_usual_names(text: str, fiscal_start: int, french: str, english: str):
    span = Period.parse(text, fiscal_start)
    assert words.period(span, "fr", fiscal_start) == french
    assert words.period(span, "en", fiscal_start) == english


def test_any_other_period_is_its_two_days():
    span = Period(start=dt.date(2026, 7, 1), end=dt.date(2026, 8, 15))
    assert words.period(span, "fr") == "du 01/07/2026 au 15/08/2026"
    assert words.period(span, "en") == "from 01 Jul 2026 to 15 Aug 2026"


@pytest.mark.parametrize(
    ("n", "french", "english"),
    [
        (0, "0\u00a0dossier", "0\u00a0matters"),
        (1, "1\u00a0dossier", "1\u00a0matter"),
        (2, "2\u00a0dossiers", "2\u00a0matters"),
        (1_000_000, "1\u202f000\u202f000\u00a0dossiers", "1,000,000\u00a0matters"),
    ],
)
def test_plurals(n: int, french: str, english: str):
    assert words.count(n, "matter", "fr") == french
    assert words.count(n, "matter", "en") == english


def test_scope_in_one_sentence():
    scope = Scope(
        period=THIRD_QUARTER,
        where={"firm": ("F1", None), "channel": ("pdf",)},
        tolerance=D("0.05"),
    )
    names = {"firm": {"F1": "Dupont & Associés"}}
    assert words.scope_sentence(scope, "fr", names) == (
        "T3 2026 (du 01/07/2026 au 30/09/2026)\u202f; cabinet\u00a0: Dupont & Associés, Non renseigné\u202f; "
        "canal\u00a0: PDF\u202f; tolérance de 5,0\u00a0%\u202f; "
        "montants HT en euros, validés sinon facturés, à la date de facture."
    )
    assert words.scope_sentence(scope, "en", names, Basis(date="received_on")) == (
        "Q3 2026 (from 01 Jul 2026 to 30 Sep 2026); firm: Dupont & Associés, Not recorded; channel: PDF; "
        "tolerance of 5.0%; amounts in euros excluding VAT (HT), approved else billed, by date of receipt."
    )


def test_scope_counts_the_names_it_does_not_list():
    scope = Scope(period=THIRD_QUARTER, where={"firm": tuple("ABCDEFG")})
    assert "cabinet\u00a0: A, B, C, D, 3 autres\u202f;" in words.scope_sentence(scope, "fr")
    assert "rien de retenu" in words.scope_sentence(Scope(period=THIRD_QUARTER, where={"firm": ()}), "fr")


@pytest.mark.parametrize("reason", terms.REASONS)
def test_every_reason_has_its_sentence(reason: str):
    for lang in ("fr", "en"):
        assert words.excluded_reason(reason, lang) != reason


def test_what_is_left_out_says_how_much():
    assert words.excluded(Excluded("rejected", 3, D("1234.5")), "fr") == (
        "3\u00a0factures rejetées (1\u202f234,50\u00a0€)"
    )
    assert words.excluded(Excluded("rejected", 0, D(0)), "fr") == "0\u00a0facture rejetée (0,00\u00a0€)"
    assert words.excluded(Excluded("no_exchange_rate", 1, None), "en") == ("1\u00a0amount without an exchange rate")
    assert words.excluded(Excluded("something_new", 2, None), "fr") == "2\u00a0something_new"


@pytest.mark.parametrize(
    ("dimension", "key", "french"),
    [
        ("channel", "factur_x", "Factur-X"),
        ("timekeeper_level", "senior_associate", "Collaborateur senior"),
        ("class", "without_waiver", "Hors panel, sans dérogation"),
        ("firm_kind", "bailiff", "Commissaire de justice"),
        ("quarter", "2026-T3", "T3 2026"),
        ("month", "2026-07", "juillet 2026"),
        ("firm", "F1", "Dupont & Associés"),
        ("firm", "F2", "F2"),
        ("channel", "pigeon", "pigeon"),
        ("channel", None, "Non renseigné"),
        ("matter_type", None, "Non renseigné"),
    ],
)
def test_labels_of_slices(dimension: str, key: Key, french: str):
    assert words.label(dimension, key, "fr", {"firm": {"F1": "Dupont & Associés"}}) == french


def test_no_french_term_breaks_a_rule_of_typography():
    def texts(found: object) -> list[Text]:
        if isinstance(found, Text):
            return [found]
        return [text for part in (found.values() if isinstance(found, dict) else found) for text in texts(part)]  # type: ignore[attr-defined]

    for text in texts([terms.DIMENSIONS, terms.NOUNS, terms.REASONS, terms.CODES]):
        assert "'" not in text.fr
        assert not any(pair in text.fr for pair in (" :", " ;", " !", " ?", " %", " €", "« ", " »"))


def test_a_measure_is_shown_in_its_unit_whatever_the_decimal_context():
    def made(unit: Unit, value: D | None) -> Measure:
        scope = Scope(period=THIRD_QUARTER)
        return Measure("k", "r", unit, "lower", scope, Basis(), value, None, None, 0, None)

    with localcontext(prec=6):
        assert words.measure(made("EUR", D("12.5")), "fr") == "12,50\u00a0€"
        assert words.measure(made("ratio", D(1) / D(3)), "fr") == "33,3\u00a0%"
        assert words.measure(made("ratio", None), "fr") == "n.\u00a0d."


def test_unprintable_characters_are_marked_and_others_left_alone():
    assert words.readable("a\x00b\ud800c\uffffd\x1be") == "a\ufffdb\ufffdc\ufffdd\ufffde"
    assert words.readable("facture\u202etxt.exe \u2066x\u2069") == "facture\ufffdtxt.exe \ufffdx\ufffd"
    kept = "É\u202f€\t\n\r\u200b😀"
    assert words.readable(kept) == kept
    assert words.code("channel", "p\x00f", "fr") == "p\ufffdf"
