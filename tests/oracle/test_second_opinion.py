"""What the product answers is what the second opinion answers, on portfolios drawn from seeds.

BINOME_SEEDS sets how many portfolios (12), BINOME_FIRST_SEED where to start (0).
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .answers import Answer, Question
from .drawing import PERIODS
from .files import write
from .ledger import MATTER_DIMENSIONS, Ledger
from .portfolio import portfolio
from .records import Books, EBillLine, Matter, RegisterRow

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
FIRST, HOW_MANY = int(os.environ.get("BINOME_FIRST_SEED", "0")), int(os.environ.get("BINOME_SEEDS", "12"))
TIME = ("quarter", "month")
# Each figure in each reading, with the dimensions by which it is asked.
ASKED: list[tuple[dict[str, Any], tuple[str, ...]]] = [
    ({"kpi": "spend"}, (*MATTER_DIMENSIONS, "firm", "channel", *TIME)),
    ({"kpi": "cost_per_matter_type", "reading": "active"}, (*MATTER_DIMENSIONS, "firm", "quarter")),
    ({"kpi": "cost_per_matter_type", "reading": "closed"}, MATTER_DIMENSIONS),
    *(
        ({"kpi": "budget_conformity", "reading": reading}, MATTER_DIMENSIONS)
        for reading in ("in_force", "initial", "strict", "weighted")
    ),
    *(
        ({"kpi": "budget_conformity", "reading": reading, "tolerance": Decimal("0.05")}, MATTER_DIMENSIONS)
        for reading in ("in_force", "initial", "weighted")
    ),
    ({"kpi": "budget_coverage"}, MATTER_DIMENSIONS),
    ({"kpi": "off_panel_rate", "reading": "count"}, (*MATTER_DIMENSIONS, "firm", *TIME)),
    ({"kpi": "off_panel_rate", "reading": "amount"}, (*MATTER_DIMENSIONS, "firm", *TIME)),
    *(
        ({"kpi": "dematerialisation_rate", "reading": reading, "weight": weight}, ("firm", "channel", *TIME))
        for reading in ("structured", "detail")
        for weight in ("count", "amount")
    ),
]
TWELVE_DECIMALS = Decimal("1e-12")
HALF_A_CENT = Decimal("0.005")


@dataclass(frozen=True)
class Heard:
    """What the command line said: its exit status and its two outputs."""

    status: int
    said: str
    complained: str


def command(*words: str) -> Heard:
    """Say words to the command line, in this process where that is possible."""
    try:
        from click.testing import CliRunner  # noqa: PLC0415  the fallback below must work without it

        from ui.cli import main  # noqa: PLC0415
    except ImportError:
        done = subprocess.run(
            [sys.executable, "-m", "ui.cli", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return Heard(done.returncode, done.stdout, done.stderr)
    result = CliRunner().invoke(main, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Heard(result.exit_code, result.stdout, result.stderr)


@dataclass(frozen=True)
class Case:
    """A portfolio, the store it was imported into and its second opinion."""

    seed: int
    books: Books
    ledger: Ledger
    store: Path


@pytest.fixture(scope="module", params=range(FIRST, FIRST + HOW_MANY), ids=lambda seed: f"seed{seed}")
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Write the files of a seed and import them: all in any order, then those that resubmit documents."""
    seed: int = request.param
    draw = random.Random(f"files/{seed}")
    books = portfolio(seed)
    folder = tmp_path_factory.mktemp(f"seed{seed}")
    first, later = write(books, folder / "in", draw)
    draw.shuffle(first)
    for paths in filter(None, (first, later)):
        # A document sent again unchanged may make a file that is already there.
        expected = {"imported", "already imported"} if paths is later else {"imported"}
        for file in imported(paths, folder / "store.duckdb"):
            about = f"seed {seed}: {file['path']} is {file['status']}: {file['problems']}"
            assert file["status"] in expected, about
            assert file["lines_set_aside"] == 0, about
    return Case(seed, books, Ledger(books), folder / "store.duckdb")


def imported(paths: list[Path], store: Path) -> list[dict[str, Any]]:
    """Import files and give what is said about each."""
    heard = command("import", *map(str, paths), "--json", "--store", str(store))
    assert heard.status in {0, 1}, f"import ended with {heard.status}: {heard.complained}"
    files: list[dict[str, Any]] = json.loads(heard.said)["files"]
    return files


def questions(case: Case) -> Iterator[Question]:
    """Ask each figure in each reading, for periods and by dimensions in turn, at times for a part only."""
    draw = random.Random(f"questions/{case.seed}")
    for turn, (asked, dimensions) in enumerate(ASKED):
        by = dimensions[(case.seed + turn) // len(PERIODS) % len(dimensions)]
        # Few matters close on a bound, so that reading is asked for every period; the others for one in turn.
        for start, end in PERIODS if asked.get("reading") == "closed" else [PERIODS[(case.seed + turn) % len(PERIODS)]]:
            question = Question(start=start, end=end, by=by, **asked)
            yield question
            if draw.random() < 0.4:
                yield replace(question, where=restriction(case.ledger, draw, dimensions, start, end))


def restriction(
    ledger: Ledger, draw: random.Random, dimensions: tuple[str, ...], start: date, end: date
) -> tuple[tuple[str, str], ...]:
    """Draw a value of one dimension that the period knows."""
    dimension = draw.choice([name for name in dimensions if name not in TIME])
    values = {ledger.posting_key(posting, dimension) for posting in ledger.postings_between(start, end)} - {None}
    return ((dimension, draw.choice(sorted(map(str, values)))),) if values else ()


def words(question: Question) -> list[str]:
    """Put a question into the words of the command line."""
    said = ["figure", question.kpi, "--by", question.by or ""]
    said += (
        ["--period", "2026-T3"]
        if (question.start, question.end) == PERIODS[0]
        else ["--from", f"{question.start}", "--to", f"{question.end}"]
    )
    said += [word for dimension, value in question.where for word in ("--where", f"{dimension}={value}")]
    said += ["--reading", question.reading] if question.reading else []
    said += ["--tolerance", str(question.tolerance)] if question.tolerance else []
    said += ["--weight", question.weight] if question.kpi == "dematerialisation_rate" else []
    return [*said, "--json"]


def number(value: object) -> Decimal | None:
    """Read an exact decimal of the JSON answer."""
    return None if value is None else Decimal(str(value))


def differences(ours: Answer, theirs: dict[str, Any]) -> Iterator[tuple[str, object, object]]:
    """Compare one answer, or one group of it: (field, second opinion, product)."""
    of_answers_only = {"late_budgets"} if "key" in theirs else set()
    exact = {"value": ours.value} | {name: more for name, more in ours.more.items() if name not in of_answers_only}
    for name, mine in exact.items():
        other = number(theirs.get(name))
        if (mine is None) != (other is None) or (
            mine is not None and other is not None and abs(mine - other) > TWELVE_DECIMALS
        ):
            yield name, mine, other
    for name, side in {
        "numerator": ours.numerator,
        "denominator": ours.denominator,
        "n": Decimal(ours.n),
    }.items():
        other = number(theirs.get(name))
        if (side is None) != (other is None) or (
            side is not None and other is not None and abs(side - other) >= HALF_A_CENT
        ):
            yield name, side, other


def compare(case: Case, question: Question) -> Iterator[str]:
    """Ask both and say each difference in one line."""
    heard = command(*words(question), "--store", str(case.store))
    about = f"seed {case.seed} {' '.join(words(question)[1:-1])}"
    if heard.status != 0:
        yield f"{about}: ended with {heard.status}: {heard.complained.strip() or heard.said.strip()}"
        return
    theirs = json.loads(heard.said)
    ours = case.ledger.answer(question)
    for field, mine, other in differences(ours, theirs):
        yield f"{about} · headline {field}: second opinion {mine}, product {other}"
    groups = {group["key"]: group for group in theirs["groups"]}
    for key in sorted(ours.groups.keys() | groups.keys(), key=str):
        if key not in groups and not ours.groups[key].n and not ours.groups[key].numerator:
            continue  # nothing counted, nothing to divide by: shown or left out, the contract leaves it open
        if key not in groups:
            yield f"{about} · group {key!r}: second opinion {ours.groups[key]}, product has none"
        elif key not in ours.groups:
            yield f"{about} · group {key!r}: second opinion has none, product {groups[key]}"
        else:
            for field, mine, other in differences(ours.groups[key], groups[key]):
                yield f"{about} · group {key!r} {field}: second opinion {mine}, product {other}"


def test_product_and_second_opinion_agree(case: Case) -> None:
    """Every figure, reading and group, to the cent and to twelve decimals."""
    found = [difference for question in questions(case) for difference in compare(case, question)]
    assert not found, f"{len(found)} differences\n" + "\n".join(found)


def test_the_odd_cent_of_a_shared_approval_is_given_once(tmp_path: Path) -> None:
    """Which matter gets it is free; that the parts add up is not."""
    day, twenty = date(2026, 8, 1), Decimal(20)
    lines = [EBillLine(1, "1", day, "F", Decimal(10), day, "F", client_matter_id=matter) for matter in "MNO"]
    row = RegisterRow("F", "1", day, Decimal(30), approved_net=twenty)
    books = Books(lines=lines, register=[row], matters=[Matter(matter, f"type {matter}") for matter in "MNO"])
    first, _ = write(books, tmp_path, random.Random(1))
    imported(first, tmp_path / "store.duckdb")
    heard = command(*words(Question("spend", *PERIODS[0], by="matter_type")), "--store", str(tmp_path / "store.duckdb"))
    shares = [Decimal(group["value"]) for group in json.loads(heard.said)["groups"]]
    assert sum(shares) == twenty
    assert sorted(shares) == [Decimal("6.66"), Decimal("6.67"), Decimal("6.67")]
