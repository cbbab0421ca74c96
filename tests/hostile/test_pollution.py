"""A clean file spoilt in every way: nothing is read wrong in silence, and the docs say what was measured."""

import pytest

from benchmarks.pollution import DOCS, LANGUAGES, Found, binome, measured, page, table
from benchmarks.pollutions import Polluted, polluted
from kpi.model import Lang

Measured = tuple[list[Polluted], dict[str, dict[str, Found]]]


@pytest.fixture(scope="module")
def found() -> Measured:
    return measured()


def test_nothing_is_read_wrong_in_silence(found: Measured):
    files, outcomes = found
    assert [one.name for one in files if outcomes["Binôme"][one.name].outcome == "silent"] == []


def test_one_bad_row_does_not_take_the_others_with_it(found: Measured):
    files, outcomes = found
    one_row = [one for one in files if one.kind.startswith("row: ")]
    assert {outcomes["Binôme"][one.name].rows for one in one_row} == {11, 12}


def test_a_reader_that_changed_a_cell_without_a_word_is_found_out():
    clean = next(polluted())
    other = [[*row[:6], "1.00", *row[7:]] for row in clean.rows]
    assert binome([Polluted("changed", "source", clean.content, other)])["changed"] == Found("silent", 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_was_measured(found: Measured, lang: Lang):
    assert (DOCS / f"pollution.{lang}.md").read_text(encoding="utf-8") == page(lang, table(*found, lang))
