"""The format line: its spellings, its lies, its absence."""

from .builder import BASIC_ROWS, BI, BI_ROWS, SHORT, ledes
from .case import BASIC, BASIC_BI, Case, accepted, case, clean, rejected

SHORT_BI = (
    *list(SHORT)[:24],
    "INVOICE_CURRENCY",
    "INVOICE_NET_TOTAL",
    "LINE_ITEM_TAX_RATE",
    "LINE_ITEM_TAX_TOTAL",
)


def named(name: str, first: str) -> Case:
    """State that a 1998B file under this format line is read like any other."""
    return case(name, ledes(BASIC_ROWS, first=first), accepted(BASIC), rows=BASIC_ROWS)


def named_bi(name: str, first: str) -> Case:
    """State the same of an international file."""
    return case(name, ledes(BI_ROWS, BI, first=first), accepted(BASIC_BI), rows=BI_ROWS)


def unknown(name: str, first: str) -> Case:
    """State that a file under this format line is refused, and that the line is named."""
    return case(name, ledes(BASIC_ROWS, first=first), rejected("FMT"))


CASES: tuple[Case, ...] = (
    case("bi_clean", ledes(BI_ROWS, BI), clean(BASIC_BI), rows=BI_ROWS),
    named_bi("format_98bi", "LEDES98BI"),
    named_bi("format_1998bi_v2", "LEDES1998BI V2"),
    named_bi("format_98bi_v5", "LEDES98BI V5"),
    named_bi("format_98bi_lower_case", "ledes98bi v2"),
    named("format_lower_case", "ledes1998b"),
    named("format_98b", "LEDES98B"),
    named("format_spaced", "  LEDES 1998 B "),
    named("format_quoted", '"LEDES1998B"'),
    case("format_with_bom_and_blank_line", "\ufeff\r\n" + ledes(BASIC_ROWS), accepted(BASIC), rows=BASIC_ROWS),
    case("format_after_blank_lines", "\r\n \r\n" + ledes(BASIC_ROWS), accepted(BASIC), rows=BASIC_ROWS),
    case(
        "format_line_padded_with_pipes",
        ledes(BASIC_ROWS).replace("LEDES1998B[]", "LEDES1998B[]" + "|" * 23, 1),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case("format_missing", ledes(BASIC_ROWS, first=""), accepted(BASIC, told="FMT0"), rows=BASIC_ROWS),
    case("format_missing_bi", ledes(BI_ROWS, BI, first=""), accepted(BASIC_BI, told="FMT0"), rows=BI_ROWS),
    unknown("format_1999x", "LEDES1999X"),
    unknown("format_2000", "LEDES2000"),
    unknown("format_1998c", "LEDES1998C"),
    unknown("format_xml_named_in_text", "LEDES XML 2.1"),
    case(
        "preamble_before_the_header",
        "Cabinet Dubois - export du 31/07/2026\r\n" + ledes(BASIC_ROWS, first=""),
        rejected("FMT"),
        accepted(BASIC, told="FMT|FMT0"),
        accepted(BASIC, told="FMT|FMT0|CELLS", aside=1),
    ),
    # The line says 1998B, the columns are international: totals include tax, as their arithmetic proves.
    case(
        "format_says_98b_columns_are_bi",
        ledes(BI_ROWS, BI, first="LEDES1998B"),
        accepted(BASIC_BI, told="COL|FMT|NET|TAX"),
        rejected(),
        rows=BI_ROWS,
    ),
    case(
        "format_says_bi_columns_are_98b",
        ledes(BASIC_ROWS, first="LEDES98BI V2"),
        accepted(BASIC, told="COL"),
        rows=BASIC_ROWS,
    ),
    case(
        "bi_of_28_columns",
        ledes(BI_ROWS, SHORT_BI, first="LEDES1998BI V2"),
        accepted(BASIC_BI, told="COL"),
        rows=BI_ROWS,
    ),
)
