"""CSV files and workbooks to exact cells: separators, quotes, line numbers, dates, hostile workbooks."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from data.reference import identify, read, workbook
from data.sheet import Sheet, from_csv, from_xlsx

HEADER = "Code dossier;Intitulé;Date d'ouverture"


def book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        fill(made)
    return file.getvalue()


def one_sheet(*rows: list[object], at: int = 0) -> bytes:
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet, day = made.add_worksheet("Feuille"), made.add_format({"num_format": "dd/mm/yyyy"})
        for index, row in enumerate(rows, at):
            for column, value in enumerate(row):
                write = sheet.write_datetime if isinstance(value, dt.date) else sheet.write
                write(index, column, value, *([day] if isinstance(value, dt.date) else []))

    return book(fill)


def only(data: bytes) -> Sheet:
    ((_, sheet),), problems = from_xlsx(data)
    assert problems == []
    return sheet


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_separator_is_that_of_the_headings(mark: str):
    sheet = from_csv(mark.join(["matter_id", "name", "opened_on"]) + "\n" + mark.join(["M1", "a", "2026-01-02"]))
    assert (sheet.separator, sheet.header) == (mark, ["matter_id", "name", "opened_on"])
    assert sheet.rows == [(2, ["M1", "a", "2026-01-02"])]


def test_commas_in_cells_do_not_win_over_the_semicolons_of_the_headings():
    sheet = from_csv("Code dossier;Intitulé\nM1;a, b, c, d, e\n")
    assert (sheet.separator, sheet.rows) == (";", [(2, ["M1", "a, b, c, d, e"])])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_numbered_as_in_the_file_even_with_line_breaks_in_quotes(end: str):
    text = end.join([HEADER, 'M1;"Deux', 'lignes";01/02/2026', "", ";;", "M2;x;02/02/2026", ""])
    sheet = from_csv(text)
    assert [line for line, _ in sheet.rows] == [2, 6]
    assert sheet.rows[0][1] == ["M1", f"Deux{end}lignes", "01/02/2026"]
    assert sheet.originals == [f'M1;"Deux{end}lignes";01/02/2026', "M2;x;02/02/2026"]
    assert sheet.set_aside == []


def test_a_doubled_quote_is_a_quote_and_a_separator_in_quotes_is_text():
    assert from_csv(HEADER + '\nM1; "Sté ""A""; B";\n').rows == [(2, ["M1", 'Sté "A"; B', ""])]


def test_rows_that_do_not_fit_the_headings_are_set_aside_with_their_line():
    sheet = from_csv(HEADER + "\nM1;a;b;\nM2;a\nM3;;01/01/2026\n")
    assert [(row.line, row.original, row.problem.kind.code) for row in sheet.set_aside] == [
        (2, "M1;a;b;", "T_CELLS"),
        (3, "M2;a", "T_CELLS"),
    ]
    assert sheet.rows == [(4, ["M3", "", "01/01/2026"])]


def test_a_broken_quote_costs_its_line_only():
    sheet = from_csv(HEADER + '\nM1;"Dupont;01/01/2026\nM2;b;02/01/2026\nM3;"c" d;\nM4;e;\n')
    assert [(row.line, row.problem.kind.code) for row in sheet.set_aside] == [(2, "T_QUOTE"), (4, "T_QUOTE")]
    assert [line for line, _ in sheet.rows] == [3, 5]


def test_headings_repeated_by_a_concatenation_are_no_row():
    sheet = from_csv(f"{HEADER}\nM1;a;\n{HEADER}\nM2;b;\n")
    assert [line for line, _ in sheet.rows] == [2, 4]
    assert [(row.line, row.problem.kind.code) for row in sheet.set_aside] == [(3, "T_AGAIN")]


def test_headings_are_found_under_a_title_and_over_several_lines():
    sheet = from_csv('Dossiers, actifs et clos, au 30/09/2026\n\n"Code\ndossier";"Type de\ndossier"\nM1;Social\n')
    assert identify(sheet).name == "matters"
    assert (sheet.header_line, sheet.rows) == (3, [(6, ["M1", "Social"])])
    assert [(problem.kind.code, problem.seen) for problem in sheet.notes] == [
        ("T_TITLE", "Dossiers, actifs et clos, au 30/09/2026")
    ]


def test_a_nameless_column_is_dropped_when_empty_and_numbered_otherwise():
    assert from_csv("matter_id;name;\nM1;a;\nM2;b;\n").header == ["matter_id", "name"]
    assert from_csv("matter_id;name;\nM1;a;x\n").header == ["matter_id", "name", "#3"]


def test_a_file_in_windows_1252_decoded_by_its_reader():
    raw = "N° de dossier;Intitulé\nM1;Œuvre – 3 000 €\n".encode("cp1252")
    sheet = from_csv(raw.decode("cp1252"), "windows-1252")
    assert sheet.encoding == "windows-1252"
    assert read(sheet, identify(sheet)).rows[0].values["name"] == "Œuvre – 3 000 €"


@pytest.mark.parametrize("text", ["", "\n\n", "un seul mot\n", ";;;\n"])
def test_a_file_without_a_table_has_no_headings(text: str):
    assert from_csv(text).header == []


def test_workbook_cells_are_exact_text():
    header = ["Code dossier", "Intitulé", "Date d'ouverture", "Entité", "BU"]
    sheet = only(
        one_sheet(header, [42, 1234.5, dt.date(2026, 7, 15), 0.1, True], [12345678901234, 1e22, "", 100 / 3, "é"])
    )
    assert sheet.rows[0] == (2, ["42", "1234.5", "2026-07-15", "0.1", "TRUE"])
    assert sheet.rows[1] == (3, ["12345678901234", "1" + "0" * 22, "", "33.3333333333333", "é"])
    assert (sheet.separator, sheet.originals[0]) == (None, "42\t1234.5\t2026-07-15\t0.1\tTRUE")


def test_workbook_rows_keep_their_sheet_lines_below_a_title():
    sheet = only(one_sheet(["Registre au 30/09"], [], ["Code dossier", "Intitulé"], ["00042", "a"], at=2))
    assert (sheet.header_line, sheet.rows) == (5, [(6, ["00042", "a"])])
    assert [problem.kind.code for problem in sheet.notes] == ["T_TITLE"]


def test_a_time_stays_with_its_day_and_does_not_move_it():
    when = dt.datetime(2026, 7, 15, 23, 59)  # noqa: DTZ001 — a spreadsheet has no time zones
    sheet = only(one_sheet(["Code dossier", "Date d'ouverture"], ["M1", when]))
    assert read(sheet, identify(sheet)).rows[0].values["opened_on"] == dt.date(2026, 7, 15)


def test_a_failed_formula_is_not_an_empty_cell():
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(3, 2, ["Code dossier", "Intitulé", "Entité"])
        sheet.write(4, 2, "M1")
        sheet.write_formula(4, 3, "=NA()", None, "#N/A")
        sheet.write_row(5, 2, ["M2", "b", "c"])
        sheet.write_formula(6, 4, "=1/0", None, "#DIV/0!")

    sheet = only(book(fill))
    assert sheet.rows == [(5, ["M1", "#N/A", ""]), (6, ["M2", "b", "c"]), (7, ["", "", "#DIV/0!"])]


def test_each_visible_sheet_may_be_a_table_and_a_hidden_one_is_told():
    def fill(made: xlsxwriter.Workbook) -> None:
        for name, header in (
            ("Dossiers", ["Code dossier", "Type"]),
            ("Notes", ["bla"]),
            ("Cours", ["a", "b"]),
        ):
            made.add_worksheet(name).write_row(0, 0, header)
        secret = made.add_worksheet("Caché")
        secret.write_row(0, 0, ["Code dossier", "Type"])
        secret.hide()

    sheets, problems = from_xlsx(book(fill))
    assert [(name, sheet.header) for name, sheet in sheets] == [
        ("Dossiers", ["Code dossier", "Type"]),
        ("Cours", ["a", "b"]),
    ]
    assert [(problem.kind.code, problem.seen) for problem in problems] == [("T_HIDDEN", "Caché")]


def test_two_lone_cells_in_opposite_corners_do_not_take_the_memory():
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "b")

    sheets, problems = from_xlsx(book(fill))
    assert (sheets, [problem.kind.code for problem in problems]) == ([], ["T_BIG"])


def test_formatted_empty_cells_far_away_are_no_obstacle():
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet, red = made.add_worksheet(), made.add_format({"bg_color": "red"})
        sheet.write_row(0, 0, ["Code dossier", "Type"])
        sheet.write_row(1, 0, ["M1", "Social"])
        sheet.write_blank(1_048_575, 16_383, None, red)

    assert only(book(fill)).rows == [(2, ["M1", "Social"])]


def test_cells_without_a_reference_are_counted_by_their_place():
    survey = workbook._survey(
        b'<x:row r="7"><x:c><v>1</v></x:c><x:c t="e"><v>#N/A</v></x:c></x:row><x:row><x:c/></x:row>'
    )
    assert (survey.rows, survey.columns, survey.errors) == (7, 2, {(7, 2): "#N/A"})


def test_a_workbook_that_unpacks_beyond_the_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch):
    data = one_sheet(["Code dossier", "Type"], ["M1", "x" * 5000])
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 4000)
    assert [problem.kind.code for problem in from_xlsx(data)[1]] == ["T_BIG"]


def test_too_many_members_are_not_opened(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook, "MAX_MEMBERS", 3)
    assert [problem.kind.code for problem in from_xlsx(one_sheet(["a", "b"]))[1]] == ["T_BIG"]


def bare_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return file.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), bare_zip()])
def test_what_is_no_workbook_is_told(data: bytes):
    assert [problem.kind.code for problem in from_xlsx(data)[1]] == ["T_XLSX"]


def test_damaged_workbooks_never_raise():
    good = one_sheet(["Code dossier", "Type", "Ouvert le"], *(["M1", "a", dt.date(2026, 1, 2)] for _ in range(30)))
    dice = random.Random(20260930)
    outcomes = set()
    for _ in range(400):
        data = bytearray(good)
        for _ in range(dice.choice([1, 2, 8])):
            data[dice.randrange(len(data))] = dice.randrange(256)
        if dice.random() < 0.2:
            del data[dice.randrange(len(data)) :]
        sheets, problems = from_xlsx(bytes(data))
        outcomes.add((bool(sheets), *(problem.kind.code for problem in problems)))
    assert outcomes <= {(True,), (False, "T_XLSX"), (False,), (False, "T_BIG")}
    assert {(True,), (False, "T_XLSX")} <= outcomes
