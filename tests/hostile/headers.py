"""Header lines: renamed, moved, missing, doubled, foreign columns, and a header that changes on the way."""

from collections.abc import Sequence

from .builder import B98, BASIC_ROWS, BI, BI_ROWS, OTHER_ROWS, Row, changed, fee, invoice, ledes, taxed
from .case import BASIC, BASIC_BI, OTHER, Answer, Case, Doc, accepted, case, rejected

REQUIRED = ("INVOICE_NUMBER", "INVOICE_DATE", "LINE_ITEM_TOTAL", "EXP/FEE/INV_ADJ_TYPE")
KEPT = (*REQUIRED, "LAW_FIRM_ID", "LINE_ITEM_DESCRIPTION")
DESCRIBED = (*B98[:22], "LINE_ITEM_TASK_DESCRIPTION", "LINE_ITEM_ACTIVITY_DESCRIPTION")
DESCRIPTIONS = {DESCRIBED[22]: "Analyse et strategie", DESCRIBED[23]: "Redaction"}
ALIASES = {
    "LINE_ITEM_NUMBER_OF_UNITS": "HOURS",
    "EXP/FEE/INV_ADJ_TYPE": "LINE_ITEM_TYPE",
    "LINE_ITEM_UNIT_COST": "RATE",
    "LINE_ITEM_TOTAL": "LINE_ITEM_TOTAL_AMOUNT",
    "TIMEKEEPER_ID": "LINE_ITEM_LAWYER_ID",
}
ODD = (
    "]; DROP TABLE lines;--",
    "__class__",
    "=1+1",
    "a]b",
    "![x](http://192.0.2.1/p.png)",
    "<script>",
    "{{7*7}}",
)


def without(*names: str) -> tuple[str, ...]:
    """List the 1998B columns but these."""
    return tuple(name for name in B98 if name not in names)


def swapped(a: str, b: str, columns: Sequence[str] = B98) -> tuple[str, ...]:
    """List the columns with two of them in each other's place."""
    return tuple({a: b, b: a}.get(name, name) for name in columns)


def moved(name: str, a: str, b: str) -> Case:
    """Glue a second file whose header has two columns in each other's place."""
    data = ledes(BASIC_ROWS) + ledes(OTHER_ROWS, swapped(a, b))
    aside = tuple(accepted(BASIC, told="CELLS|COL|HDR|FMT", aside=n) for n in (2, 3, 4))
    held: tuple[Answer, ...] = (*aside, rejected())
    return case(name, data, accepted(BASIC, OTHER), *held, rows=[*BASIC_ROWS, *OTHER_ROWS])


def doubled(name: str, second: str, *expect: Answer, rows: Sequence[Row] = BASIC_ROWS) -> Case:
    """Write the line total twice, the second time with its own text."""
    columns = (*B98, "@")
    data = ledes(changed(BASIC_ROWS, **{"@": second}), columns).replace("|@[]", "|LINE_ITEM_TOTAL[]")
    return case(name, data, *expect, rows=rows)


FIFTY_THREE = tuple(sorted((*BI, "CLIENT_CONTACT")))
FIRMLESS = BASIC.but(firm=None)

CASES: tuple[Case, ...] = (
    case(
        "header_lower_case",
        ledes(BASIC_ROWS).replace("|".join(B98), "|".join(B98).lower()),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "header_with_spaces_for_underscores",
        ledes(BASIC_ROWS).replace("|".join(B98), " | ".join(B98).replace("_", " ").title()),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "header_with_invisible_characters",
        ledes(BASIC_ROWS).replace("|".join(B98), "\u200b|\u00a0".join(B98)),
        accepted(BASIC),
        rejected("HDR|COL"),
        rows=BASIC_ROWS,
    ),
    case(
        "header_with_a_cyrillic_letter_in_total",
        ledes(BASIC_ROWS).replace("LINE_ITEM_TOTAL", "LINE_ITEM_T\u041eTAL"),
        rejected("HDR"),
    ),
    case(
        "header_aliases",
        ledes(BASIC_ROWS).replace("|".join(B98), "|".join(ALIASES.get(n, n) for n in B98)),
        accepted(BASIC, told="COL"),
        rows=BASIC_ROWS,
    ),
    case("header_reversed", ledes(BASIC_ROWS, B98[::-1]), accepted(BASIC, told="COL"), rows=BASIC_ROWS),
    case(
        "header_total_and_adjustment_swapped",
        ledes(BASIC_ROWS, swapped("LINE_ITEM_TOTAL", "LINE_ITEM_ADJUSTMENT_AMOUNT")),
        accepted(BASIC, told="COL"),
        rows=BASIC_ROWS,
    ),
    case("header_needed_columns_only", ledes(BASIC_ROWS, KEPT), accepted(BASIC, told="COL"), rows=BASIC_ROWS),
    case("header_four_columns", ledes(BASIC_ROWS, REQUIRED), accepted(FIRMLESS, told="COL")),
    case(
        "header_without_line_type",
        ledes(BASIC_ROWS, without("EXP/FEE/INV_ADJ_TYPE")),
        accepted(BASIC, told="COL"),
        rows=BASIC_ROWS,
    ),
    case("header_without_line_total", ledes(BASIC_ROWS, without("LINE_ITEM_TOTAL")), rejected("HDR")),
    case("header_without_number", ledes(BASIC_ROWS, without("INVOICE_NUMBER")), rejected("HDR|FMT")),
    case("header_without_invoice_date", ledes(BASIC_ROWS, without("INVOICE_DATE")), rejected("HDR")),
    case("header_absent", ledes(BASIC_ROWS).replace("|".join(B98) + "[]\r\n", ""), rejected("HDR|FMT")),
    case(
        "header_extra_columns",
        ledes(changed(BASIC_ROWS, OFFICE="Lyon"), ("OFFICE", *B98, "NOTE")),
        accepted(BASIC, told="COL"),
        rows=BASIC_ROWS,
    ),
    case(
        "header_odd_column_names",
        ledes(changed(BASIC_ROWS, **dict.fromkeys(ODD, "x")), (*B98, *ODD)),
        accepted(BASIC, told="COL"),
        rows=BASIC_ROWS,
    ),
    case(
        "header_empty_name_inside",
        ledes(BASIC_ROWS, (*B98[:8], "", *B98[8:])),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "header_description_twice",
        ledes(BASIC_ROWS, (*B98, "INVOICE_DESCRIPTION")),
        accepted(BASIC, told="COL"),
        rejected("HDR|COL"),
        rows=BASIC_ROWS,
    ),
    doubled(
        "header_total_twice_two_amounts",
        "9999.00",
        rejected("HDR|COL"),
        accepted(BASIC, told="COL|HDR", is_guess=True),
        accepted(told="CELLS|COL|AMT", aside=3),
        rows=(),
    ),
    doubled("header_total_twice_second_empty", "", accepted(BASIC, told="COL|HDR"), rejected("HDR|COL")),
    # An export of another tool puts descriptions where the client's matter belongs.
    case(
        "header_last_columns_replaced",
        ledes(changed(BASIC_ROWS, **DESCRIPTIONS), DESCRIBED),
        accepted(BASIC.but(matters=frozenset()), told="COL"),
        accepted(BASIC.but(matters=frozenset({"D-118"})), told="COL"),
        rows=BASIC_ROWS,
    ),
    case("header_and_rows_end_in_a_pipe", ledes(BASIC_ROWS, end="|[]"), accepted(BASIC), rows=BASIC_ROWS),
    case(
        "rows_end_in_a_pipe",
        ledes(BASIC_ROWS, end="|[]").replace("MATTER_ID|[]", "MATTER_ID[]"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "header_53_columns_in_own_order_each_bracketed",
        ledes(BI_ROWS, FIFTY_THREE).replace("|".join(FIFTY_THREE), "[]|".join(FIFTY_THREE)),
        accepted(BASIC_BI, told="COL"),
        rows=BI_ROWS,
    ),
    case(
        "header_10000_columns",
        ledes(BASIC_ROWS, (*B98, *(f"EXTRA_{n}" for n in range(10_000)))),
        accepted(BASIC, told="COL"),
        rejected(),
        rows=BASIC_ROWS,
    ),
    moved("glued_file_swaps_number_and_client", "INVOICE_NUMBER", "CLIENT_ID"),
    moved("glued_file_swaps_total_and_cost", "LINE_ITEM_TOTAL", "LINE_ITEM_UNIT_COST"),
    moved("glued_file_swaps_two_dates", "INVOICE_DATE", "BILLING_START_DATE"),
    case(
        "glued_file_is_international",
        ledes(BASIC_ROWS) + ledes(taxed(OTHER_ROWS), BI),
        accepted(BASIC, OTHER.but(tax="95.08")),
        *(accepted(BASIC, told="CELLS|COL|HDR|FMT", aside=n) for n in (2, 3, 4)),
        rejected(),
        rows=[*BASIC_ROWS, *taxed(OTHER_ROWS)],
    ),
    case(
        "all_columns_bi_header_case_of_region",
        ledes(BI_ROWS, BI).replace("STATEorREGION", "STATE_OR_REGION"),
        accepted(BASIC_BI),
        rows=BI_ROWS,
    ),
    case(
        "header_number_twice_second_is_client",
        ledes(invoice(fee("1", "90.00", "90.00")), B98).replace("|CLIENT_ID|", "|INVOICE_NUMBER|"),
        rejected("HDR|COL"),
        accepted(Doc(net="90.00", lines=1), told="COL|HDR", is_guess=True),
        accepted(told="CELLS|COL|NUM0", aside=1),
    ),
)
