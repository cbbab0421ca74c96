"""The same columns as CSV: commas, semicolons, tabs, quotes, decimal commas."""

from collections.abc import Sequence

from .builder import B98, BASIC_ROWS, BI, BI_ROWS, Row, cells_of, changed, money, separated
from .case import BASIC, BASIC_BI, WITHOUT_FIRST, WITHOUT_SECOND, Case, Doc, accepted, case, rejected

QUOTED = changed(BASIC_ROWS, 1, text='Appel, "urgent"; suite')
TWO_LINES = changed(BASIC_ROWS, 1, text="Appel\nsuite; fin, etc.")
MONEY = (
    "declared",
    "units",
    "adjustment",
    "total",
    "cost",
    "tax",
    "tax_rate",
    "declared_tax",
    "declared_net",
)


def french(rows: Sequence[Row], space: str = "") -> list[Row]:
    """Write the amounts as a French computer does: decimal comma, and perhaps a space for thousands."""
    return [row | {k: written(row[k], space) for k in MONEY if row.get(k)} for row in rows]


def written(amount: str, space: str) -> str:
    """Turn 1234.50 into 1 234,50."""
    whole, point, cents = amount.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    grouped = f"{int(digits):,}".replace(",", space) if digits else ""
    return sign + grouped + ("," if point else "") + cents


def hundredfold(rows: Sequence[Row], pattern: str) -> list[Row]:
    """Multiply the amounts, not the units, by a hundred, so that they have thousands."""
    names = ("declared", "total", "cost", "adjustment")
    return [row | {k: pattern.format(100 * money(row[k])) for k in names if row.get(k)} for row in rows]


def piped(rows: Sequence[Row], columns: Sequence[str] = B98) -> str:
    """Write pipes, CRLF and markers around cells as they are."""
    first = "LEDES98BI V2" if columns == BI else "LEDES1998B"
    body = ["|".join(columns), *("|".join(cells_of(row, columns)) for row in rows)]
    return "".join(f"{line}[]\r\n" for line in [first, *body])


BIG = hundredfold(BASIC_ROWS, "{:.2f}")
BIG_DOC = Doc(net="112460.00")
AMERICAN = hundredfold(BASIC_ROWS, "{:,.2f}")
BROKEN = separated(BASIC_ROWS, ",").replace("Projet de conclusions", '"Projet de conclusions')

CASES: tuple[Case, ...] = (
    case("csv_comma", separated(QUOTED, ","), accepted(BASIC), filename="facture.csv", rows=BASIC_ROWS),
    case("csv_semicolon", separated(QUOTED, ";"), accepted(BASIC), filename="facture.csv", rows=BASIC_ROWS),
    case("csv_tab", separated(QUOTED, "\t"), accepted(BASIC), filename="facture.tsv", rows=BASIC_ROWS),
    case("csv_pipe_with_quotes", separated(BASIC_ROWS, "|"), accepted(BASIC, told="BRK|FMT0"), rows=BASIC_ROWS),
    case(
        "csv_international",
        separated(BI_ROWS, ";", BI),
        accepted(BASIC_BI),
        filename="facture.csv",
        rows=BI_ROWS,
    ),
    case(
        "csv_format_line_and_markers",
        "LEDES1998B[]\r\n" + separated(QUOTED, ",").replace("\r\n", "[]\r\n"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "csv_all_quoted",
        "\r\n".join(",".join(f'"{c}"' for c in line) for line in [B98, *map(cells_of, BASIC_ROWS)]),
        accepted(BASIC),
        filename="facture.csv",
        rows=BASIC_ROWS,
    ),
    case(
        "csv_line_break_in_quotes",
        separated(TWO_LINES, ","),
        accepted(BASIC),
        filename="a.csv",
        rows=BASIC_ROWS,
    ),
    case(
        "csv_pipes_in_narrative",
        separated(changed(BASIC_ROWS, text="a|b|c"), ";"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "csv_quote_never_closed",
        BROKEN,
        rejected(),
        accepted(BASIC),
        *(accepted(BASIC.but(net="800.00", lines=1), told="CELLS", aside=n) for n in (1, 2)),
        *(accepted(WITHOUT_SECOND, told="CELLS", aside=n) for n in (1, 2)),
        filename="facture.csv",
    ),
    case(
        "csv_text_after_closing_quote",
        separated(BASIC_ROWS, ",").replace("Projet de conclusions", '"Projet, suite" relu'),
        accepted(BASIC),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1),
        filename="facture.csv",
    ),
    case(
        "csv_comma_unquoted_in_narrative",
        separated(BASIC_ROWS, ",").replace("Projet de conclusions", "Projet, conclusions"),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(3,)),
        accepted(BASIC, told="PIPE|CELLS"),
        filename="facture.csv",
    ),
    case(
        "csv_decimal_commas_unquoted_between_commas",
        piped(french(BASIC_ROWS)).replace("|", ",").replace("[]", ""),
        accepted(told="CELLS", aside=3),
        rejected(),
        accepted(BASIC, told="CELLS|PIPE|DEC"),
    ),
    case(
        "csv_separator_said_on_first_line",
        "sep=;\r\n" + separated(BASIC_ROWS, ";"),
        accepted(BASIC),
        rejected("FMT"),
        filename="facture.csv",
        rows=BASIC_ROWS,
    ),
    case(
        "csv_tab_in_narrative",
        separated(BASIC_ROWS, "\t").replace("Projet de", "Projet\tde"),
        accepted(WITHOUT_SECOND, told="CELLS", aside=1, at=(3,)),
        accepted(BASIC, told="PIPE|CELLS"),
        filename="facture.tsv",
    ),
    # Amounts in American quotes: units too are plain, so nothing in the file is ambiguous.
    case(
        "csv_comma_american_thousands",
        separated(AMERICAN, ","),
        accepted(BIG_DOC, told="THOU"),
        accepted(told="AMT", aside=3),
        rejected("AMT|EMP"),
        filename="facture.csv",
        rows=BIG,
    ),
    case("decimal_comma_pipes", piped(french(BASIC_ROWS)), accepted(BASIC, told="DEC"), rows=BASIC_ROWS),
    case("decimal_comma_bi", piped(french(BI_ROWS), BI), accepted(BASIC_BI, told="DEC"), rows=BI_ROWS),
    case(
        "decimal_comma_semicolon",
        separated(french(BASIC_ROWS), ";"),
        accepted(BASIC, told="DEC"),
        filename="facture.csv",
        rows=BASIC_ROWS,
    ),
    *(
        case(name, piped(french(BIG, space)), accepted(BIG_DOC, told="DEC THOU"), rows=BIG)
        for name, space in (
            ("decimal_comma_space", " "),
            ("decimal_comma_no_break_space", "\u00a0"),
            ("decimal_comma_narrow_no_break_space", "\u202f"),
        )
    ),
    case(
        "decimal_comma_no_break_space_cp1252",
        piped(french(BIG, "\u00a0")).encode("cp1252"),
        accepted(BIG_DOC, told="DEC THOU ENC"),
        rows=BIG,
    ),
    case(
        "decimal_comma_point_thousands",
        piped(french(BIG, ".")),
        accepted(BIG_DOC, told="DEC|THOU"),
        accepted(told="AMT", aside=3),
        rejected("AMT|EMP"),
        rows=BIG,
    ),
    # 1,250 and 2,400: three digits after each comma, nothing else to decide by.
    case(
        "comma_before_three_digits_everywhere",
        piped(
            changed(
                changed(BASIC_ROWS[:2], 0, units="1", cost="1,250", total="1,250", declared="3,650"),
                1,
                units="1",
                adjustment="",
                cost="2,400",
                total="2,400",
                declared="3,650",
            )
        ),
        accepted(Doc(net="3.650", lines=2), told="DEC|AMT|THOU", is_guess=True),
        accepted(told="AMT", aside=2),
        rejected("AMT|EMP|DEC|THOU"),
    ),
    # Among decimal commas, 1.250 is a thousand: read as 1.25 it loses 1 248.75.
    case(
        "point_before_three_digits_among_decimal_commas",
        piped(changed(french(BASIC_ROWS), 1, units="1", adjustment="", cost="1.250", total="1.250", declared="")),
        accepted(WITHOUT_SECOND, told="AMT", aside=1, at=(4,)),
        accepted(BASIC.but(net="2134.60"), told="THOU|DEC"),
        accepted(told="AMT", aside=3),
        rejected("AMT|EMP"),
        rows=[BASIC_ROWS[0], BASIC_ROWS[2]],
    ),
    case(
        "decimal_comma_on_one_row_of_points",
        piped([BASIC_ROWS[0], *french(BASIC_ROWS[1:2]), BASIC_ROWS[2]]),
        accepted(WITHOUT_SECOND, told="AMT", aside=1, at=(4,)),
        accepted(BASIC, told="DEC"),
    ),
    case(
        "decimal_point_on_one_row_of_commas",
        piped([BASIC_ROWS[0], *french(BASIC_ROWS[1:])]),
        accepted(BASIC.but(net="800.00", lines=1), told="AMT", aside=2, at=(4, 5)),
        accepted(WITHOUT_FIRST, told="AMT DEC", aside=1),
        accepted(BASIC, told="DEC"),
    ),
    case(
        "american_thousands_in_pipes",
        piped(AMERICAN),
        accepted(told="AMT", aside=3),
        accepted(BIG_DOC, told="THOU"),
        rejected("AMT|EMP"),
    ),
)
