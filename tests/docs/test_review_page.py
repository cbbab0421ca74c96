"""The page about the quarterly review keeps its word: sections, marks, options and names of the template are those."""

import click
import pytest

from kpi import catalogue
from kpi.model import Lang
from kpi.scorecard import INDICATORS, PILLARS, WEIGHTS, Indicator
from report import words
from report.pack.slides.layout import BOXES
from report.review import contents
from report.review.plan import SECTIONS
from report.review.sections.quality import PILLAR
from tests.data.ledger import BOTH
from tests.docs.console import ROOT
from ui.cli import main


def page(lang: Lang) -> str:
    return (ROOT / "docs" / f"review.{lang}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lang", BOTH)
def test_every_section_is_told_in_its_usual_order_with_whether_a_firm_may_see_it(lang: Lang):
    told = [[cell.strip() for cell in line.split("|")[1:-1]] for line in page(lang).splitlines() if line[:1] == "|"]
    titles = {contents.title(name, lang): name for name in SECTIONS}
    rows = [(titles[cells[0]], cells[2]) for cells in told if cells[0] in titles]
    assert [name for name, _ in rows] == list(SECTIONS)
    assert {name for name, seen in rows if seen not in ("non", "no")} == set(contents.offered("firm"))


@pytest.mark.parametrize("lang", BOTH)
@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda one: one.kpi)
def test_an_indicator_is_told_with_its_floor_and_its_target(indicator: Indicator, lang: Lang):
    [row] = [line for line in page(lang).splitlines() if line[:1] == "|" and f"`{indicator.kpi}`" in line]
    share = catalogue()[indicator.kpi].unit == "ratio"
    ends = [
        words.percent(end, lang, 0) if share else words.number(end, lang, 0 if end == int(end) else 1)
        for end in (indicator.floor, indicator.target)
    ]
    assert [cell.strip() for cell in row.split("|")[3:5]] == ends


@pytest.mark.parametrize("lang", BOTH)
def test_the_weights_of_the_pillars_are_told(lang: Lang):
    assert [pillar for pillar in PILLARS if f"| {PILLAR[pillar](lang)} ({WEIGHTS[pillar]}) |" not in page(lang)] == []


@pytest.mark.parametrize("lang", BOTH)
def test_every_option_of_the_pack_is_explained(lang: Lang):
    command = main.get_command(click.Context(main), "pack")
    assert command is not None
    options = {name for parameter in command.params for name in parameter.opts}
    assert {name for name in options if f"`{name}`" not in page(lang)} == set()
    assert len(options) > 9


@pytest.mark.parametrize("lang", BOTH)
def test_the_names_that_a_template_is_looked_up_by_are_told(lang: Lang):
    names = {*BOXES, *(role for roles in BOXES.values() for role in roles)}
    assert {name for name in names if name not in page(lang).replace("\u00a0", " ")} == set()
