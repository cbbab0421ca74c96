"""Numbers that are names: invoices, firms and matters that a spreadsheet would turn into something else."""

from .builder import BASIC_ROWS, OTHER_ROWS, changed, ledes
from .case import BASIC, OTHER, WITHOUT_SECOND, Case, accepted, case, clean, rejected

LONG = "CABINET-DUBOIS-ET-ASSOCIES/2026/07/000117"
KEPT_NUMBERS = {
    "scientific": "1E5",
    "leading_zeros": "00042",
    "beyond_float": "900719925474099300017",
    "spaces_and_slashes": "FA 2026/07 - 12",
    "accents": "N° 12/É",
    "longer_than_20": LONG,
    "nan_word": "NaN",
    "true_word": "TRUE",
    "date_like": "2026-07-01",
    "decimal_like": "12.50",
    "formula_like": "=1+1",
    "minus": "-17",
    "hash": "#12",
}
KEPT_FIRMS = {
    "na": "NA",
    "none": "None",
    "true": "TRUE",
    "zeros": "007",
    "scientific": "3E8",
    "siren_with_spaces": "552 100 554",
}


def number(name: str, written: str) -> Case:
    """An invoice number stays the text that the firm wrote."""
    rows = changed(BASIC_ROWS, number=written)
    return case(f"number_{name}", ledes(rows), accepted(BASIC.but(number=written)), rows=rows)


def firm(name: str, written: str) -> Case:
    """A firm identifier stays the text that the firm wrote."""
    rows = changed(BASIC_ROWS, firm=written)
    return case(f"firm_{name}", ledes(rows), accepted(BASIC.but(firm=written)), rows=rows)


def pair(name: str, one: str, other: str) -> Case:
    """Two different invoices whose numbers look alike are kept apart, and told."""
    rows = [*changed(BASIC_ROWS, number=one), *changed(OTHER_ROWS, number=other)]
    docs = BASIC.but(number=one), OTHER.but(number=other)
    return case(f"numbers_{name}", ledes(rows), accepted(*docs, told="*|DUPI|DUPN"), rows=rows)


CASES: tuple[Case, ...] = (
    *(number(name, written) for name, written in KEPT_NUMBERS.items()),
    *(firm(name, written) for name, written in KEPT_FIRMS.items()),
    pair("12_and_0012", "12", "0012"),
    pair("case_differs", "FA-7", "fa-7"),
    pair("punctuation_differs", "2026/17", "2026-17"),
    case(
        "number_padded_with_spaces",
        ledes(changed(BASIC_ROWS, 1, number="  FA-2026-0117\t")),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "number_empty_on_one_row",
        ledes(changed(BASIC_ROWS, 1, number="")),
        rejected("NUM0"),
        accepted(WITHOUT_SECOND, told="NUM0", aside=1, at=(4,)),
    ),
    case(
        "number_empty_everywhere",
        ledes(changed(BASIC_ROWS, number="")),
        rejected("NUM0"),
        accepted(told="NUM0", aside=3),
    ),
    case(
        "number_of_spaces",
        ledes(changed(BASIC_ROWS, number=" \u00a0 ")),
        rejected("NUM0"),
        accepted(told="NUM0", aside=3),
    ),
    # Empty by one platform's habit, an identifier by the letter: both may be right, silence about neither.
    case(
        "firm_null_word",
        ledes(changed(BASIC_ROWS, firm="NULL")),
        accepted(BASIC.but(firm="NULL")),
        accepted(BASIC.but(firm=None)),
    ),
    case(
        "firm_empty",
        ledes(changed(BASIC_ROWS, firm="")),
        accepted(BASIC.but(firm=None)),
        rows=changed(BASIC_ROWS, firm=""),
    ),
    case(
        "matter_leading_zeros",
        ledes(changed(BASIC_ROWS, matter="00042")),
        clean(BASIC.but(matters=frozenset({"00042"}))),
        rows=BASIC_ROWS,
    ),
    case(
        "matters_that_a_float_would_merge",
        ledes(changed(changed(BASIC_ROWS, matter="42"), 1, matter="42.0")),
        accepted(BASIC.but(matters=frozenset({"42", "42.0"}))),
        rows=BASIC_ROWS,
    ),
    case(
        "matter_scientific",
        ledes(changed(BASIC_ROWS, matter="2E10")),
        accepted(BASIC.but(matters=frozenset({"2E10"}))),
        rows=BASIC_ROWS,
    ),
    case(
        "two_firms_one_number",
        ledes([*BASIC_ROWS, *changed(OTHER_ROWS, number="FA-2026-0117", firm="F-2077")]),
        accepted(BASIC, OTHER.but(number="FA-2026-0117", firm="F-2077")),
        rows=[*BASIC_ROWS, *changed(OTHER_ROWS, number="FA-2026-0117", firm="F-2077")],
    ),
    case(
        "invoices_interleaved",
        ledes([BASIC_ROWS[0], OTHER_ROWS[0], BASIC_ROWS[1], OTHER_ROWS[1], BASIC_ROWS[2]]),
        clean(BASIC, OTHER),
        rows=[*BASIC_ROWS, *OTHER_ROWS],
    ),
)
