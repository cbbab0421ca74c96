"""The documentation keeps its word: commands answer what it shows, pages are in step, links lead somewhere."""

import re
import shlex
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path

import click
import pytest

from data.reference import TABLES
from kpi import catalogue
from kpi.model import Kpi
from report import handbook
from tests.docs import console
from tests.kpi import test_catalogue as contract
from ui.cli import main

ROOT = console.ROOT
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FRENCH = [ROOT / "README.md", *(ROOT / "docs").glob("*.fr.md")]
PAIRS = [(ROOT / "README.md", ROOT / "README.en.md")]
PAIRS += [
    (page, next(filter(Path.exists, (page.with_name(page.name.replace(".fr.", other)) for other in (".en.", ".")))))
    for page in (ROOT / "docs").glob("*.fr.md")
]
BOTH_IN_ONE = ("SECURITY.md", "CHANGELOG.md")
EACH = pytest.mark.parametrize("document", PAGES, ids=lambda page: page.name)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img src=\"([^\"]+)\"")
_PATH = re.compile(r"(?:(?:data|docs|kpi|pages|report|tests|ui|\.ci|\.streamlit)/[\w./-]*\w/?|\w+\.py)")


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def sentences(text: str) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def headings(text: str) -> list[str]:
    return re.findall(r"^(#+ .*)$", sentences(text), re.MULTILINE)


def anchors(text: str) -> set[str]:
    """The places that a link can name, as code hosts make them from headings."""
    titles = (re.sub(r"[^\w\- ]", "", heading.lstrip("# ").lower()) for heading in headings(text))
    return {title.replace(" ", "-") for title in titles}


@pytest.mark.parametrize("document", console.PAGES, ids=lambda page: page.name)
def test_the_commands_of_a_page_answer_what_it_shows(document: Path):
    shown = [one for _, answers in console.walk(read(document), document.name.split(".")[1]) for one in answers]
    assert len(shown) > 10
    assert [one for one in shown if not one.agrees] == [], "run: python -m tests.docs.console"


@pytest.mark.parametrize("document", console.MORE, ids=lambda page: page.name)
def test_the_commands_of_a_shorter_page_answer_what_it_shows(document: Path):
    shown = [one for _, answers in console.walk(read(document), document.name.split(".")[1]) for one in answers]
    assert len(shown) > 5
    assert [one for one in shown if not one.agrees] == [], "run: python -m tests.docs.console"


def test_an_answer_that_differs_is_seen():
    assert console.Shown("w", "a\u00a0:\n[…]\nz\n", "a :\nb\nc\nz\n").agrees
    assert console.Shown("w", "[…]\n", "b\nc\n").agrees
    assert not console.Shown("w", "a\nz\n", "a\nb\nz\n").agrees
    assert not console.Shown("w", "", "a\n").agrees


def commands(text: str) -> list[list[str]]:
    """The words of every command of a page, in its blocks and in its sentences."""
    found = [words for block in console.blocks(text) for words, _ in console.commands(block["body"])]
    found += re.findall(r"`python run\.py(?: ([^`\n]+))?`", text)
    return [shlex.split(words) for words in found]


@EACH
def test_the_commands_of_a_page_exist(document: Path):
    for words in commands(read(document)):
        if words[:1] == ["test"]:  # run.py hands the others to pytest
            continue
        context = click.Context(main)
        command = main.get_command(context, words[0]) if words and not words[0].startswith("-") else main
        assert command is not None, words
        if isinstance(command, click.Group) and words[1:2] and not words[0].startswith("-"):
            command = command.get_command(context, words[1])
            assert command is not None, words
        known = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        assert {word for word in words if word.startswith("--")} <= known, words
        if words and words[0] in {"figure", "lines"}:
            asked_exists(words[1], dict(pairwise(words)))


def asked_exists(figure: str, options: dict[str, str]) -> None:
    assert figure in {*catalogue(), "all", "list"}
    kpis = [catalogue()[figure]] if figure in catalogue() else []
    assert options.get("--reading") in {None, *(reading.name for kpi in kpis for reading in kpi.readings)}
    assert options.get("--by") in {None, *(name for kpi in kpis for name in kpi.dimensions)}


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_figures_pages_are_in_step(lang: str, tmp_path: Path):
    handbook.write_docs(tmp_path)
    assert read(tmp_path / f"figures.{lang}.md") == read(ROOT / "docs" / f"figures.{lang}.md"), (
        "run: python -m report.handbook"
    )


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("kpi", catalogue().values(), ids=lambda kpi: kpi.name)
def test_a_figure_is_told_with_all_its_readings(kpi: Kpi, lang: str):
    page = read(ROOT / "docs" / f"figures.{lang}.md")
    told = page.partition(f"(`{kpi.name}`)\n")[2].partition("\n## ")[0]
    for name in (*(reading.name for reading in kpi.readings), *kpi.dimensions):
        assert f"`{name}`" in told
    assert all(name == "lines" or f"[`{name}`](tables.{lang}.md)" in told for name in kpi.needs)
    assert kpi.example.story(lang)[:20] in told


@pytest.mark.parametrize("document", console.PAGES, ids=lambda page: page.name)
def test_the_first_import_says_what_each_table_brings(document: Path):
    assert {name for name in TABLES if f"`{name}`" not in read(document)} == set()


@EACH
def test_links_resolve(document: Path):
    for found in _LINK.finditer(sentences(read(document))):
        target = found[1] or found[2]
        if target.startswith("https://"):
            continue
        name, _, anchor = target.partition("#")
        other = (document.parent / name) if name else document
        assert other.is_file(), target
        assert not anchor or anchor in anchors(read(other)), target


@pytest.mark.parametrize(("first", "other"), [("README.md", ".en."), ("README.en.md", ".fr.")])
def test_every_page_is_reached_from_the_first_one_in_its_language(first: str, other: str):
    linked = {
        (ROOT / (found[1] or found[2]).partition("#")[0]).resolve() for found in _LINK.finditer(read(ROOT / first))
    }
    missed = {page.name for page in PAGES if page not in linked and other not in page.name}
    assert missed <= {"README.md", "README.en.md"}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].name)
def test_both_languages_have_the_same_headings(pair: tuple[Path, Path]):
    french, english = ([heading.split(" ")[0] for heading in headings(read(page))] for page in pair)
    assert french == english
    assert len(french) > 3


@pytest.mark.parametrize("name", BOTH_IN_ONE)
def test_both_halves_of_a_page_have_the_same_headings(name: str):
    levels = [heading.split(" ")[0] for heading in headings(read(ROOT / name))]
    half = len(levels) // 2
    assert levels[:half] == levels[half:]


@pytest.mark.parametrize("name", [*(str(page.relative_to(ROOT)) for page in FRENCH), *BOTH_IN_ONE])
def test_french_spaces_do_not_break(name: str):
    french = sentences(read(ROOT / name)).partition("\n# " if name in BOTH_IN_ONE else "\0")[0]
    text = re.sub(r"`[^`\n]+`", "code", french)
    assert re.findall(r".{0,20} [;!?%€»].{0,5}|.{0,20} :\s.{0,5}|« .{0,20}|\d \d{3}(?!\d)", text) == []


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "SECURITY.md", "DECISIONS.md", "CONTRIBUTING.md"])
def test_the_files_that_a_page_names_exist(name: str):
    named = {code for code in re.findall(r"`([^`\n]+)`", sentences(read(ROOT / name))) if _PATH.fullmatch(code)}
    assert named
    assert {code for code in named if not list(ROOT.glob(code.rstrip("/")))} <= {"kpi/credit_share.py"}


def test_each_dependency_is_explained():
    project = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    told = read(ROOT / "DECISIONS.md")
    names = [re.split(r"[<>=]", requirement)[0] for requirement in project["dependencies"]]
    assert [name for name in names if f"| `{name}` |" not in told] == []
    brought = {line.partition("==")[0] for line in read(ROOT / "requirements.txt").splitlines() if line[:1].isalnum()}
    assert [name for name in sorted(brought) if name not in told] == []


def test_the_figure_shown_to_contributors_keeps_the_contract(tmp_path: Path):
    (block,) = [block for block in console.blocks(read(ROOT / "CONTRIBUTING.md")) if block["language"] == "python"]
    file = tmp_path / block["name"]
    file.write_text(block["body"], encoding="utf-8")
    spec = spec_from_file_location(f"shown_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.KPI.name == file.stem not in catalogue()
    for backend in (contract.in_polars, contract.in_duckdb):
        contract.test_the_worked_example_holds(module.KPI, backend)
    contract.test_nothing_to_divide_by_gives_none_never_zero(module.KPI)
    contract.test_every_reading_can_be_cut_by_every_dimension(module.KPI)
    contract.test_the_words_are_there_in_both_languages(module.KPI)
    contract.test_the_trail_leads_back_to_what_was_counted(module.KPI)
