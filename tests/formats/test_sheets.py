# ruff: noqa: E501 — a sentence is pinned whole
"""Billing lines in a workbook or in CSV: read like the text formats, each row leading back to its sheet."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from data.checks import KINDS, tables
from data.imports import check_files, undo
from data.lines import lines_of, original
from data.report import FileReport
from data.store import Store
from tests.data.ledger import Books, rows
from tests.formats.sheets import book, typed
from tests.hostile.builder import changed, separated

TWO = rows("N1 M1 100.10\nN1 M1 50.20")
THREE = rows("N2 M2 7.00\nN2 M2 8.00\nN2 M2 9.00")
FOOT = [["Total", *[""] * 11, 150.3]]
NONE = Store(Path("no such store"))


def checked(data: bytes, lang: str = "en") -> FileReport:
    return check_files(NONE, [("file", data)], lang=lang).files[0]  # type: ignore[arg-type]


def codes(file: FileReport) -> set[str]:
    return {problem.code for problem in file.problems}


def nets(file: FileReport) -> list[str]:
    return [str(one.net) for one in file.invoices]


def test_a_workbook_gives_the_lines_of_the_same_text_file():
    sheet = checked(book({"Lignes": typed(TWO)}))
    text = checked(separated(TWO, ";").encode())
    assert (sheet.format, sheet.lines_read, sheet.lines_imported) == ("LEDES1998B", 2, 2)
    assert sheet.invoices == text.invoices
    assert nets(sheet) == ["150.30"]
    assert codes(sheet) == {"BOOK", "CUR"}


def test_numbers_carry_no_noise_of_binary_fractions():
    noisy = typed(TWO)
    noisy[1][12] = 0.1 + 0.2  # 0.30000000000000004
    assert nets(checked(book({"A": noisy}))) == ["50.50"]


def test_a_text_with_a_decimal_comma_and_a_number_stand_together():
    mixed = typed(TWO)
    mixed[1][12] = "1 100,10"
    mixed[2][12] = 50.125
    assert nets(checked(book({"A": mixed}))) == ["1150.225"]


def test_a_date_kept_as_a_number_is_a_date():
    serials = typed(TWO)
    serials[1][13] = 46205.0  # 2 July 2026
    (one,) = checked(book({"A": serials})).invoices
    assert one.lines == 2


def test_titles_blank_rows_and_a_total_are_no_lines(books: Books):
    data = book({"Juillet": [["Cabinet Dubois"], ["Détail"], [], *typed(TWO)[:2], [], *typed(TWO)[2:], [], *FOOT]})
    file = books.take(data).files[0]
    assert (file.lines_read, file.lines_imported, file.lines_set_aside) == (2, 2, 0)
    assert [problem.line for problem in file.problems if problem.code == "FOOT"] == [9]
    assert books.total() == Decimal("150.30")
    with books.store.reading() as reader:
        lines = lines_of(reader, ["F-1042/N1"])
        assert [line["line"] for line in lines] == [5, 7]
        assert "100.1;20260702" not in original(reader, 1, 5)
        assert original(reader, 1, 5).split(";")[12:14] == ["100.1", "2026-07-02"]


@pytest.mark.parametrize("mark", [";", ",", "\t"])
@pytest.mark.parametrize("place", [0, 1, 8, 18])
def test_a_total_below_csv_lines_is_told_wherever_its_word_stands(mark: str, place: int):
    foot = ["", *[""] * 23]
    foot[12], foot[place] = "150.30", "Total général :"
    file = checked((separated(TWO, mark) + mark.join(foot) + "\r\n").encode())
    assert (file.lines_read, nets(file), "FOOT" in codes(file)) == (2, ["150.30"], True)


def test_a_bare_sum_below_the_lines_is_a_total_and_another_amount_is_not():
    for amount, told, aside in (("150.30", "FOOT", 0), ("150.31", "FOOT", 0), ("99.00", "NUM0", 1)):
        file = checked((separated(TWO, ";") + ";" * 12 + amount + ";" * 11 + "\r\n").encode())
        assert (told in codes(file), file.lines_set_aside) == (True, aside), amount


def test_a_total_that_does_not_add_up_is_told_with_both_sums():
    file = checked((separated(TWO, ";") + "Total" + ";" * 12 + "160.30" + ";" * 11 + "\r\n").encode())
    (told,) = [problem for problem in file.problems if problem.code == "FOOTX"]
    assert "says 160.30" in told.message
    assert "make 150.30" in told.message


def test_several_sheets_are_read_each_row_at_its_place(books: Books):
    spoilt = typed(THREE)
    spoilt[2][12] = "dix"
    data = book(
        {"Juin": typed(TWO), "Juillet": [["x"], *spoilt], "Notes": [["a", "b"]], "Vieux": [["c", "d"]]},
        lambda made: made.worksheets()[3].hide(),
    )
    file = books.take(data, lang="en").files[0]
    assert (nets(file), file.lines_set_aside) == (["150.30", "16.00"], 1)
    (aside,) = [problem for problem in file.problems if problem.level == "error"]
    assert (aside.line, aside.message.partition(":")[0]) == (4, "Sheet “Juillet”")
    assert "T_HIDDEN" in codes(file)
    with books.store.reading() as reader:
        rows_kept = [original(reader, 1, line["line"]) for line in lines_of(reader, ["F-1042/N1", "F-1042/N2"])]
    assert [text.split(";")[12] for text in rows_kept] == ["100.1", "50.2", "7", "9"]
    assert books.differences() == []


def test_a_merged_number_holds_for_its_rows_and_a_merged_amount_for_one():
    cells = typed(TWO)
    cells[2][1], cells[2][12] = "", ""

    def merge(made: object) -> None:
        sheet = made.worksheets()[0]  # type: ignore[attr-defined]
        sheet.merge_range(1, 1, 2, 1, "N1")
        sheet.merge_range(1, 12, 2, 12, 100.1)

    file = checked(book({"A": cells}, merge))
    assert (nets(file), file.lines_set_aside) == (["100.10"], 1)
    assert "INVOICE_NUMBER" in next(problem.seen for problem in file.problems if problem.code == "MERG")


def test_a_sheet_of_lines_and_a_table_are_both_taken(books: Books):
    books.take(book({"Lignes": typed(TWO), "Cabinets": [["firm_id", "name"], ["F-1042", "Dubois"]]}))
    assert books.ask("SELECT count(*) FROM lines") == [(2,)]
    assert books.ask("SELECT firm_id FROM ref_firms") == [("F-1042",)]


def test_a_register_in_a_workbook_is_no_sheet_of_lines(books: Books):
    register = [["firm_id", "invoice_number", "invoice_date", "net_amount"], ["F-1", "A1", "2026-07-31", 10.0]]
    assert books.take(book({"A": register})).files[0].format == "invoices"


def test_an_import_of_a_workbook_is_taken_back_whole_and_comes_twice_for_nothing(books: Books):
    data = book({"A": typed(TWO)})
    before = books.take("firm_id;name\nF-1042;D\n")
    assert before.complete
    books.take(data)
    assert books.take(data).files[0].status == "already imported"
    undo(books.store, 2)
    assert books.ask("SELECT count(*) FROM lines") == [(0,)]


def test_a_text_of_any_length_is_read():
    file = checked(separated(changed(TWO, 0, text="x" * 200_000), ";").encode())
    assert (nets(file), file.lines_set_aside) == (["150.30"], 0)
    assert checked(b"a;b\n" + b"x" * 200_000 + b";1\n").status == "rejected"


def test_a_workbook_without_what_lines_need_is_rejected():
    lame = [cells[:12] + cells[13:] for cells in typed(TWO)]
    file = checked(book({"A": lame}))
    assert (file.status, nets(file)) == ("rejected", [])


# --- the words -----------------------------------------------------------------------------------------

WORDS = {
    "BOOK": (
        "Lignes de facturation lues dans la feuille « A », comme LEDES 1998B d'après ses colonnes. Rien à faire.",
        "Billing lines read in sheet “A”, as LEDES 1998B from its columns. Nothing to do.",
    ),
    "FOOT": (
        "Ligne de total (150.3) : elle n'est pas comptée comme une ligne. Rien à faire.",
        "Line of totals (150.3): it is not counted as a line. Nothing to do.",
    ),
    "FOOTX": (
        "La ligne de total dit 99 ; les lignes au-dessus font 150.3. Elle n'est pas comptée. Chercher la ligne qui manque ou qui est en trop.",
        "The line of totals says 99; the lines above it make 150.3. It is not counted. Look for the line that is missing or one too many.",
    ),
    "MERG": (
        "Des cellules fusionnées valent pour toutes leurs lignes : INVOICE_NUMBER. Rien à faire ; les montants, eux, ne sont jamais répétés.",
        "Merged cells hold for all their lines: INVOICE_NUMBER. Nothing to do; amounts are never repeated.",
    ),
    "STRAY": (
        "Une cellule remplie n'est sous aucun en-tête : « vu ». Elle n'est pas lue. Lui donner un en-tête si elle compte.",
        "A filled cell stands under no heading: “vu”. It is not read. Give it a heading if it matters.",
    ),
}


def file_of(code: str) -> bytes:
    lines = typed(TWO)
    merge = (lambda made: made.worksheets()[0].merge_range(1, 1, 2, 1, "N1")) if code == "MERG" else lambda _: None
    foot = {"FOOT": FOOT, "FOOTX": [["Total", *[""] * 11, 99.0]]}.get(code, [])
    lines[1] += ["", "vu"] if code == "STRAY" else []
    return book({"A": [*lines, *foot]}, merge)


def test_every_kind_has_its_words():
    assert set(WORDS) == {code for code, kind in KINDS.items() if kind in vars(tables).values()}


@pytest.mark.parametrize("code", WORDS)
def test_a_problem_in_the_words_of_its_reader(code: str):
    for lang, words in zip(("fr", "en"), WORDS[code], strict=True):
        (found,) = [one for one in checked(file_of(code), lang).problems if one.code == code]
        assert re.sub("[\u202f\u00a0]", " ", f"{found.message} {found.remedy}") == words
        assert found.level == KINDS[code].level
