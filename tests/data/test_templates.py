"""Templates open right in a French spreadsheet, come back as empty tables; the documentation is in step."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import templates
from data.problem import Problem
from data.reference import TABLES, Table, identify, read
from data.sheet import from_csv, from_xlsx
from kpi.model import Lang

DOCS = Path(__file__).parents[2] / "docs"
BOTH = pytest.mark.parametrize("lang", ["fr", "en"])
ALL = pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)


@ALL
@BOTH
def test_a_csv_template_comes_back_as_an_empty_table(table: Table, lang: Lang):
    data = templates.template_csv(table, lang)
    assert data.startswith(b"\xef\xbb\xbf")
    sheet = from_csv(data.decode("utf-8-sig"))
    result = read(sheet, identify(sheet))
    assert (sheet.separator, result.table, result.rows, result.unknown_columns) == (";", table, [], ())
    assert list(result.columns.values()) == list(table.columns)
    assert [problem.kind.code for problem in result.problems] == ["T_EMPTY"]


@ALL
@BOTH
def test_a_workbook_template_comes_back_as_an_empty_table_and_its_guide_as_none(table: Table, lang: Lang):
    sheets, problems = from_xlsx(templates.template_xlsx(table, lang))
    assert (problems, [name for name, _ in sheets]) == (
        [],
        [table.title(lang), {"fr": "Mode d'emploi", "en": "Guide"}[lang]],
    )
    (_, sheet), (_, guide) = sheets
    assert identify(sheet) == table
    assert sheet.header == [templates.heading(column, lang) for column in table.columns.values()]
    assert read(sheet, table).rows == []
    assert isinstance(identify(guide), Problem)
    assert [cells[0] for _, cells in guide.rows] == sheet.header
    required = [cells[0] for _, cells in guide.rows if cells[1]]
    assert required == [templates.heading(column, lang) for column in table.columns.values() if column.required]


def test_headings_are_french_in_french_and_fixed_names_in_english():
    assert templates.template_csv(TABLES["fx"], "fr").decode("utf-8-sig") == "Devise;Date du cours;Euros par unité\r\n"
    assert templates.template_csv(TABLES["fx"], "en").decode("utf-8-sig") == "currency;valid_on;euros_per_unit\r\n"


def test_a_guide_says_the_accepted_values_and_what_an_empty_cell_means():
    (_, _), (_, guide) = from_xlsx(templates.template_xlsx(TABLES["budgets"], "fr"))[0]
    told = {cells[0]: cells[2] for _, cells in guide.rows}
    assert told["Périmètre"] == "liste\u00a0: honoraires, tout\u202f; vide\u00a0: tout"
    assert told["Devise"] == "devise\u00a0: EUR, USD…\u202f; vide\u00a0: EUR"


@BOTH
def test_the_documentation_is_in_step(lang: Lang):
    page = (DOCS / f"tables.{lang}.md").read_text(encoding="utf-8")
    assert page == templates.columns_markdown(lang), "run: python -m data.templates"


@BOTH
def test_the_documentation_lists_every_heading(lang: Lang):
    page = templates.columns_markdown(lang)
    for table in TABLES.values():
        section = page.split(f"(`{table.name}`)")[1].split("\n## ")[0]
        for column in table.columns.values():
            row = next(line for line in section.splitlines() if line.startswith(f"| `{column.name}` |"))
            assert ", ".join(column.known_as) in row
            assert row.count("|") == 6


def test_the_french_page_keeps_french_spaces():
    page = templates.columns_markdown("fr")
    for mark, space in ((":", "\u00a0"), (";", "\u202f"), ("?", "\u202f")):
        before = {page[index - 1] for index, letter in enumerate(page) if letter == mark and index}
        assert before <= {space, "-", "|"}, mark
