"""Dates: impossible, ambiguous, of another country, missing, different from row to row."""

from collections.abc import Sequence

from .builder import BASIC_ROWS, Row, changed, ledes, separated
from .case import BASIC, Answer, Case, accepted, case, clean, rejected

UNDATED = accepted(BASIC.but(date=None), told="DATE")
HELD = (accepted(told="DATE", aside=3), rejected("DATE|HDR|EMP"))
FRENCH = changed(BASIC_ROWS, date="31/07/2026", start="01/07/2026", end="31/07/2026", worked="02/07/2026")
AMERICAN = changed(BASIC_ROWS, date="07/02/2026", start="06/01/2026", end="06/30/2026", worked="06/15/2026")
EARLY = changed(BASIC_ROWS, date="01/02/2026", start="01/01/2026", end="02/01/2026", worked="03/01/2026")

# A line whose date is no date keeps its amount, without a date, and says so.
BAD_LINE_DATES = {
    "30_february": "20260230",
    "day_99": "19990299",
    "30_february_iso": "2026-02-30",
    "too_short": "20261",
    "too_long": "202607021",
    "words": "2 juil. 2026",
    "full_width": "\uff12\uff10\uff12\uff16\uff10\uff17\uff10\uff12",
    "zeros": "00000000",
    "underscores": "2026_702",
    "signed": "+2026702",
}


def dated(name: str, rows: Sequence[Row], *expect: Answer) -> Case:
    """State what comes out of rows whose dates are written so."""
    return case(f"date_{name}", ledes(rows), *expect, rows=rows)


def invoice_date(name: str, written: str, *expect: Answer) -> Case:
    """Write the invoice date so on every row."""
    return dated(name, changed(BASIC_ROWS, date=written), *expect)


CASES: tuple[Case, ...] = (
    *(
        dated(f"of_line_{name}", changed(BASIC_ROWS, 1, worked=written), accepted(BASIC, told="DATE"))
        for name, written in BAD_LINE_DATES.items()
    ),
    invoice_date("30_february", "20260230", UNDATED, *HELD),
    invoice_date("too_short", "20261", UNDATED, *HELD),
    invoice_date("words", "fin juillet", UNDATED, *HELD),
    invoice_date("empty_everywhere", "", UNDATED, *HELD),
    invoice_date("iso", "2026-07-31", clean(BASIC)),
    invoice_date("iso_with_time", "2026-07-31T00:00:00", accepted(BASIC), UNDATED, *HELD),
    invoice_date("spreadsheet_float", "20260731.0", accepted(BASIC), UNDATED, *HELD),
    invoice_date("future", "20991231", accepted(BASIC.but(date="2099-12-31"))),
    invoice_date("year_2_digits", "31/07/26", accepted(BASIC), UNDATED, *HELD),
    dated("french", FRENCH, accepted(BASIC)),
    dated("american_decided_by_a_line", AMERICAN, accepted(BASIC.but(date="2026-07-02"))),
    dated(
        "day_or_month_undecidable",
        EARLY,
        accepted(BASIC.but(date="2026-02-01"), told="DATE", is_guess=True),
    ),
    dated(
        "french_decided_by_one_row",
        changed(EARLY, 1, worked="31/01/2026"),
        accepted(BASIC.but(date="2026-02-01")),
    ),
    dated(
        "french_and_american_in_one_file",
        changed(changed(BASIC_ROWS, 0, worked="31/01/2026"), 1, worked="01/31/2026"),
        accepted(BASIC, told="DATE"),
    ),
    dated("standard_and_french_in_one_file", changed(BASIC_ROWS, 1, worked="15/07/2026"), accepted(BASIC)),
    dated("of_line_empty", changed(BASIC_ROWS, 1, worked=""), accepted(BASIC)),
    dated(
        "of_line_after_invoice",
        changed(BASIC_ROWS, 1, worked="20260915"),
        accepted(BASIC, told="DATE|*"),
    ),
    dated("empty_on_second_row", changed(BASIC_ROWS, 1, date=""), accepted(BASIC)),
    dated(
        "empty_on_first_row",
        changed(BASIC_ROWS, 0, date=""),
        accepted(BASIC),
        UNDATED,
        accepted(BASIC.but(net="324.60", lines=2), told="DATE", aside=1, at=(3,)),
    ),
    # By the standard the first record's date is the invoice's.
    dated("differs_between_rows", changed(BASIC_ROWS, 1, date="20260630"), accepted(BASIC)),
    dated(
        "unreadable_on_second_row",
        changed(BASIC_ROWS, 1, date="3I/07/2026"),
        accepted(BASIC, told="DATE"),
        accepted(BASIC.but(net="884.60", lines=2), told="DATE", aside=1, at=(4,)),
    ),
    # 46234 days after 30 December 1899.
    case(
        "date_spreadsheet_serial",
        separated(changed(BASIC_ROWS, date="46234"), ";"),
        accepted(BASIC),
        filename="facture.csv",
        rows=BASIC_ROWS,
    ),
)
