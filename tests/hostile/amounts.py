"""Amounts: every spelling that is a number, that nearly is, and that must not become one."""

from .builder import BASIC_ROWS, adjustment, changed, expense, fee, invoice, ledes
from .case import BASIC, WITHOUT_SECOND, Case, Doc, accepted, case, clean, rejected

# The second line without its discount, so that units x rate is the total.
PLAIN = changed(BASIC_ROWS, 1, cost="200.00", adjustment="")
DISCOUNTED = invoice(fee("2.5", "320.00", "800.00"), adjustment("-70.00"), expense("84.60"))
DISCOUNT = Doc(net="814.60")
THOUSAND = invoice(fee("2.5", "320.00", "800.00"), fee("1", "1240.00", "1240.00", text="Audience"), expense("84.60"))
THOUSAND_DOC = Doc(net="2124.60")

UNREADABLE = {
    "scientific": "2.4e2",
    "underscore": "2_40.00",
    "full_width_digits": "\uff12\uff14\uff10.00",
    "arabic_indic_digits": "\u0662\u0664\u0660",
    "nan": "NaN",
    "infinity": "Infinity",
    "minus_infinity": "-inf",
    "hexadecimal": "0xF0",
    "word": "offert",
    "not_available": "N/A",
    "hours_and_minutes": "2h40",
    "two_points": "2.40.00",
    "two_signs": "--240.00",
    "a_sum": "120+120",
    "formula": "=240",
    "a_slash": "240/1",
    "a_percentage": "240%",
    "ten_thousand_digits": "2" * 10_000,
    "superscript": "24\u00b2",
    "fraction": "240\u00bd",
    "letter_o_for_zero": "24O.00",
    "credit_suffix": "240.00 CR",
    "comma_before_three_digits_beside_points": "1,234",
}
# Read with a warning; holding the line back is more than is needed.
WARNED = {
    "euro_after": "240.00 €",
    "euro_before": "€240.00",
    "dollar_before": "$240.00",
}
SPACED = {
    "space_thousands": "1 240.00",
    "no_break_space_thousands": "1\u00a0240.00",
    "narrow_space_thousands": "1\u202f240.00",
}
NEGATIVE = {
    "parentheses": "(70.00)",
    "minus_after": "70.00-",
}
# Nothing in the reference says how far to go: read with a warning, or held back.
SIGNED = {
    "typographic_minus": "\u221270.00",
    "minus_before_sign": "-€70.00",
    "minus_after_sign": "€-70.00",
    "sign_in_parentheses": "(70.00 €)",
    "currency_code": "-70.00 EUR",
}


def unreadable(name: str, written: str) -> Case:
    """The line total of the second line is no amount: the line is held back and named."""
    held = accepted(WITHOUT_SECOND, told="AMT", aside=1, at=(4,))
    return case(f"total_{name}", ledes(changed(PLAIN, 1, total=written)), held, rows=[PLAIN[0], PLAIN[2]])


CASES: tuple[Case, ...] = (
    *(unreadable(name, written) for name, written in UNREADABLE.items()),
    # An empty total might be rebuilt from units x rate, if that is said.
    *(
        case(
            f"total_{name}",
            ledes(changed(PLAIN, 1, total=written)),
            accepted(WITHOUT_SECOND, told="AMT", aside=1, at=(4,)),
            accepted(BASIC, told="AMT|LINE"),
        )
        for name, written in (("empty", ""), ("null_word", "NULL"), ("dash", "-"))
    ),
    case(
        "total_empty_on_every_line",
        ledes(changed(PLAIN, total="")),
        accepted(told="AMT", aside=3),
        accepted(BASIC, told="AMT|LINE"),
        rejected("AMT|EMP"),
    ),
    *(
        case(
            f"total_{name}",
            ledes(changed(PLAIN, 1, total=written)),
            accepted(BASIC, told="*|THOU"),
            rows=PLAIN,
        )
        for name, written in WARNED.items()
    ),
    *(
        case(
            f"total_{name}",
            ledes(changed(THOUSAND, 1, total=written)),
            accepted(THOUSAND_DOC, told="THOU"),
            rows=THOUSAND,
        )
        for name, written in SPACED.items()
    ),
    *(
        case(
            f"total_{name}",
            ledes(changed(DISCOUNTED, 1, total=written, adjustment=written)),
            accepted(DISCOUNT, told="*"),
            rows=DISCOUNTED,
        )
        for name, written in NEGATIVE.items()
    ),
    *(
        case(
            f"total_{name}",
            ledes(changed(DISCOUNTED, 1, total=written, adjustment=written)),
            accepted(DISCOUNT, told="*"),
            accepted(DISCOUNT.but(net="884.60", lines=2), told="AMT", aside=1, at=(4,)),
            rows=DISCOUNTED,
        )
        for name, written in SIGNED.items()
    ),
    case(
        "total_american_thousands_and_cents",
        ledes(changed(THOUSAND, 1, total="1,240.00")),
        accepted(THOUSAND_DOC.but(net="884.60", lines=2), told="AMT", aside=1, at=(4,)),
        accepted(THOUSAND_DOC, told="THOU"),
    ),
    case(
        "total_swiss_apostrophe",
        ledes(changed(THOUSAND, 1, total="1'240.00")),
        accepted(THOUSAND_DOC.but(net="884.60", lines=2), told="AMT", aside=1, at=(4,)),
        accepted(THOUSAND_DOC, told="THOU"),
    ),
    case(
        "spellings_of_the_standard",
        ledes(
            invoice(
                fee(".5", "200.", "100."),
                fee("+1.000", "100", "+100.00"),
                fee("2.00", "350", "630", adjustment="-70", text="Recherche"),
                adjustment("-.5"),
                expense(" 00084.60 "),
            )
        ),
        clean(Doc(net="914.10", lines=5)),
        rows=invoice(*(fee("1", x, x) for x in ("100", "100", "630", "-.5", "84.60"))),
    ),
    case(
        "beyond_float",
        ledes(
            invoice(
                fee("1", "90071992547409.93", "90071992547409.93"),
                fee("1", "0.01", "0.01", text="Centime"),
            )
        ),
        accepted(Doc(net="90071992547409.94", lines=2)),
        # Fourteen digits are two more than the format allows.
        accepted(Doc(net="0.01", lines=1), told="AMT", aside=1, at=(3,)),
        rows=invoice(fee("1", "0", "90071992547409.93"), fee("1", "0", "0.01")),
    ),
    case(
        "beyond_the_store",
        ledes(changed(PLAIN, 1, units="1", cost="9" * 30 + ".99", total="9" * 30 + ".99")),
        accepted(WITHOUT_SECOND, told="AMT", aside=1, at=(4,)),
    ),
    case("minus_zero", ledes(changed(PLAIN, 1, units="0", total="-0.00")), accepted(BASIC.but(net="884.60"))),
    # Rates with four decimals are legal; half a cent per line is the rounding of others.
    case(
        "four_decimals",
        ledes(invoice(fee("2", "123.4567", "246.9134"), fee("1", "0.0001", "0.0001", text="Reste"))),
        accepted(Doc(net="246.9135", lines=2)),
        accepted(Doc(net="246.91", lines=2)),
        rows=invoice(fee("2", "", "246.9134"), fee("1", "", "0.0001")),
    ),
    case(
        "seven_decimals",
        ledes(invoice(*(fee("1", "33.3333333", "33.3333333", text=f"Tiers {n}") for n in range(3)))),
        accepted(Doc(net="99.9999999")),
        accepted(Doc(net="99.9999")),
        accepted(Doc(net="99.99")),
        accepted(Doc(net="100.00")),
        rows=invoice(*(fee("1", "", "33.3333333") for _ in range(3))),
    ),
    case(
        "half_cent_drift",
        ledes(
            invoice(
                fee("0.1", "125.05", "12.50"),
                fee("0.3", "125.05", "37.52", text="Appel"),
                fee("0.7", "125.05", "87.53", text="Courriel"),
                declared="137.56",
            )
        ),
        clean(Doc(net="137.55")),
        rows=invoice(*(fee("1", "", x) for x in ("12.50", "37.52", "87.53"))),
    ),
    *(
        case(
            f"units_{name}",
            ledes(changed(PLAIN, 1, units=written)),
            accepted(BASIC, told="AMT"),
            accepted(WITHOUT_SECOND, told="AMT", aside=1, at=(4,)),
            rows=PLAIN,
        )
        for name, written in (("unreadable", "1h12"), ("nan", "NaN"), ("infinite", "Infinity"))
    ),
    *(
        case(
            f"declared_total_{name}",
            ledes(changed(PLAIN, declared=written)),
            accepted(BASIC, told="AMT|SUM"),
            rows=PLAIN,
        )
        for name, written in (("unreadable", "voir PDF"), ("nan", "NaN"), ("infinite", "Infinity"))
    ),
    case(
        "null_words_in_numbers_dates_and_codes",
        ledes(changed(PLAIN, adjustment="NULL", start="NULL", end="null", activity="NULL", item="NULL")),
        accepted(BASIC),
        rows=PLAIN,
    ),
)
