"""The made-up portfolio of the benchmarks: SQL, polars, pandas and Binôme find the same six figures in its files."""

import datetime as dt
from pathlib import Path

import pytest

from benchmarks.portfolio import write
from benchmarks.rivals import END, ENGINES, START
from benchmarks.warm import BY_HAND, figures
from data.imports import import_files, sources
from data.store import Reader, Store

LINES = 2_000
Figures = dict[str, float]


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portfolio")
    write(folder, LINES)
    return folder


@pytest.fixture(scope="module")
def found(portfolio: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Figures, dict[str, float]]:
    """The figures of Binôme, and those of the SQL written by hand over its store."""
    store = Store(tmp_path_factory.mktemp("store") / "binome.duckdb")
    report = import_files(store, sources([portfolio]))
    assert sum(file.lines_imported for file in report.files if file.format == "LEDES1998B") == LINES
    with store.reading() as reader:
        ours = {name: float(value or 0) for name, value in figures(reader).items()}
        return ours, {name: by_hand(reader, query) for name, query in BY_HAND.items()}


def by_hand(reader: Reader, query: str) -> float:
    asked: dict[str, dt.date] = {name: day for name, day in (("start", START), ("end", END)) if f"${name}" in query}
    above, below = reader.con.execute(query, asked).fetchall()[0]
    return float(above) / float(below)


def test_every_line_asked_for_is_written_the_same_each_time(portfolio: Path, tmp_path: Path):
    write(tmp_path, LINES)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        file.name: file.read_bytes() for file in portfolio.iterdir()
    }


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_an_engine_finds_the_figures_in_the_files(engine: str, portfolio: Path, found: tuple[Figures, Figures]):
    assert ENGINES[engine](portfolio)() == pytest.approx(found[0], rel=1e-9)


def test_sql_by_hand_finds_them_in_the_store(found: tuple[Figures, Figures]):
    assert found[1] == pytest.approx(found[0], rel=1e-12)
