"""How records end: line ends, blank lines, end markers, one physical line."""

from .builder import B98, BASIC_ROWS, OTHER_ROWS, changed, joined, ledes, records
from .case import BASIC, OTHER, WITHOUT_SECOND, Case, accepted, case, clean, rejected

RECORDS = records(BASIC_ROWS)
FORMAT, HEADER, *LINES = RECORDS
TWO_LINES = changed(BASIC_ROWS, 1, text="Projet de conclusions\nrelu par l'associe")
AROUND = WITHOUT_SECOND  # what is left when the broken row is held back


def partly(*marked: int) -> str:
    """End with `[]` only the records named by their place, the format line being 0."""
    return "".join(record + ("[]" if n in marked else "") + "\n" for n, record in enumerate(RECORDS))


CASES: tuple[Case, ...] = (
    case("line_ends_crlf", joined(RECORDS, "[]", "\r\n"), clean(BASIC), rows=BASIC_ROWS),
    case("line_ends_lf", joined(RECORDS, "[]", "\n"), clean(BASIC), rows=BASIC_ROWS),
    case("line_ends_cr", joined(RECORDS, "[]", "\r"), clean(BASIC), rows=BASIC_ROWS),
    case("line_ends_mixed", joined(RECORDS, "[]", "\r\n", "\n", "\r"), clean(BASIC), rows=BASIC_ROWS),
    case("line_ends_doubled_cr", joined(RECORDS, "[]", "\r\r\n"), accepted(BASIC), rows=BASIC_ROWS),
    case("one_physical_line", joined(RECORDS, "[]", ""), accepted(BASIC), rows=BASIC_ROWS),
    case("one_physical_line_without_markers", joined(RECORDS, "", ""), rejected()),
    case("no_final_newline", ledes(BASIC_ROWS).rstrip(), clean(BASIC), rows=BASIC_ROWS),
    case("blank_lines_between_rows", joined(RECORDS, "[]", "\r\n\r\n"), accepted(BASIC), rows=BASIC_ROWS),
    case("blank_lines_of_spaces", joined(RECORDS, "[]", "\r\n \t \r\n"), accepted(BASIC), rows=BASIC_ROWS),
    case("trailing_spaces_and_tabs", joined(RECORDS, "[] \t ", "\r\n"), accepted(BASIC), rows=BASIC_ROWS),
    case("last_record_a_lone_space", ledes(BASIC_ROWS) + " \r\n", accepted(BASIC), rows=BASIC_ROWS),
    case("ctrl_z_at_the_end", ledes(BASIC_ROWS) + "\x1a", accepted(BASIC), rows=BASIC_ROWS),
    case(
        "nul_padding_at_the_end",
        ledes(BASIC_ROWS) + "\x00" * 64,
        accepted(BASIC),
        accepted(BASIC, told="CELLS", aside=1, at=(6,)),
        rows=BASIC_ROWS,
    ),
    case("row_of_pipes_only", ledes(BASIC_ROWS) + "|" * 23 + "[]\r\n", accepted(BASIC), rows=BASIC_ROWS),
    case("no_marker_on_data_rows", partly(0, 1), accepted(BASIC, told="BRK"), rows=BASIC_ROWS),
    case("no_marker_on_one_row", partly(0, 1, 2, 4), accepted(BASIC, told="BRK"), rows=BASIC_ROWS),
    case("no_marker_on_last_row", partly(0, 1, 2, 3), accepted(BASIC, told="BRK"), rows=BASIC_ROWS),
    case("no_marker_but_the_format_line", partly(0), accepted(BASIC, told="BRK"), rows=BASIC_ROWS),
    case("no_marker_on_the_header", partly(0, 2, 3, 4), accepted(BASIC, told="BRK"), rows=BASIC_ROWS),
    case("no_marker_anywhere", partly(), accepted(BASIC, told="BRK"), rows=BASIC_ROWS),
    case(
        "marker_after_each_header_name",
        joined([FORMAT, "[]|".join(B98), *LINES], "[]", "\n"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case("marker_spaced", joined(RECORDS, " [ ]", "\n").replace("[ ]", "[]"), accepted(BASIC), rows=BASIC_ROWS),
    case("line_break_in_narrative", ledes(TWO_LINES, eol="\n"), accepted(BASIC), rows=BASIC_ROWS),
    case(
        "line_break_in_narrative_crlf",
        ledes(TWO_LINES).replace("s\nr", "s\r\nr"),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "line_break_in_narrative_without_markers",
        ledes(TWO_LINES, end="", eol="\n"),
        accepted(BASIC, told="BRK"),
        accepted(AROUND, told="CELLS", aside=1),
        accepted(AROUND, told="CELLS", aside=2),
        rows=BASIC_ROWS,
    ),
    case(
        "line_break_in_every_narrative_one_row_unmarked",
        joined(records(changed(BASIC_ROWS, text="a\nb")), "[]", "\n").replace("M-7[]", "M-7", 1),
        accepted(BASIC, told="BRK"),
        rejected(),
        *(accepted(told="CELLS", aside=n) for n in (3, 4, 5, 6)),
        *(accepted(BASIC.but(net="84.60", lines=1), told="CELLS", aside=n) for n in (2, 3, 4)),
        *(accepted(BASIC.but(net="324.60", lines=2), told="CELLS", aside=n) for n in (1, 2)),
        rows=BASIC_ROWS,
    ),
    case(
        "marker_inside_narrative_before_a_pipe",
        ledes(changed(BASIC_ROWS, 1, text="Voir annexe []")),
        accepted(BASIC),
        rows=BASIC_ROWS,
    ),
    case(
        "marker_inside_narrative_before_text",
        ledes(changed(BASIC_ROWS, 1, text="Voir annexe [] page 2")),
        accepted(BASIC),
        accepted(AROUND, told="CELLS", aside=1),
        accepted(AROUND, told="CELLS", aside=2),
        rows=BASIC_ROWS,
    ),
    case(
        "marker_at_the_start_of_narrative",
        ledes(changed(BASIC_ROWS, 1, text="[] a completer")),
        accepted(BASIC),
        accepted(AROUND, told="CELLS", aside=1),
        accepted(AROUND, told="CELLS", aside=2),
        rows=BASIC_ROWS,
    ),
    case(
        "header_repeated_in_the_middle",
        joined([FORMAT, HEADER, LINES[0], HEADER, *LINES[1:]]),
        accepted(BASIC),
        accepted(BASIC, aside=1),
        rows=BASIC_ROWS,
    ),
    case(
        "two_files_glued",
        ledes(BASIC_ROWS) + ledes(OTHER_ROWS),
        accepted(BASIC, OTHER),
        accepted(BASIC, OTHER, aside=1),
        accepted(BASIC, OTHER, aside=2),
        rows=[*BASIC_ROWS, *OTHER_ROWS],
    ),
    case(
        "cut_in_the_middle_of_the_last_row",
        ledes(BASIC_ROWS)[: -len("84.60|||M-7[]\r\n") - 10],
        accepted(BASIC.but(net="1040.00", lines=2), told="CELLS", aside=1),
    ),
    case(
        "cut_inside_the_last_total",
        ledes(BASIC_ROWS).rpartition("|84.60|20260709")[0] + "|8",
        accepted(BASIC.but(net="1040.00", lines=2), told="CELLS", aside=1),
    ),
)
