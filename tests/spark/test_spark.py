"""The very same definitions on a real cluster: a master and two workers, over the demo portfolio as exported facts.

Each figure in each reading is what DuckDB says, to the cent, and what plain SQL, written apart, says.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from data.demo import write
from data.facts.engine import ENGINE, FACTS, Engine, chosen
from data.facts.lake import opened, tie
from data.facts.manifest import NAME, FactsError
from data.facts.writing import export
from data.imports import import_files, sources
from data.store import Reader, Store
from kpi import catalogue
from kpi.model import COLUMNS, Facts, Kpi, Period, Scope
from tests.kpi import test_catalogue as worked
from tests.kpi import test_concentration_sql as concentration
from tests.kpi import test_delays_sql as delays
from tests.kpi import test_hours_sql as hours
from tests.kpi import test_plain_sql as plain
from tests.oracle import test_second_opinion as oracle
from tests.oracle.files import write as write_files
from tests.oracle.ledger import Ledger
from tests.oracle.portfolio import portfolio
from tests.spark.cluster import missing, two_workers

pytestmark = pytest.mark.spark

SUMMER, YEAR = Period.parse("2026-T3"), Period.parse("2026")
KPIS = list(catalogue().values())


class OnSpark(Reader):
    """The store for what plain SQL asks; Spark for what figures ask."""

    exported: Facts

    def facts(self) -> Facts:
        return self.exported


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A cluster for all these tests, named as a reader would name theirs."""
    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with two_workers() as address, pytest.MonkeyPatch.context() as patched:
        patched.setenv("BINOME_SPARK_MASTER", address)
        yield address
        from pyspark.sql import SparkSession  # noqa: PLC0415 — not everybody has it

        if (session := SparkSession.getActiveSession()) is not None:
            session.stop()


@pytest.fixture(scope="module")
def both(cluster: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Reader, OnSpark]]:
    """The demo portfolio, in the store and on the cluster."""
    assert os.environ["BINOME_SPARK_MASTER"] == cluster
    folder = tmp_path_factory.mktemp("demo")
    write(folder / "files", plain.TODAY)
    store = Store(folder / "binome.duckdb")
    import_files(store, sources([folder / "files"]))
    export(store, folder / "facts")
    engine = chosen("spark", folder / "facts")
    assert engine is not None
    with store.reading() as reader, engine.asked() as facts:
        on_spark = OnSpark(reader.con)
        on_spark.exported = facts()
        yield reader, on_spark


@pytest.mark.usefixtures("both")
def test_the_cluster_has_two_workers():
    from pyspark.sql import SparkSession  # noqa: PLC0415 — not everybody has it

    context = SparkSession.getActiveSession().sparkContext
    assert context.master.startswith("spark://127.0.0.1:")
    assert context._jsc.sc().getExecutorMemoryStatus().size() == 1 + 2  # the driver, and one on each worker
    assert context.uiWebUrl is None


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_every_reading_is_what_duckdb_says(both: tuple[Reader, OnSpark], kpi: Kpi):
    """Value, numerator, denominator, n, what is left out and every group; each dimension comes in its turn."""
    reader, on_spark = both
    turn = count(kpi.order)
    facts, exported = reader.facts(), on_spark.facts()
    for reading in kpi.readings:
        by = kpi.dimensions[next(turn) % len(kpi.dimensions)]
        for scope in (Scope(period=SUMMER), Scope(period=YEAR if by in {"quarter", "month"} else SUMMER, by=(by,))):
            expected = kpi.compute(facts, scope, reading.name)
            assert expected.n, "nothing to compare with"
            assert repr(kpi.compute(exported, scope, reading.name)) == repr(expected)


@pytest.mark.parametrize("kpi", [kpi for kpi in KPIS if "matter_type" in kpi.dimensions], ids=lambda kpi: kpi.name)
def test_what_is_kept_and_what_was_counted_are_the_same(both: tuple[Reader, OnSpark], kpi: Kpi):
    """A type of matter and « not recorded » kept; and the way back: documents, matters or instructions."""
    reader, on_spark = both
    kept = Scope(period=SUMMER).keep("matter_type", "Contentieux commercial", None)
    answers = [kpi.compute(source.facts(), kept.cut("matter_type"), kpi.default_reading) for source in both]
    assert repr(answers[0]) == repr(answers[1])
    counted = [kpi.trail(source.facts(), kept, kpi.default_reading) for source in (reader, on_spark)]
    assert _without_codes(counted[0]) == _without_codes(counted[1])


def _without_codes(rows: list[dict[str, Any]]) -> list[str]:
    """Leave out what an export does not say: who worked, and why a firm was taken off the panel."""
    return sorted(
        repr({name: cell for name, cell in row.items() if name not in {"timekeeper_id", "reason"}}) for row in rows
    )


SECOND_OPINIONS: list[tuple[Callable[..., None], dict[str, Any]]] = [
    (plain.test_spend, {"quarter": "2026-T3"}),
    (plain.test_cost_per_matter_type, {"quarter": "2026-T3"}),
    (plain.test_budget_conformity_and_coverage, {"quarter": "2026-T3"}),
    (plain.test_off_panel_rate, {"quarter": "2026-T3"}),
    (plain.test_dematerialisation_rate, {"quarter": "2026-T3", "weight": "count"}),
    (plain.test_dematerialisation_rate, {"quarter": "2026-T3", "weight": "amount"}),
    (hours.test_average_hourly_rate, {"period": SUMMER, "reading": "worked", "date": "work_date"}),
    (hours.test_average_hourly_rate, {"period": SUMMER, "reading": "invoiced", "date": "invoice_date"}),
    (hours.test_rate_increase, {"period": SUMMER, "reading": "year", "months": 12}),
    (hours.test_rate_increase, {"period": SUMMER, "reading": "quarter", "months": 3}),
    (hours.test_rate_compliance, {"period": SUMMER}),
    (hours.test_spend_bridge, {"period": SUMMER, "reading": "year", "months": 12}),
    (hours.test_spend_bridge, {"period": SUMMER, "reading": "quarter", "months": 3}),
    (concentration.test_budget_variance, {"period": SUMMER, "reading": "in_force", "version": "from_last"}),
    (concentration.test_the_share_of_the_largest_firms, {"period": SUMMER, "number": 5}),
    (concentration.test_the_herfindahl_index_and_the_firms_that_make_most, {"period": SUMMER}),
    (delays.test_billing_delay, {"quarter": "2026-T3"}),
    (delays.test_late_billing_rate, {"quarter": "2026-T3", "days": 60}),
    (delays.test_payment_delay, {"quarter": "2026-T3"}),
    (delays.test_perceived_quality, {"quarter": "2026-T3"}),
    (delays.test_net_promoter_score, {"quarter": "2026-T3"}),
    (delays.test_responsible_purchasing, {"quarter": "2026-T3"}),
]


@pytest.mark.parametrize(("opinion", "asked"), SECOND_OPINIONS, ids=lambda one: getattr(one, "__name__", ""))
def test_plain_sql_says_the_same(both: tuple[Reader, OnSpark], opinion: Callable[..., None], asked: dict[str, Any]):
    opinion(both[1], **asked)


_ARROW = {
    "text": pa.string(), "date": pa.date32(), "flag": pa.bool_(), "count": pa.int64(), "amount": pa.decimal128(18, 2),
    "mark": pa.int32(), "quantity": pa.decimal128(18, 6),
}  # fmt: skip


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.name)
def test_the_worked_example_holds(kpi: Kpi):
    """The ledger of each definition, small enough to check by hand."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 — not everybody has it

    spark = SparkSession.getActiveSession()

    def in_spark(tables: Any) -> Facts:
        frames = {}
        for name, columns in COLUMNS.items():
            schema = pa.schema([(column, _ARROW[kind]) for column, kind in columns.items()])
            rows = pa.Table.from_pylist(worked._cells(name, tables.get(name, ())), schema=schema)
            frames[name] = nw.from_native(spark.createDataFrame(rows))
        return Facts(**frames, present=worked._present(tables))

    worked.test_the_worked_example_holds(kpi, in_spark)


def test_a_file_lost_while_figures_are_asked_is_a_sentence(both: tuple[Reader, OnSpark], tmp_path: Path):
    """What an engine reads is checked before; what happens later is told, and the session serves the next question."""
    reader, _ = both
    place = tmp_path / "facts"
    export(Store(Path(reader.value("SELECT path FROM duckdb_databases() WHERE path IS NOT NULL"))), place)
    engine = chosen("spark", place)
    assert engine is not None
    with pytest.raises(FactsError, match=r"Spark did not answer \(") as told:
        _asked_after_a_loss(engine, place / "spend" / "year=2026")
    assert "Spark n'a pas répondu" in told.value.text.fr
    with pytest.raises(FactsError, match="is no longer the one that was written"):
        tie(opened(_retouched(place)))


def _asked_after_a_loss(engine: Engine, folder: Path) -> None:
    with engine.asked() as facts:
        facts()
        shutil.rmtree(folder)
        catalogue()["spend"].compute(facts(), Scope(period=SUMMER), "net")


def _retouched(place: Path) -> Path:
    """Give an export another version, so that it is tied again."""
    (place / NAME).write_text((place / NAME).read_text().replace('"data_version": 1', '"data_version": 2'))
    return place


@pytest.mark.usefixtures("cluster")
def test_the_second_opinion_agrees_on_a_drawn_portfolio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Through the command line, as a reader asks: an independent calculation in Python, from the books themselves."""
    books = portfolio(7)
    first, later = write_files(books, tmp_path / "in", random.Random("files/7"))
    for paths in filter(None, (first, later)):
        oracle.imported(paths, tmp_path / "store.duckdb")
    export(Store(tmp_path / "store.duckdb"), tmp_path / "facts")
    monkeypatch.setenv(ENGINE, "spark")
    monkeypatch.setenv(FACTS, str(tmp_path / "facts"))
    case = oracle.Case(7, books, Ledger(books), tmp_path / "nowhere.duckdb")
    asked = list({question.kpi + (question.reading or ""): question for question in oracle.questions(case)}.values())
    found = [difference for question in asked for difference in oracle.compare(case, question)]
    assert not found, "\n".join(found)
